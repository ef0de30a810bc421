//! An index put together anew beside a damaged one, from the segments of it that are whole.
//!
//! In comes what a check found; out comes a folder inside of the index with links to all that is whole, an index by itself, which
//! `ingest::repair` fills with what can be had of the rest. Then it takes the old one's place. Nothing of the old index is touched
//! before that, and afterwards it stands in `.damaged` until nothing in it is wanted any more.
//!
//! Taking the place is a handful of renames. The first says that the new index is complete; a power cut after it leaves an index
//! that says so when it is opened, and [`Mending::go_on`] does the rest.

mod salvage;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tantivy::directory::{DirectoryLock, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::{Directory, TantivyError};

use super::disk::{self, Disk, RealDisk};
use super::holder::{Holder, Note, patiently};
use super::manifest::{Commit, Manifest, Segment, Sum};
use super::verify::{Damage, Files};
use super::{FORMAT, IMPRINT, Imprint, Index, IndexError, META, SEGMENTS, schema, sums};
pub use salvage::{Losses, Salvaged};

/// Where the new index is put together.
const BESIDE: &str = ".repair";
/// What it is called when it is complete.
pub(super) const COMPLETE: &str = ".repaired";
/// Where the damaged one is kept.
const DAMAGED: &str = ".damaged";

/// A damaged index, and the one that is to take its place.
pub struct Mending {
    home: PathBuf,
    beside: PathBuf,
    files: Files,
    /// Files that are not what was written.
    damaged: BTreeSet<String>,
    _note: Note,
    _lock: DirectoryLock,
}

/// Whether the damaged files are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// In them is something that could not be had.
    Damaged,
    /// All that was in them has been had.
    Nothing,
}

/// Whether an index is there whose repair was cut off when it was complete.
pub(super) fn is_cut_off(home: &Path) -> bool {
    home.join(COMPLETE).exists()
}

/// Takes away what a repair left that was cut off before it was complete.
pub(super) fn forget_begun(home: &Path) -> io::Result<()> {
    forget(&home.join(BESIDE))
}

/// Takes away the damaged files that were kept: they may hold what has been taken down since.
pub(super) fn forget_damaged(home: &Path) -> io::Result<()> {
    forget(&home.join(DAMAGED))
}

fn forget(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

impl Mending {
    /// Ends a repair that was cut off, if there is one.
    ///
    /// # Errors
    /// A file cannot be renamed.
    pub fn go_on(home: &Path) -> Result<bool, IndexError> {
        if !is_cut_off(home) {
            return Ok(false);
        }
        take_place(home).map_err(|cause| IndexError::io(home.to_owned(), &cause))?;
        Ok(true)
    }

    /// Begins to mend the index in `home`, in which this is damaged.
    ///
    /// # Errors
    /// Somebody is writing to it; the folder cannot be written.
    pub fn begin(
        home: &Path,
        damages: &[Damage],
        asking: Option<&Holder>,
    ) -> Result<Self, IndexError> {
        let failed = |cause| IndexError::io(home.to_owned(), &cause);
        let segments = home.join(SEGMENTS);
        fs::create_dir_all(&segments).map_err(failed)?;
        let directory = MmapDirectory::open(&segments)
            .map_err(|cause| IndexError::engine(home, cause.into()))?;
        let lock = patiently(home, asking, || {
            let lock = directory.acquire_lock(&INDEX_WRITER_LOCK);
            lock.map_err(|cause| TantivyError::LockFailure(cause, None))
        })?;
        let note = Note::leave(home, asking);
        let files = Files::find(home)?;
        // `morgue.json` may be what is damaged; the manifest has it as it was.
        let imprint = files
            .manifest
            .as_ref()
            .map(|manifest| manifest.imprint.clone());
        let imprint = imprint.or_else(|| fs::read_to_string(home.join(IMPRINT)).ok());
        let imprint: Option<Imprint> = imprint.and_then(|text| serde_json::from_str(&text).ok());
        if let Some(older) = imprint.filter(|imprint| imprint.format < FORMAT) {
            let (home, format) = (home.to_owned(), older.format);
            return Err(IndexError::Older { home, format });
        }
        let beside = home.join(BESIDE);
        forget(&beside).map_err(failed)?;
        fs::create_dir_all(beside.join(SEGMENTS)).map_err(failed)?;
        Ok(Self {
            home: home.to_owned(),
            beside,
            files,
            damaged: damages.iter().map(|damage| damage.file.clone()).collect(),
            _note: note,
            _lock: lock,
        })
    }

    /// The folder that the new index is put together in.
    pub fn beside(&self) -> &Path {
        &self.beside
    }

    /// Whether a file is damaged: its name from the index's folder on.
    pub fn is_damaged(&self, file: &str) -> bool {
        self.damaged.contains(file)
    }

    /// What the last commit said of the archives, if it is known.
    pub fn checkpoint(&self) -> Option<&str> {
        self.files.commit.as_ref()?.payload.as_deref()
    }

    /// Articles that were in the last commit, if it is known.
    pub fn articles(&self) -> Option<u64> {
        self.files.commit.as_ref().map(|_| self.files.articles())
    }

    /// The file that a list stands in, before or after it took the place of an older one.
    pub fn list(&self, name: &str) -> PathBuf {
        let manifest = self.files.manifest.as_ref();
        manifest.map_or_else(
            || self.home.join(name),
            |manifest| manifest.path(&self.home, name),
        )
    }

    fn commit_segments(&self) -> &[Segment] {
        self.files
            .commit
            .as_ref()
            .map_or(&[], |commit| &commit.segments)
    }

    fn is_whole(&self, id: &str) -> bool {
        let start = format!("{SEGMENTS}/{id}.");
        let mut damaged = self.damaged.iter();
        !damaged.any(|file| file.starts_with(&start) && !sums::is_name(file))
    }

    /// How many segments have to be made anew.
    pub fn damaged_segments(&self) -> usize {
        let damaged = self.commit_segments().iter();
        damaged
            .filter(|segment| !self.is_whole(&segment.id()))
            .count()
    }

    /// Makes the new index: of all that is whole, with the lists that were put in its folder, and this for what the last commit
    /// said of the archives.
    ///
    /// # Errors
    /// A file cannot be linked or copied.
    pub fn lay_out(&self, checkpoint: Option<&str>) -> Result<Index, IndexError> {
        let failed = |cause| IndexError::io(self.beside.clone(), &cause);
        let sums = self.link_whole_segments().map_err(failed)?;
        let imprint = Imprint {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let imprint =
            serde_json::to_string(&imprint).expect("a number and a string are JSON") + "\n";
        let meta = self.meta(checkpoint)?;
        let write = || {
            let disk = RealDisk;
            let segments = self.beside.join(SEGMENTS);
            let manifest = Manifest::of(&self.beside, &meta, &imprint, &sums)?;
            let name = Manifest::name_for(meta.as_bytes());
            disk::replace(&disk, &segments.join(name), &manifest.write())?;
            disk::replace(&disk, &segments.join(META), meta.as_bytes())?;
            disk::replace(&disk, &self.beside.join(IMPRINT), imprint.as_bytes())?;
            disk.sync_folder(&segments)?;
            disk.sync_folder(&self.beside)
        };
        write().map_err(failed)?;
        Index::open(&self.beside)
    }

    /// What tantivy is to find: its own words, without the damaged segments.
    fn meta(&self, checkpoint: Option<&str>) -> Result<String, IndexError> {
        let path = self.home.join(SEGMENTS).join(META);
        let old = match &self.files.manifest {
            Some(manifest) => manifest.meta.clone(),
            None => fs::read_to_string(&path).unwrap_or_default(),
        };
        let mut meta: serde_json::Value = match serde_json::from_str(&old) {
            Ok(meta) if self.files.commit.is_some() => meta,
            _ => empty_meta().map_err(|cause| IndexError::engine(&self.beside, cause))?,
        };
        let segments = meta["segments"].as_array_mut();
        if let Some(segments) = segments {
            segments.retain(|segment| {
                let segment: Option<Segment> = serde_json::from_value(segment.clone()).ok();
                segment.is_some_and(|segment| self.is_whole(&segment.id()))
            });
        }
        meta["payload"] = checkpoint.into();
        Ok(serde_json::to_string_pretty(&meta).expect("it was JSON") + "\n")
    }

    fn link_whole_segments(&self) -> io::Result<BTreeMap<String, Sum>> {
        let mut sums = BTreeMap::new();
        let commit = Commit {
            segments: self.commit_segments().to_vec(),
            payload: None,
        };
        for entry in fs::read_dir(self.home.join(SEGMENTS))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let id = name.split('.').next().unwrap_or_default();
            // Without its sums a segment is read as one of before there were any.
            let is_lost = sums::is_name(&name) && self.is_damaged(&format!("{SEGMENTS}/{name}"));
            if !commit.has(&name) || !self.is_whole(id) || is_lost {
                continue;
            }
            let to = self.beside.join(SEGMENTS).join(&name);
            // They are never written to again, so one file can have two names. Not every file system has that.
            if fs::hard_link(entry.path(), &to).is_err() {
                fs::copy(entry.path(), &to)?;
                File::open(&to)?.sync_all()?;
            }
            let known = self.files.manifest.as_ref();
            let known = known.and_then(|m| m.files.get(&format!("{SEGMENTS}/{name}")));
            let sum = match known {
                Some(file) => file.sum.clone(),
                None => Sum::read(File::open(&to)?, u64::MAX, &mut |_| ())?,
            };
            sums.insert(name, sum);
        }
        Ok(sums)
    }

    /// Puts the new index in the place of the old one.
    ///
    /// # Errors
    /// A file cannot be renamed.
    pub fn take_over(self, keep: Keep) -> Result<Option<PathBuf>, IndexError> {
        let home = &self.home;
        let take = || {
            sync_all(&self.beside)?;
            fs::rename(&self.beside, home.join(COMPLETE))?;
            RealDisk.sync_folder(home)?;
            take_place(home)?;
            let damaged = home.join(DAMAGED);
            if keep == Keep::Nothing {
                forget(&damaged)?;
            }
            Ok(damaged.exists().then_some(damaged))
        };
        take().map_err(|cause: io::Error| IndexError::io(home.clone(), &cause))
    }
}

/// Gives what is complete its place. It can be cut off anywhere and begun again.
fn take_place(home: &Path) -> io::Result<()> {
    let (complete, damaged) = (home.join(COMPLETE), home.join(DAMAGED));
    fs::create_dir_all(&damaged)?;
    for entry in fs::read_dir(&complete)? {
        let name = entry?.file_name();
        let (old, aside) = (home.join(&name), damaged.join(&name));
        if old.exists() {
            if aside.is_dir() {
                fs::remove_dir_all(&aside)?;
            } else if aside.exists() {
                fs::remove_file(&aside)?;
            }
            fs::rename(&old, &aside)?;
        }
        fs::rename(complete.join(&name), &old)?;
    }
    RealDisk.sync_folder(home)?;
    fs::remove_dir(&complete)?;
    RealDisk.sync_folder(home)
}

/// Puts every file of a folder on the disk, and its folders.
fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_all(&path)?;
        } else {
            File::open(&path)?.sync_all()?;
        }
    }
    RealDisk.sync_folder(folder)
}

/// What tantivy says of an index of nothing.
fn empty_meta() -> tantivy::Result<serde_json::Value> {
    let (schema, _, settings) = schema::build();
    let directory = tantivy::directory::RamDirectory::create();
    tantivy::Index::builder()
        .schema(schema)
        .settings(settings)
        .open_or_create(directory.clone())?;
    let meta = directory.atomic_read(Path::new(META))?;
    Ok(serde_json::from_slice(&meta).expect("tantivy writes JSON"))
}
