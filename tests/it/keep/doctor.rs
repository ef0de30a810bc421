//! `morgue doctor`: plain words and safe ones.

use serde_json::json;

use crate::morgue::Desk;

#[test]
fn a_doctor_says_what_is_there_and_what_was_left_out() {
    let desk = Desk::corpus();
    let run = desk.run(&["doctor"]).expect(0);
    for said in [
        "164 articles in ",
        "nobody is writing",
        "left out: NOT_AN_ARTICLE",
        "a record: TOO_LARGE",
        "200 times",
        "you may search and change it",
    ] {
        assert!(run.stdout().contains(said), "{said}\n{run}");
    }
    let value = desk.run(&["doctor", "--json"]).expect(0).json();
    assert_eq!(value["index"]["articles"], 164);
    assert_eq!(value["problems"], json!([]));
    assert!(value["disk"]["free"].as_u64().is_some_and(|free| free > 0));
    assert!(
        value["limits"]
            .as_array()
            .is_some_and(|limits| limits.len() > 6)
    );
}

#[test]
fn a_doctor_changes_nothing_and_finds_what_stands_in_the_way() {
    let desk = Desk::new();
    let run = desk.run(&["doctor"]).expect(0);
    assert!(run.stdout().contains("there is none yet"), "{run}");
    assert!(!desk.join("index").exists());
    desk.write(
        "index/morgue.json",
        "{\"format\":999,\"version\":\"9\\u001b[2J\"}",
    );
    let run = desk.run(&["doctor"]).expect(2);
    assert!(run.stdout().contains("problem: "), "{run}");
    assert!(!run.out.contains(&0x1b), "{run}");
}
