//! A second run: what has not changed is not read, what has changed takes the place of what was, nothing stands in the
//! index twice, and nothing is overwritten by what only has the same number.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use serde_json::json;

use super::{article, articles, bytes_below, count, everything, index, outcomes, title};
use crate::morgue::Desk;

#[test]
fn the_same_command_again_changes_nothing() {
    let desk = Desk::new();
    desk.write("news/a.jsonl", articles("a", 20) + "{oops\n");
    desk.write("news/b.jsonl", articles("b", 20));
    let first = index(&desk, &["news"], 3);
    let before = bytes_below(&desk.join("index"));
    let second = index(&desk, &["news"], 3);
    assert_eq!(outcomes(&first), [40, 0, 0, 0, 1]);
    assert_eq!(outcomes(&second), [0, 0, 40, 0, 1]);
    assert_eq!(second["archives"], json!({"read": 0, "unchanged": 2}));
    for key in ["records", "undated", "bytes", "reasons"] {
        assert_eq!(first[key], second[key], "{key}");
    }
    assert!(
        before == bytes_below(&desk.join("index")),
        "the index changed"
    );
}

/// Size and time of change say that a file is as it was: it is not even opened. Other bytes in it prove it.
#[test]
fn a_file_with_the_same_size_and_time_is_not_read() {
    let desk = Desk::new();
    let path = desk.write("a.jsonl", articles("a", 5));
    index(&desk, &["a.jsonl"], 0);
    let modified = fs::metadata(&path)
        .and_then(|m| m.modified())
        .expect("a time");
    let size = fs::metadata(&path).expect("a file").len();
    fs::write(&path, vec![b'x'; usize::try_from(size).expect("small")]).expect("other bytes");
    let file = fs::File::options().write(true).open(&path).expect("a file");
    file.set_modified(modified).expect("the time of before");
    drop(file);
    let again = index(&desk, &["a.jsonl"], 0);
    assert_eq!(outcomes(&again), [0, 0, 5, 0, 0]);
    assert_eq!(again["archives"], json!({"read": 0, "unchanged": 1}));
    assert_eq!(count(&desk, "river"), 5);
}

#[test]
fn a_touched_file_is_read_and_brings_nothing_new() {
    let desk = Desk::new();
    let path = desk.write("a.jsonl", articles("a", 5));
    index(&desk, &["a.jsonl"], 0);
    let file = fs::File::options().write(true).open(&path).expect("a file");
    file.set_modified(std::time::SystemTime::now() + Duration::from_secs(10))
        .expect("another time");
    let again = index(&desk, &["a.jsonl"], 0);
    assert_eq!(outcomes(&again), [0, 0, 5, 0, 0]);
    assert_eq!(again["archives"], json!({"read": 1, "unchanged": 0}));
    assert_eq!(count(&desk, "*"), 5);
}

#[test]
fn a_changed_article_takes_the_place_of_its_earlier_version() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        article("1", "Fire at rope works", "Three are missing.")
            + &article("2", "Chess", "A draw."),
    );
    index(&desk, &["a.jsonl"], 0);
    desk.write(
        "a.jsonl",
        article("1", "Fire is out", "All are safe, it turned out.")
            + &article("2", "Chess", "A draw."),
    );
    let again = index(&desk, &["a.jsonl"], 0);
    assert_eq!(outcomes(&again), [0, 1, 1, 0, 0]);
    assert_eq!(
        (
            count(&desk, "*"),
            count(&desk, "missing"),
            count(&desk, "safe")
        ),
        (2, 0, 1)
    );
    assert_eq!(title(&desk, "1"), "Fire is out");
}

/// A correction of the byline alone is a correction.
#[test]
fn a_change_in_any_field_is_an_update() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        r#"{"id":"1","title":"Storm","body":"Wind.","author":"A. Voss"}"#,
    );
    index(&desk, &["a.jsonl"], 0);
    desk.write(
        "a.jsonl",
        r#"{"id":"1","title":"Storm","body":"Wind.","author":"Ada Voss"}"#,
    );
    assert_eq!(outcomes(&index(&desk, &["a.jsonl"], 0)), [0, 1, 0, 0, 0]);
    assert_eq!((count(&desk, "byline:ada"), count(&desk, "*")), (1, 1));
}

#[test]
fn the_same_piece_under_another_id_is_a_duplicate() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        article("a-1", "Lost glove", "It was red.") + &article("a-2", "Lost glove", "It was red."),
    );
    assert_eq!(outcomes(&index(&desk, &["a.jsonl"], 0)), [1, 0, 0, 1, 0]);
    desk.write("b.jsonl", article("b-1", "Lost glove", "It was red."));
    assert_eq!(outcomes(&index(&desk, &["b.jsonl"], 0)), [0, 0, 0, 1, 0]);
    assert_eq!(everything(&desk).into_keys().collect::<Vec<_>>(), ["a-1"]);
}

/// A number says nothing of who gave it: two archives that count from 1 mean different articles.
#[test]
fn numbers_as_ids_from_two_archives_do_not_overwrite_each_other() {
    let desk = Desk::new();
    for archive in ["one", "two", "three"] {
        let lines: String = (1..=5)
            .map(|n| {
                article(
                    &n.to_string(),
                    &format!("{archive} {n}"),
                    &format!("Text of {archive}, {n}."),
                )
            })
            .collect();
        desk.write(&format!("{archive}.jsonl"), lines);
    }
    let account = index(&desk, &["one.jsonl", "two.jsonl", "three.jsonl"], 0);
    assert_eq!(outcomes(&account), [15, 0, 0, 0, 0]);
    assert_eq!(count(&desk, "*"), 15);
    let titles: BTreeSet<String> = everything(&desk)
        .values()
        .map(|hit| hit["title"].as_str().expect("a title").to_owned())
        .collect();
    assert_eq!(titles.len(), 15);
    // Read again, each finds its own.
    for archive in ["one", "two", "three"] {
        let name = format!("{archive}.jsonl");
        let text = desk.read(&name)
            + &article("6", &format!("{archive} 6"), &format!("New in {archive}."));
        desk.write(&name, text);
    }
    let again = index(&desk, &["one.jsonl", "two.jsonl", "three.jsonl"], 0);
    assert_eq!(outcomes(&again), [3, 0, 15, 0, 0]);
}

/// A folder a year, each with a `dump.jsonl` that counts from 1: the usual shape of an export.
#[test]
fn numbers_as_ids_from_archives_of_one_name_do_not_overwrite_each_other() {
    let desk = Desk::new();
    for year in 2013..=2016 {
        let lines: String = (1..=5)
            .map(|n| {
                article(
                    &n.to_string(),
                    &format!("{year} {n}"),
                    &format!("Text of {year}, {n}."),
                )
            })
            .collect();
        desk.write(&format!("news/{year}/dump.jsonl"), lines);
    }
    let account = index(&desk, &["news"], 0);
    assert_eq!(outcomes(&account), [20, 0, 0, 0, 0]);
    assert_eq!(count(&desk, "*"), 20);
}
