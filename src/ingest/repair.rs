//! Mending a damaged index: what is whole stays, what can be had of damaged segments is taken over, and the rest is read again
//! from the archives that the ledger names.
//!
//! In comes what a check found, out comes an account of where each article was had from, and of those that could not be had.
//! Takedowns stay in force, and no article is dropped that any file still holds with evidence that it is what was written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;

use super::ledger::{Entry, LEDGER, Ledger, LedgerError, REJECTS};
use super::prune::absolute;
use super::{Account, IngestError, Options, Progress, walk};
use crate::article::ArticleId;
use crate::index::verify::Damage;
use crate::index::{
    Index, IndexError, Keep, Losses, Mending, Revising, TAKEDOWNS, TAKEDOWNS_COPY, Writer, hash64,
};

/// How an index was mended.
#[derive(Clone, Debug, Default)]
pub struct Mended {
    /// Segments that were made anew.
    pub segments: u64,
    /// Articles taken over from damaged segments.
    pub taken_over: u64,
    /// What became of the records of archives that were read again.
    pub account: Account,
    /// Archives that were read again.
    pub archives: u64,
    /// Archives that would have been read again and are not there, or are not what they were called.
    pub gone: Vec<String>,
    /// Archives that would have been read again and were not: it is not known any more what was taken down.
    pub not_asked: u64,
    /// Articles taken over of which it is not known whether they had been deleted.
    pub uncertain: u64,
    /// Lines of lists that could not be read, by the list's name.
    pub lines: BTreeMap<String, u64>,
    /// Articles that were in the index and could not be had, by id as far as those are known.
    pub missing: Vec<String>,
    /// How many those are, ids or not.
    pub missing_count: u64,
    /// Articles in the index now.
    pub articles: u64,
    /// Where the damaged files are, if something in them was not had.
    pub kept: Option<PathBuf>,
    /// It was stopped before the end: nothing has changed.
    pub interrupted: bool,
}

/// Mends the index in `home`, in which this is damaged. What is read from archives is read as `options` say.
///
/// # Errors
/// Somebody is writing to the index, or files cannot be written. The index is then as it was.
pub fn repair(
    home: &Path,
    damages: &[Damage],
    options: impl Fn() -> Options,
    stop: &Arc<AtomicBool>,
    watch: &mut dyn FnMut(Progress),
) -> Result<Mended, IngestError> {
    let mending = Mending::begin(home, damages, options().writer.holder.as_ref())?;
    let mut mended = Mended {
        segments: mending.damaged_segments() as u64,
        ..Mended::default()
    };
    let checkpoint = copy_lists(&mending, &mut mended)?;
    let index = mending.lay_out(checkpoint.as_deref())?;
    let (losses, paths) = take_over(&mending, &index, &options(), &mut mended)?;
    if !paths.is_empty() {
        let found =
            walk::walk(&paths, walk::Links::Follow, home).map_err(|not_there| LedgerError {
                path: not_there.path,
                cause: not_there.cause,
            })?;
        let doubtful = losses.doubtful.iter().map(|(id, _)| hash64(id)).collect();
        let mut options = options();
        options.writer.revising = Revising::Barred(Arc::new(doubtful));
        let report = super::run(&index, found, options, stop, watch)?;
        mended.archives = report.archives_read;
        mended.account = report.account;
        if report.interrupted {
            mended.interrupted = true;
            return Ok(mended);
        }
    }
    fill_up(&mending, &index, &options(), &losses, &mut mended)?;
    let keep = if mended.missing_count == 0 && mended.lines.is_empty() {
        Keep::Nothing
    } else {
        Keep::Damaged
    };
    mended.articles = index.reader()?.len();
    mended.kept = mending.take_over(keep)?;
    Ok(mended)
}

/// Copies the lists as far as they are committed and can be read; gives what is to be said of them.
fn copy_lists(mending: &Mending, mended: &mut Mended) -> Result<Option<String>, LedgerError> {
    let said: Option<Value> = mending
        .checkpoint()
        .and_then(|text| serde_json::from_str(text).ok());
    let mut said = said.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    for name in [LEDGER, REJECTS] {
        let copied = copy_list(mending, &said, &[name], name)?;
        // A list that is gone is as bad as a line of it.
        let is_gone = mending.is_damaged(name) && copied.bytes == 0;
        if copied.dropped > 0 || is_gone {
            mended.lines.insert(name.to_owned(), copied.dropped.max(1));
        }
        said[key(name)] = copied.bytes.into();
    }
    let both = [TAKEDOWNS, TAKEDOWNS_COPY];
    let whole = both.into_iter().find(|name| is_whole(mending, &said, name));
    let from = whole.map_or(&both[..], |whole| match whole {
        TAKEDOWNS => &both[..1],
        _ => &both[1..],
    });
    let copied = copy_list(mending, &said, from, TAKEDOWNS)?;
    // A letter is enough to let what was taken down come back.
    if whole.is_none() && both.iter().any(|name| mending.is_damaged(name)) {
        mended
            .lines
            .insert(TAKEDOWNS.to_owned(), copied.dropped.max(1));
    }
    copy_list(mending, &said, from, TAKEDOWNS_COPY)?;
    for name in both {
        said[key(name)] = copied.bytes.into();
    }
    if let Some(said) = said.as_object_mut() {
        said.remove("replaced");
        // How far an archive was settled is no use where some of its articles are lost.
        said.remove("reading");
    }
    Ok(Some(said.to_string()))
}

/// What the checkpoint calls a list.
fn key(name: &str) -> &str {
    name.trim_end_matches(".jsonl")
}

/// Whether one of the two lists of takedowns has all that was taken down.
fn is_whole(mending: &Mending, said: &Value, name: &str) -> bool {
    let is_long = said[key(name)] == said[key(TAKEDOWNS)];
    is_long && !mending.is_damaged(name) && (mending.list(name).is_file() || said[key(name)] == 0)
}

/// What was copied of a list.
#[derive(Clone, Copy, Default)]
struct Copied {
    bytes: u64,
    /// Lines that could not be read.
    dropped: u64,
}

/// Puts all that can be read of some lists into a new one.
fn copy_list(
    mending: &Mending,
    said: &Value,
    names: &[&str],
    to: &str,
) -> Result<Copied, LedgerError> {
    let to = mending.beside().join(to);
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| LedgerError { path, cause }
    };
    let mut out = File::create(&to).map_err(failed(&to))?;
    let mut copied = Copied::default();
    for name in names {
        let from = mending.list(name);
        let committed = said[key(name)].as_u64().unwrap_or(u64::MAX);
        match copy_lines(&from, &mut out, committed) {
            Ok(some) => {
                copied.bytes += some.bytes;
                copied.dropped += some.dropped;
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(failed(&from)(cause)),
        }
    }
    out.sync_all().map_err(failed(&to))?;
    Ok(copied)
}

/// Copies the lines of a list that are JSON.
fn copy_lines(from: &Path, to: &mut File, most: u64) -> io::Result<Copied> {
    let mut lines = BufReader::new(File::open(from)?.take(most));
    let mut out = io::BufWriter::new(to);
    let mut copied = Copied::default();
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let is_good = line.ends_with(b"\n") && serde_json::from_slice::<Value>(&line).is_ok();
        if is_good {
            out.write_all(&line)?;
            copied.bytes += line.len() as u64;
        } else {
            copied.dropped += 1;
        }
        line.clear();
    }
    out.flush()?;
    Ok(copied)
}

fn open(index: &Index, options: &Options) -> Result<(Writer, Ledger), IngestError> {
    let mut writer = index.writer(options.writer.clone())?;
    let mut ledger = Ledger::open(index.home(), writer.checkpoint())?;
    writer.bar(ledger.takedowns()?);
    Ok((writer, ledger))
}

fn commit(mut writer: Writer, ledger: &mut Ledger) -> Result<(), IngestError> {
    let checkpoint = ledger.sync(None)?;
    writer.commit(&checkpoint)?;
    ledger.committed()?;
    Ok(writer.finish()?)
}

/// Takes over what is certain; says what is lost, and which archives are to be asked for it.
fn take_over(
    mending: &Mending,
    index: &Index,
    options: &Options,
    mended: &mut Mended,
) -> Result<(Losses, Vec<PathBuf>), IngestError> {
    let (mut writer, mut ledger) = open(index, options)?;
    let losses = mending.salvage(&mut |salvaged| -> Result<(), IndexError> {
        if salvaged.is_certain {
            writer.begin(&salvaged.owner);
            writer.add(salvaged.article, salvaged.from)?;
            mended.taken_over += 1;
        }
        Ok(())
    })?;
    if mending.is_damaged(LEDGER) {
        // A letter may make an archive look as if it had been read; if one is read again, all are, so that the latest version of
        // an article comes last.
        let all: Vec<Entry> = ledger.all().cloned().collect();
        all.into_iter()
            .try_for_each(|entry| ledger.end(as_if_new(entry)))?;
    }
    let paths = ask(mending, &losses, &mut ledger, mended)?;
    commit(writer, &mut ledger)?;
    Ok((losses, paths))
}

/// Of an archive of which nothing is known for sure.
fn as_if_new(entry: Entry) -> Entry {
    Entry {
        stamp_before: None,
        ..entry.unread()
    }
}

/// The archives that are to be read again: those of what is lost, or all, where it is not known what is. In the ledger they are
/// as good as not read.
fn ask(
    mending: &Mending,
    losses: &Losses,
    ledger: &mut Ledger,
    mended: &mut Mended,
) -> Result<Vec<PathBuf>, LedgerError> {
    let mut paths = Vec::new();
    // Rejects that were lost come back with their archives, too.
    let is_list_lost = mended.lines.contains_key(REJECTS);
    let is_all_asked = losses.unknown > 0 || mending.articles().is_none();
    let owners: BTreeSet<&str> = losses
        .known
        .iter()
        .chain(&losses.doubtful)
        .map(|(_, owner)| owner.as_str())
        .collect();
    let mut asked: Vec<Entry> = ledger
        .all()
        .filter(|entry| {
            is_all_asked
                || owners.contains(entry.path.as_str())
                || is_list_lost && entry.account.rejected > 0
        })
        .cloned()
        .collect();
    // In the order in which they were read, so that of two versions the later one stays.
    asked.sort_by_key(|entry| entry.number);
    if mended.lines.contains_key(TAKEDOWNS) {
        // What was taken down may be in them, and nothing says so any more.
        mended.not_asked = asked.len() as u64;
        return Ok(paths);
    }
    for entry in asked {
        let name = if absolute(&entry.name) == entry.path {
            &entry.name
        } else {
            &entry.path
        };
        if Path::new(name).is_file() {
            paths.push(PathBuf::from(name));
        } else {
            mended.gone.push(name.clone());
        }
        // One that is gone is read when it is there again.
        ledger.end(entry.unread())?;
    }
    Ok(paths)
}

/// Takes over what is uncertain and nobody else has; counts what is missing.
fn fill_up(
    mending: &Mending,
    index: &Index,
    options: &Options,
    losses: &Losses,
    mended: &mut Mended,
) -> Result<(), IngestError> {
    if losses.are_none() {
        return Ok(());
    }
    let (mut writer, mut ledger) = open(index, options)?;
    mending.salvage(&mut |salvaged| -> Result<(), IndexError> {
        if !salvaged.is_certain && !writer.knows(&salvaged.article.id) {
            writer.begin(&salvaged.owner);
            let outcome = writer.add(salvaged.article, salvaged.from)?;
            mended.uncertain += u64::from(outcome == crate::index::Outcome::Added);
        }
        Ok(())
    })?;
    for (id, _) in &losses.known {
        if ArticleId::new(id).is_some_and(|id| !writer.knows(&id)) {
            mended.missing.push(id.clone());
        }
    }
    commit(writer, &mut ledger)?;
    let now = index.reader()?.len();
    let short = mending.articles().unwrap_or(now).saturating_sub(now);
    mended.missing_count = match losses.unknown {
        0 => mended.missing.len() as u64,
        _ => short.max(mended.missing.len() as u64),
    };
    Ok(())
}

/// Ends a repair that a power cut cut off when it was all but done.
///
/// # Errors
/// A file cannot be renamed.
pub fn go_on(home: &Path) -> Result<bool, IngestError> {
    Ok(Mending::go_on(home)?)
}
