//! Spans: stretches of positions in one field of one article, and what it means that two are near each other.
//!
//! The engine's proximity scorers and `matching` share these definitions. The distance of two spans is the difference
//! of the positions of their nearest ends, so neighbours are 1 apart; a span is never near one that it overlaps. Nothing
//! is near across the end of a paragraph. Near spans make a stretch that can be near others in turn: of all that begin at
//! one position, and of all that end at one, only the shortest counts.

mod nearest;
mod parts;
pub(super) mod words;

use std::cmp::Reverse;

pub(super) use parts::parts;

use super::query::{Order, Reach};

/// A stretch of positions, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub(super) fn around(a: Self, b: Self) -> Self {
        Self {
            start: a.start.min(b.start),
            end: a.end.max(b.end),
        }
    }

    fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
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
        !self.divide(Span {
            start: first,
            end: second,
        })
    }

    /// The unit in which a position lies: its first and last position.
    fn unit(self, position: u32) -> Span {
        let behind = |borders: &[u32]| borders.partition_point(|&border| border <= position);
        self.between(self.0.map(behind))
    }

    /// The unit behind so many borders of each list.
    fn between(self, behind: [usize; 2]) -> Span {
        let mut unit = Span {
            start: 0,
            end: u32::MAX,
        };
        for (borders, behind) in self.0.iter().zip(behind) {
            if let Some(last) = behind.checked_sub(1) {
                unit.start = unit.start.max(borders[last]);
            }
            if let Some(&next) = borders.get(behind) {
                unit.end = unit.end.min(next - 1);
            }
        }
        unit
    }
}

/// Whether two spans are near.
pub(super) fn is_near(
    left: Span,
    right: Span,
    reach: Reach,
    order: Order,
    borders: Borders,
) -> bool {
    if left.overlaps(right) || order == Order::AsWritten && right.start < left.start {
        return false;
    }
    let (first, second) = if left.start < right.start {
        (left, right)
    } else {
        (right, left)
    };
    let close = match reach {
        Reach::Words(n) => second.start - first.end <= n,
        Reach::Sentence | Reach::Paragraph => true,
    };
    close && !borders.divide(Span::around(left, right))
}

/// Where a span must begin or end to be in reach of `l`; only a first sieve.
fn window(l: Span, reach: Reach, borders: Borders) -> Span {
    match reach {
        Reach::Words(n) => Span {
            start: l.start.saturating_sub(n),
            end: l.end.saturating_add(n),
        },
        Reach::Sentence | Reach::Paragraph => {
            let unit = borders.unit(l.start);
            Span {
                start: unit.start,
                end: unit.end.max(l.end),
            }
        }
    }
}

/// A pair of near spans, by their places in their lists: a left one, a right one.
type Pair = (usize, usize);

/// Pairs of near spans: each span with its nearest partner on either side, the one that makes the shortest stretch.
///
/// What is near the stretch of any pair is near that of one of these, and every span that has a partner is in one; so
/// they are all that is needed, and their number and the time are linear in the lists, however many words a paragraph has.
/// Both lists are sorted.
fn nearest_pairs(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
) -> Vec<Pair> {
    let mut pairs = Vec::new();
    nearest::behind(left, right, reach, borders, |l, r| pairs.push((l, r)));
    nearest::before(right, left, reach, borders, |r, l| pairs.push((l, r)));
    if order == Order::Any {
        nearest::before(left, right, reach, borders, |l, r| pairs.push((l, r)));
        nearest::behind(right, left, reach, borders, |r, l| pairs.push((l, r)));
    }
    pairs
}

/// The stretches of near spans, of those from one position and of those to one only the shortest: sorted, each once. So there
/// are at most two a word, however many proximities stand in each other.
pub(super) fn near(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
) -> Vec<Span> {
    let pairs = nearest_pairs(left, right, reach, order, borders);
    let mut spans: Vec<Span> = pairs
        .into_iter()
        .map(|(l, r)| Span::around(left[l], right[r]))
        .collect();
    settle(&mut spans);
    let mut shortest: Vec<Span> = spans.clone();
    // As sorted, the first of each start is its shortest.
    shortest.dedup_by_key(|span| span.start);
    spans.sort_unstable_by_key(|span| (span.end, Reverse(span.start)));
    spans.dedup_by_key(|span| span.end);
    shortest.append(&mut spans);
    settle(&mut shortest);
    shortest
}

/// How often two things are near each other: how many spans have a near partner, on the side where there are fewer.
pub(super) fn count_near(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
) -> usize {
    let mut near_left = vec![false; left.len()];
    let mut near_right = vec![false; right.len()];
    nearest::behind(left, right, reach, borders, |l, _| near_left[l] = true);
    nearest::before(right, left, reach, borders, |r, _| near_right[r] = true);
    if order == Order::Any {
        nearest::before(left, right, reach, borders, |l, _| near_left[l] = true);
        nearest::behind(right, left, reach, borders, |r, _| near_right[r] = true);
    }
    let count = |near: Vec<bool>| near.into_iter().filter(|near| *near).count();
    count(near_left).min(count(near_right))
}

/// The left spans that no right span is near to, or overlaps.
pub(super) fn apart(left: &[Span], right: &[Span], reach: Reach, borders: Borders) -> Vec<Span> {
    let widest = right.iter().map(|r| r.end - r.start).max().unwrap_or(0);
    let mut low = 0;
    let mut kept = Vec::new();
    for &l in left {
        let window = window(l, reach, borders);
        while right
            .get(low)
            .is_some_and(|r| r.start.saturating_add(widest) < window.start)
        {
            low += 1;
        }
        let mut close = right[low..].iter().take_while(|r| r.start <= window.end);
        if !close.any(|&r| r.overlaps(l) || is_near(l, r, reach, Order::Any, borders)) {
            kept.push(l);
        }
    }
    kept
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
        spans.push(Span {
            start,
            end: start + rest.len() as u32,
        });
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
