//! A law of all formats: whatever is done to the bytes of an archive, reading it ends, in items and without a panic.
//!
//! The archives are those of the sample archive, so that this also holds the table of formats to it: a format without a sample
//! fails here. `cargo test --release --lib damaged -- --ignored` is the long run.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::json::FieldMap;
use super::trial::head;
use super::{Context, FORMATS, Format, detect};
use crate::ingest::archive::RecordError;

/// Chance, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        // What is packed has tests of its own.
        let is_packed = path.ends_with("wrapped") || path.ends_with("packed");
        if path.is_dir() && !is_packed {
            files(&path, found);
        } else if path.is_file() && !path.ends_with("README.md") {
            found.push(path);
        }
    }
    found.sort();
}

/// Bytes changed, left out, doubled or cut off.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    const ODD: &[u8] = b"<>&\"'{}[]\\\0\n:;,=\x80\xff";
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        let end = (at + 1 + dice.below(40)).min(bytes.len());
        match dice.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.extend_from_within(at..end),
            3 => bytes.insert(at, ODD[dice.below(ODD.len())]),
            4 if at < bytes.len() => bytes[at] = dice.below(256) as u8,
            _ if at < bytes.len() => bytes[at] = ODD[dice.below(ODD.len())],
            _ => {}
        }
    }
}

/// How many items a format makes of bytes.
fn count(format: &Format, bytes: &[u8]) -> usize {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "damaged",
        url: None,
        charset: None,
        limits: Default::default(),
        beside: None,
    };
    (format.read)(Box::new(bytes), &context)
        .inspect(|item| {
            // A slice can be read; what can fail is what is packed in it, as in a DOCX.
            let error = item.as_ref().err();
            let is_ours =
                |error: &std::io::Error| error.get_ref().is_some_and(|e| e.is::<RecordError>());
            assert!(error.is_none_or(is_ours), "{}: {error:?}", format.name);
        })
        .count()
}

#[test]
fn whatever_is_done_to_an_archive_of_any_format_reading_it_ends() {
    damage_all(12);
}

#[test]
#[ignore = "takes minutes: cargo test --release --lib damaged -- --ignored"]
fn whatever_is_done_very_often_reading_ends() {
    damage_all(2_000);
}

/// Damages each archive so often, a large one once.
fn damage_all(times: usize) {
    let mut found = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"),
        &mut found,
    );
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut seen = BTreeSet::new();
    for path in found {
        let sample = fs::read(&path).expect("a sample");
        // The long paragraph is long, and no format of its own.
        let Ok(format) = detect(&head(&sample)) else {
            continue;
        };
        seen.insert(format.name);
        for _ in 0..if sample.len() > 100_000 { 1 } else { times } {
            let mut bytes = sample.clone();
            damage(&mut bytes, &mut dice);
            let items = count(format, &bytes);
            assert!(items <= bytes.len() + 1, "{}: {items}", path.display());
        }
    }
    let without: Vec<&str> = FORMATS
        .iter()
        .map(|format| format.name)
        .filter(|name| !seen.contains(name))
        .collect();
    assert!(without.is_empty(), "no sample of {without:?}");
}
