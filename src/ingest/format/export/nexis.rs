//! Nexis: the old layout (`1 of 250 DOCUMENTS`, labels in capitals) and that of Nexis Uni (`End of Document`).
//!
//! In come lines; out comes a record for each document. Above its labels a document has lines that are told by their order
//! alone: the publication is the line before the date, the headline is labelled, or stands before the publication (Nexis
//! Uni), or behind the date. The cover of an export and its list of contents are no records.

use serde_json::Value;

use super::super::blocks::{self, Block, Cut, End, Layout, Line};
use super::super::{Context, Head, Input, Items};
use super::labels::{self, Role};
use super::languages;
use crate::article::{DateSource, Record};
use crate::date::{Precision, PubDate};
use crate::ingest::archive::RecordError;

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

/// `Body`, `Classification` and the like, alone on a line.
fn heading(line: &str) -> Option<Role> {
    let line = line.trim();
    if line.len() > 24 || line.contains([':', '.']) {
        return None;
    }
    match labels::role(line)? {
        Role::Body => Some(Role::Body),
        Role::Below
            if matches!(
                labels::plain(line).as_str(),
                "classification" | "graphic" | "grafik" | "graphique" | "notes" | "correction"
            ) =>
        {
            Some(Role::Below)
        }
        _ => None,
    }
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
        fields.take(&self.paragraphs[at][line..]);
        for paragraph in &self.paragraphs[at + 1..] {
            fields.take(paragraph);
        }
        fields.fill(&mut record);
        read_above(&above, self.is_counted, &mut record);
        record.date_source = record.published.as_ref().map(|_| DateSource::Printed);
        Ok(record)
    }
}

fn is_body_mark(line: &str) -> bool {
    heading(line) == Some(Role::Body)
        || labels::known(line).is_some_and(|(_, role, _)| role == Role::Body)
}

/// Whether a line above a text is one with a label.
fn is_field(line: &str) -> bool {
    labels::known(line).is_some()
        || labels::split(line).is_some_and(|(label, _)| is_capitals(label))
}

fn is_capitals(label: &str) -> bool {
    label.len() > 2
        && label.chars().any(char::is_alphabetic)
        && !label.chars().any(char::is_lowercase)
}

/// The labelled part of a document, paragraph by paragraph.
struct Fields {
    found: Vec<(String, Option<Role>, String)>,
    body: Vec<String>,
    place: Place,
    has_body_mark: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Above,
    Body,
    Below,
}

impl Fields {
    fn new(has_body_mark: bool) -> Self {
        Self {
            found: Vec::new(),
            body: Vec::new(),
            place: Place::Above,
            has_body_mark,
        }
    }

    fn take(&mut self, paragraph: &[&str]) {
        let Some(first) = paragraph.first() else {
            return;
        };
        let known = labels::known(first);
        let heading = (paragraph.len() == 1).then(|| heading(first)).flatten();
        match self.place {
            Place::Body => {
                // Capitals keep a sentence such as "Note: …" in its text; Nexis Uni has small letters, and a heading first.
                let ends = known.is_some_and(|(label, role, _)| {
                    role.is_below() && (is_capitals(label) || is_unmistakable(label))
                });
                if heading == Some(Role::Below) || ends {
                    self.place = Place::Below;
                    self.take_lines(paragraph);
                } else {
                    self.body.push(paragraph.join("\n"));
                }
            }
            Place::Above if heading == Some(Role::Body) => self.place = Place::Body,
            Place::Above
                if known.is_none()
                    && !self.has_body_mark
                    && (self.has_length() || !is_field(first)) =>
            {
                // Nothing says where the text begins: behind the labels.
                if !labels::is_copyright(first) {
                    self.place = Place::Body;
                    self.body.push(paragraph.join("\n"));
                }
            }
            Place::Above | Place::Below => self.take_lines(paragraph),
        }
    }

    /// The length is the last of the labels above a text, or among the last: what comes then in capitals is text.
    fn has_length(&self) -> bool {
        self.found
            .iter()
            .any(|(_, role, _)| *role == Some(Role::Length))
    }

    /// Lines with labels, and those that go on with the value before.
    fn take_lines(&mut self, lines: &[&str]) {
        for (at, line) in lines.iter().enumerate() {
            if self.place == Place::Above {
                match labels::known(line) {
                    Some((_, Role::Body, value)) => {
                        self.place = Place::Body;
                        let rest: Vec<&str> = std::iter::once(value)
                            .chain(lines[at + 1..].iter().copied())
                            .filter(|line| !line.is_empty())
                            .collect();
                        if !rest.is_empty() {
                            self.body.push(rest.join("\n"));
                        }
                        return;
                    }
                    None if heading(line) == Some(Role::Body) => {
                        self.place = Place::Body;
                        if at + 1 < lines.len() {
                            self.body.push(lines[at + 1..].join("\n"));
                        }
                        return;
                    }
                    _ => {}
                }
            }
            match labels::split(line).filter(|_| is_field(line)) {
                Some((label, value)) => {
                    self.found
                        .push((labels::plain(label), labels::role(label), value.to_owned()))
                }
                None if heading(line).is_some() => {
                    self.found
                        .push((labels::plain(line), Some(Role::Below), String::new()));
                }
                None if labels::is_copyright(line) => return,
                None => {
                    if let Some((_, _, value)) = self.found.last_mut() {
                        if !value.is_empty() {
                            value.push(' ');
                        }
                        value.push_str(line.trim());
                    }
                }
            }
        }
    }

    fn fill(self, record: &mut Record) {
        record.body = if self.body.is_empty() {
            Vec::new()
        } else {
            vec![self.body.join("\n\n")]
        };
        for (label, role, value) in self.found {
            if value.is_empty() {
                continue;
            }
            match role {
                Some(Role::Title) if record.title.is_empty() => record.title = value,
                Some(Role::Section) if record.section.is_none() => record.section = Some(value),
                Some(Role::Byline) if record.byline.is_none() => {
                    record.byline = Some(labels::without_by(&value))
                }
                Some(Role::Place) if record.place.is_none() => record.place = Some(value),
                Some(Role::Lang) if record.lang.is_none() => {
                    record.lang = Some(languages::tag(&value))
                }
                Some(Role::Tags) => record.tags.extend(labels::tags(&value)),
                Some(Role::Url) if record.url.is_none() && value.starts_with("http") => {
                    record.url = Some(value)
                }
                _ => {
                    record.extra.entry(label).or_insert(Value::String(value));
                }
            }
        }
    }
}

/// Labels that end a text even in small letters: no sentence begins so.
fn is_unmistakable(label: &str) -> bool {
    label.contains('-')
        || matches!(
            labels::plain(label).as_str(),
            "classification" | "language" | "sprache" | "langue" | "idioma"
        )
}

/// The lines above the labels: publication, date, edition, headline, and a notice of rights.
fn read_above(above: &[&[&str]], is_counted: bool, record: &mut Record) {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    for (paragraph, own) in above.iter().enumerate() {
        let rights = own
            .iter()
            .position(|line| labels::is_copyright(line))
            .unwrap_or(own.len());
        lines.extend(own[..rights].iter().map(|line| (paragraph, line.trim())));
    }
    let dated = lines
        .iter()
        .enumerate()
        .find_map(|(at, (_, line))| Some((at, date_of(line)?)));
    let Some((at, (date, edition))) = dated else {
        // Without a date only the order is left: the headline, then the publication.
        let mut rest = lines.into_iter().map(|(_, line)| line.to_owned());
        if record.title.is_empty() && !is_counted {
            record.title = rest.next().unwrap_or_default();
        }
        record.source = rest.next();
        return;
    };
    record.published = Some(date);
    let source = at.checked_sub(1);
    record.source = source.map(|at| lines[at].1.to_owned());
    let mut edition: Vec<String> = edition.into_iter().collect();
    let behind = &lines[at + 1..];
    let same = behind
        .iter()
        .take_while(|line| line.0 == lines[at].0)
        .count();
    if record.title.is_empty() {
        let before = source
            .and_then(|at| at.checked_sub(1))
            .map(|at| lines[at].1);
        record.title = match before {
            Some(title) => title.to_owned(),
            None => {
                let first = behind.get(same).map(|line| line.0);
                let title = behind[same..].iter().filter(|line| Some(line.0) == first);
                title.map(|line| line.1).collect::<Vec<_>>().join(" ")
            }
        };
    }
    edition.extend(behind[..same].iter().map(|line| line.1.to_owned()));
    if !edition.is_empty() {
        record
            .extra
            .insert("edition".to_owned(), Value::String(edition.join(" ")));
    }
}

/// The date that a line begins with, and what stands behind it: a weekday and an edition.
fn date_of(line: &str) -> Option<(PubDate, Option<String>)> {
    if line.len() > 120 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    (1..=words.len().min(10)).rev().find_map(|count| {
        let date = PubDate::parse(&words[..count].join(" "))?;
        let rest = words[count..].join(" ");
        let is_date = date.precision() >= Precision::Month;
        is_date.then(|| (date, (!rest.is_empty()).then_some(rest)))
    })
}

#[cfg(test)]
mod tests;
