//! HTML → tokens: tags with their attributes, and the text between them, as written.
//!
//! In comes a page as text; out come its tokens in order, borrowed from it. What a browser would forgive is forgiven:
//! attributes without quotes, tags that are never closed, signs that begin no tag. Always holds: one pass, linear in the page;
//! the content of an element that holds no markup (`script`, `style`, `title`) is one text; comments are no token.

/// A piece of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text, with its entities undecoded.
    Text(&'a str),
    /// An opening tag. Its attributes are in [`Scanner::attributes`] until the next token is asked for.
    Start {
        /// Its name, as written.
        name: &'a str,
        /// Whether it ends in `/>`.
        closes_itself: bool,
    },
    /// A closing tag.
    End {
        /// Its name, as written.
        name: &'a str,
    },
}

/// An attribute: name and value as written, the value without its quotes and with its entities undecoded.
pub type Attribute<'a> = (&'a str, &'a str);

/// More attributes than this of one tag are dropped: a tag of a news page has a dozen.
const MOST_ATTRIBUTES: usize = 64;

/// Elements whose content is text up to their closing tag, whatever it looks like.
const HOLD_NO_MARKUP: [&str; 10] = [
    "script", "style", "title", "textarea", "noscript", "iframe", "noembed", "noframes", "xmp",
    "template",
];

/// Goes through a page.
#[derive(Debug)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The element whose content comes next as one text.
    within: Option<&'a str>,
    attributes: Vec<Attribute<'a>>,
}

impl<'a> Scanner<'a> {
    /// A scanner at the start of a page.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            within: None,
            attributes: Vec::new(),
        }
    }

    /// The attributes of the opening tag that came last.
    pub fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// The next token; `None` at the end of the page.
    pub fn next_token(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.within.take()
            && let Some(content) = self.content_of(name)
        {
            return Some(Token::Text(content));
        }
        let start = self.at;
        // Where the text that is being passed began; a sign that begins no tag belongs to it.
        let mut search = start;
        loop {
            let rest = self.text.as_bytes();
            let Some(open) = memchr::memchr(b'<', &rest[search..]).map(|at| search + at) else {
                self.at = rest.len();
                return (start < rest.len()).then(|| Token::Text(&self.text[start..]));
            };
            match rest.get(open + 1) {
                Some(b'!' | b'?' | b'/') => {}
                Some(byte) if byte.is_ascii_alphabetic() => {}
                _ => {
                    search = open + 1;
                    continue;
                }
            }
            if open > start {
                self.at = open;
                return Some(Token::Text(&self.text[start..open]));
            }
            self.at = open;
            return match self.tag() {
                Some(token) => Some(token),
                None => self.next_token_after_nothing(),
            };
        }
    }

    /// After a comment or a broken tag. A loop, not a recursion: a page may be a million comments.
    fn next_token_after_nothing(&mut self) -> Option<Token<'a>> {
        while self.at < self.text.len() {
            if self.text.as_bytes()[self.at] != b'<' || !self.begins_tag() {
                return self.next_token();
            }
            if let Some(token) = self.tag() {
                return Some(token);
            }
        }
        None
    }

    fn begins_tag(&self) -> bool {
        matches!(
            self.text.as_bytes().get(self.at + 1),
            Some(b'!' | b'?' | b'/')
        ) || self
            .text
            .as_bytes()
            .get(self.at + 1)
            .is_some_and(u8::is_ascii_alphabetic)
    }

    /// Reads the tag or comment at the current `<`; `None` if it is nothing to a reader. Always moves on.
    fn tag(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at..];
        let bytes = rest.as_bytes();
        match bytes[1] {
            b'!' | b'?' => {
                self.at += comment_length(rest);
                None
            }
            b'/' => {
                let name = name_at(&rest[2..]);
                let end = memchr::memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1);
                self.at += end;
                (!name.is_empty()).then_some(Token::End { name })
            }
            _ => {
                let name = name_at(&rest[1..]);
                self.at += 1 + name.len();
                let closes_itself = self.read_attributes()?;
                if let Some(raw) = HOLD_NO_MARKUP
                    .iter()
                    .find(|raw| raw.eq_ignore_ascii_case(name))
                    && !closes_itself
                {
                    self.within = Some(raw);
                }
                Some(Token::Start {
                    name,
                    closes_itself,
                })
            }
        }
    }

    /// Reads attributes up to the end of the tag, and says whether it closes itself; `None` if the page ends first.
    fn read_attributes(&mut self) -> Option<bool> {
        self.attributes.clear();
        let bytes = self.text.as_bytes();
        let mut slash = false;
        loop {
            match bytes.get(self.at)? {
                b'>' => {
                    self.at += 1;
                    return Some(slash);
                }
                b'/' => {
                    slash = true;
                    self.at += 1;
                }
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => {
                    slash = false;
                    let attribute = self.read_attribute();
                    if self.attributes.len() < MOST_ATTRIBUTES {
                        self.attributes.push(attribute);
                    }
                }
            }
        }
    }

    /// Reads one attribute; always moves on.
    fn read_attribute(&mut self) -> Attribute<'a> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        // A name may begin with `=`, says the standard.
        let mut end = start + 1;
        while let Some(byte) = bytes.get(end) {
            if byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/') {
                break;
            }
            end += 1;
        }
        let name = &self.text[start..end];
        let mut at = end;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'=') {
            self.at = end;
            return (name, "");
        }
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let (from, to, after) = match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => {
                let from = at + 1;
                let to = memchr::memchr(quote, &bytes[from..]).map_or(bytes.len(), |n| from + n);
                (from, to, (to + 1).min(bytes.len()))
            }
            _ => {
                let length = bytes[at..]
                    .iter()
                    .position(|byte| byte.is_ascii_whitespace() || *byte == b'>');
                let to = length.map_or(bytes.len(), |n| at + n);
                (at, to, to)
            }
        };
        self.at = after;
        (name, &self.text[from..to])
    }

    /// The text up to the closing tag of `name`, or to the end of the page, as browsers have it; `None` if it is empty.
    fn content_of(&mut self, name: &str) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let end = memchr::memmem::find_iter(rest.as_bytes(), b"</")
            .find(|at| {
                let tail = &rest.as_bytes()[at + 2..];
                tail.len() >= name.len()
                    && tail[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                    && !tail.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
            })
            .unwrap_or(rest.len());
        self.at += end;
        (end > 0).then_some(&rest[..end])
    }
}

/// The name that a tag begins with.
fn name_at(text: &str) -> &str {
    let end = text
        .bytes()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<'));
    &text[..end.unwrap_or(text.len())]
}

/// How long the comment, declaration or instruction is that a text begins with. One that is never closed is the rest of
/// the page.
fn comment_length(text: &str) -> usize {
    let Some(inside) = text.strip_prefix("<!--") else {
        return text.find('>').map_or(text.len(), |end| end + 1);
    };
    // `<!-->` and `<!--->` are whole.
    if let Some(short) = [">", "->"].iter().find(|short| inside.starts_with(**short)) {
        return 4 + short.len();
    }
    let close = memchr::memmem::find(inside.as_bytes(), b"-->").map(|at| at + 3);
    let odd = memchr::memmem::find(&inside.as_bytes()[..close.unwrap_or(inside.len())], b"--!>")
        .map(|at| at + 4);
    odd.or(close).map_or(text.len(), |end| 4 + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut scanner = Scanner::new(text);
        let mut all = Vec::new();
        while let Some(token) = scanner.next_token() {
            all.push(match token {
                Token::Text(text) => text.to_owned(),
                Token::End { name } => format!("</{name}>"),
                Token::Start {
                    name,
                    closes_itself,
                } => {
                    let attributes: String = scanner
                        .attributes()
                        .iter()
                        .map(|(name, value)| format!(" {name}={value}"))
                        .collect();
                    format!(
                        "<{name}{attributes}{}>",
                        if closes_itself { "/" } else { "" }
                    )
                }
            });
        }
        all
    }

    #[test]
    fn tags_and_texts_come_in_order() {
        assert_eq!(
            tokens("Rain<p class=\"a b\" hidden id=x>fell</P >&amp; more<br/>"),
            [
                "Rain",
                "<p class=a b hidden= id=x>",
                "fell",
                "</P>",
                "&amp; more",
                "<br/>"
            ]
        );
    }

    #[test]
    fn what_begins_no_tag_is_text() {
        assert_eq!(tokens("1 < 2 <3 a<"), ["1 < 2 <3 a<"]);
        assert_eq!(tokens("a <b"), ["a "]);
        assert_eq!(tokens("a <b c=\"d"), ["a "]);
    }

    #[test]
    fn comments_and_declarations_are_nothing() {
        assert_eq!(
            tokens("<!doctype html><!-- <p> --><?x?>a<!-->b<!--->c<!-- d --!>e<!-- f"),
            ["a", "b", "c", "e"]
        );
    }

    #[test]
    fn a_script_holds_no_markup() {
        assert_eq!(
            tokens("<script>if (a</b>c) '<p>'</SCRIPT>d<script></script><title>x <b></title>"),
            [
                "<script>",
                "if (a</b>c) '<p>'",
                "</SCRIPT>",
                "d",
                "<script>",
                "</script>",
                "<title>",
                "x <b>",
                "</title>"
            ]
        );
        assert_eq!(tokens("<style>p {"), ["<style>", "p {"]);
    }

    #[test]
    fn a_million_comments_are_no_recursion() {
        assert!(tokens(&"<!-->".repeat(1_000_000)).is_empty());
        assert_eq!(tokens(&"<a b".repeat(100_000)).len(), 0);
    }
}
