//! `morgue snapshot`: a copy that is an index by itself, whatever the writer does meanwhile.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::Stdio;

use serde_json::json;

use super::answers;
use crate::morgue::{Desk, assert_said, transcript, wait_until};

#[test]
fn a_snapshot_answers_as_the_index_did_and_goes_on_by_itself() {
    let desk = Desk::new();
    Desk::corpus().copy_to(&desk);
    desk.write(
        "own.jsonl",
        format!("{}\n", json!({"title": "Mooring fees rise"})),
    );
    desk.run(&["index", "-q", "own.jsonl"]).expect(0);
    desk.run(&["query", "save", "walkout", "strike OR stoppage"])
        .expect(0);
    desk.run(&["snapshot", "linked"]).expect(0);
    desk.run(&["snapshot", "--copy", "copied"]).expect(0);
    let before = answers(&desk, "index");
    for (snapshot, is_shared) in [("linked", true), ("copied", false)] {
        assert_eq!(answers(&desk, snapshot), before, "{snapshot}");
        let run = desk.run(&["search", "@walkout", "--count", "--index", snapshot]);
        assert_ne!(run.expect(0).stdout(), "0\n");
        let shared = fs::read_dir(desk.join(snapshot).join("segments"))
            .expect("a folder")
            .filter(|e| {
                let metadata = e.as_ref().expect("an entry").metadata();
                metadata.expect("a file").nlink() > 1
            })
            .count();
        assert_eq!(shared > 0, is_shared, "{snapshot}");
        // What was read is known: nothing is read again.
        let again = desk.run(&["index", "-q", "--json", "own.jsonl", "--index", snapshot]);
        assert_eq!(again.json()["archives"]["read"], 0, "{again}");
    }
    // Changing one changes nothing of the other.
    let line = |title: &str| format!("{}\n", json!({"id": "new", "title": title}));
    desk.write("new.jsonl", line("Kraken seen"));
    desk.run(&["index", "-q", "new.jsonl", "--index", "linked"])
        .expect(0);
    assert_eq!(answers(&desk, "index"), before);
    fs::remove_dir_all(desk.join("index")).expect("the index goes");
    desk.run(&["search", "kraken", "--index", "linked"])
        .expect(0);
    assert_eq!(answers(&desk, "copied"), before);
}

/// Each is the index as of some commit: as many articles as batches by then, each findable, none twice.
#[test]
fn snapshots_while_a_writer_works_are_whole_commits() {
    let desk = Desk::new();
    let batch = |from: usize| -> String {
        (from..from + 40)
            .map(|n| {
                format!(
                    "{}\n",
                    json!({"id": format!("n-{n}"), "title": format!("Tide {n}")})
                )
            })
            .collect()
    };
    desk.write("0.jsonl", batch(0));
    desk.run(&["index", "-q", "0.jsonl"]).expect(0);
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 1.. {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                let name = format!("{n}.jsonl");
                desk.write(&name, batch(n * 40));
                desk.run(&["index", "-q", &name]).expect(0);
            }
        });
        let mut last = 0;
        for n in 0..15 {
            let name = format!("snapshot-{n}");
            desk.run(&["snapshot", &name]).expect(0);
            let run = desk.run(&[
                "search", "tide", "-n", "0", "--format", "ids", "--index", &name,
            ]);
            let mut ids = run.lines();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len() % 40, 0, "{name} is no whole commit");
            assert!(ids.len() >= last, "{name} goes backwards");
            last = ids.len();
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

/// A folder called like a snapshot is a whole one; what a killed process left is taken over.
#[test]
fn a_snapshot_that_was_killed_leaves_a_part_that_the_next_one_takes_over() {
    let desk = Desk::new();
    Desk::corpus().copy_to(&desk);
    let mut command = desk.command("strace");
    command.args(["-f", "-o", "trace", "-e", "trace=linkat,link"]);
    command.args(["-e", "inject=linkat,link:signal=KILL:when=3"]);
    command.args([crate::morgue::MORGUE, "snapshot", "copy"]);
    let killed = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    if killed.is_err() {
        // Without strace nobody can be killed so exactly; a half-made part does as well.
        fs::create_dir_all(desk.join("copy.part/segments")).expect("a folder");
        desk.write("copy.part/.unfinished", "");
        desk.write("copy.part/morgue.json", "{");
    }
    wait_until("the part", || desk.join("copy.part").exists());
    assert!(!desk.join("copy").exists());
    desk.run(&["snapshot", "copy"]).expect(0);
    assert!(!desk.join("copy.part").exists());
    assert_eq!(answers(&desk, "copy"), answers(&desk, "index"));
}

#[test]
fn a_snapshot_never_writes_over_anything() {
    let desk = Desk::new();
    Desk::corpus().copy_to(&desk);
    desk.write("full/note.txt", "mine");
    desk.write("mine.part/note.txt", "mine too");
    desk.write("file", "a file");
    fs::create_dir(desk.join("empty")).expect("a folder");
    let said = [
        &["snapshot", "full"][..],
        &["snapshot", "file"],
        &["snapshot", "mine"],
        &["snapshot", "index/copy"],
        &["snapshot", "index"],
        &["snapshot", "nowhere/copy"],
        &["snapshot", "copy", "--index", "none"],
        &["snapshot", "--copy", "empty"],
    ];
    assert_said!(transcript(said.map(|arguments| desk.run(arguments))));
    assert_eq!(desk.read("full/note.txt"), "mine");
    assert_eq!(desk.read("mine.part/note.txt"), "mine too");
}
