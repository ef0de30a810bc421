//! Web pages: one page in, one [`Record`] out, or the reason why it is no article.
//!
//! What comes in is a page as a server sent it, in any encoding. What goes out is its story with headline, standfirst,
//! paragraphs, authors, times, section, publication, address, language and tags. Always holds: every paragraph is the page's
//! own text; a date is one that the page gives; no script, style or hidden text is in any field; time and memory are linear
//! in the page.
//!
//! ```text
//!   text ─ scan ─► tokens ─ tree ─► elements ─┬─ meta, linked ─► what the page says of itself ─┐
//!                                             └─ prune, blocks ─► lines ─ body ─► the story ───┴─► record
//! ```
//!
//! No site's layout is known here, and no crate's extractor is used: three were measured beside this one (docs/formats.md).

mod blocks;
mod body;
mod dates;
mod entity;
mod fields;
mod kind;
mod linked;
mod meta;
mod page;
mod people;
mod prune;
mod scan;
mod shell;
mod sniff;
mod tag;
mod title;
mod tree;
mod words;

#[cfg(test)]
mod tests;

use encoding_rs::Encoding;
use serde_json::Value;

use super::{Context, Head, Input, Items, one_record};
use crate::article::Record;
use crate::ingest::archive::RecordError;
use crate::ingest::text::{self, Decoded};

use page::Page;
use tree::{MOST_NODES, Tree};

/// Whether an archive that begins with `head` is a web page.
pub fn looks_like_html(head: &Head) -> bool {
    sniff::is_html(head)
}

/// The one record of a web page.
pub fn read_html<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    one_record(input, context, |bytes| html_record(bytes, context))
}

/// Reads a web page; `context` has the address and the encoding that came with it, where a crawl kept them.
///
/// # Errors
/// [`RecordError::NotAnArticle`] if it is a home page, a list, an error; [`RecordError::BadEncoding`] if it cannot be read;
/// [`RecordError::TooManyValues`] if it has more than 500,000 elements and texts.
pub fn html_record(bytes: &[u8], context: &Context<'_>) -> Result<Record, RecordError> {
    let decoded = decoded(bytes, context.charset)?;
    let tree =
        Tree::parse(&decoded.text).map_err(|_| RecordError::TooManyValues { limit: MOST_NODES })?;
    let page = Page::read(&tree, context.url);
    if let Some(what) = kind::no_article(&page) {
        return Err(RecordError::NotAnArticle { what });
    }
    Ok(record(&page))
}

/// The text of a page, in the encoding that came with it or else the one that it declares.
fn decoded<'a>(bytes: &'a [u8], beside: Option<&str>) -> Result<Decoded<'a>, RecordError> {
    let own = sniff::charset(bytes);
    let Some(beside) = beside else {
        return text::decode(bytes, own.as_deref());
    };
    let first = text::decode(bytes, Some(beside));
    let name = Encoding::for_label(beside.trim().as_bytes()).map(Encoding::name);
    match &first {
        // A server says the same of all its pages.
        Ok(decoded) if Some(decoded.encoding) != name && own.is_some() => {
            text::decode(bytes, own.as_deref())
        }
        _ => first,
    }
}

/// The record that a page is.
fn record(page: &Page<'_>) -> Record {
    let times = dates::times(page);
    let authors = people::authors(page);
    let mut record = Record {
        title: title::headline(page),
        body: page.story.paragraphs.clone(),
        published: times.published.map(|(date, _)| date),
        date_source: times.published.map(|(_, source)| source),
        source: page.site.first().cloned(),
        section: fields::section(page),
        byline: Some(authors.join(", ")).filter(|names| !names.is_empty()),
        url: page.urls.first().cloned(),
        lang: page.lang.clone(),
        tags: fields::tags(page),
        ..Record::default()
    };
    let standfirst = page.story.paragraphs[..page.story.standfirst].join(" ");
    let besides = [
        ("modified", times.modified),
        ("standfirst", Some(standfirst)),
        ("description", page.descriptions.first().cloned()),
    ];
    for (key, value) in besides {
        if let Some(text) = value.filter(|text| !text.is_empty()) {
            record.extra.insert(key.to_owned(), Value::String(text));
        }
    }
    record
}
