//! Where the two paths meet: one folder on disk that articles go into and answers come out of.
//!
//! | in the folder | what |
//! | --- | --- |
//! | `morgue.json` | format number and the version that made it; read before anything else |
//! | `segments/` | tantivy's files |
//! | `ledger.jsonl`, `rejects.jsonl`, `takedowns.jsonl` | kept by `ingest`; valid up to the lengths in the last commit |
//! | `writer.json` | who is writing, while somebody is |
//!
//! [`Writer`] is the only thing that changes an index, [`Reader`] sees one commit of it. Invariant: what a commit reported
//! is on disk, together with the checkpoint that says how far the archives had been read.

pub mod analyzer;
mod directory;
mod error;
mod field;
mod fingerprint;
mod holder;
mod length;
mod merging;
mod reader;
mod schema;
mod takedown;
mod writer;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use error::IndexError;
pub use field::{Field, LEAD_WORDS};
pub use fingerprint::{content_hash, hash64};
pub use holder::Holder;
pub use length::count_words;
pub use reader::{Counts, Reader, Stats};
pub use schema::{FORMAT, Fields, UNDATED_INSTANT, day_from_number, day_number};
pub use takedown::{Takedown, Takedowns};
/// Where an article is in a reader: its segment, and its number there.
pub use tantivy::DocAddress;
pub use writer::{Outcome, Writer, WriterOptions};

const MANIFEST: &str = "morgue.json";
const SEGMENTS: &str = "segments";

/// What `morgue.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
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
    pub manifest: Manifest,
}

impl Index {
    /// The index in the folder `home`.
    ///
    /// # Errors
    /// There is none, it is not ours, or a newer morgue wrote it.
    pub fn open(home: &Path) -> Result<Self, IndexError> {
        let path = home.join(MANIFEST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                return Err(IndexError::Missing {
                    home: home.to_owned(),
                });
            }
            Err(cause) if cause.kind() == ErrorKind::NotADirectory => {
                let path = home.to_owned();
                return Err(IndexError::Io { path, cause });
            }
            Err(cause) => return Err(IndexError::Io { path, cause }),
        };
        let manifest: Manifest = serde_json::from_str(&text).map_err(|_| IndexError::Damaged {
            path,
            detail: "it is not the JSON that was written".to_owned(),
        })?;
        if manifest.format > FORMAT {
            return Err(IndexError::Newer {
                home: home.to_owned(),
                format: manifest.format,
                version: manifest.version,
            });
        }
        Ok(Self {
            home: home.to_owned(),
            manifest,
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
        let segments = home.join(SEGMENTS);
        fs::create_dir_all(&segments).map_err(|cause| IndexError::Io {
            path: segments.clone(),
            cause,
        })?;
        if !segments.join("meta.json").exists() {
            let (schema, _, settings) = schema::build();
            tantivy::Index::builder()
                .schema(schema)
                .settings(settings)
                .create_in_dir(&segments)
                .map_err(|cause| IndexError::engine(home, cause))?;
        }
        // The manifest comes last: a folder with one is a whole index.
        let manifest = Manifest {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let path = home.join(MANIFEST);
        let json = serde_json::to_string(&manifest).expect("a number and a string are JSON");
        fs::write(&path, json + "\n").map_err(|cause| IndexError::Io { path, cause })?;
        writer::follow_umask(home);
        Ok(Self {
            home: home.to_owned(),
            manifest,
        })
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
