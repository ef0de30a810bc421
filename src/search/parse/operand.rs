//! The operands of the language: words, phrases, brackets, fields, `atleast`, dates and lengths.

use std::ops::Range;

use super::leaf::likeness;
use super::near::{can_be_placed, has_and};
use super::{MOST_DEPTH, Parser, Part};
use crate::date::When;
use crate::index::Field;
use crate::search::error::Problem;
use crate::search::lex::{Kind, Token};
use crate::search::query::{Length, Likeness, Query};

/// What a field name can be besides a [`Field`].
const DATE_FIELDS: [&str; 7] = [
    "date",
    "before",
    "after",
    "since",
    "until",
    "on",
    "published",
];
const LENGTH_FIELDS: [&str; 2] = ["words", "length"];

/// The field name that is spelt most like `name`, if any is close.
fn nearest_field(name: &str) -> Option<&'static str> {
    let names = Field::ALL.iter().map(|f| f.name()).chain([
        "headline", "author", "date", "before", "after", "since", "words",
    ]);
    crate::search::nearest::nearest(name, names.filter(|n| !n.is_empty()))
}

impl Parser<'_> {
    /// One operand, or `None` where there is none: at an operator, a closing bracket, the end, or at mere punctuation.
    pub(super) fn operand(&mut self) -> Part {
        let Some(Token { kind, span }) = self.peek().cloned() else {
            return Ok(None);
        };
        match kind {
            Kind::Open => self.group(span),
            Kind::Field(name) => self.field(&name, span),
            Kind::AtLeast(count) => self.at_least(count, span),
            Kind::Quoted {
                text,
                exact,
                closed,
                slop,
            } => {
                self.at += 1;
                self.quoted(&text, likeness(exact), closed, slop, span)
            }
            Kind::Word { text, exact } => {
                self.at += 1;
                self.word(&text, likeness(exact), span)
            }
            Kind::Saved(name) => self.saved(&name, span),
            Kind::Plus => {
                self.at += 1;
                self.operand()
            }
            // `a AND OR b`: whoever asked for an operand says what is missing. A proximity operator is passed over by its
            // own loop, so that this always ends.
            Kind::Close
            | Kind::And
            | Kind::Or
            | Kind::Not
            | Kind::Near { .. }
            | Kind::Apart { .. } => Ok(None),
        }
    }

    fn group(&mut self, open: Range<usize>) -> Part {
        self.at += 1;
        if self.depth == MOST_DEPTH {
            self.wrong(Problem::TooDeep { most: MOST_DEPTH }, open)?;
            return Ok(None); // The bracket is dropped; what is in it is read on this level.
        }
        self.depth += 1;
        let inner = self.alternatives()?;
        self.depth -= 1;
        match self.peek().cloned() {
            Some(Token {
                kind: Kind::Close,
                span,
            }) => {
                self.at += 1;
                if inner.is_none() {
                    self.wrong(Problem::EmptyBracket, open.start..span.end)?;
                }
            }
            _ => self.wrong(Problem::UnclosedBracket, open)?,
        }
        Ok(inner)
    }

    fn at_least(&mut self, count: Option<u32>, span: Range<usize>) -> Part {
        self.at += 1;
        let operator = self.written(&span);
        let of = self.operand()?;
        let (Some(of), Some(count)) = (of.clone(), count) else {
            if of.is_none() {
                self.wrong(
                    Problem::MissingOperand {
                        operator,
                        side: "its right",
                    },
                    span,
                )?;
            } else {
                self.wrong(
                    Problem::BadNumber {
                        operator,
                        least: 1,
                        most: 1000,
                    },
                    span,
                )?;
            }
            return Ok(of);
        };
        if !can_be_placed(&of) {
            self.wrong(
                Problem::NotPlaced {
                    operator,
                    operand: of.to_string(),
                },
                span,
            )?;
            return Ok(Some(of));
        }
        Ok(Some(mentions(count, of)))
    }

    fn field(&mut self, name: &str, span: Range<usize>) -> Part {
        self.at += 1;
        let lower = name.to_ascii_lowercase();
        let adjacent = self.peek().is_some_and(|next| next.span.start == span.end);
        if DATE_FIELDS.contains(&lower.as_str()) {
            return self.date(&lower, span);
        }
        if LENGTH_FIELDS.contains(&lower.as_str()) {
            return self.length(span);
        }
        let Some(field) = Field::named(name) else {
            if adjacent {
                let nearest = nearest_field(&lower);
                self.wrong(
                    Problem::UnknownField {
                        name: name.to_owned(),
                        nearest,
                    },
                    span.start..span.end - 1,
                )?;
            }
            // `Analysis: what now` is a word with a colon behind it.
            return self.word(name, Likeness::Stem, span);
        };
        let outer = std::mem::replace(&mut self.field, field);
        let inner = self.operand();
        self.field = outer;
        let inner = inner?;
        if inner.is_none() {
            self.wrong(
                Problem::EmptyField {
                    name: name.to_owned(),
                },
                span,
            )?;
        }
        Ok(inner)
    }

    /// The raw text behind `date:`: a word, a quoted text, or a bracket.
    fn value(&mut self) -> Option<(String, Range<usize>)> {
        let token = self.peek().cloned()?;
        match token.kind {
            Kind::Word { .. } => {
                self.at += 1;
                Some((self.written(&token.span), token.span))
            }
            Kind::Quoted { text, closed, .. } => {
                self.at += 1;
                let prefix = if self.text[token.span.start..].starts_with('=') {
                    1
                } else {
                    0
                };
                let quote = self.text[token.span.start + prefix..].chars().next();
                let inner = token.span.start + prefix + quote.map_or(0, char::len_utf8);
                let end = inner + text.len();
                Some((text, inner..if closed { end } else { token.span.end }))
            }
            Kind::Open => {
                let close = self.tokens[self.at..]
                    .iter()
                    .position(|t| t.kind == Kind::Close)?
                    + self.at;
                let span = token.span.end..self.tokens[close].span.start;
                self.at = close + 1;
                Some((self.written(&span), span))
            }
            _ => None,
        }
    }

    fn date(&mut self, name: &str, span: Range<usize>) -> Part {
        let Some((value, at)) = self.value() else {
            self.wrong(
                Problem::EmptyField {
                    name: name.to_owned(),
                },
                span,
            )?;
            return Ok(None);
        };
        if !self.count(&at)? {
            return Ok(None);
        }
        let prefix = match name {
            "date" | "on" | "published" => "",
            word => word,
        };
        let whole = if prefix.is_empty() {
            value
        } else {
            format!("{prefix} {value}")
        };
        match When::parse(&whole, self.reading.today) {
            Ok(when) => Ok(Some(Query::When(when))),
            Err(error) => {
                let shift = if prefix.is_empty() {
                    0
                } else {
                    prefix.len() + 1
                };
                let inside = error.span();
                let from = at.start + inside.start.saturating_sub(shift);
                let to = at.start + inside.end.saturating_sub(shift);
                let place = if from < to && to <= at.end {
                    from..to
                } else {
                    at
                };
                self.wrong(Problem::Date(error), place)?;
                Ok(None)
            }
        }
    }

    fn length(&mut self, span: Range<usize>) -> Part {
        let Some((value, at)) = self.value() else {
            self.wrong(
                Problem::EmptyField {
                    name: "words".to_owned(),
                },
                span,
            )?;
            return Ok(None);
        };
        match read_length(&value) {
            Some(length) => Ok(self.count(&at)?.then_some(Query::Length(length))),
            None => {
                self.wrong(Problem::BadLength { text: value }, at)?;
                Ok(None)
            }
        }
    }
}

/// So many mentions of each of a list, as of each word of `atleast3(a b)`.
pub(in crate::search) fn mentions(count: u32, of: Query) -> Query {
    match of {
        Query::And(parts) => Query::and(
            parts
                .into_iter()
                .map(|part| mentions(count, part))
                .collect(),
        ),
        Query::Or(parts) if parts.iter().any(has_and) => Query::or(
            parts
                .into_iter()
                .map(|part| mentions(count, part))
                .collect(),
        ),
        of => Query::AtLeast {
            count,
            of: Box::new(of),
        },
    }
}

fn read_length(text: &str) -> Option<Length> {
    let text = text.trim();
    let number = |text: &str| {
        text.trim()
            .replace(',', "")
            .parse::<u64>()
            .ok()
            .filter(|&n| n < u64::MAX / 2)
    };
    let between = |least, most| (least <= most).then_some(Length { least, most });
    if let Some((least, most)) = text.split_once("..") {
        let least = if least.is_empty() { 0 } else { number(least)? };
        let most = if most.is_empty() {
            u64::MAX
        } else {
            number(most)?
        };
        return between(least, most);
    }
    if let Some(rest) = text.strip_prefix(">=") {
        between(number(rest)?, u64::MAX)
    } else if let Some(rest) = text.strip_prefix('>') {
        between(number(rest)? + 1, u64::MAX)
    } else if let Some(rest) = text.strip_prefix("<=") {
        between(0, number(rest)?)
    } else if let Some(rest) = text.strip_prefix('<') {
        between(0, number(rest)?.checked_sub(1)?)
    } else {
        let exactly = number(text)?;
        between(exactly, exactly)
    }
}
