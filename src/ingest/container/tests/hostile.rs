//! Claims about archives that were made to do harm.

use std::time::{Duration, Instant};

use super::*;

const ZEROS: usize = 100 << 20;

/// The largest piece of text that any record brought, and what else came.
fn measure(archive: &[u8]) -> Vec<Got> {
    let started = Instant::now();
    let got = read(archive);
    assert!(started.elapsed() < Duration::from_secs(20));
    got
}

fn codes(got: &[Got]) -> Vec<&'static str> {
    got.iter()
        .map(|got| match got {
            Got::Reject(_, code) => code,
            Got::Record(..) => "a record",
            Got::Passed(what) => what,
        })
        .collect()
}

#[test]
fn a_bomb_is_refused_in_every_packing() {
    // Text, so that a format takes it up.
    let mut text = b"A headline\n\n".to_vec();
    text.resize(ZEROS, b'a');
    for (name, bomb) in [
        ("gzip", gzip(&text)),
        ("zstd", zstd(&text)),
        ("bzip2", bzip2(&text)),
    ] {
        assert!(bomb.len() < ZEROS / 200, "{name}: {}", bomb.len());
        assert_eq!(codes(&measure(&bomb)), ["TOO_COMPRESSED"], "{name}");
        let inside = tar(&[("bomb", bomb), ("b.jsonl", line("One"))]);
        assert_eq!(
            codes(&measure(&inside)),
            ["TOO_COMPRESSED", "a record"],
            "{name}"
        );
    }
    let archive = zip(&[("bomb", text.clone()), ("b.jsonl", line("One"))]);
    assert_eq!(codes(&measure(&archive)), ["TOO_COMPRESSED", "a record"]);
    let headers = "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n";
    let archive = [
        response("http://a.example/1", 200, headers, &gzip(&text)),
        response(
            "http://a.example/2",
            200,
            "Content-Type: text/plain\r\n",
            &page("Dam breaks"),
        ),
    ]
    .concat();
    assert_eq!(codes(&measure(&archive)), ["TOO_COMPRESSED", "a record"]);
}

/// One page of a crawl is a trap; the others are not lost for it.
#[test]
fn a_bomb_among_pages_costs_itself_only() {
    let headers = "Content-Type: text/plain\r\n";
    let text = b"a ".repeat(20 << 20);
    let page = |n: u32| {
        response(
            &format!("http://a.example/{n}"),
            200,
            headers,
            &page("Dam breaks"),
        )
    };
    let bomb = response("http://a.example/bomb", 200, headers, &text);
    let archive = [gzip(&bomb), gzip(&page(1)), gzip(&page(2))].concat();
    assert_eq!(
        codes(&read(&archive)),
        ["TOO_COMPRESSED", "a record", "a record"]
    );
    // Very many are another matter.
    let archive = [gzip(&bomb).repeat(150), gzip(&page(1))].concat();
    let got = codes(&events(&archive, As::Stream));
    assert_eq!(got, ["TOO_COMPRESSED"; 100]);
}

#[test]
fn a_bomb_in_layers_that_are_each_small_enough_is_refused() {
    let text = b"a ".repeat(ZEROS / 2);
    // About a hundred times each.
    let weak = |bytes: &[u8]| -> Vec<u8> {
        bytes
            .chunks(64 << 10)
            .flat_map(|piece| {
                let noise: Vec<u8> = (0..400_u32)
                    .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
                    .collect();
                gzip(&[&noise, piece].concat())
            })
            .collect()
    };
    let once = weak(&text);
    assert!(text.len() / once.len() < 200, "{}", once.len());
    let twice = gzip(&once);
    let got = codes(&measure(&twice));
    assert!(
        got.iter()
            .all(|code| ["TOO_COMPRESSED", "UNKNOWN_FORMAT", "TOO_LARGE"].contains(code)),
        "{got:?}"
    );
}

/// The same bytes under many names: a few kilobytes that would be read a thousand times.
#[test]
fn members_that_overlap_are_refused_together() {
    let bytes = line("One");
    let mut archive = zip_by(0, &[("a.jsonl", bytes.clone())]);
    let start = memchr::memmem::find(&archive, b"PK\x01\x02").expect("a directory");
    archive.truncate(start);
    let mut sum = flate2::Crc::new();
    sum.update(&bytes);
    let directory: Vec<u8> = (0..100)
        .flat_map(|n| {
            zip_entry(
                0,
                sum.sum(),
                bytes.len(),
                bytes.len(),
                &format!("{n}.jsonl"),
                0,
            )
        })
        .collect();
    archive.extend_from_slice(&directory);
    archive.extend(zip_end(100, directory.len(), start));
    assert_eq!(read(&archive), [Got::reject("", "OVERLAPPING")]);
}

#[test]
fn a_member_that_reaches_into_the_directory_is_refused() {
    let mut archive = zip_by(0, &[("a.jsonl", line("One"))]);
    let start = memchr::memmem::find(&archive, b"PK\x01\x02").expect("a directory");
    archive[start + 20] = 200;
    archive[start + 24] = 200;
    assert_eq!(read(&archive), [Got::reject("", "OVERLAPPING")]);
}

/// Names are labels: nothing is opened or written by them, so they may say what they like.
#[test]
fn a_name_can_lead_nowhere() {
    for name in [
        "../../../etc/passwd",
        "/etc/passwd",
        "C:\\x",
        "a\u{1b}[2Jb",
        "con",
        "a//b",
    ] {
        let files = [(name, line("One"))];
        for archive in [tar(&files), zip(&files)] {
            assert_eq!(read(&archive), [Got::record(name, 1, "One")], "{name}");
        }
    }
}

#[test]
fn an_archive_of_itself_ends() {
    // What matters of a quine is that there is always one more inside.
    let mut archive = line("One");
    for _ in 0..50 {
        archive = zip_by(0, &[("r.zip", archive)]);
    }
    assert_eq!(
        read(&archive),
        [Got::reject("r.zip!/r.zip!/r.zip", "PACKED_TOO_DEEP")]
    );
}

#[test]
fn an_archive_cut_anywhere_has_an_outcome() {
    let files = [
        ("a.jsonl", line("One")),
        ("b.txt", page("Dam breaks")),
        ("c.jsonl", line("Two")),
    ];
    let mut seen = 0;
    for archive in [
        tar(&files),
        gzip(&tar(&files)),
        zip(&files),
        zip_by(0, &files),
        zstd(&line("One")),
        XZ.to_vec(),
        bzip2(&line("One")),
    ] {
        for length in 0..archive.len() {
            let got = read(&archive[..length]);
            assert!(!got.is_empty(), "{length} of {}", archive.len());
            assert!(got.len() <= 4, "{length}: {got:?}");
            seen += 1;
        }
    }
    assert!(seen > 3000, "only {seen} lengths seen");
}

#[test]
fn an_archive_with_any_bit_turned_has_an_outcome() {
    let files = [("a.jsonl", line("One")), ("b.txt", page("Dam breaks"))];
    let warcs = [
        response(
            "http://a.example/1",
            200,
            "Content-Type: text/plain\r\n",
            &page("Dam breaks"),
        ),
        response(
            "http://a.example/2",
            200,
            "Content-Type: text/plain\r\n",
            &page("Bridge shuts"),
        ),
    ];
    let by_record: Vec<u8> = warcs.iter().flat_map(|record| gzip(record)).collect();
    for archive in [
        gzip(&tar(&files)),
        zip(&files),
        warcs.concat(),
        by_record,
        XZ.to_vec(),
    ] {
        for at in 0..archive.len() {
            let mut turned = archive.clone();
            turned[at] ^= 1 << (at % 8);
            for way in [As::File, As::Stream] {
                let got = events(&turned, way);
                assert!(!got.is_empty() && got.len() < 20, "{at}: {got:?}");
            }
        }
    }
}

/// A header that asks for four gigabytes of memory gets none.
#[test]
fn a_dictionary_of_gigabytes_is_refused() {
    let mut archive = XZ.to_vec();
    // The properties of LZMA2 in the block's header: 40 is 4 GB less a byte. Its checksum has to fit.
    let at = memchr::memmem::find(&archive, b"\x21\x01").expect("the filter") + 2;
    archive[at] = 40;
    let block = 12;
    let size = (usize::from(archive[block]) + 1) * 4;
    let mut sum = flate2::Crc::new();
    sum.update(&archive[block..block + size - 4]);
    archive[block + size - 4..block + size].copy_from_slice(&sum.sum().to_le_bytes());
    assert_eq!(read(&archive), [Got::reject("", "MALFORMED")]);
}

#[test]
fn a_zip_in_a_zip_takes_no_more_memory_than_is_allowed() {
    let level = Level::top(Limits::default());
    assert_eq!(level.holding(Limits::default().held).room, 0);
    assert_eq!(level.holding(usize::MAX).room, 0);
}
