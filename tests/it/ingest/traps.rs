//! Files that were made to do harm, by the command line: each ends in a reject with a code, within the memory that is allowed,
//! and nothing is written but the index. Containers have theirs beside their readers (`ingest::container`).
//!
//! A line of 5 GB and archives of its size take a while: `MORGUE_TRAPS=5000 cargo test --release --test it traps` sends so many
//! megabytes; by default it is enough that they are more than a record may have.

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::{balanced, index, outcomes};
use crate::morgue::Desk;

/// What the whole process may take, in bytes.
const MEMORY: u64 = 512 << 20;

/// How many megabytes an endless thing has.
fn megabytes() -> usize {
    let wanted = std::env::var("MORGUE_TRAPS").ok();
    wanted.and_then(|number| number.parse().ok()).unwrap_or(80)
}

/// The most memory that a process has taken so far, in bytes, as Linux says.
pub(super) fn peak(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes << 10)
}

/// Indexes what is sent into its standard input, and holds it to its memory.
fn index_piped(
    desk: &Desk,
    send: impl FnOnce(&mut dyn Write) -> std::io::Result<()> + Send,
) -> Value {
    let mut command = desk.morgue(&["index", "--json", "-q", "--memory", "400MB", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("morgue runs");
    let mut input = child.stdin.take().expect("a pipe");
    let most = std::thread::scope(|scope| {
        // Who has seen enough closes the pipe.
        scope.spawn(move || send(&mut input).is_ok());
        let mut most = 0;
        while child.try_wait().expect("a process").is_none() {
            most = most.max(peak(&child).unwrap_or(0));
            std::thread::sleep(Duration::from_millis(5));
        }
        most
    });
    let output = child.wait_with_output().expect("it ended");
    assert!(most <= MEMORY, "{} MB", most >> 20);
    let account = serde_json::from_slice(&output.stdout).expect("an account");
    balanced(&account)
}

/// An archive that begins so and goes on with this for very long.
fn endless(start: &str, more: &str) -> Value {
    let desk = Desk::new();
    let piece = more.repeat((1 << 20) / more.len() + 1);
    index_piped(&desk, |input| {
        input.write_all(start.as_bytes())?;
        (0..megabytes()).try_for_each(|_| input.write_all(piece.as_bytes()))
    })
}

/// What the rejects of an account were for, without how many.
fn codes(account: &Value) -> Vec<String> {
    let reasons = account["reasons"].as_object().expect("reasons");
    reasons.keys().cloned().collect()
}

#[test]
fn a_line_of_gigabytes_is_a_reject_in_every_format() {
    for (start, more, code) in [
        ("{\"title\":\"A\",\"body\":\"", "a", "TOO_LARGE"),
        ("title,body,date\nA,B,2015\nC,\"", "a", "TOO_LARGE"),
        (
            "A headline of the day\n\nBy Ada Voss\n\n",
            "word ",
            "TOO_LARGE",
        ),
        (
            "<rss><channel><item><title>A</title><description>",
            "word ",
            "TOO_LARGE",
        ),
        ("<nitf><body><body.content><p>", "word ", "TOO_LARGE"),
        ("<!doctype html><p>", "word ", "TOO_LARGE"),
        ("<DOC>\n<DOCNO>A-1</DOCNO>\n<TEXT>\n", "word ", "TOO_LARGE"),
        (
            "From a@b.example Sat Dec  5 07:50:00 2015\nFrom: a@b.example\nSubject: A\n\n",
            "word ",
            "TOO_LARGE",
        ),
        ("{\\rtf1 ", "word ", "TOO_LARGE"),
        (
            "<alto><TextBlock><TextLine><String CONTENT=\"",
            "word ",
            "TOO_LARGE",
        ),
        (
            "<mets><structMap><div TYPE=\"ARTICLE\" LABEL=\"",
            "word ",
            "TOO_LARGE",
        ),
        (
            "WARC/1.0\r\nWARC-Type: response\r\nX: ",
            "word ",
            "MALFORMED",
        ),
        ("TY  - NEWS\nTI  - ", "word ", "TOO_LARGE"),
    ] {
        let account = endless(start, more);
        // What is cut off may be said besides.
        assert!(
            codes(&account).contains(&code.to_owned()),
            "{start}: {account}"
        );
        assert!(account["added"].as_u64() < Some(2), "{start}: {account}");
    }
}

#[test]
fn brackets_without_end_are_a_reject() {
    for (start, more) in [
        ("", "["),
        ("{\"title\":\"A\",\"extra\":", "["),
        ("", "{\"a\":"),
        ("<rss><channel><item>", "<a>"),
        ("<!doctype html>", "<div>"),
        ("{\\rtf1", "{"),
    ] {
        let desk = Desk::new();
        let account = index_piped(&desk, |input| {
            input.write_all(start.as_bytes())?;
            let piece = more.repeat(10_000);
            (0..1_000).try_for_each(|_| input.write_all(piece.as_bytes()))
        });
        assert_eq!(account["added"], 0, "{more}: {account}");
        assert!(!codes(&account).is_empty(), "{more}: {account}");
    }
}

/// Entities that a doctype makes of entities, and such as stand in another file or on another machine.
#[test]
fn no_entity_grows_or_fetches() {
    let desk = Desk::new();
    desk.write("secret.txt", "the word zyzzyva");
    let laughs: String = (1..10)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let secret = desk.join("secret.txt");
    let doctype = format!(
        "<!DOCTYPE x [<!ENTITY l0 \"lol\">{laughs}<!ENTITY f SYSTEM \"file://{}\"><!ENTITY % p SYSTEM \"http://127.0.0.1:9/\">%p;]>",
        secret.display()
    );
    let mut written = 0;
    for entity in ["&l9;", "&f;"] {
        for (name, xml) in [
            (
                "a.rss",
                format!(
                    "<rss><channel><item><title>A</title><description>Text {entity}</description></item></channel></rss>"
                ),
            ),
            (
                "a.nitf",
                format!(
                    "<nitf><body><body.content><p>Text {entity}</p></body.content></body></nitf>"
                ),
            ),
            (
                "a.wiki",
                format!(
                    "<mediawiki><page><title>A</title><ns>0</ns><revision><text>Text {entity}</text></revision></page></mediawiki>"
                ),
            ),
            (
                "a.g2",
                format!(
                    "<newsItem><contentMeta><headline>A {entity}</headline></contentMeta></newsItem>"
                ),
            ),
            ("a.xml", format!("<x>{entity}</x>")),
        ] {
            written += 1;
            desk.write(
                &format!("in/{written}-{name}"),
                format!("<?xml version=\"1.0\"?>{doctype}{xml}"),
            );
        }
    }
    let account = index(&desk, &["in"], 3);
    assert_eq!(account["added"], 0, "{account}");
    assert_eq!(account["rejected"], written, "{account}");
    let rejects = desk.read("index/rejects.jsonl");
    assert!(
        !rejects.contains("zyzzyva") && !rejects.contains("lollol"),
        "{rejects}"
    );
}

#[test]
fn what_is_no_file_is_said_and_nobody_waits_for_it() {
    let desk = Desk::new();
    desk.write("in/a.jsonl", super::articles("a", 2));
    let made = desk.command("mkfifo").arg(desk.join("in/pipe")).status();
    assert!(made.expect("mkfifo").success());
    let _socket = std::os::unix::net::UnixListener::bind(desk.join("in/socket")).expect("a socket");
    symlink(".", desk.join("in/loop")).expect("a link");
    symlink("/dev/zero", desk.join("in/zeros")).expect("a link");
    let account = index(&desk, &["in"], 3);
    assert_eq!(outcomes(&account), [2, 0, 0, 0, 2]);
    assert_eq!(account["reasons"], json!({"UNREADABLE": 2}));
    // Followed, the loop and the device are said too.
    let account = index(&desk, &["in", "--follow"], 3);
    assert_eq!(outcomes(&account), [0, 0, 2, 0, 4]);
    let rejects = desk.read("index/rejects.jsonl");
    for reason in ["a named pipe", "a socket", "a device"] {
        assert!(rejects.contains(reason), "{reason}: {rejects}");
    }
    let named = desk
        .run(&["index", "/dev/zero", "--index", "other"])
        .expect(3);
    assert!(
        named
            .stdout()
            .contains("/dev/zero: cannot be read: a device, no file"),
        "{named}"
    );
}

/// Ten gigabytes of blanks in ten megabytes, behind an article each.
#[test]
fn a_bomb_takes_no_memory() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer
        .write_all(b"{\"title\":\"A\",\"body\":\"")
        .expect("memory");
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..megabytes() {
        packer.write_all(&blanks).expect("memory");
    }
    let bomb = packer.finish().expect("memory");
    let desk = Desk::new();
    let account = index_piped(&desk, |input| input.write_all(&bomb));
    assert_eq!(codes(&account), ["TOO_COMPRESSED"]);
}
