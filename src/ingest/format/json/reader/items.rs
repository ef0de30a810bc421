//! What the reader of JSON hands out: a record, or a reject with its place and a sample.

use std::io;

use super::super::parse;
use super::super::scan::Scan;
use super::{HEAD_BYTES, JsonRecords, Place, Start};
use crate::ingest::archive::{Item, RecordError};

impl JsonRecords<'_> {
    /// Makes an item of the value that the window starts with, and lets go of it.
    pub(super) fn take_record(&mut self, scan: &Scan, start: Start, length: usize) -> Item {
        let item = if start.too_large.is_some() {
            let limit = self.limit as u64;
            self.reject(&start, length, RecordError::TooLarge { limit })
        } else if scan.values() > self.most_values {
            self.reject(
                &start,
                length,
                RecordError::TooManyValues {
                    limit: self.most_values,
                },
            )
        } else {
            let bytes = &self.window.bytes()[..length];
            let item = |outcome| match outcome {
                Ok(record) => Item::record(Some(start.line), start.byte, record),
                Err(error) => Item::reject(Some(start.line), start.byte, bytes, error),
            };
            let outcomes = parse::records(&mut self.records, bytes);
            let mut items = outcomes
                .unwrap_or_else(|error| vec![Err(error)])
                .into_iter()
                .map(item);
            let first = items.next().expect("an object comes to something");
            self.ready.extend(items);
            first
        };
        self.window.consume(length);
        item
    }

    /// How much of the window to show of a value that is broken at a byte: the fault and the rest of its line, so that it can be
    /// seen what is wrong.
    pub(super) fn shown(&self, at: usize) -> usize {
        let held = self.window.bytes();
        let rest = held.get(at..).unwrap_or_default();
        let rest = &rest[..rest.len().min(HEAD_BYTES)];
        at + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
    }

    /// A reject of what starts at `start`; the window is left as it is.
    pub(super) fn reject(&self, start: &Start, length: usize, error: RecordError) -> Item {
        let held = self.window.bytes();
        let bytes = start
            .too_large
            .as_deref()
            .unwrap_or(&held[..held.len().min(length)]);
        let limit = self.limit as u64;
        let error = if start.too_large.is_some() {
            RecordError::TooLarge { limit }
        } else {
            error
        };
        Item::reject(Some(start.line), start.byte, bytes, error)
    }

    /// The reject of what the end of the archive cuts short.
    pub(super) fn cut_short(&mut self, start: Start, what: &'static str) -> Item {
        self.place = Place::Ended;
        self.reject(
            &start,
            self.window.bytes().len(),
            RecordError::Truncated { what },
        )
    }

    /// A line that starts no object: a reject as a whole.
    pub(super) fn reject_line(&mut self) -> io::Result<Item> {
        let start = self.start();
        let mut head = Vec::new();
        let ended = loop {
            let bytes = self.window.bytes();
            let end = memchr::memchr(b'\n', bytes);
            let part = &bytes[..end.unwrap_or(bytes.len())];
            head.extend_from_slice(&part[..part.len().min(HEAD_BYTES - head.len())]);
            let used = part.len();
            self.window.consume(used);
            if end.is_some() || !self.window.fill()? {
                break end.is_none();
            }
        };
        let error = parse::no_record(&head, ended);
        Ok(Item::reject(
            Some(start.line),
            start.byte,
            head.trim_ascii_end(),
            error,
        ))
    }
}
