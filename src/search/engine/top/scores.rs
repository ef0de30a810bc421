//! How the articles of a query are scored: by a walk of ours where it is the better one, else by the engine's.

use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocId, Score, Searcher, SegmentReader};

use super::one::One;
use super::union::Union;
use super::window::Window;
use super::{Lowered, Weights};
use crate::index::Reader;

/// Up to this share of a segment, a date range drives the search; beyond it the words do.
const NARROW: f64 = 0.2;

/// Scores the articles of a query, in the way that costs least.
pub(super) struct Scores<'a> {
    lowered: &'a Lowered,
    searcher: &'a Searcher,
    /// One word.
    one: Option<One>,
    /// Any of a few words.
    union: Option<Union>,
    /// Anything else.
    plain: Option<Box<dyn Weight>>,
    /// With the date filter in it.
    narrow: Option<Box<dyn Weight>>,
}

impl<'a> Scores<'a> {
    /// The scores of a query.
    pub(super) fn of(lowered: &'a Lowered, reader: &'a Reader) -> tantivy::Result<Self> {
        let searcher = reader.searcher();
        let weights = Weights(searcher);
        let scoring = EnableScoring::enabled_from_statistics_provider(&weights, searcher);
        let union = Union::of(&*lowered.query, &weights)?;
        Ok(Self {
            plain: match union {
                Some(_) => None,
                None => Some(lowered.query.weight(scoring)?),
            },
            one: One::of(&*lowered.query, &weights)?,
            union,
            narrow: None,
            lowered,
            searcher,
        })
    }

    /// Offers every article of the window with a score above the threshold, which each offer sets anew.
    pub(super) fn for_each(
        &mut self,
        segment: &SegmentReader,
        window: &Window,
        start: Score,
        offer: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut threshold = start;
        let mut take = |doc, score| {
            if doc >= window.range.end {
                return Score::MAX; // Nothing behind here: no score will do.
            }
            if window.has(doc) && !segment.is_deleted(doc) {
                threshold = offer(doc, score);
            }
            threshold
        };
        if let Some(union) = &self.union {
            return union.for_each(segment, window, start, &mut take);
        }
        let mut latest = start;
        let mut from = 0;
        if let Some(one) = self.one.as_ref().filter(|_| window.is_part(segment)) {
            let rest = one.begin(segment, window, start, &mut |doc, score| {
                latest = take(doc, score);
                latest
            })?;
            let Some(rest) = rest else {
                return Ok(());
            };
            from = rest;
        }
        let weight = self.weight(segment, window)?;
        weight.for_each_pruning(latest, segment, &mut |doc, score| {
            if doc >= from {
                latest = take(doc, score);
            }
            latest
        })
    }

    /// The query, with the date filter in it where that is the narrower of the two.
    pub(super) fn weight(
        &mut self,
        segment: &SegmentReader,
        window: &Window,
    ) -> tantivy::Result<&dyn Weight> {
        let documents = f64::from(window.range.end - window.range.start);
        if documents <= NARROW * f64::from(segment.max_doc()) && self.narrow.is_none() {
            let weights = Weights(self.searcher);
            let scoring = EnableScoring::enabled_from_statistics_provider(&weights, self.searcher);
            self.narrow = Some(self.lowered.whole().weight(scoring)?);
        }
        Ok(match &self.narrow {
            Some(narrow) if documents <= NARROW * f64::from(segment.max_doc()) => &**narrow,
            _ => &**self.plain.as_ref().expect("made where there is no union"),
        })
    }
}
