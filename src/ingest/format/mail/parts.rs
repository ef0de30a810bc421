//! The parts of a message: which of them are its text.

use std::borrow::Cow;

use super::headers::Headers;
use super::transfer;
use crate::ingest::archive::RecordError;
use crate::ingest::text;

/// Parts nested deeper than this are attachments.
const MAX_DEPTH: usize = 16;
/// So many parts of text are read.
const MAX_PARTS: usize = 1000;

/// What a message has to read.
#[derive(Default)]
pub(super) struct Texts<'a> {
    pub plain: Vec<Part<'a>>,
    pub html: Vec<Part<'a>>,
    /// How many parts are none of these.
    pub attachments: u64,
}

/// One part of text.
pub(super) struct Part<'a> {
    bytes: Cow<'a, [u8]>,
    charset: Option<String>,
    is_flowed: bool,
}

impl Part<'_> {
    /// Its text; `charset` is what is known where the part says nothing.
    pub fn text(&self, charset: Option<&str>) -> Result<String, RecordError> {
        let decoded = text::decode(&self.bytes, self.charset.as_deref().or(charset))?;
        Ok(match self.is_flowed {
            true => unflowed(&decoded.text),
            false => decoded.text.into_owned(),
        })
    }
}

/// Takes the texts out of a message or a part.
pub(super) fn walk<'a>(headers: &Headers<'a>, body: &'a [u8], texts: &mut Texts<'a>) {
    part(headers, body, MAX_DEPTH, texts);
}

fn part<'a>(headers: &Headers<'a>, body: &'a [u8], depth: usize, texts: &mut Texts<'a>) {
    let kind = headers
        .kind("content-type")
        .unwrap_or_else(|| "text/plain".to_owned());
    if kind.starts_with("multipart/")
        && depth > 0
        && let Some(boundary) = headers
            .parameter("content-type", "boundary")
            .filter(|boundary| !boundary.is_empty())
    {
        for inner in pieces(body, boundary.as_bytes()) {
            let (headers, body) = Headers::read(inner);
            part(&headers, body, depth - 1, texts);
        }
        return;
    }
    let is_attached = headers
        .kind("content-disposition")
        .is_some_and(|kind| kind == "attachment");
    let list = match kind.as_str() {
        _ if is_attached => None,
        "text/html" | "application/xhtml+xml" => Some(&mut texts.html),
        // What says nothing of its kind, or nonsense, is text.
        "text/plain" | "text" | "" => Some(&mut texts.plain),
        _ => None,
    };
    match list {
        Some(list) if list.len() < MAX_PARTS => list.push(Part {
            bytes: transferred(headers, body),
            charset: headers.parameter("content-type", "charset"),
            is_flowed: headers
                .parameter("content-type", "format")
                .is_some_and(|format| format.eq_ignore_ascii_case("flowed")),
        }),
        _ => texts.attachments += 1,
    }
}

fn transferred<'a>(headers: &Headers<'_>, body: &'a [u8]) -> Cow<'a, [u8]> {
    match headers.kind("content-transfer-encoding").as_deref() {
        Some("base64") => Cow::Owned(transfer::base64(body)),
        Some("quoted-printable") => Cow::Owned(transfer::quoted_printable(body)),
        _ => Cow::Borrowed(body),
    }
}

/// What stands between lines of two hyphens and the boundary. The last piece may lack its end.
fn pieces<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut open = None;
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let rest = line
            .strip_prefix(b"--")
            .and_then(|line| line.strip_prefix(boundary))
            .map(<[u8]>::trim_ascii_end);
        if let Some(rest @ (b"" | b"--")) = rest {
            pieces.extend(open.map(|from| &body[from..at]));
            open = rest.is_empty().then_some(at + line.len());
            if !rest.is_empty() || pieces.len() >= MAX_PARTS {
                return pieces;
            }
        }
        at += line.len();
    }
    pieces.extend(open.map(|from| &body[from..]));
    pieces
}

/// Lines that end in a blank go on in the next (RFC 3676).
fn unflowed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = line.strip_prefix(' ').unwrap_or(line);
        out.push_str(line);
        // A signature begins with two hyphens and a blank.
        if !line.ends_with(' ') || line == "-- " {
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stand_between_boundaries() {
        let body =
            b"preamble\r\n--x\r\none\r\n--xy\r\n--x  \r\ntwo\r\n--x--\r\nepilogue\r\n--x\r\n";
        assert_eq!(pieces(body, b"x"), [&b"one\r\n--xy\r\n"[..], b"two\r\n"]);
        assert_eq!(pieces(b"--x\nopen", b"x"), [b"open"]);
        assert!(pieces(b"nothing", b"x").is_empty());
    }

    #[test]
    fn flowed_lines_are_joined() {
        assert_eq!(
            unflowed("The ferry \nsank.\n\n From\n-- \nAnn"),
            "The ferry sank.\n\nFrom\n-- \nAnn\n"
        );
    }
}
