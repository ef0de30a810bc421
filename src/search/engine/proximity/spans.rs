//! Where spans come from: posting lists with positions, combined as the query combines its words.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field as EngineField, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::signs::{Borders, Stretch};
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
            Spans::Phrase(slots) => {
                let slots = slots
                    .iter()
                    .map(|terms| Slot::open(terms, inverted, zone))
                    .collect::<tantivy::Result<Vec<_>>>()?;
                Self::Phrase(Phrase {
                    slots,
                    lists: Vec::new(),
                })
            }
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
            Self::Phrase(phrase) => phrase.slots.iter().map(Slot::size_hint).min().unwrap_or(0),
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
            Self::Phrase(phrase) => {
                let slots = phrase.slots.iter().map(|slot| slot.frequency(doc));
                slots.min().unwrap_or(0)
            }
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
            Self::Phrase(phrase) if phrase.slots.len() == 1 => {
                phrase.lists.resize_with(1, Vec::new);
                phrase.slots[0].reach(doc);
                phrase.slots[0].positions(doc, &mut phrase.lists[0]);
                Some(&phrase.lists[0])
            }
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

/// Words at successive positions.
pub(super) struct Phrase {
    slots: Vec<Slot>,
    lists: Vec<Vec<u32>>,
}

impl Phrase {
    fn doc(&self) -> DocId {
        self.slots.iter().map(Slot::doc).max().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let mut doc = target;
        'again: loop {
            for slot in &mut self.slots {
                let at = slot.reach(doc);
                if at == TERMINATED {
                    return TERMINATED;
                }
                if at != doc {
                    doc = at;
                    continue 'again;
                }
            }
            return doc;
        }
    }

    fn spans(&mut self, doc: DocId) -> Vec<Span> {
        self.lists.resize_with(self.slots.len(), Vec::new);
        for (slot, list) in self.slots.iter_mut().zip(&mut self.lists) {
            slot.positions(doc, list);
            if list.is_empty() {
                return Vec::new();
            }
        }
        let slots: Vec<&[u32]> = self.lists.iter().map(Vec::as_slice).collect();
        span::phrase(&slots)
    }
}

/// One word of a phrase: any of its terms.
struct Slot {
    terms: Vec<SegmentPostings>,
    stretch: Stretch,
    buffer: Vec<u32>,
}

impl Slot {
    fn open(
        terms: &[Term],
        inverted: &InvertedIndexReader,
        zone: (EngineField, Zone),
    ) -> tantivy::Result<Self> {
        let mut postings = Vec::new();
        for term in terms {
            postings
                .extend(inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        Ok(Self {
            terms: postings,
            stretch: Stretch::open(inverted, zone.0, zone.1)?,
            buffer: Vec::new(),
        })
    }

    fn doc(&self) -> DocId {
        self.terms
            .iter()
            .map(DocSet::doc)
            .min()
            .unwrap_or(TERMINATED)
    }

    fn reach(&mut self, target: DocId) -> DocId {
        let mut least = TERMINATED;
        for term in &mut self.terms {
            let doc = if term.doc() < target {
                term.seek(target)
            } else {
                term.doc()
            };
            least = least.min(doc);
        }
        // Lists that have ended are not asked again.
        if self.terms.len() > 8 {
            self.terms.retain(|term| term.doc() != TERMINATED);
        }
        least
    }

    fn size_hint(&self) -> u32 {
        self.terms
            .iter()
            .map(DocSet::size_hint)
            .fold(0, u32::saturating_add)
    }

    /// How often its terms occur in a document, copies for ranking with them.
    fn frequency(&self, doc: DocId) -> u32 {
        let here = self.terms.iter().filter(|term| term.doc() == doc);
        here.map(Postings::term_freq).fold(0, u32::saturating_add)
    }

    fn positions(&mut self, doc: DocId, into: &mut Vec<u32>) {
        into.clear();
        let mut lists = 0;
        for term in self.terms.iter_mut().filter(|term| term.doc() == doc) {
            term.positions(&mut self.buffer);
            into.extend_from_slice(&self.buffer);
            lists += 1;
        }
        if lists > 1 {
            into.sort_unstable();
            into.dedup();
        }
        self.stretch.keep(doc, into);
    }
}
