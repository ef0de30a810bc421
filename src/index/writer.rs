//! The one writer of an index: tells new articles from known ones, and makes articles and checkpoint visible together.
//!
//! Invariants: an id stands in the index once; a piece (same title, text, source and date) stands in it once; when
//! [`Writer::commit`] returns, what it covers survives a power cut.

mod known;
mod load;
mod offer;
mod removal;

use std::sync::Arc;

use tantivy::IndexWriter;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::schema::Schema;

use super::directory::WriteDirectory;
use super::disk::{Disk, RealDisk};
use super::holder::{Holder, Note};
use super::schema::{self, Fields};
use super::takedown::Takedowns;
use super::{Index, IndexError};
use crate::date::Zone;
use known::{Known, NOBODY, OwnerId};

/// How to write.
#[derive(Clone, Debug)]
pub struct WriterOptions {
    /// Indexing threads beside the one that reads.
    pub threads: usize,
    /// What the whole process may hold in memory, in bytes.
    pub memory: usize,
    /// The zone of stamps that carry none.
    pub zone: Zone,
    /// Who writes, for others who find the index locked.
    pub holder: Option<Holder>,
}

impl Default for WriterOptions {
    fn default() -> Self {
        Self {
            threads: 2,
            memory: 1 << 30,
            zone: Zone::UTC,
            holder: None,
        }
    }
}

/// What became of an article that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// New.
    Added,
    /// Its id was there with another content, which it replaced.
    Updated,
    /// It was there exactly so.
    Unchanged,
    /// Another id has the same piece, or the same record came before in this run.
    Duplicate,
    /// It was deleted and shall not come back: the place of the [`Takedown`](super::Takedown) in the list.
    TakenDown(usize),
}

/// Adds articles to an index; see the module.
pub struct Writer {
    /// Goes first: the lock must still be held then.
    note: Note,
    index: Index,
    directory: WriteDirectory,
    engine: tantivy::Index,
    writer: IndexWriter,
    schema: Schema,
    fields: Fields,
    zone: Zone,
    known: Known,
    /// The archive whose articles are offered.
    owner: OwnerId,
    /// Offered by it, and another archive's.
    shared: u64,
    takedowns: Takedowns,
    /// What the last commit said of the archives.
    checkpoint: Option<String>,
}

/// tantivy holds about this share of what a process uses while it indexes; the rest is reading, the queue, flushing.
const ENGINE_SHARE: f64 = 0.42;

impl Writer {
    pub(super) fn open(index: &Index, options: WriterOptions) -> Result<Self, IndexError> {
        Self::open_on(Arc::new(RealDisk), index, options)
    }

    /// The same, on a disk that may be a simulated one.
    pub(super) fn open_on(
        disk: Arc<dyn Disk>,
        index: &Index,
        options: WriterOptions,
    ) -> Result<Self, IndexError> {
        let error = |cause| IndexError::engine(index.home(), cause);
        let directory = WriteDirectory::open(index.home(), String::new(), disk)
            .map_err(|cause| error(cause.into()))?;
        let engine = tantivy::Index::open(directory.clone()).map_err(error)?;
        if !load::is_current(&engine.schema()) {
            return Err(IndexError::Damaged {
                path: index.segments(),
                detail: "a morgue before the first release made it".to_owned(),
            });
        }
        schema::register_tokenizers(engine.tokenizers());
        let (schema, fields, _) = schema::build();
        let threads = options.threads.max(1);
        let budget = (options.memory as f64 * ENGINE_SHARE) as usize / threads;
        let engine_options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(budget.clamp(15_000_000, 2_000_000_000))
            .num_merge_threads(1)
            .build();
        let locked = |cause| IndexError::locked(index.home(), options.holder.as_ref(), cause);
        let writer: IndexWriter = engine.writer_with_options(engine_options).map_err(locked)?;
        // The lock is held from here on.
        directory.settle()?;
        let note = Note::leave(index.home(), options.holder.as_ref());
        // Merges are made at the end, of neighbours in time, not whenever segments happen to be of like size.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let checkpoint = engine.load_metas().map_err(error)?.payload;
        let searcher = engine.reader().map_err(error)?.searcher();
        let known = load::load(&searcher).map_err(error)?;
        Ok(Self {
            note,
            index: index.clone(),
            directory,
            engine,
            writer,
            schema,
            fields,
            zone: options.zone,
            known,
            owner: NOBODY,
            shared: 0,
            takedowns: Takedowns::default(),
            checkpoint,
        })
    }

    /// What the last commit said of the archives.
    pub fn checkpoint(&self) -> Option<&str> {
        self.checkpoint.as_deref()
    }

    /// Bars what was taken down.
    pub fn bar(&mut self, takedowns: Takedowns) {
        self.takedowns = takedowns;
    }

    /// What is barred.
    pub fn takedowns(&self) -> &Takedowns {
        &self.takedowns
    }

    fn error(&self, cause: tantivy::TantivyError) -> IndexError {
        IndexError::engine(self.index.home(), cause)
    }

    /// Makes everything offered so far searchable and safe, together with `checkpoint`.
    ///
    /// # Errors
    /// Nothing of it became visible: the index is as after the commit before.
    pub fn commit(&mut self, checkpoint: &str) -> Result<(), IndexError> {
        let mut prepared = self
            .writer
            .prepare_commit()
            .map_err(|cause| IndexError::engine(self.index.home(), cause))?;
        prepared.set_payload(checkpoint);
        prepared
            .commit()
            .map_err(|cause| IndexError::engine(self.index.home(), cause))?;
        self.checkpoint = Some(checkpoint.to_owned());
        Ok(())
    }

    /// Takes away what the engine forgets; see [`WriteDirectory::tidy`].
    fn tidy(&self) -> Result<(), IndexError> {
        let home = self.index.home().to_owned();
        self.directory
            .tidy()
            .map_err(|cause| IndexError::io(home, &cause))
    }

    /// Ends the run: merges what has become too many segments.
    ///
    /// # Errors
    /// A merge failed; what was committed is there all the same.
    pub fn finish(mut self) -> Result<(), IndexError> {
        let groups = super::merging::plan(&self.engine).map_err(|cause| self.error(cause))?;
        for group in groups {
            self.writer
                .merge(&group)
                .wait()
                .map_err(|cause| self.error(cause))?;
        }
        self.writer
            .garbage_collect_files()
            .wait()
            .map_err(|cause| self.error(cause))?;
        let home = self.index.home().to_owned();
        self.tidy()?;
        drop(self.note);
        self.writer
            .wait_merging_threads()
            .map_err(|cause| IndexError::engine(&home, cause))
    }
}
