//! Laws of the language: what holds for every query and every archive, and for every text that is no query at all.
//!
//! The laws on sets are tried on invented articles ([`crate::newsroom::stories`]); those on texts need no index.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use morgue::index::Field;
use morgue::search::{
    Joining, Matcher, Note, Problem, Query, Reading, SearchError, parse, parse_lenient,
};

use crate::newsroom::dice::{Dice, FIXED_SEED, cases, new_seed};
use crate::newsroom::questions::Questions;
use crate::newsroom::{OpenNewsroom, reading, request, stories, understood};

type Set = BTreeSet<String>;

/// Calls `check` so many times, on newsrooms of a fixed and of a new seed; the seed is printed where it fails.
fn on_newsrooms(times: usize, check: impl Fn(&OpenNewsroom, &mut Questions)) {
    const EACH: usize = 100;
    for seed in [FIXED_SEED, new_seed()] {
        for number in 0..times.div_ceil(2 * EACH) {
            let mut dice = Dice::of_part(seed, number);
            let room = stories::newsroom(&mut dice, 40, 3).open();
            let mut questions = Questions::new(dice, room.articles());
            for _ in 0..EACH {
                let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                    check(&room, &mut questions)
                }));
                if let Err(reason) = outcome {
                    eprintln!("seed {seed}, newsroom {number}");
                    std::panic::resume_unwind(reason);
                }
            }
        }
    }
}

/// Every article: a length of nothing or more.
const EVERYTHING: &str = "words:>=0";

fn all(room: &OpenNewsroom) -> Set {
    room.articles().iter().map(|a| a.id.to_string()).collect()
}

#[test]
fn a_printed_query_reads_as_the_query_it_was() {
    let mut dice = Dice::new(new_seed());
    let seed = dice.next();
    let mut dice = Dice::new(seed);
    let articles = stories::newsroom(&mut dice, 30, 1).open();
    let mut questions = Questions::new(dice, articles.articles());
    for _ in 0..cases(20_000) {
        let text = questions.any();
        let query = understood(&text);
        let printed = query.to_string();
        assert_eq!(
            understood(&printed),
            query,
            "seed {seed}: `{text}` printed as `{printed}`"
        );
        assert_eq!(
            understood(&printed).to_string(),
            printed,
            "seed {seed}: `{text}`"
        );
    }
}

#[test]
fn a_query_read_with_any_of_its_words_prints_as_one_that_says_so() {
    let mut dice = Dice::new(FIXED_SEED);
    let articles = stories::newsroom(&mut dice, 30, 1).open();
    let mut questions = Questions::new(dice, articles.articles());
    let any = Reading {
        joining: Joining::Any,
        ..reading()
    };
    for _ in 0..cases(2_000) {
        let text = format!(
            "{} {} {}",
            questions.word(),
            questions.any(),
            questions.word()
        );
        let query = parse(&text, any)
            .unwrap_or_else(|e| panic!("`{text}`: {e}"))
            .query;
        assert_eq!(
            understood(&query.to_string()),
            query,
            "`{text}` printed as `{query}`"
        );
    }
}

/// What `search::query` promises of every tree.
#[test]
fn a_tree_keeps_its_invariants() {
    let mut dice = Dice::new(FIXED_SEED);
    let articles = stories::newsroom(&mut dice, 30, 1).open();
    let mut questions = Questions::new(dice, articles.articles());
    for _ in 0..cases(5_000) {
        check_tree(&understood(&questions.any()));
    }
    for text in [
        "(a b) w/5 c",
        "(a OR (b c)) w/5 d",
        "a w/5 (b OR (c (d OR (e f))))",
        "atleast2(a OR (b c))",
        "a not w/5 (b OR (c d))",
        "title:((a b) pre/2 (c OR d))",
        "--a",
        "NOT NOT (a (b c))",
    ] {
        check_tree(&understood(text));
    }
}

fn check_tree(query: &Query) {
    let whole = query.to_string();
    query.walk(&mut |part, _| match part {
        Query::And(parts) => {
            assert!(parts.len() >= 2, "`{whole}`");
            assert!(
                !parts.iter().any(|p| matches!(p, Query::And(_))),
                "`{whole}`"
            );
        }
        Query::Or(parts) => {
            assert!(parts.len() >= 2, "`{whole}`");
            assert!(
                !parts.iter().any(|p| matches!(p, Query::Or(_))),
                "`{whole}`"
            );
        }
        Query::Not(inner) => assert!(!matches!(**inner, Query::Not(_)), "`{whole}`"),
        Query::AtLeast { of, .. } => check_placed(of, &whole),
        Query::Near(_) | Query::Apart(_) => check_placed(part, &whole),
        Query::Leaf(leaf) => assert!(!leaf.slots.is_empty(), "`{whole}`"),
        Query::All | Query::When(_) | Query::Length(_) => {}
    });
}

/// Only words, phrases, `OR` and further proximities, all in one field.
fn check_placed(query: &Query, whole: &str) {
    let mut fields: Vec<Field> = Vec::new();
    query.walk(&mut |part, _| match part {
        Query::Leaf(leaf) => fields.push(leaf.field),
        Query::Or(_) | Query::Near(_) | Query::Apart(_) => {}
        other => panic!("`{other}` has no places, but stands in `{query}` in `{whole}`"),
    });
    fields.dedup();
    assert_eq!(fields.len(), 1, "`{query}` in `{whole}`");
}

#[test]
fn not_turns_and_into_or_and_back() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, b) = (questions.any(), questions.any());
        assert_eq!(
            room.set(&format!("{EVERYTHING} -(({a}) OR ({b}))")),
            room.set(&format!("{EVERYTHING} -({a}) -({b})")),
            "neither `{a}` nor `{b}`"
        );
        assert_eq!(
            room.set(&format!("{EVERYTHING} -(({a}) ({b}))")),
            room.set(&format!("{EVERYTHING} (-({a}) OR -({b}))")),
            "not both `{a}` and `{b}`"
        );
    });
}

#[test]
fn not_twice_is_not_at_all_and_once_is_all_the_rest() {
    on_newsrooms(cases(1_000), |room, questions| {
        let a = questions.any();
        let found = room.set(&a);
        assert_eq!(room.set(&format!("NOT NOT ({a})")), found, "`{a}`");
        assert_eq!(room.set(&format!("{EVERYTHING} -(-({a}))")), found, "`{a}`");
        let rest = room.set(&format!("{EVERYTHING} -({a})"));
        assert!(rest.is_disjoint(&found), "`{a}`");
        assert_eq!(&rest | &found, all(room), "`{a}`");
        assert_eq!(
            room.set(&format!("{EVERYTHING} -({EVERYTHING} -({a}))")),
            found,
            "`{a}`"
        );
    });
}

#[test]
fn a_star_without_a_word_is_everything_else() {
    on_newsrooms(cases(200), |room, questions| {
        let a = questions.any();
        assert_eq!(
            room.set(&format!("* -({a})")),
            &all(room) - &room.set(&a),
            "`{a}`"
        );
    });
}

#[test]
fn and_is_what_is_in_both_and_or_what_is_in_either() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, b) = (questions.any(), questions.any());
        let (in_a, in_b) = (room.set(&a), room.set(&b));
        assert_eq!(
            room.set(&format!("({a}) ({b})")),
            &in_a & &in_b,
            "`{a}` and `{b}`"
        );
        assert_eq!(
            room.set(&format!("({b}) ({a})")),
            &in_a & &in_b,
            "`{b}` and `{a}`"
        );
        assert_eq!(
            room.set(&format!("({a}) OR ({b})")),
            &in_a | &in_b,
            "`{a}` or `{b}`"
        );
        assert_eq!(
            room.set(&format!("({a}) -({b})")),
            &in_a - &in_b,
            "`{a}` not `{b}`"
        );
    });
}

#[test]
fn another_word_never_adds_hits_and_an_alternative_never_takes_any() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, word) = (questions.any(), questions.word());
        let found = room.set(&a);
        assert!(
            room.set(&format!("({a}) {word}")).is_subset(&found),
            "`{a}` with `{word}`"
        );
        assert!(
            room.set(&format!("({a}) OR {word}")).is_superset(&found),
            "`{a}` or `{word}`"
        );
    });
}

#[test]
fn a_wider_reach_finds_all_that_a_narrower_one_does() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, b) = (questions.word(), questions.word());
        let chain = [
            format!("\"{a} {b}\""),
            format!("{a} pre/1 {b}"),
            format!("{a} pre/3 {b}"),
            format!("{a} w/3 {b}"),
            format!("{a} w/5 {b}"),
            format!("{a} w/255 {b}"),
            // Invented paragraphs are shorter than 255 words.
            format!("{a} /p {b}"),
            format!("{a} {b}"),
        ];
        let sets: Vec<Set> = chain.iter().map(|query| room.set(query)).collect();
        for (n, pair) in sets.windows(2).enumerate() {
            assert!(
                pair[0].is_subset(&pair[1]),
                "`{}` and `{}`",
                chain[n],
                chain[n + 1]
            );
        }
        let sentence = room.set(&format!("{a} /s {b}"));
        assert!(sentence.is_subset(&sets[6]), "`{a} /s {b}`");
    });
}

#[test]
fn w_n_does_not_care_which_comes_first_and_pre_n_does() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, b) = (questions.place(), questions.place());
        for reach in ["w/1", "w/4", "/s", "/p"] {
            let forth = room.set(&format!("({a}) {reach} ({b})"));
            assert_eq!(
                forth,
                room.set(&format!("({b}) {reach} ({a})")),
                "`{a}` {reach} `{b}`"
            );
        }
        let both =
            &room.set(&format!("({a}) pre/4 ({b})")) | &room.set(&format!("({b}) pre/4 ({a})"));
        assert_eq!(
            both,
            room.set(&format!("({a}) w/4 ({b})")),
            "`{a}` within 4 of `{b}`"
        );
    });
}

#[test]
fn where_one_is_not_near_the_other_it_is_there_all_the_same() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, b) = (questions.place(), questions.place());
        let found = room.set(&a);
        let narrow = room.set(&format!("({a}) not w/2 ({b})"));
        let wide = room.set(&format!("({a}) not w/6 ({b})"));
        assert!(
            wide.is_subset(&narrow) && narrow.is_subset(&found),
            "`{a}` not near `{b}`"
        );
        assert_eq!(
            room.set(&format!("({a}) -({b})")),
            &found - &room.set(&b),
            "`{a}` without `{b}`"
        );
        // Where the other is not in the article at all, it is near nothing.
        assert!(
            (&found - &room.set(&b)).is_subset(&wide),
            "`{a}` not near `{b}`"
        );
    });
}

/// `a not w/5 (b c)`: no place where both are near, so one of them may well be.
#[test]
fn not_near_two_things_is_not_near_one_of_them() {
    on_newsrooms(cases(200), |room, questions| {
        let (a, b, c) = (questions.word(), questions.word(), questions.word());
        let either =
            &room.set(&format!("{a} not w/3 {b}")) | &room.set(&format!("{a} not w/3 {c}"));
        let both = room.set(&format!("{a} not w/3 ({b} {c})"));
        assert!(either.is_subset(&both), "`{a} not w/3 ({b} {c})`");
    });
}

#[test]
fn one_mention_is_the_word_itself_and_more_mentions_are_fewer_articles() {
    on_newsrooms(cases(1_000), |room, questions| {
        let a = questions.place();
        let mut before = room.set(&a);
        for count in 1..=4 {
            let found = room.set(&format!("atleast{count}({a})"));
            if count == 1 {
                assert_eq!(found, before, "`{a}`");
            }
            assert!(found.is_subset(&before), "`{a}` {count} times");
            before = found;
        }
    });
}

/// `e-mail` is found as two words and as one, but one mention is one mention.
#[test]
fn a_hyphenated_word_is_one_mention_and_one_place() {
    let room = crate::newsroom::Newsroom::new()
        .article(|a| a.id("once").title("An e-mail strike"))
        .article(|a| a.id("twice").title("An e-mail about e-mail"))
        .article(|a| a.id("spelt").title("An email about e-mail"))
        .open();
    let set = |text: &str| room.set(text).into_iter().collect::<Vec<_>>();
    assert_eq!(set("atleast2(e-mail)"), ["spelt", "twice"]);
    assert_eq!(set("atleast2(email)"), ["spelt", "twice"]);
    assert_eq!(set("e-mail w/1 strike"), ["once"]);
    assert!(set("e-mail not w/1 strike").iter().all(|id| id != "once"));
}

#[test]
fn a_range_cut_in_two_and_the_undated_are_the_whole() {
    let days = [
        "1605-12-31",
        "1984-03-11",
        "1984-12-31",
        "2015-12-16",
        "2015-12-17",
        "2016-02-28",
    ];
    on_newsrooms(cases(1_000), |room, questions| {
        let a = questions.any();
        let day = questions.dice.pick(&days);
        let whole = room.set(&a);
        let part = |filter: &str| room.set(&format!("({a}) {filter}"));
        let (until, after) = (
            part(&format!("date:..{day}")),
            part(&format!("after:{day}")),
        );
        let undated = part("date:none");
        assert_eq!(
            &(&until | &after) | &undated,
            whole,
            "`{a}` cut behind {day}"
        );
        assert!(
            undated.is_disjoint(&until) && undated.is_disjoint(&after),
            "`{a}`"
        );
        // A coarse date may lie on both sides of the cut; it is counted once more.
        let both = part(&format!("date:..{day} after:{day}"));
        assert_eq!(
            until.len() + after.len() - both.len() + undated.len(),
            whole.len(),
            "`{a}`"
        );
        assert_eq!(both, &until & &after, "`{a}` on both sides of {day}");
        let before = part(&format!("before:{day}"));
        assert!(before.is_subset(&until), "`{a}` before {day}");
        assert_eq!(
            &before | &part(&format!("since:{day}")),
            &until | &after,
            "`{a}` since {day}"
        );
    });
}

#[test]
fn the_lenient_reading_is_the_strict_one_where_that_succeeds() {
    let mut dice = Dice::new(FIXED_SEED);
    let articles = stories::newsroom(&mut dice, 30, 1).open();
    let mut questions = Questions::new(dice, articles.articles());
    for _ in 0..cases(5_000) {
        let text = questions.any();
        let strict = parse(&text, reading()).unwrap_or_else(|e| panic!("`{text}`: {e}"));
        assert_eq!(parse_lenient(&text, reading()), strict, "`{text}`");
    }
}

/// A text of what breaks parsers: brackets, quotes and operators, whole and in pieces, and characters of every width.
fn hostile(dice: &mut Dice) -> String {
    const PIECES: &[&str] = &[
        "(",
        ")",
        "((",
        "))",
        "\"",
        "“",
        "”",
        "„",
        "«",
        "»",
        "'",
        "’",
        "-",
        "−",
        "--",
        "+",
        "=",
        "=\"",
        "|",
        "||",
        "&",
        "&&",
        "AND",
        "OR",
        "NOT",
        "and",
        "or",
        "not",
        "and not",
        "same",
        "w/",
        "w/3",
        "W/5",
        "w/0",
        "w/99999999999",
        "pre/2",
        "adj/",
        "near/3",
        "/s",
        "/p",
        "w/s",
        "not w/3",
        "not /s",
        "NOT /p",
        "atleast",
        "atleast2",
        "atleast2(",
        "ATLEAST9999999999",
        "title:",
        "lead:",
        "source:",
        "tag:",
        "nosuch:",
        "date:",
        "date:(",
        "date:\"",
        "before:",
        "since:",
        "words:",
        "words:>",
        "words:>18446744073709551614",
        "date:2015-12",
        "date:..",
        "date:*-02-29",
        "*",
        "**",
        "?",
        "a*",
        "*a*",
        "~",
        "~1",
        "~9",
        "\"a b\"~5",
        "word~2",
        "=word~1",
        "child!",
        "!",
        "a",
        "b",
        "the",
        "U.S.",
        "e-mail",
        "O'Brien",
        "1,000",
        "\u{AD}",
        "\u{200B}",
        "\u{200D}",
        "\u{202E}",
        "\u{1}",
        "\u{2}",
        "\0",
        "\n",
        "\t",
        " ",
        " ",
        " ",
        "é",
        "e\u{301}",
        "\u{301}",
        "ﬁ",
        "東京",
        "か\u{3099}",
        "İ",
        "ß",
        "🗞️",
        "\u{FEFF}",
        "\u{FFFF}",
        "^",
        "@x",
        "#",
        "/",
        ":",
        "://",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "..",
        "…",
        "\\",
        "%s",
        ";",
        ",",
        ".",
    ];
    // Most are short, where most kinds of mistakes are made; some fill the 4 KB that are read, and some go over.
    let most = match dice.below(100) {
        0 => 4_200,
        1..=4 => 1_000,
        5..=24 => 120,
        _ => 30,
    };
    let length = dice.below(most + 1);
    let spaced = dice.percent(60);
    let mut text = String::new();
    while text.len() < length {
        if dice.percent(4) {
            text.extend(char::from_u32((dice.next() % 0x11_0000) as u32));
        } else {
            text.push_str(dice.pick(PIECES));
        }
        if spaced && dice.percent(70) {
            text.push(' ');
        }
    }
    text
}

/// Runs a test where the stack is as small as a thread's is by default; an overflow would end the whole run.
fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(test);
    if let Err(reason) = thread.expect("a thread can be made").join() {
        std::panic::resume_unwind(reason);
    }
}

/// Reads a text both ways, prints what was understood, and says how long that took.
fn read(text: &str) -> Duration {
    let start = Instant::now();
    let lenient = parse_lenient(text, reading());
    let strict = parse(text, reading());
    let took = start.elapsed();
    match strict {
        Ok(strict) => {
            assert_eq!(lenient, strict, "{text:?}");
            assert_eq!(
                understood(&strict.query.to_string()),
                strict.query,
                "{text:?} as `{}`",
                strict.query
            );
        }
        Err(error) => {
            let span = error.span.clone();
            assert!(
                text.get(span.clone()).is_some(),
                "{text:?}: {error} @ {span:?}"
            );
            assert!(
                lenient
                    .notes
                    .iter()
                    .any(|note| matches!(note, Note::Dropped(_))),
                "{text:?}: wrong by the strict reading ({error}), and the lenient one drops nothing"
            );
        }
    }
    for note in &lenient.notes {
        let span = match note {
            Note::Dropped(error) => &error.span,
            Note::SameRead(span) | Note::SmallOperator(span) => span,
        };
        assert!(text.get(span.clone()).is_some(), "{text:?}: {note:?}");
    }
    took
}

/// No text is so wrong that reading it fails, takes long, or points outside of itself.
#[test]
fn a_hostile_text_is_read_or_refused_at_once() {
    on_a_small_stack(|| {
        let seed = new_seed();
        let mut dice = Dice::new(seed);
        let mut slowest = Duration::ZERO;
        for number in 0..cases(100_000) {
            let text = hostile(&mut dice);
            let outcome = std::panic::catch_unwind(|| read(&text));
            match outcome {
                Ok(took) => slowest = slowest.max(took),
                Err(reason) => {
                    eprintln!("seed {seed}, text {number}: {text:?}");
                    std::panic::resume_unwind(reason);
                }
            }
        }
        // In a release build it is 20 ms; this leaves room for a debug build on a busy machine.
        assert!(
            slowest < Duration::from_secs(2),
            "seed {seed}: {slowest:?} for one text"
        );
    });
}

/// What was understood of a hostile text means the same to engine and matcher.
#[test]
fn what_is_left_of_a_hostile_text_can_be_searched() {
    let seed = new_seed();
    let mut dice = Dice::new(seed);
    let room = stories::newsroom(&mut dice, 20, 3).open();
    for _ in 0..cases(2_000) {
        let text = hostile(&mut dice);
        let query = parse_lenient(&text, reading()).query;
        let found: Set = match room.searcher().search(&request(query.clone())) {
            Ok(mut results) => {
                std::iter::from_fn(|| results.next_id().expect("the index can be read")).collect()
            }
            Err(SearchError::Query(error)) => {
                assert!(
                    matches!(error.problem, Problem::TooManyExpansions { .. }),
                    "seed {seed}: {text:?}: {error}"
                );
                continue;
            }
            Err(error) => panic!("seed {seed}: {text:?}: {error}"),
        };
        let matcher = Matcher::new(&query);
        let accepted: Set = room
            .articles()
            .iter()
            .filter(|article| matcher.accepts(article))
            .map(|article| article.id.to_string())
            .collect();
        assert_eq!(found, accepted, "seed {seed}: {text:?} as `{query}`");
    }
}

#[test]
fn nothing_is_nested_so_deep_that_the_stack_ends() {
    on_a_small_stack(|| {
        for text in [
            "(".repeat(10_000),
            "(".repeat(4_000),
            "(".repeat(2_000) + "a" + &")".repeat(2_000),
            "NOT ".repeat(8_192),
            "NOT ".repeat(1_000) + "a",
            "-".repeat(4_000) + "a",
            "by:".repeat(1_300) + "a",
            "by:(".repeat(1_000) + "a",
            "atleast2 ".repeat(450) + "a",
            "atleast2(".repeat(450) + "a",
            "a w/1 ".repeat(680) + "a",
            "a w/1 (".repeat(580) + "a",
            "a not w/1 (".repeat(370) + "a",
            "a OR (b ".repeat(500),
            "-(".repeat(2_000) + "a",
            "\"a b\"~3 w/2 ".repeat(340) + "c",
            "+".repeat(4_000) + "a",
        ] {
            let took = read(&text);
            assert!(
                took < Duration::from_secs(2),
                "{took:?} for {:?}…",
                &text[..40]
            );
        }
    });
}

/// `(a b) w/1 (c d)` asks for four pairs; a row of such groups must not ask for 2ⁿ of them.
#[test]
fn groups_beside_groups_stay_within_the_bound_of_parts() {
    on_a_small_stack(|| {
        let group = |n: usize| format!("(a{n} b{n})");
        for groups in [2, 4, 6, 8, 12, 100] {
            let text = (0..groups).map(group).collect::<Vec<_>>().join(" w/1 ");
            let start = Instant::now();
            match parse(&text, reading()) {
                Ok(parsed) => assert!(
                    parsed.query.clauses() <= 4_096,
                    "{} parts of {groups} groups",
                    parsed.query.clauses()
                ),
                Err(error) => assert!(
                    matches!(error.problem, Problem::TooManyClauses { .. }),
                    "{error}"
                ),
            }
            let lenient = parse_lenient(&text, reading()).query;
            assert!(
                lenient.clauses() <= 4_096,
                "{} parts of {groups} groups",
                lenient.clauses()
            );
            assert!(
                start.elapsed() < Duration::from_secs(2),
                "{:?} for {groups} groups",
                start.elapsed()
            );
        }
    });
}

#[test]
fn more_than_four_kilobytes_of_a_text_are_not_read() {
    on_a_small_stack(|| {
        for text in [
            "NOT ".repeat(8_192),
            "strike ".repeat(4_681),
            "é".repeat(16_384),
        ] {
            let error = parse(&text, reading()).expect_err("32 KB are too many");
            assert!(
                matches!(error.problem, Problem::TooLong { most: 4_096, .. }),
                "{error}"
            );
            assert!(parse_lenient(&text, reading()).query.clauses() <= 300);
        }
    });
}
