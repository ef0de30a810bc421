//! THE PATH OF AN ARTICLE: paths → archives → records → articles → index.
//!
//! [`run`] is the path in one function. Every record ends in one outcome of the [`Account`]; a record that cannot be an
//! article becomes a reject with its place and reason, and the run goes on.

pub mod account;
pub mod archive;
mod beside;
mod clean;
mod container;
pub mod format;
pub mod ledger;
mod markup;
mod open;
mod paragraphs;
mod pipe;
mod queue;
mod reading;
pub mod survey;
mod text;
pub mod walk;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::NaiveDate;

pub use account::{Account, Dated};
pub use clean::clean;
pub use container::Kind as ContainerKind;
pub use format::json::{FieldMap, FieldMapError};

use crate::article::Origin;
use crate::index::{Index, IndexError, Writer, WriterOptions, hash64};
use ledger::{Ledger, LedgerError, Reject};
use queue::Queue;
use reading::{End, Message, Reader};
use walk::{Archive, Found};

/// How to ingest.
#[derive(Debug, Default)]
pub struct Options {
    /// How to write.
    pub writer: WriterOptions,
    /// Which of a record's keys mean what.
    pub fields: FieldMap,
    /// The day of the run: what is under embargo until a later one is left out. Without it nothing is.
    pub today: Option<NaiveDate>,
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
    /// Stopped before the end because it was asked to; the same command goes on.
    pub interrupted: bool,
}

/// Rejects spelt out in the report.
const FIRST_REJECTS: usize = 3;
/// Time between commits of a long run: what a crash can cost.
const COMMIT_EVERY: Duration = Duration::from_secs(60);

/// Reads all archives that were found into the index, calls `watch` now and then, and stops early when `stop` is set:
/// at a record, with everything before it committed.
///
/// One thread reads, this one writes.
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
    let mut run = Run::open(index, &found, &options)?;
    let queue = Queue::new();
    let bytes = AtomicU64::new(0);
    let known = run.ledger.known();
    std::thread::scope(|scope| {
        let reader = Reader {
            fields: &options.fields,
            settings: run.settings,
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
    run.finish()
}

struct Run {
    writer: Writer,
    ledger: Ledger,
    settings: u64,
    report: Report,
    /// What became of the records of the archive that is being read.
    account: Account,
    archives: u64,
    archives_done: u64,
    bytes: u64,
    committed: Instant,
    dirty: bool,
}

impl Run {
    fn open(index: &Index, found: &Found, options: &Options) -> Result<Self, IngestError> {
        let settings = hash64(&format!("{:?} {}", options.fields, options.writer.zone));
        let writer = index.writer(options.writer.clone())?;
        let ledger = Ledger::open(index.home(), writer.checkpoint())?;
        let report = Report {
            rejects: ledger.rejects_path(),
            links: found.links,
            about: found.about,
            ..Report::default()
        };
        Ok(Self {
            writer,
            ledger,
            settings,
            report,
            account: Account::default(),
            archives: found.archives.len() as u64,
            archives_done: 0,
            bytes: found.archives.iter().filter_map(Archive::size).sum(),
            committed: Instant::now(),
            dirty: false,
        })
    }

    fn take(&mut self, message: Message) -> Result<(), IngestError> {
        match message {
            Message::Unchanged(account) => {
                self.report.account.merge(&account.met_again());
                self.report.archives_unchanged += 1;
                self.archives_done += 1;
                return Ok(());
            }
            Message::Article(article, archive) => {
                let dated = if article.published.is_some() {
                    Dated::Yes
                } else {
                    Dated::No
                };
                let outcome = self.writer.add(*article, archive)?;
                self.account.enter(outcome, dated);
            }
            Message::Reject(reject) => {
                self.account.reject(&reject.code);
                self.reject(*reject)?;
            }
            Message::Apart(reject) => {
                self.report.account.reject(&reject.code);
                self.reject(*reject)?;
            }
            Message::PassedOver(what) => self.account.pass_over(what),
            // Only a survey asks for these, and nothing of the index changes with them.
            Message::Packed(_) | Message::Told(..) => return Ok(()),
            Message::Read(end) => self.read(end)?,
            Message::Interrupted(bytes) => {
                self.account.bytes = bytes;
                self.report.interrupted = true;
            }
        }
        self.dirty = true;
        Ok(())
    }

    /// An archive was read: its account becomes part of the run's.
    fn read(&mut self, end: End) -> Result<(), IngestError> {
        self.account.bytes = end.bytes;
        let account = std::mem::take(&mut self.account);
        self.report.account.merge(&account);
        self.report.archives_read += 1;
        self.archives_done += 1;
        if let Some(stamp) = end.stamp {
            self.ledger.read(&end.path, stamp, end.settings, &account)?;
        }
        Ok(())
    }

    fn reject(&mut self, reject: Reject) -> Result<(), IngestError> {
        if self.report.first_rejects.len() < FIRST_REJECTS {
            // Where the number of the record says no more than the file does, it is left out.
            let place = Origin {
                archive: reject.source.clone(),
                member: reject.member.clone(),
                line: reject.line,
                record: 0,
            };
            self.report
                .first_rejects
                .push(format!("{place}: {}", reject.reason));
        }
        self.ledger.reject(reject)?;
        Ok(())
    }

    fn pause(
        &mut self,
        bytes_done: u64,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<(), IngestError> {
        let mut account = self.report.account.clone();
        account.merge(&self.account);
        watch(Progress {
            account: &account,
            archives_done: self.archives_done,
            archives: self.archives,
            bytes_done,
            bytes: self.bytes,
        });
        if self.dirty && self.committed.elapsed() > COMMIT_EVERY {
            self.commit()?;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), IngestError> {
        let checkpoint = self.ledger.sync()?;
        self.writer.commit(&checkpoint)?;
        self.committed = Instant::now();
        Ok(())
    }

    fn finish(mut self) -> Result<Report, IngestError> {
        // What was read of an archive before the run was interrupted.
        self.report.account.merge(&self.account);
        debug_assert!(self.report.account.balances());
        if self.dirty {
            self.commit()?;
            self.writer.finish()?;
        }
        Ok(self.report)
    }
}
