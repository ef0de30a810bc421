//! morgue: full-text search for any pile of news.
//!
//! Two paths meet in the index:
//!
//! ```text
//!   the path of an article                     the path of a query
//!
//!     archive files                                what you typed
//!          │ ingest::format                             │ search::parse
//!        Record                                       Query
//!          │ ingest::clean                              │ search::plan
//!       Article ───────────►  index  ◄─────────── engine query
//!                          (one schema,                 │ search::matching → passages with marks
//!                          one analyzer)            Results
//!                                                       │ render::{text, json, …}
//!                                                  terminal, pipe
//! ```
//!
//! Read [`article`] and [`date`], the words both paths share; then [`ingest`], [`index`], [`search`], [`render`] in the order in
//! which a story passes them; [`cli`] is the only part that prints.
//!
//! From a record to a hit:
//!
//! ```
//! use morgue::article::{Origin, Record};
//! use morgue::index::{Index, WriterOptions};
//! use morgue::search::{Joining, QueryLimits, Reading, Request, Searcher, Sort, parse};
//!
//! let home = std::env::temp_dir().join(format!("morgue-doc-{}", std::process::id()));
//! let index = Index::open_or_create(&home)?;
//! let mut writer = index.writer(WriterOptions::default())?;
//! let record = Record {
//!     title: "Harbour closed after second storm".to_owned(),
//!     body: vec!["Two barges were driven ashore on Monday.".to_owned()],
//!     ..Record::default()
//! };
//! writer.add(morgue::ingest::clean(record, Origin::default())?, 0)?;
//! writer.commit("")?;
//!
//! let today = chrono::NaiveDate::from_ymd_opt(2016, 3, 1).unwrap();
//! let query = parse("storm barge", Reading { today, joining: Joining::All, limits: QueryLimits::USUAL })?.query;
//! let reader = index.reader()?;
//! let request = Request { query, range: None, sort: Sort::Relevance, limit: Some(10), offset: 0, passages: 3 };
//! let mut results = Searcher::new(&reader).search(&request)?;
//! let hit = results.next_hit()?.unwrap();
//! assert_eq!(&hit.article.title[hit.title_marks[0].clone()], "storm");
//! assert_eq!(&hit.passages[0].text[hit.passages[0].marks[0].clone()], "barges");
//! # std::fs::remove_dir_all(&home)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod article;
pub mod cli;
pub mod date;
pub mod index;
pub mod ingest;
pub mod render;
pub mod search;
