//! THE PATH OF A QUERY: text → query → plan → results.
//!
//! [`Searcher::search`] is the path in one function. A query is read twice: `plan` lowers it to the engine, which finds
//! and ranks; `matching` evaluates it on the articles that are shown, which makes the marks. No engine type appears in
//! what comes out.

mod diagnosis;
mod engine;
mod error;
mod explain;
mod lex;
mod limits;
mod matching;
pub mod nearest;
mod parse;
mod passage;
mod pattern;
mod plan;
mod query;
pub mod saved;
mod span;
mod translate;

use std::collections::VecDeque;
use std::ops::Range;

pub use diagnosis::{Diagnosis, MissingWord};
pub use error::{Problem, QueryError};
pub use explain::{Explanation, Line};
pub use limits::{QueryLimit, QueryLimits};
pub use matching::{Mark, Marks, Matcher};
pub use parse::{
    Joining, MOST_BYTES, MOST_CLAUSES, MOST_DEPTH, Note, Parsed, Reading, parse, parse_lenient,
    parse_lenient_with, parse_with, parse_words,
};
pub use passage::{Passage, passages};
pub use query::{Apart, Leaf, Length, Likeness, Near, Order, Query, Reach, Sense, Slot};
pub use saved::{Saved, SavedError};
pub use translate::{
    Change, Dialect, NoTranslation, Note as TranslationNote, Translation, translate,
};

use crate::article::Article;
use crate::date::DateRange;
use crate::index::{DocAddress, Field, IndexError, Reader};
use engine::top::{Lowered, Ranked};
use plan::Planner;

/// The order of a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Latest first, undated last.
    Newest,
    /// Earliest first, undated last.
    Oldest,
}

/// What to search for, and how much of it to show.
#[derive(Clone, Debug)]
pub struct Request {
    /// What.
    pub query: Query,
    /// Publication days, if not all.
    pub range: Option<DateRange>,
    /// In which order.
    pub sort: Sort,
    /// At most so many hits; all of them without.
    pub limit: Option<usize>,
    /// Hits passed over first.
    pub offset: usize,
    /// Passages a hit.
    pub passages: usize,
}

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query asks for what will not be done.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// An article that matched.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its place in the result, counted from 1.
    pub rank: usize,
    /// How well it matches; only comparable within one result. 0 when not sorted by relevance.
    pub score: f32,
    /// The article.
    pub article: Article,
    /// Bytes of the title that took part.
    pub title_marks: Vec<Range<usize>>,
    /// The best passages, in the order of the text.
    pub passages: Vec<Passage>,
    /// Other fields that took part, with the bytes.
    pub field_marks: Vec<(Field, Vec<Range<usize>>)>,
    /// How many marks the body has in all.
    pub body_marks: usize,
}

/// Searches one view of an index.
pub struct Searcher<'r> {
    reader: &'r Reader,
    limits: QueryLimits,
}

/// The result of a search: its counts at once, its hits one by one.
pub struct Results<'r> {
    reader: &'r Reader,
    lowered: Lowered,
    matcher: Matcher,
    /// Articles that match.
    pub total: u64,
    /// Articles that match the words but have no date, which a date filter left out.
    pub undated_excluded: u64,
    sort: Sort,
    passages: usize,
    rank: usize,
    /// Hits still wanted.
    left: usize,
    page: VecDeque<Ranked>,
    /// The last of the page before.
    last: Option<Ranked>,
    done: bool,
}

/// Hits fetched at a time when all are wanted: memory stays bounded, and few passes are made.
const WINDOW: usize = 50_000;

impl<'r> Searcher<'r> {
    /// A searcher over what the reader sees.
    pub fn new(reader: &'r Reader) -> Self {
        let limits = QueryLimits::USUAL;
        Self { reader, limits }
    }

    /// The same, which asks queries within these limits.
    pub fn within(mut self, limits: QueryLimits) -> Self {
        self.limits = limits;
        self
    }

    fn planner(&self) -> Planner<'r> {
        Planner::new(self.reader, self.limits.expansions)
    }

    /// The path of a query.
    ///
    /// # Errors
    /// A wildcard stands for too much, or the index cannot be read.
    pub fn search(&self, request: &Request) -> Result<Results<'r>, SearchError> {
        let lowered = self
            .planner()
            .lower(&request.query, request.range.as_ref())?;
        // The first page also holds what is passed over, so that a page is one search.
        let wanted = request.limit.unwrap_or(usize::MAX);
        let first = wanted
            .saturating_add(request.offset)
            .min(WINDOW.max(request.offset));
        let (total, page) = lowered.count_and_top(self.reader, request.sort, first)?;
        let undated_excluded = if lowered.is_dated {
            lowered.count_undated(self.reader)?
        } else {
            0
        };
        let mut results = Results {
            reader: self.reader,
            lowered,
            matcher: Matcher::new(&request.query),
            total,
            undated_excluded,
            sort: request.sort,
            passages: request.passages,
            rank: request.offset,
            left: wanted,
            page: VecDeque::new(),
            last: None,
            done: false,
        };
        results.turn_to(page, first);
        let passed = request.offset.min(results.page.len());
        results.page.drain(..passed);
        Ok(results)
    }

    /// How many articles match; nothing else is computed.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn count(
        &self,
        query: &Query,
        range: Option<&DateRange>,
    ) -> Result<(u64, u64), SearchError> {
        let lowered = self.planner().lower(query, range)?;
        let undated = if lowered.is_dated {
            lowered.count_undated(self.reader)?
        } else {
            0
        };
        Ok((lowered.count(self.reader)?, undated))
    }

    /// Where the best `limit` articles are, and their scores; nothing is read of them.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn best(
        &self,
        query: &Query,
        range: Option<&DateRange>,
        sort: Sort,
        limit: usize,
    ) -> Result<Vec<(DocAddress, f32)>, SearchError> {
        let lowered = self.planner().lower(query, range)?;
        let ranked = lowered.top(self.reader, sort, limit, None)?;
        Ok(ranked.iter().map(|r| (r.address, r.score)).collect())
    }

    /// The ids and scores of the best `limit` articles, for run files.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn ranking(
        &self,
        query: &Query,
        range: Option<&DateRange>,
        sort: Sort,
        limit: usize,
    ) -> Result<Vec<(String, f32)>, SearchError> {
        let best = self.best(query, range, sort, limit)?;
        Ok(best
            .into_iter()
            .map(|(address, score)| Ok((self.reader.id(address)?, score)))
            .collect::<Result<_, IndexError>>()?)
    }
}

impl Results<'_> {
    fn fetch(&mut self, want: usize) -> Result<(), SearchError> {
        let cursor = match &self.last {
            Some(last) => Some(last.cursor(self.reader)?),
            None => None,
        };
        let ranked = self
            .lowered
            .top(self.reader, self.sort, want, cursor.as_ref())?;
        self.turn_to(ranked, want);
        Ok(())
    }

    /// The next page, of which so many were wanted.
    fn turn_to(&mut self, page: Vec<Ranked>, want: usize) {
        self.done = page.len() < want;
        self.last = page.last().cloned();
        self.page = page.into();
    }

    fn next_ranked(&mut self) -> Result<Option<Ranked>, SearchError> {
        if self.left == 0 {
            return Ok(None);
        }
        if self.page.is_empty() && !self.done {
            self.fetch(self.left.min(WINDOW))?;
        }
        self.left -= 1;
        Ok(self.page.pop_front())
    }

    /// The id of the next hit, when nothing else of it is wanted.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn next_id(&mut self) -> Result<Option<String>, SearchError> {
        Ok(match self.next_ranked()? {
            Some(ranked) => Some(self.reader.id(ranked.address)?),
            None => None,
        })
    }

    /// Where the next hit is, when nothing is wanted of it but the article.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn next_address(&mut self) -> Result<Option<DocAddress>, SearchError> {
        Ok(self.next_ranked()?.map(|ranked| ranked.address))
    }

    /// The next hit.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn next_hit(&mut self) -> Result<Option<Hit>, SearchError> {
        let Some(ranked) = self.next_ranked()? else {
            return Ok(None);
        };
        self.rank += 1;
        let article = self.reader.article(ranked.address)?;
        // The engine and the matcher agree; if a damaged index makes them differ, the article is shown without marks.
        let marks = self.matcher.marks(&article).unwrap_or_default();
        let ranges = |marks: &[Mark]| marks.iter().map(|m| m.range.clone()).collect();
        Ok(Some(Hit {
            rank: self.rank,
            score: ranked.score,
            title_marks: ranges(&marks.title),
            passages: passages(&article, &marks, self.passages),
            field_marks: marks
                .fields
                .iter()
                .map(|(field, marks)| (*field, ranges(marks)))
                .collect(),
            body_marks: marks.body.len(),
            article,
        }))
    }
}
