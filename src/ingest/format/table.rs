//! Tables: CSV, TSV and their kin, as spreadsheets, databases and scripts write them. One row, one record.
//!
//! In comes a stream; out comes an [`Item`] for every row below the header. The delimiter and the header are guessed from the
//! head of the archive (`shape`); `rows` goes from row to row; what a column means is guessed from its name as a JSON key is.
//! Invariants: memory is bounded by the largest row; a row that is broken is one reject with its line, and reading goes on
//! with the next; a quote that is never closed costs its own line, not the rest of the archive.

mod rows;
mod shape;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;

use super::json::{Raw, RecordReader};
use super::{Context, HEAD, Head, Input, Items};
use crate::article::Record;
use crate::ingest::archive::{Item, RecordError};
use crate::ingest::text;
use rows::{Row, Rows, Trouble};
use shape::{Header, Shape};

/// What rejects call the format.
const FORMAT: &str = "csv";

/// Whether an archive that begins with `head` is a table with records in its rows.
pub fn looks_like_table(head: &Head) -> bool {
    let is_whole = head.bytes().len() < HEAD;
    head.text()
        .is_some_and(|text| Shape::of(text, is_whole).is_some())
}

/// The records of a table, one a row.
pub fn read_table<'a>(mut input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    let head = match Head::read(&mut input) {
        Ok(head) => head,
        Err(error) => return Box::new(std::iter::once(Err(error))),
    };
    let shape = head
        .text()
        .and_then(|text| Shape::of(text, head.bytes().len() < HEAD))
        .unwrap_or_default();
    let encoding = head.text().and_then(|_| {
        let decoded = text::decode(head.bytes(), context.charset).ok()?;
        Some(decoded.encoding)
    });
    let input = head.before(input);
    Box::new(TableRecords {
        rows: Rows::new(input, shape.delimiter, shape.quotes, context.limits.record),
        columns: None,
        preamble: shape.preamble,
        header: shape.header,
        context,
        encoding: context.charset.or(encoding),
    })
}

struct TableRecords<'a> {
    rows: Rows<'a>,
    columns: Option<Columns>,
    /// Lines before the first row that say something about the table: `sep=;`.
    preamble: usize,
    header: Header,
    context: &'a Context<'a>,
    encoding: Option<&'a str>,
}

/// What the columns are called, and what that means.
struct Columns {
    names: Vec<String>,
    records: RecordReader,
}

impl Iterator for TableRecords<'_> {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let row = match self.rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            };
            if self.preamble > 0 {
                self.preamble -= 1;
                self.rows.consume(&row);
                continue;
            }
            let Some(columns) = &mut self.columns else {
                let is_header = matches!(self.header, Header::Named);
                self.columns = Some(self.columns_of(&row));
                if is_header {
                    self.rows.consume(&row);
                }
                continue;
            };
            let (line, byte) = self.rows.place();
            let outcome = match &row.trouble {
                Some(trouble) => Err(broken(trouble, self.context.limits.record)),
                None => cells(&self.rows, &row, self.encoding)
                    .and_then(|cells| read_row(columns, cells)),
            };
            let item = match outcome {
                // A row of empty cells is what a spreadsheet writes for an empty line.
                Ok(None) => None,
                Ok(Some(record)) => Some(Item::record(Some(line), byte, record)),
                Err(error) => Some(Item::reject(Some(line), byte, self.rows.bytes(&row), error)),
            };
            self.rows.consume(&row);
            if let Some(item) = item {
                return Some(Ok(item));
            }
        }
    }
}

impl TableRecords<'_> {
    /// The columns, of which the first row has the names, or is the first of those that have none.
    fn columns_of(&self, first: &Row) -> Columns {
        let mut taken = HashSet::new();
        let named = cells(&self.rows, first, self.encoding).unwrap_or_default();
        let mut names = Vec::with_capacity(named.len());
        for (at, cell) in named.iter().enumerate() {
            let own = match self.header {
                Header::Named => cell.trim(),
                Header::Guessed(_) => "",
            };
            let mut name = match own {
                "" => format!("column{}", at + 1),
                own => own.to_owned(),
            };
            // `text,text` keeps both.
            while !taken.insert(name.clone()) {
                name.push('_');
            }
            names.push(name);
        }
        let guessed = match &self.header {
            Header::Named => Vec::new(),
            Header::Guessed(guessed) => guessed
                .iter()
                .map(|(target, at)| (*target, format!("column{}", at + 1)))
                .collect(),
        };
        let fields = self.context.fields.or(guessed);
        Columns {
            names,
            records: RecordReader::new(&fields),
        }
    }
}

/// The text of a row's cells.
fn cells<'r>(
    rows: &'r Rows<'_>,
    row: &Row,
    encoding: Option<&str>,
) -> Result<Vec<Cow<'r, str>>, RecordError> {
    let cells = rows.cells(row);
    if let Some(cells) = cells
        .clone()
        .map(|cell| std::str::from_utf8(cell).ok().map(Cow::Borrowed))
        .collect()
    {
        return Ok(cells);
    }
    // What a cell alone would be too short to tell, the row tells, and before it the head of the archive.
    let encoding = text::decode(rows.bytes(row), encoding)?.encoding;
    cells
        .map(|cell| text::decode(cell, Some(encoding)).map(|decoded| decoded.text))
        .collect()
}

fn read_row(
    columns: &mut Columns,
    cells: Vec<Cow<'_, str>>,
) -> Result<Option<Record>, RecordError> {
    if cells.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(None);
    }
    let (there, named) = (cells.len(), columns.names.len());
    // Empty cells past the last column are commas that a spreadsheet put there.
    let surplus = cells.iter().skip(named).any(|cell| !cell.trim().is_empty());
    if there < named || surplus {
        return Err(RecordError::Malformed {
            format: FORMAT,
            reason: format!("{there} cells in the row, {named} columns in the table"),
        });
    }
    let pairs = columns
        .names
        .iter()
        .zip(cells)
        .filter(|(_, cell)| !cell.trim().is_empty())
        .map(|(name, cell)| (Cow::Owned(name.clone()), Raw::Text(cell)))
        .collect();
    Ok(Some(columns.records.read_pairs(pairs)))
}

fn broken(trouble: &Trouble, limit: usize) -> RecordError {
    match trouble {
        Trouble::TooLarge => RecordError::TooLarge {
            limit: limit as u64,
        },
        Trouble::TooManyCells => RecordError::TooManyValues {
            limit: rows::MAX_CELLS,
        },
        Trouble::OpenQuote => RecordError::Malformed {
            format: FORMAT,
            reason: "a quote is opened and not closed".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests;
