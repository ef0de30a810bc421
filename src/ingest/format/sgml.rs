//! What the SGML collections share: records one after another with nothing around them, and authors with a "By".

use super::Items;
use super::xml::{Splitter, Tree};
use crate::article::Record;
use crate::ingest::archive::RecordError;

/// An item for each record that a splitter finds; none after the input failed.
pub(super) fn records<'a>(
    mut splitter: Splitter<'a>,
    read: impl Fn(&Tree) -> Result<Record, RecordError> + 'a,
) -> Items<'a> {
    let mut failed = false;
    Box::new(std::iter::from_fn(move || {
        if failed {
            return None;
        }
        match splitter.next_piece() {
            Ok(piece) => piece.map(|piece| Ok(piece.item(&read))),
            Err(error) => {
                failed = true;
                Some(Err(error))
            }
        }
    }))
}

/// `By ANN MINER` is ANN MINER.
pub(super) fn without_by(byline: String) -> String {
    match byline.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => byline[3..].trim_start().to_owned(),
        _ => byline,
    }
}
