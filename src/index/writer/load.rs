//! Loads what the writer knows: from the columns of every segment, one after the other.

use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::Schema;
use tantivy::{Searcher, SegmentReader};

use super::super::fingerprint::Fingerprint;
use super::super::{hash64, schema};
use super::known::{Article, Known, NOBODY, OwnerId};

/// All articles that the last commit has. One segment after the other is opened: what is read of it is mapped, and counts as
/// memory until it is closed.
pub(super) fn load(engine: &tantivy::Index) -> tantivy::Result<Known> {
    let mut known = Known::default();
    for segment in engine.searchable_segments()? {
        load_segment(&SegmentReader::open(&segment)?, &mut known)?;
    }
    Ok(known)
}

/// What tells one commit from another: its number, and its segments with theirs.
pub(super) fn state(engine: &tantivy::Index) -> tantivy::Result<impl PartialEq + use<>> {
    let metas = engine.load_metas()?;
    let segments: Vec<_> = metas
        .segments
        .iter()
        .map(|segment| (segment.id(), segment.delete_opstamp()))
        .collect();
    Ok((metas.opstamp, metas.payload, segments))
}

fn load_segment(segment: &SegmentReader, known: &mut Known) -> tantivy::Result<()> {
    let columns = segment.fast_fields();
    let (high, low) = (
        columns.u64(schema::CONTENT_HIGH)?,
        columns.u64(schema::CONTENT_LOW)?,
    );
    let (whole, archive) = (columns.u64(schema::WHOLE)?, columns.u64(schema::ARCHIVE)?);
    let Some(ids) = columns.str(schema::ID)? else {
        return Ok(());
    };
    let mut hashes = Vec::with_capacity(ids.num_terms());
    terms(&ids, |id| hashes.push(hash64(id)))?;
    let paths = columns.str(schema::ARCHIVE_PATH)?;
    let mut owners: Vec<OwnerId> = Vec::new();
    if let Some(paths) = &paths {
        terms(paths, |path| owners.push(known.owner_at(path)))?;
    }
    for doc in segment.doc_ids_alive() {
        let value = |column: &Column<u64>| column.first(doc).unwrap_or_default();
        let Some(id) = ids.term_ords(doc).next() else {
            continue;
        };
        let owner = paths.as_ref().and_then(|paths| paths.term_ords(doc).next());
        let article = Article {
            print: Fingerprint {
                content: u128::from(value(&high)) << 64 | u128::from(value(&low)),
                whole: value(&whole),
                archive: value(&archive),
            },
            owner: owner.map_or(NOBODY, |ord| owners[ord as usize]),
            met: false,
            own: false,
        };
        known.put(hashes[id as usize], article);
    }
    Ok(())
}

/// Gives every text of a column, in the order of their numbers.
fn terms(column: &StrColumn, mut each: impl FnMut(&str)) -> tantivy::Result<()> {
    let mut terms = column.dictionary().stream()?;
    while terms.advance() {
        each(&String::from_utf8_lossy(terms.key()));
    }
    Ok(())
}

/// Gives the id of every article that a commit has.
pub(super) fn each_id(searcher: &Searcher, mut each: impl FnMut(&str)) -> tantivy::Result<()> {
    for segment in searcher.segment_readers() {
        let Some(ids) = segment.fast_fields().str(schema::ID)? else {
            continue;
        };
        let mut alive = vec![false; ids.num_terms()];
        for doc in segment.doc_ids_alive() {
            for ord in ids.term_ords(doc) {
                alive[ord as usize] = true;
            }
        }
        let mut ord = 0;
        terms(&ids, |id| {
            if alive[ord] {
                each(id);
            }
            ord += 1;
        })?;
    }
    Ok(())
}

/// The segments that hold articles which were deleted, and are only marked so.
pub(super) fn segments_with_deleted(
    engine: &tantivy::Index,
) -> tantivy::Result<Vec<tantivy::index::SegmentId>> {
    let segments = engine.searchable_segment_metas()?;
    Ok(segments
        .iter()
        .filter(|segment| segment.num_deleted_docs() > 0)
        .map(|segment| segment.id())
        .collect())
}

/// Whether an index was made with the fields that are written today.
pub(in super::super) fn is_current(schema: &Schema) -> bool {
    schema.get_field(schema::ARCHIVE_PATH).is_ok()
}
