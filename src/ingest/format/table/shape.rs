//! What a table looks like: its delimiter, and whether its first row is a header.
//!
//! In comes the head of an archive; out comes a [`Shape`], or nothing for a text that is no table. Prose has commas too, so
//! a text is a table only if its rows agree: as many cells in each as the header has, or names in the header that dumps of
//! news have.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::super::json::{ABOUT_RANK, Target, roles};
use crate::date::{Precision, PubDate};

/// Delimiters, the likeliest first.
const DELIMITERS: [u8; 4] = [b'\t', b',', b';', b'|'];
/// So many rows are looked at.
const ROWS: usize = 50;
/// The longest name of a column.
const LONGEST_NAME: usize = 64;

/// What was found out about a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub delimiter: u8,
    pub header: Header,
    /// Lines before the header: `sep=;`, which spreadsheets write.
    pub preamble: usize,
    pub quotes: Quotes,
}

/// How a quote in a quoted cell is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Twice, as RFC 4180 has it.
    #[default]
    Doubled,
    /// Behind a backslash, as databases write it.
    Escaped,
}

impl Quotes {
    /// Told by a `\"` with more of the cell behind it, where a doubled quote would have closed the cell.
    fn of(text: &str, delimiter: u8) -> Self {
        let bytes = text.as_bytes();
        let goes_on = |at: usize| {
            let next = bytes.get(at + 2);
            next.is_some_and(|next| *next != delimiter && !matches!(next, b'"' | b'\n' | b'\r'))
        };
        match memchr::memmem::find_iter(bytes, b"\\\"").any(goes_on) {
            true => Self::Escaped,
            false => Self::Doubled,
        }
    }

    /// What stands before a quote that is meant.
    pub fn escape(self) -> Option<u8> {
        (self == Self::Escaped).then_some(b'\\')
    }
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            delimiter: b',',
            header: Header::Named,
            preamble: 0,
            quotes: Quotes::Doubled,
        }
    }
}

/// Where the names of the columns are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// In the first row.
    Named,
    /// Nowhere: these columns were told by their cells.
    Guessed(Vec<(Target, usize)>),
}

impl Shape {
    /// The shape of a table that begins with `text`; `is_whole` says that nothing comes after it.
    pub fn of(text: &str, is_whole: bool) -> Option<Self> {
        let first = text.lines().next()?;
        let told = first
            .strip_prefix("sep=")
            .and_then(|rest| rest.trim_end().bytes().next())
            .filter(|byte| DELIMITERS.contains(byte));
        let (text, preamble) = match told {
            Some(_) => (&text[first.len()..], 1),
            None => (text, 0),
        };
        // A text that begins with a bracket is markup or JSON.
        if text.trim_start().starts_with(['<', '{', '[']) {
            return None;
        }
        let tables = DELIMITERS
            .into_iter()
            .filter(|delimiter| told.is_none_or(|told| told == *delimiter))
            .filter_map(|delimiter| {
                let rows = rows(text, delimiter, is_whole);
                let (score, header) = judge(&rows)?;
                Some((score, delimiter, header))
            });
        // Of equals the first, that is the likeliest.
        let (_, delimiter, header) = tables.reduce(|best, table| match table.0 > best.0 {
            true => table,
            false => best,
        })?;
        Some(Self {
            delimiter,
            header,
            preamble,
            quotes: Quotes::of(text, delimiter),
        })
    }
}

/// The first rows of a text, as cells; the last is left out where it may be cut off.
fn rows(text: &str, delimiter: u8, is_whole: bool) -> Vec<Vec<String>> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .escape(Quotes::of(text, delimiter).escape())
        .build();
    let mut input = text.as_bytes();
    let mut rows = Vec::new();
    while rows.len() < ROWS {
        match row(&mut reader, &mut input) {
            Some(row) => rows.push(row),
            None => return rows,
        }
    }
    if input.is_empty() && !is_whole {
        rows.pop();
    }
    rows
}

/// One row; `None` at the end, or for one with more cells than tables of articles have.
fn row(reader: &mut Reader, input: &mut &[u8]) -> Option<Vec<String>> {
    let mut text = vec![0; input.len() + 1];
    let mut ends = [0; 200];
    let (mut written, mut cells) = (0, 0);
    loop {
        let (result, read, wrote, ended) =
            reader.read_record(input, &mut text[written..], &mut ends[cells..]);
        *input = &input[read..];
        written += wrote;
        cells += ended;
        match result {
            ReadRecordResult::Record => break,
            ReadRecordResult::InputEmpty => {}
            _ => return None,
        }
    }
    let starts = std::iter::once(0).chain(ends);
    let cells = starts
        .zip(&ends[..cells])
        .map(|(from, to)| String::from_utf8_lossy(&text[from..*to]).trim().to_owned());
    Some(cells.collect())
}

/// Whether rows are a table's, how sure that is, and where the names of the columns are.
fn judge(rows: &[Vec<String>]) -> Option<((usize, usize), Header)> {
    let header = rows.first()?;
    let width = header.len();
    if rows.len() < 2 || width < 2 {
        return None;
    }
    let fitting = rows.iter().filter(|row| row.len() == width).count();
    let known = known_names(header);
    if known >= 2 && fitting >= 2 && fitting * 2 > rows.len() {
        return Some(((known, width), Header::Named));
    }
    // Nothing is known of the names: then the rows must agree without exception.
    if fitting < rows.len() {
        return None;
    }
    if let Some(guessed) = columns(rows) {
        return Some(((1, width), Header::Guessed(guessed)));
    }
    let is_names = rows.len() >= 3 && width >= 3 && header.iter().all(|name| is_name(name));
    let is_distinct = (1..width).all(|at| !header[..at].contains(&header[at]));
    (is_names && is_distinct).then_some(((0, width), Header::Named))
}

/// How many fields of an article the names of a header fill, if they fill the headline or the text.
fn known_names(header: &[String]) -> usize {
    if !header
        .iter()
        .all(|name| name.chars().count() <= LONGEST_NAME)
    {
        return 0;
    }
    let mut known: Vec<Target> = Vec::new();
    for (target, rank) in header.iter().flat_map(|name| roles(name)).flatten() {
        if !known.contains(&target) && (target != Target::Body || rank < 2 * ABOUT_RANK) {
            known.push(target);
        }
    }
    let tells = [Target::Title, Target::Body]
        .iter()
        .any(|target| known.contains(target));
    if tells { known.len() } else { 0 }
}

/// Whether a cell is a column's name, as databases and spreadsheets have them.
fn is_name(cell: &str) -> bool {
    let begins = cell.starts_with(|c: char| c.is_alphabetic() || c == '_');
    begins
        && cell.chars().count() <= 40
        && cell.split_whitespace().count() <= 3
        && !cell.contains(['.', '!', '?', ',', ';', '"', '\n'])
}

/// What columns without a header are, told by their cells: one of dates or addresses there must be, and one of text.
fn columns(rows: &[Vec<String>]) -> Option<Vec<(Target, usize)>> {
    let all = |at: usize, is: fn(&str) -> bool| {
        let mut cells = rows.iter().map(|row| row[at].as_str());
        cells.by_ref().take(1).all(is) && cells.all(|cell| cell.is_empty() || is(cell))
    };
    let columns = 0..rows[0].len();
    let date = columns.clone().find(|at| all(*at, is_day));
    let url = columns.clone().find(|at| all(*at, is_url));
    if date.is_none() && url.is_none() {
        return None;
    }
    let length = |at: usize| -> usize {
        let cells = rows.iter().map(|row| &row[at]);
        cells
            .filter(|cell| cell.contains(' '))
            .map(String::len)
            .sum::<usize>()
            / rows.len()
    };
    let mut texts: Vec<usize> = columns
        .filter(|at| Some(*at) != date && Some(*at) != url && length(*at) >= 12)
        .collect();
    texts.sort_by_key(|at| std::cmp::Reverse(length(*at)));
    // The longest is the text, the next longest the headline; one alone is a headline if it is short.
    let (body, title) = match texts[..] {
        [] => return None,
        [one] if length(one) < 120 => (None, Some(one)),
        [one] => (Some(one), None),
        [first, second, ..] => (Some(first), Some(second)),
    };
    let found = [
        (Target::Title, title),
        (Target::Body, body),
        (Target::Date, date),
        (Target::Url, url),
    ];
    let found = found
        .into_iter()
        .filter_map(|(target, at)| Some((target, at?)));
    Some(found.collect())
}

fn is_day(cell: &str) -> bool {
    cell.len() <= 40
        && cell.len() >= 8
        && PubDate::parse(cell).is_some_and(|date| date.precision() >= Precision::Day)
}

fn is_url(cell: &str) -> bool {
    cell.starts_with("http://") || cell.starts_with("https://")
}
