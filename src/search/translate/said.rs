//! A string as a tree, before our own language is asked whether it can say the same.
//!
//! The dialects make it: four of them from tokens, by precedence ([`super::order`]), Lucene on its own. `lower` turns it
//! into a query. Always holds: at most [`MOST_CLAUSES`] parts, in at most [`MOST_DEPTH`] brackets and as many prefixes, so walking it
//! overflows no stack.
//!
//! [`MOST_CLAUSES`]: crate::search::MOST_CLAUSES
//! [`MOST_DEPTH`]: crate::search::MOST_DEPTH

use std::ops::Range;

use crate::index::Field;
use crate::search::query::{Likeness, Order, Query, Reach, Slot};

/// A part of a string, and its bytes.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub what: What,
    pub span: Range<usize>,
}

/// What a part of a string says.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// What was left out; a note says so.
    Nothing,
    /// A word, or several in this order.
    Words(Vec<Slot>),
    /// What looks in no text: dates, lengths, everything.
    Filter(Query),
    /// All of these.
    All(Vec<Said>),
    /// Any of these.
    Any(Vec<Said>),
    /// Not this.
    Not(Box<Said>),
    /// Each right behind the one before.
    Beside(Vec<Said>),
    /// Two things near each other, or not near.
    Near {
        how: Nearness,
        /// The bytes of the operator.
        operator: Range<usize>,
        sides: Box<(Said, Said)>,
    },
    /// So many mentions.
    AtLeast {
        count: u32,
        /// The bytes of the operator.
        operator: Range<usize>,
        of: Box<Said>,
    },
    /// In one of these fields.
    In(Vec<Field>, Box<Said>),
    /// Written exactly so.
    Exactly(Box<Said>),
}

/// How two things are near each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Nearness {
    pub reach: Reach,
    pub order: Order,
    pub wanted: Wanted,
}

/// Whether two things must be near, or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Near,
    Apart,
}

impl Nearness {
    pub fn near(reach: Reach) -> Self {
        Self {
            reach,
            order: Order::Any,
            wanted: Wanted::Near,
        }
    }

    pub fn ordered(reach: Reach) -> Self {
        Self {
            order: Order::AsWritten,
            ..Self::near(reach)
        }
    }

    pub fn apart(self) -> Self {
        Self {
            order: Order::Any,
            wanted: Wanted::Apart,
            ..self
        }
    }
}

impl What {
    pub fn at(self, span: Range<usize>) -> Said {
        Said { what: self, span }
    }
}

impl Said {
    /// All of two things; a list grows, so that a long one is no deep one.
    pub fn and(self, other: Self) -> Self {
        let span = self.span.start..other.span.end;
        let mut parts = match self.what {
            What::All(parts) => parts,
            _ => vec![self],
        };
        parts.push(other);
        What::All(parts).at(span)
    }

    /// Either of two things.
    pub fn or(self, other: Self) -> Self {
        let span = self.span.start..other.span.end;
        let mut parts = match self.what {
            What::Any(parts) => parts,
            _ => vec![self],
        };
        parts.push(other);
        What::Any(parts).at(span)
    }

    /// One thing right behind the other.
    pub fn beside(self, other: Self) -> Self {
        let span = self.span.start..other.span.end;
        let mut parts = match self.what {
            What::Beside(parts) => parts,
            _ => vec![self],
        };
        parts.push(other);
        What::Beside(parts).at(span)
    }

    /// Not this; twice is as good as not at all.
    pub fn negated(self, span: Range<usize>) -> Self {
        match self.what {
            What::Not(inner) => Self { span, ..*inner },
            _ => What::Not(Box::new(self)).at(span),
        }
    }

    /// In one of these fields; the innermost field counts, so a second one changes nothing.
    pub fn within(self, fields: Vec<Field>, span: Range<usize>) -> Self {
        match self.what {
            What::In(..) | What::Nothing => Self { span, ..self },
            _ => What::In(fields, Box::new(self)).at(span),
        }
    }
}

/// The words of a list, each so near to the next.
pub(super) fn chain(slots: Vec<Slot>, how: Nearness, span: &Range<usize>) -> Option<Said> {
    let mut words = slots
        .into_iter()
        .map(|slot| What::Words(vec![slot]).at(span.clone()));
    let first = words.next()?;
    Some(words.fold(first, |left, right| {
        What::Near {
            how,
            operator: span.clone(),
            sides: Box::new((left, right)),
        }
        .at(span.clone())
    }))
}

/// How like the words of a tree must be, unless it says otherwise.
pub(super) const USUAL: Likeness = Likeness::Stem;
