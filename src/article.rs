//! The noun both paths share: an [`Article`] is what the path of an article ends in and the path of a query finds.
//!
//! A [`Record`] is one raw item as an archive format found it; `ingest::clean` turns it into an [`Article`]. Only an
//! article is ever indexed. Texts are kept as written: folding, sanitizing and escaping happen where they are needed,
//! never in what is stored.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::date::PubDate;

/// The name an article keeps for as long as it is in an index: the record's own id or URL, else a hash of its content.
///
/// Invariant: never empty, and without white space or control characters, so that ids can be listed one a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(String);

impl ArticleId {
    /// An id from a record's own words: white space and control characters become `_`. `None` if nothing is left.
    pub fn new(text: &str) -> Option<Self> {
        let id: String = text
            .trim()
            .chars()
            .map(|c| {
                if c.is_whitespace() || c.is_control() {
                    '_'
                } else {
                    c
                }
            })
            .collect();
        (!id.is_empty()).then_some(Self(id))
    }

    /// The id as it is printed and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ArticleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where in the archives a record or an article was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The archive's path as it was given, or as the walk found it; `-` is standard input.
    pub archive: String,
    /// The path of the member it stands in, from the archive inwards (`december.zip!/storm.html`), or its address in a crawl;
    /// `None` if the archive has no members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The line the record starts on, counted from 1, where the format has lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The record's number in its archive, or in the member, counted from 1.
    pub record: u64,
}

impl std::fmt::Display for Origin {
    /// `archive:line`, the form editors and compilers use; without a line `archive`, or `archive#record` past the first. A
    /// member stands behind the archive: `archive!/member:line`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.archive)?;
        if let Some(member) = &self.member {
            write!(f, "!/{member}")?;
        }
        match self.line {
            Some(line) => write!(f, ":{line}"),
            None if self.record > 1 => write!(f, "#{}", self.record),
            None => Ok(()),
        }
    }
}

/// The key in `extra` under which the time of a crawl stands. It is about the copy, not about the article: the same page
/// fetched again is the same article.
pub const CRAWLED: &str = "crawled";

/// What a publication date was read from: how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateSource {
    /// A field of the record that is made for it: a JSON key, a column, an element of a wire format, a feed's or a mail's date.
    Field,
    /// A line printed on the page or in the text.
    Printed,
    /// JSON-LD in a web page.
    JsonLd,
    /// Microdata or RDFa in a web page.
    Microdata,
    /// A `meta` element of a web page: Open Graph, Dublin Core and their kin.
    Meta,
    /// A `time` element of a web page.
    Time,
    /// The digits in its address.
    Url,
}

/// One raw item of an archive, in its format's own words: fields found and named, not yet cleaned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The record's own id, if it carries one.
    pub id: Option<String>,
    /// The headline.
    pub title: String,
    /// The text, a paragraph an entry; an entry may still hold line breaks and blank lines.
    pub body: Vec<String>,
    /// When it was published, if the record says so in a way that could be read.
    pub published: Option<PubDate>,
    /// What the date was read from.
    pub date_source: Option<DateSource>,
    /// The publication or agency.
    pub source: Option<String>,
    /// The section or breadcrumb.
    pub section: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Where it was written from: the place in its dateline.
    pub place: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its language, a BCP 47 tag (`en`, `pt-BR`).
    pub lang: Option<String>,
    /// Keywords, topics.
    pub tags: Vec<String>,
    /// When its publisher allows it to be published, if it came with an embargo.
    pub embargo: Option<PubDate>,
    /// What the record carries besides: kept, and shown by `show`.
    pub extra: Map<String, Value>,
    /// The line the record starts on, counted from 1, where the format has lines.
    pub line: Option<u64>,
    /// What an index knew of it, if it comes from an export.
    pub kept: Option<Box<Kept>>,
}

/// What an index knows of an article beside the article: with it, an export becomes the same index again.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Where it was read first.
    pub origin: Origin,
    /// The hash of the archive it came from.
    pub archive: u64,
    /// The path of that archive; empty if it was no file.
    pub path: String,
    /// The instant it is sorted by, in seconds since 1970-01-01T00:00:00Z; `None` if it is undated.
    pub instant: Option<i64>,
}

/// A cleaned item: the only thing that is indexed.
///
/// Invariant: a title or a paragraph is there; no field is empty or only white space; a paragraph holds no line break.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Its name in the index.
    pub id: ArticleId,
    /// The headline; empty if the record has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The text, a paragraph an entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<String>,
    /// When it was published; an article without is *undated* and still found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PubDate>,
    /// What the date was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_source: Option<DateSource>,
    /// The publication or agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The section or breadcrumb.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// Where it was written from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its language, a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Keywords, topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What the record carried besides.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
    /// Where it was read.
    pub origin: Origin,
}
