//! Claims about tars and zips: names, broken headers, what is in them and not read.

use super::*;

#[test]
fn long_names_are_read_in_both_ways_of_writing_them() {
    let name = format!("{}/b.jsonl", "folder/".repeat(60));
    let gnu = [
        entry("././@LongLink", b'L', format!("{name}\0").as_bytes()),
        entry("cut", b'0', &line("One")),
    ]
    .concat();
    assert_eq!(read(&gnu), [Got::record(&name, 1, "One")]);
    let record = format!(" path={name}\n");
    let length = record.len() + 3;
    let pax = [
        entry("PaxHeaders/b", b'x', format!("{length}{record}").as_bytes()),
        entry("cut", b'0', &line("One")),
        entry("./next.jsonl", b'0', &line("Two")),
    ]
    .concat();
    let expected = [
        Got::record(&name, 1, "One"),
        Got::record("next.jsonl", 1, "Two"),
    ];
    assert_eq!(read(&pax), expected);
}

#[test]
fn a_name_longer_than_any_is_not_held() {
    let archive = [
        entry("././@LongLink", b'L', &vec![b'a'; 1 << 20]),
        entry("short", b'0', &line("One")),
    ]
    .concat();
    assert_eq!(read(&archive), [Got::record("short", 1, "One")]);
}

#[test]
fn behind_a_broken_header_a_tar_goes_on() {
    let mut archive = tar(&[
        ("a.jsonl", line("One")),
        ("b.jsonl", line("Two")),
        ("c.jsonl", line("Three")),
    ]);
    archive[1024 + 10] ^= 1;
    assert_eq!(
        read(&archive),
        [
            Got::record("a.jsonl", 1, "One"),
            Got::reject("", "MALFORMED"),
            Got::record("c.jsonl", 1, "Three")
        ]
    );
}

#[test]
fn a_sparse_file_is_refused_and_the_next_one_read() {
    let archive = [
        entry("a", b'S', &line("One")),
        entry("b.jsonl", b'0', &line("Two")),
    ]
    .concat();
    let expected = [
        Got::reject("a", "UNSUPPORTED"),
        Got::record("b.jsonl", 1, "Two"),
    ];
    assert_eq!(read(&archive), expected);
}

#[test]
fn tars_one_behind_the_other_are_one() {
    let archive = [
        tar(&[("a.jsonl", line("One"))]),
        tar(&[("b.jsonl", line("Two"))]),
    ]
    .concat();
    assert_eq!(read(&archive).len(), 2);
}

#[test]
fn bytes_before_a_zip_do_not_hide_its_members() {
    let inner = zip(&[("a.jsonl", line("One"))]);
    let archive = [b"PK\x03\x04 a program that unpacks itself".to_vec(), inner].concat();
    assert_eq!(read(&archive), [Got::record("a.jsonl", 1, "One")]);
}

#[test]
fn a_zip_says_what_of_a_member_it_cannot_read() {
    let base = zip(&[("a.jsonl", line("One")), ("b.jsonl", line("Two"))]);
    let directory = memchr::memmem::find(&base, b"PK\x01\x02").expect("a directory");
    let changed = |at: usize, bits: u8| {
        let mut archive = base.clone();
        archive[directory + at] ^= bits;
        read(&archive)
    };
    let with = |code| {
        [
            Got::reject("a.jsonl", code),
            Got::record("b.jsonl", 1, "Two"),
        ]
    };
    assert_eq!(changed(8, 1), with("ENCRYPTED"));
    assert_eq!(changed(10, 1), with("UNSUPPORTED"));
    for at in [16, 24] {
        assert!(
            changed(at, 1).contains(&Got::reject("a.jsonl", "MALFORMED")),
            "{at}"
        );
    }
}
