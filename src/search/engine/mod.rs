//! Ours beside tantivy's: what its queries and collectors do not offer, or not fast enough.

pub(super) mod days;
pub(super) mod expand;
mod fuzzy;
pub(super) mod proximity;
pub(super) mod steady;
pub(super) mod top;
mod weights;
