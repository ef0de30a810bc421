//! THE PATH OF SOMEBODY ELSE'S STRING: text → tokens → tree → query, printed in our language, with notes on what could not be
//! carried over.
//!
//! [`translate`] is the path in one function. A dialect is one file: how its text divides into tokens, what its fields are, and
//! what binds tighter in it. Where a string can be read in two ways, the vendor's own default decides.
//!
//! Always holds: what comes out reads as a query and prints as it stands, so `parse(out).to_string() == out`; every note
//! points into the string; the bounds are those of our own language and are checked before anything is entered.

mod days;
mod factiva;
mod gdelt;
mod lexer;
mod lower;
mod lucene;
mod names;
mod nexis;
mod note;
mod order;
mod proquest;
mod said;
mod scan;
#[cfg(test)]
mod tests;
mod word;

use chrono::NaiveDate;

pub use note::{Change, Note};

use super::error::{Problem, QueryError};
use super::parse::{Joining, MOST_BYTES, Reading, parse};
use lexer::{Lexer, Step};
use order::Grammar;
use said::Said;

/// A query language of another system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Lucene's classic parser: Elasticsearch, Solr, Media Cloud, Datashare.
    Lucene,
    /// Nexis and Lexis: terms and connectors.
    Nexis,
    /// Factiva: free-text search.
    Factiva,
    /// The ProQuest platform.
    ProQuest,
    /// GDELT's document API.
    Gdelt,
}

impl Dialect {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 5] = [
        Self::Lucene,
        Self::Nexis,
        Self::Factiva,
        Self::ProQuest,
        Self::Gdelt,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lucene => "lucene",
            Self::Nexis => "nexis",
            Self::Factiva => "factiva",
            Self::ProQuest => "proquest",
            Self::Gdelt => "gdelt",
        }
    }
}

/// A string of another system in our language.
#[derive(Clone, Debug, PartialEq)]
pub struct Translation {
    /// The query, as it prints.
    pub query: String,
    /// What could not be carried over as it stood, in the order of the string.
    pub notes: Vec<Note>,
}

/// Why a string has no translation, with what was found before.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{error}")]
pub struct NoTranslation {
    /// What is wrong, and where in the string.
    pub error: QueryError,
    /// What could not be carried over before that.
    pub notes: Vec<Note>,
}

/// Reads a string of another system, and says the same in our language.
///
/// `today` is what dates are reckoned from, as in `date after -7`.
///
/// # Errors
/// The string is wrong in its own language, nothing of it can be looked for here, or it is beyond the bounds of ours.
pub fn translate(
    dialect: Dialect,
    text: &str,
    today: NaiveDate,
) -> Result<Translation, NoTranslation> {
    let mut lexer = Lexer::new(text, today);
    let query = read(dialect, &mut lexer).and_then(|said| written(said, &mut lexer));
    let mut notes = lexer.notes;
    // A field's note comes once for each of its words.
    notes.sort_by_key(|note| (note.span.start, note.span.end, note.change.code()));
    notes.dedup();
    match query {
        Ok(query) => Ok(Translation { query, notes }),
        Err(error) => Err(NoTranslation { error, notes }),
    }
}

fn read(dialect: Dialect, lexer: &mut Lexer<'_>) -> Result<Option<Said>, QueryError> {
    let length = lexer.scan.text.len();
    if length > MOST_BYTES {
        let most = MOST_BYTES;
        let kept = lexer.scan.text.floor_char_boundary(most);
        return Err(Problem::TooLong { length, most }.at(kept..length));
    }
    match dialect {
        Dialect::Lucene => lucene::read(lexer),
        Dialect::Nexis => read_tokens(lexer, nexis::next, &nexis::GRAMMAR),
        Dialect::Factiva => read_tokens(lexer, factiva::next, &factiva::GRAMMAR),
        Dialect::ProQuest => read_tokens(lexer, proquest::next, &proquest::GRAMMAR),
        Dialect::Gdelt => read_tokens(lexer, gdelt::next, &gdelt::GRAMMAR),
    }
}

fn read_tokens(
    lexer: &mut Lexer<'_>,
    next: fn(&mut Lexer<'_>) -> Step,
    grammar: &Grammar,
) -> Result<Option<Said>, QueryError> {
    loop {
        lexer.scan.skip_space();
        if lexer.scan.peek().is_none() {
            break;
        }
        next(lexer)?;
    }
    let tokens = std::mem::take(&mut lexer.tokens.0);
    order::tree(tokens, grammar, lexer.scan.text)
}

/// The tree in our language. Our own parser has the last word, so what comes out is a query and prints as it stands.
fn written(said: Option<Said>, lexer: &mut Lexer<'_>) -> Result<String, QueryError> {
    let whole = 0..lexer.scan.text.trim_end().len();
    let query = match &said {
        Some(said) => lower::lower(said, &mut lexer.notes)?,
        None => None,
    };
    let Some(query) = query else {
        let problem = match lexer.notes.is_empty() {
            true => Problem::Empty,
            false => Problem::NothingLeft,
        };
        return Err(problem.at(whole));
    };
    let reading = Reading {
        today: lexer.today,
        joining: Joining::All,
        limits: crate::search::QueryLimits::USUAL,
    };
    match parse(&query.to_string(), reading) {
        Ok(parsed) => Ok(parsed.query.to_string()),
        Err(error) => Err(Problem::Translated(Box::new(error.problem)).at(whole)),
    }
}
