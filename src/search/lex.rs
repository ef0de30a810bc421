//! Query text → tokens, each with its bytes in the user's text. Never fails and never recurses.
//!
//! An operator is a token only as a word of its own; inside quotes everything is a word. An apostrophe is part of its
//! word, so `O'Brien` and `don't` need no care. Quotes of all languages open and close a phrase.

use std::ops::Range;

use super::query::{Order, Reach};

/// A token and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `+`: what follows must be there, which it must anyway.
    Plus,
    /// `name:`, with what was written before the colon.
    Field(String),
    /// A proximity operator; `None` if its number is missing or absurd.
    Near {
        reach: Option<Reach>,
        order: Order,
    },
    /// `not w/5`.
    Apart {
        reach: Option<Reach>,
    },
    /// `atleast3`.
    AtLeast(Option<u32>),
    /// Text between quotes; `closed` is false when the text ended first.
    Quoted {
        text: String,
        exact: bool,
        closed: bool,
        slop: Option<u32>,
    },
    /// `@name`: a saved query.
    Saved(String),
    /// Anything else; `exact` after `=`.
    Word {
        text: String,
        exact: bool,
    },
}

impl Kind {
    fn ends_operand(&self) -> bool {
        let ends = matches!(self, Self::Close | Self::Saved(_));
        ends || matches!(self, Self::Word { .. } | Self::Quoted { .. })
    }

    fn begins_operand(&self) -> bool {
        let begins = matches!(self, Self::Open | Self::Field(_) | Self::AtLeast(_));
        begins || matches!(self, Self::Plus) || self.ends_operand() && *self != Self::Close
    }
}

/// The widest reach of `w/n`.
pub(super) const MOST_WORDS: u32 = 255;

/// The tokens of a query text.
pub(super) fn lex(text: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::new(),
    };
    while lexer.next() {}
    lexer.settle_same();
    lexer.tokens
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn push(&mut self, kind: Kind, span: Range<usize>) {
        self.at = span.end;
        self.tokens.push(Token { kind, span });
    }

    fn next(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(first) = rest.chars().next() else {
            return false;
        };
        let (from, width) = (self.at, first.len_utf8());
        let after = rest[width..].chars().next();
        match first {
            c if c.is_whitespace() => self.at += width,
            '(' => self.push(Kind::Open, from..from + 1),
            ')' => self.push(Kind::Close, from..from + 1),
            '|' => {
                let bars = rest.bytes().take_while(|&b| b == b'|').count();
                self.push(Kind::Or, from..from + bars);
            }
            '-' | '−' | '–'
                if after.is_some_and(|c| !c.is_whitespace() && !matches!(c, '-' | ')')) =>
            {
                self.push(Kind::Not, from..from + width);
            }
            '+' if after.is_some_and(|c| !c.is_whitespace() && !matches!(c, '+' | ')')) => {
                self.push(Kind::Plus, from..from + 1)
            }
            '=' if after.is_some_and(|c| closing_quote(c).is_some()) => self.quoted(from, 1, true),
            c if closing_quote(c).is_some() => self.quoted(from, 0, false),
            _ => self.word(from),
        }
        true
    }

    fn quoted(&mut self, from: usize, prefix: usize, exact: bool) {
        let open = self.text[from + prefix..]
            .chars()
            .next()
            .expect("a quote stands here");
        let inner = from + prefix + open.len_utf8();
        let closers = closing_quote(open).expect("it opens a phrase");
        let rest = &self.text[inner..];
        let (length, closer, closed) = match rest.find(closers) {
            Some(at) => (
                at,
                rest[at..].chars().next().map_or(0, char::len_utf8),
                true,
            ),
            None => (rest.len(), 0, false),
        };
        let text = rest[..length].to_owned();
        let mut end = inner + length + closer;
        let mut slop = None;
        // Lucene's `"a b"~5`.
        if let Some(tail) = self.text[end..].strip_prefix('~') {
            let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 {
                slop = tail[..digits].parse().ok().or(Some(u32::MAX));
                end += 1 + digits;
            }
        }
        self.push(
            Kind::Quoted {
                text,
                exact,
                closed,
                slop,
            },
            from..end,
        );
    }

    fn word(&mut self, from: usize) {
        let rest = &self.text[from..];
        let end = rest
            .char_indices()
            .find(|&(at, c)| {
                c.is_whitespace() || matches!(c, '(' | ')' | '|') || at > 0 && is_double_quote(c)
            })
            .map_or(rest.len(), |(at, _)| at);
        let word = &rest[..end];
        if let Some(colon) = field_colon(word) {
            self.push(
                Kind::Field(word[..colon].to_owned()),
                from..from + colon + 1,
            );
            return;
        }
        let span = from..from + end;
        if let Some(count) = at_least(word)
            && (rest[end..].starts_with('(') || rest[end..].starts_with(char::is_whitespace))
        {
            self.push(Kind::AtLeast(count), span);
            return;
        }
        if let Some(kind) = self.operator(word) {
            if let Kind::Near { reach, .. } = &kind
                && let Some(not) = self
                    .tokens
                    .last()
                    .filter(|t| t.kind == Kind::Not || is_word(t, "not"))
                    .cloned()
                && self.text[not.span.clone()].eq_ignore_ascii_case("not")
            {
                self.tokens.pop();
                self.push(Kind::Apart { reach: *reach }, not.span.start..span.end);
                return;
            }
            // `and not` in small letters is NOT; the AND before it says nothing more.
            self.push(kind, span);
            return;
        }
        if word == "not" && self.tokens.last().is_some_and(|t| t.kind == Kind::And) {
            self.push(Kind::Not, span);
            return;
        }
        if let Some(name) = word.strip_prefix('@').filter(|name| is_saved_name(name)) {
            self.push(Kind::Saved(name.to_owned()), span);
            return;
        }
        let (text, exact) = match word.strip_prefix('=').filter(|w| !w.is_empty()) {
            Some(word) => (word.to_owned(), true),
            None => (word.to_owned(), false),
        };
        self.push(Kind::Word { text, exact }, span);
    }

    /// `same` is an operator only between two things that can be near each other, and a word in `same storm`.
    fn settle_same(&mut self) {
        for at in 0..self.tokens.len() {
            let (before, rest) = self.tokens.split_at_mut(at);
            let (token, after) = rest.split_first_mut().expect("one is left");
            let text = &self.text[token.span.clone()];
            if !text.eq_ignore_ascii_case("same") || !matches!(token.kind, Kind::Near { .. }) {
                continue;
            }
            let follows = before.last().is_some_and(|left| left.kind.ends_operand());
            let leads = after
                .first()
                .is_some_and(|right| right.kind.begins_operand());
            if !(follows && leads) {
                token.kind = Kind::Word {
                    text: text.to_owned(),
                    exact: false,
                };
            }
        }
    }

    fn operator(&self, word: &str) -> Option<Kind> {
        Some(match word {
            "AND" | "and" | "&&" | "&" => Kind::And,
            "OR" | "||" => Kind::Or,
            "NOT" => Kind::Not,
            "same" | "SAME" => Kind::Near {
                reach: Some(Reach::Paragraph),
                order: Order::Any,
            },
            "/s" | "/S" | "w/s" | "W/S" | "w/S" | "near/s" | "NEAR/S" => Kind::Near {
                reach: Some(Reach::Sentence),
                order: Order::Any,
            },
            "/p" | "/P" | "w/p" | "W/P" | "w/P" | "near/p" | "NEAR/P" => Kind::Near {
                reach: Some(Reach::Paragraph),
                order: Order::Any,
            },
            _ => {
                // `near5` is what Factiva writes.
                let digits = word.len() - word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
                let (name, number) = word.split_once('/').or_else(|| {
                    let (name, number) = word.split_at(word.len() - digits);
                    let known =
                        name.eq_ignore_ascii_case("near") || name.eq_ignore_ascii_case("adj");
                    (digits > 0 && known).then_some((name, number))
                })?;
                let order = match name.to_ascii_lowercase().as_str() {
                    "w" | "near" | "within" => Order::Any,
                    "pre" | "adj" | "onear" => Order::AsWritten,
                    _ => return None,
                };
                let reach = number
                    .parse()
                    .ok()
                    .filter(|n| (1..=MOST_WORDS).contains(n))
                    .map(Reach::Words);
                Kind::Near { reach, order }
            }
        })
    }
}

/// Whether a query can be saved under this name: letters, digits, `-` and `_`, at most [`LONGEST_NAME`] bytes.
pub(super) fn is_saved_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_NAME
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// The longest name of a saved query, in bytes.
const LONGEST_NAME: usize = 64;

fn is_word(token: &Token, word: &str) -> bool {
    matches!(&token.kind, Kind::Word { text, exact: false } if text == word)
}

/// What closes a quote that opens with `c`; single quotes open nothing, since they are apostrophes.
pub(super) fn closing_quote(c: char) -> Option<&'static [char]> {
    Some(match c {
        '"' | '＂' => &['"', '＂', '”', '“'],
        '“' | '”' | '„' | '‟' => &['”', '“', '"', '‟'],
        '«' => &['»', '«'],
        '»' => &['«', '»'],
        '「' => &['」'],
        '『' => &['』'],
        _ => return None,
    })
}

pub(super) fn is_double_quote(c: char) -> bool {
    closing_quote(c).is_some()
}

/// The colon of `field:`; a URL's or a clock time's colon is part of its word, and so is one at the end of a word.
fn field_colon(word: &str) -> Option<usize> {
    let colon = word.find(':')?;
    let name = &word[..colon];
    let rest = &word[colon + 1..];
    let is_name = !name.is_empty()
        && name.len() <= 20
        && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    (is_name && !rest.starts_with("//")).then_some(colon)
}

/// `atleast3`: `Some(None)` when the number is missing or too large.
fn at_least(word: &str) -> Option<Option<u32>> {
    let number = word
        .get(..7)
        .filter(|w| w.eq_ignore_ascii_case("atleast"))
        .map(|_| &word[7..])?;
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(number.parse().ok().filter(|n| (1..=1000).contains(n)))
}

/// Whether a word, written without quotes, is read as that word and nothing else.
pub(super) fn is_plain_word(word: &str) -> bool {
    reads_alone(word) && word != "not" && !word.contains(['*', '?', '~'])
}

/// Whether a text, written without quotes, is one token of its own wherever it stands.
pub(super) fn reads_alone(text: &str) -> bool {
    let as_word = |token: &Token| matches!(&token.kind, Kind::Word { text: read, exact: false } if read == text);
    let alone = lex(text);
    let between = lex(&format!("a {text} b"));
    let is_one =
        alone.len() == 1 && as_word(&alone[0]) && between.len() == 3 && as_word(&between[1]);
    // Behind the dash that leaves it out, `--wall` would be another word, and behind a colon `//wall` an address.
    let signed = text.starts_with(['-', '−', '–', '+']) || text.starts_with("//");
    is_one && !signed && text != "*" && !text.ends_with('!')
}
