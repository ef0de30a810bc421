//! A message in ANPA-1312, "Wire Service Transmission Guidelines", of 1979 → one record.
//!
//! ```text
//! SYN SYN SOH a1234 US -----                       service and number, version
//! u i DC3 DC1 BC-QNA--Ferries  11-13 0895          priority, category, format; keyword, day, words
//! STX ^BC-QNA--Ferries, 1st Ld,895<                lines between `^` and `<`: keyword, headline, notes,
//! ^Fog stops the ferries<                          byline (these end in `=`)
//! ^By ANNA TERN=
//! TAB QUAY (QNA) _ …                               text, each paragraph indented
//! ETX QNA-WF-11-13-13 0713GMT<                     wire, day and time
//! ```
//!
//! Typography is spelt out: `_` is a dash, two grave accents open a quotation and two apostrophes close it.

use super::copy::paragraphs;
use super::{Message, malformed};
use crate::article::{DateSource, Record};
use crate::date::PubDate;
use crate::ingest::archive::RecordError;
use crate::ingest::format::wire::{dateline, keep};
use crate::ingest::format::xml::fields::{byline, some};

/// Categories that all wires mean alike.
const CATEGORIES: [(&str, &str); 11] = [
    ("a", "Domestic"),
    ("c", "Features"),
    ("d", "Food"),
    ("e", "Entertainment"),
    ("f", "Financial"),
    ("i", "International"),
    ("l", "Lifestyle"),
    ("o", "Weather"),
    ("p", "Politics"),
    ("s", "Sports"),
    ("w", "Washington"),
];

/// Whether a header is of this format: a letter and four digits; a priority and a category in the second line.
pub(super) fn is_header(header: &[u8]) -> bool {
    let mut lines = header
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .filter(|line| !line.is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return false;
    };
    let is_number = first.len() >= 5
        && first[0].is_ascii_alphanumeric()
        && first[1..5].iter().all(u8::is_ascii_digit);
    let is_priority = second.len() >= 3
        && second[0].is_ascii_alphabetic()
        && second[1] == b' '
        && second[2].is_ascii_alphanumeric();
    is_number && is_priority
}

/// The record of a message.
pub(super) fn record(message: &Message<'_>) -> Result<Record, RecordError> {
    let mut header = message
        .header
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let (Some(first), Some(second)) = (header.next(), header.next()) else {
        return Err(malformed("a header of less than two lines"));
    };
    let number: String = first.chars().take(5).collect();
    let mut words = second.split_whitespace();
    let priority = words.next().map(str::to_owned);
    let category = words
        .next()
        .map(|word| word.chars().take(1).collect::<String>());
    let mut record = Record {
        published: date(message.trailer),
        ..Record::default()
    };
    record.date_source = record.published.map(|_| DateSource::Field);
    let (head, text) = parts(message.text);
    headlines(&mut record, &head);
    // `<` ends a line for good, and `^` begins one.
    let lines = text.iter().flat_map(|line| {
        let parted = line.starts_with('^').then_some("");
        parted
            .into_iter()
            .chain([*line])
            .chain(line.trim_end().ends_with('<').then_some(""))
    });
    record.body = paragraphs(lines)
        .iter()
        .filter_map(|text| typeset(text))
        .collect();
    let (place, agency) = record
        .body
        .first()
        .map_or((None, None), |first| dateline(first));
    record.place = place;
    record.source = agency.or_else(|| wire(message.trailer));
    let named = |code: &String| CATEGORIES.iter().find(|(own, _)| own == code);
    record.section = category
        .as_ref()
        .and_then(named)
        .map(|(_, name)| (*name).to_owned());
    // A service numbers its messages anew every day.
    record.id = record
        .published
        .map(|date| format!("{number}:{}", date.day_text()));
    keep(&mut record, "priority", priority);
    keep(&mut record, "category", category);
    keep(&mut record, "number", [number]);
    Ok(record)
}

/// The lines above the text, without their signs, and those of the text. Above it each line is one of its own.
fn parts(text: &str) -> (Vec<&str>, Vec<&str>) {
    let lines: Vec<&str> = text.lines().collect();
    let is_head = |line: &&str| line.starts_with('^') || line.trim().is_empty();
    let end = lines
        .iter()
        .position(|line| !is_head(line))
        .unwrap_or(lines.len());
    let (head, text) = lines.split_at(end);
    (head.to_vec(), text.to_vec())
}

/// Keyword, headline, byline and notes of the lines above the text.
fn headlines(record: &mut Record, head: &[&str]) {
    let mut notes = Vec::new();
    let mut slug = None;
    for line in head {
        let is_byline = line.trim_end().ends_with('=');
        let Some(text) = typeset(line) else { continue };
        let is_note = [
            "Eds",
            "(Eds",
            "AP Photo",
            "AP Video",
            "AP Graphic",
            "AP Audio",
            "With ",
            "(AP Photo",
        ]
        .iter()
        .any(|start| text.starts_with(start));
        if slug.is_none() {
            slug = Some(text);
        } else if is_byline {
            if record.byline.is_none() && text.starts_with("By ") {
                record.byline = byline(&text);
            }
        } else if is_note {
            notes.push(text);
        } else if record.title.is_empty() {
            record.title = text;
        } else {
            notes.push(text);
        }
    }
    if record.title.is_empty() {
        record.title = slug
            .as_deref()
            .map(without_count)
            .unwrap_or_default()
            .to_owned();
    }
    keep(record, "slug", slug);
    keep(record, "note", notes);
}

/// A keyword line without the number of words behind it.
fn without_count(slug: &str) -> &str {
    match slug.rsplit_once(',') {
        Some((before, count)) if count.chars().all(|c| c.is_ascii_digit()) => before,
        _ => slug.trim_end_matches(','),
    }
}

/// A line without its signs, its typography put into characters; `None` if nothing is left.
fn typeset(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches('^').trim_end();
    let line = line.strip_suffix(['<', '=']).unwrap_or(line).trim();
    if line == "END" {
        return None;
    }
    some(
        &line
            .replace(" _ ", " — ")
            .replace("``", "“")
            .replace("''", "”"),
    )
}

/// The wire that a message ran on: `QNA` in `QNA-WF-11-13-13 0713GMT`.
fn wire(trailer: &str) -> Option<String> {
    let name = trailer.trim().split('-').next()?;
    (name.len() <= 8 && name.chars().all(char::is_alphabetic)).then(|| some(name))?
}

/// `QNA-WF-11-13-13 0713GMT<`: the month, the day and the year; the time and its zone.
fn date(trailer: &str) -> Option<PubDate> {
    let line = trailer
        .lines()
        .map(str::trim)
        .find(|line| line.contains(|c: char| c.is_ascii_digit()))?;
    let line = line.trim_end_matches('<');
    let (wire, clock) = line.split_once(' ').unwrap_or((line, ""));
    let mut parts = wire.rsplit('-');
    let (year, day, month) = (parts.next()?, parts.next()?, parts.next()?);
    let century = if year >= "70" { "19" } else { "20" };
    let date = format!("{century}{year}-{month}-{day}");
    let clock = clock.trim();
    let exact = clock.split_at_checked(4).and_then(|(digits, zone)| {
        let (hour, minute) = digits.split_at_checked(2)?;
        PubDate::parse(&format!("{date} {hour}:{minute} {}", zone.trim()))
    });
    exact.or_else(|| PubDate::parse(&date))
}
