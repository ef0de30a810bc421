//! Paths → archives: what the user named, folders walked, in an order that is the same each time.
//!
//! Only regular files are archives. Hidden files are passed over, symbolic links are not followed unless asked (loops
//! end), and a README in a folder is about the archive, not of it. What is no file (a pipe, a socket, a device) is said to be
//! unreadable. What was named outright is read whatever it is called: a pipe too, for shells that pass one as `/dev/fd/63`;
//! a device is not, since it may never end.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{fs, io};

use ignore::WalkBuilder;

/// Whether symbolic links inside folders are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// They are passed over.
    #[default]
    Ignore,
    /// They are read as what they point to.
    Follow,
}

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Archive {
    /// Standard input.
    Stdin,
    /// A file, with what tells whether it changed; `None` for a pipe.
    File {
        /// As named, or as found under what was named.
        path: PathBuf,
        /// Absolute, links resolved, for a file; a pipe has no other path than its own.
        real: PathBuf,
        /// Size and time of change.
        stamp: Option<Stamp>,
    },
}

/// Size and time of change of a file: the same stamp, the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// In bytes.
    pub size: u64,
    /// In nanoseconds since 1970.
    pub mtime: i64,
}

impl Stamp {
    /// The stamp of a file as it is now.
    pub fn of(metadata: &fs::Metadata) -> Self {
        let mtime = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self {
            size: metadata.len(),
            mtime: mtime.map_or(0, |t| i64::try_from(t.as_nanos()).unwrap_or(i64::MAX)),
        }
    }
}

impl Archive {
    /// The name it goes by in origins and messages.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File { path, .. } => path.to_string_lossy().into_owned(),
        }
    }

    /// The path by which the ledger knows it.
    pub fn known_as(&self) -> String {
        self.real()
            .map_or("-".into(), Path::to_string_lossy)
            .into_owned()
    }

    /// Its path, absolute and without links, if it is no standard input.
    pub(super) fn real(&self) -> Option<&Path> {
        match self {
            Self::Stdin => None,
            Self::File { real, .. } => Some(real),
        }
    }

    /// Its size in bytes, if it has one before it is read.
    pub fn size(&self) -> Option<u64> {
        match self {
            Self::File {
                stamp: Some(stamp), ..
            } => Some(stamp.size),
            _ => None,
        }
    }
}

/// What walking found.
#[derive(Debug, Default)]
pub struct Found {
    /// What was named, but for standard input: absolute paths.
    pub roots: Vec<PathBuf>,
    /// To be read, in order.
    pub archives: Vec<Archive>,
    /// Could not be looked at: path and reason.
    pub unreadable: Vec<(PathBuf, io::Error)>,
    /// Symbolic links that were passed over.
    pub links: u64,
    /// Files about the archive (README, LICENSE) that were passed over.
    pub about: u64,
}

impl Clone for Found {
    fn clone(&self) -> Self {
        let same = |cause: &io::Error| match cause.raw_os_error() {
            Some(number) => io::Error::from_raw_os_error(number),
            None => cause.kind().into(),
        };
        let unreadable = self.unreadable.iter();
        Self {
            roots: self.roots.clone(),
            archives: self.archives.clone(),
            unreadable: unreadable
                .map(|(path, cause)| (path.clone(), same(cause)))
                .collect(),
            ..*self
        }
    }
}

/// A path that was named and is not there.
#[derive(Debug, thiserror::Error)]
#[error("{}", path.display())]
pub struct NotThere {
    /// As named.
    pub path: PathBuf,
    /// The system's reason.
    #[source]
    pub cause: io::Error,
}

/// Finds the archives under `paths`; `-` is standard input. The folder `except` (the index itself) is left out.
///
/// # Errors
/// A path that was named is not there.
pub fn walk(paths: &[PathBuf], links: Links, except: &Path) -> Result<Found, NotThere> {
    let mut found = Found::default();
    let except = except.canonicalize().ok();
    for path in paths {
        if path.as_os_str() == "-" {
            found.archives.push(Archive::Stdin);
            continue;
        }
        let metadata = fs::metadata(path).map_err(|cause| NotThere {
            path: path.clone(),
            cause,
        })?;
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        found.roots.push(real.clone());
        if metadata.is_dir() {
            walk_folder(path, links, except.as_deref(), &mut found);
        } else {
            if let Some(what) = no_file(metadata.file_type()).filter(|what| *what != PIPE) {
                found
                    .unreadable
                    .push((path.clone(), io::Error::other(what)));
                continue;
            }
            let stamp = metadata.is_file().then(|| Stamp::of(&metadata));
            found.archives.push(Archive::File {
                path: path.clone(),
                real: stamp.map_or_else(|| path.clone(), |_| real),
                stamp,
            });
        }
    }
    let mut seen = std::collections::HashSet::new();
    let is_new: Vec<bool> = found
        .archives
        .iter()
        .map(|archive| seen.insert(archive.real()))
        .collect();
    let mut is_new = is_new.into_iter();
    found.archives.retain(|_| is_new.next() == Some(true));
    Ok(found)
}

fn walk_folder(folder: &Path, links: Links, except: Option<&Path>, found: &mut Found) {
    let except = except.map(Path::to_owned);
    let walker = WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(links == Links::Follow)
        .sort_by_file_path(Path::cmp)
        .filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let path = entry.path();
            let is_this_index = is_folder && except.is_some() && path.canonicalize().ok() == except;
            // Nor is another index news.
            let is_an_index =
                is_folder && path.join("morgue.json").is_file() && path.join("segments").is_dir();
            !(is_this_index || is_an_index)
        })
        .build();
    let mut folders = RealFolders::default();
    for entry in walker {
        match entry {
            Ok(entry) => take_entry(&entry, &mut folders, found),
            Err(error) => {
                let path = path_of(&error).unwrap_or_else(|| folder.to_owned());
                let text = error.to_string();
                let cause = error
                    .into_io_error()
                    .unwrap_or_else(|| io::Error::other(text));
                found.unreadable.push((path, cause));
            }
        }
    }
}

/// Where the folder is really that files are met in one after the other: asking the system for each file is most of a run that finds
/// nothing changed.
#[derive(Default)]
struct RealFolders(Option<(PathBuf, PathBuf)>);

impl RealFolders {
    /// The path of a file in a folder, absolute and without links.
    fn real(&mut self, entry: &ignore::DirEntry) -> PathBuf {
        let path = entry.path();
        let in_folder = || Some((path.parent()?, path.file_name()?));
        let (Some((folder, name)), false) = (in_folder(), entry.path_is_symlink()) else {
            return path.canonicalize().unwrap_or_else(|_| path.to_owned());
        };
        if self.0.as_ref().is_none_or(|(named, _)| named != folder) {
            self.0 = folder
                .canonicalize()
                .ok()
                .map(|real| (folder.to_owned(), real));
        }
        match &self.0 {
            Some((_, real)) => real.join(name),
            None => path.to_owned(),
        }
    }
}

fn take_entry(entry: &ignore::DirEntry, folders: &mut RealFolders, found: &mut Found) {
    let Some(kind) = entry.file_type() else {
        return;
    };
    if kind.is_symlink() {
        // A link that was named outright was followed to get here.
        found.links += u64::from(entry.depth() > 0);
    } else if kind.is_file() && is_about_the_archive(entry.path()) {
        found.about += 1;
    } else if let Some(what) = no_file(kind) {
        // Opening a pipe would wait for somebody to write to it.
        let path = entry.path().to_owned();
        found.unreadable.push((path, io::Error::other(what)));
    } else if kind.is_file() {
        match entry.metadata() {
            Ok(metadata) => {
                let path = entry.path();
                let path = path.strip_prefix("./").unwrap_or(path).to_owned();
                found.archives.push(Archive::File {
                    path,
                    real: folders.real(entry),
                    stamp: Some(Stamp::of(&metadata)),
                });
            }
            Err(error) => found
                .unreadable
                .push((entry.path().to_owned(), io::Error::other(error.to_string()))),
        }
    }
}

const PIPE: &str = "a named pipe, no file";

/// What stands in a folder and is neither a file nor a folder.
#[cfg(unix)]
fn no_file(kind: fs::FileType) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        Some(PIPE)
    } else if kind.is_socket() {
        Some("a socket, no file")
    } else if kind.is_char_device() || kind.is_block_device() {
        Some("a device, no file")
    } else {
        None
    }
}

/// Elsewhere nothing of the kind stands in a folder.
#[cfg(not(unix))]
fn no_file(_: fs::FileType) -> Option<&'static str> {
    None
}

/// `README`, `README.md`, `LICENSE-MIT`: written for whoever opens the folder. A page about a licence fee is not.
pub(super) fn is_about_the_archive(path: &Path) -> bool {
    const NAMES: [&str; 8] = [
        "readme",
        "license",
        "licence",
        "copying",
        "license-mit",
        "license-apache",
        "license-apache-2.0",
        "license-bsd",
    ];
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    let stem = [".md", ".txt", ".rst"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(&name);
    NAMES.contains(&stem)
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child.clone()),
        _ => None,
    }
}

/// The system's reason in its own words, without what libraries put around it.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error ").next().unwrap_or(&text);
    let words = if text.starts_with("IO error for operation on") {
        text.rsplit(": ").next()
    } else {
        None
    };
    words.unwrap_or(text).to_owned()
}
