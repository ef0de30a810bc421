//! What a run of `morgue index` survives: being killed, errors of the system, a full disk, limits, and others at the same index.
//!
//! Whatever happens, what a search could see before is there afterwards, the index can be read, and the same command leads to the
//! same index as if nothing had happened. `MORGUE_FAULTS=300` says how many cases of each kind to try; a few without. What
//! needs strace, a tmpfs or prlimit is passed over, and said so, where they are not to be had.

mod limits;
mod memory;
mod reading;
mod short;

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::morgue::{Desk, MORGUE, status};
use crate::newsroom::dice::{Dice, FIXED_SEED};

/// How many cases of each kind are tried.
fn cases(few: usize) -> usize {
    let many = std::env::var("MORGUE_FAULTS").ok();
    many.and_then(|many| many.parse().ok()).unwrap_or(few)
}

/// Five archives, of which two have records that are left out, and one that two others have too.
fn archives(desk: &Desk) {
    for archive in 0..5 {
        let mut lines = String::new();
        for n in 0..60 {
            let body = format!(
                "Berth {n} of pier {archive} was dredged. {}",
                "Silt and sand. ".repeat(n)
            );
            let id = format!("pier:{archive}:{n}");
            lines.push_str(&json!({"id": id, "title": format!("Dredging {n}"), "body": body, "date": format!("2016-03-{:02}", n % 28 + 1)}).to_string());
            lines.push('\n');
        }
        if archive % 2 == 0 {
            lines.push_str("{broken\n");
        }
        desk.write(&format!("news/{archive}.jsonl"), lines);
    }
    desk.write(
        "news/again.jsonl",
        json!({"id": "pier:0:1", "title": "Dredging 1", "body": "Corrected."}).to_string(),
    );
}

/// A run that commits as often as it can.
const RUN: &[&str] = &[
    "index",
    "-q",
    "--commit-every",
    "0",
    "--keep-free",
    "0",
    "news",
];

/// What an index holds: every article as it is, and what was left out.
fn holds(desk: &Desk) -> (String, BTreeSet<String>) {
    let export = desk.run(&["export"]).expect(0);
    let rejects = desk.read("index/rejects.jsonl");
    let without_run = |line: &str| {
        let mut reject: serde_json::Value = serde_json::from_str(line).expect("a line");
        reject
            .as_object_mut()
            .expect("an object")
            .retain(|key, _| !["run", "reading"].contains(&key.as_str()));
        reject.to_string()
    };
    (
        export
            .stdout()
            .replace(&*desk.path().to_string_lossy(), "DESK"),
        rejects.lines().map(without_run).collect(),
    )
}

/// Archive hashes and paths are of the folder, which is another for each desk.
fn undisturbed() -> (Desk, usize) {
    let desk = Desk::new();
    archives(&desk);
    desk.run(RUN).expect(3);
    let articles = desk.run(&["search", "*", "--count"]);
    let articles = articles.stdout().trim().parse().expect("a number");
    (desk, articles)
}

/// How many articles a search sees; `None` if there is no index yet.
fn seen(desk: &Desk) -> Option<usize> {
    let run = desk.run(&["search", "*", "--count"]);
    match run.status {
        0 | 1 => Some(run.stdout().trim().parse().expect("a number")),
        2 if run.stderr().contains("there is no index") => None,
        _ => panic!("the index cannot be read\n{run}"),
    }
}

/// Goes on with the same command, and compares with what an undisturbed run makes of the same folder.
fn goes_on(desk: &Desk, before: Option<usize>, what: &str) {
    let now = seen(desk);
    assert!(
        now >= before,
        "{what}: {before:?} articles were there, {now:?} are"
    );
    let run = desk.run(RUN);
    assert_eq!(run.status, 3, "{what}\n{run}");
    let disturbed = holds(desk);
    fs::rename(desk.join("index"), desk.join("disturbed")).expect("the index moves");
    desk.run(RUN).expect(3);
    assert!(holds(desk) == disturbed, "{what}: not the same index");
    let left: Vec<_> = fs::read_dir(desk.join("disturbed/segments"))
        .expect("a folder")
        .map(|e| {
            e.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.starts_with(".tmp"))
        .collect();
    assert!(left.is_empty(), "{what}: {left:?} are left");
}

/// A run under strace, which does `inject`; `None` where there is no strace.
fn under_strace(desk: &Desk, calls: &str, inject: &str) -> Option<Output> {
    let mut command = desk.command("timeout");
    command.args(["-s", "KILL", "60", "strace", "-f", "-qq", "-o", "trace"]);
    command.args([
        "-e",
        &format!("trace={calls}"),
        "-e",
        &format!("inject={calls}:{inject}"),
    ]);
    command.arg(MORGUE).args(RUN);
    let output = command.output().ok()?;
    if String::from_utf8_lossy(&output.stderr).contains("strace: ") {
        eprintln!("passed over: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    Some(output)
}

#[test]
fn a_run_that_is_killed_at_any_instant_loses_nothing_that_was_seen() {
    let mut dice = Dice::of_part(FIXED_SEED, cases(3));
    for case in 0..cases(3) {
        let desk = Desk::new();
        archives(&desk);
        // Every other one is killed again while it recovers.
        for _ in 0..=case % 2 {
            let mut command = desk.morgue(RUN);
            let mut child = command
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("it starts");
            let until = Instant::now() + Duration::from_millis(dice.below(150) as u64);
            let mut before = None;
            while Instant::now() < until {
                before = before.max(seen(&desk));
            }
            child.kill().expect("it is killed");
            child.wait().expect("it ends");
            assert!(seen(&desk) >= before, "case {case}");
        }
        let before = seen(&desk);
        goes_on(&desk, before, &format!("case {case}"));
    }
}

/// Each call that changes something on the disk, one after the other, is the last one of its run.
#[test]
fn a_run_that_is_killed_at_any_step_is_gone_on_with() {
    let every = cases(0) > 0;
    let mut steps = 0;
    for calls in [
        "rename,renameat,renameat2",
        "fdatasync,fsync",
        "openat",
        "unlink,unlinkat",
        "write",
        "ftruncate",
    ] {
        let mut when = 1;
        loop {
            let desk = Desk::new();
            archives(&desk);
            let Some(output) = under_strace(&desk, calls, &format!("signal=KILL:when={when}"))
            else {
                return;
            };
            let was_killed = status(output.status) != 3;
            goes_on(&desk, seen(&desk), &format!("{calls} {when}"));
            steps += 1;
            if !was_killed {
                break;
            }
            when += if every { 1 } else { 40 };
        }
    }
    println!("{steps} steps");
    assert!(steps >= 6);
}

/// An error of the system is said in words, once or for ever; nobody panics and nobody hangs.
#[test]
fn an_error_of_the_system_ends_in_words_and_the_run_is_gone_on_with() {
    const CALLS: [&str; 7] = [
        "write",
        "pwrite64",
        "fdatasync,fsync",
        "openat",
        "rename,renameat,renameat2",
        "ftruncate",
        "mmap",
    ];
    const ERRORS: [&str; 4] = ["EIO", "ENOSPC", "EDQUOT", "EINTR"];
    let mut dice = Dice::of_part(FIXED_SEED, 7);
    for case in 0..cases(6) {
        let (calls, error) = (
            CALLS[case % CALLS.len()],
            ERRORS[case / CALLS.len() % ERRORS.len()],
        );
        let when = 1 + dice.below(60);
        // What a signal interrupts is tried again: where every try is interrupted, for ever, there is no end.
        let on = if error == "EINTR" { "+2" } else { "+" };
        let forever = if dice.percent(50) { on } else { "" };
        let desk = Desk::new();
        archives(&desk);
        let what = format!("{calls} {error} {when}{forever}");
        let Some(output) =
            under_strace(&desk, calls, &format!("error={error}:when={when}{forever}"))
        else {
            return;
        };
        let code = status(output.status);
        let said = String::from_utf8_lossy(&output.stderr);
        // The system's loader and Rust's runtime map memory before the first line of ours; without it they end as they do.
        let never_began = calls == "mmap" && !desk.join("index").exists();
        if never_began && [-6, -11].contains(&code) {
            goes_on(&desk, seen(&desk), &what);
            continue;
        }
        // 127: the program's own libraries could not be opened.
        assert!(
            [0, 1, 2, 3, 4, 5, 6, 127].contains(&code),
            "{what}: {code}\n{said}"
        );
        assert!(!said.contains("panicked"), "{what}\n{said}");
        goes_on(&desk, seen(&desk), &what);
    }
}

#[test]
fn of_several_writers_one_writes_and_the_others_are_told() {
    for round in 0..cases(1) {
        let (desk, articles) = (Desk::new(), undisturbed().1);
        archives(&desk);
        desk.write("first.jsonl", json!({"title": "First"}).to_string());
        desk.run(&["index", "-q", "first.jsonl"]).expect(0);
        let writers: Vec<_> = (0..8)
            .map(|_| {
                let mut command: Command = desk.morgue(RUN);
                command
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .expect("it starts")
            })
            .collect();
        let codes: Vec<i32> = writers
            .into_iter()
            .map(|mut writer| status(writer.wait().expect("it ends")))
            .collect();
        assert!(codes.contains(&3), "{codes:?}");
        assert!(codes.iter().all(|code| [3, 4].contains(code)), "{codes:?}");
        assert_eq!(seen(&desk), Some(articles + 1), "round {round}");
    }
}
