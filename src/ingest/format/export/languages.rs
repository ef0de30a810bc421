//! The names that exports have for languages, in several languages.

use super::labels::plain;

/// Tag, and the names as [`plain`] has them.
const NAMES: &[(&str, &str)] = &[
    ("en", "english englisch anglais ingles inglese engels eng"),
    (
        "de",
        "german deutsch allemand aleman tedesco alemao duits ger deu",
    ),
    (
        "fr",
        "french francais franzosisch frances francese frans fre fra",
    ),
    (
        "es",
        "spanish espanol spanisch espagnol castellano spagnolo espanhol spaans spa",
    ),
    ("it", "italian italiano italienisch italien italiaans ita"),
    (
        "pt",
        "portuguese portugues portugiesisch portugais portoghese portugees por",
    ),
    (
        "nl",
        "dutch nederlands niederlandisch neerlandais neerlandes holandes olandese dut nld",
    ),
    ("zh", "chinese chinesisch chinois chino cinese 中文 chi zho"),
    (
        "ja",
        "japanese japanisch japonais japones giapponese 日本語 jpn",
    ),
    ("ru", "russian russisch russe ruso russo русскии rus"),
    ("ar", "arabic arabisch arabe arabo ara"),
    ("pl", "polish polnisch polonais polaco polacco polski pol"),
    ("sv", "swedish schwedisch suedois sueco svedese svenska swe"),
    ("da", "danish danisch danois danes danese dansk dan"),
    (
        "no",
        "norwegian norwegisch norvegien noruego norvegese norsk nor",
    ),
    ("tr", "turkish turkisch turc turco turkce tur"),
    ("ko", "korean koreanisch coreen coreano 한국어 kor"),
];

/// The tag of a language by its name, the first of several (`GERMAN; DEUTSCH`); a tag stays a tag; what is neither stays as
/// it is written.
pub(super) fn tag(written: &str) -> String {
    let first = written
        .split([';', ',', '/'])
        .next()
        .unwrap_or_default()
        .trim();
    let name = plain(first);
    let found = NAMES
        .iter()
        .find(|(tag, names)| *tag == name || has(names, &name));
    found.map_or_else(|| first.to_owned(), |(tag, _)| (*tag).to_owned())
}

/// Whether a line is nothing but the name of a language.
pub(super) fn is_name(line: &str) -> bool {
    let name = plain(line);
    // Codes of three letters are words as well.
    (name.len() > 3) && NAMES.iter().any(|(_, names)| has(names, &name))
}

fn has(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_the_tag() {
        for (name, expected) in [
            ("ENGLISH", "en"),
            ("GERMAN; DEUTSCH", "de"),
            ("Français", "fr"),
            ("Español", "es"),
            ("Русский", "ru"),
            ("한국어", "ko"),
            ("fr", "fr"),
            ("Klingon", "Klingon"),
        ] {
            assert_eq!(tag(name), expected, "{name}");
        }
        assert!(is_name("Deutsch") && is_name("中文") && !is_name("en") && !is_name("Gazette"));
    }
}
