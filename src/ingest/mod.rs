//! THE PATH OF AN ARTICLE: paths → archives → records → articles → index.
//!
//! [`run`] is the path in one function. Every record ends in one outcome of the [`Account`]; a record that cannot be an
//! article becomes a reject with its place and reason, and the run goes on.

pub mod account;
pub mod archive;
mod clean;
pub mod format;
pub mod ledger;
mod markup;
mod open;
mod paragraphs;
mod pipe;
mod text;
pub mod walk;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

pub use account::{Account, Dated};
pub use clean::clean;
pub use format::json::{FieldMap, FieldMapError};

use crate::article::Origin;
use crate::index::{Index, IndexError, Writer, WriterOptions, hash64};
use archive::{Item, RecordError};
use format::Context;
use ledger::{Ledger, LedgerError, Reject};
use walk::{Archive, Found};

/// How to ingest.
#[derive(Debug, Default)]
pub struct Options {
    /// How to write.
    pub writer: WriterOptions,
    /// Which of a record's keys mean what.
    pub fields: FieldMap,
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

/// What an interrupt may take to reach us after it has ended our pipe.
const GRACE: Duration = Duration::from_millis(100);
/// Rejects spelt out in the report.
const FIRST_REJECTS: usize = 3;
/// Time between commits of a long run: what a crash can cost.
const COMMIT_EVERY: Duration = Duration::from_secs(60);

/// Reads all archives that were found into the index, calls `watch` now and then, and stops early when `stop` is set:
/// at a record, with everything before it committed.
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
    let mut run = Run::open(index, &found, options)?;
    for (path, cause) in &found.unreadable {
        run.reject_archive(
            &path.to_string_lossy(),
            &RecordError::Unreadable {
                reason: walk::reason(cause),
            },
        )?;
    }
    for archive in found.archives {
        if stop.load(Ordering::Relaxed) {
            run.report.interrupted = true;
            break;
        }
        run.ingest(&archive, stop, watch)?;
        run.archives_done += 1;
    }
    run.finish()
}

/// Whether an archive was read to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    Early,
}

struct Run {
    writer: Writer,
    ledger: Ledger,
    fields: FieldMap,
    settings: u64,
    report: Report,
    archives: u64,
    archives_done: u64,
    bytes: u64,
    committed: Instant,
    dirty: bool,
}

impl Run {
    fn open(index: &Index, found: &Found, options: Options) -> Result<Self, IngestError> {
        let settings = hash64(&format!("{:?} {}", options.fields, options.writer.zone));
        let writer = index.writer(options.writer)?;
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
            fields: options.fields,
            settings,
            report,
            archives: found.archives.len() as u64,
            archives_done: 0,
            bytes: found.archives.iter().filter_map(Archive::size).sum(),
            committed: Instant::now(),
            dirty: false,
        })
    }

    fn ingest(
        &mut self,
        archive: &Archive,
        stop: &Arc<AtomicBool>,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<(), IngestError> {
        let name = archive.name();
        let (key, stamp) = open::identity(archive);
        if let Some(stamp) = stamp
            && let Some(account) = self.ledger.unchanged(&key, stamp, self.settings)
        {
            self.report.account.merge(&account.met_again());
            self.report.archives_unchanged += 1;
            return Ok(());
        }
        self.dirty = true;
        let before = std::mem::take(&mut self.report.account);
        let result = self.read(archive, &name, hash64(&key), stop, &before, watch);
        let mut account = std::mem::replace(&mut self.report.account, before);
        account.bytes = stamp.map_or(account.bytes, |stamp| stamp.size);
        self.report.account.merge(&account);
        self.report.archives_read += 1;
        // A file that was written to while it was read is read again next time.
        if result? == End::Whole
            && let Some(stamp) = stamp
            && open::identity(archive).1 == Some(stamp)
        {
            self.ledger.read(&key, stamp, self.settings, &account)?;
        }
        Ok(())
    }

    /// Reads one archive.
    fn read(
        &mut self,
        archive: &Archive,
        name: &str,
        key: u64,
        stop: &Arc<AtomicBool>,
        before: &Account,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<End, IngestError> {
        let fields = self.fields.clone();
        let context = Context {
            fields: &fields,
            name,
            url: None,
            charset: None,
        };
        let items = match open::open(archive, stop)
            .and_then(|input| open::items(archive, input, &context))
        {
            Ok(Ok(items)) => items,
            Ok(Err(unknown)) => {
                self.reject(
                    name,
                    &Item {
                        line: None,
                        byte: 0,
                        sample: String::new(),
                        outcome: Err(unknown.clone()),
                    },
                    1,
                    &unknown,
                )?;
                return Ok(End::Whole);
            }
            Err(_) if stop.load(Ordering::Relaxed) => {
                self.report.interrupted = true;
                return Ok(End::Early);
            }
            Err(cause) => return self.cut_short(name, &cause),
        };
        for (number, item) in (1..).zip(items) {
            let item = match item {
                Ok(item) => item,
                Err(_) if stop.load(Ordering::Relaxed) => {
                    self.report.interrupted = true;
                    return Ok(End::Early);
                }
                Err(cause) => return self.cut_short(name, &cause),
            };
            let is_cut = matches!(item.outcome, Err(RecordError::Truncated { .. }));
            if is_cut && matches!(archive, Archive::Stdin) {
                // The key that ended the pipe's writer is on its way to us too.
                std::thread::sleep(GRACE);
            }
            if is_cut && stop.load(Ordering::Relaxed) {
                // The interrupt cut the record, not the archive.
                self.report.interrupted = true;
                return Ok(End::Early);
            }
            self.report.account.bytes = self.report.account.bytes.max(item.byte);
            self.take(name, key, number, item)?;
            if number % 256 == 0 || number == 1 {
                self.pause(before, watch)?;
                if stop.load(Ordering::Relaxed) {
                    self.report.interrupted = true;
                    return Ok(End::Early);
                }
            }
        }
        if stop.load(Ordering::Relaxed) && matches!(archive, Archive::Stdin) {
            // The key that asked to stop ended the pipe's writer too: who knows what was to come.
            self.report.interrupted = true;
            return Ok(End::Early);
        }
        Ok(End::Whole)
    }

    fn take(&mut self, name: &str, key: u64, number: u64, item: Item) -> Result<(), IngestError> {
        let Item {
            line,
            byte,
            sample,
            outcome,
        } = item;
        let origin = Origin {
            archive: name.to_owned(),
            line,
            record: number,
        };
        match outcome.and_then(|record| clean(record, origin)) {
            Ok(article) => {
                let dated = if article.published.is_some() {
                    Dated::Yes
                } else {
                    Dated::No
                };
                let outcome = self.writer.add(article, key)?;
                self.report.account.enter(outcome, dated);
            }
            Err(error) => {
                let item = Item {
                    line,
                    byte,
                    sample,
                    outcome: Err(error.clone()),
                };
                self.reject(name, &item, number, &error)?;
            }
        }
        Ok(())
    }

    fn reject(
        &mut self,
        name: &str,
        item: &Item,
        record: u64,
        error: &RecordError,
    ) -> Result<(), IngestError> {
        self.dirty = true;
        self.report.account.reject(error.code());
        if self.report.first_rejects.len() < FIRST_REJECTS {
            let place = item
                .line
                .map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"));
            self.report.first_rejects.push(format!("{place}: {error}"));
        }
        self.ledger.reject(Reject {
            source: name.to_owned(),
            line: item.line,
            byte: item.byte,
            record,
            code: error.code().to_owned(),
            reason: error.to_string(),
            sample: item.sample.clone(),
            run: 0,
        })?;
        Ok(())
    }

    /// An archive that could not be opened, or not be read on.
    fn reject_archive(&mut self, name: &str, error: &RecordError) -> Result<(), IngestError> {
        let item = Item {
            line: None,
            byte: self.report.account.bytes,
            sample: String::new(),
            outcome: Err(error.clone()),
        };
        self.reject(name, &item, 0, error)
    }

    /// The bytes of an archive stopped coming.
    fn cut_short(&mut self, name: &str, cause: &std::io::Error) -> Result<End, IngestError> {
        let reason = walk::reason(cause);
        self.reject_archive(name, &RecordError::Unreadable { reason })?;
        Ok(End::Early)
    }

    fn pause(
        &mut self,
        before: &Account,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<(), IngestError> {
        let mut account = before.clone();
        account.merge(&self.report.account);
        watch(Progress {
            account: &account,
            archives_done: self.archives_done,
            archives: self.archives,
            bytes_done: account.bytes,
            bytes: self.bytes,
        });
        if self.committed.elapsed() > COMMIT_EVERY {
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
        debug_assert!(self.report.account.balances());
        if self.dirty {
            self.commit()?;
            self.writer.finish()?;
        }
        Ok(self.report)
    }
}
