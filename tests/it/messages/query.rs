//! Every way in which a query can be wrong.

use std::collections::BTreeSet;

use morgue::search::{Dialect, Joining, Reading, Saved, parse, parse_with, translate};

use super::{desk, searches};
use crate::morgue::{Desk, assert_said};

#[test]
fn an_operator_without_a_side_says_which() {
    assert_said!(searches(
        &desk(),
        [
            &["OR strike"],
            &["strike OR"],
            &["strike AND"],
            &["AND strike"],
            &["strike NOT"],
            &["strike w/5"],
            &["w/5 strike"],
            &["atleast3"],
            &["atleast3 OR"],
        ]
    ));
}

#[test]
fn a_number_out_of_bounds_names_the_bounds() {
    assert_said!(searches(
        &desk(),
        [
            &["strike w/0 miners"],
            &["strike w/256 miners"],
            &["strike pre/x miners"],
            &["strike w/99999999999 miners"],
            &["atleast0(strike)"],
            &["atleast(strike)"],
            &["atleast1001(strike)"],
            &["strike~3"],
        ]
    ));
}

#[test]
fn what_has_no_place_in_a_text_cannot_be_near() {
    assert_said!(searches(
        &desk(),
        [
            &["strike w/5 date:1984"],
            &["* w/5 strike"],
            &["strike w/5 (-miners)"],
            &["atleast3(date:1984)"],
            &["title:strike w/5 source:Guardian"],
            &["strike not w/5 words:>5"],
        ]
    ));
}

#[test]
fn a_field_without_a_word_shows_how_it_is_written() {
    assert_said!(searches(
        &desk(),
        [
            &["strike title:"],
            &["title: OR strike"],
            &["strike words:"],
            &["strike words:many"],
            &["strike words:500..200"],
            &["strike words:<0"],
        ]
    ));
}

#[test]
fn an_empty_query_asks_for_words() {
    assert_said!(searches(&desk(), [&[""], &["   "], &["!!! …"], &["\t"]]));
}

#[test]
fn a_wildcard_with_a_tilde_is_refused() {
    assert_said!(searches(
        &desk(),
        [&["strike*~1"], &["st?ike~2"], &["\"miners strike*~\""]]
    ));
}

/// A wildcard may stand for 1,024 words; a longer beginning that would do is offered.
#[test]
fn a_wildcard_that_stands_for_too_much_is_refused() {
    let words: Vec<String> = (0..1100).map(|n| format!("pre{}x{n}", n % 7)).collect();
    let desk = Desk::with(&format!(
        "{{\"id\":\"w\",\"title\":\"Words\",\"body\":\"{}\"}}\n",
        words.join(" ")
    ));
    assert_said!(searches(
        &desk,
        [
            &["words pre*"],
            &["*x*"],
            &["words **"],
            &["words ?*"],
            &["words \"a **\""],
        ]
    ));
}

#[test]
fn a_query_beyond_the_bounds_names_the_bound() {
    let deep = format!("{}a{}", "(".repeat(33), ")".repeat(33));
    let many = vec!["a"; 257].join(" OR ");
    let phrase = format!("\"{}\"", vec!["word"; 65].join(" "));
    let long = "strike ".repeat(600);
    assert_said!(searches(
        &desk(),
        [&[&deep], &[&many], &[&phrase], &[&long]]
    ));
}

/// Carets count columns, not bytes or characters: wide letters take two, marks on letters none, a tab is shown as one
/// space.
#[test]
fn a_caret_stands_under_the_users_own_characters() {
    assert_said!(searches(
        &desk(),
        [
            &["漢字 \"never closed"],
            &["\t\tstrike\t\"never closed"],
            &["e\u{301}te\u{301} 🌩 titel:漢字"],
            &["strike date:二〇一五"],
            &["a\u{200b}b titel:x"],
            &[&format!("{} titel:x", "word ".repeat(40))],
            &[&format!("titel:x {}", "word ".repeat(40))],
        ]
    ));
}

#[test]
fn a_lenient_reading_says_what_it_left_out() {
    assert_said!(searches(
        &desk(),
        [
            &["--lenient", "strike \"at Brackmoor"],
            &["--lenient", "titel:strike miners) OR"],
            &["--lenient", "strike date:1984-13"],
            &["strike same miners"],
        ]
    ));
}

/// A problem that the snapshots do not know cannot be added: each variant has a query here, and here is each variant.
#[test]
fn every_problem_of_a_query_is_met() {
    let deep = "(".repeat(33);
    let many = vec!["a"; 257].join(" OR ");
    let phrase = format!("\"{}\"", vec!["word"; 65].join(" "));
    let long = "strike ".repeat(600);
    let queries = [
        "",
        "-strike",
        "titel:x",
        "title:",
        "\"x",
        "\"\"",
        "(x",
        "x)",
        "()",
        "x OR",
        "x w/0 y",
        "x w/5 date:1984",
        "title:x w/5 y",
        "**",
        "strike*~1",
        "date:soon",
        "words:x",
        &deep,
        &many,
        &phrase,
        &long,
    ];
    let today = chrono::NaiveDate::from_ymd_opt(2016, 3, 1).expect("a day");
    let reading = Reading {
        today,
        joining: Joining::All,
        limits: morgue::search::QueryLimits::USUAL,
    };
    // Two problems are only met by strings of other databases; `cli::translate` has their messages.
    let words: Vec<String> = (0..200).map(|n| format!("w{n}")).collect();
    let twice = format!("hlead({})", words.join(" and "));
    let strings = ["load-date is 2015", &twice];
    let refused = queries.iter().map(|query| {
        let refusal = parse(query, reading);
        refusal.expect_err(query).problem
    });
    let untranslated = strings.iter().map(|string| {
        let refusal = translate(Dialect::Nexis, string, today);
        refusal.expect_err(string).error.problem
    });
    let mut met: BTreeSet<String> = refused
        .chain(untranslated)
        .map(|problem| {
            let name = format!("{problem:?}");
            let end = name.find(|c: char| !c.is_alphanumeric());
            name[..end.unwrap_or(name.len())].to_owned()
        })
        .collect();
    let saved = Saved::read("a\t@a\nb\t(x\n", "queries.tsv").expect("two lines");
    for query in ["@nobody", "@a", "@b"] {
        let error = parse_with(query, reading, &saved).expect_err(query);
        let mut problem = &error.problem;
        loop {
            let name = format!("{problem:?}");
            let end = name.find(|c: char| !c.is_alphanumeric());
            met.insert(name[..end.unwrap_or(name.len())].to_owned());
            match problem {
                morgue::search::Problem::InSaved { problem: inner, .. } => problem = inner,
                _ => break,
            }
        }
    }
    // Only an archive says how many words a wildcard stands for.
    met.insert("TooManyExpansions".to_owned());
    let source = include_str!("../../../src/search/error.rs");
    let (_, variants) = source
        .split_once("pub enum Problem {")
        .expect("the problems");
    let variants: BTreeSet<String> = variants
        .lines()
        .take_while(|line| *line != "}")
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase))
        .map(|line| line.trim_end_matches([',', ' ', '{']).to_owned())
        .map(|line| line.split('(').next().expect("a name").to_owned())
        .collect();
    assert!(variants.len() >= 20, "{variants:?}");
    assert_eq!(met, variants);
}
