//! The words that carry grammar and little else.
//!
//! They are indexed like all others (so phrases and names such as “The Who” are found), but never stemmed, have no exact
//! form beside the plain one, and a topic file read with `--any` is not answered by its "of the". An
//! acronym that spells one of them (`U.S.`, `W.H.O.`) gets a term of its own.

/// Whether the folded word is one of them.
pub fn is_function_word(word: &str) -> bool {
    match word.as_bytes() {
        // Most words are told from all of them by a letter and a length.
        [first @ b'a'..=b'z', rest @ ..] if rest.len() < LONGEST => {
            LENGTHS[usize::from(first - b'a')] >> rest.len() & 1 == 1
                && FUNCTION_WORDS.binary_search(&word).is_ok()
        }
        _ => false,
    }
}

/// Which of the [`COMMON_WORDS`] a folded word is.
pub(in crate::index) fn common_word(word: &str) -> Option<CommonWord> {
    match word.as_bytes() {
        [first @ b'a'..=b'z', rest @ ..] if rest.len() < LONGEST => {
            let found = COMMON_LENGTHS[usize::from(first - b'a')] >> rest.len() & 1 == 1;
            let place = found.then(|| COMMON_WORDS.binary_search(&word).ok())??;
            Some(CommonWord(place as u8))
        }
        _ => None,
    }
}

/// One of the [`COMMON_WORDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::index) struct CommonWord(u8);

impl CommonWord {
    pub(super) fn as_str(self) -> &'static str {
        COMMON_WORDS[usize::from(self.0)]
    }

    /// The number of a pair of them, less than [`PAIRS`].
    pub(in crate::index) fn pair_number(self, second: Self) -> usize {
        usize::from(self.0) * COMMON_WORDS.len() + usize::from(second.0)
    }
}

/// How many pairs of [`COMMON_WORDS`] there are.
pub(in crate::index) const PAIRS: usize = COMMON_WORDS.len() * COMMON_WORDS.len();

/// By first letter, the lengths there are: bit n for a word with n letters behind it.
const LENGTHS: [u16; 26] = lengths(FUNCTION_WORDS);
const COMMON_LENGTHS: [u16; 26] = lengths(COMMON_WORDS);

const fn lengths(words: &[&str]) -> [u16; 26] {
    let mut lengths = [0; 26];
    let mut i = 0;
    while i < words.len() {
        let word = words[i].as_bytes();
        lengths[(word[0] - b'a') as usize] |= 1 << (word.len() - 1);
        i += 1;
    }
    lengths
}

const LONGEST: usize = 10;

/// English articles, prepositions, pronouns, conjunctions, auxiliaries and their contractions, folded and sorted. Words
/// that often carry the question in news (`against`, `under`, `not`) are left out on purpose.
#[rustfmt::skip]
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "being", "but",
    "by", "can", "could", "did", "didnt", "do", "does", "doesnt", "dont", "each", "for", "from", "had", "has", "have",
    "having", "he", "her", "here", "hers", "herself", "him", "himself", "his", "how", "i", "if", "im", "in", "into", "is",
    "isnt", "it", "its", "itself", "ive", "just", "me", "might", "mine", "my", "myself", "no", "nor", "of", "on",
    "onto", "or", "our", "ours", "ourselves", "shall", "she", "should", "so", "such", "than", "that", "the", "their",
    "theirs", "them", "themselves", "then", "there", "these", "they", "this", "those", "thus", "to", "too", "upon", "us",
    "very", "was", "wasnt", "we", "were", "what", "when", "where", "whether", "which", "while", "who", "whom", "whose",
    "why", "will", "with", "within", "wont", "would", "yes", "yet", "you", "your", "yours", "yourself", "yourselves", "youve",
];

/// The function words that more than every second long article has: two of them side by side are a term of their own, since no
/// list of positions is longer than theirs. They are a sixteenth of the words of a newspaper; with all function words it would be
/// a ninth, for phrases that are no slower than others.
#[rustfmt::skip]
const COMMON_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he", "his", "i", "in",
    "is", "it", "of", "on", "that", "the", "they", "this", "to", "was", "we", "who", "with",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_folded() {
        assert!(FUNCTION_WORDS.is_sorted());
        assert!(
            FUNCTION_WORDS
                .iter()
                .all(|w| w.len() <= LONGEST && w.bytes().all(|b| b.is_ascii_lowercase()))
        );
        assert!(FUNCTION_WORDS.iter().all(|word| is_function_word(word)));
        assert!(COMMON_WORDS.is_sorted());
        for word in FUNCTION_WORDS {
            let common = common_word(word).map(CommonWord::as_str);
            assert_eq!(common, COMMON_WORDS.contains(word).then_some(*word));
        }
        assert!(COMMON_WORDS.iter().all(|word| is_function_word(word)));
        for word in ["strike", "", "thee", "theyyyyyyyy", "élan", "1st"] {
            assert!(!is_function_word(word), "{word}");
        }
    }
}
