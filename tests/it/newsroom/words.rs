//! The words of invented articles and questions, each with its analysis written by hand.
//!
//! The vocabulary is small so that phrases and proximities happen by chance. The right-hand columns are what English
//! and docs/query.md say, not what the analyzer prints: `oracle::naive` checks the analyzer against them.

/// A word of the vocabulary.
pub struct Word {
    /// In small letters, apostrophes straight.
    pub written: &'static str,
    /// One a position: the plain form, and the stem that its inflections share.
    pub parts: &'static [(&'static str, &'static str)],
    /// The parts of a hyphenated word run together, with its stem.
    pub joined: Option<(&'static str, &'static str)>,
}

const fn plain(written: &'static str, parts: &'static [(&'static str, &'static str)]) -> Word {
    Word {
        written,
        parts,
        joined: None,
    }
}

const fn hyphenated(
    written: &'static str,
    parts: &'static [(&'static str, &'static str)],
    joined: &'static str,
    stem: &'static str,
) -> Word {
    Word {
        written,
        parts,
        joined: Some((joined, stem)),
    }
}

/// The words of texts, the frequent ones first.
#[rustfmt::skip]
pub const TEXT: &[Word] = &[
    plain("the", &[("the", "the")]),
    plain("strike", &[("strike", "strike")]),
    plain("miners", &[("miners", "miner")]),
    plain("of", &[("of", "of")]),
    plain("union", &[("union", "union")]),
    plain("strikes", &[("strikes", "strike")]),
    plain("in", &[("in", "in")]),
    plain("flood", &[("flood", "flood")]),
    plain("us", &[("us", "us")]),
    plain("u.s.", &[("us", "us")]),
    hyphenated("e-mail", &[("e", "e"), ("mail", "mail")], "email", "email"),
    hyphenated("covid-19", &[("covid", "covid"), ("19", "19")], "covid19", "covid19"),
    plain("o'brien", &[("obrien", "obrien")]),
    plain("and", &[("and", "and")]),
    plain("striking", &[("striking", "strike")]),
    plain("miner", &[("miner", "miner")]),
    plain("miner's", &[("miner", "miner")]),
    plain("unions", &[("unions", "union")]),
    plain("flooded", &[("flooded", "flood")]),
    plain("child", &[("child", "child")]),
    plain("children", &[("children", "children")]),
    plain("woman", &[("woman", "woman")]),
    plain("women", &[("women", "women")]),
    plain("women's", &[("women", "women")]),
    plain("café", &[("cafe", "cafe")]),
    plain("cafe", &[("cafe", "cafe")]),
    plain("cafés", &[("cafes", "cafe")]),
    plain("watergate", &[("watergate", "watergate")]),
    plain("covid", &[("covid", "covid")]),
    plain("covid19", &[("covid19", "covid19")]),
    plain("email", &[("email", "email")]),
    plain("emails", &[("emails", "email")]),
    hyphenated("e-mails", &[("e", "e"), ("mails", "mail")], "emails", "email"),
    plain("mail", &[("mail", "mail")]),
    plain("mails", &[("mails", "mail")]),
    plain("obrien", &[("obrien", "obrien")]),
    plain("o'brien's", &[("obrien", "obrien")]),
    plain("1,000", &[("1000", "1000")]),
    plain("1000", &[("1000", "1000")]),
    plain("5.5", &[("5.5", "5.5")]),
    plain("19", &[("19", "19")]),
    hyphenated("al-qaida", &[("al", "al"), ("qaida", "qaida")], "alqaida", "alqaida"),
    plain("ﬁrm", &[("firm", "firm")]),
    plain("firm", &[("firm", "firm")]),
    plain("firms", &[("firms", "firm")]),
    plain("东京", &[("东", "东"), ("京", "京")]),
    plain("北京", &[("北", "北"), ("京", "京")]),
];

/// The words of names and labels besides.
#[rustfmt::skip]
pub const NAMES: &[Word] = &[
    plain("xinhua", &[("xinhua", "")]),
    plain("post", &[("post", "")]),
    plain("times", &[("times", "")]),
    plain("world", &[("world", "")]),
    plain("news", &[("news", "")]),
    plain("ann", &[("ann", "")]),
    plain("li", &[("li", "")]),
    plain("na", &[("na", "")]),
    plain("tokyo", &[("tokyo", "")]),
    plain("town", &[("town", "")]),
    plain("en", &[("en", "")]),
    plain("fr", &[("fr", "")]),
    hyphenated("pt-br", &[("pt", ""), ("br", "")], "ptbr", ""),
    plain("https", &[("https", "")]),
    plain("example", &[("example", "")]),
    plain("org", &[("org", "")]),
    hyphenated("strike-2015", &[("strike", ""), ("2015", "")], "strike2015", ""),
];

impl Word {
    /// The word that is written so, but for case, accents of its own kind and soft hyphens.
    pub fn of(written: &str) -> Option<&'static Self> {
        let plain: String = written
            .chars()
            .filter(|&c| c != '\u{AD}')
            .map(|c| if c == '’' { '\'' } else { c })
            .flat_map(char::to_lowercase)
            .collect();
        TEXT.iter().chain(NAMES).find(|word| word.written == plain)
    }

    /// Whether a sentence is more likely to begin with it than a name behind `U.S.` is.
    pub fn is_function_word(&self) -> bool {
        matches!(self.written, "the" | "of" | "in" | "us" | "and")
    }
}
