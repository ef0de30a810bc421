//! A leaf of the query as tests on terms: the one place where a typed word becomes what is looked for.
//!
//! The plan looks the terms up in the index, `matching` tries them on the words of one article; both from here, so they
//! cannot disagree on what a word means.

use crate::index::Field;
use crate::index::analyzer::{
    ACRONYM, Acronym, Analysis, Scanner, Stems, exact_term, is_function_word,
};

use super::query::{Leaf, Likeness, Slot};

/// A test on one word position.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Test {
    /// It carries this term.
    Term(String),
    /// Its word fits a pattern.
    Wild(Glob),
    /// Its word is so many letters away.
    Fuzzy {
        /// The folded word.
        word: String,
        /// Letters.
        distance: u8,
    },
}

/// The ways in which a leaf can be met: each is a run of tests on successive positions.
pub(super) fn sequences(leaf: &Leaf) -> Vec<Vec<Test>> {
    let mut stems = Stems::default();
    let mut main = Vec::new();
    for slot in &leaf.slots {
        slot_tests(slot, leaf, &mut stems, &mut main);
    }
    let mut all = vec![main];
    if let [Slot::Word(word)] = leaf.slots.as_slice()
        && let Some(joined) = joined_form(word)
    {
        all.push(vec![word_test(&joined, Acronym::No, leaf, &mut stems)]);
    }
    all
}

fn slot_tests(slot: &Slot, leaf: &Leaf, stems: &mut Stems, tests: &mut Vec<Test>) {
    match slot {
        Slot::Word(word) => {
            let mut scanner = Scanner::new(word, 0);
            while let Some(chunk) = scanner.advance() {
                for (part, folded) in chunk.parts().filter(|(_, folded)| !folded.is_empty()) {
                    tests.push(word_test(folded, part.acronym, leaf, stems));
                }
            }
        }
        Slot::Wild(pattern) => {
            // The parts of `al-qaid*` are words of their own, of which one is wild.
            for piece in pattern
                .split(|c: char| !(c.is_alphanumeric() || matches!(c, '*' | '?' | '\'' | '’')))
            {
                if piece.contains(['*', '?']) {
                    tests.push(Test::Wild(Glob::new(piece)));
                } else {
                    slot_tests(&Slot::Word(piece.to_owned()), leaf, stems, tests);
                }
            }
        }
        Slot::Fuzzy { word, distance } => {
            for word in crate::index::analyzer::folded_words(word) {
                tests.push(Test::Fuzzy {
                    word,
                    distance: *distance,
                });
            }
        }
    }
}

fn word_test(folded: &str, acronym: Acronym, leaf: &Leaf, stems: &mut Stems) -> Test {
    Test::Term(match (leaf.field.analysis(), leaf.likeness) {
        (Analysis::Names, _) => folded.to_owned(),
        // Whoever writes the full stops of U.S. does not mean "us".
        (Analysis::Text, _) if acronym == Acronym::Dotted && is_function_word(folded) => {
            format!("{ACRONYM}{folded}")
        }
        (Analysis::Text, Likeness::Exact) => exact_term(folded),
        (Analysis::Text, Likeness::Stem) => stems.stem(folded),
    })
}

/// `covid19` for `COVID-19`, when the whole text is one such word.
fn joined_form(word: &str) -> Option<String> {
    let mut scanner = Scanner::new(word, 0);
    let joined = scanner.advance()?.joined()?.to_owned();
    scanner.advance().is_none().then_some(joined)
}

/// Whether exact forms in a field are marked as such (see `index::analyzer`).
pub(super) fn has_exact_terms(field: Field) -> bool {
    field.analysis() == Analysis::Text
}

/// A folded pattern with `*` and `?`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Glob(Vec<Piece>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Piece {
    Letter(char),
    One,
    Any,
}

impl Glob {
    pub(super) fn new(pattern: &str) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut literal = String::new();
        let flush = |literal: &mut String, pieces: &mut Vec<Piece>| {
            // Folded by the scanner, so that `Café*` and `O'Br*` mean what they mean without the wildcard.
            let folded = crate::index::analyzer::folded_words(literal).concat();
            pieces.extend(folded.chars().map(Piece::Letter));
            literal.clear();
        };
        for c in pattern.chars() {
            match c {
                '*' | '?' => {
                    flush(&mut literal, &mut pieces);
                    let piece = if c == '*' { Piece::Any } else { Piece::One };
                    if !(piece == Piece::Any && pieces.last() == Some(&Piece::Any)) {
                        pieces.push(piece);
                    }
                }
                c => literal.push(c),
            }
        }
        flush(&mut literal, &mut pieces);
        Self(pieces)
    }

    /// The letters before the first wildcard.
    pub(super) fn prefix(&self) -> String {
        self.0
            .iter()
            .map_while(|piece| {
                if let Piece::Letter(c) = piece {
                    Some(*c)
                } else {
                    None
                }
            })
            .collect()
    }

    /// Whether a folded word fits. Linear for patterns with one `*`, never worse than the product of the lengths.
    pub(super) fn fits(&self, word: &str) -> bool {
        let (mut at, mut rest) = (0, word.chars());
        let mut retry: Option<(usize, std::str::Chars)> = None;
        loop {
            let mut probe = rest.clone();
            match (self.0.get(at), probe.next()) {
                (Some(Piece::Any), _) => {
                    retry = Some((at, rest.clone()));
                    at += 1;
                    continue;
                }
                (Some(Piece::Letter(c)), Some(d)) if *c == d => (at, rest) = (at + 1, probe),
                (Some(Piece::One), Some(_)) => (at, rest) = (at + 1, probe),
                (None, None) => return true,
                _ => {
                    // Let the last `*` take one character more.
                    let Some((star, mut taken)) = retry.take() else {
                        return false;
                    };
                    if taken.next().is_none() {
                        return false;
                    }
                    retry = Some((star, taken.clone()));
                    (at, rest) = (star + 1, taken);
                }
            }
        }
    }
}

impl std::fmt::Display for Glob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Letter(c) => write!(f, "{c}"),
            Piece::One => f.write_str("?"),
            Piece::Any => f.write_str("*"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_fits_what_it_says() {
        for (pattern, word, fits) in [
            ("child*", "children", true),
            ("child*", "child", true),
            ("wom?n", "woman", true),
            ("wom?n", "wooman", false),
            ("*gate", "watergate", true),
            ("*gate", "gates", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("Café*", "cafes", true),
            ("O'Br*", "obrien", true),
            ("**x", "x", true),
        ] {
            assert_eq!(Glob::new(pattern).fits(word), fits, "{pattern} {word}");
        }
    }
}
