//! Query → engine query: the only file that knows both.
//!
//! Words of a text are ranked; filters (dates, lengths, names of sources) only decide. `And` and `Or` stay flat, since
//! that is what the engine prunes well. A range of dates at the top of the query is kept apart, for `engine::top`.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query as EngineQuery,
    TermQuery,
};
use tantivy::schema::IndexRecordOption;

use super::SearchError;
use super::engine::days::{ColumnFilter, ColumnQuery, Days};
use super::engine::expand::{self, Expansion};
use super::engine::proximity::{SpanQuery, Spans, Zone};
use super::engine::steady::Steady;
use super::engine::top::Lowered;
use super::error::Problem;
use super::pattern::{Test, sequences};
use super::query::{Leaf, Query};
use crate::date::{DateRange, When};
use crate::index::analyzer::{Analysis, pair_term};
use crate::index::{Field, Reader, day_number};

/// Lowers queries for one reader, remembering what its wildcards stand for.
pub(crate) struct Planner<'r> {
    reader: &'r Reader,
    /// Words that one may stand for.
    most: usize,
    expansions: HashMap<(Field, Test), Expansion>,
    /// Whether something was lowered to what reads positions.
    by_position: bool,
}

type Engine = Result<Box<dyn EngineQuery>, SearchError>;

impl<'r> Planner<'r> {
    pub(crate) fn new(reader: &'r Reader, most: usize) -> Self {
        Self {
            reader,
            most,
            expansions: HashMap::new(),
            by_position: false,
        }
    }

    /// The engine's form of a query; date ranges that everything depends on come apart, with `range` among them.
    pub(crate) fn lower(
        &mut self,
        query: &Query,
        range: Option<&DateRange>,
    ) -> Result<Lowered, SearchError> {
        let mut ranges: Vec<DateRange> = range.copied().into_iter().collect();
        let rest = match query {
            Query::When(When::Between(range)) => {
                ranges.push(*range);
                Query::All
            }
            Query::And(parts) => {
                let (dates, rest): (Vec<_>, Vec<_>) = parts
                    .iter()
                    .cloned()
                    .partition(|p| matches!(p, Query::When(When::Between(_))));
                for date in dates {
                    if let Query::When(When::Between(range)) = date {
                        ranges.push(range);
                    }
                }
                if rest.is_empty() {
                    Query::All
                } else {
                    Query::and(rest)
                }
            }
            other => other.clone(),
        };
        let words = self.engine(&rest)?;
        let undated = match without_day_of_year(&rest) {
            Some(undated) => self.engine(&undated)?,
            None => words.box_clone(),
        };
        let is_dated = !ranges.is_empty() || without_day_of_year(&rest).is_some();
        let mut ranges = ranges.iter().map(days_of);
        let days = ranges.next();
        // A coarse date overlaps each of two ranges without overlapping what they share, so several filters stay several.
        let more: Vec<_> = ranges
            .map(|days| (Occur::Must, self.column(ColumnFilter::Within(days))))
            .collect();
        let query = if more.is_empty() {
            words
        } else {
            let parts = std::iter::once((Occur::Must, words)).chain(more).collect();
            Box::new(BooleanQuery::new(parts))
        };
        Ok(Lowered {
            query,
            days,
            undated,
            is_dated,
            by_position: self.by_position,
            columns: self.reader.columns().clone(),
        })
    }

    /// What a wildcard or fuzzy word stands for.
    pub(crate) fn expansion(
        &mut self,
        field: Field,
        test: &Test,
    ) -> Result<&Expansion, SearchError> {
        let key = (field, test.clone());
        if !self.expansions.contains_key(&key) {
            let expansion = match expand::expand(self.reader, field, test, self.most)? {
                Ok(expansion) => expansion,
                Err(too_many) => {
                    let (pattern, tighter) = match test {
                        Test::Wild(glob) => (
                            glob.to_string(),
                            expand::tighter(self.reader, field, glob, self.most)?,
                        ),
                        Test::Fuzzy { word, distance } => (format!("{word}~{distance}"), None),
                        Test::Term(term) => (term.clone(), None),
                    };
                    let problem = Problem::TooManyExpansions {
                        pattern,
                        count: too_many.count,
                        most: self.most,
                        tighter,
                    };
                    return Err(SearchError::Query(problem.at(0..0)));
                }
            };
            self.expansions.insert(key.clone(), expansion);
        }
        Ok(&self.expansions[&key])
    }

    pub(crate) fn engine(&mut self, query: &Query) -> Engine {
        Ok(match query {
            Query::All => no_score(Box::new(AllQuery)),
            // The lead is a stretch of the text, so only positions tell.
            Query::Leaf(leaf) if leaf.field == Field::Lead => self.spans(query, 1)?,
            Query::Leaf(leaf) => self.leaf(leaf)?,
            Query::And(parts) => self.conjunction(parts)?,
            Query::Or(parts) => {
                let parts = parts.iter().map(|part| self.engine(part));
                let parts = parts.collect::<Result<_, SearchError>>()?;
                any_of(parts).unwrap_or_else(|| Box::new(EmptyQuery))
            }
            Query::Not(_) => self.conjunction(std::slice::from_ref(query))?,
            Query::Near(_) | Query::Apart(_) => self.spans(query, 1)?,
            Query::AtLeast { count, of } => self.spans(of, *count as usize)?,
            Query::When(When::Between(range)) => self.column(ColumnFilter::Within(days_of(range))),
            Query::When(When::EveryYear { month, day }) => self.column(ColumnFilter::EveryYear {
                month: *month,
                day: *day,
            }),
            Query::When(When::Undated) => self.column(ColumnFilter::Undated),
            Query::Length(length) => self.column(ColumnFilter::Words {
                least: length.least,
                most: length.most,
            }),
        })
    }

    fn column(&self, filter: ColumnFilter) -> Box<dyn EngineQuery> {
        let columns = self.reader.columns().clone();
        Box::new(ColumnQuery { filter, columns })
    }

    fn conjunction(&mut self, parts: &[Query]) -> Engine {
        let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::with_capacity(parts.len() + 1);
        let mut left_out = Vec::new();
        for part in parts {
            match part {
                Query::Not(inner) => left_out.push(self.engine(inner)?),
                part => clauses.push((Occur::Must, self.engine(part)?)),
            }
        }
        if clauses.is_empty() {
            clauses.push((Occur::Must, no_score(Box::new(AllQuery))));
        }
        // All that is left out is one union: the engine would ask one by one whether an article is in it.
        if let Some(left_out) = any_of(left_out) {
            clauses.push((Occur::MustNot, Box::new(Steady(left_out))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn leaf(&mut self, leaf: &Leaf) -> Engine {
        let mut ways = Vec::new();
        for run in sequences(leaf) {
            ways.push(self.run(leaf.field, &run)?);
        }
        let query = any_of(ways).unwrap_or_else(|| Box::new(EmptyQuery));
        // The name of a source or a section decides whether, not how well, an article matches.
        Ok(if leaf.field.analysis() == Analysis::Names {
            no_score(query)
        } else {
            query
        })
    }

    fn run(&mut self, field: Field, run: &[Test]) -> Engine {
        if run.is_empty() {
            return Ok(Box::new(EmptyQuery));
        }
        let plain: Option<Vec<&str>> = run
            .iter()
            .map(|test| match test {
                Test::Term(term) => Some(term.as_str()),
                _ => None,
            })
            .collect();
        Ok(match plain {
            Some(words) => self.phrase(field, &words),
            None if run.len() == 1 => {
                let terms = self.terms(field, &run[0])?;
                let terms = terms.into_iter().map(|term| {
                    let query: Box<dyn EngineQuery> =
                        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
                    (Occur::Should, query)
                });
                Box::new(BooleanQuery::new(terms.collect()))
            }
            None => {
                let slots = run
                    .iter()
                    .map(|test| self.terms(field, test))
                    .collect::<Result<_, _>>()?;
                self.span_query(Spans::Phrase(slots), field, 1)
            }
        })
    }

    /// Words side by side. Where two are so common that the pair is a term, that is looked for instead of the first of them.
    fn phrase(&mut self, field: Field, words: &[&str]) -> Box<dyn EngineQuery> {
        let of_field = self.reader.fields().text(field);
        let pair = |at: usize| match words.get(at..at + 2) {
            Some([first, second]) if field == Field::Text => pair_term(first, second),
            _ => None,
        };
        let mut terms = Vec::with_capacity(words.len());
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let pair_here = pair(at);
            // The second word of the pair may be the first of the next one, which tells more than it does.
            let step = if pair_here.is_some() && pair(at + 1).is_none() {
                2
            } else {
                1
            };
            let term = pair_here.as_deref().unwrap_or(word);
            terms.push((at, Term::from_field_text(of_field, term)));
            at += step;
        }
        if let [(_, term)] = terms.as_slice() {
            return Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs));
        }
        self.by_position = true;
        Box::new(PhraseQuery::new_with_offset(terms))
    }

    fn terms(&mut self, field: Field, test: &Test) -> Result<Vec<Term>, SearchError> {
        let of_field = self.reader.fields().text(field);
        if let Test::Term(term) = test {
            return Ok(vec![Term::from_field_text(of_field, term)]);
        }
        let expansion = self.expansion(field, test)?;
        Ok(expansion
            .terms
            .iter()
            .map(|(term, _)| Term::from_field_text(of_field, term))
            .collect())
    }

    fn spans(&mut self, query: &Query, least: usize) -> Engine {
        let field = field_of(query);
        let spans = self.placed(query)?;
        Ok(self.span_query(spans, field, least))
    }

    fn span_query(&mut self, spans: Spans, field: Field, least: usize) -> Box<dyn EngineQuery> {
        self.by_position = true;
        let of_field = self.reader.fields().text(field);
        let query = SpanQuery {
            spans: Arc::new(spans),
            least,
            field: of_field,
            zone: match field {
                Field::Lead => Zone::Lead,
                _ => Zone::From(field.first_position()),
            },
        };
        if field.analysis() == Analysis::Names {
            no_score(Box::new(query))
        } else {
            Box::new(query)
        }
    }

    fn placed(&mut self, query: &Query) -> Result<Spans, SearchError> {
        let mut both = |left: &Query, right: &Query| -> Result<_, SearchError> {
            Ok((Box::new(self.placed(left)?), Box::new(self.placed(right)?)))
        };
        Ok(match query {
            Query::Near(near) => {
                let (left, right) = both(&near.left, &near.right)?;
                Spans::Near {
                    reach: near.reach,
                    order: near.order,
                    left,
                    right,
                }
            }
            Query::Apart(apart) => {
                let (left, right) = both(&apart.left, &apart.right)?;
                Spans::Apart {
                    reach: apart.reach,
                    left,
                    right,
                }
            }
            Query::Or(parts) => {
                let parts = parts.iter().map(|part| self.placed(part));
                Spans::any_of(parts.collect::<Result<_, _>>()?)
            }
            Query::Leaf(leaf) => {
                let mut ways = Vec::new();
                for run in sequences(leaf) {
                    let slots = run
                        .iter()
                        .map(|test| self.terms(leaf.field, test))
                        .collect::<Result<_, _>>()?;
                    ways.push(Spans::Phrase(slots));
                }
                if ways.len() == 1 {
                    ways.swap_remove(0)
                } else {
                    Spans::Ways(ways)
                }
            }
            // The parser lets nothing else stand here.
            _ => Spans::Or(Vec::new()),
        })
    }
}

/// The query without a day of every year that everything depends on; `None` if it has none.
fn without_day_of_year(query: &Query) -> Option<Query> {
    let is_day = |part: &Query| matches!(part, Query::When(When::EveryYear { .. }));
    match query {
        Query::And(parts) if parts.iter().any(is_day) => {
            let rest = parts.iter().filter(|part| !is_day(part)).cloned();
            Some(Query::all_of(rest.collect()))
        }
        day if is_day(day) => Some(Query::All),
        _ => None,
    }
}

fn field_of(query: &Query) -> Field {
    let mut field = Field::Text;
    query.walk(&mut |part, _| {
        if let Query::Leaf(leaf) = part {
            field = leaf.field;
        }
    });
    field
}

/// `None` of none.
fn any_of(mut parts: Vec<Box<dyn EngineQuery>>) -> Option<Box<dyn EngineQuery>> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(Box::new(BooleanQuery::new(
            parts
                .into_iter()
                .map(|part| (Occur::Should, part))
                .collect(),
        ))),
    }
}

fn no_score(query: Box<dyn EngineQuery>) -> Box<dyn EngineQuery> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// A range in the columns' unit. An open end still leaves out what has no date.
fn days_of(range: &DateRange) -> Days {
    const FIRST: i64 = -139_999; // Before 1600, behind the value of undated articles.
    Days {
        first: range.first.map_or(FIRST, day_number),
        last: range.last.map_or(i64::from(i32::MAX), day_number),
    }
}
