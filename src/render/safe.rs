//! Untrusted text made safe for a terminal.
//!
//! An old headline may contain anything: codes that clear the screen, write to the clipboard, set the title or turn the
//! reading direction. Whatever is not plainly printable is shown as a sign for itself. What comes out holds no control
//! character, so the only escape codes on the screen are our own.

/// The printable form of a character: itself, a sign for it, or nothing for what only guides line breaks.
pub fn printable(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\u{a0}' | '\u{2007}' | '\u{202f}' => Some(' '),
        // The control pictures of Unicode: ␛ for escape, ␇ for bell.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' => Some('\u{fffd}'),
        // Soft hyphens, word joiners and what formulas and music are set with: seen by nobody when they do their work.
        '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}' => None,
        '\u{180e}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' => None,
        // Joiners shape letters in Persian and Indic scripts, and cannot harm a line.
        '\u{200c}' | '\u{200d}' => Some(c),
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some('\u{fffd}')
        }
        '\u{2028}' | '\u{2029}' => Some(' '),
        // Tags, interlinear annotations, the rest of the invisible formatting characters.
        '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => {
            Some('\u{fffd}')
        }
        c => Some(c),
    }
}

/// A text on one line with every character [`printable`].
pub fn one_line(text: &str) -> String {
    text.chars().filter_map(printable).collect()
}

/// A web address fit for a terminal link: `http` or `https`, everything odd in it percent-encoded.
pub fn link(url: &str) -> Option<String> {
    let lower = url.get(..8.min(url.len()))?.to_ascii_lowercase();
    if !(lower.starts_with("http://") || lower.starts_with("https://")) {
        return None;
    }
    let mut safe = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            safe.push(char::from(byte));
        } else {
            safe.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(safe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Everything that can steer a terminal or hide.
    fn is_hostile(c: char) -> bool {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
    }

    #[test]
    fn no_character_at_all_gets_through_that_can_harm() {
        for c in (0..=0x10ffff).filter_map(char::from_u32) {
            assert!(
                !printable(c).is_some_and(is_hostile),
                "U+{:04X}",
                u32::from(c)
            );
        }
    }

    #[test]
    fn an_escape_is_seen_and_does_nothing() {
        assert_eq!(
            one_line("a\u{1b}]52;c;x\u{7}b\u{202e}c"),
            "a␛]52;c;x␇b\u{fffd}c"
        );
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(link("javascript:alert(1)"), None);
        assert_eq!(
            link("https://a.example/ü\u{1b}\\").as_deref(),
            Some("https://a.example/%C3%BC%1B\\")
        );
    }

    proptest! {
        #[test]
        fn making_safe_twice_changes_nothing(text in ".*") {
            let once = one_line(&text);
            prop_assert_eq!(one_line(&once), once);
        }
    }
}
