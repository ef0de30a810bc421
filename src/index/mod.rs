//! Where the two paths meet: one folder on disk that articles go into and answers come out of.
//!
//! | in the folder | what |
//! | --- | --- |
//! | `morgue.json` | the imprint: format number and the version that made it; read before anything else |
//! | `segments/` | tantivy's files, and the manifest of the last commit |
//! | `ledger.jsonl`, `rejects.jsonl`, `takedowns.jsonl`, `takedowns-copy.jsonl` | kept by `ingest`; valid up to the lengths in the last commit |
//! | `writer.json` | who is writing, while somebody is |
//!
//! [`Writer`] is the only thing that changes an index, [`Reader`] sees one commit of it. Invariant: what a commit reported
//! is on disk, together with the checkpoint that says how far the archives had been read.

pub mod analyzer;
mod blame;
mod building;
mod columns;
mod commit;
mod directory;
mod disk;
mod error;
mod exported;
mod field;
mod fingerprint;
mod holder;
mod length;
mod manifest;
mod memory;
mod mending;
mod merging;
#[cfg(test)]
mod power_cut_tests;
mod provenance;
mod reader;
mod room;
mod schema;
mod snapshot;
mod stored;
mod sums;
mod takedown;
mod upgrade;
pub mod verify;
mod writer;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::{Directory, TantivyError};

use directory::WriteDirectory;
use disk::{Disk, RealDisk};

pub use columns::{Columns, DayColumns};
pub use error::IndexError;
pub use exported::{EXPORT_VERSION, Exported, Exporter};
pub use field::{Field, LEAD_WORDS};
pub use fingerprint::{content_hash, hash64};
pub use holder::Holder;
pub use length::count_words;
pub use mending::{Keep, Losses, Mending, Salvaged};
pub use provenance::Provenance;
pub use reader::{Counts, Reader, Stats};
pub use room::{FileSystem, Room};
pub use schema::{FORMAT, Fields, UNDATED_INSTANT, day_from_number, day_number};
pub use snapshot::{Sharing, Side, Snapshot};
pub use takedown::{TAKEDOWNS, TAKEDOWNS_COPY, Takedown, Takedowns};
/// Where an article is in a reader: its segment, and its number there.
pub use tantivy::DocAddress;
pub use upgrade::Upgrade;
pub use writer::{Outcome, Revising, Writer, WriterOptions};

const IMPRINT: &str = "morgue.json";
const SEGMENTS: &str = "segments";
/// tantivy's word on what the last commit holds.
const META: &str = "meta.json";

/// What `morgue.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    /// [`FORMAT`] of the morgue that made the index.
    pub format: u32,
    /// Version of that morgue.
    pub version: String,
}

/// An index folder whose format this morgue understands.
#[derive(Clone, Debug)]
pub struct Index {
    home: PathBuf,
    /// What the folder says of itself.
    pub imprint: Imprint,
}

impl Index {
    /// The index in the folder `home`.
    ///
    /// # Errors
    /// There is none, it is not ours, or another morgue wrote it: a newer one, or one so old that it must be upgraded.
    pub fn open(home: &Path) -> Result<Self, IndexError> {
        let index = Self::open_any(home)?;
        if index.imprint.format < FORMAT {
            return Err(IndexError::Older {
                home: home.to_owned(),
                format: index.imprint.format,
            });
        }
        Ok(index)
    }

    /// An index of today's format, or an older one.
    fn open_any(home: &Path) -> Result<Self, IndexError> {
        if mending::is_cut_off(home) {
            let detail = "a repair of it was cut off, all but done".to_owned();
            let path = home.to_owned();
            return Err(IndexError::Damaged { path, detail });
        }
        let path = home.join(IMPRINT);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                return Err(if has_articles(home) {
                    let detail = "it is missing".to_owned();
                    IndexError::Damaged { path, detail }
                } else {
                    let home = home.to_owned();
                    IndexError::Missing { home }
                });
            }
            Err(cause) if cause.kind() == ErrorKind::NotADirectory => {
                let path = home.to_owned();
                return Err(IndexError::Io { path, cause });
            }
            Err(cause) => return Err(IndexError::Io { path, cause }),
        };
        let imprint: Imprint = serde_json::from_str(&text).map_err(|_| IndexError::Damaged {
            path,
            detail: "it is not the JSON that was written".to_owned(),
        })?;
        if imprint.format > FORMAT {
            return Err(IndexError::Newer {
                home: home.to_owned(),
                format: imprint.format,
                version: imprint.version,
            });
        }
        Ok(Self {
            home: home.to_owned(),
            imprint,
        })
    }

    /// The index in `home`, made now if the folder has none. Other files in the folder are left alone.
    ///
    /// # Errors
    /// As [`Index::open`]; or the folder cannot be written.
    pub fn open_or_create(home: &Path) -> Result<Self, IndexError> {
        match Self::open(home) {
            Err(IndexError::Missing { .. }) => Self::create(home),
            other => other,
        }
    }

    fn create(home: &Path) -> Result<Self, IndexError> {
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        Self::create_on(&disk, home)
    }

    /// The same, on a disk that may be a simulated one.
    fn create_on(disk: &Arc<dyn Disk>, home: &Path) -> Result<Self, IndexError> {
        let engine_error = |cause| IndexError::engine(home, cause);
        let segments = home.join(SEGMENTS);
        let io_error = |path: &Path| {
            let path = path.to_owned();
            move |cause| IndexError::io(path, &cause)
        };
        fs::create_dir_all(&segments).map_err(io_error(&segments))?;
        let imprint = Imprint {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let text = serde_json::to_string(&imprint).expect("a number and a string are JSON") + "\n";
        let directory = WriteDirectory::open(home, text.clone(), Arc::clone(disk))
            .map_err(|cause| engine_error(cause.into()))?;
        // Of two that begin at once, one makes the index and the other is told so.
        let lock = holder::patiently(home, None, || {
            let lock = directory.acquire_lock(&INDEX_WRITER_LOCK);
            lock.map_err(|cause| TantivyError::LockFailure(cause, None))
        })?;
        let path = home.join(IMPRINT);
        if !path.exists() {
            let (schema, _, settings) = schema::build();
            tantivy::Index::builder()
                .schema(schema)
                .settings(settings)
                .open_or_create(directory)
                .map_err(engine_error)?;
            // The imprint comes last: a folder with one is a whole index.
            disk::replace(&**disk, &path, text.as_bytes()).map_err(io_error(&path))?;
            let above = home.parent().filter(|above| !above.as_os_str().is_empty());
            for folder in [home, above.unwrap_or(Path::new("."))] {
                disk.sync_folder(folder).map_err(io_error(folder))?;
            }
        }
        drop(lock);
        Self::open(home)
    }

    /// The folder.
    pub fn home(&self) -> &Path {
        &self.home
    }

    fn segments(&self) -> PathBuf {
        self.home.join(SEGMENTS)
    }

    /// A view of the last commit.
    ///
    /// # Errors
    /// The index is damaged or cannot be read.
    pub fn reader(&self) -> Result<Reader, IndexError> {
        Reader::open(self)
    }

    /// The one writer of this index.
    ///
    /// # Errors
    /// Another process is writing; the folder cannot be written.
    pub fn writer(&self, options: WriterOptions) -> Result<Writer, IndexError> {
        Writer::open(self, options)
    }

    /// Takes away what a run left that came to no good end: files that no commit names. Nothing of it is needed, and where it
    /// cannot be taken away now, the next run does it.
    pub fn tidy(&self) {
        let Ok(directory) = WriteDirectory::open(&self.home, String::new(), Arc::new(RealDisk))
        else {
            return;
        };
        // An error here would hide the one that came before.
        if let Ok(_lock) = directory.acquire_lock(&INDEX_WRITER_LOCK) {
            let _ = directory.settle();
        }
    }

    /// The size of the index on disk, in bytes.
    pub fn disk_size(&self) -> u64 {
        let size_of = |folder: &Path| -> u64 {
            let Ok(entries) = fs::read_dir(folder) else {
                return 0;
            };
            entries
                .filter_map(|e| e.ok()?.metadata().ok())
                .filter(fs::Metadata::is_file)
                .map(|m| m.len())
                .sum()
        };
        size_of(&self.home) + size_of(&self.segments())
    }
}

/// Whether the folder holds articles, whatever else is missing in it. The making of an index that was interrupted left none.
fn has_articles(home: &Path) -> bool {
    let meta = fs::read(home.join(SEGMENTS).join(META)).unwrap_or_default();
    serde_json::from_slice::<manifest::Commit>(&meta)
        .map_or(!meta.is_empty(), |commit| !commit.segments.is_empty())
}
