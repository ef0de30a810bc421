//! What is wrong with a query, as data, and where: a byte range of the user's own text.

use std::ops::Range;

use crate::date::DateError;

/// Something a query text says that cannot be understood or will not be done.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{problem}")]
pub struct QueryError {
    /// What.
    pub problem: Problem,
    /// Where: bytes of the query text.
    pub span: Range<usize>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    /// There is nothing to look for.
    #[error("the query is empty")]
    Empty,
    /// It only says what to leave out.
    #[error("the query only says what to leave out")]
    OnlyNegative,
    /// A field that does not exist.
    #[error("no field is called `{name}`")]
    UnknownField {
        /// As written.
        name: String,
        /// The field that is spelt most like it.
        nearest: Option<&'static str>,
    },
    /// A field with nothing behind it.
    #[error("nothing follows `{name}:`")]
    EmptyField {
        /// As written.
        name: String,
    },
    /// A quote that is never closed.
    #[error("this quote is never closed")]
    UnclosedQuote,
    /// A quote with no words in it.
    #[error("there are no words in these quotes")]
    EmptyQuote,
    /// A bracket that is never closed.
    #[error("this bracket is never closed")]
    UnclosedBracket,
    /// A closing bracket that was never opened.
    #[error("this bracket was never opened")]
    StrayBracket,
    /// Brackets with nothing in them.
    #[error("there is nothing in these brackets")]
    EmptyBracket,
    /// An operator without something on each side.
    #[error("`{operator}` needs something on {side}")]
    MissingOperand {
        /// As written.
        operator: String,
        /// `its left`, `its right`.
        side: &'static str,
    },
    /// An operator whose number is missing or out of bounds.
    #[error("`{operator}` needs a number from {least} to {most}")]
    BadNumber {
        /// As written.
        operator: String,
        /// Smallest number allowed.
        least: u32,
        /// Largest number allowed.
        most: u32,
    },
    /// Something that has no place in a text stands beside a proximity operator or in `atleast`.
    #[error("`{operator}` measures between words and phrases; `{operand}` is neither")]
    NotPlaced {
        /// The operator.
        operator: String,
        /// What it was given.
        operand: String,
    },
    /// The two sides of a proximity look in different fields.
    #[error("both sides of `{operator}` must look in the same field")]
    TwoFields {
        /// The operator.
        operator: String,
    },
    /// A wildcard without enough letters to go by.
    #[error("`{pattern}` would match almost every word")]
    BareWildcard {
        /// As written.
        pattern: String,
    },
    /// A word with a wildcard and a `~`.
    #[error("`{word}` has both a wildcard and a `~`")]
    WildAndFuzzy {
        /// As written.
        word: String,
    },
    /// A wildcard or a fuzzy word that stands for too many words of this archive.
    #[error("`{pattern}` stands for {count} different words here; at most {most} are allowed")]
    TooManyExpansions {
        /// As written.
        pattern: String,
        /// How many words it matches.
        count: usize,
        /// How many it may match.
        most: usize,
        /// A longer beginning that keeps within bounds, if there is one.
        tighter: Option<String>,
    },
    /// A date that is none.
    #[error(transparent)]
    Date(#[from] DateError),
    /// `words:` with something that is no length.
    #[error("`{text}` is not a number of words")]
    BadLength {
        /// As written.
        text: String,
    },
    /// The text is too long.
    #[error("the query is {length} bytes long; at most {most} are allowed")]
    TooLong {
        /// Its length.
        length: usize,
        /// The bound.
        most: usize,
    },
    /// Brackets in brackets in brackets.
    #[error("brackets are nested more than {most} deep here")]
    TooDeep {
        /// The bound.
        most: usize,
    },
    /// Too many parts.
    #[error("the query has more than {most} parts")]
    TooManyClauses {
        /// The bound.
        most: usize,
    },
    /// `@name`, and no query was saved under the name.
    #[error("no saved query is called `{name}`")]
    UnknownSaved {
        /// As written, without the sign.
        name: String,
        /// The saved query that is spelt most like it.
        nearest: Option<String>,
    },
    /// Saved queries that name each other in a circle.
    #[error("the saved query `@{name}` leads back to itself: {path}")]
    SavedCycle {
        /// The name that comes twice.
        name: String,
        /// The way around: `@a → @b → @a`.
        path: String,
    },
    /// Something is wrong in a saved query.
    #[error("in the saved query `@{name}`: {problem}")]
    InSaved {
        /// Which.
        name: String,
        /// What is wrong there.
        problem: Box<Problem>,
    },
    /// All that a string of another system says was left out.
    #[error("nothing of this can be looked for here")]
    NothingLeft,
    /// What a string of another system comes to is no query of ours.
    #[error("what this comes to here is refused: {0}")]
    Translated(Box<Self>),
    /// A phrase of too many words.
    #[error("this phrase has more than {most} words")]
    LongPhrase {
        /// The bound.
        most: usize,
    },
}

impl Problem {
    /// The problem, at a place.
    pub(super) fn at(self, span: Range<usize>) -> QueryError {
        QueryError {
            problem: self,
            span,
        }
    }
}
