//! Wires as they ran over the line: messages between control characters, in ANPA-1312 and in IPTC 7901.
//!
//! In comes a capture of a line, of any length, or a file of one message; out comes an item for each. A message begins at
//! SOH, its text stands between STX and ETX, what is behind ETX says when it was sent, and EOT ends it. What stands between
//! messages is noise of the line. Memory is bounded by the largest message.
//!
//! `anpa` and `iptc7901` make a record of a message; `copy` has what wire copy looks like in both.

use std::io;

use super::window::Window;
use super::{Context, Head, Input, Items};
use crate::article::Record;
use crate::ingest::archive::{Item, RecordError};
use crate::ingest::text;

mod anpa;
mod copy;
mod iptc7901;

const SOH: u8 = 1;
const STX: u8 = 2;
const ETX: u8 = 3;
const EOT: u8 = 4;

/// How far into an archive the first message may begin: synchronisation, blanks, the tail of one that was cut.
const LEAD: usize = 4096;

/// Whether an archive that begins with `head` holds messages in ANPA-1312.
pub fn looks_like_anpa(head: &Head) -> bool {
    first_header(head.bytes()).is_some_and(anpa::is_header)
}

/// Whether an archive that begins with `head` holds messages in IPTC 7901.
pub fn looks_like_iptc7901(head: &Head) -> bool {
    first_header(head.bytes()).is_some_and(iptc7901::is_header)
}

/// The messages of an archive in ANPA-1312.
pub fn read_anpa<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    messages(input, context, anpa::record)
}

/// The messages of an archive in IPTC 7901.
pub fn read_iptc7901<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    messages(input, context, iptc7901::record)
}

/// The header of the first message: from SOH to STX.
fn first_header(head: &[u8]) -> Option<&[u8]> {
    let lead = &head[..head.len().min(LEAD)];
    let start = memchr::memchr(SOH, lead)? + 1;
    let header = &head[start..];
    let end = memchr::memchr(STX, &header[..header.len().min(LEAD)])?;
    Some(&header[..end])
}

/// The parts of a message, as text.
struct Message<'m> {
    header: &'m str,
    text: &'m str,
    trailer: &'m str,
}

type ReadMessage = fn(&Message<'_>) -> Result<Record, RecordError>;

fn messages<'a>(input: Input<'a>, context: &'a Context<'a>, read: ReadMessage) -> Items<'a> {
    let mut window = Window::new(input);
    let limit = context.limits.record;
    let mut step = move || -> io::Result<Option<Item>> {
        if !find_start(&mut window)? {
            return Ok(None);
        }
        let byte = window.byte();
        let length = message_length(&mut window, limit)?;
        let bytes = &window.bytes()[..length.min(window.bytes().len())];
        let outcome = match length > limit {
            true => Err(RecordError::TooLarge {
                limit: limit as u64,
            }),
            false => message(bytes, context.charset, read),
        };
        let item = match outcome {
            Ok(record) => Item::record(None, byte, record),
            Err(error) => Item::reject(None, byte, bytes, error),
        };
        let length = bytes.len();
        window.consume(length);
        Ok(Some(item))
    };
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        if ended {
            return None;
        }
        let item = step().transpose();
        ended = !matches!(item, Some(Ok(_)));
        item
    }))
}

/// Moves the window to the next SOH; `false` at the end.
fn find_start(window: &mut Window<'_>) -> io::Result<bool> {
    loop {
        let found = memchr::memchr(SOH, window.bytes());
        let gone = found.unwrap_or(window.bytes().len());
        window.consume(gone);
        if found.is_some() {
            return Ok(true);
        }
        if !window.fill()? {
            return Ok(false);
        }
    }
}

/// How long the message is that the window starts with: to EOT, or to the next SOH, whichever comes first. A message that
/// grows past the limit is cut there.
fn message_length(window: &mut Window<'_>, limit: usize) -> io::Result<usize> {
    let mut looked = 1;
    loop {
        let bytes = window.bytes();
        if let Some(at) = memchr::memchr2(EOT, SOH, &bytes[looked..]).map(|at| looked + at) {
            return Ok(at + usize::from(bytes[at] == EOT));
        }
        looked = bytes.len();
        if looked > limit || !window.fill()? {
            return Ok(looked);
        }
    }
}

fn message(bytes: &[u8], charset: Option<&str>, read: ReadMessage) -> Result<Record, RecordError> {
    let stx = memchr::memchr(STX, bytes).ok_or_else(|| malformed("a message without a text"))?;
    let (header, rest) = (&bytes[1..stx], &bytes[stx + 1..]);
    let etx = memchr::memchr(ETX, rest);
    let (body, trailer) = rest.split_at(etx.unwrap_or(rest.len()));
    // The control characters of the line would make any encoding look like binary data.
    let clean = |part: &[u8]| -> Vec<u8> {
        let keeps = |byte: &u8| matches!(byte, b'\n' | b'\r' | b'\t' | b' '..=b'~' | 0x80..);
        part.iter().copied().filter(keeps).collect()
    };
    let (header, body, trailer) = (clean(header), clean(body), clean(trailer));
    let decode = |part: &[u8]| Ok::<_, RecordError>(text::decode(part, charset)?.text.into_owned());
    let (header, body, trailer) = (decode(&header)?, decode(&body)?, decode(&trailer)?);
    let record = read(&Message {
        header: &header,
        text: &body,
        trailer: &trailer,
    })?;
    match etx {
        Some(_) => Ok(record),
        None => Err(RecordError::Truncated { what: "a message" }),
    }
}

fn malformed(reason: &str) -> RecordError {
    RecordError::Malformed {
        format: "telegraph",
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests;
