//! What a commit says of the archives, in one line of JSON.

use serde::{Deserialize, Serialize};

use super::Entry;

/// The state of the lists, and of the run, as of one commit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Checkpoint {
    /// Length of the ledger in bytes.
    pub(super) ledger: u64,
    /// Length of the list of rejects in bytes.
    pub(super) rejects: u64,
    /// Length of the list of takedowns in bytes.
    pub(super) takedowns: u64,
    /// Length of its copy.
    #[serde(rename = "takedowns-copy")]
    pub(super) takedowns_copy: u64,
    /// Number of the run, counted from 1.
    pub(super) run: u64,
    /// How many readings of archives there have been.
    pub(super) readings: u64,
    /// How many commits.
    pub(super) commits: u64,
    /// The run that this one goes on with: itself, if the one before came to its end.
    began: u64,
    /// The run has not come to its end.
    is_unfinished: bool,
    /// Lists have lines that count no more.
    pub(super) stale: bool,
    /// Articles were taken down, and may still be on the disk.
    pub(super) must_purge: bool,
    /// Lists were written anew; the number in their names until they are in their place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replaced: Option<u64>,
    /// The archive that is being read, as far as it is settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reading: Option<Entry>,
}

impl Checkpoint {
    /// What a commit says; a text that cannot be read says that nothing has been read.
    pub(super) fn read(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }

    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).expect("numbers, flags and texts are JSON")
    }

    /// Begins a run: the run that it goes on with, if the one before did not come to its end.
    pub fn begin(&mut self) -> u64 {
        if !self.is_unfinished {
            self.began = self.run;
        }
        self.is_unfinished = true;
        self.began
    }

    /// The run came to its end.
    pub fn finish(&mut self) {
        self.is_unfinished = false;
    }

    /// Whether the last run that was committed had not come to its end.
    pub fn is_unfinished(&self) -> bool {
        self.is_unfinished
    }

    /// Whether lists have lines that count no more.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Whether articles were taken down that may still be on the disk.
    pub fn must_purge(&self) -> bool {
        self.must_purge
    }

    /// Notes that articles were taken down and have to go from the disk.
    pub fn taken_down(&mut self) {
        self.must_purge = true;
    }

    /// Notes that they have gone.
    pub fn purged(&mut self) {
        self.must_purge = false;
    }
}
