//! A place in a string, and the few steps from there that all dialects share. Every step is linear and stays on char
//! boundaries.

use std::ops::Range;

use crate::search::error::{Problem, QueryError};
use crate::search::lex::closing_quote;

/// A place in a string.
#[derive(Clone, Copy)]
pub(super) struct Scan<'t> {
    pub text: &'t str,
    pub at: usize,
}

impl<'t> Scan<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    pub fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes a character and gives its bytes.
    pub fn take(&mut self) -> Range<usize> {
        let from = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        from..self.at
    }

    pub fn eat(&mut self, c: char) -> bool {
        let is_there = self.peek() == Some(c);
        if is_there {
            self.at += c.len_utf8();
        }
        is_there
    }

    pub fn take_while(&mut self, mut wanted: impl FnMut(char) -> bool) -> Range<usize> {
        let from = self.at;
        let rest = self.rest();
        self.at += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        from..self.at
    }

    pub fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// The next word, up to white space or one of `ends`.
    pub fn word(&mut self, ends: &[char]) -> Range<usize> {
        self.take_while(|c| !c.is_whitespace() && !ends.contains(&c))
    }

    pub fn slice(&self, span: &Range<usize>) -> &'t str {
        &self.text[span.clone()]
    }

    /// The text between quotes, if one opens here; the place is behind the closing one then.
    pub fn quoted(&mut self) -> Result<Option<Range<usize>>, QueryError> {
        let Some((open, closers)) = self.peek().and_then(|c| Some((c, closing_quote(c)?))) else {
            return Ok(None);
        };
        let from = self.at;
        self.at += open.len_utf8();
        let inner = self.take_while(|c| !closers.contains(&c));
        if self.peek().is_none() {
            return Err(Problem::UnclosedQuote.at(from..from + open.len_utf8()));
        }
        self.take();
        Ok(Some(inner))
    }

    /// The text between a bracket that opens here and the one that closes it; the place is behind that one then.
    pub fn bracketed(&mut self) -> Result<Range<usize>, QueryError> {
        let open = self.take();
        let mut depth = 1usize;
        let inner = self.take_while(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            depth > 0
        });
        if self.eat(')') {
            Ok(inner)
        } else {
            Err(Problem::UnclosedBracket.at(open))
        }
    }

    /// Whether a bracket opens here, or behind a blank.
    pub fn opens_bracket(&self) -> bool {
        self.rest().trim_start().starts_with('(')
    }
}

/// A number at the end of a word: `near5` is `near` and 5. The number is `None` if there is none, and saturates.
pub(super) fn numbered(word: &str) -> (&str, Option<u32>) {
    let name = word.trim_end_matches(|c: char| c.is_ascii_digit());
    (name, number(&word[name.len()..]))
}

/// A whole number that saturates; `None` if it is none.
pub(super) fn number(digits: &str) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u32::MAX))
}
