//! One word of a phrase: any of its terms, which may be a thousand that a wildcard stands for.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field as EngineField, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::Zone;
use super::signs::Stretch;

/// One word of a phrase: any of its terms.
pub(super) struct Slot {
    terms: Vec<SegmentPostings>,
    /// The terms by where they stand, the first on top; those that have ended are not in it.
    queue: BinaryHeap<Reverse<(DocId, usize)>>,
    stretch: Stretch,
    buffer: Vec<u32>,
}

impl Slot {
    pub(super) fn open(
        terms: &[Term],
        inverted: &InvertedIndexReader,
        zone: (EngineField, Zone),
    ) -> tantivy::Result<Self> {
        let mut postings = Vec::new();
        for term in terms {
            postings
                .extend(inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        let standing = postings.iter().map(SegmentPostings::doc).enumerate();
        let queue = standing.filter(|(_, doc)| *doc != TERMINATED);
        Ok(Self {
            queue: queue.map(|(number, doc)| Reverse((doc, number))).collect(),
            terms: postings,
            stretch: Stretch::open(inverted, zone.0, zone.1)?,
            buffer: Vec::new(),
        })
    }

    /// Where the first of the terms stands.
    pub(super) fn doc(&self) -> DocId {
        match self.terms.as_slice() {
            [one] => one.doc(),
            _ => self.queue.peek().map_or(TERMINATED, |first| first.0.0),
        }
    }

    /// Moves to the first document at or behind `target`.
    pub(super) fn reach(&mut self, target: DocId) -> DocId {
        if let [one] = self.terms.as_mut_slice() {
            return if one.doc() < target {
                one.seek(target)
            } else {
                one.doc()
            };
        }
        while let Some(mut first) = self.queue.peek_mut() {
            let Reverse((doc, number)) = *first;
            if doc >= target {
                return doc;
            }
            match self.terms[number].seek(target) {
                TERMINATED => {
                    PeekMut::pop(first);
                }
                doc => *first = Reverse((doc, number)),
            }
        }
        TERMINATED
    }

    /// At least as many documents as it has.
    pub(super) fn size_hint(&self) -> u32 {
        self.terms
            .iter()
            .map(DocSet::size_hint)
            .fold(0, u32::saturating_add)
    }

    /// How often its terms occur in a document, copies for ranking with them.
    pub(super) fn frequency(&self, doc: DocId) -> u32 {
        if let [one] = self.terms.as_slice() {
            return if one.doc() == doc { one.term_freq() } else { 0 };
        }
        let mut sum = 0_u32;
        each_at(self.queue.as_slice(), 0, doc, &mut |number| {
            sum = sum.saturating_add(self.terms[number].term_freq());
        });
        sum
    }

    /// The positions in a document, sorted.
    pub(super) fn positions(&mut self, doc: DocId, into: &mut Vec<u32>) {
        into.clear();
        if let [one] = self.terms.as_mut_slice() {
            if one.doc() == doc {
                one.positions(into);
            }
        } else {
            let (terms, buffer) = (&mut self.terms, &mut self.buffer);
            let mut lists = 0;
            each_at(self.queue.as_slice(), 0, doc, &mut |number| {
                terms[number].positions(buffer);
                into.extend_from_slice(buffer);
                lists += 1;
            });
            if lists > 1 {
                into.sort_unstable();
                into.dedup();
            }
        }
        self.stretch.keep(doc, into);
    }
}

/// Calls with the number of each term of a queue that stands at `doc`, where none stands before: below one that stands behind,
/// all do.
fn each_at(queue: &[Reverse<(DocId, usize)>], at: usize, doc: DocId, call: &mut dyn FnMut(usize)) {
    if let Some(Reverse((here, number))) = queue.get(at)
        && *here == doc
    {
        call(*number);
        each_at(queue, 2 * at + 1, doc, call);
        each_at(queue, 2 * at + 2, doc, call);
    }
}
