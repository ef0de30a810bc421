//! Where spans come from: posting lists with positions, combined as the query combines its words.

use tantivy::index::InvertedIndexReader;
use tantivy::schema::Field as EngineField;
use tantivy::{DocId, TERMINATED};

use super::phrase::Phrase;
use super::signs::Borders;
use super::{Spans, Zone};
use crate::search::query::{Order, Reach};
use crate::search::span::{self, Span};

/// Spans of one part of a query in one segment. `doc` and `seek` give candidates: documents that may have spans.
pub(super) enum SpanSource {
    Phrase(Phrase),
    Ways(Vec<Self>),
    Or(Vec<Self>),
    Near {
        reach: Reach,
        order: Order,
        left: Box<Self>,
        right: Box<Self>,
    },
    Apart {
        reach: Reach,
        left: Box<Self>,
        right: Box<Self>,
    },
}

impl SpanSource {
    pub(super) fn open(
        spans: &Spans,
        inverted: &InvertedIndexReader,
        zone: (EngineField, Zone),
    ) -> tantivy::Result<Self> {
        let open = |spans: &Spans| Self::open(spans, inverted, zone);
        let mut source = match spans {
            Spans::Phrase(slots) => Self::Phrase(Phrase::open(slots, inverted, zone)?),
            Spans::Ways(parts) => {
                Self::Ways(parts.iter().map(open).collect::<tantivy::Result<_>>()?)
            }
            Spans::Or(parts) => Self::Or(parts.iter().map(open).collect::<tantivy::Result<_>>()?),
            Spans::Near {
                reach,
                order,
                left,
                right,
            } => Self::Near {
                reach: *reach,
                order: *order,
                left: Box::new(open(left)?),
                right: Box::new(open(right)?),
            },
            Spans::Apart { reach, left, right } => Self::Apart {
                reach: *reach,
                left: Box::new(open(left)?),
                right: Box::new(open(right)?),
            },
        };
        source.align();
        Ok(source)
    }

    /// The first candidate.
    fn align(&mut self) {
        let first = self.doc();
        if first != TERMINATED {
            self.seek(first);
        }
    }

    pub(super) fn doc(&self) -> DocId {
        match self {
            Self::Phrase(phrase) => phrase.doc(),
            Self::Or(parts) | Self::Ways(parts) => {
                parts.iter().map(Self::doc).min().unwrap_or(TERMINATED)
            }
            Self::Near { left, right, .. } => left.doc().max(right.doc()),
            Self::Apart { left, .. } => left.doc(),
        }
    }

    /// The first candidate at or behind `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if target == TERMINATED {
            return TERMINATED;
        }
        match self {
            Self::Phrase(phrase) => phrase.seek(target),
            Self::Or(parts) | Self::Ways(parts) => parts
                .iter_mut()
                .map(|part| part.reach(target))
                .min()
                .unwrap_or(TERMINATED),
            Self::Near { left, right, .. } => {
                let mut doc = target;
                loop {
                    let l = left.reach(doc);
                    let r = if l == TERMINATED {
                        TERMINATED
                    } else {
                        right.reach(l)
                    };
                    if l == r || r == TERMINATED {
                        return r;
                    }
                    doc = r;
                }
            }
            Self::Apart { left, .. } => left.reach(target),
        }
    }

    /// As `seek`, for a target that may lie behind.
    fn reach(&mut self, target: DocId) -> DocId {
        let doc = self.doc();
        if doc >= target {
            doc
        } else {
            self.seek(target)
        }
    }

    pub(super) fn size_hint(&self) -> u32 {
        match self {
            Self::Phrase(phrase) => phrase.size_hint(),
            Self::Or(parts) | Self::Ways(parts) => parts
                .iter()
                .map(Self::size_hint)
                .fold(0, u32::saturating_add),
            Self::Near { left, right, .. } => left.size_hint().min(right.size_hint()),
            Self::Apart { left, .. } => left.size_hint(),
        }
    }

    /// At least as many spans as the candidate `doc` can have, told from how often its words occur.
    pub(super) fn most(&self, doc: DocId) -> u32 {
        match self {
            Self::Phrase(phrase) => phrase.most(doc),
            Self::Or(parts) | Self::Ways(parts) => parts
                .iter()
                .map(|part| part.most(doc))
                .fold(0, u32::saturating_add),
            // As a part of something, at most each span with its nearest partner on either side.
            Self::Near { left, right, .. } => left
                .most(doc)
                .saturating_add(right.most(doc))
                .saturating_mul(2),
            Self::Apart { left, .. } => left.most(doc),
        }
    }

    /// As [`SpanSource::most`], of what [`SpanSource::count`] counts.
    pub(super) fn most_counted(&self, doc: DocId) -> u32 {
        match self {
            Self::Near { left, right, .. } => left.most(doc).min(right.most(doc)),
            Self::Or(parts) => parts
                .iter()
                .map(|part| part.most_counted(doc))
                .fold(0, u32::saturating_add),
            other => other.most(doc),
        }
    }

    /// How often this is in a document: nearness as often as the rarer of its sides is near the other, all else as many
    /// spans as it has.
    pub(super) fn count(&mut self, doc: DocId, borders: &mut Borders) -> usize {
        let mut others = Vec::new();
        let near = self.count_near(doc, borders, &mut others);
        span::settle(&mut others);
        near + others.len()
    }

    /// How often nearness is in a document; the spans of what is not nearness go to the `others`.
    fn count_near(&mut self, doc: DocId, borders: &mut Borders, others: &mut Vec<Span>) -> usize {
        match self {
            Self::Or(parts) => parts
                .iter_mut()
                .map(|part| part.count_near(doc, borders, others))
                .sum(),
            Self::Near {
                reach,
                order,
                left,
                right,
            } => {
                let (reach, order) = (*reach, *order);
                if let (Some(lefts), Some(rights)) = (left.words(doc), right.words(doc)) {
                    return count_within(reach, doc, borders, |borders| {
                        span::words::count_near(lefts, rights, reach, order, borders)
                    });
                }
                let (lefts, rights) = (left.spans(doc, borders), right.spans(doc, borders));
                count_within(reach, doc, borders, |borders| {
                    span::count_near(&lefts, &rights, reach, order, borders)
                })
            }
            other => {
                others.append(&mut other.spans(doc, borders));
                0
            }
        }
    }

    /// The positions in a document, if this is a single word.
    fn words(&mut self, doc: DocId) -> Option<&[u32]> {
        match self {
            Self::Phrase(phrase) => phrase.words(doc),
            _ => None,
        }
    }

    /// The spans in a document, sorted, each once.
    fn spans(&mut self, doc: DocId, borders: &mut Borders) -> Vec<Span> {
        if self.reach(doc) != doc {
            return Vec::new();
        }
        match self {
            Self::Phrase(phrase) => phrase.spans(doc),
            Self::Ways(parts) => {
                let ways = parts.iter_mut().flat_map(|part| part.spans(doc, borders));
                let mut spans: Vec<Span> = ways.collect();
                span::settle_ways(&mut spans);
                spans
            }
            Self::Or(parts) => {
                let mut spans: Vec<Span> = parts
                    .iter_mut()
                    .flat_map(|part| part.spans(doc, borders))
                    .collect();
                span::settle(&mut spans);
                spans
            }
            Self::Near {
                reach,
                order,
                left,
                right,
            } => {
                let (lefts, rights) = (left.spans(doc, borders), right.spans(doc, borders));
                if lefts.is_empty() || rights.is_empty() {
                    return Vec::new();
                }
                span::near(&lefts, &rights, *reach, *order, borders.of(doc, *reach))
            }
            Self::Apart { reach, left, right } => {
                let (lefts, rights) = (left.spans(doc, borders), right.spans(doc, borders));
                if lefts.is_empty() || rights.is_empty() {
                    return lefts;
                }
                span::apart(&lefts, &rights, *reach, borders.of(doc, *reach))
            }
        }
    }
}

/// Counts within borders; where nothing is close at all, there is no need to know where they are.
fn count_within(
    reach: Reach,
    doc: DocId,
    borders: &mut Borders,
    count: impl Fn(span::Borders) -> usize,
) -> usize {
    if matches!(reach, Reach::Words(_)) && count(span::Borders::NONE) == 0 {
        return 0;
    }
    count(borders.of(doc, reach))
}
