//! The ledger: which archives have been read, as they were then, and the list of records that were left out.
//!
//! Two files beside the segments grow by a line an archive and a line a reject. The engine's commit carries how long both
//! are, so articles, ledger and rejects become visible in the same instant; what was written after the last commit is cut
//! off when the next run opens them.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::archive::RecordError;
use super::walk::Stamp;
use crate::article::Origin;

/// The list of records left out, beside the index.
pub const REJECTS: &str = "rejects.jsonl";
const LEDGER: &str = "ledger.jsonl";

/// Raised when a reader of archives has learnt to read more: archives are then read again.
pub const READERS: u32 = 5;

/// What a commit says of the archives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Length of the ledger in bytes.
    ledger: u64,
    /// Length of the list of rejects in bytes.
    rejects: u64,
    /// Number of the run, counted from 1.
    run: u64,
}

/// One archive that was read to its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The archive's path, absolute.
    pub path: String,
    /// As it was when it was read.
    pub stamp: Stamp,
    /// [`READERS`], and a hash of the settings it was read with.
    pub reading: (u32, u64),
    /// What became of its records.
    pub account: Account,
}

/// One record that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// The archive.
    pub source: String,
    /// The path of the member in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The line the record starts on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Where it starts, in bytes.
    pub byte: u64,
    /// Its number in the archive, or in the member, counted from 1.
    pub record: u64,
    /// Stable name of the reason.
    pub code: String,
    /// The reason.
    pub reason: String,
    /// How it begins.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sample: String,
    /// The run that met it.
    pub run: u64,
}

impl Reject {
    /// What the list says of the record at `origin`, whose bytes begin with `sample` at `byte`.
    pub fn new(origin: Origin, byte: u64, error: &RecordError, sample: String) -> Self {
        Self {
            source: origin.archive,
            member: origin.member,
            line: origin.line,
            byte,
            record: origin.record,
            code: error.code().to_owned(),
            reason: error.to_string(),
            sample,
            run: 0,
        }
    }
}

/// The archives that were read before this run.
#[derive(Clone, Debug, Default)]
pub struct Known(Arc<HashMap<String, Entry>>);

impl Known {
    /// Whether an archive of this path was read before, as it is now or otherwise.
    pub fn was_read(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// The account of an archive that was read before exactly as it is now. One that holds something under embargo is read
    /// again: the day may have come.
    pub fn unchanged(&self, path: &str, stamp: Stamp, settings: u64) -> Option<&Account> {
        let entry = self.0.get(path)?;
        let held = entry.account.reasons.contains_key("EMBARGOED");
        let same = entry.stamp == stamp && entry.reading == (READERS, settings);
        (same && !held).then_some(&entry.account)
    }
}

/// The two files, open for one run.
pub struct Ledger {
    home: PathBuf,
    ledger: BufWriter<File>,
    rejects: BufWriter<File>,
    known: Known,
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
        let mut checkpoint: Checkpoint = committed
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let at = |name: &str| home.join(name);
        let ledger = open_at(&at(LEDGER), &mut checkpoint.ledger)?;
        let rejects = open_at(&at(REJECTS), &mut checkpoint.rejects)?;
        let entries = read_entries(&at(LEDGER)).map_err(|cause| LedgerError {
            path: at(LEDGER),
            cause,
        })?;
        checkpoint.run += 1;
        Ok(Self {
            home: home.to_owned(),
            ledger: BufWriter::new(ledger),
            rejects: BufWriter::new(rejects),
            known: Known(Arc::new(entries)),
            checkpoint,
        })
    }

    /// The archives that were read before this run.
    pub fn known(&self) -> Known {
        self.known.clone()
    }

    /// Notes that an archive was read to its end.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn read(
        &mut self,
        path: &str,
        stamp: Stamp,
        settings: u64,
        account: &Account,
    ) -> Result<(), LedgerError> {
        let entry = Entry {
            path: path.to_owned(),
            stamp,
            reading: (READERS, settings),
            account: account.clone(),
        };
        write_line(&mut self.ledger, &entry, &mut self.checkpoint.ledger).map_err(|cause| {
            LedgerError {
                path: self.home.join(LEDGER),
                cause,
            }
        })
    }

    /// Notes a record that was left out.
    ///
    /// # Errors
    /// The list of rejects cannot be written.
    pub fn reject(&mut self, mut reject: Reject) -> Result<(), LedgerError> {
        reject.run = self.checkpoint.run;
        write_line(&mut self.rejects, &reject, &mut self.checkpoint.rejects).map_err(|cause| {
            LedgerError {
                path: self.rejects_path(),
                cause,
            }
        })
    }

    /// Puts both files on the disk and returns what the commit must say of them.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn sync(&mut self) -> Result<String, LedgerError> {
        for (file, name) in [(&mut self.ledger, LEDGER), (&mut self.rejects, REJECTS)] {
            let path = self.home.join(name);
            file.flush()
                .and_then(|()| file.get_ref().sync_all())
                .map_err(|cause| LedgerError { path, cause })?;
        }
        Ok(serde_json::to_string(&self.checkpoint).expect("three numbers are JSON"))
    }

    /// Where the rejects are listed.
    pub fn rejects_path(&self) -> PathBuf {
        self.home.join(REJECTS)
    }
}

/// A file cut to its committed length. The ledger only saves reading, so one that is shorter, or gone, is taken as it is:
/// the archives it does not name are read again.
fn open_at(path: &Path, length: &mut u64) -> Result<File, LedgerError> {
    let mut open = || {
        let mut file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .open(path)?;
        *length = file.metadata()?.len().min(*length);
        file.set_len(*length)?;
        file.seek(SeekFrom::End(0))?;
        Ok(file)
    };
    open().map_err(|cause| LedgerError {
        path: path.to_owned(),
        cause,
    })
}

fn read_entries(path: &Path) -> io::Result<HashMap<String, Entry>> {
    let mut entries = HashMap::new();
    for line in BufReader::new(File::open(path)?).lines() {
        // A line that cannot be read costs a second reading of its archive, nothing more.
        if let Ok(entry) = serde_json::from_str::<Entry>(&line?) {
            entries.insert(entry.path.clone(), entry);
        }
    }
    Ok(entries)
}

fn write_line(
    file: &mut BufWriter<File>,
    value: &impl Serialize,
    length: &mut u64,
) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    file.write_all(&line)?;
    *length += line.len() as u64;
    Ok(())
}
