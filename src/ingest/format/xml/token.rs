//! Where markup begins and ends: the one definition of a tag, for cutting an archive into records and for reading a record.
//!
//! In come bytes in UTF-8 or in an encoding that holds ASCII; out comes one token at a time. Nothing is an error: what is
//! not well-formed is read as the likeliest thing and the token is not `sound`. Invariant: each byte is looked at a bounded
//! number of times, whatever the bytes are, and a token is at least one byte long.

use std::ops::Range;

/// How far behind a `<` within an attribute's value its closing quote is looked for: a value may hold a `<` by mistake,
/// but a quote that is never closed must not swallow the text.
const STRAY_LOOK: usize = 256;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, with references undecoded.
    Text,
    /// A CDATA section; `inner` is its content.
    CData,
    /// A start tag; `inner` is its name and attributes.
    Start,
    /// The tag of an empty element; `inner` as that of a start tag.
    Empty,
    /// An end tag; `inner` is its name.
    End,
    /// A comment, a processing instruction, a declaration or a doctype: nothing that is read.
    Aside,
}

/// A stretch of bytes and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    /// How many bytes it takes.
    pub length: usize,
    /// Which of them say something.
    pub inner: Range<usize>,
    /// Whether it is as XML wants it.
    pub sound: bool,
}

/// Whether more bytes may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ahead {
    /// They may: a token that is not finished is none yet.
    More,
    /// They may not: what is not finished is finished here.
    Nothing,
}

/// The token that `bytes` begin with; `None` if there is none, or if more bytes are needed to tell.
pub(super) fn next(bytes: &[u8], ahead: Ahead) -> Option<Token> {
    if bytes.is_empty() {
        return None;
    }
    if bytes[0] != b'<' {
        return match memchr::memchr(b'<', bytes) {
            Some(end) => Some(text(end, true)),
            None if ahead == Ahead::More => None,
            None => Some(text(bytes.len(), true)),
        };
    }
    match bytes.get(1) {
        None if ahead == Ahead::More => None,
        Some(b'!') => declaration(bytes, ahead),
        Some(b'?') => instruction(bytes, ahead),
        Some(b'/') => end_tag(bytes, ahead),
        Some(&first) if is_name_start(first) => start_tag(bytes, ahead),
        _ => Some(text(1, false)),
    }
}

fn text(length: usize, sound: bool) -> Token {
    Token {
        kind: Kind::Text,
        length,
        inner: 0..length,
        sound,
    }
}

fn aside(length: usize, sound: bool) -> Token {
    Token {
        kind: Kind::Aside,
        length,
        inner: 0..0,
        sound,
    }
}

/// A comment, a CDATA section or a doctype. One that is never closed takes all that follows: looking for the end of each
/// of many would take quadratic time.
fn declaration(bytes: &[u8], ahead: Ahead) -> Option<Token> {
    const CDATA: &[u8] = b"<![CDATA[";
    let head = &bytes[..bytes.len().min(CDATA.len())];
    if ahead == Ahead::More && head.len() < CDATA.len() {
        return None;
    }
    if head.starts_with(b"<!--") {
        return match memchr::memmem::find(&bytes[4..], b"-->") {
            Some(at) => Some(aside(4 + at + 3, true)),
            None if ahead == Ahead::More => None,
            None => Some(aside(bytes.len(), false)),
        };
    }
    if head == CDATA {
        let (end, close) = match memchr::memmem::find(&bytes[CDATA.len()..], b"]]>") {
            Some(at) => (CDATA.len() + at, 3),
            None if ahead == Ahead::More => return None,
            None => (bytes.len(), 0),
        };
        return Some(Token {
            kind: Kind::CData,
            length: end + close,
            inner: CDATA.len()..end,
            sound: close > 0,
        });
    }
    // The declarations in a doctype's brackets have brackets of their own.
    let close = memchr::memchr2(b'>', b'[', bytes);
    let end = match close {
        Some(at) if bytes[at] == b'[' => memchr::memchr(b']', &bytes[at..])
            .map(|inner| at + inner)
            .and_then(|inner| memchr::memchr(b'>', &bytes[inner..]).map(|end| inner + end)),
        close => close,
    };
    match end {
        Some(end) => Some(aside(end + 1, true)),
        None if ahead == Ahead::More => None,
        None => Some(aside(bytes.len(), false)),
    }
}

fn instruction(bytes: &[u8], ahead: Ahead) -> Option<Token> {
    let mut at = 2;
    let mut first = None;
    while let Some(found) = memchr::memchr2(b'>', b'<', &bytes[at..]).map(|found| at + found) {
        if bytes[found] == b'<' {
            return Some(aside(first.unwrap_or(found), false));
        }
        if bytes[found - 1] == b'?' && found > 2 {
            return Some(aside(found + 1, true));
        }
        first = first.or(Some(found + 1));
        at = found + 1;
    }
    match ahead {
        Ahead::More => None,
        Ahead::Nothing => Some(aside(first.unwrap_or(bytes.len()), false)),
    }
}

fn end_tag(bytes: &[u8], ahead: Ahead) -> Option<Token> {
    let (end, length, sound) = match memchr::memchr2(b'>', b'<', &bytes[2..]) {
        Some(at) if bytes[2 + at] == b'>' => (2 + at, 2 + at + 1, true),
        Some(at) => (2 + at, 2 + at, false),
        None if ahead == Ahead::More => return None,
        None => (bytes.len(), bytes.len(), false),
    };
    let name = name_end(&bytes[2..end]);
    Some(Token {
        kind: Kind::End,
        length,
        inner: 2..2 + name,
        sound,
    })
}

fn start_tag(bytes: &[u8], ahead: Ahead) -> Option<Token> {
    let mut at = 1;
    let mut sound = true;
    loop {
        let Some(found) = bytes[at..]
            .iter()
            .position(|byte| matches!(byte, b'>' | b'<' | b'"' | b'\''))
        else {
            return match ahead {
                Ahead::More => None,
                Ahead::Nothing => Some(text(1, false)),
            };
        };
        let stop = at + found;
        match bytes[stop] {
            b'>' => return Some(finish(bytes, stop, sound)),
            b'<' => return Some(text(1, false)),
            quote if opens_value(&bytes[1..stop]) => match value_end(bytes, stop, quote, ahead) {
                Value::Ends { at: end, clean } => {
                    sound &= clean;
                    at = end + 1;
                }
                Value::Unclosed => {
                    sound = false;
                    at = stop + 1;
                }
                Value::Unknown => return None,
            },
            _ => {
                sound = false;
                at = stop + 1;
            }
        }
    }
}

fn finish(bytes: &[u8], close: usize, sound: bool) -> Token {
    let is_empty = bytes[close - 1] == b'/' && close > 2;
    Token {
        kind: if is_empty { Kind::Empty } else { Kind::Start },
        length: close + 1,
        inner: 1..close - usize::from(is_empty),
        sound,
    }
}

/// Whether a quote behind `tag` opens a value: an equals sign stands before it.
fn opens_value(tag: &[u8]) -> bool {
    tag.trim_ascii_end().last() == Some(&b'=')
}

enum Value {
    Ends { at: usize, clean: bool },
    Unclosed,
    Unknown,
}

/// Where the value ends that the quote at `open` opens.
fn value_end(bytes: &[u8], open: usize, quote: u8, ahead: Ahead) -> Value {
    let from = open + 1;
    let Some(found) = memchr::memchr2(quote, b'<', &bytes[from..]).map(|found| from + found) else {
        return match ahead {
            Ahead::More => Value::Unknown,
            Ahead::Nothing => Value::Unclosed,
        };
    };
    if bytes[found] == quote {
        return Value::Ends {
            at: found,
            clean: true,
        };
    }
    let near = &bytes[found..bytes.len().min(found + STRAY_LOOK)];
    match memchr::memchr(quote, near).map(|at| found + at) {
        Some(end) => match bytes.get(end + 1) {
            Some(b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t') => Value::Ends {
                at: end,
                clean: false,
            },
            None if ahead == Ahead::More => Value::Unknown,
            _ => Value::Unclosed,
        },
        None if ahead == Ahead::More && near.len() < STRAY_LOOK => Value::Unknown,
        None => Value::Unclosed,
    }
}

/// Whether a name may begin so; every byte beyond ASCII is part of a letter.
fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || byte >= 0x80
}

/// Where a name ends that the bytes begin with.
pub(super) fn name_end(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'='))
        .unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of a text: kind, inner, and `!` for an unsound one.
    fn tokens(text: &str) -> Vec<String> {
        let (mut rest, mut found) = (text.as_bytes(), Vec::new());
        while let Some(token) = next(rest, Ahead::Nothing) {
            let inner = std::str::from_utf8(&rest[token.inner.clone()]).unwrap();
            let mark = if token.sound { "" } else { "!" };
            found.push(format!("{:?}{mark} {inner}", token.kind));
            rest = &rest[token.length..];
        }
        found
    }

    #[test]
    fn markup_is_told_from_text() {
        assert_eq!(
            tokens("<?xml version='1.0'?><!-- <p> --><a b=\"1 > 0\"/>x<![CDATA[<b>]]]></A >"),
            [
                "Aside ",
                "Aside ",
                "Empty a b=\"1 > 0\"",
                "Text x",
                "CData <b>]",
                "End A"
            ]
        );
        assert_eq!(
            tokens("<!DOCTYPE nitf [ <!ENTITY a '>'> ]><nitf>"),
            ["Aside ", "Start nitf"]
        );
    }

    #[test]
    fn what_is_broken_is_read_as_the_likeliest() {
        assert_eq!(tokens("1 < 2"), ["Text 1 ", "Text! <", "Text  2"]);
        assert_eq!(tokens("a <b c"), ["Text a ", "Text! <", "Text b c"]);
        assert_eq!(tokens("<p <b>"), ["Text! <", "Text p ", "Start b"]);
        assert_eq!(tokens("</p<b>"), ["End! p", "Start b"]);
        assert_eq!(
            tokens("<a b=\"x < y\">z"),
            ["Start! a b=\"x < y\"", "Text z"]
        );
        assert_eq!(
            tokens("<a b=\"x>y</a><c d=\"e\">"),
            ["Start! a b=\"x", "Text y", "End a", "Start c d=\"e\""]
        );
        assert_eq!(tokens("<![CDATA[rain"), ["CData! rain"]);
        assert_eq!(tokens("<?pi <p>"), ["Aside! ", "Start p"]);
        assert_eq!(tokens("<"), ["Text! <"]);
    }

    #[test]
    fn a_token_that_more_bytes_could_change_is_none_yet() {
        let whole =
            "<!-- a --><![CDATA[b]]><c d='<' e=\"f\"/>g</h><?i?><!DOCTYPE x [<!ENTITY y 'z'>]>";
        let (mut rest, mut count) = (whole.as_bytes(), 0);
        while let Some(token) = next(rest, Ahead::Nothing) {
            for end in 0..token.length {
                let early = next(&rest[..end], Ahead::More);
                assert_eq!(early, None, "{:?}", &rest[..end].escape_ascii().to_string());
            }
            rest = &rest[token.length..];
            count += 1;
        }
        assert_eq!(count, 7);
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for part in [
            "<",
            "<a",
            "<a ",
            "<a b=\"",
            "<a b='<",
            "<a b=\"<a b='",
            "<!--",
            "<![CDATA[",
            "<!D[>",
            "<!",
            "<?",
            "<?>",
            "</",
            "<a b=\">",
            "&",
        ] {
            let text = part.repeat((4 << 20) / part.len());
            let started = std::time::Instant::now();
            let mut rest = text.as_bytes();
            while let Some(token) = next(rest, Ahead::Nothing) {
                rest = &rest[token.length..];
            }
            assert!(started.elapsed().as_secs() < 10, "{part}");
        }
    }
}
