//! Text → words: where each word stands, how it folds, and where sentences and paragraphs begin.
//!
//! What comes in is a text whose paragraphs are divided by line breaks; what goes out is a [`Chunk`] at a time, a word as
//! news writes it: `O'Brien`, `COVID-19`, `U.S.`, `1,000`. A chunk has one part a word position, and a joined form when a
//! hyphen or `&` holds its parts together. One scanner serves indexing, querying and marking, so a mark can never
//! disagree with the index. Invariants: positions only grow; byte ranges are on char boundaries, disjoint and in order.
//! Time is linear in the text.

mod part;

use super::fold::{is_invisible, is_word_char};
use super::sentence::{Ending, Sentences};

/// What begins at a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opens {
    /// The sentence goes on.
    Nothing,
    /// A sentence within the paragraph.
    Sentence,
    /// A paragraph, and so a sentence.
    Paragraph,
}

/// One word position of a chunk.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset behind its last character.
    pub end: usize,
    folded: (usize, usize),
    /// Written with a full stop behind each letter, or in capitals amid ordinary text.
    pub acronym: Acronym,
}

/// Whether a part is written as an acronym.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acronym {
    /// An ordinary word.
    No,
    /// `US`: all capitals.
    Capitals,
    /// `U.S.`: a full stop behind each letter.
    Dotted,
}

/// Whether a chunk is the first of the lead, or the first behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadEdge {
    /// Neither.
    No,
    /// The first of the lead.
    Begins,
    /// The first behind the lead.
    Ends,
}

/// A word as written, with one part a position.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// The position of its first part; the next parts follow by one.
    pub position: u32,
    /// What begins here.
    pub opens: Opens,
    /// Where it stands to the lead.
    pub lead: LeadEdge,
    parts: Vec<Part>,
    joined: Option<(usize, usize)>,
    folded: String,
}

impl Chunk {
    /// The parts in order with their folded words. A part can fold to nothing (a lone accent); it keeps its position.
    pub fn parts(&self) -> impl Iterator<Item = (Part, &str)> {
        self.parts
            .iter()
            .map(|p| (*p, &self.folded[p.folded.0..p.folded.1]))
    }

    /// The parts run together (`covid19`), when a hyphen or `&` joins them.
    pub fn joined(&self) -> Option<&str> {
        self.joined.map(|(from, to)| &self.folded[from..to])
    }

    /// The bytes it covers.
    pub fn range(&self) -> std::ops::Range<usize> {
        let first = self.parts.first().map_or(0, |p| p.start);
        first..self.parts.last().map_or(first, |p| p.end)
    }

    fn reset(&mut self, position: u32, opens: Opens) {
        self.position = position;
        self.opens = opens;
        self.parts.clear();
        self.joined = None;
        self.folded.clear();
    }
}

/// A folded word is cut here; a longer run of letters is debris, and two that differ only beyond are one.
const LONGEST_WORD: usize = 64;
/// A joined form of more letters than this is not a word anybody types.
const LONGEST_JOINED: usize = 40;
/// Divides the copies of title and lead that weigh in ranking from the text itself; see `index::schema`.
pub const TEXT_BEGINS: char = '\u{2}';
/// Stands before the first word of the lead.
pub const LEAD_BEGINS: char = '\u{3}';
/// Stands behind the last word of the lead.
pub const LEAD_ENDS: char = '\u{4}';

/// Reads a text chunk by chunk; see the module.
pub struct Scanner<'t> {
    text: &'t str,
    at: usize,
    next: u32,
    /// Where positions go when [`TEXT_BEGINS`] is met.
    text_base: u32,
    sentences: Sentences,
    lead: LeadEdge,
    copies_full: bool,
    chunk: Chunk,
}

impl<'t> Scanner<'t> {
    /// A scanner over `text` whose first word has position `first`.
    pub fn new(text: &'t str, first: u32) -> Self {
        Self::with_zone(text, first, first)
    }

    /// A scanner that jumps to position `text_base` at [`TEXT_BEGINS`]; what comes before it never reaches that position.
    pub fn with_zone(text: &'t str, first: u32, text_base: u32) -> Self {
        let chunk = Chunk {
            position: first,
            opens: Opens::Paragraph,
            lead: LeadEdge::No,
            parts: Vec::with_capacity(4),
            joined: None,
            folded: String::with_capacity(64),
        };
        Self {
            text,
            at: 0,
            next: first,
            text_base,
            sentences: Sentences::default(),
            lead: LeadEdge::No,
            copies_full: false,
            chunk,
        }
    }

    /// The next chunk, or `None` at the end of the text.
    pub fn advance(&mut self) -> Option<&Chunk> {
        loop {
            let opens = self.skip_to_word()?;
            // A gap of one keeps phrases and w/1 from reaching across a paragraph end.
            let in_full_copies = self.copies_full && self.next < self.text_base;
            if opens == Opens::Paragraph
                && self.next != self.text_base
                && self.at > 0
                && !in_full_copies
            {
                self.next += 1;
            }
            self.chunk.reset(self.next, opens);
            self.chunk.lead = std::mem::replace(&mut self.lead, LeadEdge::No);
            self.read_chunk();
            self.close_sentence_at_chunk();
            let width = u32::try_from(self.chunk.parts.len()).expect("a chunk has few parts");
            if self.next < self.text_base {
                // The copies before the text must not run into it. From the first word that finds no room, none does: a later
                // and shorter one would become the neighbour of words it never stood beside.
                self.copies_full |= self.next + width + 1 >= self.text_base;
                if self.copies_full {
                    continue;
                }
            }
            self.next += width;
            return Some(&self.chunk);
        }
    }

    fn peek(&self) -> Option<char> {
        let byte = *self.text.as_bytes().get(self.at)?;
        if byte < 0x80 {
            Some(byte as char)
        } else {
            self.text[self.at..].chars().next()
        }
    }

    fn peek_after(&self, c: char) -> Option<char> {
        self.text[self.at + c.len_utf8()..]
            .chars()
            .find(|&c| !is_invisible(c))
    }

    /// Moves to the first character of the next word; says what begins there.
    fn skip_to_word(&mut self) -> Option<Opens> {
        loop {
            let c = self.peek()?;
            if is_word_char(c) {
                return Some(self.sentences.opens(c, &self.text[self.at..]));
            }
            match c {
                TEXT_BEGINS => {
                    self.copies_full = false;
                    self.next = self.next.max(self.text_base);
                }
                LEAD_BEGINS => self.lead = LeadEdge::Begins,
                LEAD_ENDS => self.lead = LeadEdge::Ends,
                _ => {}
            }
            let ending = if c == '.' {
                self.ending()
            } else {
                Ending::Word
            };
            self.sentences.between(c, ending);
            self.at += c.len_utf8();
        }
    }

    fn close_sentence_at_chunk(&mut self) {
        let own_stop = self
            .chunk
            .parts
            .last()
            .is_some_and(|last| last.acronym == Acronym::Dotted)
            && self.text[..self.at].ends_with('.');
        self.sentences.word(if own_stop {
            Ending::Acronym
        } else {
            Ending::Word
        });
    }

    /// What the word just before says about the full stop that stands here.
    fn ending(&self) -> Ending {
        match self.chunk.parts().last() {
            Some((last, word)) if last.end == self.at => {
                Ending::of_word(word, &self.text[last.start..last.end])
            }
            _ => Ending::Word,
        }
    }
}
