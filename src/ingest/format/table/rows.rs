//! From row to row of a table, with quotes and line ends in quotes as RFC 4180 and spreadsheets have them.
//!
//! In comes a window over the archive; out comes one [`Row`] at a time, which stays in the window until it is consumed.
//! Invariant: a row's cells are whole, and its bytes are those that made them.

use std::io;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::super::Input;
use super::super::window::Window;
use super::shape::Quotes;

/// How many cells a row may have.
pub(super) const MAX_CELLS: usize = 10_000;

/// How many bytes of an archive may be read a second time because a quote was not closed: a bound on what an archive that is
/// made for it can cost.
const REREAD_BYTES: usize = 256 << 20;

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    TooLarge,
    TooManyCells,
    /// A quote is opened in its first line and closed nowhere, or in the middle of another row.
    OpenQuote,
}

/// A row that the window starts with.
#[derive(Debug)]
pub(super) struct Row {
    /// How many bytes of the window it takes.
    length: usize,
    /// How many cells it has.
    cells: usize,
    pub trouble: Option<Trouble>,
}

pub(super) struct Rows<'a> {
    window: Window<'a>,
    reader: Reader,
    delimiter: u8,
    quotes: Quotes,
    limit: usize,
    reread: usize,
    /// The text of the row's cells, one after the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Set when there is nothing to come.
    ended: bool,
    /// Set when the rest of a line that was too large is to be passed over.
    inside_line: bool,
    /// Whether the last row was given up before its end: what is too large may also have been read whole.
    is_cut: bool,
}

impl<'a> Rows<'a> {
    pub fn new(input: Input<'a>, delimiter: u8, quotes: Quotes, limit: usize) -> Self {
        Self {
            window: Window::new(input),
            reader: ReaderBuilder::new()
                .delimiter(delimiter)
                .escape(quotes.escape())
                .build(),
            delimiter,
            quotes,
            limit,
            reread: REREAD_BYTES,
            text: vec![0; 4096],
            ends: vec![0; 64],
            ended: false,
            inside_line: false,
            is_cut: false,
        }
    }

    /// Line and byte of the row that the window starts with.
    pub fn place(&self) -> (u64, u64) {
        (self.window.line(), self.window.byte())
    }

    /// The bytes of a row.
    pub fn bytes(&self, row: &Row) -> &[u8] {
        let held = self.window.bytes();
        &held[..held.len().min(row.length)]
    }

    /// Its cells, in the archive's encoding.
    pub fn cells(&self, row: &Row) -> impl Iterator<Item = &[u8]> + Clone {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends[..row.cells])
            .map(|(from, to)| &self.text[from..*to])
    }

    /// Lets go of a row.
    pub fn consume(&mut self, row: &Row) {
        let length = self.bytes(row).len();
        self.inside_line = row.trouble == Some(Trouble::TooLarge) && self.is_cut;
        self.window.consume(length);
    }

    /// The next row, or `None` at the end.
    pub fn next(&mut self) -> io::Result<Option<Row>> {
        if std::mem::take(&mut self.inside_line) {
            self.window.skip_line()?;
        }
        if !self.skip_blank_lines()? {
            return Ok(None);
        }
        let row = self.parse()?;
        let line = self.first_line(&row);
        if line == row.length || row.trouble == Some(Trouble::TooManyCells) {
            return Ok(Some(row));
        }
        let is_open = row.trouble == Some(Trouble::TooLarge) || !self.quotes_are_closed(&row);
        if !is_open || self.reread < row.length {
            return Ok(Some(row));
        }
        // The row swallowed lines that are none of its own: they are read again.
        self.reread -= row.length;
        self.ended = false;
        Ok(Some(Row {
            length: line,
            cells: 0,
            trouble: Some(Trouble::OpenQuote),
        }))
    }

    /// Whether there is something after the blank lines that come next.
    fn skip_blank_lines(&mut self) -> io::Result<bool> {
        loop {
            let held = self.window.bytes();
            let next = held.iter().position(|byte| !matches!(byte, b'\n' | b'\r'));
            self.window.consume(next.unwrap_or(held.len()));
            if next.is_some() {
                return Ok(true);
            }
            if !self.window.fill()? {
                return Ok(false);
            }
        }
    }

    fn parse(&mut self) -> io::Result<Row> {
        self.reader.reset();
        let (mut length, mut written, mut cells) = (0, 0, 0);
        let mut trouble = None;
        self.is_cut = false;
        loop {
            let input = &self.window.bytes()[length..];
            // Nothing at all tells the reader that the archive ends.
            if input.is_empty() && !self.ended {
                if length > self.limit {
                    trouble = Some(Trouble::TooLarge);
                    self.is_cut = true;
                    break;
                }
                self.ended = !self.window.fill()?;
                continue;
            }
            let (result, read, wrote, ended) =
                self.reader
                    .read_record(input, &mut self.text[written..], &mut self.ends[cells..]);
            length += read;
            written += wrote;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                // The text of a row is never longer than the row.
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if cells < MAX_CELLS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    trouble = Some(Trouble::TooManyCells);
                    cells = 0;
                }
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        if length > self.limit {
            trouble = Some(Trouble::TooLarge);
        }
        Ok(Row {
            length,
            cells: if trouble.is_some() { 0 } else { cells },
            trouble,
        })
    }

    /// The length of the row's first line, with its end.
    fn first_line(&self, row: &Row) -> usize {
        memchr::memchr(b'\n', self.bytes(row)).map_or(row.length, |at| at + 1)
    }

    /// Whether each quote that opens a cell is closed where the cell ends.
    fn quotes_are_closed(&self, row: &Row) -> bool {
        let bytes = self.bytes(row);
        let is_end = |byte: Option<&u8>| {
            byte.is_none_or(|byte| *byte == self.delimiter || matches!(byte, b'\n' | b'\r' | b' '))
        };
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] != b'"' {
                // To the next cell.
                at += memchr::memchr(self.delimiter, &bytes[at..]).unwrap_or(bytes.len() - at) + 1;
                continue;
            }
            at += 1;
            loop {
                let Some(quote) = memchr::memchr(b'"', &bytes[at..]) else {
                    return false;
                };
                let is_meant = self.quotes == Quotes::Escaped
                    && bytes[..at + quote]
                        .iter()
                        .rev()
                        .take_while(|byte| **byte == b'\\')
                        .count()
                        % 2
                        == 1;
                at += quote + 1;
                if is_meant {
                    continue;
                }
                match bytes.get(at) {
                    Some(b'"') => at += 1,
                    next if is_end(next) => break,
                    _ => return false,
                }
            }
            at += memchr::memchr(self.delimiter, &bytes[at..]).unwrap_or(bytes.len() - at) + 1;
        }
        true
    }
}
