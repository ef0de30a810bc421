//! Does the index say of every article what the article says? The closest look there is.
//!
//! Of each segment every stored article is read, and made into a document again as the writer did; then every column must hold
//! the document's value, and every word of it must stand in the postings at its position, and nothing else may. The words are
//! compared by a sum a document: what the texts put in, the postings take out, and nothing may be left. So one pass over
//! each is enough, in memory of a few bytes an article.
//!
//! What no article tells is taken from the columns: which archive it came from, and in which zone its date was read.

mod articles;
mod words;

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use tantivy::schema::Schema;
use tantivy::{ReloadPolicy, SegmentReader};

use super::super::directory::ReadDirectory;
use super::super::schema::{self, Fields};
use super::super::{META, SEGMENTS, hash64};
use super::Check;
use super::files::{Files, quietly};
use articles::Articles;
pub(in crate::index) use articles::has_fraction;
use words::Sums;

/// What all segments share.
struct Engine {
    index: tantivy::Index,
    segments: Vec<SegmentReader>,
    schema: Schema,
    fields: Fields,
}

fn open(check: &Check) -> Option<Engine> {
    let directory = ReadDirectory::open(&check.home.join(SEGMENTS)).ok()?;
    let index = tantivy::Index::open(directory).ok()?;
    schema::register_tokenizers(index.tokenizers());
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()
        .ok()?;
    let segments = reader.searcher().segment_readers().to_vec();
    let (schema, fields, _) = schema::build();
    Some(Engine {
        index,
        segments,
        schema,
        fields,
    })
}

/// Looks through all segments whose files are what was written.
pub(super) fn check(check: &mut Check, files: &Files) {
    let damaged: BTreeSet<String> = check
        .report
        .damages
        .iter()
        .map(|damage| damage.file.clone())
        .chain(check.leave_out.iter().cloned())
        .collect();
    let is_damaged = |id: &str| {
        let start = format!("{SEGMENTS}/{id}.");
        damaged.iter().any(|file| file.starts_with(&start))
    };
    let Some(commit) = &files.commit else {
        return;
    };
    let Some(engine) = quietly(|| open(check)) else {
        if damaged.is_empty() {
            check.damaged(&format!("{SEGMENTS}/{META}"), "it cannot be opened");
        }
        return;
    };
    let mut ids = FxHashSet::default();
    for segment in &engine.segments {
        let id = segment.segment_id().uuid_string();
        let store = format!("{SEGMENTS}/{id}.store");
        let Some(said) = commit.segments.iter().find(|said| said.id() == id) else {
            continue;
        };
        if is_damaged(&id) || !check.begin(&store) {
            continue;
        }
        let alive = segment.doc_ids_alive().count();
        if alive as u64 != u64::from(said.alive()) || segment.max_doc() != said.max_doc {
            check.damaged(&format!("{SEGMENTS}/{META}"), "it miscounts the articles");
        }
        let mut wrong = BTreeSet::new();
        let looked = quietly(|| {
            let mut sums = Sums::new(&engine, segment);
            let articles = Articles::open(&engine, segment)?;
            articles.compare(&mut sums, &mut ids, &mut wrong);
            sums.take_out(&engine, segment, &mut wrong);
            Some(())
        });
        if looked.is_none() {
            wrong.insert(("store", "it cannot be read".to_owned()));
        }
        for (ending, what) in wrong {
            check.damaged(&format!("{SEGMENTS}/{id}.{ending}"), &what);
        }
    }
}

/// Damage by the ending of its file. Of many articles with the same fault the first is named.
type Wrong = BTreeSet<(&'static str, String)>;

/// Notes a fault, unless enough of its file are known.
fn note(wrong: &mut Wrong, ending: &'static str, what: impl FnOnce() -> String) {
    const ENOUGH: usize = 3;
    if wrong.iter().filter(|(known, _)| *known == ending).count() < ENOUGH {
        wrong.insert((ending, what()));
    }
}

/// Notes an id; whether it is new.
fn is_new(ids: &mut FxHashSet<u64>, id: &str) -> bool {
    ids.insert(hash64(id))
}
