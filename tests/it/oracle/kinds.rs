//! Which parts of the language invented questions were made of, and how often that could have shown a fault.
//!
//! A question tells something if it finds an article and leaves one out. Each kind of part must have stood in a good many
//! of those: an operator that nobody asks for is an operator that nobody checks.

use std::collections::{BTreeMap, BTreeSet};

use morgue::date::When;
use morgue::index::Field;
use morgue::search::{Leaf, Likeness, Order, Query, Reach, Slot};

/// Every kind of part, as [`kinds`] calls it. A new one in the language belongs here.
const ALL: &[&str] = &[
    // Without places.
    "every article",
    "all",
    "any",
    "not",
    "not (all)",
    "not (any)",
    "not near it: not (near)",
    "dates",
    "dates from",
    "dates until",
    "a day of every year",
    "a month of every year",
    "no date",
    "at least so long",
    "at most so long",
    "so long",
    // Words.
    "word",
    "exact word",
    "phrase",
    "exact phrase",
    "pattern",
    "pattern in a phrase",
    "misspelt",
    "misspelt in a phrase",
    // Places.
    "w/n",
    "pre/n",
    "/s",
    "/p",
    "not w/n",
    "not /s",
    "not /p",
    "atleast",
    // Places of places.
    "phrase near",
    "any near",
    "near near",
    "apart near",
    "any apart",
    "near apart",
    "atleast phrase",
    "atleast any",
    "atleast near",
    "atleast apart",
    // Fields.
    "title",
    "lead",
    "source",
    "section",
    "byline",
    "place",
    "tag",
    "lang",
    "url",
    "near in title",
    "near in lead",
    "near in a field of names",
    "atleast in a field",
    "pattern in a field of names",
    "phrase in a field of names",
];

/// How many telling questions had a part of each kind.
#[derive(Default)]
pub struct Tally {
    telling: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// Counts a question that found so many of all articles.
    pub fn add(&mut self, query: &Query, found: usize, articles: usize) {
        if found == 0 || found == articles {
            return;
        }
        let mut all = BTreeSet::new();
        query.walk(&mut |part, _| kinds(part, &mut all));
        for kind in all {
            *self.telling.entry(kind).or_default() += 1;
        }
    }

    /// Fails if a kind of part stood in fewer telling questions.
    pub fn assert_all_kinds(&self, least: usize) {
        let unknown: Vec<_> = self.telling.keys().filter(|k| !ALL.contains(k)).collect();
        assert!(unknown.is_empty(), "not in the list of kinds: {unknown:?}");
        let rare: Vec<_> = ALL
            .iter()
            .map(|kind| (kind, self.telling.get(kind).copied().unwrap_or(0)))
            .filter(|(_, count)| *count < least)
            .collect();
        assert!(
            rare.is_empty(),
            "in fewer than {least} questions that tell something: {rare:?}\n{:?}",
            self.telling
        );
    }
}

/// What kinds of part this one is; its own parts are visited after it.
fn kinds(part: &Query, into: &mut BTreeSet<&'static str>) {
    match part {
        Query::All => drop(into.insert("every article")),
        Query::And(_) => drop(into.insert("all")),
        Query::Or(_) => drop(into.insert("any")),
        Query::Not(inner) => {
            into.insert("not");
            match **inner {
                Query::And(_) => drop(into.insert("not (all)")),
                Query::Or(_) => drop(into.insert("not (any)")),
                Query::Near(_) => drop(into.insert("not near it: not (near)")),
                _ => {}
            }
        }
        Query::When(when) => drop(into.insert(kind_of_date(when))),
        Query::Length(length) => {
            into.insert(match (length.least, length.most) {
                (_, u64::MAX) => "at least so long",
                (0, _) => "at most so long",
                _ => "so long",
            });
        }
        Query::Leaf(leaf) => kinds_of_leaf(leaf, into),
        Query::Near(near) => {
            into.insert(match (near.reach, near.order) {
                (Reach::Words(_), Order::Any) => "w/n",
                (Reach::Words(_), Order::AsWritten) => "pre/n",
                (Reach::Sentence, _) => "/s",
                (Reach::Paragraph, _) => "/p",
            });
            let names = ["phrase near", "any near", "near near", "apart near"];
            side(&near.left, names, into);
            side(&near.right, names, into);
            into.extend(match field_of(part) {
                Field::Text => None,
                Field::Title => Some("near in title"),
                Field::Lead => Some("near in lead"),
                _ => Some("near in a field of names"),
            });
        }
        Query::Apart(apart) => {
            into.insert(match apart.reach {
                Reach::Words(_) => "not w/n",
                Reach::Sentence => "not /s",
                Reach::Paragraph => "not /p",
            });
            let names = ["", "any apart", "near apart", ""];
            side(&apart.left, names, into);
            side(&apart.right, names, into);
        }
        Query::AtLeast { of, .. } => {
            into.insert("atleast");
            let names = [
                "atleast phrase",
                "atleast any",
                "atleast near",
                "atleast apart",
            ];
            side(of, names, into);
            if field_of(of) != Field::Text {
                into.insert("atleast in a field");
            }
        }
    }
}

/// What stands where a place is wanted, if it is more than a word: a phrase, a choice, near things, or things apart.
fn side(part: &Query, names: [&'static str; 4], into: &mut BTreeSet<&'static str>) {
    let name = match part {
        Query::Leaf(leaf) if leaf.slots.len() > 1 => names[0],
        Query::Or(_) => names[1],
        Query::Near(_) => names[2],
        Query::Apart(_) => names[3],
        _ => "",
    };
    if !name.is_empty() {
        into.insert(name);
    }
}

fn kind_of_date(when: &When) -> &'static str {
    match when {
        When::Undated => "no date",
        When::EveryYear { day: Some(_), .. } => "a day of every year",
        When::EveryYear { day: None, .. } => "a month of every year",
        When::Between(range) => match (range.first, range.last) {
            (_, None) => "dates from",
            (None, _) => "dates until",
            _ => "dates",
        },
    }
}

fn kinds_of_leaf(leaf: &Leaf, into: &mut BTreeSet<&'static str>) {
    let names = !matches!(leaf.field, Field::Text | Field::Title | Field::Lead);
    if leaf.field != Field::Text {
        into.insert(leaf.field.name());
    }
    let phrase = leaf.slots.len() > 1;
    into.insert(match (phrase, leaf.likeness) {
        (false, Likeness::Stem) => "word",
        (false, Likeness::Exact) => "exact word",
        (true, Likeness::Stem) => "phrase",
        (true, Likeness::Exact) => "exact phrase",
    });
    if phrase && names {
        into.insert("phrase in a field of names");
    }
    for slot in &leaf.slots {
        match slot {
            Slot::Word(_) => {}
            Slot::Wild(_) => {
                into.insert(if phrase {
                    "pattern in a phrase"
                } else {
                    "pattern"
                });
                if names {
                    into.insert("pattern in a field of names");
                }
            }
            Slot::Fuzzy { .. } => {
                into.insert(if phrase {
                    "misspelt in a phrase"
                } else {
                    "misspelt"
                });
            }
        }
    }
}

/// The field in which all of a part that has places looks.
fn field_of(part: &Query) -> Field {
    match part {
        Query::Leaf(leaf) => leaf.field,
        Query::Or(parts) => field_of(&parts[0]),
        Query::Near(near) => field_of(&near.left),
        Query::Apart(apart) => field_of(&apart.left),
        other => unreachable!("`{other}` has no places"),
    }
}
