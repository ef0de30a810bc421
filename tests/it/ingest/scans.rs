//! Scanned newspapers: the articles of a table of contents (METS) with the pages (ALTO) beside it, each text once.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::{count, everything, index, outcomes};
use crate::morgue::{Desk, REPOSITORY};

const SAMPLE: &str = "corpus/scans/lantern-1899-11-04";

/// An issue of the sample archive under this name.
fn issue(desk: &Desk, folder: &str) {
    let sample = Path::new(REPOSITORY).join(SAMPLE);
    for name in ["mets.xml", "alto/page-1.xml", "alto/page-2.xml"] {
        let bytes = fs::read(sample.join(name)).expect("the sample");
        desk.write(&format!("{folder}/{name}"), bytes);
    }
}

fn bodies(desk: &Desk) -> Vec<serde_json::Value> {
    let ids: Vec<String> = everything(desk).into_keys().collect();
    ids.iter()
        .map(|id| desk.run(&["show", id, "--json"]).expect(0).json()["body"].clone())
        .collect()
}

#[test]
fn articles_have_the_text_of_the_pages_beside_them_and_each_text_once() {
    let desk = Desk::new();
    issue(&desk, "lantern");
    let account = index(&desk, &["lantern"], 3);
    assert_eq!(outcomes(&account), [2, 0, 0, 0, 1]);
    assert_eq!(account["reasons"], json!({"NOT_AN_ARTICLE": 1}));
    assert_eq!(account["passed_over"], json!({"METS page": 2}));
    let all = everything(&desk);
    let first = &all["lantern-1899-11-04.DIV1"];
    assert_eq!(first["title"], "Lamplighters want oil of one colour");
    assert_eq!(first["day"], "1899-11-04");
    assert_eq!(first["source"], "The Evening Lantern");
    assert_eq!(all["lantern-1899-11-04.DIV2"]["byline"], "Hester Gaunt");
    assert_eq!(
        bodies(&desk)[0],
        json!([
            "Committee hears of green flames.",
            "The lamplighters of the lower town have asked the Lighting Committee for oil of a single colour, having \
             been sent, since Michaelmas, oil of four.",
            "Mr. Tobias Wick, who has lit the quay for thirty years, told the chair that a green flame by the ferry \
             steps had been taken for a signal, and that a brig had answered it by dropping her anchor in the fairway. \
             The committee will taste the oil on Thursday.",
        ])
    );
    // Words that a line or a page cut are found whole.
    assert_eq!(count(&desk, "answered fairway committee"), 1);
}

/// The table may come before its pages in the order of the walk, or behind them.
#[test]
fn the_order_of_table_and_pages_makes_no_difference() {
    let desk = Desk::new();
    issue(&desk, "lantern");
    fs::rename(desk.join("lantern/mets.xml"), desk.join("lantern/a.xml")).expect("a table");
    let before = index(&desk, &["lantern", "--index", "before"], 3);
    fs::rename(desk.join("lantern/a.xml"), desk.join("lantern/z.xml")).expect("a table");
    let behind = index(&desk, &["lantern", "--index", "behind"], 3);
    assert_eq!(outcomes(&before), [2, 0, 0, 0, 1]);
    assert_eq!(outcomes(&before), outcomes(&behind));
    // Named outright, in whatever spelling.
    let named = [
        "lantern/alto/page-1.xml",
        "./lantern/../lantern/z.xml",
        "--index",
        "named",
    ];
    assert_eq!(outcomes(&index(&desk, &named, 3)), [2, 0, 0, 0, 1]);
    // Without the table the pages are articles of their own.
    let alone = index(&desk, &["lantern/alto", "--index", "alone"], 0);
    assert_eq!(outcomes(&alone), [2, 0, 0, 0, 0]);
}

#[test]
fn a_page_that_changes_brings_its_articles_anew_and_nothing_else_is_read() {
    let desk = Desk::new();
    issue(&desk, "lantern");
    index(&desk, &["lantern"], 3);
    let again = index(&desk, &["lantern"], 3);
    assert_eq!(outcomes(&again), [0, 0, 2, 0, 1]);
    assert_eq!(again["archives"], json!({"read": 0, "unchanged": 3}));
    let page = desk
        .read("lantern/alto/page-2.xml")
        .replace("\"parrot\"", "\"cockatoo\"");
    desk.write("lantern/alto/page-2.xml", page);
    let changed = index(&desk, &["lantern"], 3);
    assert_eq!(outcomes(&changed), [0, 1, 1, 0, 1]);
    assert_eq!(count(&desk, "cockatoo"), 1);
    // A page that was lost and is there again.
    let page = fs::read(desk.join("lantern/alto/page-2.xml")).expect("a page");
    fs::remove_file(desk.join("lantern/alto/page-2.xml")).expect("it was there");
    let lost = index(&desk, &["lantern"], 3);
    assert_eq!(
        lost["reasons"],
        json!({"NOT_AN_ARTICLE": 1, "UNREADABLE": 1})
    );
    desk.write("lantern/alto/page-2.xml", page);
    assert_eq!(index(&desk, &["lantern"], 3)["rejected"], 1);
}

/// Nothing outside of the folder is read, whatever a table or a link says.
#[test]
fn a_table_opens_nothing_outside_of_its_folder() {
    let desk = Desk::new();
    issue(&desk, "in/lantern");
    issue(&desk, "out");
    let secret = desk.join("out/alto/page-1.xml");
    fs::remove_file(desk.join("in/lantern/alto/page-1.xml")).expect("it was there");
    std::os::unix::fs::symlink(&secret, desk.join("in/lantern/alto/page-1.xml")).expect("a link");
    let table = desk.read("in/lantern/mets.xml");
    for href in [
        "file://./alto/page-1.xml".to_owned(),
        "../../out/alto/page-1.xml".to_owned(),
        "alto/../../../out/alto/page-1.xml".to_owned(),
        secret.to_string_lossy().into_owned(),
        format!("file://{}", secret.display()),
        "%2e%2e/%2e%2e/out/alto/page-1.xml".to_owned(),
        "..\\..\\out\\alto\\page-1.xml".to_owned(),
    ] {
        desk.write(
            "in/lantern/mets.xml",
            table.replace("file://./alto/page-1.xml", &href),
        );
        index(&desk, &["in", "--index", "index"], 3);
        assert_eq!(count(&desk, "Michaelmas"), 0, "{href}");
        fs::remove_dir_all(desk.join("index")).expect("an index");
    }
    // Nor does it wait for what is no file.
    fs::remove_file(desk.join("in/lantern/alto/page-1.xml")).expect("a link");
    let fifo = desk.join("in/lantern/alto/page-1.xml");
    let made = desk.command("mkfifo").arg(&fifo).status().expect("mkfifo");
    assert!(made.success());
    desk.write("in/lantern/mets.xml", &table);
    let account = index(&desk, &["in"], 3);
    assert_eq!(account["added"], 2, "{account}");
}
