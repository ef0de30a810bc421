//! `morgue delete` asks, on a terminal: what is answered, and what is done then.
//!
//! The terminal is one of `script` (util-linux); where there is none, nothing is tested.

use std::io::Write;
use std::process::{Output, Stdio};

use super::{article, count};
use crate::morgue::{Desk, MORGUE};

/// Runs a deletion on a terminal on which this is typed; after that there is nobody any more.
fn typed(desk: &Desk, arguments: &str, keys: &str) -> Option<(i32, String)> {
    let line = format!("{MORGUE} delete {arguments}");
    let mut command = desk.command("script");
    command
        .args(["-q", "-e", "-c", &line, "/dev/null"])
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(keys.as_bytes()).expect("typed");
    drop(stdin);
    let Output { status, stdout, .. } = child.wait_with_output().expect("an end");
    let said = String::from_utf8_lossy(&stdout).replace('\r', "");
    Some((status.code().unwrap_or(-1), said))
}

fn desk() -> Desk {
    Desk::with(
        &(article("urn:1", "Ferry late", "Fog.") + &article("urn:2", "Bridge shut", "Wind.")),
    )
}

#[test]
fn only_a_yes_deletes() {
    const QUESTION: &str = "delete for good, and keep from coming back? [y/N]";
    for (keys, is_agreed) in [
        ("y\n\n", true),
        ("YES\n\n", true),
        ("y\n", true),
        ("n\n", false),
        ("\n", false),
        ("maybe\n", false),
        ("", false),
    ] {
        let desk = desk();
        let Some((status, said)) = typed(&desk, "ferry", keys) else {
            return;
        };
        assert_eq!(status, 0, "{keys:?}\n{said}");
        assert!(said.contains("1 article for ferry"), "{keys:?}\n{said}");
        assert!(said.contains(QUESTION), "{keys:?}\n{said}");
        let expected = if is_agreed {
            "deleted 1 article"
        } else {
            "nothing was deleted"
        };
        assert!(said.contains(expected), "{keys:?}\n{said}");
        assert_eq!(count(&desk, "ferry"), u64::from(!is_agreed), "{keys:?}");
        assert_eq!(count(&desk, "bridge"), 1, "{keys:?}");
    }
}

#[test]
fn the_reason_is_asked_for_and_listed() {
    let desk = desk();
    let Some((_, said)) = typed(&desk, "ferry", "y\na court order\n") else {
        return;
    };
    assert!(said.contains("why?"), "{said}");
    let list = desk.run(&["delete", "--list"]);
    assert!(list.stdout().contains("urn:1  a court order"), "{list}");
    // Whoever has said why is not asked.
    let (_, said) = typed(&desk, "bridge --reason libel", "y\n").expect("as before");
    assert!(!said.contains("why?"), "{said}");
    let list = desk.run(&["delete", "--list"]);
    assert!(list.stdout().contains("urn:2  libel"), "{list}");
}
