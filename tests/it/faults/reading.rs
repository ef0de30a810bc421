//! Readers while somebody writes, and what a run touches outside of its index.

use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{RUN, archives, cases, seen, undisturbed};
use crate::morgue::{Desk, MORGUE};

/// A reader that opens the index again and again while it is written and merged sees whole commits, and never fewer articles.
#[test]
fn a_reader_in_a_loop_never_fails_and_never_sees_fewer() {
    let desk = undisturbed().0;
    let until = Instant::now() + Duration::from_secs(if cases(0) > 0 { 60 } else { 2 });
    let (mut last, mut looks, mut round) = (0, 0, 0);
    while Instant::now() < until {
        round += 1;
        for n in 0..12 {
            desk.write(
                &format!("more/{n}.jsonl"),
                format!("{{\"title\":\"Tide {round} {n}\"}}\n"),
            );
        }
        let mut command = desk.morgue(&["index", "-q", "--commit-every", "0", "more"]);
        let mut child = command.stdout(Stdio::null()).spawn().expect("it starts");
        while child.try_wait().expect("it can be asked").is_none() {
            let now = seen(&desk).expect("there is an index");
            assert!(now >= last, "{now} after {last}");
            last = now;
            looks += 1;
        }
    }
    println!("{looks} looks, {round} runs");
    assert!(looks > 0);
}

/// Nothing outside of the index is opened for writing, made, renamed or removed, and nobody is called.
#[test]
fn a_run_writes_nothing_outside_of_its_index_and_opens_no_socket() {
    let desk = Desk::new();
    archives(&desk);
    let mut command = desk.command("strace");
    command.args(["-f", "-qq", "-y", "-o", "trace", "-e"]);
    command.arg("trace=openat,open,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,symlink,symlinkat,socket,connect,sendto");
    command.arg(MORGUE).args(RUN);
    let Ok(output) = command.output() else {
        return;
    };
    if output.stderr.starts_with(b"strace: ") {
        return;
    }
    let trace = desk.read("trace");
    let home = desk.join("index");
    let home = home.to_string_lossy();
    let mut writes = 0;
    for line in trace.lines().filter(|line| !line.contains(" = -1 ")) {
        assert!(
            !line.contains("socket(") && !line.contains("connect("),
            "{line}"
        );
        let changes = [
            "O_WRONLY", "O_RDWR", "O_CREAT", "rename", "unlink", "mkdir", "link",
        ];
        // What one thread began another line ends, without saying what it was.
        if line.contains("resumed>") || !changes.iter().any(|change| line.contains(change)) {
            continue;
        }
        writes += 1;
        let is_inside =
            line.contains(&*home) || line.contains("\"index") || line.contains("/dev/null");
        assert!(is_inside, "{line}");
    }
    assert!(writes > 10, "{trace}");
}
