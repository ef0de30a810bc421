//! The nearest partner of each of many spans, on one side, in one pass.
//!
//! Spans of one list may lie in each other, so the next one is not always the one that ends first: the candidates in reach
//! are a window that only moves on, and its best one is kept at the front of a queue (the sliding window minimum).

use std::cmp::Reverse;
use std::collections::VecDeque;

use super::{Borders, Span};
use crate::search::query::Reach;

/// Calls `found` with each of `these` and, of the `others` that begin behind it and are near, the one that ends first.
pub(super) fn behind(
    these: &[Span],
    others: &[Span],
    reach: Reach,
    borders: Borders,
    mut found: impl FnMut(usize, usize),
) {
    let mut units = Units::new(borders);
    let mut next = 0;
    let mut window: VecDeque<usize> = VecDeque::new();
    for i in by_end(these) {
        let this = these[i];
        let unit = units.of(this.end);
        let last = match reach {
            Reach::Words(n) => unit.end.min(this.end.saturating_add(n)),
            Reach::Sentence | Reach::Paragraph => unit.end,
        };
        while others.get(next).is_some_and(|other| other.start <= last) {
            while window
                .back()
                .is_some_and(|&back| ends(others[back]) > ends(others[next]))
            {
                window.pop_back();
            }
            window.push_back(next);
            next += 1;
        }
        while window
            .front()
            .is_some_and(|&front| others[front].start <= this.end)
        {
            window.pop_front();
        }
        if let Some(&front) = window.front()
            && unit.start <= this.start
            && others[front].end <= unit.end
        {
            found(i, front);
        }
    }
}

/// Calls `found` with each of `these` and, of the `others` that end before it and are near, the one that begins last.
pub(super) fn before(
    these: &[Span],
    others: &[Span],
    reach: Reach,
    borders: Borders,
    mut found: impl FnMut(usize, usize),
) {
    let mut units = Units::new(borders);
    let mut coming = by_end(others).peekable();
    let mut window: VecDeque<usize> = VecDeque::new();
    for (i, &this) in these.iter().enumerate() {
        let unit = units.of(this.start);
        let first = match reach {
            Reach::Words(n) => unit.start.max(this.start.saturating_sub(n)),
            Reach::Sentence | Reach::Paragraph => unit.start,
        };
        while let Some(other) = coming.next_if(|&other| others[other].end < this.start) {
            while window
                .back()
                .is_some_and(|&back| begins(others[back]) > begins(others[other]))
            {
                window.pop_back();
            }
            window.push_back(other);
        }
        while window
            .front()
            .is_some_and(|&front| others[front].end < first)
        {
            window.pop_front();
        }
        if let Some(&front) = window.front()
            && unit.start <= others[front].start
            && this.end <= unit.end
        {
            found(i, front);
        }
    }
}

/// Which of several to take: what ends first, and of those the one with the shortest leaf there.
fn ends(span: Span) -> (u32, Reverse<u32>) {
    (span.end, Reverse(span.last_start))
}

/// Which of several to take: what begins last, and of those the one with the shortest leaf there.
fn begins(span: Span) -> (Reverse<u32>, u32) {
    (Reverse(span.start), span.first_end)
}

/// The places of spans in the order of their ends; mostly they are in it.
fn by_end(spans: &[Span]) -> impl Iterator<Item = usize> {
    let order = (!spans.is_sorted_by_key(|span| span.end)).then(|| {
        let mut order: Vec<usize> = (0..spans.len()).collect();
        order.sort_by_key(|&i| spans[i].end);
        order
    });
    (0..spans.len()).map(move |i| order.as_ref().map_or(i, |order| order[i]))
}

/// Units between borders, asked for with positions that only grow.
struct Units<'a> {
    borders: Borders<'a>,
    behind: [usize; 2],
}

impl<'a> Units<'a> {
    fn new(borders: Borders<'a>) -> Self {
        Self {
            borders,
            behind: [0; 2],
        }
    }

    /// The first and last position of the unit in which a position lies.
    fn of(&mut self, position: u32) -> Span {
        for (borders, behind) in self.borders.0.iter().zip(&mut self.behind) {
            while borders
                .get(*behind)
                .is_some_and(|&border| border <= position)
            {
                *behind += 1;
            }
        }
        self.borders.between(self.behind)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::is_near;
    use super::*;
    use crate::search::query::Order;

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        let span = (0..60_u32, 0..9_u32).prop_map(|(start, more)| Span::solid(start, start + more));
        proptest::collection::btree_set(span, 0..12).prop_map(|spans| spans.into_iter().collect())
    }

    fn reach() -> impl Strategy<Value = Reach> {
        prop_oneof![
            (1..12_u32).prop_map(Reach::Words),
            Just(Reach::Sentence),
            Just(Reach::Paragraph)
        ]
    }

    proptest! {
        #[test]
        fn the_nearest_partner_is_the_best_of_all(
            these in spans(),
            others in spans(),
            reach in reach(),
            borders in proptest::collection::btree_set(0..70_u32, 0..6),
            paragraphs in proptest::collection::btree_set(0..70_u32, 0..3),
        ) {
            let list = |set: std::collections::BTreeSet<u32>| set.into_iter().collect::<Vec<_>>();
            let (borders, paragraphs) = (list(borders), list(paragraphs));
            let borders = Borders([&borders, &paragraphs]);
            let near = |this: Span, other: Span| is_near(this, other, reach, Order::Any, borders);
            let mut ends = Vec::new();
            behind(&these, &others, reach, borders, |i, j| ends.push((these[i], others[j].end)));
            ends.sort();
            let all = these.iter().filter_map(|&this| {
                let there = others.iter().filter(|&&other| other.start > this.end && near(this, other));
                Some((this, there.map(|other| other.end).min()?))
            });
            prop_assert_eq!(ends, all.collect::<Vec<_>>());
            let mut starts = Vec::new();
            before(&these, &others, reach, borders, |i, j| starts.push((these[i], others[j].start)));
            let all = these.iter().filter_map(|&this| {
                let there = others.iter().filter(|&&other| other.end < this.start && near(this, other));
                Some((this, there.map(|other| other.start).max()?))
            });
            prop_assert_eq!(starts, all.collect::<Vec<_>>());
        }
    }
}
