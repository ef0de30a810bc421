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
    /// The stem looked at last, to be compared.
    own: String,
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
///
/// A stem is the beginning of its word, and at most two letters instead of the rest (`happy`, `happi`; `dying`, `die`).
#[derive(Clone, Copy)]
struct Remembered {
    word: [u64; 2],
    kept: u8,
    tail: [u8; TAIL],
    kind: WordKind,
}

/// The letters of a short word, at most.
pub(in crate::index) const SHORT: usize = 16;
const TAIL: usize = 2;
/// A power of two; the frequent words of a newspaper fit.
const REMEMBERED: usize = 1 << 13;

impl Default for Stems {
    fn default() -> Self {
        Self {
            stemmer: Stemmer::new(Algorithm::English),
            memory: Vec::new(),
            own: String::new(),
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
    pub fn stem(&mut self, word: &str) -> String {
        let mut stem = String::with_capacity(word.len());
        self.put_stem(word, &mut stem);
        stem
    }

    /// Whether `stem` is the stem of a folded word.
    pub fn is_stem(&mut self, stem: &str, word: &str) -> bool {
        let mut own = std::mem::take(&mut self.own);
        own.clear();
        self.put_stem(word, &mut own);
        let is = own == stem;
        self.own = own;
        is
    }

    /// Appends the stem of a folded word, and says what kind of word it is.
    pub fn put_stem(&mut self, word: &str, out: &mut String) -> WordKind {
        if word.is_empty() || word.len() > SHORT {
            let kind = kind_of(word);
            match kind {
                WordKind::Plain => out.push_str(word),
                WordKind::Inflected => out.push_str(&self.stemmed(word)),
            }
            return kind;
        }
        if self.memory.is_empty() {
            self.memory = vec![NOTHING; REMEMBERED];
        }
        let key = key_of(word.as_bytes());
        let slot = slot_of(key);
        if self.memory[slot].word != key {
            match self.learn(word, key) {
                Ok(known) => self.memory[slot] = known,
                Err(stem) => {
                    out.push_str(&stem);
                    return WordKind::Inflected;
                }
            }
        }
        let known = &self.memory[slot];
        out.push_str(&word[..usize::from(known.kept)]);
        let letters = known.tail.iter().filter(|letter| **letter != 0);
        out.extend(letters.map(|letter| char::from(*letter)));
        known.kind
    }

    /// What to remember of a word, or its stem if that is no beginning of it with a tail.
    fn learn(&self, word: &str, key: [u64; 2]) -> Result<Remembered, String> {
        let whole = Remembered {
            word: key,
            kept: u8::try_from(word.len()).expect("a short word is short"),
            tail: [0; TAIL],
            kind: kind_of(word),
        };
        if whole.kind == WordKind::Plain || word.len() <= 2 {
            return Ok(whole);
        }
        let stem = self.stemmed(word);
        let kept = std::iter::zip(stem.bytes(), word.bytes())
            .take_while(|(stem, word)| stem == word)
            .count();
        let rest = &stem.as_bytes()[kept..];
        if rest.len() > TAIL {
            return Err(stem);
        }
        let mut tail = [0; TAIL];
        tail[..rest.len()].copy_from_slice(rest);
        Ok(Remembered {
            kept: u8::try_from(kept).expect("no longer than the word"),
            tail,
            ..whole
        })
    }

    /// The stem of a word of small letters; one that is a function word's would be found by that.
    fn stemmed(&self, word: &str) -> String {
        let stem = self.stemmer.stem(word);
        if stem.is_empty() || word.len() <= SHORT && is_function_word(&stem) {
            word.to_owned()
        } else {
            stem.into_owned()
        }
    }
}

const NOTHING: Remembered = Remembered {
    word: [0; 2],
    kept: 0,
    tail: [0; TAIL],
    kind: WordKind::Plain,
};

/// A short word as two numbers; its length is in them, since no word has NULs.
pub(in crate::index) fn key_of(word: &[u8]) -> [u64; 2] {
    let number = |bytes: &[u8]| -> u64 {
        let (whole, rest) = bytes.split_at(bytes.len() & 4);
        let low = rest
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte));
        match whole.first_chunk::<4>() {
            Some(whole) => u64::from(u32::from_le_bytes(*whole)) | low << 32,
            None => low,
        }
    };
    match word.split_first_chunk::<8>() {
        Some((first, rest)) => [
            u64::from_le_bytes(*first),
            rest.first_chunk::<8>()
                .map_or_else(|| number(rest), |rest| u64::from_le_bytes(*rest)),
        ],
        None => [number(word), 0],
    }
}

/// Fibonacci hashing of both halves of a short word; the upper half of it is well mixed.
pub(in crate::index) fn mix([first, second]: [u64; 2]) -> u32 {
    let mixed =
        first.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ second.wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    (mixed >> 32) as u32
}

fn slot_of(key: [u64; 2]) -> usize {
    (mix(key) >> (32 - REMEMBERED.trailing_zeros())) as usize
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

    #[test]
    fn what_is_remembered_is_what_the_stemmer_says() {
        let mut stems = Stems::default();
        let plain = Stems::default();
        for word in [
            "happy",
            "dying",
            "skis",
            "relational",
            "conditional",
            "generically",
            "ties",
            "hoping",
            "sky",
            "idly",
            "a",
            "ab",
            "abc",
            "abcd",
            "abcdefg",
            "abcdefgh",
            "abcdefghi",
            "abcdefghijklmnop",
        ] {
            let stem = if kind_of(word) == WordKind::Inflected && word.len() > 2 {
                plain.stemmed(word)
            } else {
                word.to_owned()
            };
            assert_eq!(stems.stem(word), stem);
            assert_eq!(stems.stem(word), stem, "the same again from memory");
        }
    }

    #[test]
    fn two_short_words_never_have_one_key() {
        let words = [
            "",
            "a",
            "b",
            "ab",
            "ba",
            "abcd",
            "abcde",
            "abcdefg",
            "abcdefgh",
            "abcdefgha",
            "abcdefghabcd",
            "abcdefghabcdabcd",
        ];
        let keys: std::collections::HashSet<_> =
            words.iter().map(|word| key_of(word.as_bytes())).collect();
        assert_eq!(keys.len(), words.len());
    }
}
