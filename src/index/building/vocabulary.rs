//! The terms of a segment that is being built: their bytes one behind the other, numbered as they come, found by a hash.

use std::hash::Hasher;
use std::ops::Range;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::forward::{MOST_TERMS, TermId};

/// The terms of all fields.
#[derive(Default)]
pub(super) struct Vocabulary {
    /// Of each term a character for its field, and its own.
    text: String,
    /// Where each ends in `text`; it begins where the one before ends.
    ends: Vec<u32>,
    table: HashTable<TermId>,
}

/// Bytes that a term takes while its segment is written: what it is sorted by, its rank, and how often it was taken.
const SORTING: usize = 40;
/// Bytes that may be held before the segment must be written: so many can be told by 32 bits, and an article more.
const MOST_BYTES: usize = 1 << 31;

impl Vocabulary {
    /// The number of the term of a field that `put` appends; a new one if there is none yet.
    pub fn number(&mut self, field: u8, put: impl FnOnce(&mut String)) -> TermId {
        let from = self.text.len();
        self.text.push(char::from(field));
        put(&mut self.text);
        let (text, ends) = (self.text.as_bytes(), &mut self.ends);
        let key = &text[from..];
        let hash = hash(key);
        let is_it = |id: &TermId| text[bounds(ends, *id)] == *key;
        if let Some(known) = self.table.find(hash, is_it) {
            let known = *known;
            self.text.truncate(from);
            return known;
        }
        let id = ends.len() as TermId;
        ends.push(u32::try_from(text.len()).expect("is_full() was asked before the article"));
        let rehash = |id: &TermId| self::hash(&text[bounds(ends, *id)]);
        self.table.insert_unique(hash, id, rehash);
        id
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether another article may have more terms than can be told apart.
    pub fn is_full(&self) -> bool {
        self.len() > MOST_TERMS / 2 || self.text.len() > MOST_BYTES
    }

    /// Bytes held, about, those that writing takes included.
    pub fn bytes(&self) -> usize {
        let slots = self.table.capacity() * (size_of::<TermId>() + 1) * 8 / 7;
        self.text.capacity()
            + self.ends.capacity() * size_of::<u32>()
            + slots
            + self.len() * SORTING
    }

    /// The bytes of a term.
    pub fn term(&self, id: TermId) -> &[u8] {
        &self.key(id)[1..]
    }

    /// The field of a term.
    pub fn field(&self, id: TermId) -> u8 {
        self.key(id)[0]
    }

    /// All terms: field by field, those of a field in the order of their bytes.
    pub fn sorted(&self) -> Vec<TermId> {
        let keys = (0..self.len() as TermId).map(|id| (head(self.key(id)), id));
        let mut keys: Vec<([u64; 2], TermId)> = keys.collect();
        // Most terms are told apart by their heads, which lie side by side.
        keys.sort_unstable_by(|(one, a), (other, b)| {
            one.cmp(other).then_with(|| self.key(*a).cmp(self.key(*b)))
        });
        keys.into_iter().map(|(_, id)| id).collect()
    }

    fn key(&self, id: TermId) -> &[u8] {
        &self.text.as_bytes()[bounds(&self.ends, id)]
    }
}

fn bounds(ends: &[u32], id: TermId) -> Range<usize> {
    let id = id as usize;
    let from = if id == 0 { 0 } else { ends[id - 1] };
    from as usize..ends[id] as usize
}

fn hash(key: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(key);
    hasher.finish()
}

/// The first sixteen bytes as numbers that compare as they do; a key that is shorter compares as if zeros followed.
fn head(key: &[u8]) -> [u64; 2] {
    let mut bytes = [0; 16];
    let length = key.len().min(16);
    bytes[..length].copy_from_slice(&key[..length]);
    let (high, low) = bytes.split_at(8);
    [high, low].map(|half| u64::from_be_bytes(half.try_into().expect("eight of sixteen")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn terms_come_in_the_order_of_their_bytes_each_once(
            terms in prop::collection::vec((0..4_u8, "[a-c\u{0}é]{0,3}(aaaaaaaaaaaaaaa)?[ab]{0,2}"), 0..200)
        ) {
            let mut vocabulary = Vocabulary::default();
            for (field, term) in &terms {
                let id = vocabulary.number(*field, |text| text.push_str(term));
                prop_assert_eq!((vocabulary.field(id), vocabulary.term(id)), (*field, term.as_bytes()));
                prop_assert_eq!(vocabulary.number(*field, |text| text.push_str(term)), id);
            }
            let in_order: BTreeSet<_> = terms.iter().map(|(field, term)| (*field, term.as_bytes())).collect();
            let sorted = vocabulary.sorted();
            let sorted: Vec<_> = sorted.iter().map(|id| (vocabulary.field(*id), vocabulary.term(*id))).collect();
            prop_assert_eq!(sorted, in_order.into_iter().collect::<Vec<_>>());
        }
    }
}
