//! What values mean: a text, a list of texts, a body, a date, out of the shapes in which dumps write them.
//!
//! In comes one value of a record; out comes what a field needs, and what of the value was not used, so that nothing is
//! lost. `Err` hands back a value that does not say what was asked of it.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::keys::plain;
use super::pairs::Raw;
use crate::date::{Precision, PubDate};
use crate::ingest::markup;

/// What was asked for, and the rest of the value, if there is one.
pub(super) type Taken<T> = (T, Option<Value>);

/// Where an object that stands for a text has it: `{"main": …}`, `{"rendered": …}`, `{"name": …}`.
const TEXT_KEYS: [&str; 20] = [
    "main",
    "original",
    "name",
    "rendered",
    "fullname",
    "full_name",
    "displayName",
    "display_name",
    "label",
    "title",
    "text",
    "paragraph",
    "content",
    "value",
    "body",
    "html",
    "#text",
    "_text",
    "$t",
    "href",
];

/// One text: a string, a number, an object with a text, or the texts of a list with commas between.
pub(super) fn take_text(raw: Raw<'_>) -> Result<Taken<String>, Raw<'_>> {
    match raw {
        Raw::Text(text) if !text.trim_start().is_empty() => Ok((text.into_owned(), None)),
        Raw::Other(Value::String(text)) if !text.trim_start().is_empty() => Ok((text, None)),
        Raw::Other(Value::Number(number)) => Ok((number.to_string(), None)),
        Raw::Other(Value::Object(fields)) => {
            let (text, rest) =
                take_from_object(fields).map_err(|fields| Raw::Other(Value::Object(fields)))?;
            Ok((text, rest))
        }
        Raw::Other(Value::Array(list)) => {
            let (texts, rest) = take_list(Raw::Other(Value::Array(list)))?;
            Ok((texts.join(", "), rest))
        }
        raw => Err(raw),
    }
}

/// A text in an object, and the object without it.
fn take_from_object(mut fields: Map<String, Value>) -> Result<Taken<String>, Map<String, Value>> {
    if !fields.contains_key("name")
        && let Some(name) = full_name(&fields)
    {
        return Ok((name, Some(Value::Object(fields))));
    }
    for key in TEXT_KEYS.into_iter().chain(["$oid"]) {
        if let Some(Value::String(text)) = fields.get(key)
            && !text.trim().is_empty()
        {
            // What an API calls rendered, is HTML.
            let text = if key == "rendered" {
                markup::inline(text)
            } else {
                text.clone()
            };
            fields.shift_remove(key);
            return Ok((text, (!fields.is_empty()).then_some(Value::Object(fields))));
        }
    }
    Err(fields)
}

/// A person's name in two fields.
fn full_name(fields: &Map<String, Value>) -> Option<String> {
    let part = |keys: [&str; 4]| {
        let part = keys.iter().find_map(|key| fields.get(*key)?.as_str());
        part.map(str::trim).filter(|part| !part.is_empty())
    };
    let first = part(["firstname", "first_name", "firstName", "first"]);
    let last = part(["lastname", "last_name", "lastName", "last"])?;
    let name: Vec<&str> = first.into_iter().chain([last]).collect();
    Some(name.join(" "))
}

/// A list of texts: an array of texts or of objects with one, or one text.
pub(super) fn take_list(raw: Raw<'_>) -> Result<Taken<Vec<String>>, Raw<'_>> {
    let Raw::Other(Value::Array(list)) = raw else {
        let (text, rest) = take_text(raw)?;
        return Ok((vec![text], rest));
    };
    let mut texts = Vec::with_capacity(list.len());
    let mut others = Vec::new();
    for value in list {
        if value.is_array() {
            others.push(value);
            continue;
        }
        match take_text(Raw::Other(value)) {
            Ok((text, rest)) => {
                texts.push(text);
                others.extend(rest);
            }
            Err(raw) => others.push(raw.into_value()),
        }
    }
    if texts.is_empty() {
        return Err(Raw::Other(Value::Array(others)));
    }
    others.retain(|value| !value.is_null());
    Ok((texts, (!others.is_empty()).then_some(Value::Array(others))))
}

/// Tags: a list of texts, or one text with commas or semicolons.
pub(super) fn take_tags(raw: Raw<'_>) -> Result<Taken<Vec<String>>, Raw<'_>> {
    let one = !matches!(raw, Raw::Other(Value::Array(_)));
    let (texts, rest) = take_list(raw)?;
    if !one {
        return Ok((texts, rest));
    }
    let separator = if texts[0].contains(';') { ';' } else { ',' };
    let tags = texts[0]
        .split(separator)
        .map(str::trim)
        .filter(|tag| !tag.is_empty());
    Ok((tags.map(str::to_owned).collect(), rest))
}

/// A body: a text or a list of paragraphs, freed of HTML.
pub(super) fn take_body(raw: Raw<'_>) -> Result<Taken<Vec<String>>, Raw<'_>> {
    let raw = match raw {
        Raw::Other(Value::Object(mut fields))
            if fields.get("rendered").is_some_and(Value::is_string) =>
        {
            // Not as one line, as a title is: its paragraphs are in its tags.
            let text = fields.shift_remove("rendered").expect("it was just there");
            let (body, _) = take_body(Raw::Other(text))?;
            return Ok((body, (!fields.is_empty()).then_some(Value::Object(fields))));
        }
        Raw::Other(Value::Number(_)) => return Err(raw),
        raw => raw,
    };
    let (texts, rest) = take_list(raw)?;
    let mut body = Vec::with_capacity(texts.len());
    for text in texts {
        if markup::is_html(&text) {
            body.extend(markup::paragraphs(&text));
        } else {
            body.push(text);
        }
    }
    Ok((body, rest))
}

/// A date, if the value is one that can be read.
pub(super) fn date_of(raw: &Raw<'_>) -> Option<PubDate> {
    match raw {
        Raw::Text(text) => date_of_text(text),
        Raw::Other(value) => date_of_value(value, 3),
    }
}

/// `depth` bounds how far into objects is looked: `{"$date": {"$numberLong": "…"}}` is the deepest form there is.
fn date_of_value(value: &Value, depth: usize) -> Option<PubDate> {
    match value {
        Value::String(text) => date_of_text(text),
        Value::Number(number) => match number.as_i64() {
            Some(number) => date_of_number(number),
            // The fraction of a second is dropped; the cast saturates.
            None => number
                .as_f64()
                .filter(|n| n.is_finite())
                .and_then(|n| date_of_number(n.floor() as i64)),
        },
        Value::Object(fields) if depth > 0 => {
            // MongoDB's numbers are milliseconds, however few digits they have.
            if let Some(millis) = fields.get("$date").and_then(Value::as_i64) {
                return PubDate::from_epoch(millis.div_euclid(1000));
            }
            if let Some(millis) = fields.get("$numberLong").and_then(Value::as_str) {
                return PubDate::from_epoch(millis.parse::<i64>().ok()?.div_euclid(1000));
            }
            let keys = [
                "$date", "seconds", "_seconds", "date", "value", "iso", "rendered", "#text", "$t",
            ];
            keys.iter()
                .filter_map(|key| fields.get(*key))
                .find_map(|value| date_of_value(value, depth - 1))
        }
        Value::Array(list) if depth > 0 && list.len() == 1 => date_of_value(&list[0], depth - 1),
        _ => None,
    }
}

fn date_of_text(text: &str) -> Option<PubDate> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    if (4..=19).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(date) = text.parse().ok().and_then(date_of_number)
    {
        return Some(date);
    }
    PubDate::parse(text)
}

/// A number as a date, by its digits: 4 a year, 8 a day as `YYYYMMDD`, 14 a time as `YYYYMMDDhhmmss` (as milliseconds they
/// are past the year 2286), 9 to 11 seconds since 1970, 12 and 13 milliseconds, 15 to 17 microseconds, 18 and 19
/// nanoseconds. A negative number is before 1970.
fn date_of_number(number: i64) -> Option<PubDate> {
    let digits = number
        .unsigned_abs()
        .checked_ilog10()
        .map_or(1, |log| log + 1);
    match (number, digits) {
        (0.., 4) => PubDate::from_year(number as i32),
        (0.., 8) => day(number / 10_000, number / 100 % 100, number % 100),
        (..0, 5..=11) | (_, 9..=11) => PubDate::from_epoch(number),
        (0.., 14) => second(number),
        (_, 12..=14) => PubDate::from_epoch(number.div_euclid(1_000)),
        (_, 15..=17) => PubDate::from_epoch(number.div_euclid(1_000_000)),
        (_, 18..) => PubDate::from_epoch(number.div_euclid(1_000_000_000)),
        _ => None,
    }
}

fn second(stamp: i64) -> Option<PubDate> {
    let two_digits = |place: i64| u32::try_from(stamp / place % 100).ok();
    let (year, month, day) = (
        stamp / 10_000_000_000,
        two_digits(100_000_000)?,
        two_digits(1_000_000)?,
    );
    let day = NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day)?;
    let time = day.and_hms_opt(two_digits(10_000)?, two_digits(100)?, two_digits(1)?)?;
    PubDate::from_time(time, Precision::Second, None)
}

fn day(year: i64, month: i64, day: i64) -> Option<PubDate> {
    let day = NaiveDate::from_ymd_opt(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    )?;
    PubDate::from_day(day)
}

/// A date in year, month and day, as precise as there are parts.
pub(super) fn date_of_parts(parts: [Option<i64>; 3]) -> Option<PubDate> {
    let year = parts[0]?;
    match (parts[1], parts[2]) {
        (Some(month), Some(number)) => day(year, month, number),
        (Some(month), None) => PubDate::from_month(year.try_into().ok()?, month.try_into().ok()?),
        (None, _) => PubDate::from_year(year.try_into().ok()?),
    }
}

/// The number of a year, a month (a name will do) or a day.
pub(super) fn date_part_of(raw: &Raw<'_>) -> Option<i64> {
    let text = match raw {
        Raw::Other(Value::Number(number)) => return number.as_i64(),
        Raw::Text(text) => text.trim(),
        Raw::Other(_) => return None,
    };
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let word = plain(text);
    let month = MONTHS
        .iter()
        .position(|month| word.len() < 10 && word.starts_with(month));
    text.parse().ok().or(month.map(|month| month as i64 + 1))
}

/// Whether a text is an address on the web.
pub(super) fn is_url(text: &str) -> bool {
    let text = text.trim_start();
    ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}
