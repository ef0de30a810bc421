//! Proximity as an engine query: spans read from the positions in the index, never from texts.
//!
//! A [`Spans`] tree mirrors the placed part of a query. Its documents are found first by intersecting postings; positions
//! are decoded only where all sides are present, and the borders of sentences and paragraphs only where a pair is close.

mod phrase;
mod signs;
mod slot;
mod spans;

use std::fmt;
use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query as EngineQuery, Scorer, Weight};
use tantivy::schema::Field as EngineField;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::weights::weighed;
use crate::search::query::{Order, Reach};
use signs::Borders;
use spans::SpanSource;

/// The placed part of a query in engine terms.
#[derive(Clone, Debug)]
pub(crate) enum Spans {
    /// Words at successive positions; each slot is any of its terms.
    Phrase(Vec<Vec<Term>>),
    /// One leaf in several spellings; where two are met at once, the longer counts.
    Ways(Vec<Self>),
    /// Any of these.
    Or(Vec<Self>),
    /// Both, near each other.
    Near {
        reach: Reach,
        order: Order,
        left: Box<Self>,
        right: Box<Self>,
    },
    /// The left one where the right one is not near.
    Apart {
        reach: Reach,
        left: Box<Self>,
        right: Box<Self>,
    },
}

/// Finds the documents with at least `least` spans.
#[derive(Clone)]
pub(crate) struct SpanQuery {
    pub spans: Arc<Spans>,
    pub least: usize,
    pub field: EngineField,
    pub zone: Zone,
}

/// Where in the field words count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    /// From this position on; what stands before are copies for ranking.
    From(u32),
    /// In the lead.
    Lead,
}

impl fmt::Debug for SpanQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SpanQuery({:?}, at least {})", self.spans, self.least)
    }
}

impl EngineQuery for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let (idf, average) = match scoring.searcher() {
            Some(searcher) if scoring.is_scoring_enabled() => {
                let total = searcher.num_docs() as f32;
                let tokens: u64 = searcher
                    .segment_readers()
                    .iter()
                    .map(|segment| {
                        segment
                            .inverted_index(self.field)
                            .map(|inverted| inverted.total_num_tokens())
                    })
                    .sum::<tantivy::Result<u64>>()?;
                (
                    self.spans.idf(searcher, total)?,
                    weighed(tokens) as f32 / total.max(1.0),
                )
            }
            _ => (0.0, 1.0),
        };
        Ok(Box::new(SpanWeight {
            query: self.clone(),
            idf,
            average,
        }))
    }
}

impl Spans {
    /// Any of some parts; single words are one, since a list is quicker merged than asked part by part.
    pub(crate) fn any_of(parts: Vec<Self>) -> Self {
        let mut words = Vec::new();
        let mut others = Vec::new();
        for part in parts {
            match part {
                Self::Phrase(mut slots) if slots.len() == 1 => words.append(&mut slots[0]),
                other => others.push(other),
            }
        }
        words.sort_unstable();
        words.dedup();
        if !words.is_empty() {
            others.push(Self::Phrase(vec![words]));
        }
        match others.len() {
            1 => others.remove(0),
            _ => Self::Or(others),
        }
    }

    /// The sum of the idf of what must be there, as a phrase's is of its words; alternatives count as one word.
    fn idf(&self, searcher: &tantivy::Searcher, total: f32) -> tantivy::Result<f32> {
        let idf = |count: u64| {
            let count = (count as f32).min(total);
            (1.0 + (total - count + 0.5) / (count + 0.5)).ln()
        };
        Ok(match self {
            Self::Phrase(slots) => {
                let mut sum = 0.0;
                for slot in slots {
                    let mut count = 0;
                    for term in slot {
                        count += searcher.doc_freq(term)?;
                    }
                    sum += idf(count);
                }
                sum
            }
            Self::Or(parts) | Self::Ways(parts) => {
                let mut least = f32::MAX;
                for part in parts {
                    least = least.min(part.idf(searcher, total)?);
                }
                if parts.is_empty() { 0.0 } else { least }
            }
            Self::Near { left, right, .. } => {
                left.idf(searcher, total)? + right.idf(searcher, total)?
            }
            Self::Apart { left, .. } => left.idf(searcher, total)?,
        })
    }
}

struct SpanWeight {
    query: SpanQuery,
    idf: Score,
    average: Score,
}

impl SpanWeight {
    /// A scorer that stands at its first candidate.
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<SpanScorer> {
        let query = &self.query;
        let inverted = reader.inverted_index(query.field)?;
        let source = SpanSource::open(&query.spans, &inverted, (query.field, query.zone))?;
        let norms = reader.get_fieldnorms_reader(query.field).ok();
        Ok(SpanScorer {
            doc: source.doc(),
            source,
            borders: Borders::open(&inverted, query.field)?,
            least: query.least,
            count: 0,
            norms,
            weight: self.idf * boost,
            average: self.average,
        })
    }
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut scorer = self.open(reader, boost)?;
        scorer.settle_at(scorer.doc);
        Ok(Box::new(scorer))
    }

    /// Positions are only read of articles in which the words occur often enough to come in.
    fn for_each_pruning(
        &self,
        mut threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut scorer = self.open(reader, 1.0)?;
        while scorer.doc != TERMINATED {
            let most = scorer.source.most_counted(scorer.doc);
            if scorer.score_of(most as Score) > threshold && scorer.is_match() {
                let score = scorer.score();
                if score > threshold {
                    threshold = callback(scorer.doc, score);
                }
            }
            scorer.doc = scorer.source.seek(scorer.doc + 1);
        }
        Ok(())
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!(
                "document {doc} does not match"
            )));
        }
        Ok(Explanation::new("words near each other", scorer.score()))
    }
}

struct SpanScorer {
    source: SpanSource,
    borders: Borders,
    least: usize,
    /// Spans in the current document.
    count: usize,
    norms: Option<tantivy::fieldnorm::FieldNormReader>,
    weight: Score,
    average: Score,
    doc: DocId,
}

impl SpanScorer {
    /// Moves on from a candidate to the first document at or behind it with enough spans.
    fn settle_at(&mut self, candidate: DocId) -> DocId {
        self.doc = candidate;
        while self.doc != TERMINATED && !self.is_match() {
            self.doc = self.source.seek(self.doc + 1);
        }
        self.doc
    }

    /// Whether the candidate has enough spans; counts them.
    fn is_match(&mut self) -> bool {
        self.count = self.source.count(self.doc, &mut self.borders);
        self.count >= self.least
    }

    /// BM25 as `weights` has it, with the number of spans for the frequency and the summed idf of the words.
    fn score_of(&self, frequency: Score) -> Score {
        const K1: Score = 1.2;
        const B: Score = 0.75;
        let length = self
            .norms
            .as_ref()
            .map_or(self.average, |norms| norms.fieldnorm(self.doc) as Score);
        let norm = K1 * (1.0 - B + B * length / self.average.max(1.0));
        self.weight * frequency * (K1 + 1.0) / (frequency + norm)
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let candidate = self.source.seek(self.doc + 1);
        self.settle_at(candidate)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        let candidate = self.source.seek(target);
        self.settle_at(candidate)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.source.size_hint()
    }

    fn cost(&self) -> u64 {
        // A document costs its positions, not only its number.
        u64::from(self.source.size_hint()) * 10
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        self.score_of(self.count as Score)
    }
}
