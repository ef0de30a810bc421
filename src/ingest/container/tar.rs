//! Tar: headers and files in blocks of 512 bytes, read as a stream (POSIX.1-2001; GNU tar's manual, "Basic Tar Format").
//!
//! In come the bytes; each file goes on as a member. Long names (GNU) and extended headers (pax) are understood as far as
//! they name a member or give its size. Our own reader, since the usual one takes names of any length into memory and turns
//! errors from below into text. Invariant: behind a broken header reading goes on with the next sound one.

use std::io::{self, BufRead, Read};

use super::limits::{Level, Part, broken, what_is_wrong};
use super::{Passed, Place, Reading, passed};
use crate::ingest::archive::RecordError;

/// Everything in a tar is a multiple of this.
const BLOCK: usize = 512;
/// The longest name that is read.
const MAX_NAME: u64 = 64 << 10;
/// The longest extended header that is read.
const MAX_EXTENDED: u64 = 1 << 20;
/// What a tar that ends too soon is called.
const WHAT: &str = "a tar archive";

/// Whether `head` begins with a header that adds up.
pub fn is_header(head: &[u8]) -> bool {
    head.first_chunk()
        .is_some_and(|block: &[u8; BLOCK]| block[0] != 0 && adds_up(block))
}

/// The sum of a header's bytes, its own field as blanks, is what that field says. Some old writers summed signed bytes.
fn adds_up(block: &[u8; BLOCK]) -> bool {
    let Some(said) = octal(&block[148..156]) else {
        return false;
    };
    let bytes = || {
        (0..).zip(block).map(|(at, &byte)| match at {
            148..156 => b' ',
            _ => byte,
        })
    };
    let unsigned: u64 = bytes().map(u64::from).sum();
    let signed: i64 = bytes().map(|byte| i64::from(byte.cast_signed())).sum();
    said == unsigned || i64::try_from(said) == Ok(signed)
}

/// A number in octal digits, with blanks or zero bytes around it.
fn octal(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?;
    let digits = text.trim_matches(|c| c == ' ' || c == '\0');
    u64::from_str_radix(digits, 8).ok()
}

/// A size: octal, or big-endian behind a set bit where eight digits of eleven do not do.
fn size(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 == 0 {
        return octal(field).or_else(|| field.iter().all(|&b| b == 0).then_some(0));
    }
    // Twelve bytes, of which the last eight are more than any file has.
    field[1..4].iter().all(|&byte| byte == 0).then_some(())?;
    Some(u64::from_be_bytes(field[4..12].try_into().ok()?)).filter(|size| size >> 62 == 0)
}

/// Reads the members of a tar.
pub fn read(
    reading: &mut Reading<'_>,
    input: &mut dyn BufRead,
    place: Place<'_>,
    level: &Level,
) -> io::Result<()> {
    let mut tar = Tar {
        input,
        at: 0,
        is_lost: false,
    };
    let mut said = Said::default();
    loop {
        let start = tar.at;
        let next = match tar.next() {
            Ok(Next::Header(block)) => tar.member(&block, reading, place, level, &mut said),
            Ok(Next::Broken) => {
                said = Said::default();
                reading.reject(place, start, malformed("a header that does not add up"))?;
                Ok(())
            }
            Ok(Next::End) => return Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = next {
            return reading.reject(place, start, what_is_wrong(error)?);
        }
    }
}

fn malformed(reason: &str) -> RecordError {
    RecordError::Malformed {
        format: "tar",
        reason: reason.to_owned(),
    }
}

type Block = [u8; BLOCK];

/// What comes next in a tar.
enum Next {
    Header(Box<Block>),
    /// Something where a header belongs.
    Broken,
    End,
}

/// What headers before a file's own say of it.
#[derive(Default)]
struct Said {
    name: Option<String>,
    size: Option<u64>,
    is_sparse: bool,
}

struct Tar<'a> {
    input: &'a mut dyn BufRead,
    at: u64,
    /// Behind a broken header: blocks are passed over up to the next sound one.
    is_lost: bool,
}

impl Tar<'_> {
    /// The next header. Zeros end a tar, but tars that were put one behind the other have them in between too.
    fn next(&mut self) -> io::Result<Next> {
        while let Some(block) = self.block()? {
            if is_header(&block[..]) {
                self.is_lost = false;
                return Ok(Next::Header(block));
            }
            if !self.is_lost && block.iter().any(|&byte| byte != 0) {
                self.is_lost = true;
                return Ok(Next::Broken);
            }
        }
        Ok(Next::End)
    }

    /// The next block; `None` at the end.
    fn block(&mut self) -> io::Result<Option<Box<Block>>> {
        if self.input.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let mut block = Box::new([0; BLOCK]);
        self.part(BLOCK as u64).read_exact(&mut block[..])?;
        Ok(Some(block))
    }

    /// The next `length` bytes.
    fn part(&mut self, length: u64) -> Part<'_> {
        self.at += length;
        Part::new(self.input, length, WHAT)
    }

    /// Reads what a header announces.
    fn member(
        &mut self,
        block: &Block,
        reading: &mut Reading<'_>,
        place: Place<'_>,
        level: &Level,
        said: &mut Said,
    ) -> io::Result<()> {
        let start = self.at;
        let Some(size) = said.size.or_else(|| size(&block[124..136])) else {
            self.is_lost = true;
            *said = Said::default();
            return reading.reject(place, start, malformed("a file without a size"));
        };
        match block[156] {
            b'L' => said.name = self.text(size, MAX_NAME)?.map(|name| until_zero(&name)),
            b'x' => {
                if let Some(text) = self.text(size, MAX_EXTENDED)? {
                    said.extend(&text);
                }
            }
            b'K' | b'g' | b'V' | b'X' => self.skip(size)?,
            kind => {
                let said = std::mem::take(said);
                let name = said.name.unwrap_or_else(|| own_name(block));
                let name = name.strip_prefix("./").unwrap_or(&name);
                let path = place.inside(name);
                let place = Place {
                    member: Some(&path),
                    ..place
                };
                if kind == b'S' || said.is_sparse {
                    let what = "a sparse file".to_owned();
                    reading.reject(place, start, RecordError::Unsupported { what })?;
                    return self.skip_sparse(block, size);
                }
                return match passed(name).or(kind_passed(kind, name)) {
                    Some(what) => {
                        let has_content = !matches!(kind, b'1'..=b'6');
                        reading.pass(what)?;
                        self.skip(if has_content { size } else { 0 })
                    }
                    None => self.file(reading, place, level, size),
                };
            }
        }
        Ok(())
    }

    fn file(
        &mut self,
        reading: &mut Reading<'_>,
        place: Place<'_>,
        level: &Level,
        size: u64,
    ) -> io::Result<()> {
        let mut part = self.part(size);
        reading.read(Box::new(&mut part), place, level)?;
        if !part.failed {
            part.skip()?;
        } else if part.left > 0 {
            // What failed has been said of the member; nothing behind it can be found.
            return self.skip_all();
        }
        self.skip_padding(size)
    }

    /// A text that a header of its own holds; `None` if it is too long to be meant.
    fn text(&mut self, size: u64, limit: u64) -> io::Result<Option<Vec<u8>>> {
        if size > limit {
            self.skip(size)?;
            return Ok(None);
        }
        let mut text = Vec::new();
        self.part(size).read_to_end(&mut text)?;
        self.skip_padding(size)?;
        Ok(Some(text))
    }

    fn skip(&mut self, size: u64) -> io::Result<()> {
        self.part(size).skip()?;
        self.skip_padding(size)
    }

    /// To the end of the block. A tar that ends before it has lost nothing.
    fn skip_padding(&mut self, size: u64) -> io::Result<()> {
        let padding = size.wrapping_neg() % BLOCK as u64;
        match self.part(padding).skip() {
            Err(error) => match what_is_wrong(error)? {
                RecordError::Truncated { .. } => Ok(()),
                other => Err(broken(other)),
            },
            done => done,
        }
    }

    /// A sparse file of GNU's older kind goes on in blocks of its own before its data.
    fn skip_sparse(&mut self, block: &Block, size: u64) -> io::Result<()> {
        let mut goes_on = block[156] == b'S' && block[482] != 0;
        while goes_on {
            match self.block()? {
                Some(block) => goes_on = block[504] != 0,
                None => return Ok(()),
            }
        }
        self.skip(size)
    }

    fn skip_all(&mut self) -> io::Result<()> {
        self.is_lost = true;
        loop {
            let length = match self.input.fill_buf() {
                Ok(piece) => piece.len(),
                // It has been said already.
                Err(error) => return what_is_wrong(error).map(|_| ()),
            };
            if length == 0 {
                return Ok(());
            }
            self.input.consume(length);
        }
    }
}

impl Said {
    /// Takes an extended header: records of `length key=value` and a line end.
    fn extend(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some(blank) = memchr::memchr(b' ', rest) {
            let length = std::str::from_utf8(&rest[..blank])
                .ok()
                .and_then(|digits| digits.parse::<usize>().ok());
            let Some(record) = length.and_then(|length| rest.get(blank + 1..length)) else {
                return;
            };
            rest = &rest[blank + 1 + record.len()..];
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            let Some(equals) = memchr::memchr(b'=', record) else {
                return;
            };
            let value = &record[equals + 1..];
            match &record[..equals] {
                b"path" => self.name = Some(until_zero(value)),
                b"size" => {
                    self.size = std::str::from_utf8(value)
                        .ok()
                        .and_then(|digits| digits.parse().ok())
                        .filter(|size: &u64| size >> 62 == 0);
                }
                key if key.starts_with(b"GNU.sparse.") => self.is_sparse = true,
                _ => {}
            }
        }
    }
}

/// What a member of this kind is, if it is no file.
fn kind_passed(kind: u8, name: &str) -> Option<Passed> {
    match kind {
        b'1' | b'2' => Some(Passed::Link),
        b'3' | b'4' | b'6' => Some(Passed::Device),
        b'5' | b'D' => Some(Passed::Folder),
        b'0' | 0 if name.ends_with('/') => Some(Passed::Folder),
        _ => None,
    }
}

/// The name in a header, behind its prefix, which only POSIX's kind has.
fn own_name(block: &Block) -> String {
    let name = until_zero(&block[..100]);
    let prefix = if &block[257..263] == b"ustar\0" {
        until_zero(&block[345..500])
    } else {
        String::new()
    };
    if prefix.is_empty() {
        name
    } else {
        format!("{prefix}/{name}")
    }
}

fn until_zero(field: &[u8]) -> String {
    let end = memchr::memchr(0, field).unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).into_owned()
}
