//! What near spans make: something that can be near others in turn.
//!
//! Within so many words that is the stretch from one to the other: of all that begin at one position, and of all that end
//! at one, only the shortest. In one sentence or paragraph it is each of them by itself, since all that stand there are near each
//! other: so the order in which several are chained does not matter, and there is no stretch to be long.

use std::cmp::Reverse;

use super::{Borders, Span, is_near, nearest, settle};
use crate::search::query::{Order, Reach};

/// A pair of near spans, by their places in their lists: a left one, a right one.
pub(super) type Pair = (usize, usize);

/// What the near spans of two lists make: sorted, each once, so at most two a word, however many proximities stand in
/// each other. Both lists are sorted.
pub(in crate::search) fn near(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
) -> Vec<Span> {
    match reach {
        Reach::Words(_) => stretches(left, right, reach, order, borders),
        Reach::Sentence | Reach::Paragraph => {
            let partners = partners(left, right, reach, order, borders);
            let with_partner = |(spans, has): (&[Span], &Vec<bool>)| -> Vec<Span> {
                let both = spans.iter().zip(has);
                both.filter(|(_, has)| **has)
                    .map(|(span, _)| *span)
                    .collect()
            };
            let mut spans = with_partner((left, &partners[0]));
            spans.extend(with_partner((right, &partners[1])));
            settle(&mut spans);
            spans
        }
    }
}

/// How often two things are near each other: how many spans have a near partner, on the side where there are fewer.
pub(in crate::search) fn count_near(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
) -> usize {
    let [left, right] = partners(left, right, reach, order, borders)
        .map(|has| has.into_iter().filter(|has| *has).count());
    left.min(right)
}

/// The left spans that no right span is near to, or shares a word with.
pub(in crate::search) fn apart(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    borders: Borders,
) -> Vec<Span> {
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
        if !close.any(|&r| r.distance(l).is_none() || is_near(l, r, reach, Order::Any, borders)) {
            kept.push(l);
        }
    }
    kept
}

/// Pairs of near spans: each span with its nearest partner on either side, the one that makes the shortest stretch, and all
/// pairs of which one stands in the other.
///
/// Of all near pairs these make the shortest stretches, and every span that has a partner is in one. Their number and the
/// time are linear in the lists, however many words a paragraph has; what can stand in a stretch is bounded by the words
/// that it may reach.
pub(super) fn pairs(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
    mut found: impl FnMut(Pair),
) {
    nearest::behind(left, right, reach, borders, |l, r| found((l, r)));
    nearest::before(right, left, reach, borders, |r, l| found((l, r)));
    if order == Order::Any {
        nearest::before(left, right, reach, borders, |l, r| found((l, r)));
        nearest::behind(right, left, reach, borders, |r, l| found((l, r)));
        inside(left, right, reach, borders, |l, r| found((l, r)));
        inside(right, left, reach, borders, |r, l| found((l, r)));
    }
}

/// Calls `found` with each of `these` and each of the `others` that begins in it and is near.
pub(super) fn inside(
    these: &[Span],
    others: &[Span],
    reach: Reach,
    borders: Borders,
    mut found: impl FnMut(usize, usize),
) {
    for (i, &this) in these
        .iter()
        .enumerate()
        .filter(|(_, this)| this.is_hollow())
    {
        let from = others.partition_point(|other| other.start <= this.first_end);
        let begin_in_it = others[from..]
            .iter()
            .take_while(|other| other.start < this.end);
        for (j, &other) in (from..).zip(begin_in_it) {
            if is_near(this, other, reach, Order::Any, borders) {
                found(i, j);
            }
        }
    }
}

/// Which spans of either list have a near partner in the other.
fn partners(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
) -> [Vec<bool>; 2] {
    let mut has = [vec![false; left.len()], vec![false; right.len()]];
    pairs(left, right, reach, order, borders, |(l, r)| {
        has[0][l] = true;
        has[1][r] = true;
    });
    has
}

fn stretches(
    left: &[Span],
    right: &[Span],
    reach: Reach,
    order: Order,
    borders: Borders,
) -> Vec<Span> {
    let mut spans = Vec::new();
    pairs(left, right, reach, order, borders, |(l, r)| {
        spans.push(Span::around(left[l], right[r]));
    });
    merge_ways(&mut spans);
    let mut shortest: Vec<Span> = spans.clone();
    // As sorted, the first of each start is its shortest.
    shortest.dedup_by_key(|span| span.start);
    spans.sort_unstable_by_key(|span| (span.end, Reverse(span.start)));
    spans.dedup_by_key(|span| span.end);
    shortest.append(&mut spans);
    settle(&mut shortest);
    shortest
}

/// Sorts; of the ways to make one stretch the shortest leaf at each end is kept.
fn merge_ways(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let same = (next.start, next.end) == (kept.start, kept.end);
        if same {
            kept.first_end = kept.first_end.min(next.first_end);
            kept.last_start = kept.last_start.max(next.last_start);
        }
        same
    });
}

/// Where a span must begin or end to be in reach of `l`; only a first sieve.
fn window(l: Span, reach: Reach, borders: Borders) -> Span {
    match reach {
        Reach::Words(n) => Span::solid(l.start.saturating_sub(n), l.end.saturating_add(n)),
        Reach::Sentence | Reach::Paragraph => {
            let unit = borders.unit(l.start);
            Span::solid(unit.start, unit.end.max(l.end))
        }
    }
}
