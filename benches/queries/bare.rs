//! The engine used bare: a plain writer loop and a plain ten best, as a program without morgue would have them.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::Value;
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument};

/// An index with stemmed title and body, and the engine's own query parser.
pub struct Bare {
    searcher: Searcher,
    parser: QueryParser,
}

impl Bare {
    /// Indexes JSON lines.
    pub fn index(archive: &Path, folder: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("en")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default()
            .set_indexing_options(indexing)
            .set_stored();
        let id = schema.add_text_field("id", STRING | STORED);
        let title = schema.add_text_field("title", text.clone());
        let body = schema.add_text_field("body", text);
        fs::create_dir_all(folder)?;
        let index = Index::create_in_dir(folder, schema.build())?;
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(40))
            .filter(LowerCaser)
            .filter(Stemmer::new(Language::English))
            .build();
        index.tokenizers().register("en", analyzer);
        let mut writer: IndexWriter = index.writer_with_num_threads(2, 600_000_000)?;
        for line in BufReader::new(File::open(archive)?).lines() {
            let record: Value = serde_json::from_str(&line?)?;
            let mut document = TantivyDocument::new();
            for (field, key) in [(id, "id"), (title, "title"), (body, "body")] {
                document.add_text(field, record[key].as_str().unwrap_or_default());
            }
            writer.add_document(document)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let mut parser = QueryParser::for_index(&index, vec![title, body]);
        parser.set_field_boost(title, 2.0);
        Ok(Self {
            searcher: index.reader()?.searcher(),
            parser,
        })
    }

    /// The ten best; how many there were.
    pub fn ask(&self, text: &str) -> Result<usize, Box<dyn std::error::Error>> {
        let query = self.parser.parse_query(text)?;
        let best = self
            .searcher
            .search(&query, &TopDocs::with_limit(10).order_by_score())?;
        Ok(std::hint::black_box(best).len())
    }
}
