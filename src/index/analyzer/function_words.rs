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

/// By first letter, the lengths there are: bit n for a word with n letters behind it.
const LENGTHS: [u16; 26] = {
    let mut lengths = [0; 26];
    let mut i = 0;
    while i < FUNCTION_WORDS.len() {
        let word = FUNCTION_WORDS[i].as_bytes();
        lengths[(word[0] - b'a') as usize] |= 1 << (word.len() - 1);
        i += 1;
    }
    lengths
};

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
        for word in ["strike", "", "thee", "theyyyyyyyy", "élan", "1st"] {
            assert!(!is_function_word(word), "{word}");
        }
    }
}
