//! What the words of a class or an id say of an element, as people name them: `related`, `newsletter`, `share-bar`.
//!
//! In come names as they stand in a page; out comes how surely they say furniture. Always holds: a word counts only where it
//! begins and ends, so that `shadow` is no `ad`.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Words that, as a part of a name, say furniture that no story stands in.
const STRONG: &str = "ad ads adv advert advertisement advertising anzeige werbung publicidad publicite sponsor sponsored outbrain \
    taboola plista related relateds recommended recommendation recommendations recirculation recirc newsletter \
    newsletters signup signin subscribe subscription regwall cookie cookies consent gdpr share shares sharing \
    sharebar social socials comment comments disqus breadcrumb breadcrumbs byline bylines caption captions credit \
    credits copyright sidebar footer nav navi navbar navigation menu pager pagination toolbar popup tweet tooltip \
    affiliate promo promos promotion promoted author authors autor taglist keywords";

/// Words that say furniture, or else are an odd name for a part of a story.
const WEAK: &str = "tags topics teaser teasers rail widget widgets tools print login modal overlay player gallery slideshow \
    carousel slider toc timestamp dateline rating embed embedded infobox factbox";

/// Parts of names that say furniture, whatever stands around them.
const PARTS: &str = "relatedart related- recommend newslet sharebutton share- sharetool social- commentlist comment-section moreon \
    more-on readmore read-more readalso read-also readnext read-next mostread most-read mostpopular most-popular \
    morestories more-stories morefrom more-from subscri sign-in visually-hidden sr-only screen-reader twitter-tweet \
    instagram-media tiktok-embed";

/// How surely a name says furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    Nothing,
    Weakly,
    Strongly,
}

/// What the words of a class or an id say.
pub(super) fn says(names: &str) -> Says {
    let mut says = Says::Nothing;
    for name in names.split_ascii_whitespace().take(40) {
        // What tells a browser how to lay out says nothing: `md:grid-cols-[1fr_authors]`.
        if name.contains([':', '[']) {
            continue;
        }
        for_each_word(name, |word| {
            if let Some(told) = words().get(word) {
                says = says.max(*told);
            }
        });
        let lower = name.to_ascii_lowercase();
        if PARTS.split(' ').any(|part| lower.contains(part)) {
            says = Says::Strongly;
        }
    }
    says
}

fn words() -> &'static HashMap<&'static str, Says> {
    static WORDS: OnceLock<HashMap<&'static str, Says>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let weak = WEAK.split(' ').map(|word| (word, Says::Weakly));
        let strong = STRONG.split(' ').map(|word| (word, Says::Strongly));
        weak.chain(strong).collect()
    })
}

/// The words of a name: `storyShare-bar_2` is `story`, `share`, `bar`, `2`.
fn for_each_word(name: &str, mut each: impl FnMut(&str)) {
    let mut buffer = [0_u8; 32];
    let mut length = 0;
    let mut before = b' ';
    for byte in name.bytes().take(200) {
        let is_start = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
        if (!byte.is_ascii_alphabetic() || is_start) && length > 0 {
            each(std::str::from_utf8(&buffer[..length]).unwrap_or_default());
            length = 0;
        }
        if byte.is_ascii_alphabetic() && length < buffer.len() {
            buffer[length] = byte.to_ascii_lowercase();
            length += 1;
        }
        before = byte;
    }
    if length > 0 {
        each(std::str::from_utf8(&buffer[..length]).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_name_say_what_an_element_is() {
        for (names, expected) in [
            ("story__Related-box", Says::Strongly),
            ("shareBar", Says::Strongly),
            ("ad", Says::Strongly),
            ("read-more-on-this", Says::Strongly),
            ("article-widget", Says::Weakly),
            ("shadow header-bold", Says::Nothing),
            ("md:grid-cols-[share_1fr]", Says::Nothing),
            ("unrelatable", Says::Nothing),
            ("", Says::Nothing),
        ] {
            assert_eq!(says(names), expected, "{names}");
        }
    }

    #[test]
    fn capitals_and_signs_part_words() {
        let mut words = Vec::new();
        for_each_word("storyShare-bar_2x", |word| words.push(word.to_owned()));
        assert_eq!(words, ["story", "share", "bar", "x"]);
    }
}
