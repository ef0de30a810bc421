//! The best articles that have any of a few words.
//!
//! MaxScore (Turtle & Flood, "Query evaluation: strategies and optimizations", 1995): words that could not bring an article
//! in by themselves, not even all of them together, are only looked up in articles that one of the others has. Beside
//! tantivy's block-max WAND this costs less an article, and its bounds hold whatever lengths the index was written with. The
//! search begins and ends where the window of a date filter does, so a range of days costs its share.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25Weight, BooleanQuery, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, Term};

use super::window::Window;
use super::{Weights, crowd};

/// The words of a query that asks for any of a few words of one field.
pub(super) struct Union {
    words: Vec<(Term, Bm25Weight)>,
}

/// Of more words, looking at each for the next article costs more than pruning saves: they go by [`crowd`].
const FEW: usize = 12;

impl Union {
    /// `None` if the query asks for something else.
    pub(super) fn of(query: &dyn EngineQuery, weights: &Weights) -> tantivy::Result<Option<Self>> {
        let Some(terms) = terms_of(query) else {
            return Ok(None);
        };
        let mut words = Vec::with_capacity(terms.len());
        for term in terms {
            let bm25 = Bm25Weight::for_terms(weights, std::slice::from_ref(term))?;
            words.push((term.clone(), bm25));
        }
        Ok(Some(Self { words }))
    }

    /// Offers every article of the window with a score above the threshold, which each offer sets anew.
    pub(super) fn for_each(
        &self,
        segment: &SegmentReader,
        window: &Window,
        threshold: Score,
        offer: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let Some((first, _)) = self.words.first() else {
            return Ok(());
        };
        let inverted = segment.inverted_index(first.field())?;
        let mut words = Vec::with_capacity(self.words.len());
        for (place, (term, bm25)) in self.words.iter().enumerate() {
            let found = inverted.read_block_postings(term, IndexRecordOption::WithFreqs)?;
            if let Some(postings) = found {
                let mut word = Word {
                    place,
                    most: bm25.max_score(),
                    bm25,
                    postings,
                    at: 0,
                };
                word.seek(window.range.start);
                words.push(word);
            }
        }
        words.sort_by(|a, b| a.most.total_cmp(&b.most));
        let norms = segment.get_fieldnorms_reader(first.field())?;
        if self.words.len() > FEW {
            crowd::walk(words, &norms, window.range.end, threshold, offer);
            return Ok(());
        }
        Walk {
            bounds: bounds(&words),
            parts: vec![0.0; self.words.len()],
            words,
            norms,
            optional: 0,
        }
        .run(window.range.end, threshold, offer);
        Ok(())
    }
}

/// The words, if any of them will do and nothing else matters.
fn terms_of(query: &dyn EngineQuery) -> Option<Vec<&Term>> {
    let query = query.downcast_ref::<BooleanQuery>()?;
    let clauses = query.clauses();
    let mut terms = Vec::with_capacity(clauses.len());
    for (occur, part) in clauses {
        let term = part.downcast_ref::<TermQuery>()?.term();
        if *occur != Occur::Should
            || terms
                .first()
                .is_some_and(|first: &&Term| first.field() != term.field())
        {
            return None;
        }
        terms.push(term);
    }
    Some(terms)
}

/// What each word and all below it can bring at most. Sums are rounded, so each bound is a little more.
fn bounds(words: &[Word]) -> Vec<Score> {
    const ROUNDING: Score = 1.000_01;
    let mut sum = 0.0;
    let sums = words.iter().map(|word| {
        sum += word.most;
        sum * ROUNDING
    });
    sums.collect()
}

/// A word's articles in a segment, at one of them.
pub(super) struct Word<'a> {
    /// Among the words of the query.
    place: usize,
    bm25: &'a Bm25Weight,
    /// No article's score for this word is higher.
    pub(super) most: Score,
    postings: BlockSegmentPostings,
    at: usize,
}

impl Word<'_> {
    pub(super) fn doc(&self) -> DocId {
        self.postings.doc(self.at)
    }

    pub(super) fn advance(&mut self) {
        if self.at + 1 == BLOCK {
            self.postings.advance();
            self.at = 0;
        } else {
            // Behind the last article of a block that is not full stands the end.
            self.at += 1;
        }
    }

    pub(super) fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.at = self.postings.seek(target);
        }
    }

    pub(super) fn score(&self, norm: u8) -> Score {
        self.bm25.score(norm, self.postings.freq(self.at))
    }
}

/// Articles in a block of postings.
const BLOCK: usize = 128;

struct Walk<'a> {
    /// Those that can bring little first.
    words: Vec<Word<'a>>,
    /// See [`bounds`].
    bounds: Vec<Score>,
    /// As many of the first words cannot bring an article in.
    optional: usize,
    norms: FieldNormReader,
    /// The score for each word of the query.
    parts: Vec<Score>,
}

impl Walk<'_> {
    fn run(
        mut self,
        end: DocId,
        mut threshold: Score,
        offer: &mut dyn FnMut(DocId, Score) -> Score,
    ) {
        loop {
            while self
                .bounds
                .get(self.optional)
                .is_some_and(|bound| *bound <= threshold)
            {
                self.optional += 1;
            }
            let needed = self.words[self.optional..].iter().map(Word::doc);
            let Some(doc) = needed.min().filter(|doc| *doc < end) else {
                return;
            };
            if let Some(score) = self.score(doc, threshold)
                && score > threshold
            {
                threshold = offer(doc, score);
            }
        }
    }

    /// The score of an article, unless it is found on the way to be no higher than the threshold. Words move on behind it.
    fn score(&mut self, doc: DocId, threshold: Score) -> Option<Score> {
        let norm = self.norms.fieldnorm_id(doc);
        self.parts.fill(0.0);
        let mut sum = 0.0;
        for word in self.words[self.optional..].iter_mut() {
            if word.doc() == doc {
                let score = word.score(norm);
                self.parts[word.place] = score;
                sum += score;
                word.advance();
            }
        }
        for i in (0..self.optional).rev() {
            if sum + self.bounds[i] <= threshold {
                return None;
            }
            let word = &mut self.words[i];
            word.seek(doc);
            if word.doc() == doc {
                let score = word.score(norm);
                self.parts[word.place] = score;
                sum += score;
            }
        }
        // Always added in the order of the query, so that an article has one score, however it was come upon.
        Some(self.parts.iter().sum())
    }
}
