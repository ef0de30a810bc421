//! A run that ended early is gone on with at the very record: whatever cut it off and wherever, in the end the index, the
//! ledger and the list of rejects are those of one undisturbed run.
//!
//! The library reads here, so that a run can be ended at an exact place: by asking it to stop, or by a panic between two
//! commits, which leaves on the disk what a kill would.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use morgue::index::{Index, IndexError, WriterOptions};
use morgue::ingest::walk::{Links, walk};
use morgue::ingest::{IngestError, Options, Report, run};
use serde_json::Value;

use super::packed::{gzip, tar};
use super::{article, articles, everything};
use crate::morgue::Desk;

/// How a run is cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cut {
    /// It is asked to stop.
    Asked,
    /// It ends as by a kill.
    Killed,
    /// It is left alone.
    Never,
}

/// Archives with everything that makes counting hard: rejects, the same record twice, the same piece twice, a later version in
/// the same archive, numbers as ids, members, and copies in other archives.
fn write_archives(desk: &Desk) {
    let with_trouble = |prefix: &str, count: usize| -> String {
        let mut lines = String::new();
        for (n, line) in articles(prefix, count).lines().enumerate() {
            lines.push_str(line);
            lines.push('\n');
            match n % 7 {
                1 => lines.push_str("{\"title\": \"cut\n"),
                2 => lines.push_str(&format!("{line}\n")),
                3 => lines.push_str(&article(
                    &format!("{prefix}-{}", n - 3),
                    "Later",
                    &format!("A later version of {n}."),
                )),
                4 => lines.push_str(&article(
                    &n.to_string(),
                    &format!("{prefix} {n}"),
                    &format!("Number {n} of {prefix}."),
                )),
                5 => lines.push_str("{\"section\":\"Home\"}\n"),
                6 => lines.push_str(
                    &line
                        .replacen(prefix, &format!("other-{prefix}"), 1)
                        .replace('\n', " "),
                ),
                _ => {}
            }
            if n % 7 == 6 {
                lines.push('\n');
            }
        }
        lines
    };
    desk.write("news/a.jsonl", with_trouble("a", 1_600));
    desk.write("news/b.jsonl.gz", gzip(with_trouble("b", 1_200).as_bytes()));
    let members: Vec<(String, Vec<u8>)> = (0..6)
        .map(|n| {
            (
                format!("m{n}.jsonl"),
                with_trouble(&format!("m{n}"), 200).into_bytes(),
            )
        })
        .chain([("photo.png".to_owned(), b"\x89PNG\r\n\x1a\n\0\0".to_vec())])
        .collect();
    desk.write("news/c.tar", tar(&members));
    // What another archive has too, under the same ids.
    desk.write(
        "news/d.jsonl",
        with_trouble("a", 300) + &with_trouble("d", 300),
    );
}

/// Runs `index news`, cut off when the writer has paused so often.
fn index_cut(desk: &Desk, name: &str, cut: Cut, after: usize) -> Option<Report> {
    let home = desk.join(name);
    let found = walk(&[desk.join("news")], Links::Ignore, &home).expect("the archives");
    let index = Index::open_or_create(&home).expect("an index");
    let options = Options {
        writer: WriterOptions {
            threads: 1,
            memory: 128 << 20,
            ..WriterOptions::default()
        },
        commit_every: (cut != Cut::Never).then_some(Duration::ZERO),
        ..Options::default()
    };
    let stop = Arc::new(AtomicBool::new(false));
    let mut pauses = 0;
    let flag = Arc::clone(&stop);
    let mut watch = move |_: morgue::ingest::Progress| {
        pauses += 1;
        match cut {
            Cut::Asked if pauses == after => flag.store(true, Ordering::Relaxed),
            Cut::Killed if pauses == after => resume_unwind(Box::new(())),
            _ => {}
        }
    };
    let ended = catch_unwind(AssertUnwindSafe(|| {
        run(&index, found, options, &stop, &mut watch)
    }));
    match ended {
        // A test beside this one starts a process, which holds all open locks until it is another program.
        Ok(Err(IngestError::Index(IndexError::Locked { .. }))) => {
            std::thread::sleep(Duration::from_millis(20));
            index_cut(desk, name, cut, after)
        }
        Ok(report) => Some(report.expect("a run")),
        Err(_) => None,
    }
}

/// What the lists say, without the numbers of runs and readings, and without what is appended for later readings.
fn lists(desk: &Desk, home: &str) -> (BTreeMap<String, Value>, Vec<String>) {
    let mut ledger = BTreeMap::new();
    for line in desk.read(&format!("{home}/ledger.jsonl")).lines() {
        let mut entry: Value = serde_json::from_str(line).expect("a line of the ledger");
        let fields = entry.as_object_mut().expect("an object");
        for number in ["run", "number"] {
            fields.remove(number).expect("each line has it");
        }
        let path = PathBuf::from(entry["path"].as_str().expect("a path"));
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        ledger.insert(name, entry);
    }
    let mut rejects: Vec<String> = Vec::new();
    for line in desk.read(&format!("{home}/rejects.jsonl")).lines() {
        let mut reject: Value = serde_json::from_str(line).expect("a line of the rejects");
        let fields = reject.as_object_mut().expect("an object");
        fields.remove("run").expect("each line has it");
        fields.remove("reading").expect("each line has it");
        rejects.push(reject.to_string());
    }
    rejects.sort();
    (ledger, rejects)
}

fn articles_of(desk: &Desk, home: &str) -> BTreeMap<String, Value> {
    let link = desk.join("index");
    let _ = std::fs::remove_file(&link);
    std::os::unix::fs::symlink(desk.join(home), &link).expect("a link");
    let mut all = everything(desk);
    for hit in all.values_mut() {
        let fields = hit.as_object_mut().expect("an object");
        fields.remove("score");
        fields.remove("rank");
    }
    all
}

/// `MORGUE_CUTS` says how many runs to cut off.
#[test]
fn whatever_cuts_a_run_off_the_end_is_that_of_one_undisturbed_run() {
    let desk = Desk::new();
    write_archives(&desk);
    let whole = index_cut(&desk, "whole", Cut::Never, 0).expect("a report");
    assert!(whole.account.rejected > 500 && whole.account.duplicates > 500);
    assert!(whole.account.updated > 200, "{:?}", whole.account);
    let (ledger, rejects) = lists(&desk, "whole");
    assert_eq!(ledger.len(), 4);
    assert_eq!(rejects.len() as u64, whole.account.rejected);
    let all = articles_of(&desk, "whole");

    let cuts = std::env::var("MORGUE_CUTS").map_or(6, |text| text.parse().expect("a number"));
    let (mut done, mut round, mut begun, mut in_the_middle) = (0_u32, 0_u32, 0, 0);
    while done < cuts {
        round += 1;
        let home = format!("cut{round}");
        // So that each is cut off in other places: a few pauses, and some runs in a row.
        for turn in 0..4 {
            let after = 2 + (round * 7 + turn * 5) as usize % 9;
            let cut = if (round + turn) % 2 == 0 {
                Cut::Asked
            } else {
                Cut::Killed
            };
            let report = index_cut(&desk, &home, cut, after);
            if report.as_ref().is_some_and(|report| !report.interrupted) {
                break;
            }
            begun += 1;
            done += 1;
            in_the_middle += u32::from(report.is_some_and(|report| report.stopped.is_some()));
            // What is committed is whole at any time.
            let seen: u64 = Index::open(&desk.join(&home))
                .and_then(|index| index.reader())
                .expect("it opens")
                .len();
            assert!(seen <= all.len() as u64);
        }
        index_cut(&desk, &home, Cut::Never, 0).expect("a report");
        let (after_ledger, after_rejects) = lists(&desk, &home);
        assert_eq!(after_ledger, ledger, "round {round}");
        assert!(
            after_rejects == rejects,
            "round {round}: {} rejects, not {}",
            after_rejects.len(),
            rejects.len()
        );
        assert!(
            articles_of(&desk, &home) == all,
            "round {round}: other articles"
        );
        std::fs::remove_dir_all(desk.join(&home)).expect("gone");
    }
    println!(
        "{begun} runs cut off, {in_the_middle} of them asked to stop in the middle of an archive"
    );
    assert!(
        in_the_middle * 6 >= cuts,
        "only {in_the_middle} in the middle of an archive"
    );
}

/// What is settled is not written again, and what has changed meanwhile is read from its start.
#[test]
fn a_changed_archive_is_not_gone_on_with() {
    let desk = Desk::new();
    desk.write("news/a.jsonl", articles("a", 6_000) + "{oops\n");
    let report = index_cut(&desk, "index", Cut::Asked, 1).expect("a report");
    let settled = report.account.records;
    assert!(
        report.interrupted && (1..6_000).contains(&settled),
        "{report:?}"
    );
    let place = report.stopped.clone().expect("a place");
    assert_eq!((place.record, place.line), (settled, Some(settled)));
    desk.write("news/a.jsonl", articles("a", 2_900) + "{oops again\n");
    let report = index_cut(&desk, "index", Cut::Never, 0).expect("a report");
    assert_eq!(report.account.records, 2_901);
    assert_eq!(report.account.unchanged, settled.min(2_900));
    let (ledger, rejects) = lists(&desk, "index");
    assert_eq!(ledger["a.jsonl"]["account"]["records"], 2_901);
    assert_eq!(rejects.len(), 1, "{rejects:?}");
}

/// Something else is read before the archive that was cut off: its place is kept.
#[test]
fn another_command_in_between_loses_no_place() {
    let desk = Desk::new();
    desk.write(
        "news/a.jsonl",
        articles("first", 1) + "{oops\n" + &articles("a", 5_999),
    );
    let report = index_cut(&desk, "index", Cut::Asked, 1).expect("a report");
    let settled = report.account.records;
    desk.write("b.jsonl", articles("b", 5));
    super::index(&desk, &["b.jsonl"], 0);
    let account = super::index(&desk, &["news"], 3);
    assert_eq!(account["records"], 6_001);
    assert_eq!(account["added"], 6_001 - settled);
    assert_eq!(account["unchanged"], settled - 1);
    let (ledger, rejects) = lists(&desk, "index");
    assert_eq!(ledger["a.jsonl"]["account"]["added"], 6_000);
    assert_eq!(rejects.len(), 1);
}

/// The words on the screen: where it stopped, and what goes on.
#[test]
fn an_interrupted_run_says_where_it_stopped_and_what_goes_on() {
    let desk = Desk::new();
    // Large enough that the interrupt comes in the middle.
    desk.write("it is.jsonl", articles("large", 60_000));
    let mut child = desk
        .morgue(&["index", "it is.jsonl", "--threads", "1"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the binary starts");
    std::thread::sleep(Duration::from_millis(400));
    crate::morgue::signal(&child, "INT");
    crate::morgue::wait_until("the end", || child.try_wait().expect("a child").is_some());
    let output = child.wait_with_output().expect("the binary ends");
    let run = desk.keep(&["index", "it is.jsonl"], output).expect(130);
    let kept = super::count(&desk, "*");
    assert!((1..60_000).contains(&kept), "{run}");
    let place = format!("stopped behind it is.jsonl:{kept}, record ");
    assert!(run.stdout().contains(&place), "{kept}: {run}");
    let command = "\n  morgue index 'it is.jsonl' --threads 1\n";
    assert!(run.stdout().contains(command), "{run}");
    let account = super::index(&desk, &["it is.jsonl"], 0);
    assert_eq!(account["added"], 60_000 - kept);
    assert_eq!(super::count(&desk, "*"), 60_000);
}
