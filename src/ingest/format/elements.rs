//! News as XML in any vocabulary: exports of newsrooms whose elements are called like the fields of an article.
//!
//! In comes an archive of one record or of many alike; out comes an item for each. Which element is a record is told by the
//! first of the archive: the outermost one in which elements that are called like a text and like a headline or a date stand
//! side by side. Elements are then read as keys of JSON are, and `--field` holds for them as well.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};

use super::json::{ABOUT_RANK, Raw, RecordReader, Target, roles};
use super::xml::{Element, Nested, Splitter, fields, parse};
use super::{Context, HEAD, Head, Input, Items};
use crate::ingest::archive::{Item, RecordError};

/// How deep a record may stand.
const DEEPEST: usize = 4;

/// Whether an archive that begins with `head` is XML with elements that are called like the fields of an article.
pub fn looks_like_elements(head: &Head) -> bool {
    record_name(head).is_some()
}

/// The records of an archive.
pub fn read_elements<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    // The name is found again from the beginning, which the reader of a format does not get: it is looked at here.
    let mut input = input;
    let mut bytes = Vec::new();
    if let Err(error) = input.by_ref().take(HEAD as u64).read_to_end(&mut bytes) {
        return Box::new(std::iter::once(Err(error)));
    }
    let head = Head::new(bytes.clone());
    let input = Box::new(Cursor::new(bytes).chain(input));
    let name = record_name(&head).unwrap_or_default();
    let mut splitter = Splitter::new(input, context, &[&name], Nested::Part);
    let mut records = RecordReader::new(context.fields);
    let mut ended = false;
    let mut step = move || -> io::Result<Option<Item>> {
        if ended {
            return Ok(None);
        }
        if let Some(piece) = splitter.next_piece()? {
            return Ok(Some(
                piece.item(|tree| Ok(records.read_pairs(pairs(&tree.root)))),
            ));
        }
        ended = true;
        let error = RecordError::Truncated {
            what: "an XML file",
        };
        Ok(splitter
            .is_cut_off()
            .then(|| Item::reject(None, splitter.byte(), b"", error)))
    };
    Box::new(std::iter::from_fn(move || step().transpose()))
}

/// An element as keys and values.
fn pairs(record: &Element) -> Vec<(Cow<'static, str>, Raw<'static>)> {
    let pair = |(key, value)| (Cow::Owned(key), Raw::of(value));
    fields::map(record).into_iter().map(pair).collect()
}

/// The local name of the elements that are records.
fn record_name(head: &Head) -> Option<String> {
    let root = head.root()?;
    if root.eq_ignore_ascii_case("html") || root.eq_ignore_ascii_case("!doctype") {
        return None;
    }
    let tree = parse(head.text()?).ok()?;
    let mut level = vec![&tree.root];
    for _ in 0..DEEPEST {
        if let Some(record) = level.iter().find(|element| is_record(element)) {
            return Some(record.local().to_owned());
        }
        level = level
            .iter()
            .flat_map(|element| element.elements())
            .take(1000)
            .collect();
    }
    None
}

/// Whether a text and a headline or a date stand side by side in an element.
fn is_record(element: &Element) -> bool {
    let (mut text, mut others) = (false, 0);
    for inner in element.elements().take(200) {
        let Some(line) = inner.line() else { continue };
        for (target, rank) in roles(inner.local()).into_iter().flatten() {
            match target {
                Target::Body if rank < ABOUT_RANK => text |= line.len() >= 40,
                Target::Title | Target::Date => others += 1,
                _ => {}
            }
        }
    }
    text && others >= 1
}

#[cfg(test)]
mod tests;
