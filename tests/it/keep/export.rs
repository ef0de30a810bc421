//! `morgue export`: what comes out makes the same index again.

use serde_json::{Value, json};

use super::answers;
use crate::morgue::{Desk, assert_said, transcript};
use crate::newsroom::dice::{Dice, FIXED_SEED, new_seed};
use crate::newsroom::stories;

/// An index and an index of its export give the same answers, and the same export, to the byte.
#[test]
fn an_export_becomes_the_same_index_again() {
    let desk = Desk::corpus();
    let export = desk.run(&["export"]).expect(0);
    let other = Desk::new();
    other.write("news.jsonl", &export.out);
    let account = other
        .run(&["index", "-q", "--json", "news.jsonl"])
        .expect(0);
    let articles = export.lines().len() as u64;
    assert!(articles > 150, "{articles}");
    assert_eq!(account.json()["added"], articles);
    assert_eq!(account.json()["duplicates"], 0);
    let again = other.run(&["export"]).expect(0);
    assert_eq!(export.stdout(), again.stdout());
    assert_eq!(answers(&desk, "index"), answers(&other, "index"));
    // And the archives, read again, bring nothing that is not there.
    std::os::unix::fs::symlink(desk.join("corpus"), other.join("corpus")).expect("a link");
    let read = other.run(&["index", "-q", "--json", "corpus"]).expect(3);
    assert_eq!(read.json()["added"], 0, "{read}");
}

/// Whatever is invented, in however many commits.
#[test]
fn an_export_of_anything_becomes_the_same_again() {
    for seed in [FIXED_SEED, new_seed()] {
        for number in 0..5 {
            let mut dice = Dice::of_part(seed, number);
            let room = stories::newsroom(&mut dice, 60, 3).open();
            let desk = Desk::new();
            let home = room.home().to_str().expect("a plain path");
            let first = desk.run(&["export", "--index", home]).expect(0);
            desk.write("news.jsonl", &first.out);
            desk.run(&["index", "-q", "news.jsonl"]).expect(0);
            let second = desk.run(&["export"]).expect(0);
            assert_eq!(first.stdout(), second.stdout(), "seed {seed}, {number}");
            assert_eq!(second.lines().len(), room.articles().len());
        }
    }
}

/// The zone of dates without one was settled when they were indexed; an export says the instants, so it need not be asked again.
#[test]
fn the_zone_of_dates_without_one_stays_as_it_was() {
    let desk = Desk::new();
    let lines = [
        json!({"id": "paper", "title": "Tide tables", "date": "2015-12-17T01:00:00"}),
        json!({"id": "wire", "title": "Tide warning", "date": "2015-12-16T20:00:00Z"}),
        json!({"id": "day", "title": "Tide", "date": "2015-12-17"}),
        json!({"id": "none", "title": "Tide, undated"}),
    ];
    desk.write("a.jsonl", lines.map(|l| format!("{l}\n")).concat());
    desk.run(&["index", "-q", "--timezone", "Asia/Shanghai", "a.jsonl"])
        .expect(0);
    let order = |index| {
        let run = desk.run(&[
            "search", "tide", "--sort", "newest", "--format", "ids", "--index", index,
        ]);
        run.expect(0).stdout().to_owned()
    };
    assert_eq!(order("index"), "wire\npaper\nday\nnone\n");
    desk.run(&["export", "-o", "b.jsonl"]).expect(0);
    for (index, zone) in [("utc", "UTC"), ("york", "America/New_York")] {
        desk.run(&[
            "index",
            "-q",
            "--index",
            index,
            "--timezone",
            zone,
            "b.jsonl",
        ])
        .expect(0);
        assert_eq!(order(index), order("index"), "{zone}");
        let again = desk.run(&["export", "--index", index]).expect(0);
        assert_eq!(again.stdout(), desk.read("b.jsonl"), "{zone}");
    }
}

/// Two papers count their articles from 1; the ids that told them apart stay, and so does what each of them is.
#[test]
fn ids_that_two_archives_share_stay_told_apart() {
    let desk = Desk::new();
    let line = |title: &str| format!("{}\n", json!({"id": 17, "title": title}));
    desk.write("dawn.jsonl", line("Ferry sold"));
    desk.write("dusk.jsonl", line("Ferry bought"));
    desk.run(&["index", "-q", "dawn.jsonl", "dusk.jsonl"])
        .expect(0);
    desk.run(&["export", "-o", "both.jsonl"]).expect(0);
    desk.run(&["index", "-q", "--index", "other", "both.jsonl"])
        .expect(0);
    desk.write("dusk.jsonl", line("Ferry bought, at last"));
    let run = [
        "index",
        "-q",
        "--json",
        "--index",
        "other",
        "dawn.jsonl",
        "dusk.jsonl",
    ];
    let account = desk.run(&run).expect(0).json();
    assert_eq!([&account["unchanged"], &account["updated"]], [1, 1]);
    let shown = desk.run(&["show", "17@dusk", "--json", "--index", "other"]);
    assert_eq!(shown.expect(0).json()["title"], "Ferry bought, at last");
}

/// What a record carried besides comes back as it was: numbers to the last digit, order, depth.
#[test]
fn what_a_record_carried_besides_is_kept_to_the_last_digit() {
    let desk = Desk::new();
    let extra = r#""z":1.7976931348623157e308,"a":[0.1,2.2250738585072014e-308,18446744073709551615,-9007199254740993],"m":{"b":null,"a":[true,"\u0000\u001b]52;\u202e"]},"pi":3.141592653589793115997963,"deep":DEEP"#;
    let extra = extra.replace("DEEP", &format!("{}1{}", "[".repeat(124), "]".repeat(124)));
    desk.write(
        "a.jsonl",
        format!("{{\"id\":\"x\",\"title\":\"Numbers\",{extra}}}\n"),
    );
    desk.run(&["index", "-q", "a.jsonl"]).expect(0);
    let first = desk.run(&["export"]).expect(0);
    assert!(first.stdout().contains("-9007199254740993"), "{first}");
    desk.write("b.jsonl", &first.out);
    desk.run(&["index", "-q", "--index", "b", "b.jsonl"])
        .expect(0);
    let second = desk.run(&["export", "--index", "b"]).expect(0);
    assert_eq!(first.stdout(), second.stdout());
    // Nothing of it steers a terminal.
    assert!(!first.out.iter().any(|byte| *byte < b' ' && *byte != b'\n'));
}

/// A line that was edited is an update, and nothing it says gets past the cleaning that every record goes through.
#[test]
fn an_edited_line_is_a_record_like_any_other() {
    let desk = Desk::with(&format!(
        "{}\n",
        json!({"id": "k", "title": "Kelp", "body": "Grows."})
    ));
    let export = desk.run(&["export"]).expect(0);
    let mut line: Value = export.json();
    line["title"] = json!(" Kelp\n\u{b}dies ");
    line["id"] = json!("k\u{7}\nk");
    line["body"] = json!(["One.\n\nTwo.", " "]);
    line["instant"] = json!(i64::MAX);
    line["archive"] = json!("no number");
    desk.write("b.jsonl", format!("{line}\n"));
    desk.run(&["index", "-q", "b.jsonl"]).expect(0);
    let shown = desk.run(&["show", "k__k", "--json"]).expect(0).json();
    assert_eq!(shown["title"], "Kelp dies");
    assert_eq!(shown["body"], json!(["One.", "Two."]));
}

#[test]
fn a_part_is_exported_by_a_query_and_a_file_is_there_whole() {
    let desk = Desk::corpus();
    let here = Desk::new();
    desk.copy_to(&here);
    let mut said = vec![
        here.run(&["export", "storm", "flood", "date:2016", "-o", "storm.jsonl"]),
        here.run(&["export", "kraken"]),
        here.run(&["export", "(storm"]),
        here.run(&["export", "-o", "nowhere/a.jsonl"]),
        here.run(&["export", "--index", "none"]),
    ];
    let lines = here.read("storm.jsonl").lines().count();
    let count = here.run(&["search", "storm", "flood", "date:2016", "--count"]);
    assert_eq!(count.stdout().trim(), lines.to_string());
    // A broken line costs itself only.
    let export = here.read("storm.jsonl");
    let (first, rest) = export.split_once('\n').expect("several lines");
    let newer = first.replacen("\"morgue\":1", "\"morgue\":9", 1);
    let cut = &rest[..rest.len() - 20];
    here.write(
        "broken.jsonl",
        format!("{first}\n{newer}\n{{\"morgue\":1,\"id\":3}}\n{cut}"),
    );
    said.push(here.run(&["index", "-q", "--index", "broken", "broken.jsonl"]));
    assert_said!(transcript(said));
}
