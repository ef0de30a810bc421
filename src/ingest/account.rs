//! The account of a run: every record ends in exactly one outcome, and the outcomes sum.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::archive::RecordError;
use super::container::Passed;
use crate::index::Outcome;

/// Counts of what became of records. Invariant: [`Account::balances`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Records seen.
    pub records: u64,
    /// New articles.
    pub added: u64,
    /// Articles that replaced an earlier version.
    pub updated: u64,
    /// Articles that were in the index exactly so.
    pub unchanged: u64,
    /// Pieces that another article has already.
    pub duplicates: u64,
    /// Records left out, each with its reason in the list of rejects.
    pub rejected: u64,
    /// Of the articles (added, updated, unchanged), those without a date.
    pub undated: u64,
    /// Bytes of the archives.
    pub bytes: u64,
    /// Rejected records by code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, u64>,
    /// What is in the archives and is no record, nor meant to be one, by kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub passed_over: BTreeMap<String, u64>,
}

impl Account {
    /// Whether the outcomes sum to the records.
    pub fn balances(&self) -> bool {
        self.records == self.outcomes() && self.rejected == self.reasons.values().sum::<u64>()
    }

    /// The sum of the outcomes.
    pub fn outcomes(&self) -> u64 {
        self.added + self.updated + self.unchanged + self.duplicates + self.rejected
    }

    /// Articles in the index because of these records.
    pub fn articles(&self) -> u64 {
        self.added + self.updated + self.unchanged
    }

    /// Enters an article.
    pub fn enter(&mut self, outcome: Outcome, dated: Dated) {
        self.records += 1;
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Duplicate => self.duplicates += 1,
            Outcome::TakenDown(_) => {
                self.records -= 1;
                return self.reject(RecordError::TAKEN_DOWN);
            }
        }
        if dated == Dated::No && outcome != Outcome::Duplicate {
            self.undated += 1;
        }
    }

    /// Enters a reject.
    pub fn reject(&mut self, code: &str) {
        self.records += 1;
        self.rejected += 1;
        *self.reasons.entry(code.to_owned()).or_default() += 1;
    }

    /// Counts something that is no record.
    pub fn pass_over(&mut self, what: Passed) {
        *self.passed_over.entry(what.name().to_owned()).or_default() += 1;
    }

    /// Adds another account to this one.
    pub fn merge(&mut self, other: &Self) {
        self.records += other.records;
        self.added += other.added;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.duplicates += other.duplicates;
        self.rejected += other.rejected;
        self.undated += other.undated;
        self.bytes += other.bytes;
        for (code, count) in &other.reasons {
            *self.reasons.entry(code.clone()).or_default() += count;
        }
        for (what, count) in &other.passed_over {
            *self.passed_over.entry(what.clone()).or_default() += count;
        }
    }

    /// The account of the same archive when it is met again unchanged: what it brought is there already.
    #[must_use]
    pub fn met_again(&self) -> Self {
        Self {
            added: 0,
            updated: 0,
            unchanged: self.articles(),
            ..self.clone()
        }
    }
}

/// Whether an article has a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dated {
    /// It has.
    Yes,
    /// It has none.
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_entered_the_account_balances() {
        let mut account = Account::default();
        for (i, outcome) in [
            Outcome::Added,
            Outcome::Updated,
            Outcome::Unchanged,
            Outcome::Duplicate,
            Outcome::TakenDown(0),
        ]
        .into_iter()
        .enumerate()
        {
            for _ in 0..=i {
                account.enter(outcome, Dated::No);
            }
        }
        account.reject("NO_TEXT");
        let mut twice = account.clone();
        twice.merge(&account.met_again());
        assert!(account.balances() && twice.balances() && account.met_again().balances());
        assert_eq!(
            (account.records, twice.records, account.undated),
            (16, 32, 6)
        );
    }
}
