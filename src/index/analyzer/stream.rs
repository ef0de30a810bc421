//! The analyzer as tantivy's tokenizer, for whoever compares texts with an index: a token a term.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::function_words::CommonWord;
use super::terms::{Exact, Terms, Walk};
use super::{Analysis, EXACT, Stems, WordKind};

/// Tokenizes one field; see the table in [`super`].
#[derive(Clone)]
pub(in crate::index) struct NewsTokenizer {
    analysis: Analysis,
    /// Position of the first word, and of the text behind `TEXT_BEGINS`.
    zone: (u32, u32),
    queue: Queue,
}

impl NewsTokenizer {
    pub(in crate::index) fn new(analysis: Analysis, first: u32, text_base: u32) -> Self {
        Self {
            analysis,
            zone: (first, text_base),
            queue: Queue::default(),
        }
    }
}

impl Tokenizer for NewsTokenizer {
    type TokenStream<'a> = NewsTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> NewsTokens<'a> {
        self.queue.clear();
        NewsTokens {
            walk: Walk::new(text, self.analysis, self.zone),
            queue: &mut self.queue,
            head: 0,
            token: Token::default(),
        }
    }
}

/// The terms of a text, a chunk at a time.
pub(in crate::index) struct NewsTokens<'a> {
    walk: Walk<'a>,
    queue: &'a mut Queue,
    head: usize,
    token: Token,
}

/// The terms of a chunk, one behind the other in one string.
#[derive(Clone, Default)]
struct Queue {
    stems: Stems,
    terms: String,
    places: Vec<Place>,
}

/// A term: where it ends, and its position. It begins where the one before ends.
#[derive(Clone)]
struct Place {
    to: usize,
    position: u32,
}

impl Queue {
    fn clear(&mut self) {
        self.terms.clear();
        self.places.clear();
    }

    fn close(&mut self, position: u32) {
        let to = self.terms.len();
        self.places.push(Place { to, position });
    }
}

impl Terms for Queue {
    fn word(&mut self, word: &str, position: u32, exact: Exact) -> WordKind {
        let kind = self.stems.put_stem(word, &mut self.terms);
        self.close(position);
        if exact == Exact::Wanted && kind == WordKind::Inflected {
            self.term(Some(EXACT), word, position);
        }
        kind
    }

    fn term(&mut self, mark: Option<char>, word: &str, position: u32) {
        self.terms.extend(mark);
        self.terms.push_str(word);
        self.close(position);
    }

    fn pair(&mut self, first: CommonWord, second: CommonWord, position: u32) {
        first.put_pair(second, &mut self.terms);
        self.close(position);
    }
}

impl TokenStream for NewsTokens<'_> {
    fn advance(&mut self) -> bool {
        while self.head == self.queue.places.len() {
            self.queue.clear();
            self.head = 0;
            if !self.walk.step(self.queue) {
                return false;
            }
        }
        let from = match self.head {
            0 => 0,
            next => self.queue.places[next - 1].to,
        };
        let place = &self.queue.places[self.head];
        self.token.text.clear();
        self.token.text.push_str(&self.queue.terms[from..place.to]);
        self.token.position = place.position as usize;
        self.head += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
