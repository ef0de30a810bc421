//! The folders that archives stand in: the pages beside a table of contents, opened, and known when they are met again.
//!
//! In comes what was found; out comes a [`Folder`] for each archive that is a file. A METS file opens the ALTO pages that its
//! articles stand on; a page that a METS file of the same run names is not read once more on its own, whichever of the two
//! comes first. Invariants: nothing outside of the archive's folder is opened, whatever names and links say; what is kept
//! of the METS files that were looked at is bounded by those of a few folders.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::AtomicBool;

use super::archive::MAX_RECORD_BYTES;
use super::format::mets::{looks_like_mets, pages_of};
use super::format::{Beside, HEAD, Head, Input};
use super::open;
use super::walk::{Archive, Stamp};
use crate::index::hash64;

/// How many folders above a page a METS file may stand.
const ABOVE: usize = 3;
/// Of how many folders it is remembered what their METS files name.
const REMEMBERED: usize = 8;
const BUFFER: usize = 64 << 10;

/// All archives of a run, as neighbours of each other.
pub(super) struct Neighbours<'r> {
    archives: &'r [Archive],
    stop: &'r AtomicBool,
    /// The archives of each folder, once somebody has asked.
    by_folder: RefCell<Option<HashMap<PathBuf, Vec<u32>>>>,
    /// Hashes of the names that the METS files of a folder name, for the folders asked for last.
    named: RefCell<Vec<(PathBuf, Rc<HashSet<u64>>)>>,
}

impl<'r> Neighbours<'r> {
    /// The archives of a run.
    pub fn new(archives: &'r [Archive], stop: &'r AtomicBool) -> Self {
        Self {
            archives,
            stop,
            by_folder: RefCell::default(),
            named: RefCell::default(),
        }
    }

    /// The folder that a file stands in.
    pub fn folder<'n>(&'n self, archive: &Archive) -> Option<Folder<'n>> {
        let Archive::File {
            path,
            stamp: Some(_),
            ..
        } = archive
        else {
            return None;
        };
        Some(Folder {
            neighbours: self,
            archive: path.clone(),
            opened: RefCell::default(),
        })
    }

    /// Whether a METS file of this run names the page.
    fn is_named(&self, page: &Path) -> bool {
        page.ancestors().skip(1).take(ABOVE).any(|folder| {
            let Some(name) = page.strip_prefix(folder).ok().and_then(Path::to_str) else {
                return false;
            };
            let named = self.named_in(folder);
            let packed = name.strip_suffix(".gz").unwrap_or(name);
            named.contains(&hash64(name)) || named.contains(&hash64(packed))
        })
    }

    /// What the METS files of a folder name.
    fn named_in(&self, folder: &Path) -> Rc<HashSet<u64>> {
        let mut remembered = self.named.borrow_mut();
        if let Some(at) = remembered.iter().position(|(known, _)| known == folder) {
            // The one that was asked for last is forgotten last.
            let entry = remembered.remove(at);
            let named = Rc::clone(&entry.1);
            remembered.push(entry);
            return named;
        }
        let files = self.files_in(folder);
        let mut named = HashSet::new();
        for path in files {
            named.extend(pages_of_file(path).iter().map(|name| hash64(name)));
        }
        let named = Rc::new(named);
        if remembered.len() == REMEMBERED {
            remembered.remove(0);
        }
        remembered.push((folder.to_owned(), Rc::clone(&named)));
        named
    }

    fn files_in(&self, folder: &Path) -> Vec<&'r Path> {
        let mut by_folder = self.by_folder.borrow_mut();
        let by_folder = by_folder.get_or_insert_with(|| by_folder_of(self.archives));
        let numbers = by_folder.get(folder).map(Vec::as_slice).unwrap_or_default();
        let files = numbers
            .iter()
            .map(|&number| &self.archives[number as usize]);
        files.filter_map(path_of).collect()
    }
}

fn by_folder_of(archives: &[Archive]) -> HashMap<PathBuf, Vec<u32>> {
    let mut by_folder: HashMap<PathBuf, Vec<u32>> = HashMap::new();
    for (number, archive) in (0..).zip(archives) {
        let is_file = path_of(archive).is_some();
        if let Some(folder) = archive.real().filter(|_| is_file).and_then(Path::parent) {
            match by_folder.get_mut(folder) {
                Some(numbers) => numbers.push(number),
                None => drop(by_folder.insert(folder.to_owned(), vec![number])),
            }
        }
    }
    by_folder
}

fn path_of(archive: &Archive) -> Option<&Path> {
    match archive {
        Archive::File {
            path,
            stamp: Some(_),
            ..
        } => Some(path),
        _ => None,
    }
}

/// The names of the pages that a file names, if it is a METS file.
fn pages_of_file(path: &Path) -> Vec<String> {
    let read = || -> io::Result<Vec<String>> {
        let mut input = unpacked(open::open_beside(File::open(path)?, &open::NEVER))?;
        let head = Head::read(&mut input)?;
        if !looks_like_mets(&head) {
            return Ok(Vec::new());
        }
        let mut bytes = head.into_bytes();
        debug_assert!(bytes.len() <= HEAD);
        input
            .take(MAX_RECORD_BYTES as u64)
            .read_to_end(&mut bytes)?;
        Ok(pages_of(&bytes).into_iter().collect())
    };
    // What cannot be read here is said where it is read for itself.
    read().unwrap_or_default()
}

/// A file, out of gzip if it is packed so.
fn unpacked<'r>(file: impl Read + 'r) -> io::Result<Input<'r>> {
    let mut input = BufReader::with_capacity(BUFFER, file);
    Ok(if input.fill_buf()?.starts_with(b"\x1f\x8b\x08") {
        let unpacker = flate2::bufread::MultiGzDecoder::new(input);
        Box::new(BufReader::with_capacity(BUFFER, unpacker))
    } else {
        Box::new(input)
    })
}

/// The folder of one archive.
pub(super) struct Folder<'n> {
    neighbours: &'n Neighbours<'n>,
    archive: PathBuf,
    /// The pages that were asked for, as they were then.
    opened: RefCell<BTreeMap<String, Option<Stamp>>>,
}

impl Folder<'_> {
    /// The settings that an archive is read with, and the pages that it was read with: another page, another reading.
    pub fn settings(&self, settings: u64) -> u64 {
        with_pages(settings, &self.opened.borrow())
    }

    /// The same for an archive that was not opened yet: that of the last run, if it and its pages are as they were.
    pub fn settings_before(&self, settings: u64) -> u64 {
        let pages = pages_of_file(&self.archive).into_iter().map(|name| {
            let stamp = self.inner(&name).map(|(_, stamp)| stamp);
            (name, stamp)
        });
        with_pages(settings, &pages.collect())
    }

    /// A file of the folder, and its stamp. Links may lead about in the folder, but not out of it.
    fn inner(&self, name: &str) -> Option<(PathBuf, Stamp)> {
        let archive = self.archive.canonicalize().ok()?;
        let folder = archive.parent()?;
        let packed = format!("{name}.gz");
        [name, &packed].iter().find_map(|name| {
            let path = folder.join(name).canonicalize().ok()?;
            let metadata = fs::metadata(&path).ok()?;
            let is_inner = path.starts_with(folder) && metadata.is_file();
            is_inner.then(|| (path, Stamp::of(&metadata)))
        })
    }
}

fn with_pages(settings: u64, pages: &BTreeMap<String, Option<Stamp>>) -> u64 {
    if pages.is_empty() {
        settings
    } else {
        hash64(&format!("{settings} {pages:?}"))
    }
}

impl Beside for Folder<'_> {
    fn open(&self, name: &str) -> io::Result<Option<Input<'_>>> {
        let found = self.inner(name);
        let stamp = found.as_ref().map(|(_, stamp)| *stamp);
        self.opened.borrow_mut().insert(name.to_owned(), stamp);
        let Some((path, _)) = found else {
            return Ok(None);
        };
        let file = open::open_beside(File::open(path)?, self.neighbours.stop);
        unpacked(file).map(Some)
    }

    fn itself(&self) -> io::Result<Option<File>> {
        File::open(&self.archive).map(Some)
    }

    fn is_page_of_another(&self) -> bool {
        let page = self.archive.canonicalize();
        page.is_ok_and(|page| self.neighbours.is_named(&page))
    }
}

impl std::fmt::Debug for Folder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Folder").field(&self.archive).finish()
    }
}
