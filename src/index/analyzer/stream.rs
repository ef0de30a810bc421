//! The analyzer as tantivy's tokenizer: a token a term, no allocation a token.

use std::collections::VecDeque;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::function_words::{CommonWord, common_word};
use super::{
    ACRONYM, Acronym, Analysis, Chunk, EXACT, LEAD, LEAD_END, LeadEdge, Opens, PAIR, PARAGRAPH,
    SENTENCE, Scanner, Stems, WordKind, is_function_word,
};

/// Tokenizes one field; see the table in [`super`].
#[derive(Clone)]
pub(in crate::index) struct NewsTokenizer {
    analysis: Analysis,
    /// Position of the first word, and of the text behind `TEXT_BEGINS`.
    zone: (u32, u32),
    stems: Stems,
    stretch: Stretch,
}

impl NewsTokenizer {
    pub(in crate::index) fn new(analysis: Analysis, first: u32, text_base: u32) -> Self {
        Self {
            analysis,
            zone: (first, text_base),
            stems: Stems::default(),
            stretch: Stretch::default(),
        }
    }
}

impl Tokenizer for NewsTokenizer {
    type TokenStream<'a> = NewsTokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> NewsTokens<'a> {
        self.stretch.clear();
        self.stretch.common.clear();
        NewsTokens {
            scanner: Scanner::with_zone(text, self.zone.0, self.zone.1),
            analysis: self.analysis,
            zone: self.zone,
            stems: &mut self.stems,
            stretch: &mut self.stretch,
            head: 0,
            token: Token::default(),
        }
    }
}

/// The terms of a text, a stretch at a time: first the stems of all its words, then the exact forms, then the pairs.
///
/// Terms of one kind come together because the engine keeps the lists of the frequent ones in the processor's cache; word
/// by word, the two vocabularies would drive each other out. Positions only grow within each term, which is all it needs.
pub(in crate::index) struct NewsTokens<'a> {
    scanner: Scanner<'a>,
    analysis: Analysis,
    zone: (u32, u32),
    stems: &'a mut Stems,
    stretch: &'a mut Stretch,
    head: usize,
    token: Token,
}

/// Words scanned before their terms are handed out.
const STRETCH: usize = 1024;

/// The terms of a stretch, one behind the other in one string.
#[derive(Clone, Default)]
struct Stretch {
    terms: String,
    queue: Vec<Place>,
    /// Exact forms, to follow the rest.
    exact: Vec<Place>,
    /// Pairs of common words, to follow these.
    pairs: Vec<Place>,
    /// The last common words and their positions.
    common: VecDeque<(u32, CommonWord)>,
}

/// A term: where it lies, and its position.
#[derive(Clone)]
struct Place {
    from: u32,
    to: u32,
    position: u32,
}

impl Stretch {
    fn clear(&mut self) {
        self.terms.clear();
        self.queue.clear();
        self.exact.clear();
        self.pairs.clear();
    }

    fn put(&mut self, mark: Option<char>, word: &str) -> (u32, u32) {
        let from = self.terms.len() as u32;
        self.terms.extend(mark);
        self.terms.push_str(word);
        (from, self.terms.len() as u32)
    }

    fn term(&mut self, mark: Option<char>, word: &str, position: u32) {
        let (from, to) = self.put(mark, word);
        self.queue.push(Place { from, to, position });
    }

    fn stem(&mut self, word: &str, stems: &mut Stems, position: u32) -> WordKind {
        let from = self.terms.len() as u32;
        let kind = stems.put_stem(word, &mut self.terms);
        let to = self.terms.len() as u32;
        self.queue.push(Place { from, to, position });
        kind
    }

    fn exact(&mut self, word: &str, position: u32) {
        let (from, to) = self.put(Some(EXACT), word);
        self.exact.push(Place { from, to, position });
    }

    /// Notes a word of the ranked field; with the one before it, it may be a pair.
    fn pair(&mut self, word: &str, position: u32) {
        /// A position has two words at most (`I-T` is also `it`), and so has the one before.
        const MOST: usize = 4;
        let Some(second) = common_word(word) else {
            return;
        };
        for i in 0..self.common.len() {
            let (before, first) = self.common[i];
            if before + 1 == position {
                let (from, _) = self.put(Some(PAIR), first.as_str());
                let (_, to) = self.put(Some(' '), second.as_str());
                let position = before;
                self.pairs.push(Place { from, to, position });
            }
        }
        self.common.truncate(MOST - 1);
        self.common.push_front((position, second));
    }

    /// The terms of a chunk of running text.
    fn text_chunk(&mut self, chunk: &Chunk, stems: &mut Stems, (zone, pairs): (Zone, Pairs)) {
        let first = chunk.position;
        let whole = zone == Zone::Text;
        if whole {
            self.border(chunk);
        }
        match chunk.lead {
            LeadEdge::Begins => self.term(None, LEAD, first),
            LeadEdge::Ends => self.term(None, LEAD_END, first),
            LeadEdge::No => {}
        }
        if let Some(joined) = chunk.joined() {
            let kind = self.stem(joined, stems, first);
            if pairs == Pairs::Wanted && kind == WordKind::Plain {
                self.pair(joined, first);
            }
            if whole && kind == WordKind::Inflected {
                self.exact(joined, first);
            }
        }
        for (position, (part, word)) in (first..)
            .zip(chunk.parts())
            .filter(|(_, (_, word))| !word.is_empty())
        {
            let kind = self.stem(word, stems, position);
            if pairs == Pairs::Wanted && kind == WordKind::Plain {
                self.pair(word, position);
            }
            if whole && kind == WordKind::Inflected {
                self.exact(word, position);
            } else if whole && part.acronym != Acronym::No && is_function_word(word) {
                self.term(Some(ACRONYM), word, position);
            }
        }
    }

    fn border(&mut self, chunk: &Chunk) {
        match chunk.opens {
            Opens::Paragraph => self.term(None, PARAGRAPH, chunk.position),
            Opens::Sentence => self.term(None, SENTENCE, chunk.position),
            Opens::Nothing => {}
        }
    }

    /// The terms of a chunk of a name; several tags are divided as paragraphs are.
    fn name_chunk(&mut self, chunk: &Chunk) {
        if chunk.position > 0 {
            self.border(chunk);
        }
        if let Some(joined) = chunk.joined() {
            self.term(None, joined, chunk.position);
        }
        for (position, (_, word)) in (chunk.position..)
            .zip(chunk.parts())
            .filter(|(_, (_, word))| !word.is_empty())
        {
            self.term(None, word, position);
        }
    }
}

/// Whether pairs of common words are terms of the field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pairs {
    Wanted,
    No,
}

/// What a position belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zone {
    /// Copies that weigh in ranking; they need only what plain words look for.
    Copies,
    /// The text itself.
    Text,
}

impl NewsTokens<'_> {
    /// Takes in the next stretch; false at the end of the text.
    fn refill(&mut self) -> bool {
        let stretch = &mut *self.stretch;
        stretch.clear();
        self.head = 0;
        // The ranked field alone has copies in front of its text.
        let pairs = if self.zone.1 > self.zone.0 {
            Pairs::Wanted
        } else {
            Pairs::No
        };
        let mut chunks = 0;
        while chunks < STRETCH
            && let Some(chunk) = self.scanner.advance()
        {
            chunks += 1;
            match self.analysis {
                Analysis::Text => {
                    let zone = if chunk.position < self.zone.1 {
                        Zone::Copies
                    } else {
                        Zone::Text
                    };
                    stretch.text_chunk(chunk, self.stems, (zone, pairs));
                }
                Analysis::Names => stretch.name_chunk(chunk),
            }
        }
        stretch.queue.append(&mut stretch.exact);
        stretch.queue.append(&mut stretch.pairs);
        chunks > 0
    }
}

impl TokenStream for NewsTokens<'_> {
    fn advance(&mut self) -> bool {
        while self.head == self.stretch.queue.len() {
            if !self.refill() {
                return false;
            }
        }
        let place = &self.stretch.queue[self.head];
        self.token.text.clear();
        self.token
            .text
            .push_str(&self.stretch.terms[place.from as usize..place.to as usize]);
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
