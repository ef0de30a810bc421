//! Pages unpacked: the codecs of Parquet, each held to the size that its page says.
//!
//! In come the bytes of a page, and how many they unpack to; out come so many, or a fault. Invariant: no more than that is ever
//! held, whatever the bytes say.

use std::io::Read;

use super::Fault;

/// Unpacks a page by the codec of its column.
pub fn unpack(codec: i64, packed: Vec<u8>, size: usize) -> Result<Vec<u8>, Fault> {
    let unpacked = match codec {
        0 => packed,
        1 => snappy(&packed, size)?,
        2 => read(flate2::read::MultiGzDecoder::new(&packed[..]), size)?,
        4 => read(
            brotli_decompressor::Decompressor::new(&packed[..], 4096),
            size,
        )?,
        5 => lz4_framed(&packed, size)?,
        6 => {
            let mut decoder = zstd::Decoder::with_buffer(&packed[..]).map_err(|_| BROKEN)?;
            // As in a file of its own.
            decoder.window_log_max(27).map_err(|_| BROKEN)?;
            read(decoder, size)?
        }
        7 => lz4(&packed, size)?,
        3 => return Err(Fault::Unsupported("columns packed by LZO")),
        _ => return Err(Fault::Unsupported("columns packed by an unknown codec")),
    };
    match unpacked.len() == size {
        true => Ok(unpacked),
        false => Err(Fault::Broken("a page of another size than it says")),
    }
}

const BROKEN: Fault = Fault::Broken("a page that cannot be unpacked");

fn read(unpacker: impl Read, size: usize) -> Result<Vec<u8>, Fault> {
    let mut unpacked = Vec::new();
    let mut unpacker = unpacker.take(size as u64 + 1);
    unpacker.read_to_end(&mut unpacked).map_err(|_| BROKEN)?;
    Ok(unpacked)
}

/// Appends `length` bytes that stand `back` bytes before the end.
fn copy(out: &mut Vec<u8>, back: usize, length: usize, size: usize) -> Result<(), Fault> {
    if back == 0 || back > out.len() || length > size - out.len() {
        return Err(BROKEN);
    }
    let start = out.len() - back;
    if back >= length {
        out.extend_from_within(start..start + length);
    } else {
        for at in start..start + length {
            out.push(out[at]);
        }
    }
    Ok(())
}

/// Appends the next `length` bytes of `packed`.
fn literal<'p>(
    out: &mut Vec<u8>,
    packed: &'p [u8],
    length: usize,
    size: usize,
) -> Result<&'p [u8], Fault> {
    if length > packed.len() || length > size - out.len() {
        return Err(BROKEN);
    }
    out.extend_from_slice(&packed[..length]);
    Ok(&packed[length..])
}

/// Snappy's raw format: <https://github.com/google/snappy/blob/main/format_description.txt>
fn snappy(packed: &[u8], size: usize) -> Result<Vec<u8>, Fault> {
    let (said, head) = super::thrift::varint(packed).ok_or(BROKEN)?;
    if said != size as u64 {
        return Err(BROKEN);
    }
    let mut rest = &packed[head..];
    let mut out = Vec::new();
    while let Some((&tag, behind)) = rest.split_first() {
        let number = |bytes: usize| -> Result<usize, Fault> {
            let bytes = behind.get(..bytes).ok_or(BROKEN)?;
            Ok(bytes
                .iter()
                .rev()
                .fold(0, |sum, &byte| sum << 8 | usize::from(byte)))
        };
        let high = usize::from(tag >> 2);
        rest = match tag & 3 {
            0 => {
                // A short length stands in the tag, a longer one in up to four bytes behind it.
                let bytes = high.saturating_sub(59);
                let length = if bytes == 0 { high } else { number(bytes)? };
                literal(&mut out, &behind[bytes..], length + 1, size)?
            }
            1 => {
                let back = usize::from(tag >> 5) << 8 | number(1)?;
                copy(&mut out, back, (high & 7) + 4, size)?;
                &behind[1..]
            }
            kind => {
                let bytes = if kind == 2 { 2 } else { 4 };
                copy(&mut out, number(bytes)?, high + 1, size)?;
                &behind[bytes..]
            }
        };
    }
    Ok(out)
}

/// A block of LZ4: <https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md>
fn lz4(packed: &[u8], size: usize) -> Result<Vec<u8>, Fault> {
    let mut rest = packed;
    let mut out = Vec::new();
    while let Some((&token, behind)) = rest.split_first() {
        let (length, behind) = long(usize::from(token >> 4), behind)?;
        rest = literal(&mut out, behind, length, size)?;
        if rest.is_empty() {
            break;
        }
        let back = rest.get(..2).ok_or(BROKEN)?;
        let back = usize::from(u16::from_le_bytes([back[0], back[1]]));
        let (length, behind) = long(usize::from(token & 15), &rest[2..])?;
        copy(&mut out, back, length + 4, size)?;
        rest = behind;
    }
    Ok(out)
}

/// A length that goes on while bytes are full.
fn long(short: usize, mut rest: &[u8]) -> Result<(usize, &[u8]), Fault> {
    let mut length = short;
    let mut goes_on = short == 15;
    while goes_on {
        let (&byte, behind) = rest.split_first().ok_or(BROKEN)?;
        length += usize::from(byte);
        rest = behind;
        goes_on = byte == 255;
    }
    Ok((length, rest))
}

/// The older LZ4 of Parquet: blocks of Hadoop's, each behind both its lengths; some writers left those out.
fn lz4_framed(packed: &[u8], size: usize) -> Result<Vec<u8>, Fault> {
    let framed = || -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        let mut rest = packed;
        while !rest.is_empty() {
            let head = rest.first_chunk::<8>().ok_or(BROKEN)?;
            let number = |at: usize| {
                let bytes = head[at..at + 4].try_into().expect("four of eight bytes");
                u32::from_be_bytes(bytes) as usize
            };
            let block = rest.get(8..8 + number(4)).ok_or(BROKEN)?;
            let most = size - out.len();
            if number(0) > most {
                return Err(BROKEN);
            }
            out.extend(lz4(block, most)?);
            rest = &rest[8 + number(4)..];
        }
        Ok(out)
    };
    framed().or_else(|_| lz4(packed, size))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_blocks_are_unpacked() {
        // A literal and a copy that reaches into itself.
        let packed = b"\x0b\x08abc\x11\x03\x00".to_vec();
        assert!(unpack(1, packed, 11).is_err());
        let packed = b"\x08\x08abc\x05\x03".to_vec();
        assert_eq!(unpack(1, packed, 8).expect("it is sound"), b"abcabcab");
        let packed = b"\x31abc\x03\x00\x00".to_vec();
        assert_eq!(
            unpack(7, packed.clone(), 8).expect("it is sound"),
            b"abcabcab"
        );
        let framed = [&8_u32.to_be_bytes(), &7_u32.to_be_bytes(), &packed[..]].concat();
        assert_eq!(unpack(5, framed, 8).expect("it is sound"), b"abcabcab");
        assert!(unpack(0, b"abc".to_vec(), 4).is_err());
        assert!(unpack(3, Vec::new(), 0).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_harm_nor_grow(codec in 0_i64..9, bytes in proptest::collection::vec(any::<u8>(), 0..300), size in 0_usize..2_000) {
            if let Ok(unpacked) = unpack(codec, bytes, size) {
                prop_assert_eq!(unpacked.len(), size);
            }
        }
    }
}
