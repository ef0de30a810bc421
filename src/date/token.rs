//! Text → tokens: the first step of reading any date, in a dump as in a query.
//!
//! In: a short text. Out: numbers, words and marks with their places, and a [`Cursor`] over them. Always holds: tokens
//! are in order and disjoint, their ends are char boundaries, and every function here takes time linear in the text.

use super::words;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of digits; `value` saturates.
    Number { value: u64, digits: usize },
    /// A run of letters.
    Word { case: Case },
    /// Any other character, and every ideograph by itself: `年` separates numbers as `-` does.
    Mark(char),
}

/// How a word is written. `EST` is a zone; `est` in the middle of a French line is a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Capitals,
    Other,
}

/// A piece of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Nothing blank stands between it and the token before.
    pub glued: bool,
    folded: Folded,
}

/// A word in lower case and without accents; empty when it is longer than any word that dates are made of.
#[derive(Clone, Copy, Debug, Default)]
struct Folded {
    bytes: [u8; Self::ROOM],
    len: usize,
}

impl Folded {
    const ROOM: usize = 26;

    fn new(word: &str) -> Self {
        let mut folded = Self::default();
        for letter in word.chars().filter_map(words::fold) {
            let end = folded.len + letter.len_utf8();
            let Some(room) = folded.bytes.get_mut(folded.len..end) else {
                return Self::default();
            };
            letter.encode_utf8(room);
            folded.len = end;
        }
        folded
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).expect("only whole letters were put in")
    }
}

/// Cuts `text` into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut glued = false;
    while let Some((start, first)) = chars.next() {
        if is_blank(first) {
            glued = false;
            continue;
        }
        let class = Class::of(first);
        let mut end = start + first.len_utf8();
        while let Some(&(at, next)) = chars.peek()
            && class != Class::Mark
            && Class::of(next) == class
        {
            end = at + next.len_utf8();
            chars.next();
        }
        let piece = &text[start..end];
        let kind = match class {
            Class::Digit => {
                let digits = piece.chars().filter_map(digit);
                Kind::Number {
                    digits: digits.clone().count(),
                    value: digits.fold(0, |value: u64, digit| {
                        value.saturating_mul(10).saturating_add(digit)
                    }),
                }
            }
            Class::Letter => Kind::Word {
                case: if piece.chars().all(char::is_uppercase) {
                    Case::Capitals
                } else {
                    Case::Other
                },
            },
            Class::Mark => Kind::Mark(first),
        };
        let folded = if class == Class::Letter {
            Folded::new(piece)
        } else {
            Folded::default()
        };
        tokens.push(Token {
            kind,
            start,
            end,
            glued,
            folded,
        });
        glued = true;
    }
    tokens
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Mark,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            _ if digit(c).is_some() => Self::Digit,
            // From here on, scripts whose characters are words or syllables by themselves.
            '\u{2E80}'.. => Self::Mark,
            '\u{300}'..='\u{36F}' | '\u{653}'..='\u{655}' | '\u{93C}' | '\u{94D}' => Self::Letter,
            _ if c.is_alphabetic() => Self::Letter,
            _ => Self::Mark,
        }
    }
}

/// The value of a digit: Latin, Arabic, Persian, Devanagari, or of full width.
fn digit(c: char) -> Option<u64> {
    let zeros = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{FF10}'];
    let value = |zero: char| {
        (c as u32)
            .checked_sub(zero as u32)
            .filter(|value| *value < 10)
    };
    zeros.into_iter().find_map(value).map(u64::from)
}

/// White space, and the invisible characters that pages sprinkle between the parts of a date.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// A place between tokens. It is `Copy`, so that a reader which fails costs its caller nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl<'t> Cursor<'t> {
    pub fn new(tokens: &'t [Token]) -> Self {
        Self { tokens, at: 0 }
    }

    /// The next token.
    pub fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    /// The token `n` places after the next one.
    pub fn peek_at(&self, n: usize) -> Option<&'t Token> {
        self.tokens.get(self.at + n)
    }

    /// The token `n` places before the next one; 1 is the last one read.
    pub fn behind(&self, n: usize) -> Option<&'t Token> {
        self.at.checked_sub(n).and_then(|at| self.tokens.get(at))
    }

    pub fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub fn position(&self) -> usize {
        self.at
    }

    pub fn advance(&mut self) {
        self.at += 1;
    }

    /// The next token touches the one before it.
    pub fn glued(&self) -> bool {
        self.peek().is_some_and(|token| token.glued)
    }

    /// Eats a number of so many digits.
    pub fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        match self.peek()?.kind {
            Kind::Number { value, digits: n } if digits.contains(&n) => {
                self.at += 1;
                u32::try_from(value).ok()
            }
            _ => None,
        }
    }

    /// The next token as a number of so many digits that touches the one before.
    pub fn glued_number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        if self.glued() {
            self.number(digits)
        } else {
            None
        }
    }

    /// Eats the mark `c`, if it is next.
    pub fn mark(&mut self, c: char) -> bool {
        self.mark_of(&[c]).is_some()
    }

    /// Eats the mark `c`, if it is next and touches the token before.
    pub fn glued_mark(&mut self, c: char) -> bool {
        self.glued() && self.mark(c)
    }

    /// Eats one of these marks.
    pub fn mark_of(&mut self, marks: &[char]) -> Option<char> {
        match self.peek()?.kind {
            Kind::Mark(c) if marks.contains(&c) => {
                self.at += 1;
                Some(c)
            }
            _ => None,
        }
    }

    /// The next token, folded, if it is a word.
    pub fn word(&self) -> Option<&'t str> {
        let token = self.peek()?;
        matches!(token.kind, Kind::Word { .. }).then(|| token.folded.as_str())
    }

    /// Eats a word that `read` understands.
    pub fn word_as<T>(&mut self, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = read(self.word()?)?;
        self.at += 1;
        Some(value)
    }

    /// Eats one of these words.
    pub fn word_of(&mut self, words: &[&str]) -> bool {
        self.word_as(|word| words.contains(&word).then_some(()))
            .is_some()
    }
}
