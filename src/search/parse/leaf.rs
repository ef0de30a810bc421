//! Words and phrases: how the text of one becomes the slots of a leaf.

use std::ops::Range;

use super::{Note, Parser, Part};
use crate::index::Field;
use crate::index::analyzer::folded_words;
use crate::search::error::{Problem, QueryError};
use crate::search::lex::is_double_quote;
use crate::search::query::{Leaf, Likeness, Near, Order, Query, Reach, Slot};

impl Parser<'_> {
    pub(super) fn quoted(
        &mut self,
        text: &str,
        likeness: Likeness,
        closed: bool,
        slop: Option<u32>,
        span: Range<usize>,
    ) -> Part {
        if !closed {
            let quote = span.start + usize::from(likeness == Likeness::Exact);
            let width = self.text[quote..].chars().next().map_or(1, char::len_utf8);
            self.wrong(Problem::UnclosedQuote, quote..quote + width)?;
        }
        let mut slots = Vec::new();
        // Between « and » a " may stand, which divides words and means nothing.
        for word in text.split(|c: char| c.is_whitespace() || is_double_quote(c)) {
            if folded_words(word).is_empty() {
                if word.contains('*') {
                    self.wrong(
                        Problem::BareWildcard {
                            pattern: word.to_owned(),
                        },
                        span.clone(),
                    )?;
                }
                continue;
            }
            let most = self.reading.limits.phrase;
            if slots.len() == most {
                self.wrong(Problem::LongPhrase { most }, span.clone())?;
                break;
            }
            slots.push(self.phrase_slot(word, &span)?);
        }
        if slots.is_empty() {
            self.wrong(Problem::EmptyQuote, span)?;
            return Ok(None);
        }
        // The words of `"a b"~4` become parts of their own.
        let parts = slop.map_or(1, |_| slots.len());
        for _ in 0..parts {
            if !self.count(&span)? {
                return Ok(None);
            }
        }
        let leaf = Leaf {
            field: self.field,
            likeness,
            slots,
        };
        Ok(Some(match slop {
            Some(slop) if parts > 1 => sloppy(&leaf, slop),
            _ => Query::Leaf(leaf),
        }))
    }

    pub(super) fn word(&mut self, text: &str, likeness: Likeness, span: Range<usize>) -> Part {
        if text == "*" && self.field == Field::Text {
            return Ok(self.count(&span)?.then_some(Query::All));
        }
        if folded_words(text).is_empty() {
            if text.contains(['*', '?']) && text != "?" {
                self.wrong(
                    Problem::BareWildcard {
                        pattern: text.to_owned(),
                    },
                    span,
                )?;
            }
            return Ok(None);
        }
        if matches!(text, "or" | "not") && self.at > 1 && self.at < self.tokens.len() {
            self.notes.push(Note::SmallOperator(span.clone()));
        }
        let slot = self.word_slot(text, &span)?;
        Ok(self.count(&span)?.then(|| {
            Query::Leaf(Leaf {
                field: self.field,
                likeness,
                slots: vec![slot],
            })
        }))
    }

    fn word_slot(&mut self, text: &str, span: &Range<usize>) -> Result<Slot, QueryError> {
        // A question mark at the end asks; it is no letter.
        let text = text.trim_end_matches('?');
        if let Some((word, distance)) = text.rsplit_once('~')
            && !folded_words(word).is_empty()
            && distance.bytes().all(|b| b.is_ascii_digit())
        {
            if self.is_wild_and_fuzzy(word, text, span)? {
                return Ok(wild_or_word(word));
            }
            let word = word.to_owned();
            return match distance {
                "" | "1" => Ok(Slot::Fuzzy { word, distance: 1 }),
                "2" => Ok(Slot::Fuzzy { word, distance: 2 }),
                _ => {
                    self.wrong(
                        Problem::BadNumber {
                            operator: "~".to_owned(),
                            least: 1,
                            most: 2,
                        },
                        span.clone(),
                    )?;
                    Ok(Slot::Fuzzy { word, distance: 2 })
                }
            };
        }
        // `child!` is what Nexis calls a truncated word.
        if let Some(stem) = text
            .strip_suffix('!')
            .filter(|stem| stem.ends_with(char::is_alphanumeric))
        {
            return Ok(Slot::Wild(format!("{stem}*")));
        }
        Ok(wild_or_word(text))
    }

    /// Inside quotes an exclamation mark is punctuation.
    fn phrase_slot(&mut self, word: &str, span: &Range<usize>) -> Result<Slot, QueryError> {
        let text = word.trim_end_matches('?');
        let Some((word, distance)) = text.rsplit_once('~').filter(|(word, distance)| {
            !folded_words(word).is_empty() && matches!(*distance, "" | "1" | "2")
        }) else {
            return Ok(wild_or_word(text));
        };
        if self.is_wild_and_fuzzy(word, text, span)? {
            return Ok(wild_or_word(word));
        }
        Ok(Slot::Fuzzy {
            word: word.to_owned(),
            distance: if distance == "2" { 2 } else { 1 },
        })
    }

    /// Whether what stands before a `~` has a wildcard in it, which is wrong.
    fn is_wild_and_fuzzy(
        &mut self,
        word: &str,
        text: &str,
        span: &Range<usize>,
    ) -> Result<bool, QueryError> {
        let wild = word.contains(['*', '?']);
        if wild {
            let word = text.to_owned();
            self.wrong(Problem::WildAndFuzzy { word }, span.clone())?;
        }
        Ok(wild)
    }
}

pub(super) fn likeness(exact: bool) -> Likeness {
    if exact {
        Likeness::Exact
    } else {
        Likeness::Stem
    }
}

/// A question mark at the end of a word ends a question; anywhere else it stands for a letter.
fn wild_or_word(text: &str) -> Slot {
    let body = text.trim_end_matches('?');
    if body.contains(['*', '?']) {
        Slot::Wild(body.to_owned())
    } else {
        Slot::Word(body.to_owned())
    }
}

/// Lucene's slop counts the words between; `w/n` counts positions, so it is one more.
fn sloppy(leaf: &Leaf, slop: u32) -> Query {
    let reach = Reach::Words(
        slop.saturating_add(1)
            .clamp(1, crate::search::lex::MOST_WORDS),
    );
    let word = |slot: &Slot| {
        Query::Leaf(Leaf {
            slots: vec![slot.clone()],
            ..leaf.clone()
        })
    };
    let mut slots = leaf.slots.iter();
    let first = word(slots.next().expect("a phrase has words"));
    slots.fold(first, |left, slot| {
        Query::Near(Box::new(Near {
            reach,
            order: Order::Any,
            left,
            right: word(slot),
        }))
    })
}
