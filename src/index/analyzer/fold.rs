//! Folding: the one form under which a character is indexed and looked up, whatever its case, accent or width.
//!
//! Compatibility decomposition (NFKD, so ligatures and full-width letters come apart), accents dropped, lower case; the
//! letters that Unicode does not take apart (`ß`, `ø`, `ł` …) go to what readers type for them.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// Appends the folded form of `c`: nothing for an accent of its own.
pub(super) fn fold_into(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else if is_unspaced(c) {
        // Kana and Thai lose their meaning without their marks, so nothing is taken off them.
        out.push(c);
    } else {
        decompose_compatible(c, |part| {
            for lower in part.to_lowercase() {
                match plain_letters(lower) {
                    Some(letters) => out.push_str(letters),
                    None if canonical_combining_class(lower) != 0 => {}
                    None if is_word_char(lower) => out.push(lower),
                    None => {}
                }
            }
        });
    }
}

/// Letters without a decomposition, and what people without that key type instead.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "ng",
        _ => return None,
    })
}

/// A letter, a digit, or a mark that belongs to one.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && unicode_normalization::char::is_combining_mark(c))
}

/// Scripts written without spaces between words: each character is a word of its own, and a word of several is found as
/// a phrase. No dictionary is needed, and no match is missed because one cut the text elsewhere.
#[inline]
pub fn is_unspaced(c: char) -> bool {
    c >= FIRST_UNSPACED && is_of_unspaced_script(c)
}

/// Thai is the first script without spaces in Unicode.
const FIRST_UNSPACED: char = '\u{e00}';

fn is_of_unspaced_script(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF      // Thai, Lao
        | 0x1000..=0x109F    // Myanmar
        | 0x1780..=0x17FF    // Khmer
        | 0x2E80..=0x2FDF    // Han radicals
        | 0x3005..=0x3007
        | 0x3040..=0x30FF    // Hiragana, Katakana
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF // Han
        | 0xAC00..=0xD7A3    // Hangul syllables: particles are glued to nouns
        | 0x20000..=0x3FFFF  // Han extensions
    ) && is_word_char(c)
}

/// Written inside words, seen by nobody: soft hyphen, zero-width space, joiners, the byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// The apostrophes of typewriters, typesetters and keyboards.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇' | '´' | '`')
}

/// The hyphens that join the parts of a word; a dash between words is not one.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| fold_into(c, &mut out));
        out
    }

    #[test]
    fn accents_case_width_and_ligatures_fold_away() {
        for (written, folded) in [
            ("Café", "cafe"),
            ("RÉSUMÉ", "resume"),
            ("Straße", "strasse"),
            ("ﬁrm", "firm"),
            ("ＡＢＣ１", "abc1"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("e\u{301}te\u{301}", "ete"),
            ("Ёлка", "елка"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    #[test]
    fn kana_keep_their_voicing() {
        assert_ne!(fold("か"), fold("が"));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for code in (0..0x30000).filter_map(char::from_u32) {
            let once = fold(&code.to_string());
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(code));
        }
    }
}
