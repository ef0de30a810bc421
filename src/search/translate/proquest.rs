//! ProQuest: words side by side must all be there, fields stand around brackets, `PRE/3` and `NEAR/5` between words.
//!
//! Binds, tightest first: brackets and fields; `PRE`; `NEAR`; `AND` and nothing at all; `OR`; `NOT`. That is the order the platform
//! documents; the one before it read OR first, and such strings have brackets in practice.

use std::ops::Range;

use super::lexer::{Lexer, Step};
use super::names::{self, Meaning, Names};
use super::note::{Change, Note};
use super::order::{Grammar, Infix, Kind, Prefix};
use super::said::Nearness;
use super::scan::number;
use super::word::truncated;
use crate::index::Field;
use crate::search::error::QueryError;
use crate::search::lex::is_double_quote;
use crate::search::query::{Order, Reach};

pub(super) const GRAMMAR: Grammar = Grammar {
    infix: |infix| match infix {
        Infix::Beside | Infix::Adjacent => 1000,
        Infix::Near(how) if how.order == Order::AsWritten => 900,
        Infix::Near(_) => 800,
        Infix::SamePart => 700,
        Infix::And => 600,
        Infix::Or => 500,
        Infix::AndNot => 400,
    },
    prefix: |prefix| match prefix {
        Prefix::Not => 400,
        _ => 2000,
    },
    silent: Infix::And,
};

const FIELDS: &Names = &[
    (&["ti", "title", "tis", "mainti", "hd"], names::TITLE),
    (&["ab", "abstract"], names::NEARLY_LEAD),
    (&["au", "author", "byl"], names::BYLINE),
    (&["pub", "pubtitle", "source", "so"], names::SOURCE),
    (&["sec", "section"], names::SECTION),
    (&["dl", "dateline"], names::PLACE),
    (&["la", "language"], names::LANG),
    (
        &["su", "subject", "mesh", "keyword", "if", "tag"],
        names::TAG,
    ),
    (
        &["per", "pn", "org", "co", "loc", "cc", "diskw"],
        names::NEARLY_TAG,
    ),
    (&["all", "alltext"], names::TEXT),
    (&["ft", "fulltext", "noft", "cap", "tx"], names::NEARLY_TEXT),
    (&["url"], names::URL),
    (&["yr", "year", "pd", "date"], Meaning::Date),
    (&["wc"], Meaning::Length),
    (
        &[
            "at", "stype", "rtype", "dtype", "doctype", "isbn", "issn", "an", "id", "is", "iss",
            "vo", "pg", "pages", "pstype", "fdb", "db", "dskind", "fr", "lv",
        ],
        Meaning::Nothing,
    ),
];

/// What the platform puts behind `NEAR` and `PRE` without a number.
const USUAL: u32 = 4;

/// Letters that `*` stands for at most, without a number.
const MOST_LETTERS: u32 = 5;

pub(super) fn next(lexer: &mut Lexer<'_>) -> Step {
    // `"{a phrase}"` looks for its variants too, which is what a phrase does here.
    if lexer.brackets(&['('], &[')']) || lexer.phrase(spelt)? {
        return Ok(());
    }
    let span = lexer
        .scan
        .take_while(|c| !c.is_whitespace() && !matches!(c, '(' | ')') && !is_double_quote(c));
    let text = lexer.scan.slice(&span);
    let small = text.to_ascii_lowercase();
    match small.as_str() {
        "and" => lexer.infix(Infix::And, span),
        "or" => lexer.infix(Infix::Or, span),
        "not" => lexer.tokens.push_not(span),
        "lnk" | "w/doc" => {
            lexer.note(&span, Change::SamePart);
            lexer.infix(Infix::SamePart, span);
        }
        _ if proximity(lexer, text, &small, &span)? => {}
        _ if lexer.scan.peek() == Some('(') && field(lexer, &small, &span)? => {}
        _ => {
            let spelt = spelt(text, &span, &mut lexer.notes);
            lexer.words(&spelt, span)?;
        }
    }
    Ok(())
}

/// `NEAR/5`, `N/5`, `W/5`, `PRE/3`, `P/3`, `W/PARA`; `NEAR` and `PRE` alone in capitals, since they are words too.
fn proximity(
    lexer: &mut Lexer<'_>,
    text: &str,
    small: &str,
    span: &Range<usize>,
) -> Result<bool, QueryError> {
    let (name, reach) = match (text, small.split_once('/')) {
        ("NEAR", _) => ("near", Reach::Words(USUAL)),
        ("PRE", _) => ("pre", Reach::Words(USUAL)),
        (_, Some((name, "para" | "p"))) if matches!(name, "w" | "near") => (name, Reach::Paragraph),
        (_, Some((name, digits))) => match number(digits) {
            Some(n) if matches!(name, "near" | "n" | "w" | "within" | "pre" | "p") => {
                (name, lexer.reach(n, span)?)
            }
            _ => return Ok(false),
        },
        _ => return Ok(false),
    };
    let how = if matches!(name, "pre" | "p") {
        Nearness::ordered(reach)
    } else {
        Nearness::near(reach)
    };
    lexer.near(how, span.clone());
    Ok(true)
}

/// `ti(`, `ti,ab(`, `su.exact(`, `exact(`.
fn field(lexer: &mut Lexer<'_>, small: &str, span: &Range<usize>) -> Result<bool, QueryError> {
    let is_name = |c: char| c.is_ascii_alphabetic() || matches!(c, ',' | '.');
    if small.is_empty() || !small.chars().all(is_name) {
        return Ok(false);
    }
    if small == "exact" || small == "x" {
        lexer
            .tokens
            .push(Kind::Prefix(Prefix::Exactly), span.clone());
        return Ok(true);
    }
    let is_exact = small.ends_with(".exact") || small.ends_with(".x");
    if let [one] = small.split(',').collect::<Vec<_>>()[..] {
        let bare = one.split('.').next().unwrap_or(one);
        let place = span.start..span.start + bare.len();
        let meaning = names::meaning(bare, FIELDS);
        lexer.segment(place, meaning)?;
        if is_exact && meaning.is_words() {
            lexer
                .tokens
                .push(Kind::Prefix(Prefix::Exactly), span.clone());
        }
        return Ok(true);
    }
    several(lexer, small, span)?;
    Ok(true)
}

/// `ti,ab(`: any of several fields.
fn several(lexer: &mut Lexer<'_>, small: &str, span: &Range<usize>) -> Step {
    let mut at = span.start;
    let mut found: Vec<Field> = Vec::new();
    for name in small.split(',') {
        let bare = name.split('.').next().unwrap_or(name);
        let place = at..at + bare.len();
        at += name.len() + 1;
        let meaning = names::meaning(bare, FIELDS);
        match meaning.fields(bare, &place, &mut lexer.notes) {
            Some(fields) => found.extend(fields),
            None => {
                let name = bare.to_owned();
                lexer.note(&place, Change::NoCounterpart { name });
            }
        }
    }
    if found.is_empty() {
        return lexer.segment(span.clone(), Meaning::Nothing);
    }
    // All the text holds headline and lead.
    if found.contains(&Field::Text) {
        found.retain(|field| !matches!(field, Field::Title | Field::Lead));
    }
    found.sort_unstable();
    found.dedup();
    let prefix = Kind::Prefix(Prefix::In(found));
    lexer.tokens.push(prefix, span.clone());
    Ok(())
}

/// A word with `*`, `[*3]` or `$3`, and `?`.
fn spelt(text: &str, span: &Range<usize>, notes: &mut Vec<Note>) -> String {
    let bounded = text
        .strip_suffix(']')
        .and_then(|word| word.rsplit_once("[*"))
        .or_else(|| text.rsplit_once('$'));
    if let Some((stem, digits)) = bounded
        && let Some(most) = number(digits)
    {
        return truncated(stem, Some(most), span, notes);
    }
    if text.contains('*') {
        notes.push(Note {
            span: span.clone(),
            change: Change::Ending { most: MOST_LETTERS },
        });
    }
    text.replace(['{', '}', '[', ']', '$', '!'], " ")
}
