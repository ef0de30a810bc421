//! Parquet, the tables of data frames and data sets: a row, a record.
//!
//! In comes a file (<https://parquet.apache.org/docs/file-format/>); out come the records of its rows, which are read as
//! [JSON](super::json) with the same keys is. It is read from its end, where its footer is: a file in place, anything else
//! once it is held in memory. Our own reader: what a page may unpack to is bounded here before it is unpacked, whatever the
//! page says of its size, and no crate is added. Invariants: of each column one page is held at a time; what
//! is broken costs its group of rows, and a row that is too large itself only.
//!
//! `footer` says where things are, in `thrift`; `schema` is what is nested in what; `page` has the values of a column, with
//! `codec` and `encoding`; `rows` puts them together, and `types` writes them; `source` has the bytes.

mod codec;
mod encoding;
mod footer;
mod header;
mod page;
mod rows;
mod schema;
mod source;
mod thrift;
mod types;

use std::collections::VecDeque;
use std::io::{self, Read};

use super::json::RecordReader;
use super::{Context, Head, Input, Items};
use crate::ingest::archive::{Item, RecordError};
use footer::Footer;
use rows::Rows;
use source::{RATIO, Source};

/// What a file begins and ends with.
const SIGN: &[u8; 4] = b"PAR1";
/// The same where the footer is encrypted.
const ENCRYPTED: &[u8; 4] = b"PARE";
/// The largest footer.
const MAX_FOOTER: u64 = 32 << 20;
/// How much of what is no file is held in memory.
const HELD: u64 = 128 << 20;

/// Whether an archive is a Parquet file.
pub fn looks_like_parquet(head: &Head) -> bool {
    head.bytes().starts_with(SIGN) || head.bytes().starts_with(ENCRYPTED)
}

/// The records of a Parquet file, one a row.
pub fn read_parquet<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    let opened = source_of(input, context).and_then(|mut source| {
        let footer = footer_of(&mut source)?;
        Ok(Table {
            source,
            footer,
            limit: context.limits.record,
            most: context.limits.values,
            records: RecordReader::new(context.fields),
            group: 0,
            rows: None,
            ready: VecDeque::new(),
        })
    });
    match opened {
        Ok(table) => Box::new(table),
        Err(Fault::Io(error)) => Box::new(std::iter::once(Err(error))),
        Err(fault) => Box::new(std::iter::once(Ok(Item::reject(
            None,
            0,
            SIGN,
            fault.into(),
        )))),
    }
}

/// What is wrong with a file.
#[derive(Debug)]
enum Fault {
    Broken(&'static str),
    Truncated,
    Unsupported(&'static str),
    Encrypted,
    TooLarge(u64),
    TooManyValues(usize),
    TooDeep(usize),
    TooCompressed,
    Io(io::Error),
}

impl From<Fault> for RecordError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Broken(reason) => Self::Malformed {
                format: "Parquet",
                reason: reason.to_owned(),
            },
            Fault::Truncated => Self::Truncated {
                what: "a Parquet file",
            },
            Fault::Unsupported(what) => Self::Unsupported {
                what: what.to_owned(),
            },
            Fault::Encrypted => Self::Encrypted,
            Fault::TooLarge(limit) => Self::TooLarge { limit },
            Fault::TooManyValues(limit) => Self::TooManyValues { limit },
            Fault::TooDeep(limit) => Self::TooDeep { limit },
            Fault::TooCompressed => Self::TooCompressed { limit: RATIO },
            Fault::Io(error) => Self::Unreadable {
                reason: error.to_string(),
            },
        }
    }
}

/// The file itself, if the archive is one as it stands on the disk; else its bytes.
fn source_of(input: Input<'_>, context: &Context<'_>) -> Result<Source, Fault> {
    let itself = context.beside.map(|beside| beside.itself()).transpose();
    if let Some(mut file) = itself.map_err(Fault::Io)?.flatten() {
        let mut sign = [0; 4];
        // One that is compressed as a whole begins otherwise.
        if file.read_exact(&mut sign).is_ok() && sign == *SIGN {
            return Source::of_file(file).map_err(Fault::Io);
        }
    }
    let mut bytes = Vec::new();
    input
        .take(HELD + 1)
        .read_to_end(&mut bytes)
        .map_err(Fault::Io)?;
    match bytes.len() as u64 > HELD {
        true => Err(Fault::TooLarge(HELD)),
        false => Ok(Source::held(bytes)),
    }
}

fn footer_of(source: &mut Source) -> Result<Footer, Fault> {
    let length = source.length();
    let end = length
        .checked_sub(8)
        .filter(|end| *end >= 4)
        .ok_or(Fault::Truncated)?;
    let tail = source.read(end, 8)?;
    let (size, sign) = tail.split_at(4);
    match sign {
        _ if sign == ENCRYPTED => return Err(Fault::Encrypted),
        _ if sign != SIGN => return Err(Fault::Truncated),
        _ => {}
    }
    let size = u64::from(u32::from_le_bytes(
        size.try_into().expect("four of eight bytes"),
    ));
    if size > MAX_FOOTER {
        return Err(Fault::TooLarge(MAX_FOOTER));
    }
    let start = end.checked_sub(size).filter(|start| *start >= 4);
    let start = start.ok_or(Fault::Broken("a footer larger than the file"))?;
    Footer::read(&source.read(start, size as usize)?)
}

/// The rows of a file.
struct Table {
    source: Source,
    footer: Footer,
    /// Bytes of a row.
    limit: usize,
    /// Values of a row.
    most: usize,
    records: RecordReader,
    /// The group that is next.
    group: usize,
    rows: Option<Rows>,
    ready: VecDeque<Item>,
}

impl Table {
    /// Reads the next row, or begins the next group.
    fn step(&mut self) -> io::Result<()> {
        let Some(rows) = &mut self.rows else {
            let group = &self.footer.groups[self.group];
            self.rows = Some(Rows::new(&self.footer, group, self.limit, self.most));
            self.group += 1;
            return Ok(());
        };
        if rows.left == 0 {
            self.rows = None;
            return Ok(());
        }
        let fault = match rows.next(&self.footer.fields, &mut self.source) {
            Ok(row) => {
                // As of an empty row of a table, there is nothing to say.
                if !rows.is_empty {
                    self.add(&row);
                }
                return Ok(());
            }
            Err(fault) => fault,
        };
        let passed = match &fault {
            Fault::TooLarge(_) | Fault::TooManyValues(_) => rows.pass_row(&mut self.source),
            _ => Ok(()),
        };
        let is_row = matches!(fault, Fault::TooLarge(_) | Fault::TooManyValues(_));
        if !is_row {
            self.rows = None;
        }
        self.reject(fault)?;
        if let Err(fault) = passed {
            self.rows = None;
            self.reject(fault)?;
        }
        Ok(())
    }

    fn add(&mut self, row: &str) {
        match self.records.read(row) {
            Ok(outcomes) => {
                for outcome in outcomes {
                    self.ready.push_back(match outcome {
                        Ok(record) => Item::record(None, 0, record),
                        Err(error) => Item::reject(None, 0, row.as_bytes(), error),
                    });
                }
            }
            Err(error) => {
                let error = RecordError::BadJson {
                    reason: error.to_string(),
                };
                self.ready
                    .push_back(Item::reject(None, 0, row.as_bytes(), error));
            }
        }
    }

    fn reject(&mut self, fault: Fault) -> io::Result<()> {
        match fault {
            Fault::Io(error) => return Err(error),
            // What more there is would come of the same bytes.
            Fault::TooCompressed => self.group = self.footer.groups.len(),
            _ => {}
        }
        self.ready
            .push_back(Item::reject(None, 0, &[], fault.into()));
        Ok(())
    }
}

impl Iterator for Table {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(Ok(item));
            }
            if self.rows.is_none() && self.group == self.footer.groups.len() {
                return None;
            }
            if let Err(error) = self.step() {
                self.rows = None;
                self.group = self.footer.groups.len();
                return Some(Err(error));
            }
        }
    }
}

#[cfg(test)]
mod tests;
