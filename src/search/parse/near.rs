//! The proximity operators: what may stand on their sides, and how they are read.

use std::ops::Range;

use super::{Note, Parser, Part};
use crate::index::Field;
use crate::search::error::Problem;
use crate::search::lex::{self, Kind, Token};
use crate::search::query::{Apart, Near, Order, Query, Reach};

impl Parser<'_> {
    /// `a w/5 b`, `a not /s b`; several read from left to right.
    pub(super) fn proximity(&mut self) -> Part {
        let mut left = self.operand()?;
        while let Some(Token { kind, span }) = self.peek().cloned() {
            let (reach, order, apart) = match kind {
                Kind::Near { reach, order } => (reach, order, false),
                Kind::Apart { reach } => (reach, Order::Any, true),
                _ => break,
            };
            self.at += 1;
            let operator = self.written(&span);
            if operator.to_ascii_lowercase().ends_with("same") {
                self.notes.push(Note::SameRead(span.clone()));
            }
            if left.is_none() {
                self.wrong(
                    Problem::MissingOperand {
                        operator: operator.clone(),
                        side: "its left",
                    },
                    span.clone(),
                )?;
            }
            let right = self.operand()?;
            if right.is_none() {
                self.wrong(
                    Problem::MissingOperand {
                        operator: operator.clone(),
                        side: "its right",
                    },
                    span.clone(),
                )?;
            }
            if reach.is_none() {
                self.wrong(
                    Problem::BadNumber {
                        operator: operator.clone(),
                        least: 1,
                        most: lex::MOST_WORDS,
                    },
                    span.clone(),
                )?;
            }
            left = match (left, right, reach) {
                (Some(left), Some(right), Some(reach)) => {
                    self.near(left, right, (reach, order, apart), &operator, &span)?
                }
                // What the lenient reading could not place still has its words.
                (Some(left), Some(right), None) => Some(Query::and(vec![left, right])),
                (left, right, _) => left.or(right),
            };
        }
        Ok(left)
    }

    fn near(
        &mut self,
        left: Query,
        right: Query,
        how: (Reach, Order, bool),
        operator: &str,
        span: &Range<usize>,
    ) -> Part {
        let misplaced = [&left, &right]
            .into_iter()
            .find(|side| !can_be_placed(side))
            .map(ToString::to_string);
        if let Some(operand) = misplaced {
            let problem = Problem::NotPlaced {
                operator: operator.to_owned(),
                operand,
            };
            self.wrong(problem, span.clone())?;
            return Ok(Some(Query::and(vec![left, right])));
        }
        let fields = (only_field(&left), only_field(&right));
        if fields.0.is_none() || fields.0 != fields.1 {
            self.wrong(
                Problem::TwoFields {
                    operator: operator.to_owned(),
                },
                span.clone(),
            )?;
            return Ok(Some(Query::and(vec![left, right])));
        }
        // Each part of the one side may come to stand with each of the other, and counts each time. That is found out
        // before anything is copied, so that a long row of such lists costs no more than its refusal.
        let before = leaves(&left) + leaves(&right);
        let clauses = self.reading.limits.clauses;
        let most = before + clauses.saturating_sub(self.clauses);
        let Some(placed) = leaves_placed(&left, &right, most) else {
            self.wrong(Problem::TooManyClauses { most: clauses }, span.clone())?;
            return Ok(Some(Query::and(vec![left, right])));
        };
        self.clauses += placed.saturating_sub(before);
        Ok(Some(distribute(left, right, how)))
    }
}

/// How many words and phrases [`distribute`] will make of two sides; `None` if more than `most`.
fn leaves_placed(left: &Query, right: &Query, most: usize) -> Option<usize> {
    let pairs: Vec<(&Query, &Query)> = match (left, right) {
        (Query::And(parts), right) => parts.iter().map(|part| (part, right)).collect(),
        (left, Query::And(parts)) => parts.iter().map(|part| (left, part)).collect(),
        (Query::Or(parts), right) if parts.iter().any(has_and) => {
            parts.iter().map(|part| (part, right)).collect()
        }
        (left, Query::Or(parts)) if parts.iter().any(has_and) => {
            parts.iter().map(|part| (left, part)).collect()
        }
        (left, right) => return Some(leaves(left) + leaves(right)).filter(|&n| n <= most),
    };
    pairs.into_iter().try_fold(0, |sum, (left, right)| {
        Some(sum + leaves_placed(left, right, most - sum)?)
    })
}

/// How many words and phrases a query has.
fn leaves(query: &Query) -> usize {
    let mut count = 0;
    query.walk(&mut |part, _| count += usize::from(matches!(part, Query::Leaf(_))));
    count
}

/// `(a b) w/5 c` asks for a near c and b near c: a place in a text is a word's, not a list's.
pub(in crate::search) fn distribute(left: Query, right: Query, how: (Reach, Order, bool)) -> Query {
    match (left, right) {
        (Query::And(parts), right) => Query::and(
            parts
                .into_iter()
                .map(|part| distribute(part, right.clone(), how))
                .collect(),
        ),
        // Near (b c) is near both, so not near it is not near one of them.
        (left, Query::And(parts)) if how.2 => {
            let apart = |part| distribute(left.clone(), part, how);
            Query::or(parts.into_iter().map(apart).collect())
        }
        (left, Query::And(parts)) => Query::and(
            parts
                .into_iter()
                .map(|part| distribute(left.clone(), part, how))
                .collect(),
        ),
        (Query::Or(parts), right) if parts.iter().any(has_and) => {
            let near = |part| distribute(part, right.clone(), how);
            Query::or(parts.into_iter().map(near).collect())
        }
        (left, Query::Or(parts)) if parts.iter().any(has_and) => {
            let near = |part| distribute(left.clone(), part, how);
            let parts = parts.into_iter().map(near).collect();
            // Not near (b OR (c d)) is not near b and not near (c d).
            if how.2 {
                Query::and(parts)
            } else {
                Query::or(parts)
            }
        }
        (left, right) => {
            let (reach, order, apart) = how;
            if apart {
                Query::Apart(Box::new(Apart { reach, left, right }))
            } else {
                Query::Near(Box::new(Near {
                    reach,
                    order,
                    left,
                    right,
                }))
            }
        }
    }
}

/// Whether an `And` stands in a query, at the top or in an `Or`.
pub(super) fn has_and(query: &Query) -> bool {
    match query {
        Query::And(_) => true,
        Query::Or(parts) => parts.iter().any(has_and),
        _ => false,
    }
}

/// Whether a query has places in a text: words, phrases, either of them, and things near each other.
pub(in crate::search) fn can_be_placed(query: &Query) -> bool {
    match query {
        Query::Leaf(_) | Query::Near(_) | Query::Apart(_) => true,
        Query::Or(parts) | Query::And(parts) => parts.iter().all(can_be_placed),
        Query::All | Query::Not(_) | Query::AtLeast { .. } | Query::When(_) | Query::Length(_) => {
            false
        }
    }
}

/// The field in which all words of a query look, if it is one.
pub(in crate::search) fn only_field(query: &Query) -> Option<Field> {
    let mut fields = Vec::new();
    query.walk(&mut |part, _| {
        if let Query::Leaf(leaf) = part {
            fields.push(leaf.field);
        }
    });
    fields.dedup();
    (fields.len() == 1).then(|| fields[0])
}
