//! Claims about the JSON reader: what its forms have in common, and what becomes of archives that are broken.

use std::io::{self, BufReader, Cursor, Read};

use proptest::prelude::*;
use serde_json::{Value, json};

mod broken;
mod keys;
mod limits;

use super::scan::MAX_DEPTH;
use super::*;
use crate::article::Record;
use crate::date::PubDate;
use crate::ingest::archive::{Item, MAX_RECORD_BYTES};

/// Whether an archive that begins so passes for JSON.
fn is_json(head: &[u8]) -> bool {
    looks_like_json(&Head::new(head.to_vec()))
}

/// Reads an archive in memory through a buffer of `buffer` bytes.
fn read_through(archive: &[u8], buffer: usize, limit: usize) -> Vec<Item> {
    let input = BufReader::with_capacity(buffer, Cursor::new(archive.to_vec()));
    JsonRecords::new(Box::new(input), &FieldMap::default(), limit)
        .map(|item| item.expect("reading from memory does not fail"))
        .collect()
}

fn read(archive: impl AsRef<[u8]>) -> Vec<Item> {
    read_through(archive.as_ref(), 8192, MAX_RECORD_BYTES)
}

/// The titles of the records that could be read.
fn titles(items: &[Item]) -> Vec<&str> {
    items
        .iter()
        .filter_map(|item| item.outcome.as_ref().ok())
        .map(|record| record.title.as_str())
        .collect()
}

/// Line and code of the rejects.
fn rejects(items: &[Item]) -> Vec<(u64, &'static str)> {
    let reject = |item: &Item| Some((item.line?, item.outcome.as_ref().err()?.code()));
    items.iter().filter_map(reject).collect()
}

/// The one record of an archive that holds one.
fn only(archive: &str) -> Record {
    let mut items = read(archive);
    assert_eq!(items.len(), 1, "{archive}");
    items.remove(0).outcome.expect("a readable record")
}

fn record(fields: Value) -> Record {
    only(&fields.to_string())
}

fn samples() -> Vec<Value> {
    vec![
        json!({"title": "Ferry runs again", "body": "The ferry {is} [back].\n\nTickets: \"two\" \\ four.", "published": "2015-12-17"}),
        json!({"headline": "Bridge shut – für immer", "text": ["One.", "Two."], "authors": [{"name": "A. Reed"}, {"name": "B. Moss"}]}),
        json!({"title": "Ends in a brace {\"title\"", "content": "}", "extra": {"deep": [[[{"title": "inner"}]]]}}),
        json!({"title": "Empty things", "a": {}, "b": [], "c": "", "n": -1.5e3, "t": true, "z": null}),
    ]
}

/// The same records in every form that is read, with the line on which each starts.
fn forms(records: &[Value]) -> Vec<(&'static str, String)> {
    let line = |value: &Value| value.to_string();
    let pretty =
        |value: &Value| serde_json::to_string_pretty(value).expect("a value can be written");
    let lines: Vec<String> = records.iter().map(line).collect();
    let spanning: Vec<String> = records.iter().map(pretty).collect();
    vec![
        ("lines", lines.join("\n") + "\n"),
        ("lines, no end", lines.join("\n")),
        ("lines with CR", lines.join("\r\n")),
        ("lines with blank ones", lines.join("\n\n  \n")),
        ("lines with commas", lines.join(",\n")),
        (
            "record separators",
            lines.iter().map(|line| format!("\u{1e}{line}\n")).collect(),
        ),
        ("a byte order mark", format!("\u{feff}{}", lines.join("\n"))),
        ("side by side", lines.concat()),
        ("array", format!("[{}]", lines.join(","))),
        ("array of lines", format!("[\n{}\n]\n", lines.join(",\n"))),
        (
            "array after its bracket",
            format!("[{}]", lines.join(",\n")),
        ),
        ("pretty array", pretty(&Value::Array(records.to_vec()))),
        ("pretty", spanning.join("\n")),
        (
            "wrapped",
            format!(
                "{{\"status\":\"ok\",\"n\":4,\"articles\":[{}]}}",
                lines.join(",")
            ),
        ),
        (
            "wrapped first",
            format!("{{\"data\":[{}],\"next\":{{\"page\":2}}}}", lines.join(",")),
        ),
        (
            "wrapped twice",
            format!(
                "{{\"response\":{{\"meta\":{{\"n\":4}},\"docs\":[{}]}},\"ok\":true}}",
                lines.join(",")
            ),
        ),
        (
            "pretty wrapped",
            pretty(&json!({"copyright": "none", "results": records})),
        ),
        (
            "by section",
            format!(
                "{{\"harbour desk\":[{}],\"x\":[{}]}}",
                lines[..2].join(","),
                lines[2..].join(",")
            ),
        ),
        (
            "pages of results",
            format!(
                "{{\"articles\":[{}]}}\n{{\"articles\":[{}]}}",
                lines[..1].join(","),
                lines[1..].join(",")
            ),
        ),
    ]
}

fn without_line(item: &Item) -> Record {
    Record {
        line: None,
        ..item.outcome.clone().expect("a readable record")
    }
}

#[test]
fn every_form_gives_the_same_records() {
    let expected: Vec<Record> = read(forms(&samples())[0].1.as_bytes())
        .iter()
        .map(without_line)
        .collect();
    assert_eq!(expected.len(), 4);
    assert_eq!(expected[0].title, "Ferry runs again");
    for (form, archive) in forms(&samples()) {
        let found: Vec<Record> = read(&archive).iter().map(without_line).collect();
        assert_eq!(found, expected, "{form}");
    }
}

#[test]
fn utf_16_is_read_in_every_form() {
    for (form, archive) in forms(&samples()) {
        let expected = titles(&read(&archive)).join("|");
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}{}", archive.trim_start_matches('\u{feff}'));
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(titles(&read(little)).join("|"), expected, "{form}");
            assert_eq!(titles(&read(big)).join("|"), expected, "{form}");
        }
    }
}

#[test]
fn a_reader_fed_a_byte_at_a_time_gives_the_same() {
    for (form, archive) in forms(&samples()) {
        assert_eq!(
            read_through(archive.as_bytes(), 1, MAX_RECORD_BYTES),
            read(&archive),
            "{form}"
        );
    }
}

#[test]
fn a_record_is_where_its_line_and_byte_say() {
    for (form, archive) in forms(&samples()) {
        for item in read(&archive) {
            let before = &archive.as_bytes()[..item.byte as usize];
            assert_eq!(archive.as_bytes()[item.byte as usize], b'{', "{form}");
            assert_eq!(
                item.line,
                Some(1 + before.iter().filter(|byte| **byte == b'\n').count() as u64),
                "{form}"
            );
        }
    }
}

/// Wherever an archive is cut, all records that are whole stay, and what is cut is said.
#[test]
fn cutting_an_archive_anywhere_loses_no_earlier_record() {
    for (form, archive) in forms(&samples()) {
        let whole = read(&archive);
        for cut in 0..archive.len() {
            let found = read(&archive.as_bytes()[..cut]);
            let good: Vec<_> = found
                .iter()
                .filter(|item| item.outcome.is_ok())
                .map(|item| item.byte)
                .collect();
            let mut expected: Vec<_> = whole.iter().map(|item| item.byte).collect();
            expected.retain(|start| (*start as usize) < cut);
            // The last one that was begun may be cut.
            assert!(
                good == expected || good == expected[..expected.len() - 1],
                "{form} cut at {cut}"
            );
            if good != expected {
                let last = found
                    .last()
                    .expect("a reject")
                    .outcome
                    .as_ref()
                    .expect_err("a reject");
                assert_eq!(last.code(), "TRUNCATED", "{form} cut at {cut}");
            }
        }
    }
}

#[test]
fn an_array_that_is_never_closed_is_truncated() {
    for archive in [
        "[{\"title\":\"a\"}",
        "[{\"title\":\"a\"},",
        "[{\"title\":\"a\"},\n",
    ] {
        let items = read(archive);
        assert_eq!(titles(&items), ["a"]);
        assert_eq!(rejects(&items).last().expect("a reject").1, "TRUNCATED");
    }
    assert_eq!(
        rejects(&read("{\"articles\":[{\"title\":\"a\"}]")),
        [(1, "TRUNCATED")]
    );
    assert_eq!(read("[]"), []);
    assert_eq!(read(" \n\n"), []);
    assert_eq!(read(""), []);
}

#[test]
fn json_is_told_from_other_text() {
    for (form, archive) in forms(&samples()) {
        assert!(is_json(archive.as_bytes()), "{form}");
        for head in [1, 2, 10, 100] {
            assert!(
                is_json(&archive.as_bytes()[..head]) || archive.starts_with(['\u{feff}', '\u{1e}']),
                "{form} {head}"
            );
        }
        let utf16: Vec<u8> = archive.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(is_json(&utf16), "{form} in UTF-16");
    }
    assert!(is_json(
        b"f a line\"}\n{\"title\":\"a\"}\n{\"title\":\"b\"}\n"
    ));
    assert!(is_json("[".repeat(1000).as_bytes()));
    for text in [
        "",
        "World / Latest news\n",
        "[Photo] A ferry",
        "{note} see below",
        "<html>",
        "12",
        "\"Quoted\" headline\n\nText",
    ] {
        assert!(!is_json(text.as_bytes()), "{text}");
    }
}

/// One broken line costs itself, also where it is the first and nothing about it is JSON but its bracket.
#[test]
fn an_archive_whose_first_line_is_broken_is_json_all_the_same() {
    let records = "{\"title\":\"a\"}\n{\"title\":\"b\"}\n";
    for (first, is_json) in [
        ("{oops", true),
        ("oops", true),
        ("{\\rtf1 x", true),
        ("", true),
    ] {
        let head = Head::new(format!("{first}\n{records}").into_bytes());
        assert_eq!(looks_like_json(&head), is_json, "{first}");
    }
    assert!(!looks_like_json(&Head::new(
        b"{\\rtf1\n{\\fonttbl x}\n".to_vec()
    )));
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-c{}\\[\\]\",:\\\\\n\t é]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key = "title|body|date|author|_source|tags|year|[a-c{}\"\\\\é]{0,4}";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn objects() -> impl Strategy<Value = Vec<Value>> {
    let object = prop::collection::vec(("title|text|date|[d-f]{1,2}", values()), 1..5);
    prop::collection::vec(
        object.prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        4..6,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_form_of_any_records_gives_the_same(records in objects(), buffer in 1usize..40) {
        // A wrapper is told by its first key, which a record made at random may share.
        let records: Vec<Value> = records.into_iter().map(|mut value| {
            let fields = value.as_object_mut().expect("an object");
            fields.shift_insert(0, "title".to_owned(), Value::from("t"));
            value
        }).collect();
        let all = forms(&records);
        let expected: Vec<Record> = read(&all[0].1).iter().map(without_line).collect();
        prop_assert_eq!(expected.len(), records.len());
        for (form, archive) in all {
            let found: Vec<Record> = read_through(archive.as_bytes(), buffer, MAX_RECORD_BYTES).iter().map(without_line).collect();
            prop_assert_eq!(&found, &expected, "{}", form);
        }
    }

    #[test]
    fn no_bytes_panic_and_buffers_do_not_matter(
        parts in prop::collection::vec(
            prop_oneof![
                prop::sample::select(&["{", "}", "[", "]", "\"", "\\", ",", ":", "\n", " ", "{\"title\":\"a\"}", "{\"articles\":[", "\"k\":", "1", "\u{feff}", "é"][..])
                    .prop_map(|part| part.as_bytes().to_vec()),
                prop::collection::vec(any::<u8>(), 1..3),
            ],
            0..40,
        ),
        buffer in 1usize..20,
        limit in 4usize..60,
    ) {
        let archive = parts.concat();
        let _ = is_json(&archive);
        let items = read_through(&archive, 8192, limit);
        prop_assert_eq!(read_through(&archive, buffer, limit), items.clone());
        prop_assert!(items.windows(2).all(|pair| pair[0].byte <= pair[1].byte));
    }
}
