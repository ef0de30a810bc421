//! `morgue index`: archives in, the account out.

mod account;
mod dry_run;

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::failure::Failure;
use super::progress::Meter;
use super::{Context, Outcome, code};
use crate::date::Zone;
use crate::index::{Index, Room, WriterOptions};
use crate::ingest::limits::Limits;
use crate::ingest::retry::{Retry, retry};
use crate::ingest::{self, FieldMap, Options, Scope, walk};
use crate::render::{plural, safe};

/// Read archives into the index
///
/// Reads files, folders or standard input into the index. A folder is walked; the content of a file decides its format, and
/// `morgue formats` lists them. What is compressed or packed is read as it is. Running the same command again reads only what
/// changed.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files and folders to read; `-` is standard input
    #[arg(required_unless_present = "retry_rejects", value_name = "ARCHIVE")]
    archives: Vec<PathBuf>,
    /// Remove the articles whose archive, or whose record in it, is not there any more
    ///
    /// Of the files and folders that are named. Nothing is removed where a disk may not be mounted, and nothing of an archive
    /// that cannot be read as a whole. With --dry-run it is said what would go.
    #[arg(long, help_heading = "What to read")]
    prune: bool,
    /// Read those archives again of which records were left out
    #[arg(long, conflicts_with_all = ["archives", "prune", "dry_run"], help_heading = "What to read")]
    retry_rejects: bool,
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
    /// Read beyond a limit, or less: `--limit record-size=512M`; `morgue doctor` lists them
    ///
    /// record-size, values, depth, ratio, zip-members, zip-in-memory. What is beyond a limit is left out, with the limit's code. Archives
    /// that were read with other limits are read again, so give them each time.
    #[arg(
        long = "limit",
        value_name = "NAME=VALUE",
        help_heading = "How to read"
    )]
    limits: Vec<String>,
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
    /// Save what was read so often, in seconds: what a crash can cost
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60,
        help_heading = "How to work"
    )]
    commit_every: u32,
    /// Stop while so much is free on the disk; 2 %, and at most 1 GB, if not said
    #[arg(long, value_name = "SIZE", help_heading = "How to work")]
    keep_free: Option<String>,
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
  ssh desk cat wire.jsonl.zst | morgue index -   from a pipe
  morgue index ~/news --prune                  and forget what is in there no more
  morgue index --retry-rejects                 once more, what was left out";

/// Below this the engine's own least need would break the promise.
pub(super) const LEAST_MEMORY: usize = 128 << 20;

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let fields = FieldMap::parse(&args.fields).map_err(Failure::Field)?;
    let zone = Zone::parse(&args.timezone).map_err(Failure::Zone)?;
    let memory = memory(&args.memory)?;
    let mut options = Options {
        writer: WriterOptions {
            threads: usize::from(args.threads),
            memory,
            zone,
            holder: Some(super::holder("index")),
            ..WriterOptions::default()
        },
        fields,
        limits: limits(&args.limits)?,
        today: Some(chrono::Local::now().date_naive()),
        scope: if args.prune {
            Scope::Pruned
        } else {
            Scope::Changed
        },
        commit_every: Some(Duration::from_secs(args.commit_every.into())),
        keep_free: match &args.keep_free {
            Some(text) => Some(keep_free(text)?),
            None => None,
        },
    };
    if args.retry_rejects {
        options.scope = Scope::Rejected;
        let index = Index::open(&context.home)?;
        let again = retry(&index)?;
        if again.paths.is_empty() {
            return account::print_nothing_to_retry(&again, args.json);
        }
        let found = find(context, &again.paths, args)?;
        return read(context, &index, found, options, args, Some(&again));
    }
    let found = find(context, &args.archives, args)?;
    note_nothing(&found, args);
    if args.dry_run {
        return dry_run::run(context, found, &options, args);
    }
    let index = Index::open_or_create(&context.home)?;
    read(context, &index, found, options, args, None)
}

/// The memory that a flag allows.
pub(super) fn memory(text: &str) -> Result<usize, Failure> {
    let memory = size(text).ok_or_else(|| Failure::Size {
        text: text.to_owned(),
    })?;
    if memory < LEAST_MEMORY {
        return Err(Failure::Usage {
            what: format!("--memory: {text} is too little to work in"),
            hint: "give it 128M or more".to_owned(),
        });
    }
    Ok(memory)
}

/// The limits that flags set.
fn limits(pairs: &[String]) -> Result<Limits, Failure> {
    let mut limits = Limits::default();
    for pair in pairs {
        let given = pair.split_once('=');
        let value = given.and_then(|(name, value)| Some((name.trim(), size(value)? as u64)));
        let Some((name, most)) = value else {
            return Err(Failure::Usage {
                what: format!("--limit: `{pair}` is not of the form NAME=VALUE"),
                hint: "write --limit record-size=512M or --limit depth=5; `morgue doctor` lists the limits"
                    .to_owned(),
            });
        };
        limits = limits.with(name, most).map_err(Failure::Limit)?;
    }
    Ok(limits)
}

/// A size that may be nothing.
fn keep_free(text: &str) -> Result<u64, Failure> {
    match size(text) {
        Some(bytes) => Ok(bytes as u64),
        None if text.trim() == "0" => Ok(0),
        None => Err(Failure::Usage {
            what: format!("--keep-free: `{text}` is not a size"),
            hint: "write a number of bytes, or 512M, 1G; 0 fills the disk".to_owned(),
        }),
    }
}

fn find(context: &Context, paths: &[PathBuf], args: &Args) -> Result<walk::Found, Failure> {
    let links = if args.follow {
        walk::Links::Follow
    } else {
        walk::Links::Ignore
    };
    walk::walk(paths, links, &context.home).map_err(Failure::Path)
}

/// Says where nothing was found, and what is not looked at.
fn note_nothing(found: &walk::Found, args: &Args) {
    // What --prune says of an emptied folder is more to the point.
    if args.prune || !(found.archives.is_empty() && found.unreadable.is_empty()) {
        return;
    }
    let names: Vec<String> = args
        .archives
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let mut passed = vec!["hidden files".to_owned()];
    if found.about > 0 {
        passed.push("README and LICENSE files".to_owned());
    }
    if found.links > 0 {
        passed.push(format!(
            "{}, which --follow reads",
            plural(found.links, "symbolic link")
        ));
    }
    let text = format!(
        "no file to read in {}; passed over: {}\nhint: name the folder that the news is in; what a file holds tells its format, `morgue formats` lists them",
        names.join(", "),
        passed.join(", ")
    );
    let lines: Vec<String> = text.lines().map(safe::one_line).collect();
    let _ = writeln!(io::stderr(), "note: {}", lines.join("\n"));
}

/// Reads what was found, and says what became of it.
fn read(
    context: &Context,
    index: &Index,
    found: walk::Found,
    options: Options,
    args: &Args,
    again: Option<&Retry>,
) -> Outcome {
    warn_of_little_room(index, &found);
    let stop = stop_on_interrupt(Saving::Yes);
    let mut meter = Meter::new(args.quiet);
    let started = Instant::now();
    let report = ingest::run(index, found, options, &stop, &mut |progress| {
        meter.show(&progress);
    });
    meter.done();
    let report = report?;
    let seconds = started.elapsed().as_secs_f64();
    if args.json {
        account::print_json(&report, seconds)?;
    } else {
        account::print(context, index, &report, again, seconds)?;
    }
    Ok(if report.interrupted {
        code::INTERRUPTED
    } else if report.account.rejected > 0 {
        code::REJECTS
    } else {
        code::SUCCESS
    })
}

/// An index takes about so much of the size of its archives, as they lie.
const SHARE_OF_ARCHIVES: f64 = 0.7;

/// Says before anything is written that the disk may be too small. Nobody knows: archives may be packed, or known already.
fn warn_of_little_room(index: &Index, found: &walk::Found) {
    let sizes = found.archives.iter().filter_map(walk::Archive::size);
    let need = sizes.sum::<u64>() as f64 * SHARE_OF_ARCHIVES - index.disk_size() as f64;
    let Some(room) = Room::at(index.home()) else {
        return;
    };
    let free = room.free.saturating_sub(room.kept()) as f64;
    if need > free {
        let _ = writeln!(
            io::stderr(),
            "note: the index may need {:.1} MB more, and {:.1} MB can be used there; if it is too little, the run stops with what was read saved",
            need / 1e6,
            free / 1e6
        );
    }
}

/// Whether anything is saved when a run is interrupted.
#[derive(Clone, Copy)]
pub(super) enum Saving {
    Yes,
    No,
}

/// The first interrupt ends the run at a record with everything before it saved; the second ends it at once, which loses
/// only what was not committed.
pub(super) fn stop_on_interrupt(saving: Saving) -> Arc<AtomicBool> {
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

/// Bytes, or a number with K, M or G.
pub(super) fn size(text: &str) -> Option<usize> {
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
