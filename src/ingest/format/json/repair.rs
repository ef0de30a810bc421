//! The faults that writers of JSON make and that lose nothing to mend.
//!
//! In comes the text of a record that a strict parser refuses; out comes the same text with three things put right: line
//! ends, tabs and other control characters that stand bare in a string become blanks; half of a surrogate pair
//! (`\ud83d` alone, of a text that was cut inside an emoji) becomes U+FFFD; `NaN` and `Infinity`, as Python writes them,
//! become `null`. Invariant: a text without these is returned as it is, which is to say not at all.

/// The mended text; `None` if there is nothing to mend.
pub(super) fn repair(json: &str) -> Option<String> {
    let bytes = json.as_bytes();
    let mut mended = String::with_capacity(json.len());
    let (mut kept, mut at) = (0, 0);
    let mut in_string = false;
    while at < bytes.len() {
        let (length, replacement) = match bytes[at] {
            b'"' => {
                in_string = !in_string;
                (1, None)
            }
            b'\\' if in_string => escape(&bytes[at..]),
            0..0x20 if in_string => (1, Some(" ")),
            b'N' | b'I' | b'-' if !in_string => word(&bytes[at..]),
            _ => (1, None),
        };
        if let Some(replacement) = replacement {
            mended.push_str(&json[kept..at]);
            mended.push_str(replacement);
            kept = at + length;
        }
        at += length;
    }
    (kept > 0).then(|| mended + &json[kept..])
}

/// How long the escape is that `bytes` start with, and what stands for it if it is half of a pair.
fn escape(bytes: &[u8]) -> (usize, Option<&'static str>) {
    match code_unit(bytes) {
        Some(0xD800..0xDC00)
            if matches!(bytes.get(6..).and_then(code_unit), Some(0xDC00..0xE000)) =>
        {
            (12, None)
        }
        Some(0xD800..0xE000) => (6, Some("\\ufffd")),
        Some(_) => (6, None),
        // A backslash before a bare line end is left to the parser, and so is one before a letter of several bytes.
        None if bytes.get(1).is_some_and(u8::is_ascii) => (2, None),
        None => (1, None),
    }
}

/// The code unit of an escape `\uXXXX`.
fn code_unit(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    let digits = std::str::from_utf8(digits)
        .ok()
        .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

fn word(bytes: &[u8]) -> (usize, Option<&'static str>) {
    for word in ["NaN", "Infinity", "-Infinity"] {
        if bytes.starts_with(word.as_bytes()) {
            return (word.len(), Some("null"));
        }
    }
    (1, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_emoji_does_not_cost_the_article() {
        assert_eq!(
            repair(r#"{"a":"cut \ud83d"}"#).as_deref(),
            Some(r#"{"a":"cut \ufffd"}"#)
        );
        assert_eq!(
            repair(r#"{"a":"\udc00\ud83d\ude00"}"#).as_deref(),
            Some(r#"{"a":"\ufffd\ud83d\ude00"}"#)
        );
        assert_eq!(repair(r#"{"a":"\\ud83d \ud83d\ude00"}"#), None);
    }

    #[test]
    fn bare_tabs_become_blanks_in_strings_only() {
        assert_eq!(
            repair("{\t\"a\":\"b\tc\"}").as_deref(),
            Some("{\t\"a\":\"b c\"}")
        );
    }

    #[test]
    fn not_a_number_is_null() {
        let json = r#"{"a":NaN,"b":-Infinity,"c":"NaN","d":-1}"#;
        assert_eq!(
            repair(json).as_deref(),
            Some(r#"{"a":null,"b":null,"c":"NaN","d":-1}"#)
        );
    }

    #[test]
    fn what_needs_no_mending_is_left_alone() {
        assert_eq!(repair(r#"{"a":"\u00e9 \" \\","b":[1,-2]}"#), None);
        assert_eq!(repair("\"\\"), None);
        assert_eq!(repair("\"\\ü"), None);
    }
}
