//! The analyzer as tantivy's tokenizer: a token a term, no allocation a token.

use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::{ACRONYM, Acronym, Analysis, EXACT, Opens, PARAGRAPH, SENTENCE, Scanner, Stems, is_function_word};

/// Tokenizes one field; see the table in [`super`].
#[derive(Clone)]
pub(in crate::index) struct NewsTokenizer {
    analysis: Analysis,
    /// Position of the first word, and of the text behind `TEXT_BEGINS`.
    zone: (u32, u32),
    stems: Stems,
}

impl NewsTokenizer {
    pub(in crate::index) fn new(analysis: Analysis, first: u32, text_base: u32) -> Self {
        Self { analysis, zone: (first, text_base), stems: Stems::default() }
    }
}

impl Tokenizer for NewsTokenizer {
    type TokenStream<'a> = NewsTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> NewsTokens<'a> {
        NewsTokens {
            scanner: Scanner::with_zone(text, self.zone.0, self.zone.1),
            analysis: self.analysis,
            stems: &mut self.stems,
            terms: String::with_capacity(128),
            queue: Vec::with_capacity(16),
            head: 0,
            token: Token::default(),
        }
    }
}

/// The terms of a text, in order of position.
pub(in crate::index) struct NewsTokens<'a> {
    scanner: Scanner<'a>,
    analysis: Analysis,
    stems: &'a mut Stems,
    /// The terms of one chunk, one behind the other.
    terms: String,
    /// Where each lies in `terms`, and its position.
    queue: Vec<(Range<usize>, u32)>,
    head: usize,
    token: Token,
}

impl NewsTokens<'_> {
    fn push(terms: &mut String, queue: &mut Vec<(Range<usize>, u32)>, mark: Option<char>, word: &str, position: u32) {
        let from = terms.len();
        terms.extend(mark);
        terms.push_str(word);
        queue.push((from..terms.len(), position));
    }

    /// Queues the terms of the next chunk; false at the end of the text.
    fn refill(&mut self) -> bool {
        let Some(chunk) = self.scanner.advance() else { return false };
        let (terms, queue) = (&mut self.terms, &mut self.queue);
        terms.clear();
        queue.clear();
        self.head = 0;
        let text = self.analysis == Analysis::Text;
        let first = chunk.position;
        if text && chunk.opens == Opens::Paragraph {
            Self::push(terms, queue, None, PARAGRAPH, first);
        }
        if text && chunk.opens != Opens::Nothing {
            Self::push(terms, queue, None, SENTENCE, first);
        }
        if let Some(joined) = chunk.joined() {
            let term = if text { self.stems.stem(joined) } else { joined };
            Self::push(terms, queue, None, term, first);
            if text {
                Self::push(terms, queue, Some(EXACT), joined, first);
            }
        }
        for (position, (part, word)) in (first..).zip(chunk.parts()) {
            if word.is_empty() {
                continue;
            }
            Self::push(terms, queue, None, if text { self.stems.stem(word) } else { word }, position);
            if text && !is_function_word(word) {
                Self::push(terms, queue, Some(EXACT), word, position);
            } else if text && part.acronym != Acronym::No {
                Self::push(terms, queue, Some(ACRONYM), word, position);
            }
        }
        true
    }
}

impl TokenStream for NewsTokens<'_> {
    fn advance(&mut self) -> bool {
        while self.head == self.queue.len() {
            if !self.refill() {
                return false;
            }
        }
        let (range, position) = &self.queue[self.head];
        self.token.text.clear();
        self.token.text.push_str(&self.terms[range.clone()]);
        self.token.position = *position as usize;
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
