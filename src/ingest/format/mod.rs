//! The formats of archives: one file each, one row each in [`FORMATS`]. The content decides, never the name.

pub mod alto;
pub mod elements;
pub mod export;
pub mod feed;
pub mod html;
pub mod json;
pub mod mail;
pub mod mediawiki;
pub mod mets;
pub mod morgue;
pub mod newsml;
pub mod newsml_g2;
pub mod nitf;
pub mod olive;
pub mod page;
pub mod parquet;
pub mod reuters;
pub mod table;
pub mod telegraph;
pub mod trec;
pub mod wxr;
pub mod xml;

pub mod beside;
mod blocks;
#[cfg(test)]
mod damaged;
mod head;
mod sgml;
#[cfg(test)]
mod trial;
mod unknown;
mod window;
mod wire;

use std::io::{self, BufRead, Read};

use super::archive::{Item, RecordError};
use super::limits::Limits;
use super::text;
use crate::article::Record;
pub use beside::Beside;
pub use head::Head;
use json::FieldMap;

/// What reading an archive, or a member of one, yields: its records and what was wrong with others, in its order.
pub type Items<'a> = Box<dyn Iterator<Item = io::Result<Item>> + 'a>;
/// The bytes of an archive, or of a member of one, unpacked.
pub type Input<'a> = Box<dyn BufRead + 'a>;

/// What is known of an archive, or of a member of one, besides its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Which of a record's keys mean what, where the user said so.
    pub fields: &'a FieldMap,
    /// The file's name, or the member's path within its archive.
    pub name: &'a str,
    /// The address it was fetched from, if a crawl kept it.
    pub url: Option<&'a str>,
    /// The encoding that was declared beside it: by HTTP, a crawl, a mail.
    pub charset: Option<&'a str>,
    /// How much of it is read at most.
    pub limits: Limits,
    /// The files beside it, if it stands in a folder.
    pub beside: Option<&'a dyn Beside>,
}

/// One archive format.
pub struct Format {
    /// Its name, as `morgue formats` lists it.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// What an archive of it is told by.
    pub told_by: &'static str,
    /// Whether an archive that begins so is of this format.
    pub is: fn(&Head) -> bool,
    /// Its reader.
    pub read: for<'a> fn(Input<'a>, &'a Context<'a>) -> Items<'a>,
}

/// All formats, in the order in which they are asked.
pub const FORMATS: &[Format] = &[
    Format {
        name: "wxr",
        about: "an export of WordPress",
        told_by: "an `rss` element and WordPress's address of exports",
        is: wxr::looks_like_wxr,
        read: wxr::read_wxr,
    },
    Format {
        name: "feed",
        about: "a feed: RSS 0.9 to 2.0, Atom 0.3 and 1.0",
        told_by: "an `rss`, `channel` or `feed` element, or `RDF` or `entry` with a feed's namespace",
        is: feed::looks_like_feed,
        read: feed::read_feed,
    },
    Format {
        name: "nitf",
        about: "NITF, stories of agencies and newspapers",
        told_by: "an `nitf` element",
        is: nitf::looks_like_nitf,
        read: nitf::read_nitf,
    },
    Format {
        name: "newsml",
        about: "NewsML 1.0 to 1.2, news items of agencies",
        told_by: "a `NewsML` or `NewsItem` element",
        is: newsml::looks_like_newsml,
        read: newsml::read_newsml,
    },
    Format {
        name: "newsml-g2",
        about: "NewsML-G2, news items of agencies",
        told_by: "a `newsMessage`, `newsItem` or `packageItem` element",
        is: newsml_g2::looks_like_newsml_g2,
        read: newsml_g2::read_newsml_g2,
    },
    Format {
        name: "anpa-1312",
        about: "ANPA-1312, the wires of American agencies",
        told_by: "a header between SOH and STX: number, then priority and category",
        is: telegraph::looks_like_anpa,
        read: telegraph::read_anpa,
    },
    Format {
        name: "iptc-7901",
        about: "IPTC 7901, the wires of European agencies",
        told_by: "a header between SOH and STX: service and number, priority, category",
        is: telegraph::looks_like_iptc7901,
        read: telegraph::read_iptc7901,
    },
    Format {
        name: "morgue-export",
        about: "what `morgue export` writes: articles as they were in an index",
        told_by: "a line with an object whose first key is `morgue`",
        is: morgue::looks_like_export,
        read: morgue::read_export,
    },
    Format {
        name: "json",
        about: "JSON lines, arrays or objects; also ninjs, AP, JSON Feed, Washington Post",
        told_by: "an object or an array of objects at its start",
        is: json::looks_like_json,
        read: json::read_json,
    },
    Format {
        name: "reuters-21578",
        about: "the Reuters-21578 collection: SGML with REUTERS elements",
        told_by: "a `REUTERS` element with the collection's attributes",
        is: reuters::looks_like_reuters,
        read: reuters::read_reuters,
    },
    Format {
        name: "trec",
        about: "TREC, AQUAINT and Gigaword: SGML with DOC elements",
        told_by: "a `DOC` element with a number",
        is: trec::looks_like_trec,
        read: trec::read_trec,
    },
    Format {
        name: "mediawiki",
        about: "an export of MediaWiki, such as Wikinews: XML with pages",
        told_by: "a `mediawiki` element",
        is: mediawiki::looks_like_mediawiki,
        read: mediawiki::read_mediawiki,
    },
    Format {
        name: alto::ALTO,
        about: "ALTO, the text of a scanned page: one page, one article",
        told_by: "an `alto` element",
        is: alto::looks_like_alto,
        read: alto::read_alto,
    },
    Format {
        name: mets::METS,
        about: "METS, the articles of a scanned newspaper",
        told_by: "a `mets` element",
        is: mets::looks_like_mets,
        read: mets::read_mets,
    },
    Format {
        name: "olive",
        about: "Olive's XML of scanned newspapers, one article a file",
        told_by: "an `XMD-entity` element",
        is: olive::looks_like_olive,
        read: olive::read_olive,
    },
    Format {
        name: "proquest-xml",
        about: "ProQuest's records in XML",
        told_by: "a `Record` element with ProQuest's fields",
        is: export::looks_like_proquest_xml,
        read: export::read_proquest_xml,
    },
    Format {
        name: "mbox",
        about: "a mailbox, one article a message",
        told_by: "a line `From …` and the headers of a mail below it",
        is: mail::looks_like_mbox,
        read: mail::read_mbox,
    },
    Format {
        name: "mail",
        about: "one mail message (EML)",
        told_by: "the headers of a mail",
        is: mail::looks_like_mail,
        read: mail::read_mail,
    },
    Format {
        name: "proquest",
        about: "an export of ProQuest in text",
        told_by: "labels such as `Full text:` and `ProQuest document ID:`",
        is: export::looks_like_proquest,
        read: export::read_proquest,
    },
    Format {
        name: "factiva",
        about: "an export of Factiva in text, with codes or without",
        told_by: "codes such as `HD` and `PD`, or a number of words and a document number",
        is: export::looks_like_factiva,
        read: export::read_factiva,
    },
    Format {
        name: "factiva-html",
        about: "an export of Factiva in HTML",
        told_by: "an `html` element with Factiva's title or classes",
        is: export::looks_like_factiva_html,
        read: export::read_factiva_html,
    },
    Format {
        name: "nexis",
        about: "an export of Nexis or Nexis Uni in text",
        told_by: "a line such as `1 of 20 DOCUMENTS` or `End of Document`, and labels such as `LENGTH:`",
        is: export::looks_like_nexis,
        read: export::read_nexis,
    },
    Format {
        name: "ris",
        about: "references in RIS, as ProQuest and others export them",
        told_by: "a line `TY  - …` first",
        is: export::looks_like_ris,
        read: export::read_ris,
    },
    Format {
        name: "rtf",
        about: "RTF: an export of Nexis, Factiva or ProQuest, or one article",
        told_by: "the sign `{\\rtf` at its start",
        is: export::looks_like_rtf,
        read: export::read_rtf,
    },
    Format {
        name: "docx",
        about: "a DOCX: an export of Nexis, or one article",
        told_by: "a zip with a document of Word in it",
        is: export::looks_like_docx_package,
        read: export::read_docx_package,
    },
    Format {
        name: "docx-xml",
        about: "the document of a DOCX that was unpacked",
        told_by: "a `w:document` element",
        is: export::looks_like_docx,
        read: export::read_docx,
    },
    Format {
        name: "html",
        about: "a web page: one page, one article",
        told_by: "a doctype, or an element that only HTML has",
        is: html::looks_like_html,
        read: html::read_html,
    },
    Format {
        name: "parquet",
        about: "Parquet, a table of a data frame: one article a row",
        told_by: "the sign `PAR1` at its start",
        is: parquet::looks_like_parquet,
        read: parquet::read_parquet,
    },
    Format {
        name: "csv",
        about: "a table: CSV, TSV and their kin, one article a row",
        told_by: "rows that agree in their cells, or a header with the names of fields",
        is: table::looks_like_table,
        read: table::read_table,
    },
    Format {
        name: "elements",
        about: "XML whose elements are called like the fields of an article",
        told_by: "a text beside a headline or a date, in elements called so",
        is: elements::looks_like_elements,
        read: elements::read_elements,
    },
    Format {
        name: "page",
        about: "a news page saved as text",
        told_by: "text that reads like prose",
        is: unknown::looks_like_page,
        read: read_page,
    },
];

/// So much of an archive is looked at to tell its format.
pub const HEAD: usize = 64 << 10;

/// The format of an archive that begins with `head`, or why it is none that can be read.
///
/// # Errors
/// [`RecordError::UnknownFormat`], naming what it looks like.
pub fn detect(head: &Head) -> Result<&'static Format, RecordError> {
    FORMATS
        .iter()
        .find(|format| (format.is)(head))
        .ok_or_else(|| RecordError::UnknownFormat {
            looks_like: unknown::looks_like(head.bytes()),
        })
}

/// The format of this name, as [`FORMATS`] has it.
///
/// # Panics
/// If there is none.
pub fn named(name: &str) -> &'static Format {
    let mut formats = FORMATS.iter();
    let found = formats.find(|format| format.name == name);
    found.expect("the name is one of the table's")
}

fn read_page<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    one_record(input, context, |bytes| page_record(bytes, context))
}

/// The item of an archive that is one record: it is read whole, up to the limit of a record.
pub fn one_record<'a>(
    input: Input<'a>,
    context: &Context<'_>,
    read: impl Fn(&[u8]) -> Result<Record, RecordError> + 'a,
) -> Items<'a> {
    let limit = context.limits.record as u64;
    Box::new(std::iter::once(input).map(move |input| {
        let mut bytes = Vec::new();
        input.take(limit + 1).read_to_end(&mut bytes)?;
        let outcome = if bytes.len() as u64 > limit {
            Err(RecordError::TooLarge { limit })
        } else {
            read(&bytes)
        };
        Ok(match outcome {
            Ok(record) => Item::record(None, 0, record),
            Err(error) => Item::reject(None, 0, &bytes, error),
        })
    }))
}

fn page_record(bytes: &[u8], context: &Context<'_>) -> Result<Record, RecordError> {
    let decoded = text::decode(bytes, context.charset)?;
    let mut record = page::read_page(&decoded.text).map_err(|reason| match reason {
        page::NotAnArticle::NoText => RecordError::NoText,
        page::NotAnArticle::OnlyFurniture { .. } => RecordError::OnlyFurniture,
    })?;
    // One page, one address: where the page itself says none, the crawl's.
    record.url = record.url.or_else(|| context.url.map(str::to_owned));
    Ok(record)
}
