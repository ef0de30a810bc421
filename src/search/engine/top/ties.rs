//! Articles that stand alike: which of them are in is for their ids to say.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use tantivy::columnar::Column;
use tantivy::query::EnableScoring;
use tantivy::{DocAddress, DocId, DocSet, Score};

use super::{Cursor, Key, Lowered, Ranked, Scores, TURNED, Window, score_key};
use crate::index::{IndexError, Reader, UNDATED_INSTANT};
use crate::search::Sort;

impl Lowered {
    /// Of the articles that stand exactly at `key`, those with the first ids.
    pub(super) fn tied(
        &self,
        reader: &Reader,
        sort: Sort,
        key: Key,
        want: usize,
        after: Option<&Cursor>,
    ) -> Result<Vec<Ranked>, IndexError> {
        let mut tied = match sort {
            Sort::Relevance => self.of_score(reader, key),
            Sort::Newest | Sort::Oldest => self.of_instant(reader, key),
        }
        .map_err(|cause| reader.error(cause))?;
        if let Some(cursor) = after.filter(|cursor| cursor.key == key) {
            let mut behind = Vec::with_capacity(tied.len());
            for ranked in tied {
                if reader.id(ranked.address)? > cursor.id {
                    behind.push(ranked);
                }
            }
            tied = behind;
        }
        for of_segment in tied.chunk_by_mut(|a, b| a.address.segment_ord == b.address.segment_ord) {
            by_id(reader, of_segment)?;
        }
        first_of_all(reader, &tied, want)
    }

    /// All articles with the score and the instant of `key`.
    fn of_score(&self, reader: &Reader, key: Key) -> tantivy::Result<Vec<Ranked>> {
        let mut scores = Scores::of(self, reader)?;
        let least = Score::from_bits(u32::try_from(key.0).unwrap_or(0)).next_down();
        let mut found = Vec::new();
        for (ord, segment) in (0..).zip(reader.searcher().segment_readers()) {
            let Some(window) = Window::open(segment, self.days, &self.columns)? else {
                continue;
            };
            let published = reader.published(ord)?;
            scores.for_each(segment, &window, least, &mut |doc, score| {
                if score_key(score, published.first(doc)) == key {
                    let address = DocAddress::new(ord, doc);
                    found.push(Ranked {
                        address,
                        score,
                        key,
                    });
                }
                least
            })?;
        }
        Ok(found)
    }

    /// All articles of the instant of `key`, which stand together in each segment.
    fn of_instant(&self, reader: &Reader, key: Key) -> tantivy::Result<Vec<Ranked>> {
        let searcher = reader.searcher();
        let weight = self
            .query
            .weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut found = Vec::new();
        for (ord, segment) in (0..).zip(searcher.segment_readers()) {
            let Some(window) = Window::open(segment, self.days, &self.columns)? else {
                continue;
            };
            let published = reader.published(ord)?;
            let range = docs_of(key.instant(), published, segment.max_doc());
            if range.is_empty() {
                continue;
            }
            let mut scorer = weight.scorer(segment, 1.0)?;
            let mut doc = scorer.doc();
            if doc < range.start {
                doc = scorer.seek(range.start);
            }
            while doc < range.end {
                if window.has(doc) && !segment.is_deleted(doc) {
                    let address = DocAddress::new(ord, doc);
                    found.push(Ranked {
                        address,
                        score: 0.0,
                        key,
                    });
                }
                doc = scorer.advance();
            }
        }
        Ok(found)
    }
}

impl Key {
    /// The instant of a key by time; undated articles have one before all others.
    fn instant(self) -> i64 {
        match self {
            Self(i64::MIN, _) => UNDATED_INSTANT,
            Self(instant, TURNED) => -instant,
            Self(instant, _) => instant,
        }
    }
}

/// The documents of an instant in a segment, whose instants only fall; what is undated has one instant.
fn docs_of(instant: i64, published: &Column<i64>, docs: DocId) -> Range<DocId> {
    let first_not = |is_before: &dyn Fn(i64) -> bool| {
        let (mut low, mut high) = (0, docs);
        while low < high {
            let middle = low + (high - low) / 2;
            if is_before(published.first(middle).unwrap_or(i64::MIN)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    };
    let start = first_not(&|here| here > instant);
    let end = match instant {
        UNDATED_INSTANT => docs,
        _ => first_not(&|here| here >= instant),
    };
    start..end
}

/// The first ids of several segments, each in order by itself: few ids are read, since reading one opens a compressed block.
fn first_of_all(reader: &Reader, tied: &[Ranked], want: usize) -> Result<Vec<Ranked>, IndexError> {
    let mut segments: Vec<&[Ranked]> = tied
        .chunk_by(|a, b| a.address.segment_ord == b.address.segment_ord)
        .collect();
    if let [only] = segments[..] {
        return Ok(only[..want.min(only.len())].to_vec());
    }
    let mut next = BinaryHeap::new();
    for (number, segment) in segments.iter().enumerate() {
        next.push(Reverse((reader.id(segment[0].address)?, number)));
    }
    let mut first = Vec::new();
    while first.len() < want
        && let Some(Reverse((_, number))) = next.pop()
    {
        let segment = &mut segments[number];
        first.push(segment[0].clone());
        *segment = &segment[1..];
        if let Some(ranked) = segment.first()
            && first.len() < want
        {
            next.push(Reverse((reader.id(ranked.address)?, number)));
        }
    }
    Ok(first)
}

/// Sorts articles by id.
pub(super) fn by_id(reader: &Reader, ranked: &mut [Ranked]) -> Result<(), IndexError> {
    let [first, .., last] = ranked else {
        return Ok(());
    };
    let segment = first.address.segment_ord;
    // Within a segment the numbers of ids are in their order, and need no reading.
    if segment == last.address.segment_ord
        && ranked.iter().all(|r| r.address.segment_ord == segment)
    {
        let mut numbered = Vec::with_capacity(ranked.len());
        for r in ranked.iter() {
            numbered.push((reader.id_ord(r.address)?, r.clone()));
        }
        put_in_order(ranked, numbered);
        return Ok(());
    }
    let mut named = Vec::with_capacity(ranked.len());
    for r in ranked.iter() {
        named.push((reader.id(r.address)?, r.clone()));
    }
    put_in_order(ranked, named);
    Ok(())
}

fn put_in_order<K: Ord>(ranked: &mut [Ranked], mut keyed: Vec<(K, Ranked)>) {
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    for (slot, (_, r)) in ranked.iter_mut().zip(keyed) {
        *slot = r;
    }
}
