//! The directory a writer writes to: tantivy's, with every file summed as it streams, and a manifest before every commit.
//!
//! What tantivy calls a commit is one `atomic_write` of its `meta.json`. Here that is, in this order: the manifest on disk, the
//! folder synced, `meta.json` renamed into place, the folder synced again (which tantivy leaves out: a power cut could undo a commit
//! that was reported), older manifests removed. Files get the modes that the user's other new files get, and nothing is written
//! outside of the index.
//!
//! tantivy's own list of its files is not kept on disk: it is rewritten at each file, outside of commits, and says nothing that the
//! folder does not say itself.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, fs};

use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use super::super::disk::{self, Disk, DiskFile};
use super::super::error::NOT_WRITTEN;
use super::super::manifest::{Commit, Lookup, MANAGED, Manifest, Sum};
use super::super::mending;
use super::super::sums::{self, Summer};
use super::super::{IMPRINT, IndexError, META, SEGMENTS, TAKEDOWNS, TAKEDOWNS_COPY};
use super::blocks::Blocks;

/// The folder of segments of an index, to be written.
#[derive(Clone)]
pub(in super::super) struct WriteDirectory {
    inner: MmapDirectory,
    shared: Arc<Shared>,
}

struct Shared {
    home: PathBuf,
    segments: PathBuf,
    disk: Arc<dyn Disk>,
    /// The text of `morgue.json`.
    imprint: Mutex<String>,
    /// Of every file of the last commit, and of those written since.
    sums: Mutex<BTreeMap<String, Sum>>,
    blocks: Blocks,
}

impl WriteDirectory {
    /// The segments of the index in `home`, whose `morgue.json` says `imprint`. The folder must be there.
    pub fn open(
        home: &Path,
        imprint: String,
        disk: Arc<dyn Disk>,
    ) -> Result<Self, OpenDirectoryError> {
        let segments = home.join(SEGMENTS);
        Ok(Self {
            inner: MmapDirectory::open(&segments)?,
            shared: Arc::new(Shared {
                home: home.to_owned(),
                segments,
                disk,
                imprint: Mutex::new(imprint),
                sums: Mutex::default(),
                blocks: Blocks::default(),
            }),
        })
    }

    /// Gets ready to write, once the lock is held: sees that the last commit is all there, and sweeps away what a crash
    /// left. An index of before there were manifests gets one.
    ///
    /// # Errors
    /// The index is damaged, or cannot be read or written.
    pub fn settle(&self) -> Result<(), IndexError> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |cause| IndexError::io(path, &cause)
        };
        let shared = &*self.shared;
        let meta_path = shared.segments.join(META);
        let meta = fs::read(&meta_path).map_err(at(&meta_path))?;
        let manifest = match Manifest::look_up(&shared.segments, &meta).map_err(at(&meta_path))? {
            Lookup::Good(manifest) => *manifest,
            Lookup::Before => self.adopt(&meta).map_err(at(&shared.segments))?,
            Lookup::Others(_) => return Err(damaged(meta_path, NOT_LAST)),
            Lookup::Damaged(name) => return Err(damaged(shared.segments.join(name), NOT_WRITTEN)),
            Lookup::Missing => {
                let name = Manifest::name_for(&meta);
                return Err(damaged(shared.segments.join(name), "it is missing"));
            }
        };
        // Cheap, and it keeps a writer from building on what is not there.
        for (name, file) in &manifest.files {
            let Some(segment) = name.strip_prefix("segments/") else {
                continue;
            };
            let path = shared.segments.join(segment);
            match fs::metadata(&path) {
                Ok(found) if found.len() == file.sum.bytes => {}
                Ok(found) => return Err(damaged(path, &wrong_length(found.len(), file.sum.bytes))),
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                    return Err(damaged(path, "it is missing"));
                }
                Err(cause) => return Err(IndexError::io(path, &cause)),
            }
            lock(&shared.sums).insert(segment.to_owned(), file.sum.clone());
        }
        shared.check_takedowns(&manifest)?;
        *lock(&shared.imprint) = manifest.imprint;
        let swept = shared.sweep(&Manifest::name_for(&meta));
        swept.map_err(at(&shared.segments))?;
        let commit: Commit = serde_json::from_slice(&meta)
            .map_err(|_| damaged(shared.segments.join(META), NOT_WRITTEN))?;
        let is_left = |name: &str| is_of_a_segment(name) && !commit.has(name);
        shared.remove(is_left).map_err(at(&shared.segments))?;
        // A repair holds the same lock, so one of which there is something left was cut off.
        mending::forget_begun(&shared.home).map_err(at(&shared.home))
    }

    /// Takes away what tantivy forgets: the texts of a segment as they were before they were put in order, when something of
    /// the segment has been deleted since. No segment may be on its way to the disk.
    pub fn tidy(&self) -> io::Result<()> {
        self.shared
            .remove(|name| is_of_a_segment(name) && name.ends_with(".temp"))
    }

    /// Writes the manifest of a commit that has none, from the files as they are.
    fn adopt(&self, meta: &[u8]) -> io::Result<Manifest> {
        let shared = &*self.shared;
        let commit: Commit = serde_json::from_slice(meta)?;
        *lock(&shared.imprint) = fs::read_to_string(shared.home.join(IMPRINT))?;
        for entry in fs::read_dir(&shared.segments)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if commit.has(&name) {
                let sum = Sum::read(fs::File::open(entry.path())?, u64::MAX, &mut |_| ())?;
                lock(&shared.sums).insert(name, sum);
            }
        }
        shared.write_manifest(meta)
    }
}

impl Shared {
    /// Sees that both lists of takedowns are what was written: a line that is lost would let an article come back, and nobody
    /// would notice. They are short.
    fn check_takedowns(&self, manifest: &Manifest) -> Result<(), IndexError> {
        for name in [TAKEDOWNS, TAKEDOWNS_COPY] {
            let Some(said) = manifest.files.get(name).filter(|file| file.sum.bytes > 0) else {
                continue;
            };
            let path = manifest.path(&self.home, name);
            let found =
                fs::File::open(&path).and_then(|file| Sum::read(file, said.sum.bytes, &mut |_| ()));
            match found {
                Ok(found) if found == said.sum => {}
                Ok(_) => return Err(damaged(path, NOT_WRITTEN)),
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                    return Err(damaged(path, "it is missing"));
                }
                Err(cause) => return Err(IndexError::io(path, &cause)),
            }
        }
        Ok(())
    }
}

/// What is said of a `meta.json` that has no manifest, when another has one.
pub(in super::super) const NOT_LAST: &str = "it is not the one that was written last";
/// What is said of a file that is too short or too long.
pub(in super::super) fn wrong_length(found: u64, written: u64) -> String {
    format!("it has {found} bytes, and {written} were written")
}

fn damaged(path: PathBuf, detail: &str) -> IndexError {
    let detail = detail.to_owned();
    IndexError::Damaged { path, detail }
}

/// A thread that panicked while it held a lock left the map whole: insertions are all that is done.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// Puts the manifest of a commit on the disk; only then may the commit become visible.
    fn write_manifest(&self, meta: &[u8]) -> io::Result<Manifest> {
        let text = std::str::from_utf8(meta).map_err(io::Error::other)?;
        let imprint = lock(&self.imprint).clone();
        self.write_sums(&serde_json::from_slice(meta)?)?;
        let sums = lock(&self.sums).clone();
        let manifest = Manifest::of(&self.home, text, &imprint, &sums)?;
        let path = self.segments.join(Manifest::name_for(meta));
        disk::replace(&*self.disk, &path, &manifest.write())?;
        self.disk.sync_folder(&self.segments)?;
        // The lists beside the segments may have been made in this run.
        self.disk.sync_folder(&self.home)?;
        Ok(manifest)
    }

    /// Puts the sums of blocks of the segments that are new in a commit on the disk.
    fn write_sums(&self, commit: &Commit) -> io::Result<()> {
        for segment in &commit.segments {
            if let Some((name, bytes)) = self.blocks.take(&segment.id()) {
                disk::replace(&*self.disk, &self.segments.join(&name), &bytes)?;
                lock(&self.sums).insert(name, Sum::of(&bytes));
            }
        }
        Ok(())
    }

    /// Forgets a file that is gone, and its segment's sums with it.
    fn forget(&self, name: &str) -> io::Result<()> {
        lock(&self.sums).remove(name);
        let Some(beside) = self.blocks.forget(name) else {
            return Ok(());
        };
        lock(&self.sums).remove(&beside);
        disk::remove_if_there(&*self.disk, &self.segments.join(beside))
    }

    fn commit(&self, meta: &[u8]) -> io::Result<()> {
        self.write_manifest(meta)?;
        disk::replace(&*self.disk, &self.segments.join(META), meta)?;
        self.disk.sync_folder(&self.segments)?;
        // The commit stands whatever becomes of its predecessor's manifest; the next writer tries again.
        let _ = self.sweep(&Manifest::name_for(meta));
        Ok(())
    }

    /// Takes away manifests but `keep`, temporary files, and the list that tantivy kept.
    fn sweep(&self, keep: &str) -> io::Result<()> {
        self.remove(|name| {
            let is_old = Manifest::is_name(name) && name != keep;
            is_old || name == MANAGED || name.starts_with(disk::TEMPORARY)
        })?;
        disk::remove_if_there(&*self.disk, &disk::temporary(&self.home.join(IMPRINT)))
    }

    /// Takes away files of the folder by their names.
    fn remove(&self, which: impl Fn(&str) -> bool) -> io::Result<()> {
        for entry in fs::read_dir(&self.segments)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if which(&name) {
                disk::remove_if_there(&*self.disk, &self.segments.join(name))?;
            }
        }
        Ok(())
    }

    /// The files of the folder that tantivy made, in the form of the list that it would keep.
    fn managed(&self) -> io::Result<Vec<u8>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.segments)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            // Sums go with their segment; see `forget`.
            if name == META || is_of_a_segment(&name) && !sums::is_name(&name) {
                names.push(name);
            }
        }
        Ok(serde_json::to_vec(&names)?)
    }
}

/// `0123456789abcdef0123456789abcdef.idx`: whatever else is in the folder is nobody's to delete.
pub(in super::super) fn is_of_a_segment(name: &str) -> bool {
    name.split_once('.')
        .is_some_and(|(id, _)| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

impl fmt::Debug for WriteDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WriteDirectory({})", self.shared.segments.display())
    }
}

impl Directory for WriteDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let handle = self.inner.get_file_handle(path)?;
        let name = &*path.to_string_lossy();
        let shared = &*self.shared;
        let watched = shared
            .blocks
            .watch(&self.inner, &shared.segments, name, handle);
        watched.map_err(|cause| OpenReadError::wrap_io_error(cause, path.to_owned()))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let shared = &*self.shared;
        shared
            .disk
            .remove(&shared.segments.join(path))
            .map_err(|cause| match cause.kind() {
                io::ErrorKind::NotFound => DeleteError::FileDoesNotExist(path.to_owned()),
                _ => DeleteError::IoError {
                    io_error: Arc::new(cause),
                    filepath: path.to_owned(),
                },
            })?;
        let forgotten = shared.forget(&path.to_string_lossy());
        forgotten.map_err(|cause| DeleteError::IoError {
            io_error: Arc::new(cause),
            filepath: path.to_owned(),
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self.shared.disk.create(&self.shared.segments.join(path));
        let file = file.map_err(|cause| match cause.kind() {
            io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
            _ => OpenWriteError::wrap_io_error(cause, path.to_owned()),
        })?;
        Ok(BufWriter::new(Box::new(Summing {
            file,
            hasher: blake3::Hasher::new(),
            blocks: Summer::default(),
            bytes: 0,
            name: path.to_string_lossy().into_owned(),
            shared: Arc::clone(&self.shared),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(MANAGED) {
            let managed = self.shared.managed();
            return managed.map_err(|cause| OpenReadError::wrap_io_error(cause, path.to_owned()));
        }
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        if path == Path::new(META) {
            return self.shared.commit(data);
        }
        disk::replace(&*self.shared.disk, &self.shared.segments.join(path), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.shared.disk.sync_folder(&self.shared.segments)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// A file of a segment on its way to the disk.
struct Summing {
    file: Box<dyn DiskFile>,
    hasher: blake3::Hasher,
    blocks: Summer,
    bytes: u64,
    name: String,
    shared: Arc<Shared>,
}

impl Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.blocks.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for Summing {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.file.sync()?;
        let sum = Sum::finished(self.bytes, &self.hasher);
        let name = std::mem::take(&mut self.name);
        let blocks = std::mem::take(&mut self.blocks).finish();
        self.shared.blocks.keep(&name, blocks);
        lock(&self.shared.sums).insert(name, sum);
        Ok(())
    }
}
