//! The run's eye on the disk.

use std::time::{Duration, Instant};

use super::Run;
use crate::index::{IndexError, Room};
use crate::ingest::IngestError;

/// Time between looks at how much room the disk has.
const LOOK_EVERY: Duration = Duration::from_millis(250);

impl Run {
    /// Ends the run, with all that was read committed, before the disk is full.
    pub(super) fn look_at_the_disk(&mut self) -> Result<(), IngestError> {
        if self.looked.elapsed() < LOOK_EVERY {
            return Ok(());
        }
        self.looked = Instant::now();
        let Some(room) = Room::at(&self.home) else {
            return Ok(());
        };
        if room.free >= self.keep_free.unwrap_or_else(|| room.kept()) {
            return Ok(());
        }
        if self.dirty {
            self.commit()?;
        }
        let home = self.home.clone();
        Err(IndexError::DiskFull { home }.into())
    }
}
