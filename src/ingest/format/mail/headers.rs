//! The headers of a message or of a part of one: names, values, what is encoded in them.
//!
//! In come bytes; out come headers and where the body begins. Values are unfolded and decoded only when asked for.

use super::transfer;
use crate::ingest::text;

/// Headers past this many bytes are none.
const MAX_BYTES: usize = 1 << 20;

/// The headers of a message or part.
pub(super) struct Headers<'a> {
    /// Names in small letters, with the bytes behind the colon.
    fields: Vec<(String, &'a [u8])>,
}

impl<'a> Headers<'a> {
    /// The headers that `bytes` begin with, and what stands behind the blank line after them.
    pub fn read(bytes: &'a [u8]) -> (Self, &'a [u8]) {
        let mut fields: Vec<(String, &[u8])> = Vec::new();
        let mut start = 0;
        // Where the value of the last field begins.
        let mut value_at = 0;
        while start < bytes.len().min(MAX_BYTES) {
            let end =
                memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1);
            let line = &bytes[start..end];
            if line.trim_ascii().is_empty() {
                start = end;
                break;
            }
            if matches!(line[0], b' ' | b'\t') && !fields.is_empty() {
                if let Some((_, value)) = fields.last_mut() {
                    *value = &bytes[value_at..end];
                }
            } else if let Some(name) = name_of(line) {
                value_at = start + name.len() + 1;
                fields.push((name.to_ascii_lowercase(), &bytes[value_at..end]));
            } else {
                // Not a header: the blank line was left out.
                break;
            }
            start = end;
        }
        (Self { fields }, &bytes[start..])
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The bytes of a header, folded and encoded as they are.
    pub fn raw(&self, name: &str) -> Option<&'a [u8]> {
        self.fields
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| *value)
    }

    /// A header's text on one line; `None` if there is none.
    pub fn text(&self, name: &str) -> Option<String> {
        let raw = self.raw(name)?;
        let text = match text::decode(raw, None) {
            Ok(decoded) => decoded.text.into_owned(),
            Err(_) => String::from_utf8_lossy(raw).into_owned(),
        };
        let line: Vec<&str> = text.split_whitespace().collect();
        let line = decode_words(&line.join(" "));
        let line = line.trim();
        (!line.is_empty()).then(|| line.to_owned())
    }

    /// The value of a header such as a content type, in small letters, without its parameters.
    pub fn kind(&self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        Some(
            text.split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase(),
        )
    }

    /// A parameter of such a header.
    pub fn parameter(&self, name: &str, parameter: &str) -> Option<String> {
        let text = self.text(name)?;
        let mut rest = text.as_str();
        while let Some(at) = rest.find(';') {
            rest = rest[at + 1..].trim_start();
            let (key, value) = rest.split_once('=')?;
            let value = value.trim_start();
            let value = match value.strip_prefix('"') {
                Some(quoted) => {
                    let end = quoted.find('"').unwrap_or(quoted.len());
                    // A semicolon in quotes parts nothing.
                    rest = &quoted[end..];
                    &quoted[..end]
                }
                None => value.split(';').next().unwrap_or_default().trim(),
            };
            if key.trim().eq_ignore_ascii_case(parameter) {
                return Some(value.to_owned());
            }
        }
        None
    }
}

/// The name of the header that a line is.
pub(super) fn name_of(line: &[u8]) -> Option<&str> {
    let colon = memchr::memchr(b':', &line[..line.len().min(80)])?;
    let name = &line[..colon];
    let fits = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic());
    fits.then(|| std::str::from_utf8(name).expect("graphic ASCII is UTF-8"))
}

/// A line with its encoded words (RFC 2047) decoded: `=?utf-8?Q?M=C3=BCller?=`. Blanks between two of them are none.
fn decode_words(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let mut bytes: Vec<u8> = Vec::new();
    let mut charset = String::new();
    while let Some(at) = rest.find("=?") {
        let Some((word, length)) = word(&rest[at..]) else {
            flush(&mut bytes, &charset, &mut out);
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        let is_next = !bytes.is_empty() && rest[..at].trim().is_empty();
        // A character may be cut in two between words of one encoding.
        if !is_next || !word.charset.eq_ignore_ascii_case(&charset) {
            flush(&mut bytes, &charset, &mut out);
        }
        if !is_next {
            out.push_str(&rest[..at]);
        }
        word.charset.clone_into(&mut charset);
        bytes.extend(word.bytes);
        rest = &rest[at + length..];
    }
    flush(&mut bytes, &charset, &mut out);
    out.push_str(rest);
    out
}

fn flush(bytes: &mut Vec<u8>, charset: &str, out: &mut String) {
    if !bytes.is_empty() {
        match text::decode(bytes, Some(charset)) {
            Ok(decoded) => out.push_str(&decoded.text),
            Err(_) => out.push_str(&String::from_utf8_lossy(bytes)),
        }
        bytes.clear();
    }
}

struct Word<'t> {
    charset: &'t str,
    bytes: Vec<u8>,
}

/// The encoded word that a text begins with, and its length. None is longer than a line.
fn word(text: &str) -> Option<(Word<'_>, usize)> {
    let inner = &text[2..text.floor_char_boundary(1000)];
    let mut parts = inner.splitn(3, '?');
    let (charset, encoding, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let end = rest.find("?=")?;
    let encoded = &rest[..end];
    if encoded.contains(' ') {
        return None;
    }
    let bytes = match encoding {
        "B" | "b" => transfer::base64(encoded.as_bytes()),
        "Q" | "q" => transfer::quoted_printable(encoded.replace('_', " ").as_bytes()),
        _ => return None,
    };
    // A language may stand behind the charset.
    let name = charset.split('*').next().unwrap_or_default();
    let length = 2 + charset.len() + 1 + encoding.len() + 1 + end + 2;
    Some((
        Word {
            charset: name,
            bytes,
        },
        length,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_decoded_and_blanks_between_them_are_none() {
        for (line, expected) in [
            ("=?utf-8?Q?M=C3=BCller_&_Co?= says", "Müller & Co says"),
            ("=?UTF-8?B?U3TDvHJt?= =?UTF-8?B?ZQ==?=", "Stürme"),
            ("=?iso-8859-1?q?caf=E9?=", "café"),
            ("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü"),
            ("=?utf-8?X?a?= =? b", "=?utf-8?X?a?= =? b"),
            ("plain", "plain"),
        ] {
            assert_eq!(decode_words(line), expected, "{line}");
        }
    }

    #[test]
    fn headers_are_unfolded_and_parameters_found() {
        let (headers, body) = Headers::read(b"Subject: one\r\n two\r\nContent-Type: multipart/mixed;\r\n\tcharset=x; Boundary=\"a;b\"; c=d\r\n\r\nBody\r\n");
        assert_eq!(headers.text("subject").as_deref(), Some("one two"));
        assert_eq!(
            headers.kind("content-type").as_deref(),
            Some("multipart/mixed")
        );
        assert_eq!(
            headers.parameter("content-type", "boundary").as_deref(),
            Some("a;b")
        );
        assert_eq!(headers.parameter("content-type", "c").as_deref(), Some("d"));
        assert_eq!(headers.parameter("content-type", "d"), None);
        assert_eq!(body, b"Body\r\n");
    }
}
