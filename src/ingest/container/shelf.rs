//! Scanned pages in a tar or a zip, held back until the METS file comes whose articles stand on them, or the other way round.
//!
//! In come the ALTO pages and METS files of one container, as they are met; out come, in [`Ready`], those that can be read: a METS
//! file once all pages that it names are there, and at the end everything else, METS files first. Pages that a METS file was read
//! with are not read once more. Invariant: what is held, packed, stays below the room that was given; beyond it the oldest is
//! read with what is there: a page on its own, a METS file without the pages that are gone.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, BufReader, Cursor};

use super::Place;
use crate::ingest::format::alto::ALTO;
use crate::ingest::format::mets::{METS, pages_of};
use crate::ingest::format::{Beside, Input};

/// So much is held in all containers that are open, packed; a page of ten thousand words packs to a third of a megabyte.
pub const ROOM: usize = 64 << 20;
/// No larger page or METS file is held back.
pub const LARGEST: usize = 32 << 20;
/// What holding something costs beside its bytes and names.
const OVERHEAD: usize = 512;
/// As fast as it gets.
const PACKING: i32 = 1;

/// What kind of file is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An ALTO page.
    Page,
    /// A METS file.
    Mets,
}

impl What {
    /// What a file of the format of this name is held back as, if it is.
    pub fn of(format: &str) -> Option<Self> {
        match format {
            ALTO => Some(Self::Page),
            METS => Some(Self::Mets),
            _ => None,
        }
    }

    /// The name of its format.
    pub fn format(self) -> &'static str {
        match self {
            Self::Page => ALTO,
            Self::Mets => METS,
        }
    }
}

/// Where something held back was met.
#[derive(Clone, Debug)]
pub struct Met {
    member: String,
    url: Option<String>,
    charset: Option<String>,
    crawled: Option<String>,
}

impl Met {
    /// A place that has a member.
    pub fn new(place: Place<'_>, member: &str) -> Self {
        Self {
            member: member.to_owned(),
            url: place.url.map(str::to_owned),
            charset: place.charset.map(str::to_owned),
            crawled: place.crawled.map(str::to_owned),
        }
    }

    /// The place again.
    pub fn place(&self) -> Place<'_> {
        Place {
            member: Some(&self.member),
            url: self.url.as_deref(),
            charset: self.charset.as_deref(),
            crawled: self.crawled.as_deref(),
        }
    }
}

/// A file that is held.
#[derive(Debug)]
struct Held {
    what: What,
    met: Met,
    packed: Vec<u8>,
    /// Of a METS file, the members that it names.
    names: BTreeSet<String>,
    /// How many of them are not there yet.
    missing: usize,
}

impl Held {
    fn cost(&self) -> usize {
        let names: usize = self
            .names
            .iter()
            .map(|name| 2 * name.len() + OVERHEAD)
            .sum();
        self.packed.len() + self.met.member.len() + OVERHEAD + names
    }
}

/// A file that is to be read now.
#[derive(Debug)]
pub struct Ready {
    /// Which of the two it is.
    pub what: What,
    /// Where it was met.
    pub met: Met,
    packed: Vec<u8>,
    /// The pages that a METS file is read with.
    pub pages: Pages,
}

impl Ready {
    /// Its bytes.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn input(&self) -> io::Result<Input<'_>> {
        unpacked(&self.packed)
    }
}

/// The pages of a METS file, by their names in its folder.
#[derive(Debug, Default)]
pub struct Pages(HashMap<String, Vec<u8>>);

impl Pages {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl Beside for Pages {
    fn open(&self, name: &str) -> io::Result<Option<Input<'_>>> {
        self.0.get(name).map(|packed| unpacked(packed)).transpose()
    }

    fn itself(&self) -> io::Result<Option<File>> {
        Ok(None)
    }

    fn is_page_of_another(&self) -> bool {
        false
    }
}

fn unpacked(packed: &[u8]) -> io::Result<Input<'_>> {
    let unpacker = zstd::stream::read::Decoder::new(Cursor::new(packed))?;
    Ok(Box::new(BufReader::new(unpacker)))
}

/// What is held back of one container.
#[derive(Debug)]
pub struct Shelf {
    /// In the order in which it came.
    held: BTreeMap<u64, Held>,
    next: u64,
    /// The pages that are held, by member.
    pages: HashMap<String, u64>,
    /// Which METS files name a member that is not there yet.
    wanted: HashMap<String, BTreeSet<u64>>,
    room: usize,
    taken: usize,
    ready: Vec<Ready>,
}

impl Shelf {
    /// A shelf with so much room.
    pub fn new(room: usize) -> Self {
        Self {
            held: BTreeMap::new(),
            next: 0,
            pages: HashMap::new(),
            wanted: HashMap::new(),
            room,
            taken: 0,
            ready: Vec::new(),
        }
    }

    /// The room that is left.
    pub fn left(&self) -> usize {
        self.room.saturating_sub(self.taken)
    }

    /// Holds a file back; out comes what can be read now.
    ///
    /// # Errors
    /// None that memory does not make.
    pub fn put(&mut self, what: What, met: Met, bytes: &[u8]) -> io::Result<Vec<Ready>> {
        let number = self.next;
        self.next += 1;
        let member = met.member.clone();
        let mut names = BTreeSet::new();
        if what == What::Mets {
            let folder = member.rfind('/').map_or("", |at| &member[..=at]);
            names.extend(pages_of(bytes).iter().map(|name| format!("{folder}{name}")));
        }
        let missing: Vec<String> = names
            .iter()
            .filter(|name| self.page(name).is_none())
            .cloned()
            .collect();
        let held = Held {
            what,
            met,
            packed: zstd::bulk::compress(bytes, PACKING)?,
            missing: missing.len(),
            names,
        };
        self.taken += held.cost();
        self.held.insert(number, held);
        match what {
            What::Mets if missing.is_empty() => self.take(number),
            What::Mets => {
                for name in missing {
                    self.wanted.entry(name).or_default().insert(number);
                }
            }
            What::Page => {
                let plain = member.strip_suffix(".gz").unwrap_or(&member);
                let waiting = self.wanted.remove(plain);
                let waiting = waiting.or_else(|| self.wanted.remove(&member));
                self.pages.insert(member, number);
                for mets in waiting.unwrap_or_default() {
                    let held = self
                        .held
                        .get_mut(&mets)
                        .expect("what is wanted is wanted by somebody held");
                    held.missing -= 1;
                    if held.missing == 0 {
                        self.take(mets);
                    }
                }
            }
        }
        while self.taken > self.room {
            let Some((&oldest, _)) = self.held.first_key_value() else {
                break;
            };
            self.take(oldest);
        }
        Ok(std::mem::take(&mut self.ready))
    }

    /// Everything that is left, METS files first.
    pub fn empty(mut self) -> Vec<Ready> {
        let of = |held: &BTreeMap<u64, Held>, what: What| -> Vec<u64> {
            let of_it = held.iter().filter(|(_, held)| held.what == what);
            of_it.map(|(number, _)| *number).collect()
        };
        for number in of(&self.held, What::Mets) {
            self.take(number);
        }
        for number in of(&self.held, What::Page) {
            self.take(number);
        }
        std::mem::take(&mut self.ready)
    }

    /// The page that a METS file calls so.
    fn page(&self, name: &str) -> Option<u64> {
        let packed = || self.pages.get(&format!("{name}.gz"));
        self.pages.get(name).or_else(packed).copied()
    }

    /// Takes a file from the shelf to be read, a METS file with its pages.
    fn take(&mut self, number: u64) {
        let Some(held) = self.remove(number) else {
            return;
        };
        let mut pages = Pages::default();
        let folder = held.met.member.rfind('/').map_or(0, |at| at + 1);
        for name in &held.names {
            if let Some(page) = self.page(name).and_then(|page| self.remove(page)) {
                pages.0.insert(name[folder..].to_owned(), page.packed);
            }
        }
        self.ready.push(Ready {
            what: held.what,
            met: held.met,
            packed: held.packed,
            pages,
        });
    }

    fn remove(&mut self, number: u64) -> Option<Held> {
        let held = self.held.remove(&number)?;
        self.taken -= held.cost();
        match held.what {
            // The same name may have come again since.
            What::Page if self.pages.get(&held.met.member) == Some(&number) => {
                self.pages.remove(&held.met.member);
            }
            What::Page => {}
            What::Mets => {
                for name in &held.names {
                    if let Some(waiting) = self.wanted.get_mut(name)
                        && waiting.remove(&number)
                        && waiting.is_empty()
                    {
                        self.wanted.remove(name);
                    }
                }
            }
        }
        Some(held)
    }
}
