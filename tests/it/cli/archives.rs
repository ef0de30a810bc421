//! What can be read, and what would be read: `morgue formats`, `morgue index --dry-run`.

use std::collections::BTreeSet;

use crate::morgue::{Desk, REPOSITORY, assert_said, transcript};

#[test]
fn the_formats_are_listed_with_what_they_are_told_by() {
    let desk = Desk::new();
    assert_said!(transcript([
        desk.run(&["formats"]),
        desk.run(&["formats", "--json"])
    ]));
}

/// Nothing can be read that no page speaks of.
#[test]
fn every_format_that_is_listed_is_documented() {
    let page = std::fs::read_to_string(std::path::Path::new(REPOSITORY).join("docs/formats.md"));
    let page = page.expect("docs/formats.md");
    let (table, rest) = page.split_once("\nAnything else").expect("the table ends");
    let listed = Desk::new().run(&["formats", "--json"]).expect(0).json();
    let names = |key: &str| -> BTreeSet<String> {
        let rows = listed[key].as_array().expect("a list");
        rows.iter()
            .map(|row| row["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    let (formats, containers) = (names("formats"), names("containers"));
    assert!(formats.len() >= 29 && containers.len() >= 8);
    for name in formats {
        // Of what comes in several shapes the page names one.
        let family = name.trim_end_matches("-xml").trim_end_matches("-html");
        assert!(table.contains(family), "{name}");
    }
    for name in containers {
        let row = format!("\n| {name} |");
        assert!(rest.to_lowercase().contains(&row), "{name}");
    }
}
