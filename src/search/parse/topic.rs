//! Topics: a headline or a sentence → words of which any will do, as the topics of test collections are meant.
//!
//! Nothing in a topic is an operator. What comes out looks in title and body, holds at least one word if the topic does,
//! at most [`MOST_CLAUSES`] of them, and no word twice. What counts was chosen by measurement: see `docs/ranking.md`.

use std::collections::BTreeSet;

use super::{Joining, MOST_CLAUSES};
use crate::index::Field;
use crate::index::analyzer::{Acronym, Scanner, folded_words, is_function_word, is_unspaced};
use crate::search::query::{Leaf, Likeness, Query, Slot};

/// Reads a text as plain words and nothing else, as topics of test collections are meant.
///
/// Where any of them will do, the parts of a word with a hyphen count one by one besides their joined form, and function
/// words count only where there are no others: they would make the engine walk through nearly every article to change
/// next to nothing in the order.
pub fn parse_words(text: &str, joining: Joining) -> Query {
    let words: Vec<Query> = match joining {
        Joining::All => text
            .split_whitespace()
            .filter_map(plain_word)
            .take(MOST_CLAUSES)
            .map(Query::Leaf)
            .collect(),
        Joining::Any => telling_words(text).into_iter().map(Query::Leaf).collect(),
    };
    match (words.is_empty(), joining) {
        (true, _) => Query::Or(Vec::new()),
        (false, Joining::All) => Query::and(words),
        (false, Joining::Any) => Query::or(words),
    }
}

/// The words of a topic without its function words, or those if there are no others.
fn telling_words(text: &str) -> Vec<Leaf> {
    let is_shouted = !text.chars().any(char::is_lowercase);
    let mut seen = BTreeSet::new();
    let (mut telling, mut grammar) = (Vec::new(), Vec::new());
    for word in text.split_whitespace() {
        if telling.len() >= MOST_CLAUSES {
            break;
        }
        if word.chars().any(is_unspaced) {
            // A run of characters is a word there, and its characters one by one are not.
            telling.extend(plain_word(word).filter(|_| seen.insert(word.to_owned())));
            continue;
        }
        let mut scanner = Scanner::new(word, 0);
        while let Some(chunk) = scanner.advance() {
            for (part, folded) in chunk.parts().filter(|(_, folded)| !folded.is_empty()) {
                let written = &word[part.start..part.end];
                // `U.S.`, and `US` or `WHO` amid small letters, are names.
                let names = part.acronym == Acronym::Dotted
                    || !is_shouted && written.len() > 1 && !written.chars().any(char::is_lowercase);
                let counts = names || !is_function_word(folded);
                if seen.insert(folded.to_owned()) {
                    let words = if counts { &mut telling } else { &mut grammar };
                    words.push(leaf(written));
                }
            }
            if let Some(joined) = chunk.joined()
                && seen.insert(joined.to_owned())
            {
                telling.push(leaf(joined));
            }
        }
    }
    let mut words = if telling.is_empty() { grammar } else { telling };
    words.truncate(MOST_CLAUSES);
    words
}

/// A word that means only itself, or `None` if there is no letter or digit in it.
fn plain_word(word: &str) -> Option<Leaf> {
    let word: String = word.chars().filter(|&c| !is_sign(c)).collect();
    (!folded_words(&word).is_empty()).then(|| leaf(&word))
}

/// Characters that mean something in our language, wherever in a word they stand.
fn is_sign(c: char) -> bool {
    matches!(c, '"' | '*' | '?' | '~')
}

fn leaf(word: &str) -> Leaf {
    Leaf {
        field: Field::Text,
        likeness: Likeness::Stem,
        slots: vec![Slot::Word(word.to_owned())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any(text: &str) -> Vec<String> {
        match parse_words(text, Joining::Any) {
            Query::Or(parts) => parts.iter().map(ToString::to_string).collect(),
            one => vec![one.to_string()],
        }
    }

    #[test]
    fn a_topic_is_its_words_without_those_of_grammar() {
        assert_eq!(
            any("What is the price of the new bridge?"),
            ["price", "new", "bridge"]
        );
        assert_eq!(any("is it under the bridge"), ["under", "bridge"]);
        assert_eq!(any("What is it?"), ["What", "is", "it"]);
    }

    #[test]
    fn no_word_of_a_topic_counts_twice() {
        assert_eq!(any("Bridge, bridge (BRIDGE)"), ["Bridge"]);
    }

    #[test]
    fn acronyms_are_not_words_of_grammar() {
        assert_eq!(any("U.S. grain for who?"), ["U.S.", "grain"]);
        assert_eq!(any("US grain, WHO says"), ["US", "grain", "WHO", "says"]);
        assert_eq!(any("GRAIN FOR US"), ["GRAIN"]);
    }

    #[test]
    fn parts_of_a_word_with_a_hyphen_count_one_by_one() {
        assert_eq!(
            any("anti-toll protest"),
            ["anti", "toll", "antitoll", "protest"]
        );
        assert_eq!(any("bridge—tunnel"), ["bridge", "tunnel"]);
        let all = parse_words("anti-toll protest", Joining::All);
        assert!(matches!(all, Query::And(parts) if parts.len() == 2));
    }

    #[test]
    fn a_word_of_a_script_without_spaces_stays_whole() {
        assert_eq!(parse_words("大桥", Joining::Any), Query::Leaf(leaf("大桥")));
    }

    #[test]
    fn a_topic_has_a_bound_and_nothing_is_nothing() {
        let long: String = (0..2000).map(|n| format!("the w{n} ")).collect();
        assert_eq!(any(&long).len(), MOST_CLAUSES);
        assert_eq!(parse_words(" … !? ", Joining::Any), Query::Or(Vec::new()));
    }

    #[test]
    fn signs_of_the_language_are_punctuation_in_a_topic() {
        assert_eq!(any("(brid*ge) -\"toll\" OR~").len(), 4);
    }
}
