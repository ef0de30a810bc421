//! Spans: stretches of positions in one field of one article, and what it means that two are near each other.
//!
//! The engine's proximity scorers and `matching` share these definitions. The distance of two spans is the difference
//! of the positions of their nearest ends, so neighbours are 1 apart. Nothing is near across the end of a paragraph, and no
//! word is near itself. What is near can be near others in turn ([`near`]): two that are so many words apart as the stretch from
//! one to the other, which others may stand in; those of one sentence or paragraph each by itself.

mod near;
mod nearest;
mod parts;
pub(super) mod words;

use std::cmp::Reverse;

pub(super) use near::{apart, count_near, near};
pub(super) use parts::{Part, parts};

use super::query::{Order, Reach};

/// A stretch of positions, both ends included: of a leaf, or from the first to the last of some that are near each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Span {
    pub start: u32,
    pub end: u32,
    /// Where the leaf that it begins with ends.
    first_end: u32,
    /// Where the leaf that it ends with begins; between the two others may stand.
    last_start: u32,
}

impl Span {
    /// The span of a leaf.
    pub(super) fn solid(start: u32, end: u32) -> Self {
        Self {
            start,
            end,
            first_end: end,
            last_start: start,
        }
    }

    /// From the first to the last of two.
    pub(super) fn around(a: Self, b: Self) -> Self {
        let first = (a.start, a.first_end).min((b.start, b.first_end));
        let last = (a.end, a.last_start).max((b.end, b.last_start));
        Self {
            start: first.0,
            end: last.0,
            first_end: first.1,
            last_start: last.1,
        }
    }

    fn is_hollow(self) -> bool {
        self.first_end < self.last_start
    }

    /// The leaves at its ends; of a solid one both are the whole.
    fn ends(self) -> [Self; 2] {
        [
            Self::solid(self.start, self.first_end),
            Self::solid(self.last_start, self.end),
        ]
    }

    /// Positions between the nearest ends; `None` if they share a word at an end.
    fn distance(self, other: Self) -> Option<u32> {
        let mut least = u32::MAX;
        for one in self.ends() {
            for two in other.ends() {
                let apart = if one.end < two.start {
                    two.start - one.end
                } else {
                    one.start.checked_sub(two.end).filter(|&apart| apart > 0)?
                };
                least = least.min(apart);
            }
        }
        Some(least)
    }
}

/// Where sentences and paragraphs begin, or paragraphs only: sorted positions, in two lists as the index has them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Borders<'a>(pub [&'a [u32]; 2]);

impl<'a> Borders<'a> {
    /// No borders at all.
    pub(super) const NONE: Self = Self([&[], &[]]);

    /// All borders in one list.
    pub(super) fn of(borders: &'a [u32]) -> Self {
        Self([borders, &[]])
    }

    /// Whether something begins behind the first position of the stretch, so that it does not lie in one unit.
    fn divide(self, stretch: Span) -> bool {
        self.0.iter().any(|borders| {
            let behind = borders.partition_point(|&border| border <= stretch.start);
            borders
                .get(behind)
                .is_some_and(|&border| border <= stretch.end)
        })
    }

    /// Whether no unit begins between two positions, or at the second.
    fn join(self, first: u32, second: u32) -> bool {
        !self.divide(Span::solid(first, second))
    }

    /// The unit in which a position lies: its first and last position.
    fn unit(self, position: u32) -> Span {
        let behind = |borders: &[u32]| borders.partition_point(|&border| border <= position);
        self.between(self.0.map(behind))
    }

    /// The unit behind so many borders of each list.
    fn between(self, behind: [usize; 2]) -> Span {
        let (mut first, mut last) = (0, u32::MAX);
        for (borders, behind) in self.0.iter().zip(behind) {
            if let Some(behind_last) = behind.checked_sub(1) {
                first = first.max(borders[behind_last]);
            }
            if let Some(&next) = borders.get(behind) {
                last = last.min(next - 1);
            }
        }
        Span::solid(first, last)
    }
}

/// Whether two spans are near.
fn is_near(left: Span, right: Span, reach: Reach, order: Order, borders: Borders) -> bool {
    let apart = match order {
        Order::Any => left.distance(right),
        // What is written behind the other is behind all of it.
        Order::AsWritten => right.start.checked_sub(left.end).filter(|&apart| apart > 0),
    };
    let most = match reach {
        Reach::Words(n) => n,
        Reach::Sentence | Reach::Paragraph => u32::MAX,
    };
    apart.is_some_and(|apart| apart <= most) && !borders.divide(Span::around(left, right))
}

/// Words at successive positions: the stretches where each slot has its word. The lists are sorted.
pub(super) fn phrase(slots: &[&[u32]]) -> Vec<Span> {
    let Some((first, rest)) = slots.split_first() else {
        return Vec::new();
    };
    let mut at = vec![0; rest.len()];
    let mut spans = Vec::new();
    'starts: for &start in *first {
        for (offset, (slot, at)) in (1..).zip(rest.iter().zip(&mut at)) {
            let wanted = start + offset;
            while slot.get(*at).is_some_and(|&p| p < wanted) {
                *at += 1;
            }
            if slot.get(*at) != Some(&wanted) {
                continue 'starts;
            }
        }
        spans.push(Span::solid(start, start + rest.len() as u32));
    }
    spans
}

/// Sorts spans and keeps each once.
pub(super) fn settle(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    spans.dedup();
}

/// The spans of one leaf that can be met in several ways: where `COVID-19` is found as its parts and run together, that is
/// one mention, the longer.
pub(super) fn settle_ways(spans: &mut Vec<Span>) {
    spans.sort_unstable_by_key(|span| (span.start, Reverse(span.end)));
    let mut end = None;
    spans.retain(|span| {
        let inside = end.is_some_and(|end| span.end <= end);
        end = end.max(Some(span.end));
        !inside
    });
}
