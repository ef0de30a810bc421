//! The beginning of an archive, looked at by one format after the other: its bytes, and what follows from them, found out once.

use std::cell::OnceCell;
use std::io::{self, Read};

use super::{HEAD, Input};
use crate::ingest::text;

/// The first bytes of an archive, or of a member of one, unpacked; at most [`HEAD`](super::HEAD) of them.
#[derive(Debug)]
pub struct Head {
    bytes: Vec<u8>,
    text: OnceCell<Option<String>>,
}

impl Head {
    /// A beginning to look at.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            text: OnceCell::new(),
        }
    }

    /// The beginning of an input, which is taken from it: as much as is looked at, or all there is.
    ///
    /// # Errors
    /// Those of the input.
    pub fn read(input: &mut Input<'_>) -> io::Result<Self> {
        let mut bytes = Vec::new();
        input.take(HEAD as u64).read_to_end(&mut bytes)?;
        Ok(Self::new(bytes))
    }

    /// The whole input again: this beginning, and what is left of it.
    pub fn before(self, input: Input<'_>) -> Input<'_> {
        Box::new(io::BufReader::new(
            io::Cursor::new(self.into_bytes()).chain(input),
        ))
    }

    /// The bytes as they stand in the archive.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, given back.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The text that they are, if they are one; a character cut in two at the end is left out.
    pub fn text(&self) -> Option<&str> {
        self.text
            .get_or_init(|| {
                text::decode(cut(&self.bytes), None)
                    .ok()
                    .map(|decoded| decoded.text.into_owned())
            })
            .as_deref()
    }

    /// The name of the outermost element, if the text is markup: `nitf`, `rss`, `html`, with its prefix (`rdf:RDF`), as written.
    /// A declaration, a doctype, comments and blanks before it are passed over.
    pub fn root(&self) -> Option<&str> {
        let mut rest = self.text()?.trim_start();
        loop {
            let end = match rest.strip_prefix('<')? {
                inside if inside.starts_with("!--") => rest.find("-->")? + 3,
                inside if inside.starts_with('?') => rest.find("?>")? + 2,
                inside if inside.starts_with('!') => doctype_end(rest)?,
                inside => {
                    let end = inside
                        .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<'))
                        .unwrap_or(inside.len());
                    return Some(&inside[..end])
                        .filter(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'));
                }
            };
            rest = rest[end..].trim_start();
        }
    }
}

/// Where a doctype ends, with the declarations in its brackets.
fn doctype_end(text: &str) -> Option<usize> {
    let close = text.find('>')?;
    match text[..close].find('[') {
        Some(open) => {
            let inner = text[open..].find("]")? + open;
            text[inner..].find('>').map(|end| inner + end + 1)
        }
        None => Some(close + 1),
    }
}

/// A head cut off inside a character of UTF-8 loses that character.
fn cut(head: &[u8]) -> &[u8] {
    match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() => &head[..error.valid_up_to()],
        _ => head,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Option<String> {
        Head::new(text.into()).root().map(str::to_owned)
    }

    #[test]
    fn the_root_is_found_behind_what_may_stand_before_it() {
        for text in [
            "<nitf>",
            "\u{feff}<?xml version='1.0'?>\n<!-- a <b> --><nitf version='x'/>",
            "<!DOCTYPE nitf SYSTEM 'nitf.dtd'> <nitf\n>",
            "<!DOCTYPE nitf [ <!ENTITY x 'y'> ]>\n<nitf>",
        ] {
            assert_eq!(root(text).as_deref(), Some("nitf"), "{text}");
        }
        assert_eq!(root("<rdf:RDF xmlns=''>").as_deref(), Some("rdf:RDF"));
    }

    #[test]
    fn text_that_is_no_markup_has_no_root() {
        for text in [
            "",
            "Rain",
            "{\"a\": \"<b>\"}",
            "<3 rain",
            "<!-- never closed",
            "< b>",
        ] {
            assert_eq!(root(text), None, "{text}");
        }
    }
}
