//! `morgue verify` as a user runs it. What other commands do with a damaged index is in `damage`.

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
