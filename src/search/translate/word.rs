//! A word or phrase of another database → the slots of a leaf of ours.
//!
//! In: text whose wildcards are already `*` (any letters) and `?` (one letter). Out: slots that print and read back as
//! they are. What cannot be a wildcard here is noted.

use std::ops::Range;

use super::note::{Change, Note};
use super::said::What;
use crate::index::analyzer::folded_words;
use crate::search::error::{Problem, QueryError};
use crate::search::lex::is_double_quote;
use crate::search::parse::MOST_PHRASE;
use crate::search::query::Slot;

/// What stands for a sign of ours that is no sign there: white space, which divides words as the sign itself would.
pub(super) const LITERAL: char = ' ';

/// The words of a text; `Nothing` if there are none.
///
/// # Errors
/// The phrase is too long.
pub(super) fn words(
    text: &str,
    span: &Range<usize>,
    notes: &mut Vec<Note>,
) -> Result<What, QueryError> {
    let mut slots = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || is_double_quote(c) || c == '~') {
        let word = word.trim_matches([',', ';', ':', '\\']);
        if folded_words(word).is_empty() {
            if word.contains(['*', '?']) && word != "?" {
                notes.push(Note {
                    span: span.clone(),
                    change: Change::BareWildcard,
                });
            }
            continue;
        }
        if slots.len() == MOST_PHRASE {
            return Err(Problem::LongPhrase { most: MOST_PHRASE }.at(span.clone()));
        }
        slots.push(slot(word, span, notes));
    }
    Ok(if slots.is_empty() {
        What::Nothing
    } else {
        What::Words(slots)
    })
}

fn slot(word: &str, span: &Range<usize>, notes: &mut Vec<Note>) -> Slot {
    if !word.contains(['*', '?']) {
        return Slot::Word(word.to_owned());
    }
    let body = word.trim_end_matches('?');
    let single = word.len() - body.len();
    if single == 0 {
        return Slot::Wild(word.to_owned());
    }
    // At the end of a word our `?` is a question mark.
    notes.push(Note {
        span: span.clone(),
        change: Change::Ending {
            most: u32::try_from(single).unwrap_or(u32::MAX),
        },
    });
    Slot::Wild(format!("{}*", body.trim_end_matches('*')))
}

/// A word whose end is a bounded truncation, `$3` or `[*3]`, in our spelling; the bound is noted.
pub(super) fn truncated(
    stem: &str,
    most: Option<u32>,
    span: &Range<usize>,
    notes: &mut Vec<Note>,
) -> String {
    if let Some(most) = most {
        notes.push(Note {
            span: span.clone(),
            change: Change::Ending { most },
        });
    }
    format!("{stem}*")
}
