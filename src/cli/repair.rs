//! `morgue repair`: what is damaged, put right; and what could not be, named.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use serde_json::json;

use super::failure::Failure;
use super::index::{LEAST_MEMORY, Saving, size, stop_on_interrupt};
use super::progress::{Bytes, Meter};
use super::{Context, Outcome, code, verify};
use crate::date::Zone;
use crate::index::WriterOptions;
use crate::index::verify::{Damage, Level};
use crate::ingest::repair::{self, Mended};
use crate::ingest::{FieldMap, Options};
use crate::render::{plural, safe, thousands};

/// Mend a damaged index
///
/// Checks the index as `morgue verify` does. What is whole stays; what can be read of damaged files is taken over; the rest is read
/// again from the archives, where they are still there. Says which articles could not be had. Nothing is changed before all of
/// that is done, and the damaged files are kept if something in them is missing.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Also look for what only `morgue verify --deep` finds
    #[arg(long, help_heading = "How closely to look")]
    deep: bool,
    /// As it was given to `morgue index`: `--field title=hd`
    #[arg(
        long = "field",
        value_name = "FIELD=KEY",
        help_heading = "How to read archives again"
    )]
    fields: Vec<String>,
    /// As it was given to `morgue index`
    #[arg(
        long,
        value_name = "ZONE",
        default_value = "UTC",
        help_heading = "How to read archives again"
    )]
    timezone: String,
    /// Memory to use: 512M, 1G
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "1G",
        help_heading = "How to work"
    )]
    memory: String,
    /// Print the account as JSON
    #[arg(long, help_heading = "What to print")]
    json: bool,
    /// Print no progress
    #[arg(short, long, help_heading = "What to print")]
    quiet: bool,
}

const EXAMPLES: &str = "Examples:
  morgue repair                                what is damaged, from what is whole and the archives
  morgue repair --deep                         also where every file is as written, and wrong
  morgue repair --index ~/news/index --timezone Europe/London

Exit codes: 0 mended, or nothing was damaged; 3 mended but for what is named; 4 another
writer; 130 interrupted, nothing changed";

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    // Wrong words are said before anything is read.
    FieldMap::parse(&args.fields).map_err(Failure::Field)?;
    let zone = Zone::parse(&args.timezone).map_err(Failure::Zone)?;
    let memory = size(&args.memory).ok_or_else(|| Failure::Size {
        text: args.memory.clone(),
    })?;
    let options = || Options {
        writer: WriterOptions {
            memory: memory.max(LEAST_MEMORY),
            zone,
            holder: Some(super::holder("repair")),
            ..WriterOptions::default()
        },
        fields: FieldMap::parse(&args.fields).unwrap_or_default(),
        today: Some(chrono::Local::now().date_naive()),
        ..Options::default()
    };
    let started = Instant::now();
    let was_cut_off = repair::go_on(&context.home)?;
    let level = if args.deep { Level::Deep } else { Level::Bytes };
    let mut meter = Bytes::new(args.quiet);
    let report = verify::check(context, level, &mut meter);
    meter.done();
    let report = report?;
    let mut out = io::stdout().lock();
    if report.damages.is_empty() {
        let mended = Mended {
            articles: report.articles,
            ..Mended::default()
        };
        if args.json {
            return print_json(&mut out, &[], &mended, started);
        }
        let what = if was_cut_off {
            "mended"
        } else {
            "nothing is damaged"
        };
        writeln!(
            out,
            "{}: {what}, {}",
            home(context),
            plural(report.articles, "article")
        )?;
        return Ok(code::SUCCESS);
    }
    if !args.json {
        verify::print_damages(&mut out, &report.damages)?;
        out.flush()?;
    }
    let stop: Arc<AtomicBool> = stop_on_interrupt(Saving::No);
    let mut meter = Meter::new(args.quiet);
    let mended = repair::repair(
        &context.home,
        &report.damages,
        options,
        &stop,
        &mut |progress| {
            meter.show(&progress);
        },
    );
    meter.done();
    let mended = mended?;
    if args.json {
        return print_json(&mut out, &report.damages, &mended, started);
    }
    print_text(&mut out, context, &mended, started)?;
    Ok(exit_code(&mended))
}

fn exit_code(mended: &Mended) -> u8 {
    if mended.interrupted {
        code::INTERRUPTED
    } else if mended.kept.is_some() {
        code::REJECTS
    } else {
        code::SUCCESS
    }
}

fn home(context: &Context) -> String {
    safe::one_line(&context.home.display().to_string())
}

fn print_json(
    out: &mut impl Write,
    damages: &[Damage],
    mended: &Mended,
    started: Instant,
) -> Outcome {
    let value = json!({
        "version": 1,
        "damaged": damages,
        "segments": mended.segments,
        "taken_over": mended.taken_over,
        "uncertain": mended.uncertain,
        "archives": { "read": mended.archives, "gone": mended.gone, "not_asked": mended.not_asked },
        "read_again": mended.account.added,
        "lines": mended.lines,
        "missing": mended.missing_count,
        "missing_ids": mended.missing,
        "articles": mended.articles,
        "kept": mended.kept,
        "interrupted": mended.interrupted,
        "seconds": (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
    });
    writeln!(out, "{value}")?;
    Ok(exit_code(mended))
}

fn print_text(
    out: &mut impl Write,
    context: &Context,
    mended: &Mended,
    started: Instant,
) -> io::Result<()> {
    const MOST: usize = 5;
    if mended.interrupted {
        return writeln!(out, "stopped before the end; nothing was changed");
    }
    if mended.segments > 0 {
        let from = plural(mended.segments, "segment");
        writeln!(
            out,
            "taken over from {from}: {}",
            plural(mended.taken_over, "article")
        )?;
    }
    if mended.archives > 0 {
        let from = plural(mended.archives, "archive");
        writeln!(
            out,
            "read again from {from}: {}",
            plural(mended.account.added, "article")
        )?;
    }
    if mended.uncertain > 0 {
        let articles = plural(mended.uncertain, "article");
        writeln!(
            out,
            "{articles} taken over that may have been deleted before: what said so is damaged"
        )?;
    }
    for (list, lines) in &mended.lines {
        let lines = plural(*lines, "line");
        let what = match list.as_str() {
            "takedowns.jsonl" => {
                "look through `morgue delete --list`: what is not there may come back with its archive"
            }
            "rejects.jsonl" => "records that were left out may not be listed any more",
            _ => "the next `morgue index` reads those archives again",
        };
        writeln!(out, "{list}: {lines} lost; {what}")?;
    }
    if mended.not_asked > 0 {
        let archives = plural(mended.not_asked, "archive");
        writeln!(
            out,
            "{archives} not read again: nothing says any more what was taken down from them"
        )?;
    }
    print_some(
        out,
        "archives not there any more",
        &mended.gone,
        mended.gone.len() as u64,
        MOST,
    )?;
    print_some(
        out,
        "articles that could not be had",
        &mended.missing,
        mended.missing_count,
        MOST,
    )?;
    if let Some(kept) = &mended.kept {
        let kept = safe::one_line(&kept.display().to_string());
        let then = if mended.missing_count > 0 {
            "; once the archives are there again, `morgue index ARCHIVE…` brings in what is missing"
        } else {
            ""
        };
        writeln!(out, "the damaged files are in {kept}{then}")?;
    }
    let seconds = started.elapsed().as_secs_f64();
    writeln!(
        out,
        "{}: mended, {}, in {seconds:.1} s",
        home(context),
        plural(mended.articles, "article")
    )
}

/// A count, and the first of what it counts.
fn print_some(
    out: &mut impl Write,
    what: &str,
    some: &[String],
    count: u64,
    most: usize,
) -> io::Result<()> {
    if count == 0 {
        return Ok(());
    }
    writeln!(out, "{what}: {}", thousands(count))?;
    for one in some.iter().take(most) {
        writeln!(out, "  {}", safe::one_line(one))?;
    }
    if !some.is_empty() && count > most as u64 {
        writeln!(
            out,
            "  and {} more",
            thousands(count - most.min(some.len()) as u64)
        )?;
    }
    Ok(())
}
