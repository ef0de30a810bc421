//! ARC 1.0 and 1.1 (Internet Archive, 1996; later also with the ten fields of version 2): a line, and a block.

use std::io;

use super::http::Media;
use super::line::text;
use super::{Block, Capture, Format, Stream, malformed};
use crate::ingest::container::Passed;

/// The format.
pub struct Arc;

/// Fields of a record's line: address, host, time, media type, length.
const SHORT: usize = 5;
/// The same with status, checksum, location, offset and file before the length.
const LONG: usize = 10;

impl Format for Arc {
    const NAME: &'static str = "arc";
    const WHAT: &'static str = "an ARC record";

    /// An address, and a time of at least eight digits where one belongs. Whether the length is one is another question: a
    /// record without one is told as such.
    fn is_start(line: &[u8]) -> bool {
        fields(line).is_some()
    }

    fn head(&mut self, first: &[u8], _: &mut Stream<'_>) -> io::Result<Capture> {
        let without = || malformed::<Self>("a record without a length");
        let fields = fields(first).ok_or_else(without)?;
        let length = text(fields.length).parse::<u64>().ok();
        let url = text(fields.url);
        let block = if url.starts_with("filedesc:") {
            Block::Passed(Passed::Description)
        } else if url.starts_with("dns:") {
            Block::Passed(Passed::Lookup)
        } else if url.starts_with("http") {
            Block::Http
        } else {
            Block::Content(Media::parse(&text(fields.media)))
        };
        Ok(Capture {
            url,
            date: Some(written_out(&text(fields.time))),
            block,
            length: length
                .filter(|length| length >> 62 == 0)
                .ok_or_else(without)?,
        })
    }
}

struct Fields<'a> {
    url: &'a [u8],
    time: &'a [u8],
    media: &'a [u8],
    length: &'a [u8],
}

/// The fields of a line. They are counted from its end, since addresses were written with blanks in them too.
fn fields(line: &[u8]) -> Option<Fields<'_>> {
    let colon = memchr::memchr(b':', line)?;
    let is_scheme = colon > 1 && line[..colon].iter().all(u8::is_ascii_alphanumeric);
    if !is_scheme {
        return None;
    }
    let blanks: Vec<usize> = memchr::memchr_iter(b' ', line).collect();
    [SHORT, LONG].into_iter().find_map(|number| {
        let first = blanks.len().checked_sub(number - 1)?;
        let field = |at: usize| {
            let start = blanks[first + at] + 1;
            let end = blanks.get(first + at + 1).copied().unwrap_or(line.len());
            &line[start..end]
        };
        let time = field(1);
        (time.len() >= 8 && time.iter().all(u8::is_ascii_digit)).then(|| Fields {
            url: &line[..blanks[first]],
            time,
            media: field(2),
            length: field(number - 2),
        })
    })
}

/// Fourteen digits as ISO 8601: `20140216050221` is 2014-02-16T05:02:21Z. Other times stay as they are.
fn written_out(time: &str) -> String {
    if time.len() != 14 {
        return time.to_owned();
    }
    let part = |start: usize, end: usize| &time[start..end];
    format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    )
}
