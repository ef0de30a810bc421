//! Filters on columns: publication days, lengths. Both count nothing towards a score.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Explanation, Query as EngineQuery, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::index::{Columns, DayColumns, UNDATED_INSTANT};

/// An interval of days, both ends included, in days since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    pub first: i64,
    pub last: i64,
}

/// What an article's columns must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnFilter {
    /// Its date overlaps these days.
    Within(Days),
    /// Its date has this month and day, in some year.
    EveryYear { month: u32, day: Option<u32> },
    /// It has no date.
    Undated,
    /// Its body has so many words.
    Words { least: u64, most: u64 },
}

/// Finds the articles whose columns pass a filter.
#[derive(Clone)]
pub(crate) struct ColumnQuery {
    pub filter: ColumnFilter,
    pub columns: Arc<Columns>,
}

impl fmt::Debug for ColumnQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ColumnQuery({:?})", self.filter)
    }
}

impl EngineQuery for ColumnQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ColumnWeight {
            filter: self.filter,
            columns: self.columns.clone(),
        }))
    }
}

struct ColumnWeight {
    filter: ColumnFilter,
    columns: Arc<Columns>,
}

impl Weight for ColumnWeight {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ColumnScorer::open(
            self.filter,
            reader,
            &self.columns,
        )?))
    }

    fn explain(&self, _reader: &SegmentReader, _doc: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("a filter on a column", 0.0))
    }
}

/// When the articles of a segment were published.
pub(crate) struct Published {
    columns: Arc<DayColumns>,
    max_doc: DocId,
}

const SECONDS_A_DAY: i64 = 86_400;
/// An instant and the printed day can be this far apart: 26 hours of time zones, rounded up.
const ZONES: i64 = 2;

impl Published {
    pub(crate) fn open(reader: &SegmentReader, columns: &Columns) -> tantivy::Result<Self> {
        Ok(Self {
            columns: columns.days(reader)?,
            max_doc: reader.max_doc(),
        })
    }

    /// The article's first and last day.
    pub(crate) fn days(&self, doc: DocId) -> Days {
        Days {
            first: self.columns.first.first(doc).unwrap_or(i64::MIN),
            last: self.columns.last.first(doc).unwrap_or(i64::MIN),
        }
    }

    /// The documents outside of which no article can overlap `days`: a range, since the segment is in order of time, newest
    /// first. A coarse date stands where its first day does, so those that reach into the days stand behind them.
    pub(crate) fn range(&self, days: Days) -> Range<DocId> {
        let (first, last) = self.columns.all;
        if first > days.last || last < days.first {
            return 0..0;
        }
        let latest = start_of(days.last.saturating_add(ZONES));
        let earliest = start_of(
            days.first
                .saturating_sub(self.columns.coarsest)
                .saturating_sub(ZONES),
        );
        self.partition(|instant| instant > latest)..self.partition(|instant| instant >= earliest)
    }

    /// Documents of which each article overlaps `days`, whatever its zone: they need not be looked at one by one.
    pub(crate) fn interior(&self, days: Days) -> Range<DocId> {
        let latest = start_of(days.last.saturating_sub(ZONES));
        let earliest = start_of(days.first.saturating_add(ZONES)).max(UNDATED_INSTANT + 1);
        let first = self.partition(|instant| instant > latest);
        first..self.partition(|instant| instant >= earliest).max(first)
    }

    /// The first document that is not `before`; the order is by `published`, descending.
    fn partition(&self, before: impl Fn(i64) -> bool) -> DocId {
        let (mut low, mut high) = (0, self.max_doc);
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.columns.published.first(middle).unwrap_or(i64::MIN)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// The first second of a day at Greenwich.
fn start_of(day: i64) -> i64 {
    day.saturating_mul(SECONDS_A_DAY)
}

impl Days {
    /// Whether a date's interval has a day of these.
    pub(crate) fn overlap(self, date: Self) -> bool {
        date.first <= self.last && date.last >= self.first
    }
}

enum Passes {
    Days {
        published: Published,
        days: Days,
        interior: Range<DocId>,
    },
    EveryYear {
        published: Published,
        month: u32,
        day: Option<u32>,
    },
    Undated(Published),
    Words {
        column: Arc<Column<u64>>,
        least: u64,
        most: u64,
    },
}

struct ColumnScorer {
    passes: Passes,
    doc: DocId,
    end: DocId,
}

impl ColumnScorer {
    fn open(
        filter: ColumnFilter,
        reader: &SegmentReader,
        columns: &Columns,
    ) -> tantivy::Result<Self> {
        let max = reader.max_doc();
        let (passes, range) = match filter {
            ColumnFilter::Within(days) => {
                let published = Published::open(reader, columns)?;
                let (range, interior) = (published.range(days), published.interior(days));
                let passes = Passes::Days {
                    published,
                    days,
                    interior,
                };
                (passes, range)
            }
            ColumnFilter::EveryYear { month, day } => (
                Passes::EveryYear {
                    published: Published::open(reader, columns)?,
                    month,
                    day,
                },
                0..max,
            ),
            ColumnFilter::Undated => {
                let published = Published::open(reader, columns)?;
                let range = published.partition(|instant| instant > UNDATED_INSTANT)..max;
                (Passes::Undated(published), range)
            }
            ColumnFilter::Words { least, most } => (
                Passes::Words {
                    column: Arc::new(reader.fast_fields().u64("words")?),
                    least,
                    most,
                },
                0..max,
            ),
        };
        let mut scorer = Self {
            passes,
            doc: range.start,
            end: range.end,
        };
        scorer.settle();
        Ok(scorer)
    }

    fn passes(&self, doc: DocId) -> bool {
        match &self.passes {
            Passes::Days {
                published,
                days,
                interior,
            } => interior.contains(&doc) || days.overlap(published.days(doc)),
            Passes::EveryYear {
                published,
                month,
                day,
            } => is_on(published.days(doc), *month, *day),
            Passes::Undated(published) => {
                crate::index::day_from_number(published.days(doc).first).is_none()
            }
            Passes::Words {
                column,
                least,
                most,
            } => (*least..=*most).contains(&column.first(doc).unwrap_or(0)),
        }
    }

    fn settle(&mut self) {
        while self.doc < self.end && !self.passes(self.doc) {
            self.doc += 1;
        }
        if self.doc >= self.end {
            self.doc = TERMINATED;
        }
    }
}

/// Whether the interval of a date has such a day.
fn is_on(date: Days, month: u32, day: Option<u32>) -> bool {
    use chrono::Datelike;
    let (Some(first), Some(last)) = (
        crate::index::day_from_number(date.first),
        crate::index::day_from_number(date.last),
    ) else {
        return false;
    };
    first
        .iter_days()
        .take_while(|d| *d <= last)
        .any(|d| d.month() == month && day.is_none_or(|wanted| wanted == d.day()))
}

impl DocSet for ColumnScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc += 1;
            self.settle();
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = target;
            self.settle();
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        if self.doc == TERMINATED {
            0
        } else {
            self.end - self.doc
        }
    }
}

impl Scorer for ColumnScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
