//! The lists as others see them: who copies an index, and who wants to know what was left out.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::{Checkpoint, Entry, LEDGER, LedgerError, REJECTS, Reject, list};
use crate::index::{Side, TAKEDOWNS, TAKEDOWNS_COPY, Takedown, Takedowns};

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
        side(TAKEDOWNS_COPY, checkpoint.takedowns_copy),
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

/// What was taken down, for who only reads: as the commit with this payload says.
///
/// # Errors
/// The list cannot be read.
pub fn takedowns_of(home: &Path, committed: Option<&str>) -> Result<Takedowns, LedgerError> {
    let checkpoint = Checkpoint::read(committed);
    let lines =
        list::values::<Takedown>(home, TAKEDOWNS, checkpoint.takedowns, checkpoint.replaced);
    lines
        .map(|lines| lines.into_iter().collect())
        .map_err(|cause| LedgerError {
            path: home.join(TAKEDOWNS),
            cause,
        })
}

/// The archives that were read, for who only reads: as the commit with this payload says, one that was not read to its end
/// included.
///
/// # Errors
/// The ledger cannot be read.
pub fn entries_of(home: &Path, committed: Option<&str>) -> Result<Vec<Entry>, LedgerError> {
    let checkpoint = Checkpoint::read(committed);
    let lines = list::values::<Entry>(home, LEDGER, checkpoint.ledger, checkpoint.replaced);
    let mut latest: HashMap<String, Entry> = HashMap::new();
    for entry in lines
        .map_err(|cause| LedgerError {
            path: home.join(LEDGER),
            cause,
        })?
        .into_iter()
        .chain(checkpoint.reading)
    {
        latest.insert(entry.path.clone(), entry);
    }
    let mut entries: Vec<Entry> = latest.into_values().collect();
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

/// How many records are listed that came through pipes, for who only reads.
///
/// # Errors
/// The list cannot be read.
pub fn piped_rejects_of(home: &Path, committed: Option<&str>) -> Result<u64, LedgerError> {
    let Checkpoint {
        rejects, replaced, ..
    } = Checkpoint::read(committed);
    let mut piped = 0;
    list::each(home, REJECTS, rejects, replaced, |reject: Reject| {
        piped += u64::from(reject.reading == 0);
    })
    .map_err(|cause| LedgerError {
        path: home.join(REJECTS),
        cause,
    })?;
    Ok(piped)
}
