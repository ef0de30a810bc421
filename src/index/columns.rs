//! Columns of a view of the index, each opened once: opening one reads as much as there are blocks of articles.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::SegmentReader;
use tantivy::columnar::Column;
use tantivy::index::SegmentId;

/// Opened columns by segment and name.
#[derive(Default)]
pub struct Columns {
    opened: Mutex<FxHashMap<(SegmentId, &'static str), Column<i64>>>,
    greatest: Mutex<FxHashMap<(SegmentId, &'static str), Option<u64>>>,
}

impl Columns {
    /// A column of whole numbers.
    ///
    /// # Errors
    /// There is none of that name, or it is damaged.
    pub fn numbers(
        &self,
        segment: &SegmentReader,
        name: &'static str,
    ) -> tantivy::Result<Column<i64>> {
        // A map is whole between two calls, also where somebody panicked between them.
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (segment.segment_id(), name);
        if let Some(column) = opened.get(&key) {
            return Ok(column.clone());
        }
        let column = segment.fast_fields().i64(name)?;
        opened.insert(key, column.clone());
        Ok(column)
    }

    /// The greatest value of a column of numbers that are not below zero; `None` if there is no such column.
    pub fn greatest(&self, segment: &SegmentReader, name: &'static str) -> Option<u64> {
        let mut greatest = self.greatest.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (segment.segment_id(), name);
        *greatest.entry(key).or_insert_with(|| {
            let column = segment.fast_fields().u64(name).ok();
            column.map(|column| column.max_value())
        })
    }
}
