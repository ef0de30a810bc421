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

/// What a command changes on the disk, line by line of a trace, that is neither in its index nor where it was told to write.
/// Nobody is called. `None` where there is no strace.
fn changes_elsewhere(desk: &Desk, arguments: &[&str], also: &str) -> Option<(usize, Vec<String>)> {
    let mut command = desk.command("strace");
    command.args(["-f", "-qq", "-y", "-o", "trace", "-e"]);
    command.arg("trace=openat,open,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,mknod,mknodat,socket,connect,sendto,bind,listen");
    command.arg(MORGUE).args(arguments);
    let output = command.output().ok()?;
    if output.stderr.starts_with(b"strace: ") {
        eprintln!("passed over: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let trace = desk.read("trace");
    let run = desk.keep(arguments, output);
    assert!((0..=5).contains(&run.status), "{run}\n{trace}");
    let home = desk.join("index").to_string_lossy().into_owned();
    let (mut changes, mut elsewhere) = (0, Vec::new());
    for line in trace.lines().filter(|line| !line.contains(" = -1 ")) {
        let calls = ["socket(", "connect(", "sendto(", "bind(", "listen("];
        if calls.iter().any(|call| line.contains(call)) {
            elsewhere.push(line.to_owned());
        }
        let signs = [
            "O_WRONLY", "O_RDWR", "O_CREAT", "rename", "unlink", "mkdir", "rmdir", "link", "trunc",
            "chmod", "mknod",
        ];
        // What one thread began another line ends, without saying what it was.
        if line.contains("resumed>") || !signs.iter().any(|sign| line.contains(sign)) {
            continue;
        }
        changes += 1;
        let is_inside = [&home, "\"index", "/dev/null", "/dev/tty", also]
            .iter()
            .any(|path| !path.is_empty() && line.contains(*path));
        if !is_inside {
            elsewhere.push(line.to_owned());
        }
    }
    Some((changes, elsewhere))
}

#[test]
fn a_run_writes_nothing_outside_of_its_index_and_opens_no_socket() {
    let desk = Desk::new();
    archives(&desk);
    let Some((changes, elsewhere)) = changes_elsewhere(&desk, RUN, "") else {
        return;
    };
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
    assert!(changes > 10, "{changes}");
}

/// Every other command: those that only read change nothing at all, and those that write do so in the index, or where they were
/// told to.
#[test]
fn no_command_writes_where_it_was_not_told_to_or_opens_a_socket() {
    let desk = undisturbed().0;
    desk.write("topics.tsv", "1\tdredged\n");
    let commands: &[(&[&str], &str)] = &[
        (&["search", "silt"], ""),
        (
            &["search", "silt OR ber*", "--format", "jsonl", "-n", "0"],
            "",
        ),
        (&["search", "--explain", "silt w/5 sand"], ""),
        (
            &["search", "--queries", "topics.tsv", "--format", "ids"],
            "",
        ),
        (&["show", "pier:1:3", "--query", "silt"], ""),
        (&["stats"], ""),
        (&["verify"], ""),
        (&["verify", "--deep"], ""),
        (&["doctor"], ""),
        (&["doctor", "--json"], ""),
        (&["formats"], ""),
        (&["translate", "--from", "nexis", "silt w/s sand"], ""),
        (&["generate", "completions", "bash"], ""),
        (&["help", "query"], ""),
        (&["index", "--dry-run", "news"], ""),
        (&["query", "save", "silt", "silt*"], ""),
        (&["query", "list"], ""),
        (&["search", "@silt"], ""),
        (&["query", "delete", "silt"], ""),
        (&["export"], ""),
        (&["export", "-o", "out/all.jsonl"], "out"),
        (&["snapshot", "copy"], "copy"),
        (&["delete", "--dry-run", "berth"], ""),
        (&["delete", "-y", "--id", "pier:1:3"], ""),
        (&["delete", "--list"], ""),
        (&["delete", "--restore", "pier:1:3"], ""),
        (&["index", "-q", "--retry-rejects"], ""),
        (&["index", "-q", "--prune", "news"], ""),
        (&["upgrade"], ""),
        (&["repair"], ""),
    ];
    std::fs::create_dir(desk.join("out")).expect("a folder");
    for (arguments, also) in commands {
        let Some((changes, elsewhere)) = changes_elsewhere(&desk, arguments, also) else {
            return;
        };
        assert!(elsewhere.is_empty(), "{arguments:?}: {elsewhere:#?}");
        let writes = [
            "export", "snapshot", "query", "delete", "index", "upgrade", "repair",
        ];
        // A search may take the lock of readers, which is a file.
        assert!(
            writes.contains(&arguments[0]) || changes <= 2,
            "{arguments:?}: {changes}"
        );
    }
    // All of the program's commands were tried: a new one belongs into the list.
    let tried: std::collections::BTreeSet<&str> =
        commands.iter().map(|(words, _)| words[0]).collect();
    for command in morgue::cli::command().get_subcommands() {
        assert!(
            tried.contains(command.get_name()),
            "{} was not tried",
            command.get_name()
        );
    }
}
