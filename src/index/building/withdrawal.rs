//! Articles that are one no more: a later version came, or they were taken down.
//!
//! tantivy deletes by term, from whatever segments there are; the segments of a commit that is being made would lose the later
//! version with the earlier. So what goes is told by id and by turn, in one deletion right before the commit.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::index::SegmentId;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field as EngineField, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// What came before what, in one commit: the articles that are offered are numbered.
pub(in crate::index) type Turn = u32;

/// The segments of a commit, with the turns of their articles.
pub(in crate::index) type Built = FxHashMap<SegmentId, Vec<Turn>>;

/// What a commit deletes, as tantivy understands it.
#[derive(Clone, Debug)]
pub(in crate::index) struct Withdrawal(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    id: EngineField,
    /// Ids, and from which turn on an article with that id is there.
    withdrawn: FxHashMap<String, Turn>,
    built: Built,
    older: FxHashSet<SegmentId>,
}

impl Withdrawal {
    /// Deletes articles by the field of their ids: all in the segments that are `older` than the commit, and those offered before a
    /// turn in the ones `built` for it.
    pub fn new(
        id: EngineField,
        withdrawn: FxHashMap<String, Turn>,
        built: Built,
        older: FxHashSet<SegmentId>,
    ) -> Self {
        Self(Arc::new(Inner {
            id,
            withdrawn,
            built,
            older,
        }))
    }
}

impl Inner {
    /// The articles of a segment that go.
    fn of(&self, segment: &SegmentReader) -> tantivy::Result<BitSet> {
        let mut gone = BitSet::with_max_value(segment.max_doc());
        let turns = self.built.get(&segment.segment_id());
        if turns.is_none() && !self.older.contains(&segment.segment_id()) {
            return Ok(gone);
        }
        let ids = segment.inverted_index(self.id)?;
        for (id, from) in &self.withdrawn {
            let term = Term::from_field_text(self.id, id);
            let Some(mut articles) = ids.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while articles.doc() != TERMINATED {
                let article = articles.doc();
                if turns.is_none_or(|turns| turns[article as usize] < *from) {
                    gone.insert(article);
                }
                articles.advance();
            }
        }
        Ok(gone)
    }
}

impl Query for Withdrawal {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Withdrawal {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let gone = BitSetDocSet::from(self.0.of(segment)?);
        Ok(Box::new(ConstScorer::new(gone, boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        let cause = "what is deleted has no score".to_owned();
        Err(TantivyError::InvalidArgument(cause))
    }
}
