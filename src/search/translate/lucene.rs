//! Lucene's classic query parser, as Elasticsearch's `query_string`, Solr, Media Cloud and Datashare speak it.
//!
//! It has no precedence. Each clause of a group must, must not, or should be there: `AND` makes the clause on either side one
//! that must, `+` the one behind it; all others should, and where one must, they only raise the rank. So `a AND b OR c` is `a b`
//! there, and becomes that here, with a note under `c`.

mod fields;
mod phrase;
mod term;

use std::ops::Range;

use super::lexer::Lexer;
use super::names::Meaning;
use super::note::Change;
use super::said::{Said, What};
use crate::date::{DateRange, When};
use crate::search::error::{Problem, QueryError};
use crate::search::parse::{MOST_CLAUSES, MOST_DEPTH};
use crate::search::query::Query;
use fields::FIELDS;

/// Whether a clause must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Occurs {
    Should,
    Must,
    MustNot,
}

/// The field that a part of a string looks in.
#[derive(Clone)]
struct Named {
    meaning: Meaning,
    /// As written, without the colon.
    name: String,
    span: Range<usize>,
}

struct Group {
    open: Range<usize>,
    /// The field and sign that stand before it.
    field: Option<Named>,
    occurs: Occurs,
    joined: Option<Joint>,
    clauses: Vec<(Occurs, Said)>,
}

/// `AND` or `OR` before a clause.
#[derive(Clone)]
struct Joint {
    is_and: bool,
    span: Range<usize>,
}

/// Reads a string of Lucene's.
struct Reader<'l, 't> {
    lexer: &'l mut Lexer<'t>,
    groups: Vec<Group>,
    parts: usize,
    /// What stands before the clause to come.
    joined: Option<Joint>,
    sign: Option<(Occurs, Range<usize>)>,
    field: Option<Named>,
}

/// The tree of a string; `None` if it says nothing.
///
/// # Errors
/// An operator without a side, a bracket or quote without its other, or a bound.
pub(super) fn read(lexer: &mut Lexer<'_>) -> Result<Option<Said>, QueryError> {
    let mut reader = Reader {
        lexer,
        groups: Vec::new(),
        parts: 0,
        joined: None,
        sign: None,
        field: None,
    };
    reader.enter(0..0)?;
    loop {
        reader.lexer.scan.skip_space();
        if reader.lexer.scan.peek().is_none() {
            break;
        }
        reader.step()?;
    }
    reader.nothing_waits()?;
    let whole = reader.groups.pop().expect("the outermost group");
    if !reader.groups.is_empty() {
        return Err(Problem::UnclosedBracket.at(whole.open));
    }
    Ok(reader.gathered(whole.clauses))
}

impl Reader<'_, '_> {
    fn step(&mut self) -> Result<(), QueryError> {
        match self.lexer.scan.peek() {
            Some('(') => {
                let span = self.lexer.scan.take();
                self.enter(span)
            }
            Some(')') => self.leave(),
            Some('+' | '-' | '!') if self.is_punctuation() => {
                self.lexer.scan.take();
                Ok(())
            }
            Some('+') => self.signed(Occurs::Must, 1),
            Some('-' | '!') => self.signed(Occurs::MustNot, 1),
            _ => match operator(self.lexer.scan.rest()) {
                Some("NOT") => self.signed(Occurs::MustNot, 3),
                Some(operator) => self.join(operator.len()),
                None => self.clause(),
            },
        }
    }

    /// A sign with nothing behind it, or another sign.
    fn is_punctuation(&self) -> bool {
        let after = &self.lexer.scan.rest()[1..];
        after.starts_with(['+', '-', '!']) || after.trim_start().is_empty()
    }

    fn join(&mut self, length: usize) -> Result<(), QueryError> {
        let span = self.lexer.scan.at..self.lexer.scan.at + length;
        let text = self.lexer.scan.slice(&span);
        self.nothing_waits()?;
        let group = self.groups.last().expect("the outermost group");
        if group.clauses.is_empty() {
            return Err(missing(text, "its left", span));
        }
        let is_and = matches!(text, "AND" | "&&");
        self.lexer.scan.at = span.end;
        self.joined = Some(Joint { is_and, span });
        Ok(())
    }

    fn signed(&mut self, occurs: Occurs, length: usize) -> Result<(), QueryError> {
        let from = self.lexer.scan.at;
        self.lexer.scan.at += length;
        if let Some(field) = self.field.take() {
            return Err(missing(&field.name, "its right", field.span));
        }
        let occurs = match (&self.sign, occurs) {
            (Some((Occurs::MustNot, _)), Occurs::MustNot) => Occurs::Should,
            (Some((Occurs::MustNot, _)), _) => Occurs::MustNot,
            (_, occurs) => occurs,
        };
        self.sign = Some((occurs, from..self.lexer.scan.at));
        Ok(())
    }

    fn enter(&mut self, open: Range<usize>) -> Result<(), QueryError> {
        if self.groups.len() > MOST_DEPTH {
            return Err(Problem::TooDeep { most: MOST_DEPTH }.at(open));
        }
        let outer = self.groups.last().and_then(|group| group.field.clone());
        self.groups.push(Group {
            open,
            field: self.field.take().or(outer),
            occurs: self
                .sign
                .take()
                .map_or(Occurs::Should, |(occurs, _)| occurs),
            joined: self.joined.take(),
            clauses: Vec::new(),
        });
        Ok(())
    }

    fn leave(&mut self) -> Result<(), QueryError> {
        let close = self.lexer.scan.take();
        if self.groups.len() == 1 {
            return Err(Problem::StrayBracket.at(close));
        }
        self.nothing_waits()?;
        let group = self.groups.pop().expect("it was entered");
        let span = group.open.start..close.end;
        if group.clauses.is_empty() {
            return Err(Problem::EmptyBracket.at(span));
        }
        let said = self
            .gathered(group.clauses)
            .map_or(What::Nothing, |said| said.what)
            .at(span);
        self.joined = group.joined;
        self.sign = Some((group.occurs, group.open));
        self.add(said);
        self.weight();
        Ok(())
    }

    /// What was written before a clause must have one behind it.
    fn nothing_waits(&mut self) -> Result<(), QueryError> {
        let waiting = [
            self.field.as_ref().map(|field| field.span.clone()),
            self.sign.as_ref().map(|(_, span)| span.clone()),
            self.joined.as_ref().map(|joint| joint.span.clone()),
        ];
        match waiting.into_iter().flatten().next() {
            Some(span) => Err(missing(self.lexer.scan.slice(&span), "its right", span)),
            None => Ok(()),
        }
    }

    /// Adds a clause to the group, as what stands before it says.
    fn add(&mut self, said: Said) {
        let group = self.groups.last_mut().expect("the outermost group");
        let is_and = self.joined.take().is_some_and(|joint| joint.is_and);
        if is_and
            && let Some((before, _)) = group.clauses.last_mut()
            && *before == Occurs::Should
        {
            *before = Occurs::Must;
        }
        let occurs = match self.sign.take() {
            Some((Occurs::MustNot, _)) => Occurs::MustNot,
            Some((Occurs::Must, _)) => Occurs::Must,
            _ if is_and => Occurs::Must,
            _ => Occurs::Should,
        };
        group.clauses.push((occurs, said));
    }

    /// Counts a clause that is no group, and adds it.
    fn add_part(&mut self, what: What, from: usize) -> Result<(), QueryError> {
        self.parts += 1;
        let span = from..self.lexer.scan.at;
        if self.parts > MOST_CLAUSES {
            let rest = from..self.lexer.scan.text.len();
            return Err(Problem::TooManyClauses { most: MOST_CLAUSES }.at(rest));
        }
        let own = self.field.take();
        let start = own.as_ref().map_or(from, |field| field.span.start);
        let outer = || self.groups.last().and_then(|group| group.field.clone());
        let said = match own.or_else(outer) {
            Some(field) if matches!(what, What::Words(_) | What::Near { .. }) => {
                let notes = &mut self.lexer.notes;
                match field.meaning.fields(&field.name, &field.span, notes) {
                    Some(fields) => what
                        .at(span.clone())
                        .within(fields.to_vec(), start..span.end),
                    None => what.at(span),
                }
            }
            _ => what.at(start..span.end),
        };
        self.add(said);
        Ok(())
    }

    /// What the clauses of a group come to.
    fn gathered(&mut self, clauses: Vec<(Occurs, Said)>) -> Option<Said> {
        let span = clauses.first()?.1.span.start..clauses.last()?.1.span.end;
        // What was left out asks for nothing, so it does not make the others optional.
        let needed = |(occurs, said): &(Occurs, Said)| {
            *occurs == Occurs::Must && !matches!(said.what, What::Nothing)
        };
        let some_must = clauses.iter().any(needed);
        let (mut all, mut any, mut none) = (Vec::new(), Vec::new(), Vec::new());
        for (occurs, said) in clauses {
            match occurs {
                Occurs::Must => all.push(said),
                Occurs::MustNot => {
                    let place = said.span.clone();
                    none.push(said.negated(place));
                }
                Occurs::Should if some_must => {
                    if !matches!(said.what, What::Nothing) {
                        self.lexer.note(&said.span, Change::Optional);
                    }
                }
                Occurs::Should => any.push(said),
            }
        }
        if !any.is_empty() {
            all.push(What::Any(any).at(span.clone()));
        }
        if all.is_empty() {
            all.push(What::Filter(Query::All).at(span.clone()));
        }
        all.extend(none);
        Some(What::All(all).at(span))
    }
}

/// The operator that a text begins with, as a word of its own.
fn operator(text: &str) -> Option<&'static str> {
    const OPERATORS: [&str; 5] = ["AND", "OR", "NOT", "&&", "||"];
    OPERATORS.into_iter().find(|operator| {
        let rest = text.strip_prefix(operator);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(term::ends_term))
    })
}

/// Every article that has a date.
fn dated() -> Query {
    Query::When(When::Between(DateRange::ALL))
}

fn missing(operator: &str, side: &'static str, span: Range<usize>) -> QueryError {
    let operator = operator.to_owned();
    Problem::MissingOperand { operator, side }.at(span)
}
