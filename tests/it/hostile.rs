//! Text that is no query: no panic, no overflow of a small stack, an answer at once, whatever is typed or pasted.
//!
//! What comes in is chance, with brackets, quotes and operators favoured; what goes out are the two readings, which must
//! hold to each other and to the text. `cargo test --release --test it a_million -- --ignored --nocapture` is the long run.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use morgue::search::{
    MOST_BYTES, Matcher, Note, Parsed, Problem, QueryError, SearchError, parse, parse_lenient,
};

use crate::newsroom::dice::{Dice, cases, new_seed};
use crate::newsroom::{Newsroom, reading, request, stories, understood};

type Set = BTreeSet<String>;

/// How long a text may take in a debug build on a busy machine; [`a_million_hostile_texts`] is strict.
const PATIENCE: Duration = Duration::from_secs(2);

/// What hostile texts are made of.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "(", ")", "((", "))", "\"", "“", "”", "„", "«", "»", "'", "’", "-", "−", "--", "+", "=", "=\"", "|", "||", "&",
    "&&", "AND", "OR", "NOT", "and", "or", "not", "and not", "same", "w/", "w/3", "W/5", "w/0", "w/99999999999",
    "pre/2", "adj/", "near/3", "/s", "/p", "w/s", "not w/3", "not /s", "NOT /p", "atleast", "atleast2",
    "atleast2(", "ATLEAST9999999999", "title:", "lead:", "source:", "tag:", "nosuch:", "date:", "date:(",
    "date:\"", "before:", "since:", "words:", "words:>", "words:>18446744073709551614", "date:2015-12", "date:..",
    "date:*-02-29", "*", "**", "?", "a*", "*a*", "~", "~1", "~9", "\"a b\"~5", "word~2", "=word~1", "child!", "!",
    "a", "b", "the", "U.S.", "e-mail", "O'Brien", "1,000", "\u{AD}", "\u{200B}", "\u{200D}", "\u{202E}", "\u{1}",
    "\u{2}", "\0", "\n", "\t", " ", " ", " ", "é", "e\u{301}", "\u{301}", "ﬁ", "東京", "か\u{3099}", "İ", "ß", "🗞️",
    "\u{FEFF}", "\u{FFFF}", "^", "@x", "#", "/", ":", "://", "[", "]", "{", "}", "<", ">", "..", "…", "\\", "%s",
    ";", ",", ".",
];

/// The length of a text: most are short, where most kinds of mistakes are made.
fn short(dice: &mut Dice) -> usize {
    let most = match dice.below(100) {
        0 => 4_200,
        1..=4 => 1_000,
        5..=24 => 120,
        _ => 30,
    };
    dice.below(most + 1)
}

/// The length of a text: any up to the 4 KB that are read and a little over.
fn any_length(dice: &mut Dice) -> usize {
    if dice.percent(50) {
        short(dice)
    } else {
        dice.below(4_200)
    }
}

/// A text of what breaks parsers: brackets, quotes and operators, whole and in pieces, and characters of every width.
/// Some say the same few things over and over, since it is in a pile that what is quadratic shows.
fn hostile(dice: &mut Dice, length: fn(&mut Dice) -> usize) -> String {
    let length = length(dice);
    let spaced = dice.percent(60);
    let pile: Vec<&str> = (0..dice.between(1, 4)).map(|_| dice.pick(PIECES)).collect();
    let is_pile = dice.percent(15);
    let mut text = String::new();
    while text.len() < length {
        if dice.percent(if is_pile { 1 } else { 4 }) {
            text.extend(char::from_u32((dice.next() % 0x11_0000) as u32));
        } else if is_pile {
            text.extend(pile.iter().copied());
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

/// How long the two readings of a text took.
#[derive(Clone, Copy, Debug, Default)]
struct Took {
    strict: Duration,
    lenient: Duration,
}

impl Took {
    fn longest(self) -> Duration {
        self.strict.max(self.lenient)
    }
}

/// Reads a text both ways and checks what was understood.
fn read(text: &str) -> Took {
    let (strict, lenient, took) = timed(text);
    check(text, &strict, &lenient);
    took
}

fn timed(text: &str) -> (Result<Parsed, QueryError>, Parsed, Took) {
    let start = Instant::now();
    let lenient = parse_lenient(text, reading());
    let between = Instant::now();
    let strict = parse(text, reading());
    let took = Took {
        strict: between.elapsed(),
        lenient: between - start,
    };
    (strict, lenient, took)
}

/// A text that is right means the same by both readings, and so does its print; one that is wrong is pointed at, and
/// leniently read with something left out.
fn check(text: &str, strict: &Result<Parsed, QueryError>, lenient: &Parsed) {
    match strict {
        Ok(strict) => {
            assert_eq!(lenient, strict, "{text:?}");
            let printed = strict.query.to_string();
            // `date:1984` prints with both its days, so that a long text may have a print that is too long to be read.
            if printed.len() <= MOST_BYTES {
                assert_eq!(
                    understood(&printed),
                    strict.query,
                    "{text:?} as `{printed}`"
                );
            }
        }
        Err(error) => {
            let span = error.span.clone();
            assert!(
                text.get(span.clone()).is_some(),
                "{text:?}: {error} @ {span:?}"
            );
            let dropped = |note: &Note| matches!(note, Note::Dropped(_));
            assert!(
                lenient.notes.iter().any(dropped),
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
}

/// The slowest of many texts, by each of the two readings.
#[derive(Default)]
struct Slowest {
    took: Took,
    strict: String,
    lenient: String,
}

impl Slowest {
    fn see(&mut self, text: &str, took: Took) {
        if took.strict > self.took.strict {
            self.took.strict = took.strict;
            text.clone_into(&mut self.strict);
        }
        if took.lenient > self.took.lenient {
            self.took.lenient = took.lenient;
            text.clone_into(&mut self.lenient);
        }
    }
}

/// Reads so many texts of so much chance; says which were the slowest.
fn read_many(seed: u64, texts: usize, length: fn(&mut Dice) -> usize) -> Slowest {
    let mut dice = Dice::new(seed);
    let mut slowest = Slowest::default();
    for number in 0..texts {
        let text = hostile(&mut dice, length);
        let outcome = std::panic::catch_unwind(|| {
            let mut took = read(&text);
            // Another program may have had the processor meanwhile: what is slow is slow again.
            for _ in 0..4 {
                if took.longest() < Duration::from_millis(2) {
                    break;
                }
                let (.., again) = timed(&text);
                took.strict = took.strict.min(again.strict);
                took.lenient = took.lenient.min(again.lenient);
            }
            took
        });
        match outcome {
            Ok(took) => slowest.see(&text, took),
            Err(reason) => {
                eprintln!("seed {seed}, text {number}: {text:?}");
                std::panic::resume_unwind(reason);
            }
        }
    }
    slowest
}

/// No text is so wrong that reading it fails, takes long, or points outside of itself.
#[test]
fn a_hostile_text_is_read_or_refused_at_once() {
    on_a_small_stack(|| {
        let seed = new_seed();
        let slowest = read_many(seed, cases(100_000), short);
        let took = slowest.took;
        assert!(took.longest() < PATIENCE, "seed {seed}: {took:?}");
    });
}

/// The long run, of texts of all lengths. It is for a release build, where every answer comes in 20 ms.
#[test]
#[ignore = "takes minutes: cargo test --release --test it a_million -- --ignored --nocapture"]
fn a_million_hostile_texts_are_read_or_refused_in_20_ms() {
    on_a_small_stack(|| {
        let (seed, texts, start) = (new_seed(), 1_000_000, Instant::now());
        let slowest = read_many(seed, texts, any_length);
        let took = slowest.took;
        println!(
            "seed {seed}: {texts} texts in {:.0?}, on a stack of 2 MB\nslowest strict reading: {:.1?} for {:?}\n\
             slowest lenient reading: {:.1?} for {:?}",
            start.elapsed(),
            took.strict,
            slowest.strict,
            took.lenient,
            slowest.lenient
        );
        let bound = if cfg!(debug_assertions) {
            PATIENCE
        } else {
            Duration::from_millis(20)
        };
        assert!(took.longest() < bound, "{took:?}");
    });
}

/// What was understood of a hostile text means the same to engine and matcher.
#[test]
fn what_is_left_of_a_hostile_text_can_be_searched() {
    let seed = new_seed();
    let mut dice = Dice::new(seed);
    let room = stories::newsroom(&mut dice, 20, 3).open();
    for _ in 0..cases(2_000) {
        let text = hostile(&mut dice, short);
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

/// Different words with this between them, up to the bytes that are read.
fn words(most: usize, between: &str) -> String {
    let words: Vec<String> = (0..most).map(|n| format!("w{n}")).collect();
    let mut text = words.join(between);
    text.truncate(MOST_BYTES);
    text
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
            "=NOT /p ".repeat(512),
            "(a b) /p ".repeat(455) + "c",
            words(500, " w/1 "),
            words(500, " w/1 -"),
            words(500, " (") + &")".repeat(500),
            words(300, " w/1 (x OR y z) w/1 "),
        ] {
            let took = read(&text);
            assert!(took.longest() < PATIENCE, "{took:?} for {:?}…", &text[..40]);
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
                start.elapsed() < PATIENCE,
                "{:?} for {groups} groups",
                start.elapsed()
            );
        }
    });
}

/// What a query says in few words may be many parts: they count as if they had been typed, and so does their print.
#[test]
fn parts_count_however_they_came_about() {
    let list = |name: &str, n: usize| {
        let words: Vec<String> = (0..n).map(|i| format!("{name}{i}")).collect();
        words.join(" ")
    };
    for (text, fits) in [
        (format!("({}) w/1 z", list("a", 80)), true),
        (
            format!("({}) w/1 y ({}) w/1 z", list("a", 80), list("b", 80)),
            false,
        ),
        (format!("\"{}\"~3", list("a", 64)), true),
        (
            ["a", "b", "c", "d", "e"]
                .map(|name| format!("\"{}\"~3", list(name, 60)))
                .join(" "),
            false,
        ),
    ] {
        let strict = parse(&text, reading());
        check(&text, &strict, &parse_lenient(&text, reading()));
        match strict {
            Ok(_) => assert!(fits, "{text}"),
            Err(error) => {
                assert!(!fits, "{text}: {error}");
                let problem = Problem::TooManyClauses { most: 256 };
                assert_eq!(error.problem, problem, "{text}");
            }
        }
    }
}

#[test]
fn a_chain_of_nearness_in_a_long_paragraph_takes_no_more_than_its_length() {
    const WORDS: usize = 20_000;
    let paragraph = "the old mill by the river ".repeat(WORDS / 6);
    let room = Newsroom::new()
        .article(|draft| draft.title("Mill").body(&[&paragraph]))
        .open();
    // By pairs of pairs these would be more stretches than any memory holds.
    for text in [
        "the /p the /p the",
        "atleast900(the /p mill /p the)",
        "mill /p the /p river /p old /p by /p mill /p the",
        "((the /p old) /s (mill /p the)) w/200 (by /p (the OR river))",
        "the not /p mill",
    ] {
        let query = understood(text);
        let found = room.found(&query).len();
        let marks = Matcher::new(&query).marks(&room.articles()[0]);
        assert_eq!(found == 1, marks.is_some(), "{text}");
    }
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
