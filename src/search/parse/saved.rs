//! `@name`: a saved query stands for what it says, in the field and on the level where its name stands.

use std::ops::Range;

use super::{MOST_DEPTH, Note, Parser, Part};
use crate::search::error::{Problem, QueryError};
use crate::search::query::Likeness;

impl<'t> Parser<'t> {
    /// Reads the saved query of this name in place of the name. Depth and parts count on through it, so that queries
    /// which name each other cost no more than one that says it all.
    pub(super) fn saved(&mut self, name: &str, span: Range<usize>) -> Part {
        self.at += 1;
        let Some(text) = self.saved.get(name) else {
            let nearest = self.saved.nearest(name).map(str::to_owned);
            let name = name.to_owned();
            let word = format!("@{name}");
            self.wrong(Problem::UnknownSaved { name, nearest }, span.clone())?;
            return self.word(&word, Likeness::Stem, span);
        };
        if self.within.iter().any(|outer| outer == name) {
            let path = self.within.iter().map(|name| format!("@{name} → "));
            let path = path.collect::<String>() + "@" + name;
            let name = name.to_owned();
            self.wrong(Problem::SavedCycle { name, path }, span)?;
            return Ok(None);
        }
        if self.depth == MOST_DEPTH {
            self.wrong(Problem::TooDeep { most: MOST_DEPTH }, span)?;
            return Ok(None);
        }
        if !self.count(&span)? {
            return Ok(None);
        }
        let mut within = self.within.clone();
        within.push(name.to_owned());
        let mut inner = Parser::<'t> {
            text,
            tokens: Vec::new(),
            at: 0,
            depth: self.depth + 1,
            clauses: self.clauses - 1,
            field: self.field,
            mode: self.mode,
            reading: self.reading,
            saved: self.saved,
            within,
            notes: Vec::new(),
        };
        let read = inner.parts();
        self.clauses = inner.clauses.max(self.clauses);
        // Its notes point into a text that is not before the reader's eyes: what was left out is told at the name.
        for note in inner.notes {
            if let Note::Dropped(error) = note {
                self.notes
                    .push(Note::Dropped(in_saved(name, error, span.clone())));
            }
        }
        read.map_err(|error| in_saved(name, error, span))
    }
}

/// A circle names all that are in it; anything else is told with the query that it is in.
fn in_saved(name: &str, error: QueryError, span: Range<usize>) -> QueryError {
    let problem = match error.problem {
        circle @ Problem::SavedCycle { .. } => circle,
        problem => Problem::InSaved {
            name: name.to_owned(),
            problem: Box::new(problem),
        },
    };
    problem.at(span)
}
