//! A message in IPTC 7901, "The IPTC Recommended Message Format", of 1979 → one record.
//!
//! ```text
//! SOH eca062 4 i 211 ccccb   qna 061      service and number, urgency, category, words, routing
//! Harbour/ferries/                        keywords
//! STX EXTRA                               label, headline, byline: to the line that ends in `=`
//! Ferries stop for fog =
//!
//! Quay (qna) - …                          text
//! ETX 131137 GMT Nov 13                   day and time, zone, month, year
//! ```

use super::copy::paragraphs;
use super::{Message, malformed};
use crate::article::{DateSource, Record};
use crate::date::PubDate;
use crate::ingest::archive::RecordError;
use crate::ingest::format::wire::{dateline, keep};
use crate::ingest::format::xml::fields::{byline, some};

/// How many lines may stand above the text.
const HEAD_LINES: usize = 12;

/// Whether a header is of this format: service and number, then an urgency of one digit, then a category.
pub(super) fn is_header(header: &[u8]) -> bool {
    // The lines below the first are keywords, in whatever encoding the wire has.
    let mut lines = header.split(|byte| matches!(byte, b'\n' | b'\r' | 0x1E | 0x1F));
    let first = lines.find(|line| !line.trim_ascii().is_empty());
    let Some(header) = first.and_then(|line| std::str::from_utf8(line).ok()) else {
        return false;
    };
    let mut words = header.split_whitespace();
    let service = words.next().unwrap_or_default();
    let is_service = service.starts_with(|c: char| c.is_ascii_alphabetic())
        && service.ends_with(|c: char| c.is_ascii_digit())
        && service.len() <= 12
        && service.chars().all(|c| c.is_ascii_alphanumeric());
    let is_urgency = words
        .next()
        .is_some_and(|word| word.len() == 1 && word.as_bytes()[0].is_ascii_digit());
    let is_category = words
        .next()
        .is_some_and(|word| word.len() <= 4 && word.chars().all(char::is_alphabetic));
    is_service && is_urgency && is_category
}

/// The record of a message.
pub(super) fn record(message: &Message<'_>) -> Result<Record, RecordError> {
    let mut header = message
        .header
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let first = header
        .next()
        .ok_or_else(|| malformed("a message without a header"))?;
    let words: Vec<&str> = first.split_whitespace().collect();
    let (head, text) = parts(message.text);
    let mut record = Record {
        published: date(message.trailer),
        ..Record::default()
    };
    record.date_source = record.published.map(|_| DateSource::Field);
    headline(&mut record, &head);
    body(&mut record, &text);
    let agency_in_header = words
        .iter()
        .rev()
        .nth(1)
        .filter(|word| word.chars().all(char::is_alphabetic));
    let (place, agency) = record
        .body
        .first()
        .map_or((None, None), |first| dateline(first));
    record.place = place;
    record.source = agency.or_else(|| agency_in_header.map(|word| (*word).to_owned()));
    let slugs: Vec<&str> = header.collect();
    record.tags = slugs
        .iter()
        .flat_map(|line| line.split('/'))
        .filter_map(some)
        .collect();
    let word = |n: usize| words.get(n).map(|word| (*word).to_owned());
    // A service numbers its messages anew every day.
    let day = record.published.map(|date| date.day_text());
    record.id = day.and_then(|day| Some(format!("{}:{day}", word(0)?)));
    keep(&mut record, "urgency", word(1));
    keep(&mut record, "category", word(2));
    keep(&mut record, "service", word(0));
    Ok(record)
}

/// The lines above the text, and those of the text. The last line above ends in `=`.
fn parts(text: &str) -> (Vec<&str>, Vec<&str>) {
    let lines: Vec<&str> = text.lines().collect();
    let above = lines.iter().take(HEAD_LINES);
    let end = above
        .clone()
        .position(|line| line.trim_end().ends_with('='))
        .or_else(|| {
            // Without the sign the head ends at the first blank line.
            let start = above.clone().position(|line| !line.trim().is_empty())?;
            let blank = lines[start..]
                .iter()
                .take(HEAD_LINES)
                .position(|line| line.trim().is_empty())?;
            Some(start + blank)
        });
    match end {
        Some(end) => (lines[..=end].to_vec(), lines[end + 1..].to_vec()),
        None => (Vec::new(), lines),
    }
}

/// Label, headline and byline of the lines above the text.
fn headline(record: &mut Record, head: &[&str]) {
    let mut title: Vec<&str> = Vec::new();
    let mut labels = Vec::new();
    for line in head
        .iter()
        .map(|line| line.trim().trim_end_matches('=').trim())
    {
        let starts_with_by = ["By ", "Von ", "Par ", "Por ", "Di "]
            .iter()
            .any(|by| line.starts_with(by));
        if line.is_empty() {
            continue;
        } else if title.is_empty() && is_label(line) {
            labels.push(line.to_owned());
        } else if !title.is_empty() && starts_with_by {
            let name = line.split_once(' ').map_or(line, |(_, name)| name);
            // The agency stands behind the name.
            record.byline = byline(name.split(", ").next().unwrap_or(name));
        } else {
            title.push(line);
        }
    }
    if title.is_empty() && !labels.is_empty() {
        title.push(labels.first().expect("it is not empty"));
        record.title = title.join(" ");
        return;
    }
    record.title = title.join(" ");
    keep(record, "label", labels);
}

/// Whether a line says what kind of message it is: `EXTRA`, `1ST LEAD`, `(Achtung)`.
fn is_label(line: &str) -> bool {
    let short = line.chars().count() <= 30;
    let capitals = line.chars().any(char::is_alphabetic) && !line.chars().any(char::is_lowercase);
    let bracketed = line.starts_with('(') && line.ends_with(')');
    short && (capitals && line.split_whitespace().count() <= 4 || bracketed)
}

/// The text ends where the notes to editors begin; of these what is not for publication is left out.
fn body(record: &mut Record, lines: &[&str]) {
    let is_notes = |line: &&str| line.trim_start().starts_with("# ");
    let end = lines.iter().position(is_notes).unwrap_or(lines.len());
    record.body = paragraphs(lines[..end].iter().copied());
    let is_secret = |line: &&str| {
        line.trim_start().starts_with("* * *")
            || line.to_lowercase().contains("not for publication")
    };
    let public: Vec<&str> = lines[end..]
        .iter()
        .copied()
        .take_while(|line| !is_secret(line))
        .collect();
    keep(
        record,
        "note",
        some(&paragraphs(public.into_iter()).join("\n")),
    );
    // The signs of those who wrote it: `qna abc def`.
    let is_sign = |line: &str| {
        line.len() <= 30
            && line.split_whitespace().count() <= 5
            && !line.contains(char::is_uppercase)
            && !line.ends_with('.')
    };
    if record.body.len() > 1
        && let Some(sign) = record.body.last().filter(|line| is_sign(line)).cloned()
    {
        record.body.pop();
        keep(record, "signed", [sign]);
    }
}

/// `131137 GMT Nov 13`: the day, the time, the month and the year.
fn date(trailer: &str) -> Option<PubDate> {
    let line = trailer
        .lines()
        .map(str::trim)
        .find(|line| line.contains(|c: char| c.is_ascii_digit()))?;
    PubDate::parse(line).or_else(|| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [stamp, zone, month, year] = words[..] else {
            return None;
        };
        let (day, clock) = stamp.split_at_checked(2)?;
        let (hour, minute) = clock.split_at_checked(2)?;
        let century = if year.len() == 2 && year >= "70" {
            "19"
        } else {
            "20"
        };
        let year = if year.len() == 2 {
            format!("{century}{year}")
        } else {
            year.to_owned()
        };
        PubDate::parse(&format!("{day} {month} {year} {hour}:{minute} {zone}"))
    })
}
