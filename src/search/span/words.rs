//! Single words near each other: what most proximities are, counted without making spans.

use super::Borders;
use crate::search::query::{Order, Reach};

/// As [`super::count_near`], of words by their positions.
pub(in crate::search) fn count_near(
    left: &[u32],
    right: &[u32],
    reach: Reach,
    order: Order,
    borders: Borders,
) -> usize {
    let sides = match order {
        Order::Any => (Side::Either, Side::Either),
        Order::AsWritten => (Side::Behind, Side::Before),
    };
    let fewer = count_with_partner(left, right, reach, sides.0, borders);
    match fewer {
        0 => 0,
        fewer => fewer.min(count_with_partner(right, left, reach, sides.1, borders)),
    }
}

/// On which side of a word its partner may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
    Either,
}

fn count_with_partner(
    these: &[u32],
    others: &[u32],
    reach: Reach,
    side: Side,
    borders: Borders,
) -> usize {
    let most = match reach {
        Reach::Words(n) => n,
        Reach::Sentence | Reach::Paragraph => u32::MAX,
    };
    let is_near = |first: u32, second: u32| second - first <= most && borders.join(first, second);
    let mut at = 0;
    let has_partner = |&&this: &&u32| {
        while others.get(at).is_some_and(|other| *other < this) {
            at += 1;
        }
        let before = at.checked_sub(1).map(|at| others[at]);
        // A word is not near itself.
        let next = others[at..].iter().find(|other| **other > this);
        side != Side::Before && next.is_some_and(|&next| is_near(this, next))
            || side != Side::Behind && before.is_some_and(|before| is_near(before, this))
    };
    these.iter().filter(has_partner).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{self as span, Span};
    use super::*;

    fn positions(most: usize) -> impl Strategy<Value = Vec<u32>> {
        proptest::collection::btree_set(0..60_u32, 0..most)
            .prop_map(|positions| positions.into_iter().collect())
    }

    proptest! {
        #[test]
        fn words_are_counted_as_spans_are(
            left in positions(12),
            right in positions(12),
            borders in positions(6),
            n in 1..9_u32,
        ) {
            let spans = |positions: &[u32]| -> Vec<Span> {
                positions.iter().map(|&at| Span::solid(at, at)).collect()
            };
            for reach in [Reach::Words(n), Reach::Paragraph] {
                for order in [Order::Any, Order::AsWritten] {
                    prop_assert_eq!(
                        count_near(&left, &right, reach, order, Borders::of(&borders)),
                        span::count_near(&spans(&left), &spans(&right), reach, order, Borders::of(&borders))
                    );
                }
            }
        }
    }
}
