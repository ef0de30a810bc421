//! A text of a feed, read as its type says: plain, HTML that is escaped, or HTML that is XML.

use crate::ingest::format::xml::Element;
use crate::ingest::format::xml::fields::{html_or_text, some};
use crate::ingest::markup;

/// The paragraphs of a text; none if it is of a type that is no text.
///
/// Atom 1.0 says `text`, `html` or `xhtml`; Atom 0.3 a media type and how it is written (`mode`); RSS says nothing, and its
/// texts are HTML if they look so.
pub(super) fn paragraphs(element: &Element) -> Vec<String> {
    let mode = element.attr("mode").unwrap_or_default();
    let media = element.attr("type").unwrap_or_default();
    let media = media
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if element.elements().next().is_some() {
        return element.paragraphs();
    }
    let text = element.text();
    let is_bytes = media == "application/octet-stream";
    if is_binary(&media) && !is_bytes {
        return Vec::new();
    }
    if is_bytes || mode.eq_ignore_ascii_case("base64") {
        return decode_base64(&text).map_or_else(Vec::new, |text| typed(&text, &media));
    }
    typed(&text, &media)
}

/// A text of a type, as one line.
pub(super) fn line(element: &Element) -> Option<String> {
    let text = paragraphs(element).join(" ");
    let words: Vec<&str> = text.split_whitespace().collect();
    some(&words.join(" "))
}

fn typed(text: &str, media: &str) -> Vec<String> {
    match media {
        "html" | "text/html" | "application/xhtml+xml" => markup::paragraphs(text),
        "text" | "text/plain" | "plain" => some(text).into_iter().collect(),
        _ => html_or_text(text),
    }
}

/// Whether a media type is none of texts.
fn is_binary(media: &str) -> bool {
    media.contains('/')
        && !media.starts_with("text/")
        && !media.ends_with("xml")
        && !media.ends_with("html")
}

/// The text that base 64 stands for, if it is one.
fn decode_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=')
    {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.contains('\0')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::format::xml::parse;

    #[test]
    fn a_text_is_read_as_its_type_says() {
        for (xml, text) in [
            ("<t>1 &lt; 2 &amp;amp; 3</t>", "1 < 2 & 3"),
            (
                "<t>&lt;p&gt;Rain&lt;/p&gt;&lt;p&gt;Fog&lt;/p&gt;</t>",
                "Rain|Fog",
            ),
            ("<t type='text'>The &lt;b&gt; tag</t>", "The <b> tag"),
            (
                "<t type='html'>The &lt;b&gt;tag&lt;/b&gt; &amp;lt;b&amp;gt;</t>",
                "The tag <b>",
            ),
            (
                "<t type='xhtml'><div><p>Rain</p><p>a &lt; b</p></div></t>",
                "Rain|a < b",
            ),
            (
                "<t type='text/html' mode='escaped'>&lt;i&gt;Fog&lt;/i&gt;</t>",
                "Fog",
            ),
            (
                "<t type='text/plain' mode='base64'>UmFpbiBh\nbmQgZm9n</t>",
                "Rain and fog",
            ),
            ("<t type='image/png' mode='base64'>UmFpbg==</t>", ""),
            ("<t type='text/plain' mode='base64'>!</t>", ""),
        ] {
            let tree = parse(xml).unwrap();
            assert_eq!(paragraphs(&tree.root).join("|"), text, "{xml}");
        }
    }
}
