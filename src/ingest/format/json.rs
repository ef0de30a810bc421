//! JSON archives: JSON lines, an array of objects, one object, objects one after another, or an object around an array.
//!
//! In comes a stream of any length; out comes an [`Item`](crate::ingest::archive::Item) for every record. The forms are not
//! told apart beforehand: the reader takes the next value, whatever stands around it, so an archive may even mix them.
//! Invariants: memory is bounded by the largest record that is read, never by the archive; a broken record is one reject, and reading goes on with the
//! next record that can be found; an archive that ends too early says so.
//!
//! The pieces, in the order of the path: `reader` goes from value to value; `window` holds the bytes; `scan` finds where a
//! value ends; `wrapping` tells an object around records from a record; `resync` finds the next element after a broken one;
//! `parse` has a value read, after `repair` if it must; `pairs` are the keys and values of an object; `record` makes a
//! record of them with `keys` (what a key means) and `values` (what a value means); `fields` is what a user says
//! about keys.

use super::{Context, Head, Input, Items};

mod fields;
mod filling;
mod keys;
mod pairs;
mod parse;
mod reader;
mod record;
mod repair;
mod resync;
mod scan;
mod shape;
mod values;
mod wrapping;

pub use fields::{FieldMap, FieldMapError};

pub(super) use keys::{ABOUT_RANK, Target, roles};
pub(super) use pairs::Raw;
pub(super) use record::RecordReader;

use reader::JsonRecords;
pub(in crate::ingest) use reader::MAX_VALUES;
pub(in crate::ingest) use scan::MAX_DEPTH;

/// Whether an archive that begins with `head` is JSON that could hold records.
pub fn looks_like_json(head: &Head) -> bool {
    let Some(text) = head.text() else {
        return false;
    };
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    // The lines after a broken first one count too: the end of a larger file begins in the middle of a line.
    let first = lines.next().unwrap_or_default();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{1e}');
    let mut inside = text.chars().skip(1).skip_while(|c| c.is_whitespace());
    let next: Vec<&str> = lines.take(2).collect();
    let are_records = || {
        let mut next = next.iter();
        !next.as_slice().is_empty()
            && next.all(|line| line.starts_with("{\"") && line.contains("\":"))
    };
    match first.trim_start_matches('\u{1e}').chars().next() {
        Some('{') => matches!(inside.next(), None | Some('"' | '}')) || are_records(),
        Some('[') => matches!(inside.next(), None | Some('{' | '[' | ']')),
        _ => are_records(),
    }
}

/// The records of a JSON archive, one after another; records beyond the limits are rejects.
pub fn read_json<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    Box::new(
        JsonRecords::new(input, context.fields, context.limits.record)
            .with_values(context.limits.values),
    )
}

#[cfg(test)]
mod tests;
