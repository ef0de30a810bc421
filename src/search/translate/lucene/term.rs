//! One clause of Lucene's: a term, a field with its value, a range, a pattern.

use std::ops::Range;

use super::{FIELDS, Named, Reader, dated};
use crate::search::error::{Problem, QueryError};
use crate::search::lex::is_double_quote;
use crate::search::query::{Length, Query};
use crate::search::translate::days::{End, filter};
use crate::search::translate::lexer::{length, split_at};
use crate::search::translate::names::{self, Meaning};
use crate::search::translate::note::Change;
use crate::search::translate::said::What;
use crate::search::translate::word;

/// Whether a term ends before this character, if nothing makes it literal.
pub(super) fn ends_term(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '^' | ':')
        || is_double_quote(c)
}

impl Reader<'_, '_> {
    pub(super) fn clause(&mut self) -> Result<(), QueryError> {
        let from = self.lexer.scan.at;
        match self.lexer.scan.peek() {
            Some('[' | '{') => self.range(from),
            Some('^') => {
                self.weight();
                Ok(())
            }
            Some(']' | '}' | ':') => {
                self.lexer.scan.take();
                Ok(())
            }
            Some('/') if self.pattern(from)? => Ok(()),
            Some(c) if is_double_quote(c) => self.quoted(from),
            _ => self.term(from),
        }
    }

    /// The field that a clause here looks in.
    pub(super) fn field_here(&self) -> Option<&Named> {
        let outer = || self.groups.last().and_then(|group| group.field.as_ref());
        self.field.as_ref().or_else(outer)
    }

    /// Where a clause begins: with its field, if it has one of its own.
    fn start(&self, from: usize) -> usize {
        self.field.as_ref().map_or(from, |field| field.span.start)
    }

    pub(super) fn is_value(&self) -> bool {
        self.field_here()
            .is_some_and(|field| !field.meaning.is_words())
    }

    fn term(&mut self, from: usize) -> Result<(), QueryError> {
        let text = self.term_text();
        if self.lexer.scan.at == from {
            self.lexer.scan.take();
            return Ok(());
        }
        let span = from..self.lexer.scan.at;
        let written = self.lexer.scan.slice(&span);
        if self.lexer.scan.peek() == Some(':') {
            self.lexer.scan.take();
            self.name(written, from);
            return Ok(());
        }
        if self
            .field
            .as_ref()
            .is_some_and(|field| field.name == "_exists_")
        {
            self.name(&format!("{written} "), from);
            return self.everything(from);
        }
        if written == "*" {
            return self.everything(from);
        }
        if self.is_value() {
            let field = self.field_here().expect("it was looked at").clone();
            return self.value(&field, written, from);
        }
        let is_number = text.bytes().all(|b| b.is_ascii_digit());
        if let Some(Named {
            meaning: Meaning::Unknown,
            name,
            ..
        }) = self.field_here()
            && is_number
        {
            // `media_id:1234` is no word of any text.
            let name = name.clone();
            let whole = self.start(from)..span.end;
            self.lexer.note(&whole, Change::NoCounterpart { name });
            self.weight();
            return self.add_part(What::Nothing, from);
        }
        let what = match text.split_once('~') {
            Some((word, likeness)) => self.fuzzy(word, likeness, &span),
            None => word::words(&text, &span, &mut self.lexer.notes)?,
        };
        self.weight();
        if matches!(what, What::Nothing) && !text.contains(['*', '?']) && self.field.is_none() {
            return Ok(()); // Mere punctuation.
        }
        self.add_part(what, from)
    }

    /// The text of a term in our spelling; what a backslash makes literal divides words where it would be a sign here.
    fn term_text(&mut self) -> String {
        let mut text = String::new();
        while let Some(c) = self.lexer.scan.peek() {
            // A time of day, and an address.
            let is_inside =
                c == ':' && (self.is_value() || self.lexer.scan.rest().starts_with("://"));
            if c == '\\' {
                self.lexer.scan.take();
                let span = self.lexer.scan.take();
                let literal = self.lexer.scan.slice(&span);
                let is_sign = matches!(literal, "*" | "?" | "~" | "\\" | "!");
                text.push_str(if is_sign { " " } else { literal });
            } else if ends_term(c) && !is_inside {
                break;
            } else {
                self.lexer.scan.take();
                text.push(c);
            }
        }
        let end = text.trim_end_matches('!').len();
        text.truncate(end);
        text
    }

    /// `name:`.
    fn name(&mut self, written: &str, from: usize) {
        let span = from..self.lexer.scan.at;
        let name = written.replace('\\', "").trim().to_owned();
        // `metadata.title`, `data.title.exact`: some part of the path names it.
        let known = name
            .rsplit('.')
            .map(|part| names::meaning(part, FIELDS))
            .find(|meaning| *meaning != Meaning::Unknown);
        let meaning = match known {
            Some(meaning) => meaning,
            None if name == "*" || name == "_exists_" => names::TEXT,
            None if name.to_ascii_lowercase().contains("date") => Meaning::OtherDate,
            None => Meaning::Unknown,
        };
        self.field = Some(Named {
            meaning,
            name,
            span,
        });
    }

    /// `*`, `*:*`, `name:*`.
    fn everything(&mut self, from: usize) -> Result<(), QueryError> {
        let field = self.field_here().cloned();
        let what = match field {
            Some(field) if field.meaning == Meaning::Date => What::Filter(dated()),
            Some(field) if field.name != "*" => {
                let span = self.start(from)..self.lexer.scan.at;
                let name = format!("{}:*", field.name);
                self.lexer.note(&span, Change::NoCounterpart { name });
                What::Nothing
            }
            _ => What::Filter(Query::All),
        };
        self.add_part(what, from)
    }

    /// A word where a date or a number must stand: `2015`, `>=2015`.
    pub(super) fn value(
        &mut self,
        field: &Named,
        text: &str,
        from: usize,
    ) -> Result<(), QueryError> {
        let span = self.start(from)..self.lexer.scan.at;
        let text = text.replace(['\\', '"'], "");
        let what = match field.meaning {
            Meaning::Date | Meaning::OtherDate => {
                let rest = text.trim_start_matches(['<', '>', '=']);
                let sign = &text[..text.len() - rest.len()];
                let range = self.lexer.calendar().compared(sign, rest, &span);
                range.map(filter).ok_or(Change::NotADate)
            }
            _ => length(&text).map(Query::Length).ok_or(Change::NotANumber),
        };
        self.weight();
        self.filtered(field, what, &span, from)
    }

    fn filtered(
        &mut self,
        field: &Named,
        read: Result<Query, Change>,
        span: &Range<usize>,
        from: usize,
    ) -> Result<(), QueryError> {
        let what = match read {
            Ok(query) => {
                if field.meaning == Meaning::OtherDate {
                    let name = field.name.clone();
                    self.lexer.note(span, Change::DateOfPublication { name });
                }
                What::Filter(query)
            }
            Err(change) => {
                self.lexer.note(span, change);
                What::Nothing
            }
        };
        self.add_part(what, from)
    }

    /// `[a TO b]`, `{a TO b}`, and mixtures.
    fn range(&mut self, from: usize) -> Result<(), QueryError> {
        let open = self.lexer.scan.take();
        let inner = self.lexer.scan.take_while(|c| !matches!(c, ']' | '}'));
        if self.lexer.scan.peek().is_none() {
            return Err(Problem::UnclosedBracket.at(open));
        }
        let close = self.lexer.scan.take();
        let end = |bracket: &str| match bracket {
            "[" | "]" => End::Included,
            _ => End::Excluded,
        };
        let (first, last) = (
            end(self.lexer.scan.slice(&open)),
            end(self.lexer.scan.slice(&close)),
        );
        let text = self.lexer.scan.slice(&inner).replace('\\', "");
        let ends = split_at(&text, "to");
        let (least, most) = match ends.as_slice() {
            [least, most] => ((least.as_str(), first), (most.as_str(), last)),
            // Without its middle it has no ends, and neither has a day that is none.
            _ => (("?", first), ("?", last)),
        };
        let field = self.field_here().cloned();
        let span = self.start(from)..self.lexer.scan.at;
        self.weight();
        match field {
            Some(field) if matches!(field.meaning, Meaning::Date | Meaning::OtherDate) => {
                let mut calendar = self.lexer.calendar();
                let range = calendar.between(least, most, &span);
                let read = range.map(filter).ok_or(Change::NotADate);
                self.filtered(&field, read, &span, from)
            }
            Some(field) if field.meaning == Meaning::Length => {
                let read = numbers(least, most).ok_or(Change::NotANumber);
                self.filtered(&field, read, &span, from)
            }
            _ => {
                let name = self.lexer.scan.slice(&span).to_owned();
                self.lexer.note(&span, Change::NoCounterpart { name });
                self.add_part(What::Nothing, from)
            }
        }
    }

    /// `/regular expression/`; a stroke that is never followed by another is none.
    fn pattern(&mut self, from: usize) -> Result<bool, QueryError> {
        let mut ahead = self.lexer.scan;
        ahead.take();
        let mut escaped = false;
        ahead.take_while(|c| {
            let ends = c == '/' && !escaped;
            escaped = c == '\\' && !escaped;
            !ends
        });
        if !ahead.eat('/') {
            return Ok(false);
        }
        self.lexer.scan = ahead;
        self.lexer.note(&(from..ahead.at), Change::Pattern);
        self.weight();
        self.add_part(What::Nothing, from)?;
        Ok(true)
    }
}

/// A range of lengths.
fn numbers((least, first): (&str, End), (most, last): (&str, End)) -> Option<Query> {
    let at = |sign: &str, text: &str| match text.trim() {
        "" | "*" => length(">=0"),
        number => length(&format!("{sign}{number}")),
    };
    let lower = at(if first == End::Included { ">=" } else { ">" }, least)?;
    let upper = match most.trim() {
        "" | "*" => u64::MAX,
        _ => at(if last == End::Included { "<=" } else { "<" }, most)?.most,
    };
    let length = Length {
        least: lower.least,
        most: upper,
    };
    (length.least <= length.most).then_some(Query::Length(length))
}
