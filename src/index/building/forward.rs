//! Articles as the numbers of their terms, in the order of their text: four bytes a term, its position mostly implied.
//!
//! A number carries in its highest two bits where it stands: where the one before does, one word further, one word before, or
//! at the position that follows as a number of its own. This is what is held in memory of each article until its segment is
//! written; posting lists are made of it in one go ([`super::postings`]), which is several times as fast as adding to half a
//! million lists a word at a time.

/// The number of a term in a segment that is being built.
pub(super) type TermId = u32;

const SAME: u32 = 0;
const NEXT: u32 = 1 << 30;
const BEFORE: u32 = 2 << 30;
const FAR: u32 = 3 << 30;
const WHERE: u32 = 3 << 30;

/// As many terms as can be told apart.
pub(super) const MOST_TERMS: usize = 1 << 30;

/// The terms of one article, while they are taken.
pub(super) struct Line {
    numbers: Vec<u32>,
    position: u32,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            numbers: Vec::new(),
            position: START,
        }
    }
}

impl Line {
    /// Puts a term at a position.
    pub fn put(&mut self, term: TermId, position: u32) {
        match position.wrapping_sub(self.position) {
            0 => self.numbers.push(SAME | term),
            1 => {
                self.numbers.push(NEXT | term);
                self.position = position;
            }
            // Signs stand before their word, and pairs behind their first: the next term goes on from where this one would.
            u32::MAX => self.numbers.push(BEFORE | term),
            _ => {
                self.numbers.extend([FAR | term, position]);
                self.position = position;
            }
        }
    }
}

/// One before the first position.
const START: u32 = u32::MAX;

/// The articles of a segment.
#[derive(Default)]
pub(super) struct Forward {
    /// In pieces, so that none is copied as they grow.
    chunks: Vec<Vec<u32>>,
    articles: Vec<Place>,
    held: usize,
}

/// Where the numbers of an article lie.
#[derive(Clone, Copy)]
struct Place {
    chunk: u32,
    from: u32,
    to: u32,
}

/// Numbers of a piece: a megabyte.
const CHUNK: usize = 1 << 18;

impl Forward {
    /// Takes the numbers of an article over, and empties the line.
    pub fn push(&mut self, line: &mut Line) {
        let numbers = line.numbers.len();
        let has_room = |chunk: &Vec<u32>| chunk.len() + numbers <= chunk.capacity();
        if !self.chunks.last().is_some_and(has_room) {
            let chunk = Vec::with_capacity(numbers.max(CHUNK));
            self.held += chunk.capacity() * size_of::<u32>();
            self.chunks.push(chunk);
        }
        let number = self.chunks.len() - 1;
        let chunk = &mut self.chunks[number];
        let from = chunk.len();
        chunk.append(&mut line.numbers);
        line.position = START;
        let place = |at: usize| u32::try_from(at).expect("a piece is small, or one article");
        self.articles.push(Place {
            chunk: place(number),
            from: place(from),
            to: place(chunk.len()),
        });
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.held + self.articles.capacity() * size_of::<Place>()
    }

    /// Gives every term another number; positions stay.
    pub fn renumber(&mut self, new: impl Fn(TermId) -> TermId) {
        for chunk in &mut self.chunks {
            let mut is_position = false;
            for number in chunk {
                if is_position {
                    is_position = false;
                    continue;
                }
                is_position = *number & WHERE == FAR;
                *number = *number & WHERE | new(*number & !WHERE);
            }
        }
    }

    /// Gives every term of an article and its position, one field behind the other.
    pub fn each(&self, article: usize, mut take: impl FnMut(TermId, u32)) {
        let place = self.articles[article];
        let chunk = &self.chunks[place.chunk as usize];
        let numbers = &chunk[place.from as usize..place.to as usize];
        let mut position = START;
        let mut i = 0;
        while i < numbers.len() {
            let number = numbers[i];
            i += 1;
            let term = number & !WHERE;
            match number & WHERE {
                BEFORE => {
                    take(term, position.wrapping_sub(1));
                    continue;
                }
                NEXT => position = position.wrapping_add(1),
                FAR => {
                    position = numbers[i];
                    i += 1;
                }
                _ => {}
            }
            take(term, position);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_taken_out_is_what_was_put_in(
            articles in prop::collection::vec(
                prop::collection::vec((0..1_u32 << 30, prop_oneof![0..9_u32, any::<u32>()]), 0..40), 0..8)
        ) {
            let mut forward = Forward::default();
            let mut line = Line::default();
            for article in &articles {
                for (term, position) in article {
                    line.put(*term, *position);
                }
                forward.push(&mut line);
            }
            forward.renumber(|term| term ^ 1);
            for (number, article) in articles.iter().enumerate() {
                let mut out = Vec::new();
                forward.each(number, |term, position| out.push((term ^ 1, position)));
                prop_assert_eq!(&out, article);
            }
        }
    }
}
