//! The files of a commit, and whether each is the one that was written.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tantivy::directory::MmapDirectory;

use super::super::directory::{NOT_LAST, is_of_a_segment, wrong_length};
use super::super::disk::TEMPORARY;
use super::super::error::NOT_WRITTEN;
use super::super::manifest::{Commit, Committed, Lookup, MANAGED, Manifest, Sum};
use super::super::mending::{COMPLETE, is_cut_off};
use super::super::{IMPRINT, Index, IndexError, META, SEGMENTS};
use super::{Check, Damage, Event, Level};

const MISSING: &str = "it is missing";

/// What the index says that it consists of.
pub(in crate::index) struct Files {
    /// The manifest of the last commit, if there is a good one.
    pub manifest: Option<Manifest>,
    /// The commit, if anything says what it is.
    pub commit: Option<Commit>,
    /// What was wrong before any of the files was looked at.
    damages: Vec<Damage>,
    pub has_no_manifest: bool,
}

/// The `meta.json` of an index, as it is now.
pub(super) fn meta(home: &Path) -> Option<Vec<u8>> {
    fs::read(home.join(SEGMENTS).join(META)).ok()
}

impl Files {
    pub fn find(home: &Path) -> Result<Self, IndexError> {
        let mut files = Self {
            manifest: None,
            commit: None,
            damages: Vec::new(),
            has_no_manifest: false,
        };
        let segments = home.join(SEGMENTS);
        let Some(meta) = meta(home) else {
            // Without any of it, the answer is that of every other command.
            if !segments.is_dir() {
                Index::open(home)?;
            }
            files.damaged(META, MISSING);
            files.fall_back(&segments, &Manifest::names(&segments).unwrap_or_default());
            return files.ready(home);
        };
        let found = Manifest::look_up(&segments, &meta);
        let commit = serde_json::from_slice(&meta).ok();
        match found {
            Ok(Lookup::Good(manifest)) => {
                files.manifest = Some(*manifest);
                files.commit = commit;
            }
            Ok(Lookup::Others(names)) => {
                files.damaged(META, NOT_LAST);
                files.fall_back(&segments, &names);
            }
            Ok(Lookup::Damaged(name)) => {
                files.damaged(&name, NOT_WRITTEN);
                files.commit = commit;
            }
            Ok(Lookup::Missing) => {
                files.damaged(&Manifest::name_for(&meta), MISSING);
                files.commit = commit;
            }
            Ok(Lookup::Before) => {
                files.has_no_manifest = true;
                if commit.is_none() {
                    files.damaged(META, NOT_WRITTEN);
                }
                files.commit = commit;
            }
            Err(cause) => files.damaged(META, &plain(&cause)),
        }
        files.ready(home)
    }

    /// Another program's index, or one of a newer morgue, is refused; one whose imprint is damaged is not.
    fn ready(self, home: &Path) -> Result<Self, IndexError> {
        let is_imprint_known = self.manifest.is_some();
        match Index::open(home) {
            Err(error @ IndexError::Newer { .. }) if !is_imprint_known => Err(error),
            Err(IndexError::Missing { .. }) if self.commit.is_none() => {
                Index::open(home).map(|_| self)
            }
            _ => Ok(self),
        }
    }

    /// Takes the word of a manifest that is whole, although its `meta.json` is not.
    fn fall_back(&mut self, segments: &Path, names: &[String]) {
        for name in names {
            let manifest = fs::read(segments.join(name))
                .ok()
                .and_then(|bytes| Manifest::read(&bytes));
            match manifest {
                Some(manifest) if Manifest::name_for(manifest.meta.as_bytes()) == *name => {
                    self.commit = serde_json::from_str(&manifest.meta).ok();
                    self.manifest = Some(manifest);
                }
                _ => self.damaged(name, NOT_WRITTEN),
            }
        }
    }

    /// Notes damage of a file in the folder of segments.
    fn damaged(&mut self, name: &str, what: &str) {
        self.damages.push(Damage {
            file: format!("{SEGMENTS}/{name}"),
            what: what.to_owned(),
        });
    }

    /// Articles of the commit, without those that were deleted.
    pub fn articles(&self) -> u64 {
        let segments = self.commit.iter().flat_map(|commit| &commit.segments);
        segments.map(|segment| u64::from(segment.alive())).sum()
    }
}

/// The system's words without Rust's number behind them.
fn plain(cause: &io::Error) -> String {
    let text = cause.to_string();
    text.split(" (os error ").next().unwrap_or(&text).to_owned()
}

impl Check<'_> {
    /// Looks at every file.
    pub(super) fn look_at(&mut self, files: &Files) {
        self.report.damages.extend(files.damages.iter().cloned());
        if is_cut_off(self.home) {
            self.damaged(COMPLETE, "a repair was cut off, all but done");
        }
        if let Some(manifest) = &files.manifest {
            let bytes = manifest.files.values().map(|file| file.sum.bytes).sum();
            (self.watch)(Event::Bytes(bytes));
            // `meta.json` and the manifest are read already.
            self.report.files += 2;
            for (name, file) in &manifest.files {
                if self.begin(name) {
                    self.file(manifest, name, file);
                }
            }
        } else {
            if Index::open(self.home).is_err() {
                self.damaged(IMPRINT, NOT_WRITTEN);
            }
            if let Some(commit) = &files.commit {
                self.by_checksums(commit);
            }
        }
        self.others(files);
    }

    fn file(&mut self, manifest: &Manifest, name: &str, file: &Committed) {
        self.report.files += 1;
        self.report.bytes += file.sum.bytes;
        if self.good.get(name) == Some(&file.sum) {
            return;
        }
        let path = manifest.path(self.home, name);
        let wrong = match fs::metadata(&path) {
            Ok(found) if !found.is_file() => Some("it is not a file".to_owned()),
            // Behind the end of a list may stand what was not committed.
            Ok(found)
                if found.len() < file.sum.bytes
                    || !is_list(name) && found.len() > file.sum.bytes =>
            {
                Some(wrong_length(found.len(), file.sum.bytes))
            }
            Ok(_) => None,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Some(MISSING.to_owned()),
            Err(cause) => Some(plain(&cause)),
        };
        // What steers the others is small enough to be read whole always.
        let is_read = self.level > Level::Quick || name == IMPRINT;
        let wrong = wrong.or_else(|| {
            if !is_read {
                return None;
            }
            let read = |bytes| (self.watch)(Event::Read(bytes));
            match sum(&path, file.sum.bytes, read) {
                Ok(found) if found == file.sum => None,
                Ok(_) => Some(NOT_WRITTEN.to_owned()),
                Err(cause) => Some(plain(&cause)),
            }
        });
        match wrong {
            Some(what) => self.damaged(name, &what),
            None => {
                self.good.insert(name.to_owned(), file.sum.clone());
            }
        }
    }

    /// Without a manifest there are only the checksums that the engine leaves in its files.
    fn by_checksums(&mut self, commit: &Commit) {
        let segments = self.home.join(SEGMENTS);
        let engine = MmapDirectory::open(&segments)
            .ok()
            .and_then(|directory| quietly(|| tantivy::Index::open(directory).ok()));
        let Some(engine) = engine else {
            self.damaged(&format!("{SEGMENTS}/{META}"), NOT_WRITTEN);
            return;
        };
        for segment in &commit.segments {
            for end in segment.endings() {
                let name = format!("{}.{end}", segment.id());
                let file = format!("{SEGMENTS}/{name}");
                if !self.begin(&file) {
                    continue;
                }
                self.report.files += 1;
                let length = fs::metadata(segments.join(&name)).map(|found| found.len());
                let Ok(length) = length else {
                    self.damaged(&file, MISSING);
                    continue;
                };
                self.report.bytes += length;
                if self.level > Level::Quick {
                    let is_good =
                        quietly(|| engine.directory().validate_checksum(Path::new(&name)).ok());
                    (self.watch)(Event::Read(length));
                    if is_good != Some(true) {
                        self.damaged(&file, NOT_WRITTEN);
                    }
                }
            }
        }
    }

    /// What else is in the folder of segments: locks, which are empty, and what a crash left.
    fn others(&mut self, files: &Files) {
        let Ok(entries) = fs::read_dir(self.home.join(SEGMENTS)) else {
            self.damaged(SEGMENTS, "it cannot be read");
            return;
        };
        let current = files.manifest.as_ref();
        let current = current.map(|manifest| Manifest::name_for(manifest.meta.as_bytes()));
        let named: BTreeSet<&str> = self
            .report
            .damages
            .iter()
            .map(|d| d.file.as_str())
            .collect();
        let (mut leftovers, mut full_locks) = (Vec::new(), Vec::new());
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let file = format!("{SEGMENTS}/{name}");
            let is_of_commit = files
                .commit
                .as_ref()
                .is_some_and(|commit| commit.has(&name));
            if name.starts_with('.') && name.ends_with(".lock") {
                if entry.metadata().is_ok_and(|found| found.len() > 0) {
                    full_locks.push(file);
                }
                continue;
            }
            let is_left = is_of_a_segment(&name) && !is_of_commit
                || Manifest::is_name(&name) && Some(&name) != current.as_ref()
                || name == MANAGED && current.is_some()
                || name.starts_with(TEMPORARY);
            if is_left && !named.contains(file.as_str()) {
                leftovers.push(file);
            }
        }
        leftovers.sort();
        self.report.leftovers = leftovers;
        for file in full_locks {
            self.damaged(&file, "it is a lock, and should be empty");
        }
    }
}

/// Whether a file grows: whatever is neither the engine's nor written once.
fn is_list(name: &str) -> bool {
    name.ends_with(".jsonl")
}

fn sum(path: &Path, most: u64, mut watch: impl FnMut(u64)) -> io::Result<Sum> {
    Sum::read(File::open(path)?, most, &mut watch)
}

/// Runs what may panic over bytes that are not what was written.
pub(in crate::index) fn quietly<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok().flatten()
}
