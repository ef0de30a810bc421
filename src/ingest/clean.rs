//! Record → article: white space settled, paragraphs found, a name given.
//!
//! Cleaning a cleaned article changes nothing. Words are never changed: case, spelling, quotes and odd characters stay as
//! the archive has them; only what was read in a wrong encoding is put back, and `extra` says so (`mojibake`).

use chrono::NaiveDate;

use super::archive::RecordError;
use super::{mojibake, paragraphs};
use crate::article::{Article, ArticleId, Origin, Record};
use crate::index::content_hash;

/// The record, if it may be published on the day that is `today`; without a day nothing is held back.
///
/// # Errors
/// [`RecordError::Embargoed`] before the day on which its embargo ends.
pub fn released(record: Record, today: Option<NaiveDate>) -> Result<Record, RecordError> {
    match (record.embargo, today) {
        (Some(until), Some(today)) if today < until.first_day() => Err(RecordError::Embargoed {
            until: until.to_string(),
        }),
        _ => Ok(record),
    }
}

/// The article that a record is.
///
/// # Errors
/// [`RecordError::NoText`] if neither a title nor a text is left.
pub fn clean(mut record: Record, origin: Origin) -> Result<Article, RecordError> {
    // What comes from an export was mended before it was indexed.
    if record.kept.is_none() {
        mojibake::mend(&mut record);
    }
    let title = one_line(&record.title);
    let body = paragraphs::split(&record.body);
    if title.is_empty() && body.is_empty() {
        return Err(RecordError::NoText);
    }
    let source = optional(record.source);
    let url = optional(record.url);
    let id = record
        .id
        .as_deref()
        .and_then(ArticleId::new)
        .or_else(|| url.as_deref().and_then(ArticleId::new))
        .unwrap_or_else(|| content_id(&title, &body, source.as_deref(), record.published.as_ref()));
    // What comes from an export was looked through before it was indexed.
    let (place, origin) = match record.kept {
        Some(kept) => (optional(record.place), kept.origin),
        None => (place(record.place, &body), origin),
    };
    let mut tags: Vec<String> = Vec::with_capacity(record.tags.len());
    for tag in record.tags.iter().map(|tag| one_line(tag)) {
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Ok(Article {
        id,
        title,
        body,
        date_source: record.published.as_ref().and(record.date_source),
        published: record.published,
        source,
        section: optional(record.section),
        byline: optional(record.byline),
        place,
        url,
        lang: optional(record.lang),
        tags,
        extra: record.extra,
        origin,
    })
}

/// The name of an article that brings none: sixteen hexadecimal digits of its content.
fn content_id(
    title: &str,
    body: &[String],
    source: Option<&str>,
    published: Option<&crate::date::PubDate>,
) -> ArticleId {
    let hash = content_hash(title, body, source, published);
    ArticleId::new(&format!("{:016x}", (hash >> 64) as u64)).expect("sixteen digits are an id")
}

/// The place that a record names, or its dateline.
fn place(named: Option<String>, body: &[String]) -> Option<String> {
    optional(named).map(only_place).or_else(|| {
        body.first()
            .and_then(|first| paragraphs::dateline_place(first))
    })
}

/// A dateline given for a place: `LONDON, Feb 26 -` is LONDON.
fn only_place(place: String) -> String {
    let is_dateline =
        place.ends_with(['-', '–', '—']) || place.contains(|c: char| c.is_ascii_digit());
    let read = is_dateline
        .then(|| paragraphs::dateline_place(&format!("{place} -- ")))
        .flatten();
    read.unwrap_or(place)
}

fn optional(text: Option<String>) -> Option<String> {
    text.map(|text| one_line(&text))
        .filter(|text| !text.is_empty())
}

/// Runs of white space become one space, none at the ends.
pub(super) fn one_line(text: &str) -> String {
    // Most lines of most archives are so already.
    if is_settled(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether all white space of a text is single blanks between words.
fn is_settled(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return true;
    };
    // All of them are looked at, whatever the first says: so the compiler looks at many at a time.
    let odd = |odd, byte: &u8| odd | matches!(byte, b'\t'..=b'\r');
    let double = |double, pair: (&u8, &u8)| double | (*pair.0 == b' ') & (*pair.1 == b' ');
    let settled = *first != b' '
        && *last != b' '
        && !bytes.iter().fold(false, odd)
        && !bytes.iter().zip(&bytes[1..]).fold(false, double);
    settled && (text.is_ascii() || text.chars().all(|c| c.is_ascii() || !c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::PubDate;

    #[test]
    fn an_embargo_ends_on_its_day() {
        let record = Record {
            embargo: PubDate::parse("2031-03-02T06:00:00Z"),
            ..Record::default()
        };
        let on = |day| released(record.clone(), NaiveDate::from_ymd_opt(2031, 3, day));
        let held = on(1).unwrap_err();
        assert_eq!(held.to_string(), "under embargo until 2031-03-02T06:00:00Z");
        assert!(on(2).is_ok() && on(3).is_ok());
        assert!(released(record.clone(), None).is_ok());
    }
}
