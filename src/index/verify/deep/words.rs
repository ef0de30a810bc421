//! Texts against postings: what the words of the articles put into a sum a document, the postings must take out again.
//!
//! A word counts with its field and position, so that neither can be another; a hash of 64 bits a word lets one fault in about
//! 10¹⁹ pass. Lengths of fields, which ranking uses, are compared on the way.

use std::hash::Hasher;

use rustc_hash::FxHasher;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field as EngineField, IndexRecordOption, Value};
use tantivy::tokenizer::{MAX_TOKEN_LEN, TextAnalyzer};
use tantivy::{DocSet, SegmentReader, TERMINATED, TantivyDocument};

use super::{Engine, Wrong, note};
use crate::index::analyzer::is_pair;

/// A sum for each document of a segment.
pub(super) struct Sums {
    sums: Vec<u64>,
    /// Documents whose articles could not be read: nothing can be said of their words.
    given_up: Vec<u32>,
    fields: Vec<Indexed>,
}

/// A field of words.
struct Indexed {
    field: EngineField,
    analyzer: TextAnalyzer,
    has_positions: bool,
    lengths: Option<FieldNormReader>,
}

impl Sums {
    pub(super) fn new(engine: &Engine, segment: &SegmentReader) -> Self {
        let indexed = engine
            .schema
            .fields()
            .filter(|(_, entry)| entry.is_indexed());
        let fields = indexed.filter_map(|(field, entry)| {
            let option = entry.field_type().index_record_option();
            let lengths = segment.fieldnorms_readers().get_field(field).ok().flatten();
            Some(Indexed {
                field,
                analyzer: engine.index.tokenizer_for_field(field).ok()?,
                has_positions: option.is_some_and(IndexRecordOption::has_positions),
                lengths: lengths.filter(|_| entry.has_fieldnorms()),
            })
        });
        Self {
            sums: vec![0; segment.max_doc() as usize],
            given_up: Vec::new(),
            fields: fields.collect(),
        }
    }

    /// Asks nothing of the words of a document.
    pub(super) fn give_up(&mut self, number: u32) {
        self.given_up.push(number);
    }

    /// Puts the words of a document in.
    pub(super) fn put_in(
        &mut self,
        document: &TantivyDocument,
        number: u32,
        id: &str,
        wrong: &mut Wrong,
    ) {
        let sum = &mut self.sums[number as usize];
        for indexed in &mut self.fields {
            let (mut length, mut pairs) = (0, 0);
            for text in document.get_all(indexed.field).filter_map(|v| v.as_str()) {
                indexed.analyzer.token_stream(text).process(&mut |token| {
                    if token.text.len() > MAX_TOKEN_LEN {
                        return;
                    }
                    if is_pair(&token.text) {
                        pairs += 1;
                    } else {
                        length += 1;
                    }
                    let word = hash(indexed.field, token.text.as_bytes());
                    let at = if indexed.has_positions {
                        token.position
                    } else {
                        0
                    };
                    *sum = sum.wrapping_add(placed(word, at as u64));
                });
            }
            let told = indexed
                .lengths
                .as_ref()
                .map(|norms| norms.fieldnorm_id(number));
            // Pairs counted once, and segments of that time are good.
            let is_length = |told| {
                [length, length + pairs]
                    .map(FieldNormReader::fieldnorm_to_id)
                    .contains(&told)
            };
            if told.is_some_and(|told| !is_length(told)) {
                note(wrong, "fieldnorm", || {
                    format!("the length of the article {id} is another")
                });
            }
        }
    }

    /// Takes the postings out, and says where something is left.
    pub(super) fn take_out(&mut self, engine: &Engine, segment: &SegmentReader, wrong: &mut Wrong) {
        let fields: Vec<(EngineField, bool)> = self
            .fields
            .iter()
            .map(|indexed| (indexed.field, indexed.has_positions))
            .collect();
        for (field, has_positions) in fields {
            let name = engine.schema.get_field_name(field);
            if self.field(segment, field, has_positions, wrong).is_none() {
                note(wrong, "term", || {
                    format!("the words of `{name}` cannot be read")
                });
            }
        }
        self.given_up.sort_unstable();
        for (number, sum) in (0u32..).zip(&self.sums) {
            if *sum != 0 && self.given_up.binary_search(&number).is_err() {
                note(wrong, "idx", || {
                    format!("the words of article {number} are not those of its text")
                });
            }
        }
    }

    fn field(
        &mut self,
        segment: &SegmentReader,
        field: EngineField,
        has_positions: bool,
        wrong: &mut Wrong,
    ) -> Option<()> {
        let inverted = segment.inverted_index(field).ok()?;
        let option = if has_positions {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::Basic
        };
        let mut terms = inverted.terms().stream().ok()?;
        let (mut before, mut positions) = (None::<Vec<u8>>, Vec::new());
        while terms.advance() {
            if before
                .as_deref()
                .is_some_and(|before| before >= terms.key())
            {
                note(wrong, "term", || "its words are out of order".to_owned());
            }
            let word = hash(field, terms.key());
            let mut postings = inverted
                .read_postings_from_terminfo(terms.value(), option)
                .ok()?;
            let (mut count, mut last) = (0, None);
            let mut number = postings.doc();
            while number != TERMINATED {
                let sum = self.sums.get_mut(number as usize);
                let Some(sum) = sum.filter(|_| last.is_none_or(|last| last < number)) else {
                    note(wrong, "idx", || "its articles are out of order".to_owned());
                    break;
                };
                if has_positions {
                    postings.positions(&mut positions);
                    for &at in &positions {
                        *sum = sum.wrapping_sub(placed(word, u64::from(at)));
                    }
                } else {
                    *sum = sum.wrapping_sub(placed(word, 0));
                }
                (count, last) = (count + 1, Some(number));
                number = postings.advance();
            }
            if count != terms.value().doc_freq {
                note(wrong, "idx", || {
                    "it miscounts the articles of a word".to_owned()
                });
            }
            before = Some(terms.key().to_owned());
        }
        Some(())
    }
}

fn hash(field: EngineField, word: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u32(field.field_id());
    hasher.write(word);
    hasher.write_usize(word.len());
    hasher.finish()
}

/// A word at a place: SplitMix64's mixing, so that sums of neighbours do not cancel out.
fn placed(word: u64, at: u64) -> u64 {
    let mut mixed = word.wrapping_add((at + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
