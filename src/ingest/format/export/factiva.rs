//! Factiva: the layout with two-letter codes (`HD`, `SN`, `LP` …), and the one for reading, without.
//!
//! In come lines, of a text or of what RTF and HTML say; out comes a record for each document. A document ends with its
//! accession number (`Document HGAZ000020151217ebch00001`). In the layout for reading the line with the number of words is
//! the anchor: above it section, headline and byline, below it date, time, publication, and at last a language and a notice
//! of rights, behind which the text begins.

mod display;

use serde_json::Value;

use super::super::blocks::{self, Block, Cut, End, Layout, Line};
use super::super::{Context, Head, Input, Items};
use super::{labels, languages};
use crate::article::{DateSource, Record};
use crate::date::PubDate;
use crate::ingest::archive::RecordError;

pub(super) const FORMAT: &str = "factiva";

/// The codes of fields, as Factiva's help lists them. `LP` is the lead, `TD` the rest of the text.
const CODES: [&str; 36] = [
    "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA", "CY",
    "LP", "TD", "ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "SE", "CLM",
    "CX", "DE", "DLN", "TI", "RST", "NOTE",
];

/// Whether an archive is an export of Factiva: an accession number at the end of a document, and codes or words before it.
pub fn looks_like_factiva(head: &Head) -> bool {
    let Some(text) = head.text() else {
        return false;
    };
    let (mut numbered, mut words, mut codes) = (false, false, 0);
    for line in text.lines() {
        numbered |= accession(line).is_some();
        words |= display::is_word_count(line.trim());
        codes += usize::from(
            code(line, Place::Head)
                .is_some_and(|(code, _)| matches!(code, "HD" | "WC" | "PD" | "SN" | "LP")),
        );
    }
    // A first document may be longer than the head: four codes in a row are no chance either.
    numbered && (words || codes >= 2) || codes >= 4
}

/// The documents of an export.
pub fn read_factiva<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    blocks::items(input, context, Factiva)
}

struct Factiva;

impl Layout for Factiva {
    fn cut(&self, line: Line<'_>) -> Cut {
        if line.bytes.len() <= 100 && accession(&String::from_utf8_lossy(line.bytes)).is_some() {
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
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let has_codes = lines
            .iter()
            .filter(|line| {
                code(line, Place::Head)
                    .is_some_and(|(code, _)| matches!(code, "HD" | "WC" | "PD" | "SN"))
            })
            .count()
            >= 2;
        if block.end != End::Marked {
            // Behind the last document Factiva says what was searched for, and whose the rights are.
            let is_cut = has_codes || lines.iter().any(|line| display::is_word_count(line.trim()));
            return is_cut.then(|| Err(RecordError::Truncated { what: "a document" }));
        }
        let read = if has_codes {
            read_codes(&lines)
        } else {
            display::read(&lines)
        };
        Some(read.map(|mut record| {
            let number = lines.iter().rev().find_map(|line| accession(line));
            record.id = record.id.or_else(|| number.map(str::to_owned));
            record.date_source = record.published.as_ref().map(|_| DateSource::Field);
            record
        }))
    }
}

/// The accession number in `Document HGAZ000020151217ebch00001`, with or without `AN` before it.
pub(super) fn accession(line: &str) -> Option<&str> {
    let line = line.trim();
    let line = line
        .strip_prefix("AN")
        .filter(|rest| rest.starts_with(char::is_whitespace))
        .unwrap_or(line)
        .trim_start();
    let (word, number) = line.split_once(char::is_whitespace)?;
    let number = number.trim();
    let is_word = ["Document", "Dokument", "Documento"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word));
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let fits = (16..=40).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_alphanumeric())
        && digits >= 8;
    (is_word && fits).then_some(number)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Where a code may stand before its value with one blank.
    Head,
    /// In a text, where a line in capitals may begin with `IN ` or `RE `.
    Text,
}

/// The code that a line begins with, and its value.
fn code(line: &str, place: Place) -> Option<(&'static str, &str)> {
    let line = line.trim_start();
    let end = line
        .bytes()
        .take_while(u8::is_ascii_uppercase)
        .take(4)
        .count();
    let code = CODES.iter().find(|code| **code == &line[..end])?;
    let rest = &line[end..];
    let is_apart = rest.is_empty()
        || rest.starts_with(['\t', '\u{a0}'])
        || rest.starts_with("  ")
        || place == Place::Head && rest.starts_with(' ');
    is_apart.then(|| (*code, rest.trim()))
}

/// A document with codes.
fn read_codes(lines: &[&str]) -> Result<Record, RecordError> {
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines {
        let in_text = fields
            .last()
            .is_some_and(|(code, _)| matches!(*code, "LP" | "TD" | "ART"));
        let place = if in_text { Place::Text } else { Place::Head };
        match code(line, place) {
            Some((code, value)) => fields.push((
                code,
                if value.is_empty() {
                    Vec::new()
                } else {
                    vec![value]
                },
            )),
            None => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(line);
                }
            }
        }
    }
    let mut record = Record::default();
    let (mut day, mut clock) = (None, None);
    for (code, lines) in fields {
        let line = lines
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if line.is_empty() {
            continue;
        }
        match code {
            "HD" | "TI" if record.title.is_empty() => record.title = line,
            "LP" | "TD" => record
                .body
                .push(lines.join("\n").trim_matches('\n').to_owned()),
            "BY" => record.byline = Some(labels::without_by(&line)),
            "PD" => day = Some(line),
            "ET" => clock = Some(line),
            "SN" => record.source = Some(line),
            "SE" | "CLM" if record.section.is_none() => record.section = Some(line),
            "LA" => record.lang = Some(languages::tag(&line)),
            "DLN" => record.place = Some(line),
            "NS" => {
                let (tags, codes) = coded(&line);
                record.tags.extend(tags);
                record.extra.insert("NS".to_owned(), Value::String(codes));
            }
            "AN" => record.id = line.split_whitespace().next_back().map(str::to_owned),
            code => {
                record.extra.insert(code.to_owned(), Value::String(line));
            }
        }
    }
    record.published = day
        .as_deref()
        .and_then(|day| date_of(day, clock.as_deref()));
    if record.published.is_none() {
        record
            .extra
            .extend(day.map(|day| ("PD".to_owned(), Value::String(day))));
    }
    if record.title.is_empty() && record.body.is_empty() {
        return Err(RecordError::NoText);
    }
    Ok(record)
}

/// A day with its time, if that can be read beside it.
pub(super) fn date_of(day: &str, clock: Option<&str>) -> Option<PubDate> {
    clock
        .and_then(|clock| PubDate::parse(&format!("{day} {clock}")))
        .or_else(|| PubDate::parse(day))
}

/// `c15 : Performance | gcat : Political News`: the names, and the codes.
fn coded(list: &str) -> (Vec<String>, String) {
    let pairs = list.split('|').map(|pair| {
        pair.split_once(':')
            .map_or(("", pair.trim()), |(code, name)| (code.trim(), name.trim()))
    });
    let (codes, names): (Vec<&str>, Vec<&str>) = pairs.filter(|(_, name)| !name.is_empty()).unzip();
    (
        names.into_iter().map(str::to_owned).collect(),
        codes.join(" "),
    )
}

#[cfg(test)]
mod tests;
