//! The language, shown: `language.tsv` is a table of what people type and what it means, which a librarian can read and
//! correct; its head says in which words. Here it is held against the parser.
//!
//! What comes in is the table, what goes out are the lines that come out otherwise. A query that is understood must also
//! print as a text that means the same.

use std::fmt::Write;

use morgue::date::When;
use morgue::index::Field;
use morgue::index::analyzer::{Acronym, Analysis, Scanner, is_function_word};
use morgue::search::{
    Joining, Leaf, Length, Likeness, Near, Note, Order, Query, QueryError, Reach, Reading, Saved,
    Slot, parse, parse_lenient_with, parse_with,
};

use crate::newsroom::reading;

const TABLE: &str = include_str!("language.tsv");

/// The saved queries that the head of the table names.
const SAVED: &str = "floods\tflood* OR \"dam burst\"\ntown\tcastlemain OR aldern\n";

/// Fewer rows than this would leave something out.
const FEWEST: usize = 200;

#[test]
fn the_table_of_the_language_is_what_the_parser_reads() {
    let (mut seen, mut wrong) = (0, String::new());
    for (number, line) in (1..).zip(TABLE.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        seen += 1;
        let mut columns = line.split('\t');
        let (Some(typed), Some(expected)) = (columns.next(), columns.next()) else {
            let _ = writeln!(wrong, "line {number}: a tab is missing: {line}");
            continue;
        };
        let understood = read(&with_escapes(typed));
        if understood != with_escapes(expected) {
            let _ = writeln!(
                wrong,
                "line {number}: {typed}\n  the table {expected}\n  the parser {understood}"
            );
        }
    }
    assert!(wrong.is_empty(), "tests/it/language.tsv\n{wrong}");
    assert!(seen >= FEWEST, "only {seen} rows seen");
}

/// No query stands in the table twice, where one could be corrected and the other forgotten.
#[test]
fn the_table_of_the_language_has_each_query_once() {
    let mut typed: Vec<&str> = TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(typed, _)| typed)
        .collect();
    typed.sort_unstable();
    let twice: Vec<_> = typed.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// `\u{AD}` as the character; nothing else begins with a backslash.
fn with_escapes(text: &str) -> String {
    let mut whole = String::new();
    let mut parts = text.split(r"\u{");
    whole.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (code, rest) = part.split_once('}').expect("a number in braces");
        let code = u32::from_str_radix(code, 16).expect("a hexadecimal number");
        whole.push(char::from_u32(code).expect("a character"));
        whole.push_str(rest);
    }
    whole
}

/// What is typed, in the words of the table.
fn read(typed: &str) -> String {
    let (text, joining) = match typed.strip_prefix("--any ") {
        Some(text) => (text, Joining::Any),
        None => (typed, Joining::All),
    };
    let how = Reading {
        joining,
        limits: morgue::search::QueryLimits::USUAL,
        ..reading()
    };
    let saved = Saved::read(SAVED, "the table").expect("names and queries");
    let outcome = match text.strip_prefix("--lenient ") {
        Some(text) => (text, Ok(parse_lenient_with(text, how, &saved))),
        None => (text, parse_with(text, how, &saved)),
    };
    match outcome {
        (text, Ok(parsed)) => {
            let mut said = in_words(&parsed.query);
            for note in &parsed.notes {
                let _ = write!(said, " [{}]", note_in_words(note, text));
            }
            let printed = parsed.query.to_string();
            match parse(&printed, reading()) {
                Ok(again) if again.query != parsed.query => {
                    let _ = write!(
                        said,
                        ", but its print `{printed}` means {}",
                        in_words(&again.query)
                    );
                }
                // Only the lenient reading makes a query that says nothing to look for.
                Err(error) if !text.is_empty() && !typed.starts_with("--lenient") => {
                    let _ = write!(said, ", but its print `{printed}` is refused: {error}");
                }
                _ => {}
            }
            said
        }
        (text, Err(error)) => format!("error: {}", error_in_words(&error, text)),
    }
}

fn error_in_words(error: &QueryError, text: &str) -> String {
    format!("{error}, at {}", &text[error.span.clone()])
}

fn note_in_words(note: &Note, text: &str) -> String {
    match note {
        Note::Dropped(error) => format!("left out: {}", error_in_words(error, text)),
        Note::SameRead(at) => format!("`{}` is read as /p", &text[at.clone()]),
        Note::SmallOperator(at) => format!("`{}` is a word", &text[at.clone()]),
    }
}

fn in_words(query: &Query) -> String {
    let list = |parts: &[Query]| parts.iter().map(in_words).collect::<Vec<_>>().join(", ");
    match query {
        Query::All => "every article".to_owned(),
        Query::Leaf(leaf) => leaf_in_words(leaf),
        Query::And(parts) => format!("all({})", list(parts)),
        Query::Or(parts) => format!("any({})", list(parts)),
        Query::Not(inner) => format!("not({})", in_words(inner)),
        Query::Near(near) => format!(
            "{}({}, {})",
            near_in_words(near),
            in_words(&near.left),
            in_words(&near.right)
        ),
        Query::Apart(apart) => {
            let reach = match apart.reach {
                Reach::Words(n) => within(n),
                Reach::Sentence => "in its sentence".to_owned(),
                Reach::Paragraph => "in its paragraph".to_owned(),
            };
            format!(
                "first with no second {reach}({}, {})",
                in_words(&apart.left),
                in_words(&apart.right)
            )
        }
        Query::AtLeast { count, of } => {
            format!("at least {count} mentions of({})", in_words(of))
        }
        Query::When(when) => when_in_words(when),
        Query::Length(length) => length_in_words(length),
    }
}

fn near_in_words(near: &Near) -> String {
    let reach = match near.reach {
        Reach::Words(n) => within(n),
        Reach::Sentence => "in one sentence".to_owned(),
        Reach::Paragraph => "in one paragraph".to_owned(),
    };
    match near.order {
        Order::Any => reach,
        Order::AsWritten => reach + " in order",
    }
}

fn within(n: u32) -> String {
    format!("within {n} word{}", if n == 1 { "" } else { "s" })
}

fn when_in_words(when: &When) -> String {
    match when {
        When::Undated => "without a date".to_owned(),
        When::EveryYear { month, day: None } => format!("published every year in {month:02}"),
        When::EveryYear {
            month,
            day: Some(day),
        } => format!("published every year on {month:02}-{day:02}"),
        When::Between(range) => match (range.first, range.last) {
            (None, None) => "published on any day".to_owned(),
            (Some(first), None) => format!("published from {first} on"),
            (None, Some(last)) => format!("published until {last}"),
            (Some(first), Some(last)) if first == last => format!("published on {first}"),
            (Some(first), Some(last)) => format!("published from {first} to {last}"),
        },
    }
}

fn length_in_words(length: &Length) -> String {
    match (length.least, length.most) {
        (least, most) if least == most => format!("exactly {least} words"),
        (least, u64::MAX) => format!("{least} words or more"),
        (0, most) => format!("{most} words or fewer"),
        (least, most) => format!("{least} to {most} words"),
    }
}

/// A word or a phrase, as it is looked for.
fn leaf_in_words(leaf: &Leaf) -> String {
    let words: Vec<String> = leaf
        .slots
        .iter()
        .flat_map(|slot| match slot {
            Slot::Word(word) => folded(word, leaf.field),
            Slot::Wild(pattern) => vec![format!("pattern {pattern}")],
            Slot::Fuzzy { word, distance: 1 } => vec![format!("1 slip from {word}")],
            Slot::Fuzzy { word, distance } => vec![format!("{distance} slips from {word}")],
        })
        .collect();
    let is_hyphened = matches!(leaf.slots.as_slice(), [Slot::Word(word)] if is_one_joined(word));
    let mut said = String::new();
    if leaf.likeness == Likeness::Exact {
        said.push_str("exact ");
    }
    match words.as_slice() {
        [word] => said.push_str(word),
        words if is_hyphened => {
            let _ = write!(said, "hyphened({})", words.join(", "));
        }
        words => {
            let _ = write!(said, "phrase({})", words.join(", "));
        }
    }
    if leaf.field != Field::Text {
        let _ = write!(said, " in {}", leaf.field.name());
    }
    said
}

/// The positions of a typed word.
fn folded(word: &str, field: Field) -> Vec<String> {
    let mut scanner = Scanner::new(word, 0);
    let mut words = Vec::new();
    while let Some(chunk) = scanner.advance() {
        words.extend(chunk.parts().map(|(part, folded)| {
            let is_acronym = part.acronym == Acronym::Dotted
                && is_function_word(folded)
                && field.analysis() == Analysis::Text;
            let acronym = if is_acronym { "acronym " } else { "" };
            format!("{acronym}{folded}")
        }));
    }
    words
}

/// Whether a typed word is one with a hyphen whose parts are also looked for run together.
fn is_one_joined(word: &str) -> bool {
    let mut scanner = Scanner::new(word, 0);
    let joined = scanner
        .advance()
        .is_some_and(|chunk| chunk.joined().is_some());
    joined && scanner.advance().is_none()
}
