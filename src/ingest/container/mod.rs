//! Archives in archives, read as streams: what is packed is unpacked as it is read, in memory, never to the disk.
//!
//! In comes the input of one archive. It is looked at: a compressed stream is unpacked and looked at again; a tar, a zip
//! or a crawl gives its members, and each of them is read by the same function, one level deeper; anything else is a format's
//! (`ingest::format`). Out come [`Event`]s, in the archive's order, while it is read.
//!
//! ```text
//!   input ── Kind::of its head ──┬─ gzip zstd bzip2 xz ──► one input   ─┐
//!              ▲                 ├─ tar zip warc arc ────► many inputs ─┤
//!              └─────────────────┼───────────── one level deeper ◄──────┘
//!                                └─ none ──► format::detect ──► items ──► the sink
//! ```
//!
//! Invariant: every member ends in records, in one reject, or is counted as [passed over](Passed). A member's name is a
//! label: nothing is ever opened or written by it.

mod ahead;
mod compressed;
mod crawl;
mod gunzip;
mod kind;
pub(super) mod limits;
mod passed;
mod shelf;
mod tar;
mod zip;

#[cfg(test)]
mod tests;

use std::io::{self, Read};

use super::archive::{Item, RecordError};
use super::format::alto::ALTO;
use super::format::json::FieldMap;
use super::format::{self, Beside, Context, Format, Head, Input};
use super::limits::Limits;
use ahead::{Ahead, Patience};
pub use kind::Kind;
use limits::{Level, what_is_wrong};
pub use passed::Passed;
use passed::passed;
use shelf::{LARGEST, Met, ROOM, Ready, Shelf, What};
pub use zip::Seekable;

/// What reading an archive comes upon.
#[derive(Debug)]
pub enum Event<'a> {
    /// A record, or why it could not be read.
    Item {
        /// The path of the member it stands in, from the outermost archive inwards; `None` if the archive has no members.
        member: Option<&'a str>,
        /// Its number there, counted from 1; 0 if it is the member itself that could not be read.
        number: u64,
        /// The record.
        item: Box<Item>,
    },
    /// Something that is no article and is not meant to be one.
    PassedOver(Passed),
    /// An archive or a member of it is packed so; what is in it comes next.
    Packed(Kind),
    /// The format of what stands at this path; its items come next.
    Told {
        /// As of an item.
        member: Option<&'a str>,
        /// Its name in `FORMATS`.
        format: &'static str,
    },
}

/// Who takes the events. An error ends reading.
pub type Sink<'a> = dyn FnMut(Event<'_>) -> io::Result<()> + 'a;

/// What separates the names of a member's path: `2015.tar!/december.zip!/storm.html`.
pub const INSIDE: &str = "!/";

/// What is known of an archive or a member besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Place<'a> {
    /// The path from the outermost archive inwards; `None` is that archive itself.
    member: Option<&'a str>,
    /// The address it was fetched from.
    url: Option<&'a str>,
    /// The encoding declared beside it.
    charset: Option<&'a str>,
    /// When a crawl fetched it.
    crawled: Option<&'a str>,
}

impl Place<'_> {
    /// The path of a member of what stands here.
    fn inside(&self, name: &str) -> String {
        match self.member {
            Some(member) => format!("{member}{INSIDE}{name}"),
            None => name.to_owned(),
        }
    }
}

/// Reading of one archive.
pub struct Reading<'r> {
    limits: Limits,
    /// What the archive is called.
    name: &'r str,
    fields: &'r FieldMap,
    sink: &'r mut Sink<'r>,
    /// The archive once more, if it is a file: a zip is read from its end.
    file: Option<Box<dyn Seekable + 'r>>,
    /// What stands beside the archive, if it is a file.
    beside: Option<&'r dyn Beside>,
    /// The scanned pages and METS files of the tar or zip that is read, held back for each other.
    shelf: Option<Shelf>,
}

/// An archive that is a file.
pub struct OnDisk<'r> {
    /// That file once more.
    pub file: Box<dyn Seekable + 'r>,
    /// What stands beside it.
    pub beside: Option<&'r dyn Beside>,
}

impl<'r> Reading<'r> {
    /// Reads the archive called `name` from `input`, which goes to `sink` piece by piece.
    ///
    /// # Errors
    /// The bytes stopped coming, or the sink wants no more.
    pub fn run(
        name: &'r str,
        fields: &'r FieldMap,
        limits: Limits,
        input: Input<'_>,
        disk: Option<OnDisk<'r>>,
        sink: &'r mut Sink<'r>,
    ) -> io::Result<()> {
        // What is no file is written meanwhile, perhaps line by line.
        let patience = if disk.is_some() {
            Patience::Head
        } else {
            Patience::Line
        };
        let (file, beside) = match disk {
            Some(OnDisk { file, beside }) => (Some(file), beside),
            None => (None, None),
        };
        let mut reading = Self {
            limits,
            name,
            fields,
            sink,
            file,
            beside,
            shelf: None,
        };
        let ahead = Ahead::new(input, patience);
        reading.look(ahead, Place::default(), &Level::top(limits))
    }

    /// Reads what stands at `level`.
    fn read(&mut self, input: Input<'_>, place: Place<'_>, level: &Level) -> io::Result<()> {
        self.look(Ahead::new(input, Patience::Head), place, level)
    }

    fn look(&mut self, mut ahead: Ahead<'_>, place: Place<'_>, level: &Level) -> io::Result<()> {
        // Only the archive itself is that file; what is looked at next stands in it.
        let file = self.file.take();
        if let Some(error) = ahead.failed_at_once() {
            return self.fail(place, error);
        }
        let Some(kind) = Kind::of(ahead.head()) else {
            return self.read_items(ahead, place);
        };
        match level.enter(kind) {
            Ok(level) => {
                (self.sink)(Event::Packed(kind))?;
                self.shelved(kind, |reading| {
                    reading.open(kind, ahead, file, place, &level)
                })
            }
            Err(error) => self.reject(place, 0, error),
        }
    }

    /// Reads a container with a shelf of its own, if it is one in which pages may stand beside a METS file.
    fn shelved(
        &mut self,
        kind: Kind,
        read: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        if !matches!(kind, Kind::Tar | Kind::Zip) {
            return read(self);
        }
        let room = self.shelf.as_ref().map_or(ROOM, Shelf::left);
        let outer = self.shelf.replace(Shelf::new(room));
        read(self)?;
        let left = std::mem::replace(&mut self.shelf, outer);
        self.take_down(left.map(Shelf::empty).unwrap_or_default())
    }

    fn open(
        &mut self,
        kind: Kind,
        mut ahead: Ahead<'_>,
        file: Option<Box<dyn Seekable + 'r>>,
        place: Place<'_>,
        level: &Level,
    ) -> io::Result<()> {
        match (kind, file) {
            (Kind::Tar, _) => tar::read(self, &mut ahead, place, level),
            (Kind::Warc | Kind::Arc, _) => crawl::read(kind, self, &mut ahead, place, level),
            (Kind::Zip, Some(file)) => zip::read(self, file, place, level),
            (Kind::Zip, None) => zip::read_held(self, Box::new(ahead), place, level),
            (Kind::Gzip | Kind::Zstd | Kind::Bzip2 | Kind::Xz, _) => {
                let measure = level.measure();
                match compressed::open(kind, Box::new(ahead), &measure) {
                    Ok(input) => self.read(input, place, &level.measured(&measure)),
                    Err(error) => self.fail(place, error),
                }
            }
        }
    }

    /// Reads a page of a crawl, whose format is its own however it begins.
    fn read_page(&mut self, input: Input<'_>, place: Place<'_>) -> io::Result<()> {
        let mut ahead = Ahead::new(input, Patience::Head);
        match ahead.failed_at_once() {
            Some(error) => self.fail(place, error),
            None => self.read_items(ahead, place),
        }
    }

    /// Gives the items of what is no container.
    fn read_items(&mut self, mut ahead: Ahead<'_>, place: Place<'_>) -> io::Result<()> {
        let head = Head::new(ahead.lend());
        let format = format::detect(&head);
        ahead.give_back(head.into_bytes());
        let format = match format {
            Ok(format) => format,
            Err(unknown) => return self.item(place, 1, Item::reject(None, 0, &[], unknown)),
        };
        // A member has no neighbours that could be opened, but some may come with it.
        if let Some(member) = place.member
            && self.shelf.is_some()
            && let Some(what) = What::of(format.name)
        {
            return self.put_by(what, member, format, ahead, place);
        }
        let beside = self.beside.filter(|_| place.member.is_none());
        if format.name == ALTO && beside.is_some_and(Beside::is_page_of_another) {
            return self.pass(Passed::MetsPage);
        }
        self.read_as(format, Box::new(ahead), place, beside)
    }

    /// Holds a page or a METS file back, and reads what can be read with it; one that is too large is read as it comes.
    fn put_by(
        &mut self,
        what: What,
        member: &str,
        format: &'static Format,
        mut ahead: Ahead<'_>,
        place: Place<'_>,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        let read = ahead.by_ref().take(LARGEST as u64).read_to_end(&mut bytes);
        if let Err(error) = read {
            return self.fail(place, error);
        }
        let shelf = self.shelf.as_mut().filter(|_| bytes.len() < LARGEST);
        let Some(shelf) = shelf else {
            let input = io::Cursor::new(bytes).chain(ahead);
            return self.read_as(format, Box::new(input), place, None);
        };
        let ready = shelf.put(what, Met::new(place, member), &bytes)?;
        self.take_down(ready)
    }

    /// Reads what was held back.
    fn take_down(&mut self, ready: Vec<Ready>) -> io::Result<()> {
        for ready in ready {
            let format = format::named(ready.what.format());
            let pages = ready.pages.len();
            let beside = (pages > 0).then_some(&ready.pages as &dyn Beside);
            self.read_as(format, ready.input()?, ready.met.place(), beside)?;
            for _ in 0..pages {
                self.pass(Passed::MetsPage)?;
            }
        }
        Ok(())
    }

    /// Gives the items of an archive, or of a member, in a format.
    fn read_as(
        &mut self,
        format: &Format,
        input: Input<'_>,
        place: Place<'_>,
        beside: Option<&dyn Beside>,
    ) -> io::Result<()> {
        (self.sink)(Event::Told {
            member: place.member,
            format: format.name,
        })?;
        let context = Context {
            fields: self.fields,
            name: place.member.unwrap_or(self.name),
            url: place.url,
            charset: place.charset,
            limits: self.limits,
            beside,
        };
        for (number, item) in (1..).zip((format.read)(input, &context)) {
            match item {
                Ok(item) => self.item(place, number, item)?,
                Err(error) => return self.fail(place, error),
            }
        }
        Ok(())
    }

    fn item(&mut self, place: Place<'_>, number: u64, mut item: Item) -> io::Result<()> {
        if let (Ok(record), Some(crawled)) = (&mut item.outcome, place.crawled) {
            record
                .extra
                .entry(crate::article::CRAWLED)
                .or_insert_with(|| crawled.into());
        }
        (self.sink)(Event::Item {
            member: place.member,
            number,
            item: Box::new(item),
        })
    }

    /// A member that cannot be read; `byte` is where in its container that was seen.
    fn reject(&mut self, place: Place<'_>, byte: u64, error: RecordError) -> io::Result<()> {
        self.item(place, 0, Item::reject(None, byte, &[], error))
    }

    /// What stands here could not be read to its end.
    fn fail(&mut self, place: Place<'_>, error: io::Error) -> io::Result<()> {
        let error = what_is_wrong(error)?;
        self.reject(place, 0, error)
    }

    fn pass(&mut self, what: Passed) -> io::Result<()> {
        (self.sink)(Event::PassedOver(what))
    }
}
