//! Claims about limits: depth, size, values, and lines and arrays without an end.

use super::*;

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
