//! From archives to the index, by the command line: the account and the list of rejects, what a second run does, what is
//! read and what is passed over. How each format is read is tested beside its reader.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::{Value, json};

use crate::morgue::{Desk, assert_said, transcript};

mod again;
mod asking;
mod interrupted;
mod limits;
mod many;
mod packed;
mod pruned;
mod reading;
mod rejected;
mod resumed;
mod scans;
mod takedown;
mod traps;

/// One article a line: id, title, text.
fn article(id: &str, title: &str, body: &str) -> String {
    let value = json!({"id": id, "title": title, "body": body, "published": "2015-12-05", "source": "Gazette"});
    format!("{value}\n")
}

/// Many articles that no other prefix's repeat.
fn articles(prefix: &str, count: usize) -> String {
    let line = |n: usize| {
        let body = format!(
            "Report {n} of {prefix}: the river rose, {} of it.",
            "more ".repeat(n % 40)
        );
        article(
            &format!("{prefix}-{n}"),
            &format!("{prefix} number {n}"),
            &body,
        )
    };
    (0..count).map(line).collect()
}

/// Runs `index --json` and returns the account, which balances.
#[track_caller]
fn index(desk: &Desk, arguments: &[&str], expected: i32) -> Value {
    let run = desk
        .run(&[&["index", "--json", "-q"], arguments].concat())
        .expect(expected);
    balanced(&run.json())
}

/// The account, if its outcomes sum.
#[track_caller]
fn balanced(account: &Value) -> Value {
    let of = |key: &str| {
        account[key]
            .as_u64()
            .unwrap_or_else(|| panic!("no {key} in {account}"))
    };
    let sum: u64 = ["added", "updated", "unchanged", "duplicates", "rejected"]
        .map(of)
        .iter()
        .sum();
    assert_eq!(of("records"), sum, "{account}");
    let reasons = account["reasons"].as_object().expect("reasons");
    let rejected: u64 = reasons.values().filter_map(Value::as_u64).sum();
    assert_eq!(of("rejected"), rejected, "{account}");
    account.clone()
}

/// Added, updated, unchanged, duplicates, rejected.
fn outcomes(account: &Value) -> [u64; 5] {
    ["added", "updated", "unchanged", "duplicates", "rejected"]
        .map(|key| account[key].as_u64().expect("a count"))
}

fn count(desk: &Desk, query: &str) -> u64 {
    let run = desk.run(&["search", "--count", query]);
    run.stdout()
        .trim()
        .parse()
        .unwrap_or_else(|_| panic!("no count: {run}"))
}

/// All articles of the index by their ids.
fn everything(desk: &Desk) -> BTreeMap<String, Value> {
    let run = desk.run(&["search", "*", "-n", "0", "--format", "jsonl"]);
    let hits = run.json_lines();
    let total = hits.len();
    let all: BTreeMap<String, Value> = hits
        .into_iter()
        .map(|hit| (hit["id"].as_str().expect("an id").to_owned(), hit))
        .collect();
    assert_eq!(all.len(), total, "each id once");
    all
}

fn title(desk: &Desk, id: &str) -> String {
    let article = desk.run(&["show", id, "--json"]).expect(0).json();
    article["title"].as_str().expect("a title").to_owned()
}

/// All files below a folder with their bytes.
pub fn bytes_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(bytes_below(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            files.insert(path.to_string_lossy().into_owned(), bytes);
        }
    }
    files
}

/// The sample archive under the name `corpus`, so that origins read alike on every machine.
fn link_corpus(desk: &Desk) {
    symlink(
        Path::new(crate::morgue::REPOSITORY).join("corpus"),
        desk.join("corpus"),
    )
    .expect("a link");
}

// The account.

#[test]
fn the_account_on_the_screen_says_what_the_json_says() {
    let desk = Desk::new();
    link_corpus(&desk);
    let account = index(&desk, &["corpus", "--index", "a"], 3);
    let screen = desk.run(&["index", "corpus", "--index", "b"]).expect(3);
    let first = screen.lines()[0].to_owned();
    let number = |word: &str| -> u64 {
        let words: Vec<&str> = first
            .split([' ', ':', ','])
            .filter(|w| !w.is_empty())
            .collect();
        let singular = word.trim_end_matches('s');
        let at = words
            .iter()
            .position(|w| w.trim_end_matches('s') == singular);
        at.map_or(0, |at| words[at - 1].parse().expect("a number"))
    };
    for key in [
        "records",
        "added",
        "updated",
        "unchanged",
        "duplicates",
        "rejected",
    ] {
        assert_eq!(account[key], number(key), "{key}: {first}");
    }
    assert_eq!(
        screen.stderr(),
        "",
        "nothing goes to standard error off a terminal in so short a run"
    );
    assert_said!(transcript([
        screen,
        desk.run(&["index", "-q", "corpus", "--index", "b"]),
    ]));
}

#[test]
fn the_account_as_json_has_these_keys_and_balances() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        article("1", "One", "Text.") + "{\"title\":\"No date\"}\n{oops\n",
    );
    let account = index(&desk, &["a.jsonl"], 3);
    let keys: Vec<&str> = account
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "version",
            "records",
            "added",
            "updated",
            "unchanged",
            "duplicates",
            "rejected",
            "undated",
            "removed",
            "bytes",
            "seconds",
            "archives",
            "archives_gone",
            "reasons",
            "passed_over",
            "rejects",
            "interrupted",
            "stopped"
        ]
    );
    assert_eq!(outcomes(&account), [2, 0, 0, 0, 1]);
    assert_eq!(account["undated"], 1);
    assert_eq!(
        account["bytes"],
        fs::metadata(desk.join("a.jsonl")).expect("a file").len()
    );
    assert!(
        account["seconds"]
            .as_f64()
            .is_some_and(|s| s > 0.0 && s < 60.0)
    );
    assert_eq!(account["archives"], json!({"read": 1, "unchanged": 0}));
    assert_eq!(account["reasons"], json!({"BAD_JSON": 1}));
    assert_eq!(account["rejects"], "index/rejects.jsonl");
    assert_eq!(account["interrupted"], false);
}

/// The sample archive says itself how many of its records end how.
#[test]
fn every_record_of_the_sample_archive_ends_as_its_readme_says() {
    let desk = Desk::new();
    link_corpus(&desk);
    let readme = desk.read("corpus/README.md");
    let told = readme
        .lines()
        .skip_while(|line| *line != "$ morgue index corpus")
        .nth(1)
        .expect("corpus/README.md shows the account");
    let run = desk.run(&["index", "corpus"]).expect(3);
    assert_eq!(run.lines()[0], told);
    let unguessable = index(&desk, &["--index", "b", "corpus/odd-keys.jsonl"], 3);
    assert_eq!(outcomes(&unguessable), [0, 0, 0, 0, 5]);
    let told = [
        "--index",
        "b",
        "--field",
        "title=hd",
        "--field",
        "body=txt",
        "corpus/odd-keys.jsonl",
    ];
    assert_eq!(outcomes(&index(&desk, &told, 0)), [5, 0, 0, 0, 0]);
}

#[test]
fn a_reject_can_be_found_again_by_file_line_and_reason() {
    let desk = Desk::new();
    let lines = [
        article("1", "One", "Text."),
        "{\"title\": \"cut\n".to_owned(),
        "\n".to_owned(),
        "42\n".to_owned(),
        "{\"id\":\"5\",\"section\":\"Home\"}\n".to_owned(),
        article("6", "Six", "Text."),
        "{\"title\":\"half".to_owned(),
    ];
    desk.write("a.jsonl", lines.concat());
    desk.write("b/picture.jsonl", b"\x89PNG\r\n\x1a\n\0\0");
    let account = index(&desk, &["a.jsonl", "b"], 3);
    assert_eq!(outcomes(&account), [2, 0, 0, 0, 5]);
    let rejects: Vec<Value> = desk
        .read("index/rejects.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect();
    let told: Vec<(&str, Option<u64>, &str)> = rejects
        .iter()
        .map(|reject| {
            assert!(
                reject["reason"]
                    .as_str()
                    .is_some_and(|reason| !reason.is_empty())
            );
            (
                reject["source"].as_str().expect("a source"),
                reject["line"].as_u64(),
                reject["code"].as_str().expect("a code"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("a.jsonl", Some(2), "BAD_JSON"),
            ("a.jsonl", Some(4), "NOT_AN_OBJECT"),
            ("a.jsonl", Some(5), "NO_TEXT"),
            ("a.jsonl", Some(7), "TRUNCATED"),
            ("b/picture.jsonl", None, "UNKNOWN_FORMAT"),
        ]
    );
    // The byte is where the line starts, and the sample is how it begins.
    let text = desk.read("a.jsonl");
    for reject in rejects
        .iter()
        .filter(|reject| reject["source"] == "a.jsonl")
    {
        let byte = usize::try_from(reject["byte"].as_u64().expect("a byte")).expect("a place");
        let line = reject["line"].as_u64().expect("a line");
        assert_eq!(
            text[..byte].matches('\n').count() as u64 + 1,
            line,
            "{reject}"
        );
        if let Some(sample) = reject["sample"].as_str() {
            assert!(text[byte..].starts_with(sample.trim_end()), "{reject}");
        }
    }
}
