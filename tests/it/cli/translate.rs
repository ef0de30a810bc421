//! `morgue translate`: what it prints and where, and that a search takes what it prints.

use std::fs;
use std::path::Path;

use morgue::search::{Dialect, translate};
use serde_json::Value;

use super::desk;
use crate::morgue::{Desk, REPOSITORY, assert_said, transcript};

#[test]
fn a_string_of_another_database_becomes_a_query_with_notes() {
    let desk = Desk::new();
    assert_said!(transcript([
        desk.run(&[
            "translate",
            "--from",
            "nexis",
            "hlead(storm) and flood wall w/5 breach!"
        ]),
        desk.run(&[
            "translate",
            "--from",
            "nexis",
            "caps(us) w/300 trade and load-date aft 2015"
        ]),
        desk.run(&[
            "translate",
            "--from",
            "lucene",
            "+title:(storm flood)^2 bridge -pier"
        ]),
        desk.run(&[
            "translate",
            "--from",
            "factiva",
            "rst=hgz and storm/F50/ near5 pier$3"
        ]),
        desk.run(&[
            "translate",
            "--from",
            "proquest",
            "ti,ab(storm) PRE/3 (flood OR rain) AND stype(wire)"
        ]),
        desk.run(&[
            "translate",
            "--from",
            "gdelt",
            "(storm OR flood)",
            "-pier",
            "tone<-5",
            "sourcelang:french"
        ]),
        desk.run(&["translate", "--from", "gdelt", "-pier storm"]),
        desk.run(&["translate", "--from", "lucene", "嵐^2 storm~0.8", "--json"]),
        desk.run(&["translate", "--from", "nexis", "storm", "--json"]),
    ]));
}

#[test]
fn a_string_that_is_wrong_is_pointed_at() {
    let desk = Desk::new();
    let deep = format!("{}storm{}", "(".repeat(33), ")".repeat(33));
    let long = "storm ".repeat(700);
    let wide = format!(
        "hlead({})",
        vec!["storm and rain and hail"; 90].join(" and ")
    );
    let many: Vec<String> = (0..200).map(|n| format!("w{n}")).collect();
    let many = format!("hlead({})", many.join(" and "));
    assert_said!(transcript([
        desk.run(&["translate", "--from", "lucene", "storm AND"]),
        desk.run(&["translate", "--from", "nexis", "headline(storm w/5"]),
        desk.run(&["translate", "--from", "nexis", "bank w/0 merger"]),
        desk.run(&["translate", "--from", "gdelt", "tone<-5 sourcecountry:us"]),
        desk.run(&["translate", "--from", "factiva", ""]),
        desk.run(&["translate", "--from", "proquest", &deep]),
        desk.run(&["translate", "--from", "proquest", &long]),
        desk.run(&["translate", "--from", "nexis", &wide]),
        desk.run(&["translate", "--from", "nexis", &many]),
        desk.run(&["translate", "--from", "lexus", "storm"]),
        desk.run(&["translate", "storm"]),
        desk.run(&["translate", "--from", "nexis"]),
    ]));
}

/// The string comes from a clipboard; nothing in it reaches the terminal as it is.
#[test]
fn a_hostile_string_is_quoted_back_harmless() {
    let desk = Desk::new();
    let hostile = "sto\u{1b}]52;c;aGk=\u{7}rm^2 \u{202e}foo:b\u{9b}31mar";
    let run = desk
        .run(&["translate", "--from", "lucene", hostile])
        .expect(0);
    for c in run.stdout().chars().chain(run.stderr().chars()) {
        assert!(!c.is_control() || c == '\n', "{c:?} in {run}");
        assert!(c != '\u{202e}', "{run}");
    }
    let error = desk
        .run(&["translate", "--from", "lucene", "(\u{1b}[2J"])
        .expect(2);
    assert!(!error.stderr().contains('\u{1b}'), "{error}");
}

/// `morgue search "$(morgue translate …)"`.
#[test]
fn a_search_takes_what_is_printed() {
    let desk = desk();
    let mut seen = 0;
    for (database, string, ids) in [
        ("lucene", "+storm -dam", "s2 s3 s5"),
        ("lucene", "publish_date:[2015-12-01 TO 2015-12-31]", "s1 s2"),
        (
            "nexis",
            "headline(storm) and source(meridian wire)",
            "s2 s3",
        ),
        ("nexis", "storm w/3 dam", "s1"),
        ("factiva", "hd=strike or by=voss", "s1 s4"),
        ("proquest", "storm NOT ti(storm)", ""),
        ("gdelt", "-dam storm", "s2 s3 s5"),
    ] {
        let run = desk
            .run(&["translate", "--from", database, string])
            .expect(0);
        let query = run.stdout().trim_end().to_owned();
        let found = desk.run(&[
            "search", "--format", "ids", "-n", "0", "--sort", "oldest", &query,
        ]);
        let mut found: Vec<&str> = found.lines();
        found.sort_unstable();
        assert_eq!(found.join(" "), ids, "{database}: {string} → {query}");
        seen += 1;
    }
    assert!(seen >= 7);
}

/// Programs find the place of a note by characters, not bytes.
#[test]
fn a_note_for_programs_counts_characters() {
    let desk = Desk::new();
    let string = "嵐 𝄞storm^2";
    let run = desk
        .run(&["translate", "--from", "lucene", string, "--json"])
        .expect(0);
    assert!(run.err.is_empty(), "{run}");
    let said: Value = serde_json::from_slice(&run.out).expect("JSON");
    let note = &said["notes"][0];
    let (start, end) = (
        note["start"].as_u64().unwrap(),
        note["end"].as_u64().unwrap(),
    );
    let part: String = string
        .chars()
        .skip(usize::try_from(start).unwrap())
        .take(usize::try_from(end - start).unwrap())
        .collect();
    assert_eq!(note["text"], part.as_str());
    assert_eq!(part, "^2");
}

/// Every row of the tables in docs/query.md: what stands on the left becomes what stands on the right, and is noted if and
/// only if the table says that it is said.
#[test]
fn the_tables_of_the_documentation_are_what_is_printed() {
    let text = fs::read_to_string(Path::new(REPOSITORY).join("docs/query.md")).expect("query.md");
    let (_, section) = text
        .split_once("## Bringing your strings along")
        .expect("the section");
    let section = section.split("\n## ").next().expect("its text");
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    let mut seen = 0;
    for part in section.split("\n### ").skip(1) {
        let heading = part.lines().next().expect("a heading").to_lowercase();
        let dialect = Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.name() == heading)
            .unwrap_or_else(|| panic!("no dialect is called {heading}"));
        for row in part.lines().filter(|line| line.starts_with("| `")) {
            let row = row.replace("\\|", "\u{1}");
            let cells: Vec<String> = row.split('|').map(|c| c.replace('\u{1}', "|")).collect();
            let query = cells[2].trim().trim_matches('`');
            for string in cells[1].split('`').skip(1).step_by(2) {
                let said = translate(dialect, string, today)
                    .unwrap_or_else(|error| panic!("{heading}: {string}: {error}"));
                assert_eq!(said.query, query, "{heading}: {string}");
                // `la=en` beside `la=english`: a row may say the same in another spelling.
                if !cells[1].contains("`, `") {
                    let is_said = cells[3].trim().starts_with("said");
                    assert_eq!(!said.notes.is_empty(), is_said, "{heading}: {string}");
                }
                seen += 1;
            }
        }
    }
    assert!(seen >= 100, "only {seen} strings seen");
}
