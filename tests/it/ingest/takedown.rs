//! `morgue delete`: what is taken down is gone from the answers and from the disk, and does not come back from anywhere,
//! unless it is let in again.

use std::path::Path;

use serde_json::{Value, json};

use super::{article, articles, bytes_below, count, everything, index, outcomes};
use crate::morgue::{Desk, assert_said, transcript};

/// A word that no other article has, as it stands in the term dictionary.
const RARE: &str = "zzyxquorum";

fn victim() -> String {
    article(
        "urn:gazette:victim-7",
        "Alderman zzyxquorum cleared",
        "A court ordered zzyxquorum reports to be removed.",
    )
}

/// Files of the index in which a text stands as it is.
fn holding(home: &Path, text: &str) -> Vec<String> {
    let files = bytes_below(home).into_iter();
    files
        .filter(|(_, bytes)| memchr::memmem::find(bytes, text.as_bytes()).is_some())
        .map(|(path, _)| path)
        .collect()
}

/// In how many segments the dictionary of the text has a word.
fn dictionaries_with(segments: &Path, word: &str) -> usize {
    let index = tantivy::Index::open_in_dir(segments).expect("an index");
    let field = index.schema().get_field("text").expect("the text");
    let term = tantivy::Term::from_field_text(field, word);
    let searcher = index.reader().expect("a reader").searcher();
    let holds = |segment: &&tantivy::SegmentReader| {
        let inverted = segment.inverted_index(field).expect("a field");
        inverted.get_term_info(&term).expect("readable").is_some()
    };
    searcher.segment_readers().iter().filter(holds).count()
}

fn delete(desk: &Desk, arguments: &[&str], status: i32) -> String {
    let arguments = [&["delete", "--yes"], arguments].concat();
    let run = desk.run(&arguments).expect(status);
    run.stdout().to_owned()
}

fn codes(desk: &Desk) -> Vec<String> {
    let lines = desk.read("index/rejects.jsonl");
    let values = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    values
        .map(|reject| reject["code"].as_str().expect("a code").to_owned())
        .collect()
}

#[test]
fn what_is_deleted_is_gone_from_the_disk() {
    let desk = Desk::new();
    // Two segments hold versions of it, and others stand beside it in each.
    desk.write("a.jsonl", articles("a", 200) + &victim());
    let one_segment = &["a.jsonl", "--threads", "1"];
    index(&desk, one_segment, 0);
    desk.write(
        "a.jsonl",
        articles("a", 200) + &victim().replace("cleared", "cleared at last"),
    );
    index(&desk, one_segment, 0);
    let home = desk.join("index");
    let segments = home.join("segments");
    assert_eq!(
        holding(&segments, "victim-7").len(),
        2,
        "in the columns of ids"
    );
    assert_eq!(dictionaries_with(&segments, RARE), 2);
    let before = bytes_below(&segments);
    delete(
        &desk,
        &["--id", "urn:gazette:victim-7", "--reason", "court order"],
        0,
    );
    assert_eq!(dictionaries_with(&segments, RARE), 0);
    assert_eq!(holding(&segments, "victim-7"), Vec::<String>::new());
    assert_eq!(
        holding(&home, RARE),
        Vec::<String>::new(),
        "not in a list either"
    );
    // Texts are packed, so it is looked for by their files: none of those that held it is left.
    let after = bytes_below(&segments).into_keys();
    let kept: Vec<String> = after
        .filter(|path| before.contains_key(path) && path.ends_with(".store"))
        .collect();
    assert_eq!(kept, Vec::<String>::new());
    assert_eq!((count(&desk, RARE), count(&desk, "*")), (0, 200));
    assert_eq!(everything(&desk).len(), 200);
    let list = desk.run(&["delete", "--list", "--json"]).expect(0).json();
    let takedown = &list["takedowns"][0];
    assert_eq!(takedown["reason"], "court order");
    assert_eq!(takedown["id"], "urn:gazette:victim-7");
    assert_eq!(desk.run(&["stats", "--json"]).json()["taken_down"], 1);
}

/// Under its id with another text, under another id with the same text, in the same archive and in others.
#[test]
fn what_was_taken_down_does_not_come_back() {
    let desk = Desk::new();
    desk.write("a.jsonl", articles("a", 5) + &victim());
    index(&desk, &["a.jsonl"], 0);
    delete(&desk, &[RARE], 0);
    let account = index(&desk, &["a.jsonl"], 3);
    assert_eq!(outcomes(&account), [0, 0, 5, 0, 1]);
    assert_eq!(account["reasons"], json!({"TAKEN_DOWN": 1}));
    assert_eq!(
        account["archives"]["read"], 1,
        "so that the account says it"
    );
    assert_eq!(codes(&desk), ["TAKEN_DOWN"]);
    for (name, lines) in [
        ("updated.jsonl", victim().replace("ordered", "had ordered")),
        ("renamed.jsonl", victim().replace("victim-7", "copy-9")),
        ("copied.jsonl", victim()),
    ] {
        desk.write(name, lines);
        let account = index(&desk, &[name], 3);
        assert_eq!(outcomes(&account), [0, 0, 0, 0, 1], "{name}");
    }
    assert_eq!((count(&desk, RARE), count(&desk, "*")), (0, 5));
    assert!(
        !desk.read("index/rejects.jsonl").contains("court"),
        "no text of it"
    );
    // Nor is it among those that can be retried.
    let run = desk.run(&["index", "--retry-rejects"]).expect(0);
    assert!(
        run.stdout().starts_with("no record that was left out"),
        "{run}"
    );
    // And the second run has nothing to do.
    assert_eq!(index(&desk, &["a.jsonl"], 3)["archives"]["read"], 0);
}

/// Every dump has an article 17: the one that was taken down is that of its archive.
#[test]
fn a_number_is_taken_down_in_its_archive_only() {
    let desk = Desk::new();
    let lines = |paper: &str| -> String {
        let line = |n: u32| {
            article(
                &n.to_string(),
                &format!("{paper} {n}"),
                &format!("Text {n} of {paper}."),
            )
        };
        (15..20).map(line).collect()
    };
    desk.write("one.jsonl", lines("one"));
    desk.write("two.jsonl", lines("two"));
    index(&desk, &["one.jsonl", "two.jsonl"], 0);
    delete(&desk, &["--id", "17", "18@two"], 0);
    assert_eq!(count(&desk, "*"), 8);
    // Other texts under the same numbers, in both.
    desk.write("one.jsonl", lines("one").replace("Text", "New text"));
    desk.write("two.jsonl", lines("two").replace("Text", "New text"));
    let account = index(&desk, &["one.jsonl", "two.jsonl"], 3);
    assert_eq!(account["reasons"], json!({"TAKEN_DOWN": 2}));
    assert_eq!(count(&desk, "*"), 8);
    assert_eq!(
        (count(&desk, "\"17 of one\""), count(&desk, "\"17 of two\"")),
        (0, 1)
    );
    assert_eq!(
        (count(&desk, "\"18 of one\""), count(&desk, "\"18 of two\"")),
        (1, 0)
    );
}

#[test]
fn what_is_restored_comes_back_with_its_archive() {
    let desk = Desk::new();
    desk.write("a.jsonl", articles("a", 5) + &victim());
    desk.write("b.jsonl", victim().replace("victim-7", "copy-9"));
    index(&desk, &["a.jsonl", "b.jsonl"], 0);
    delete(&desk, &[RARE], 0);
    index(&desk, &["a.jsonl", "b.jsonl"], 3);
    assert_eq!(count(&desk, RARE), 0);
    desk.run(&["delete", "--restore", "urn:gazette:victim-7"])
        .expect(0);
    let account = index(&desk, &["a.jsonl", "b.jsonl"], 0);
    assert_eq!(outcomes(&account), [1, 0, 5, 1, 0]);
    assert_eq!(count(&desk, RARE), 1);
    assert_eq!(codes(&desk), Vec::<String>::new());
    assert_eq!(
        desk.run(&["delete", "--list"]).stdout(),
        "nothing was deleted\n"
    );
    // The list remembers both.
    assert_eq!(desk.read("index/takedowns.jsonl").lines().count(), 2);
}

/// Without an id every edit makes another piece of an article, so its address and its file bar it too.
#[test]
fn what_has_no_id_stays_down_when_its_text_is_edited() {
    let desk = Desk::new();
    let page =
        |text: &str| format!("Alderman zzyxquorum cleared\n\nThe court said {text} on Friday.\n");
    desk.write("news/one.txt", page("nothing"));
    desk.write(
        "news/other.txt",
        "Ferry late\n\nFog held the ferry for an hour on Friday.\n",
    );
    let crawled = |id: &str, text: &str| {
        format!(
            "{{{id}\"url\":\"https://gazette.example/alderman\",\"title\":\"Alderman zzyxquorum\",\"body\":\"It is {text}.\"}}\n"
        )
    };
    desk.write(
        "news/crawl.jsonl",
        crawled("\"id\":\"urn:gazette:7\",", "over"),
    );
    index(&desk, &["news"], 0);
    delete(&desk, &[RARE], 0);
    desk.write("news/one.txt", page("a little more"));
    desk.write("news/crawl.jsonl", crawled("", "not over"));
    let account = index(&desk, &["news"], 3);
    assert_eq!(outcomes(&account)[4], 2, "{account}");
    assert_eq!(count(&desk, RARE), 0);
    // An id of its own says that it is something else.
    desk.write(
        "news/crawl.jsonl",
        crawled("\"id\":\"urn:gazette:8\",", "begun"),
    );
    index(&desk, &["news"], 3);
    assert_eq!(count(&desk, RARE), 1);
    assert_eq!(count(&desk, "ferry"), 1);
}

#[test]
fn a_deletion_of_everything_leaves_an_index() {
    let desk = Desk::with(&articles("a", 20));
    let said = delete(&desk, &["*"], 0);
    assert!(said.contains("deleted 20 articles"), "{said}");
    assert_eq!(count(&desk, "*"), 0);
    assert_eq!(
        outcomes(&index(&desk, &["archive.jsonl"], 3)),
        [0, 0, 0, 0, 20]
    );
}

/// Headlines are other people's text.
#[test]
fn what_is_shown_before_it_is_deleted_is_harmless() {
    let desk = Desk::with(&article("1", "\u{1b}[2J Storm \u{202e}", "Wind."));
    let run = desk.run(&["delete", "storm", "--dry-run"]).expect(0);
    assert!(!run.stdout().contains(['\u{1b}', '\u{202e}']), "{run}");
}

#[test]
fn a_deletion_is_asked_for_shown_and_said() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        articles("a", 8) + &victim() + "{\"id\":\"untitled\",\"body\":\"Only a text.\"}\n",
    );
    // Of several threads, any number may come to write a segment.
    desk.run(&["index", "-q", "--threads", "1", "a.jsonl"])
        .expect(0);
    let said = transcript([
        desk.run(&["delete", "storm"]),
        desk.run(&["delete", "river", "--dry-run"]),
        desk.run(&["delete", "river"]),
        desk.run(&["delete"]),
        desk.run(&["delete", "river", "--id", "a-1"]),
        desk.run(&["delete", "--id", "nobody"]),
        desk.run(&["delete", "\"unclosed"]),
        desk.run(&[
            "delete",
            "--yes",
            "--id",
            "urn:gazette:v",
            "untitled",
            "--reason",
            "court order",
        ]),
        desk.run(&["delete", "--restore", "nobody"]),
        desk.run(&["index", "-q", "a.jsonl"]),
        desk.run(&["delete", "--yes", "river", "-number"]),
        desk.run(&["delete", "--restore", "untitled"]),
        desk.run(&["index", "-q", "a.jsonl"]),
        Desk::new().run(&["delete", "storm"]),
    ]);
    let today = chrono::Local::now().date_naive().to_string();
    assert_said!(said.replace(&today, "TODAY"));
}

/// A takedown has its archive read again; what another archive has brought since then stays.
#[test]
fn older_editions_do_not_come_back_with_the_archive_of_a_takedown() {
    let edition = |n: usize, word: &str| {
        article(
            &format!("urn:wire:{n}"),
            &format!("Wire {n}, {word}"),
            &format!("The {word} edition of report {n}."),
        )
    };
    let desk = Desk::new();
    let first: String = (1..=9).map(|n| edition(n, "first")).collect();
    let second: String = (5..=9).map(|n| edition(n, "second")).collect();
    desk.write("news/a.jsonl", &first);
    desk.write("news/b.jsonl", &second);
    index(&desk, &["news"], 0);
    assert_eq!((count(&desk, "first"), count(&desk, "second")), (4, 5));
    delete(&desk, &["--id", "urn:wire:2", "--reason", "a letter"], 0);
    let account = index(&desk, &["news"], 3);
    assert_eq!(account["updated"], 0, "{account}");
    assert_eq!((count(&desk, "first"), count(&desk, "second")), (3, 5));
    // One that both have comes back as the later has it.
    delete(&desk, &["--id", "urn:wire:7", "--reason", "a letter"], 0);
    index(&desk, &["news"], 3);
    delete(&desk, &["--restore", "urn:wire:7"], 0);
    index(&desk, &["news"], 3);
    assert_eq!((count(&desk, "first"), count(&desk, "second")), (3, 5));
    desk.run(&["verify", "--deep"]).expect(0);
}
