//! What the first bytes of an archive say: whether it is a web page, and in which encoding.
//!
//! Always holds: only the beginning is looked at.

use super::tag::Tag;
use crate::ingest::format::Head;

/// So many bytes of a page are looked at for its encoding; the standard has it in the first 1024.
const DECLARED_WITHIN: usize = 4096;

/// Whether an archive begins as a web page does: with a doctype, or with an element that only HTML has.
pub fn is_html(head: &Head) -> bool {
    if let Some(root) = head.root() {
        let tag = Tag::of(root);
        // Elements that XML formats have too are left to those.
        return !matches!(
            tag,
            Tag::Other
                | Tag::Title
                | Tag::Link
                | Tag::Article
                | Tag::Summary
                | Tag::Source
                | Tag::Data
                | Tag::Object
        );
    }
    // A page whose first comment is longer than the head, or whose encoding cannot be told from it.
    let start = head
        .bytes()
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head.bytes())
        .trim_ascii_start();
    let lower = start[..start.len().min(64)].to_ascii_lowercase();
    lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html")
}

/// The encoding that a page declares of itself, in a `meta` element or an XML declaration.
pub fn charset(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let lower = head.to_ascii_lowercase();
    let is_xml = lower.trim_ascii_start().starts_with(b"<?xml");
    let keys: &[&[u8]] = if is_xml {
        &[b"encoding=", b"charset="]
    } else {
        &[b"charset="]
    };
    keys.iter().find_map(|key| {
        memchr::memmem::find_iter(&lower, key).find_map(|at| {
            let rest = &lower[at + key.len()..];
            let rest = rest
                .strip_prefix(b"\"")
                .or(rest.strip_prefix(b"'"))
                .unwrap_or(rest);
            let length = rest.iter().position(|byte| {
                !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b':')
            });
            let label = &rest[..length.unwrap_or(rest.len())];
            // What can be read up to here is no UTF-16, whatever it says.
            let label = if label.starts_with(b"utf-16") {
                b"utf-8"
            } else {
                label
            };
            (!label.is_empty()).then(|| String::from_utf8_lossy(label).into_owned())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str) -> bool {
        is_html(&Head::new(text.into()))
    }

    #[test]
    fn a_page_is_known_by_its_beginning() {
        for text in [
            "<!DOCTYPE html><html lang=en>",
            "\u{feff}\n<!-- x --><HTML>",
            "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0' 'x'><html xmlns='y'>",
            "<head><title>Rain</title>",
            "<p>Rain</p>",
            "<script>x</script><div>",
        ] {
            assert!(is(text), "{text}");
        }
        assert!(is(&format!(
            "<!doctype html><!-- {} -->",
            "x".repeat(70_000)
        )));
    }

    #[test]
    fn other_markup_and_text_is_no_page() {
        for text in [
            "",
            "Rain",
            "{\"a\": \"<p>\"}",
            "<rss><channel>",
            "<nitf>",
            "<feed xmlns=''>",
            "<newsItem>",
            "<?xml version='1.0'?><article>",
            "<3",
        ] {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn the_encoding_is_the_declared_one() {
        for (text, label) in [
            ("<meta charset=\"ISO-8859-2\">", Some("iso-8859-2")),
            (
                "<META http-equiv=Content-Type content='text/html; charset=Shift_JIS'>",
                Some("shift_jis"),
            ),
            ("<meta charset=utf-16le>", Some("utf-8")),
            (
                "<?xml version='1.0' encoding='windows-1251'?><html>",
                Some("windows-1251"),
            ),
            ("<p>charset</p>", None),
        ] {
            assert_eq!(charset(text.as_bytes()).as_deref(), label, "{text}");
        }
    }
}
