//! An archive whose every field, name and broken record holds everything that can steer a terminal, and every command that
//! says anything about it.

use std::collections::BTreeSet;
use std::process::Stdio;

use serde_json::json;

use super::untrusted::{assert_harmless, assert_only_our_codes, steers};
use crate::morgue::{Desk, MORGUE};

/// All characters that steer or hide, and sequences of the kinds that terminals obey: CSI, OSC ended either way, DCS, PM, APC.
fn evil() -> String {
    let mut evil: String = (0..=0x10_ffff)
        .filter_map(char::from_u32)
        .filter(|c| steers(*c) && *c != '\n')
        .filter(|c| !matches!(c, '\u{e0000}'..='\u{e0fff}') || u32::from(*c) % 0x100 == 0x41)
        .collect();
    for sequence in [
        "\u{1b}[2J\u{1b}[1;1H",
        "\u{1b}]0;owned\u{7}",
        "\u{1b}]52;c;c3Rvcm0=\u{1b}\\",
        "\u{1b}]8;;file:///etc/passwd\u{1b}\\here\u{1b}]8;;\u{1b}\\",
        "\u{1b}P1$r0m\u{1b}\\",
        "\u{1b}^x\u{1b}\\",
        "\u{1b}_x\u{1b}\\",
        "\u{9b}31m",
        "\u{9d}0;owned\u{9c}",
        "\u{90}q\u{9c}",
        "\u{1b}c",
        "\u{1b}(0",
        "\u{e}\u{f}",
        "\r\u{1b}[K",
        "\u{202e}dlrow\u{202c}",
        "\u{2066}x\u{2069}",
        "\u{200b}\u{feff}\u{2060}",
    ] {
        evil.push_str(sequence);
    }
    evil
}

/// The same for what the system takes for a name: everything but `/` and NUL, and not too long.
fn evil_name(end: &str) -> String {
    let evil = "\u{1b}[2J\u{1b}]0;own\u{7}\u{9b}31m\u{202e}\u{2066}\u{200b}\u{feff}\r\u{8}\u{7f}\t\u{61c}\u{2028}";
    format!("{evil}{end}")
}

fn hostile() -> Desk {
    let desk = Desk::new();
    let evil = evil();
    let field = |name: &str| format!("storm {name} {evil} end");
    let mut lines = String::new();
    for n in 0..3 {
        let record = json!({
            "id": format!("{n}{evil}"), "title": field(&format!("title {n}")), "body": [field("one"), field("two"), "storm"],
            "source": field("source"), "section": field("section"), "author": field("author"), "place": field("place"),
            "url": format!("https://harbour.example/{evil}"), "language": field("lang"), "tags": [field("tag")],
            "published": "2016-05-05", evil.clone(): { evil.clone(): evil.clone() },
        });
        lines.push_str(&format!("{record}\n"));
    }
    // Records that are left out, whose reasons and samples repeat what stood there.
    lines.push_str(&format!("{{broken {}\n", evil.replace('\r', "")));
    lines.push_str(&json!({ evil.clone(): evil.clone() }).to_string());
    lines.push('\n');
    desk.write(&format!("news/{}", evil_name(".jsonl")), lines);
    desk.write(
        &format!("news/{}", evil_name(".bin")),
        [0_u8, 1, 2, 3, 0xff, 0xfe].repeat(90),
    );
    let page = format!(
        "<html><head><title>{evil}</title><link rel=canonical href='https://harbour.example/{evil}'></head><body><h1>storm {evil}</h1><p>The storm {evil} came in the night and went.</p><script>{evil}</script></body></html>"
    );
    desk.write("news/page.html", page);
    desk.write("news/mail.eml", format!("From: \"storm {evil}\" <a@harbour.example>\r\nSubject: =?utf-8?B?c3Rvcm0gGyBbMkobXTA7eAc=?=\r\nDate: Thu, 17 Dec 2015 16:44:36 GMT\r\nMessage-ID: <\u{1b}[2J@x>\r\n\r\nThe storm {evil} came.\r\n"));
    desk
}

/// Every command and output format that says something of articles, archives or what was left out.
fn everything<'a>(id: &'a str, archive: &'a str) -> Vec<Vec<&'a str>> {
    let mut all: Vec<Vec<&str>> = vec![
        vec!["search", "storm"],
        vec!["search", "storm OR *", "-n", "0", "--passages", "100"],
        vec!["search", "--explain", "st* source:storm tag:st*"],
        vec!["search", "source:srorm"],
        vec!["search", "storm", "--from", "2030"],
        vec!["show", id],
        vec!["show", id, "--query", "storm"],
        vec!["show", id, "--json"],
        vec!["show", "no such"],
        vec!["stats"],
        vec!["stats", "--sources"],
        vec!["stats", "--sections"],
        vec!["verify"],
        vec!["verify", "--deep"],
        vec!["verify", "--json"],
        vec!["doctor"],
        vec!["doctor", "--json"],
        vec!["index", "--dry-run", "news"],
        vec!["index", "--dry-run", "--json", "news"],
        vec!["index", "--dry-run", "--prune", "news"],
        vec!["index", archive],
        vec!["index", "--json", "news"],
        vec!["index", "--retry-rejects"],
        vec!["export"],
        vec!["delete", "--dry-run", "storm"],
        vec!["delete", "storm"],
        vec!["delete", "--dry-run", "--id", id],
        vec!["snapshot", "copy"],
        vec!["export", "-o", archive],
        vec!["upgrade"],
        vec!["formats"],
    ];
    for format in ["text", "json", "jsonl", "ids", "trec"] {
        all.push(vec!["search", "storm", "-n", "0", "--format", format]);
    }
    all
}

#[test]
fn no_command_lets_a_byte_through_that_steers_a_terminal() {
    let desk = hostile();
    let account = desk.run(&["index", "news"]).expect(3);
    assert_harmless(&account);
    assert!(account.stdout().contains("rejected: "), "{account}");
    let ids = desk
        .run(&["search", "storm", "-n", "0", "--format", "jsonl"])
        .json_lines();
    assert!(ids.len() >= 4, "{}", ids.len());
    let id = ids[0]["id"].as_str().expect("an id").to_owned();
    let archive = format!("news/{}", evil_name(".jsonl"));
    let mut answers = 0;
    for arguments in everything(&id, &archive) {
        let run = desk.run(&arguments);
        assert_harmless(&run);
        let coloured = [&arguments[..], &["--color", "always"]].concat();
        assert_only_our_codes(&desk.run(&coloured));
        answers += usize::from(!run.out.is_empty());
    }
    // In a file what turns the direction of reading stays, since Arabic and Hebrew need it; nothing else does.
    let table = desk
        .run(&["search", "storm", "-n", "0", "--format", "csv"])
        .expect(0);
    assert!(
        !table
            .stdout()
            .contains(|c: char| c.is_control() && c != '\n'),
        "{table}"
    );
    assert!(answers > 25, "{answers} said anything");
    // What was deleted, archives that are gone, and articles of theirs.
    assert_harmless(
        &desk
            .run(&["delete", "-y", "--id", &id, "--reason", &evil_for_flag()])
            .expect(0),
    );
    for arguments in [
        &["delete", "--list"][..],
        &["delete", "--list", "--json"],
        &["delete", "--restore", &evil_for_flag()],
    ] {
        assert_harmless(&desk.run(arguments));
    }
    std::fs::remove_file(desk.join(&archive)).expect("it is there");
    assert_harmless(&desk.run(&["index", "--dry-run", "--prune", "news"]));
    assert_harmless(&desk.run(&["index", "--prune", "news"]));
    // Files of the index itself may come from somebody else.
    for file in [
        "queries.tsv",
        "morgue.json",
        "ledger.jsonl",
        "rejects.jsonl",
    ] {
        let path = desk.join("index").join(file);
        let before = std::fs::read(&path).ok();
        std::fs::write(
            &path,
            format!("storm\t{}\n", evil().replace(['\t', '\r'], "")),
        )
        .expect("a file");
        for arguments in [
            &["query", "list"][..],
            &["doctor"],
            &["verify"],
            &["search", "@storm"],
            &["stats"],
        ] {
            assert_harmless(&desk.run(arguments));
        }
        if let Some(before) = before {
            std::fs::write(&path, before).expect("a file");
        }
    }
}

/// What the system lets into an argument.
fn evil_for_flag() -> String {
    evil().replace('\0', "")
}

/// What goes to a terminal goes there through its own device: progress, prompts and pages too. Links are ours, and lead nowhere
/// but to the web and to files.
#[test]
fn on_a_terminal_nothing_gets_through_either() {
    let desk = hostile();
    let mut screens = 0;
    for arguments in [
        "index news",
        "search storm -n 0",
        "search storm -n 0 --format jsonl",
        "search storm -n 0 --format csv",
        "stats --sources",
        "verify --deep",
        "doctor",
        "index --dry-run news",
        "delete storm",
        "query export",
    ] {
        if arguments == "query export" {
            let saved = format!("storm\t{}\n", evil().replace(['\t', '\r'], ""));
            desk.write("index/queries.tsv", saved);
        }
        let script = format!(
            "stty cols 60 rows 20 -onlcr; echo n | {MORGUE} {arguments}; exec {MORGUE} {arguments}"
        );
        let mut command = desk.command("script");
        command
            .args(["-qefc", &script, "/dev/null"])
            .env("TERM", "xterm-256color")
            .env("PAGER", "cat")
            .stdin(Stdio::null());
        let Ok(output) = command.output() else {
            eprintln!("passed over: no terminal to test on");
            return;
        };
        let screen = String::from_utf8(output.stdout).expect("UTF-8");
        // A tab is part of that list.
        let text = screen.replace("storm\t", "storm ");
        let harmful = what_steers(&text);
        assert!(harmful.is_empty(), "{arguments}: {harmful:?}\n{screen:?}");
        screens += 1;
    }
    assert_eq!(screens, 10);
}

/// What of a screen is neither text nor a code of ours: colours, a line that renews itself, links to the web and to files.
fn what_steers(screen: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = screen;
    while let Some(at) = rest.find(|c| steers(c) && c != '\r') {
        let here = &rest[at..];
        let c = here.chars().next().expect("a character");
        rest = &here[c.len_utf8()..];
        let Some(code) = here.strip_prefix("\u{1b}[") else {
            let link = here
                .strip_prefix("\u{1b}]8;;")
                .and_then(|link| link.split_once("\u{1b}\\"));
            match link {
                Some((to, after)) if is_harmless_link(to) => rest = after,
                _ => {
                    found.insert(format!(
                        "U+{:04X} {:?}",
                        u32::from(c),
                        here.chars().take(12).collect::<String>()
                    ));
                }
            }
            continue;
        };
        let end = code.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
        let (numbers, after) = code.split_at(end);
        let is_ours = numbers
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b';' || b == b'?')
            && after.starts_with(['m', 'K', 'A', 'B', 'J', 'l', 'h', 'G'])
            && after.len() > 1;
        // Only a line that renews itself is erased, never a screen.
        if !is_ours || code.starts_with("2J") || code.starts_with("3J") {
            found.insert(format!("{:?}", here.chars().take(8).collect::<String>()));
        }
        rest = after;
    }
    found
}

fn is_harmless_link(to: &str) -> bool {
    let is_plain = to.bytes().all(|byte| byte.is_ascii_graphic());
    let is_known = ["http://", "https://", "file://"]
        .iter()
        .any(|kind| to.starts_with(kind));
    to.is_empty() || is_plain && is_known
}

#[test]
fn the_check_of_a_screen_sees_what_steers() {
    for bad in [
        "\u{1b}[2J",
        "\u{1b}]0;x\u{7}",
        "a\u{202e}b",
        "\u{9b}31m",
        "\u{1b}]8;;javascript:x\u{1b}\\",
        "\u{8}",
        "\u{1b}c",
    ] {
        assert!(!what_steers(bad).is_empty(), "{bad:?}");
    }
    for good in [
        "a\r\nb",
        "\u{1b}[1mx\u{1b}[0m y",
        "\u{1b}]8;;https://a.example/%1B\u{1b}\\x\u{1b}]8;;\u{1b}\\",
        "\r\u{1b}[K 5%",
    ] {
        assert_eq!(what_steers(good), BTreeSet::new(), "{good:?}");
    }
}
