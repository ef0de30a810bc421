//! Limits of the system: a disk that is full, files that may not grow, few files at a time, a folder that may not be written.

use std::process::Output;

use serde_json::json;

use super::{RUN, archives, cases, goes_on, seen};
use crate::morgue::{Desk, MORGUE, status};
use crate::newsroom::dice::{Dice, FIXED_SEED};

/// A small disk at `index`; it goes away with this.
struct SmallDisk<'d>(&'d Desk);

impl<'d> SmallDisk<'d> {
    /// `None` where this user may not make one.
    fn make(desk: &'d Desk, kilobytes: usize) -> Option<Self> {
        std::fs::create_dir(desk.join("index")).expect("a folder");
        let disk = Self(desk);
        disk.mount(&format!("size={kilobytes}k")).then_some(disk)
    }

    fn mount(&self, options: &str) -> bool {
        let mut command = self.0.command("mount");
        command.args(["-t", "tmpfs", "-o", options, "tmpfs", "index"]);
        command.output().is_ok_and(|output| output.status.success())
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = self.0.command("umount").args(["-l", "index"]).output();
    }
}

#[test]
fn a_full_disk_ends_a_run_with_words_and_room_lets_it_go_on() {
    let sizes = cases(4);
    let mut full = 0;
    for case in 0..sizes {
        let desk = Desk::new();
        archives(&desk);
        desk.write("news/long.jsonl", of_unlike_words());
        // A page of memory more each time; the disk of the largest has room.
        let kilobytes = 16 + case * (1_600 / sizes).max(4);
        let Some(disk) = SmallDisk::make(&desk, kilobytes) else {
            eprintln!("passed over: no disk can be made here");
            return;
        };
        let run = desk.run(RUN);
        assert!([3, 6].contains(&run.status), "{kilobytes} kB: {run}");
        if run.status == 6 {
            full += 1;
            assert!(run.stderr().contains("full"), "{run}");
            assert!(run.stderr().contains("MB are free"), "{run}");
        }
        let before = seen(&desk);
        assert!(disk.mount("remount,size=64m"), "the disk grows");
        let now = seen(&desk);
        assert!(now >= before, "{kilobytes} kB: {before:?} {now:?}");
        desk.run(RUN).expect(3);
        let articles = seen(&desk);
        assert_eq!(articles, Some(300 + LONG), "{kilobytes} kB");
    }
    println!("{full} of {sizes} were full");
    assert!(full * 2 > sizes);
}

/// Articles of [`of_unlike_words`].
const LONG: usize = 30;

/// Articles that no packing makes much smaller.
fn of_unlike_words() -> String {
    let mut dice = Dice::of_part(FIXED_SEED, 12);
    let article = |n: usize| {
        let words: Vec<String> = (0..1_500)
            .map(|_| format!("w{:x}", dice.next() >> 20))
            .collect();
        json!({"id": format!("long:{n}"), "title": "Ledger", "body": words.join(" ")}).to_string()
            + "\n"
    };
    (0..LONG).map(article).collect()
}

/// A run under a limit of the system.
fn under_limit(desk: &Desk, limit: &str) -> Option<Output> {
    let mut command = desk.command("prlimit");
    command.arg(limit).arg(MORGUE).args(RUN);
    command.output().ok()
}

#[test]
fn files_that_may_not_grow_are_an_error_and_no_end_of_the_process() {
    for kilobytes in [1_usize, 20, 60, 200] {
        let desk = Desk::new();
        archives(&desk);
        let Some(output) = under_limit(&desk, &format!("--fsize={}", kilobytes << 10)) else {
            return;
        };
        let said = String::from_utf8_lossy(&output.stderr);
        let code = status(output.status);
        assert!([2, 3, 6].contains(&code), "{kilobytes} kB: {code} {said}");
        goes_on(&desk, seen(&desk), &format!("files of {kilobytes} kB"));
    }
}

#[test]
fn sixty_four_files_at_a_time_are_enough_or_refused_in_words() {
    let desk = Desk::new();
    archives(&desk);
    let Some(output) = under_limit(&desk, "--nofile=64") else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!([2, 3].contains(&status(output.status)), "{said}");
    goes_on(&desk, seen(&desk), "64 files");
}

#[test]
fn a_folder_that_may_not_be_written_is_searched_and_not_changed() {
    let desk = Desk::new();
    archives(&desk);
    let Some(disk) = SmallDisk::make(&desk, 64 << 10) else {
        return;
    };
    desk.run(RUN).expect(3);
    assert!(disk.mount("remount,ro"), "the disk is for reading only");
    assert_eq!(seen(&desk), Some(300));
    let run = desk.run(&["index", "-q", "news/again.jsonl"]);
    assert_eq!(run.status, 2, "{run}");
    desk.run(&["export"]).expect(0);
    desk.run(&["snapshot", "copy"]).expect(0);
    let doctor = desk.run(&["doctor"]).expect(2);
    assert!(doctor.stdout().contains("but not change it"), "{doctor}");
}
