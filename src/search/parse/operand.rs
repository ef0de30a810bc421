//! The operands of the language: words, phrases, brackets, fields, `atleast`, dates and lengths.

use std::ops::Range;

use super::{MOST_DEPTH, MOST_PHRASE, Note, Parser, Part, can_be_placed};
use crate::date::When;
use crate::index::Field;
use crate::index::analyzer::folded_words;
use crate::search::error::{Problem, QueryError};
use crate::search::lex::{Kind, Token};
use crate::search::query::{Leaf, Length, Likeness, Near, Order, Query, Reach, Slot};

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
        let wrap = |of: Query| Query::AtLeast {
            count,
            of: Box::new(of),
        };
        Ok(Some(match of {
            Query::And(parts) => Query::and(parts.into_iter().map(wrap).collect()),
            of => wrap(of),
        }))
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
                let inner = token.span.start + token.span.len().min(1);
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

    fn quoted(
        &mut self,
        text: &str,
        likeness: Likeness,
        closed: bool,
        slop: Option<u32>,
        span: Range<usize>,
    ) -> Part {
        if !closed {
            let quote = span.start + usize::from(likeness == Likeness::Exact);
            let width = self.text[quote..].chars().next().map_or(1, char::len_utf8);
            self.wrong(Problem::UnclosedQuote, quote..quote + width)?;
        }
        let mut slots = Vec::new();
        for word in text.split_whitespace() {
            if slots.len() == MOST_PHRASE {
                self.wrong(Problem::LongPhrase { most: MOST_PHRASE }, span.clone())?;
                break;
            }
            if folded_words(word).is_empty() {
                if word.contains('*') {
                    self.wrong(
                        Problem::BareWildcard {
                            pattern: word.to_owned(),
                        },
                        span.clone(),
                    )?;
                }
                continue;
            }
            slots.push(phrase_slot(word));
        }
        if slots.is_empty() {
            self.wrong(Problem::EmptyQuote, span)?;
            return Ok(None);
        }
        if !self.count(&span)? {
            return Ok(None);
        }
        let leaf = Leaf {
            field: self.field,
            likeness,
            slots,
        };
        Ok(Some(match slop {
            Some(slop) if leaf.slots.len() > 1 => sloppy(&leaf, slop),
            _ => Query::Leaf(leaf),
        }))
    }

    fn word(&mut self, text: &str, likeness: Likeness, span: Range<usize>) -> Part {
        if text == "*" && self.field == Field::Text {
            return Ok(self.count(&span)?.then_some(Query::All));
        }
        if folded_words(text).is_empty() {
            if text.contains(['*', '?']) && text != "?" {
                self.wrong(
                    Problem::BareWildcard {
                        pattern: text.to_owned(),
                    },
                    span,
                )?;
            }
            return Ok(None);
        }
        if matches!(text, "or" | "not") && self.at > 1 && self.at < self.tokens.len() {
            self.notes.push(Note::SmallOperator(span.clone()));
        }
        let slot = self.word_slot(text, &span)?;
        Ok(self.count(&span)?.then(|| {
            Query::Leaf(Leaf {
                field: self.field,
                likeness,
                slots: vec![slot],
            })
        }))
    }

    fn word_slot(&mut self, text: &str, span: &Range<usize>) -> Result<Slot, QueryError> {
        if let Some((word, distance)) = text.rsplit_once('~')
            && !folded_words(word).is_empty()
            && distance.bytes().all(|b| b.is_ascii_digit())
        {
            let word = word.to_owned();
            return match distance {
                "" | "1" => Ok(Slot::Fuzzy { word, distance: 1 }),
                "2" => Ok(Slot::Fuzzy { word, distance: 2 }),
                _ => {
                    self.wrong(
                        Problem::BadNumber {
                            operator: "~".to_owned(),
                            least: 1,
                            most: 2,
                        },
                        span.clone(),
                    )?;
                    Ok(Slot::Fuzzy { word, distance: 2 })
                }
            };
        }
        // `child!` is what Nexis calls a truncated word.
        if let Some(stem) = text
            .strip_suffix('!')
            .filter(|stem| stem.ends_with(char::is_alphanumeric))
        {
            return Ok(Slot::Wild(format!("{stem}*")));
        }
        Ok(wild_or_word(text))
    }
}

fn likeness(exact: bool) -> Likeness {
    if exact {
        Likeness::Exact
    } else {
        Likeness::Stem
    }
}

/// A word that means only itself, or `None` if there is no letter or digit in it.
pub(super) fn plain_word(word: &str, field: Field) -> Option<Leaf> {
    let word: String = word
        .chars()
        .filter(|c| !matches!(c, '"' | '*' | '?' | '~'))
        .collect();
    (!folded_words(&word).is_empty()).then(|| Leaf {
        field,
        likeness: Likeness::Stem,
        slots: vec![Slot::Word(word)],
    })
}

/// A question mark at the end of a word ends a question; anywhere else it stands for a letter.
fn wild_or_word(text: &str) -> Slot {
    let body = text.trim_end_matches('?');
    if body.contains(['*', '?']) {
        Slot::Wild(body.to_owned())
    } else {
        Slot::Word(body.to_owned())
    }
}

/// Inside quotes an exclamation mark is punctuation.
fn phrase_slot(word: &str) -> Slot {
    match word.rsplit_once('~') {
        Some((word, "" | "1")) if !folded_words(word).is_empty() => Slot::Fuzzy {
            word: word.to_owned(),
            distance: 1,
        },
        Some((word, "2")) if !folded_words(word).is_empty() => Slot::Fuzzy {
            word: word.to_owned(),
            distance: 2,
        },
        _ => wild_or_word(&word.replace('~', "")),
    }
}

/// Lucene's slop counts the words between; `w/n` counts positions, so it is one more.
fn sloppy(leaf: &Leaf, slop: u32) -> Query {
    let reach = Reach::Words(
        slop.saturating_add(1)
            .clamp(1, crate::search::lex::MOST_WORDS),
    );
    let word = |slot: &Slot| {
        Query::Leaf(Leaf {
            slots: vec![slot.clone()],
            ..leaf.clone()
        })
    };
    let mut slots = leaf.slots.iter();
    let first = word(slots.next().expect("a phrase has words"));
    slots.fold(first, |left, slot| {
        Query::Near(Box::new(Near {
            reach,
            order: Order::Any,
            left,
            right: word(slot),
        }))
    })
}

fn read_length(text: &str) -> Option<Length> {
    let text = text.trim();
    let number = |text: &str| {
        text.trim()
            .replace(',', "")
            .parse::<u64>()
            .ok()
            .filter(|&n| n < u64::MAX)
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
