//! Numbers as Parquet packs them: runs and bit fields, and differences.
//!
//! In come the bytes of a page, held by the caller; out comes one number at a time. Invariants: nothing is held but where
//! reading stands, so that a run of a thousand million costs nothing; what the bytes do not hold is a fault.
//! <https://parquet.apache.org/docs/file-format/data-pages/encodings/>

use super::Fault;
use super::thrift::{unzigzag, varint};

const CUT: Fault = Fault::Broken("a page that is cut off");

/// Runs of one number, and numbers of a fixed width of bits, by turns (`RLE`).
#[derive(Debug, Default)]
pub struct Hybrid {
    at: usize,
    end: usize,
    /// Bits of a number.
    width: u32,
    /// How many are left of a run, and its number.
    run: u64,
    number: u32,
    /// How many are left of the bit fields, and the bit that is next.
    fields: u64,
    bit: usize,
}

impl Hybrid {
    /// Numbers of `width` bits, at most 32, in the bytes from `at` to `end`.
    pub fn new(at: usize, end: usize, width: u32) -> Self {
        Self {
            at,
            end,
            width,
            ..Self::default()
        }
    }

    /// The next number.
    pub fn next(&mut self, page: &[u8]) -> Result<u32, Fault> {
        if self.width == 0 {
            return Ok(0);
        }
        while self.run == 0 && self.fields == 0 {
            self.turn(page)?;
        }
        if self.run > 0 {
            self.run -= 1;
            return Ok(self.number);
        }
        self.fields -= 1;
        let number = bits(&page[..self.end], self.bit, self.width).ok_or(CUT)?;
        self.bit += self.width as usize;
        if self.fields == 0 {
            self.at = self.bit.div_ceil(8);
        }
        Ok(number as u32)
    }

    /// Reads what comes next: a run or bit fields.
    fn turn(&mut self, page: &[u8]) -> Result<(), Fault> {
        let rest = page.get(self.at..self.end).ok_or(CUT)?;
        let (head, length) = varint(rest).ok_or(CUT)?;
        self.at += length;
        if head & 1 == 1 {
            self.fields = (head >> 1).checked_mul(8).ok_or(CUT)?;
            self.bit = self.at * 8;
        } else {
            self.run = head >> 1;
            let bytes = self.width.div_ceil(8) as usize;
            let value = page
                .get(self.at..self.end)
                .and_then(|rest| rest.get(..bytes));
            let value = value.ok_or(CUT)?;
            self.number = value
                .iter()
                .rev()
                .fold(0, |sum, &byte| sum << 8 | u32::from(byte));
            self.at += bytes;
        }
        Ok(())
    }
}

/// A number of so many bits, at most 64, the lowest first.
fn bits(bytes: &[u8], bit: usize, width: u32) -> Option<u64> {
    let last = (bit + width as usize).div_ceil(8);
    let field = bytes.get(bit / 8..last)?;
    let all = field
        .iter()
        .rev()
        .fold(0_u128, |sum, &byte| sum << 8 | u128::from(byte));
    let mask = (1_u128 << width) - 1;
    Some((all >> (bit % 8) & mask) as u64)
}

/// Numbers by their differences (`DELTA_BINARY_PACKED`).
#[derive(Debug, Default)]
pub struct Deltas {
    at: usize,
    /// Numbers that are left.
    pub left: u64,
    value: i64,
    is_first: bool,
    /// Numbers of a part of a block, and parts of a block.
    part: u64,
    parts: usize,
    least: i64,
    /// The widths of the parts of this block that are left, the next one last.
    widths: Vec<u8>,
    width: u32,
    fields: u64,
    bit: usize,
}

impl Deltas {
    /// The numbers that begin at `at`.
    pub fn new(page: &[u8], at: usize) -> Result<Self, Fault> {
        const MOST_PARTS: u64 = 512;
        let mut deltas = Self {
            at,
            is_first: true,
            ..Self::default()
        };
        let block = deltas.varint(page)?;
        let parts = deltas.varint(page)?;
        deltas.left = deltas.varint(page)?;
        deltas.value = unzigzag(deltas.varint(page)?);
        if !(1..=MOST_PARTS).contains(&parts)
            || block % parts != 0
            || block / parts % 8 != 0
            || block == 0
        {
            return Err(Fault::Broken("differences in blocks of an odd size"));
        }
        deltas.part = block / parts;
        deltas.parts = parts as usize;
        Ok(deltas)
    }

    /// The next number.
    pub fn next(&mut self, page: &[u8]) -> Result<i64, Fault> {
        self.left = self.left.checked_sub(1).ok_or(CUT)?;
        if std::mem::take(&mut self.is_first) {
            return Ok(self.value);
        }
        if self.fields == 0 {
            self.turn(page)?;
        }
        let more = bits(page, self.bit, self.width).ok_or(CUT)?;
        self.bit += self.width as usize;
        self.fields -= 1;
        if self.fields == 0 {
            self.at = self.bit.div_ceil(8);
        }
        self.value = self
            .value
            .wrapping_add(self.least)
            .wrapping_add(more.cast_signed());
        Ok(self.value)
    }

    /// Where the bytes behind all numbers begin, once all were read: a part is stored whole.
    pub fn end(&self) -> usize {
        match self.fields {
            0 => self.at,
            fields => {
                let rest = fields.saturating_mul(u64::from(self.width));
                self.bit
                    .saturating_add(usize::try_from(rest).unwrap_or(usize::MAX))
                    .div_ceil(8)
            }
        }
    }

    fn turn(&mut self, page: &[u8]) -> Result<(), Fault> {
        if self.widths.is_empty() {
            self.least = unzigzag(self.varint(page)?);
            let widths = page.get(self.at..).and_then(|rest| rest.get(..self.parts));
            self.widths = widths.ok_or(CUT)?.to_vec();
            self.widths.reverse();
            self.at += self.parts;
        }
        self.width = u32::from(self.widths.pop().unwrap_or(0));
        if self.width > 64 {
            return Err(Fault::Broken("differences wider than numbers are"));
        }
        self.fields = self.part;
        self.bit = self.at * 8;
        Ok(())
    }

    fn varint(&mut self, page: &[u8]) -> Result<u64, Fault> {
        let (value, length) = page.get(self.at..).and_then(varint).ok_or(CUT)?;
        self.at += length;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn runs_and_bit_fields_take_turns() {
        // The example of the format's description: 0 to 7 in three bits; then five times 4.
        let page = [0x03, 0b1000_1000, 0b1100_0110, 0b1111_1010, 0x0a, 0x04];
        let mut numbers = Hybrid::new(0, page.len(), 3);
        let got: Vec<u32> = (0..13)
            .map(|_| numbers.next(&page).expect("a number"))
            .collect();
        assert_eq!(got, [0, 1, 2, 3, 4, 5, 6, 7, 4, 4, 4, 4, 4]);
        assert!(numbers.next(&page).is_err());
    }

    #[test]
    fn differences_are_summed() {
        // The second example of the format's description: 7, 5, 3, 1, 2, 3, 4, 5.
        let mut page = vec![
            0x80, 0x01, 0x04, 0x08, 0x0e, 0x03, 0x02, 0, 0, 0, 0xc0, 0x3f,
        ];
        page.resize(page.len() + 6, 0);
        page.extend(b"rest");
        let mut numbers = Deltas::new(&page, 0).expect("a head");
        let got: Vec<i64> = (0..8)
            .map(|_| numbers.next(&page).expect("a number"))
            .collect();
        assert_eq!(got, [7, 5, 3, 1, 2, 3, 4, 5]);
        assert_eq!(&page[numbers.end()..], b"rest");
        assert!(numbers.next(&page).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_harm(bytes in proptest::collection::vec(any::<u8>(), 0..80), width in 0_u32..=32) {
            let mut numbers = Hybrid::new(0, bytes.len(), width);
            for _ in 0..1_000 {
                if numbers.next(&bytes).is_err() { break; }
            }
            if let Ok(mut numbers) = Deltas::new(&bytes, 0) {
                for _ in 0..1_000 {
                    if numbers.next(&bytes).is_err() { break; }
                }
                let _ = numbers.end();
            }
        }
    }
}
