//! The documents of a segment that a date filter can leave.

use tantivy::{DocId, SegmentReader};

use crate::search::engine::days::{DayColumns, Days};

/// The part of a segment that a date filter leaves.
pub(super) struct Window {
    pub(super) range: std::ops::Range<DocId>,
    filter: Option<(DayColumns, Days)>,
}

impl Window {
    /// `None` if nothing of the segment is left.
    pub(super) fn open(
        segment: &SegmentReader,
        days: Option<Days>,
    ) -> tantivy::Result<Option<Self>> {
        let Some(days) = days else {
            return Ok(Some(Self {
                range: 0..segment.max_doc(),
                filter: None,
            }));
        };
        let columns = DayColumns::open(segment)?;
        let range = columns.range(days);
        Ok((!range.is_empty()).then_some(Self {
            range,
            filter: Some((columns, days)),
        }))
    }

    pub(super) fn has(&self, doc: DocId) -> bool {
        self.range.contains(&doc)
            && self
                .filter
                .as_ref()
                .is_none_or(|(columns, days)| days.overlap(columns.days(doc)))
    }
}
