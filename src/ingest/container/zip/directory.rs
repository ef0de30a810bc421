//! The directory of a zip: found from its end, checked as a whole, then read some entries at a time.
//!
//! Invariant: once [`Directory::check`] has passed, no two members share a byte, and none reaches into the directory.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use super::{File, LOCAL_HEADER, WHAT, malformed};
use crate::ingest::archive::RecordError;
use crate::ingest::container::limits::{Part, broken};

/// The end of a directory, without its comment.
const END: u64 = 22;
/// The longest comment.
const MAX_COMMENT: u64 = u16::MAX as u64;
/// An entry, without name, extra field and comment.
const ENTRY: usize = 46;

/// One member, as the directory has it.
pub struct Entry {
    /// Its name: only ever a text.
    pub name: String,
    /// Where its own header stands.
    pub start: u64,
    /// Bytes as packed.
    pub packed: u64,
    /// Bytes as unpacked.
    pub unpacked: u64,
    /// CRC-32 of the unpacked bytes.
    pub checksum: u32,
    /// How it is packed.
    pub method: u16,
    /// Whether a password is needed.
    pub is_encrypted: bool,
    /// Whether it is a symbolic link.
    pub is_link: bool,
}

/// Where the directory stands, and how far it was read.
pub struct Directory {
    /// Whether the zip is a WACZ: crawls with tables of what is in them.
    pub is_wacz: bool,
    start: u64,
    at: u64,
    end: u64,
    /// Bytes before the zip: of a program that unpacks it, or of another file.
    before: u64,
}

impl Directory {
    /// Finds the directory.
    ///
    /// # Errors
    /// There is none, or it is not where it should be.
    pub fn find(file: &mut File<'_>) -> io::Result<Self> {
        let length = file.seek(SeekFrom::End(0))?;
        let tail_start = length.saturating_sub(END + MAX_COMMENT);
        file.seek(SeekFrom::Start(tail_start))?;
        let mut tail = Vec::new();
        file.by_ref()
            .take(END + MAX_COMMENT)
            .read_to_end(&mut tail)?;
        let at = memchr::memmem::rfind_iter(&tail, b"PK\x05\x06")
            .find(|at| {
                // A comment may hold what looks like an end; the real one's comment ends with the file.
                let comment = tail.get(at + 20..at + 22).map(le16);
                comment.is_some_and(|comment| at + 22 + comment as usize <= tail.len())
            })
            .ok_or_else(|| broken(RecordError::Truncated { what: WHAT }))?;
        let end = &tail[at..];
        if le16(&end[4..]) != le16(&end[6..]) && le16(&end[4..]) != u16::MAX {
            let what = "one volume of several".to_owned();
            return Err(broken(RecordError::Unsupported { what }));
        }
        let mut end_at = tail_start + at as u64;
        let mut size = u64::from(le32(&end[12..]));
        let mut start = u64::from(le32(&end[16..]));
        if let Some((at, large_size, large_start)) = large_end(file, end_at)? {
            (end_at, size, start) = (at, large_size, large_start);
        }
        let really = end_at
            .checked_sub(size)
            .filter(|&really| really >= start)
            .ok_or_else(|| broken(malformed("a directory beyond its end")))?;
        Ok(Self {
            is_wacz: false,
            start: really,
            at: really,
            end: end_at,
            before: really - start,
        })
    }

    /// Goes through the directory once: whether it can be read, whether members overlap, whether this is a WACZ. Sixteen bytes are
    /// kept of each member, and there may be `most`.
    ///
    /// # Errors
    /// It cannot be read, or members overlap.
    pub fn check(&mut self, file: &mut File<'_>, most: usize) -> io::Result<()> {
        let mut members: Vec<(u64, u64)> = Vec::new();
        let (mut has_package, mut has_crawl) = (false, false);
        loop {
            let entries = self.next(file, super::AT_A_TIME)?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                let end = entry.start + LOCAL_HEADER + entry.name.len() as u64 + entry.packed;
                members.push((entry.start, end));
                has_package |= entry.name == "datapackage.json";
                has_crawl |= entry.name.starts_with("archive/") && entry.name.contains(".warc");
            }
            if members.len() > most {
                let limit = most;
                return Err(broken(RecordError::TooManyMembers { limit }));
            }
        }
        members.sort_unstable();
        let overlap = members.windows(2).any(|pair| pair[1].0 < pair[0].1);
        if overlap || members.last().is_some_and(|last| last.1 > self.start) {
            return Err(broken(RecordError::Overlapping));
        }
        self.is_wacz = has_package && has_crawl;
        self.at = self.start;
        Ok(())
    }

    /// The next entries, at most `most`; none at the end.
    ///
    /// # Errors
    /// They are broken.
    pub fn next(&mut self, file: &mut File<'_>, most: usize) -> io::Result<Vec<Entry>> {
        file.seek(SeekFrom::Start(self.at))?;
        let mut part = Part::new(file, self.end - self.at, WHAT);
        let mut entries = Vec::new();
        while entries.len() < most && !part.fill_buf()?.is_empty() {
            if part.left < ENTRY as u64 {
                return Err(broken(malformed("a directory that ends in an entry")));
            }
            let mut fixed = [0; ENTRY];
            part.read_exact(&mut fixed)?;
            // A signature of the directory may stand at its end.
            if fixed.starts_with(b"PK\x05\x05") {
                self.at = self.end;
                return Ok(entries);
            }
            if !fixed.starts_with(b"PK\x01\x02") {
                return Err(broken(malformed("a directory with something else in it")));
            }
            let lengths = [28, 30, 32].map(|at| u64::from(le16(&fixed[at..])));
            if lengths.iter().sum::<u64>() > part.left {
                return Err(broken(malformed("a directory that ends in an entry")));
            }
            let mut text = |length: u64| -> io::Result<Vec<u8>> {
                let mut bytes = vec![0; length as usize];
                part.read_exact(&mut bytes)?;
                Ok(bytes)
            };
            let (name, extra) = (text(lengths[0])?, text(lengths[1])?);
            text(lengths[2])?;
            entries.push(entry(&fixed, &name, &extra, self.before)?);
        }
        self.at = self.end - part.left;
        Ok(entries)
    }
}

/// An entry of fixed fields, name and extra field.
fn entry(fixed: &[u8; ENTRY], name: &[u8], extra: &[u8], before: u64) -> io::Result<Entry> {
    let flags = le16(&fixed[8..]);
    let method = le16(&fixed[10..]);
    let mut large = large_fields(extra);
    let mut number = |at: usize| -> Option<u64> {
        match le32(&fixed[at..]) {
            u32::MAX => large.next(),
            small => Some(u64::from(small)),
        }
    };
    // In this order they stand in the extra field.
    let (unpacked, packed, start) = (number(24), number(20), number(42));
    let (Some(unpacked), Some(packed), Some(start)) = (unpacked, packed, start) else {
        return Err(broken(malformed("a member without a size")));
    };
    let start = start.checked_add(before);
    let Some(start) =
        start.filter(|start| start.checked_add(packed).is_some_and(|end| end >> 62 == 0))
    else {
        return Err(broken(malformed("a member beyond its end")));
    };
    let is_of_unix = fixed[5] == 3;
    Ok(Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        start,
        packed,
        unpacked,
        checksum: le32(&fixed[16..]),
        method,
        is_encrypted: flags & (1 | 1 << 6 | 1 << 13) != 0 || method == 99,
        is_link: is_of_unix && le16(&fixed[40..]) & 0xf000 == 0xa000,
    })
}

/// The numbers of a zip64 extra field.
fn large_fields(extra: &[u8]) -> impl Iterator<Item = u64> {
    let mut rest = extra;
    let mut found: &[u8] = &[];
    while rest.len() >= 4 {
        let length = 4 + usize::from(le16(&rest[2..]));
        let Some(field) = rest.get(..length) else {
            break;
        };
        if le16(field) == 1 {
            found = &field[4..];
            break;
        }
        rest = &rest[length..];
    }
    found.chunks_exact(8).map(le64)
}

/// The end of a zip64 directory, whose place is said just before the end at `end`: where it stands, and the directory's
/// size and start.
fn large_end(file: &mut File<'_>, end: u64) -> io::Result<Option<(u64, u64, u64)>> {
    const LOCATOR: u64 = 20;
    const LARGE_END: usize = 56;
    let Some(locator_at) = end.checked_sub(LOCATOR) else {
        return Ok(None);
    };
    let mut locator = [0; LOCATOR as usize];
    file.seek(SeekFrom::Start(locator_at))?;
    file.read_exact(&mut locator)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return Ok(None);
    }
    // Where bytes stand before the zip, it is not where it says, but just before the locator it is.
    for at in [
        Some(le64(&locator[8..])),
        locator_at.checked_sub(LARGE_END as u64),
    ] {
        let is_before = |at: u64| at < locator_at && locator_at - at >= LARGE_END as u64;
        let Some(at) = at.filter(|&at| is_before(at)) else {
            continue;
        };
        let mut large = [0; LARGE_END];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut large)?;
        if large.starts_with(b"PK\x06\x06") {
            return Ok(Some((at, le64(&large[40..]), le64(&large[48..]))));
        }
    }
    Err(broken(malformed("a directory beyond its end")))
}

fn le16(bytes: &[u8]) -> u16 {
    u16::from_le_bytes([bytes[0], bytes[1]])
}

fn le32(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

fn le64(bytes: &[u8]) -> u64 {
    u64::from(le32(bytes)) | u64::from(le32(&bytes[4..])) << 32
}
