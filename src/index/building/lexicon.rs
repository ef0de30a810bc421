//! Words → numbers of terms: each word is stemmed once a segment, and looked up in one place from then on.

use rustc_hash::FxHashMap;
use tantivy::schema::Field as EngineField;

use super::forward::{MOST_TERMS, TermId};
use crate::index::analyzer::{
    CommonWord, EXACT, Exact, SHORT, Stems, WordKind, common_word, key_of, mix,
};

/// The words and terms of a segment, field by field.
#[derive(Default)]
pub(super) struct Lexicon {
    stems: Stems,
    fields: Vec<Words>,
    terms: Terms,
}

/// The words of a field. Short ones lie in a table without pointers: a word is one look at one line of the processor's cache.
struct Words {
    field: EngineField,
    table: Vec<Word>,
    filled: usize,
    long: FxHashMap<Box<str>, Word>,
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

/// The terms of all fields, by field and bytes, numbered as they come.
#[derive(Default)]
struct Terms {
    fields: Vec<FxHashMap<Box<[u8]>, TermId>>,
    count: u32,
    held: usize,
    text: String,
}

/// A field, and its terms with their numbers in the order of their bytes.
pub(super) type FieldTerms<'l> = (EngineField, Vec<(&'l [u8], TermId)>);

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
pub(super) struct FieldId(usize);

/// About what a term takes: its place in a table, twice over, what the allocator adds, and its rank.
const AROUND: usize = 72;
/// Slots of a table to begin with.
const SLOTS: usize = 1 << 10;

impl Lexicon {
    /// The place of a field.
    pub fn field(&mut self, field: EngineField) -> FieldId {
        let place = self.fields.iter().position(|words| words.field == field);
        FieldId(place.unwrap_or_else(|| {
            self.fields.push(Words {
                field,
                table: Vec::new(),
                filled: 0,
                long: FxHashMap::default(),
            });
            self.terms.fields.push(FxHashMap::default());
            self.fields.len() - 1
        }))
    }

    /// What a folded word of a field is found by.
    pub fn word(&mut self, FieldId(field): FieldId, word: &str, exact: Exact) -> Found {
        let words = &mut self.fields[field];
        let entry = if word.len() <= SHORT {
            words.short(word, |word, key| {
                learn(field, &mut self.terms, &mut self.stems, word, key)
            })
        } else if words.long.contains_key(word) {
            words.long.get_mut(word).expect("it is there")
        } else {
            let learnt = learn(field, &mut self.terms, &mut self.stems, word, [0; 2]);
            words.long.entry(word.into()).or_insert(learnt)
        };
        if exact == Exact::Wanted && entry.kind == WordKind::Inflected && entry.exact == NONE {
            entry.exact = self.terms.marked(field, Some(EXACT), word);
        }
        Found {
            stem: entry.stem,
            exact: (exact == Exact::Wanted && entry.exact != NONE).then_some(entry.exact),
            kind: entry.kind,
            common: entry.common,
        }
    }

    /// The number of a sign, a name, or a word behind a mark.
    pub fn marked(&mut self, FieldId(field): FieldId, mark: Option<char>, word: &str) -> TermId {
        self.terms.marked(field, mark, word)
    }

    /// The number of a pair.
    pub fn pair(
        &mut self,
        FieldId(field): FieldId,
        first: CommonWord,
        second: CommonWord,
    ) -> TermId {
        self.terms.text.clear();
        first.put_pair(second, &mut self.terms.text);
        self.terms.number(field)
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.terms.count as usize
    }

    /// Whether another article may have more terms than there are numbers left.
    pub fn is_full(&self) -> bool {
        self.len() > MOST_TERMS / 2
    }

    /// Bytes held, about.
    pub fn bytes(&self) -> usize {
        let tables = |words: &Words| {
            words.table.capacity() * size_of::<Word>() + words.long.capacity() * AROUND
        };
        let words: usize = self.fields.iter().map(tables).sum();
        words + self.terms.held
    }

    /// The terms of every field in the order of their bytes, fields in the order of their numbers.
    pub fn sorted(&self) -> Vec<FieldTerms<'_>> {
        let fields = std::iter::zip(&self.fields, &self.terms.fields);
        let mut fields: Vec<_> = fields
            .map(|(words, terms)| {
                let mut terms: Vec<(&[u8], TermId)> =
                    terms.iter().map(|(term, id)| (&**term, *id)).collect();
                terms.sort_unstable();
                (words.field, terms)
            })
            .collect();
        fields.sort_unstable_by_key(|(field, _)| field.field_id());
        fields
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

fn learn(field: usize, terms: &mut Terms, stems: &mut Stems, word: &str, key: [u64; 2]) -> Word {
    terms.text.clear();
    let kind = stems.put_stem(word, &mut terms.text);
    Word {
        key,
        stem: terms.number(field),
        exact: NONE,
        kind,
        common: common_word(word),
    }
}

impl Terms {
    fn marked(&mut self, field: usize, mark: Option<char>, word: &str) -> TermId {
        self.text.clear();
        self.text.extend(mark);
        self.text.push_str(word);
        self.number(field)
    }

    /// The number of the term that is in `text`.
    fn number(&mut self, field: usize) -> TermId {
        let bytes = self.text.as_bytes();
        if let Some(number) = self.fields[field].get(bytes) {
            return *number;
        }
        let number = self.count;
        self.count += 1;
        self.held += bytes.len() + AROUND;
        self.fields[field].insert(bytes.into(), number);
        number
    }
}
