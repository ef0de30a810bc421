//! Untrusted text: what an archive or a pasted query holds never steers a terminal.

use super::desk;
use super::terminal::without_codes;
use crate::morgue::{Desk, Run};

/// Everything that steers a terminal or hides: controls but the line break, and the formatting characters that turn the
/// direction, join, or are seen by nobody.
pub(super) fn steers(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[track_caller]
pub(super) fn assert_harmless(run: &Run) {
    for text in [run.stdout(), run.stderr()] {
        let bad: Vec<String> = text
            .chars()
            .filter(|c| steers(*c))
            .map(|c| format!("U+{:04X}", u32::from(c)))
            .collect();
        assert!(bad.is_empty(), "{bad:?} in\n{run}");
    }
}

/// With colour only our own codes: bold, faint, underlined, colours, and off again.
#[track_caller]
pub(super) fn assert_only_our_codes(run: &Run) {
    let mut rest = run.stdout();
    while let Some(at) = rest.find('\u{1b}') {
        let code = rest[at + 1..]
            .strip_prefix('[')
            .unwrap_or_else(|| panic!("{run}"));
        let end = code.find('m').expect("a code ends in m");
        assert!(
            end <= 5 && code[..end].bytes().all(|b| b.is_ascii_digit() || b == b';'),
            "{:?} in\n{run}",
            &code[..end]
        );
        rest = &code[end..];
    }
    let bare = without_codes(run.stdout());
    assert!(!bare.chars().any(steers), "{run}");
}

/// The corpus is the repository's, with one article more that puts hostile bytes into every field there is.
fn hostile() -> Desk {
    let desk = Desk::new();
    let evil = r"\u001b]0;owned\u0007\u001b[2J\u009b31m\u202edlrow\u2066\u200b\u200e\ufeff\u0000\u0008\u007f\r";
    let record = [
        "id",
        "title",
        "body",
        "source",
        "section",
        "author",
        "place",
        "url",
        "language",
        "unknown\\u001b[31mkey",
    ]
    .map(|key| format!("\"{key}\":\"storm {key} {evil}\""))
    .join(",");
    desk.write(
        "evil.jsonl",
        format!("{{{record},\"tags\":[\"storm {evil}\"],\"published\":\"2016-05-05\"}}\n"),
    );
    std::os::unix::fs::symlink(
        std::path::Path::new(crate::morgue::REPOSITORY).join("corpus/hostile"),
        desk.join("hostile"),
    )
    .expect("a link to the hostile archive");
    desk.write(
        "odd\u{1b}[31mna\u{202e}me.jsonl",
        "{\"title\":\"storm\"}\n{broken\n",
    );
    desk.run(&[
        "index",
        "-q",
        "hostile",
        "evil.jsonl",
        "odd\u{1b}[31mna\u{202e}me.jsonl",
    ])
    .expect(3);
    desk
}

#[test]
fn nothing_an_archive_holds_steers_a_terminal() {
    let desk = hostile();
    let mut seen = 0;
    let mut check = |arguments: &[&str]| {
        let run = desk.run(arguments);
        assert!(run.status <= 2, "{run}");
        assert_harmless(&run);
        assert_only_our_codes(&desk.run(&[arguments, &["--color", "always"]].concat()));
        seen += 1;
        run
    };
    let all = check(&["search", "*", "-n", "0"]);
    assert!(
        all.stdout().contains('␛'),
        "an escape is shown as a sign: {all}"
    );
    check(&["search", "storm", "--passages", "100", "-n", "0"]);
    for field in [
        "source", "section", "byline", "place", "lang", "tag", "url", "title", "lead",
    ] {
        check(&["search", &format!("{field}:storm")]).expect(0);
    }
    check(&["search", "xyzzy source:srorm"]);
    check(&["search", "--explain", "o* st*"]);
    check(&["search", "--explain", "source:s*"]);
    check(&["stats"]);
    check(&["stats", "--sources"]);
    check(&["stats", "--sections"]);
    check(&["show", ""]);
    let hits = desk
        .run(&["search", "*", "-n", "0", "--format", "jsonl"])
        .json_lines();
    assert!(hits.len() > 20, "only {} articles seen", hits.len());
    for hit in &hits {
        let id = hit["id"].as_str().expect("an id");
        check(&["show", id]).expect(0);
        check(&["show", id, "--query", "storm OR the"]).expect(0);
    }
    assert!(seen > 60, "only {seen} answers seen");
}

/// What `index` says of hostile names and records is harmless too.
#[test]
fn an_account_of_hostile_archives_is_harmless() {
    let desk = Desk::new();
    desk.write(
        "o\u{1b}[31mdd\u{202e}/cut\u{9b}.jsonl",
        "{\"title\":\"storm\"}\n{broken \u{1b}[2J\n",
    );
    let name = "o\u{1b}[31mdd\u{202e}";
    assert_harmless(
        &desk
            .run(&["index", name, "--index", "in\u{1b}[2Jdex"])
            .expect(3),
    );
    assert_harmless(&desk.run(&["stats", "--index", "in\u{1b}[2Jdex"]).expect(0));
}

/// The user's own words come back in messages and headings; they may have been pasted from anywhere.
#[test]
fn a_hostile_query_steers_no_terminal_either() {
    let desk = desk();
    let evil = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}\u{200b}storm";
    for arguments in [
        &["search", evil][..],
        &["search", &format!("nothing{evil}like")],
        &["search", &format!("\"{evil}")],
        &["search", &format!("xyz{evil}:b")],
        &["search", "storm", "--from", evil],
        &["search", "storm", "--source", evil],
        &["search", "--explain", evil],
        &["search", "--lenient", &format!("\"{evil}")],
        &["search", "--queries", evil, "--format", "ids"],
        &["show", evil],
        &["show", "s1", "--query", evil],
        &["index", evil],
        &["index", "archive.jsonl", "--field", evil],
        &["index", "archive.jsonl", "--timezone", evil],
        &["index", "archive.jsonl", "--memory", evil],
        &["stats", "--index", evil],
        &["generate", "man", &format!("archive.jsonl/{evil}")],
    ] {
        assert_harmless(&desk.run(arguments));
    }
    // What the argument parser refuses is refused in its own words; on a terminal (which this stands for) too.
    for arguments in [
        &["search", "storm", &format!("--{evil}")][..],
        &["search", "storm", "--sort", evil],
        &["search", "storm", "-n", evil],
        &[evil],
    ] {
        let run = desk
            .run_with_env("CLICOLOR_FORCE", "1", arguments)
            .expect(2);
        let bare = without_codes(run.stderr());
        assert!(!bare.chars().any(steers), "{run}");
    }
}
