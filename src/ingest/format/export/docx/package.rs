//! The document in a DOCX package: one member of a zip, found in passing.
//!
//! In comes the package as a stream; out comes its `word/document.xml`, unpacked. A DOCX is a document and no archive of
//! archives, so it is not opened as one; its members come one after another, each with a header before it (APPNOTE 6.3,
//! 4.3.7), and need no table at the end. Invariant: a member is at most [`MAX_MEMBER`] bytes long, unpacked.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::DeflateDecoder;

use super::super::super::Input;
use crate::ingest::archive::RecordError;

/// How the name of the member with the text begins: `word/document.xml`, and `word/document2.xml` in packages that were saved in a browser.
const DOCUMENTS: &str = "word/document";
/// The longest member that is unpacked.
const MAX_MEMBER: u64 = 256 << 20;
/// The most members that are passed over.
const MAX_MEMBERS: usize = 1000;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// The document of a package.
pub(super) fn document(mut input: Input<'_>) -> io::Result<Result<Input<'_>, RecordError>> {
    for _ in 0..MAX_MEMBERS {
        let Some(member) = Member::read(&mut input)? else {
            return Ok(Err(broken("no word/document.xml in the package")));
        };
        if member.flags & 1 != 0 {
            return Ok(Err(broken("the package is encrypted")));
        }
        let is_document = is_document(&member.name);
        match member.method {
            DEFLATED if is_document => {
                let unpacked = Sound(DeflateDecoder::new(input)).take(MAX_MEMBER);
                return Ok(Ok(Box::new(BufReader::new(unpacked))));
            }
            STORED if is_document => {
                return Ok(Ok(Box::new(input.take(member.length.min(MAX_MEMBER)))));
            }
            _ if member.flags & 8 == 0 => {
                io::copy(&mut input.by_ref().take(member.length), &mut io::sink())?;
            }
            // Its length stands behind it.
            DEFLATED => {
                let mut unpacked = Sound(DeflateDecoder::new(&mut input)).take(MAX_MEMBER);
                io::copy(&mut unpacked, &mut io::sink())?;
                skip_descriptor(&mut input)?;
            }
            _ => return Ok(Err(broken("a member of the package has no length"))),
        }
    }
    Ok(Err(broken("the package has too many members")))
}

/// Whether the first bytes of a package name its document.
pub(super) fn names_document(head: &[u8]) -> bool {
    let ends = |at: usize| {
        let rest = &head[at..head.len().min(at + DOCUMENTS.len() + 6)];
        (4..=6).any(|more| rest.get(..DOCUMENTS.len() + more).is_some_and(is_document))
    };
    memchr::memmem::find_iter(head, DOCUMENTS).any(ends)
}

/// Whether a member is the document of its package.
pub(super) fn is_document(name: &[u8]) -> bool {
    name.strip_prefix(DOCUMENTS.as_bytes())
        .and_then(|rest| rest.strip_suffix(b".xml"))
        .is_some_and(|number| number.len() <= 2 && number.iter().all(u8::is_ascii_digit))
}

/// An unpacker whose own errors say what is wrong with the package: as the system's they would end all that is read around it.
struct Sound<R>(R);

impl<R: Read> Read for Sound<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(|error| {
            let is_ours = error
                .get_ref()
                .is_some_and(|inner| inner.is::<RecordError>());
            let is_corrupt = matches!(
                error.kind(),
                io::ErrorKind::InvalidInput
                    | io::ErrorKind::InvalidData
                    | io::ErrorKind::UnexpectedEof
            );
            match is_corrupt && !is_ours && error.raw_os_error().is_none() {
                true => io::Error::other(broken("a member of the package cannot be unpacked")),
                false => error,
            }
        })
    }
}

fn broken(reason: &str) -> RecordError {
    RecordError::Malformed {
        format: "docx",
        reason: reason.to_owned(),
    }
}

/// What stands before a member.
struct Member {
    name: Vec<u8>,
    flags: u16,
    method: u16,
    length: u64,
}

impl Member {
    /// The header that comes next; `None` if what comes is none.
    fn read(input: &mut impl Read) -> io::Result<Option<Self>> {
        let mut header = [0; 30];
        let count = input.take(30).read_to_end_of(&mut header)?;
        if count < 30 || !header.starts_with(b"PK\x03\x04") {
            return Ok(None);
        }
        let two = |at: usize| u16::from_le_bytes([header[at], header[at + 1]]);
        let length = u32::from_le_bytes([header[18], header[19], header[20], header[21]]);
        let mut name = Vec::new();
        input.take(u64::from(two(26))).read_to_end(&mut name)?;
        io::copy(&mut input.take(u64::from(two(28))), &mut io::sink())?;
        Ok(Some(Self {
            name,
            flags: two(6),
            method: two(8),
            length: u64::from(length),
        }))
    }
}

/// Reads as much as there is, up to the length of a buffer.
trait ReadToEndOf {
    fn read_to_end_of(&mut self, buffer: &mut [u8]) -> io::Result<usize>;
}

impl<R: Read> ReadToEndOf for R {
    fn read_to_end_of(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut count = 0;
        while count < buffer.len() {
            match self.read(&mut buffer[count..]) {
                Ok(0) => break,
                Ok(read) => count += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(count)
    }
}

/// Checksum and lengths, with a mark before them or without.
fn skip_descriptor(input: &mut impl BufRead) -> io::Result<()> {
    let mut mark = [0; 4];
    let count = input.by_ref().take(4).read_to_end_of(&mut mark)?;
    let rest = if count == 4 && mark == *b"PK\x07\x08" {
        12
    } else {
        8
    };
    io::copy(&mut input.take(rest), &mut io::sink())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use flate2::Compression;
    use flate2::write::DeflateEncoder;
    use proptest::prelude::*;

    use super::*;

    const DOCUMENT: &str = "word/document.xml";

    /// A member as a writer that knows its length (or does not) puts it down.
    fn member(name: &str, text: &str, method: u16, flags: u16) -> Vec<u8> {
        let data = match method {
            DEFLATED => {
                let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(text.as_bytes()).expect("memory");
                encoder.finish().expect("memory")
            }
            _ => text.as_bytes().to_vec(),
        };
        let mut out = b"PK\x03\x04\x14\0".to_vec();
        out.extend(flags.to_le_bytes());
        out.extend(method.to_le_bytes());
        out.extend([0; 8]);
        let length = if flags & 8 == 0 { data.len() as u32 } else { 0 };
        out.extend(length.to_le_bytes());
        out.extend((text.len() as u32).to_le_bytes());
        out.extend((name.len() as u16).to_le_bytes());
        out.extend(3_u16.to_le_bytes());
        out.extend(name.as_bytes());
        out.extend([0; 3]);
        out.extend(data);
        if flags & 8 != 0 {
            out.extend(b"PK\x07\x08");
            out.extend([0; 12]);
        }
        out
    }

    fn text(package: Vec<u8>) -> Result<String, RecordError> {
        let mut document = document(Box::new(Cursor::new(package))).expect("memory")?;
        let mut text = String::new();
        document.read_to_string(&mut text).expect("unpacked");
        Ok(text)
    }

    #[test]
    fn the_document_is_found_among_the_members() {
        for (first, second) in [(DEFLATED, DEFLATED), (STORED, STORED), (STORED, DEFLATED)] {
            for flags in [0, 8] {
                let flags = if first == STORED { 0 } else { flags };
                let mut package = member("[Content_Types].xml", "<Types/>", first, flags);
                package.extend(member(
                    DOCUMENT,
                    "<w:document/>",
                    second,
                    if second == STORED { 0 } else { flags },
                ));
                package.extend(member("word/styles.xml", "<no/>", DEFLATED, 0));
                assert_eq!(text(package).as_deref(), Ok("<w:document/>"));
            }
        }
    }

    #[test]
    fn a_document_that_was_saved_in_a_browser_has_a_number() {
        let package = member("word/document2.xml", "<w:document/>", DEFLATED, 0);
        assert_eq!(text(package).as_deref(), Ok("<w:document/>"));
        assert!(
            !is_document(b"word/documents.xml") && !is_document(b"word/_rels/document.xml.rels")
        );
    }

    #[test]
    fn a_package_without_a_document_is_said_to_be_one() {
        for package in [
            Vec::new(),
            member("a", "x", DEFLATED, 0),
            member(DOCUMENT, "x", DEFLATED, 1),
            member("a", "x", 99, 8),
        ] {
            assert_eq!(text(package).expect_err("no document").code(), "MALFORMED");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_harm(at in 0..150usize, byte: u8) {
            let mut package = member("[Content_Types].xml", "<Types/>", DEFLATED, 8);
            package.extend(member(DOCUMENT, "<w:document/>", DEFLATED, 8));
            let length = package.len();
            package[at % length] = byte;
            if let Ok(Ok(mut document)) = document(Box::new(Cursor::new(package))) {
                let _ = io::copy(&mut document, &mut io::sink());
            }
        }
    }
}
