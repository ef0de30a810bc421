//! `morgue verify`: is the index what was written?
//!
//! The looking is done by a child, this program with `--worker`: an engine that walks through damaged files can end its process
//! in ways that nothing catches. The child says which file it looks at, line by line; when it dies of one, that file is damaged,
//! and a new child goes on without it.

mod worker;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::time::Instant;

use serde_json::json;

use super::failure::Failure;
use super::progress::Bytes;
use super::{Context, Outcome, code};
use crate::index::verify::{Damage, Level, Report};
use crate::render::{plural, safe, thousands};

/// Check that the index is what was written
///
/// Reads every byte of the index and compares it with what was noted of each file when it was written. Goes on after damage and
/// names each damaged file. Needs no right to write, and can run while the index is searched or written to.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Only see that every file is there and has its length
    #[arg(long, conflicts_with = "deep", help_heading = "How closely to look")]
    quick: bool,
    /// Also compare every word and column with the articles, and the ledger with the index
    #[arg(long, help_heading = "How closely to look")]
    deep: bool,
    /// Print JSON
    #[arg(long, help_heading = "What to print")]
    json: bool,
    /// Print no progress
    #[arg(short, long, help_heading = "What to print")]
    quiet: bool,
    /// Do the looking, and tell of it line by line
    #[arg(long, hide = true)]
    worker: bool,
    /// A file not to be opened
    #[arg(long, hide = true, value_name = "FILE")]
    leave_out: Vec<String>,
}

const EXAMPLES: &str = "Examples:
  morgue verify                                every byte, about as fast as the disk
  morgue verify --quick                        names and lengths only, at once
  morgue verify --deep                         every word and column; takes about as long as indexing
  morgue verify || morgue repair

Exit codes: 0 as it was written, 5 damaged";

impl Args {
    fn level(&self) -> Level {
        match (self.quick, self.deep) {
            (true, _) => Level::Quick,
            (_, true) => Level::Deep,
            _ => Level::Bytes,
        }
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    if args.worker {
        return worker::work(&context.home, args.level(), &args.leave_out);
    }
    let started = Instant::now();
    let mut meter = Bytes::new(args.quiet);
    let report = check(context, args.level(), &mut meter);
    meter.done();
    let report = report?;
    let seconds = started.elapsed().as_secs_f64();
    if args.json {
        print_json(&report, seconds)?;
    } else {
        print_text(context, &report, seconds)?;
    }
    let files: BTreeSet<&str> = report.damages.iter().map(|damage| &*damage.file).collect();
    if files.is_empty() {
        return Ok(code::SUCCESS);
    }
    Err(Failure::Damages {
        home: context.home.clone(),
        files: files.len() as u64,
    })
}

/// Has the index looked at by a child.
pub(super) fn check(context: &Context, level: Level, meter: &mut Bytes) -> Result<Report, Failure> {
    worker::supervise(&worker::this_program(&context.home, level), meter)
}

fn print_json(report: &Report, seconds: f64) -> io::Result<()> {
    let value = json!({
        "version": 1,
        "damaged": report.damages,
        "files": report.files,
        "bytes": report.bytes,
        "articles": report.articles,
        "manifest": !report.has_no_manifest,
        "leftovers": report.leftovers,
        "seconds": (seconds * 1000.0).round() / 1000.0,
    });
    writeln!(io::stdout(), "{value}")
}

fn print_text(context: &Context, report: &Report, seconds: f64) -> io::Result<()> {
    let mut out = io::stdout().lock();
    print_damages(&mut out, &report.damages)?;
    if report.has_no_manifest {
        writeln!(
            out,
            "written before there were manifests, so only the engine's own checksums were compared; the next run of `morgue index` \
             writes a manifest"
        )?;
    }
    if !report.leftovers.is_empty() {
        let files = plural(report.leftovers.len() as u64, "file");
        writeln!(
            out,
            "{files} left by an interrupted run; the next one takes them away"
        )?;
    }
    let home = safe::one_line(&context.home.display().to_string());
    let state = match report.damages.len() {
        0 => "as it was written",
        _ => "damaged",
    };
    writeln!(
        out,
        "{home} is {state}: {}, {}, {:.1} MB, in {seconds:.1} s",
        plural(report.articles, "article"),
        plural(report.files, "file"),
        report.bytes as f64 / 1e6,
    )
}

/// A line for each damaged file, whatever is wrong with it.
pub(super) fn print_damages(out: &mut impl Write, damages: &[Damage]) -> io::Result<()> {
    const MOST: usize = 20;
    for damage in damages.iter().take(MOST) {
        let line = format!("damaged: {}: {}", damage.file, damage.what);
        writeln!(out, "{}", safe::one_line(&line))?;
    }
    if damages.len() > MOST {
        let more = thousands((damages.len() - MOST) as u64);
        writeln!(out, "and {more} more; --json lists them all")?;
    }
    Ok(())
}
