//! What is in no archive any more: archives that are gone, and how that is told from a disk that is not there.
//!
//! An archive is gone if nothing stands at its path, and the folder it was in is there and holds something. A folder that is
//! empty, or in which no archive is left at all, may be the place where a disk is not mounted: then nothing is removed, and
//! the run ends with an error before it begins.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::ledger::{Again, Entry, Known, LedgerError, entries_of};
use super::open;
use super::walk::{Archive, Found, Stamp};
use crate::index::{Index, IndexError};

/// Archives that may be gone, or only out of reach.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.what())]
pub struct NotThere {
    /// The folder in which they were.
    pub folder: PathBuf,
    /// How many archives of it have been read.
    pub archives: usize,
    /// Whether the folder holds anything.
    pub is_empty: bool,
}

impl NotThere {
    fn what(&self) -> String {
        let archives = match self.archives {
            1 => "1 archive was".to_owned(),
            many => format!("{many} archives were"),
        };
        let folder = self.folder.display();
        if self.is_empty {
            format!("the folder {folder} is empty, and {archives} read from it")
        } else {
            format!("no archive is left in the folder {folder}, and {archives} read from it")
        }
    }
}

/// Of the archives that were read before, those below what was named that are not there any more, in order.
///
/// # Errors
/// [`NotThere`] if they may be only out of reach.
pub fn gone<'p>(
    read: impl Iterator<Item = &'p str>,
    found: &Found,
) -> Result<Vec<String>, NotThere> {
    let below: BTreeSet<&str> = read
        .filter(|path| {
            let path = Path::new(path);
            found.roots.iter().any(|root| path.starts_with(root))
        })
        .collect();
    let gone: Vec<&str> = below
        .into_iter()
        .filter(|path| !may_be_there(Path::new(path)))
        .collect();
    let mut folders: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for path in &gone {
        *folders.entry(nearest_folder(Path::new(path))).or_default() += 1;
    }
    let suspect = |folder: PathBuf, archives, is_empty| NotThere {
        folder,
        archives,
        is_empty,
    };
    for (folder, archives) in &folders {
        if is_empty(folder) {
            return Err(suspect(folder.clone(), *archives, true));
        }
    }
    let there: HashSet<&Path> = found.archives.iter().filter_map(Archive::real).collect();
    for root in &found.roots {
        let of_root = gone.iter().filter(|path| Path::new(path).starts_with(root));
        let archives = of_root.count();
        if archives > 0 && !there.iter().any(|path| path.starts_with(root)) {
            return Err(suspect(root.clone(), archives, false));
        }
    }
    Ok(gone.into_iter().map(str::to_owned).collect())
}

/// Whether something stands at a path, or that cannot be told.
fn may_be_there(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(_) => true,
        Err(cause) => !matches!(
            cause.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
        ),
    }
}

/// The folder a path is in, or the nearest above that is still there.
fn nearest_folder(path: &Path) -> PathBuf {
    let above = path.ancestors().skip(1);
    let mut folders = above.filter(|folder| folder.is_dir());
    folders.next().unwrap_or(Path::new("/")).to_owned()
}

/// Whether a folder holds nothing; one that cannot be listed is taken for empty.
fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

/// The absolute path of what was named so.
pub(super) fn absolute(name: &str) -> String {
    let path = std::path::absolute(name).unwrap_or_else(|_| name.into());
    let path = path.canonicalize().unwrap_or(path);
    path.to_string_lossy().into_owned()
}

/// What must be read again before articles are removed: an article that goes from one archive may be in another.
pub(super) fn what_to_read_again(
    known: &Known,
    gone: &[String],
    found: &Found,
    settings: u64,
) -> Again {
    let has_changed = |archive: &Archive| {
        let stamp = open::stamp_now(archive);
        stamp.is_some_and(|stamp| {
            known
                .unchanged(&archive.known_as(), stamp, settings)
                .is_none()
        })
    };
    let is_settled = gone.is_empty()
        && known.entries().all(|entry| entry.left == 0)
        && !found.archives.iter().any(has_changed);
    if is_settled {
        Again::Nothing
    } else {
        Again::Shared
    }
}

/// Adds the archives that were not named and have something in common with others, so that they are asked too. Returns
/// those that cannot be: they are out of reach, or were read with other settings.
pub(super) fn add_those_that_share(known: &Known, found: &mut Found, settings: u64) -> Vec<Entry> {
    let named: HashSet<String> = found.archives.iter().map(Archive::known_as).collect();
    let mut out_of_reach = Vec::new();
    let mut sharing: Vec<&Entry> = known
        .entries()
        .filter(|entry| entry.shared > 0 && entry.stamp.is_some() && !named.contains(&entry.path))
        .collect();
    sharing.sort_by(|a, b| a.path.cmp(&b.path));
    for entry in sharing {
        let is_of_root = found
            .roots
            .iter()
            .any(|root| Path::new(&entry.path).starts_with(root));
        let metadata = fs::metadata(&entry.path).ok();
        let stamp = metadata.map(|metadata| Stamp::of(&metadata));
        match stamp {
            Some(stamp) if entry.reading.1 == settings => found.archives.push(Archive::File {
                path: (&entry.path).into(),
                real: (&entry.path).into(),
                stamp: Some(stamp),
            }),
            // What is gone from the folders that were named has nothing any more.
            None if is_of_root => {}
            _ => out_of_reach.push(entry.clone()),
        }
    }
    out_of_reach
}

/// What a run named and met, to tell which archives that could not be read are no longer so.
pub(super) struct Met {
    roots: Vec<PathBuf>,
    paths: HashSet<String>,
}

impl Met {
    pub fn of(found: &Found) -> Self {
        let archives = found.archives.iter().map(Archive::known_as);
        let apart = found
            .unreadable
            .iter()
            .map(|(path, _)| absolute(&path.to_string_lossy()));
        Self {
            roots: found.roots.clone(),
            paths: archives.chain(apart).collect(),
        }
    }

    /// Whether an archive that could not be read is not met any more: it is gone, or can be read now.
    pub fn is_over(&self, entry: &Entry) -> bool {
        let path = Path::new(&entry.path);
        entry.stamp.is_none()
            && !self.paths.contains(&entry.path)
            && self.roots.iter().any(|root| path.starts_with(root))
    }
}

/// What pruning would remove, as far as that can be told without reading.
#[derive(Clone, Debug, Default)]
pub struct Forecast {
    /// Archives that are gone, each with the articles that came from it.
    pub gone: Vec<(String, u64)>,
    /// Articles that the latest reading of their archive did not find.
    pub left: u64,
    /// Archives that have changed since they were read: what is in them no more is only found by reading.
    pub changed: u64,
}

/// Why there is no forecast.
#[derive(Debug, thiserror::Error)]
pub enum NoForecast {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// Its ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// What might be gone may be only out of reach.
    #[error(transparent)]
    NotThere(#[from] NotThere),
}

/// Says what pruning would remove. Articles that other archives have too would stay.
///
/// # Errors
/// The index or its ledger cannot be read; or [`NotThere`].
pub fn forecast(index: &Index, found: &Found) -> Result<Forecast, NoForecast> {
    let reader = index.reader()?;
    let entries = entries_of(index.home(), reader.checkpoint()?.as_deref())?;
    let counts = reader.archives()?;
    let read = entries.iter().map(|entry| entry.path.as_str());
    let gone = gone(read.chain(counts.keys().map(String::as_str)), found)?;
    let identities = found.archives.iter();
    let identities = identities.map(|archive| (archive.known_as(), open::stamp_now(archive)));
    let stamps: BTreeMap<String, _> = identities.collect();
    let mut forecast = Forecast::default();
    for entry in entries {
        match stamps.get(&entry.path) {
            Some(stamp) if *stamp == entry.stamp && entry.settled.is_none() => {
                forecast.left += entry.left;
            }
            Some(_) => forecast.changed += 1,
            None => {}
        }
    }
    let with_count = |path: String| {
        let count = counts.get(&path).copied().unwrap_or(0);
        (path, count)
    };
    forecast.gone = gone.into_iter().map(with_count).collect();
    Ok(forecast)
}
