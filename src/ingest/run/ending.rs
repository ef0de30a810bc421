//! The end of a run: what is in no archive any more goes, lists lose what counts no more, and all is committed.

use super::super::ledger::Entry;
use super::super::{IngestError, Report, Scope, prune};
use super::Run;

impl Run {
    pub fn finish(mut self, found: &prune::Met) -> Result<Report, IngestError> {
        if let Some(now) = &self.reading {
            // What was read of an archive before the run was interrupted.
            self.report.account.merge(&now.of_run());
            self.report.stopped = Some(now.last.clone());
        }
        if !self.report.interrupted {
            self.ledger.checkpoint().finish();
            self.let_go(found)?;
        }
        if self.dirty {
            let number = self.reading.as_ref().map(|now| now.number);
            self.ledger.tidy(number)?;
            self.commit()?;
            self.writer.finish()?;
        }
        Ok(self.report)
    }

    /// All has been read: what is in no archive any more goes, if that was asked for.
    fn let_go(&mut self, found: &prune::Met) -> Result<(), IngestError> {
        let unreadable = self.ledger.all().filter(|entry| found.is_over(entry));
        let over: Vec<String> = unreadable.map(|entry| entry.path.clone()).collect();
        self.dirty |= !over.is_empty();
        self.ledger.forget(over.iter().map(String::as_str));
        if self.scope != Scope::Pruned {
            return Ok(());
        }
        self.report.removed = self.writer.remove_left_behind()?;
        self.dirty |= self.report.removed > 0;
        if self.report.removed > 0 {
            // Whether they have it is seen when they are read the next time.
            for entry in std::mem::take(&mut self.elsewhere) {
                self.ledger.end(entry.unread())?;
            }
        }
        let run = self.ledger.run();
        let read_now = |entry: &&Entry| entry.left > 0 && entry.run == run;
        let with_left: Vec<Entry> = self.ledger.all().filter(read_now).cloned().collect();
        self.report.left = 0;
        for mut entry in with_left {
            let left = self.writer.left_of(&entry.path);
            self.report.left += left;
            if left != std::mem::replace(&mut entry.left, left) {
                self.ledger.end(entry)?;
            }
        }
        self.ledger.forget(self.gone.iter().map(String::as_str));
        Ok(())
    }
}
