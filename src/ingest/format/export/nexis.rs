//! Nexis: the old layout (`1 of 250 DOCUMENTS`, labels in capitals) and that of Nexis Uni (`End of Document`).
//!
//! In come lines; out comes a record for each document. Above its labels a document has lines that are told by their order
//! alone: the publication is the line before the date, the headline is labelled, or stands before the publication (Nexis
//! Uni), or behind the date. The cover of an export and its list of contents are no records.

use super::super::blocks::{self, Block, Cut, End, Layout, Line};
use super::super::{Context, Head, Input, Items};
use super::labels::{self, Role};
use crate::article::{DateSource, Record};
use crate::ingest::archive::RecordError;

mod above;
mod fields;

use above::read_above;
use fields::{Fields, is_body_mark, is_field};

const FORMAT: &str = "nexis";

/// Whether an archive is an export of Nexis: lines that count or end documents, and a length, a load date or a body.
pub fn looks_like_nexis(head: &Head) -> bool {
    let Some(text) = head.text() else {
        return false;
    };
    let (mut marked, mut labelled) = (false, false);
    for line in text.lines() {
        marked |= is_counter(line) || is_end(line);
        labelled |= match labels::known(line) {
            Some((label, Role::Length | Role::Section | Role::Byline | Role::Body, _)) => {
                label.len() > 3
            }
            Some((label, Role::Below, _)) => matches!(
                labels::plain(label).as_str(),
                "loaddate" | "update" | "datechargement" | "publicationtype"
            ),
            _ => labels::is_copyright(line),
        };
    }
    marked && labelled
}

/// The documents of an export.
pub fn read_nexis<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    blocks::items(input, context, Nexis)
}

struct Nexis;

impl Layout for Nexis {
    fn cut(&self, line: Line<'_>) -> Cut {
        // No mark is longer, and most lines of a body are.
        if line.bytes.len() > 160 {
            return Cut::Within;
        }
        let text = String::from_utf8_lossy(line.bytes);
        if is_counter(&text) {
            Cut::Before
        } else if is_end(&text) {
            Cut::After
        } else {
            Cut::Within
        }
    }

    fn read(&mut self, block: &Block<'_>) -> Option<Result<Record, RecordError>> {
        let text = match block.text() {
            Ok(text) => text,
            Err(error) => return Some(Err(error)),
        };
        let document = Document::new(&text);
        let is_told = document.is_counted || block.end == End::Marked;
        if !is_told {
            // Before the first document a cover stands, behind the last nothing, unless the archive is cut off.
            let is_cut = block.end == End::Archive && document.has_body_mark;
            return is_cut.then(|| Err(RecordError::Truncated { what: "a document" }));
        }
        Some(document.read())
    }
}

/// `1 of 250 DOCUMENTS`, `Dokument 1 von 250`, `1 de 250 DOCUMENTS`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let is_document = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "document"
                | "documents"
                | "dokument"
                | "dokumente"
                | "dokumenten"
                | "documento"
                | "documentos"
                | "documenti"
                | "documenten"
        )
    };
    let is_of = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "of" | "von" | "de" | "sur" | "di" | "van"
        )
    };
    let is_number = |word: &str| {
        !word.is_empty()
            && word.len() <= 9
            && word
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
    };
    match words[..] {
        [n, of, m, document] => {
            is_number(n) && is_of(of) && is_number(m) && is_document(document)
                || is_document(n) && is_number(of) && is_of(m) && is_number(document)
        }
        _ => false,
    }
}

/// `End of Document` in its languages.
fn is_end(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 40
        && matches!(
            labels::plain(line).as_str(),
            "endofdocument"
                | "endedesdokuments"
                | "dokumentende"
                | "findudocument"
                | "findedocument"
                | "findeldocumento"
                | "findedocumento"
                | "finedeldocumento"
                | "fimdodocumento"
                | "eindevandocument"
                | "eindevanhetdocument"
        )
}

/// A document's paragraphs: runs of lines without a blank one.
struct Document<'t> {
    paragraphs: Vec<Vec<&'t str>>,
    is_counted: bool,
    has_body_mark: bool,
}

impl<'t> Document<'t> {
    fn new(text: &'t str) -> Self {
        let mut paragraphs: Vec<Vec<&str>> = vec![Vec::new()];
        let (mut is_counted, mut has_body_mark) = (false, false);
        for line in text.lines() {
            if is_counter(line) {
                is_counted = true;
            } else if line.trim().is_empty() {
                paragraphs.push(Vec::new());
            } else if !is_end(line) {
                has_body_mark |= is_body_mark(line);
                paragraphs
                    .last_mut()
                    .expect("there is always one")
                    .push(line);
            }
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        Self {
            paragraphs,
            is_counted,
            has_body_mark,
        }
    }

    fn read(&self) -> Result<Record, RecordError> {
        let mut record = Record::default();
        // The labels begin inside a paragraph where an export has no blank lines.
        let labels_at = self
            .paragraphs
            .iter()
            .enumerate()
            .find_map(|(at, paragraph)| {
                let line = paragraph
                    .iter()
                    .position(|line| is_field(line) || is_body_mark(line))?;
                Some((at, line))
            });
        let Some((at, line)) = labels_at else {
            return Err(RecordError::Malformed {
                format: FORMAT,
                reason: "a document without a label such as LENGTH or BODY".to_owned(),
            });
        };
        let mut above: Vec<&[&str]> = self.paragraphs[..at].iter().map(Vec::as_slice).collect();
        if line > 0 {
            above.push(&self.paragraphs[at][..line]);
        }
        let mut fields = Fields::new(self.has_body_mark);
        let first = &self.paragraphs[at][line..];
        let rest = self.paragraphs[at + 1..].iter().map(Vec::as_slice);
        let mut paragraphs = std::iter::once(first).chain(rest).peekable();
        while let Some(paragraph) = paragraphs.next() {
            fields.take(paragraph, paragraphs.peek().copied());
        }
        fields.fill(&mut record);
        read_above(&above, self.is_counted, &mut record);
        record.date_source = record.published.as_ref().map(|_| DateSource::Printed);
        Ok(record)
    }
}

#[cfg(test)]
mod tests;
