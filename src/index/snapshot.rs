//! A copy of one commit in another folder: an index by itself, made while the writer goes on.
//!
//! The engine never changes a file that a commit names, so these are linked where the disk allows it and copied where not;
//! what grows is copied up to the lengths that the commit says. Collected files cannot be had any more: then there is a newer
//! commit, and that one is taken. Invariant: the folder has its name only when all of it is there and on the disk.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{IMPRINT, Index, IndexError, SEGMENTS, commit};

/// A file beside the segments that belongs to an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Its name in the index's folder. It may not be there.
    pub name: &'static str,
    /// What it is called as long as it has not taken its place: then the file of that name is an older one.
    pub written_as: Option<String>,
    /// How much of it belongs to the commit, in bytes; without, all of it.
    pub length: Option<u64>,
}

/// Whether files that never change may be shared with the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// Linked where the disk allows it: takes no room, and damage to one is damage to both.
    Links,
    /// Copied.
    Copies,
}

/// What a snapshot is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Articles in it.
    pub articles: u64,
    /// Files that were linked.
    pub linked: u64,
    /// Files that were copied.
    pub copied: u64,
    /// Bytes in all.
    pub bytes: u64,
}

/// The name in an unfinished snapshot of the file that is locked by whoever makes it.
const LOCK: &str = ".unfinished";
/// So many commits are tried before it is given up: each means that a merge ended while files were linked.
const TRIES: usize = 20;

impl Index {
    /// Copies the last commit to the folder `to`, which must not be there, or be empty. `sides` says which files beside the
    /// segments belong to a commit, by its checkpoint.
    ///
    /// # Errors
    /// `to` is in use, lies within the index, or cannot be written; the index cannot be read.
    pub fn snapshot(
        &self,
        to: &Path,
        sharing: Sharing,
        sides: &dyn Fn(Option<&str>) -> Vec<Side>,
    ) -> Result<Snapshot, IndexError> {
        let part = Part::begin(self.home(), to)?;
        let mut tries = 1;
        let mut made = loop {
            match self.take(&part.path, sharing, sides) {
                Err(error) if error.is_missing() && tries < TRIES => {
                    tries += 1;
                    part.empty()?;
                }
                taken => break taken?,
            }
        };
        made.articles = Index::open(&part.path)?.reader()?.len();
        part.finish(to)?;
        Ok(made)
    }

    /// One try, of the commit that is the last one now.
    fn take(
        &self,
        to: &Path,
        sharing: Sharing,
        sides: &dyn Fn(Option<&str>) -> Vec<Side>,
    ) -> Result<Snapshot, IndexError> {
        let commit = commit::last(self)?;
        let mut copier = Copier {
            from: self.home(),
            to,
            sharing,
            made: Snapshot::default(),
        };
        copier.write(Path::new(IMPRINT), None)?;
        for side in sides(commit.checkpoint.as_deref()) {
            copier.side(&side)?;
        }
        // The lists are replaced now and then: those that were copied must be this commit's.
        if !commit.is_last(self)? {
            return Err(IndexError::of_file(to, io::ErrorKind::NotFound.into()));
        }
        fs::create_dir_all(to.join(SEGMENTS)).map_err(at(to))?;
        for name in &commit.files {
            copier.share(&Path::new(SEGMENTS).join(name))?;
        }
        for (name, content) in &commit.written {
            let path = to.join(SEGMENTS).join(name);
            fs::write(&path, content)
                .and_then(|()| File::open(&path)?.sync_all())
                .map_err(at(&path))?;
            copier.made.copied += 1;
            copier.made.bytes += content.len() as u64;
        }
        sync(&to.join(SEGMENTS))?;
        sync(to)?;
        Ok(copier.made)
    }
}

/// The folder in which a snapshot is made, beside its place.
struct Part {
    path: PathBuf,
    /// Locked as long as the folder is worked on, so that what a killed process left can be told and taken over.
    lock: Option<File>,
}

impl Part {
    fn begin(home: &Path, to: &Path) -> Result<Self, IndexError> {
        let in_use = || IndexError::InUse {
            path: to.to_owned(),
        };
        match fs::read_dir(to) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(in_use());
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(in_use()),
            Err(error) => return Err(at(to)(error)),
        }
        let name = to.file_name().ok_or_else(in_use)?;
        let parent = match to.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let parent = fs::canonicalize(parent).map_err(at(parent))?;
        if fs::canonicalize(home).is_ok_and(|home| parent.starts_with(home)) {
            return Err(in_use());
        }
        let mut part = name.to_owned();
        part.push(".part");
        let path = parent.join(part);
        fs::create_dir_all(&path).map_err(at(&path))?;
        let begun = Self::lock(path, to)?;
        begun.empty()?;
        Ok(begun)
    }

    fn lock(path: PathBuf, to: &Path) -> Result<Self, IndexError> {
        let file = path.join(LOCK);
        let is_ours = file.exists() || fs::read_dir(&path).is_ok_and(|mut e| e.next().is_none());
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&file)
            .map_err(at(&file))?;
        match lock.try_lock() {
            Ok(()) if is_ours => Ok(Self {
                path,
                lock: Some(lock),
            }),
            Ok(()) => {
                // The user's own folder happens to be called so.
                let _ = fs::remove_file(&file);
                Err(IndexError::InUse { path })
            }
            Err(TryLockError::WouldBlock) => Err(IndexError::InUse {
                path: to.to_owned(),
            }),
            Err(TryLockError::Error(cause)) => Err(at(&file)(cause)),
        }
    }

    /// Takes away what an earlier try left.
    fn empty(&self) -> Result<(), IndexError> {
        let clear = || -> io::Result<()> {
            for entry in fs::read_dir(&self.path)? {
                let entry = entry?;
                if entry.file_name() == LOCK {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    fs::remove_dir_all(entry.path())?;
                } else {
                    fs::remove_file(entry.path())?;
                }
            }
            Ok(())
        };
        clear().map_err(at(&self.path))
    }

    /// Gives the folder its name.
    fn finish(mut self, to: &Path) -> Result<(), IndexError> {
        fs::remove_file(self.path.join(LOCK)).map_err(at(&self.path))?;
        sync(&self.path)?;
        fs::rename(&self.path, to).map_err(at(to))?;
        self.lock = None;
        sync(self.path.parent().expect("it was joined to its parent"))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // What cannot be removed is called a part, and the next try takes it over.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

struct Copier<'c> {
    from: &'c Path,
    to: &'c Path,
    sharing: Sharing,
    made: Snapshot,
}

impl Copier<'_> {
    /// A file that never changes.
    fn share(&mut self, name: &Path) -> Result<(), IndexError> {
        let (from, to) = (self.from.join(name), self.to.join(name));
        if self.sharing == Sharing::Links && fs::hard_link(&from, &to).is_ok() {
            self.made.linked += 1;
            self.made.bytes += fs::metadata(&to).map_err(at(&to))?.len();
            return Ok(());
        }
        self.write(name, None)
    }

    /// A file beside the segments, from wherever it stands.
    fn side(&mut self, side: &Side) -> Result<(), IndexError> {
        let to = Path::new(side.name);
        for name in side
            .written_as
            .iter()
            .map(String::as_str)
            .chain([side.name])
        {
            match self.copy(Path::new(name), to, side.length) {
                Err(error) if error.is_missing() => {}
                copied => return copied,
            }
        }
        Ok(())
    }

    fn write(&mut self, name: &Path, length: Option<u64>) -> Result<(), IndexError> {
        self.copy(name, name, length)
    }

    /// A copy, of `length` bytes if only so many belong to the commit.
    fn copy(&mut self, from: &Path, to: &Path, length: Option<u64>) -> Result<(), IndexError> {
        let (from, to) = (self.from.join(from), self.to.join(to));
        let source = File::open(&from).map_err(at(&from))?;
        let copy = || -> io::Result<u64> {
            let mode = source.metadata()?.permissions();
            let mut target = File::create_new(&to)?;
            let bytes = io::copy(&mut source.take(length.unwrap_or(u64::MAX)), &mut target)?;
            target.set_permissions(mode)?;
            target.sync_all()?;
            Ok(bytes)
        };
        self.made.bytes += copy().map_err(at(&to))?;
        self.made.copied += 1;
        Ok(())
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> IndexError {
    |cause| IndexError::of_file(path, cause)
}

fn sync(folder: &Path) -> Result<(), IndexError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(at(folder))
}
