//! What can go wrong with an index, as data; `cli::failure` says what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};

use super::holder::Holder;

/// Why an index cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The folder holds no index.
    #[error("there is no index in the folder `{}`", home.display())]
    Missing {
        /// Where it was looked for.
        home: PathBuf,
    },
    /// A newer morgue made it.
    #[error("the index in {} has format {format}, written by morgue {version}; this morgue reads formats up to {}", home.display(), super::FORMAT)]
    Newer {
        /// The index.
        home: PathBuf,
        /// Its format number.
        format: u32,
        /// The version that wrote it.
        version: String,
    },
    /// An older morgue made it.
    #[error("the index in the folder `{}` was made by an older morgue, in format {format}", home.display())]
    Older {
        /// The index.
        home: PathBuf,
        /// Its format number.
        format: u32,
    },
    /// Another process is writing to it.
    #[error("another morgue is writing to the index in {}{}", home.display(), named(holder.as_deref()))]
    Locked {
        /// The index.
        home: PathBuf,
        /// Who that is, if it said so.
        holder: Option<Box<Holder>>,
    },
    /// A file is not what was written.
    #[error("{} is damaged: {detail}", path.display())]
    Damaged {
        /// The file, or the folder when the file is not known.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The disk is full.
    #[error("the disk that holds {} is full", home.display())]
    DiskFull {
        /// The index.
        home: PathBuf,
    },
    /// More articles are known than the memory has room for.
    #[error("{} MB of memory are too little for an index of {articles} articles", memory >> 20)]
    MemoryFull {
        /// Articles in the index.
        articles: u64,
        /// The memory that may be used, in bytes.
        memory: u64,
    },
    /// A folder that something shall be made in has other things in it.
    #[error("{} is in use", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error("{}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        #[source]
        cause: io::Error,
    },
    /// Anything else the engine says.
    #[error("the search engine failed on the index in {}", home.display())]
    Engine {
        /// The index.
        home: PathBuf,
        /// Its words.
        #[source]
        cause: TantivyError,
    },
}

impl IndexError {
    /// The engine's error in our terms. Of damage it does not always know the file; then it is looked for.
    pub(crate) fn engine(home: &Path, cause: TantivyError) -> Self {
        match Self::of_engine(home, cause) {
            Self::Damaged { path, detail } if path == home.join(super::SEGMENTS) => {
                let (path, detail) = super::blame::file(home).unwrap_or((path, detail));
                Self::Damaged { path, detail }
            }
            other => other,
        }
    }

    fn of_engine(home: &Path, cause: TantivyError) -> Self {
        let segments = home.join(super::SEGMENTS);
        let home = home.to_owned();
        match cause {
            TantivyError::LockFailure(LockError::LockBusy, _) => {
                Self::Locked { home, holder: None }
            }
            TantivyError::LockFailure(LockError::IoError(io), _) => Self::io(home, &io),
            TantivyError::IoError(io) => Self::io(segments, &io),
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
                Self::io(segments.join(filepath), &io_error)
            }
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
                Self::io(segments.join(filepath), &io_error)
            }
            TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => Self::Damaged {
                path: segments.join(file),
                detail: "it is missing".to_owned(),
            },
            TantivyError::DataCorruption(detail) => {
                // The engine offers no text for people, only its debugging form, which names the file.
                let text = format!("{detail:?}");
                let file = text
                    .split("in file `")
                    .nth(1)
                    .and_then(|rest| rest.split('`').next());
                let path = file.map_or(segments.clone(), |file| {
                    segments.join(file.trim_matches('"'))
                });
                Self::Damaged {
                    path,
                    detail: NOT_WRITTEN.to_owned(),
                }
            }
            TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_))
            | TantivyError::IncompatibleIndex(_) => Self::Damaged {
                path: segments,
                detail: "it has an unknown file version".to_owned(),
            },
            // What went wrong in a thread of the engine's comes as a text; the system's number in it says what it was.
            TantivyError::ErrorInThread(text)
            | TantivyError::InternalError(text)
            | TantivyError::SystemError(text)
                if system_number(&text).is_some() =>
            {
                let number = system_number(&text).unwrap_or_default();
                Self::io(segments, &io::Error::from_raw_os_error(number))
            }
            cause => Self::Engine { home, cause },
        }
    }

    /// The same, of the lock that a writer needs: `asking` wants to know who holds it.
    pub(super) fn locked(home: &Path, asking: Option<&Holder>, cause: TantivyError) -> Self {
        match Self::engine(home, cause) {
            Self::Locked { home, .. } => Self::Locked {
                holder: Holder::of(&home, asking).map(Box::new),
                home,
            },
            other => other,
        }
    }

    /// The system's error about a file.
    pub(super) fn of_file(path: &Path, cause: io::Error) -> Self {
        let path = path.to_owned();
        match cause.kind() {
            io::ErrorKind::StorageFull => Self::DiskFull { home: path },
            _ => Self::Io { path, cause },
        }
    }

    /// Whether it says that a file is not there.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Io { cause, .. } if cause.kind() == io::ErrorKind::NotFound)
    }

    /// Whether trying once more may help: the system failed, and it was not for want of room or of a right.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Engine { .. } => true,
            Self::Io { cause, .. } => cause.raw_os_error().is_some() && !is_a_bound(cause.kind()),
            _ => false,
        }
    }

    /// The system's error on a file.
    pub(super) fn io(path: PathBuf, cause: &io::Error) -> Self {
        // Writing a dictionary, the engine wraps the system's error in its own, which only tells of it in words.
        let number = cause.raw_os_error();
        let number = number.or_else(|| system_number(&cause.to_string()));
        match number.map(io::Error::from_raw_os_error) {
            Some(cause) if cause.kind() == io::ErrorKind::StorageFull => {
                Self::DiskFull { home: path }
            }
            _ if cause.kind() == io::ErrorKind::StorageFull => Self::DiskFull { home: path },
            Some(cause) => Self::Io { path, cause },
            // Not the system speaks but we, who looked, or the engine, of bytes it could not read.
            None => {
                let found = cause.get_ref();
                let found = found.and_then(|inner| inner.downcast_ref::<Mismatch>());
                Self::Damaged {
                    path: found.and_then(|found| found.file.clone()).unwrap_or(path),
                    detail: found.map_or(NOT_WRITTEN.to_owned(), ToString::to_string),
                }
            }
        }
    }
}

/// The number of the system's error that a text tells of.
fn system_number(text: &str) -> Option<i32> {
    let (_, behind) = text.split_once("(os error ")?;
    behind.split_once(')')?.0.parse().ok()
}

/// Whether an error says that something is not there, or not allowed, or at its end; then it will be so again.
fn is_a_bound(kind: io::ErrorKind) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        kind,
        Kind::NotFound
            | Kind::PermissionDenied
            | Kind::ReadOnlyFilesystem
            | Kind::FileTooLarge
            | Kind::QuotaExceeded
            | Kind::StorageFull
            | Kind::NotADirectory
            | Kind::AlreadyExists
    )
}

/// Who it is, behind a message that there is somebody.
fn named(holder: Option<&Holder>) -> String {
    holder.map_or_else(String::new, |holder| format!(": {holder}"))
}

/// What is said of bytes that are others than those hashed.
pub(super) const NOT_WRITTEN: &str = "it is not what was written";

/// A file is not the one that its manifest tells of: why, on its way through the engine as an I/O error.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub(super) struct Mismatch {
    /// The file, where whoever found it out knows better than the engine.
    pub file: Option<PathBuf>,
    pub what: String,
}

impl Mismatch {
    /// Of the file that the engine is opening.
    pub fn here(what: String) -> Self {
        Self { file: None, what }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_one_also_where_the_engine_wraps_what_the_system_said() {
        let full = || io::Error::from_raw_os_error(28);
        for cause in [
            full(),
            io::Error::other(full()),
            io::Error::other(tantivy_fst::Error::Io(full())),
        ] {
            let error = IndexError::io(PathBuf::from("index"), &cause);
            assert!(
                matches!(error, IndexError::DiskFull { .. }),
                "{cause:?}: {error}"
            );
        }
        let error = IndexError::io(PathBuf::from("index"), &io::Error::other("no frame"));
        assert!(matches!(error, IndexError::Damaged { .. }), "{error}");
    }
}
