//! The archive at hand: how far it is settled, and what became of its records, before an interruption and since.

use super::super::account::Account;
use super::super::walk::Stamp;
use crate::article::Origin;

/// The archive that is being read.
pub(super) struct Now {
    pub name: String,
    pub path: String,
    pub stamp: Option<Stamp>,
    /// The same, if it was read to its end as it is.
    pub again: Option<Stamp>,
    /// The number of the reading; 0 of what is no file.
    pub number: u64,
    /// Records, and things passed over, that are settled.
    pub settled: u64,
    /// What had become of its records before the interruption.
    pub before: Account,
    /// What became of those since.
    pub account: Account,
    /// The last record that was settled.
    pub last: Origin,
}

impl Now {
    /// The account of the whole reading.
    pub fn sum(&self) -> Account {
        let mut sum = self.before.clone();
        sum.merge(&self.account);
        sum
    }

    /// The account of this run: what was settled before is there already.
    pub fn of_run(&self) -> Account {
        let mut of_run = self.before.met_again();
        of_run.merge(&self.account);
        of_run
    }

    pub fn stands_at(&mut self, member: Option<&String>, line: Option<u64>, record: u64) {
        match (&mut self.last.member, member) {
            (Some(last), Some(member)) => last.clone_from(member),
            (last, member) => *last = member.cloned(),
        }
        (self.last.line, self.last.record) = (line, record);
    }
}
