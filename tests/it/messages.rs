//! Every message a user can meet when something is wrong, word for word: the command, both streams, the status.
//!
//! A message says what is wrong, points at the user's own characters, and says what to do. Whoever changes one sees the
//! new text here before a user does. The snapshots stand in `snapshots/`; `INSTA_UPDATE=always cargo test` writes them.

use crate::morgue::{Desk, Run, SNAPSHOTS, assert_said, transcript};

mod files;
mod flags;
mod query;
mod saved;

/// A few articles with everything that the messages speak of.
const ARTICLES: &str = r#"{"id":"a1","title":"Miners strike at Brackmoor","body":"The strike began on Monday. Nobody went down.","published":"1984-03-12","source":"Guardian","section":"Home"}
{"id":"a2","title":"Strike ends","body":"The miners went back to work.","published":"1985-03-03","source":"Guardian","section":"Home"}
{"id":"b1","title":"Storm floods the valley","body":"The storm broke the dam. The flood took the bridge.","published":"2015-12-05","source":"Harbour Gazette","section":"Weather"}
{"id":"b2","title":"A cutting without a date","body":"A storm, some say.","source":"Harbour Gazette"}
"#;

fn desk() -> Desk {
    Desk::with(ARTICLES)
}

/// Searches one after the other.
fn searches<const N: usize>(desk: &Desk, queries: [&[&str]; N]) -> String {
    transcript(queries.map(|query| {
        let arguments: Vec<&str> = ["search"].iter().chain(query).copied().collect();
        desk.run(&arguments)
    }))
}

/// The part of a hint that is to be typed: what stands first between backticks.
fn typed(run: &Run) -> String {
    let hint = run
        .stderr()
        .lines()
        .find_map(|line| line.strip_prefix("hint: "))
        .unwrap_or_else(|| panic!("no hint: {run}"));
    let way_out = hint
        .split('`')
        .nth(1)
        .unwrap_or_else(|| panic!("nothing to type: {run}"));
    way_out.to_owned()
}

// The ten mistakes that users make.

/// 1. There is no index here yet.
#[test]
fn a_search_before_the_first_index_says_how_to_make_one() {
    let desk = Desk::new();
    assert_said!(transcript([
        desk.run(&["search", "storm"]),
        desk.run(&["show", "a1"]),
        desk.run(&["stats", "--index", "my news/index"]),
    ]));
}

/// 2. A source, a flag, a field or a command is misspelt.
#[test]
fn a_misspelt_name_is_answered_with_the_nearest() {
    let desk = desk();
    assert_said!(transcript([
        desk.run(&["search", "strike source:gaurdian"]),
        desk.run(&["search", "strike", "--source", "gaurdian"]),
        desk.run(&["search", "strike", "--section", "Hmoe"]),
        desk.run(&["search", "strike", "--sorce", "Guardian"]),
        desk.run(&["search", "titel:strike"]),
        desk.run(&["search", "colour:red strike"]),
        desk.run(&["serach", "strike"]),
        desk.run(&["search", "strike", "--sort", "newst"]),
        desk.run(&["search", "strike", "-n", "ten"]),
        desk.run(&["search", "strike", "-n", "-5"]),
        desk.run(&["search"]),
        desk.run(&["search", "strike", "--on", "1984", "--from", "1983"]),
    ]));
}

/// 3. A quote or a bracket is never closed.
#[test]
fn what_is_never_closed_is_pointed_at() {
    assert_said!(searches(
        &desk(),
        [
            &["strike \"at Brackmoor"],
            &["strike “at Brackmoor"],
            &["title:(strike OR storm"],
            &["strike OR storm) flood"],
            &["strike \"\""],
            &["strike ()"],
        ]
    ));
}

/// 4. A range runs backwards, or a date cannot be.
#[test]
fn a_date_that_cannot_be_is_explained() {
    assert_said!(searches(
        &desk(),
        [
            &["strike date:1985..1984"],
            &["strike date:1984-13"],
            &["strike date:1985-02-29"],
            &["strike date:02/03/1984"],
            &["strike date:soon"],
            &["strike date:1066"],
            &["strike date:"],
            &["strike before:yesterdy"],
            &["strike date:*-13"],
            &["strike date:*-02-31"],
        ]
    ));
}

/// 5. The query says only what to leave out.
#[test]
fn a_query_of_nothing_but_exclusions_is_refused_with_a_way_out() {
    assert_said!(searches(
        &desk(),
        [
            &["-strike"],
            &["-strike", "-storm"],
            &["NOT strike"],
            &["-strike OR -storm"]
        ]
    ));
}

/// Whoever types what the hint says is not refused again.
#[test]
fn the_way_out_of_a_refusal_is_understood() {
    let desk = desk();
    let refused = [
        "-strike",
        "-strike -storm",
        "NOT strike",
        "-strike OR -storm",
        "NOT (strike OR storm)",
        "-title:strike",
        "(-strike)",
    ];
    for query in refused {
        let way_out = typed(&desk.run(&["search", query]).expect(2));
        let run = desk.run(&["search", "--count", &way_out]);
        assert!(run.status <= 1, "after {query}:\n{run}");
    }
}

/// 6. Nothing is found: how much was searched, what the filters took away, which word is in no article.
#[test]
fn no_hits_says_why() {
    assert_said!(searches(
        &desk(),
        [
            &["stromy"],
            &["strike", "--on", "1990"],
            &["storm", "--to", "2014"],
            &["strike storm"],
            &["\"storm strike\""],
            &["strike", "--source", "Harbour Gazette"],
            &["xyzzy plugh", "--from", "1984"],
            &["strike w/2 storm"],
        ]
    ));
}

/// 7. An archive cannot be read, or ends in the middle.
#[test]
fn an_archive_that_cannot_be_read_is_named_with_its_line() {
    let desk = Desk::new();
    desk.write("cut.jsonl", "{\"id\":\"1\",\"title\":\"Whole\",\"body\":\"It is whole.\"}\n{\"id\":\"2\",\"title\":\"Half\",\"body\":\"It was go");
    desk.write("crawl.jsonl.gz", b"\x1f\x8b\x08\0\0\0\0\0");
    desk.write("empty.txt", "");
    assert_said!(transcript([
        desk.run(&["index", "nowhere.jsonl"]),
        desk.run(&["index", "cut.jsonl"]),
        desk.run(&["index", "crawl.jsonl.gz", "empty.txt"]),
        show(&desk, "index/rejects.jsonl"),
    ]));
}

/// Prints a file as a run of `cat`, to stand in a transcript.
fn show(desk: &Desk, name: &str) -> Run {
    let output = desk
        .command("cat")
        .arg(name)
        .output()
        .expect("cat prints a file");
    desk.keep(&["# cat", name], output)
}

/// 8. The index was written by a newer version.
#[test]
fn an_index_of_a_newer_format_is_refused_by_name() {
    let desk = desk();
    desk.write("index/morgue.json", r#"{"format":99,"version":"7.1.0"}"#);
    assert_said!(transcript([
        desk.run(&["search", "storm"]),
        desk.run(&["index", "archive.jsonl"]),
        desk.run(&["stats"]),
    ]));
}

// 9, a closed pipe, is silence: `cli.rs` has it. 10, hostile headlines, is `cli.rs` too: what is shown, and nothing else.

/// 10, the other half: a hostile query comes back harmless in the message about it.
#[test]
fn a_hostile_query_is_quoted_back_harmless() {
    let desk = desk();
    assert_said!(transcript([
        desk.run(&["search", "\u{1b}]52;c;eA==\u{7} \"unclosed \u{202e}evil"]),
        desk.run(&["search", "fo\u{1b}[2Jo:storm"]),
        desk.run(&["search", "nothing\u{1b}[31mlike\u{202e}this"]),
        desk.run(&["show", "no\u{1b}[31msuch\u{9b}1m"]),
        desk.run(&["search", "storm", "--from", "\u{1b}[31m1984"]),
        desk.run(&["index", "no\u{1b}[2Jsuch\u{202e}file"]),
        desk.run(&["stats", "--index", "no\u{1b}[2Jsuch\u{202e}folder"]),
        desk.run(&["index", "archive.jsonl", "--timezone", "\u{1b}[31mUTC"]),
        desk.run(&["index", "archive.jsonl", "--field", "\u{1b}[31m=x"]),
    ]));
}

/// Rust's own forms, which have no place in a message.
fn speaks_rust(said: &str) -> Option<&'static str> {
    const FORMS: [&str; 12] = [
        "Some(",
        "None",
        "Err(",
        "Ok(",
        "{ ",
        "panicked",
        "::",
        "RUST_",
        "os error",
        "Error(",
        "src/",
        "in string",
    ];
    FORMS.into_iter().find(|form| said.contains(form))
}

/// All snapshots of messages again, for what no message may hold.
#[test]
fn no_message_speaks_rust() {
    let (mut seen, mut wrong) = (0, Vec::new());
    for entry in std::fs::read_dir(SNAPSHOTS).expect("the snapshots") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        if !name.starts_with("it__messages__") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a snapshot");
        let (_, transcript) = text[3..].split_once("---\n").expect("a heading");
        // What a command prints of itself is no message: `cat` is only there to show a file.
        for line in transcript.lines().filter(|line| !line.starts_with("$ ")) {
            if let Some(form) = speaks_rust(line) {
                wrong.push(format!("{name}: `{form}` in: {line}"));
            }
        }
        seen += 1;
    }
    assert!(seen >= 25, "only {seen} snapshots seen");
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
