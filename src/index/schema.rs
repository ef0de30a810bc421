//! Article ⇄ tantivy document: the only file that knows field names.
//!
//! One ranked field, `text`: copies of title and lead (so that a word there weighs more), then title and body. One posting
//! list a term keeps tantivy's block-max pruning for words, `OR` and `AND` alike; weights by several fields would lose it.
//! `title` is indexed once more for queries that name it; the lead is a stretch of `text` with signs at its ends. The whole
//! article is stored as one JSON value.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use tantivy::schema::{
    BytesOptions, FAST, Field as EngineField, IndexRecordOption, NumericOptions, STRING, Schema,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{IndexSettings, IndexSortByField, Order, TantivyDocument};

use super::analyzer::{Analysis, LEAD_BEGINS, LEAD_ENDS, NewsTokenizer, TEXT_BEGINS};
use super::field::{Field, lead_end};
use super::fingerprint::Fingerprint;
use super::length::count_words;
use super::stored::only_value;
use crate::article::Article;
use crate::date::PubDate;

/// Changes whenever an index written before could no longer be read as one written now. Version history:
///
/// 1. The first.
/// 2. Articles know the path of their archive; dictionaries of columns are not compressed.
/// 3. Two common words side by side are a term.
pub const FORMAT: u32 = 3;

/// How often a title and a lead are copied in front of `text`. The lead's copy was kept by measurement; the title's is a
/// judgement, since neither judged collection has titles (docs/ranking.md).
const TITLE_COPIES: usize = 1;
const LEAD_COPIES: usize = 1;

/// Sorts and filters as before every date there is. Close to the first one, since columns are packed by their range.
pub const UNDATED_INSTANT: i64 = -11_676_096_001;
const UNDATED_DAY: i64 = -140_000;
/// A zstd-compressed block of stored articles; ten random articles of a query cost ten of these.
const DOCSTORE_BLOCK: usize = 16_384;

/// The fields as tantivy numbers them.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The article's id, one term.
    pub id: EngineField,
    texts: [EngineField; 10],
    article: EngineField,
    /// Seconds since the epoch, for sorting; undated articles have a value before all others.
    pub published: &'static str,
    /// First and last day of the interval that the publication date is, in days since the epoch.
    pub first_day: &'static str,
    /// See `first_day`.
    pub last_day: &'static str,
    /// Words of the body.
    pub words: &'static str,
}

/// Names of the columns that tell articles apart.
pub(super) const CONTENT_HIGH: &str = "content_high";
pub(super) const CONTENT_LOW: &str = "content_low";
pub(super) const WHOLE: &str = "whole";
pub(super) const ARCHIVE: &str = "archive";
/// The path of the archive that an article came from, as a column of labels: which articles go when it does.
pub(super) const ARCHIVE_PATH: &str = "archive_path";
/// Columns with the labels as written, for counting by them.
pub(super) const SOURCE_LABEL: &str = "source_label";
pub(super) const SECTION_LABEL: &str = "section_label";
pub(super) const ID: &str = "id";

/// The schema of every index, its fields and settings.
pub(super) fn build() -> (Schema, Fields, IndexSettings) {
    let mut builder = Schema::builder();
    let id = builder.add_text_field(ID, STRING | FAST);
    let mut add = |field: Field| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer_name(field))
            .set_fieldnorms(field.analysis() == Analysis::Text)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let name = if field == Field::Text {
            "text"
        } else {
            field.name()
        };
        builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let text = add(Field::Text);
    let texts = Field::ALL.map(|field| match field {
        Field::Text | Field::Lead => text,
        other => add(other),
    });
    for column in [PUBLISHED, FIRST_DAY, LAST_DAY] {
        builder.add_i64_field(column, FAST);
    }
    for column in [WORDS, COARSE, CONTENT_HIGH, CONTENT_LOW, WHOLE, ARCHIVE] {
        builder.add_u64_field(column, NumericOptions::default().set_fast());
    }
    for column in [SOURCE_LABEL, SECTION_LABEL, ARCHIVE_PATH] {
        builder.add_text_field(column, TextOptions::default().set_fast("raw"));
    }
    let article = builder.add_bytes_field(ARTICLE, BytesOptions::default().set_stored());
    let fields = Fields {
        id,
        texts,
        article,
        published: PUBLISHED,
        first_day: FIRST_DAY,
        last_day: LAST_DAY,
        words: WORDS,
    };
    (builder.build(), fields, settings())
}

pub(super) const PUBLISHED: &str = "published";
/// The stored article.
pub(super) const ARTICLE: &str = "article";
pub(super) const FIRST_DAY: &str = "first_day";
pub(super) const LAST_DAY: &str = "last_day";
const WORDS: &str = "words";
/// Days by which an article's date is coarser than a day.
pub(super) const COARSE: &str = "coarse";

fn settings() -> IndexSettings {
    IndexSettings {
        // Newest first: a range of days is a range of document numbers, and "newest" can stop at once.
        sort_by_field: Some(IndexSortByField {
            field: PUBLISHED.to_owned(),
            order: Order::Desc,
        }),
        docstore_compression: tantivy::store::Compressor::Zstd(tantivy::store::ZstdCompressor {
            compression_level: Some(1),
        }),
        docstore_blocksize: DOCSTORE_BLOCK,
        ..IndexSettings::default()
    }
}

fn tokenizer_name(field: Field) -> &'static str {
    match (field, field.analysis()) {
        (Field::Text, _) => "news_text",
        (_, Analysis::Text) => "news_part",
        (_, Analysis::Names) => "news_names",
    }
}

/// Teaches an opened index our analyzer.
pub(super) fn register_tokenizers(manager: &TokenizerManager) {
    let base = Field::Text.first_position();
    manager.register(
        "news_text",
        TextAnalyzer::from(NewsTokenizer::new(Analysis::Text, 0, base)),
    );
    manager.register(
        "news_part",
        TextAnalyzer::from(NewsTokenizer::new(Analysis::Text, 0, 0)),
    );
    manager.register(
        "news_names",
        TextAnalyzer::from(NewsTokenizer::new(Analysis::Names, 0, 0)),
    );
}

/// Days since 1 January 1970, the unit of all day columns.
pub fn day_number(day: NaiveDate) -> i64 {
    const EPOCH: i32 = 719_163; // chrono counts from 1 January of year 1
    i64::from(day.num_days_from_ce() - EPOCH)
}

/// The inverse of [`day_number`]; `None` for an undated article's value.
pub fn day_from_number(number: i64) -> Option<NaiveDate> {
    const EPOCH: i64 = 719_163;
    if number <= UNDATED_DAY {
        return None;
    }
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(number + EPOCH).ok()?)
}

impl Fields {
    /// The engine's number of a field; the lead is a stretch of the text, and has the text's.
    pub fn text(&self, field: Field) -> EngineField {
        self.texts[field as usize]
    }

    /// The document of an article that came from the archive at `owner` and is sorted by `instant`; by none if it is undated. Its
    /// texts are not in it: see [`put_texts`](Self::put_texts).
    pub(super) fn document(
        &self,
        schema: &Schema,
        article: &Article,
        fingerprint: &Fingerprint,
        owner: &str,
        instant: Option<i64>,
    ) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.id, article.id.as_str());
        let column = |name: &str| {
            schema
                .get_field(name)
                .expect("every column is in the schema that build() made")
        };
        document.add_i64(column(PUBLISHED), instant.unwrap_or(UNDATED_INSTANT));
        let days = |of: fn(&PubDate) -> NaiveDate| {
            article
                .published
                .map_or(UNDATED_DAY, |date| day_number(of(&date)))
        };
        document.add_i64(column(FIRST_DAY), days(PubDate::first_day));
        document.add_i64(column(LAST_DAY), days(PubDate::last_day));
        let coarse = article.published.map_or(0, |date| {
            (date.last_day() - date.first_day())
                .num_days()
                .unsigned_abs()
        });
        document.add_u64(column(COARSE), coarse);
        document.add_u64(column(WORDS), count_words(&article.body));
        document.add_u64(column(CONTENT_HIGH), (fingerprint.content >> 64) as u64);
        document.add_u64(column(CONTENT_LOW), fingerprint.content as u64);
        document.add_u64(column(WHOLE), fingerprint.whole);
        document.add_u64(column(ARCHIVE), fingerprint.archive);
        for (name, label) in [
            (SOURCE_LABEL, &article.source),
            (SECTION_LABEL, &article.section),
        ] {
            if let Some(label) = label {
                document.add_text(column(name), label);
            }
        }
        if !owner.is_empty() {
            document.add_text(column(ARCHIVE_PATH), owner);
        }
        let json = serde_json::to_vec(article)
            .expect("an article has only string keys, so it is always JSON");
        document.add_bytes(self.article, &json);
        document
    }

    /// Adds the texts of an article to its document, as they are indexed.
    pub(super) fn put_texts(&self, document: &mut TantivyDocument, article: &Article) {
        for field in Field::ALL.into_iter().filter(|f| *f != Field::Lead) {
            document.add_text(self.text(field), indexed_text(field, article));
        }
    }

    /// The article in the bytes of a stored document; `None` if the store is damaged.
    pub(super) fn stored(&self, document: &[u8]) -> Option<Article> {
        serde_json::from_slice(only_value(document, self.article)?).ok()
    }

    /// The article that a stored document holds; `None` if the store is damaged.
    pub(super) fn article(&self, document: &TantivyDocument) -> Option<Article> {
        use tantivy::schema::Value;
        let json = document.get_first(self.article)?.as_bytes()?;
        serde_json::from_slice(json).ok()
    }
}

/// The text of a field as it is indexed.
pub(super) fn indexed_text(field: Field, article: &Article) -> Cow<'_, str> {
    match field {
        Field::Text => Cow::Owned(weighted_text(article)),
        other => other.text(article),
    }
}

/// The text of the ranked field: copies, the sign that the text begins, the text with the ends of its lead.
fn weighted_text(article: &Article) -> String {
    let title = Field::Title.text(article);
    let body = Field::body(article);
    let lead = lead_end(&body);
    let copies = TITLE_COPIES * (title.len() + 1) + LEAD_COPIES * (lead + 1);
    let mut text = String::with_capacity(copies + title.len() + body.len() + 8);
    for _ in 0..TITLE_COPIES {
        text.push_str(&title);
        text.push('\n');
    }
    for _ in 0..LEAD_COPIES {
        text.push_str(&body[..lead]);
        text.push('\n');
    }
    text.push(TEXT_BEGINS);
    text.push_str(&title);
    text.push('\n');
    text.push(LEAD_BEGINS);
    text.push_str(&body[..lead]);
    text.push(LEAD_ENDS);
    text.push_str(&body[lead..]);
    text
}
