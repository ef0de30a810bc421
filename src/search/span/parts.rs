//! What a stretch of near spans was made of: for the marks.

use super::{Borders, Span};
use crate::search::query::{Order, Reach};

/// The left spans and the right spans of which pairs make some of the stretches, each with its stretch.
///
/// One stretch can be made in several ways, and all of them count. Both lists are sorted; time is linear in the lists and in
/// the spans that begin or end with each stretch, but for a logarithm.
pub(in crate::search) fn parts(
    stretches: &[Span],
    (left, right): (&[Span], &[Span]),
    reach: Reach,
    order: Order,
    borders: Borders,
) -> [Vec<(Span, Span)>; 2] {
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
    let most = match reach {
        Reach::Words(n) => n,
        Reach::Sentence | Reach::Paragraph => u32::MAX,
    };
    let is_near = |first: Span, second: Span| second.start - first.end <= most;
    let mut parts = [Vec::new(), Vec::new()];
    for &whole in stretches.iter().filter(|whole| !borders.divide(**whole)) {
        for &[a, b] in turns {
            // Of one start they are in the order of their ends, and of one end in that of their starts.
            let firsts = equal(sides[a], |span| span.start.cmp(&whole.start));
            let seconds = equal(&by_end[b], |span| span.end.cmp(&whole.end));
            for &first in firsts {
                let behind = seconds.partition_point(|second| second.start <= first.end);
                if seconds
                    .get(behind)
                    .is_some_and(|&second| is_near(first, second))
                {
                    parts[a].push((first, whole));
                }
            }
            for &second in seconds {
                let before = firsts.partition_point(|first| first.end < second.start);
                if before > 0 && is_near(firsts[before - 1], second) {
                    parts[b].push((second, whole));
                }
            }
        }
    }
    parts
}

/// The spans that compare as equal, of a list in that order.
fn equal(spans: &[Span], compare: impl Fn(&Span) -> std::cmp::Ordering) -> &[Span] {
    let from = spans.partition_point(|span| compare(span).is_lt());
    let count = spans[from..].partition_point(|span| compare(span).is_eq());
    &spans[from..from + count]
}
