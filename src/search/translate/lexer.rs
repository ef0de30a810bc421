//! What the lexers of the dialects share: a place in the string, the tokens so far, the notes, and the reading of the
//! values that look in no text.

use std::ops::Range;

use chrono::NaiveDate;

use super::days::{Calendar, End, filter};
use super::names::Meaning;
use super::note::{Change, Note};
use super::order::{Infix, Kind, Prefix, Tokens};
use super::said::{Nearness, What};
use super::scan::Scan;
use super::word;
use crate::date::DateRange;
use crate::search::error::{Problem, QueryError};
use crate::search::lex::MOST_WORDS;
use crate::search::query::{Length, Query, Reach};

pub(super) struct Lexer<'t> {
    pub scan: Scan<'t>,
    pub tokens: Tokens,
    pub notes: Vec<Note>,
    pub today: NaiveDate,
}

/// Done, or what is wrong.
pub(super) type Step = Result<(), QueryError>;

/// Puts the wildcards of a word into our spelling, and notes what cannot be.
pub(super) type Spelling = fn(&str, &Range<usize>, &mut Vec<Note>) -> String;

impl<'t> Lexer<'t> {
    pub fn new(text: &'t str, today: NaiveDate) -> Self {
        Self {
            scan: Scan::new(text),
            tokens: Tokens::default(),
            notes: Vec::new(),
            today,
        }
    }

    pub fn note(&mut self, span: &Range<usize>, change: Change) {
        self.notes.push(Note {
            span: span.clone(),
            change,
        });
    }

    pub fn calendar(&mut self) -> Calendar<'_> {
        Calendar {
            today: self.today,
            notes: &mut self.notes,
        }
    }

    pub fn infix(&mut self, infix: Infix, span: Range<usize>) {
        self.tokens.push(Kind::Infix(infix), span);
    }

    /// Words whose wildcards are written as ours.
    pub fn words(&mut self, text: &str, span: Range<usize>) -> Step {
        let what = word::words(text, &span, &mut self.notes)?;
        // A word of punctuation alone is as good as none; a wildcard that was left out is a part.
        if !matches!(what, What::Nothing) || text.contains(['*', '?']) {
            self.tokens.push(Kind::Part(what), span);
        }
        Ok(())
    }

    /// A phrase in quotes, if one opens here, each word put into our spelling by `spell`.
    pub fn phrase(&mut self, spell: Spelling) -> Result<bool, QueryError> {
        let from = self.scan.at;
        let Some(inner) = self.scan.quoted()? else {
            return Ok(false);
        };
        let span = from..self.scan.at;
        let words = self.scan.slice(&inner).split_whitespace();
        let words: Vec<String> = words
            .map(|word| spell(word, &span, &mut self.notes))
            .collect();
        let text = words.join(" ");
        match word::words(&text, &span, &mut self.notes)? {
            What::Nothing if !text.contains(['*', '?']) => Err(Problem::EmptyQuote.at(span)),
            what => {
                self.tokens.push(Kind::Part(what), span);
                Ok(true)
            }
        }
    }

    /// `(` and `)`, and whatever else stands for them in a dialect.
    pub fn brackets(&mut self, open: &[char], close: &[char]) -> bool {
        let kind = match self.scan.peek() {
            Some(c) if open.contains(&c) => Kind::Open,
            Some(c) if close.contains(&c) => Kind::Close,
            _ => return false,
        };
        let span = self.scan.take();
        self.tokens.push(kind, span);
        true
    }

    /// A distance in words, noted where ours is shorter.
    pub fn reach(&mut self, number: u32, span: &Range<usize>) -> Result<Reach, QueryError> {
        if number == 0 {
            let operator = self.scan.slice(span).to_owned();
            let (least, most) = (1, MOST_WORDS);
            return Err(Problem::BadNumber {
                operator,
                least,
                most,
            }
            .at(span.clone()));
        }
        if number > MOST_WORDS {
            self.note(span, Change::Distance { most: MOST_WORDS });
        }
        Ok(Reach::Words(number.min(MOST_WORDS)))
    }

    pub fn near(&mut self, how: Nearness, span: Range<usize>) {
        self.tokens.push_near(how, span);
    }

    /// `atleast5`, with its number; ours goes to 1,000.
    pub fn at_least(&mut self, number: Option<u32>, span: Range<usize>) -> Step {
        match number.filter(|n| (1..=1000).contains(n)) {
            Some(count) => {
                self.tokens.push(Kind::Prefix(Prefix::AtLeast(count)), span);
                Ok(())
            }
            None => {
                let operator = self.scan.slice(&span).to_owned();
                let (least, most) = (1, 1000);
                Err(Problem::BadNumber {
                    operator,
                    least,
                    most,
                }
                .at(span))
            }
        }
    }

    /// `name(…)`: a prefix for what stands in the brackets, or all of it read as a date or a length.
    pub fn segment(&mut self, span: Range<usize>, meaning: Meaning) -> Step {
        let name = self.scan.slice(&span).to_owned();
        if let Some(fields) = meaning.fields(&name, &span, &mut self.notes) {
            self.tokens
                .push(Kind::Prefix(Prefix::In(fields.to_vec())), span);
            return Ok(());
        }
        self.scan.skip_space();
        let inner = self.scan.bracketed()?;
        let whole = span.start..self.scan.at;
        let value = self.scan.slice(&inner);
        self.value(meaning, &name, value, whole);
        Ok(())
    }

    /// A value that looks in no text: a filter, or nothing, with a note.
    pub fn value(&mut self, meaning: Meaning, name: &str, value: &str, span: Range<usize>) {
        let read = match meaning {
            Meaning::Date => self.dates(value, &span).ok_or(Change::NotADate),
            Meaning::OtherDate => {
                let read = self.dates(value, &span).ok_or(Change::NotADate);
                if read.is_ok() {
                    let name = name.to_owned();
                    self.note(&span, Change::DateOfPublication { name });
                }
                read
            }
            Meaning::Length => length(value).map(Query::Length).ok_or(Change::NotANumber),
            _ => Err(Change::NoCounterpart {
                name: name.to_owned(),
            }),
        };
        let what = match read {
            Ok(query) => What::Filter(query),
            Err(change) => {
                self.note(&span, change);
                What::Nothing
            }
        };
        self.tokens.push(Kind::Part(what), span);
    }

    /// `geq (1/1/2020) and leq (12/31/2020)`, `>2005`, `2005-2010`, `2005 or 2007`.
    pub fn dates(&mut self, text: &str, span: &Range<usize>) -> Option<Query> {
        let text = text.replace(['(', ')'], " ");
        let mut any = Vec::new();
        for alternative in split_at(&text, "or") {
            let mut range = DateRange::ALL;
            for part in split_at(&alternative, "and") {
                range = range.intersect(&self.date(part.trim(), span)?)?;
            }
            any.push(filter(range));
        }
        Some(Query::or(any))
    }

    fn date(&mut self, text: &str, span: &Range<usize>) -> Option<DateRange> {
        if let Some((from, to)) = text.split_once('-')
            && [from, to].iter().all(|end| matches!(end.len(), 4 | 6 | 8))
            && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        {
            let ends = ((from, End::Included), (to, End::Included));
            return self.calendar().between(ends.0, ends.1, span);
        }
        let sign = text.find(|c| !matches!(c, '<' | '>' | '='));
        let (word, rest) = match sign {
            Some(at) if at > 0 => text.split_at(at),
            _ => match text.split_once(char::is_whitespace) {
                Some((word, rest)) if is_comparison(word) => (word, rest),
                _ => ("", text),
            },
        };
        self.calendar().compared(word, rest, span)
    }
}

/// Words that compare days, in Nexis and elsewhere.
pub(super) fn is_comparison(word: &str) -> bool {
    const WORDS: [&str; 18] = [
        "is", "eq", "equals", "aft", "after", "gtr", "gt", "bef", "before", "lss", "lt", "geq",
        "gte", "leq", "lte", "since", "from", "until",
    ];
    let is_sign = !word.is_empty() && word.chars().all(|c| matches!(c, '<' | '>' | '='));
    is_sign || WORDS.iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// Splits a text at a word of its own.
pub(super) fn split_at(text: &str, word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for next in text.split_whitespace() {
        if next.eq_ignore_ascii_case(word) {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push_str(next);
            part.push(' ');
        }
    }
    parts
}

/// `>500`, `gtr 500`, `200-500`, `[200 TO 500]`.
pub(super) fn length(text: &str) -> Option<Length> {
    let text = text.trim().to_ascii_lowercase();
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (word, rest) = text.split_at(at);
    let digits = rest.replace(',', "");
    let between = |least, most| (least <= most).then_some(Length { least, most });
    if let Some((least, most)) = digits.split_once('-') {
        return between(least.trim().parse().ok()?, most.trim().parse().ok()?);
    }
    let number: u64 = digits.trim().parse().ok().filter(|n| *n < u64::MAX / 2)?;
    match word.trim() {
        ">" | "gtr" | "gt" | "aft" | "after" => between(number + 1, u64::MAX),
        ">=" | "=>" | "geq" | "gte" => between(number, u64::MAX),
        "<" | "lss" | "lt" | "bef" | "before" => between(0, number.checked_sub(1)?),
        "<=" | "=<" | "leq" | "lte" => between(0, number),
        "" | "=" | "is" | "eq" | "equals" => between(number, number),
        _ => None,
    }
}
