//! What `morgue export` writes: an article a line, as it was in an index.
//!
//! In comes a stream of lines; out comes a record for each that carries what the index knew beside it ([`Kept`]), so that
//! it becomes the same article with the same id. A line may have been edited: whatever it says is cleaned as a record of any
//! other format is. Invariant: memory is bounded by the largest line that is read.
//!
//! [`Kept`]: crate::article::Kept

use std::io;

use super::window::Window;
use super::{Context, Head, Input, Items};
use crate::article::{Article, Record};
use crate::index::{EXPORT_VERSION, Exported};
use crate::ingest::archive::{Item, RecordError, sample};

/// The longest line that is read, in largest records. A record may have been as large as records are, and a sign of it is up to six
/// bytes when it is written as an escape; few are.
const LINE_OF_RECORDS: usize = 2;

/// How an export begins.
const BEGINNING: &str = "{\"morgue\":";

/// Whether an archive that begins with `head` is an export of morgue's.
pub fn looks_like_export(head: &Head) -> bool {
    let bytes = head.bytes().trim_ascii_start();
    bytes
        .strip_prefix(BEGINNING.as_bytes())
        .is_some_and(|rest| {
            rest.trim_ascii_start()
                .first()
                .is_some_and(u8::is_ascii_digit)
        })
}

/// The records of an export.
pub fn read_export<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    Box::new(Lines {
        window: Window::new(input),
        limit: LINE_OF_RECORDS.saturating_mul(context.limits.record),
    })
}

struct Lines<'a> {
    window: Window<'a>,
    limit: usize,
}

impl Iterator for Lines<'_> {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.window.skip_separators() {
            Ok(None) => None,
            Ok(Some(_)) => Some(self.line()),
            Err(error) => Some(Err(error)),
        }
    }
}

impl Lines<'_> {
    /// The record of the line that begins here.
    fn line(&mut self) -> io::Result<Item> {
        let (line, byte) = (Some(self.window.line()), self.window.byte());
        let mut looked_at = 0;
        let (end, is_cut) = loop {
            let bytes = self.window.bytes();
            if let Some(end) = memchr::memchr(b'\n', &bytes[looked_at..]) {
                break (looked_at + end, false);
            }
            looked_at = bytes.len();
            if looked_at > self.limit {
                let sample = sample(bytes);
                self.window.skip_line()?;
                let limit = self.limit as u64;
                return Ok(Item {
                    line,
                    byte,
                    sample,
                    outcome: Err(RecordError::TooLarge { limit }),
                });
            }
            if !self.window.fill()? {
                break (self.window.bytes().len(), true);
            }
        };
        let bytes = &self.window.bytes()[..end];
        let limit = self.limit as u64;
        let item = match read(bytes) {
            // It came whole with what was looked at, so nobody has measured it.
            _ if end > self.limit => {
                Item::reject(line, byte, bytes, RecordError::TooLarge { limit })
            }
            Ok(record) => Item::record(line, byte, record),
            Err(error) if is_cut && error.is_eof() => Item::reject(
                line,
                byte,
                bytes,
                RecordError::Truncated { what: "a record" },
            ),
            Err(error) => Item::reject(line, byte, bytes, error.into_record_error()),
        };
        self.window.consume(end);
        Ok(item)
    }
}

/// What is wrong with a line.
enum Wrong {
    Json(serde_json::Error),
    Version(u32),
}

impl Wrong {
    fn is_eof(&self) -> bool {
        matches!(self, Self::Json(error) if error.is_eof())
    }

    fn into_record_error(self) -> RecordError {
        let reason = match self {
            Self::Json(error) => error.to_string(),
            Self::Version(version) => format!("it has version {version}, of a newer morgue"),
        };
        RecordError::Malformed {
            format: "morgue-export",
            reason,
        }
    }
}

fn read(bytes: &[u8]) -> Result<Record, Wrong> {
    let exported: Exported = serde_json::from_slice(bytes).map_err(Wrong::Json)?;
    if exported.morgue > EXPORT_VERSION {
        return Err(Wrong::Version(exported.morgue));
    }
    let kept = exported.kept();
    let Article {
        id,
        title,
        body,
        published,
        date_source,
        source,
        section,
        byline,
        place,
        url,
        lang,
        tags,
        extra,
        origin: _,
    } = exported.article;
    Ok(Record {
        id: Some(id.as_str().to_owned()),
        title,
        body,
        published,
        date_source,
        source,
        section,
        byline,
        place,
        url,
        lang,
        tags,
        extra,
        kept: Some(Box::new(kept)),
        ..Record::default()
    })
}
