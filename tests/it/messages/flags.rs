//! Dates, zones, keys, sizes and ids that cannot be understood.

use super::{desk, searches};
use crate::morgue::{assert_said, transcript};

#[test]
fn a_date_flag_says_which_flag_and_which_characters() {
    assert_said!(searches(
        &desk(),
        [
            &["strike", "--from", "1984-13"],
            &["strike", "--to", "31 June 1984"],
            &["strike", "--on", "Feb 30"],
            &["strike", "--on", "03/04/1984"],
            &["strike", "--from", "1590"],
            &["strike", "--to", "2150"],
            &["strike", "--from", "1985", "--to", "1984"],
            &["strike", "--from", "1985..1984"],
            &["strike", "--on", "whenever"],
            &["strike", "--last", "3 parsecs"],
            &["strike", "--last", "30d 1984"],
            &["strike", "--on", "Tuesday 12 March 1984"],
            &["strike", "--on", "1984-W54"],
            &["strike", "--on", ""],
            &["strike", "--on", &"1984 ".repeat(60)],
        ]
    ));
}

#[test]
fn a_period_without_a_unit_and_a_letter_that_is_no_flag_are_told_the_way() {
    assert_said!(searches(
        &desk(),
        [
            &["strike", "--last", "30"],
            &["strike", "-x"],
            &["strike", "--any", "the", "of"],
            &["the", "of"],
        ]
    ));
}

#[test]
fn any_of_words_leaves_out_those_that_say_nothing() {
    assert_said!(searches(
        &desk(),
        [
            &["--any", "the strike of", "--count"],
            &["--any", "the \"of\" strike", "--count"],
            &["--any", "the WHO", "--explain"],
        ]
    ));
}

#[test]
fn a_name_that_says_nothing_is_no_name_of_everything() {
    assert_said!(searches(
        &desk(),
        [
            &["strike", "--source", ""],
            &["strike", "--section", "***"],
            &["strike", "--source", "\""],
        ]
    ));
}

#[test]
fn a_page_behind_the_last_hit_says_that_it_is() {
    assert_said!(searches(
        &desk(),
        [
            &["strike", "--offset", "7000"],
            &["strike", "-n", "-1"],
            &["strike", "--offset", "x"],
        ]
    ));
}

#[test]
fn an_explanation_is_for_people_and_says_so() {
    assert_said!(searches(
        &desk(),
        [
            &["strike", "--explain", "--json"],
            &["strike", "--explain", "--count"],
        ]
    ));
}

#[test]
fn a_time_zone_that_does_not_exist_is_answered_with_the_nearest() {
    let desk = desk();
    let zones = ["Asia/Shangai", "Mars", "+27:00", ""];
    assert_said!(transcript(zones.map(|zone| desk.run(&[
        "index",
        "archive.jsonl",
        "--timezone",
        zone
    ]))));
}

#[test]
fn a_field_mapping_that_cannot_be_understood_is_shown_how() {
    let desk = desk();
    let pairs = ["titel=hd", "title", "=hd", "title=", "colour=hd"];
    assert_said!(transcript(pairs.map(|pair| desk.run(&[
        "index",
        "archive.jsonl",
        "--field",
        pair
    ]))));
}

#[test]
fn a_limit_that_cannot_be_set_so_is_answered_with_what_can() {
    let desk = desk();
    let limits = [
        "depht=4",
        "patience=4",
        "depth",
        "depth=many",
        "depth=99",
        "record-size=1",
        "json-depth=300",
    ];
    assert_said!(transcript(limits.map(|limit| desk.run(&[
        "index",
        "archive.jsonl",
        "--limit",
        limit
    ]))));
}

#[test]
fn a_query_beyond_a_limit_is_told_its_code_and_how_more_is_allowed() {
    let desk = desk();
    let beyond = [
        ["a b c", "clauses=2"],
        ["\"a b c\"", "phrase=2"],
        ["what a long query this is", "query-size=16"],
        ["*e*", "expansions=1"],
        ["a b c", "clauses=3"],
        ["a", "cluases=3"],
        ["a", "patience=3"],
        ["a", "clauses"],
        ["a", "clauses=4000"],
        ["a", "brackets=40"],
    ];
    assert_said!(transcript(beyond.map(|[query, limit]| desk.run(&[
        "search",
        query,
        "--query-limit",
        limit
    ]))));
}

#[test]
fn a_size_or_a_number_that_is_none_is_shown_how() {
    let desk = desk();
    assert_said!(transcript([
        desk.run(&["index", "archive.jsonl", "--memory", "lots"]),
        desk.run(&["index", "archive.jsonl", "--memory", "0"]),
        desk.run(&[
            "index",
            "archive.jsonl",
            "--memory",
            "99999999999999999999G"
        ]),
        desk.run(&["index", "archive.jsonl", "--threads", "0"]),
        desk.run(&["index"]),
    ]));
}

#[test]
fn an_id_that_is_unknown_or_too_short_is_answered_with_a_way_to_it() {
    let desk = desk();
    assert_said!(transcript([
        desk.run(&["show", "zzz"]),
        desk.run(&["show", "a"]),
        desk.run(&["show", ""]),
        desk.run(&["show"]),
        desk.run(&["show", "a1", "--query", "title:("]),
    ]));
}
