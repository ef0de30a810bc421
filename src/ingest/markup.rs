//! The text of a field that holds HTML: tags dropped, entities decoded, a paragraph for every block.
//!
//! In comes a text that may or may not be HTML; out come paragraphs. It is no HTML parser: it knows enough for the markup
//! that dumps carry in a text field. Invariant: one pass, linear in the text, whatever the markup.

use encoding_rs::WINDOWS_1252;

/// Tags that end a paragraph.
const BLOCKS: [&str; 28] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "tr",
    "td",
    "table",
    "section",
    "article",
    "figure",
    "figcaption",
    "header",
    "footer",
    "aside",
    "pre",
    "hr",
    "body",
];

/// Tags within a paragraph.
const INLINES: [&str; 18] = [
    "a", "b", "i", "u", "em", "strong", "span", "br", "img", "sub", "sup", "small", "script",
    "style", "html", "head", "iframe", "font",
];

/// Tags whose content is no text.
const HIDDEN: [&str; 3] = ["script", "style", "head"];

/// Names of characters that HTML written by hand or by a newsroom's system uses.
const ENTITIES: [(&str, char); 44] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("sect", '§'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("frac12", '½'),
    ("times", '×'),
    ("shy", '\u{ad}'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("auml", 'ä'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("iacute", 'í'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("szlig", 'ß'),
];

/// Whether a text holds a tag that only HTML has; `a < b` and `<name>` are none.
pub fn is_html(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let tag = &text[at + 1..];
        let name = tag_name(tag);
        if !is_in(&BLOCKS, name) && !is_in(&INLINES, name) {
            return false;
        }
        let rest = &tag.as_bytes()[name.len() + usize::from(tag.starts_with('/'))..];
        match rest.first() {
            Some(b'>') => true,
            // With attributes or a slash, that is: `a <b and c> d` is arithmetic.
            Some(b' ' | b'/' | b'\n' | b'\t' | b'\r') => {
                memchr::memchr2(b'>', b'<', &rest[..rest.len().min(1000)]).is_some_and(|end| {
                    rest[end] == b'>' && rest[..end].iter().any(|byte| matches!(byte, b'=' | b'/'))
                })
            }
            _ => false,
        }
    })
}

/// Whether a text holds a reference to a character.
pub(super) fn has_entity(text: &str) -> bool {
    memchr::memchr_iter(b'&', text.as_bytes()).any(|at| entity(&text[at..]).is_some())
}

/// The paragraphs of a text in HTML.
pub fn paragraphs(html: &str) -> Vec<String> {
    let mut writer = Writer::default();
    let mut rest = html;
    // Once there is no `>` or `-->` ahead there is none further on either: looked for once, so that the pass stays linear.
    let (mut tags_end, mut comments_end) = (true, true);
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        writer.text(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('&') {
            let (character, length) = entity(rest).unwrap_or(('&', 1));
            writer.character(character);
            rest = &rest[length..];
            continue;
        }
        if comments_end && rest.starts_with("<!--") {
            if let Some(end) = rest.find("-->") {
                rest = &rest[end + 3..];
                continue;
            }
            comments_end = false;
        }
        let is_tag =
            rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let end = if is_tag && tags_end {
            rest.find('>')
        } else {
            None
        };
        let Some(end) = end else {
            tags_end &= !is_tag;
            writer.character('<');
            rest = &rest[1..];
            continue;
        };
        let name = tag_name(&rest[1..]);
        let opens = !rest.starts_with("</");
        writer.tag(name);
        let hidden = HIDDEN
            .iter()
            .find(|hidden| opens && hidden.eq_ignore_ascii_case(name));
        rest = &rest[end + 1..];
        if let Some(hidden) = hidden {
            rest = after_closing(rest, hidden);
        }
    }
    writer.text(rest);
    writer.finish()
}

/// A short text with its entities decoded and its tags dropped, if it has any: the title a blog's API gives.
pub fn inline(text: &str) -> String {
    paragraphs(text).join(" ")
}

/// The text after the closing tag of an element without text; nothing if it is never closed, as a browser has it.
fn after_closing<'a>(text: &'a str, name: &str) -> &'a str {
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let tag = &text[at + 1..];
        if tag.starts_with('/') && tag_name(tag).eq_ignore_ascii_case(name) {
            return tag.find('>').map_or("", |end| &tag[end + 1..]);
        }
    }
    ""
}

/// The name of the tag whose `<` stands before `text`, of an opening or a closing one.
fn tag_name(text: &str) -> &str {
    let name = text.strip_prefix('/').unwrap_or(text);
    let end = name
        .bytes()
        .take(12)
        .position(|byte| !byte.is_ascii_alphanumeric());
    &name[..end.unwrap_or(0)]
}

fn is_in(names: &[&str], name: &str) -> bool {
    names.iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// The character that a text starting with `&` begins with, and how many bytes stand for it.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let number = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        },
        None => {
            return ENTITIES
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, c)| (*c, end + 1));
        }
    };
    let number = number?;
    // What browsers do: these are controls in Unicode, and punctuation in windows-1252, which was meant.
    let character = match u8::try_from(number) {
        Ok(byte @ 0x80..=0x9f) => WINDOWS_1252
            .decode_without_bom_handling(&[byte])
            .0
            .chars()
            .next(),
        _ => char::from_u32(number),
    };
    character.filter(|c| *c != '\0').map(|c| (c, end + 1))
}

/// Whether an element of HTML ends a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    is_in(&BLOCKS, name)
}

/// Puts paragraphs together; white space in HTML is a blank.
#[derive(Default)]
pub(super) struct Writer {
    done: Vec<String>,
    current: String,
}

impl Writer {
    pub fn text(&mut self, text: &str) {
        for (n, word) in text.split([' ', '\n', '\t', '\r']).enumerate() {
            if n > 0 {
                self.blank();
            }
            self.current.push_str(word);
        }
    }

    /// A text whose lines are kept, as a paragraph.
    pub fn lines(&mut self, text: &str) {
        self.end_paragraph();
        self.current.push_str(text);
        self.end_paragraph();
    }

    fn character(&mut self, c: char) {
        if matches!(c, ' ' | '\n' | '\t' | '\r') {
            self.blank();
        } else {
            self.current.push(c);
        }
    }

    fn blank(&mut self) {
        if !self.current.is_empty() && !self.current.ends_with([' ', '\n']) {
            self.current.push(' ');
        }
    }

    pub fn tag(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("br") {
            self.current.push('\n');
        } else if is_block(name) {
            self.end_paragraph();
        }
    }

    pub fn end_paragraph(&mut self) {
        let paragraph = self.current.trim();
        if !paragraph.is_empty() {
            self.done.push(paragraph.to_owned());
        }
        self.current.clear();
    }

    pub fn finish(mut self) -> Vec<String> {
        self.end_paragraph();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_told_from_text_with_angle_brackets() {
        for html in [
            "<p>Rain</p>",
            "Rain.<br>Snow.",
            "a <A HREF='x'>b</a>",
            "<div class=\"x\">",
            "Rain.<br/>",
        ] {
            assert!(is_html(html), "{html}");
        }
        for text in [
            "1 < 2 and 3 > 2",
            "<desk@example.org>",
            "i <3 rain",
            "<",
            "<pigeon> said",
            "a<b",
            "x <",
            "a <b and c> d",
        ] {
            assert!(!is_html(text), "{text}");
        }
    }

    #[test]
    fn blocks_become_paragraphs_and_white_space_a_blank() {
        let html = "<div>\n<h2>Ferry   stops</h2><p>It <b>stopped</b>\nat noon.<br>So did\tthe bus.</p>\n</div><p></p>Later.";
        assert_eq!(
            paragraphs(html),
            [
                "Ferry stops",
                "It stopped at noon.\nSo did the bus.",
                "Later."
            ]
        );
    }

    #[test]
    fn entities_are_decoded_once() {
        assert_eq!(
            inline("Fish &amp; chips &#8217;til 9&nbsp;pm &#x2014; &amp;lt; &bogus; &"),
            "Fish & chips ’til 9\u{a0}pm — &lt; &bogus; &"
        );
        assert_eq!(inline("don&#146;t &#x93;stop&#148;"), "don’t “stop”");
        assert_eq!(
            inline("&#0; &#xD800; &#99999999;"),
            "&#0; &#xD800; &#99999999;"
        );
    }

    #[test]
    fn scripts_styles_and_comments_are_no_text() {
        let html = "<p>One</p><script>if (a<b) { x('<p>no</p>') }</SCRIPT ><!-- <p>no</p> --><style>p{}</style><p>Two";
        assert_eq!(paragraphs(html), ["One", "Two"]);
    }

    #[test]
    fn markup_that_never_ends_takes_linear_time() {
        for part in ["<p ", "<!--", "</", "<script", "&", "<script>", "&#"] {
            let html = part.repeat((4 << 20) / part.len());
            let started = std::time::Instant::now();
            let _ = (is_html(&html), paragraphs(&html));
            assert!(started.elapsed().as_secs() < 10, "{part}");
        }
    }
}
