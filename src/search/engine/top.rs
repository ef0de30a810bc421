//! The best articles of a query, and how many there are.
//!
//! Ours instead of tantivy's `TopDocs`: the date filter is checked inside the pruning callback, so block-max pruning
//! stays; segments outside of the dates are not touched; the threshold goes from segment to segment; newest-first stops as
//! soon as it can; ties are broken by newest, then id, so that pages are stable. Memory is bounded by the page.

mod crowd;
mod heap;
mod one;
mod scores;
mod ties;
mod union;
mod window;

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as EngineQuery};
use tantivy::{DocAddress, DocSet, Score, TERMINATED};

use super::days::{ColumnFilter, ColumnQuery, Days};
use super::weights::Weights;
use crate::index::{Columns, IndexError, Reader, UNDATED_INSTANT};
use crate::search::Sort;
use heap::Top;
use scores::Scores;
use ties::by_id;
use window::Window;

/// A query in engine terms, with the date filter apart.
pub(crate) struct Lowered {
    pub query: Box<dyn EngineQuery>,
    pub days: Option<Days>,
    /// The query without any date filter that everything depends on.
    pub undated: Box<dyn EngineQuery>,
    /// Whether there is such a filter.
    pub is_dated: bool,
    /// Whether only positions tell what matches: then finding costs as much as ranking.
    pub by_position: bool,
    /// Those of the view that it was lowered for.
    pub columns: Arc<Columns>,
}

/// Where an article stands in the order of a result: a greater key is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(i64, i64);

/// Second part of a key whose first is an instant turned round, for the oldest first.
const TURNED: i64 = 1;

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

impl Lowered {
    /// Query and date filter as one engine query.
    pub(crate) fn whole(&self) -> Box<dyn EngineQuery> {
        match self.days {
            None => self.query.box_clone(),
            Some(days) => {
                Box::new(self.filtered(self.query.box_clone(), ColumnFilter::Within(days)))
            }
        }
    }

    fn filtered(&self, query: Box<dyn EngineQuery>, filter: ColumnFilter) -> BooleanQuery {
        let columns = self.columns.clone();
        let filter = Box::new(ColumnQuery { filter, columns });
        BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, filter)])
    }

    /// How many articles match.
    pub(crate) fn count(&self, reader: &Reader) -> Result<u64, IndexError> {
        let searcher = reader.searcher();
        let count = || -> tantivy::Result<u64> {
            let scoring = EnableScoring::disabled_from_searcher(searcher);
            let weight = self.query.weight(scoring)?;
            let whole = self
                .days
                .map(|_| self.whole().weight(scoring))
                .transpose()?;
            let mut sum = 0;
            for segment in searcher.segment_readers() {
                sum += match (Window::open(segment, self.days, &self.columns)?, &whole) {
                    (None, _) => 0,
                    (Some(window), Some(whole)) if !window.is_whole(segment) => {
                        u64::from(whole.count(segment)?)
                    }
                    _ => u64::from(weight.count(segment)?),
                };
            }
            Ok(sum)
        };
        count().map_err(|cause| reader.error(cause))
    }

    /// How many articles match the words but have no date.
    pub(crate) fn count_undated(&self, reader: &Reader) -> Result<u64, IndexError> {
        count(
            reader,
            &self.filtered(self.undated.box_clone(), ColumnFilter::Undated),
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
        let mut top = Top::new(reader, want, after);
        match sort {
            Sort::Relevance => self.by_score(&mut top),
            Sort::Newest | Sort::Oldest => self.by_time(&mut top, sort),
        }
        .map_err(|cause| reader.error(cause))?;
        self.settle(top, sort)
    }

    /// How many articles match, and the best `want` of them. One pass where two would read the same positions twice.
    pub(crate) fn count_and_top(
        &self,
        reader: &Reader,
        sort: Sort,
        want: usize,
    ) -> Result<(u64, Vec<Ranked>), IndexError> {
        if !self.by_position || sort != Sort::Relevance || want == 0 {
            return Ok((self.count(reader)?, self.top(reader, sort, want, None)?));
        }
        let mut top = Top::new(reader, want, None);
        let count = self
            .all_by_score(&mut top)
            .map_err(|cause| reader.error(cause))?;
        Ok((count, self.settle(top, sort)?))
    }

    /// Puts what was found in order, where it stands alike by id.
    fn settle(&self, top: Top, sort: Sort) -> Result<Vec<Ranked>, IndexError> {
        let (reader, want, after) = (top.reader, top.want, top.after);
        let boundary = top.heap.peek().map(|Reverse(worst)| worst.key);
        let tied = boundary.is_some() && top.best_left_out == boundary;
        let mut ranked = top.into_sorted();
        if tied && let Some(boundary) = boundary {
            // Which of those that stand alike are in is for their ids to say.
            ranked.retain(|r| r.key > boundary);
        }
        for alike in ranked.chunk_by_mut(|a, b| a.key == b.key) {
            by_id(reader, alike)?;
        }
        if tied && let Some(boundary) = boundary {
            let missing = want - ranked.len();
            ranked.extend(self.tied(reader, sort, boundary, missing, after)?);
        }
        Ok(ranked)
    }

    fn by_score(&self, top: &mut Top) -> tantivy::Result<()> {
        let mut scores = Scores::of(self, top.reader)?;
        for (ord, segment) in (0..).zip(top.reader.searcher().segment_readers()) {
            let Some(window) = Window::open(segment, self.days, &self.columns)? else {
                continue;
            };
            let published = top.reader.published(ord)?;
            let start = top.threshold();
            scores.for_each(segment, &window, start, &mut |doc, score| {
                let key = score_key(score, published.first(doc));
                top.offer(Ranked {
                    address: DocAddress::new(ord, doc),
                    score,
                    key,
                });
                top.threshold()
            })?;
        }
        Ok(())
    }

    /// Offers every article, and counts them.
    fn all_by_score(&self, top: &mut Top) -> tantivy::Result<u64> {
        let (mut scores, mut count) = (Scores::of(self, top.reader)?, 0);
        for (ord, segment) in (0..).zip(top.reader.searcher().segment_readers()) {
            let Some(window) = Window::open(segment, self.days, &self.columns)? else {
                continue;
            };
            let published = top.reader.published(ord)?;
            let mut scorer = scores.weight(segment, &window)?.scorer(segment, 1.0)?;
            let mut doc = scorer.doc();
            if doc < window.range.start {
                doc = scorer.seek(window.range.start);
            }
            let mut threshold = top.threshold();
            while doc < window.range.end {
                if window.has(doc) && !segment.is_deleted(doc) {
                    count += 1;
                    let score = scorer.score();
                    if score > threshold {
                        let key = score_key(score, published.first(doc));
                        let address = DocAddress::new(ord, doc);
                        top.offer(Ranked {
                            address,
                            score,
                            key,
                        });
                        threshold = top.threshold();
                    }
                }
                doc = scorer.advance();
            }
        }
        Ok(count)
    }

    fn by_time(&self, top: &mut Top, sort: Sort) -> tantivy::Result<()> {
        let searcher = top.reader.searcher();
        let weight = self
            .query
            .weight(EnableScoring::disabled_from_searcher(searcher))?;
        for (ord, segment) in (0..).zip(searcher.segment_readers()) {
            let Some(window) = Window::open(segment, self.days, &self.columns)? else {
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

/// The best first, of those alike the newest.
fn score_key(score: Score, instant: Option<i64>) -> Key {
    Key(
        i64::from(score.max(0.0).to_bits()),
        instant.unwrap_or(i64::MIN),
    )
}

/// Undated articles come last, whichever end of time comes first.
fn time_key(sort: Sort, instant: i64) -> Key {
    let undated = instant <= UNDATED_INSTANT;
    match sort {
        _ if undated => Key(i64::MIN, 0),
        Sort::Oldest => Key(-instant, TURNED),
        Sort::Newest | Sort::Relevance => Key(instant, 0),
    }
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
