//! The bytes of a Parquet file, wherever they are, read from any place; and how much was made of them.
//!
//! In comes the file, or what is held of one that is none; out come stretches of it. Invariant: what is made of the bytes is no
//! more than [`RATIO`] times their number, once it is more than a little.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::Fault;

/// How many times its size a file may unpack to.
pub const RATIO: u64 = 200;
/// So much may be made of any file.
const FREE: u64 = 10 << 20;

/// A file of Parquet.
pub struct Source {
    bytes: Bytes,
    length: u64,
    made: u64,
}

enum Bytes {
    File(File),
    Held(Vec<u8>),
}

impl Source {
    /// A file.
    pub fn of_file(mut file: File) -> std::io::Result<Self> {
        let length = file.seek(SeekFrom::End(0))?;
        Ok(Self {
            bytes: Bytes::File(file),
            length,
            made: 0,
        })
    }

    /// Bytes that are held.
    pub fn held(bytes: Vec<u8>) -> Self {
        Self {
            length: bytes.len() as u64,
            bytes: Bytes::Held(bytes),
            made: 0,
        }
    }

    /// How many bytes there are.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The bytes from `at` on.
    pub fn read(&mut self, at: u64, length: usize) -> Result<Vec<u8>, Fault> {
        let end = at
            .checked_add(length as u64)
            .filter(|end| *end <= self.length);
        let end = end.ok_or(Fault::Broken("a place that is not in the file"))?;
        match &mut self.bytes {
            Bytes::Held(bytes) => Ok(bytes[at as usize..end as usize].to_vec()),
            Bytes::File(file) => {
                file.seek(SeekFrom::Start(at)).map_err(Fault::Io)?;
                let mut bytes = vec![0; length];
                file.read_exact(&mut bytes).map_err(Fault::Io)?;
                Ok(bytes)
            }
        }
    }

    /// Counts what is made of the file: bytes of pages, of values, and the values themselves.
    pub fn count(&mut self, more: u64) -> Result<(), Fault> {
        self.made = self.made.saturating_add(more);
        match self.made > FREE && self.made / RATIO > self.length {
            true => Err(Fault::TooCompressed),
            false => Ok(()),
        }
    }
}
