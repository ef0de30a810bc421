//! Query text → [`Query`]: the language of `docs/query.md`, its bounds, and what is wrong pointed at.
//!
//! Precedence, tightest first: brackets, fields and `atleast`; proximity, left to right; `NOT` and `-`; `AND`, spoken or
//! not; `OR`. The strict reading fails at the first thing it cannot understand. The lenient reading never fails: it drops
//! the least it can and notes what. Depth is bounded before it is entered, so no text overflows the stack.

mod leaf;
mod near;
mod operand;
mod saved;
mod topic;

use std::ops::Range;

use chrono::NaiveDate;

pub(super) use near::{can_be_placed, distribute, only_field};
pub(super) use operand::mentions;
pub use topic::parse_words;

use super::error::{Problem, QueryError};
use super::lex::{self, Kind, Token};
use super::limits::QueryLimits;
use super::query::Query;
use super::saved::Saved;
use crate::index::Field;

/// The longest query text, in bytes, if nobody says otherwise.
pub const MOST_BYTES: usize = QueryLimits::USUAL.bytes;
/// Brackets in brackets.
pub const MOST_DEPTH: usize = 32;
/// Parts of a query, if nobody says otherwise.
pub const MOST_CLAUSES: usize = QueryLimits::USUAL.clauses;
/// Words of a phrase, if nobody says otherwise.
pub const MOST_PHRASE: usize = QueryLimits::USUAL.phrase;

/// How words without an operator between them are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joining {
    /// All of them must be there.
    #[default]
    All,
    /// Any of them will do.
    Any,
}

/// How to read a query text.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// What today is, for "last week".
    pub today: NaiveDate,
    /// What bare words mean.
    pub joining: Joining,
    /// How large the query may be.
    pub limits: QueryLimits,
}

/// A query understood, and what the reader should be told about how.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The tree.
    pub query: Query,
    /// What was dropped, or may not mean what was meant.
    pub notes: Vec<Note>,
}

/// Something to tell about the reading of a query.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// The lenient reading left something out.
    Dropped(QueryError),
    /// `same` between two words was read as `/p`.
    SameRead(Range<usize>),
    /// `or` or `not` in small letters was read as a word.
    SmallOperator(Range<usize>),
}

/// Reads a query; the first thing that is wrong is an error.
///
/// # Errors
/// What is wrong, and where.
pub fn parse(text: &str, reading: Reading) -> Result<Parsed, QueryError> {
    parse_with(text, reading, &Saved::default())
}

/// Reads a query in which `@name` stands for a saved one.
///
/// # Errors
/// What is wrong, and where.
pub fn parse_with(text: &str, reading: Reading, saved: &Saved) -> Result<Parsed, QueryError> {
    Parser::new(text, reading, saved, Mode::Strict).run()
}

/// Reads a query as well as it can be read: every text means something.
pub fn parse_lenient(text: &str, reading: Reading) -> Parsed {
    parse_lenient_with(text, reading, &Saved::default())
}

/// Reads a query in which `@name` stands for a saved one, as well as it can be read.
pub fn parse_lenient_with(text: &str, reading: Reading, saved: &Saved) -> Parsed {
    Parser::new(text, reading, saved, Mode::Lenient)
        .run()
        .expect("the lenient reading notes what it cannot understand")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Strict,
    Lenient,
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    clauses: usize,
    field: Field,
    mode: Mode,
    reading: Reading,
    saved: &'t Saved,
    /// The saved queries that are being read, outermost first.
    within: Vec<String>,
    notes: Vec<Note>,
}

/// `None` where nothing was left to look for: punctuation, or what the lenient reading dropped.
type Part = Result<Option<Query>, QueryError>;

impl<'t> Parser<'t> {
    fn new(text: &'t str, reading: Reading, saved: &'t Saved, mode: Mode) -> Self {
        Self {
            text,
            tokens: Vec::new(),
            at: 0,
            depth: 0,
            clauses: 0,
            field: Field::Text,
            mode,
            reading,
            saved,
            within: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn run(mut self) -> Result<Parsed, QueryError> {
        let query = match self.parts()? {
            Some(query) => query,
            None => {
                self.wrong(Problem::Empty, 0..self.text.len())?;
                Query::All
            }
        };
        if only_negative(&query) {
            self.wrong(Problem::OnlyNegative, 0..self.text.trim_end().len())?;
        }
        Ok(Parsed {
            query,
            notes: self.notes,
        })
    }

    /// All that the text says.
    fn parts(&mut self) -> Part {
        let most = self.reading.limits.bytes;
        if self.text.len() > most {
            let length = self.text.len();
            let cut = (0..=most)
                .rev()
                .find(|&at| self.text.is_char_boundary(at))
                .unwrap_or(0);
            self.wrong(Problem::TooLong { length, most }, cut..length)?;
            self.text = &self.text[..cut];
        }
        self.tokens = lex::lex(self.text);
        let mut parts = Vec::new();
        while self.at < self.tokens.len() {
            parts.extend(self.alternatives()?);
            if let Some(Token {
                kind: Kind::Close,
                span,
            }) = self.peek().cloned()
            {
                self.wrong(Problem::StrayBracket, span)?;
                self.at += 1;
            }
        }
        Ok((!parts.is_empty()).then(|| Query::and(parts)))
    }

    /// Something is wrong: the end for the strict reading, a note for the lenient one.
    fn wrong(&mut self, problem: Problem, span: Range<usize>) -> Result<(), QueryError> {
        let error = problem.at(span);
        match self.mode {
            Mode::Strict => Err(error),
            Mode::Lenient => {
                self.notes.push(Note::Dropped(error));
                Ok(())
            }
        }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn written(&self, span: &Range<usize>) -> String {
        self.text[span.clone()].to_owned()
    }

    /// Counts a part; false when there are too many and the lenient reading goes on without it.
    fn count(&mut self, span: &Range<usize>) -> Result<bool, QueryError> {
        self.clauses += 1;
        let most = self.reading.limits.clauses;
        if self.clauses <= most {
            return Ok(true);
        }
        if self.clauses == most + 1 {
            self.wrong(
                Problem::TooManyClauses { most },
                span.start..self.text.len(),
            )?;
        }
        Ok(false)
    }

    /// `a OR b`
    fn alternatives(&mut self) -> Part {
        let mut parts = Vec::new();
        let mut last_or: Option<Range<usize>> = None;
        loop {
            let part = self.conjunction()?;
            if part.is_none()
                && let Some(span) = last_or.take()
            {
                let operator = self.written(&span);
                self.wrong(
                    Problem::MissingOperand {
                        operator,
                        side: "its right",
                    },
                    span,
                )?;
            }
            let empty = part.is_none();
            parts.extend(part);
            match self.peek().cloned() {
                Some(Token {
                    kind: Kind::Or,
                    span,
                }) => {
                    if empty && parts.is_empty() {
                        let operator = self.written(&span);
                        self.wrong(
                            Problem::MissingOperand {
                                operator,
                                side: "its left",
                            },
                            span.clone(),
                        )?;
                    }
                    self.at += 1;
                    last_or = Some(span);
                }
                _ => break,
            }
        }
        Ok(match parts.len() {
            0 => None,
            _ => Some(Query::or(parts)),
        })
    }

    /// `a b`, `a AND b`
    fn conjunction(&mut self) -> Part {
        let mut groups: Vec<Vec<Query>> = Vec::new();
        let mut negatives = Vec::new();
        let mut spoken: Option<Range<usize>> = None;
        loop {
            match self.peek().cloned() {
                None
                | Some(Token {
                    kind: Kind::Or | Kind::Close,
                    ..
                }) => break,
                Some(Token {
                    kind: Kind::And,
                    span,
                }) => {
                    if groups.is_empty() && negatives.is_empty() {
                        let operator = self.written(&span);
                        self.wrong(
                            Problem::MissingOperand {
                                operator,
                                side: "its left",
                            },
                            span.clone(),
                        )?;
                    }
                    self.at += 1;
                    spoken = Some(span);
                }
                Some(Token {
                    kind: Kind::Plus, ..
                }) => self.at += 1,
                Some(_) => {
                    let Some(part) = self.negation()? else {
                        continue;
                    };
                    let joined = spoken.take().is_some() || self.reading.joining == Joining::All;
                    match part {
                        Query::Not(_) if self.reading.joining == Joining::Any => {
                            negatives.push(part)
                        }
                        part if joined && !groups.is_empty() => {
                            groups.last_mut().expect("not empty").push(part)
                        }
                        part => groups.push(vec![part]),
                    }
                }
            }
        }
        if let Some(span) = spoken {
            let operator = self.written(&span);
            self.wrong(
                Problem::MissingOperand {
                    operator,
                    side: "its right",
                },
                span,
            )?;
        }
        let mut parts = Vec::new();
        if !groups.is_empty() {
            parts.push(Query::or(groups.into_iter().map(Query::and).collect()));
        }
        parts.extend(negatives);
        Ok(if parts.is_empty() {
            None
        } else {
            Some(Query::and(parts))
        })
    }

    /// `-a`, `NOT a`
    fn negation(&mut self) -> Part {
        let mut negative = false;
        let mut operator: Option<Range<usize>> = None;
        while let Some(Token {
            kind: Kind::Not,
            span,
        }) = self.peek().cloned()
        {
            negative = !negative;
            operator = Some(span);
            self.at += 1;
        }
        let part = self.proximity()?;
        match (part, operator) {
            (Some(part), _) if negative => Ok(Some(Query::negate(part))),
            (None, Some(span)) => {
                let operator = self.written(&span);
                self.wrong(
                    Problem::MissingOperand {
                        operator,
                        side: "its right",
                    },
                    span,
                )?;
                Ok(None)
            }
            (part, _) => Ok(part),
        }
    }
}

/// Whether a query names nothing that should be there.
pub(super) fn only_negative(query: &Query) -> bool {
    match query {
        Query::Not(_) => true,
        Query::And(parts) | Query::Or(parts) => parts.iter().all(only_negative),
        _ => false,
    }
}
