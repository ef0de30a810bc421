//! Stems, computed once a word: most words of a text have been seen before.

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::function_words::is_function_word;

/// The English stemmer (Snowball's revision of Porter's, <https://snowballstem.org/algorithms/english/stemmer.html>)
/// with a memory.
///
/// It was chosen on the judged collections; see `docs/ranking.md`. A function word is its own stem and nobody else's, so
/// that `us` never finds "use" cut short. Words with other letters than a–z are their own stems.
#[derive(Clone)]
pub struct Stems {
    stemmer: Stemmer,
    known: FxHashMap<Box<str>, Box<str>>,
}

/// Words remembered; a vocabulary beyond this is debris from scans, and is stemmed anew each time.
const REMEMBERED: usize = 100_000;

impl Default for Stems {
    fn default() -> Self {
        Self { stemmer: Stemmer::new(Algorithm::English), known: FxHashMap::default() }
    }
}

impl Stems {
    /// The stem of a folded word.
    pub fn stem<'a>(&'a mut self, word: &'a str) -> &'a str {
        if word.len() <= 2 || is_function_word(word) || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return word;
        }
        if !self.known.contains_key(word) {
            let stem = self.stemmer.stem(word);
            let stem = if stem.is_empty() || is_function_word(&stem) { word } else { &stem };
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            self.known.insert(word.into(), stem.into());
        }
        &self.known[word]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem_and_function_words_keep_theirs() {
        let mut stems = Stems::default();
        for (word, stem) in [("strikes", "strike"), ("striking", "strike"), ("uses", "use"), ("thes", "thes"), ("us", "us"), ("b2b", "b2b")] {
            assert_eq!(stems.stem(word), stem);
            assert_eq!(stems.stem(word), stem, "the same again from memory");
        }
    }
}
