//! The reader of JSON archives: from value to value, with a reject for each that is broken.
//!
//! In comes the window over an archive; out come its items. Which form the archive has is not asked: a `[` opens an array of
//! records wherever it stands, a `{` a record or an object around records, and anything else is a line that is no record.

mod items;

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::fields::FieldMap;
use super::parse;
use super::record::RecordReader;
use super::resync::{Element, FirstKey};
use super::scan::{Fault, LineEnd, Scan, Step};
use super::wrapping::Wrapping;
use crate::ingest::archive::{Item, RecordError};
use crate::ingest::format::window::Window;

/// How much of a record that is too large is kept for its sample.
const HEAD_BYTES: usize = 1024;

/// How many values a record may have. The most that one takes is some hundred bytes of memory, for two of the archive.
pub(in crate::ingest) const MAX_VALUES: usize = 250_000;

/// How many bytes of an archive, in largest records, may be read a second time because a record never ended; past that the rest of such a
/// record is given up. A bound on what an archive made for it can cost.
const RESCANNED_TIMES: usize = 4;

/// Where the reader stands.
enum Place {
    /// Between values that stand in nothing.
    Top,
    /// In an array of records, with the scan of the object around it, if there is one.
    Array(Option<Box<Scan>>),
    /// After a wrapper's array.
    Tail(Box<Scan>),
    /// At the end.
    Ended,
}

/// How the records that were read so far lie, which decides what a line end inside of one means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Unknown,
    /// One record a line.
    Lines,
    /// Records that span lines.
    Spanning,
}

impl Layout {
    /// What is thought of an archive after a broken record. One that begins with it has lines, most likely.
    fn after_broken(self) -> Self {
        match self {
            Self::Unknown | Self::Lines => Self::Lines,
            Self::Spanning => Self::Spanning,
        }
    }
}

/// What came of looking for the end of a value.
enum Found {
    /// It is this long.
    Whole(usize),
    Wrapper(usize),
    Broken(usize, Fault),
    /// The archive ends inside of it.
    Cut,
}

/// An iterator over the items of one archive.
pub(super) struct JsonRecords<'a> {
    window: Window<'a>,
    place: Place,
    layout: Layout,
    records: RecordReader,
    limit: usize,
    most_values: usize,
    rescan: usize,
    /// Whether a record was read that no object stood around: then none does later either.
    seen_record: bool,
    /// The first key of the last good record in an array.
    first_key: Option<FirstKey>,
    /// What the last object held besides the item that was handed out.
    ready: VecDeque<Item>,
}

/// Where a value starts, and what is kept of one that is too large.
struct Start {
    line: u64,
    byte: u64,
    /// How far it is indented, if it is the first in its line.
    indent: Option<usize>,
    too_large: Option<Vec<u8>>,
}

impl Iterator for JsonRecords<'_> {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(item) = self.ready.pop_front() {
            return Some(Ok(item));
        }
        let next = self.next_item();
        if !matches!(next, Ok(Some(_))) {
            self.place = Place::Ended;
        }
        next.transpose()
    }
}

impl<'a> JsonRecords<'a> {
    /// A reader of an archive whose records are at most `limit` bytes large.
    pub fn new(input: Box<dyn BufRead + 'a>, fields: &FieldMap, limit: usize) -> Self {
        Self {
            window: Window::new(input),
            place: Place::Top,
            layout: Layout::Unknown,
            records: RecordReader::new(fields),
            limit,
            most_values: MAX_VALUES,
            rescan: RESCANNED_TIMES.saturating_mul(limit),
            seen_record: false,
            first_key: None,
            ready: VecDeque::new(),
        }
    }

    /// The same with another bound on the values of a record.
    pub fn with_values(self, most_values: usize) -> Self {
        Self {
            most_values,
            ..self
        }
    }

    /// How much memory the window holds.
    #[cfg(test)]
    pub fn held_bytes(&self) -> usize {
        self.window.held_bytes()
    }

    fn next_item(&mut self) -> io::Result<Option<Item>> {
        loop {
            let item = match std::mem::replace(&mut self.place, Place::Top) {
                Place::Ended => return Ok(None),
                Place::Top => match self.window.skip_separators()? {
                    None => return Ok(None),
                    Some(b'[') => {
                        self.window.consume(1);
                        self.place = Place::Array(None);
                        None
                    }
                    Some(b'{') => self.read_value()?,
                    Some(_) => Some(self.reject_line()?),
                },
                Place::Array(around) => match self.window.skip_separators()? {
                    None => Some(self.cut_short(self.start(), "an array of records")),
                    Some(b']') => {
                        self.window.consume(1);
                        self.place = around.map_or(Place::Top, |mut scan| {
                            scan.leave_array();
                            Place::Tail(scan)
                        });
                        None
                    }
                    Some(_) => {
                        self.place = Place::Array(around);
                        self.read_element()?
                    }
                },
                Place::Tail(scan) => self.read_tail(scan)?,
            };
            if item.is_some() {
                return Ok(item);
            }
        }
    }

    fn start(&self) -> Start {
        Start {
            line: self.window.line(),
            byte: self.window.byte(),
            indent: self.window.indent(),
            too_large: None,
        }
    }

    /// Goes on until the value at the start of the window is whole or cannot be; of one that is too large nothing is kept.
    fn find_end(&mut self, scan: &mut Scan, start: &mut Start) -> io::Result<Found> {
        loop {
            let step = scan.step(self.window.bytes());
            let length = match step {
                Step::End(length) => length,
                _ => scan.at(),
            };
            if length > self.limit && start.too_large.is_none() {
                start.too_large = Some(self.window.bytes()[..HEAD_BYTES.min(length)].to_vec());
            }
            match step {
                Step::End(length) => return Ok(Found::Whole(length)),
                Step::Wrapper(at) => return Ok(Found::Wrapper(at)),
                Step::Broken(at, fault) => return Ok(Found::Broken(at, fault)),
                Step::More => {}
            }
            if start.too_large.is_some() {
                self.window.consume(length);
                scan.forget();
            }
            if !self.window.fill()? {
                let length = self.window.bytes().len();
                return Ok(if scan.ends_with_input() {
                    Found::Whole(length)
                } else {
                    Found::Cut
                });
            }
        }
    }

    /// Reads an object that stands in nothing.
    fn read_value(&mut self) -> io::Result<Option<Item>> {
        let line_end = match self.layout {
            Layout::Lines => LineEnd::RecordEnd,
            Layout::Unknown | Layout::Spanning => LineEnd::Space,
        };
        let wrapping = if self.seen_record {
            Wrapping::ignore()
        } else {
            Wrapping::look()
        };
        let mut scan = Scan::new(line_end, wrapping);
        let mut start = self.start();
        let item = match self.find_end(&mut scan, &mut start)? {
            Found::Whole(length) => {
                let item = self.take_record(&scan, start, length);
                let spans = item.line != Some(self.window.line());
                self.layout = if spans {
                    Layout::Spanning
                } else {
                    Layout::Lines
                };
                self.seen_record = true;
                item
            }
            Found::Wrapper(at) => {
                self.records.stand_in(&self.window.bytes()[..at]);
                self.window.consume(at);
                scan.enter_array();
                self.place = Place::Array(Some(Box::new(scan)));
                return Ok(None);
            }
            Found::Broken(at, fault) => {
                let next = scan.next_start();
                let item = self.reject(
                    &start,
                    self.shown(at),
                    parse::broken(fault, self.window.byte() + at as u64 - start.byte),
                );
                self.go_on_at_line(&start, at, next)?;
                item
            }
            Found::Cut => match scan
                .next_start()
                .filter(|_| self.may_rescan(self.window.bytes().len()))
            {
                // It swallowed the lines of other records: it is those that are wanted, not that the archive ended.
                Some(next) => {
                    let reason = "its brackets are never closed".to_owned();
                    let item = self.reject(&start, next, RecordError::BadJson { reason });
                    self.window.consume(next);
                    self.layout = self.layout.after_broken();
                    item
                }
                None => self.cut_short(start, "a record"),
            },
        };
        Ok(Some(item))
    }

    /// After a broken record: to the line where the next one starts.
    fn go_on_at_line(&mut self, start: &Start, at: usize, next: Option<usize>) -> io::Result<()> {
        self.layout = self.layout.after_broken();
        if let Some(next) = next.filter(|next| self.may_rescan(at.saturating_sub(*next))) {
            self.window.consume(next);
            return Ok(());
        }
        self.window.consume(at);
        let spans = self.layout == Layout::Spanning || self.window.line() > start.line;
        loop {
            self.window.skip_line()?;
            // Where records span lines, the rest of a broken one is passed over, up to a line that opens one.
            if !spans || matches!(self.window.peek()?, None | Some(b'{' | b'[')) {
                return Ok(());
            }
        }
    }

    /// Whether `bytes` more may be read again.
    fn may_rescan(&mut self, bytes: usize) -> bool {
        let may = bytes <= self.rescan;
        self.rescan = self.rescan.saturating_sub(if may { bytes } else { 0 });
        may
    }

    /// Reads one element of an array of records.
    fn read_element(&mut self) -> io::Result<Option<Item>> {
        let mut scan = Scan::new(LineEnd::Space, Wrapping::ignore());
        let mut start = self.start();
        match self.find_end(&mut scan, &mut start)? {
            Found::Whole(length) => {
                if start.too_large.is_none() {
                    self.first_key = FirstKey::of(self.window.bytes());
                }
                Ok(Some(self.take_record(&scan, start, length)))
            }
            Found::Broken(at, fault) => {
                let error = parse::broken(fault, self.window.byte() + at as u64 - start.byte);
                let item = self.reject(&start, self.shown(at), error);
                self.go_on_at_element(&start, at)?;
                Ok(Some(item))
            }
            Found::Wrapper(_) | Found::Cut => Ok(Some(self.cut_short(start, "a record"))),
        }
    }

    /// After a broken element: to where the next one starts, or to the end.
    fn go_on_at_element(&mut self, start: &Start, at: usize) -> io::Result<()> {
        let own = FirstKey::of(start.too_large.as_deref().unwrap_or(self.window.bytes()));
        let again = start.too_large.is_none() && self.may_rescan(at);
        let element = Element {
            keys: [own, self.first_key.clone()],
            indent: start.indent,
        };
        if !element.find_next(&mut self.window, at, if again { 1 } else { at })? {
            self.place = Place::Ended;
        }
        Ok(())
    }

    /// Reads what stands in a wrapper after its array, in which there may be another one.
    fn read_tail(&mut self, mut scan: Box<Scan>) -> io::Result<Option<Item>> {
        let mut start = self.start();
        match self.find_end(&mut scan, &mut start)? {
            Found::Whole(length) => {
                let item = scan.is_record_after_all().then(|| {
                    // Told too late for this one, but in time for those that follow.
                    self.seen_record = true;
                    let reason =
                        "an array of objects stands before its text, and was read as records"
                            .to_owned();
                    self.reject(&start, length, RecordError::BadJson { reason })
                });
                self.window.consume(length);
                Ok(item)
            }
            Found::Wrapper(at) => {
                self.window.consume(at);
                scan.enter_array();
                self.place = Place::Array(Some(scan));
                Ok(None)
            }
            Found::Broken(at, fault) => {
                let item = self.reject(&start, at, parse::broken(fault, at as u64));
                self.window.consume(at);
                self.window.skip_line()?;
                Ok(Some(item))
            }
            Found::Cut => Ok(Some(self.cut_short(start, "the object around the records"))),
        }
    }
}
