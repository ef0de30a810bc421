//! Factiva's layout for reading: no codes, only an order.

use serde_json::Value;

use super::super::{labels, languages};
use super::{FORMAT, accession, date_of};
use crate::article::Record;
use crate::date::{Precision, PubDate};
use crate::ingest::archive::RecordError;

/// `512 words`, `1.204 Wörter`.
pub(super) fn is_word_count(line: &str) -> bool {
    let Some((number, word)) = line.split_once([' ', '\u{a0}']) else {
        return false;
    };
    number.len() <= 9
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        && matches!(
            labels::plain(word).as_str(),
            "words" | "word" | "worter" | "wort" | "mots" | "mot" | "palabras" | "palabra" | "parole" | "palavras" | "woorden" | "слов" | "字" | "文字"
        )
        // "12 words." is the end of a sentence.
        && word.chars().all(char::is_alphabetic)
}

/// A document without codes.
pub(super) fn read(lines: &[&str]) -> Result<Record, RecordError> {
    let filled: Vec<usize> = (0..lines.len())
        .filter(|at| !lines[*at].trim().is_empty())
        .collect();
    let line = |n: usize| filled.get(n).map(|at| lines[*at].trim());
    let Some(words) = (0..filled.len()).find(|n| line(*n).is_some_and(is_word_count)) else {
        return Err(broken("a document without its number of words"));
    };
    let mut record = Record::default();
    // What stands further above is a cover, or the list of contents before the first document.
    let above: Vec<&str> = (words.saturating_sub(3)..words)
        .filter_map(line)
        .filter(|line| !is_furniture(line))
        .collect();
    read_above(&above, &mut record);
    let dated = (words + 1..words + 4).find_map(|n| {
        let date = PubDate::parse(line(n)?).filter(|date| date.precision() >= Precision::Month)?;
        Some((n, date))
    });
    let Some((dated, date)) = dated else {
        return Err(broken(
            "a document without a date below its number of words",
        ));
    };
    record.published = Some(date);
    let mut next = dated + 1;
    if let Some(clock) = line(next).filter(|line| is_clock(line)) {
        record.published =
            date_of(line(dated).unwrap_or_default(), Some(clock)).or(record.published);
        next += 1;
    }
    record.source = line(next).map(str::to_owned);
    next += 1;
    // Code, page, edition; then the language, then the rights, each of which may be missing.
    const FARTHEST: usize = 10;
    let near = next..(next + FARTHEST).min(filled.len());
    let rights = near
        .clone()
        .find(|n| line(*n).is_some_and(labels::is_copyright));
    let language = near
        .clone()
        .take_while(|n| rights.is_none_or(|rights| *n < rights))
        .find(|n| line(*n).is_some_and(languages::is_name));
    let Some(last) = rights.max(language) else {
        return Err(broken(
            "a document in which nothing parts its head from its text",
        ));
    };
    record.lang = language.and_then(line).map(languages::tag);
    keep(
        "code",
        near.clone()
            .find(|n| *n < language.unwrap_or(last))
            .and_then(line),
        &mut record,
    );
    keep("rights", rights.and_then(line), &mut record);
    keep("words", line(words), &mut record);
    let from = filled[last] + 1;
    let mut to = (from..lines.len())
        .rev()
        .find(|at| accession(lines[*at]).is_some())
        .unwrap_or(lines.len());
    while to > from && lines[to - 1].trim().is_empty() {
        to -= 1;
    }
    // The publisher stands alone between the text and the number.
    let is_apart = to > from + 2 && lines[to - 2].trim().is_empty();
    if is_apart && is_publisher(lines[to - 1]) {
        keep("publisher", Some(lines[to - 1].trim()), &mut record);
        to -= 1;
    }
    let body = lines[from..to].join("\n");
    if !body.trim().is_empty() {
        record.body.push(body.trim_matches('\n').to_owned());
    }
    Ok(record)
}

fn broken(reason: &str) -> RecordError {
    RecordError::Malformed {
        format: FORMAT,
        reason: reason.to_owned(),
    }
}

fn keep(key: &str, value: Option<&str>, record: &mut Record) {
    if let Some(value) = value {
        record
            .extra
            .insert(key.to_owned(), Value::String(value.to_owned()));
    }
}

/// Section, headline, byline: the headline is always there.
fn read_above(above: &[&str], record: &mut Record) {
    let mut lines = above.to_vec();
    if lines.len() > 1 && lines.last().is_some_and(|line| is_byline(line)) {
        record.byline = lines.pop().map(labels::without_by);
    }
    if lines.len() > 1
        && lines[0].split_whitespace().count() <= 4
        && lines[0].len() < lines[1].len()
    {
        record.section = Some(lines.remove(0).to_owned());
    }
    record.title = lines.join(" ");
}

/// `By Ann Miner`, `Ann Miner and Li Na`: a few words, all of them names.
fn is_byline(line: &str) -> bool {
    if labels::without_by(line).len() < line.len() {
        return true;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase)
            || matches!(
                *word,
                "and" | "und" | "et" | "y" | "e" | "en" | "de" | "von" | "van" | "del" | "&"
            )
    };
    (2..=6).contains(&words.len())
        && words.iter().all(is_name)
        && !line.contains(|c: char| c.is_ascii_digit())
        && !line.ends_with(['.', '?', '!', ':'])
        && line.chars().any(char::is_lowercase)
}

fn is_clock(line: &str) -> bool {
    line.len() <= 14
        && line.contains([':', '.', 'h'])
        && line.starts_with(|c: char| c.is_ascii_digit())
        && line.bytes().filter(u8::is_ascii_digit).count() <= 6
}

fn is_furniture(line: &str) -> bool {
    matches!(
        labels::plain(line).as_str(),
        "factiva" | "dowjones" | "dowjonesfactiva" | "factivadowjones"
    )
}

/// A line that could be a company, and is no sentence.
fn is_publisher(line: &str) -> bool {
    let line = line.trim();
    line.split_whitespace().count() <= 8
        && !line.ends_with(['.', '?', '!', '"', '”'])
            | line.ends_with("Inc.")
            | line.ends_with("Ltd.")
            | line.ends_with("Co.")
        && line.starts_with(char::is_uppercase)
}
