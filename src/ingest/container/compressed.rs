//! Compressed streams, unpacked as they are read: gzip, zstd, bzip2, xz, each of several members or frames too.
//!
//! What comes out is measured (see `limits`); an error says in our words what is wrong with the stream.

use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use super::gunzip::Gunzip;
use super::kind::{Kind, ZSTD};
use super::limits::{AfterError, Given, Measure, Taken, broken, explained};
use crate::ingest::archive::RecordError;
use crate::ingest::format::Input;

/// The largest dictionary of xz, in bytes: `xz -9` asks for a quarter of it.
const MOST_DICTIONARY: usize = 256 << 20;

/// Unpacked ahead of the reader.
const BUFFER: usize = 128 << 10;

/// The largest dictionary of a zstd stream that is read.
const MAX_DICTIONARY: u64 = 32 << 20;

/// What a stream of this kind holds, counted by `measure`.
///
/// # Errors
/// The stream cannot be begun.
pub fn open<'a>(kind: Kind, input: Input<'a>, measure: &Rc<Measure>) -> io::Result<Input<'a>> {
    let taken = Taken::new(input, measure);
    Ok(match kind {
        Kind::Gzip => {
            let unpacker = Gunzip::new(taken, Rc::clone(measure));
            let given = Given::new(
                unpacker,
                measure,
                "gzip",
                "a gzip stream",
                AfterError::GoesOn,
            );
            Box::new(BufReader::with_capacity(BUFFER, given))
        }
        Kind::Zstd => ended(unzstd(taken)?, measure, "zstd", "a zstd stream"),
        Kind::Bzip2 => {
            let unpacker = bzip2::bufread::MultiBzDecoder::new(taken);
            ended(unpacker, measure, "bzip2", "a bzip2 stream")
        }
        // Its dictionary is what its header asks for: up to 4 GB, if one lets it.
        _ => {
            let most = (MOST_DICTIONARY >> 10) as u32;
            let unpacker = lzma_rust2::XzReader::new_mem_limit(taken, true, most);
            ended(unpacker, measure, "xz", "an xz stream")
        }
    })
}

fn ended<'a>(
    unpacker: impl Read + 'a,
    measure: &Rc<Measure>,
    format: &'static str,
    end: &'static str,
) -> Input<'a> {
    let given = Given::new(unpacker, measure, format, end, AfterError::Ends);
    Box::new(BufReader::with_capacity(BUFFER, given))
}

/// A zstd stream. The decoder itself refuses windows of more than 128 MiB.
fn unzstd<'a>(mut input: Taken<'a>) -> io::Result<impl Read + 'a> {
    let dictionary = dictionary(&mut input)?;
    zstd::stream::read::Decoder::with_dictionary(input, &dictionary)
        .map_err(|error| explained(error, "zstd", "a zstd stream"))
}

/// The dictionary that a `.warc.zst` begins with, in a frame that other readers pass over (IIPC's WARC compression with
/// zstd, 2021); empty if there is none.
fn dictionary(input: &mut Taken<'_>) -> io::Result<Vec<u8>> {
    if !input.fill_buf()?.starts_with(&[0x5d, 0x2a, 0x4d, 0x18]) {
        return Ok(Vec::new());
    }
    let refused = |reason: &str| {
        broken(RecordError::Malformed {
            format: "zstd",
            reason: reason.to_owned(),
        })
    };
    let cut = |error| explained(error, "zstd", "a zstd stream");
    let mut frame = [0; 8];
    input.read_exact(&mut frame).map_err(cut)?;
    let size = u32::from_le_bytes([frame[4], frame[5], frame[6], frame[7]]);
    if u64::from(size) > MAX_DICTIONARY {
        return Err(refused("its dictionary is too large"));
    }
    let mut packed = Vec::new();
    input.take(u64::from(size)).read_to_end(&mut packed)?;
    if !packed.starts_with(&ZSTD) {
        return Ok(packed);
    }
    let mut dictionary = Vec::new();
    let unpacked = zstd::stream::read::Decoder::with_buffer(&packed[..]).map_err(cut)?;
    unpacked
        .take(MAX_DICTIONARY + 1)
        .read_to_end(&mut dictionary)
        .map_err(cut)?;
    if dictionary.len() as u64 > MAX_DICTIONARY {
        return Err(refused("its dictionary is too large"));
    }
    Ok(dictionary)
}
