//! The best articles of a query, and how many there are.
//!
//! Ours instead of tantivy's `TopDocs`: the date filter is checked inside the pruning callback, so block-max pruning
//! stays; segments outside of the dates are not touched; the threshold goes from segment to segment; newest-first stops as
//! soon as it can; ties are broken by newest, then id, so that pages are stable. Memory is bounded by the page.

mod heap;
mod window;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as EngineQuery, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, TERMINATED};

use super::days::{ColumnFilter, ColumnQuery, Days};
use super::weights::Weights;
use crate::index::{IndexError, Reader};
use crate::search::Sort;
use heap::Top;
use window::Window;

/// A query in engine terms, with the date filter apart.
pub(crate) struct Lowered {
    pub query: Box<dyn EngineQuery>,
    pub days: Option<Days>,
    /// The query without any date filter that everything depends on.
    pub undated: Box<dyn EngineQuery>,
}

/// Where an article stands in the order of a result: a greater key is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(i64, i64);

/// An article of a result.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ranked {
    pub address: DocAddress,
    pub score: Score,
    key: Key,
}

/// The last article of a page, to go on behind.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    key: Key,
    id: String,
}

/// Up to this share of a segment, a date range drives the search; beyond it the words do.
const NARROW: f64 = 0.2;

impl Lowered {
    /// Query and date filter as one engine query.
    pub(crate) fn whole(&self) -> Box<dyn EngineQuery> {
        match self.days {
            None => self.query.box_clone(),
            Some(days) => Box::new(filtered(self.query.box_clone(), ColumnFilter::Within(days))),
        }
    }

    /// How many articles match.
    pub(crate) fn count(&self, reader: &Reader) -> Result<u64, IndexError> {
        count(reader, &*self.whole())
    }

    /// How many articles match the words but have no date.
    pub(crate) fn count_undated(&self, reader: &Reader) -> Result<u64, IndexError> {
        count(
            reader,
            &filtered(self.undated.box_clone(), ColumnFilter::Undated),
        )
    }

    /// The best `want` articles behind `after`, best first.
    pub(crate) fn top(
        &self,
        reader: &Reader,
        sort: Sort,
        want: usize,
        after: Option<&Cursor>,
    ) -> Result<Vec<Ranked>, IndexError> {
        if want == 0 {
            return Ok(Vec::new());
        }
        let mut top = Top {
            reader,
            want,
            after,
            heap: BinaryHeap::new(),
            best_left_out: None,
        };
        match sort {
            Sort::Relevance => self.by_score(&mut top),
            Sort::Newest | Sort::Oldest => self.by_time(&mut top, sort),
        }
        .map_err(|cause| reader.error(cause))?;
        let boundary = top.heap.peek().map(|Reverse(worst)| worst.key);
        let tied = boundary.is_some() && top.best_left_out == boundary;
        let mut ranked = top.settle();
        if tied && let Some(boundary) = boundary {
            // Which of those that stand alike are in is for their ids to say.
            ranked.retain(|r| r.key > boundary);
            let missing = want - ranked.len();
            ranked.extend(self.tied(reader, sort, boundary, missing, after)?);
        }
        by_id_where_tied(reader, &mut ranked)?;
        Ok(ranked)
    }

    fn by_score(&self, top: &mut Top) -> tantivy::Result<()> {
        let searcher = top.reader.searcher();
        let weights = Weights(searcher);
        let scoring = EnableScoring::enabled_from_statistics_provider(&weights, searcher);
        let plain = self.query.weight(scoring)?;
        let mut narrow: Option<Box<dyn Weight>> = None;
        for (ord, segment) in (0..).zip(searcher.segment_readers()) {
            let Some(window) = Window::open(segment, self.days)? else {
                continue;
            };
            let weight = if f64::from(window.range.end - window.range.start)
                <= NARROW * f64::from(segment.max_doc())
            {
                if narrow.is_none() {
                    narrow = Some(self.whole().weight(scoring)?);
                }
                narrow.as_deref().expect("made just above")
            } else {
                &*plain
            };
            let published = top.reader.published(ord)?;
            let start = top.threshold();
            weight.for_each_pruning(start, segment, &mut |doc, score| {
                if doc >= window.range.end {
                    return Score::MAX; // Nothing behind here: no score will do.
                }
                if window.has(doc) && !segment.is_deleted(doc) {
                    let key = Key(
                        i64::from(score.max(0.0).to_bits()),
                        published.first(doc).unwrap_or(i64::MIN),
                    );
                    top.offer(Ranked {
                        address: DocAddress::new(ord, doc),
                        score,
                        key,
                    });
                }
                top.threshold()
            })?;
        }
        Ok(())
    }

    fn by_time(&self, top: &mut Top, sort: Sort) -> tantivy::Result<()> {
        let searcher = top.reader.searcher();
        let weight = self
            .query
            .weight(EnableScoring::disabled_from_searcher(searcher))?;
        for (ord, segment) in (0..).zip(searcher.segment_readers()) {
            let Some(window) = Window::open(segment, self.days)? else {
                continue;
            };
            let published = top.reader.published(ord)?;
            let mut scorer = weight.scorer(segment, 1.0)?;
            let mut doc = scorer.doc();
            if doc < window.range.start {
                doc = scorer.seek(window.range.start);
            }
            while doc < window.range.end && doc != TERMINATED {
                if window.has(doc) && !segment.is_deleted(doc) {
                    let instant = published.first(doc).unwrap_or(i64::MIN);
                    let key = time_key(sort, instant);
                    // The segment is in order of time, newest first: nothing behind can be newer.
                    if sort == Sort::Newest
                        && top.is_full()
                        && top.boundary().is_some_and(|worst| key < worst)
                    {
                        break;
                    }
                    top.offer(Ranked {
                        address: DocAddress::new(ord, doc),
                        score: 0.0,
                        key,
                    });
                }
                doc = scorer.advance();
            }
        }
        Ok(())
    }

    /// Of the articles that stand exactly at `key`, those with the first ids.
    fn tied(
        &self,
        reader: &Reader,
        sort: Sort,
        key: Key,
        want: usize,
        after: Option<&Cursor>,
    ) -> Result<Vec<Ranked>, IndexError> {
        let mut first: BinaryHeap<(String, u32, DocId)> = BinaryHeap::new();
        let mut visit = |address: DocAddress| -> Result<(), IndexError> {
            let id = reader.id(address)?;
            if after.is_some_and(|cursor| cursor.key == key && id <= cursor.id) {
                return Ok(());
            }
            first.push((id, address.segment_ord, address.doc_id));
            if first.len() > want {
                first.pop();
            }
            Ok(())
        };
        let mut score_of_tied = 0.0;
        let mut addresses = Vec::new();
        let scan = |found: &mut dyn FnMut(DocAddress, Score)| -> tantivy::Result<()> {
            let searcher = reader.searcher();
            let weights = Weights(searcher);
            let scoring = match sort {
                Sort::Relevance => {
                    EnableScoring::enabled_from_statistics_provider(&weights, searcher)
                }
                Sort::Newest | Sort::Oldest => EnableScoring::disabled_from_searcher(searcher),
            };
            let weight = self.query.weight(scoring)?;
            for (ord, segment) in (0..).zip(searcher.segment_readers()) {
                let Some(window) = Window::open(segment, self.days)? else {
                    continue;
                };
                let published = reader.published(ord)?;
                let mut offer = |doc: DocId, score: Score| {
                    let instant = published.first(doc).unwrap_or(i64::MIN);
                    let here = match sort {
                        Sort::Relevance => Key(i64::from(score.max(0.0).to_bits()), instant),
                        Sort::Newest | Sort::Oldest => time_key(sort, instant),
                    };
                    if here == key && window.has(doc) && !segment.is_deleted(doc) {
                        found(DocAddress::new(ord, doc), score);
                    }
                };
                if sort == Sort::Relevance {
                    let least = Score::from_bits(u32::try_from(key.0).unwrap_or(0)).next_down();
                    weight.for_each_pruning(least, segment, &mut |doc, score| {
                        offer(doc, score);
                        least
                    })?;
                } else {
                    let mut scorer = weight.scorer(segment, 1.0)?;
                    let mut doc = scorer.doc();
                    while doc != TERMINATED {
                        offer(doc, 0.0);
                        doc = scorer.advance();
                    }
                }
            }
            Ok(())
        };
        scan(&mut |address, score| {
            score_of_tied = score;
            addresses.push(address);
        })
        .map_err(|cause| reader.error(cause))?;
        for address in addresses {
            visit(address)?;
        }
        let sorted = first.into_sorted_vec();
        Ok(sorted
            .into_iter()
            .map(|(_, ord, doc)| Ranked {
                address: DocAddress::new(ord, doc),
                score: score_of_tied,
                key,
            })
            .collect())
    }
}

impl Ranked {
    /// The place behind this article.
    pub(crate) fn cursor(&self, reader: &Reader) -> Result<Cursor, IndexError> {
        Ok(Cursor {
            key: self.key,
            id: reader.id(self.address)?,
        })
    }
}

/// Undated articles come last, whichever end of time comes first.
fn time_key(sort: Sort, instant: i64) -> Key {
    let undated = instant <= crate::index::UNDATED_INSTANT;
    match sort {
        _ if undated => Key(i64::MIN, 0),
        Sort::Oldest => Key(-instant, 0),
        Sort::Newest | Sort::Relevance => Key(instant, 0),
    }
}

fn filtered(query: Box<dyn EngineQuery>, filter: ColumnFilter) -> BooleanQuery {
    BooleanQuery::new(vec![
        (Occur::Must, query),
        (Occur::Must, Box::new(ColumnQuery { filter })),
    ])
}

/// How many articles an engine query finds.
pub(crate) fn count(reader: &Reader, query: &dyn EngineQuery) -> Result<u64, IndexError> {
    let searcher = reader.searcher();
    let count = || -> tantivy::Result<u64> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        searcher
            .segment_readers()
            .iter()
            .map(|segment| weight.count(segment).map(u64::from))
            .sum()
    };
    count().map_err(|cause| reader.error(cause))
}

/// Sorts runs of articles that stand alike by id.
fn by_id_where_tied(reader: &Reader, ranked: &mut [Ranked]) -> Result<(), IndexError> {
    let mut from = 0;
    while from < ranked.len() {
        let key = ranked[from].key;
        let run = ranked[from..].iter().take_while(|r| r.key == key).count();
        if run > 1 {
            let mut named = Vec::with_capacity(run);
            for r in &ranked[from..from + run] {
                named.push((reader.id(r.address)?, r.clone()));
            }
            named.sort_by(|a, b| a.0.cmp(&b.0));
            ranked[from..from + run]
                .iter_mut()
                .zip(named)
                .for_each(|(slot, (_, r))| *slot = r);
        }
        from += run;
    }
    Ok(())
}
