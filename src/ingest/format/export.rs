//! The exports that researchers have: Nexis, Factiva, ProQuest and RIS, as text, and as the RTF, HTML and DOCX around it.
//!
//! Vendors change their layouts and translate them; what stays are the labels and the order. So an export becomes lines of
//! text first, whatever it was saved as, and each vendor has one reader of lines, which tolerates blank lines, other
//! languages' labels and fields that are missing. The readers are written from the exports' looks, not from a
//! specification, for there is none. A record whose parts cannot be told apart is a reject with its reason.
//!
//! `labels` knows what a label means; `nexis`, `factiva`, `proquest` and `ris` cut and read; `rtf` and `docx` give the text.

mod document;
mod docx;
mod factiva;
mod labels;
mod languages;
mod nexis;
mod proquest;
mod proquest_xml;
mod ris;
mod rtf;

use std::io::{self, BufReader, Cursor, Read};

use super::{Context, Head, Input, Items};
use crate::ingest::archive::{Item, RecordError};
use crate::ingest::{markup, text};

pub use docx::{looks_like_docx, looks_like_docx_package, read_docx, read_docx_package};
pub use factiva::{looks_like_factiva, read_factiva};
pub use nexis::{looks_like_nexis, read_nexis};
pub use proquest::{looks_like_proquest, read_proquest};
pub use proquest_xml::{looks_like_proquest_xml, read_proquest_xml};
pub use ris::{looks_like_ris, read_ris};

/// The tag of a language by its name in one of several languages; what is no known name stays as it is written.
pub(super) fn language_tag(name: &str) -> String {
    languages::tag(name)
}

/// Whether an archive is a page that Factiva saved as HTML.
pub fn looks_like_factiva_html(head: &Head) -> bool {
    head.root()
        .is_some_and(|root| root.eq_ignore_ascii_case("html"))
        && head.text().is_some_and(|text| {
            let start = text[..text.floor_char_boundary(4096)].to_ascii_lowercase();
            start.contains("<title>factiva</title>") || text.contains("class=\"article enArticle\"")
        })
}

/// The articles of a page that Factiva saved as HTML. Lines and bytes of its rejects are those of its text.
pub fn read_factiva_html<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    through_text(input, context, Unknown::Reject, |bytes| {
        let decoded = text::decode(bytes, context.charset)?;
        Ok(markup::paragraphs(&decoded.text).join("\n\n"))
    })
}

/// Whether an archive is in RTF.
pub fn looks_like_rtf(head: &Head) -> bool {
    head.bytes().starts_with(b"{\\rtf")
}

/// The articles of an export in RTF; of any other RTF the one article that its text is.
pub fn read_rtf<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    through_text(input, context, Unknown::Document, |bytes| {
        Ok(rtf::text(bytes))
    })
}

/// What to do with a text that is no vendor's export.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unknown {
    /// Read it as a document of a word processor.
    Document,
    Reject,
}

/// Reads an archive whole, has its text, and reads that by the vendor's layout that it shows.
fn through_text<'a>(
    mut input: Input<'a>,
    context: &'a Context<'a>,
    unknown: Unknown,
    text_of: impl Fn(&[u8]) -> Result<String, RecordError>,
) -> Items<'a> {
    let mut bytes = Vec::new();
    let limit = context.limits.record as u64;
    let read = input.by_ref().take(limit + 1).read_to_end(&mut bytes);
    let text = match read {
        Err(error) => return one(Err(error)),
        Ok(_) if bytes.len() as u64 > limit => Err(RecordError::TooLarge { limit }),
        Ok(_) => text_of(&bytes),
    };
    match text {
        Ok(text) => of_text(text, context, unknown),
        Err(error) => one(Ok(Item::reject(None, 0, &bytes, error))),
    }
}

/// The items of a text.
fn of_text<'a>(text: String, context: &'a Context<'a>, unknown: Unknown) -> Items<'a> {
    let head = Head::new(text.as_bytes()[..text.floor_char_boundary(super::HEAD)].to_vec());
    let layouts: [Layout; 4] = [
        (looks_like_proquest, read_proquest),
        (looks_like_factiva, read_factiva),
        (looks_like_nexis, read_nexis),
        (looks_like_ris, read_ris),
    ];
    if let Some((_, read)) = layouts.iter().find(|(is, _)| is(&head)) {
        return read(
            Box::new(BufReader::new(Cursor::new(text.into_bytes()))),
            context,
        );
    }
    let outcome = match unknown {
        Unknown::Document => document::record(&text, context),
        Unknown::Reject => Err(RecordError::Malformed {
            format: "factiva",
            reason: "no article can be told apart in it".to_owned(),
        }),
    };
    one(Ok(match outcome {
        Ok(record) => Item::record(None, 0, record),
        Err(error) => Item::reject(None, 0, text.as_bytes(), error),
    }))
}

/// A layout: whether a text that begins so is of it, and its reader.
type Layout = (fn(&Head) -> bool, Reader);
type Reader = for<'a> fn(Input<'a>, &'a Context<'a>) -> Items<'a>;

fn one<'a>(item: io::Result<Item>) -> Items<'a> {
    Box::new(std::iter::once(item))
}
