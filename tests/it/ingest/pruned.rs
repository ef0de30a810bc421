//! `index --prune`: what is in no archive any more goes, and nothing else: not what another archive has too, and nothing
//! where a disk may only not be mounted.

use std::fs;

use serde_json::json;

use super::{article, articles, count, everything, index, outcomes};
use crate::morgue::{Desk, assert_said, transcript};

fn ids(desk: &Desk) -> Vec<String> {
    everything(desk).into_keys().collect()
}

#[test]
fn articles_of_an_archive_that_is_gone_go_with_it() {
    let desk = Desk::new();
    desk.write("news/a.jsonl", articles("a", 20) + "{oops\n");
    desk.write("news/b.jsonl", articles("b", 20));
    index(&desk, &["news"], 3);
    fs::remove_file(desk.join("news/a.jsonl")).expect("gone");
    let account = index(&desk, &["news"], 0);
    assert_eq!((count(&desk, "*"), &account["removed"]), (40, &json!(0)));
    let account = index(&desk, &["news", "--prune"], 0);
    assert_eq!(account["removed"], 20);
    assert_eq!(account["archives"], json!({"read": 0, "unchanged": 1}));
    assert_eq!(outcomes(&account), [0, 0, 20, 0, 0]);
    assert_eq!((count(&desk, "*"), count(&desk, "report of a")), (20, 0));
    assert_eq!(desk.read("index/rejects.jsonl"), "");
    assert!(!desk.read("index/ledger.jsonl").contains("a.jsonl"));
    // And again there is nothing to do.
    let before = super::bytes_below(&desk.join("index"));
    let account = index(&desk, &["news", "--prune"], 0);
    assert_eq!(account["removed"], 0);
    assert!(before == super::bytes_below(&desk.join("index")));
}

#[test]
fn articles_that_their_archive_has_no_more_go() {
    let desk = Desk::new();
    desk.write("news/a.jsonl", articles("a", 10));
    desk.write("news/b.jsonl", articles("b", 10));
    index(&desk, &["news"], 0);
    desk.write("news/a.jsonl", articles("a", 7));
    assert_eq!(index(&desk, &["news", "--prune"], 0)["removed"], 3);
    assert_eq!(count(&desk, "*"), 17);
    // Read without --prune first: the archive does not change again, and they are found all the same.
    desk.write("news/b.jsonl", articles("b", 6));
    let run = desk.run(&["index", "news"]).expect(0);
    assert!(
        run.stdout()
            .contains("4 articles are no more in the archive they came from; --prune removes them"),
        "{run}"
    );
    assert_eq!(count(&desk, "*"), 17);
    assert_eq!(index(&desk, &["news", "--prune"], 0)["removed"], 4);
    assert_eq!(count(&desk, "*"), 13);
    let run = desk.run(&["index", "news"]).expect(0);
    assert!(!run.stdout().contains("--prune"), "{run}");
}

/// An archive that was moved, one with copies under the same ids, one with copies under others.
#[test]
fn what_another_archive_has_stays() {
    for (name, content) in [
        ("moved", articles("a", 10)),
        ("copy", articles("a", 10) + &articles("more", 3)),
        (
            "renamed",
            articles("a", 10).replace("\"id\":\"a-", "\"id\":\"z-"),
        ),
    ] {
        // Read before the removal, or only with it.
        for is_known in [true, false] {
            let desk = Desk::new();
            desk.write("news/m.jsonl", articles("a", 10));
            desk.write("news/other.jsonl", articles("other", 3));
            if is_known {
                desk.write("news/z.jsonl", &content);
                index(&desk, &["news"], 0);
            } else {
                index(&desk, &["news"], 0);
                desk.write("news/z.jsonl", &content);
            }
            fs::remove_file(desk.join("news/m.jsonl")).expect("gone");
            index(&desk, &["news", "--prune"], 0);
            let expected = content.lines().count() as u64 + 3;
            assert_eq!(count(&desk, "*"), expected, "{name}, {is_known}");
            // They are that archive's now, and go with it.
            let from = desk.run(&["search", "river", "-n", "0", "--format", "jsonl"]);
            assert!(!from.stdout().contains("m.jsonl"), "{name}: {from}");
            fs::remove_file(desk.join("news/z.jsonl")).expect("gone");
            index(&desk, &["news", "--prune"], 0);
            assert_eq!(count(&desk, "*"), 3, "{name}, {is_known}");
        }
    }
}

/// Only of what was named; and what came from a pipe came from no archive.
#[test]
fn nothing_else_is_touched() {
    let desk = Desk::new();
    desk.write("one/a.jsonl", articles("a", 5));
    desk.write("one/b.jsonl", articles("b", 5));
    desk.write("two/c.jsonl", articles("c", 5));
    desk.write("two/d.jsonl", articles("d", 5));
    index(&desk, &["one", "two"], 0);
    desk.run_with_input(articles("p", 5).as_bytes(), &["index", "-"])
        .expect(0);
    fs::remove_file(desk.join("one/a.jsonl")).expect("gone");
    fs::remove_file(desk.join("two/c.jsonl")).expect("gone");
    assert_eq!(index(&desk, &["one", "--prune"], 0)["removed"], 5);
    assert_eq!((count(&desk, "*"), count(&desk, "report of c")), (20, 5));
}

/// An archive that was not named has what goes: it is asked too, or at least when it is read the next time.
#[test]
fn what_an_archive_elsewhere_has_stays() {
    let desk = Desk::new();
    for name in ["one/a", "two/copy", "three/copy"] {
        desk.write(&format!("{name}.jsonl"), articles("a", 10));
    }
    desk.write("one/b.jsonl", articles("b", 10));
    index(&desk, &["one", "two"], 0);
    fs::remove_file(desk.join("one/a.jsonl")).expect("gone");
    assert_eq!(index(&desk, &["one", "--prune"], 0)["removed"], 0);
    assert_eq!(count(&desk, "*"), 20);
    // One that was read with other settings is not read with these.
    index(&desk, &["three", "--timezone", "Asia/Tokyo"], 0);
    fs::remove_file(desk.join("two/copy.jsonl")).expect("gone");
    desk.write("two/other.jsonl", articles("other", 1));
    assert_eq!(index(&desk, &["two", "--prune"], 0)["removed"], 10);
    let account = index(&desk, &["three", "--timezone", "Asia/Tokyo"], 0);
    assert_eq!((outcomes(&account)[0], count(&desk, "*")), (10, 21));
}

#[test]
fn nothing_goes_where_a_disk_may_not_be_mounted() {
    let desk = Desk::new();
    for year in ["2014", "2015"] {
        desk.write(&format!("news/{year}/a.jsonl"), articles(year, 5));
        desk.write(
            &format!("news/{year}/b.jsonl"),
            articles(&format!("b{year}"), 5),
        );
    }
    index(&desk, &["news"], 0);
    let before = super::bytes_below(&desk.join("index"));
    fs::rename(desk.join("news/2015"), desk.join("elsewhere")).expect("moved");
    // The folder is there and empty, as where a disk is mounted.
    fs::create_dir(desk.join("news/2015")).expect("a folder");
    let empty = [
        desk.run(&["index", "-q", "news", "--prune"]).expect(2),
        desk.run(&["index", "-q", "news", "--prune", "--dry-run"])
            .expect(2),
        desk.run(&["index", "-q", "news/2015", "--prune"]).expect(2),
        desk.run(&["index", "-q", "news/2013", "--prune"]).expect(2),
    ];
    // It holds something, but no archive.
    desk.write("news/2015/README", "mount it");
    let other = desk.run(&["index", "-q", "news/2015", "--prune"]).expect(2);
    assert!(
        before == super::bytes_below(&desk.join("index")),
        "something was written"
    );
    assert_said!(transcript(empty.into_iter().chain([other])));
    // Without --prune nothing is said of it, and nothing goes.
    index(&desk, &["news"], 0);
    assert_eq!(count(&desk, "*"), 20);
    fs::remove_dir_all(desk.join("news/2015")).expect("gone");
    assert_eq!(index(&desk, &["news", "--prune"], 0)["removed"], 10);
}

/// A record that is broken now may be the article that is missed.
#[test]
fn nothing_goes_of_an_archive_that_cannot_be_read_as_a_whole() {
    let desk = Desk::new();
    desk.write(
        "news/a.jsonl",
        article("a", "One", "It stays.") + &article("b", "Two", "It is doubtful."),
    );
    index(&desk, &["news"], 0);
    desk.write(
        "news/a.jsonl",
        article("a", "One", "It stays.") + "{\"id\":\"b\",\"title\":\"Tw",
    );
    let run = desk.run(&["index", "news", "--prune"]).expect(3);
    assert!(
        run.stdout()
            .contains("a.jsonl: nothing of it was removed, since not all of it can be read"),
        "{run}"
    );
    assert_eq!(ids(&desk), ["a", "b"]);
    // A record that is no article any more leaves no doubt.
    desk.write(
        "news/a.jsonl",
        article("a", "One", "It stays.") + "{\"id\":\"b\"}\n",
    );
    assert_eq!(index(&desk, &["news", "--prune"], 3)["removed"], 1);
    assert_eq!(ids(&desk), ["a"]);
}

#[test]
fn a_dry_run_says_what_would_go() {
    let desk = Desk::new();
    desk.write("news/a.jsonl", articles("a", 20));
    desk.write("news/b.jsonl", articles("b", 20));
    desk.write("news/c.jsonl", articles("c", 20));
    index(&desk, &["news"], 0);
    fs::remove_file(desk.join("news/a.jsonl")).expect("gone");
    desk.write("news/b.jsonl", articles("b", 17));
    index(&desk, &["news"], 0);
    desk.write("news/c.jsonl", articles("c", 19));
    let before = super::bytes_below(&desk.join("index"));
    let dry = desk
        .run(&["index", "news", "--prune", "--dry-run"])
        .expect(0);
    assert!(before == super::bytes_below(&desk.join("index")));
    let json = desk
        .run(&["index", "news", "--prune", "--dry-run", "--json"])
        .expect(0);
    let last = json.json_lines().pop().expect("a line");
    assert_eq!((&last["left"], &last["changed"]), (&json!(3), &json!(1)));
    assert_eq!(last["gone"][0]["articles"], 20);
    assert_said!(transcript([
        dry,
        desk.run(&["index", "-q", "news", "--prune"]).expect(0),
        desk.run(&["stats"]),
    ]));
}
