//! THE PATH OF AN ARTICLE: paths → archives → records → articles → index.
//!
//! [`run`] is the path in one function. Every record ends in one outcome of the [`Account`]; a record that cannot be an
//! article becomes a reject with its place and reason, and the run goes on.

pub mod account;
pub mod archive;
mod beside;
mod clean;
pub mod container;
pub mod format;
pub mod ledger;
pub mod limits;
mod markup;
mod mojibake;
mod open;
mod paragraphs;
mod pipe;
pub mod prune;
mod queue;
mod reading;
pub mod repair;
pub mod retry;
mod run;
pub mod survey;
pub mod takedown;
mod text;
pub mod walk;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use chrono::NaiveDate;

pub use account::{Account, Dated};
pub use clean::clean;
pub use container::Kind as ContainerKind;
pub use format::json::{FieldMap, FieldMapError};

use crate::article::Origin;
use crate::index::{Index, IndexError, WriterOptions};
use ledger::LedgerError;
use limits::Limits;
use prune::{Met, NotThere};
use queue::Queue;
use reading::Reader;
use run::Run;
use walk::{Archive, Found};

/// How to ingest.
#[derive(Debug, Default)]
pub struct Options {
    /// How to write.
    pub writer: WriterOptions,
    /// Which of a record's keys mean what.
    pub fields: FieldMap,
    /// How much of an archive and of a record is read at most.
    pub limits: Limits,
    /// The day of the run: what is under embargo until a later one is left out. Without it nothing is.
    pub today: Option<NaiveDate>,
    /// What is read.
    pub scope: Scope,
    /// How often what was read is committed: what a crash can cost. A minute if not said.
    pub commit_every: Option<Duration>,
    /// Bytes to leave free on the disk; a part of it if not said.
    pub keep_free: Option<u64>,
}

/// What a run reads, and what it does about articles that are in no archive any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// What is new or has changed; what is gone stays.
    #[default]
    Changed,
    /// The same, and articles go whose archive, or whose record in it, is not there any more.
    Pruned,
    /// What has changed, and archives with records that were left out.
    Rejected,
}

/// What stops a run.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The ledger beside it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// What might be gone may be only out of reach.
    #[error(transparent)]
    NotThere(#[from] NotThere),
    /// The outcomes of an archive's records do not sum to the records: a fault of morgue's.
    #[error("{name} has {seen} records and {accounted} outcomes")]
    Unbalanced {
        /// The archive.
        name: String,
        /// Records read.
        seen: u64,
        /// Outcomes counted.
        accounted: u64,
    },
}

impl IngestError {
    /// Whether going on from the last commit may help.
    fn may_pass(&self) -> bool {
        matches!(self, Self::Index(error) if error.may_pass())
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// The account so far.
    pub account: &'a Account,
    /// Archives finished.
    pub archives_done: u64,
    /// Archives in all.
    pub archives: u64,
    /// Bytes read or passed over.
    pub bytes_done: u64,
    /// Bytes of all archives whose size is known.
    pub bytes: u64,
}

/// How a run ended.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What became of the records.
    pub account: Account,
    /// Archives that were read.
    pub archives_read: u64,
    /// Archives that were as at the last run, and not read.
    pub archives_unchanged: u64,
    /// Symbolic links passed over.
    pub links: u64,
    /// Where the rejects are listed.
    pub rejects: PathBuf,
    /// The first rejects of this run: where, and why.
    pub first_rejects: Vec<String>,
    /// Files about the archives (README, LICENSE) passed over.
    pub about: u64,
    /// Articles that were removed, since they are in no archive any more.
    pub removed: u64,
    /// Archives that are not there any more.
    pub archives_gone: u64,
    /// Archives of which nothing was removed, since not all of them could be read.
    pub doubtful: Vec<String>,
    /// Articles that are in the index, and no more in the archive they came from, of those that were read.
    pub left: u64,
    /// Records that had been left out before, of archives that were read again.
    pub rejected_before: u64,
    /// Stopped before the end because it was asked to; the same command goes on.
    pub interrupted: bool,
    /// The last record that was settled, if it was stopped in the middle of an archive.
    pub stopped: Option<Origin>,
}

/// Reads all archives that were found into the index, calls `watch` now and then, and stops early when `stop` is set:
/// at a record, with everything before it committed.
///
/// One thread reads, this one writes. Where the system failed, it goes on once from the last commit.
///
/// # Errors
/// The index or its ledger cannot be written. What was committed before stays.
pub fn run(
    index: &Index,
    found: Found,
    options: Options,
    stop: &Arc<AtomicBool>,
    watch: &mut dyn FnMut(Progress),
) -> Result<Report, IngestError> {
    // What comes through a pipe cannot be asked for again.
    let again = (!found.archives.contains(&Archive::Stdin)).then(|| found.clone());
    let error = match run_once(index, found, &options, stop, watch) {
        Err(error) => error,
        done => return done,
    };
    // Whatever was the matter, the engine's writer is of no use any more.
    index.tidy();
    match again {
        Some(found) if error.may_pass() => run_once(index, found, &options, stop, watch),
        _ => Err(error),
    }
}

fn run_once(
    index: &Index,
    mut found: Found,
    options: &Options,
    stop: &Arc<AtomicBool>,
    watch: &mut dyn FnMut(Progress),
) -> Result<Report, IngestError> {
    let mut run = Run::open(index, &mut found, options)?;
    let met = Met::of(&found);
    let queue = Queue::new();
    let bytes = AtomicU64::new(0);
    let known = run.known();
    std::thread::scope(|scope| {
        let reader = Reader {
            fields: &options.fields,
            limits: options.limits,
            settings: run.settings(),
            today: options.today,
            known: &known,
            stop,
            bytes: &bytes,
            out: queue.entrance(),
        };
        scope.spawn(|| reader.run(found));
        let messages = queue.exit();
        while let Some(messages) = messages.take() {
            for message in messages {
                run.take(message)?;
            }
            run.pause(bytes.load(Ordering::Relaxed), watch)?;
        }
        Ok::<(), IngestError>(())
    })?;
    run.finish(&met)
}
