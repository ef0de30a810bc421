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

/// In the last archive only.
const TAKEN_DOWN: &str = "wire:117";

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
        TAKEN_DOWN,
        "--reason",
        "a court order",
        "--yes",
    ])
    .expect(0);
    // Deleted without being written anew: a segment with a list of what is deleted.
    desk.write("news/d.jsonl", lines(44, 48, 4));
    desk.run(&["index", "-q", "--threads", "1", "news"])
        .expect(3);
    desk
}

/// Puts an index back as it was; the archives stay, as the ledger knows them by path and time.
fn put_back(desk: &Desk, whole: &Desk) {
    fs::remove_dir_all(desk.join("index")).expect("gone");
    crate::morgue::copy_folder(&whole.join("index"), &desk.join("index"));
}

/// A desk, and another with a copy of its index.
fn desk_and_copy() -> (Desk, Desk) {
    let (desk, whole) = (desk(), Desk::new());
    crate::morgue::copy_folder(&desk.join("index"), &whole.join("index"));
    (desk, whole)
}

fn ids(desk: &Desk) -> Vec<String> {
    let run = desk.run(&["search", "*", "-n", "0", "--format", "ids"]);
    run.lines().into_iter().map(str::to_owned).collect()
}

/// The smallest store: names of segments are thrown.
fn some_store(desk: &Desk) -> String {
    let stores = files(desk).into_iter();
    let stores = stores.filter(|file| file.ends_with(".store"));
    let size = |file: &String| fs::metadata(desk.join(file)).expect("a file").len();
    stores.min_by_key(size).expect("a store")
}

/// What searches find, in an order of its own.
fn answers(desk: &Desk) -> Vec<String> {
    let mut answers = Vec::new();
    for query in ["*", "ferry (storm OR fog)"] {
        let run = desk.run(&[
            "search", query, "-n", "0", "--sort", "newest", "--format", "jsonl",
        ]);
        answers.extend(run.lines().into_iter().map(str::to_owned));
    }
    answers
}

/// All articles whole, and which archive each is from.
fn articles(desk: &Desk) -> Vec<String> {
    let run = desk.run(&["export"]).expect(0);
    let mut lines: Vec<String> = run.lines().into_iter().map(str::to_owned).collect();
    lines.sort();
    lines
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
    let (desk, whole) = desk_and_copy();
    let expected = answers(&whole);
    let all = articles(&desk);
    assert!(expected.len() > 150, "{}", expected.len());
    let files = files(&whole);
    assert!(
        files.len() > 15 && files.iter().any(|file| file.ends_with(".del")),
        "{files:?}"
    );
    let mut mended = 0;
    for (at, file) in files.iter().enumerate() {
        for kind in [Harm::Flip, Harm::Cut, Harm::Gone] {
            // Every kind at every file takes a while in a slow build; a short run tries one case in seven.
            let is_turn = (3 * at + kind as usize).is_multiple_of(7);
            if !is_turn && std::env::var_os("MORGUE_CASES").is_none() {
                continue;
            }
            put_back(&desk, &whole);
            harm(&desk, file, kind);
            let run = desk.run(&["repair", "-q"]);
            let place = format!("{file} {kind:?}\n{run}");
            let may_lose_lines = is_list(file) && !file.contains("takedowns");
            assert!(
                run.status == 0 || may_lose_lines && run.status == 3,
                "{place}"
            );
            let check = desk.run(&["verify", "--deep"]);
            assert_eq!(check.status, 0, "{place}\n{check}");
            assert!(answers(&desk) == expected, "{place}");
            assert!(articles(&desk) == all, "{place}");
            // And it goes on as if nothing had been: what was taken down stays so, too.
            let again = desk.run(&["index", "--json", "news"]).json();
            assert!(answers(&desk) == expected, "indexed again: {place}");
            assert_eq!(again["added"], 0, "{place}");
            desk.write("news/c.jsonl", desk.read("news/c.jsonl") + "\n");
            desk.run(&["index", "-q", "news"]).expect(3);
            assert!(answers(&desk) == expected, "all read again: {place}");
            mended += 1;
        }
    }
    println!("{mended} mended");
}

#[test]
fn what_cannot_be_had_is_named_and_the_rest_is_kept() {
    let (desk, whole) = desk_and_copy();
    let expected = answers(&whole);
    let all = ids(&whole);
    let mut lost_some = 0;
    for file in files(&whole) {
        put_back(&desk, &whole);
        fs::rename(desk.join("news"), desk.join("elsewhere")).expect("moved");
        harm(&desk, &file, Harm::Flip);
        let run = desk.run(&["repair", "-q", "--json"]);
        assert!(run.status == 0 || run.status == 3, "{file}\n{run}");
        let said = run.json();
        assert_eq!(desk.run(&["verify", "--deep"]).status, 0, "{file}");
        let kept = ids(&desk);
        let missing = all.iter().filter(|id| !kept.contains(id)).count();
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
            assert_eq!(ids(&desk).len(), all.len(), "{file}");
            assert!(!ids(&desk).iter().any(|id| id == TAKEN_DOWN));
        } else {
            fs::rename(desk.join("elsewhere"), desk.join("news")).expect("moved back");
            assert!(answers(&desk) == expected, "{file}");
        }
    }
    assert!(lost_some > 0);
}

/// A takedown must not be forgotten, neither by a run that goes on over the damage nor by a repair.
#[test]
fn what_was_taken_down_stays_down_when_both_lists_of_it_are_damaged() {
    let (desk, whole) = desk_and_copy();
    let lists = ["index/takedowns.jsonl", "index/takedowns-copy.jsonl"];
    for list in lists {
        put_back(&desk, &whole);
        harm(&desk, list, Harm::Flip);
        desk.write("news/c.jsonl", desk.read("news/c.jsonl") + "\n");
        let run = desk.run(&["index", "-q", "news"]).expect(5);
        assert!(run.stderr().contains("takedowns"), "{run}");
        assert!(run.stderr().contains("morgue repair"), "{run}");
    }
    let stores = files(&whole)
        .into_iter()
        .filter(|file| file.ends_with(".store"));
    let mut unasked = 0;
    for store in stores {
        put_back(&desk, &whole);
        lists.iter().for_each(|list| harm(&desk, list, Harm::Cut));
        harm(&desk, &store, Harm::Gone);
        let run = desk.run(&["repair", "-q", "--json"]).expect(3);
        let said = run.json();
        unasked += said["archives"]["not_asked"].as_u64().expect("a number");
        assert_eq!(said["archives"]["read"], 0, "{run}");
        assert!(said["missing"].as_u64() > Some(0), "{run}");
        desk.run(&["verify", "--deep"]).expect(0);
        assert!(!ids(&desk).iter().any(|id| id == TAKEN_DOWN), "{run}");
    }
    assert!(unasked > 0);
}

/// Killed at every step, by and by; whatever is left, the same command does it all.
#[test]
fn a_repair_that_is_killed_is_begun_again_or_finished() {
    let (desk, whole) = desk_and_copy();
    let expected = answers(&whole);
    harm(&whole, &some_store(&whole), Harm::Flip);
    let is_long = std::env::var_os("MORGUE_CASES").is_some();
    let mut killed = 0;
    for call in [
        "rename,renameat,renameat2",
        "link,linkat",
        "fsync,fdatasync",
        "unlink,unlinkat,rmdir",
    ] {
        for when in 1.. {
            if !is_long && when % 5 != 1 {
                continue;
            }
            put_back(&desk, &whole);
            let inject = format!("inject={call}:signal=KILL:when={when}");
            let trace = format!("trace={call}");
            let mut command = desk.command("strace");
            command.args(["-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject]);
            command.args([crate::morgue::MORGUE, "repair", "-q"]);
            let Ok(output) = command.output() else {
                return; // Without strace it cannot be killed so exactly.
            };
            if output.status.success() {
                break;
            }
            let run = desk.run(&["repair", "-q"]);
            assert_eq!(run.status, 0, "{call} {when}\n{run}");
            desk.run(&["verify", "--deep"]).expect(0);
            assert!(answers(&desk) == expected, "{call} {when}");
            assert!(!desk.join("index/.repair").exists(), "{call} {when}");
            assert!(!desk.join("index/.repaired").exists(), "{call} {when}");
            killed += 1;
        }
    }
    assert!(killed > 5, "{killed}");
    println!("killed {killed} times");
}

#[test]
fn a_repair_says_what_it_did() {
    let (desk, whole) = desk_and_copy();
    let store = some_store(&desk);
    let mut said = vec![desk.run(&["repair"])];
    harm(&desk, &store, Harm::Gone);
    said.push(desk.run(&["repair"]));
    said.push(desk.run(&["repair"]));
    put_back(&desk, &whole);
    fs::remove_dir_all(desk.join("news")).expect("gone");
    harm(&desk, &store, Harm::Gone);
    said.push(desk.run(&["repair"]));
    put_back(&desk, &whole);
    harm(&desk, "index/takedowns.jsonl", Harm::Gone);
    harm(&desk, "index/takedowns-copy.jsonl", Harm::Cut);
    harm(&desk, "index/rejects.jsonl", Harm::Cut);
    said.push(desk.run(&["repair"]));
    said.push(desk.run(&["repair", "--index", "nowhere"]));
    let said = transcript(said);
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
