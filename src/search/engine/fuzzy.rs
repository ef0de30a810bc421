//! The terms of a dictionary that are near a word, without reading the others.
//!
//! The engine walks its dictionary as a tree of bytes and asks an automaton at each branch whether anything below can fit. The
//! state is the last two rows of the table that [`nearest::distance`] fills in, a letter a row: once all of a row is too far, so
//! is all that begins alike. What the automaton lets through is measured once more, so that the two cannot disagree.

use tantivy_fst::Automaton;

use crate::search::nearest;

/// Words so many letters away from one.
pub(super) struct Near {
    letters: Vec<char>,
    most: u8,
}

impl Near {
    pub(super) fn new(word: &str, most: u8) -> Self {
        Self {
            letters: word.chars().collect(),
            most,
        }
    }

    /// Whether a word is.
    pub(super) fn fits(&self, candidate: &str) -> bool {
        nearest::distance_to(&self.letters, candidate, self.most).is_some()
    }

    /// The automaton of such words behind a prefix.
    pub(super) fn behind<'a>(&'a self, prefix: &'a str) -> NearBehind<'a> {
        NearBehind { near: self, prefix }
    }
}

/// See [`Near::behind`].
pub(super) struct NearBehind<'a> {
    near: &'a Near,
    prefix: &'a str,
}

/// How far the beginning of a term has come.
#[derive(Clone)]
pub(super) enum State {
    /// So many bytes of the prefix.
    Prefix(usize),
    /// Behind it.
    Rows(Rows),
    /// Too far.
    Dead,
}

/// The rows of the last letter and of the one before, and the bytes of a letter that is not whole.
#[derive(Clone)]
pub(super) struct Rows {
    row: Vec<u8>,
    before: Vec<u8>,
    last: Option<char>,
    bytes: [u8; 4],
    length: u8,
}

impl Automaton for NearBehind<'_> {
    type State = State;

    fn start(&self) -> State {
        self.behind_prefix(0)
    }

    fn is_match(&self, state: &State) -> bool {
        match state {
            State::Rows(rows) => {
                rows.length == 0 && rows.row.last().is_some_and(|d| *d <= self.near.most)
            }
            State::Prefix(_) | State::Dead => false,
        }
    }

    fn can_match(&self, state: &State) -> bool {
        !matches!(state, State::Dead)
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        match state {
            State::Prefix(at) if self.prefix.as_bytes()[*at] == byte => self.behind_prefix(at + 1),
            State::Prefix(_) | State::Dead => State::Dead,
            State::Rows(rows) => rows.accept(byte, self.near),
        }
    }
}

impl NearBehind<'_> {
    fn behind_prefix(&self, at: usize) -> State {
        if at < self.prefix.len() {
            return State::Prefix(at);
        }
        let far = self.near.most + 1;
        let row = (0..=self.near.letters.len()).map(|i| u8::try_from(i).unwrap_or(far).min(far));
        State::Rows(Rows {
            row: row.collect(),
            before: Vec::new(),
            last: None,
            bytes: [0; 4],
            length: 0,
        })
    }
}

impl Rows {
    fn accept(&self, byte: u8, near: &Near) -> State {
        let mut next = self.clone();
        next.bytes[usize::from(self.length)] = byte;
        next.length += 1;
        match std::str::from_utf8(&next.bytes[..usize::from(next.length)]) {
            Ok(letter) => match letter.chars().next() {
                Some(letter) => self.letter(letter, near),
                None => State::Dead,
            },
            // The letter goes on.
            Err(error) if error.error_len().is_none() => State::Rows(next),
            Err(_) => State::Dead,
        }
    }

    /// The next row, as [`nearest::distance`] makes it.
    fn letter(&self, c: char, near: &Near) -> State {
        let (letters, far) = (&near.letters, near.most + 1);
        let mut next = Vec::with_capacity(self.row.len());
        next.push((self.row[0] + 1).min(far));
        for i in 0..letters.len() {
            let change = self.row[i] + u8::from(letters[i] != c);
            let mut best = change.min(self.row[i + 1] + 1).min(next[i] + 1);
            if i > 0 && self.last == Some(letters[i]) && letters[i - 1] == c {
                best = best.min(self.before[i - 1] + 1);
            }
            next.push(best.min(far));
        }
        if next.iter().all(|d| *d > near.most) {
            return State::Dead;
        }
        State::Rows(Self {
            before: self.row.clone(),
            row: next,
            last: Some(c),
            bytes: [0; 4],
            length: 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn accepts(near: &Near, prefix: &str, term: &str) -> bool {
        let automaton = near.behind(prefix);
        let state = term.bytes().fold(automaton.start(), |state, byte| {
            automaton.accept(&state, byte)
        });
        automaton.is_match(&state)
    }

    proptest! {
        #[test]
        fn the_automaton_lets_through_exactly_what_is_near(
            word in "[abé🌊]{0,8}", term in "[abé🌊]{0,8}", most in 0u8..4
        ) {
            let near = Near::new(&word, most);
            prop_assert_eq!(accepts(&near, "", &term), near.fits(&term));
            let marked = format!("={term}");
            prop_assert_eq!(accepts(&near, "=", &marked), near.fits(&term));
            let elsewhere = format!("=a{term}");
            prop_assert!(!accepts(&near, "=b", &elsewhere));
        }

        #[test]
        fn bytes_that_are_no_text_are_not_let_through(bytes in proptest::collection::vec(0x80_u8.., 1..6)) {
            prop_assume!(std::str::from_utf8(&bytes).is_err());
            let (near, prefix) = (Near::new("ab", 3), "");
            let automaton = near.behind(prefix);
            let state = bytes.iter().fold(automaton.start(), |state, byte| automaton.accept(&state, *byte));
            prop_assert!(!automaton.is_match(&state));
        }
    }
}
