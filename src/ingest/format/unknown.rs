//! What an archive looks like that no reader takes, in the user's words.

use super::{Head, page};
use crate::ingest::text;

/// A page is text, and reads like prose rather than like data.
pub(super) fn looks_like_page(head: &Head) -> bool {
    signature(head.bytes()).is_none()
        && !is_binary(head.bytes())
        && head.text().is_some_and(page::looks_like_page)
}

/// What an archive that no reader took looks like, with its article.
pub(super) fn looks_like(head: &[u8]) -> &'static str {
    signature(head).unwrap_or(if is_binary(head) {
        "a binary file"
    } else {
        "text that is neither JSON nor a news page"
    })
}

fn is_binary(head: &[u8]) -> bool {
    let is_utf16 = head.starts_with(&[0xFF, 0xFE])
        || head.starts_with(&[0xFE, 0xFF])
        || text::looks_like_utf16(head);
    let odd = head
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0B | 0x0C | 0x1B))
        .count();
    !is_utf16 && odd * 50 > head.len()
}

fn signature(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        // Zips of articles are told before; what is left are zips of the parts of one document.
        (b"PK\x03\x04", "an office document or an e-book"),
        (b"%PDF-", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"WARC/", "a WARC file"),
    ];
    if let Some((_, name)) = SIGNATURES.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(name);
    }
    let start = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    if start.starts_with(b"<?xml") {
        Some("an XML file")
    } else if head.is_empty() {
        Some("an empty file")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_reads_is_named() {
        assert_eq!(looks_like(b"GIF89a"), "a picture");
        assert_eq!(looks_like(b""), "an empty file");
    }
}
