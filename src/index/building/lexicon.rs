//! Words → numbers of terms: each word is stemmed once a segment, and looked up in one place from then on.

use rustc_hash::FxHashMap;
use tantivy::schema::Field as EngineField;

use super::forward::TermId;
use super::vocabulary::Vocabulary;
use crate::index::analyzer::{
    CommonWord, EXACT, Exact, PAIRS, SHORT, SIGNS, Sign, Stems, WordKind, common_word, key_of, mix,
};

/// The words and terms of a segment, field by field.
#[derive(Default)]
pub(super) struct Lexicon {
    stems: Stems,
    fields: Vec<Words>,
    terms: Vocabulary,
}

/// The words of a field. Short ones lie in a table without pointers: a word is one look at one line of the processor's cache.
struct Words {
    field: EngineField,
    table: Vec<Word>,
    filled: usize,
    long: FxHashMap<Box<str>, Word>,
    /// [`NONE`] until it is met.
    signs: [TermId; SIGNS],
    /// Of each two common words; empty until a pair is met.
    pairs: Vec<TermId>,
}

/// A word, and what it is found by.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Word {
    key: [u64; 2],
    stem: TermId,
    /// [`NONE`] until it is asked for.
    exact: TermId,
    kind: WordKind,
    common: Option<CommonWord>,
}

/// The number of no term.
const NONE: TermId = TermId::MAX;

const EMPTY: Word = Word {
    key: [0; 2],
    stem: NONE,
    exact: NONE,
    kind: WordKind::Plain,
    common: None,
};

/// What a word is found by.
pub(super) struct Found {
    pub stem: TermId,
    /// Its exact form, if it has one and that was wanted.
    pub exact: Option<TermId>,
    pub kind: WordKind,
    pub common: Option<CommonWord>,
}

/// The place of a field among those of a lexicon.
#[derive(Clone, Copy)]
pub(super) struct FieldId(u8);

/// About what a long word takes: its place in a table, twice over, and what the allocator adds.
const AROUND: usize = 120;
/// Slots of a table to begin with.
const SLOTS: usize = 1 << 10;

impl Lexicon {
    /// Takes up a field; they come in the order of the segment's.
    pub fn field(&mut self, field: EngineField) -> FieldId {
        assert!(self.fields.last().is_none_or(|last| last.field < field));
        self.fields.push(Words {
            field,
            table: Vec::new(),
            filled: 0,
            long: FxHashMap::default(),
            signs: [NONE; SIGNS],
            pairs: Vec::new(),
        });
        FieldId(u8::try_from(self.fields.len() - 1).expect("an article has few fields"))
    }

    /// What a folded word of a field is found by.
    pub fn word(&mut self, FieldId(field): FieldId, word: &str, exact: Exact) -> Found {
        let words = &mut self.fields[usize::from(field)];
        let mut learn = |word: &str, key| {
            let mut kind = WordKind::Plain;
            let stem = self
                .terms
                .number(field, |term| kind = self.stems.put_stem(word, term));
            Word {
                key,
                stem,
                exact: NONE,
                kind,
                common: common_word(word),
            }
        };
        let entry = if word.len() <= SHORT {
            words.short(word, learn)
        } else if words.long.contains_key(word) {
            words.long.get_mut(word).expect("it is there")
        } else {
            let learnt = learn(word, [0; 2]);
            words.long.entry(word.into()).or_insert(learnt)
        };
        if exact == Exact::Wanted && entry.kind == WordKind::Inflected && entry.exact == NONE {
            entry.exact = self.terms.number(field, |term| {
                term.push(EXACT);
                term.push_str(word);
            });
        }
        Found {
            stem: entry.stem,
            exact: (exact == Exact::Wanted && entry.exact != NONE).then_some(entry.exact),
            kind: entry.kind,
            common: entry.common,
        }
    }

    /// The number of a name, or of a word behind a mark.
    pub fn marked(&mut self, FieldId(field): FieldId, mark: Option<char>, word: &str) -> TermId {
        self.terms.number(field, |term| {
            term.extend(mark);
            term.push_str(word);
        })
    }

    /// The number of a sign.
    pub fn sign(&mut self, FieldId(field): FieldId, sign: Sign) -> TermId {
        let known = &mut self.fields[usize::from(field)].signs[sign as usize];
        if *known == NONE {
            *known = self
                .terms
                .number(field, |term| term.push_str(sign.as_str()));
        }
        *known
    }

    /// The number of a pair.
    pub fn pair(
        &mut self,
        FieldId(field): FieldId,
        first: CommonWord,
        second: CommonWord,
    ) -> TermId {
        let pairs = &mut self.fields[usize::from(field)].pairs;
        if pairs.is_empty() {
            pairs.resize(PAIRS, NONE);
        }
        let known = &mut pairs[first.pair_number(second)];
        if *known == NONE {
            *known = self
                .terms
                .number(field, |term| first.put_pair(second, term));
        }
        *known
    }

    /// Whether another article may have more terms than there are numbers left.
    pub fn is_full(&self) -> bool {
        self.terms.is_full()
    }

    /// Bytes held, about.
    pub fn bytes(&self) -> usize {
        let tables = |words: &Words| {
            words.table.capacity() * size_of::<Word>() + words.long.capacity() * AROUND
        };
        let words: usize = self.fields.iter().map(tables).sum();
        words + self.terms.bytes()
    }

    /// The terms of all fields.
    pub fn terms(&self) -> &Vocabulary {
        &self.terms
    }

    /// The segment's number of a field of which there are terms.
    pub fn engine_field(&self, field: u8) -> EngineField {
        self.fields[usize::from(field)].field
    }
}

impl Words {
    /// The slot of a short word, which is learnt if it is new.
    fn short(&mut self, word: &str, learn: impl FnOnce(&str, [u64; 2]) -> Word) -> &mut Word {
        if self.filled * 2 >= self.table.len() {
            self.grow();
        }
        let key = key_of(word.as_bytes());
        let slot = slot(&self.table, key);
        if self.table[slot].stem == NONE {
            self.table[slot] = learn(word, key);
            self.filled += 1;
        }
        &mut self.table[slot]
    }

    fn grow(&mut self) {
        let slots = (self.table.len() * 2).max(SLOTS);
        let before = std::mem::replace(&mut self.table, vec![EMPTY; slots]);
        for word in before.into_iter().filter(|word| word.stem != NONE) {
            let slot = slot(&self.table, word.key);
            self.table[slot] = word;
        }
    }
}

/// Where a word is in a table, or would be: it is at most half full, so there is an end to looking.
fn slot(table: &[Word], key: [u64; 2]) -> usize {
    let last = table.len() - 1;
    let mut slot = mix(key) as usize & last;
    while table[slot].stem != NONE && table[slot].key != key {
        slot = (slot + 1) & last;
    }
    slot
}
