//! Stems, computed once a word: most words of a text have been seen before.

use frostem::{Algorithm, Stemmer};

use super::function_words::is_function_word;

/// The English stemmer (Snowball's revision of Porter's, <https://snowballstem.org/algorithms/english/stemmer.html>)
/// with a memory.
///
/// It was chosen on the judged collections; see `docs/ranking.md`. A function word is its own stem and nobody else's, so
/// that `us` never finds "use" cut short. Words with other letters than a–z are their own stems.
#[derive(Clone)]
pub struct Stems {
    stemmer: Stemmer,
    memory: Vec<Remembered>,
    /// The last stem that was too long to remember.
    long: String,
}

/// Whether a word has an exact form beside its stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// Other words share its stem, so the exact form is a term of its own.
    Inflected,
    /// A function word, a number, a word in another script: nothing else has its stem, so that is as exact.
    Plain,
}

/// A short word and its stem, in place: the memory must stay in the processor's cache, or stemming anew is as fast.
#[derive(Clone, Copy)]
struct Remembered {
    word: [u8; SHORT],
    stem: [u8; SHORT],
    stem_length: u8,
    kind: WordKind,
}

const SHORT: usize = 16;
/// A power of two; the frequent words of a newspaper fit.
const REMEMBERED: usize = 1 << 13;

impl Default for Stems {
    fn default() -> Self {
        Self {
            stemmer: Stemmer::new(Algorithm::English),
            memory: Vec::new(),
            long: String::new(),
        }
    }
}

/// Whether a folded word can be another word's stem, and so needs an exact form to be told from it.
pub fn kind_of(word: &str) -> WordKind {
    let is_stemmed = word.bytes().all(|b| b.is_ascii_lowercase()) && !is_function_word(word);
    if is_stemmed {
        WordKind::Inflected
    } else {
        WordKind::Plain
    }
}

impl Stems {
    /// The stem of a folded word.
    pub fn stem<'a>(&'a mut self, word: &'a str) -> &'a str {
        self.look_up(word).0
    }

    /// The stem of a folded word and what kind of word it is, in one look.
    pub fn look_up<'a>(&'a mut self, word: &'a str) -> (&'a str, WordKind) {
        if word.len() > SHORT {
            return match kind_of(word) {
                WordKind::Plain => (word, WordKind::Plain),
                WordKind::Inflected => {
                    self.long.clear();
                    let stem = self.stemmer.stem(word);
                    self.long
                        .push_str(if stem.is_empty() { word } else { &stem });
                    (&self.long, WordKind::Inflected)
                }
            };
        }
        if self.memory.is_empty() {
            let nothing = Remembered {
                word: [0; SHORT],
                stem: [0; SHORT],
                stem_length: 0,
                kind: WordKind::Plain,
            };
            self.memory = vec![nothing; REMEMBERED];
        }
        let mut key = [0; SHORT];
        key[..word.len()].copy_from_slice(word.as_bytes());
        let slot = slot_of(key);
        if self.memory[slot].word != key {
            self.memory[slot] = self.learn(word, key);
        }
        let known = &self.memory[slot];
        let stem = &known.stem[..usize::from(known.stem_length)];
        (
            std::str::from_utf8(stem).expect("a stem was a string when it was remembered"),
            known.kind,
        )
    }

    fn learn(&self, word: &str, key: [u8; SHORT]) -> Remembered {
        let kind = kind_of(word);
        let stemmed;
        let mut stem = word;
        if kind == WordKind::Inflected && word.len() > 2 {
            stemmed = self.stemmer.stem(word);
            if !stemmed.is_empty() && stemmed.len() <= SHORT && !is_function_word(&stemmed) {
                stem = &stemmed;
            }
        }
        let mut bytes = [0; SHORT];
        bytes[..stem.len()].copy_from_slice(stem.as_bytes());
        Remembered {
            word: key,
            stem: bytes,
            stem_length: u8::try_from(stem.len()).unwrap_or(0),
            kind,
        }
    }
}

/// Fibonacci hashing of both halves of a short word.
fn slot_of(key: [u8; SHORT]) -> usize {
    let whole = u128::from_le_bytes(key);
    let mixed = (whole as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ ((whole >> 64) as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    (mixed >> (64 - REMEMBERED.trailing_zeros())) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem_and_function_words_keep_theirs() {
        let mut stems = Stems::default();
        for (word, stem) in [
            ("strikes", "strike"),
            ("striking", "strike"),
            ("uses", "use"),
            ("thes", "thes"),
            ("us", "us"),
            ("b2b", "b2b"),
        ] {
            assert_eq!(stems.stem(word), stem);
            assert_eq!(stems.stem(word), stem, "the same again from memory");
        }
    }
}
