//! An index of an older format, written anew in today's: from its stored articles, beside the old one, which it then replaces.
//!
//! Nothing but what is stored is read: articles, and columns by their names. The new segments are made in a folder within the
//! index, with the lists as they are; then both folders change places in one step, and `morgue.json` says so. A note in the new
//! segments tells an upgrade that was cut off between these two steps. Invariant: at any instant the index can be read, by
//! this morgue or by the one that made it, or `upgrade` finishes what was begun.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use tantivy::columnar::{Column, StrColumn};
use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::schema::{Field, Value};
use tantivy::{Directory, SegmentReader, TantivyDocument};

use super::holder::patiently;
use super::snapshot::Side;
use super::writer::is_current;
use super::{
    FORMAT, IMPRINT, Index, IndexError, Provenance, SEGMENTS, Writer, WriterOptions, schema,
};
use crate::article::Article;

/// Where the new index is made, in the old one's folder.
const BESIDE: &str = ".upgrade";
/// Stands among new segments until `morgue.json` says of which format they are.
const NOTE: &str = ".upgraded";

/// What became of an upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upgrade {
    /// The index is of today's format.
    NotNeeded,
    /// It was of this format, and has been written anew.
    Done {
        /// The format before.
        from: u32,
        /// How many articles there are.
        articles: u64,
    },
}

impl Index {
    /// Writes an index of an older format anew in today's. `sides` says which files beside the segments belong to a commit, by
    /// its checkpoint. `watch` is told how many articles were written, of how many.
    ///
    /// # Errors
    /// Somebody writes to it, it cannot be read, or the disk has no room for both. The old index stays as it was.
    pub fn upgrade(
        home: &Path,
        options: WriterOptions,
        sides: &dyn Fn(Option<&str>) -> Vec<Side>,
        watch: &mut dyn FnMut(u64, u64),
    ) -> Result<Upgrade, IndexError> {
        let old = Self::open_any(home)?;
        let engine = tantivy::Index::open_in_dir(old.segments())
            .map_err(|cause| IndexError::engine(home, cause))?;
        let is_begun = old.segments().join(NOTE).exists();
        if old.imprint.format == FORMAT && is_current(&engine.schema()) && !is_begun {
            // What an upgrade left that was killed at its very end.
            let beside = home.join(BESIDE);
            if beside.exists() {
                fs::remove_dir_all(&beside).map_err(at(&beside))?;
            }
            return Ok(Upgrade::NotNeeded);
        }
        // Nobody may write to the old segments from here on.
        let _lock = patiently(home, options.holder.as_ref(), || {
            let lock = engine.directory().acquire_lock(&INDEX_WRITER_LOCK);
            lock.map_err(|cause| tantivy::TantivyError::LockFailure(cause, None))
        })?;
        let from = old.imprint.format;
        let beside = home.join(BESIDE);
        if !is_begun {
            old.write_anew(&engine, &beside, options, sides, watch)?;
            exchange(&beside.join(SEGMENTS), &old.segments())?;
        }
        Self::say_format(home)?;
        let note = old.segments().join(NOTE);
        fs::remove_file(&note).map_err(at(&note))?;
        fs::remove_dir_all(&beside).map_err(at(&beside))?;
        let articles = Self::open(home)?.reader()?.len();
        Ok(Upgrade::Done { from, articles })
    }

    /// Makes the new index in `beside`, whole and on the disk.
    fn write_anew(
        &self,
        engine: &tantivy::Index,
        beside: &Path,
        options: WriterOptions,
        sides: &dyn Fn(Option<&str>) -> Vec<Side>,
        watch: &mut dyn FnMut(u64, u64),
    ) -> Result<(), IndexError> {
        if beside.exists() {
            fs::remove_dir_all(beside).map_err(at(beside))?;
        }
        let failed = |cause| IndexError::engine(self.home(), cause);
        let metas = engine.load_metas().map_err(failed)?;
        let checkpoint = metas.payload.unwrap_or_default();
        let new = Self::create(beside)?;
        for side in sides(Some(&checkpoint)) {
            let to = beside.join(side.name);
            match fs::copy(self.home().join(side.name), &to) {
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
                copied => copied.map(|_| ()).map_err(at(&to))?,
            }
        }
        let mut writer = new.writer(options)?;
        let mut written = 0;
        let mut all = 0;
        let segments = engine.searchable_segments().map_err(failed)?;
        for segment in &segments {
            all += u64::from(segment.meta().num_docs());
        }
        for segment in segments {
            let stored =
                Stored::open(SegmentReader::open(&segment).map_err(failed)?).map_err(failed)?;
            stored.each(self, &mut |article, from| {
                writer.add(article, from)?;
                written += 1;
                if writer.is_full() {
                    writer.commit(&checkpoint)?;
                    writer.make_room()?;
                }
                watch(written, all);
                Ok(())
            })?;
        }
        writer.commit(&checkpoint)?;
        Writer::finish(writer)?;
        let made = new.reader()?.len();
        if made != all {
            return Err(IndexError::Damaged {
                path: self.segments(),
                detail: format!("of {all} articles only {made} could be written anew"),
            });
        }
        let note = beside.join(SEGMENTS).join(NOTE);
        fs::write(&note, format!("{FORMAT}\n"))
            .and_then(|()| File::open(&note)?.sync_all())
            .and_then(|()| File::open(beside.join(SEGMENTS))?.sync_all())
            .map_err(at(&note))
    }

    /// Replaces `morgue.json` by one that says today's format.
    fn say_format(home: &Path) -> Result<(), IndexError> {
        let (path, other) = (home.join(IMPRINT), home.join(BESIDE).join(IMPRINT));
        fs::copy(&other, home.join("morgue.json.new"))
            .and_then(|_| File::open(home.join("morgue.json.new"))?.sync_all())
            .and_then(|()| fs::rename(home.join("morgue.json.new"), &path))
            .and_then(|()| File::open(home)?.sync_all())
            .map_err(at(&path))
    }
}

/// Lets two folders change places.
fn exchange(one: &Path, other: &Path) -> Result<(), IndexError> {
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
        .map_err(io::Error::from)
        .and_then(|()| sync_parents(one, other))
        .map_err(at(other))
}

fn sync_parents(one: &Path, other: &Path) -> io::Result<()> {
    for path in [one, other] {
        File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

fn at(path: &Path) -> impl Fn(io::Error) -> IndexError {
    let path: PathBuf = path.to_owned();
    move |cause| IndexError::of_file(&path, cause)
}

/// The articles of a segment of any format, with what is known of them.
struct Stored {
    segment: SegmentReader,
    article: Field,
    published: Column<i64>,
    archives: Column<u64>,
    paths: Option<StrColumn>,
}

impl Stored {
    fn open(segment: SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            article: segment.schema().get_field(schema::ARTICLE)?,
            published: columns.i64(schema::PUBLISHED)?,
            archives: columns.u64(schema::ARCHIVE)?,
            paths: columns.str(schema::ARCHIVE_PATH).ok().flatten(),
            segment,
        })
    }

    fn each(
        &self,
        index: &Index,
        each: &mut dyn FnMut(Article, Provenance) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        let failed = |cause| IndexError::engine(index.home(), cause);
        let store = self
            .segment
            .get_store_reader(1)
            .map_err(|cause| failed(cause.into()))?;
        for doc in self.segment.doc_ids_alive() {
            let document: TantivyDocument = store.get(doc).map_err(failed)?;
            let article = document
                .get_first(self.article)
                .and_then(|value| serde_json::from_slice::<Article>(value.as_bytes()?).ok())
                .ok_or_else(|| IndexError::Damaged {
                    path: index.segments(),
                    detail: "a stored article cannot be read".to_owned(),
                })?;
            let mut path = String::new();
            if let Some(paths) = &self.paths
                && let Some(ord) = paths.term_ords(doc).next()
            {
                paths
                    .ord_to_str(ord, &mut path)
                    .map_err(|cause| failed(cause.into()))?;
            }
            let instant = article.published.and(self.published.first(doc));
            let from = Provenance {
                archive: self.archives.first(doc).unwrap_or_default(),
                path: Some(path),
                instant,
            };
            each(article, from)?;
        }
        Ok(())
    }
}
