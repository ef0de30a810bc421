//! Text → terms: the one definition that indexing, querying and marking share.
//!
//! Scanning finds the words ([`Scanner`]), folding gives each its plain form, stemming its stem. A word position of a
//! *text* field (title, lead, text) carries these terms:
//!
//! | term | when | for |
//! | --- | --- | --- |
//! | the stem | always | plain words, ranking |
//! | `=` and the folded word | not for function words, numbers and other scripts, whose stem is as exact | `="strikes"`, wildcards, fuzzy words |
//! | `^` and the folded word | acronyms that spell a function word | `U.S.` without "us" |
//! | the stem and `=` form of `covid19` | at the first part of `COVID-19` | one spelling finds the other |
//! | [`pair_term`] | in the ranked field, at the first of two words of which every long text is full | phrases such as "of the" |
//! | [`SENTENCE`], [`PARAGRAPH`] | where one begins | `/s`, `/p`, nothing near across a paragraph end |
//!
//! A *name* field (source, section, byline …) carries the folded words alone.

mod fold;
mod function_words;
mod scan;
mod sentence;
mod stem;
mod stream;
mod terms;

pub use fold::is_unspaced;
pub use function_words::is_function_word;
pub(super) use function_words::{CommonWord, PAIRS, common_word};
pub use scan::{
    Acronym, Chunk, LEAD_BEGINS, LEAD_ENDS, LeadEdge, Opens, Part, Scanner, TEXT_BEGINS,
};
pub(super) use stem::{SHORT, key_of, mix};
pub use stem::{Stems, WordKind, kind_of};
pub(super) use stream::NewsTokenizer;
pub(super) use terms::{Exact, SIGNS, Sign, Terms, Walk};

/// How the words of a field become terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Analysis {
    /// Running text: stems, exact forms, borders.
    Text,
    /// Names and labels: folded words only.
    Names,
}

/// Stands at the first word of each sentence but the first of its paragraph.
pub const SENTENCE: &str = "\u{1}s";
/// Stands at the first word of each paragraph.
pub const PARAGRAPH: &str = "\u{1}p";
/// Stands at the first word of the lead.
pub const LEAD: &str = "\u{1}l";
/// Stands at the first word behind the lead.
pub const LEAD_END: &str = "\u{1}e";
/// What an exact form begins with; no folded word contains it.
pub const EXACT: char = '=';
/// What an acronym that spells a function word begins with.
pub const ACRONYM: char = '^';

/// The term of two folded words side by side, if both are among the commonest: it stands at the first one.
pub fn pair_term(first: &str, second: &str) -> Option<String> {
    use function_words::common_word;
    common_word(first).and(common_word(second))?;
    Some(format!("{PAIR}{first} {second}"))
}

/// What a pair of common words begins with, as the other signs do; no sign has a space.
const PAIR: char = '\u{1}';

/// Whether a term is one that [`pair_term`] gives.
pub fn is_pair(term: &str) -> bool {
    term.starts_with(PAIR) && term.contains(' ')
}

/// The term under which exactly this folded word is found in a text field.
pub fn exact_term(word: &str) -> String {
    match kind_of(word) {
        WordKind::Plain => word.to_owned(),
        WordKind::Inflected => format!("{EXACT}{word}"),
    }
}

/// The folded forms of the words in `text`, in order: what a plain comparison of two texts should use.
pub fn folded_words(text: &str) -> Vec<String> {
    let mut scanner = Scanner::new(text, 0);
    let mut words = Vec::new();
    while let Some(chunk) = scanner.advance() {
        words.extend(chunk.parts().map(|(_, word)| word.to_owned()));
    }
    words
}

#[cfg(test)]
mod tests;
