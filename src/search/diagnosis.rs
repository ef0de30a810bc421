//! Why nothing was found: which word is in no article, what the dates took away, what is spelt like it here.

use super::engine::expand::{expand, word_of};
use super::engine::top::Lowered;
use super::limits::QueryLimits;
use super::pattern::Test;
use super::query::{Leaf, Query, Sense, Slot};
use super::{Request, SearchError, Searcher, nearest};
use crate::index::analyzer::folded_words;
use crate::index::{Field, Reader};

/// What is to be said about a search without hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Articles in the index.
    pub searched: u64,
    /// Articles that match when the date filter is left away, if there is one.
    pub on_other_days: Option<u64>,
    /// Of these, articles without a date.
    pub undated: u64,
    /// Words and phrases that are in no article.
    pub missing: Vec<MissingWord>,
    /// Parts of the query that stand in the way, as they print, each with how many articles match without it.
    pub in_the_way: Vec<(String, u64)>,
}

/// A word or phrase that is in no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingWord {
    /// As the query prints it.
    pub text: String,
    /// The field it was looked for in.
    pub field: Field,
    /// Words of this archive that are spelt like it, or, for a name, all of the name they belong to; best first.
    pub nearest: Vec<String>,
}

/// Parts that are looked into.
const MOST_LOOKED_AT: usize = 12;
const MOST_NEAREST: usize = 3;

impl Searcher<'_> {
    /// Why a request found nothing.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn diagnose(&self, request: &Request) -> Result<Diagnosis, SearchError> {
        let mut diagnosis = Diagnosis {
            searched: self.reader.len(),
            on_other_days: None,
            undated: 0,
            missing: Vec::new(),
            in_the_way: Vec::new(),
        };
        let lowered = self
            .planner()
            .lower(&request.query, request.range.as_ref())?;
        if lowered.is_dated {
            let always = Lowered {
                days: None,
                query: lowered.undated.box_clone(),
                undated: lowered.undated,
                is_dated: false,
                by_position: false,
                columns: lowered.columns,
            };
            diagnosis.on_other_days = Some(always.count(self.reader)?);
            diagnosis.undated = always.count_undated(self.reader)?;
        }
        let mut leaves: Vec<&Leaf> = Vec::new();
        request.query.walk(&mut |part, sense| {
            if let (Query::Leaf(leaf), Sense::Wanted) = (part, sense)
                && !leaves.contains(&leaf)
            {
                leaves.push(leaf);
            }
        });
        for leaf in leaves.into_iter().take(MOST_LOOKED_AT) {
            if self.count(&Query::Leaf(leaf.clone()), None)?.0 == 0 {
                let nearest = self.nearest_words(leaf)?;
                diagnosis.missing.push(MissingWord {
                    text: Query::Leaf(leaf.clone()).to_string(),
                    field: leaf.field,
                    nearest,
                });
            }
        }
        if diagnosis.missing.is_empty() {
            diagnosis.in_the_way = self.in_the_way(request)?;
        }
        Ok(diagnosis)
    }

    /// The parts without which something would be found, the date filter staying as it is.
    fn in_the_way(&self, request: &Request) -> Result<Vec<(String, u64)>, SearchError> {
        let Query::And(parts) = &request.query else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for (number, part) in parts.iter().enumerate().take(MOST_LOOKED_AT) {
            let others = parts
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != number);
            let others = Query::all_of(others.map(|(_, part)| part.clone()).collect());
            let (count, _) = self.count(&others, request.range.as_ref())?;
            if count > 0 {
                found.push((part.to_string(), count));
            }
        }
        Ok(found)
    }

    /// Words of the archive that are spelt like the one of `leaf` that is in no article.
    fn nearest_words(&self, leaf: &Leaf) -> Result<Vec<String>, SearchError> {
        for slot in &leaf.slots {
            let (Slot::Word(word) | Slot::Fuzzy { word, .. }) = slot else {
                continue;
            };
            let alone = Leaf {
                slots: vec![slot.clone()],
                ..leaf.clone()
            };
            if leaf.slots.len() > 1 && self.count(&Query::Leaf(alone), None)?.0 > 0 {
                continue;
            }
            let Some(folded) = folded_words(word).into_iter().next() else {
                continue;
            };
            let words = near_words(self.reader, leaf.field, &folded)?;
            if !words.is_empty() {
                return Ok(words);
            }
        }
        Ok(Vec::new())
    }
}

/// The words of a field that are spelt most like `word`: nearest first, then the most frequent.
fn near_words(reader: &Reader, field: Field, word: &str) -> Result<Vec<String>, SearchError> {
    let letters = word.chars().count();
    let distance = if letters <= 4 { 1 } else { 2 };
    let test = Test::Fuzzy {
        word: word.to_owned(),
        distance,
    };
    let Ok(expansion) = expand(reader, field, &test, QueryLimits::USUAL.expansions)? else {
        return Ok(Vec::new());
    };
    let mut words: Vec<(u8, std::cmp::Reverse<u64>, String)> = expansion
        .terms
        .into_iter()
        .filter_map(|(term, articles)| {
            let candidate = word_of(&term).to_owned();
            Some((
                nearest::distance(word, &candidate, distance)?,
                std::cmp::Reverse(articles),
                candidate,
            ))
        })
        .collect();
    words.sort();
    Ok(words
        .into_iter()
        .take(MOST_NEAREST)
        .map(|(.., word)| word)
        .collect())
}
