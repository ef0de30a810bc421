//! `morgue doctor`: what is as it should be, and what is not, without changing anything.

mod print;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Context, Outcome, code};
use crate::index::{FORMAT, FileSystem, Holder, Index, IndexError, Room};
use crate::ingest::ledger;
use crate::ingest::limits::Limits;
use crate::search::QueryLimits;

/// Say what is as it should be, and what is not
///
/// Looks at the index, at what you may do with it, at the disk it is on, at who is writing, at what was left out last, and lists the
/// limits within which archives are read. Nothing is changed. Exit code 0 if all is well, 2 if something stands in the way of
/// work. Whether every byte of the index is what was written, `morgue verify` says.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  morgue doctor
  morgue doctor --json | jq .problems
  morgue doctor --index /mnt/share/news       warns of disks of other machines";

/// All that was found out.
struct Report {
    home: PathBuf,
    program: Option<PathBuf>,
    index: Option<Whole>,
    /// Why there is no index to look at.
    error: Option<IndexError>,
    rights: Rights,
    room: Option<Room>,
    file_system: Option<FileSystem>,
    holder: Option<Holder>,
    problems: Vec<String>,
}

/// An index that can be read.
struct Whole {
    format: u32,
    version: String,
    articles: u64,
    segments: usize,
    bytes: u64,
    archives: usize,
    /// Rejects by code.
    rejects: Vec<(String, u64)>,
}

/// What the user may do in the folder.
#[derive(Clone, Copy, Default)]
struct Rights {
    read: bool,
    write: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let report = examine(&context.home);
    if args.json {
        print::json(&report)?;
    } else {
        print::text(&report)?;
    }
    Ok(if report.problems.is_empty() {
        code::SUCCESS
    } else {
        code::ERROR
    })
}

fn examine(home: &Path) -> Report {
    let path = std::path::absolute(home).unwrap_or_else(|_| home.to_owned());
    let (index, error) = match whole(home) {
        Ok(index) => (Some(index), None),
        Err(error) => (None, Some(error)),
    };
    let may = |access| rustix::fs::access(home, access).is_ok();
    let mut report = Report {
        program: std::env::current_exe().ok(),
        rights: Rights {
            read: may(rustix::fs::Access::READ_OK | rustix::fs::Access::EXEC_OK),
            write: may(rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK),
        },
        room: Room::at(existing(&path)),
        file_system: FileSystem::at(existing(&path)),
        holder: Holder::of(home, Some(&super::holder("doctor"))),
        home: path,
        index,
        error,
        problems: Vec::new(),
    };
    report.problems = problems(&report);
    report
}

/// The nearest folder above a path that is there.
fn existing(path: &Path) -> &Path {
    let there = path.ancestors().find(|above| above.exists());
    there.unwrap_or(Path::new("/"))
}

fn whole(home: &Path) -> Result<Whole, IndexError> {
    let index = Index::open(home)?;
    let reader = index.reader()?;
    let checkpoint = reader.checkpoint()?;
    // Lists that cannot be read are told of by `verify`; here they are empty.
    let entries = ledger::entries_of(home, checkpoint.as_deref()).unwrap_or_default();
    let rejects = ledger::reject_codes_of(home, checkpoint.as_deref()).unwrap_or_default();
    Ok(Whole {
        format: index.imprint.format,
        version: index.imprint.version.clone(),
        articles: reader.len(),
        segments: reader.segments(),
        bytes: index.disk_size(),
        archives: entries.len(),
        rejects: rejects.into_iter().collect(),
    })
}

fn problems(report: &Report) -> Vec<String> {
    let mut problems = Vec::new();
    match &report.error {
        // An index that is not there yet is no trouble.
        None | Some(IndexError::Missing { .. }) => {}
        Some(error) => problems.push(super::failure::in_one_line(error)),
    }
    let is_there = !matches!(report.error, Some(IndexError::Missing { .. }));
    if is_there && !report.rights.read {
        problems.push("you may not read the index".to_owned());
    }
    if is_there && !report.rights.write {
        problems.push("you may search the index, but not change it".to_owned());
    }
    if let Some(room) = report.room
        && room.free < room.kept()
    {
        problems.push("the disk is so full that nothing will be indexed".to_owned());
    }
    if let Some(kind) = &report.file_system
        && kind.is_remote
    {
        problems.push(format!(
            "the index is on a disk of another machine ({}): two machines that write at once may not see each other's lock, and searches that begin are slow",
            kind.name
        ));
    }
    problems
}

/// The limits as JSON.
fn limits_json() -> Value {
    Limits::default()
        .all()
        .into_iter()
        .map(|limit| json!({ "name": limit.name, "what": limit.what, "most": limit.most, "unit": print::unit(limit.unit), "code": limit.code, "fixed": limit.range.is_none() }))
        .chain(QueryLimits::USUAL.all().map(|limit| json!({ "name": limit.name, "what": limit.what, "most": limit.most, "unit": if limit.name == "query-size" { "bytes" } else { "number" }, "code": limit.code, "fixed": limit.range.is_none() })))
        .collect()
}

/// Whether the format is the one that is written today.
fn is_current(format: u32) -> bool {
    format == FORMAT
}
