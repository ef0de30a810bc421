//! Runs that are interrupted, killed, or meet another one: what was committed is there, and the same command goes on.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use super::{articles, balanced, count, everything, index};
use crate::morgue::{Desk, Run, signal, status, wait_until};

/// What a pipe holds before a writer has to wait for its reader, in bytes.
const PIPE: usize = 64 << 10;

/// A run that reads from a pipe which the test fills.
struct Fed {
    child: Child,
    arguments: Vec<&'static str>,
}

impl Fed {
    fn start(desk: &Desk, arguments: &[&'static str]) -> Self {
        let child = desk
            .morgue(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        Self {
            child,
            arguments: arguments.to_vec(),
        }
    }

    /// Writes to the run's input; false when it reads no more.
    fn feed(&mut self, bytes: &[u8]) -> bool {
        let stdin = self.child.stdin.as_mut().expect("its input is a pipe");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).is_ok()
    }

    fn finish(mut self, desk: &Desk) -> Run {
        drop(self.child.stdin.take());
        let output = self.child.wait_with_output().expect("the binary ends");
        desk.keep(&self.arguments, output)
    }
}

/// The first interrupt ends the run at a record: all that was read is searchable, and the same command reads the rest.
#[test]
fn an_interrupted_run_keeps_what_it_read_and_the_same_command_goes_on() {
    let desk = Desk::new();
    desk.write("first.jsonl", articles("first", 50));
    let lines = articles("slow", 20_000);
    let mut run = Fed::start(&desk, &["index", "--json", "first.jsonl", "-"]);
    let half = lines.len() / 2;
    assert!(run.feed(&lines.as_bytes()[..half]), "it reads");
    signal(&run.child, "INT");
    // It goes on to the next record and ends; what is still written finds nobody.
    let started = Instant::now();
    for piece in lines.as_bytes()[half..].chunks(4096) {
        if !run.feed(piece) || started.elapsed() > Duration::from_secs(20) {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let run = run.finish(&desk).expect(130);
    let account = balanced(&run.json());
    assert_eq!(account["interrupted"], true);
    let kept = account["added"].as_u64().expect("a number");
    assert!((51..20_050).contains(&kept), "{account}");
    assert!(
        run.stderr().contains("stopping: saving what was read"),
        "{run}"
    );
    assert_eq!(count(&desk, "*"), kept);
    let again = desk.run_with_input(
        lines.as_bytes(),
        &["index", "--json", "-q", "first.jsonl", "-"],
    );
    let account = balanced(&again.expect(0).json());
    assert_eq!(account["added"], 20_050 - kept);
    assert_eq!(account["unchanged"], kept);
    assert_eq!(account["archives"], json!({"read": 1, "unchanged": 1}));
    assert_eq!(count(&desk, "*"), 20_050);
}

/// `zcat dump.gz | morgue index -`: an interrupt ends both, so the pipe is over at once, in the middle of a record. That is
/// no whole archive, and the half record is no fault of the archive. Which of the two is noticed first is a race, so there
/// are several runs.
#[test]
fn an_interrupt_that_ends_the_pipe_too_is_still_an_interrupt() {
    let lines = articles("cut", 2_000);
    for _ in 0..6 {
        let desk = Desk::new();
        let mut run = Fed::start(&desk, &["index", "--json", "-"]);
        assert!(lines.len() > 4 * PIPE && run.feed(lines.as_bytes()));
        // So that it has read all there is and waits for more.
        std::thread::sleep(Duration::from_millis(200));
        signal(&run.child, "INT");
        assert!(run.feed(b"{\"id\":\"half\",\"title\":\"Ha"));
        let run = run.finish(&desk).expect(130);
        let account = balanced(&run.json());
        assert_eq!(account["interrupted"], true, "{run}");
        assert_eq!(account["rejected"], 0, "{run}");
        assert_eq!(account["added"], count(&desk, "*"), "{run}");
    }
}

/// The pipe has gone silent, but stays open: what came is saved all the same.
#[test]
fn an_interrupt_does_not_wait_for_a_silent_pipe() {
    let desk = Desk::new();
    let mut run = Fed::start(&desk, &["index", "--json", "-"]);
    let lines = articles("silent", 2_000);
    assert!(lines.len() > 4 * PIPE && run.feed(lines.as_bytes()));
    std::thread::sleep(Duration::from_millis(500));
    signal(&run.child, "INT");
    wait_until("the end", || {
        run.child.try_wait().expect("a child").is_some()
    });
    let run = run.finish(&desk).expect(130);
    let kept = balanced(&run.json())["added"].as_u64().expect("a number");
    assert!(kept > 0, "{run}");
    assert_eq!(count(&desk, "*"), kept);
}

/// The second interrupt does not wait; what was committed before is there.
#[test]
fn a_second_interrupt_ends_at_once_and_safely() {
    let desk = Desk::new();
    desk.write("first.jsonl", articles("first", 50));
    index(&desk, &["first.jsonl"], 0);
    let mut run = Fed::start(&desk, &["index", "-"]);
    let lines = articles("slow", 2_000);
    assert!(lines.len() > 4 * PIPE && run.feed(lines.as_bytes()));
    signal(&run.child, "INT");
    std::thread::sleep(Duration::from_millis(100));
    signal(&run.child, "INT");
    // Its input stays open: it must not wait for more of it.
    let started = Instant::now();
    let mut ended = None;
    wait_until("the end", || {
        ended = run.child.try_wait().expect("a child");
        ended.is_some()
    });
    assert!(started.elapsed() < Duration::from_secs(10));
    assert_eq!(ended.map(status), Some(130));
    assert_eq!(count(&desk, "first"), 50);
    index(&desk, &["first.jsonl"], 0);
}

/// `kill -9` at any instant: the index opens, and has all that was committed and nothing by halves.
#[test]
fn a_killed_run_leaves_an_index_with_all_that_was_committed() {
    let desk = Desk::new();
    desk.write("a.jsonl", articles("a", 300));
    index(&desk, &["a.jsonl"], 0);
    desk.write("b.jsonl", articles("b", 2_000));
    // How long an undisturbed run takes, on a copy.
    let started = Instant::now();
    index(&desk, &["a.jsonl", "b.jsonl", "--index", "undisturbed"], 0);
    let whole = started.elapsed();
    const KILLS: u32 = 12;
    let (mut killed, mut committed) = (0, 300);
    for at in 0..KILLS {
        let mut child = desk
            .morgue(&["index", "-q", "a.jsonl", "b.jsonl"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        std::thread::sleep(whole * at / KILLS);
        child.kill().expect("a signal");
        killed += u32::from(status(child.wait().expect("it ends")) == -9);
        let seen = count(&desk, "*");
        assert!(
            seen >= committed,
            "{seen} of {committed} committed articles after kill {at}"
        );
        assert!(
            [300, 2_300].contains(&seen),
            "{seen}: half a commit after kill {at}"
        );
        committed = seen;
        assert_eq!(everything(&desk).len() as u64, seen);
        if committed > 300 {
            // All of it is in: begin again with more.
            break;
        }
    }
    assert!(
        killed >= 3,
        "only {killed} runs were killed before they ended"
    );
    let account = index(&desk, &["a.jsonl", "b.jsonl"], 0);
    assert_eq!(account["records"], 2_300);
    let ids = |desk: &Desk, home: &str| {
        let run = desk.run(&[
            "search", "*", "-n", "0", "--format", "ids", "--sort", "newest", "--index", home,
        ]);
        run.lines()
            .into_iter()
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(ids(&desk, "index"), ids(&desk, "undisturbed"));
}

#[test]
fn a_second_writer_is_refused_and_searching_goes_on() {
    let desk = Desk::new();
    desk.write("a.jsonl", articles("a", 50));
    index(&desk, &["a.jsonl"], 0);
    let mut first = Fed::start(&desk, &["index", "--json", "-q", "-"]);
    // More than a pipe holds: when it is written, the first is reading, and so it has the lock.
    let lines = articles("slow", 2_000);
    assert!(lines.len() > 4 * PIPE && first.feed(lines.as_bytes()));
    desk.write("b.jsonl", articles("b", 5));
    desk.run(&["index", "-q", "b.jsonl"]).expect(4);
    assert_eq!(count(&desk, "river number a"), 50);
    desk.run(&["index", "-q", "a.jsonl"]).expect(4);
    let account = balanced(&first.finish(&desk).expect(0).json());
    assert_eq!(account["added"], 2_000);
    let account = index(&desk, &["a.jsonl", "b.jsonl"], 0);
    assert_eq!(account["records"], 55);
    assert_eq!(count(&desk, "*"), 2_055);
}
