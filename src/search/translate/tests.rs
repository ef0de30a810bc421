//! What each dialect's strings become, as tables; and what holds for all of them.

mod factiva;
mod gdelt;
mod laws;
mod lucene;
mod nexis;
mod proquest;

use chrono::NaiveDate;

use super::{Dialect, NoTranslation, Translation, translate};
use crate::search::error::Problem;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn read(dialect: Dialect, text: &str) -> Result<Translation, NoTranslation> {
    translate(dialect, text, today())
}

/// A string that says the same here, or nearly, with the codes of its notes.
type Row = (&'static str, &'static str, &'static [&'static str]);

/// Each string becomes its query, with just these notes.
#[track_caller]
fn translated(dialect: Dialect, rows: &[Row]) {
    assert!(rows.len() >= 25, "only {} strings", rows.len());
    let mut wrong = Vec::new();
    for (text, query, codes) in rows {
        match read(dialect, text) {
            Ok(said) => {
                let noted: Vec<&str> = said.notes.iter().map(|note| note.change.code()).collect();
                if said.query != *query || noted != *codes {
                    wrong.push(format!(
                        "{text}\n  {} {noted:?}\n  {query} {codes:?}",
                        said.query
                    ));
                }
            }
            Err(error) => wrong.push(format!("{text}\n  {error}\n  {query} {codes:?}")),
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Each string is refused, for this problem at this part of it.
#[track_caller]
fn refused(dialect: Dialect, rows: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (text, part, message) in rows {
        match read(dialect, text) {
            Ok(said) => wrong.push(format!("{text} became {}", said.query)),
            Err(refusal) => {
                let place = &text[refusal.error.span.clone()];
                if place != *part || !refusal.to_string().contains(message) {
                    wrong.push(format!("{text}: {refusal} at `{place}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The parts of a string that its notes point at.
fn noted(dialect: Dialect, text: &str) -> Vec<String> {
    let said = read(dialect, text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let parts = said
        .notes
        .iter()
        .map(|note| text[note.span.clone()].to_owned());
    parts.collect()
}

#[test]
fn a_note_points_at_what_it_is_about() {
    use Dialect::{Factiva, Gdelt, Lucene, Nexis, ProQuest};
    assert_eq!(noted(Lucene, "storm^2 +pier"), ["storm^2", "^2"]);
    assert_eq!(noted(Lucene, "title:(+pier quay)"), ["quay"]);
    assert_eq!(noted(Lucene, "colour:(red OR blue)"), ["colour:"]);
    assert_eq!(
        noted(Nexis, "CAPS(us) and load-date is 2020"),
        ["CAPS", "load-date is 2020"]
    );
    assert_eq!(
        noted(Factiva, "storm/F80/ and engin$3"),
        ["/F80/", "engin$3"]
    );
    assert_eq!(
        noted(ProQuest, "ab(storm) AND stype(wire feeds)"),
        ["ab", "stype(wire feeds)"]
    );
    assert_eq!(noted(Gdelt, "storm tone<-5"), ["tone<-5"]);
}

#[test]
fn what_says_nothing_that_we_can_look_for_is_refused_with_the_reason() {
    let refusal = read(Dialect::Gdelt, "tone<-5 sourcecountry:fr").unwrap_err();
    assert_eq!(refusal.error.problem, Problem::NothingLeft);
    assert_eq!(refusal.notes.len(), 2);
    for dialect in Dialect::ALL {
        let refusal = read(dialect, "  ").unwrap_err();
        assert_eq!(refusal.error.problem, Problem::Empty, "{dialect:?}");
    }
}

/// A string within the bounds may come to a query beyond them.
#[test]
fn what_comes_to_too_much_here_is_refused() {
    let words = |letter: char, count: usize| {
        let all: Vec<String> = (0..count).map(|n| format!("{letter}{n}")).collect();
        all.join(" and ")
    };
    let text = format!("({}) w/5 ({})", words('a', 100), words('b', 100));
    let refusal = read(Dialect::Nexis, &text).unwrap_err();
    assert!(
        matches!(refusal.error.problem, Problem::TooManyClauses { .. }),
        "{refusal}"
    );
    // Two fields make two of each word.
    let text = format!("hlead({})", words('a', 200));
    let refusal = read(Dialect::Nexis, &text).unwrap_err();
    assert!(
        matches!(refusal.error.problem, Problem::Translated(_)),
        "{refusal}"
    );
    assert_eq!(refusal.error.span, 0..text.len());
}

#[test]
fn every_dialect_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<_> = Dialect::ALL.iter().map(|d| d.name()).collect();
    assert_eq!(names.len(), Dialect::ALL.len());
}
