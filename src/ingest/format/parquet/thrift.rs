//! Thrift's compact protocol, as far as Parquet uses it: fields of structures, lists, numbers and texts, read in place.
//!
//! In come bytes; out come numbers and slices as they are asked for, and everything else is passed over. Invariants: nothing
//! is held, time is linear in the bytes, and structures nest no deeper than [`MAX_DEPTH`].
//! <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>

use super::Fault;

/// How deep structures may be nested.
const MAX_DEPTH: usize = 32;

/// The types of values.
pub const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I16: u8 = 4;
const I32: u8 = 5;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;

const CUT: Fault = Fault::Broken("a structure that is cut off");

/// Bytes of the protocol, read from the front.
pub struct Thrift<'b> {
    bytes: &'b [u8],
    /// How many were read.
    pub read: usize,
    depth: usize,
}

impl<'b> Thrift<'b> {
    /// A structure that these bytes begin with.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            read: 0,
            depth: 0,
        }
    }

    /// Gives each field of a structure to `take`, with its number and type. What `take` does not read it must
    /// [`skip`](Self::skip).
    pub fn fields(
        &mut self,
        take: &mut dyn FnMut(&mut Self, i64, u8) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::Broken("structures nested too deep"));
        }
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == 0 {
                self.depth -= 1;
                return Ok(());
            }
            id = match head >> 4 {
                0 => self.zigzag()?,
                step => id.saturating_add(i64::from(step)),
            };
            take(self, id, kind)?;
        }
    }

    /// Gives each element of a list to `take`, with its type.
    pub fn list(
        &mut self,
        kind: u8,
        take: &mut dyn FnMut(&mut Self, u8) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if !matches!(kind, LIST | SET) {
            return Err(Fault::Broken("no list where one belongs"));
        }
        let (length, kind) = self.list_head()?;
        // Every element takes a byte, so that a length that lies comes to the end of the bytes.
        for _ in 0..length {
            take(self, kind)?;
        }
        Ok(())
    }

    /// A number of any width.
    pub fn int(&mut self, kind: u8) -> Result<i64, Fault> {
        match kind {
            BYTE => Ok(i64::from(self.byte()?.cast_signed())),
            I16 | I32 | I64 => self.zigzag(),
            _ => Err(Fault::Broken("no number where one belongs")),
        }
    }

    /// A text or other bytes.
    pub fn binary(&mut self, kind: u8) -> Result<&'b [u8], Fault> {
        if kind != BINARY {
            return Err(Fault::Broken("no text where one belongs"));
        }
        let length = self.varint()?;
        self.take(length)
    }

    /// Passes over a value.
    pub fn skip(&mut self, kind: u8) -> Result<(), Fault> {
        match kind {
            TRUE | FALSE => Ok(()),
            BYTE => self.byte().map(|_| ()),
            I16 | I32 | I64 => self.varint().map(|_| ()),
            DOUBLE => self.take(8).map(|_| ()),
            BINARY => {
                let length = self.varint()?;
                self.take(length).map(|_| ())
            }
            LIST | SET => self.list(kind, &mut |thrift, kind| thrift.skip_element(kind)),
            MAP => {
                let length = self.varint()?;
                if length == 0 {
                    return Ok(());
                }
                let kinds = self.byte()?;
                for _ in 0..length {
                    self.skip_element(kinds >> 4)?;
                    self.skip_element(kinds & 0x0f)?;
                }
                Ok(())
            }
            STRUCT => self.fields(&mut |thrift, _, kind| thrift.skip(kind)),
            _ => Err(Fault::Broken("a value of an unknown type")),
        }
    }

    /// In a list truth is a byte; in a structure it is the type.
    fn skip_element(&mut self, kind: u8) -> Result<(), Fault> {
        match kind {
            TRUE | FALSE => self.byte().map(|_| ()),
            LIST | SET | MAP => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(Fault::Broken("structures nested too deep"));
                }
                let done = self.skip(kind);
                self.depth -= 1;
                done
            }
            kind => self.skip(kind),
        }
    }

    fn list_head(&mut self) -> Result<(u64, u8), Fault> {
        let head = self.byte()?;
        let length = match head >> 4 {
            15 => self.varint()?,
            short => u64::from(short),
        };
        Ok((length, head & 0x0f))
    }

    fn zigzag(&mut self) -> Result<i64, Fault> {
        self.varint().map(unzigzag)
    }

    fn varint(&mut self) -> Result<u64, Fault> {
        let (value, length) = varint(&self.bytes[self.read..]).ok_or(CUT)?;
        self.read += length;
        Ok(value)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn take(&mut self, length: u64) -> Result<&'b [u8], Fault> {
        let rest = &self.bytes[self.read..];
        let length = usize::try_from(length).map_err(|_| CUT)?;
        let taken = rest.get(..length).ok_or(CUT)?;
        self.read += length;
        Ok(taken)
    }
}

/// A number of seven bits a byte, the lowest first, and how many bytes it takes.
pub fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0;
    for (at, &byte) in bytes.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}

/// A number whose sign is its lowest bit.
pub fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -((value & 1).cast_signed())
}
