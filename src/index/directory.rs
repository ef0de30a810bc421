//! The directory a search reads from: tantivy's, without the need to write, and with an eye on lengths.
//!
//! A file that is shorter or longer than the manifest says is refused when it is opened: the engine trusts what it maps into
//! memory. That costs nothing, since the length is known with the mapping. What is read of it is compared with the sums of its blocks
//! (`sums.rs`). `meta.json` is compared with its manifest by name.
//!
//! tantivy's reader opens a lock file for writing, so an index on a read-only disk could not be searched. Here the lock
//! is taken where it can be, and done without where it cannot: nothing there can be collected under the reader's hands.

mod blocks;
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
use super::blame;
use super::error::{Mismatch, NOT_WRITTEN};
use super::manifest::{Lookup, MANAGED, Manifest, Sum};
use super::sums::{self, Care, Sums};
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
    files: HashMap<String, Sum>,
    /// Of segments that were opened.
    sums: HashMap<String, Arc<Sums>>,
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
                    let files = manifest.files.into_iter();
                    seen.files = files
                        .filter_map(|(name, file)| {
                            let name = name.strip_prefix("segments/")?;
                            Some((name.to_owned(), file.sum))
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
        let cause = io::Error::other(Mismatch::here(NOT_LAST.to_owned()));
        Err(OpenReadError::wrap_io_error(cause, meta_path.to_owned()))
    }

    /// A file of the commit, as long as it was written.
    fn of_length(&self, name: &str, written: &Sum) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let handle = self.inner.get_file_handle(Path::new(name))?;
        if handle.len() as u64 == written.bytes {
            return Ok(handle);
        }
        let wrong = wrong_length(handle.len() as u64, written.bytes);
        Err(refused(name, Mismatch::here(wrong)))
    }

    /// The sums of the segment of a file; nothing if it has none, or was written before there were sums.
    fn sums(&self, seen: &mut Seen, name: &str) -> Result<Option<Arc<Sums>>, OpenReadError> {
        let Some(beside) = sums::name_for(name) else {
            return Ok(None);
        };
        if let Some(sums) = seen.sums.get(&beside) {
            return Ok(Some(Arc::clone(sums)));
        }
        let Some(written) = seen.files.get(&beside) else {
            return Ok(None);
        };
        let handle = self.of_length(&beside, written)?;
        let sums = Sums::open(&*handle, self.path.join(&beside))
            .map_err(|cause| OpenReadError::wrap_io_error(cause, PathBuf::from(&beside)))?;
        let sums = Arc::new(sums);
        seen.sums.insert(beside, Arc::clone(&sums));
        Ok(Some(sums))
    }
}

impl fmt::Debug for ReadDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadDirectory({})", self.path.display())
    }
}

fn refused(name: &str, why: Mismatch) -> OpenReadError {
    OpenReadError::wrap_io_error(io::Error::other(why), PathBuf::from(name))
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "a search writes nothing")
}

impl Directory for ReadDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let name = &*path.to_string_lossy();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(written) = seen.files.get(name).cloned() else {
            return self.inner.get_file_handle(path);
        };
        let handle = self.of_length(name, &written)?;
        if let Some(sums) = self.sums(&mut seen, name)? {
            let watched = sums.watch(handle, name, Care::Edges);
            return watched.map_err(|cause| OpenReadError::wrap_io_error(cause, path.to_owned()));
        }
        if blame::is_believed(name) {
            let bytes = handle
                .read_bytes(0..handle.len())
                .map_err(|cause| OpenReadError::wrap_io_error(cause, path.to_owned()))?;
            if Sum::of(&bytes) != written {
                return Err(refused(name, Mismatch::here(NOT_WRITTEN.to_owned())));
            }
        }
        Ok(handle)
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
