//! The limits within which a query is read and asked: their names, what they are if nobody says otherwise, and how far they can be
//! moved. Each has the code that the refusal has. They keep a search from taking longer than anybody means.

use super::error::Problem;
use super::parse::MOST_DEPTH;

/// How large a query may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryLimits {
    /// Bytes of its text.
    pub bytes: usize,
    /// Its words and other parts.
    pub clauses: usize,
    /// Words of a phrase.
    pub phrase: usize,
    /// Words that a wildcard or a fuzzy word may stand for.
    pub expansions: usize,
}

/// One limit of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryLimit {
    /// What it is called.
    pub name: &'static str,
    /// What is limited.
    pub what: &'static str,
    /// How much of it may be.
    pub most: usize,
    /// The least and the most that it can be set to; `None` for one that is fixed.
    pub range: Option<(usize, usize)>,
    /// The code of what is beyond it.
    pub code: &'static str,
}

impl QueryLimits {
    /// What they are if nobody says otherwise.
    pub const USUAL: Self = Self {
        bytes: 4096,
        clauses: 256,
        phrase: 64,
        expansions: 1024,
    };

    /// All of them, as they are. How deep brackets may stand in one another is fixed: it bounds the stack of everything that walks
    /// through a query.
    pub fn all(&self) -> [QueryLimit; 5] {
        let limit = |name, what, most, range, code| QueryLimit {
            name,
            what,
            most,
            range,
            code,
        };
        #[rustfmt::skip]
        let all = [
            limit("query-size", "bytes of a query", self.bytes, Some((16, 1 << 20)), QUERY_TOO_LONG),
            limit("clauses", "words and parts of a query", self.clauses, Some((1, 1024)), TOO_MANY_CLAUSES),
            limit("phrase", "words of a phrase", self.phrase, Some((2, 1024)), PHRASE_TOO_LONG),
            limit("expansions", "words that one with a wildcard or a ~ stands for", self.expansions, Some((1, 1_000_000)), TOO_MANY_EXPANSIONS),
            limit("brackets", "brackets in one another in a query", MOST_DEPTH, None, QUERY_TOO_DEEP),
        ];
        all
    }

    /// These with the one that is called `name` set to `most`; `None` if there is no such limit, or it cannot be set to that.
    pub fn with(mut self, name: &str, most: usize) -> Option<Self> {
        let all = self.all();
        let limit = all.iter().find(|limit| limit.name == name)?;
        let (least, highest) = limit.range?;
        if !(least..=highest).contains(&most) {
            return None;
        }
        match limit.name {
            "query-size" => self.bytes = most,
            "clauses" => self.clauses = most,
            "phrase" => self.phrase = most,
            _ => self.expansions = most,
        }
        Some(self)
    }
}

impl Default for QueryLimits {
    fn default() -> Self {
        Self::USUAL
    }
}

const QUERY_TOO_LONG: &str = "QUERY_TOO_LONG";
const TOO_MANY_CLAUSES: &str = "TOO_MANY_CLAUSES";
const PHRASE_TOO_LONG: &str = "PHRASE_TOO_LONG";
const TOO_MANY_EXPANSIONS: &str = "TOO_MANY_EXPANSIONS";
const QUERY_TOO_DEEP: &str = "QUERY_TOO_DEEP";

impl Problem {
    /// The stable name of the limit that a query is beyond; `None` if something else is wrong with it.
    pub fn limit_code(&self) -> Option<&'static str> {
        match self {
            Self::TooLong { .. } => Some(QUERY_TOO_LONG),
            Self::TooManyClauses { .. } => Some(TOO_MANY_CLAUSES),
            Self::LongPhrase { .. } => Some(PHRASE_TOO_LONG),
            Self::TooManyExpansions { .. } => Some(TOO_MANY_EXPANSIONS),
            Self::TooDeep { .. } => Some(QUERY_TOO_DEEP),
            Self::InSaved { problem, .. } | Self::Translated(problem) => problem.limit_code(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::super::parse::{Joining, Reading, parse};
    use super::*;

    fn refused(text: &str, limits: QueryLimits) -> Option<&'static str> {
        let reading = Reading {
            today: NaiveDate::from_ymd_opt(1991, 5, 1).expect("a day"),
            joining: Joining::All,
            limits,
        };
        let error = parse(text, reading).err()?;
        Some(error.problem.limit_code().expect("a limit"))
    }

    #[test]
    fn every_limit_of_a_text_holds_at_its_smallest_and_can_be_moved() {
        let all = QueryLimits::USUAL.all();
        let at = |name: &str, most| QueryLimits::USUAL.with(name, most).expect("in range");
        let long = format!("\"{}\"", "barge ".repeat(70));
        assert_eq!(refused("a ferry in the fog", at("query-size", 18)), None);
        assert_eq!(
            refused("a ferry in the fog", at("query-size", 17)),
            Some(all[0].code)
        );
        assert_eq!(refused("a b OR c", at("clauses", 3)), None);
        assert_eq!(refused("a b OR c", at("clauses", 2)), Some(all[1].code));
        assert_eq!(refused(&long, QueryLimits::USUAL), Some(all[2].code));
        assert_eq!(refused(&long, at("phrase", 70)), None);
        let deep = format!("{}a{}", "(b ".repeat(40), ")".repeat(40));
        assert_eq!(refused(&deep, QueryLimits::USUAL), Some(all[4].code));
    }

    #[test]
    fn a_limit_is_set_within_its_range_and_no_other_changes() {
        let usual = QueryLimits::USUAL;
        for (at, limit) in usual.all().iter().enumerate() {
            let Some((least, most)) = limit.range else {
                assert_eq!(usual.with(limit.name, limit.most), None);
                continue;
            };
            for value in [least, most] {
                let now = usual.with(limit.name, value).expect("in range").all();
                for (other, limit) in now.iter().enumerate() {
                    let expected = if other == at {
                        value
                    } else {
                        usual.all()[other].most
                    };
                    assert_eq!(limit.most, expected, "{}", limit.name);
                }
            }
            assert_eq!(usual.with(limit.name, least - 1), None);
            assert_eq!(usual.with(limit.name, most + 1), None);
        }
        assert_eq!(usual.with("patience", 1), None);
    }

    /// Parts stand in one another where each is near the next; everything that walks through them recurses.
    #[test]
    fn the_longest_chain_that_can_be_allowed_fits_a_small_stack() {
        let walk = || {
            let limits = QueryLimits {
                bytes: 1 << 20,
                clauses: 1024,
                ..QueryLimits::USUAL
            };
            for between in [" w/5 ", " /s ", " pre/3 ", " OR ", " "] {
                let text = vec!["barge"; 1024].join(between);
                let reading = Reading {
                    today: NaiveDate::from_ymd_opt(1991, 5, 1).expect("a day"),
                    joining: Joining::All,
                    limits,
                };
                let query = parse(&text, reading).expect("within limits").query;
                let printed = query.to_string();
                assert_eq!(parse(&printed, reading).expect("printed").query, query);
                drop(super::super::Matcher::new(&query));
            }
        };
        let thread = std::thread::Builder::new().stack_size(4 << 20).spawn(walk);
        thread.expect("a thread").join().expect("no panic");
    }
}
