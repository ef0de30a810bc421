//! Tokens of a dialect → a tree, by what binds tighter in it.
//!
//! Two stacks instead of recursion (Dijkstra's shunting yard): what waits for its right side, and what is complete. So no
//! text overflows anything, each token is moved a bounded number of times, and brackets and prefixes are counted
//! before they are entered.

use std::ops::Range;

use super::said::{Nearness, Said, Wanted, What};
use crate::index::Field;
use crate::search::error::{Problem, QueryError};
use crate::search::parse::{MOST_CLAUSES, MOST_DEPTH};

/// A token and its bytes.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Open,
    Close,
    /// A word, a phrase, a filter, or what was left out.
    Part(What),
    Prefix(Prefix),
    Infix(Infix),
    /// `not`: before something, or between two things.
    Not,
    /// What stands before it is in the lead.
    InLead,
}

/// What says something of the part behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    Not,
    In(Vec<Field>),
    AtLeast(u32),
    Exactly,
}

/// What stands between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Infix {
    And,
    Or,
    /// The first and not the second.
    AndNot,
    /// Both in one part of the article.
    SamePart,
    /// Nothing stands between.
    Beside,
    /// As if nothing stood between.
    Adjacent,
    Near(Nearness),
}

/// What binds how tightly in a dialect, and what words side by side mean. A higher number binds tighter; what binds alike
/// is read from left to right.
pub(super) struct Grammar {
    pub infix: fn(Infix) -> u16,
    pub prefix: fn(&Prefix) -> u16,
    /// What is meant where nothing stands between.
    pub silent: Infix,
}

/// The tokens of a dialect while they are gathered.
#[derive(Default)]
pub(super) struct Tokens(pub Vec<Token>);

impl Tokens {
    pub fn push(&mut self, kind: Kind, span: Range<usize>) {
        self.0.push(Token { kind, span });
    }

    /// `and not` is one operator.
    pub fn push_not(&mut self, span: Range<usize>) {
        let spoken = self
            .0
            .pop_if(|last| matches!(last.kind, Kind::Infix(Infix::And)));
        let start = spoken.map_or(span.start, |and| and.span.start);
        self.push(Kind::Not, start..span.end);
    }

    /// A nearness; `not w/5` is one operator.
    pub fn push_near(&mut self, how: Nearness, span: Range<usize>) {
        match self.0.pop_if(|last| matches!(last.kind, Kind::Not)) {
            Some(not) => {
                let span = not.span.start..span.end;
                self.push(Kind::Infix(Infix::Near(how.apart())), span);
            }
            None => self.push(Kind::Infix(Infix::Near(how)), span),
        }
    }
}

/// What waits for its right side.
enum Waiting {
    Open(Range<usize>),
    Prefix(Prefix, Range<usize>),
    Infix(Infix, Range<usize>),
}

struct Yard<'g, 't> {
    grammar: &'g Grammar,
    text: &'t str,
    waiting: Vec<Waiting>,
    complete: Vec<Said>,
    /// Brackets among what waits.
    brackets: usize,
    /// Prefixes among what waits.
    prefixes: usize,
    parts: usize,
}

/// The tree of a string's tokens; `None` if there are none.
///
/// # Errors
/// An operator without a side, a bracket without its other, or a bound.
pub(super) fn tree(
    tokens: Vec<Token>,
    grammar: &Grammar,
    text: &str,
) -> Result<Option<Said>, QueryError> {
    let mut yard = Yard {
        grammar,
        text,
        waiting: Vec::new(),
        complete: Vec::new(),
        brackets: 0,
        prefixes: 0,
        parts: 0,
    };
    if tokens.is_empty() {
        return Ok(None);
    }
    let mut before_side = true;
    for token in tokens {
        before_side = if before_side {
            yard.side(token)?
        } else {
            yard.behind_side(token)?
        };
    }
    if before_side {
        yard.side_is_missing()?;
    }
    yard.complete_down_to(0);
    match yard.waiting.pop() {
        Some(Waiting::Open(span)) => Err(Problem::UnclosedBracket.at(span)),
        _ => Ok(yard.complete.pop()),
    }
}

impl Yard<'_, '_> {
    /// A token where a side must begin. Returns whether one must still.
    fn side(&mut self, token: Token) -> Result<bool, QueryError> {
        let Token { kind, span } = token;
        match kind {
            Kind::Part(what) => {
                self.parts += 1;
                if self.parts > MOST_CLAUSES {
                    let span = span.start..self.text.len();
                    return Err(Problem::TooManyClauses { most: MOST_CLAUSES }.at(span));
                }
                self.complete.push(what.at(span));
                Ok(false)
            }
            Kind::Open => {
                self.brackets = deeper(self.brackets, &span)?;
                self.waiting.push(Waiting::Open(span));
                Ok(true)
            }
            Kind::Prefix(prefix) => {
                self.prefixes = deeper(self.prefixes, &span)?;
                self.waiting.push(Waiting::Prefix(prefix, span));
                Ok(true)
            }
            Kind::Not => {
                // Twice is as good as not at all, and takes no room.
                if let Some(Waiting::Prefix(Prefix::Not, _)) = self.waiting.last() {
                    self.waiting.pop();
                    self.prefixes -= 1;
                } else {
                    self.prefixes = deeper(self.prefixes, &span)?;
                    self.waiting.push(Waiting::Prefix(Prefix::Not, span));
                }
                Ok(true)
            }
            Kind::Close => {
                if let Some(Waiting::Open(open)) = self.waiting.last() {
                    return Err(Problem::EmptyBracket.at(open.start..span.end));
                }
                self.side_is_missing()?;
                Err(Problem::StrayBracket.at(span))
            }
            Kind::Infix(_) | Kind::InLead => Err(self.missing("its left", span)),
        }
    }

    /// A token behind a side. Returns whether another side must begin.
    fn behind_side(&mut self, token: Token) -> Result<bool, QueryError> {
        match token.kind {
            Kind::Infix(infix) => {
                self.infix(infix, token.span);
                Ok(true)
            }
            Kind::Not => {
                self.infix(Infix::AndNot, token.span);
                Ok(true)
            }
            Kind::InLead => {
                let near = Nearness::near(crate::search::query::Reach::Paragraph);
                self.complete_down_to((self.grammar.infix)(Infix::Near(near)));
                let of = self.complete.pop().expect("a side stands before it");
                let span = of.span.start..token.span.end;
                self.complete.push(of.within(vec![Field::Lead], span));
                Ok(false)
            }
            Kind::Close => {
                self.complete_down_to(0);
                let Some(Waiting::Open(open)) = self.waiting.pop() else {
                    return Err(Problem::StrayBracket.at(token.span));
                };
                self.brackets -= 1;
                let inner = self.complete.last_mut().expect("a side stands in it");
                inner.span = open.start..token.span.end;
                Ok(false)
            }
            Kind::Part(_) | Kind::Open | Kind::Prefix(_) => {
                self.infix(self.grammar.silent, token.span.start..token.span.start);
                self.side(token)
            }
        }
    }

    fn infix(&mut self, infix: Infix, span: Range<usize>) {
        self.complete_down_to((self.grammar.infix)(infix));
        self.waiting.push(Waiting::Infix(infix, span));
    }

    /// Completes what waits and binds as tightly or tighter, up to the last open bracket.
    fn complete_down_to(&mut self, binding: u16) {
        loop {
            let tightness = match self.waiting.last() {
                Some(Waiting::Prefix(prefix, _)) => (self.grammar.prefix)(prefix),
                Some(Waiting::Infix(infix, _)) => (self.grammar.infix)(*infix),
                Some(Waiting::Open(_)) | None => return,
            };
            if tightness < binding {
                return;
            }
            let right = self.complete.pop().expect("its right side is complete");
            let said = match self.waiting.pop().expect("it was looked at") {
                Waiting::Prefix(prefix, span) => {
                    self.prefixes -= 1;
                    prefixed(prefix, span, right)
                }
                Waiting::Infix(infix, span) => {
                    let left = self.complete.pop().expect("its left side is complete");
                    joined(infix, span, left, right)
                }
                Waiting::Open(_) => right,
            };
            self.complete.push(said);
        }
    }

    /// The fault of whoever waits for a side that does not come.
    fn side_is_missing(&mut self) -> Result<(), QueryError> {
        match self.waiting.pop() {
            Some(Waiting::Open(span)) => Err(Problem::UnclosedBracket.at(span)),
            Some(Waiting::Prefix(_, span) | Waiting::Infix(_, span)) => {
                Err(self.missing("its right", span))
            }
            None => Ok(()),
        }
    }

    fn missing(&self, side: &'static str, span: Range<usize>) -> QueryError {
        let operator = self.text[span.clone()].to_owned();
        Problem::MissingOperand { operator, side }.at(span)
    }
}

/// One bracket or prefix more.
fn deeper(depth: usize, span: &Range<usize>) -> Result<usize, QueryError> {
    if depth == MOST_DEPTH {
        return Err(Problem::TooDeep { most: MOST_DEPTH }.at(span.clone()));
    }
    Ok(depth + 1)
}

fn prefixed(prefix: Prefix, operator: Range<usize>, of: Said) -> Said {
    let span = operator.start..of.span.end;
    match prefix {
        Prefix::Not => of.negated(span),
        Prefix::In(fields) => of.within(fields, span),
        Prefix::Exactly => What::Exactly(Box::new(of)).at(span),
        Prefix::AtLeast(count) => What::AtLeast {
            count,
            operator,
            of: Box::new(of),
        }
        .at(span),
    }
}

fn joined(infix: Infix, operator: Range<usize>, left: Said, right: Said) -> Said {
    let span = left.span.start..right.span.end;
    match infix {
        Infix::And | Infix::SamePart => left.and(right),
        Infix::Or => left.or(right),
        Infix::AndNot => {
            let without = operator.start..right.span.end;
            left.and(right.negated(without))
        }
        Infix::Beside | Infix::Adjacent => left.beside(right),
        Infix::Near(how) => What::Near {
            how,
            operator,
            sides: Box::new((left, right)),
        }
        .at(span),
    }
}

impl Infix {
    /// Binding among what measures, the shorter distance first; from 401 to 799.
    pub fn by_distance(how: Nearness) -> u16 {
        use crate::search::query::Reach;
        match how.reach {
            Reach::Words(n) => 799 - u16::try_from(n.min(255)).unwrap_or(255),
            Reach::Sentence if how.wanted == Wanted::Near => 500,
            Reach::Paragraph if how.wanted == Wanted::Near => 450,
            // `not /s` stands with the distances in words, behind them all.
            Reach::Sentence | Reach::Paragraph => 501,
        }
    }
}
