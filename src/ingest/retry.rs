//! Which archives to read again for the records that were left out of them.

use std::path::{Path, PathBuf};

use super::IngestError;
use super::ledger::{entries_of, piped_rejects_of};
use super::prune::absolute;
use crate::index::Index;

/// Archives with records that were left out.
#[derive(Clone, Debug, Default)]
pub struct Retry {
    /// Where they are, as they were named if that still leads there.
    pub paths: Vec<PathBuf>,
    /// How many more there were that are not there any more.
    pub missing: u64,
    /// Records that were left out of what came through pipes: those cannot be read again.
    pub piped: u64,
}

/// The archives of an index of which records were left out that might come in now. What was taken down cannot.
///
/// # Errors
/// The index or its ledger cannot be read.
pub fn retry(index: &Index) -> Result<Retry, IngestError> {
    let committed = index.reader()?.checkpoint()?;
    let mut retry = Retry {
        piped: piped_rejects_of(index.home(), committed.as_deref())?,
        ..Retry::default()
    };
    for entry in entries_of(index.home(), committed.as_deref())? {
        if entry.retryable() == 0 {
            continue;
        }
        let path = if absolute(&entry.name) == entry.path {
            &entry.name
        } else {
            &entry.path
        };
        if Path::new(path).exists() {
            retry.paths.push(path.into());
        } else {
            retry.missing += 1;
        }
    }
    Ok(retry)
}
