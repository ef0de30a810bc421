//! The analyzer's signs in the index: where sentences and paragraphs begin, and where the lead lies.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field as EngineField, IndexRecordOption};
use tantivy::{DocId, DocSet, Term};

use super::Zone;
use crate::index::analyzer::{LEAD, LEAD_END, PARAGRAPH, SENTENCE};
use crate::search::query::Reach;
use crate::search::span;

/// The borders of sentences and paragraphs of the current document, read when first asked for.
pub(super) struct Borders {
    sentences: Signs,
    paragraphs: Signs,
}

/// The positions of one of the analyzer's signs.
pub(super) struct Signs {
    postings: Option<SegmentPostings>,
    /// Whose positions these are.
    known: Option<DocId>,
    positions: Vec<u32>,
}

impl Signs {
    fn open(
        inverted: &InvertedIndexReader,
        field: EngineField,
        sign: &str,
    ) -> tantivy::Result<Self> {
        let term = Term::from_field_text(field, sign);
        let postings = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(Self {
            postings,
            known: None,
            positions: Vec::new(),
        })
    }

    fn of(&mut self, doc: DocId) -> &[u32] {
        if self.known != Some(doc) {
            self.positions.clear();
            if let Some(postings) = &mut self.postings
                && (postings.doc() >= doc || postings.seek(doc) >= doc)
                && postings.doc() == doc
            {
                postings.positions(&mut self.positions);
            }
            self.known = Some(doc);
        }
        &self.positions
    }
}

impl Borders {
    pub(super) fn open(
        inverted: &InvertedIndexReader,
        field: EngineField,
    ) -> tantivy::Result<Self> {
        Ok(Self {
            sentences: Signs::open(inverted, field, SENTENCE)?,
            paragraphs: Signs::open(inverted, field, PARAGRAPH)?,
        })
    }

    pub(super) fn of(&mut self, doc: DocId, reach: Reach) -> span::Borders<'_> {
        match reach {
            // A paragraph begins with a sentence.
            Reach::Sentence => span::Borders([self.sentences.of(doc), self.paragraphs.of(doc)]),
            Reach::Words(_) | Reach::Paragraph => span::Borders::of(self.paragraphs.of(doc)),
        }
    }
}

/// The part of a text in which positions count.
pub(super) enum Stretch {
    /// From a position to the end.
    From(u32),
    /// The lead.
    Lead {
        begins: Box<Signs>,
        ends: Box<Signs>,
    },
}

impl Stretch {
    pub(super) fn open(
        inverted: &InvertedIndexReader,
        field: EngineField,
        zone: Zone,
    ) -> tantivy::Result<Self> {
        Ok(match zone {
            Zone::From(position) => Self::From(position),
            Zone::Lead => Self::Lead {
                begins: Box::new(Signs::open(inverted, field, LEAD)?),
                ends: Box::new(Signs::open(inverted, field, LEAD_END)?),
            },
        })
    }

    /// Takes away the positions outside.
    pub(super) fn keep(&mut self, doc: DocId, positions: &mut Vec<u32>) {
        match self {
            Self::From(0) => {}
            Self::From(first) => {
                let outside = positions.partition_point(|position| position < first);
                positions.drain(..outside);
            }
            Self::Lead { begins, ends } => {
                let begin = begins.of(doc).first().copied().unwrap_or(u32::MAX);
                let end = ends.of(doc).first().copied().unwrap_or(u32::MAX);
                positions.retain(|&position| (begin..end).contains(&position));
            }
        }
    }
}
