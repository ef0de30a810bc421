//! What the tests of formats share: a format tried on bytes, and bytes with something done to them.

use super::json::FieldMap;
use super::{Context, HEAD, Head, Input, Items};
use crate::article::Record;
use crate::ingest::archive::Item;

/// A reader of a format.
pub(super) type Read = for<'a> fn(Input<'a>, &'a Context<'a>) -> Items<'a>;

/// The head of an archive.
pub(super) fn head(bytes: impl AsRef<[u8]>) -> Head {
    let bytes = bytes.as_ref();
    Head::new(bytes[..bytes.len().min(HEAD)].to_vec())
}

/// The items of an archive.
pub(super) fn items(read: Read, bytes: impl AsRef<[u8]>) -> Vec<Item> {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "trial",
        url: None,
        charset: None,
        limits: Default::default(),
        beside: None,
    };
    read(Box::new(bytes.as_ref()), &context)
        .map(|item| item.expect("a slice can be read"))
        .collect()
}

/// The records of an archive that has nothing to reject.
pub(super) fn records(read: Read, bytes: impl AsRef<[u8]>) -> Vec<Record> {
    items(read, bytes)
        .into_iter()
        .map(|item| item.outcome.expect("nothing to reject"))
        .collect()
}

/// What became of the items of an archive: `ok`, or the error's words.
pub(super) fn outcomes(read: Read, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let words = |item: Item| match item.outcome {
        Ok(_) => "ok".to_owned(),
        Err(error) => error.to_string(),
    };
    items(read, bytes).into_iter().map(words).collect()
}

/// `bytes` with some of them replaced by others.
pub(super) fn changed(bytes: &[u8], at: usize, length: usize, by: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = at % bytes.len().max(1);
    let end = (at + length).min(bytes.len());
    bytes.splice(at..end, by.iter().copied());
    bytes
}

/// A sample repeated to some megabytes is read in a time that has no square in it.
pub(super) fn takes_linear_time(read: Read, part: &str) {
    let bytes = part.repeat((2 << 20) / part.len());
    let started = std::time::Instant::now();
    let _ = items(read, &bytes);
    let seconds = started.elapsed().as_secs();
    assert!(
        seconds < 20,
        "{seconds} s for {}",
        &part[..part.len().min(40)]
    );
}
