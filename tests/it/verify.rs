//! `morgue verify` as a user runs it, and what every other command does with an index that is damaged.
//!
//! `MORGUE_CASES` says how many damaged indexes are opened and searched (100 without).

use std::fs;
use std::path::PathBuf;

use crate::morgue::{Desk, assert_said, transcript};

const LINES: &str = "{\"id\":\"a:1\",\"title\":\"Ferry strike enters second week\",\"date\":\"1984-03-05\",\"text\":\"The harbour was quiet on Monday. No ferry left.\"}
{\"id\":\"a:2\",\"title\":\"Council votes on bridge\",\"date\":\"1984-03-06\",\"text\":\"A bridge would end the ferry, members said.\"}
{\"id\":\"a:3\",\"title\":\"Storm over the strait\",\"text\":\"The storm came at night.\"}
";

/// An index of these in one segment.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("archive.jsonl", LINES);
    desk.run(&["index", "-q", "--threads", "1", "archive.jsonl"])
        .expect(0);
    desk
}

/// A file of the index by the end of its name.
fn file(desk: &Desk, ending: &str) -> PathBuf {
    let mut names: Vec<PathBuf> = fs::read_dir(desk.join("index/segments"))
        .expect("the segments")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    names.sort();
    names.remove(0)
}

fn flip(path: &PathBuf, bit: usize) {
    let mut bytes = fs::read(path).expect("a file");
    let at = (bit / 8) % bytes.len();
    bytes[at] ^= 1 << (bit % 8);
    fs::write(path, bytes).expect("damaged");
}

/// Names of files are invented anew for each index.
pub fn without_names(text: &str) -> String {
    let mut out = String::new();
    for part in text.split_inclusive(|c: char| !c.is_ascii_hexdigit()) {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_hexdigit());
        match digits.len() {
            16 | 32 => out.push_str(&part.replace(digits, "ID")),
            _ => out.push_str(part),
        }
    }
    out
}

#[test]
fn a_check_names_what_is_damaged_and_goes_on() {
    let desk = desk();
    let mut runs = vec![
        desk.run(&["verify"]),
        desk.run(&["verify", "--quick"]),
        desk.run(&["verify", "--deep"]),
    ];
    flip(&file(&desk, ".idx"), 999);
    fs::remove_file(file(&desk, ".pos")).expect("it was there");
    desk.write("index/ledger.jsonl", "");
    runs.extend([
        desk.run(&["verify"]),
        desk.run(&["verify", "--quick"]),
        desk.run(&["verify", "--deep"]),
        desk.run(&["search", "ferry"]),
        desk.run(&["index", "archive.jsonl"]),
    ]);
    assert_said!(without_names(&transcript(runs)));
}

#[test]
fn a_check_of_no_index_says_so() {
    let desk = desk();
    desk.write(
        "newer/morgue.json",
        "{\"format\":99,\"version\":\"9.0.0\"}\n",
    );
    fs::remove_file(desk.join("index/morgue.json")).expect("it was there");
    assert_said!(transcript([
        desk.run(&["verify", "--index", "nowhere"]),
        desk.run(&["verify", "--index", "newer"]),
        desk.run(&["verify"]),
        desk.run(&["search", "storm"]),
        desk.run(&["index", "archive.jsonl"]),
    ]));
}

#[test]
fn a_check_in_json_lists_all_and_counts_once() {
    let desk = desk();
    let good = desk.run(&["verify", "--json"]).expect(0).json();
    assert_eq!(good["damaged"], serde_json::json!([]));
    assert_eq!(good["articles"], 3);
    flip(&file(&desk, ".store"), 77);
    let bad = desk.run(&["verify", "--json", "--deep"]).expect(5).json();
    assert_eq!(bad["damaged"].as_array().expect("a list").len(), 1);
    assert_eq!(bad["files"], good["files"]);
}

/// One who searches a damaged index without a check gets an answer or an error: never a signal, never Rust's words.
#[test]
fn a_damaged_index_is_answered_or_refused_but_never_ends_in_a_signal() {
    let cases: u64 = std::env::var("MORGUE_CASES")
        .ok()
        .and_then(|text| text.replace('_', "").parse().ok())
        .map_or(100, |cases: u64| cases);
    let desk = desk();
    let mut more = String::new();
    for number in 0..300 {
        more.push_str(&format!("{{\"id\":\"b:{number}\",\"title\":\"Page {number} of the strike\",\"date\":\"{}-05-01\",\"text\":\"The ferry {number} was in the harbour with {} others. Storm {}.\"}}\n", 1900 + number % 90, number * 7, number % 13));
    }
    desk.write("more.jsonl", more);
    desk.run(&["index", "-q", "more.jsonl"]).expect(0);
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for folder in ["index", "index/segments"] {
        for entry in fs::read_dir(desk.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if fs::metadata(&path).is_ok_and(|found| found.is_file() && found.len() > 0) {
                files.push((path.clone(), fs::read(path).expect("a file")));
            }
        }
    }
    files.sort();
    let commands: [&[&str]; 6] = [
        &["search", "ferry"],
        &["search", "\"ferry strike\" OR storm", "--sort", "newest"],
        &[
            "search",
            "str* w/9 harbour",
            "--from",
            "1910",
            "--format",
            "json",
        ],
        &["show", "b:1"],
        &["stats"],
        &["search", "harbor~1 page", "-n", "0", "--format", "ids"],
    ];
    let (mut answered, mut refused) = (0, 0);
    let mut seed = 7u64;
    let mut dice = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for case in 0..cases {
        let (path, bytes) = &files[case as usize % files.len()];
        let mut bad = bytes.clone();
        let kind = dice(8);
        let said = match kind {
            0 => {
                bad.truncate(dice(bytes.len()));
                "cut"
            }
            1 => {
                let from = dice(bytes.len());
                let to = bytes.len().min(from + 1 + dice(64));
                bad[from..to].fill(if dice(2) == 0 { 0 } else { 0xFF });
                "overwritten"
            }
            2 => {
                let other = &files[dice(files.len())].1;
                bad.clone_from(other);
                "another's"
            }
            _ => {
                for _ in 0..=dice(3) {
                    let bit = dice(bytes.len() * 8);
                    bad[bit / 8] ^= 1 << (bit % 8);
                }
                "flipped"
            }
        };
        fs::write(path, bad).expect("damaged");
        let arguments = commands[dice(commands.len())];
        let run = desk.run(arguments);
        let fault = match run.status {
            0 | 1 => None,
            2 | 5 => run.stderr().contains("panicked").then_some("panicked"),
            _ => Some("ended oddly"),
        };
        if let Some(fault) = fault {
            panic!("{}: {said}, case {case}: {fault}\n{run}", path.display());
        }
        if run.status < 2 {
            answered += 1;
        } else {
            refused += 1;
        }
        fs::write(path, bytes).expect("restored");
    }
    println!("{answered} answered, {refused} refused");
    assert_eq!(answered + refused, cases);
}
