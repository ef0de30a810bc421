//! The lists as others see them: who copies an index, and who wants to know what was left out.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Checkpoint, LEDGER, LedgerError, REJECTS, Reject, TAKEDOWNS, list};
use crate::index::Side;

/// What a commit with this checkpoint has of the lists.
pub fn sides(committed: Option<&str>) -> Vec<Side> {
    let checkpoint = Checkpoint::read(committed);
    let side = |name: &'static str, length| Side {
        name,
        written_as: checkpoint.replaced.map(|run| list::anew_name(name, run)),
        length: Some(length),
    };
    vec![
        side(LEDGER, checkpoint.ledger),
        side(REJECTS, checkpoint.rejects),
        side(TAKEDOWNS, checkpoint.takedowns),
    ]
}

/// How many records of each code are left out, as of a commit.
///
/// # Errors
/// The list of rejects cannot be read.
pub fn reject_codes_of(
    home: &Path,
    committed: Option<&str>,
) -> Result<BTreeMap<String, u64>, LedgerError> {
    let checkpoint = Checkpoint::read(committed);
    let mut codes = BTreeMap::new();
    let count = |reject: Reject| *codes.entry(reject.code).or_default() += 1;
    list::each(
        home,
        REJECTS,
        checkpoint.rejects,
        checkpoint.replaced,
        count,
    )
    .map_err(|cause| LedgerError {
        path: home.join(REJECTS),
        cause,
    })?;
    Ok(codes)
}
