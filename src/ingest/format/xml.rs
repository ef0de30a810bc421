//! What every format that is XML shares: a tree of one record, and the records of a stream one after another.
//!
//! In come bytes in any encoding; out come [`Element`]s. News that is XML is often not well-formed, and reading goes as far
//! as it can: what was wrong is said in [`Tree::fault`]. Invariants: no entity but the ones of characters is expanded, and
//! nothing outside the archive is ever read; a record is at most
//! [`MAX_RECORD_BYTES`](crate::ingest::archive::MAX_RECORD_BYTES) long, [`MAX_DEPTH`] deep and has at most [`MAX_VALUES`] values; time is linear in the bytes.
//!
//! The tokens are our own rather than a crate's: the same definition of a tag must cut a stream and read a record, it must
//! go on after what is broken (a `<` in a text, a quote never closed, HTML pasted in) where XML parsers stop or swallow the
//! rest, and it must know the size of a token before it is held.
//!
//! `token` tells markup from text; `tree` makes a tree of it; `element` and `fields` are what a format asks; `split` cuts a
//! stream.

mod element;
pub(super) mod fields;
mod split;
mod token;
mod tree;

pub use element::{Element, Node};
pub use split::{Nested, Piece, Splitter};
pub use tree::{Fault, Tree, parse};

use super::{Context, Input, Items, one_record};
use crate::article::Record;
use crate::ingest::archive::RecordError;
use crate::ingest::text;
use tree::parse_within;

/// How deep elements may be nested.
pub const MAX_DEPTH: usize = 256;
/// How many nodes and attributes a record may have: each takes far more memory than its few bytes.
/// This is so if nobody says otherwise.
pub const MAX_VALUES: usize = 250_000;

/// The tree of a record's bytes, with so many values at most; the encoding is that of a byte order mark, of the XML declaration, of `charset`, or as it
/// looks.
///
/// # Errors
/// [`RecordError::BadEncoding`], and what [`parse`] says.
pub fn parse_bytes(
    bytes: &[u8],
    charset: Option<&str>,
    values: usize,
) -> Result<Tree, RecordError> {
    let declared = declared_encoding(bytes);
    let decoded = text::decode(bytes, declared.as_deref().or(charset))?;
    parse_within(&decoded.text, &[], &Default::default(), values)
}

/// The item of an archive that is one record in XML.
pub fn one_tree<'a>(
    input: Input<'a>,
    context: &'a Context<'a>,
    read: impl Fn(&Tree) -> Result<Record, RecordError> + 'a,
) -> Items<'a> {
    one_record(input, context, move |bytes| {
        parse_bytes(bytes, context.charset, context.limits.values).and_then(|tree| read(&tree))
    })
}

/// The encoding that an XML declaration names, if there is one.
fn declared_encoding(head: &[u8]) -> Option<String> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let head = &head[..head.len().min(1024)];
    let head = &head[..memchr::memchr(b'>', head)?];
    let at = memchr::memmem::find(head, b"encoding")? + "encoding".len();
    let value = head[at..].trim_ascii_start().strip_prefix(b"=")?;
    let value = value.trim_ascii_start();
    let quote = value.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let value = &value[1..];
    let label = &value[..memchr::memchr(*quote, value)?];
    Some(std::str::from_utf8(label).ok()?.trim().to_owned())
}

#[cfg(test)]
mod tests;
