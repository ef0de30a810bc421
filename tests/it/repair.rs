//! `morgue repair`: whatever file is damaged, the answers are as before; and what cannot be had is named, and all the rest kept.

use std::fs;
use std::path::PathBuf;

use crate::morgue::{Desk, assert_said, transcript};

/// Articles of one archive; those of a later edition replace those of the earlier one.
fn lines(from: u64, to: u64, edition: u64) -> String {
    let line = |number: u64| {
        format!(
            "{{\"id\":\"wire:{number}\",\"title\":\"Ferry {number} late, edition {edition}\",\"date\":\"{}-0{}-1{}\",\"source\":\"Harbour Gazette\",\"text\":\"The ferry number {number} left the harbour {} minutes late. Edition {edition} says why: the {}.\"}}\n",
            1900 + number % 90,
            1 + number % 9,
            number % 10,
            number * 13 % 60,
            ["strike", "storm", "fog", "tide"][number as usize % 4],
        )
    };
    (from..to).map(line).collect()
}

/// An index of several segments, with updates, rejects, and one article that was taken down.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("news/a.jsonl", lines(0, 60, 1) + "{\"id\":\"wire:x\"}\n");
    desk.run(&["index", "-q", "--threads", "1", "news"])
        .expect(3);
    desk.write("news/b.jsonl", lines(40, 100, 2) + "{\"broken\n");
    desk.run(&["index", "-q", "--threads", "1", "news"])
        .expect(3);
    desk.write("news/c.jsonl", lines(90, 130, 3));
    desk.run(&["index", "-q", "--threads", "1", "news"])
        .expect(3);
    desk.run(&[
        "delete",
        "--id",
        "wire:7",
        "--reason",
        "a court order",
        "--yes",
    ])
    .expect(0);
    desk.run(&["index", "-q", "--threads", "1", "news"])
        .expect(3);
    desk
}

/// All that can be asked, in an order of its own.
fn answers(desk: &Desk) -> Vec<String> {
    let mut answers = Vec::new();
    for query in [
        "*",
        "ferry (storm OR fog)",
        "\"edition 2\"",
        "title:late words:>5 -strike",
    ] {
        let run = desk.run(&[
            "search", query, "-n", "0", "--sort", "newest", "--format", "jsonl",
        ]);
        answers.extend(run.lines().into_iter().map(str::to_owned));
    }
    answers
}

/// The files of the index that hold anything, from its folder on.
fn files(desk: &Desk) -> Vec<String> {
    let mut files = Vec::new();
    for folder in ["", "segments/"] {
        for entry in fs::read_dir(desk.join("index").join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            if fs::metadata(&path).is_ok_and(|found| found.is_file() && found.len() > 0) {
                files.push(format!("index/{folder}{name}"));
            }
        }
    }
    files.sort();
    files
}

fn is_list(file: &str) -> bool {
    file.ends_with(".jsonl")
}

#[derive(Clone, Copy, Debug)]
enum Harm {
    Flip,
    Cut,
    Gone,
}

fn harm(desk: &Desk, file: &str, harm: Harm) {
    let path: PathBuf = desk.join(file);
    let mut bytes = fs::read(&path).expect("a file");
    // Beside the last one, so that it is another file than the one that others have a link to.
    fs::remove_file(&path).expect("gone");
    let third = bytes.len() / 3;
    match harm {
        Harm::Flip => bytes[third] ^= 4,
        Harm::Cut => bytes.truncate(third),
        Harm::Gone => return,
    }
    fs::write(&path, bytes).expect("damaged");
}

#[test]
fn whatever_file_is_damaged_the_answers_are_as_before() {
    let whole = desk();
    let expected = answers(&whole);
    assert!(expected.len() > 200, "{}", expected.len());
    let files = files(&whole);
    assert!(
        files.len() > 15 && files.iter().any(|file| file.ends_with(".del")),
        "{files:?}"
    );
    let mut mended = 0;
    for (at, file) in files.iter().enumerate() {
        for kind in [Harm::Flip, Harm::Cut, Harm::Gone] {
            // Every kind at every file takes a while in a slow build; in a short run they take turns.
            let is_turn = at % 3 == kind as usize;
            if !is_turn && std::env::var_os("MORGUE_CASES").is_none() {
                continue;
            }
            let desk = Desk::new();
            whole.copy_to(&desk);
            // Rejects are told by when an archive was read.
            harm(&desk, file, kind);
            let run = desk.run(&["repair", "-q"]);
            let place = format!("{file} {kind:?}\n{run}");
            let may_lose_lines = is_list(file);
            assert!(
                run.status == 0 || may_lose_lines && run.status == 3,
                "{place}"
            );
            let check = desk.run(&["verify", "--deep"]);
            assert_eq!(check.status, 0, "{place}\n{check}");
            assert!(answers(&desk) == expected, "{place}");
            // And it goes on as if nothing had been: what was taken down stays so, too.
            let again = desk.run(&["index", "--json", "news"]).json();
            if !file.ends_with("takedowns.jsonl") {
                assert!(answers(&desk) == expected, "indexed again: {place}");
                assert_eq!(again["added"], 0, "{place}");
            }
            mended += 1;
        }
    }
    println!("{mended} mended");
}

#[test]
fn what_cannot_be_had_is_named_and_the_rest_is_kept() {
    let whole = desk();
    let expected = answers(&whole);
    let all: Vec<String> = whole
        .run(&["search", "*", "-n", "0", "--format", "ids"])
        .lines()
        .into_iter()
        .map(str::to_owned)
        .collect();
    let mut lost_some = 0;
    for file in files(&whole) {
        let desk = Desk::new();
        whole.copy_to(&desk);
        fs::rename(desk.join("news"), desk.join("elsewhere")).expect("moved");
        harm(&desk, &file, Harm::Flip);
        let run = desk.run(&["repair", "-q", "--json"]);
        assert!(run.status == 0 || run.status == 3, "{file}\n{run}");
        let said = run.json();
        assert_eq!(desk.run(&["verify", "--deep"]).status, 0, "{file}");
        let ids = desk.run(&["search", "*", "-n", "0", "--format", "ids"]);
        let kept: Vec<&str> = ids.lines();
        let missing = all.iter().filter(|id| !kept.contains(&id.as_str())).count();
        assert_eq!(said["missing"], missing, "{file}\n{run}");
        assert_eq!(kept.len() + missing, all.len(), "{file}");
        if missing > 0 {
            lost_some += 1;
            assert_eq!(run.status, 3);
            assert!(file.ends_with(".store"), "{file}");
            assert!(desk.join("index/.damaged/segments").is_dir());
            // When the archives are there again, so are the articles.
            fs::rename(desk.join("elsewhere"), desk.join("news")).expect("moved back");
            desk.run(&["index", "-q", "news"]).expect(3);
            assert!(answers(&desk) == expected, "{file}");
        }
    }
    assert!(lost_some > 0);
}

#[test]
fn a_repair_says_what_it_did() {
    let whole = desk();
    let store = files(&whole)
        .into_iter()
        .rfind(|file| file.ends_with(".store"))
        .expect("a store");
    let (here, gone) = (Desk::new(), Desk::new());
    whole.copy_to(&here);
    whole.copy_to(&gone);
    harm(&here, &store, Harm::Gone);
    harm(&gone, &store, Harm::Gone);
    fs::remove_dir_all(gone.join("news")).expect("gone");
    let said = transcript([
        whole.run(&["repair"]),
        here.run(&["repair"]),
        here.run(&["repair"]),
        gone.run(&["repair"]),
        gone.run(&["repair", "--index", "nowhere"]),
    ]);
    assert_said!(crate::verify::without_names(&said));
}

/// The first rename says that all is complete; the power goes after it.
#[test]
fn a_repair_that_was_cut_off_is_gone_on_with() {
    let desk = desk();
    let expected = answers(&desk);
    for moved in 0..3 {
        let complete = desk.join("index/.repaired");
        fs::create_dir(&complete).expect("a folder");
        for name in ["morgue.json", "ledger.jsonl", "segments"]
            .into_iter()
            .skip(moved)
        {
            fs::rename(desk.join("index").join(name), complete.join(name)).expect("moved");
        }
        let run = desk.run(&["search", "ferry"]).expect(5);
        assert!(run.stderr().contains("morgue repair"), "{run}");
        desk.run(&["index", "-q", "news"]).expect(5);
        desk.run(&["repair", "-q"]).expect(0);
        assert!(answers(&desk) == expected);
        desk.run(&["verify"]).expect(0);
    }
}
