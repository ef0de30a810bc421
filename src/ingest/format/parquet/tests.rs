//! Claims about Parquet files: whole, broken in every way that chance finds, and made to do harm.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::date::PubDate;
use crate::ingest::FieldMap;

/// A table of the sample archive, written by Arrow: three rows in Snappy, with lists, days and times.
const SAMPLE: &[u8] = include_bytes!("../../../../corpus/exports/clippings.parquet");

fn items_with(bytes: &[u8], fields: &FieldMap) -> Vec<Item> {
    let context = Context {
        fields,
        name: "clippings.parquet",
        url: None,
        charset: None,
        limits: Default::default(),
        beside: None,
    };
    let input = Box::new(Cursor::new(bytes.to_vec()));
    read_parquet(input, &context)
        .map(|item| item.expect("memory does not fail"))
        .collect()
}

fn items(bytes: &[u8]) -> Vec<Item> {
    items_with(bytes, &FieldMap::default())
}

fn code(items: &[Item]) -> &'static str {
    items[0].outcome.as_ref().expect_err("it is broken").code()
}

#[test]
fn rows_are_records_with_lists_and_times() {
    assert!(looks_like_parquet(&Head::new(SAMPLE.to_vec())));
    let items = items(SAMPLE);
    assert_eq!(items.len(), 3);
    let first = items[0].outcome.as_ref().expect("a record");
    assert_eq!(first.id.as_deref(), Some("row-1"));
    assert_eq!(first.title, "Lock keeper retires after forty winters");
    assert_eq!(first.published, PubDate::parse("2009-02-27"));
    assert_eq!(first.byline.as_deref(), Some("Edda Quill, Petra Lindqvist"));
    assert_eq!(first.tags, ["locks", "retirement"]);
    assert_eq!(first.extra["fee"], 12.5);
    assert_eq!(first.extra["clipped"], "2009-04-01T09:30:00Z");
    let last = items[2].outcome.as_ref().expect("a record");
    assert_eq!((&last.byline, last.tags.len()), (&None, 0));
}

#[test]
fn columns_are_told_as_keys_are() {
    let pairs = ["title=publication", "date=clipped"].map(str::to_owned);
    let fields = FieldMap::parse(&pairs).expect("two fields");
    let items = items_with(SAMPLE, &fields);
    let first = items[0].outcome.as_ref().expect("a record");
    assert_eq!(first.title, "Northfield Courier");
    assert_eq!(first.published, PubDate::parse("2009-04-01T09:30:00Z"));
}

#[test]
fn what_is_cut_off_or_encrypted_is_said_to_be() {
    for length in [4, 11, 12, 100, SAMPLE.len() - 1] {
        assert_eq!(code(&items(&SAMPLE[..length])), "TRUNCATED", "{length}");
    }
    let mut encrypted = SAMPLE.to_vec();
    let end = encrypted.len() - 4;
    encrypted[end..].copy_from_slice(ENCRYPTED);
    assert_eq!(code(&items(&encrypted)), "ENCRYPTED");
    let mut large = SAMPLE.to_vec();
    large[end - 4..end].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(code(&items(&large)), "TOO_LARGE");
}

/// A table put together by hand: one column of texts that may be absent, one page of a dictionary's numbers.
fn table(values: u32, text: usize) -> Vec<u8> {
    let varint = |mut value: u64| {
        let mut bytes = Vec::new();
        while value > 0x7f {
            bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        bytes.push(value as u8);
        bytes
    };
    let int = |value: usize| varint(value as u64 * 2);
    let mut entry = (text as u32).to_le_bytes().to_vec();
    entry.resize(4 + text, b'x');
    let run = [varint(u64::from(values) * 2), vec![1]].concat();
    let levels = [(run.len() as u32).to_le_bytes().to_vec(), run].concat();
    let numbers = [vec![1], varint(u64::from(values) * 2), vec![0]].concat();
    let data = [levels, numbers].concat();
    let page = |kind: usize, size: usize, own: Vec<u8>| {
        let sizes = [
            vec![0x15],
            int(kind),
            vec![0x15],
            int(size),
            vec![0x15],
            int(size),
        ]
        .concat();
        [sizes, own, vec![0]].concat()
    };
    let dictionary = page(2, entry.len(), [&[0x4c, 0x15, 2, 0x15, 0, 0][..]].concat());
    let head = [
        vec![0x15],
        int(values as usize),
        vec![0x15, 16, 0x15, 6, 0x15, 6, 0],
    ]
    .concat();
    let pages = page(0, data.len(), [vec![0x2c], head].concat());
    let start = 4;
    let behind = start + dictionary.len() + entry.len();
    let chunk = [dictionary, entry, pages, data].concat();
    let name = b"title";
    let leaf = [&[0x15, 12, 0x25, 2, 0x18, 5][..], name, &[0x25, 0, 0]].concat();
    let root = [&[0x48, 1][..], b"r", &[0x15, 2, 0]].concat();
    let meta = [
        vec![0x15, 12, 0x19, 0x05, 0x19, 0x18, 5],
        name.to_vec(),
        vec![0x15, 0, 0x16],
        int(values as usize),
        vec![0x16],
        int(chunk.len()),
        vec![0x16],
        int(chunk.len()),
        vec![0x26],
        int(behind),
        vec![0x26],
        int(start),
        vec![0],
    ]
    .concat();
    let group = [
        vec![0x19, 0x1c, 0x3c],
        meta,
        vec![0, 0x26],
        int(values as usize),
        vec![0],
    ]
    .concat();
    let footer = [
        vec![0x29, 0x2c],
        root,
        leaf,
        vec![0x29, 0x1c],
        group,
        vec![0],
    ]
    .concat();
    let size = (footer.len() as u32).to_le_bytes();
    [&SIGN[..], &chunk, &footer, &size, SIGN].concat()
}

#[test]
fn a_table_made_by_hand_is_read() {
    let items = items(&table(3, 5));
    let titles: Vec<_> = items
        .iter()
        .map(|item| item.outcome.as_ref().map(|record| &*record.title))
        .collect();
    assert_eq!(titles, [Ok("xxxxx"); 3]);
}

/// A megabyte of text, a thousand million times, in a megabyte.
#[test]
fn a_table_that_is_a_bomb_is_refused() {
    let bomb = table(1_000_000_000, 1 << 20);
    assert!(bomb.len() < 2 << 20);
    let items = items(&bomb);
    assert!(items.len() < 300, "{}", items.len());
    let last = items.last().expect("an outcome");
    assert_eq!(
        last.outcome.as_ref().expect_err("too much").code(),
        "TOO_COMPRESSED"
    );
    // Nothing, a thousand million times, is too much as well.
    let nothing = items_of_nothing(1_000_000_000);
    assert_eq!(code(&nothing), "TOO_COMPRESSED");
}

/// Rows whose only value is absent.
fn items_of_nothing(rows: u32) -> Vec<Item> {
    let mut table = table(rows, 0);
    // The level of the run: 0, absent.
    let run = table
        .windows(2)
        .position(|pair| pair == [1, 1])
        .expect("a run and the width");
    table[run] = 0;
    items(&table)
}

#[test]
fn rows_of_nothing_are_none() {
    assert!(items_of_nothing(1_000).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is done to the bytes: no panic, an end, and no more than there was.
    #[test]
    fn damaged_tables_end_in_outcomes(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        is_sample in any::<bool>(),
    ) {
        let mut bytes = if is_sample { SAMPLE.to_vec() } else { table(3, 5) };
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        prop_assert!(items(&bytes).len() < 100_000);
    }
}
