//! The best articles that have a word, where a date filter leaves only a part of them.
//!
//! tantivy's walk over a word begins with the first article of a segment, and as long as nothing good was found it scores all
//! that stand before the window. Ours begins where the window does; but it cannot pass over a block of articles without reading
//! it. So it finds the first good ones, and tantivy's goes on with what they set as a threshold.

use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25Weight, Query as EngineQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, Term};

use super::Weights;
use super::window::Window;

/// A query that asks for one word.
pub(super) struct One {
    term: Term,
    bm25: Bm25Weight,
}

/// Blocks of articles that are read: enough for a threshold that passes over most others, and all there are of most words.
const BLOCKS: usize = 24;

impl One {
    /// `None` if the query asks for something else.
    pub(super) fn of(query: &dyn EngineQuery, weights: &Weights) -> tantivy::Result<Option<Self>> {
        let Some(query) = query.downcast_ref::<TermQuery>() else {
            return Ok(None);
        };
        let term = query.term().clone();
        let bm25 = Bm25Weight::for_terms(weights, std::slice::from_ref(&term))?;
        Ok(Some(Self { term, bm25 }))
    }

    /// Offers the first articles of the window with a score above the threshold, which each offer sets anew. Says behind which
    /// there may be others; `None` if there are none.
    pub(super) fn begin(
        &self,
        segment: &SegmentReader,
        window: &Window,
        mut threshold: Score,
        offer: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<Option<DocId>> {
        let inverted = segment.inverted_index(self.term.field())?;
        let found = inverted.read_block_postings(&self.term, IndexRecordOption::WithFreqs)?;
        let Some(mut postings) = found else {
            return Ok(None);
        };
        let norms = segment.get_fieldnorms_reader(self.term.field())?;
        let mut at = postings.seek(window.range.start);
        for _ in 0..BLOCKS {
            let Some(last) = last_of(&postings).filter(|_| postings.doc(at) < window.range.end)
            else {
                return Ok(None);
            };
            if postings.block_max_score(&norms, &self.bm25) > threshold {
                for at in at..postings.block_len() {
                    let doc = postings.doc(at);
                    let score = self.bm25.score(norms.fieldnorm_id(doc), postings.freq(at));
                    if doc < window.range.end && score > threshold {
                        threshold = offer(doc, score);
                    }
                }
            }
            if last + 1 >= window.range.end {
                return Ok(None);
            }
            postings.advance();
            at = 0;
        }
        Ok(Some(postings.doc(0)))
    }
}

/// The last article of the block; `None` if it has none.
fn last_of(postings: &BlockSegmentPostings) -> Option<DocId> {
    postings.docs().last().copied()
}
