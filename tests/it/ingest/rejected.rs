//! The list of rejects says what is left out now, each record once; and `--retry-rejects` reads again what was.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use super::{article, count, index, outcomes};
use crate::morgue::{Desk, assert_said, transcript};

/// Source, line and code of every reject.
fn rejects(desk: &Desk) -> Vec<(String, u64, String)> {
    let lines = desk.read("index/rejects.jsonl");
    let values = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    values
        .map(|reject| {
            let text = |key: &str| reject[key].as_str().expect("a text").to_owned();
            (
                text("source"),
                reject["line"].as_u64().unwrap_or(0),
                text("code"),
            )
        })
        .collect()
}

fn reject(source: &str, line: u64, code: &str) -> (String, u64, String) {
    (source.to_owned(), line, code.to_owned())
}

#[test]
fn what_was_rejected_once_and_is_no_more_is_not_listed() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        article("0", "Nought", "Text.") + "{oops\n42\n" + &article("1", "One", "Text."),
    );
    desk.write("b.jsonl", article("b", "B", "Text of b.") + "{oops\n");
    index(&desk, &["a.jsonl", "b.jsonl"], 3);
    let [bad, number, b] = [
        reject("a.jsonl", 2, "BAD_JSON"),
        reject("a.jsonl", 3, "NOT_AN_OBJECT"),
        reject("b.jsonl", 2, "BAD_JSON"),
    ];
    assert_eq!(rejects(&desk), [bad, number.clone(), b.clone()]);
    desk.write(
        "a.jsonl",
        article("0", "Nought", "Text.") + &article("2", "Two", "Mended.") + "42\n",
    );
    let account = index(&desk, &["a.jsonl", "b.jsonl"], 3);
    assert_eq!(outcomes(&account), [1, 0, 2, 0, 2]);
    assert_eq!(rejects(&desk), [b.clone(), number]);
    desk.write(
        "a.jsonl",
        article("2", "Two", "Mended.") + &article("1", "One", "Text."),
    );
    index(&desk, &["a.jsonl"], 0);
    assert_eq!(rejects(&desk), [b]);
}

/// A pipe has no name that says whether it is the same one; a record that came through twice is listed once.
#[test]
fn what_comes_through_a_pipe_twice_is_listed_once() {
    let desk = Desk::new();
    let first = article("1", "One", "Text.");
    for (lines, expected) in [("{oops\n42\n", 2), ("{oops\n42\n", 2), ("42\n", 3)] {
        let lines = first.clone() + lines;
        desk.run_with_input(lines.as_bytes(), &["index", "-"])
            .expect(3);
        assert_eq!(rejects(&desk).len(), expected);
    }
}

#[test]
fn only_archives_with_rejects_are_read_again() {
    let desk = Desk::new();
    desk.write("good.jsonl", article("1", "One", "Text."));
    desk.write(
        "odd.jsonl",
        "{\"id\":\"x\",\"hd\":\"Storm\",\"txt\":\"Wind.\"}\n{oops\n".to_owned()
            + &article("2", "Two", "Text."),
    );
    desk.write("gone.jsonl", article("3", "Three", "Text.") + "{oops\n");
    let account = index(&desk, &["good.jsonl", "odd.jsonl", "gone.jsonl"], 3);
    assert_eq!(outcomes(&account), [3, 0, 0, 0, 3]);
    let piped = article("4", "Four", "Text.") + "{oops\n";
    desk.run_with_input(piped.as_bytes(), &["index", "-"])
        .expect(3);
    fs::remove_file(desk.join("gone.jsonl")).expect("gone");
    let again = desk
        .run(&[
            "index",
            "--retry-rejects",
            "--field",
            "title=hd",
            "--field",
            "body=txt",
        ])
        .expect(3);
    assert_eq!(count(&desk, "storm"), 1);
    assert_eq!(
        rejects(&desk),
        [
            reject("gone.jsonl", 2, "BAD_JSON"),
            reject("-", 2, "BAD_JSON"),
            reject("odd.jsonl", 2, "BAD_JSON")
        ]
    );
    let account = index(
        &desk,
        &[
            "--retry-rejects",
            "--field",
            "title=hd",
            "--field",
            "body=txt",
        ],
        3,
    );
    assert_eq!(account["archives"], json!({"read": 1, "unchanged": 0}));
    let clean = Desk::with(&article("1", "One", "Text."));
    assert_said!(transcript([
        again,
        clean.run(&["index", "--retry-rejects"]),
        clean.run(&["index", "--retry-rejects", "archive.jsonl"]),
        Desk::new().run(&["index", "--retry-rejects"]),
    ]));
}

/// An archive without the right to read it, then with it. Whoever may read everything cannot be tested so.
#[test]
fn an_archive_that_can_be_read_again_leaves_the_list() {
    let desk = Desk::new();
    let path = desk.write("news/a.jsonl", article("1", "One", "Text."));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("no rights");
    if fs::read(&path).is_ok() {
        return;
    }
    index(&desk, &["news"], 3);
    assert_eq!(rejects(&desk).len(), 1);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("rights");
    assert_eq!(
        outcomes(&index(&desk, &["--retry-rejects"], 0)),
        [1, 0, 0, 0, 0]
    );
    assert_eq!(rejects(&desk), []);
}
