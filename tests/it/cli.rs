//! The command line: each flag and format once, what reaches a terminal, what scripts rely on. What the query language
//! means and how articles are ranked is tested in the library.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use serde_json::Value;

use crate::morgue::{Desk, Run, assert_said, status, transcript};

mod archives;
mod formats;
mod help;
mod terminal;
mod translate;
mod untrusted;
mod untrusted_everywhere;

/// Articles whose answers are known by heart: dates from a year to a second, marks after wide and astral characters.
const ARTICLES: &str = r#"{"id":"s1","title":"Storm breaks dam","body":"The storm broke the dam at noon. Nobody was hurt.","published":"2015-12-05T12:00:00Z","source":"Harbour Gazette","section":"Weather","author":"Ada Voss","url":"https://example.org/2015/storm","language":"en","weather code":7}
{"id":"s2","title":"After the storm","body":"A storm, and then a strike.","published":"2015-12-31","source":"Meridian Wire","section":"Weather"}
{"id":"s3","title":"嵐と storm 🌩🌊","body":"港に嵐 🌩 the storm reached 港町 — a 𝄞 storm.","published":"2016-01","source":"Meridian Wire","section":"Home"}
{"id":"s4","title":"Strike ends","body":"The miners went back.","published":"1985","source":"Guardian","section":"Home"}
{"id":"s5","title":"Undated storm","body":"A storm in a cutting."}
"#;

fn desk() -> Desk {
    Desk::with(ARTICLES)
}

fn ids(run: &Run) -> Vec<String> {
    run.lines().into_iter().map(str::to_owned).collect()
}

/// The ids a search finds, in order.
fn found(desk: &Desk, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["search", "--format", "ids", "-n", "0"];
    all.extend(arguments);
    let run = desk.run(&all);
    assert!(run.status <= 1, "{run}");
    assert_eq!(run.status == 0, !run.out.is_empty(), "{run}");
    ids(&run)
}

fn set(ids: Vec<String>) -> BTreeSet<String> {
    ids.into_iter().collect()
}

// What it looks like.

#[test]
fn an_answer_shows_where_each_article_matched() {
    let desk = desk();
    assert_said!(transcript([
        desk.run(&["search", "storm"]),
        desk.run(&[
            "search",
            "storm dam",
            "--from",
            "2015-12",
            "--to",
            "2016-02",
            "--sort",
            "newest"
        ]),
        desk.run(&["search", "byline:voss"]),
        desk.run(&["search", "url:example.org"]),
        desk.run(&[
            "search", "*", "-n", "1", "--offset", "2", "--sort", "oldest"
        ]),
    ]));
}

#[test]
fn an_article_is_shown_whole_with_what_the_record_carried_besides() {
    let desk = desk();
    assert_said!(transcript([
        desk.run(&["show", "s1"]),
        desk.run(&["show", "s1", "--query", "storm dam"]),
        desk.run(&["show", "s5"]),
    ]));
}

#[test]
fn statistics_count_every_article_once() {
    let desk = desk();
    assert_said!(transcript([
        desk.run(&["stats"]),
        desk.run(&["stats", "--sources"]),
        desk.run(&["stats", "--sections"]),
    ]));
}

#[test]
fn explain_shows_the_tree_and_what_each_part_finds() {
    let desk = desk();
    assert_said!(transcript([
        desk.run(&["search", "--explain", "(storm OR strike) -title:dam str*"]),
        desk.run(&[
            "search",
            "--explain",
            "storm w/5 dam date:2015",
            "--from",
            "2015"
        ]),
        desk.run(&["search", "--explain", "storm xyzzy"]),
        desk.run(&["search", "--explain", "xyzzy"]),
        desk.run(&["search", "--explain", "stom~1", "--source", "meridian"]),
    ]));
}

// Streams and statuses.

/// `morgue search x | head -1`: whoever reads has read enough; that is no error.
#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::corpus();
    let mut seen = 0;
    for format in ["text", "json", "jsonl", "csv", "ids", "trec"] {
        let arguments = ["search", "*", "-n", "0", "--format", format];
        let mut child = desk
            .morgue(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let mut reader = BufReader::with_capacity(16, child.stdout.take().expect("a pipe"));
        let mut first = String::new();
        reader.read_line(&mut first).expect("a line");
        assert!(!first.is_empty());
        drop(reader);
        let mut said = String::new();
        let mut err = child.stderr.take().expect("a pipe");
        err.read_to_string(&mut said).expect("standard error");
        let ended = child.wait().expect("the binary ends");
        assert_eq!((status(ended), said.as_str()), (0, ""), "{format}");
        seen += 1;
    }
    assert_eq!(seen, 6);
}

/// The reader is gone before the first byte.
#[test]
fn a_pipe_closed_from_the_start_ends_quietly() {
    let desk = desk();
    let commands: [&[&str]; 8] = [
        &["search", "storm"],
        &["search", "storm", "--json"],
        &["search", "storm", "--count"],
        &["search", "storm", "--explain"],
        &["search", "nothinglikeit"],
        &["show", "s1"],
        &["stats"],
        &["generate", "completions", "bash"],
    ];
    for arguments in commands {
        let mut child = desk
            .morgue(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the binary ends");
        let run = desk.keep(arguments, output);
        assert!(run.err.is_empty(), "{run}");
        assert!(run.status <= 1, "{run}");
    }
}

#[test]
fn the_status_says_whether_anything_was_found() {
    let desk = desk();
    for (arguments, expected) in [
        (&["search", "storm"][..], 0),
        (&["search", "nothinglikeit"], 1),
        (&["search", "\"unclosed"], 2),
        (&["search", "storm", "--index", "nowhere"], 2),
        (&["search", "storm", "--no-such-flag"], 2),
        (&["search", "storm", "--count"], 0),
        (&["search", "nothinglikeit", "--count"], 1),
        (&["search", "nothinglikeit", "--json"], 1),
        (&["search", "nothinglikeit", "--format", "jsonl"], 1),
        (&["search", "nothinglikeit", "--format", "csv"], 1),
        (&["search", "nothinglikeit", "--format", "ids"], 1),
        (&["search", "nothinglikeit", "--format", "trec"], 1),
        (&["search", "storm", "--explain"], 0),
        (&["search", "nothinglikeit", "--explain"], 1),
        (&["show", "s1"], 0),
        (&["show", "nobody"], 2),
        (&["stats"], 0),
        (&["--help"], 0),
        (&["search", "--help"], 0),
        (&["--version"], 0),
        (&[], 2),
    ] {
        let run = desk.run(arguments);
        assert_eq!(run.status, expected, "{run}");
        if expected == 2 {
            assert!(run.out.is_empty(), "an error on standard output: {run}");
            assert!(!run.err.is_empty(), "{run}");
        } else {
            assert!(run.err.is_empty(), "an answer on standard error: {run}");
        }
    }
}

#[test]
fn the_days_that_were_understood_are_echoed() {
    let desk = desk();
    let range = |arguments: &[&str]| {
        let mut all = vec!["search", "*", "--json"];
        all.extend(arguments);
        let answer = desk.run(&all).json();
        let end = |key: &str| answer[key].as_str().unwrap_or("open").to_owned();
        format!("{}..{}", end("from"), end("to"))
    };
    assert_eq!(range(&["--on", "1984"]), "1984-01-01..1984-12-31");
    assert_eq!(range(&["--to", "2015-12"]), "open..2015-12-31");
    assert_eq!(range(&["--from", "2016-02"]), "2016-02-01..open");
    assert_eq!(
        range(&["--from", "Feb 2016", "--to", "Feb 2016"]),
        "2016-02-01..2016-02-29"
    );
    // Today may become tomorrow between the two questions, so one of two answers will do.
    let last = |day: chrono::NaiveDate| format!("{}..{day}", day - chrono::Days::new(29));
    let before = chrono::Utc::now().date_naive();
    let answer = range(&["--last", "30d"]);
    let after = chrono::Utc::now().date_naive();
    assert!([last(before), last(after)].contains(&answer), "{answer}");
    let text = desk
        .run(&["search", "storm", "--from", "2015-12", "--to", "2015"])
        .expect(0);
    assert!(text.stdout().contains("2015-12-01 … 2015-12-31"), "{text}");
}

#[test]
fn both_ends_of_a_range_are_inside() {
    let desk = desk();
    let found = |arguments: &[&str]| set(found(&desk, &[&["storm"], arguments].concat()));
    let ids = |ids: &[&str]| {
        ids.iter()
            .map(|id| (*id).to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        found(&["--from", "2015-12-05", "--to", "2015-12-31"]),
        ids(&["s1", "s2"])
    );
    assert_eq!(found(&["--to", "2015-12"]), ids(&["s1", "s2"]));
    assert_eq!(
        found(&["--from", "2015-12-06", "--to", "2015-12-30"]),
        ids(&[])
    );
    // A month that is known to the month matches each of its days.
    assert_eq!(found(&["--on", "2016-01-17"]), ids(&["s3"]));
    assert_eq!(found(&["--from", "2016"]), ids(&["s3"]));
    // `date:` and the flags are one thing.
    assert_eq!(found(&["--on", "2015-12"]), found(&["date:2015-12"]));
}

#[test]
fn what_a_date_filter_left_out_for_having_no_date_is_said() {
    let desk = desk();
    let text = desk.run(&["search", "storm", "--from", "2015"]).expect(0);
    assert!(text.stdout().starts_with("3 articles for"), "{text}");
    assert!(
        text.stdout().contains("; 1 without a date left out"),
        "{text}"
    );
    let json = desk.run(&["search", "storm", "--from", "2015", "--json"]);
    assert_eq!(json.json()["undated_excluded"], 1);
    let none = desk.run(&["search", "storm", "--json"]);
    assert_eq!(none.json()["undated_excluded"], 0);
}

// Which articles, how many, and in which order.

#[test]
fn count_prints_the_number_alone() {
    let desk = desk();
    let count = |arguments: &[&str]| {
        let run = desk.run(&[&["search", "--count"], arguments].concat());
        run.stdout().to_owned()
    };
    assert_eq!(count(&["storm"]), "4\n");
    assert_eq!(count(&["*"]), "5\n");
    assert_eq!(
        count(&["storm", "--from", "2015-12", "--to", "2015-12"]),
        "2\n"
    );
    assert_eq!(count(&["storm", "--source", "meridian wire"]), "2\n");
    assert_eq!(
        count(&["storm", "--source", "meridian", "--source", "harbour"]),
        "3\n"
    );
    assert_eq!(count(&["storm", "--section", "weather"]), "2\n");
    assert_eq!(count(&["nothinglikeit"]), "0\n");
}

#[test]
fn ten_are_shown_unless_more_are_asked_for() {
    let desk = Desk::corpus();
    let length = |arguments: &[&str]| {
        let run = desk.run(&[&["search", "*", "--format", "ids"], arguments].concat());
        run.lines().len()
    };
    let all: usize = desk
        .run(&["search", "*", "--count"])
        .stdout()
        .trim()
        .parse()
        .expect("a number");
    assert!(all > 80, "{all}");
    assert_eq!(length(&[]), 10);
    assert_eq!(length(&["-n", "3"]), 3);
    assert_eq!(length(&["--limit", "3"]), 3);
    assert_eq!(length(&["-n", "0"]), all);
    assert_eq!(length(&["-n", "100000"]), all);
}

#[test]
fn pages_follow_each_other_without_a_gap_or_a_double() {
    let desk = Desk::corpus();
    for sort in ["relevance", "newest", "oldest"] {
        let whole = found(&desk, &["the", "--sort", sort]);
        let mut paged = Vec::new();
        for page in 0..=whole.len() / 7 {
            let offset = (page * 7).to_string();
            let run = desk.run(&[
                "search", "the", "--sort", sort, "--format", "ids", "-n", "7", "--offset", &offset,
            ]);
            paged.extend(ids(&run));
        }
        assert!(whole.len() > 20, "{sort}: only {} found", whole.len());
        assert_eq!(paged, whole, "{sort}");
        assert_eq!(set(paged).len(), whole.len(), "{sort}");
    }
    let second = desk
        .run(&["search", "the", "--json", "-n", "7", "--offset", "7"])
        .json();
    assert_eq!(second["hits"][0]["rank"], 8);
    let past = desk
        .run(&["search", "the", "--json", "--offset", "100000"])
        .json();
    assert_eq!(past["hits"], serde_json::json!([]));
}

#[test]
fn newest_and_oldest_are_by_day_with_the_undated_last() {
    let desk = Desk::corpus();
    let days = |sort: &str| -> Vec<String> {
        let run = desk.run(&[
            "search", "*", "-n", "0", "--format", "jsonl", "--sort", sort,
        ]);
        let day = |hit: &Value| hit["published"].as_str().unwrap_or_default().to_owned();
        run.json_lines().iter().map(day).collect()
    };
    let (newest, oldest) = (days("newest"), days("oldest"));
    assert!(newest.len() > 80);
    for days in [&newest, &oldest] {
        let undated = days.iter().filter(|day| day.is_empty()).count();
        assert!(undated >= 3);
        assert!(days[days.len() - undated..].iter().all(String::is_empty));
    }
    // Years are enough: within one, precision and zones decide.
    let years = |days: &[String]| -> Vec<u32> {
        let dated = days.iter().filter(|day| !day.is_empty());
        dated.map(|day| day[..4].parse().expect("a year")).collect()
    };
    assert!(years(&newest).is_sorted_by(|a, b| a >= b));
    assert!(years(&oldest).is_sorted());
}

#[test]
fn any_finds_either_word() {
    let desk = desk();
    assert_eq!(set(found(&desk, &["storm strike"])).len(), 1);
    assert_eq!(set(found(&desk, &["storm strike", "--any"])).len(), 5);
    assert_eq!(
        found(&desk, &["dam miners", "--any"]),
        found(&desk, &["dam OR miners"])
    );
}

#[test]
fn several_arguments_are_one_query() {
    let desk = desk();
    assert_eq!(
        found(&desk, &["storm", "strike"]),
        found(&desk, &["storm strike"])
    );
    assert_eq!(found(&desk, &["*"]).len(), 5);
}

/// `-strike` is no flag: no flag is a dash and several letters.
#[test]
fn a_word_to_leave_out_needs_no_quotes() {
    let desk = desk();
    let expected = found(&desk, &["storm NOT strike"]);
    assert_eq!(expected.len(), 3);
    assert_eq!(found(&desk, &["storm", "-strike"]), expected);
    assert_eq!(found(&desk, &["--", "storm", "-strike"]), expected);
    assert_eq!(found(&desk, &["--", "-strike", "storm"]), expected);
    assert_eq!(found(&desk, &["storm -strike"]), expected);
    assert_eq!(found(&desk, &["storm", "-title:after"]), expected);
    assert_eq!(found(&desk, &["storm", "-\"a strike\""]), expected);
    // The short flags stay flags.
    let two = desk
        .run(&["search", "storm", "-n2", "--format", "ids"])
        .expect(0);
    assert_eq!(two.lines().len(), 2);
}

/// Elsewhere a dash and letters is what it says: a file, a folder, a flag that does not exist.
#[test]
fn a_dash_is_only_reread_in_a_query() {
    let desk = desk();
    desk.write("-dash.jsonl", ARTICLES);
    let run = desk.run(&["index", "--index", "other", "-q", "--", "-dash.jsonl"]);
    assert_eq!(run.status, 0, "{run}");
    let run = desk.run(&["index", "-quiet", "archive.jsonl"]);
    assert_eq!(run.status, 2, "{run}");
    assert!(run.stderr().contains("unexpected argument"), "{run}");
    let run = desk.run(&["search", "-strike"]).expect(2);
    assert!(
        run.stderr().contains("| -strike"),
        "not the user's characters: {run}"
    );
}

// show, stats, generate.

#[test]
fn show_takes_the_start_of_an_id_if_no_other_begins_so() {
    let desk = Desk::with(concat!(
        "{\"id\":\"storm-2015\",\"title\":\"A\",\"body\":\"One.\"}\n",
        "{\"id\":\"storm-2016\",\"title\":\"B\",\"body\":\"Two.\"}\n",
        "{\"id\":\"storm\",\"title\":\"C\",\"body\":\"Three.\"}\n",
    ));
    let title = |id: &str| {
        let article = desk.run(&["show", id, "--json"]).expect(0).json();
        article["title"].as_str().expect("a title").to_owned()
    };
    assert_eq!(title("storm-2015"), "A");
    assert_eq!(title("storm-2016"), "B");
    // An id that is whole is meant, also where others go on from it.
    assert_eq!(title("storm"), "C");
    let several = desk.run(&["show", "storm-"]).expect(2);
    assert!(
        several.stderr().contains("storm-2015, storm-2016"),
        "{several}"
    );
}

#[test]
fn the_index_can_be_named_by_the_environment() {
    let desk = desk();
    let elsewhere = Desk::new();
    let home = desk.join("index");
    let home = home.to_str().expect("a path in UTF-8");
    elsewhere.run(&["search", "storm"]).expect(2);
    elsewhere
        .run_with_env("MORGUE_INDEX", home, &["search", "storm"])
        .expect(0);
    // The flag is nearer, before the command and after it.
    let flag = ["--index", "nowhere", "search", "storm"];
    elsewhere
        .run_with_env("MORGUE_INDEX", home, &flag)
        .expect(2);
    elsewhere
        .run(&["search", "storm", "--index", home])
        .expect(0);
}
