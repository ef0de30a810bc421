//! The head of an answer of HTTP as a crawl kept it: status, media type, how the body is written (RFC 9110, RFC 9112).

use std::io;

use super::line::{Line, read_line, text};
use crate::ingest::archive::RecordError;
use crate::ingest::container::Passed;
use crate::ingest::container::limits::{Part, broken};

/// The longest head, in bytes: cookies and policies are long, none so long.
const MAX_HEAD: u64 = 1 << 20;

/// A media type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// In small letters, without parameters: `text/html`. Empty if nobody said.
    pub name: String,
    /// The encoding it declares.
    pub charset: Option<String>,
}

impl Media {
    /// Reads `text/html; charset=utf-8`.
    pub fn parse(value: &str) -> Self {
        let mut parts = value.split(';');
        let name = parts.next().unwrap_or_default();
        let charset = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            let value = value.trim().trim_matches(['"', '\'']);
            (key.trim().eq_ignore_ascii_case("charset") && !value.is_empty())
                .then(|| value.to_owned())
        });
        Self {
            // Two headers of one name come joined by a comma.
            name: name
                .split(',')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase(),
            charset,
        }
    }

    /// What it is, if no article can be in it.
    pub fn passed(&self) -> Option<Passed> {
        let (kind, of) = self.name.split_once('/').unwrap_or((&self.name, ""));
        let is_script = of.contains("javascript") || of.contains("ecmascript");
        match (kind, of) {
            ("image", _) => Some(Passed::Picture),
            ("text", "css") => Some(Passed::StyleSheet),
            _ if is_script => Some(Passed::Script),
            ("font", _) => Some(Passed::Font),
            (_, of) if of.contains("font") => Some(Passed::Font),
            ("audio" | "video", _) => Some(Passed::Recording),
            ("application", "pdf") => Some(Passed::Pdf),
            ("text", "html" | "plain" | "xml" | "json") | ("", "") => None,
            ("application", "xml" | "json" | "jsonl" | "x-ndjson" | "xhtml+xml") => None,
            ("application", of) if of.ends_with("+xml") || of.ends_with("+json") => None,
            _ => Some(Passed::Other),
        }
    }
}

/// What the head of an answer says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The media type of the body.
    pub media: Media,
    /// Whether the body is cut into chunks.
    pub is_chunked: bool,
    /// How the body is compressed, the first applied first.
    pub encodings: Vec<String>,
}

/// Reads the head of an answer; the body follows.
///
/// # Errors
/// There is none, or the record ends in it.
pub fn read_head(part: &mut Part<'_>) -> io::Result<Answer> {
    let mut line = Line::default();
    let mut left = MAX_HEAD;
    read_line(part, &mut line)?;
    let mut answer = Answer {
        status: status(line.bytes()).ok_or_else(|| malformed("an answer without a status"))?,
        ..Answer::default()
    };
    loop {
        let length = read_line(part, &mut line)?;
        // An answer that is nothing but a head may lack the blank line behind it.
        if length == 0 || line.is_blank() {
            return Ok(answer);
        }
        left = left
            .checked_sub(length)
            .ok_or_else(|| malformed("a head without an end"))?;
        if let Some((name, value)) = line.header() {
            answer.take(name, &text(value));
        }
    }
}

impl Answer {
    fn take(&mut self, name: &[u8], value: &str) {
        match name.to_ascii_lowercase().as_slice() {
            b"content-type" => self.media = Media::parse(value),
            b"transfer-encoding" => {
                self.is_chunked |= value.to_ascii_lowercase().contains("chunked");
            }
            b"content-encoding" => self.encodings.extend(
                value
                    .split(',')
                    .map(|encoding| encoding.trim().to_ascii_lowercase())
                    .filter(|encoding| !matches!(encoding.as_str(), "" | "identity" | "none")),
            ),
            _ => {}
        }
    }
}

/// The status in `HTTP/1.1 200 OK`.
fn status(line: &[u8]) -> Option<u16> {
    let rest = line.strip_prefix(b"HTTP/")?;
    let mut words = rest.split(|&byte| byte == b' ').filter(|w| !w.is_empty());
    let digits = words.nth(1)?;
    text(digits).parse().ok()
}

fn malformed(reason: &str) -> io::Error {
    broken(RecordError::Malformed {
        format: "http",
        reason: reason.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_what_the_body_is() {
        let mut bytes: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; Charset=\"gb2312\"\r\nTransfer-Encoding: Chunked\r\n\
            Content-Encoding: gzip, br\r\nNo header at all\r\n\r\nbody";
        let length = bytes.len() as u64;
        let mut part = Part::new(&mut bytes, length, "a record");
        let answer = read_head(&mut part).expect("a head");
        assert_eq!(answer.status, 200);
        assert_eq!(answer.media.name, "text/html");
        assert_eq!(answer.media.charset.as_deref(), Some("gb2312"));
        assert!(answer.is_chunked);
        assert_eq!(answer.encodings, ["gzip", "br"]);
        assert_eq!(part.left, 4);
    }

    #[test]
    fn a_status_is_found_however_it_is_set() {
        assert_eq!(status(b"HTTP/1.0 302 "), Some(302));
        assert_eq!(status(b"HTTP/2  404"), Some(404));
        for line in ["", "HTTP/1.1", "HTTP/1.1 OK", "<html>", "HTTP/1.1 99999"] {
            assert_eq!(status(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn pages_are_told_from_what_a_browser_fetches_besides() {
        let page = [
            "text/html",
            "application/xhtml+xml",
            "text/plain",
            "application/rss+xml",
            "text/xml",
            "application/ld+json",
            "",
        ];
        for name in page {
            assert_eq!(Media::parse(name).passed(), None, "{name}");
        }
        for (name, what) in [
            ("image/svg+xml", Passed::Picture),
            ("text/css", Passed::StyleSheet),
            ("application/x-javascript", Passed::Script),
            ("application/font-woff2", Passed::Font),
            ("video/mp4", Passed::Recording),
            ("application/pdf", Passed::Pdf),
            ("application/octet-stream", Passed::Other),
        ] {
            assert_eq!(Media::parse(name).passed(), Some(what), "{name}");
        }
    }
}
