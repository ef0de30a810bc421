//! The best articles so far, in memory bounded by the page.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::Score;

use super::{Cursor, Key, Ranked};
use crate::index::Reader;

/// The best so far.
pub(super) struct Top<'a> {
    pub(super) reader: &'a Reader,
    pub(super) want: usize,
    pub(super) after: Option<&'a Cursor>,
    /// The worst on top.
    pub(super) heap: BinaryHeap<Reverse<Ranked>>,
    /// The best key of an article that found no room.
    pub(super) best_left_out: Option<Key>,
}

impl<'a> Top<'a> {
    /// Room for so many.
    pub(super) fn new(reader: &'a Reader, want: usize, after: Option<&'a Cursor>) -> Self {
        Self {
            reader,
            want,
            after,
            heap: BinaryHeap::new(),
            best_left_out: None,
        }
    }
    pub(super) fn is_full(&self) -> bool {
        self.heap.len() >= self.want
    }

    pub(super) fn boundary(&self) -> Option<Key> {
        self.heap.peek().map(|Reverse(worst)| worst.key)
    }

    /// Only a greater score needs to be offered. One that equals the worst may still be newer, so it is below that.
    pub(super) fn threshold(&self) -> Score {
        match self.heap.peek() {
            Some(Reverse(worst)) if self.is_full() => worst.score.next_down(),
            _ => Score::MIN,
        }
    }

    pub(super) fn offer(&mut self, ranked: Ranked) {
        if let Some(cursor) = self.after {
            let behind = ranked.key < cursor.key
                || ranked.key == cursor.key
                    && self
                        .reader
                        .id(ranked.address)
                        .is_ok_and(|id| id > cursor.id);
            if !behind {
                return;
            }
        }
        if !self.is_full() {
            self.heap.push(Reverse(ranked));
            return;
        }
        let out = match self.heap.peek() {
            Some(Reverse(worst)) if ranked.key > worst.key => {
                let Reverse(out) = self.heap.pop().expect("it was just looked at");
                self.heap.push(Reverse(ranked));
                out.key
            }
            _ => ranked.key,
        };
        self.best_left_out = self.best_left_out.max(Some(out));
    }

    pub(super) fn into_sorted(self) -> Vec<Ranked> {
        // `Reverse` sorts the best first.
        self.heap
            .into_sorted_vec()
            .into_iter()
            .map(|Reverse(ranked)| ranked)
            .collect()
    }
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key
            .cmp(&other.key)
            .then_with(|| other.address.cmp(&self.address))
    }
}
