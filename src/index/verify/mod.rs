//! Is an index what was written? Every file of the last commit against its manifest, and, if asked, every word of it against the
//! articles.
//!
//! A check goes on after damage and names every damaged file. It changes nothing, needs no right to write, and can run while
//! the index is written to: what a newer commit has replaced meanwhile is not missed. It never panics; but an engine that
//! walks through damaged files may still end its process (a full stack, memory), so the command line runs it in one of its own.
//!
//! [`Level::Quick`] looks at names and lengths, [`Level::Bytes`] hashes every byte, [`Level::Deep`] walks through everything
//! and compares it: see `deep`.

mod deep;
mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::manifest::Sum;
use super::{Index, IndexError};
pub(super) use deep::has_fraction;
pub(super) use files::{Files, quietly};

/// How closely to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Files are there and have their lengths; `meta.json` and its manifest are whole.
    Quick,
    /// Every byte is what was written.
    Bytes,
    /// Every term, posting, position, column and stored article is what the articles make it.
    Deep,
}

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Damage {
    /// The file, from the index's folder on.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

/// What a check tells while it goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// So many bytes will be read.
    Bytes(u64),
    /// This file is looked at next.
    At(String),
    /// So many bytes were read.
    Read(u64),
    /// Damage was found.
    Damaged(Damage),
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What is damaged, by file.
    pub damages: Vec<Damage>,
    /// Files looked at.
    pub files: u64,
    /// Their bytes, as far as they belong to the commit.
    pub bytes: u64,
    /// Articles in the index, deleted ones not counted; as far as that can be told.
    pub articles: u64,
    /// The index was written before there were manifests, so its files vouch for themselves only: by the engine's checksums.
    pub has_no_manifest: bool,
    /// Files that a crash left. They are in nobody's way; the next run that writes takes them away.
    pub leftovers: Vec<String>,
}

/// Checks the index in `home`. Files named in `leave_out` are not opened.
///
/// # Errors
/// There is no index, or a newer morgue wrote it. Whatever else is wrong is in the report.
pub fn verify(
    home: &Path,
    level: Level,
    leave_out: &BTreeSet<String>,
    watch: &mut dyn FnMut(Event),
) -> Result<Report, IndexError> {
    let mut check = Check {
        home,
        level,
        leave_out,
        watch,
        good: BTreeMap::new(),
        report: Report::default(),
    };
    check.run()?;
    let mut report = check.report;
    report.damages.sort();
    report.damages.dedup();
    Ok(report)
}

/// A check on its way.
struct Check<'c> {
    home: &'c Path,
    level: Level,
    leave_out: &'c BTreeSet<String>,
    watch: &'c mut dyn FnMut(Event),
    /// What was looked at and found good.
    good: BTreeMap<String, Sum>,
    report: Report,
}

/// A writer that commits while we look makes us look again, but not for ever.
const ROUNDS: usize = 5;

impl Check<'_> {
    fn run(&mut self) -> Result<(), IndexError> {
        for round in 1.. {
            let before = files::meta(self.home);
            self.report = Report::default();
            let files = Files::find(self.home)?;
            self.report.has_no_manifest = files.has_no_manifest;
            self.report.articles = files.articles();
            self.look_at(&files);
            if self.level == Level::Deep {
                deep::check(self, &files);
            }
            let is_of_one_commit = files::meta(self.home) == before;
            if self.report.damages.is_empty() || is_of_one_commit || round == ROUNDS {
                break;
            }
        }
        for damage in &self.report.damages {
            (self.watch)(Event::Damaged(damage.clone()));
        }
        Ok(())
    }

    /// Notes damage.
    fn damaged(&mut self, file: &str, what: &str) {
        let (file, what) = (file.to_owned(), what.to_owned());
        self.report.damages.push(Damage { file, what });
    }

    /// Announces a file; whether it is to be looked at.
    fn begin(&mut self, file: &str) -> bool {
        if self.leave_out.contains(file) {
            return false;
        }
        (self.watch)(Event::At(file.to_owned()));
        true
    }
}

impl Index {
    /// Checks this index, without a word in between.
    ///
    /// # Errors
    /// As [`verify`].
    pub fn verify(&self, level: Level) -> Result<Report, IndexError> {
        verify(&self.home, level, &BTreeSet::new(), &mut |_| ())
    }
}

#[cfg(test)]
pub(super) mod tests;
