//! What can be read, and what would be read: `morgue formats`, `morgue index --dry-run`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::morgue::{Desk, REPOSITORY, assert_said, transcript};

#[test]
fn the_formats_are_listed_with_what_they_are_told_by() {
    let desk = Desk::new();
    assert_said!(transcript([
        desk.run(&["formats"]),
        desk.run(&["formats", "--json"])
    ]));
}

/// Nothing can be read that no page speaks of.
#[test]
fn every_format_that_is_listed_is_documented() {
    let page = std::fs::read_to_string(Path::new(REPOSITORY).join("docs/formats.md"));
    let page = page.expect("docs/formats.md");
    let (table, rest) = page.split_once("\nAnything else").expect("the table ends");
    let listed = Desk::new().run(&["formats", "--json"]).expect(0).json();
    let names = |key: &str| -> BTreeSet<String> {
        let rows = listed[key].as_array().expect("a list");
        rows.iter()
            .map(|row| row["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    let (formats, containers) = (names("formats"), names("containers"));
    assert!(formats.len() >= 29 && containers.len() >= 8);
    for name in formats {
        // Of what comes in several shapes the page names one.
        let family = name.trim_end_matches("-xml").trim_end_matches("-html");
        assert!(table.contains(family), "{name}");
    }
    for name in containers {
        let row = format!("\n| {name} |");
        assert!(rest.to_lowercase().contains(&row), "{name}");
    }
}

/// A desk with the sample archive under the name that origins have on every machine.
fn beside_the_corpus() -> Desk {
    let desk = Desk::new();
    std::os::unix::fs::symlink(Path::new(REPOSITORY).join("corpus"), desk.join("corpus"))
        .expect("a link");
    desk
}

/// The keys of a count by kind, added up over all files.
fn added_up(files: &[Value], key: &str) -> BTreeMap<String, u64> {
    let mut sum = BTreeMap::new();
    for file in files {
        for (kind, count) in file[key].as_object().expect("counts by kind") {
            *sum.entry(kind.clone()).or_default() += count.as_u64().expect("a count");
        }
    }
    sum
}

fn total(files: &[Value], key: &str) -> u64 {
    files
        .iter()
        .map(|f| f[key].as_u64().expect("a count"))
        .sum()
}

#[test]
fn a_dry_run_tells_what_is_in_each_file() {
    let desk = beside_the_corpus();
    desk.write("nothing.txt", "");
    desk.write("photo\u{1b}]0;.jsonl", b"\x89PNG\r\n\x1a\n\0\0");
    let line = r#"{"title":"Tide \u001b[2J tables","date":"2015-12-05"}"#;
    assert_said!(transcript([
        desk.run(&["index", "--dry-run", "corpus/wires"]),
        desk.run(&["index", "--dry-run", "corpus/wrapped/wire.tar.zst"]),
        desk.run(&[
            "index",
            "--dry-run",
            "corpus/wrapped/week.warc.gz",
            "--json"
        ]),
        desk.run(&["index", "--dry-run", "corpus/hostile/packed", "nothing.txt"]),
        desk.run(&["index", "--dry-run", "photo\u{1b}]0;.jsonl"]),
        desk.run_with_input(line.as_bytes(), &["index", "--dry-run", "-"]),
        desk.run(&["index", "--dry-run", "corpsu"]),
        desk.run(&["index", "--dry-run", "corpus", "--field", "headline"]),
    ]));
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = beside_the_corpus();
    let names = |desk: &Desk| -> BTreeSet<String> {
        let entries = std::fs::read_dir(desk.path()).expect("a folder");
        entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    };
    let before = names(&desk);
    desk.run(&["index", "--dry-run", "corpus"]).expect(3);
    desk.run(&["index", "--dry-run", "--json", "--index", "other", "corpus"])
        .expect(3);
    assert_eq!(names(&desk), before);
    // Nor does it touch an index that is there.
    desk.run(&["index", "-q", "corpus/wires"]).expect(3);
    let files = crate::ingest::bytes_below(&desk.join("index"));
    desk.run(&["index", "--dry-run", "corpus"]).expect(3);
    assert_eq!(crate::ingest::bytes_below(&desk.join("index")), files);
}

#[test]
fn a_dry_run_counts_what_the_real_run_does() {
    let desk = beside_the_corpus();
    let dry = desk
        .run(&["index", "--dry-run", "--json", "corpus"])
        .expect(3);
    let files = dry.json_lines();
    let account = desk
        .run(&["index", "--json", "-q", "corpus"])
        .expect(3)
        .json();
    assert_eq!(account["archives"]["read"], files.len());
    for key in ["records", "rejected", "undated", "bytes"] {
        assert_eq!(account[key], total(&files, key), "{key}");
    }
    for key in ["reasons", "passed_over"] {
        let real: BTreeMap<String, u64> =
            serde_json::from_value(account[key].clone()).expect("counts by kind");
        assert_eq!(added_up(&files, key), real, "{key}");
    }
    let real = ["added", "updated", "unchanged", "duplicates"]
        .map(|key| account[key].as_u64().expect("a count"));
    assert_eq!(total(&files, "articles"), real.iter().sum::<u64>());
    for file in &files {
        let whole = file["articles"].as_u64().zip(file["rejected"].as_u64());
        let (articles, rejected) = whole.expect("counts");
        assert_eq!(file["records"], articles + rejected, "{file}");
        assert_eq!(
            file["fields"]["date"],
            articles - file["undated"].as_u64().expect("a count")
        );
        // All members of the sample archives are told of, so they are the whole.
        let members = file["members"].as_array().expect("a list");
        if file["members_total"].as_u64() > Some(0) {
            assert_eq!(file["members_total"], members.len());
        }
    }
    // The screen says the same.
    let screen = desk.run(&["index", "--dry-run", "corpus"]).expect(3);
    let sum = format!(
        "{} files, {} records: {} articles, {} rejected",
        files.len(),
        total(&files, "records"),
        total(&files, "articles"),
        total(&files, "rejected"),
    );
    assert!(screen.lines().contains(&&*sum), "{sum}\n{screen}");
    let steers = |c: char| c.is_control() && c != '\n';
    assert!(!screen.stdout().contains(steers) && !dry.stdout().contains(steers));
}

/// What can be read can be tried.
#[test]
fn the_sample_archive_has_a_sample_of_every_format_and_container() {
    let desk = beside_the_corpus();
    let files = desk
        .run(&["index", "--dry-run", "--json", "corpus"])
        .expect(3);
    let files = files.json_lines();
    let listed = desk.run(&["formats", "--json"]).expect(0).json();
    let formats = added_up(&files, "formats");
    let contain = |name: &str| {
        let has = |file: &Value| {
            let containers = file["containers"].as_array().expect("a list");
            containers.iter().any(|container| container == name)
        };
        files.iter().any(has)
    };
    let name = |row: &Value| row["name"].as_str().expect("a name").to_owned();
    let rows = |key: &str| listed[key].as_array().expect("a list").iter().map(name);
    let mut missing: Vec<String> = rows("formats")
        .filter(|f| !formats.contains_key(f))
        .collect();
    missing.extend(rows("containers").filter(|container| !contain(container)));
    assert!(missing.is_empty(), "no sample of {missing:?}");
}
