//! One commit of an index, open for reading.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use tantivy::columnar::{Column, StrColumn};
use tantivy::store::StoreReader;
use tantivy::{DocAddress, ReloadPolicy, Searcher, SegmentReader};

use super::directory::ReadDirectory;
use super::schema::{self, Fields};
use super::{Columns, Index, IndexError};
use crate::article::{Article, ArticleId};

/// A view of the articles of one commit. What is committed later is not seen.
pub struct Reader {
    home: PathBuf,
    searcher: Searcher,
    fields: Fields,
    /// One a segment.
    opened: Vec<Opened>,
    columns: Arc<Columns>,
}

/// What of a segment is opened when first asked for, and kept: ten hits of a page come from few segments.
#[derive(Default)]
struct Opened {
    store: OnceCell<StoreReader>,
    ids: OnceCell<Option<StrColumn>>,
    published: OnceCell<Column<i64>>,
}

/// Decompressed blocks kept a segment: neighbours on a page often share one.
const CACHED_BLOCKS: usize = 16;
/// A reader that opens while a writer replaces segments looks again this often.
const TRIES: usize = 5;

impl Reader {
    pub(super) fn open(index: &Index) -> Result<Self, IndexError> {
        let mut last = None;
        for _ in 0..TRIES {
            match Self::open_once(index) {
                Ok(reader) => return Ok(reader),
                // The files of the commit it was about to open were collected; there is a newer commit.
                Err(error @ IndexError::Damaged { .. }) => last = Some(error),
                Err(error) => return Err(error),
            }
        }
        Err(last.expect("every try that did not return left its error"))
    }

    fn open_once(index: &Index) -> Result<Self, IndexError> {
        let engine_error = |cause| IndexError::engine(index.home(), cause);
        let directory =
            ReadDirectory::open(&index.segments()).map_err(|e| engine_error(e.into()))?;
        let engine = tantivy::Index::open(directory).map_err(engine_error)?;
        if !super::writer::is_current(&engine.schema()) {
            return Err(IndexError::Older {
                home: index.home().to_owned(),
                format: index.imprint.format,
            });
        }
        let (_, fields, settings) = schema::build();
        if engine.settings().sort_by_field != settings.sort_by_field {
            return Err(IndexError::Damaged {
                path: index.segments(),
                detail: "its articles are not in order of time".to_owned(),
            });
        }
        schema::register_tokenizers(engine.tokenizers());
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(engine_error)?;
        let searcher = reader.searcher();
        let opened = searcher
            .segment_readers()
            .iter()
            .map(|_| Opened::default())
            .collect();
        Ok(Self {
            home: index.home().to_owned(),
            searcher,
            fields,
            opened,
            columns: Arc::default(),
        })
    }

    /// The engine's view.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// The engine's fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The engine's error in our terms.
    pub fn error(&self, cause: tantivy::TantivyError) -> IndexError {
        IndexError::engine(&self.home, cause)
    }

    /// How many articles there are.
    pub fn len(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// In how many segments they stand.
    pub fn segments(&self) -> usize {
        self.searcher.segment_readers().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The article at an address.
    ///
    /// # Errors
    /// The store is damaged or cannot be read.
    pub fn article(&self, address: DocAddress) -> Result<Article, IndexError> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let slot = &self.opened[address.segment_ord as usize].store;
        if slot.get().is_none() {
            let store = segment
                .get_store_reader(CACHED_BLOCKS)
                .map_err(|cause| self.error(cause.into()))?;
            let _ = slot.set(store);
        }
        let store = slot.get().expect("set just above");
        let document = store
            .get_document_bytes(address.doc_id)
            .map_err(|cause| self.error(cause))?;
        self.fields
            .stored(&document)
            .ok_or_else(|| IndexError::Damaged {
                path: self
                    .home
                    .join(super::SEGMENTS)
                    .join(format!("{}.store", segment.segment_id().uuid_string())),
                detail: "a stored article cannot be read".to_owned(),
            })
    }

    /// The id of the article at an address, without reading the article.
    ///
    /// # Errors
    /// The column is damaged or cannot be read.
    pub fn id(&self, address: DocAddress) -> Result<String, IndexError> {
        let mut id = String::new();
        if let Some(column) = self.ids(address.segment_ord)? {
            let ord = column.term_ords(address.doc_id).next().unwrap_or_default();
            column
                .ord_to_str(ord, &mut id)
                .map_err(|cause| self.error(cause.into()))?;
        }
        Ok(id)
    }

    /// The place of an article's id among those of its segment.
    ///
    /// # Errors
    /// The column is damaged or cannot be read.
    pub fn id_ord(&self, address: DocAddress) -> Result<u64, IndexError> {
        let ids = self.ids(address.segment_ord)?;
        Ok(ids
            .and_then(|column| column.term_ords(address.doc_id).next())
            .unwrap_or_default())
    }

    fn ids(&self, segment: u32) -> Result<Option<&StrColumn>, IndexError> {
        let slot = &self.opened[segment as usize].ids;
        if slot.get().is_none() {
            let segment = self.searcher.segment_reader(segment);
            let _ = slot.set(self.labels(segment, schema::ID)?);
        }
        Ok(slot.get().expect("set just above").as_ref())
    }

    /// The instants by which a segment is in order.
    ///
    /// # Errors
    /// The column is damaged or cannot be read.
    pub fn published(&self, segment: u32) -> tantivy::Result<&Column<i64>> {
        let slot = &self.opened[segment as usize].published;
        if slot.get().is_none() {
            let reader = self.searcher.segment_reader(segment);
            let _ = slot.set(reader.fast_fields().i64(self.fields.published)?);
        }
        Ok(slot.get().expect("set just above"))
    }

    /// The columns of what is seen.
    pub fn columns(&self) -> &Arc<Columns> {
        &self.columns
    }

    /// The addresses of articles whose id is `id`, or else begins with it, at most `limit` of them.
    ///
    /// # Errors
    /// The index is damaged or cannot be read.
    pub fn find(&self, id: &str, limit: usize) -> Result<Vec<(ArticleId, DocAddress)>, IndexError> {
        let mut found = Vec::new();
        for (ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment
                .inverted_index(self.fields.id)
                .map_err(|cause| self.error(cause))?;
            let mut terms = inverted
                .terms()
                .range()
                .ge(id)
                .into_stream()
                .map_err(|cause| self.error(cause.into()))?;
            // Of each segment its first ones: where the id stands by itself, it is the first of all that begin with it.
            let enough = found.len() + limit;
            while terms.advance() && terms.key().starts_with(id.as_bytes()) && found.len() <= enough
            {
                let Ok(key) = std::str::from_utf8(terms.key()) else {
                    continue;
                };
                let Some(name) = ArticleId::new(key) else {
                    continue;
                };
                let postings = inverted
                    .read_postings_from_terminfo(
                        terms.value(),
                        tantivy::schema::IndexRecordOption::Basic,
                    )
                    .map_err(|cause| self.error(cause.into()))?;
                found.extend(
                    alive(segment, postings).map(|doc| (name.clone(), DocAddress::new(ord, doc))),
                );
            }
        }
        if let Some(exact) = found.iter().position(|(name, _)| name.as_str() == id) {
            return Ok(vec![found.swap_remove(exact)]);
        }
        found.sort();
        found.truncate(limit);
        Ok(found)
    }

    fn labels(
        &self,
        segment: &SegmentReader,
        column: &str,
    ) -> Result<Option<StrColumn>, IndexError> {
        segment
            .fast_fields()
            .str(column)
            .map_err(|cause| self.error(cause))
    }

    /// What the last commit said of the archives.
    ///
    /// # Errors
    /// The index is damaged or cannot be read.
    pub fn checkpoint(&self) -> Result<Option<String>, IndexError> {
        let metas = self.searcher.index().load_metas();
        Ok(metas.map_err(|cause| self.error(cause))?.payload)
    }

    /// How many articles came from each archive, by its absolute path.
    ///
    /// # Errors
    /// A column is damaged or cannot be read.
    pub fn archives(&self) -> Result<Counts, IndexError> {
        let mut counts = Counts::default();
        for segment in self.searcher.segment_readers() {
            self.count_labels(segment, schema::ARCHIVE_PATH, &mut counts)?;
        }
        Ok(counts)
    }

    /// Counts over all articles.
    ///
    /// # Errors
    /// A column is damaged or cannot be read.
    pub fn stats(&self) -> Result<Stats, IndexError> {
        let mut stats = Stats {
            articles: self.len(),
            ..Stats::default()
        };
        for segment in self.searcher.segment_readers() {
            self.count_days(segment, &mut stats)?;
            self.count_labels(segment, schema::SOURCE_LABEL, &mut stats.sources)?;
            self.count_labels(segment, schema::SECTION_LABEL, &mut stats.sections)?;
        }
        Ok(stats)
    }

    fn count_days(&self, segment: &SegmentReader, stats: &mut Stats) -> Result<(), IndexError> {
        let days = |name| {
            segment
                .fast_fields()
                .i64(name)
                .map_err(|cause| self.error(cause))
        };
        let (first, last) = (days(self.fields.first_day)?, days(self.fields.last_day)?);
        for doc in segment.doc_ids_alive() {
            let day = |column: &tantivy::columnar::Column<i64>| {
                column.first(doc).and_then(schema::day_from_number)
            };
            let (Some(first), Some(last)) = (day(&first), day(&last)) else {
                stats.undated += 1;
                continue;
            };
            *stats
                .years
                .entry(chrono::Datelike::year(&first))
                .or_default() += 1;
            stats.first_day = Some(stats.first_day.map_or(first, |d| d.min(first)));
            stats.last_day = Some(stats.last_day.map_or(last, |d| d.max(last)));
        }
        Ok(())
    }

    fn count_labels(
        &self,
        segment: &SegmentReader,
        name: &str,
        counts: &mut Counts,
    ) -> Result<(), IndexError> {
        let Some(column) = self.labels(segment, name)? else {
            return Ok(());
        };
        let mut by_ord = vec![0u64; column.num_terms()];
        for doc in segment.doc_ids_alive() {
            for ord in column.term_ords(doc) {
                by_ord[ord as usize] += 1;
            }
        }
        let mut label = String::new();
        for (ord, count) in (0..).zip(by_ord).filter(|(_, count)| *count > 0) {
            column
                .ord_to_str(ord, &mut label)
                .map_err(|cause| self.error(cause.into()))?;
            *counts.entry(label.clone()).or_default() += count;
        }
        Ok(())
    }
}

/// The articles of a posting list that were not deleted.
fn alive(segment: &SegmentReader, mut postings: impl tantivy::DocSet) -> impl Iterator<Item = u32> {
    let mut doc = postings.doc();
    std::iter::from_fn(move || {
        while doc != tantivy::TERMINATED {
            let here = doc;
            doc = postings.advance();
            if !segment.is_deleted(here) {
                return Some(here);
            }
        }
        None
    })
}

/// How many articles carry each label.
pub type Counts = std::collections::BTreeMap<String, u64>;

/// Counts over all articles of an index.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// All of them.
    pub articles: u64,
    /// Those without a date.
    pub undated: u64,
    /// The first day of the earliest date.
    pub first_day: Option<NaiveDate>,
    /// The last day of the latest date.
    pub last_day: Option<NaiveDate>,
    /// By publication or agency, as written.
    pub sources: Counts,
    /// By section, as written.
    pub sections: Counts,
    /// By the year in which their date begins.
    pub years: std::collections::BTreeMap<i32, u64>,
}
