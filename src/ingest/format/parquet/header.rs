//! The header before each page of a column.
//!
//! In come its bytes; out comes what it says, unchecked: who reads the page checks it.

use super::Fault;
use super::thrift::Thrift;

/// The header of a page.
#[derive(Debug, Default)]
pub struct Header {
    /// What it is: 0 and 3 values, 2 a dictionary.
    pub kind: i64,
    /// Its size, unpacked.
    pub unpacked: i64,
    /// Its size as it stands.
    pub packed: i64,
    /// How many values, absent ones included.
    pub values: i64,
    /// How they are stored.
    pub encoding: i64,
    /// Bytes of levels that stand before what is packed, in the newer kind of page.
    pub definitions: i64,
    /// The same of the levels of repetition.
    pub repetitions: i64,
    /// Whether it stands as it is, in the newer kind of page.
    pub is_plain: bool,
}

impl Header {
    /// Reads a header.
    pub fn read(thrift: &mut Thrift<'_>) -> Result<Self, Fault> {
        let mut header = Self::default();
        thrift.fields(&mut |thrift, id, kind| {
            match id {
                1 => header.kind = thrift.int(kind)?,
                2 => header.unpacked = thrift.int(kind)?,
                3 => header.packed = thrift.int(kind)?,
                5 | 7 => thrift.fields(&mut |thrift, id, kind| {
                    match id {
                        1 => header.values = thrift.int(kind)?,
                        2 => header.encoding = thrift.int(kind)?,
                        _ => thrift.skip(kind)?,
                    }
                    Ok(())
                })?,
                8 => thrift.fields(&mut |thrift, id, kind| {
                    match id {
                        1 => header.values = thrift.int(kind)?,
                        4 => header.encoding = thrift.int(kind)?,
                        5 => header.definitions = thrift.int(kind)?,
                        6 => header.repetitions = thrift.int(kind)?,
                        7 => header.is_plain = kind != super::thrift::TRUE,
                        _ => thrift.skip(kind)?,
                    }
                    Ok(())
                })?,
                _ => thrift.skip(kind)?,
            }
            Ok(())
        })?;
        Ok(header)
    }
}
