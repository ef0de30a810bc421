//! Claims about containers: what is in them comes out, whatever is wrong with them is said, and nothing they hold can do harm.
//!
//! All archives are made here (`make`), so that what is wrong with one is known.

use std::io::{self, Cursor};

use proptest::prelude::*;

use super::*;
use crate::article::Record;
use make::*;

mod crawls;
mod hostile;
mod issues;
mod make;
mod packed;

/// What came of a member, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Got {
    /// Member, number, title.
    Record(String, u64, String),
    /// Member, code.
    Reject(String, &'static str),
    Passed(&'static str),
}

impl Got {
    fn record(member: &str, number: u64, title: &str) -> Self {
        Self::Record(member.to_owned(), number, title.to_owned())
    }

    fn reject(member: &str, code: &'static str) -> Self {
        Self::Reject(member.to_owned(), code)
    }
}

/// Whether an archive is read as a file or as it comes.
#[derive(Clone, Copy, Debug)]
enum As {
    File,
    Stream,
}

/// All that is read from an archive.
fn read_as(archive: &[u8], way: As, take: &mut dyn FnMut(Event<'_>)) {
    let fields = FieldMap::default();
    let disk = match way {
        As::File => Some(OnDisk {
            file: Box::new(Cursor::new(archive.to_vec())),
            beside: None,
        }),
        As::Stream => None,
    };
    let mut sink = |event: Event<'_>| -> io::Result<()> {
        take(event);
        Ok(())
    };
    // A small buffer, so that everything is cut somewhere.
    let input = Box::new(io::BufReader::with_capacity(777, archive));
    Reading::run("a", &fields, Limits::default(), input, disk, &mut sink)
        .expect("reading from memory does not fail");
}

fn events(archive: &[u8], way: As) -> Vec<Got> {
    let mut got = Vec::new();
    read_as(archive, way, &mut |event| {
        got.push(match event {
            Event::Packed(_) | Event::Told { .. } => return,
            Event::PassedOver(what) => Got::Passed(what.name()),
            Event::Item {
                member,
                number,
                item,
            } => {
                let member = member.unwrap_or_default().to_owned();
                match item.outcome {
                    Ok(record) => Got::Record(member, number, record.title),
                    Err(error) => Got::Reject(member, error.code()),
                }
            }
        });
    });
    got
}

/// What is read from an archive, which makes no difference by the way it comes.
#[track_caller]
fn read(archive: &[u8]) -> Vec<Got> {
    let got = events(archive, As::File);
    assert_eq!(got, events(archive, As::Stream), "file and stream differ");
    got
}

/// The records read from an archive.
fn records(archive: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    read_as(archive, As::File, &mut |event| {
        if let Event::Item { item, .. } = event {
            records.extend(item.outcome);
        }
    });
    records
}

// What is packed comes out.

#[test]
fn a_compressed_file_is_read_as_what_it_holds() {
    let text = [line("One"), line("Two")].concat();
    let expected = [Got::record("", 1, "One"), Got::record("", 2, "Two")];
    for packed in [gzip(&text), zstd(&text), bzip2(&text)] {
        assert_eq!(read(&packed), expected);
        // Several behind one another are one stream.
        let twice = [&packed[..], &packed[..]].concat();
        assert_eq!(read(&twice).len(), 4);
    }
    assert_eq!(read(XZ), [Got::record("", 1, "Rain")]);
    assert_eq!(read(&[XZ, XZ].concat()).len(), 2);
}

#[test]
fn members_are_read_under_their_names() {
    let files = [
        ("2015/a.jsonl", line("One")),
        ("b.jsonl", [line("Two"), line("Three")].concat()),
    ];
    let expected = [
        Got::record("2015/a.jsonl", 1, "One"),
        Got::record("b.jsonl", 1, "Two"),
        Got::record("b.jsonl", 2, "Three"),
    ];
    assert_eq!(read(&tar(&files)), expected);
    assert_eq!(read(&gzip(&tar(&files))), expected);
    for method in [0, 8, 12, 93] {
        assert_eq!(read(&zip_by(method, &files)), expected, "{method}");
    }
}

#[test]
fn a_member_in_a_member_has_both_names() {
    let inner = zip(&[("b.jsonl", line("One"))]);
    let archive = gzip(&tar(&[
        ("a.zip", inner),
        ("c.jsonl.gz", gzip(&line("Two"))),
    ]));
    assert_eq!(
        read(&archive),
        [
            Got::record("a.zip!/b.jsonl", 1, "One"),
            Got::record("c.jsonl.gz", 1, "Two")
        ]
    );
}

#[test]
fn three_deep_is_read_and_four_deep_is_refused() {
    // A compressed tar is one, not two.
    let mut archive = line("Deep");
    for depth in 1..=5 {
        archive = gzip(&tar(&[("a", archive)]));
        let member = vec!["a"; depth.min(4)].join("!/");
        let expected = if depth <= 3 {
            Got::record(&member, 1, "Deep")
        } else {
            Got::reject("a!/a!/a", "PACKED_TOO_DEEP")
        };
        assert_eq!(read(&archive), [expected], "{depth}");
    }
    let mut archive = line("Deep");
    for depth in 1..=5 {
        archive = gzip(&archive);
        let expected = match depth {
            1..=3 => Got::record("", 1, "Deep"),
            _ => Got::reject("", "PACKED_TOO_DEEP"),
        };
        assert_eq!(read(&archive), [expected], "{depth}");
    }
}

#[test]
fn what_is_no_article_by_its_name_or_kind_is_counted_and_not_read() {
    let names = [
        "folder/",
        "__MACOSX/._a",
        ".hidden/a.jsonl",
        "README.md",
        "a.jsonl",
    ];
    let expected = [
        Got::Passed("folder"),
        Got::Passed("macOS file"),
        Got::Passed("hidden file"),
        Got::Passed("readme"),
        Got::record("a.jsonl", 1, "One"),
    ];
    let files = names.map(|name| {
        (
            name,
            if name.ends_with('/') {
                vec![]
            } else {
                line("One")
            },
        )
    });
    assert_eq!(read(&zip(&files)), expected);
    assert_eq!(read(&tar(&files)), expected);
    let special = [
        (b'2', "link"),
        (b'1', "link"),
        (b'3', "device"),
        (b'6', "device"),
        (b'5', "folder"),
    ];
    for (kind, what) in special {
        let archive = [
            header("a", 0, kind).to_vec(),
            tar(&[("b.jsonl", line("One"))]),
        ]
        .concat();
        let expected = [Got::Passed(what), Got::record("b.jsonl", 1, "One")];
        assert_eq!(read(&archive), expected);
    }
}

#[test]
fn a_member_in_an_unknown_format_is_a_reject() {
    let files = [
        ("a.bin", vec![1, 2, 3, 0, 255]),
        ("empty", vec![]),
        ("b.jsonl", line("One")),
    ];
    let expected = [
        Got::reject("a.bin", "UNKNOWN_FORMAT"),
        Got::reject("empty", "UNKNOWN_FORMAT"),
        Got::record("b.jsonl", 1, "One"),
    ];
    assert_eq!(read(&tar(&files)), expected);
    assert_eq!(read(&zip(&files)), expected);
}

#[test]
fn an_office_document_is_no_archive_of_articles() {
    let document = zip(&[("[Content_Types].xml", b"<Types/>".to_vec())]);
    assert_eq!(read(&document), [Got::reject("", "UNKNOWN_FORMAT")]);
}

// Tar.

// Zip.

// Laws.

/// Ways to pack a file, and the path of its records then.
fn pack(ways: &[u8], text: Vec<u8>) -> (Vec<u8>, String) {
    let mut path: Vec<&str> = Vec::new();
    let mut packed = text;
    for way in ways {
        packed = match way % 6 {
            0 => gzip(&packed),
            1 => zstd(&packed),
            2 => bzip2(&packed),
            3 => {
                path.insert(0, "in tar");
                tar(&[("in tar", packed)])
            }
            4 => {
                path.insert(0, "in zip");
                zip(&[("in zip", packed)])
            }
            _ => {
                path.insert(0, "stored");
                zip_by(0, &[("stored", packed)])
            }
        };
    }
    (packed, path.join(INSIDE))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn however_they_are_packed_the_records_are_the_same(
        titles in proptest::collection::vec("[A-Z][a-z]{1,30}", 1..40),
        ways in proptest::collection::vec(0_u8..6, 0..=3),
    ) {
        let text: Vec<u8> = titles.iter().flat_map(|title| line(title)).collect();
        let (packed, path) = pack(&ways, text);
        let expected: Vec<Got> = (1..)
            .zip(&titles)
            .map(|(number, title)| Got::record(&path, number, title))
            .collect();
        prop_assert_eq!(read(&packed), expected);
    }

    /// Whatever is done to the bytes: no panic, an end, and an outcome.
    #[test]
    fn damaged_archives_end_in_outcomes(
        ways in proptest::collection::vec(0_u8..6, 1..=3),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let (mut packed, _) = pack(&ways, [line("One"), line("Two")].concat());
        for (at, byte) in damage {
            let at = at.index(packed.len());
            packed[at] = byte;
        }
        for way in [As::File, As::Stream] {
            prop_assert!(events(&packed, way).len() < 100);
        }
    }

    #[test]
    fn bytes_behind_a_signature_are_harmless(
        signature in 0_usize..10,
        bytes in proptest::collection::vec(any::<u8>(), 0..2000),
    ) {
        let archive = [SIGNATURES[signature], &bytes].concat();
        for way in [As::File, As::Stream] {
            prop_assert!(!events(&archive, way).is_empty());
        }
    }
}

const SIGNATURES: [&[u8]; 10] = [
    b"\x1f\x8b\x08\0",
    b"\x28\xb5\x2f\xfd",
    b"\x5d\x2a\x4d\x18\x10\0\0\0",
    b"BZh91AY&SY",
    b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46\x02\0\x21\x01",
    b"PK\x03\x04",
    b"PK\x05\x06\0\0\0\0",
    b"WARC/1.0\r\nContent-Length: 40\r\n",
    b"filedesc://a 1.2.3.4 20140101000000 text/plain 10\n",
    b"\xfd7zXZ\0\0\x01\x69\x22\xde\x36",
];
