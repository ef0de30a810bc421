//! The directory a search reads from: tantivy's, without the need to write, and with an eye on lengths.
//!
//! A file that is shorter or longer than the manifest says is refused when it is opened: the engine trusts what it maps into
//! memory. That costs nothing, since the length is known with the mapping. `meta.json` is compared with its manifest by name.
//!
//! tantivy's reader opens a lock file for writing, so an index on a read-only disk could not be searched. Here the lock
//! is taken where it can be, and done without where it cannot: nothing there can be collected under the reader's hands.

mod writing;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fmt, io};

use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use super::META;
use super::error::Mismatch;
use super::manifest::{Lookup, MANAGED, Manifest};
pub(super) use writing::{NOT_LAST, WriteDirectory, is_of_a_segment, wrong_length};

/// A read-only view of an index folder.
#[derive(Clone)]
pub(super) struct ReadDirectory {
    inner: MmapDirectory,
    path: PathBuf,
    seen: Arc<Mutex<Seen>>,
}

/// What the manifest of the commit that was read last says.
#[derive(Default)]
struct Seen {
    manifest: String,
    lengths: HashMap<String, u64>,
}

/// `meta.json` and its manifest are two files: between reading one and the other, a writer may have gone on.
const TRIES: usize = 5;

impl ReadDirectory {
    pub(super) fn open(path: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self {
            inner: MmapDirectory::open(path)?,
            path: path.to_owned(),
            seen: Arc::default(),
        })
    }

    /// What tantivy says of the last commit, and in `seen` what the manifest does.
    fn read_meta(&self) -> Result<Vec<u8>, OpenReadError> {
        let meta_path = Path::new(META);
        for _ in 0..TRIES {
            let meta = self.inner.atomic_read(meta_path)?;
            let name = Manifest::name_for(&meta);
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if seen.manifest == name {
                return Ok(meta);
            }
            let found = Manifest::look_up(&self.path, &meta)
                .map_err(|cause| OpenReadError::wrap_io_error(cause, meta_path.to_owned()))?;
            match found {
                Lookup::Good(manifest) => {
                    let lengths = manifest.files.into_iter();
                    seen.lengths = lengths
                        .filter_map(|(name, file)| {
                            let name = name.strip_prefix("segments/")?;
                            Some((name.to_owned(), file.sum.bytes))
                        })
                        .collect();
                    seen.manifest = name;
                    return Ok(meta);
                }
                Lookup::Others(_) => {}
                // Searching goes on without: what is damaged is not what is searched.
                Lookup::Damaged(_) | Lookup::Missing | Lookup::Before => return Ok(meta),
            }
        }
        let cause = io::Error::other(Mismatch(NOT_LAST.to_owned()));
        Err(OpenReadError::wrap_io_error(cause, meta_path.to_owned()))
    }
}

impl fmt::Debug for ReadDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadDirectory({})", self.path.display())
    }
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "a search writes nothing")
}

impl Directory for ReadDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let handle = self.inner.get_file_handle(path)?;
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.lengths.get(&*path.to_string_lossy()) {
            Some(&written) if written != handle.len() as u64 => {
                let cause = io::Error::other(Mismatch(wrong_length(handle.len() as u64, written)));
                Err(OpenReadError::wrap_io_error(cause, path.to_owned()))
            }
            _ => Ok(handle),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError {
            io_error: Arc::new(read_only()),
            filepath: path.to_owned(),
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_owned()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(MANAGED) {
            // Only a writer has a use for tantivy's list of its files.
            return Err(OpenReadError::FileDoesNotExist(path.to_owned()));
        }
        if path == Path::new(META) {
            return self.read_meta();
        }
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.inner.acquire_lock(lock) {
            Err(LockError::IoError(_)) => Ok(DirectoryLock::from(Box::new(()))),
            other => other,
        }
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
