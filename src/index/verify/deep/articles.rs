//! Stored articles against columns: each article is made into a document again, and every value of it is compared.

use rustc_hash::FxHashSet;
use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::{Field as EngineField, FieldType, Value};
use tantivy::store::StoreReader;
use tantivy::{SegmentReader, TantivyDocument};

use super::words::Sums;
use super::{Engine, Wrong, is_new, note};
use crate::article::Article;
use crate::date::Zone;
use crate::index::fingerprint::Fingerprint;
use crate::index::schema::{self, UNDATED_INSTANT};

/// The stored articles of a segment, and its columns.
pub(super) struct Articles<'e> {
    engine: &'e Engine,
    segment: &'e SegmentReader,
    store: StoreReader,
    columns: Vec<(EngineField, Cells)>,
    published: Column<i64>,
    archive: Column<u64>,
    /// The path of the archive.
    owner: Option<StrColumn>,
    /// The hash of all of an article.
    whole: EngineField,
}

/// A column.
enum Cells {
    Texts(Option<StrColumn>),
    Signed(Column<i64>),
    Unsigned(Column<u64>),
}

/// Columns that are not told by the article alone.
const NOT_TOLD: [&str; 2] = ["published", schema::ARCHIVE];
/// Decompressed blocks kept: articles are read in their order.
const BLOCKS: usize = 2;
const DAY: i64 = 86_400;

impl<'e> Articles<'e> {
    pub(super) fn open(engine: &'e Engine, segment: &'e SegmentReader) -> Option<Self> {
        let fast = segment.fast_fields();
        let mut columns = Vec::new();
        for (field, entry) in engine.schema.fields() {
            let name = entry.name();
            if !entry.is_fast() || NOT_TOLD.contains(&name) {
                continue;
            }
            let cells = match entry.field_type() {
                FieldType::Str(_) => Cells::Texts(fast.str(name).ok()?),
                FieldType::I64(_) => Cells::Signed(fast.i64(name).ok()?),
                FieldType::U64(_) => Cells::Unsigned(fast.u64(name).ok()?),
                _ => continue,
            };
            columns.push((field, cells));
        }
        Some(Self {
            engine,
            segment,
            store: segment.get_store_reader(BLOCKS).ok()?,
            columns,
            published: fast.i64(engine.fields.published).ok()?,
            archive: fast.u64(schema::ARCHIVE).ok()?,
            owner: fast.str(schema::ARCHIVE_PATH).ok()?,
            whole: engine.schema.get_field(schema::WHOLE).ok()?,
        })
    }

    /// Compares every article with the columns, and puts its words into the sums.
    pub(super) fn compare(&self, sums: &mut Sums, ids: &mut FxHashSet<u64>, wrong: &mut Wrong) {
        let mut before = i64::MAX;
        for number in 0..self.segment.max_doc() {
            let Some(article) = self.read(number) else {
                note(wrong, "store", || {
                    format!("article {number} cannot be read")
                });
                sums.give_up(number);
                continue;
            };
            let id = article.id.as_str();
            if !self.segment.is_deleted(number) && !is_new(ids, id) {
                note(wrong, "store", || {
                    format!("the article {id} is there twice")
                });
            }
            let instant = self.published.first(number).unwrap_or(i64::MAX);
            if instant > before {
                note(wrong, "fast", || {
                    format!("the article {id} is out of order")
                });
            }
            before = instant;
            if !is_plausible(&article, instant) {
                note(wrong, "fast", || {
                    format!("the date of the article {id} is another")
                });
            }
            let expected = self.document(&article, number);
            let is_whole_told = !article.extra.values().any(has_fraction);
            for (field, cells) in &self.columns {
                let is_told = is_whole_told || *field != self.whole;
                if is_told && !cells.hold(&expected, *field, number) {
                    let column = self.engine.schema.get_field_name(*field);
                    note(wrong, "fast", || {
                        format!("`{column}` of the article {id} is another")
                    });
                }
            }
            sums.put_in(&expected, number, id, wrong);
        }
    }

    fn read(&self, number: u32) -> Option<Article> {
        let stored: TantivyDocument = self.store.get(number).ok()?;
        self.engine.fields.article(&stored)
    }

    /// The document that the writer made of an article.
    fn document(&self, article: &Article, number: u32) -> TantivyDocument {
        let archive = self.archive.first(number).unwrap_or_default();
        let print = Fingerprint::of(article, archive);
        let Engine { schema, fields, .. } = self.engine;
        let mut owner = String::new();
        if let Some(column) = &self.owner
            && let Some(ord) = column.term_ords(number).next()
        {
            // What cannot be read is another than what is read here, and is noted so.
            let _ = column.ord_to_str(ord, &mut owner);
        }
        let instant = article.published.map(|date| date.instant(&Zone::UTC));
        let mut document = fields.document(schema, article, &print, &owner, instant);
        fields.put_texts(&mut document, article);
        document
    }
}

impl Cells {
    /// Whether the column holds what the document has in a field, and no more.
    fn hold(&self, document: &TantivyDocument, field: EngineField, number: u32) -> bool {
        let mut values = document.get_all(field);
        let value = values.next();
        debug_assert!(values.next().is_none(), "no field of ours has two values");
        match self {
            Self::Texts(None) => value.is_none(),
            Self::Texts(Some(column)) => {
                let mut text = String::new();
                let mut ords = column.term_ords(number);
                let found = ords.next().map(|ord| column.ord_to_str(ord, &mut text));
                let is_read = !matches!(found, Some(Ok(false) | Err(_)));
                let found = found.map(|_| text.as_str());
                is_read && ords.next().is_none() && found == value.and_then(|v| v.as_str())
            }
            Self::Signed(column) => {
                let mut found = column.values_for_doc(number);
                found.next() == value.and_then(|v| v.as_i64()) && found.next().is_none()
            }
            Self::Unsigned(column) => {
                let mut found = column.values_for_doc(number);
                found.next() == value.and_then(|v| v.as_u64()) && found.next().is_none()
            }
        }
    }
}

/// Whether an article can be sorted by this instant: clocks are never further from UTC than this.
fn is_plausible(article: &Article, instant: i64) -> bool {
    const FURTHEST: i64 = DAY;
    let Some(date) = &article.published else {
        return instant == UNDATED_INSTANT;
    };
    if date.offset().is_some() {
        return instant == date.instant(&Zone::UTC);
    }
    let from = schema::day_number(date.first_day()) * DAY;
    let until = schema::day_number(date.last_day()) * DAY + DAY;
    (from - FURTHEST..until + FURTHEST).contains(&instant)
}

/// Whether a value holds a number with a fraction. Read back from JSON, its last digit may be another; so a hash over it says nothing.
pub(in crate::index) fn has_fraction(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Number(number) => number.is_f64(),
        serde_json::Value::Array(values) => values.iter().any(has_fraction),
        serde_json::Value::Object(values) => values.values().any(has_fraction),
        _ => false,
    }
}
