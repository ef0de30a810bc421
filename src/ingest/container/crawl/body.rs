//! The body of an answer of HTTP: out of its chunks, unpacked.
//!
//! Crawlers keep bodies as they came, or as they undid them while the head stayed. So a body is taken apart only if it looks
//! like what its head says, and is taken as it stands otherwise.

use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use super::http::Answer;
use super::line::{Line, read_line, text};
use crate::ingest::archive::RecordError;
use crate::ingest::container::ahead::{Ahead, Patience};
use crate::ingest::container::compressed;
use crate::ingest::container::kind::{Kind, ZSTD};
use crate::ingest::container::limits::{AfterError, Given, Level, Measure, Part, Taken, broken};
use crate::ingest::format::Input;

/// Unpacked ahead of the reader.
const BUFFER: usize = 64 << 10;

/// The body of an answer; `None` if it is empty.
///
/// # Errors
/// It cannot be unpacked.
pub fn open<'a>(
    part: &'a mut Part<'_>,
    answer: &Answer,
    level: &Level,
) -> io::Result<Option<Input<'a>>> {
    let mut body: Input<'a> = Box::new(part);
    if answer.is_chunked {
        let ahead = Ahead::new(body, Patience::Head);
        body = if looks_chunked(ahead.head()) {
            Box::new(Chunks::new(Box::new(ahead)))
        } else {
            Box::new(ahead)
        };
    }
    let limit = level.limits().depth;
    if answer.encodings.len() > limit {
        return Err(broken(RecordError::PackedTooDeep { limit }));
    }
    for encoding in answer.encodings.iter().rev() {
        let ahead = Ahead::new(body, Patience::Head);
        body = decode(encoding, ahead, level)?;
    }
    Ok(if body.fill_buf()?.is_empty() {
        None
    } else {
        Some(body)
    })
}

fn decode<'a>(encoding: &str, body: Ahead<'a>, level: &Level) -> io::Result<Input<'a>> {
    let measure = level.measure();
    let head = body.head();
    let kind = match encoding {
        "gzip" | "x-gzip" => head.starts_with(b"\x1f\x8b").then_some(Kind::Gzip),
        "zstd" => head.starts_with(&ZSTD).then_some(Kind::Zstd),
        "deflate" => return Ok(inflate(body, &measure)),
        "br" if looks_like_text(head) => None,
        "br" => return unbrotli(body, &measure),
        _ => {
            let what = format!("compressed as `{encoding}`");
            return Err(broken(RecordError::Unsupported { what }));
        }
    };
    match kind {
        Some(kind) => compressed::open(kind, Box::new(body), &measure),
        None => Ok(Box::new(body)),
    }
}

/// The standard means zlib's format by `deflate`; many servers sent the bare stream.
fn inflate<'a>(body: Ahead<'a>, measure: &Rc<Measure>) -> Input<'a> {
    let is_zlib = match body.head() {
        [first, second, ..] => {
            first & 0x0f == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31)
        }
        _ => false,
    };
    if !is_zlib && looks_like_text(body.head()) {
        return Box::new(body);
    }
    let taken = Taken::new(Box::new(body), measure);
    if is_zlib {
        given(flate2::bufread::ZlibDecoder::new(taken), measure, "deflate")
    } else {
        given(
            flate2::bufread::DeflateDecoder::new(taken),
            measure,
            "deflate",
        )
    }
}

fn unbrotli<'a>(body: Ahead<'a>, measure: &Rc<Measure>) -> io::Result<Input<'a>> {
    // RFC 7932 has windows of 16 MB at most. An extension has windows of 1 GB, told by its first bits; browsers know none.
    if body
        .head()
        .first()
        .is_some_and(|first| first & 0x7f == 0x11)
    {
        return Err(broken(RecordError::Malformed {
            format: "brotli",
            reason: "a window larger than 16 MB".to_owned(),
        }));
    }
    let taken = Taken::new(Box::new(body), measure);
    let unpacker = brotli_decompressor::Decompressor::new(taken, 16 << 10);
    Ok(given(unpacker, measure, "brotli"))
}

fn given<'a>(unpacker: impl Read + 'a, measure: &Rc<Measure>, format: &'static str) -> Input<'a> {
    let given = Given::new(
        unpacker,
        measure,
        format,
        "a compressed page",
        AfterError::Ends,
    );
    Box::new(BufReader::with_capacity(BUFFER, given))
}

/// Markup or JSON that was unpacked already.
fn looks_like_text(head: &[u8]) -> bool {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    matches!(start.trim_ascii_start().first(), Some(b'<' | b'{' | b'['))
        && std::str::from_utf8(&head[..head.len().min(64)])
            .is_ok_and(|text| !text.contains(|c: char| c.is_control() && !c.is_whitespace()))
}

/// Whether a body begins with the size of a chunk.
fn looks_chunked(head: &[u8]) -> bool {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    chunk_size(line).is_some()
}

/// The size in the line before a chunk: `1a3f;name=value`.
fn chunk_size(line: &[u8]) -> Option<u64> {
    let digits = line.split(|&byte| byte == b';').next()?.trim_ascii();
    if digits.is_empty() || digits.len() > 15 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u64::from_str_radix(&text(digits), 16).ok()
}

/// Takes a body out of its chunks.
struct Chunks<'a> {
    input: Input<'a>,
    /// Bytes left of this chunk.
    left: u64,
    is_first: bool,
    is_over: bool,
}

impl<'a> Chunks<'a> {
    fn new(input: Input<'a>) -> Self {
        Self {
            input,
            left: 0,
            is_first: true,
            is_over: false,
        }
    }

    /// Goes to the next chunk.
    fn next(&mut self) -> io::Result<()> {
        let mut line = Line::default();
        if !std::mem::take(&mut self.is_first) {
            // The end of the line behind the last chunk.
            read_line(&mut *self.input, &mut line)?;
        }
        let read = read_line(&mut *self.input, &mut line)?;
        match chunk_size(line.bytes()) {
            Some(size) => {
                self.left = size;
                self.is_over = size == 0;
                Ok(())
            }
            // A connection that broke off: what came of the page is kept, as a browser would show it.
            None if read == 0 => {
                self.is_over = true;
                Ok(())
            }
            None => {
                self.is_over = true;
                Err(broken(RecordError::Malformed {
                    format: "http",
                    reason: "a chunk without a size".to_owned(),
                }))
            }
        }
    }
}

impl BufRead for Chunks<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.left == 0 && !self.is_over {
            self.next()?;
        }
        if self.is_over {
            return Ok(&[]);
        }
        let piece = self.input.fill_buf()?;
        let length = usize::try_from(self.left).map_or(piece.len(), |left| left.min(piece.len()));
        Ok(&piece[..length])
    }

    fn consume(&mut self, amount: usize) {
        self.input.consume(amount);
        self.left -= amount as u64;
    }
}

impl Read for Chunks<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}
