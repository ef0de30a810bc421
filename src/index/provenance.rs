//! Where an article that is offered comes from: an archive that is read, or an index that it was exported from.

use crate::article::Kept;

/// Where an article comes from, and when it is to be taken for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// A hash of the archive, or of the member of it.
    pub archive: u64,
    /// The path of the archive, if it is not the one that is being read.
    pub path: Option<String>,
    /// The instant to sort it by, if another index has settled that; else it is its date's.
    pub instant: Option<i64>,
}

impl From<u64> for Provenance {
    fn from(archive: u64) -> Self {
        Self {
            archive,
            ..Self::default()
        }
    }
}

impl From<&Kept> for Provenance {
    fn from(kept: &Kept) -> Self {
        Self {
            archive: kept.archive,
            path: Some(kept.path.clone()),
            instant: kept.instant,
        }
    }
}
