//! Factiva: words side by side stand next to each other, fields are `hd=`, distances are in the name of the operator.
//!
//! Binds, tightest first: brackets, round or square; words side by side; `adj`, `w/n`, `near`, `/nN/`, `same` and `/Fn/`, from
//! left to right; `atleast` and fields; `not`; `and`; `or`. Words side by side are a phrase before any operator looks at them: the
//! service reads them at the level of `adj`, which would make `rates near5 bank of england` end in `… adj of adj england`.

use std::ops::Range;

use super::days::{End, filter};
use super::lexer::{Lexer, Step};
use super::names::{self, Meaning, Names};
use super::note::{Change, Note};
use super::order::{Grammar, Infix, Kind, Prefix};
use super::said::{Nearness, What};
use super::scan::{number, numbered};
use super::word::truncated;
use crate::search::error::QueryError;
use crate::search::lex::is_double_quote;
use crate::search::query::Reach;

pub(super) const GRAMMAR: Grammar = Grammar {
    infix: |infix| match infix {
        Infix::Beside => 1000,
        Infix::Adjacent | Infix::Near(_) => 900,
        Infix::AndNot => 700,
        Infix::And | Infix::SamePart => 600,
        Infix::Or => 500,
    },
    prefix: |prefix| match prefix {
        Prefix::Not => 700,
        _ => 800,
    },
    silent: Infix::Beside,
};

const FIELDS: &Names = &[
    (&["hd", "hl"], names::TITLE),
    (&["hlp"], names::TITLE_AND_LEAD),
    (&["lp"], names::LEAD),
    (&["by", "au"], names::BYLINE),
    (&["sn", "pub"], names::SOURCE),
    (&["rst", "sc", "src"], names::SOURCE_CODES),
    (&["se"], names::SECTION),
    (&["la"], names::LANG),
    (
        &["ns", "in", "re", "co", "fds", "pe", "icb", "gov"],
        names::TAG_CODES,
    ),
    (&["td", "ft", "art"], names::NEARLY_TEXT),
    (&["cr"], names::NEARLY_TEXT),
    (&["url"], names::URL),
    (&["pd", "dt"], Meaning::Date),
    (&["wc"], Meaning::Length),
    (
        &[
            "an", "clm", "ct", "de", "ed", "ipc", "ipd", "pg", "rf", "vol", "fmt", "upd",
        ],
        Meaning::Nothing,
    ),
];

const OPEN: [char; 2] = ['(', '['];
const CLOSE: [char; 2] = [')', ']'];

pub(super) fn next(lexer: &mut Lexer<'_>) -> Step {
    if lexer.brackets(&OPEN, &CLOSE) || lexer.phrase(spelt)? {
        return Ok(());
    }
    if slashed(lexer)? || field(lexer)? {
        return Ok(());
    }
    let span = word(lexer);
    let text = lexer.scan.slice(&span);
    let small = text.to_ascii_lowercase();
    match small.as_str() {
        "and" => lexer.infix(Infix::And, span),
        "or" => lexer.infix(Infix::Or, span),
        "not" => lexer.tokens.push_not(span),
        "same" => lexer.near(Nearness::near(Reach::Paragraph), span),
        "adj" | "adj1" | "w/1" => lexer.infix(Infix::Adjacent, span),
        "%" => {
            lexer.note(&span, Change::AtMostBetween);
            lexer.near(Nearness::ordered(Reach::Words(2)), span);
        }
        "date" | "upd" if dates(lexer, &small, &span) => {}
        _ => match distance(&small) {
            Some((ordered, n)) => {
                let reach = lexer.reach(n, &span)?;
                let how = if ordered {
                    Nearness::ordered(reach)
                } else {
                    Nearness::near(reach)
                };
                lexer.near(how, span);
            }
            None => match numbered(&small) {
                ("atleast", n @ Some(_)) => lexer.at_least(n, span)?,
                _ => {
                    let spelt = spelt(text, &span, &mut lexer.notes);
                    lexer.words(&spelt, span)?;
                }
            },
        },
    }
    Ok(())
}

/// `near5`, `w/5`, `adj5`: whether the order counts, and the number.
fn distance(word: &str) -> Option<(bool, u32)> {
    if let Some(n) = word.strip_prefix("w/") {
        return Some((true, number(n)?));
    }
    match numbered(word) {
        ("near", Some(n)) => Some((false, n)),
        ("adj", Some(n)) => Some((true, n)),
        _ => None,
    }
}

/// A word; it ends where `/N30/` or `/F50/` begins.
fn word(lexer: &mut Lexer<'_>) -> Range<usize> {
    let from = lexer.scan.at;
    let rest = lexer.scan.rest();
    let end = rest
        .char_indices()
        .find(|&(at, c)| {
            let is_end = c.is_whitespace() || is_double_quote(c);
            is_end
                || OPEN.contains(&c)
                || CLOSE.contains(&c)
                || c == '/' && at > 0 && between_slashes(&rest[at..]).is_some()
        })
        .map_or(rest.len(), |(at, _)| at);
    lexer.scan.at = from + end;
    from..lexer.scan.at
}

/// `/N30/`, `/30N/`, `/F50/`, `/50F/`: the letter, the number, and how long it is.
fn between_slashes(text: &str) -> Option<(char, u32, usize)> {
    let inner = text.strip_prefix('/')?;
    let bytes = inner.as_bytes();
    let end = bytes.iter().take(8).position(|b| *b == b'/')?;
    let inner = inner.get(..end)?;
    let letter = inner.chars().find(char::is_ascii_alphabetic)?;
    let digits = inner
        .strip_prefix(letter)
        .or_else(|| inner.strip_suffix(letter))?;
    let letter = letter.to_ascii_lowercase();
    matches!(letter, 'n' | 'f').then_some((letter, number(digits)?, end + 2))
}

fn slashed(lexer: &mut Lexer<'_>) -> Result<bool, QueryError> {
    let Some((letter, n, length)) = between_slashes(lexer.scan.rest()) else {
        return Ok(false);
    };
    let span = lexer.scan.at..lexer.scan.at + length;
    lexer.scan.at = span.end;
    if letter == 'n' {
        let reach = lexer.reach(n, &span)?;
        lexer.near(Nearness::near(reach), span);
    } else {
        lexer.note(&span, Change::FirstWords { words: n });
        lexer.tokens.push(Kind::InLead, span);
    }
    Ok(true)
}

/// `hd=`, `wc>500`.
fn field(lexer: &mut Lexer<'_>) -> Result<bool, QueryError> {
    let from = lexer.scan.at;
    let mut ahead = lexer.scan;
    let name = ahead.take_while(|c| c.is_ascii_alphabetic());
    let text = ahead.slice(&name);
    if !(2..=5).contains(&text.len()) {
        return Ok(false);
    }
    if text.eq_ignore_ascii_case("wc") {
        let mut behind = ahead;
        behind.skip_space();
        if behind.peek().is_some_and(|c| matches!(c, '<' | '>' | '=')) {
            let sign = behind.at;
            behind.take_while(|c| matches!(c, '<' | '>' | '='));
            behind.skip_space();
            behind.word(&['(', ')', '[', ']']);
            lexer.scan = behind;
            let value = behind.slice(&(sign..behind.at));
            lexer.value(Meaning::Length, text, value, from..behind.at);
            return Ok(true);
        }
    }
    if !ahead.eat('=') {
        return Ok(false);
    }
    lexer.scan = ahead;
    let span = from..ahead.at;
    let meaning = names::meaning(text, FIELDS);
    if let Some(fields) = meaning.fields(text, &span, &mut lexer.notes) {
        lexer
            .tokens
            .push(Kind::Prefix(Prefix::In(fields.to_vec())), span);
        return Ok(true);
    }
    lexer.scan.skip_space();
    let value = if lexer.scan.peek() == Some('(') {
        lexer.scan.bracketed()?
    } else if let Some(inner) = lexer.scan.quoted()? {
        inner
    } else {
        word(lexer)
    };
    let value = lexer.scan.slice(&value);
    lexer.value(meaning, text, value, from..lexer.scan.at);
    Ok(true)
}

/// `date from 20200101 to 20201231`, `date after -7`, `date 20200101`; else `date` is a word.
fn dates(lexer: &mut Lexer<'_>, name: &str, span: &Range<usize>) -> bool {
    let before = lexer.scan;
    let first = next_word(lexer);
    let read = |lexer: &mut Lexer<'_>, text: &str| {
        let from = lexer.scan.at - text.len();
        let place = from..lexer.scan.at;
        text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
            .then_some(place)
    };
    let mut notes = lexer.notes.len();
    let range = match first.to_ascii_lowercase().as_str() {
        word @ ("after" | "before" | "since" | "until") => {
            let text = next_word(lexer);
            read(lexer, text).map(|place| lexer.calendar().compared(word, text, &place))
        }
        "from" => {
            let from = next_word(lexer);
            let to = next_word(lexer);
            let to = if to.eq_ignore_ascii_case("to") {
                next_word(lexer)
            } else {
                to
            };
            read(lexer, to).map(|place| {
                let (from, to) = ((from, End::Included), (to, End::Included));
                lexer.calendar().between(from, to, &place)
            })
        }
        "is" | "on" | "=" => {
            let text = next_word(lexer);
            read(lexer, text).map(|place| lexer.calendar().period(text, &place))
        }
        _ => read(lexer, first).map(|place| lexer.calendar().period(first, &place)),
    };
    let Some(range) = range else {
        lexer.scan = before;
        notes = notes.min(lexer.notes.len());
        lexer.notes.truncate(notes);
        return false;
    };
    let whole = span.start..lexer.scan.at;
    let what = match range {
        Some(range) if name == "date" => What::Filter(filter(range)),
        Some(_) => {
            let name = name.to_owned();
            lexer.note(&whole, Change::NoCounterpart { name });
            What::Nothing
        }
        None => {
            lexer.note(&whole, Change::NotADate);
            What::Nothing
        }
    };
    lexer.tokens.push(Kind::Part(what), whole);
    true
}

fn next_word<'t>(lexer: &mut Lexer<'t>) -> &'t str {
    lexer.scan.skip_space();
    let span = lexer.scan.word(&['(', ')', '[', ']', '"']);
    lexer.scan.slice(&span)
}

/// A word with `*`, `?` and `$3`; single quotes are white space around it.
fn spelt(text: &str, span: &Range<usize>, notes: &mut Vec<Note>) -> String {
    let text = text.trim_matches(['\'', '‘', '’']);
    let spelt = match text.rsplit_once('$') {
        Some((stem, digits)) if digits.is_empty() || number(digits).is_some() => {
            truncated(stem, number(digits), span, notes)
        }
        _ => text.to_owned(),
    };
    spelt.replace('$', " ")
}
