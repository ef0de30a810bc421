//! A newsroom for tests: write articles, open it, and ask. It goes through the library's public doors only.
//!
//! What comes in are the few fields that a test cares about; what goes out is an index in a folder of its own, which is
//! deleted with it. [`stories`] invents articles and [`questions`] invents queries, from the words of [`words`].

pub mod dice;
pub mod questions;
pub mod stories;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use morgue::article::{Article, Origin, Record};
use morgue::date::{DateRange, PubDate};
use morgue::index::{Index, Outcome, Reader, Writer, WriterOptions};
use morgue::ingest::clean;
use morgue::search::{Joining, Parsed, Query, Reading, Request, Searcher, Sort, parse};

/// What is "today" in every test.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2016, 3, 1).expect("a day of the calendar")
}

/// The reading of the command line without options.
pub fn reading() -> Reading {
    Reading {
        today: today(),
        joining: Joining::All,
        limits: morgue::search::QueryLimits::USUAL,
    }
}

/// A query that is right; a wrong one fails the test with its reason.
pub fn understood(text: &str) -> Query {
    match parse(text, reading()) {
        Ok(Parsed { query, .. }) => query,
        Err(error) => panic!("`{text}` is refused: {error} @ {:?}", error.span),
    }
}

/// A request for all ids of a query, in the order of their worth.
pub fn request(query: Query) -> Request {
    Request {
        query,
        range: None,
        sort: Sort::Relevance,
        limit: None,
        offset: 0,
        passages: 3,
    }
}

/// Articles on their way into an index.
#[derive(Default)]
pub struct Newsroom {
    /// What is committed together; at least one article stands in each.
    batches: Vec<Vec<Article>>,
    open: bool,
    threads: Option<usize>,
}

impl Newsroom {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an article; what `write` leaves out is not there. Without an id it is called `a1`, `a2`, … in order.
    pub fn article(self, write: impl FnOnce(Draft) -> Draft) -> Self {
        let number = self.batches.iter().map(Vec::len).sum::<usize>() + 1;
        let draft = write(Draft {
            record: Record {
                id: Some(format!("a{number}")),
                ..Record::default()
            },
        });
        let origin = Origin {
            archive: "newsroom.jsonl".to_owned(),
            member: None,
            line: u64::try_from(number).ok(),
            record: u64::try_from(number).expect("few articles"),
        };
        let article = clean(draft.record, origin).expect("a test article has a text");
        self.story(article)
    }

    /// Adds an article that is ready.
    pub fn story(mut self, article: Article) -> Self {
        if !self.open {
            self.batches.push(Vec::new());
            self.open = true;
        }
        self.batches
            .last_mut()
            .expect("one was just opened")
            .push(article);
        self
    }

    /// What follows is committed apart, and so stands in another segment.
    pub fn commit(mut self) -> Self {
        self.open = false;
        self
    }

    /// How many threads write; each makes a segment of its own a commit.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Writes everything and opens what is there then.
    pub fn open(self) -> OpenNewsroom {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let index = Index::open_or_create(folder.path()).expect("an empty folder becomes an index");
        let options = WriterOptions {
            threads: self.threads.unwrap_or(1),
            ..WriterOptions::default()
        };
        let mut writer = index.writer(options).expect("nobody else writes here");
        let mut live = BTreeMap::new();
        for batch in self.batches {
            for article in batch {
                offer(&mut writer, article, &mut live);
            }
            writer
                .commit("")
                .expect("a commit to a temporary folder succeeds");
        }
        writer.finish().expect("merging succeeds");
        let reader = index.reader().expect("what was written can be read");
        assert_eq!(
            reader.len(),
            live.len() as u64,
            "as many articles as were accepted"
        );
        OpenNewsroom {
            reader,
            articles: live.into_values().collect(),
            folder,
        }
    }
}

/// Offers an article and keeps in `live` what the index must hold afterwards.
fn offer(writer: &mut Writer, article: Article, live: &mut BTreeMap<String, Article>) {
    let id = article.id.as_str().to_owned();
    let outcome = writer.add(article.clone(), 1).expect("the writer goes on");
    match outcome {
        Outcome::Added => {
            let before = live.insert(id, article);
            assert_eq!(before, None, "an added id was not there");
        }
        Outcome::Updated => {
            let before = live.insert(id, article);
            assert!(before.is_some(), "an updated id was there");
        }
        Outcome::Unchanged | Outcome::Duplicate | Outcome::TakenDown(_) => {}
    }
}

/// An article being written: the fields of a record, for [`clean`] to make an article of.
pub struct Draft {
    record: Record,
}

/// What stays away from the fields of a record is optional, so each setter is one line.
macro_rules! optional_fields {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $($(#[$doc])*
        pub fn $name(mut self, text: &str) -> Self {
            self.record.$name = Some(text.to_owned());
            self
        })*
    };
}

impl Draft {
    optional_fields! {
        /// Its name in the index.
        id,
        /// The publication or agency.
        source,
        /// The section.
        section,
        /// Who wrote it.
        byline,
        /// Where from.
        place,
        /// Its address.
        url,
        /// Its language.
        lang,
    }

    /// The headline.
    pub fn title(mut self, text: &str) -> Self {
        self.record.title = text.to_owned();
        self
    }

    /// The paragraphs.
    pub fn body(mut self, paragraphs: &[&str]) -> Self {
        self.record.body = paragraphs.iter().map(|&p| p.to_owned()).collect();
        self
    }

    /// The keywords.
    pub fn tags(mut self, tags: &[&str]) -> Self {
        self.record.tags = tags.iter().map(|&t| t.to_owned()).collect();
        self
    }

    /// When, in any form that dumps and pages write.
    pub fn published(mut self, stamp: &str) -> Self {
        let date = PubDate::parse(stamp).unwrap_or_else(|| panic!("`{stamp}` is no date"));
        self.record.published = Some(date);
        self
    }
}

/// An index that can be asked, beside the articles that must be in it.
pub struct OpenNewsroom {
    reader: Reader,
    articles: Vec<Article>,
    folder: tempfile::TempDir,
}

impl OpenNewsroom {
    /// The folder of the index.
    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    /// The view of the index.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// A searcher over it.
    pub fn searcher(&self) -> Searcher<'_> {
        Searcher::new(&self.reader)
    }

    /// The articles that are in the index, by id: those that were updated as they were last.
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The ids that a query text finds, best first.
    pub fn search(&self, text: &str) -> Vec<String> {
        self.ids(&request(understood(text)))
    }

    /// The ids that answer a request, in its order.
    pub fn ids(&self, request: &Request) -> Vec<String> {
        let mut results = self
            .searcher()
            .search(request)
            .unwrap_or_else(|error| panic!("`{}` is not answered: {error}", request.query));
        let mut ids = Vec::new();
        while let Some(id) = results.next_id().expect("the index can be read") {
            ids.push(id);
        }
        ids
    }

    /// The set of ids that a query finds.
    pub fn found(&self, query: &Query) -> BTreeSet<String> {
        self.ids(&request(query.clone())).into_iter().collect()
    }

    /// The set of ids that a query text finds.
    pub fn set(&self, text: &str) -> BTreeSet<String> {
        self.found(&understood(text))
    }

    /// How many articles a query finds, and how many undated ones a filter left out.
    pub fn count(&self, query: &Query, range: Option<&DateRange>) -> (u64, u64) {
        self.searcher()
            .count(query, range)
            .expect("the index can be read")
    }
}

#[test]
fn a_newsroom_answers_what_was_written_in_it() {
    let room = Newsroom::new()
        .article(|a| a.id("one").title("Miners strike").published("2015-12-17"))
        .commit()
        .article(|a| a.body(&["The union spoke of a strike."]).source("Xinhua"))
        .article(|a| a.id("one").title("Miners struck").published("2015-12-17"))
        .open();
    assert_eq!(room.search("strike"), ["a2"]);
    assert_eq!(room.search("miners"), ["one"]);
    assert_eq!(room.articles().len(), 2);
    assert!(room.home().join("morgue.json").exists());
}
