//! GDELT's document API: words side by side must all be there, `OR` stands in brackets, `-` leaves out, and all else is
//! `name:value`.
//!
//! Nothing binds tighter than what is beside it but `-`, since `OR` is only read in brackets there; without them it is read as
//! binding less tightly, as here.

use std::ops::Range;

use super::lexer::{Lexer, Step};
use super::names::{self, Meaning, Names, meaning};
use super::note::Change;
use super::order::{Grammar, Infix, Kind, Prefix};
use super::said::{Nearness, What, chain};
use super::scan::numbered;
use super::word;
use crate::index::Field;
use crate::search::error::{Problem, QueryError};
use crate::search::lex::is_double_quote;

pub(super) const GRAMMAR: Grammar = Grammar {
    infix: |infix| match infix {
        Infix::Beside | Infix::Adjacent => 1000,
        Infix::Near(_) => 900,
        Infix::And | Infix::AndNot | Infix::SamePart => 600,
        Infix::Or => 500,
    },
    prefix: |prefix| match prefix {
        Prefix::Not => 700,
        _ => 2000,
    },
    silent: Infix::And,
};

const FIELDS: &Names = &[
    (&["domain"], names::URL),
    (&["domainis"], Meaning::Nearest(&[Field::Url])),
    (&["sourcelang"], names::LANG),
    (&["theme"], names::TAG_CODES),
    (
        &[
            "sourcecountry",
            "tone",
            "toneabs",
            "imagetag",
            "imagewebtag",
            "imagewebcount",
            "imagefacetone",
            "imagenumfaces",
            "imageocrmeta",
        ],
        Meaning::Nothing,
    ),
];

pub(super) fn next(lexer: &mut Lexer<'_>) -> Step {
    if lexer.brackets(&['('], &[')']) || lexer.phrase(|text, _, _| literal(text))? {
        return Ok(());
    }
    let rest = lexer.scan.rest();
    if let Some(after) = rest.strip_prefix(['-', '−', '–'])
        && after.starts_with(|c: char| !c.is_whitespace() && c != '-' && c != ')')
    {
        let span = lexer.scan.take();
        lexer.tokens.push_not(span);
        return Ok(());
    }
    let span = lexer
        .scan
        .take_while(|c| !c.is_whitespace() && !matches!(c, '(' | ')') && !is_double_quote(c));
    let text = lexer.scan.slice(&span);
    match text {
        "OR" => lexer.infix(Infix::Or, span),
        "AND" => lexer.infix(Infix::And, span),
        "NOT" => lexer.tokens.push_not(span),
        _ if named(lexer, text, &span)? => {}
        _ => lexer.words(&literal(text), span)?,
    }
    Ok(())
}

/// There are no wildcards there.
fn literal(text: &str) -> String {
    text.replace(['*', '?'], " ")
}

/// `domain:`, `near20:"a b"`, `repeat3:"a"`, `tone<-5`.
fn named(lexer: &mut Lexer<'_>, text: &str, span: &Range<usize>) -> Result<bool, QueryError> {
    let Some(at) = text.find([':', '<', '>', '=']) else {
        return Ok(false);
    };
    let name = text[..at].to_ascii_lowercase();
    let place = span.start..span.start + at;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_name || text[at..].starts_with("://") {
        return Ok(false);
    }
    match numbered(&name) {
        ("near", Some(n)) => {
            let slots = counted(lexer, span, at)?;
            let whole = span.start..lexer.scan.at;
            if slots.len() > 2 {
                lexer.note(&whole, Change::EachStep);
            }
            let how = Nearness::near(lexer.reach(n, &place)?);
            let what = chain(slots, how, &whole).map_or(What::Nothing, |said| said.what);
            lexer.tokens.push(Kind::Part(what), whole);
            return Ok(true);
        }
        ("repeat", n @ Some(_)) => {
            let slots = counted(lexer, span, at)?;
            lexer.at_least(n, place)?;
            let whole = span.start..lexer.scan.at;
            lexer.tokens.push(Kind::Part(What::Words(slots)), whole);
            return Ok(true);
        }
        _ => {}
    }
    let meaning = meaning(&name, FIELDS);
    // A colon in a word is not yet a field.
    let is_field = text[at..].starts_with(':') && text.len() > at + 1;
    if meaning == Meaning::Unknown && !is_field {
        return Ok(false);
    }
    lexer.scan.at = span.start + at + 1;
    if let Some(fields) = meaning.fields(&name, &place, &mut lexer.notes) {
        let span = span.start..lexer.scan.at;
        lexer
            .tokens
            .push(Kind::Prefix(Prefix::In(fields.to_vec())), span);
        return Ok(true);
    }
    let value = match lexer.scan.quoted()? {
        Some(inner) => inner,
        None => lexer.scan.word(&['(', ')', '"']),
    };
    let value = lexer.scan.slice(&value);
    lexer.value(meaning, &name, value, span.start..lexer.scan.at);
    Ok(true)
}

/// The words behind `near20:` and `repeat3:`, in quotes or one.
fn counted(
    lexer: &mut Lexer<'_>,
    span: &Range<usize>,
    at: usize,
) -> Result<Vec<crate::search::query::Slot>, QueryError> {
    lexer.scan.at = span.start + at + 1;
    let inner = match lexer.scan.quoted()? {
        Some(inner) => inner,
        None => lexer.scan.word(&['(', ')', '"']),
    };
    let text = literal(lexer.scan.slice(&inner));
    match word::words(&text, &inner, &mut lexer.notes)? {
        What::Words(slots) => Ok(slots),
        _ => {
            let operator = lexer.scan.slice(&(span.start..span.start + at + 1));
            let problem = Problem::MissingOperand {
                operator: operator.to_owned(),
                side: "its right",
            };
            Err(problem.at(span.start..span.start + at + 1))
        }
    }
}
