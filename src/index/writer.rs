//! The one writer of an index: tells new articles from known ones, and makes articles and checkpoint visible together.
//!
//! Invariants: an id stands in the index once; a piece (same title, text, source and date) stands in it once; when
//! [`Writer::commit`] returns, what it covers survives a power cut.

mod known;
mod load;
mod offer;
mod removal;

use std::mem::take;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::IndexWriter;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};

use super::building::{Built, Crew, Ended, Offered, Turn, Withdrawal, weight};
use super::directory::WriteDirectory;
use super::disk::{Disk, RealDisk};
use super::fingerprint::id_hash;
use super::holder::{Holder, Note, patiently};
use super::memory::Shares;
use super::schema::{self, Fields};
use super::takedown::Takedowns;
use super::{Index, IndexError, Room, blame};
use crate::article::ArticleId;
use crate::date::Zone;
pub(super) use load::is_current;

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
    /// Whether articles that are there may be replaced.
    pub revising: Revising,
    /// Who writes, for others who find the index locked.
    pub holder: Option<Holder>,
}

impl Default for WriterOptions {
    fn default() -> Self {
        Self {
            threads: 2,
            memory: 1 << 30,
            zone: Zone::UTC,
            revising: Revising::Allowed,
            holder: None,
        }
    }
}

/// Whether an article that was in the index before may be replaced by another version of it.
#[derive(Clone, Debug, Default)]
pub enum Revising {
    /// The version that is offered last counts.
    #[default]
    Allowed,
    /// What was there stays: archives are only asked for what is not. Articles with these hashes of ids are written again where the
    /// archive that they are from offers the very same: it is in doubt where in it they stood.
    Barred(Arc<FxHashSet<u64>>),
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

/// Why there is a writer of the engine's in every writer: without one nothing goes on.
const ALWAYS_THERE: &str = "it is replaced in one step, and an error there ends the run";

/// Adds articles to an index; see the module.
pub struct Writer {
    /// Goes first: the lock must still be held then.
    note: Note,
    index: Index,
    directory: WriteDirectory,
    engine: tantivy::Index,
    /// Builds the segments of the next commit.
    crew: Option<Crew>,
    /// Those it has built.
    built: Built,
    /// How many articles were offered to it.
    turn: Turn,
    /// Ids whose articles are not there, but for those offered from a turn on.
    withdrawn: FxHashMap<String, Turn>,
    /// Taken out only while another takes its place.
    writer: Option<Arc<IndexWriter>>,
    shares: Shares,
    options: WriterOptions,
    fields: Fields,
    known: Known,
    /// The archive whose articles are offered.
    owner: OwnerId,
    /// It has offered just these before.
    again: bool,
    /// Hashes of the ids of what such archives brought back in this run: their order is that of the run.
    brought_back: FxHashSet<u64>,
    /// Offered by it, and another archive's.
    shared: u64,
    takedowns: Takedowns,
    /// Where what was there before stays: what was not there, by hashes of ids.
    written: Option<FxHashSet<u64>>,
    /// What the last commit said of the archives.
    checkpoint: Option<String>,
}

/// The shares of a writer that knows so much.
fn shares(options: &WriterOptions, known: &Known) -> Result<Shares, IndexError> {
    Shares::of(options.memory, options.threads, known.bytes()).ok_or(IndexError::MemoryFull {
        articles: known.len() as u64,
        memory: options.memory as u64,
    })
}

fn open_engine(engine: &tantivy::Index) -> tantivy::Result<IndexWriter> {
    let options = IndexWriterOptions::builder()
        // It never gets a document: the crew builds the segments.
        .num_worker_threads(1)
        .num_merge_threads(1)
        .build();
    let writer = engine.writer_with_options(options)?;
    // Merges are made at the end, of neighbours in time, not whenever segments happen to be of like size.
    writer.set_merge_policy(Box::new(NoMergePolicy));
    Ok(writer)
}

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
        if !is_current(&engine.schema()) {
            return Err(IndexError::Older {
                home: index.home().to_owned(),
                format: index.imprint.format,
            });
        }
        // What is known is read of columns, before the manifest is looked at as a whole.
        if let Some((path, detail)) = blame::unsummed_file(index.home()) {
            return Err(IndexError::Damaged { path, detail });
        }
        schema::register_tokenizers(engine.tokenizers());
        let (_, fields, _) = schema::build();
        let (writer, known, shares) = Self::lock(index, &engine, &options)?;
        // The lock is held from here on.
        directory.settle()?;
        let note = Note::leave(index.home(), options.holder.as_ref());
        let checkpoint = engine.load_metas().map_err(error)?.payload;
        Ok(Self {
            note,
            index: index.clone(),
            directory,
            engine,
            crew: None,
            built: Built::default(),
            turn: 0,
            withdrawn: FxHashMap::default(),
            writer: Some(Arc::new(writer)),
            shares,
            written: matches!(options.revising, Revising::Barred(_)).then(FxHashSet::default),
            options,
            fields,
            known,
            owner: NOBODY,
            again: false,
            brought_back: FxHashSet::default(),
            shared: 0,
            takedowns: Takedowns::default(),
            checkpoint,
        })
    }

    /// The engine's writer, all that is known, and who may hold how much.
    ///
    /// How much the engine may hold depends on what is known, so that is loaded first; if another process wrote meanwhile, it is
    /// loaded again, since from here on nobody does.
    fn lock(
        index: &Index,
        engine: &tantivy::Index,
        options: &WriterOptions,
    ) -> Result<(IndexWriter, Known, Shares), IndexError> {
        let error = |cause| IndexError::engine(index.home(), cause);
        loop {
            let before = load::state(engine).map_err(error)?;
            let known = load::load(engine).map_err(error)?;
            let shares = shares(options, &known)?;
            let asking = options.holder.as_ref();
            let writer = patiently(index.home(), asking, || open_engine(engine))?;
            if before == load::state(engine).map_err(error)? {
                return Ok((writer, known, shares));
            }
        }
    }

    /// What the last commit said of the archives.
    pub fn checkpoint(&self) -> Option<&str> {
        self.checkpoint.as_deref()
    }

    /// Whether there is an article with this id, offered or committed.
    pub fn knows(&self, id: &ArticleId) -> bool {
        self.known.get(id_hash(id)).is_some()
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

    /// Whether the table of what is known has outgrown its share: then [`make_room`](Self::make_room), after a commit.
    pub fn is_full(&self) -> bool {
        self.known.bytes() > self.shares.table
    }

    /// Takes memory from the engine for what is known. Everything must have been committed.
    ///
    /// # Errors
    /// [`IndexError::MemoryFull`] if the engine has none to give, or another process was faster.
    pub fn make_room(&mut self) -> Result<(), IndexError> {
        let shares = shares(&self.options, &self.known)?;
        self.disband()?;
        if let Some(writer) = self.writer.take().and_then(Arc::into_inner) {
            writer
                .wait_merging_threads()
                .map_err(|cause| self.error(cause))?;
        }
        let holder = self.options.holder.as_ref();
        let writer = open_engine(&self.engine)
            .map_err(|cause| IndexError::locked(self.index.home(), holder, cause))?;
        self.writer = Some(Arc::new(writer));
        // The lock was let go for a moment.
        self.directory.settle()?;
        self.shares = shares;
        Ok(())
    }

    fn engine_writer(&self) -> &IndexWriter {
        self.writer.as_ref().expect(ALWAYS_THERE)
    }

    /// The engine's writer, when nobody else has it.
    fn engine_writer_mut(&mut self) -> Result<&mut IndexWriter, IndexError> {
        self.disband()?;
        let writer = self.writer.as_mut().expect(ALWAYS_THERE);
        Ok(Arc::get_mut(writer).expect("the crew alone shared it, and is gone"))
    }

    /// Has the crew that builds the next segments take an article in.
    fn build(&mut self, mut offered: Offered) -> Result<(), IndexError> {
        offered.turn = self.turn;
        self.turn += 1;
        let crew = match self.crew.take() {
            Some(crew) => crew,
            None => {
                let writer = self.writer.as_ref().expect(ALWAYS_THERE);
                Crew::call(&self.engine, writer, self.shares).map_err(|cause| self.error(cause))?
            }
        };
        let bytes = weight(&offered.article);
        let outcome = crew.offer(offered, bytes);
        self.crew = Some(crew);
        outcome.or_else(|Ended| self.disband())
    }

    /// Waits until all that was offered is in segments.
    fn disband(&mut self) -> Result<(), IndexError> {
        if let Some(crew) = self.crew.take() {
            let built = crew.disband().map_err(|cause| self.error(cause))?;
            self.built.extend(built);
        }
        Ok(())
    }

    /// Deletes, at the next commit, the article with this id that was offered or committed; another may be offered after it.
    fn withdraw(&mut self, id: &str) {
        self.withdrawn.insert(id.to_owned(), self.turn);
    }

    /// Tells the engine what the next commit deletes.
    fn delete_withdrawn(&mut self) -> tantivy::Result<()> {
        self.turn = 0;
        let (withdrawn, built) = (take(&mut self.withdrawn), take(&mut self.built));
        if withdrawn.is_empty() {
            return Ok(());
        }
        let older = self.engine.searchable_segment_ids()?.into_iter().collect();
        let withdrawal = Withdrawal::new(self.fields.id, withdrawn, built, older);
        self.engine_writer().delete_query(Box::new(withdrawal))?;
        Ok(())
    }

    /// Makes everything offered so far searchable and safe, together with `checkpoint`.
    ///
    /// # Errors
    /// Nothing of it became visible: the index is as after the commit before.
    pub fn commit(&mut self, checkpoint: &str) -> Result<(), IndexError> {
        let home = self.index.home().to_owned();
        let failed = |cause| IndexError::engine(&home, cause);
        self.disband()?;
        self.delete_withdrawn().map_err(failed)?;
        let mut prepared = self.engine_writer_mut()?.prepare_commit().map_err(failed)?;
        prepared.set_payload(checkpoint);
        prepared.commit().map_err(failed)?;
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
        // What is known is needed no more, and merging needs memory.
        self.known = Known::default();
        let groups = super::merging::plan(&self.engine, self.shares.merging);
        for group in groups.map_err(|cause| self.error(cause))? {
            // Both are there until the merge is done. Segments that are not merged cost a search a little, no more.
            let has_room = Room::at(self.index.home())
                .is_none_or(|room| room.free > group.bytes as u64 + room.kept());
            if !has_room {
                continue;
            }
            self.engine_writer_mut()?
                .merge(&group.segments)
                .wait()
                .map_err(|cause| self.error(cause))?;
        }
        self.engine_writer()
            .garbage_collect_files()
            .wait()
            .map_err(|cause| self.error(cause))?;
        let home = self.index.home().to_owned();
        self.tidy()?;
        drop(self.note);
        let writer = self.writer.take().and_then(Arc::into_inner);
        writer
            .map_or(Ok(()), IndexWriter::wait_merging_threads)
            .map_err(|cause| IndexError::engine(&home, cause))
    }
}
