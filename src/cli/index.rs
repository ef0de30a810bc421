//! `morgue index`: archives in, the account out.

mod dry_run;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde_json::json;

use super::failure::Failure;
use super::progress::Meter;
use super::{Context, Outcome, code};
use crate::date::Zone;
use crate::index::{Index, WriterOptions};
use crate::ingest::{self, FieldMap, Options, Report, walk};
use crate::render::{plural, safe, thousands};

/// Read archives into the index
///
/// Reads files, folders or standard input into the index. A folder is walked; the content of a file decides its format, and
/// `morgue formats` lists them. What is compressed or packed is read as it is. Running the same command again reads only what
/// changed.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files and folders to read; `-` is standard input
    #[arg(required = true, value_name = "ARCHIVE")]
    archives: Vec<PathBuf>,
    /// Say which key of a record is which field: `--field title=hd`
    #[arg(long = "field", value_name = "FIELD=KEY", help_heading = "How to read")]
    fields: Vec<String>,
    /// The time zone of dates that name none
    #[arg(
        long,
        value_name = "ZONE",
        default_value = "UTC",
        help_heading = "How to read"
    )]
    timezone: String,
    /// Follow symbolic links in folders
    #[arg(long, help_heading = "How to read")]
    follow: bool,
    /// Indexing threads
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64), help_heading = "How to work")]
    threads: u8,
    /// Memory to use: 512M, 1G
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "1G",
        help_heading = "How to work"
    )]
    memory: String,
    /// Say what would be read, file by file, and write nothing
    ///
    /// Of each file: its format, its records, those that would be left out with the codes of docs/output.md, in how many articles
    /// each field was found, and the first headline. No index is made or changed. Whether an article is new, an update or a
    /// duplicate is not said: that depends on the index.
    #[arg(long, help_heading = "What to print")]
    dry_run: bool,
    /// Print the account as JSON; of a dry run one object a file
    #[arg(long, help_heading = "What to print")]
    json: bool,
    /// Print no progress
    #[arg(short, long, help_heading = "What to print")]
    quiet: bool,
}

const EXAMPLES: &str = "Examples:
  morgue index ~/news/2015 ~/news/2016         two folders, into index/
  morgue index dump.jsonl --field title=hd --field body=txt
  morgue index --dry-run ~/news | less         what is in there, before anything is written
  ssh desk cat wire.jsonl.zst | morgue index -   from a pipe";

/// Below this the engine's own least need would break the promise.
const LEAST_MEMORY: usize = 128 << 20;

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let fields = FieldMap::parse(&args.fields).map_err(Failure::Field)?;
    let zone = Zone::parse(&args.timezone).map_err(Failure::Zone)?;
    let memory = size(&args.memory).ok_or_else(|| Failure::Size {
        text: args.memory.clone(),
    })?;
    if memory < LEAST_MEMORY {
        return Err(Failure::Usage {
            what: format!("--memory: {} is too little to work in", args.memory),
            hint: "give it 128M or more".to_owned(),
        });
    }
    let links = if args.follow {
        walk::Links::Follow
    } else {
        walk::Links::Ignore
    };
    let found = walk::walk(&args.archives, links, &context.home).map_err(Failure::Path)?;
    let options = Options {
        writer: WriterOptions {
            threads: usize::from(args.threads),
            memory,
            zone,
        },
        fields,
        today: Some(chrono::Local::now().date_naive()),
    };
    if args.dry_run {
        return dry_run::run(found, &options, args);
    }
    let index = Index::open_or_create(&context.home)?;

    let stop = stop_on_interrupt(Saving::Yes);
    let mut meter = Meter::new(args.quiet);
    let started = Instant::now();
    let report = ingest::run(&index, found, options, &stop, &mut |progress| {
        meter.show(&progress);
    });
    meter.done();
    let report = report?;
    let seconds = started.elapsed().as_secs_f64();
    if args.json {
        print_json(&report, seconds)?;
    } else {
        print_account(context, &index, &report, seconds)?;
    }
    Ok(if report.interrupted {
        code::INTERRUPTED
    } else if report.account.rejected > 0 {
        code::REJECTS
    } else {
        code::SUCCESS
    })
}

/// Whether anything is saved when a run is interrupted.
#[derive(Clone, Copy)]
enum Saving {
    Yes,
    No,
}

/// The first interrupt ends the run at a record with everything before it saved; the second ends it at once, which loses
/// only what was not committed.
fn stop_on_interrupt(saving: Saving) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    // Without a handler an interrupt ends the process at once, which is safe too.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(code::INTERRUPTED));
        }
        let what = match saving {
            Saving::Yes => "saving what was read",
            Saving::No => "finishing the record at hand",
        };
        let _ = writeln!(
            io::stderr(),
            "stopping: {what} (interrupt again to leave at once)"
        );
    });
    stop
}

fn print_json(report: &Report, seconds: f64) -> io::Result<()> {
    let account = &report.account;
    let mut out = io::stdout().lock();
    let value = json!({
        "version": 1,
        "records": account.records,
        "added": account.added,
        "updated": account.updated,
        "unchanged": account.unchanged,
        "duplicates": account.duplicates,
        "rejected": account.rejected,
        "undated": account.undated,
        "bytes": account.bytes,
        "seconds": (seconds * 1000.0).round() / 1000.0,
        "archives": { "read": report.archives_read, "unchanged": report.archives_unchanged },
        "reasons": account.reasons,
        "passed_over": account.passed_over,
        "rejects": report.rejects,
        "interrupted": report.interrupted,
    });
    writeln!(out, "{value}")
}

fn print_account(
    context: &Context,
    index: &Index,
    report: &Report,
    seconds: f64,
) -> Result<(), Failure> {
    let account = &report.account;
    let mut out = io::stdout().lock();
    let mut parts = Vec::new();
    for (count, name) in [
        (account.added, "added"),
        (account.updated, "updated"),
        (account.unchanged, "unchanged"),
        (
            account.duplicates,
            if account.duplicates == 1 {
                "duplicate"
            } else {
                "duplicates"
            },
        ),
        (account.rejected, "rejected"),
    ] {
        if count > 0 {
            parts.push(format!("{} {name}", thousands(count)));
        }
    }
    let parts = if parts.is_empty() {
        "nothing to do".to_owned()
    } else {
        parts.join(", ")
    };
    writeln!(out, "{}: {parts}", plural(account.records, "record"))?;
    if account.undated > 0 {
        writeln!(
            out,
            "{} without a date; a search by date says how many it leaves out",
            plural(account.undated, "article")
        )?;
    }
    if report.links > 0 {
        writeln!(
            out,
            "{} passed over; --follow reads what they point to",
            plural(report.links, "symbolic link")
        )?;
    }
    if !account.passed_over.is_empty() {
        let kinds = account.passed_over.iter().map(|(kind, n)| (&**kind, *n));
        writeln!(out, "passed over: {}", most_first(kinds))?;
    }
    if account.rejected > 0 {
        print_rejects(&mut out, report)?;
    }
    let articles = index.reader()?.len();
    let megabytes = index.disk_size() as f64 / 1e6;
    writeln!(
        out,
        "{}: {}, {megabytes:.1} MB, in {seconds:.1} s",
        safe::one_line(&context.home.display().to_string()),
        plural(articles, "article")
    )?;
    if report.interrupted {
        writeln!(out, "stopped before the end; run the same command to go on")?;
    }
    Ok(())
}

/// Kinds with their counts, the most frequent first.
fn most_first<'k>(kinds: impl Iterator<Item = (&'k str, u64)>) -> String {
    let mut kinds: Vec<_> = kinds.collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let kinds: Vec<String> = kinds
        .into_iter()
        .map(|(kind, count)| plural(count, kind))
        .collect();
    kinds.join(", ")
}

/// Why records were left out: counts, the first of them, and where all of them are.
fn print_rejects(out: &mut impl Write, report: &Report) -> io::Result<()> {
    writeln!(out, "rejected: {}", in_words(&report.account.reasons))?;
    for reject in &report.first_rejects {
        writeln!(out, "  {}", safe::one_line(reject))?;
    }
    let path = safe::one_line(&report.rejects.display().to_string());
    writeln!(out, "  all of them are listed in {path}")
}

/// Codes of rejects with their counts, in words.
fn in_words(reasons: &BTreeMap<String, u64>) -> String {
    let reasons: Vec<String> = reasons
        .iter()
        .map(|(code, count)| format!("{} {}", thousands(*count), reason(code)))
        .collect();
    reasons.join(", ")
}

/// What a reject's code says of a record, in words.
fn reason(code: &str) -> &'static str {
    match code {
        "BAD_JSON" => "not valid JSON",
        "NOT_AN_OBJECT" => "not an object with fields",
        "TOO_DEEP" => "nested too deep",
        "TOO_LARGE" => "too large",
        "TOO_MANY_VALUES" => "with too many values",
        "TRUNCATED" => "cut short",
        "BAD_ENCODING" => "in no readable encoding",
        "NO_TEXT" => "without a text",
        "ONLY_FURNITURE" => "page furniture only",
        "UNKNOWN_FORMAT" => "in no known format",
        "BAD_XML" => "not well-formed XML",
        "MALFORMED" => "broken",
        "NOT_AN_ARTICLE" => "not an article",
        "WITHDRAWN" => "withdrawn",
        "EMBARGOED" => "under embargo",
        "TOO_COMPRESSED" => "unpacking to too much",
        "PACKED_TOO_DEEP" => "packed too deep",
        "ENCRYPTED" => "encrypted",
        "OVERLAPPING" => "with members that overlap",
        "TOO_MANY_MEMBERS" => "with too many members",
        "UNSUPPORTED" => "packed in a way that is not read",
        _ => "unreadable",
    }
}

/// Bytes, or a number with K, M or G.
fn size(text: &str) -> Option<usize> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        _ => return None,
    };
    digits
        .trim()
        .parse::<usize>()
        .ok()?
        .checked_mul(unit)
        .filter(|&bytes| bytes > 0)
}
