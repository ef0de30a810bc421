//! What stands in quotes in Lucene's strings, and what may stand behind a clause: `~2`, `^3`.

use std::ops::Range;

use super::Reader;
use crate::search::error::{Problem, QueryError};
use crate::search::lex::{MOST_WORDS, is_double_quote};
use crate::search::query::{Reach, Slot};
use crate::search::translate::note::Change;
use crate::search::translate::said::{Nearness, What, chain};
use crate::search::translate::word::{self, LITERAL};

impl Reader<'_, '_> {
    /// `"a phrase"`, `"a phrase"~5`.
    pub(super) fn quoted(&mut self, from: usize) -> Result<(), QueryError> {
        let text = self.quoted_text()?;
        let behind = from..self.lexer.scan.at;
        if self.is_value() {
            let field = self.field_here().expect("it was looked at").clone();
            return self.value(&field, &text, from);
        }
        if text.contains(['*', '?']) {
            self.lexer.note(&behind, Change::PhraseWildcard);
        }
        let slop = self.behind_tilde();
        let span = from..self.lexer.scan.at;
        let what = match word::words(&text, &behind, &mut self.lexer.notes)? {
            What::Words(slots) => {
                match slop.as_deref().map(|slop| slop.parse().unwrap_or(u32::MAX)) {
                    Some(slop) if slop > 0 && slots.len() > 1 => self.sloppy(slots, slop, &span),
                    _ => What::Words(slots),
                }
            }
            _ if text.contains(['*', '?']) => What::Nothing,
            _ => return Err(Problem::EmptyQuote.at(span)),
        };
        self.weight();
        self.add_part(what, from)
    }

    fn quoted_text(&mut self) -> Result<String, QueryError> {
        let open = self.lexer.scan.take();
        let quote = self.lexer.scan.slice(&open);
        let mut text = String::new();
        loop {
            let Some(c) = self.lexer.scan.peek() else {
                return Err(Problem::UnclosedQuote.at(open));
            };
            self.lexer.scan.take();
            match c {
                '\\' => {
                    let span = self.lexer.scan.take();
                    let literal = self.lexer.scan.slice(&span);
                    let is_sign = matches!(literal, "*" | "?" | "~" | "\\" | "\"");
                    text.push_str(if is_sign { " " } else { literal });
                }
                // `"` closes only itself, so that a phrase may hold quotes of other kinds.
                c if is_double_quote(c) && (quote != "\"" || c == '"') => break,
                '~' => text.push(LITERAL),
                c => text.push(c),
            }
        }
        Ok(text)
    }

    /// Lucene's slop counts the words between, all together; ours counts the step from word to word.
    fn sloppy(&mut self, slots: Vec<Slot>, slop: u32, span: &Range<usize>) -> What {
        if slots.len() > 2 {
            self.lexer.note(span, Change::EachStep);
        }
        if slop >= MOST_WORDS {
            self.lexer.note(span, Change::Distance { most: MOST_WORDS });
        }
        let reach = Reach::Words(slop.saturating_add(1).min(MOST_WORDS));
        chain(slots, Nearness::near(reach), span).map_or(What::Nothing, |said| said.what)
    }

    pub(super) fn fuzzy(&mut self, text: &str, likeness: &str, span: &Range<usize>) -> What {
        let digits = likeness.split('~').next().unwrap_or_default();
        let distance = match digits {
            "" | "2" => 2,
            "1" => 1,
            _ => {
                // Before Lucene 4 it was the share of the letters that must be the same.
                let distance = match digits.parse::<f32>() {
                    Ok(share) if share == 0.0 || share == 1.0 => 0,
                    Ok(share) if share > 0.5 && share < 1.0 => 1,
                    _ => 2,
                };
                self.lexer.note(span, Change::Letters { distance });
                distance
            }
        };
        let mut notes = Vec::new();
        let what = word::words(text, span, &mut notes).unwrap_or(What::Nothing);
        self.lexer.notes.extend(notes);
        match what {
            What::Words(slots) => What::Words(
                slots
                    .into_iter()
                    .map(|slot| match slot {
                        Slot::Word(word) if distance > 0 => Slot::Fuzzy { word, distance },
                        slot => slot,
                    })
                    .collect(),
            ),
            other => other,
        }
    }

    /// What stands behind `~`, if it stands here.
    fn behind_tilde(&mut self) -> Option<String> {
        self.lexer.scan.eat('~').then(|| {
            let digits = self.lexer.scan.take_while(|c| c.is_ascii_digit());
            self.lexer.scan.slice(&digits).to_owned()
        })
    }

    /// `^2` behind a clause.
    pub(super) fn weight(&mut self) {
        let from = self.lexer.scan.at;
        if self.lexer.scan.eat('^') {
            self.lexer
                .scan
                .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '='));
            let span = from..self.lexer.scan.at;
            self.lexer.note(&span, Change::Boost);
        }
    }
}
