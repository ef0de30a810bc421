//! Words at successive positions: the posting lists that all spans begin with.

use tantivy::index::InvertedIndexReader;
use tantivy::schema::Field as EngineField;
use tantivy::{DocId, TERMINATED, Term};

use super::Zone;
use super::slot::Slot;
use crate::search::span::{self, Span};

/// Words at successive positions.
pub(super) struct Phrase {
    slots: Vec<Slot>,
    lists: Vec<Vec<u32>>,
}

impl Phrase {
    pub(super) fn open(
        slots: &[Vec<Term>],
        inverted: &InvertedIndexReader,
        zone: (EngineField, Zone),
    ) -> tantivy::Result<Self> {
        let open = |terms: &Vec<Term>| Slot::open(terms, inverted, zone);
        Ok(Self {
            slots: slots.iter().map(open).collect::<tantivy::Result<_>>()?,
            lists: Vec::new(),
        })
    }

    pub(super) fn size_hint(&self) -> u32 {
        self.slots.iter().map(Slot::size_hint).min().unwrap_or(0)
    }

    /// At least as many spans as the candidate `doc` can have.
    pub(super) fn most(&self, doc: DocId) -> u32 {
        let slots = self.slots.iter().map(|slot| slot.frequency(doc));
        slots.min().unwrap_or(0)
    }

    /// The positions in a document, if this is a single word.
    pub(super) fn words(&mut self, doc: DocId) -> Option<&[u32]> {
        let [slot] = self.slots.as_mut_slice() else {
            return None;
        };
        self.lists.resize_with(1, Vec::new);
        slot.reach(doc);
        slot.positions(doc, &mut self.lists[0]);
        Some(&self.lists[0])
    }

    /// The first candidate.
    pub(super) fn doc(&self) -> DocId {
        self.slots.iter().map(Slot::doc).max().unwrap_or(TERMINATED)
    }

    /// The first candidate at or behind `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
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

    /// The spans in a document, sorted.
    pub(super) fn spans(&mut self, doc: DocId) -> Vec<Span> {
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
