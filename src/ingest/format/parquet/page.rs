//! The pages of a column: headers, what is packed in them, and the values there, one after another.
//!
//! In comes where a column stands in the file; out come pages, with their levels and values ready to be read. Invariants: one
//! page and one dictionary of a column are held, each within [`MAX_PAGE`]; what is unpacked counts ([`Source`](super::source::Source)).

use super::Fault;
use super::encoding::{Deltas, Hybrid};
use super::footer::Chunk;
use super::header::Header;
use super::source::Source;
use super::thrift::Thrift;
use super::types::Physical;

/// The largest page that is read, unpacked.
const MAX_PAGE: usize = 64 << 20;
/// The longest header of a page; those with statistics hold two values.
const MAX_HEADER: usize = 1 << 20;
/// How much of a header is read at first.
const HEADER: usize = 1 << 10;
/// The most lengths that a page may hold apart from its texts.
const MAX_LENGTHS: u64 = 2_000_000;

/// A page, read from the front.
#[derive(Debug, Default)]
pub struct Page {
    bytes: Vec<u8>,
    repetitions: Hybrid,
    definitions: Hybrid,
    values: Values,
    /// Values that are left, absent ones included.
    pub left: u64,
}

/// How the values of a page are stored.
#[derive(Debug, Default)]
enum Values {
    #[default]
    None,
    /// One behind the other, from here on.
    Plain(usize),
    /// Bits, from this one on.
    Bits(usize),
    Runs(Hybrid),
    /// Numbers of a dictionary's entries.
    Entries(Hybrid),
    Deltas(Deltas),
    /// Texts behind their lengths.
    Lengths {
        lengths: std::vec::IntoIter<u32>,
        at: usize,
    },
    /// Texts, each with so much of the one before.
    Prefixes {
        prefixes: std::vec::IntoIter<u32>,
        lengths: std::vec::IntoIter<u32>,
        at: usize,
        last: Vec<u8>,
    },
}

/// The pages of a column in a group of rows.
#[derive(Debug)]
pub struct Pages {
    physical: Physical,
    codec: i64,
    at: u64,
    end: u64,
    /// Widths of the levels, in bits.
    definition: u32,
    repetition: u32,
    dictionary: Option<Dictionary>,
    /// A value that is not in the page as it stands.
    value: Vec<u8>,
}

#[derive(Debug)]
struct Dictionary {
    bytes: Vec<u8>,
    /// Where the entries begin and end.
    entries: Vec<(u32, u32)>,
}

fn width(most: u32) -> u32 {
    u32::BITS - most.leading_zeros()
}

impl Pages {
    /// The pages of a column whose levels go so high.
    pub fn new(chunk: &Chunk, physical: Physical, definition: u32, repetition: u32) -> Self {
        Self {
            physical,
            codec: chunk.codec,
            at: chunk.start,
            end: chunk.start.saturating_add(chunk.length),
            definition: width(definition),
            repetition: width(repetition),
            dictionary: None,
            value: Vec::new(),
        }
    }

    /// Reads the next page with values.
    pub fn next(&mut self, source: &mut Source) -> Result<Page, Fault> {
        loop {
            if self.at >= self.end {
                return Err(Fault::Broken("a column with fewer values than it says"));
            }
            let header = self.header(source)?;
            let size = |size: i64| usize::try_from(size).ok().filter(|size| *size <= MAX_PAGE);
            let (Some(unpacked), Some(packed)) = (size(header.unpacked), size(header.packed))
            else {
                return Err(Fault::TooLarge(MAX_PAGE as u64));
            };
            if packed as u64 > self.end - self.at {
                return Err(Fault::Broken("a page that reaches out of its column"));
            }
            source.count(unpacked as u64)?;
            let bytes = source.read(self.at, packed)?;
            self.at += packed as u64;
            match header.kind {
                0 => return self.page(&header, super::codec::unpack(self.codec, bytes, unpacked)?),
                3 => return self.newer_page(&header, bytes, unpacked),
                2 => {
                    let bytes = super::codec::unpack(self.codec, bytes, unpacked)?;
                    self.dictionary = Some(Dictionary::new(bytes, &header, self.physical)?);
                }
                // An index.
                _ => {}
            }
        }
    }

    fn header(&mut self, source: &mut Source) -> Result<Header, Fault> {
        let mut wanted = HEADER;
        loop {
            let room = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
            let bytes = source.read(self.at, wanted.min(room))?;
            let mut thrift = Thrift::new(&bytes);
            match Header::read(&mut thrift) {
                Ok(header) => {
                    self.at += thrift.read as u64;
                    return Ok(header);
                }
                Err(_) if wanted < MAX_HEADER && wanted < room => wanted *= 8,
                Err(fault) => return Err(fault),
            }
        }
    }

    /// A page whose levels are packed with its values, each behind its length.
    fn page(&self, header: &Header, bytes: Vec<u8>) -> Result<Page, Fault> {
        let mut at = 0;
        let mut levels = |width: u32| -> Result<Hybrid, Fault> {
            if width == 0 {
                return Ok(Hybrid::new(0, 0, 0));
            }
            let head = bytes.get(at..at + 4).ok_or(CUT)?;
            let length = u32::from_le_bytes(head.try_into().expect("four bytes")) as usize;
            let end = (at + 4).saturating_add(length);
            bytes.get(at + 4..end).ok_or(CUT)?;
            let levels = Hybrid::new(at + 4, end, width);
            at = end;
            Ok(levels)
        };
        let repetitions = levels(self.repetition)?;
        let definitions = levels(self.definition)?;
        self.with_values(header, bytes, at, repetitions, definitions)
    }

    /// A page whose levels stand before what is packed.
    fn newer_page(
        &self,
        header: &Header,
        mut bytes: Vec<u8>,
        unpacked: usize,
    ) -> Result<Page, Fault> {
        let size = |size: i64| {
            usize::try_from(size)
                .ok()
                .filter(|size| *size <= bytes.len())
        };
        let (Some(first), Some(second)) = (size(header.repetitions), size(header.definitions))
        else {
            return Err(CUT);
        };
        let levels = first + second;
        if levels > bytes.len() || levels > unpacked {
            return Err(CUT);
        }
        // An empty page may say that it is packed.
        if !header.is_plain && unpacked > levels {
            let packed = bytes.split_off(levels);
            bytes.extend(super::codec::unpack(self.codec, packed, unpacked - levels)?);
        }
        let hybrid = |at, end, width| match width {
            0 => Hybrid::new(0, 0, 0),
            width => Hybrid::new(at, end, width),
        };
        let repetitions = hybrid(0, first, self.repetition);
        let definitions = hybrid(first, levels, self.definition);
        self.with_values(header, bytes, levels, repetitions, definitions)
    }

    fn with_values(
        &self,
        header: &Header,
        bytes: Vec<u8>,
        at: usize,
        repetitions: Hybrid,
        definitions: Hybrid,
    ) -> Result<Page, Fault> {
        let values = match (header.encoding, self.physical) {
            (0, Physical::Bool) => Values::Bits(at * 8),
            (0, _) => Values::Plain(at),
            (2 | 8, _) => match bytes.get(at) {
                Some(&width) if width <= 32 => {
                    Values::Entries(Hybrid::new(at + 1, bytes.len(), u32::from(width)))
                }
                Some(_) => return Err(Fault::Broken("numbers of entries wider than numbers are")),
                None => Values::None,
            },
            (3, Physical::Bool) => {
                bytes.get(at..at + 4).ok_or(CUT)?;
                Values::Runs(Hybrid::new(at + 4, bytes.len(), 1))
            }
            (5, Physical::Int32 | Physical::Int64) => Values::Deltas(Deltas::new(&bytes, at)?),
            (6, Physical::Bytes) => {
                let (lengths, at) = lengths(&bytes, at)?;
                Values::Lengths { lengths, at }
            }
            (7, Physical::Bytes | Physical::Fixed(_)) => {
                let (prefixes, at) = lengths(&bytes, at)?;
                let (lengths, at) = lengths(&bytes, at)?;
                Values::Prefixes {
                    prefixes,
                    lengths,
                    at,
                    last: Vec::new(),
                }
            }
            (4, Physical::Bool) | (9, _) => {
                return Err(Fault::Unsupported("columns of split bytes"));
            }
            _ => return Err(Fault::Broken("values stored in a way that is not theirs")),
        };
        Ok(Page {
            left: u64::try_from(header.values).unwrap_or(0),
            bytes,
            repetitions,
            definitions,
            values,
        })
    }

    /// The next value that is there.
    pub fn value<'v>(&'v mut self, page: &'v mut Page) -> Result<&'v [u8], Fault> {
        let bytes = &page.bytes;
        match &mut page.values {
            Values::None => Err(CUT),
            Values::Plain(at) => {
                let (start, end) = plain(bytes, *at, self.physical).ok_or(CUT)?;
                *at = end;
                Ok(&bytes[start..end])
            }
            Values::Bits(bit) => {
                let byte = bytes.get(*bit / 8).ok_or(CUT)?;
                let value = byte >> (*bit % 8) & 1;
                *bit += 1;
                Ok(if value == 1 { &[1] } else { &[0] })
            }
            Values::Runs(runs) => Ok(if runs.next(bytes)? == 1 { &[1] } else { &[0] }),
            Values::Entries(entries) => {
                let number = entries.next(bytes)? as usize;
                let dictionary = self
                    .dictionary
                    .as_ref()
                    .ok_or(Fault::Broken("no dictionary"))?;
                let (start, end) = *dictionary
                    .entries
                    .get(number)
                    .ok_or(Fault::Broken("no such entry"))?;
                Ok(&dictionary.bytes[start as usize..end as usize])
            }
            Values::Deltas(deltas) => {
                let value = deltas.next(bytes)?;
                self.value = match self.physical {
                    // Differences of small numbers may run over, and are meant to.
                    Physical::Int32 => (value as i32).to_le_bytes().to_vec(),
                    _ => value.to_le_bytes().to_vec(),
                };
                Ok(&self.value)
            }
            Values::Lengths { lengths, at } => {
                let end = (*at).saturating_add(lengths.next().ok_or(CUT)? as usize);
                let value = bytes.get(*at..end).ok_or(CUT)?;
                *at = end;
                Ok(value)
            }
            Values::Prefixes {
                prefixes,
                lengths,
                at,
                last,
            } => {
                let end = (*at).saturating_add(lengths.next().ok_or(CUT)? as usize);
                let suffix = bytes.get(*at..end).ok_or(CUT)?;
                let prefix = prefixes.next().ok_or(CUT)? as usize;
                if prefix > last.len() || prefix + suffix.len() > MAX_PAGE {
                    return Err(CUT);
                }
                last.truncate(prefix);
                last.extend_from_slice(suffix);
                *at = end;
                match self.physical {
                    Physical::Fixed(length) if length != last.len() => Err(CUT),
                    _ => Ok(last),
                }
            }
        }
    }
}

impl Page {
    /// The levels of the next value: of repetition, of definition.
    pub fn levels(&mut self) -> Result<(u32, u32), Fault> {
        self.left = self.left.checked_sub(1).ok_or(CUT)?;
        Ok((
            self.repetitions.next(&self.bytes)?,
            self.definitions.next(&self.bytes)?,
        ))
    }
}

const CUT: Fault = Fault::Broken("a page that is cut off");

impl Dictionary {
    fn new(bytes: Vec<u8>, header: &Header, physical: Physical) -> Result<Self, Fault> {
        let mut entries = Vec::new();
        let mut at = 0;
        for _ in 0..header.values.max(0) {
            let (start, end) = plain(&bytes, at, physical).ok_or(CUT)?;
            entries.push((start as u32, end as u32));
            at = end;
        }
        Ok(Self { bytes, entries })
    }
}

/// Where the plain value that begins at `at` stands. Each takes a byte or more.
fn plain(bytes: &[u8], at: usize, physical: Physical) -> Option<(usize, usize)> {
    let (start, length) = match physical.width() {
        Some(width) => (at, width),
        None if physical == Physical::Bool => return None,
        None => {
            let head = bytes.get(at..at.checked_add(4)?)?;
            (at + 4, u32::from_le_bytes(head.try_into().ok()?) as usize)
        }
    };
    let end = start.checked_add(length)?;
    bytes.get(start..end).map(|_| (start, end))
}

/// Lengths, and where what stands behind them begins.
fn lengths(page: &[u8], at: usize) -> Result<(std::vec::IntoIter<u32>, usize), Fault> {
    let mut deltas = Deltas::new(page, at)?;
    if deltas.left > MAX_LENGTHS {
        return Err(Fault::TooManyValues(MAX_LENGTHS as usize));
    }
    let mut lengths = Vec::new();
    while deltas.left > 0 {
        lengths.push(u32::try_from(deltas.next(page)?).map_err(|_| CUT)?);
    }
    Ok((lengths.into_iter(), deltas.end()))
}
