//! Crawls: what an archive of web pages holds, whether WARC or ARC, record by record.
//!
//! In comes the stream, unpacked; each page goes on as a member whose path is its address. What a browser fetched besides
//! (pictures, style sheets, scripts) and what a crawl notes for itself is counted as passed over. Behind a broken record
//! reading goes on with the next one that can be found.
//!
//! Invariant: a page is given with its address, the encoding that HTTP declared, and the time it was fetched, which is
//! never taken for a date of publication.

mod arc;
mod body;
mod http;
mod line;
mod warc;

use std::io::{self, BufRead};

use super::kind::Kind;
use super::limits::{Level, Part, broken, what_is_wrong};
use super::{Passed, Place, Reading};
use crate::ingest::archive::RecordError;
use http::Media;
use line::{Line, read_line};

/// One record of a crawl: its head, in the terms of both formats.
struct Capture {
    /// The address.
    url: String,
    /// When it was fetched, as ISO 8601 where it can be.
    date: Option<String>,
    /// What its bytes are.
    block: Block,
    /// How many they are.
    length: u64,
}

/// What the bytes of a record are.
enum Block {
    /// An answer of HTTP: head and body.
    Http,
    /// The content itself, of this media type.
    Content(Media),
    /// Nothing that is read.
    Passed(Passed),
    /// Something that should be read and cannot be.
    Refused(RecordError),
}

/// One of the two formats.
trait Format {
    /// Its name in messages.
    const NAME: &'static str;
    /// What it is called when it ends too soon.
    const WHAT: &'static str;
    /// Whether a line is the first of a record.
    fn is_start(line: &[u8]) -> bool;
    /// Reads the rest of a record's head behind its first line. What is wrong with it is an error of [`broken`].
    fn head(&mut self, first: &[u8], input: &mut Stream<'_>) -> io::Result<Capture>;
}

/// Reads a WARC or an ARC.
pub fn read(
    kind: Kind,
    reading: &mut Reading<'_>,
    input: &mut dyn BufRead,
    place: Place<'_>,
    level: &Level,
) -> io::Result<()> {
    let stream = Stream { input, at: 0 };
    match kind {
        Kind::Arc => Crawl::new(stream, arc::Arc).run(reading, place, level),
        _ => Crawl::new(stream, warc::Warc).run(reading, place, level),
    }
}

/// The bytes of a crawl, counted.
struct Stream<'a> {
    input: &'a mut dyn BufRead,
    at: u64,
}

impl Stream<'_> {
    fn line(&mut self, line: &mut Line) -> io::Result<u64> {
        let length = read_line(self.input, line)?;
        self.at += length;
        Ok(length)
    }
}

struct Crawl<'a, F> {
    stream: Stream<'a>,
    format: F,
    /// Behind something broken: lines are passed over up to the first of a record.
    is_lost: bool,
}

impl<'a, F: Format> Crawl<'a, F> {
    fn new(stream: Stream<'a>, format: F) -> Self {
        Self {
            stream,
            format,
            is_lost: false,
        }
    }

    fn run(mut self, reading: &mut Reading<'_>, place: Place<'_>, level: &Level) -> io::Result<()> {
        let mut failed_at = None;
        loop {
            let start = self.stream.at;
            match self.next() {
                Ok(None) => return Ok(()),
                Ok(Some(capture)) => self.capture(&capture, start, reading, place, level)?,
                Err(error) => {
                    let error = what_is_wrong(error)?;
                    reading.reject(place, start, error)?;
                    self.is_lost = true;
                    // Two errors without a byte in between: nothing more comes.
                    if failed_at.replace(self.stream.at) == Some(self.stream.at) {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// The head of the next record; `None` at the end.
    fn next(&mut self) -> io::Result<Option<Capture>> {
        let mut line = Line::default();
        loop {
            if self.stream.line(&mut line)? == 0 {
                return Ok(None);
            }
            if F::is_start(line.bytes()) {
                self.is_lost = false;
                return self.format.head(line.bytes(), &mut self.stream).map(Some);
            }
            if !self.is_lost && !line.is_blank() {
                return Err(malformed::<F>("something else where a record should begin"));
            }
        }
    }

    /// Reads the block of a record.
    fn capture(
        &mut self,
        capture: &Capture,
        start: u64,
        reading: &mut Reading<'_>,
        place: Place<'_>,
        level: &Level,
    ) -> io::Result<()> {
        let path = place.inside(&capture.url);
        let mut part = Part::new(self.stream.input, capture.length, F::WHAT);
        let page = Page {
            place: Place {
                member: Some(&path),
                url: Some(&capture.url),
                charset: None,
                crawled: capture.date.as_deref(),
            },
            start,
            level,
        };
        match &capture.block {
            Block::Http => page.read_http(&mut part, reading)?,
            Block::Content(media) => page.read_content(&mut part, media, reading)?,
            Block::Passed(what) => reading.pass(*what)?,
            Block::Refused(error) => reading.reject(page.place, start, error.clone())?,
        }
        // What failed while it was read has been said of the page.
        let is_said = part.failed;
        let skipped = if is_said { Ok(()) } else { part.skip() };
        self.is_lost |= is_said || skipped.is_err();
        self.stream.at += capture.length - part.left;
        match skipped {
            Ok(()) => Ok(()),
            Err(error) => reading.reject(page.place, start, what_is_wrong(error)?),
        }
    }
}

/// A page of a crawl, with all that is known of it before its bytes are read.
struct Page<'a> {
    place: Place<'a>,
    /// Where its record begins, in bytes.
    start: u64,
    level: &'a Level,
}

impl Page<'_> {
    /// Reads an answer of HTTP.
    fn read_http(&self, part: &mut Part<'_>, reading: &mut Reading<'_>) -> io::Result<()> {
        let answer = match http::read_head(part) {
            Ok(answer) => answer,
            Err(error) => return reading.reject(self.place, self.start, what_is_wrong(error)?),
        };
        match answer.status {
            200..=299 => {}
            300..=399 => return reading.pass(Passed::Redirect),
            _ => return reading.pass(Passed::ErrorPage),
        }
        if let Some(what) = self.passed(&answer.media) {
            return reading.pass(what);
        }
        let body = match body::open(part, &answer, self.level) {
            Ok(Some(body)) => body,
            Ok(None) => return reading.pass(Passed::EmptyPage),
            Err(error) => return reading.reject(self.place, self.start, what_is_wrong(error)?),
        };
        reading.read_page(body, self.declared(&answer.media))
    }

    /// Reads content that stands in the record as it is.
    fn read_content(
        &self,
        part: &mut Part<'_>,
        media: &Media,
        reading: &mut Reading<'_>,
    ) -> io::Result<()> {
        if let Some(what) = self.passed(media) {
            return reading.pass(what);
        }
        match part.fill_buf() {
            Ok([]) => return reading.pass(Passed::EmptyPage),
            Ok(_) => {}
            Err(error) => return reading.reject(self.place, self.start, what_is_wrong(error)?),
        }
        reading.read_page(Box::new(part), self.declared(media))
    }

    /// What it is, if it is no page.
    fn passed(&self, media: &Media) -> Option<Passed> {
        let path = self.place.url.unwrap_or_default();
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let is_robots = path.ends_with("/robots.txt");
        media.passed().or(is_robots.then_some(Passed::Robots))
    }

    fn declared<'a>(&'a self, media: &'a Media) -> Place<'a> {
        Place {
            charset: media.charset.as_deref(),
            ..self.place
        }
    }
}

/// What is wrong with a record of this format.
fn malformed<F: Format>(reason: &str) -> io::Error {
    broken(RecordError::Malformed {
        format: F::NAME,
        reason: reason.to_owned(),
    })
}
