//! Nexis and Lexis: bare words are a phrase, connectors between them, segments around them.
//!
//! Binds, tightest first: brackets and segments; words side by side; `OR`; `w/n` and its kin, the shortest distance
//! first; `w/s`; `w/p`; `w/seg`; `AND`; `AND NOT`. That is the order the service documents for its terms and connectors; a newer
//! product that reads from left to right says so on its own page, and agrees wherever there are brackets.

use std::ops::Range;

use super::lexer::{Lexer, Step, is_comparison};
use super::names::{self, Meaning, Names};
use super::note::{Change, Note};
use super::order::{Grammar, Infix, Kind, Prefix};
use super::said::Nearness;
use super::scan::{number, numbered};
use crate::search::error::QueryError;
use crate::search::lex::is_double_quote;
use crate::search::query::Reach;

pub(super) const GRAMMAR: Grammar = Grammar {
    infix: |infix| match infix {
        Infix::Beside | Infix::Adjacent => 1000,
        Infix::Or => 900,
        Infix::Near(how) => Infix::by_distance(how),
        Infix::SamePart => 300,
        Infix::And => 200,
        Infix::AndNot => 100,
    },
    prefix: |prefix| match prefix {
        Prefix::Not => 100,
        _ => 2000,
    },
    silent: Infix::Beside,
};

const SEGMENTS: &Names = &[
    (&["headline", "hl", "title", "head"], names::TITLE),
    (&["hlead"], names::TITLE_AND_LEAD),
    (&["lead", "leadpara"], names::LEAD),
    (&["byline", "author"], names::BYLINE),
    (
        &["publication", "pub", "source", "publication-name"],
        names::SOURCE,
    ),
    (&["section"], names::SECTION),
    (&["dateline"], names::PLACE),
    (&["language"], names::LANG),
    (&["text"], names::TEXT),
    (&["body"], names::NEARLY_TEXT),
    (&["subject", "term", "terms", "topic"], names::TAG),
    (
        &[
            "company",
            "person",
            "people",
            "organization",
            "geographic",
            "city",
            "state",
            "country",
            "industry",
            "ticker",
            "cmpny",
        ],
        names::NEARLY_TAG,
    ),
    (&["url", "web-address"], names::URL),
    (&["date", "publication-date"], Meaning::Date),
    (&["length", "word-count"], Meaning::Length),
    (
        &[
            "load-date",
            "publication-type",
            "pub-type",
            "graphic",
            "copyright",
            "series",
            "edition",
            "country-of-origin",
        ],
        Meaning::Nothing,
    ),
];

/// What ends a word.
const ENDS: [char; 2] = ['(', ')'];

pub(super) fn next(lexer: &mut Lexer<'_>) -> Step {
    if lexer.brackets(&['('], &[')']) || lexer.phrase(spelt)? {
        return Ok(());
    }
    let span = word(lexer);
    let text = lexer.scan.slice(&span);
    let small = text.to_ascii_lowercase();
    match small.as_str() {
        "and" | "&" => lexer.infix(Infix::And, span),
        "or" => lexer.infix(Infix::Or, span),
        "not" => lexer.tokens.push_not(span),
        _ if connector(lexer, &small, &span)? => {}
        _ if comparison(lexer, &small, &span) => {}
        _ if lexer.scan.opens_bracket() && command(lexer, &small, &span)? => {}
        _ if text.starts_with('#') => {
            // `term(oil #85plus#)` is how sure an indexer was.
            let name = text.to_owned();
            lexer.note(&span, Change::NoCounterpart { name });
        }
        _ => {
            let spelt = spelt(text, &span, &mut lexer.notes);
            lexer.words(&spelt, span)?;
        }
    }
    Ok(())
}

fn word(lexer: &mut Lexer<'_>) -> Range<usize> {
    let from = lexer.scan.at;
    lexer
        .scan
        .take_while(|c| !c.is_whitespace() && !ENDS.contains(&c) && !is_double_quote(c));
    from..lexer.scan.at
}

/// `child!` is `child*`, and `wom*n` is `wom?n`, here.
fn spelt(text: &str, _: &Range<usize>, _: &mut Vec<Note>) -> String {
    let mut spelt = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '*' => spelt.push('?'),
            '!' if rest.peek().is_none_or(|next| !next.is_alphanumeric()) => spelt.push('*'),
            '!' | '?' => spelt.push(super::word::LITERAL),
            c => spelt.push(c),
        }
    }
    spelt
}

/// `w/5`, `pre/3`, `/s`, `not/5`, `w/seg`.
fn connector(lexer: &mut Lexer<'_>, word: &str, span: &Range<usize>) -> Result<bool, QueryError> {
    let at = word.find(['/', '+']).map_or(0, |at| at + 1);
    let (name, reach) = word.split_at(at);
    let ordered = matches!(name, "pre/" | "onear/" | "+");
    if !ordered && !matches!(name, "w/" | "near/" | "within/" | "/" | "not/") {
        return Ok(false);
    }
    let reach = match reach {
        "s" | "sent" | "sentence" => Reach::Sentence,
        "p" | "para" | "paragraph" => Reach::Paragraph,
        "seg" | "doc" => {
            lexer.note(span, Change::SamePart);
            if name == "not/" {
                lexer.tokens.push_not(span.clone());
            } else {
                same_part(lexer, span.clone());
            }
            return Ok(true);
        }
        digits => match number(digits) {
            Some(n) => lexer.reach(n, span)?,
            None => return Ok(false),
        },
    };
    let how = if ordered {
        Nearness::ordered(reach)
    } else {
        Nearness::near(reach)
    };
    if name == "not/" {
        lexer.infix(Infix::Near(how.apart()), span.clone());
    } else {
        lexer.near(how, span.clone());
    }
    Ok(true)
}

/// `w/seg`, and `not w/seg`, which is AND NOT.
fn same_part(lexer: &mut Lexer<'_>, span: Range<usize>) {
    match lexer.tokens.0.last_mut() {
        Some(last) if matches!(last.kind, Kind::Not) => last.span.end = span.end,
        _ => lexer.infix(Infix::SamePart, span),
    }
}

/// `date aft 1/1/2020`, `length > 500`, without brackets.
fn comparison(lexer: &mut Lexer<'_>, word: &str, span: &Range<usize>) -> bool {
    // A sign may stand right behind the name: `length>500`.
    let at = word.find(['<', '>', '=']).unwrap_or(word.len());
    let name = &word[..at];
    let meaning = names::meaning(name, SEGMENTS);
    if !matches!(meaning, Meaning::Date | Meaning::Length) && name != "load-date" {
        return false;
    }
    let before = lexer.scan;
    lexer.scan.at = span.start + at;
    lexer.scan.skip_space();
    let compared = lexer.scan.take_while(|c| matches!(c, '<' | '>' | '='));
    if compared.is_empty() {
        let next = self::word(lexer);
        if !is_comparison(lexer.scan.slice(&next)) {
            lexer.scan = before;
            return false;
        }
    }
    // The value goes on to the next connector: `date bef March 3, 2020 and …`.
    let from = span.start + at;
    let mut end = lexer.scan.at;
    for _ in 0..4 {
        lexer.scan.skip_space();
        let next = self::word(lexer);
        let next = lexer.scan.slice(&next).to_ascii_lowercase();
        if next.is_empty() || matches!(next.as_str(), "and" | "or" | "not" | "&") {
            break;
        }
        end = lexer.scan.at;
    }
    lexer.scan.at = end;
    let value = lexer.scan.slice(&(from..end));
    lexer.value(meaning, name, value, span.start..end);
    true
}

/// What stands before a bracket: `atleast5`, `caps`, a segment.
fn command(lexer: &mut Lexer<'_>, word: &str, span: &Range<usize>) -> Result<bool, QueryError> {
    if let ("atleast", number) = numbered(word) {
        lexer.at_least(number, span.clone())?;
        return Ok(true);
    }
    match word {
        "caps" | "allcaps" | "nocaps" | "plural" => {
            let name = lexer.scan.slice(span).to_ascii_uppercase();
            lexer.note(span, Change::Forms { name });
        }
        "singular" => {
            let prefix = Kind::Prefix(Prefix::Exactly);
            lexer.tokens.push(prefix, span.clone());
        }
        _ => {
            let is_adjacent = lexer.scan.peek() == Some('(');
            let is_name = word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
            let meaning = names::meaning(word, SEGMENTS);
            let is_field = is_adjacent && is_name && !word.is_empty();
            if meaning == Meaning::Unknown && !is_field {
                return Ok(false);
            }
            lexer.segment(span.clone(), meaning)?;
        }
    }
    Ok(true)
}
