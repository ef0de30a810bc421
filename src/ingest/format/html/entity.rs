//! Entities → characters: `&eacute;`, `&#233;` and `&#xE9;`, in texts and in attributes.
//!
//! In comes a text as it stands in the page; out comes what it says. `entities.txt` has the names of the HTML standard, each
//! with its characters; a star marks those that may go without a semicolon. Always holds: what is no entity stays as it is.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The named character references of the HTML standard, a name a line: `name code-points [*]`, in hexadecimal.
const NAMES: &str = include_str!("entities.txt");

/// The longest name, `CounterClockwiseContourIntegral`.
const LONGEST_NAME: usize = 31;

/// What Windows has where ISO 8859-1 has controls: `&#146;` is an apostrophe in every page that writes it.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What a name stands for.
#[derive(Clone, Copy)]
struct Named {
    first: char,
    second: Option<char>,
    needs_semicolon: bool,
}

/// The text that a text of a page says.
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let mut decoded = String::with_capacity(text.len());
    decoded.push_str(&text[..first]);
    let mut rest = &text[first..];
    while !rest.is_empty() {
        match reference(rest) {
            Some((c, second, length)) => {
                decoded.push(c);
                decoded.extend(second);
                rest = &rest[length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
        let next = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        decoded.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(decoded)
}

/// The characters that a text starting with `&` begins with, and how many bytes stand for them.
fn reference(text: &str) -> Option<(char, Option<char>, usize)> {
    let inside = &text[1..];
    if let Some(number) = inside.strip_prefix('#') {
        let (digits, radix, before) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits
            .bytes()
            .position(|byte| !(byte as char).is_digit(radix))
            .unwrap_or(digits.len());
        let code = u32::from_str_radix(&digits[..length], radix).ok()?;
        let semicolon = usize::from(digits[length..].starts_with(';'));
        return Some((character(code)?, None, before + length + semicolon));
    }
    let length = inside
        .bytes()
        .take(LONGEST_NAME + 1)
        .position(|byte| !byte.is_ascii_alphanumeric())
        .unwrap_or(inside.len().min(LONGEST_NAME + 1));
    if inside[length..].starts_with(';') {
        let named = names().get(&inside[..length])?;
        return Some((named.first, named.second, length + 2));
    }
    // `&copy 2015`, but not the parameter in `?a=1&copy=2`.
    let named = names()
        .get(&inside[..length])
        .filter(|named| !named.needs_semicolon && !inside[length..].starts_with('='))?;
    Some((named.first, named.second, length + 1))
}

fn character(code: u32) -> Option<char> {
    match code {
        0 => None,
        0x80..=0x9f => Some(WINDOWS[code as usize - 0x80]),
        _ => char::from_u32(code),
    }
}

fn names() -> &'static HashMap<&'static str, Named> {
    static TABLE: OnceLock<HashMap<&'static str, Named>> = OnceLock::new();
    TABLE.get_or_init(|| NAMES.lines().filter_map(entry).collect())
}

fn entry(line: &'static str) -> Option<(&'static str, Named)> {
    let mut words = line.split(' ');
    let name = words.next()?;
    let mut characters = words
        .clone()
        .filter_map(|word| u32::from_str_radix(word, 16).ok().and_then(char::from_u32));
    let named = Named {
        first: characters.next()?,
        second: characters.next(),
        needs_semicolon: words.next_back() != Some("*"),
    };
    Some((name, named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_characters() {
        for (text, said) in [
            ("Caf&eacute; &amp; bar", "Café & bar"),
            ("&#233;&#xE9;&#Xe9;", "ééé"),
            ("&#146;&#x93;", "’“"),
            ("&copy 2015", "© 2015"),
            ("&NotEqualTilde;", "\u{2242}\u{338}"),
            ("&amp;amp;", "&amp;"),
            ("plain", "plain"),
        ] {
            assert_eq!(decode(text), said);
        }
    }

    #[test]
    fn what_is_no_entity_stays() {
        for text in [
            "AT&T",
            "a & b",
            "&",
            "&;",
            "&#;",
            "&#x;",
            "&nosuch;",
            "&#0;",
            "&#xd800;",
            "&#99999999999;",
            "?a=1&copy=2",
            "&é;",
        ] {
            assert_eq!(decode(text), text);
        }
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(names().len(), NAMES.lines().count());
        assert_eq!(
            names().keys().map(|name| name.len()).max(),
            Some(LONGEST_NAME)
        );
    }
}
