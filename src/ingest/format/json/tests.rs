//! Claims about the JSON reader: what its forms have in common, and what becomes of archives that are broken.

use std::io::{self, BufReader, Cursor, Read};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::scan::MAX_DEPTH;
use super::*;
use crate::article::Record;
use crate::date::PubDate;
use crate::ingest::archive::Item;

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
fn a_broken_line_is_a_reject_with_its_line_and_the_next_line_is_read() {
    let broken = [
        "{\"title\":\"never closed\n",
        "{\"title\":\"b\",\n",
        "{\"title\":\n",
        "{\"title\":[{\"a\":{\n",
        "{\"title\":\"b\"]\n",
        "{title:\"b\"}\n",
        "{'title':'b'}\n",
        "{\"title\":\"b\\x\"}\n",
        "{\"n\":1.2.3}\n",
        "not json at all {\"title\":\"x\"}\n",
        "}\n",
        "]\n",
        "\"title\":\"x\"}\n",
    ];
    let good = |n: u32| format!("{{\"title\":\"{n}\",\"body\":\"text\"}}\n");
    for bad in broken {
        let items = read(format!("{}{bad}{}{}", good(1), good(2), good(3)));
        assert_eq!(
            (titles(&items), rejects(&items)),
            (vec!["1", "2", "3"], vec![(2, "BAD_JSON")]),
            "{bad}"
        );
        let items = read(format!("{bad}{}{}", good(1), good(2)));
        assert_eq!(
            (titles(&items), rejects(&items)),
            (vec!["1", "2"], vec![(1, "BAD_JSON")]),
            "{bad} first"
        );
        let items = read(format!("{}{bad}{bad}{}", good(1), good(2)));
        assert_eq!(
            (titles(&items), rejects(&items).len()),
            (vec!["1", "2"], 2),
            "{bad} twice"
        );
    }
}

#[test]
fn a_broken_element_of_an_array_costs_itself_only() {
    let good = |n: u32| format!("{{\"title\": \"{n}\", \"body\": \"text\"}}");
    let broken = [
        "{\"title\": \"never closed, \"body\": 1}",
        "{\"title\": \"b\", body: 1}",
        "{\"title\": \"b\"]",
        "{\"title\": \"b\" \"body\": 1}",
        "{\"title\": {\"title\": 5, ]}",
        "{\"related\": [{\"name\": 1}, {\"name\": 2}, ##]}",
    ];
    for bad in broken {
        for between in [",", ", ", ",\n", ",\n  ", "\n,"] {
            let open = if between.starts_with(",\n") {
                &between[1..]
            } else {
                ""
            };
            let all = [good(1), good(2), bad.to_owned(), good(3), good(4)].join(between);
            let items = read(format!("[{open}{all}]"));
            assert_eq!(titles(&items), ["1", "2", "3", "4"], "{bad:?} {between:?}");
            assert_eq!(rejects(&items).len(), 1, "{bad:?} {between:?}");
            let line = 1 + format!(
                "[{open}{}",
                [good(1), good(2), bad.to_owned()].join(between)
            )
            .matches('\n')
            .count();
            assert_eq!(
                rejects(&items)[0],
                (line as u64, "BAD_JSON"),
                "{bad:?} {between:?}"
            );
        }
    }
}

#[test]
fn an_element_that_is_cut_off_swallows_none_that_starts_a_line() {
    let archive = "[\n  {\"title\": \"1\"},\n  {\"title\": \"b\", \"body\":\n  {\"title\": \"2\"},\n  {\"title\": \"3\"}\n]\n";
    let items = read(archive);
    assert_eq!(
        (titles(&items), rejects(&items)),
        (vec!["1", "2", "3"], vec![(3, "BAD_JSON")])
    );
}

/// Objects inside of a broken element look like elements; their indentation tells.
#[test]
fn what_stands_inside_a_broken_element_is_no_record() {
    let inner = json!([{"title": "inner", "related": [{"title": "deep"}]}, {"title": "inner too"}]);
    let records = json!([{"title": "1"}, {"title": "2", "related": inner}, {"title": "3"}]);
    let pretty = serde_json::to_string_pretty(&records).expect("a value can be written");
    let items = read(pretty.replacen("\"2\",", "\"2\"", 1));
    assert_eq!(
        (titles(&items), rejects(&items)),
        (vec!["1", "3"], vec![(5, "BAD_JSON")])
    );
}

#[test]
fn a_broken_record_that_spans_lines_costs_itself_only() {
    let records: Vec<String> = (1..=4)
        .map(|n| {
            serde_json::to_string_pretty(&json!({"title": n.to_string(), "a": {"b": [1, 2]}}))
                .expect("json")
        })
        .collect();
    for at in 0..3 {
        for (from, to) in [
            ("\"b\": [", "\"b\" ["),
            ("2\n", "2]\n"),
            ("\n}", "\n"),
            ("\"a\":", "\"a:"),
        ] {
            let mut records = records.clone();
            records[at] = records[at].replace(from, to);
            let items = read(records.join("\n"));
            let expected: Vec<String> = (1..=4)
                .filter(|n| *n != at + 1)
                .map(|n| n.to_string())
                .collect();
            assert_eq!(titles(&items), expected, "{from} {at}");
            assert_eq!(rejects(&items).len(), 1, "{from} {at}");
        }
    }
}

#[test]
fn what_is_no_object_is_a_reject() {
    assert_eq!(
        rejects(&read("1\n\"a\"\nnull\ntrue\n[[],2,\"x\"]\n")),
        [
            (1, "NOT_AN_OBJECT"),
            (2, "NOT_AN_OBJECT"),
            (3, "NOT_AN_OBJECT"),
            (4, "NOT_AN_OBJECT")
        ]
        .into_iter()
        .chain([(5, "NOT_AN_OBJECT"); 3])
        .collect::<Vec<_>>()
    );
}

#[test]
fn ten_million_brackets_are_a_reject() {
    for part in [
        "[",
        "{\"a\":",
        "{\"a\":[",
        "[{\"articles\":[",
        "{",
        "}",
        "[{",
    ] {
        let archive = part.repeat(10_000_000 / part.len());
        let found = read(&archive);
        assert!((1..=2).contains(&found.len()), "{part}: {}", found.len());
        assert!(
            found
                .iter()
                .all(|item| item.outcome.is_err() && item.sample.len() <= 200)
        );
    }
    assert_eq!(rejects(&read("[".repeat(10_000_000))), [(1, "TOO_DEEP")]);
    assert_eq!(rejects(&read("[\n".repeat(10_000_000))), [(2, "TOO_DEEP")]);
}

#[test]
fn the_deepest_record_that_is_scanned_is_parsed_too() {
    for (levels, is_read) in [
        (1, true),
        (MAX_DEPTH - 1, true),
        (MAX_DEPTH, false),
        (1000, false),
    ] {
        let archive = format!(
            "{{\"title\":\"t\",\"a\":{}{}}}\n{{\"title\":\"u\"}}",
            "[".repeat(levels),
            "]".repeat(levels)
        );
        let items = read(&archive);
        assert_eq!(
            titles(&items),
            if is_read { vec!["t", "u"] } else { vec!["u"] },
            "{levels}"
        );
        assert!(is_read || rejects(&items) == [(1, "TOO_DEEP")]);
    }
}

#[test]
fn a_record_past_the_limit_is_passed_over_and_the_next_one_read() {
    let large = format!(
        "{{\"title\":\"large\",\"body\":\"{}\"}}",
        "x{\\\"".repeat(300)
    );
    let small = "{\"title\":\"small\"}";
    for (form, between) in [("lines", "\n"), ("array", ",")] {
        let all = [small, &large, small].join(between);
        let archive = if form == "array" {
            format!("[{all}]")
        } else {
            all
        };
        for buffer in [1, 64, 8192] {
            let items = read_through(archive.as_bytes(), buffer, 1000);
            assert_eq!(titles(&items), ["small", "small"], "{form}");
            assert_eq!(
                rejects(&items)
                    .iter()
                    .map(|reject| reject.1)
                    .collect::<Vec<_>>(),
                ["TOO_LARGE"],
                "{form}"
            );
            assert!(items[1].sample.starts_with("{\"title\":\"large\""));
        }
    }
    let unclosed = format!("{small}\n{}\n{small}\n", &large[..1100]);
    assert_eq!(
        rejects(&read_through(unclosed.as_bytes(), 64, 1000)),
        [(2, "TOO_LARGE")]
    );
}

/// An object with an array of objects first may be either; if it turns out to be a record, that is said, and remembered.
#[test]
fn a_record_that_was_taken_for_a_wrapper_is_a_reject() {
    let line = |n: u32| {
        format!("{{\"people\":[{{\"name\":\"P{n}\"}}],\"title\":\"T{n}\",\"body\":\"B\"}}\n")
    };
    let items = read([line(1), line(2), line(3)].concat());
    assert_eq!(
        (titles(&items), rejects(&items)),
        (vec!["P1", "T2", "T3"], vec![(1, "BAD_JSON")])
    );
}

#[test]
fn a_record_of_a_million_values_is_a_reject() {
    for part in ["0,", "\"\",", "{},", "[[]],", "{\"a\":0},"] {
        let archive = format!(
            "{{\"title\":\"a\",\"x\":[{}0]}}\n{{\"title\":\"b\"}}",
            part.repeat(1_000_000)
        );
        let items = read(&archive);
        assert_eq!(
            (titles(&items), rejects(&items)),
            (vec!["b"], vec![(1, "TOO_MANY_VALUES")]),
            "{part}"
        );
    }
    let keys: String = (0..300_000).map(|n| format!("\"k{n}\":0,")).collect();
    assert_eq!(
        rejects(&read(format!("[{{{keys}\"title\":\"a\"}}]"))),
        [(1, "TOO_MANY_VALUES")]
    );
}

/// An input of one line that does not end, of which nothing may be kept.
struct Endless {
    head: &'static [u8],
    left: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.head.is_empty() {
            return self.head.read(buffer);
        }
        let count = buffer
            .len()
            .min(usize::try_from(self.left).unwrap_or(usize::MAX));
        buffer[..count].fill(b'x');
        self.left -= count as u64;
        Ok(count)
    }
}

#[test]
fn a_line_without_end_takes_no_memory_and_is_one_reject() {
    for (head, code) in [
        (&b"{\"title\":\""[..], "TOO_LARGE"),
        (b"xx", "BAD_JSON"),
        (b"[\"", "TOO_LARGE"),
    ] {
        let input = BufReader::with_capacity(
            1 << 16,
            Endless {
                head,
                left: 1 << 28,
            },
        );
        let mut reader = JsonRecords::new(Box::new(input), &FieldMap::default(), 1 << 20);
        let codes: Vec<_> = reader
            .by_ref()
            .map(|item| {
                item.expect("readable")
                    .outcome
                    .expect_err("a reject")
                    .code()
            })
            .collect();
        assert_eq!(codes, [code]);
        assert!(reader.held_bytes() < 8 << 20);
    }
}

#[test]
fn an_array_longer_than_memory_allows_streams() {
    let record = format!("{{\"title\":\"t\",\"body\":\"{}\"}},", "text ".repeat(200));
    let mut archive = b"[".to_vec();
    archive.extend(record.repeat(20_000).bytes());
    let input = BufReader::new(Cursor::new(archive));
    let mut reader = JsonRecords::new(Box::new(input), &FieldMap::default(), MAX_RECORD_BYTES);
    assert_eq!(
        reader
            .by_ref()
            .filter(|item| item.as_ref().is_ok_and(|item| item.outcome.is_ok()))
            .count(),
        20_000
    );
    assert!(reader.held_bytes() < 2 << 20);
}

#[test]
fn bad_utf_8_is_decoded_line_by_line() {
    let mut archive = Vec::new();
    archive.extend("{\"title\":\"Café um eins\"}\n".as_bytes());
    archive.extend(b"{\"title\":\"Caf\xe9 um zwei\"}\n");
    archive.extend(format!("{{\"title\":\"Caf\u{e9}\",\"body\":\"{}", "é".repeat(200)).as_bytes());
    archive.extend(b"\xff\"}\n");
    archive.extend(b"{\"title\":\"\xc3\xa9\xc3\xa9\xff\xc3\xa9\xff\"}\n{\"title\":\"last\"}\n");
    let items = read(archive);
    assert_eq!(
        titles(&items),
        ["Café um eins", "Café um zwei", "Café", "last"]
    );
    assert_eq!(rejects(&items), [(4, "BAD_ENCODING")]);
    assert!(items[2].outcome.as_ref().expect("a record").body[0].ends_with("é\u{fffd}"));
}

#[test]
fn faults_that_lose_nothing_are_mended() {
    let items = read("{\"title\":\"tab\there\",\"n\":NaN}\n{\"title\":\"cut \\ud83d\"}\n");
    assert_eq!(titles(&items), ["tab here", "cut \u{fffd}"]);
}

#[test]
fn the_likelier_key_wins_and_the_other_is_kept() {
    let found = record(
        json!({"headline": "Second", "title": "First", "text": "Long", "summary": "Short", "Kicker": "K"}),
    );
    assert_eq!(
        (found.title.as_str(), &found.body[..]),
        ("First", &["Long".to_owned()][..])
    );
    assert_eq!(
        Value::Object(found.extra),
        json!({"headline": "Second", "summary": "Short", "Kicker": "K"})
    );
}

#[test]
fn an_empty_value_gives_way_to_the_next_key() {
    let found = record(
        json!({"title": " ", "headline": null, "hed": {}, "head": "Fourth", "body": [], "description": "Text"}),
    );
    assert_eq!(
        (found.title.as_str(), &found.body[..]),
        ("Fourth", &["Text".to_owned()][..])
    );
    assert_eq!(
        Value::Object(found.extra),
        json!({"title": " ", "headline": null, "hed": {}, "body": []})
    );
}

#[test]
fn the_last_of_two_equal_keys_wins() {
    assert_eq!(only("{\"title\":\"a\",\"title\":\"b\"}").title, "b");
    let many: String = (0..100)
        .map(|n| format!("\"k{n}\":0,\"k{n}\":{n},"))
        .collect();
    let found = only(&format!("{{{many}\"title\":\"t\"}}"));
    assert_eq!(found.extra.len(), 100);
    assert!((0..100).all(|n| found.extra[&format!("k{n}")] == n));
}

#[test]
fn dumps_of_many_houses_are_understood() {
    let found = record(json!({
        "web_url": "https://example.org/a", "uri": "nyt://article/1", "_id": "1",
        "headline": {"main": "Main", "kicker": "Kick"}, "lead_paragraph": "Lead.", "abstract": "Abs.",
        "pub_date": "1987-02-26", "byline": {"original": "By A. Reed", "person": []}, "source": {"id": "x", "name": "The Example"},
        "section_name": "World", "keywords": [{"name": "place", "value": "Oslo"}, {"name": "b"}],
    }));
    assert_eq!(
        (found.title.as_str(), found.body[0].as_str()),
        ("Main", "Lead.")
    );
    assert_eq!(found.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(
        (found.id.as_deref(), found.byline.as_deref()),
        (Some("1"), Some("By A. Reed"))
    );
    assert_eq!(
        (found.source.as_deref(), found.section.as_deref()),
        (Some("The Example"), Some("World"))
    );
    assert_eq!(found.published, PubDate::parse("1987-02-26"));
    assert_eq!(
        Value::Object(found.extra),
        json!({
            "uri": "nyt://article/1", "headline": {"kicker": "Kick"}, "abstract": "Abs.", "byline": {"person": []},
            "source": {"id": "x"}, "keywords": [{"value": "Oslo"}],
        })
    );

    let found = record(json!({
        "_index": "news", "_id": "7", "_source": {"title": "Inner", "content": "Text", "author": ["A", "B"], "tags": "x, y;z"},
    }));
    assert_eq!(
        (
            found.title.as_str(),
            found.byline.as_deref(),
            found.id.as_deref()
        ),
        ("Inner", Some("A, B"), Some("7"))
    );
    assert_eq!(found.tags, ["x, y", "z"]);

    let found = record(json!({
        "id": 12, "date": "2016-01-02", "guid": {"rendered": "https://example.org/?p=12"}, "title": {"rendered": "Fish &#038; chips"},
        "content": {"rendered": "<p>One.</p>\n<p>Two.</p>", "protected": false}, "categories": ["Food", "Town"],
    }));
    assert_eq!(
        (found.title.as_str(), found.id.as_deref()),
        ("Fish & chips", Some("12"))
    );
    assert_eq!(found.body, ["One.", "Two."]);
    assert_eq!(found.url.as_deref(), Some("https://example.org/?p=12"));
    assert_eq!(
        (found.section.as_deref(), found.tags.len()),
        (Some("Food"), 2)
    );
}

#[test]
fn a_body_is_a_text_or_a_list_of_paragraphs() {
    for (body, expected) in [
        (json!("One\n\nTwo"), vec!["One\n\nTwo"]),
        (json!(["One", "Two"]), vec!["One", "Two"]),
        (
            json!([{"text": "One"}, {"paragraph": "Two"}, {"image": "x.png"}]),
            vec!["One", "Two"],
        ),
        (
            json!("<div><p>One &amp; only</p><p>Two</p></div>"),
            vec!["One & only", "Two"],
        ),
        (json!("1 < 2 & 3 > 2"), vec!["1 < 2 & 3 > 2"]),
    ] {
        assert_eq!(record(json!({"body": body})).body, expected, "{body}");
    }
}

#[test]
fn dates_are_read_in_the_shapes_of_dumps() {
    let epoch = PubDate::from_epoch(541_339_200);
    for value in [
        json!(541_339_200),
        json!(541_339_200_000_i64),
        json!("541339200"),
        json!(541_339_200.25),
        json!({"$date": 541_339_200_000_i64}),
        json!({"$date": {"$numberLong": "541339200000"}}),
        json!({"_seconds": 541_339_200}),
    ] {
        assert_eq!(
            record(json!({"timestamp": value})).published,
            epoch,
            "{value}"
        );
    }
    assert_eq!(
        record(json!({"timestamp": -1_000_000_000})).published,
        PubDate::from_epoch(-1_000_000_000)
    );
    let day = PubDate::parse("1987-02-26");
    for value in [
        json!(19_870_226),
        json!("19870226"),
        json!("1987-02-26"),
        json!({"$date": "1987-02-26"}),
    ] {
        assert_eq!(record(json!({"date": value})).published, day, "{value}");
    }
    assert_eq!(
        record(json!({"year": 1987, "month": "Feb", "day": "26"})).published,
        day
    );
    assert_eq!(
        record(json!({"year": "1987", "month": 2})).published,
        PubDate::from_month(1987, 2)
    );
    assert_eq!(
        record(json!({"year": 1987})).published,
        PubDate::from_year(1987)
    );
    assert_eq!(
        record(json!({"date": 1987})).published,
        PubDate::from_year(1987)
    );
    assert_eq!(
        record(json!({"date": "1987-02-26", "time": "15:01:02"})).published,
        PubDate::parse("1987-02-26 15:01:02")
    );
}

#[test]
fn a_date_that_cannot_be_read_is_kept_and_no_other_passed_off_for_it() {
    let found = record(
        json!({"published": "2015-02-30", "updated": "2016-01-01", "crawled": "2017-01-01"}),
    );
    assert_eq!(found.published, None);
    assert_eq!(found.extra["published"], "2015-02-30");
    let found =
        record(json!({"published": false, "pub_date": "2015-03-01", "modified": "2016-01-01"}));
    assert_eq!(found.published, PubDate::parse("2015-03-01"));
    let found = record(json!({"title": "t", "modified": "2016-01-01"}));
    assert_eq!(found.published, PubDate::parse("2016-01-01"));
    assert_eq!(found.extra["modified"], "2016-01-01");
}

#[test]
fn what_the_user_says_goes_before_what_is_guessed() {
    let pairs = ["title=hd", "title=head.line", "body=paras.0", "date=title"].map(str::to_owned);
    let fields = FieldMap::parse(&pairs).expect("four pairs");
    let read = |value: Value| {
        let input = Cursor::new(value.to_string().into_bytes());
        let mut items: Vec<_> =
            JsonRecords::new(Box::new(input), &fields, MAX_RECORD_BYTES).collect();
        items
            .remove(0)
            .expect("readable")
            .outcome
            .expect("a record")
    };
    let found = read(
        json!({"hd": "Said", "title": "2015-12-17", "headline": "Guessed", "paras": ["One", "Two"]}),
    );
    assert_eq!(
        (found.title.as_str(), &found.body[..]),
        ("Said", &["One".to_owned()][..])
    );
    assert_eq!(found.published, PubDate::parse("2015-12-17"));
    assert_eq!(
        Value::Object(found.extra),
        json!({"headline": "Guessed", "paras": [null, "Two"]})
    );
    assert_eq!(
        read(json!({"head": {"line": "Deep", "n": 1}})).title,
        "Deep"
    );
    assert_eq!(read(json!({"headline": "Guessed"})).title, "Guessed");
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

#[test]
fn the_sample_of_a_broken_line_shows_what_is_wrong_with_it() {
    let items = read(b"{\"title\":\"a\",\"body\":\"b\"}\n{oops\n{\"title\":\"c\" \"d\"}\n");
    let samples: Vec<&str> = items.iter().map(|item| item.sample.as_str()).collect();
    assert_eq!(samples, ["", "{oops", "{\"title\":\"c\" \"d\"}"]);
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
