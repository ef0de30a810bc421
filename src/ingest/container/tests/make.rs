//! Archives made for tests: as their formats demand, or not.

use std::io::Write;

/// One record of JSON lines in xz.
pub const XZ: &[u8] = &[
    0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x04, 0xe6, 0xd6, 0xb4, 0x46, 0x02, 0x00, 0x21, 0x01,
    0x16, 0x00, 0x00, 0x00, 0x74, 0x2f, 0xe5, 0xa3, 0x01, 0x00, 0x2e, 0x7b, 0x22, 0x69, 0x64, 0x22,
    0x3a, 0x22, 0x78, 0x31, 0x22, 0x2c, 0x22, 0x74, 0x69, 0x74, 0x6c, 0x65, 0x22, 0x3a, 0x22, 0x52,
    0x61, 0x69, 0x6e, 0x22, 0x2c, 0x22, 0x62, 0x6f, 0x64, 0x79, 0x22, 0x3a, 0x22, 0x49, 0x74, 0x20,
    0x72, 0x61, 0x69, 0x6e, 0x65, 0x64, 0x2e, 0x22, 0x7d, 0x0a, 0x00, 0x00, 0x0e, 0x67, 0x17, 0xbc,
    0x71, 0x0a, 0x4c, 0x97, 0x00, 0x01, 0x47, 0x2f, 0xb0, 0x51, 0x6f, 0x34, 0x1f, 0xb6, 0xf3, 0x7d,
    0x01, 0x00, 0x00, 0x00, 0x00, 0x04, 0x59, 0x5a,
];

/// A record of JSON lines.
pub fn line(title: &str) -> Vec<u8> {
    format!("{{\"title\":\"{title}\",\"body\":\"It was {title} all day.\"}}\n").into_bytes()
}

/// Gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

/// A bare deflate stream.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

/// Zstd.
pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 3).expect("memory")
}

/// Bzip2.
pub fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

/// A header of a tar.
pub fn header(name: &str, size: usize, kind: u8) -> [u8; 512] {
    let mut block = [0; 512];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[100..108].copy_from_slice(b"0000644\0");
    block[124..136].copy_from_slice(format!("{size:011o}\0").as_bytes());
    block[156] = kind;
    block[257..265].copy_from_slice(b"ustar\x0000");
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
    block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    block
}

/// A header and what it announces.
pub fn entry(name: &str, kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut entry = header(name, bytes.len(), kind).to_vec();
    entry.extend_from_slice(bytes);
    entry.resize(entry.len().next_multiple_of(512), 0);
    entry
}

/// A tar of files.
pub fn tar(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut tar: Vec<u8> = files
        .iter()
        .flat_map(|(name, bytes)| entry(name, b'0', bytes))
        .collect();
    tar.resize(tar.len() + 1024, 0);
    tar
}

/// A zip of deflated files.
pub fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    zip_by(8, files)
}

/// A zip of files packed by a method.
pub fn zip_by(method: u16, files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let packed = match method {
            0 => bytes.clone(),
            8 => deflate(bytes),
            12 => bzip2(bytes),
            93 => zstd(bytes),
            other => panic!("method {other}"),
        };
        let start = zip.len();
        let mut sum = flate2::Crc::new();
        sum.update(bytes);
        zip.extend_from_slice(b"PK\x03\x04\x14\0\0\0");
        zip.extend(zip_fields(
            method,
            sum.sum(),
            packed.len(),
            bytes.len(),
            name.len(),
        ));
        zip.extend_from_slice(name.as_bytes());
        zip.extend_from_slice(&packed);
        directory.extend(zip_entry(
            method,
            sum.sum(),
            packed.len(),
            bytes.len(),
            name,
            start,
        ));
    }
    let start = zip.len();
    zip.extend_from_slice(&directory);
    zip.extend(zip_end(files.len(), directory.len(), start));
    zip
}

fn zip_fields(method: u16, sum: u32, packed: usize, unpacked: usize, name: usize) -> Vec<u8> {
    let mut fields = method.to_le_bytes().to_vec();
    fields.extend([0; 4]);
    fields.extend(sum.to_le_bytes());
    fields.extend((packed as u32).to_le_bytes());
    fields.extend((unpacked as u32).to_le_bytes());
    fields.extend((name as u16).to_le_bytes());
    fields.extend([0; 2]);
    fields
}

/// An entry of a zip's directory.
pub fn zip_entry(
    method: u16,
    sum: u32,
    packed: usize,
    unpacked: usize,
    name: &str,
    start: usize,
) -> Vec<u8> {
    let mut entry = b"PK\x01\x02\x14\0\x14\0\0\0".to_vec();
    entry.extend(zip_fields(method, sum, packed, unpacked, name.len()));
    entry.extend([0; 10]);
    entry.extend((start as u32).to_le_bytes());
    assert_eq!(entry.len(), 46);
    entry.extend(name.as_bytes());
    entry
}

/// The end of a zip's directory.
pub fn zip_end(members: usize, size: usize, start: usize) -> Vec<u8> {
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    end.extend((members as u16).to_le_bytes());
    end.extend((members as u16).to_le_bytes());
    end.extend((size as u32).to_le_bytes());
    end.extend((start as u32).to_le_bytes());
    end.extend([0; 2]);
    end
}

/// A record of a WARC.
pub fn warc(kind: &str, url: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2015-12-17T16:44:36Z\r\n\
         WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

/// A record of a WARC with an answer of HTTP; `headers` each end with a line end.
pub fn response(url: &str, status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut block = format!("HTTP/1.1 {status} So\r\n{headers}\r\n").into_bytes();
    block.extend_from_slice(body);
    warc(
        "response",
        url,
        "application/http; msgtype=response",
        &block,
    )
}

/// A page as text, as a crawl of another kind has it.
pub fn page(title: &str) -> Vec<u8> {
    format!("{title}\n\nHarbour Gazette | Updated: 2015-12-05 07:50\n\nThe dam above the town broke at noon. Nobody was hurt, the mayor said.\n").into_bytes()
}
