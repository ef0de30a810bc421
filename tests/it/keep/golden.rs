//! An index of every format there has been: read, or written anew by `morgue upgrade`, and then it answers as it did.
//!
//! Each stands in `tests/golden`, made of the same part of the sample archive; `answers.txt` is what they say. `before-1` is of
//! a morgue before the first release, which did not yet know which archive an article came from; `index-1` did.

use std::fs;
use std::path::PathBuf;

use crate::morgue::{Desk, REPOSITORY, assert_said, transcript};

/// What every golden index is asked.
const QUESTIONS: &[&str] = &[
    "*",
    "storm",
    "storm OR flood",
    "\"cyber sovereignty\"",
    "merger w/5 (bank OR insurer)",
    "insur* /s flood",
    "title:storm -section:sport",
    "date:2015-12",
    "date:1987",
    "date:none",
    "words:>100",
    "source:meridian",
    "=\"strikes\" OR strik~1",
];

/// What of the sample archive they are made of.
const PARTS: &[&str] = &[
    "corpus/dump.jsonl",
    "corpus/wire-1987.jsonl",
    "corpus/feeds",
    "corpus/wires",
    "corpus/web",
    "corpus/hostile/updated.jsonl",
    "corpus/hostile/no-date.jsonl",
    "corpus/hostile/escape-codes.jsonl",
];

fn golden_folder() -> PathBuf {
    PathBuf::from(REPOSITORY).join("tests/golden")
}

fn expected_answers() -> String {
    fs::read_to_string(golden_folder().join("answers.txt")).expect("answers")
}

/// Makes the golden index of today's format, in the place of one that is there.
#[test]
#[ignore = "writes into tests/golden: TMPDIR=/srv cargo test --test it make_a_golden_index -- --ignored"]
fn make_a_golden_index() {
    let desk = Desk::new();
    for part in PARTS {
        let (from, to) = (PathBuf::from(REPOSITORY).join(part), desk.join(part));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        if from.is_dir() {
            crate::morgue::copy_folder(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a copy");
        }
    }
    // In two runs, and with an article deleted, so that there are several segments and a list of each kind.
    desk.run(&["index", "-q", "--threads", "1", PARTS[0], PARTS[1]])
        .expect(0);
    let all: Vec<&str> = ["index", "-q", "--threads", "1"]
        .into_iter()
        .chain(PARTS.iter().copied())
        .collect();
    desk.run(&all).expect(3);
    desk.write(
        "gone.jsonl",
        "{\"id\":\"gone-1\",\"title\":\"Taken down\"}\n",
    );
    desk.run(&["index", "-q", "gone.jsonl"]).expect(0);
    desk.run(&[
        "delete",
        "--id",
        "gone-1",
        "--reason",
        "a golden one",
        "--yes",
    ])
    .expect(0);
    assert_eq!(answers(&desk), expected_answers());
    let imprint: serde_json::Value =
        serde_json::from_str(&desk.read("index/morgue.json")).expect("JSON");
    let golden = golden_folder().join(format!("index-{}", imprint["format"]));
    if golden.exists() {
        fs::remove_dir_all(&golden).expect("gone");
    }
    desk.run(&["snapshot", "--copy", golden.to_str().expect("a path")])
        .expect(0);
}

fn goldens() -> Vec<PathBuf> {
    let entries = fs::read_dir(golden_folder()).expect("a folder");
    let mut goldens: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    goldens.sort();
    goldens
}

fn answers(desk: &Desk) -> String {
    let mut said = String::new();
    for question in QUESTIONS {
        let arguments = [
            "search", question, "-n", "0", "--sort", "newest", "--format", "ids",
        ];
        let run = desk.run(&arguments);
        assert!(run.status <= 1, "{run}");
        said.push_str(&format!("{question}\n"));
        run.lines()
            .iter()
            .for_each(|id| said.push_str(&format!("  {id}\n")));
    }
    said
}

/// A desk with a copy of a golden index.
fn desk_with(golden: &std::path::Path) -> Desk {
    let desk = Desk::new();
    crate::morgue::copy_folder(golden, &desk.join("index"));
    desk
}

#[test]
fn an_index_of_every_format_answers_as_it_did() {
    let expected = expected_answers();
    let goldens = goldens();
    assert!(goldens.len() >= 3, "{goldens:?}");
    for golden in goldens {
        let desk = desk_with(&golden);
        let first = desk.run(&["search", "storm"]);
        if first.status == 2 {
            assert!(first.stderr().contains("morgue upgrade"), "{first}");
            desk.run(&["upgrade"]).expect(0);
        }
        assert_eq!(answers(&desk), expected, "{}", golden.display());
        let again = desk.run(&["upgrade"]).expect(0);
        assert_eq!(again.stdout(), "index: up to date\n");
        desk.run(&["verify", "--deep"]).expect(0);
        // And it can be written to.
        desk.write("new.jsonl", "{\"title\":\"Kraken seen off the pier\"}\n");
        desk.run(&["index", "-q", "new.jsonl"]).expect(0);
        let found = desk.run(&["search", "kraken", "--count"]).expect(0);
        assert_eq!(found.stdout(), "1\n");
    }
}

/// Whatever moment an upgrade is killed at, what is there can be read or upgraded, and nothing is missing.
#[test]
fn an_upgrade_that_is_killed_is_begun_again_or_finished() {
    let golden = PathBuf::from(REPOSITORY).join("tests/golden/before-1");
    let whole = desk_with(&golden);
    whole.run(&["upgrade"]).expect(0);
    let expected = answers(&whole);
    for call in ["renameat2", "rename", "unlinkat,unlink,rmdir"] {
        for when in [1, 2, 5, 9] {
            let desk = desk_with(&golden);
            let inject = format!("inject={call}:signal=KILL:when={when}");
            let mut command = desk.command("strace");
            command.args([
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                &format!("trace={call}"),
                "-e",
                &inject,
            ]);
            command.args([crate::morgue::MORGUE, "upgrade"]);
            if command.output().is_err() {
                return; // Without strace it cannot be killed so exactly.
            }
            let first = desk.run(&["search", "storm", "--count"]);
            assert!([0, 2].contains(&first.status), "{call} {when}: {first}");
            desk.run(&["upgrade"]).expect(0);
            assert_eq!(answers(&desk), expected, "{call} {when}");
            assert!(!desk.join("index/.upgrade").exists(), "{call} {when}");
        }
    }
}

#[test]
fn an_older_index_is_refused_with_the_way_out() {
    let desk = desk_with(&PathBuf::from(REPOSITORY).join("tests/golden/before-1"));
    assert_said!(transcript([
        desk.run(&["search", "storm"]),
        desk.run(&["index", "-q", "nothing"]),
        desk.run(&["upgrade", "--memory", "64M"]),
        desk.run(&["upgrade", "--index", "none"]),
        desk.run(&["upgrade"]),
        desk.run(&["upgrade"]),
    ]));
}
