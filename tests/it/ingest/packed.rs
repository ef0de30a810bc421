//! Compressed and packed archives: the way they are packed makes no difference to what is found, and where an article was
//! read is told down to the member.

use std::io::Write;

use serde_json::{Value, json};

use super::{article, articles, balanced, count, everything, index, outcomes};
use crate::morgue::Desk;

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

pub fn tar(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, bytes) in files {
        let mut block = [0; 512];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
        block[148..156].fill(b' ');
        block[156] = b'0';
        let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
        block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        tar.extend_from_slice(&block);
        tar.extend_from_slice(bytes);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    tar
}

/// A zip of files as they are.
fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let mut sum = flate2::Crc::new();
        sum.update(bytes);
        let size = (bytes.len() as u32).to_le_bytes();
        let mut fields = vec![0; 6];
        fields.extend(sum.sum().to_le_bytes());
        fields.extend([size, size].concat());
        fields.extend((name.len() as u16).to_le_bytes());
        fields.extend([0; 2]);
        directory.extend([&b"PK\x01\x02\x14\0\x14\0\0\0"[..], &fields, &[0; 10]].concat());
        directory.extend((zip.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        zip.extend(
            [
                &b"PK\x03\x04\x14\0\0\0"[..],
                &fields,
                name.as_bytes(),
                bytes,
            ]
            .concat(),
        );
    }
    let start = zip.len() as u32;
    let number = (files.len() as u16).to_le_bytes();
    zip.extend_from_slice(&directory);
    zip.extend([&b"PK\x05\x06\0\0\0\0"[..], &number, &number].concat());
    zip.extend((directory.len() as u32).to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0; 2]);
    zip
}

/// A crawl of pages, a gzip member a page.
fn crawl(pages: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut crawl = Vec::new();
    for (url, page) in pages {
        let mut answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n".to_vec();
        answer.extend_from_slice(page);
        let mut record = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2016-02-01T00:00:00Z\r\n\
             Content-Type: application/http\r\nContent-Length: {}\r\n\r\n",
            answer.len()
        )
        .into_bytes();
        record.extend(answer);
        record.extend(b"\r\n\r\n");
        crawl.extend(gzip(&record));
    }
    crawl
}

/// Pages that say their address, so that they are the same articles wherever they come from.
fn pages(number: usize) -> Vec<(String, Vec<u8>)> {
    (0..number)
        .map(|n| {
            let url = format!("https://gazette.example/{n}.html");
            let page = format!(
                "URL: {url}\n\nHarbour shuts gate {n} of its lock\n\nHarbour Gazette | Updated: 2015-12-05 07:50\n\n\
                 Port Aldern closed lock gate {n} before dawn.\n\nThe trawlers were told to stay where they were, {}all day.\n",
                "and to wait, ".repeat(n % 50)
            );
            (url, page.into_bytes())
        })
        .collect()
}

fn named(pages: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    (1..)
        .zip(pages)
        .map(|(n, (_, page)): (usize, _)| (format!("{n}.txt"), page.clone()))
        .collect()
}

/// All articles of the index, without where they come from and when they were fetched.
fn all(desk: &Desk) -> Vec<Value> {
    let mut all: Vec<Value> = everything(desk)
        .into_keys()
        .map(|id| {
            let mut whole = desk.run(&["show", &id, "--json"]).expect(0).json();
            let fields = whole.as_object_mut().expect("an object");
            fields.remove("origin");
            fields["extra"]
                .as_object_mut()
                .expect("an object")
                .remove("crawled");
            whole
        })
        .collect();
    all.sort_by_key(|article| article["id"].to_string());
    all
}

#[test]
fn pages_are_the_same_articles_however_they_are_packed() {
    let pages = pages(20);
    let files = named(&pages);
    let loose = Desk::new();
    for (name, page) in &files {
        loose.write(&format!("pages/{name}"), page);
    }
    assert_eq!(outcomes(&index(&loose, &["pages"], 0)), [20, 0, 0, 0, 0]);
    let expected = all(&loose);
    let archives = [
        ("a.tar", tar(&files)),
        ("a.tar.gz", gzip(&tar(&files))),
        ("a.zip", zip(&files)),
        ("a.zip.gz", gzip(&zip(&files))),
        ("a.warc.gz", crawl(&pages)),
        (
            "a.tar.zst",
            zstd::encode_all(&tar(&files)[..], 3).expect("memory"),
        ),
    ];
    for (name, bytes) in &archives {
        let desk = Desk::new();
        desk.write(name, bytes);
        assert_eq!(
            outcomes(&index(&desk, &[name], 0)),
            [20, 0, 0, 0, 0],
            "{name}"
        );
        assert_eq!(all(&desk), expected, "{name}");
        // As it comes, from a pipe.
        let piped = desk.run_with_input(bytes, &["index", "--json", "--index", "piped", "-"]);
        assert_eq!(
            outcomes(&balanced(&piped.expect(0).json())),
            [20, 0, 0, 0, 0],
            "{name}"
        );
        // Beside the loose pages it brings nothing new.
        loose.write(name, bytes);
        let account = index(&loose, &[name], 0);
        assert_eq!(account["added"], 0, "{name}");
        assert_eq!(count(&loose, "*"), 20);
    }
}

#[test]
fn an_article_knows_the_member_it_was_read_from() {
    let desk = Desk::new();
    let inner = zip(&[
        ("b.jsonl".to_owned(), articles("b", 2).into_bytes()),
        ("\u{1b}[2J".to_owned(), b"{\"title\": 1\n".to_vec()),
    ]);
    desk.write("a.tar", tar(&[("in.zip".to_owned(), inner)]));
    index(&desk, &["a.tar"], 3);
    assert_eq!(
        everything(&desk)["b-1"]["origin"],
        json!({"archive": "a.tar", "member": "in.zip!/b.jsonl", "line": 2, "record": 2})
    );
    let shown = desk.run(&["show", "b-1"]).expect(0);
    assert!(
        shown.stdout().contains("from: a.tar!/in.zip!/b.jsonl:2"),
        "{shown}"
    );
    let reject: Value =
        serde_json::from_str(desk.read("index/rejects.jsonl").trim()).expect("one line");
    assert_eq!(
        (&reject["source"], &reject["member"], &reject["line"]),
        (&json!("a.tar"), &json!("in.zip!/\u{1b}[2J"), &json!(1))
    );
    let screen = desk.run(&["index", "a.tar", "--index", "other"]).expect(3);
    assert!(!screen.stdout().contains('\u{1b}'), "{screen}");
    assert!(screen.stdout().contains("a.tar!/in.zip!/"), "{screen}");
}

#[test]
fn what_is_passed_over_is_counted_on_the_screen_and_in_json() {
    let desk = Desk::new();
    let record = |kind: &str, media: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://a.example/x\r\nContent-Type: {media}\r\nContent-Length: 2\r\n\r\nxx\r\n\r\n"
        )
    };
    let crawl = [
        record("revisit", "application/http"),
        record("resource", "image/png"),
        record("resource", "image/gif"),
    ];
    desk.write("a.warc", crawl.concat());
    let account = index(&desk, &["a.warc"], 0);
    assert_eq!(outcomes(&account), [0; 5]);
    assert_eq!(account["passed_over"], json!({"picture": 2, "revisit": 1}));
    let screen = desk.run(&["index", "a.warc", "--index", "other"]).expect(0);
    assert!(
        screen
            .stdout()
            .contains("passed over: 2 pictures, 1 revisit\n"),
        "{screen}"
    );
    // What was passed over at the last run is known at the next, though the file is not read.
    let again = index(&desk, &["a.warc"], 0);
    assert_eq!(again["passed_over"], account["passed_over"]);
    assert_eq!(again["archives"], json!({"read": 0, "unchanged": 1}));
}

/// Members number their records each for themselves, as files do.
#[test]
fn two_members_that_number_alike_are_two_archives() {
    let desk = Desk::new();
    let file = |name: &str| {
        (
            format!("{name}.jsonl"),
            article("17", name, "Text.").into_bytes(),
        )
    };
    desk.write("week.tar", tar(&[file("monday"), file("tuesday")]));
    assert_eq!(outcomes(&index(&desk, &["week.tar"], 0)), [2, 0, 0, 0, 0]);
    let ids: Vec<String> = everything(&desk).into_keys().collect();
    assert_eq!(ids, ["17", "17@tuesday"]);
}

#[test]
fn a_truncated_archive_gives_what_came_before_and_says_where_it_ends() {
    let desk = Desk::new();
    let packed = gzip(articles("a", 500).as_bytes());
    desk.write("a.jsonl.gz", &packed[..packed.len() / 2]);
    let account = index(&desk, &["a.jsonl.gz"], 3);
    let added = account["added"].as_u64().expect("a number");
    assert!((50..500).contains(&added), "{account}");
    assert_eq!(account["reasons"], json!({"TRUNCATED": 1}));
    assert_eq!(count(&desk, "*"), added);
}

/// Nothing an archive says makes a file: neither beside the index nor anywhere else.
#[test]
fn no_member_is_ever_written_to_the_disk() {
    let desk = Desk::new();
    let files = [
        "../out.jsonl",
        "/tmp/morgue-out.jsonl",
        "in/../../out.jsonl",
    ]
    .map(|name| {
        (
            name.to_owned(),
            articles(&name.replace(['/', '.'], "-"), 3).into_bytes(),
        )
    });
    desk.write("in/a.tar", tar(&files));
    desk.write("in/a.zip", zip(&files));
    let account = index(&desk, &["in"], 0);
    assert_eq!(outcomes(&account), [9, 0, 0, 9, 0]);
    let mut names: Vec<String> = std::fs::read_dir(desk.path())
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!(names, ["in", "index"]);
    assert!(!std::path::Path::new("/tmp/morgue-out.jsonl").exists());
}
