//! Articles → a segment of the index.
//!
//! What comes in are articles in any order; what goes out are the files of a segment, sorted by time, as tantivy's own writer
//! would write them (its serializers do), from articles that are held as numbers until then ([`forward`]). Which segments a
//! commit has stays tantivy's business, and so does merging; what a commit deletes it is told in one piece ([`withdrawal`]).

mod crew;
mod forward;
mod lexicon;
mod postings;
mod vocabulary;
mod withdrawal;

use tantivy::TantivyDocument;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormReader, FieldNormsSerializer};
use tantivy::index::{Segment, SegmentComponent, SegmentMeta};
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field as EngineField, Schema, Value};
use tantivy::store::StoreWriter;

use super::analyzer::{CommonWord, Exact, Sign, Terms, Walk, WordKind};
use super::field::Field;
use super::fingerprint::Fingerprint;
use super::schema::{self, Fields, UNDATED_INSTANT};
use crate::article::Article;
pub(super) use crew::{Crew, Ended};
use forward::{Forward, Line, TermId};
use lexicon::{FieldId, Lexicon};
use postings::{Ranked, Source};
pub(super) use withdrawal::{Built, Turn, Withdrawal};

/// An article on its way into a segment.
pub(super) struct Offered {
    pub article: Article,
    pub print: Fingerprint,
    /// The path of its archive.
    pub owner: String,
    /// What it is sorted by, if it is dated.
    pub instant: Option<i64>,
    /// How many were offered before it for the same commit.
    pub turn: Turn,
}

/// An article of a segment that is not written yet, beside its terms.
struct Held {
    /// Its id, its columns and the article as it is stored.
    document: TantivyDocument,
    instant: i64,
    turn: Turn,
}

/// A segment before it is written.
pub(super) struct Builder {
    schema: Schema,
    fields: Fields,
    lexicon: Lexicon,
    forward: Forward,
    line: Line,
    held: Vec<Held>,
    /// Bytes of their documents.
    documents: usize,
    /// How often each term was taken.
    counts: Vec<u32>,
    indexed: Vec<Indexed>,
}

/// A field of words.
struct Indexed {
    field: Field,
    engine: EngineField,
    id: FieldId,
    /// How many terms each article has there.
    lengths: Vec<u32>,
}

/// About what an article takes beside its text and terms: its columns, their places, and what the allocator adds.
const AROUND: usize = 600;

impl Builder {
    pub fn new() -> Self {
        let (schema, fields, _) = schema::build();
        let mut lexicon = Lexicon::default();
        let indexed = Field::ALL
            .into_iter()
            .filter(|field| *field != Field::Lead)
            .map(|field| Indexed {
                field,
                engine: fields.text(field),
                id: lexicon.field(fields.text(field)),
                lengths: Vec::new(),
            })
            .collect();
        Self {
            schema,
            fields,
            lexicon,
            forward: Forward::default(),
            line: Line::default(),
            held: Vec::new(),
            documents: 0,
            counts: Vec::new(),
            indexed,
        }
    }

    /// Takes an article in.
    pub fn add(&mut self, offered: Offered) {
        let article = &offered.article;
        for indexed in &mut self.indexed {
            let text = schema::indexed_text(indexed.field, article);
            let mut taker = Taker {
                field: indexed.id,
                lexicon: &mut self.lexicon,
                line: &mut self.line,
                counts: &mut self.counts,
                common: None,
                length: 0,
            };
            let zone = (0, indexed.field.first_position());
            let mut walk = Walk::new(&text, indexed.field.analysis(), zone);
            while walk.step(&mut taker) {}
            indexed.lengths.push(taker.length);
        }
        self.forward.push(&mut self.line);
        let (print, owner) = (&offered.print, &offered.owner);
        let mut document =
            self.fields
                .document(&self.schema, article, print, owner, offered.instant);
        document.shrink_to_fit();
        self.documents += weight(article);
        self.held.push(Held {
            document,
            instant: offered.instant.unwrap_or(UNDATED_INSTANT),
            turn: offered.turn,
        });
    }

    /// Bytes held, about.
    pub fn bytes(&self) -> usize {
        let around = self.held.capacity() * size_of::<Held>() + self.held.len() * AROUND;
        self.documents + around + self.forward.bytes() + self.lexicon.bytes()
    }

    /// Whether no more article should be added, whatever room there is.
    pub fn is_full(&self) -> bool {
        self.lexicon.is_full() || self.held.len() >= MOST_ARTICLES
    }

    /// Whether there is no article.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Writes the segment, sorting as many bytes of occurrences at a time as `window` has room for. Returns it with the turns of
    /// its articles.
    ///
    /// # Errors
    /// The disk's; files that were begun are the index's to take away.
    pub fn write(
        mut self,
        index: &tantivy::Index,
        window: usize,
    ) -> tantivy::Result<(SegmentMeta, Vec<Turn>)> {
        let mut order: Vec<u32> = (0..self.held.len() as u32).collect();
        // Newest first; the order in which they came decides between equals.
        order.sort_by_key(|place| std::cmp::Reverse(self.held[*place as usize].instant));
        let order = &order[..];
        let segment = index.new_segment();
        self.write_columns(&segment, index, order)?;
        self.write_lengths(&segment, order)?;
        let ranked = Ranked::new(&self.lexicon);
        let counts = ranked.rank(&self.counts, &mut self.forward);
        let mut serializer = InvertedIndexSerializer::open(&segment)?;
        let ids = order.iter().map(|place| self.id_of(*place));
        postings::write_ids(ids, self.fields.id, &segment, &mut serializer)?;
        let source = Source {
            forward: &self.forward,
            counts: &counts,
            order,
            window: window / size_of::<(u32, u32)>(),
        };
        ranked.write(&segment, &mut serializer, &source, |field| {
            let indexed = self.indexed.iter().find(|indexed| indexed.engine == field);
            let lengths = &indexed
                .expect("every field of the lexicon is one of these")
                .lengths;
            order
                .iter()
                .map(|place| u64::from(lengths[*place as usize]))
                .sum()
        })?;
        serializer.close()?;
        let turns = order.iter().map(|place| self.held[*place as usize].turn);
        let turns = turns.collect();
        let segment = segment.with_max_doc(order.len() as u32);
        Ok((segment.meta().clone(), turns))
    }

    fn id_of(&self, place: u32) -> String {
        let document = &self.held[place as usize].document;
        let id = document.get_first(self.fields.id);
        let id = id.as_ref().and_then(|id| id.as_str());
        id.expect("every document has an id").to_owned()
    }

    /// Writes the stored articles and the columns.
    fn write_columns(
        &self,
        segment: &Segment,
        index: &tantivy::Index,
        order: &[u32],
    ) -> tantivy::Result<()> {
        let settings = index.settings();
        let mut store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            false,
        )?;
        let tokenizers = index.tokenizers().clone();
        let mut columns =
            FastFieldsWriter::from_schema_and_tokenizer_manager(&self.schema, tokenizers)?;
        for place in order {
            let document = &self.held[*place as usize].document;
            store.store(document, &self.schema)?;
            columns.add_document(document)?;
        }
        store.close()?;
        let mut file = segment.open_write(SegmentComponent::FastFields)?;
        columns.serialize(&mut file, None)?;
        tantivy::directory::TerminatingWrite::terminate(file)?;
        Ok(())
    }

    /// Writes the lengths of the articles by which ranking weighs words.
    fn write_lengths(&self, segment: &Segment, order: &[u32]) -> tantivy::Result<()> {
        let file = segment.open_write(SegmentComponent::FieldNorms)?;
        let mut serializer = FieldNormsSerializer::from_write(file)?;
        for (field, entry) in self.schema.fields() {
            if !entry.has_fieldnorms() {
                continue;
            }
            let indexed = self.indexed.iter().find(|indexed| indexed.engine == field);
            let length = |place: &u32| {
                // A field that is not one of words is the id, which is one.
                let length = indexed.map_or(1, |indexed| indexed.lengths[*place as usize]);
                FieldNormReader::fieldnorm_to_id(length)
            };
            let lengths: Vec<u8> = order.iter().map(length).collect();
            serializer.serialize_field(field, &lengths)?;
        }
        serializer.close()?;
        Ok(())
    }
}

/// Numbers of articles are packed into 32 bits, and a segment of so many is large enough for anybody.
const MOST_ARTICLES: usize = 1 << 28;

/// About what an article takes as it is stored.
pub(super) fn weight(article: &Article) -> usize {
    let body: usize = article.body.iter().map(|part| part.len() + 4).sum();
    let extra = article.extra.values();
    let extra: usize = extra
        .map(|value| value.as_str().map_or(64, str::len) + 32)
        .sum();
    AROUND + body + article.title.len() + extra
}

/// Takes the terms of a field of an article.
struct Taker<'b> {
    field: FieldId,
    lexicon: &'b mut Lexicon,
    line: &'b mut Line,
    counts: &'b mut Vec<u32>,
    /// Which common word the last word is.
    common: Option<CommonWord>,
    length: u32,
}

impl Taker<'_> {
    fn take(&mut self, term: TermId, position: u32) {
        self.length += 1;
        self.put(term, position);
    }

    fn put(&mut self, term: TermId, position: u32) {
        let place = term as usize;
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        self.counts[place] += 1;
        self.line.put(term, position);
    }
}

impl Terms for Taker<'_> {
    fn word(&mut self, word: &str, position: u32, exact: Exact) -> WordKind {
        let found = self.lexicon.word(self.field, word, exact);
        self.common = found.common;
        self.take(found.stem, position);
        if let Some(exact) = found.exact {
            self.take(exact, position);
        }
        found.kind
    }

    fn term(&mut self, mark: Option<char>, word: &str, position: u32) {
        let term = self.lexicon.marked(self.field, mark, word);
        self.take(term, position);
    }

    fn sign(&mut self, sign: Sign, position: u32) {
        let term = self.lexicon.sign(self.field, sign);
        self.take(term, position);
    }

    fn pair(&mut self, first: CommonWord, second: CommonWord, position: u32) {
        let term = self.lexicon.pair(self.field, first, second);
        // It is no word of its own: an article is no longer for it.
        self.put(term, position);
    }

    fn common(&self, _: &str) -> Option<CommonWord> {
        self.common
    }
}
