//! An article on its way out of an index, with all that another index needs to hold it as this one does.
//!
//! One JSON object a line: the article's own fields, and beside them what the index knows of it: where it was read first,
//! which archive it came from, and the instant it is sorted by where its date alone does not say so. `ingest::format::morgue`
//! reads the lines. Law: exporting, indexing and exporting again gives the same bytes.

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};
use tantivy::DocAddress;
use tantivy::columnar::{Column, StrColumn};

use super::schema::{self, UNDATED_INSTANT};
use super::{IndexError, Reader};
use crate::article::{Article, Kept};
use crate::date::{PubDate, Zone};

/// The layout of a line, in its key `morgue`; raised when an older morgue would read it wrongly.
pub const EXPORT_VERSION: u32 = 1;

/// A line of an export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exported {
    /// [`EXPORT_VERSION`]. The first key of the line, which the format is told by.
    pub morgue: u32,
    /// The article.
    #[serde(flatten)]
    pub article: Article,
    /// The hash of the archive it came from, in sixteen hexadecimal digits: as a number it is too large for most programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    archive: Option<String>,
    /// The path of that archive, if it was a file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    archive_path: String,
    /// The instant it is sorted by, where that is not its date read in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instant: Option<i64>,
}

impl Exported {
    /// The line of an article that came from the archive with the hash `archive` at `path`, and is sorted by `instant`.
    pub(super) fn new(article: Article, archive: u64, path: String, instant: Option<i64>) -> Self {
        let plain = plain_instant(article.published.as_ref());
        Self {
            morgue: EXPORT_VERSION,
            archive: (archive != 0).then(|| format!("{archive:016x}")),
            archive_path: path,
            instant: instant.filter(|instant| Some(*instant) != plain),
            article,
        }
    }

    /// What the line says of the article beside the article.
    pub fn kept(&self) -> Kept {
        let published = self.article.published.as_ref();
        Kept {
            origin: self.article.origin.clone(),
            archive: self
                .archive
                .as_deref()
                .and_then(|digits| u64::from_str_radix(digits, 16).ok())
                .unwrap_or_default(),
            path: self.archive_path.clone(),
            instant: published.map(|date| instant_of(date, self.instant)),
        }
    }
}

/// The instant that a line says, if a clock somewhere on earth can have shown the date then; a line may have been edited.
fn instant_of(date: &PubDate, said: Option<i64>) -> i64 {
    const DAY: i64 = 86_400;
    let plain = date.instant(&Zone::UTC);
    let is_near = |instant: &i64| instant.abs_diff(plain) <= DAY.unsigned_abs();
    said.filter(|instant| date.offset().is_none() && is_near(instant))
        .unwrap_or(plain)
}

/// The instant of a date without more than it says.
fn plain_instant(published: Option<&PubDate>) -> Option<i64> {
    published.map(|date| date.instant(&Zone::UTC))
}

/// Reads articles for an export.
pub struct Exporter<'r> {
    reader: &'r Reader,
    /// One a segment, opened when first asked for.
    columns: Vec<OnceCell<Columns>>,
}

/// What a segment knows beside its articles.
struct Columns {
    archives: Column<u64>,
    /// Not there if no article of the segment came from a file.
    paths: Option<StrColumn>,
}

impl<'r> Exporter<'r> {
    /// An exporter of what `reader` sees.
    pub fn new(reader: &'r Reader) -> Self {
        let segments = reader.searcher().segment_readers();
        Self {
            reader,
            columns: segments.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    /// The article at an address, with what the index knows of it.
    ///
    /// # Errors
    /// The index is damaged or cannot be read.
    pub fn exported(&self, address: DocAddress) -> Result<Exported, IndexError> {
        let columns = self.columns(address.segment_ord)?;
        let published = self
            .reader
            .published(address.segment_ord)
            .map_err(|cause| self.reader.error(cause))?;
        let mut path = String::new();
        if let Some(paths) = &columns.paths
            && let Some(ord) = paths.term_ords(address.doc_id).next()
        {
            paths
                .ord_to_str(ord, &mut path)
                .map_err(|cause| self.reader.error(cause.into()))?;
        }
        Ok(Exported::new(
            self.reader.article(address)?,
            columns.archives.first(address.doc_id).unwrap_or_default(),
            path,
            published
                .first(address.doc_id)
                .filter(|instant| *instant > UNDATED_INSTANT),
        ))
    }

    fn columns(&self, segment: u32) -> Result<&Columns, IndexError> {
        let slot = &self.columns[segment as usize];
        if slot.get().is_none() {
            let columns = self.reader.searcher().segment_reader(segment).fast_fields();
            let open = || -> tantivy::Result<Columns> {
                Ok(Columns {
                    archives: columns.u64(schema::ARCHIVE)?,
                    paths: columns.str(schema::ARCHIVE_PATH)?,
                })
            };
            let _ = slot.set(open().map_err(|cause| self.reader.error(cause))?);
        }
        Ok(slot.get().expect("set just above"))
    }
}
