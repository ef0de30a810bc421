//! Which terms a text has, chunk by chunk: the one definition, whoever takes them.
//!
//! The writer takes them as numbers ([`building`](crate::index::building)), a check of the index as words ([`super::stream`]).

use super::function_words::{CommonWord, common_word};
use super::{ACRONYM, PAIR};
use super::{
    Acronym, Analysis, Chunk, LEAD, LEAD_END, LeadEdge, Opens, PARAGRAPH, SENTENCE, Scanner,
    WordKind, is_function_word,
};

/// Takes the terms of a text. The positions of each term only grow.
pub(in crate::index) trait Terms {
    /// Takes the stem of a folded word, and its exact form if it has one and that is wanted. Says what kind of word it is.
    fn word(&mut self, word: &str, position: u32, exact: Exact) -> WordKind;

    /// Takes a name, or a word behind a mark.
    fn term(&mut self, mark: Option<char>, word: &str, position: u32);

    /// Takes a sign.
    fn sign(&mut self, sign: Sign, position: u32) {
        self.term(None, sign.as_str(), position);
    }

    /// Takes two common words side by side, at the position of the first.
    fn pair(&mut self, first: CommonWord, second: CommonWord, position: u32);

    /// Which common word the word is that was taken last.
    fn common(&self, word: &str) -> Option<CommonWord> {
        common_word(word)
    }
}

/// Whether exact forms are terms where a word stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::index) enum Exact {
    /// In the text itself.
    Wanted,
    /// In copies that weigh in ranking; they need only what plain words look for.
    No,
}

/// A sign that stands between words.
#[derive(Clone, Copy)]
pub(in crate::index) enum Sign {
    Sentence,
    Paragraph,
    Lead,
    LeadEnd,
}

/// How many signs there are.
pub(in crate::index) const SIGNS: usize = 4;

impl Sign {
    /// Its term.
    pub(in crate::index) fn as_str(self) -> &'static str {
        match self {
            Self::Sentence => SENTENCE,
            Self::Paragraph => PARAGRAPH,
            Self::Lead => LEAD,
            Self::LeadEnd => LEAD_END,
        }
    }
}

impl CommonWord {
    /// Writes the term of two of them side by side.
    pub(in crate::index) fn put_pair(self, second: Self, out: &mut String) {
        out.push(PAIR);
        out.push_str(self.as_str());
        out.push(' ');
        out.push_str(second.as_str());
    }
}

/// A text on its way to terms.
pub(in crate::index) struct Walk<'t> {
    scanner: Scanner<'t>,
    analysis: Analysis,
    /// Position of the first word, and of the text behind `TEXT_BEGINS`.
    zone: (u32, u32),
    common: Neighbours,
}

impl<'t> Walk<'t> {
    /// A walk over `text`, whose copies begin at the position `zone.0` and whose text at `zone.1`.
    pub fn new(text: &'t str, analysis: Analysis, zone: (u32, u32)) -> Self {
        Self {
            scanner: Scanner::with_zone(text, zone.0, zone.1),
            analysis,
            zone,
            common: Neighbours::default(),
        }
    }

    /// Gives the terms of the next chunk; false at the end of the text.
    pub fn step(&mut self, terms: &mut impl Terms) -> bool {
        let Some(chunk) = self.scanner.advance() else {
            return false;
        };
        match self.analysis {
            Analysis::Text => {
                let exact = if chunk.position < self.zone.1 {
                    Exact::No
                } else {
                    Exact::Wanted
                };
                // The ranked field alone has copies in front of its text, and pairs.
                let common = (self.zone.1 > self.zone.0).then_some(&mut self.common);
                text_chunk(chunk, terms, exact, common);
            }
            Analysis::Names => name_chunk(chunk, terms),
        }
        true
    }
}

/// The terms of a chunk of running text.
fn text_chunk(
    chunk: &Chunk,
    terms: &mut impl Terms,
    exact: Exact,
    mut common: Option<&mut Neighbours>,
) {
    let first = chunk.position;
    if exact == Exact::Wanted {
        border(chunk, terms);
    }
    match chunk.lead {
        LeadEdge::Begins => terms.sign(Sign::Lead, first),
        LeadEdge::Ends => terms.sign(Sign::LeadEnd, first),
        LeadEdge::No => {}
    }
    if let Some(joined) = chunk.joined() {
        word(joined, first, terms, exact, &mut common);
    }
    for (position, (part, folded)) in (first..)
        .zip(chunk.parts())
        .filter(|(_, (_, word))| !word.is_empty())
    {
        let kind = word(folded, position, terms, exact, &mut common);
        if kind == WordKind::Plain
            && exact == Exact::Wanted
            && part.acronym != Acronym::No
            && is_function_word(folded)
        {
            terms.term(Some(ACRONYM), folded, position);
        }
    }
}

/// The terms of a word, and of the pair that it may be with the one before.
fn word(
    word: &str,
    position: u32,
    terms: &mut impl Terms,
    exact: Exact,
    common: &mut Option<&mut Neighbours>,
) -> WordKind {
    let kind = terms.word(word, position, exact);
    if kind == WordKind::Plain
        && let Some(neighbours) = common
        && let Some(second) = terms.common(word)
    {
        neighbours.meet(second, position, |first| {
            terms.pair(first, second, position - 1);
        });
    }
    kind
}

fn border(chunk: &Chunk, terms: &mut impl Terms) {
    match chunk.opens {
        Opens::Paragraph => terms.sign(Sign::Paragraph, chunk.position),
        Opens::Sentence => terms.sign(Sign::Sentence, chunk.position),
        Opens::Nothing => {}
    }
}

/// The terms of a chunk of a name; several tags are divided as paragraphs are.
fn name_chunk(chunk: &Chunk, terms: &mut impl Terms) {
    if chunk.position > 0 {
        border(chunk, terms);
    }
    if let Some(joined) = chunk.joined() {
        terms.term(None, joined, chunk.position);
    }
    for (position, (_, word)) in (chunk.position..)
        .zip(chunk.parts())
        .filter(|(_, (_, word))| !word.is_empty())
    {
        terms.term(None, word, position);
    }
}

/// The last common words and their positions, the latest first. A position has two words at most (`I-T` is also `it`), and so
/// has the one before.
#[derive(Default)]
struct Neighbours([Option<(u32, CommonWord)>; 4]);

impl Neighbours {
    /// Notes a word, and gives those that stand right before it.
    fn meet(&mut self, word: CommonWord, position: u32, mut each: impl FnMut(CommonWord)) {
        for (before, first) in self.0.into_iter().flatten() {
            if before + 1 == position {
                each(first);
            }
        }
        self.0.rotate_right(1);
        self.0[0] = Some((position, word));
    }
}
