//! Taking articles down, and letting them come back.
//!
//! In come ids and a reason; in one commit the articles vanish and are listed in `takedowns.jsonl`. Then the segments that
//! held them are written anew, so that nothing of them is on the disk, and only then does [`take_down`] return. Their archives
//! are read again by the next run, whose account then says that records were left out, and why.

use std::collections::HashSet;

use super::IngestError;
use super::ledger::{Entry, Ledger, LedgerError, takedowns_of};
use crate::article::ArticleId;
use crate::index::{Index, Reader, Takedown, Takedowns, Writer, WriterOptions};

/// Why and when something is taken down, or let back in.
#[derive(Clone, Debug)]
pub struct Cause {
    /// Why.
    pub reason: String,
    /// The day, as `2015-12-17`.
    pub day: String,
}

/// What was done.
#[derive(Clone, Debug, Default)]
pub struct TakenDown {
    /// Articles deleted.
    pub articles: u64,
    /// Segments of the index that were written anew without them.
    pub rewritten: usize,
}

/// Deletes the articles with these ids, from the disk too, and bars them from coming back. An id that no article has is
/// passed over.
///
/// # Errors
/// The index or its lists cannot be written. If articles were deleted before, they stay so, and the next run that writes
/// clears the disk of them.
pub fn take_down(
    index: &Index,
    ids: &[ArticleId],
    cause: &Cause,
    options: WriterOptions,
) -> Result<TakenDown, IngestError> {
    let (mut writer, mut ledger) = open(index, options)?;
    let mut done = TakenDown::default();
    let mut archives = HashSet::new();
    // Nobody else writes, so this is what there is.
    let reader = index.reader()?;
    for id in ids {
        let Some(mut left) = writer.take_down(id) else {
            continue;
        };
        if let Some(url) = address(&reader, id)? {
            left.bar_address(&url);
        }
        archives.extend(left.archive.clone());
        ledger.take_down(&by(left, cause, ledger.run()))?;
        done.articles += 1;
    }
    drop(reader);
    if done.articles > 0 {
        read_again(&mut ledger, |entry| {
            archives.contains(&Takedown::archive_hash(&entry.path))
        })?;
        ledger.checkpoint().taken_down();
        commit(&mut writer, &mut ledger)?;
    }
    if ledger.checkpoint().must_purge() {
        done.rewritten = writer.purge()?;
        ledger.checkpoint().purged();
        commit(&mut writer, &mut ledger)?;
    }
    if done.articles > 0 {
        writer.finish()?;
    }
    Ok(done)
}

/// Lifts the takedowns of articles with these ids, and says which there were. The articles come back when their archives are
/// read the next time.
///
/// # Errors
/// The index or its lists cannot be written.
pub fn lift(
    index: &Index,
    ids: &[String],
    cause: &Cause,
    options: WriterOptions,
) -> Result<Vec<Takedown>, IngestError> {
    let (mut writer, mut ledger) = open(index, options)?;
    let wanted: HashSet<&str> = ids.iter().map(String::as_str).collect();
    let all = ledger.takedowns()?;
    let lifted: Vec<Takedown> = all
        .list()
        .iter()
        .filter(|takedown| wanted.contains(takedown.id.as_str()))
        .cloned()
        .collect();
    if lifted.is_empty() {
        return Ok(lifted);
    }
    for takedown in &lifted {
        let line = Takedown {
            lifted: true,
            ..by(takedown.clone(), cause, ledger.run())
        };
        ledger.take_down(&line)?;
    }
    let archives: HashSet<&String> = lifted.iter().filter_map(|t| t.archive.as_ref()).collect();
    read_again(&mut ledger, |entry| {
        let has_rejected = entry.retryable() < entry.account.rejected;
        has_rejected || archives.contains(&Takedown::archive_hash(&entry.path))
    })?;
    commit(&mut writer, &mut ledger)?;
    writer.finish()?;
    Ok(lifted)
}

/// What was taken down from an index and has not been let back in.
///
/// # Errors
/// The index or the list cannot be read.
pub fn list(index: &Index) -> Result<Takedowns, IngestError> {
    let committed = index.reader()?.checkpoint()?;
    Ok(takedowns_of(index.home(), committed.as_deref())?)
}

/// The address of the article with this id.
fn address(reader: &Reader, id: &ArticleId) -> Result<Option<String>, IngestError> {
    let found = reader.find(id.as_str(), 1)?;
    let exact = found.into_iter().find(|(found, _)| found == id);
    Ok(match exact {
        Some((_, place)) => reader.article(place)?.url,
        None => None,
    })
}

fn open(index: &Index, options: WriterOptions) -> Result<(Writer, Ledger), IngestError> {
    let writer = index.writer(options)?;
    let ledger = Ledger::open(index.home(), writer.checkpoint())?;
    Ok((writer, ledger))
}

fn by(takedown: Takedown, cause: &Cause, run: u64) -> Takedown {
    Takedown {
        reason: cause.reason.clone(),
        day: cause.day.clone(),
        run,
        ..takedown
    }
}

/// Has archives read again by the next run that meets them.
fn read_again(ledger: &mut Ledger, which: impl Fn(&Entry) -> bool) -> Result<(), LedgerError> {
    let stale: Vec<Entry> = ledger.all().filter(|entry| which(entry)).cloned().collect();
    for entry in stale {
        ledger.end(entry.unread())?;
    }
    Ok(())
}

fn commit(writer: &mut Writer, ledger: &mut Ledger) -> Result<(), IngestError> {
    let checkpoint = ledger.sync(None)?;
    writer.commit(&checkpoint)?;
    Ok(ledger.committed()?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::super::walk::{Links, walk};
    use super::super::{Options, run};
    use super::*;

    /// Articles that are deleted, and still on the disk.
    fn on_disk(index: &Index) -> u32 {
        let engine = tantivy::Index::open_in_dir(index.home().join("segments")).expect("an index");
        let segments = engine.searchable_segment_metas().expect("segments");
        segments.iter().map(|s| s.num_deleted_docs()).sum()
    }

    /// The process ends between the commit and the rewriting of the segments.
    #[test]
    fn what_a_crash_left_on_the_disk_goes_with_the_next_run() {
        let home = tempfile::tempdir().expect("a folder");
        let archive = home.path().join("a.jsonl");
        let lines: String = (0..9)
            .map(|n| format!("{{\"id\":\"urn:{n}\",\"title\":\"Storm {n}\"}}\n"))
            .collect();
        std::fs::write(&archive, lines).expect("an archive");
        let index = Index::open_or_create(&home.path().join("index")).expect("an index");
        let read = || {
            let found = walk(std::slice::from_ref(&archive), Links::Ignore, index.home())
                .expect("an archive");
            let stop = Arc::new(AtomicBool::new(false));
            run(&index, found, Options::default(), &stop, &mut |_| {}).expect("a run")
        };
        read();
        let (mut writer, mut ledger) = open(&index, WriterOptions::default()).expect("a writer");
        let id = ArticleId::new("urn:3").expect("an id");
        let left = writer.take_down(&id).expect("an article");
        let cause = Cause {
            reason: "unstated".to_owned(),
            day: "2015-12-17".to_owned(),
        };
        ledger
            .take_down(&by(left, &cause, ledger.run()))
            .expect("a line");
        ledger.checkpoint().taken_down();
        commit(&mut writer, &mut ledger).expect("a commit");
        drop(writer);
        assert_eq!(on_disk(&index), 1);
        assert_eq!(list(&index).expect("a list").list().len(), 1);
        read();
        assert_eq!(on_disk(&index), 0);
        assert_eq!(index.reader().expect("a reader").len(), 8);
    }
}
