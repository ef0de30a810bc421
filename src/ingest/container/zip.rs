//! Zip: a directory at the end of the file, and members wherever it says (PKWARE's APPNOTE 6.3.10).
//!
//! The directory is the only truth: what it does not name is not read, and members that share bytes are refused before one
//! is read. Our own reader, since it gives each broken member its own reject, takes little memory for very many members, and
//! keeps our limits' errors what they are. It needs to seek; a zip from a pipe or inside another archive is held in memory.
//!
//! A WACZ is a zip around crawls: of it only what is in `archive/` is read.

mod directory;

use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::rc::Rc;

use super::compressed;
use super::kind::Kind;
use super::limits::{
    AfterError, Given, Level, Measure, Part, Taken, broken, explained, what_is_wrong,
};
use super::{Passed, Place, Reading, passed};
use crate::ingest::archive::RecordError;
use crate::ingest::format::Input;
use directory::{Directory, Entry};

/// Read ahead in a file; most members are no larger.
const BUFFER: usize = 64 << 10;
/// How many entries of the directory are known at a time.
const AT_A_TIME: usize = 1024;
/// A header before a member's bytes, without name and extra field.
const LOCAL_HEADER: u64 = 30;

/// What a zip that ends too soon is called.
const WHAT: &str = "a zip archive";

/// Something to seek in.
pub trait Seekable: Read + Seek {}
impl<T: Read + Seek> Seekable for T {}

/// A zip, wherever its bytes are.
type File<'a> = BufReader<Box<dyn Seekable + 'a>>;

/// Reads a zip that comes as a stream: up to a limit it is held in memory.
pub fn read_held(
    reading: &mut Reading<'_>,
    input: Input<'_>,
    place: Place<'_>,
    level: &Level,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    if let Err(error) = input.take(level.room as u64 + 1).read_to_end(&mut bytes) {
        return reading.fail(place, error);
    }
    if bytes.len() > level.room {
        let limit = level.room as u64;
        return reading.reject(place, 0, RecordError::TooLarge { limit });
    }
    let level = level.holding(bytes.len());
    read(reading, Box::new(Cursor::new(bytes)), place, &level)
}

/// Reads the members of a zip.
pub fn read(
    reading: &mut Reading<'_>,
    file: Box<dyn Seekable + '_>,
    place: Place<'_>,
    level: &Level,
) -> io::Result<()> {
    let mut file = BufReader::with_capacity(BUFFER, file);
    let found = Directory::find(&mut file).and_then(|mut directory| {
        directory.check(&mut file, level.limits().members)?;
        Ok(directory)
    });
    let mut directory = match found {
        Ok(directory) => directory,
        Err(error) => return reading.fail(place, in_our_words(error)),
    };
    loop {
        let entries = match directory.next(&mut file, AT_A_TIME) {
            Ok(entries) if entries.is_empty() => return Ok(()),
            Ok(entries) => entries,
            Err(error) => return reading.fail(place, in_our_words(error)),
        };
        for entry in entries {
            match kind_passed(&entry, directory.is_wacz) {
                Some(what) => reading.pass(what)?,
                None => member(reading, &mut file, &entry, place, level)?,
            }
        }
    }
}

/// What an entry is, if it is not to be read.
fn kind_passed(entry: &Entry, is_wacz: bool) -> Option<Passed> {
    if entry.name.ends_with('/') {
        Some(Passed::Folder)
    } else if entry.is_link {
        Some(Passed::Link)
    } else if is_wacz && !entry.name.starts_with("archive/") {
        Some(Passed::CrawlIndex)
    } else {
        passed(&entry.name)
    }
}

fn member(
    reading: &mut Reading<'_>,
    file: &mut File<'_>,
    entry: &Entry,
    place: Place<'_>,
    level: &Level,
) -> io::Result<()> {
    let path = place.inside(&entry.name);
    let place = Place {
        member: Some(&path),
        ..place
    };
    if entry.is_encrypted {
        return reading.reject(place, entry.start, RecordError::Encrypted);
    }
    if let Err(error) = go_to(file, entry) {
        return reading.reject(place, entry.start, what_is_wrong(in_our_words(error))?);
    }
    let measure = level.measure();
    let part = Part::new(file, entry.packed, WHAT);
    let unpacked = match unpack(entry, part, &measure) {
        Ok(unpacked) => unpacked,
        Err(error) => return reading.reject(place, entry.start, what_is_wrong(error)?),
    };
    reading.read(unpacked, place, &level.measured(&measure))
}

/// Goes to the first byte of a member, behind its own header.
fn go_to(file: &mut File<'_>, entry: &Entry) -> io::Result<()> {
    // Members mostly stand in the directory's order: what was read ahead is the next one.
    let at = file.stream_position()?;
    let distance = i64::try_from(i128::from(entry.start) - i128::from(at))
        .map_err(|_| broken(malformed("a member beyond its end")))?;
    file.seek_relative(distance)?;
    let mut header = [0; LOCAL_HEADER as usize];
    let mut part = Part::new(file, LOCAL_HEADER, WHAT);
    part.read_exact(&mut header)?;
    if !header.starts_with(b"PK\x03\x04") {
        return Err(broken(malformed("no member where its directory says")));
    }
    let length = |at: usize| u64::from(u16::from_le_bytes([header[at], header[at + 1]]));
    Part::new(file, length(26) + length(28), WHAT).skip()
}

/// A member's bytes, unpacked, measured, and compared with their checksum.
fn unpack<'a>(entry: &Entry, part: Part<'a>, measure: &Rc<Measure>) -> io::Result<Input<'a>> {
    let part: Input<'a> = Box::new(part);
    let unpacked: Input<'a> = match entry.method {
        0 => part,
        8 => {
            let unpacker = flate2::bufread::DeflateDecoder::new(Taken::new(part, measure));
            let given = Given::new(unpacker, measure, "zip", "a zip member", AfterError::Ends);
            Box::new(BufReader::with_capacity(BUFFER, given))
        }
        12 => compressed::open(Kind::Bzip2, part, measure)?,
        93 => compressed::open(Kind::Zstd, part, measure)?,
        95 => compressed::open(Kind::Xz, part, measure)?,
        method => {
            let what = match method {
                9 => "packed by deflate64".to_owned(),
                14 => "packed by LZMA".to_owned(),
                98 => "packed by PPMd".to_owned(),
                _ => format!("packed by the method {method} of zip"),
            };
            return Err(broken(RecordError::Unsupported { what }));
        }
    };
    Ok(Box::new(Checked {
        input: unpacked,
        sum: flate2::Crc::new(),
        left: entry.unpacked,
        said: entry.checksum,
        is_over: false,
    }))
}

/// Compares a member with what the directory says of it: size and checksum.
struct Checked<'a> {
    input: Input<'a>,
    sum: flate2::Crc,
    left: u64,
    said: u32,
    is_over: bool,
}

impl BufRead for Checked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_over {
            return Ok(&[]);
        }
        let is_empty = self.input.fill_buf()?.is_empty();
        if is_empty || self.left == 0 {
            self.is_over = true;
            if !is_empty || self.left > 0 {
                return Err(broken(malformed("a member of another size than is said")));
            }
            if self.sum.sum() != self.said {
                return Err(broken(malformed("a member that its checksum does not fit")));
            }
            return Ok(&[]);
        }
        let piece = self.input.fill_buf()?;
        let length = usize::try_from(self.left).map_or(piece.len(), |left| left.min(piece.len()));
        Ok(&piece[..length])
    }

    fn consume(&mut self, amount: usize) {
        // What is consumed was given by `fill_buf`, and stands there still.
        if let Ok(piece) = self.input.fill_buf() {
            self.sum.update(&piece[..amount.min(piece.len())]);
        }
        self.left -= amount as u64;
        self.input.consume(amount);
    }
}

impl Read for Checked<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

fn in_our_words(error: io::Error) -> io::Error {
    explained(error, "zip", WHAT)
}

fn malformed(reason: &str) -> RecordError {
    RecordError::Malformed {
        format: "zip",
        reason: reason.to_owned(),
    }
}
