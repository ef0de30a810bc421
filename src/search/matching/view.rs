//! One field of one article as the matcher sees it: where its words passed which test, and where it is divided.

use std::borrow::Cow;
use std::ops::Range;

use super::Mark;
use crate::article::Article;
use crate::index::Field;
use crate::index::analyzer::{ACRONYM, Acronym, EXACT, Opens, Scanner, Stems};
use crate::search::nearest;
use crate::search::pattern::{Test, has_exact_terms};
use crate::search::span::Span;

/// The tests of one field, each once.
pub(super) struct Tests {
    stemmed: bool,
    tests: Vec<Test>,
    /// Which tests a word can pass, by the first byte of its folded form: few words are looked at closely.
    by_first: Vec<Vec<usize>>,
}

impl Tests {
    pub(super) fn new(field: Field) -> Self {
        Self {
            stemmed: has_exact_terms(field),
            tests: Vec::new(),
            by_first: Vec::new(),
        }
    }

    pub(super) fn number(&mut self, test: Test) -> usize {
        self.tests
            .iter()
            .position(|known| *known == test)
            .unwrap_or_else(|| {
                self.tests.push(test);
                self.tests.len() - 1
            })
    }

    /// A stem begins as its word does, so the first byte sorts out most words before they are stemmed.
    pub(super) fn arrange(&mut self) {
        self.by_first = vec![Vec::new(); 256];
        for (number, test) in self.tests.iter().enumerate() {
            let first = match test {
                Test::Term(term) => term.trim_start_matches([EXACT, ACRONYM]).bytes().next(),
                Test::Wild(glob) => glob.prefix().bytes().next(),
                Test::Fuzzy { .. } => None,
            };
            match first {
                Some(byte) => self.by_first[usize::from(byte)].push(number),
                None => self.by_first.iter_mut().for_each(|list| list.push(number)),
            }
        }
    }

    fn passes(&self, test: &Test, word: &str, acronym: Acronym, stems: &mut Stems) -> bool {
        match test {
            Test::Term(term) if !self.stemmed => term == word,
            Test::Term(term) => match term.strip_prefix(ACRONYM) {
                Some(letters) => acronym != Acronym::No && letters == word,
                None => match term.strip_prefix(EXACT) {
                    Some(exact) => exact == word,
                    None => stems.is_stem(term, word),
                },
            },
            Test::Wild(glob) => glob.fits(word),
            Test::Fuzzy {
                word: wanted,
                distance,
            } => nearest::distance(wanted, word, *distance).is_some(),
        }
    }
}

/// See the module.
pub(super) struct View<'a> {
    text: Cow<'a, str>,
    /// By test: the positions of the words that passed it.
    pub(super) positions: Vec<Vec<u32>>,
    /// Positions at which sentences begin.
    pub(super) sentences: Vec<u32>,
    /// Positions at which paragraphs begin.
    pub(super) paragraphs: Vec<u32>,
    /// Position, test and bytes of every word that passed one.
    places: Vec<(u32, usize, Range<usize>)>,
}

impl<'a> View<'a> {
    pub(super) fn new(field: Field, tests: &Tests, article: &'a Article) -> Self {
        let text = field.text(article);
        let mut view = View {
            text: Cow::Borrowed(""),
            positions: vec![Vec::new(); tests.tests.len()],
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            places: Vec::new(),
        };
        let mut stems = Stems::default();
        let mut scanner = Scanner::new(&text, field.first_position());
        while let Some(chunk) = scanner.advance() {
            if chunk.opens == Opens::Paragraph {
                view.paragraphs.push(chunk.position);
            }
            if chunk.opens != Opens::Nothing {
                view.sentences.push(chunk.position);
            }
            if let Some(joined) = chunk.joined() {
                view.try_word(
                    tests,
                    &mut stems,
                    joined,
                    Acronym::No,
                    chunk.position,
                    chunk.range(),
                );
            }
            for (position, (part, word)) in (chunk.position..).zip(chunk.parts()) {
                view.try_word(
                    tests,
                    &mut stems,
                    word,
                    part.acronym,
                    position,
                    part.start..part.end,
                );
            }
        }
        view.positions.iter_mut().for_each(Vec::dedup);
        view.text = text;
        view
    }

    fn try_word(
        &mut self,
        tests: &Tests,
        stems: &mut Stems,
        word: &str,
        acronym: Acronym,
        position: u32,
        bytes: Range<usize>,
    ) {
        let Some(first) = word.bytes().next() else {
            return;
        };
        for &number in &tests.by_first[usize::from(first)] {
            if tests.passes(&tests.tests[number], word, acronym, stems) {
                self.positions[number].push(position);
                self.places.push((position, number, bytes.clone()));
            }
        }
    }

    /// The bytes of a stretch whose ends are words that passed some test.
    pub(super) fn bytes(&self, span: Span) -> Range<usize> {
        self.bytes_of(span, |_, _| true)
    }

    /// The bytes of a stretch at which one of the runs of tests is met. In `"c* covid"` the second word has to be *covid*;
    /// that it begins with a c, and so does all of *covid-19*, makes its mark no longer.
    pub(super) fn bytes_of_run(&self, span: Span, runs: &[Vec<usize>]) -> Range<usize> {
        let length = (span.end - span.start) as usize + 1;
        self.bytes_of(span, |offset, test| {
            runs.iter()
                .any(|run| run.len() == length && run[offset] == test)
        })
    }

    /// The bytes from the first to the last word of a stretch that `counts`, by its offset and the test that it passed.
    fn bytes_of(&self, span: Span, counts: impl Fn(usize, usize) -> bool) -> Range<usize> {
        let first = self
            .places
            .partition_point(|(position, ..)| *position < span.start);
        let behind = self
            .places
            .partition_point(|(position, ..)| *position <= span.end);
        let (mut start, mut end) = (usize::MAX, 0);
        for (position, test, bytes) in &self.places[first.min(behind)..behind] {
            if counts((position - span.start) as usize, *test) {
                start = start.min(bytes.start);
                end = end.max(bytes.end);
            }
        }
        start.min(end)..end
    }

    /// The paragraphs of the text, for finding out in which a mark lies.
    pub(super) fn texts(&self) -> Texts<'_> {
        let end = self.text.find('\n').unwrap_or(self.text.len());
        Texts {
            text: &self.text,
            number: 0,
            start: 0,
            end,
        }
    }
}

/// Walks the paragraphs of a text in step with its marks.
pub(super) struct Texts<'a> {
    text: &'a str,
    number: usize,
    start: usize,
    end: usize,
}

impl Texts<'_> {
    /// The number of the paragraph in which a mark lies, and the mark in its bytes. Marks must come in order.
    pub(super) fn locate(&mut self, mark: Mark) -> (usize, Mark) {
        while self.end < mark.range.start {
            self.start = self.end + 1;
            self.end = self.text[self.start..]
                .find('\n')
                .map_or(self.text.len(), |at| self.start + at);
            self.number += 1;
        }
        let shift = |range: Range<usize>| {
            range.start.saturating_sub(self.start)..range.end.saturating_sub(self.start)
        };
        (
            self.number,
            Mark {
                range: shift(mark.range),
                leaf: mark.leaf,
                bond: shift(mark.bond),
            },
        )
    }
}
