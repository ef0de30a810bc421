//! The footer of a Parquet file: its schema, and where the columns of each group of rows stand.
//!
//! In come the bytes of the footer; out comes a [`Footer`]. Invariants: the levels of each column are those of its place in the
//! schema; memory is bounded by what a footer may be.
//! <https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>

use super::Fault;
use super::schema::{Element, Node, Repetition, root_of};
use super::thrift::{TRUE, Thrift};
use super::types::{Logical, Physical, Unit};

/// The most columns, each counted in each group of rows.
const MAX_CHUNKS: usize = 500_000;
/// The most elements of a schema.
const MAX_ELEMENTS: usize = 20_000;

/// What a file says of itself.
#[derive(Debug)]
pub struct Footer {
    /// The fields of a row.
    pub fields: Vec<Node>,
    /// The groups of rows.
    pub groups: Vec<Group>,
}

/// Some rows.
#[derive(Debug, Default)]
pub struct Group {
    /// The columns, in the order of the schema's leaves.
    pub chunks: Vec<Chunk>,
    /// How many rows there are.
    pub rows: u64,
}

/// A column of a group of rows.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// How its pages are compressed.
    pub codec: i64,
    /// How many values there are, absent ones included.
    pub values: u64,
    /// Where its first page stands, and how long all are.
    pub start: u64,
    /// Bytes of all pages.
    pub length: u64,
}

impl Footer {
    /// Reads a footer.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let mut elements = Vec::new();
        let mut groups = Vec::new();
        let mut chunks = 0;
        Thrift::new(bytes).fields(&mut |thrift, id, kind| match id {
            2 => thrift.list(kind, &mut |thrift, _| {
                elements.push(element(thrift)?);
                limit(elements.len(), MAX_ELEMENTS)
            }),
            4 => thrift.list(kind, &mut |thrift, _| {
                let group = group(thrift, MAX_CHUNKS - chunks)?;
                chunks += group.chunks.len().max(1);
                groups.push(group);
                limit(chunks, MAX_CHUNKS)
            }),
            8 => Err(Fault::Encrypted),
            _ => thrift.skip(kind),
        })?;
        let (fields, columns) = root_of(&elements)?;
        for group in &groups {
            if group.chunks.len() != columns {
                return Err(Fault::Broken("rows of other columns than the schema's"));
            }
        }
        Ok(Self { fields, groups })
    }
}

fn limit(number: usize, most: usize) -> Result<(), Fault> {
    match number > most {
        true => Err(Fault::TooManyValues(most)),
        false => Ok(()),
    }
}

fn element(thrift: &mut Thrift<'_>) -> Result<Element, Fault> {
    let mut element = Element::default();
    let mut length = 0;
    let mut physical = None;
    let mut scale = 0;
    thrift.fields(&mut |thrift, id, kind| {
        match id {
            1 => physical = Some(thrift.int(kind)?),
            2 => length = thrift.int(kind)?,
            3 => element.repetition = Repetition::of(thrift.int(kind)?),
            4 => element.name = String::from_utf8_lossy(thrift.binary(kind)?).into_owned(),
            5 => element.children = usize::try_from(thrift.int(kind)?).unwrap_or(0),
            6 => {
                let converted = Logical::of_converted(thrift.int(kind)?);
                element.logical = element.logical.or(converted);
            }
            7 => scale = thrift.int(kind)?,
            10 => element.logical = logical(thrift)?.or(element.logical),
            _ => thrift.skip(kind)?,
        }
        Ok(())
    })?;
    if let Some(Logical::Decimal(own)) = &mut element.logical
        && *own == 0
    {
        *own = u32::try_from(scale).unwrap_or(0);
    }
    element.physical = physical
        .map(|kind| Physical::of(kind, length))
        .transpose()?;
    Ok(element)
}

/// A union: one of its fields is there.
fn logical(thrift: &mut Thrift<'_>) -> Result<Option<Logical>, Fault> {
    let mut found = None;
    thrift.fields(&mut |thrift, id, _| {
        let (mut first, mut unit) = (0, Unit::Milliseconds);
        let mut is_utc = false;
        thrift.fields(&mut |thrift, inner, kind| {
            match (id, inner) {
                (7 | 8, 1) => is_utc = kind == TRUE,
                (7 | 8, 2) => unit = time_unit(thrift)?,
                (5, 1) => first = thrift.int(kind)?,
                _ => thrift.skip(kind)?,
            }
            Ok(())
        })?;
        found = match id {
            1 | 4 | 12 => Some(Logical::Text),
            2 => Some(Logical::Map),
            3 => Some(Logical::List),
            5 => Some(Logical::Decimal(u32::try_from(first).unwrap_or(0))),
            6 => Some(Logical::Day),
            7 => Some(Logical::Time(unit)),
            8 => Some(Logical::Stamp(unit, is_utc)),
            14 => Some(Logical::Uuid),
            _ => None,
        };
        Ok(())
    })?;
    Ok(found)
}

fn time_unit(thrift: &mut Thrift<'_>) -> Result<Unit, Fault> {
    let mut unit = Unit::Milliseconds;
    thrift.fields(&mut |thrift, id, kind| {
        unit = match id {
            2 => Unit::Microseconds,
            3 => Unit::Nanoseconds,
            _ => Unit::Milliseconds,
        };
        thrift.skip(kind)
    })?;
    Ok(unit)
}

fn group(thrift: &mut Thrift<'_>, most: usize) -> Result<Group, Fault> {
    let mut group = Group::default();
    thrift.fields(&mut |thrift, id, kind| match id {
        1 => thrift.list(kind, &mut |thrift, _| {
            group.chunks.push(chunk(thrift)?);
            limit(group.chunks.len(), most)
        }),
        3 => {
            group.rows = u64::try_from(thrift.int(kind)?).unwrap_or(0);
            Ok(())
        }
        _ => thrift.skip(kind),
    })?;
    Ok(group)
}

fn chunk(thrift: &mut Thrift<'_>) -> Result<Chunk, Fault> {
    let mut chunk = Chunk::default();
    thrift.fields(&mut |thrift, id, kind| match id {
        1 => Err(Fault::Unsupported("columns in other files")),
        3 => {
            let (mut data, mut dictionary) = (0, None);
            thrift.fields(&mut |thrift, id, kind| {
                let number = |value: i64| {
                    u64::try_from(value).map_err(|_| Fault::Broken("a size below nothing"))
                };
                match id {
                    4 => chunk.codec = thrift.int(kind)?,
                    5 => chunk.values = number(thrift.int(kind)?)?,
                    7 => chunk.length = number(thrift.int(kind)?)?,
                    9 => data = number(thrift.int(kind)?)?,
                    11 => dictionary = Some(number(thrift.int(kind)?)?),
                    _ => thrift.skip(kind)?,
                }
                Ok(())
            })?;
            // Some writers say 0 where there is no dictionary.
            let dictionary = dictionary.filter(|at| *at > 0);
            chunk.start = dictionary.map_or(data, |at| at.min(data));
            Ok(())
        }
        8 | 9 => Err(Fault::Encrypted),
        _ => thrift.skip(kind),
    })?;
    Ok(chunk)
}
