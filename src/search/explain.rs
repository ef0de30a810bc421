//! A query explained: its tree in words, what its wildcards stand for, and how many articles each part finds.

use super::engine::expand::word_of;
use super::pattern::{Test, sequences};
use super::plan::Planner;
use super::query::{Leaf, Length, Likeness, Near, Order, Query, Reach, Sense, Slot};
use super::{SearchError, Searcher};
use crate::date::{DateRange, When};
use crate::index::Field;

/// A query explained, a line a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The lines, a part before what it is made of.
    pub lines: Vec<Line>,
}

/// One part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How deep in the tree; 0 is the whole query.
    pub depth: usize,
    /// What it asks for, in words.
    pub text: String,
    /// Articles that match it alone.
    pub articles: u64,
    /// Whether it is wanted or to be left out.
    pub sense: Sense,
    /// The words a wildcard or fuzzy word stands for, with their articles, most frequent first.
    pub expansions: Vec<(String, u64)>,
}

impl Searcher<'_> {
    /// Explains a query over this archive.
    ///
    /// # Errors
    /// A wildcard stands for too much, or the index cannot be read.
    pub fn explain(&self, query: &Query) -> Result<Explanation, SearchError> {
        let mut explanation = Explanation { lines: Vec::new() };
        let mut planner = self.planner();
        self.explain_part(
            query,
            (0, Sense::Wanted),
            &mut planner,
            &mut explanation.lines,
        )?;
        Ok(explanation)
    }

    fn explain_part(
        &self,
        query: &Query,
        (depth, sense): (usize, Sense),
        planner: &mut Planner,
        lines: &mut Vec<Line>,
    ) -> Result<(), SearchError> {
        let lowered = planner.lower(query, None)?;
        let mut line = Line {
            depth,
            text: describe(query),
            articles: lowered.count(self.reader)?,
            sense,
            expansions: Vec::new(),
        };
        if let Query::Leaf(leaf) = query {
            for test in sequences(leaf)
                .into_iter()
                .flatten()
                .filter(|test| !matches!(test, Test::Term(_)))
            {
                let terms = &planner.expansion(leaf.field, &test)?.terms;
                line.expansions.extend(
                    terms
                        .iter()
                        .map(|(term, articles)| (word_of(term).to_owned(), *articles)),
                );
            }
            line.expansions
                .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        }
        lines.push(line);
        let turned = |turn: bool| match (sense, turn) {
            (Sense::Wanted, true) => Sense::Unwanted,
            (Sense::Unwanted, true) => Sense::Wanted,
            (sense, false) => sense,
        };
        for (number, part) in parts(query).into_iter().enumerate() {
            let negative =
                matches!(query, Query::Not(_)) || matches!(query, Query::Apart(_)) && number == 1;
            self.explain_part(part, (depth + 1, turned(negative)), planner, lines)?;
        }
        Ok(())
    }
}

fn parts(query: &Query) -> Vec<&Query> {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().collect(),
        Query::Not(inner) => vec![inner],
        Query::Near(near) => vec![&near.left, &near.right],
        Query::Apart(apart) => vec![&apart.left, &apart.right],
        Query::AtLeast { of, .. } => vec![of],
        Query::All | Query::Leaf(_) | Query::When(_) | Query::Length(_) => Vec::new(),
    }
}

/// A part of a query in words.
fn describe(query: &Query) -> String {
    match query {
        Query::All => "every article".to_owned(),
        Query::And(_) => "all of these".to_owned(),
        Query::Or(_) => "any of these".to_owned(),
        Query::Not(_) => "articles without".to_owned(),
        Query::Leaf(leaf) => describe_leaf(leaf),
        Query::Near(near) => describe_near(near),
        Query::Apart(apart) => {
            format!(
                "the first, where the second is not {}",
                near_it(apart.reach)
            )
        }
        Query::AtLeast { count: 1, .. } => "at least one mention of".to_owned(),
        Query::AtLeast { count, .. } => format!("at least {count} mentions of"),
        Query::When(When::Undated) => "without a date".to_owned(),
        Query::When(When::Between(range)) => published(range),
        Query::When(when @ When::EveryYear { .. }) => format!("published in any year on {when}"),
        Query::Length(length) => long(length),
    }
}

fn published(range: &DateRange) -> String {
    match (range.first, range.last) {
        (Some(first), Some(last)) if first == last => format!("published on {first}"),
        (Some(first), Some(last)) => format!("published from {first} to {last}"),
        (Some(first), None) => format!("published on {first} or later"),
        (None, Some(last)) => format!("published on {last} or earlier"),
        (None, None) => "published on any day".to_owned(),
    }
}

fn long(length: &Length) -> String {
    match (length.least, length.most) {
        (least, most) if least == most => format!("of {least} words"),
        (least, u64::MAX) => format!("of {least} words or more"),
        (0, most) => format!("of {most} words or fewer"),
        (least, most) => format!("of {least} to {most} words"),
    }
}

fn near_it(reach: Reach) -> String {
    match reach {
        Reach::Words(1) => "next to it".to_owned(),
        Reach::Words(n) => format!("within {n} words of it"),
        Reach::Sentence => "in its sentence".to_owned(),
        Reach::Paragraph => "in its paragraph".to_owned(),
    }
}

fn describe_near(near: &Near) -> String {
    let order = if near.order == Order::AsWritten {
        ", in this order"
    } else {
        ""
    };
    format!("both of these {}{order}", within(near.reach))
}

fn within(reach: Reach) -> String {
    match reach {
        Reach::Words(1) => "next to each other".to_owned(),
        Reach::Words(n) => format!("within {n} words of each other"),
        Reach::Sentence => "in the same sentence".to_owned(),
        Reach::Paragraph => "in the same paragraph".to_owned(),
    }
}

fn describe_leaf(leaf: &Leaf) -> String {
    let kind = match (leaf.slots.as_slice(), leaf.likeness) {
        ([Slot::Wild(_)], _) => "words like",
        ([Slot::Fuzzy { distance: 1, .. }], _) => "words one letter away from",
        ([Slot::Fuzzy { .. }], _) => "words up to two letters away from",
        ([_], Likeness::Stem)
            if leaf.field.analysis() == crate::index::analyzer::Analysis::Text =>
        {
            "any form of the word"
        }
        ([_], _) => "exactly the word",
        (_, Likeness::Stem) => "the phrase",
        (_, Likeness::Exact) => "exactly the phrase",
    };
    let words: Vec<String> = leaf
        .slots
        .iter()
        .map(|slot| match slot {
            Slot::Word(word) | Slot::Wild(word) | Slot::Fuzzy { word, .. } => word.clone(),
        })
        .collect();
    let place = if leaf.field == Field::Text {
        String::new()
    } else {
        format!(" in the {}", leaf.field.name())
    };
    format!("{kind} “{}”{place}", words.join(" "))
}
