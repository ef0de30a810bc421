//! Files and folders that cannot be read or written, an index that is locked or damaged.

use std::process::Stdio;

use morgue::index::{Holder, Index, WriterOptions};

use super::{ARTICLES, desk, speaks_rust};
use crate::morgue::{Desk, assert_said, transcript, wait_until};

#[test]
fn a_file_of_queries_that_cannot_be_read_is_named() {
    let desk = desk();
    desk.write("queries.tsv", "1\tstrike\n2\tstrike \"unclosed\n");
    desk.write("folder/file", "");
    assert_said!(transcript([
        desk.run(&["search", "--queries", "nowhere.tsv", "--format", "trec"]),
        desk.run(&["search", "--queries", "folder", "--format", "trec"]),
        desk.run(&["search", "--queries", "queries.tsv"]),
        desk.run(&["search", "--queries", "queries.tsv", "--format", "trec"]),
        desk.run(&[
            "search",
            "strike",
            "--queries",
            "queries.tsv",
            "--format",
            "ids"
        ]),
    ]));
}

#[test]
fn an_empty_folder_says_what_was_looked_for() {
    let desk = desk();
    desk.write("empty/.hidden", "x");
    desk.write("empty/README.md", "About it.");
    assert_said!(transcript([
        desk.run(&["index", "empty"]),
        desk.run(&["index", "empty", "--dry-run"]),
    ]));
}

#[test]
fn a_link_to_nowhere_is_said() {
    let desk = desk();
    std::os::unix::fs::symlink("nowhere", desk.join("dangling.jsonl")).expect("a link");
    desk.write("folder/page.jsonl", ARTICLES);
    std::os::unix::fs::symlink("../nowhere", desk.join("folder/dangling")).expect("a link");
    assert_said!(transcript([
        desk.run(&["index", "dangling.jsonl"]),
        desk.run(&["index", "folder"]),
        desk.run(&["index", "folder", "--follow"]),
    ]));
}

#[test]
fn an_index_that_is_a_file_or_cannot_be_made_is_said() {
    let desk = desk();
    desk.write("file", "");
    assert_said!(transcript([
        desk.run(&["search", "storm", "--index", "file"]),
        desk.run(&["index", "archive.jsonl", "--index", "file"]),
        desk.run(&["index", "archive.jsonl", "--index", "file/below"]),
        desk.run(&["generate", "man", "file"]),
    ]));
}

/// Another process writes: the lock is held by the library here.
#[test]
fn a_second_writer_is_told_to_wait() {
    let desk = desk();
    let index = Index::open(&desk.join("index")).expect("the index");
    let writer = index.writer(WriterOptions::default()).expect("its writer");
    assert_said!(transcript([
        desk.run(&["index", "archive.jsonl"]),
        desk.run(&["search", "storm", "--count"]),
    ]));
    drop(writer);
    desk.run(&["index", "-q", "archive.jsonl"]).expect(0);
}

/// It is told which process that is, if it said so; a note that a dead process left is not believed.
#[test]
fn a_second_writer_is_told_who_the_first_is() {
    let desk = desk();
    let index = Index::open(&desk.join("index")).expect("the index");
    let holder = |pid| Holder {
        pid,
        host: "newsroom-2".to_owned(),
        since: "2015-12-17 16:44:36 +08:00".to_owned(),
        command: "index".to_owned(),
    };
    let options = |pid| WriterOptions {
        holder: Some(holder(pid)),
        ..WriterOptions::default()
    };
    let writer = index.writer(options(4_711)).expect("its writer");
    let told = [
        desk.run(&["index", "archive.jsonl"]).expect(4),
        desk.run(&["delete", "--yes", "storm"]).expect(4),
    ];
    assert_said!(transcript(told));
    drop(writer);
    assert!(!desk.join("index/writer.json").exists());
    // On this machine it can be seen that a process is gone: here the note is another's, and the lock this test's.
    let writer = index.writer(options(4_711)).expect("its writer");
    let note = desk.read("index/writer.json");
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname");
    let Ok(host) = host else { return };
    let stale = note
        .replace("newsroom-2", host.trim())
        .replace("4711", "4294967295");
    desk.write("index/writer.json", stale);
    let run = desk.run(&["index", "archive.jsonl"]).expect(4);
    assert!(!run.stderr().contains("4294967295"), "{run}");
    drop(writer);
}

#[test]
fn a_damaged_index_is_named_and_the_way_out_said() {
    let garbage = desk();
    garbage.write("index/morgue.json", "garbage\n");
    let without_meta = desk();
    std::fs::remove_file(without_meta.join("index/segments/meta.json")).expect("it was there");
    let broken_meta = desk();
    broken_meta.write("index/segments/meta.json", "{\"segments\":");
    let without_ledger = desk();
    std::fs::remove_file(without_ledger.join("index/ledger.jsonl")).expect("it was there");
    assert_said!(transcript([
        garbage.run(&["search", "storm"]),
        garbage.run(&["index", "archive.jsonl"]),
        without_meta.run(&["search", "storm"]),
        without_meta.run(&["index", "archive.jsonl"]),
        broken_meta.run(&["search", "storm"]),
        broken_meta.run(&["index", "archive.jsonl"]),
        without_ledger.run(&["index", "archive.jsonl"]),
    ]));
}

/// Segment files have other names each time, so this looks at what every message must have instead of its words.
#[test]
fn a_segment_file_cut_short_or_gone_is_an_error_that_names_it() {
    let whole = desk();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for ending in ["store", "idx", "term", "pos", "fast", "fieldnorm"] {
        for left in [Some(0), Some(1), Some(2), None] {
            let desk = Desk::new();
            whole.copy_to(&desk);
            let file = std::fs::read_dir(desk.join("index/segments"))
                .expect("the segments")
                .map(|entry| entry.expect("an entry").path())
                .find(|path| path.extension().is_some_and(|e| e == ending))
                .unwrap_or_else(|| panic!("there is a .{ending}"));
            match left {
                Some(thirds) => {
                    let bytes = std::fs::read(&file).expect("a segment file");
                    std::fs::write(&file, &bytes[..bytes.len() * thirds / 3]).expect("cut short");
                }
                None => std::fs::remove_file(&file).expect("gone"),
            }
            let name = file.file_name().expect("a name").to_string_lossy();
            for arguments in [
                &["search", "storm"][..],
                &["show", "b1", "--query", "storm w/9 dam"],
            ] {
                let run = desk.run(arguments);
                let said = run.stderr();
                // tantivy opens a file of positions that is gone as one that is empty, and says so without its name.
                let is_named = said.contains(&*name) || (ending == "pos" && left.is_none());
                let is_good = run.status == 5
                    && said.starts_with("error: ")
                    && said.contains(" is damaged: ")
                    && said.contains("\nhint: ")
                    && !said.contains("tantivy")
                    && is_named;
                if !is_good || speaks_rust(said).is_some() {
                    wrong.push(format!(".{ending}, {left:?} thirds left:\n{run}"));
                }
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 48);
    assert!(
        wrong.is_empty(),
        "{} of {seen}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// A full disk is `/dev/full` here: the output cannot be written, and that is said.
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let desk = desk();
    let full = || {
        std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("/dev/full")
    };
    let runs = [
        &["search", "storm"][..],
        &["stats"],
        &["show", "a1"],
        &["search", "storm", "--json"],
        &["search", "storm", "--format", "csv"],
    ]
    .map(|arguments| {
        let output = desk
            .morgue(arguments)
            .stdout(full())
            .output()
            .expect("the binary ends");
        desk.keep(arguments, output)
    });
    assert_said!(transcript(runs));
}

/// Standard error may be closed too; then there is nobody to tell, and the status still says it.
#[test]
fn a_closed_standard_error_changes_no_status() {
    let desk = desk();
    let mut child = desk
        .morgue(&["search", "strike \"unclosed"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stderr.take());
    let mut status = None;
    wait_until("the end", || {
        status = child.try_wait().expect("a child");
        status.is_some()
    });
    assert_eq!(status.and_then(|s| s.code()), Some(2));
}
