//! The tree of a string → a query of ours: fields go down to the words, and what our language cannot say is noted.
//!
//! Nearness and counts are put together by the same functions that our own parser uses, so what comes out keeps the
//! invariants of [`Query`].

use std::ops::Range;

use super::names::language;
use super::note::{Change, Note};
use super::said::{Nearness, Said, USUAL, Wanted, What};
use crate::index::Field;
use crate::search::error::{Problem, QueryError};
use crate::search::parse::{
    MOST_CLAUSES, MOST_PHRASE, can_be_placed, distribute, mentions, only_field, only_negative,
};
use crate::search::query::{Leaf, Likeness, Order, Query, Reach, Slot};

/// The query of a tree; `None` if nothing of it can be looked for.
///
/// # Errors
/// A bound.
pub(super) fn lower(said: &Said, notes: &mut Vec<Note>) -> Result<Option<Query>, QueryError> {
    let mut lowering = Lowering {
        notes,
        likeness: USUAL,
    };
    let query = lowering.lower(said, &[Field::Text])?;
    Ok(query.map(stated))
}

struct Lowering<'n> {
    notes: &'n mut Vec<Note>,
    likeness: Likeness,
}

/// `None` where nothing is left to look for.
type Part = Result<Option<Query>, QueryError>;

impl Lowering<'_> {
    fn lower(&mut self, said: &Said, fields: &[Field]) -> Part {
        Ok(match &said.what {
            What::Nothing => None,
            What::Words(slots) => Some(self.words(slots, fields, &said.span)),
            What::Filter(query) => Some(query.clone()),
            What::All(parts) => self.list(parts, fields)?.map(Query::and),
            What::Any(parts) => self.list(parts, fields)?.map(Query::or),
            What::Not(of) => self.lower(of, fields)?.map(Query::negate),
            What::In(fields, of) => self.lower(of, fields)?,
            What::Exactly(of) => {
                let outer = std::mem::replace(&mut self.likeness, Likeness::Exact);
                let query = self.lower(of, fields);
                self.likeness = outer;
                query?
            }
            // Places in different fields have nothing to do with each other: each field by itself.
            What::Beside(_) | What::Near { .. } | What::AtLeast { .. } if fields.len() > 1 => {
                let mut parts = Vec::new();
                for field in fields {
                    parts.extend(self.lower(said, &[*field])?);
                }
                (!parts.is_empty()).then(|| Query::or(parts))
            }
            What::Beside(parts) => self.beside(parts, fields)?,
            What::Near {
                how,
                operator,
                sides,
            } => {
                let left = self.lower(&sides.0, fields)?;
                let right = self.lower(&sides.1, fields)?;
                match (left, right) {
                    (Some(left), Some(right)) => Some(self.near(left, right, *how, operator)?),
                    (None, Some(_)) if how.wanted == Wanted::Apart => None,
                    (None, Some(right)) => Some(right),
                    (left, None) => left,
                }
            }
            What::AtLeast {
                count,
                operator,
                of,
            } => match self.lower(of, fields)? {
                Some(of) if can_be_placed(&of) => Some(mentions(*count, of)),
                Some(of) => {
                    self.note(operator, Change::CountLost);
                    Some(of)
                }
                None => None,
            },
        })
    }

    fn note(&mut self, span: &Range<usize>, change: Change) {
        self.notes.push(Note {
            span: span.clone(),
            change,
        });
    }

    fn list(&mut self, parts: &[Said], fields: &[Field]) -> Result<Option<Vec<Query>>, QueryError> {
        let mut queries = Vec::new();
        for part in parts {
            queries.extend(self.lower(part, fields)?);
        }
        Ok((!queries.is_empty()).then_some(queries))
    }

    fn words(&mut self, slots: &[Slot], fields: &[Field], span: &Range<usize>) -> Query {
        let leaf = |field, slots| {
            Query::Leaf(Leaf {
                field,
                likeness: self.likeness,
                slots,
            })
        };
        if let ([Field::Lang], [Slot::Word(word)]) = (fields, slots)
            && let Some(code) = language(word)
        {
            let query = leaf(Field::Lang, vec![Slot::Word(code.to_owned())]);
            if !word.eq_ignore_ascii_case(code) {
                self.note(span, Change::Language { code });
            }
            return query;
        }
        let leaves = fields.iter().map(|field| leaf(*field, slots.to_vec()));
        Query::or(leaves.collect())
    }

    /// Words side by side are a phrase; with groups among them, one right behind the other.
    fn beside(&mut self, parts: &[Said], fields: &[Field]) -> Part {
        let mut all: Option<Query> = None;
        for part in parts {
            let Some(next) = self.lower(part, fields)? else {
                continue;
            };
            all = Some(match (all, next) {
                (None, next) => next,
                (Some(Query::Leaf(mut leaf)), Query::Leaf(next))
                    if (leaf.field, leaf.likeness) == (next.field, next.likeness) =>
                {
                    leaf.slots.extend(next.slots);
                    if leaf.slots.len() > MOST_PHRASE {
                        let span = part.span.clone();
                        return Err(Problem::LongPhrase { most: MOST_PHRASE }.at(span));
                    }
                    Query::Leaf(leaf)
                }
                (Some(left), right) if are_comparable(&left, &right) => {
                    let next_to = Nearness::ordered(Reach::Words(1));
                    self.near(left, right, next_to, &part.span)?
                }
                (Some(left), right) => {
                    self.note(&part.span, Change::SideBySide);
                    Query::and(vec![left, right])
                }
            });
        }
        Ok(all)
    }

    fn near(
        &mut self,
        left: Query,
        right: Query,
        how: Nearness,
        operator: &Range<usize>,
    ) -> Result<Query, QueryError> {
        if !are_comparable(&left, &right) {
            self.note(operator, Change::NearnessLost);
            return Ok(match how.wanted {
                Wanted::Near => Query::and(vec![left, right]),
                Wanted::Apart => Query::and(vec![left, Query::negate(right)]),
            });
        }
        if how.order == Order::AsWritten && !matches!(how.reach, Reach::Words(_)) {
            self.note(operator, Change::OrderLost);
        }
        // Each part of the one side may come to stand with each of the other.
        let too_many = || Problem::TooManyClauses { most: MOST_CLAUSES }.at(operator.clone());
        if left.clauses() * right.clauses() > MOST_CLAUSES * MOST_CLAUSES / 4 {
            return Err(too_many());
        }
        let is_apart = how.wanted == Wanted::Apart;
        let order = match how.reach {
            Reach::Words(_) => how.order,
            Reach::Sentence | Reach::Paragraph => Order::Any,
        };
        let placed = distribute(left, right, (how.reach, order, is_apart));
        if placed.clauses() > MOST_CLAUSES {
            return Err(too_many());
        }
        Ok(placed)
    }
}

/// Whether two things have places in one and the same field.
fn are_comparable(left: &Query, right: &Query) -> bool {
    let field = only_field(left);
    can_be_placed(left) && can_be_placed(right) && field.is_some() && field == only_field(right)
}

/// What only says what to leave out is everything else.
fn stated(query: Query) -> Query {
    if !only_negative(&query) {
        return query;
    }
    let mut parts = vec![Query::All];
    match query {
        // `* -a -b` is plainer than `* -(a OR b)`.
        Query::And(inner) if inner.iter().all(|part| matches!(part, Query::Not(_))) => {
            parts.extend(inner);
        }
        other => parts.push(Query::negate(opposite(other))),
    }
    Query::and(parts)
}

/// What a query that only says what to leave out leaves out.
fn opposite(query: Query) -> Query {
    match query {
        Query::And(parts) => Query::or(parts.into_iter().map(opposite).collect()),
        Query::Or(parts) => Query::and(parts.into_iter().map(opposite).collect()),
        other => Query::negate(other),
    }
}
