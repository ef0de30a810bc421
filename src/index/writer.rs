//! The one writer of an index: tells new articles from known ones, and makes articles and checkpoint visible together.
//!
//! Invariants: an id stands in the index once; a piece (same title, text, source and date) stands in it once; when
//! [`Writer::commit`] returns, what it covers survives a power cut.

use std::fs::{self, File};
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::schema::Schema;
use tantivy::{IndexWriter, Term};

use super::fingerprint::{Fingerprint, id_hash};
use super::schema::{self, Fields};
use super::{Index, IndexError};
use crate::article::{Article, ArticleId};
use crate::date::Zone;

/// How to write.
#[derive(Clone, Debug)]
pub struct WriterOptions {
    /// Indexing threads beside the one that reads.
    pub threads: usize,
    /// What the whole process may hold in memory, in bytes.
    pub memory: usize,
    /// The zone of stamps that carry none.
    pub zone: Zone,
}

impl Default for WriterOptions {
    fn default() -> Self {
        Self {
            threads: 2,
            memory: 1 << 30,
            zone: Zone::UTC,
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
}

#[derive(Clone, Copy)]
struct Known {
    print: Fingerprint,
    /// Offered in this run already.
    met: bool,
}

/// Adds articles to an index; see the module.
pub struct Writer {
    index: Index,
    engine: tantivy::Index,
    writer: IndexWriter,
    schema: Schema,
    fields: Fields,
    zone: Zone,
    /// By id.
    known: FxHashMap<u64, Known>,
    /// By content.
    contents: FxHashSet<u128>,
    /// What the last commit said of the archives.
    checkpoint: Option<String>,
}

/// tantivy holds about this share of what a process uses while it indexes; the rest is reading, the queue, flushing.
const ENGINE_SHARE: f64 = 0.42;

impl Writer {
    pub(super) fn open(index: &Index, options: WriterOptions) -> Result<Self, IndexError> {
        let segments = index.segments();
        let error = |cause| IndexError::engine(index.home(), cause);
        let engine = tantivy::Index::open_in_dir(&segments).map_err(error)?;
        schema::register_tokenizers(engine.tokenizers());
        let (schema, fields, _) = schema::build();
        let threads = options.threads.max(1);
        let budget = (options.memory as f64 * ENGINE_SHARE) as usize / threads;
        let engine_options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread(budget.clamp(15_000_000, 2_000_000_000))
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter = engine.writer_with_options(engine_options).map_err(error)?;
        // Merges are made at the end, of neighbours in time, not whenever segments happen to be of like size.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let checkpoint = engine.load_metas().map_err(error)?.payload;
        let mut writer = Self {
            index: index.clone(),
            engine,
            writer,
            schema,
            fields,
            zone: options.zone,
            known: FxHashMap::default(),
            contents: FxHashSet::default(),
            checkpoint,
        };
        writer.load_known()?;
        Ok(writer)
    }

    /// What the last commit said of the archives.
    pub fn checkpoint(&self) -> Option<&str> {
        self.checkpoint.as_deref()
    }

    fn error(&self, cause: tantivy::TantivyError) -> IndexError {
        IndexError::engine(self.index.home(), cause)
    }

    /// Remembers every article of the index by its hashes.
    fn load_known(&mut self) -> Result<(), IndexError> {
        let reader = self.engine.reader().map_err(|cause| self.error(cause))?;
        let searcher = reader.searcher();
        for segment in searcher.segment_readers() {
            let columns = segment.fast_fields();
            let column = |name| columns.u64(name).map_err(|cause| self.error(cause));
            let (high, low) = (column(schema::CONTENT_HIGH)?, column(schema::CONTENT_LOW)?);
            let (whole, archive) = (column(schema::WHOLE)?, column(schema::ARCHIVE)?);
            let Some(ids) = columns.str(schema::ID).map_err(|cause| self.error(cause))? else {
                continue;
            };
            let mut hashes = Vec::with_capacity(ids.num_terms());
            let mut terms = ids
                .dictionary()
                .stream()
                .map_err(|cause| self.error(cause.into()))?;
            while terms.advance() {
                hashes.push(super::hash64(&String::from_utf8_lossy(terms.key())));
            }
            for doc in segment.doc_ids_alive() {
                let value =
                    |column: &tantivy::columnar::Column<u64>| column.first(doc).unwrap_or_default();
                let content = u128::from(value(&high)) << 64 | u128::from(value(&low));
                let print = Fingerprint {
                    content,
                    whole: value(&whole),
                    archive: value(&archive),
                };
                let Some(id) = ids.term_ords(doc).next() else {
                    continue;
                };
                self.known
                    .insert(hashes[id as usize], Known { print, met: false });
                self.contents.insert(content);
            }
        }
        Ok(())
    }

    /// Offers an article; `archive` is a hash of where it comes from. It is searchable after the next commit.
    ///
    /// An id without a site or a name in it (`17`, `A-3`) is only unique in its archive: from another archive it is another
    /// article, and becomes `17@archive`, unless the piece is the same.
    ///
    /// # Errors
    /// The engine cannot go on: drop the writer and open it again.
    pub fn add(&mut self, mut article: Article, archive: u64) -> Result<Outcome, IndexError> {
        let mut print = Fingerprint::of(&article, archive);
        self.settle_id(&mut article, &print);
        let key = id_hash(&article.id);
        let outcome = match self.known.get_mut(&key) {
            Some(known)
                if known.print.content == print.content && known.print.whole == print.whole =>
            {
                let met = std::mem::replace(&mut known.met, true);
                return Ok(if met {
                    Outcome::Duplicate
                } else {
                    Outcome::Unchanged
                });
            }
            Some(known) => {
                if known.print.content == print.content {
                    // The same piece with a detail more stays its first archive's.
                    print.archive = known.print.archive;
                } else {
                    self.contents.remove(&known.print.content);
                }
                let term = Term::from_field_text(self.fields.id, article.id.as_str());
                self.writer.delete_term(term);
                Outcome::Updated
            }
            None if self.contents.contains(&print.content) => return Ok(Outcome::Duplicate),
            None => Outcome::Added,
        };
        let document = self
            .fields
            .document(&self.schema, &article, &print, &self.zone);
        self.writer
            .add_document(document)
            .map_err(|cause| self.error(cause))?;
        self.known.insert(key, Known { print, met: true });
        self.contents.insert(print.content);
        Ok(outcome)
    }

    /// Gives an article whose id another archive's article has an id of its own.
    fn settle_id(&self, article: &mut Article, print: &Fingerprint) {
        if !is_local(article.id.as_str()) {
            return;
        }
        let own = article.id.clone();
        let origin = &article.origin;
        // A member is to its archive what a file is to its folder; a compressed file is called like the file in it.
        let file = Path::new(origin.member.as_ref().unwrap_or(&origin.archive));
        let is_compressed = file
            .extension()
            .is_some_and(|end| ["gz", "zst", "bz2", "xz"].iter().any(|name| end == *name));
        let inner = if is_compressed {
            file.with_extension("")
        } else {
            file.to_owned()
        };
        let mut folders: Vec<String> = inner
            .with_extension("")
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let mut suffix = String::new();
        while self.is_taken(&article.id, print) {
            // The archive's name, then folder by folder before it, tells archives of one name apart; a hash ends it.
            suffix = match folders.pop() {
                Some(part) if suffix.is_empty() => part,
                Some(part) => format!("{part}/{suffix}"),
                None => format!("{:016x}", print.archive),
            };
            let hashed = folders.is_empty() && suffix == format!("{:016x}", print.archive);
            article.id =
                ArticleId::new(&format!("{own}@{suffix}")).expect("an id was there and stays");
            if hashed {
                return;
            }
        }
    }

    /// Whether an id belongs to another piece, of another archive.
    fn is_taken(&self, id: &ArticleId, print: &Fingerprint) -> bool {
        self.known.get(&id_hash(id)).is_some_and(|known| {
            known.print.content != print.content && known.print.archive != print.archive
        })
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
        self.settle()
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
            self.settle()?;
        }
        self.writer
            .garbage_collect_files()
            .wait()
            .map_err(|cause| self.error(cause))?;
        let home = self.index.home().to_owned();
        self.writer
            .wait_merging_threads()
            .map_err(|cause| IndexError::engine(&home, cause))
    }

    /// tantivy renames its `meta.json` last and does not sync the folder after that: a power cut could undo a commit that
    /// was reported. It also makes two files readable by their owner alone.
    fn settle(&self) -> Result<(), IndexError> {
        follow_umask(self.index.home());
        let path = self.index.segments();
        File::open(&path)
            .and_then(|folder| folder.sync_all())
            .map_err(|cause| IndexError::Io { path, cause })
    }
}

/// Whether an id says nothing of who gave it.
fn is_local(id: &str) -> bool {
    id.len() <= 12 && !id.contains([':', '/', '.'])
}

/// Gives the engine's private files the mode that the user's other new files get.
pub(super) fn follow_umask(home: &Path) {
    let Ok(model) = fs::metadata(home.join(super::MANIFEST)) else {
        return;
    };
    for name in ["meta.json", ".managed.json"] {
        // Where the mode cannot be set the index still works for its owner.
        let _ = fs::set_permissions(home.join(super::SEGMENTS).join(name), model.permissions());
    }
}
