//! Columns of a view of the index, each opened once: opening one reads as much as there are blocks of articles.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::SegmentReader;
use tantivy::columnar::Column;
use tantivy::index::SegmentId;

use super::schema;

/// Opened columns by segment.
#[derive(Default)]
pub struct Columns {
    days: Mutex<FxHashMap<SegmentId, Arc<DayColumns>>>,
}

/// The columns of a segment that tell publication days.
pub struct DayColumns {
    /// The first day of each article's date, in days since 1970.
    pub first: Column<i64>,
    /// The last day of it.
    pub last: Column<i64>,
    /// The instants by which the segment is sorted, newest first.
    pub published: Column<i64>,
    /// The first day of all, and the last.
    pub all: (i64, i64),
    /// Days by which the coarsest date of the segment is coarser than a day.
    pub coarsest: i64,
}

impl Columns {
    /// The columns of a segment that tell publication days.
    ///
    /// # Errors
    /// They are damaged.
    pub fn days(&self, segment: &SegmentReader) -> tantivy::Result<Arc<DayColumns>> {
        // A map is whole between two calls, also where somebody panicked between them.
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(opened) = days.get(&segment.segment_id()) {
            return Ok(Arc::clone(opened));
        }
        let opened = Arc::new(DayColumns::open(segment)?);
        days.insert(segment.segment_id(), Arc::clone(&opened));
        Ok(opened)
    }
}

impl DayColumns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let [first, last, published] =
            [schema::FIRST_DAY, schema::LAST_DAY, schema::PUBLISHED].map(|name| columns.i64(name));
        let (first, last) = (first?, last?);
        // An index of before there was this column has all articles before a day looked at.
        let coarsest = columns.u64(schema::COARSE).ok();
        let coarsest = coarsest.map_or(i64::MAX, |column| {
            i64::try_from(column.max_value()).unwrap_or(i64::MAX)
        });
        Ok(Self {
            all: (first.min_value(), last.max_value()),
            first,
            last,
            published: published?,
            coarsest,
        })
    }
}
