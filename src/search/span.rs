//! Spans: stretches of positions in one field of one article, and what it means that two are near each other.
//!
//! The engine's proximity scorers and `matching` share these definitions. The distance of two spans is the difference
//! of the positions of their nearest ends, so neighbours are 1 apart; a span is never near one that it overlaps. Nothing
//! is near across the end of a paragraph.

use super::query::{Order, Reach};

/// A stretch of positions, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    fn around(a: Self, b: Self) -> Self {
        Self {
            start: a.start.min(b.start),
            end: a.end.max(b.end),
        }
    }

    fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }
}

/// Where sentences, or paragraphs, begin: sorted positions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Borders<'a>(pub &'a [u32]);

impl Borders<'_> {
    /// Whether something begins behind the first position of the stretch, so that it does not lie in one unit.
    fn divide(self, stretch: Span) -> bool {
        let behind = self.0.partition_point(|&border| border <= stretch.start);
        self.0
            .get(behind)
            .is_some_and(|&border| border <= stretch.end)
    }

    /// The unit in which a position lies: its first and last position.
    fn unit(self, position: u32) -> Span {
        let behind = self.0.partition_point(|&border| border <= position);
        let start = behind.checked_sub(1).map_or(0, |i| self.0[i]);
        Span {
            start,
            end: self.0.get(behind).map_or(u32::MAX, |&next| next - 1),
        }
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

/// Calls `found` with every pair of near spans, by index; it says whether to go on with more partners of the same left
/// span. Both lists are sorted by start. Time is linear in the lists and the pairs that are about in reach.
pub(super) fn near_pairs(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
    mut found: impl FnMut(usize, usize) -> More,
) {
    let widest = right.iter().map(|r| r.end - r.start).max().unwrap_or(0);
    let mut low = 0;
    for (i, &l) in left.iter().enumerate() {
        let window = window(l, reach, borders);
        while right
            .get(low)
            .is_some_and(|r| r.start.saturating_add(widest) < window.start)
        {
            low += 1;
        }
        for (j, &r) in right.iter().enumerate().skip(low) {
            if r.start > window.end {
                break;
            }
            if is_near(l, r, reach, order, borders) && found(i, j) == More::Enough {
                break;
            }
        }
    }
}

/// Whether more pairs are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum More {
    Go,
    Enough,
}

/// The stretches that pairs of near spans cover: sorted, each once.
pub(super) fn near(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
) -> Vec<Span> {
    let mut spans = Vec::new();
    near_pairs(left, right, reach, order, borders, |i, j| {
        spans.push(Span::around(left[i], right[j]));
        More::Go
    });
    settle(&mut spans);
    spans
}

/// How many of the left spans have a near partner.
pub(super) fn count_near(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
) -> usize {
    let mut count = 0;
    near_pairs(left, right, reach, order, borders, |_, _| {
        count += 1;
        More::Enough
    });
    count
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
    spans.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let mut end = None;
    spans.retain(|span| {
        let inside = end.is_some_and(|end| span.end <= end);
        end = end.max(Some(span.end));
        !inside
    });
}
