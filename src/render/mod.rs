//! Results → bytes: one file a format.
//!
//! A renderer is told the counts, then each hit, then that it is over, so that results of any length are printed in
//! constant memory. What comes from articles is hostile: each format makes it harmless in its own way.

mod csv;
mod json;
pub mod safe;
mod text;
mod trec;

use std::io;

pub use json::{ArticleMarks, article_json, hit_json, line as json_line};
pub use text::{Style, Text, plural, thousands};
pub use trec::Trec;

pub use self::csv::Csv;
pub use json::{Json, JsonLines, VERSION};

use crate::date::DateRange;
use crate::search::{Hit, Sort};

/// What is known of a result before its hits.
#[derive(Clone, Debug)]
pub struct Head {
    /// The query, printed in our own language.
    pub query: String,
    /// The days asked for, if not all.
    pub range: Option<DateRange>,
    /// The order.
    pub sort: Sort,
    /// Articles that match.
    pub total: u64,
    /// Articles that match the words and were left out for having no date.
    pub undated_excluded: u64,
    /// Hits passed over.
    pub offset: usize,
    /// Milliseconds so far.
    pub took_ms: f64,
}

/// Writes results in one format.
pub trait Render {
    /// The counts.
    ///
    /// # Errors
    /// The output cannot be written.
    fn begin(&mut self, head: &Head) -> io::Result<()>;
    /// A hit.
    ///
    /// # Errors
    /// The output cannot be written.
    fn hit(&mut self, hit: &Hit) -> io::Result<()>;
    /// The end.
    ///
    /// # Errors
    /// The output cannot be written.
    fn end(&mut self) -> io::Result<()>;
}
