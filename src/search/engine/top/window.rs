//! The documents of a segment that a date filter can leave.

use std::ops::Range;

use tantivy::{DocId, SegmentReader};

use crate::index::Columns;
use crate::search::engine::days::{Days, Published};

/// The part of a segment that a date filter leaves.
pub(super) struct Window {
    pub(super) range: Range<DocId>,
    /// All of these are in it.
    interior: Range<DocId>,
    filter: Option<(Published, Days)>,
}

impl Window {
    /// `None` if nothing of the segment is left.
    pub(super) fn open(
        segment: &SegmentReader,
        days: Option<Days>,
        columns: &Columns,
    ) -> tantivy::Result<Option<Self>> {
        let Some(days) = days else {
            let all = 0..segment.max_doc();
            return Ok(Some(Self {
                range: all.clone(),
                interior: all,
                filter: None,
            }));
        };
        let published = Published::open(segment, columns)?;
        let range = published.range(days);
        Ok((!range.is_empty()).then(|| Self {
            range,
            interior: published.interior(days),
            filter: Some((published, days)),
        }))
    }

    /// Whether the filter leaves a document.
    pub(super) fn has(&self, doc: DocId) -> bool {
        self.interior.contains(&doc)
            || self.range.contains(&doc)
                && self
                    .filter
                    .as_ref()
                    .is_none_or(|(published, days)| days.overlap(published.days(doc)))
    }

    /// Whether a filter may leave only a part of the segment.
    pub(super) fn is_part(&self, segment: &SegmentReader) -> bool {
        self.range.len() < segment.max_doc() as usize
    }

    /// Whether the filter leaves all of the segment.
    pub(super) fn is_whole(&self, segment: &SegmentReader) -> bool {
        self.interior == (0..segment.max_doc())
    }
}
