//! What a container is told by: its first bytes, never its name.

/// A kind of container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RFC 1952; several members are one stream.
    Gzip,
    /// RFC 8878.
    Zstd,
    /// bzip2.
    Bzip2,
    /// The xz file format.
    Xz,
    /// POSIX.1-1988 (ustar), pax, GNU, or the tar of Unix 7.
    Tar,
    /// PKWARE's APPNOTE; a WACZ is one too.
    Zip,
    /// ISO 28500.
    Warc,
    /// The format of the Internet Archive's crawls before WARC.
    Arc,
}

impl Kind {
    /// All kinds, in the order in which the documentation lists them.
    pub const ALL: [Self; 8] = [
        Self::Gzip,
        Self::Zstd,
        Self::Bzip2,
        Self::Xz,
        Self::Tar,
        Self::Zip,
        Self::Warc,
        Self::Arc,
    ];

    /// Its name, as `morgue formats` lists it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Tar => "tar",
            Self::Zip => "zip",
            Self::Warc => "warc",
            Self::Arc => "arc",
        }
    }

    /// What it is, in a line.
    pub fn about(self) -> &'static str {
        match self {
            Self::Gzip => "one file compressed, also of several members",
            Self::Zstd => "one file compressed, also with the dictionary of a crawl",
            Self::Bzip2 | Self::Xz => "one file compressed, also of several streams",
            Self::Tar => "files behind one another: ustar, pax, GNU, Unix 7",
            Self::Zip => "files with a directory, also a WACZ: of that only its crawls",
            Self::Warc => "a crawl of web pages, a record a page",
            Self::Arc => "a crawl of the years before WARC",
        }
    }

    /// What it is told by, in words.
    pub fn told_by(self) -> &'static str {
        match self {
            Self::Gzip => "the bytes 1f 8b 08",
            Self::Zstd => "the bytes 28 b5 2f fd, or those of a frame that is passed over",
            Self::Bzip2 => "the sign `BZh`, a digit, and the start of a block",
            Self::Xz => "the bytes fd 37 7a 58 5a 00",
            Self::Tar => "a header of 512 bytes whose checksum is right",
            Self::Zip => "the sign `PK` and two bytes; not an office document or an e-book",
            Self::Warc => "the sign `WARC/` and a version",
            Self::Arc => "the sign `filedesc:`",
        }
    }

    /// The kind of container that begins with `head`.
    pub fn of(head: &[u8]) -> Option<Self> {
        let starts = |magic: &[u8]| head.starts_with(magic);
        if starts(b"\x1f\x8b\x08") {
            Some(Self::Gzip)
        } else if starts(&ZSTD) || is_skippable(head) {
            Some(Self::Zstd)
        } else if starts(b"BZh") && matches!(head.get(3), Some(b'1'..=b'9')) && is_bzip2_block(head)
        {
            Some(Self::Bzip2)
        } else if starts(b"\xfd7zXZ\0") {
            Some(Self::Xz)
        } else if (starts(b"PK\x03\x04") && !is_document(head)) || starts(b"PK\x05\x06") {
            Some(Self::Zip)
        } else if is_warc(head) {
            Some(Self::Warc)
        } else if starts(b"filedesc:") {
            Some(Self::Arc)
        } else if super::tar::is_header(head) {
            Some(Self::Tar)
        } else {
            None
        }
    }

    /// Whether it holds one stream, not members.
    pub fn is_compression(self) -> bool {
        matches!(self, Self::Gzip | Self::Zstd | Self::Bzip2 | Self::Xz)
    }
}

/// How a zstd frame begins.
pub const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A frame that decoders pass over; crawls put the dictionary of their records into one.
fn is_skippable(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// The first block of a bzip2 stream, or its end if it is empty.
fn is_bzip2_block(head: &[u8]) -> bool {
    let block = &head[4..];
    block.starts_with(b"1AY&SY") || block.starts_with(b"\x17\x72\x45\x38\x50\x90")
}

/// `WARC/1.1` and the end of a line.
pub fn is_warc(line: &[u8]) -> bool {
    line.strip_prefix(b"WARC/")
        .is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit))
}

/// Office documents and e-books are zips too, but of parts, not of articles: told by the name of their first member.
fn is_document(head: &[u8]) -> bool {
    const FIRST: [&[u8]; 5] = [
        b"[Content_Types].xml",
        b"mimetype",
        b"_rels/",
        b"META-INF/",
        b"docProps/",
    ];
    head.get(30..)
        .is_some_and(|name| FIRST.iter().any(|first| name.starts_with(first)))
}
