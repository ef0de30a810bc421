//! Which segments to merge at the end of a run, so that a search opens few files and neighbours in time stay together.

use tantivy::SegmentReader;
use tantivy::index::SegmentId;

use super::schema;

/// More segments than this cost a cold search more than a merge costs the writer.
const MOST_SEGMENTS: usize = 8;

/// A segment, as far as merging is concerned.
struct Candidate {
    id: SegmentId,
    articles: u32,
    /// The instant of its newest article.
    newest: i64,
    /// The size of its files.
    bytes: usize,
}

/// Segments to merge into one.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub segments: Vec<SegmentId>,
    /// The size of their files.
    pub bytes: usize,
}

/// The groups of segments to merge now: none while there are few, else the smallest ones, which are neighbours in time. Big
/// segments are left alone, so an article is rewritten about as often as its index doubles. The files of a group are no
/// larger than `room`: a merge has them in memory.
pub(super) fn plan(engine: &tantivy::Index, room: usize) -> tantivy::Result<Vec<Group>> {
    let published = schema::build().1.published;
    let mut segments = Vec::new();
    for segment in engine.searchable_segments()? {
        let reader = SegmentReader::open(&segment)?;
        segments.push(Candidate {
            id: reader.segment_id(),
            articles: reader.num_docs(),
            newest: reader.fast_fields().i64(published)?.max_value(),
            bytes: usize::try_from(reader.space_usage()?.total().get_bytes()).unwrap_or(usize::MAX),
        });
    }
    if segments.len() <= MOST_SEGMENTS {
        return Ok(Vec::new());
    }
    segments.sort_unstable_by_key(|segment| std::cmp::Reverse(segment.articles));
    // Half of the places stay with the biggest; all others become one, or as few as there is room for.
    let mut small = segments.split_off(MOST_SEGMENTS / 2);
    small.sort_unstable_by_key(|segment| std::cmp::Reverse(segment.newest));
    Ok(groups(small, room))
}

/// Neighbours together, as many as there is room for; nobody is merged with himself.
fn groups(segments: Vec<Candidate>, room: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for segment in segments {
        let fits = |group: &&mut Group| group.bytes.saturating_add(segment.bytes) <= room;
        match groups.last_mut().filter(fits) {
            Some(group) => {
                group.segments.push(segment.id);
                group.bytes += segment.bytes;
            }
            None => groups.push(Group {
                segments: vec![segment.id],
                bytes: segment.bytes,
            }),
        }
    }
    groups.retain(|group| group.segments.len() > 1);
    groups
}
