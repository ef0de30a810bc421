//! Which segments to merge at the end of a run, so that a search opens few files and neighbours in time stay together.

use tantivy::index::SegmentId;

use super::schema;

/// More segments than this cost a cold search more than a merge costs the writer.
const MOST_SEGMENTS: usize = 8;

/// The groups of segments to merge now: none while there are few, else the smallest ones in groups that are neighbours in
/// time. Big segments are left alone, so an article is rewritten about as often as its index doubles.
pub(super) fn plan(engine: &tantivy::Index) -> tantivy::Result<Vec<Vec<SegmentId>>> {
    let reader = engine.reader()?;
    let searcher = reader.searcher();
    let mut segments = Vec::new();
    for segment in searcher.segment_readers() {
        let published = segment.fast_fields().i64(schema::build().1.published)?;
        segments.push((
            segment.num_docs(),
            published.max_value(),
            segment.segment_id(),
        ));
    }
    if segments.len() <= MOST_SEGMENTS {
        return Ok(Vec::new());
    }
    segments.sort_unstable_by_key(|&(size, ..)| std::cmp::Reverse(size));
    // Half of the places stay with the biggest; all others become one.
    let mut small = segments.split_off(MOST_SEGMENTS / 2);
    small.sort_unstable_by_key(|&(_, newest, _)| std::cmp::Reverse(newest));
    Ok(vec![small.into_iter().map(|(.., id)| id).collect()])
}
