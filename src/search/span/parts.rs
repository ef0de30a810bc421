//! What near spans were made of: for the marks.

use super::near::{Pair, inside, pairs};
use super::{Borders, Span};
use crate::search::query::{Order, Reach};

/// A span of one side of a proximity that took part.
#[derive(Clone, Copy, Debug)]
pub(in crate::search) struct Part {
    pub span: Span,
    /// From it to its partner.
    pub with: Span,
    /// What it is part of: one of those that [`super::near`] made.
    pub of: Span,
}

/// The left spans and the right spans of which pairs made some of what [`super::near`] makes of the two lists.
///
/// One stretch can be made in several ways, and all of them count. All lists are sorted; time is linear in the lists and in
/// the spans that begin or end with each stretch, but for a logarithm.
pub(in crate::search) fn parts(
    wanted: &[Span],
    sides: (&[Span], &[Span]),
    reach: Reach,
    order: Order,
    borders: Borders,
) -> [Vec<Part>; 2] {
    match reach {
        Reach::Words(n) => {
            let mut parts = parts_beside(wanted, sides, n, order, borders);
            if order == Order::Any {
                add_parts_inside(wanted, sides, reach, borders, &mut parts);
            }
            parts
        }
        Reach::Sentence | Reach::Paragraph => partners(wanted, sides, reach, order, borders),
    }
}

/// Of stretches: of which pairs of spans beside each other they were made.
fn parts_beside(
    stretches: &[Span],
    (left, right): (&[Span], &[Span]),
    most: u32,
    order: Order,
    borders: Borders,
) -> [Vec<Part>; 2] {
    let sides = [left, right];
    let by_end = sides.map(|spans| {
        let mut spans = spans.to_vec();
        spans.sort_unstable_by_key(|span| (span.end, span.start));
        spans
    });
    let turns: &[[usize; 2]] = match order {
        Order::AsWritten => &[[0, 1]],
        Order::Any => &[[0, 1], [1, 0]],
    };
    let is_near = |first: Span, second: Span| second.start - first.end <= most;
    let mut parts = [Vec::new(), Vec::new()];
    for &of in stretches.iter().filter(|of| !borders.divide(**of)) {
        let part = |span| Part { span, with: of, of };
        for &[a, b] in turns {
            // Of one start they are in the order of their ends, and of one end in that of their starts.
            let firsts = equal(sides[a], |span| span.start.cmp(&of.start));
            let seconds = equal(&by_end[b], |span| span.end.cmp(&of.end));
            for &first in firsts {
                let behind = seconds.partition_point(|second| second.start <= first.end);
                if seconds
                    .get(behind)
                    .is_some_and(|&second| is_near(first, second))
                {
                    parts[a].push(part(first));
                }
            }
            for &second in seconds {
                let before = firsts.partition_point(|first| first.end < second.start);
                if before > 0 && is_near(firsts[before - 1], second) {
                    parts[b].push(part(second));
                }
            }
        }
    }
    parts
}

/// Of stretches: of which pairs they were made where one stands in the other.
fn add_parts_inside(
    stretches: &[Span],
    (left, right): (&[Span], &[Span]),
    reach: Reach,
    borders: Borders,
    parts: &mut [Vec<Part>; 2],
) {
    let mut add = |(l, r): Pair| {
        let with = Span::around(left[l], right[r]);
        let at = stretches.partition_point(|of| (of.start, of.end) < (with.start, with.end));
        let made = stretches[at..]
            .iter()
            .take_while(|of| (of.start, of.end) == (with.start, with.end));
        for &of in made {
            for (side, span) in [left[l], right[r]].into_iter().enumerate() {
                parts[side].push(Part { span, with, of });
            }
        }
    };
    inside(left, right, reach, borders, |l, r| add((l, r)));
    inside(right, left, reach, borders, |r, l| add((l, r)));
}

/// Of spans in one sentence or paragraph: they themselves, and their partners on the other side.
fn partners(
    wanted: &[Span],
    (left, right): (&[Span], &[Span]),
    reach: Reach,
    order: Order,
    borders: Borders,
) -> [Vec<Part>; 2] {
    let is_wanted = |span: &&Span| wanted.binary_search(span).is_ok();
    let wanted = [left, right].map(|side| side.iter().filter(is_wanted).copied().collect());
    let [wanted_left, wanted_right]: [Vec<Span>; 2] = wanted;
    let mut parts = [Vec::new(), Vec::new()];
    let mut add = |(l, r): (Span, Span), of: Span| {
        for (side, span) in [l, r].into_iter().enumerate() {
            let with = Span::around(l, r);
            parts[side].push(Part { span, with, of });
        }
    };
    pairs(&wanted_left, right, reach, order, borders, |(l, r)| {
        add((wanted_left[l], right[r]), wanted_left[l]);
    });
    pairs(left, &wanted_right, reach, order, borders, |(l, r)| {
        add((left[l], wanted_right[r]), wanted_right[r]);
    });
    parts
}

/// The spans that compare as equal, of a list in that order.
fn equal(spans: &[Span], compare: impl Fn(&Span) -> std::cmp::Ordering) -> &[Span] {
    let from = spans.partition_point(|span| compare(span).is_lt());
    let count = spans[from..].partition_point(|span| compare(span).is_eq());
    &spans[from..from + count]
}
