//! A stored document, as tantivy 0.27 writes it: how many values it has, then of each its field in four bytes, its kind in one, and
//! the value; bytes with their length in front. Numbers stand in groups of seven bits, the last of them marked.
//!
//! The engine's own reading takes a text a byte at a time, which was two thirds of showing ten articles.

use tantivy::schema::Field as EngineField;

/// The kind of a value of bytes.
const BYTES: u8 = 4;

/// The bytes that a document of nothing else has in a field; `None` if it is another, or damaged.
pub(super) fn only_value(document: &[u8], field: EngineField) -> Option<&[u8]> {
    let (count, rest) = number(document)?;
    let (id, rest) = rest.split_first_chunk()?;
    let (kind, rest) = rest.split_first()?;
    let (length, value) = number(rest)?;
    let is_it = count == 1
        && u32::from_le_bytes(*id) == field.field_id()
        && *kind == BYTES
        && usize::try_from(length) == Ok(value.len());
    is_it.then_some(value)
}

/// A number at the beginning, and what follows it.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    const LAST: u8 = 1 << 7;
    let mut number = 0;
    for (place, byte) in bytes.iter().enumerate().take(9) {
        number |= u64::from(byte & !LAST) << (7 * place);
        if byte & LAST != 0 {
            return Some((number, &bytes[place + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use tantivy::store::StoreReader;
    use tantivy::{TantivyDocument, schema::Value};

    use super::*;
    use crate::index::Index;
    use crate::index::verify::tests::sample;

    #[test]
    fn what_is_read_is_what_the_engine_reads() {
        let (home, _) = sample();
        let index = Index::open(home.path()).expect("an index");
        let reader = index.reader().expect("a view");
        let mut compared = 0;
        for segment in reader.searcher().segment_readers() {
            let store: StoreReader = segment.get_store_reader(2).expect("a store");
            for number in segment.doc_ids_alive() {
                let document: TantivyDocument = store.get(number).expect("a document");
                let (field, value) = document.field_values().next().expect("an article");
                let bytes = store.get_document_bytes(number).expect("its bytes");
                assert_eq!(only_value(&bytes, field), value.as_bytes());
                for end in 0..bytes.len() {
                    assert_eq!(only_value(&bytes[..end], field), None, "cut at {end}");
                }
                let other = EngineField::from_field_id(field.field_id() + 1);
                assert_eq!(only_value(&bytes, other), None);
                compared += 1;
            }
        }
        assert!(compared > 20, "{compared}");
    }
}
