//! WordPress's shortcodes, taken out of a text: `[gallery ids="1,2"]`, `[dropcap]T[/dropcap]he`.
//!
//! Only what can be told from a writer's brackets is taken: a code that is closed again, or one with attributes, or one that
//! WordPress itself knows. What stands between an opening and a closing one is text and stays; `[sic]` stays too.

use std::collections::HashSet;

/// Codes that every WordPress has and that stand alone.
const OWN: [&str; 7] = [
    "gallery", "audio", "video", "embed", "playlist", "more", "nextpage",
];

/// A text without its shortcodes, and the captions of its pictures, which stand in some; linear in the text.
pub(super) fn strip(text: &str) -> (String, Vec<String>) {
    let mut captions = Vec::new();
    let closed: HashSet<&str> = codes(text)
        .filter(|code| code.closes)
        .map(|code| code.name)
        .collect();
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    let mut is_in_caption = false;
    for code in codes(text) {
        // No word of a language has an underscore in it.
        let is_code = closed.contains(code.name)
            || code.has_attributes
            || code.name.contains('_')
            || OWN.contains(&code.name);
        if !is_code {
            continue;
        }
        let before = &text[from..code.start];
        let is_caption = matches!(code.name, "caption" | "wp_caption");
        if is_caption && code.closes && is_in_caption {
            captions.push(before.to_owned());
        } else {
            kept.push_str(before);
        }
        is_in_caption = is_caption && !code.closes;
        from = code.end;
    }
    kept.push_str(&text[from..]);
    (kept, captions)
}

/// What may be a shortcode.
struct Code<'t> {
    start: usize,
    end: usize,
    name: &'t str,
    closes: bool,
    has_attributes: bool,
}

/// All that may be shortcodes, in order.
fn codes(text: &str) -> impl Iterator<Item = Code<'_>> {
    /// The longest attributes that are looked through.
    const LONGEST: usize = 2000;
    memchr::memchr_iter(b'[', text.as_bytes()).filter_map(|start| {
        let rest = &text[start + 1..];
        let closes = rest.starts_with('/');
        let inside = &rest[usize::from(closes)..];
        let name_end = inside
            .bytes()
            .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')))?;
        let name = &inside[..name_end];
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) || name.len() > 60 {
            return None;
        }
        let bytes = inside.as_bytes();
        let window = &bytes[..bytes.len().min(LONGEST)];
        let close = memchr::memchr2(b']', b'[', &window[name_end..]).map(|at| name_end + at)?;
        (bytes[close] == b']').then_some(Code {
            start,
            end: start + 1 + usize::from(closes) + close + 1,
            name,
            closes,
            has_attributes: bytes[name_end..close].contains(&b'='),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_go_and_a_writers_brackets_stay() {
        for (text, stripped) in [
            ("[dropcap]T[/dropcap]he fog", "The fog"),
            ("a [gallery ids=\"1,2\"] b [embed] c", "a  b  c"),
            (
                "he \"seen [sic] it\" [...] [1] [Ed.]",
                "he \"seen [sic] it\" [...] [1] [Ed.]",
            ),
            ("a [contact_form] b", "a  b"),
            ("[unclosed", "[unclosed"),
            ("[a [b] c", "[a [b] c"),
        ] {
            assert_eq!(strip(text).0, stripped);
        }
    }

    #[test]
    fn captions_are_kept_apart() {
        let (text, captions) = strip("a [caption id='x' width='3']<img/> Fog[/caption] b");
        assert_eq!((&*text, captions), ("a  b", vec!["<img/> Fog".to_owned()]));
    }
}
