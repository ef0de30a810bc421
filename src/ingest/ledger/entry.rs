//! The lines of the ledger's lists: an archive that was read, and a record that was left out.

use serde::{Deserialize, Serialize};

use super::super::account::Account;
use super::super::archive::RecordError;
use super::super::walk::Stamp;
use super::READERS;
use crate::article::Origin;

/// One reading of an archive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The archive's path, absolute.
    pub path: String,
    /// As it was named or found.
    #[serde(default)]
    pub name: String,
    /// The number of the reading, counted from 1; its rejects carry it.
    #[serde(default)]
    pub number: u64,
    /// The run that read it.
    #[serde(default)]
    pub run: u64,
    /// As the archive was when it was read; absent if it has to be read again whatever it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<Stamp>,
    /// The same of one that was read to its end and has to be read again all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp_before: Option<Stamp>,
    /// [`READERS`], and a hash of the settings it was read with.
    pub reading: (u32, u64),
    /// How many of its records, and of what is passed over in it, are settled; absent if it was read to its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<u64>,
    /// How many articles of it from before are not in it any more.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left: u64,
    /// How many of its records other archives have too.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub shared: u64,
    /// What became of its records.
    pub account: Account,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Entry {
    /// Whether it is of the archive as it is now, read as it would be read now.
    pub(super) fn is_of(&self, stamp: Stamp, settings: u64) -> bool {
        self.stamp == Some(stamp) && self.reading == (READERS, settings)
    }

    /// The same, to be read again whatever the archive is now.
    pub fn unread(self) -> Self {
        let whole = self.stamp.filter(|_| self.settled.is_none());
        Self {
            stamp: None,
            stamp_before: whole.or(self.stamp_before),
            settled: None,
            ..self
        }
    }

    /// Whether the archive was read to its end as it is now, and as it would be read now: then it has nothing to say that is
    /// new.
    pub fn has_read(&self, stamp: Stamp, settings: u64) -> bool {
        let whole = self.stamp.filter(|_| self.settled.is_none());
        whole.or(self.stamp_before) == Some(stamp) && self.reading == (READERS, settings)
    }

    /// How many of its records may come in when they are read again: a takedown stays.
    pub fn retryable(&self) -> u64 {
        let down = self.account.reasons.get(RecordError::TAKEN_DOWN);
        self.account.rejected - down.copied().unwrap_or(0).min(self.account.rejected)
    }
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sample: String,
    /// The run that met it.
    pub run: u64,
    /// The reading of the archive that met it; 0 if that is no file.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reading: u64,
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
            reading: 0,
        }
    }
}
