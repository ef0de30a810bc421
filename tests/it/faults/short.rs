//! Reads and writes that do less than they were asked to, and are interrupted: a library of ours (`short.c`), loaded before the
//! system's, makes every one of them so. What comes of it must be what comes of it otherwise.

use super::{RUN, archives, holds, seen, undisturbed};
use crate::morgue::{Desk, REPOSITORY, Run};

/// The library that shortens calls; `None` where it cannot be had.
fn library(desk: &Desk) -> Option<String> {
    let source = format!("{REPOSITORY}/tests/it/faults/short.c");
    let library = desk.join("short.so").to_string_lossy().into_owned();
    let mut command = desk.command("cc");
    command.args(["-shared", "-fPIC", "-O1", "-o", &library, &source, "-ldl"]);
    let output = command.output().ok()?;
    if !cfg!(target_os = "linux") || !output.status.success() {
        eprintln!(
            "passed over: no library: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        return None;
    }
    Some(library)
}

/// Runs the binary with the library; its count of calls that were cut goes into `cut`.
fn shortened(desk: &Desk, library: &str, arguments: &[&str]) -> Run {
    let mut command = desk.morgue(arguments);
    command
        .env("LD_PRELOAD", library)
        .env("SHORT_COUNT", desk.join("cut"));
    let output = command.output().expect("the binary starts");
    desk.keep(arguments, output)
}

/// How many calls were cut so far, in all processes.
fn cut(desk: &Desk) -> u64 {
    let counts = desk.read("cut");
    counts
        .lines()
        .map(|line| line.parse::<u64>().expect("a number"))
        .sum()
}

#[test]
fn reads_and_writes_cut_short_and_interrupted_lead_to_the_same_index() {
    let desk = Desk::new();
    archives(&desk);
    let Some(library) = library(&desk) else {
        return;
    };
    let run = shortened(&desk, &library, RUN).expect(3);
    assert!(run.err.is_empty(), "{run}");
    let calls = cut(&desk);
    println!("{calls} calls were cut short");
    assert!(calls > 500, "{calls}");
    let disturbed = holds(&desk);
    desk.run(&["verify", "--deep"]).expect(0);
    std::fs::rename(desk.join("index"), desk.join("disturbed")).expect("the index moves");
    desk.run(RUN).expect(3);
    assert!(holds(&desk) == disturbed, "not the same index");
}

#[test]
fn reads_and_writes_cut_short_change_no_answer() {
    let (desk, articles) = undisturbed();
    let Some(library) = library(&desk) else {
        return;
    };
    for arguments in [
        &["search", "silt OR berth", "-n", "0"][..],
        &["search", "dredged", "--format", "csv"],
        &["stats"],
        &["export"],
        &["verify", "--deep"],
        &["show", "pier:1:3"],
        &["formats", "--json"],
    ] {
        let plain = desk.run(arguments);
        let short = shortened(&desk, &library, arguments);
        assert_eq!(plain.status, short.status, "{short}");
        let is_timed = arguments[0] == "verify" || arguments[0] == "search";
        assert!(is_timed || plain.out == short.out, "{short}");
        assert_eq!(plain.to_string(), short.to_string());
    }
    // What changes an index, too.
    shortened(&desk, &library, &["delete", "-y", "berth"]);
    shortened(&desk, &library, &["snapshot", "copy"]).expect(0);
    shortened(&desk, &library, &["export", "-o", "all.jsonl"]).expect(0);
    shortened(&desk, &library, &["query", "save", "silt", "silt*"]).expect(0);
    desk.run(&["verify", "--deep"]).expect(0);
    desk.run(&["verify", "--deep", "--index", "copy"]).expect(0);
    assert!(seen(&desk).expect("an index") < articles);
    assert_eq!(desk.read("all.jsonl"), desk.run(&["export"]).stdout());
    assert!(cut(&desk) > 100);
}
