//! The ledger: which archives have been read, as they were then and how far, which records were left out, and what was
//! taken down.
//!
//! Three lists beside the segments, that of takedowns twice. The engine's commit carries how long they are, how far the archive at hand has been
//! read, and its account so far; so articles, ledger and lists become visible in the same instant, and a run that ended
//! early is gone on with at the very record. What was written after the last commit is cut off when the next run opens it.
//!
//! Invariant: after a run that came to its end, the list of rejects names each record that is left out now, once: those of
//! the latest reading of every archive.

mod checkpoint;
mod entry;
mod list;
mod outside;

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::walk::Stamp;
use crate::index::{TAKEDOWNS, TAKEDOWNS_COPY, Takedown, Takedowns};
pub use checkpoint::Checkpoint;
pub use entry::{Entry, Reject};
use list::List;
pub use outside::{entries_of, piped_rejects_of, reject_codes_of, sides, takedowns_of};

/// The list of records left out, beside the index.
pub const REJECTS: &str = "rejects.jsonl";
pub(super) const LEDGER: &str = "ledger.jsonl";

/// Raised when a reader of archives has learnt to read more: archives are then read again.
pub const READERS: u32 = 5;

/// What is read again although it has not changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Again {
    /// Nothing.
    #[default]
    Nothing,
    /// Archives with records that were left out.
    Rejected,
    /// Archives that have something in common with others, or of which articles are left that they have no more: before
    /// articles are removed it must be known who has them.
    Shared,
}

/// The archives that were read before this run.
#[derive(Clone, Debug, Default)]
pub struct Known {
    entries: Arc<HashMap<String, Entry>>,
    again: Again,
}

impl Known {
    /// Whether an archive of this path was read before, as it is now or otherwise.
    pub fn was_read(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }

    /// The reading of an archive that was read to its end exactly as it is now. One that holds something under embargo is
    /// read again: the day may have come.
    pub fn unchanged(&self, path: &str, stamp: Stamp, settings: u64) -> Option<&Entry> {
        let entry = self.entries.get(path)?;
        let held = entry.account.reasons.contains_key("EMBARGOED");
        let again = match self.again {
            Again::Nothing => false,
            Again::Rejected => entry.retryable() > 0,
            Again::Shared => entry.shared > 0 || entry.left > 0,
        };
        let is_whole = entry.is_of(stamp, settings) && entry.settled.is_none();
        (is_whole && !held && !again).then_some(entry)
    }

    /// The reading of an archive that ended early and can be gone on with.
    pub fn begun(&self, path: &str, stamp: Stamp, settings: u64) -> Option<&Entry> {
        let entry = self.entries.get(path)?;
        (entry.is_of(stamp, settings) && entry.settled.is_some()).then_some(entry)
    }

    /// All of them.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The same, with some to be read again.
    #[must_use]
    pub fn again(mut self, again: Again) -> Self {
        self.again = again;
        self
    }
}

/// The lists, open for one run.
pub struct Ledger {
    ledger: List,
    rejects: List,
    takedowns: List,
    takedowns_copy: List,
    known: Known,
    /// What this run changed of the known ones; nothing for one that is forgotten or being read.
    now: HashMap<String, Option<Entry>>,
    checkpoint: Checkpoint,
}

/// A file of the ledger could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}", path.display())]
pub struct LedgerError {
    /// The file.
    pub path: PathBuf,
    /// The system's reason.
    #[source]
    pub cause: io::Error,
}

impl Ledger {
    /// Opens the ledger of the index in `home` as the last commit left it.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn open(home: &Path, committed: Option<&str>) -> Result<Self, LedgerError> {
        let mut checkpoint = Checkpoint::read(committed);
        let replaced = checkpoint.replaced;
        let mut ledger = List::open(home, LEDGER, checkpoint.ledger, replaced)?;
        let mut entries = HashMap::new();
        ledger.each(|line| {
            // A line that cannot be read costs a second reading of its archive, nothing more.
            if let Ok(entry) = serde_json::from_slice::<Entry>(line) {
                entries.insert(entry.path.clone(), entry);
            }
        })?;
        if let Some(begun) = checkpoint.reading.take() {
            // From now on it stands in the ledger: this run may read something else first.
            ledger.push(&begun)?;
            entries.insert(begun.path.clone(), begun);
        }
        checkpoint.run += 1;
        let (takedowns, takedowns_copy) = open_takedowns(home, &checkpoint)?;
        Ok(Self {
            ledger,
            rejects: List::open(home, REJECTS, checkpoint.rejects, replaced)?,
            takedowns,
            takedowns_copy,
            known: Known {
                entries: Arc::new(entries),
                again: Again::Nothing,
            },
            now: HashMap::new(),
            checkpoint,
        })
    }

    /// The archives that were read before this run.
    pub fn known(&self) -> Known {
        self.known.clone()
    }

    /// What the next commit will say.
    pub fn checkpoint(&mut self) -> &mut Checkpoint {
        &mut self.checkpoint
    }

    /// The number of this run, counted from 1.
    pub fn run(&self) -> u64 {
        self.checkpoint.run
    }

    /// What was taken down.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn takedowns(&mut self) -> Result<Takedowns, LedgerError> {
        let mut lines: Vec<Takedown> = Vec::new();
        self.takedowns
            .each(|line| lines.extend(serde_json::from_slice(line).ok()))?;
        Ok(lines.into_iter().collect())
    }

    /// Notes a takedown, or the lifting of one.
    ///
    /// # Errors
    /// The list cannot be written.
    pub fn take_down(&mut self, takedown: &Takedown) -> Result<(), LedgerError> {
        self.takedowns.push(takedown)?;
        self.takedowns_copy.push(takedown)
    }

    /// Notes that an archive is being read from its start, and gives the reading its number. What an earlier reading rejected
    /// counts no more.
    pub fn begin(&mut self, path: &str) -> u64 {
        self.supersede(path);
        self.checkpoint.readings += 1;
        self.checkpoint.readings
    }

    /// Notes that a reading goes on that ended early; it is in the checkpoint again, and in the ledger no more.
    pub fn go_on(&mut self, path: &str) {
        self.now.insert(path.to_owned(), None);
    }

    /// Notes how a reading ended.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn end(&mut self, entry: Entry) -> Result<(), LedgerError> {
        self.ledger.push(&entry)?;
        self.now.insert(entry.path.clone(), Some(entry));
        Ok(())
    }

    /// Forgets archives that are not there any more, and with them their rejects.
    pub fn forget<'p>(&mut self, paths: impl Iterator<Item = &'p str>) {
        for path in paths {
            self.supersede(path);
            // Only a new list can do without a line.
            self.checkpoint.stale = true;
        }
    }

    fn supersede(&mut self, path: &str) {
        let rejected = self.latest(path).map_or(0, |entry| entry.account.rejected);
        self.checkpoint.stale |= rejected > 0;
        self.now.insert(path.to_owned(), None);
    }

    /// The latest reading of an archive, but for one that is going on.
    pub fn latest(&self, path: &str) -> Option<&Entry> {
        match self.now.get(path) {
            Some(now) => now.as_ref(),
            None => self.known.entries.get(path),
        }
    }

    /// The latest reading of every archive, but for one that is going on.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        let before = self.known.entries.values();
        let before = before.filter(|entry| !self.now.contains_key(&entry.path));
        before.chain(self.now.values().flatten())
    }

    /// Notes a record that was left out by the reading of this number; 0 if the archive is no file.
    ///
    /// # Errors
    /// The list of rejects cannot be written.
    pub fn reject(&mut self, mut reject: Reject, reading: u64) -> Result<(), LedgerError> {
        reject.run = self.checkpoint.run;
        reject.reading = reading;
        // What came from a pipe may be in the list already, if the same came through it before.
        self.checkpoint.stale |= reading == 0 && self.checkpoint.rejects > 0;
        self.rejects.push(&reject)
    }

    /// Drops from the lists what counts no more. `reading` is the number of a reading that is going on.
    ///
    /// # Errors
    /// A list cannot be written anew.
    pub fn tidy(&mut self, reading: Option<u64>) -> Result<(), LedgerError> {
        if !std::mem::take(&mut self.checkpoint.stale) {
            return Ok(());
        }
        let current: HashSet<u64> = self
            .all()
            .map(|entry| entry.number)
            .chain(reading)
            .collect();
        // Of a record that came through pipes again and again the last time counts.
        let mut last: HashMap<u64, u64> = HashMap::new();
        let mut at = 0;
        self.rejects.each(|line| {
            at += 1;
            if let Some(piped) = piped(line) {
                last.insert(piped, at);
            }
        })?;
        let number = self.checkpoint.commits + 1;
        at = 0;
        self.rejects.replace(number, |line| {
            at += 1;
            match piped(line) {
                Some(piped) => last.get(&piped) == Some(&at),
                None => serde_json::from_slice::<Reject>(line)
                    .is_ok_and(|reject| current.contains(&reject.reading)),
            }
        })?;
        let (known, now) = (&self.known, &self.now);
        self.ledger.replace(number, |line| {
            let Ok(entry) = serde_json::from_slice::<Entry>(line) else {
                return false;
            };
            let latest = match now.get(&entry.path) {
                Some(now) => now.as_ref(),
                None => known.entries.get(&entry.path),
            };
            latest == Some(&entry)
        })
    }

    /// Puts the lists on the disk and returns what the commit must say of them. `reading` is a reading that is going on, as
    /// far as it is settled.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn sync(&mut self, reading: Option<Entry>) -> Result<String, LedgerError> {
        let (ledger, is_new) = self.ledger.sync()?;
        let (rejects, are_new) = self.rejects.sync()?;
        let (takedowns, _) = self.takedowns.sync()?;
        let (takedowns_copy, _) = self.takedowns_copy.sync()?;
        let checkpoint = &mut self.checkpoint;
        checkpoint.commits += 1;
        (checkpoint.ledger, checkpoint.rejects) = (ledger, rejects);
        checkpoint.takedowns = takedowns;
        checkpoint.takedowns_copy = takedowns_copy;
        checkpoint.replaced = (is_new || are_new).then_some(checkpoint.commits);
        checkpoint.reading = reading;
        Ok(checkpoint.write())
    }

    /// After the commit: lists that were written anew take their place.
    ///
    /// # Errors
    /// A file cannot be renamed; the next run will do it.
    pub fn committed(&mut self) -> Result<(), LedgerError> {
        self.ledger.committed()?;
        self.rejects.committed()
    }

    /// Where the rejects are listed.
    pub fn rejects_path(&self) -> PathBuf {
        self.rejects.path().to_owned()
    }
}

/// The list of takedowns, and its copy. An index of before there was one gets it.
fn open_takedowns(home: &Path, checkpoint: &Checkpoint) -> Result<(List, List), LedgerError> {
    let mut list = List::open(home, TAKEDOWNS, checkpoint.takedowns, checkpoint.replaced)?;
    let length = match checkpoint.takedowns_copy {
        whole if whole == checkpoint.takedowns => whole,
        _ => 0,
    };
    let mut copy = List::open(home, TAKEDOWNS_COPY, length, None)?;
    if length < checkpoint.takedowns {
        let mut lines = Vec::new();
        list.each(|line| lines.push(line.to_vec()))?;
        lines.iter().try_for_each(|line| copy.push_line(line))?;
    }
    Ok((list, copy))
}

/// What tells a reject of a pipe from others; nothing of an archive's.
fn piped(line: &[u8]) -> Option<u64> {
    let reject = serde_json::from_slice::<Reject>(line).ok()?;
    let place = (&reject.source, &reject.member, reject.byte, reject.record);
    let mut hasher = DefaultHasher::new();
    (place, &reject.reason, &reject.sample).hash(&mut hasher);
    (reject.reading == 0).then(|| hasher.finish())
}
