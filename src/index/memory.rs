//! What a writer may hold in memory, shared out among those who hold it.
//!
//! The promise is the whole process, so everything is counted with what it really takes: a segment takes more than it says while
//! it is written, since its lists are made then. The table of known articles grows with the index; what it takes the segments go
//! without, and when that leaves them too little, the run ends.

/// The program, its threads' stacks, what is being read and unpacked, and the queue of articles that were read.
const REST: usize = 80 << 20;
/// A segment takes so many times its own count while it is written: at a commit, when all threads write theirs at once.
const TRUTH: f64 = 2.0;
/// Of what is beyond [`SMALL`], the part that goes to nobody: the allocator keeps memory that was freed, in pieces between others that
/// are in use. Commits in quick succession leave most of them.
const KEPT: usize = 4;
/// So little is shared out whole: what is kept of it is small.
const SMALL: usize = 128 << 20;
/// More for a thread makes nothing better.
const MOST: usize = 1_000_000_000;
/// The part of a segment's memory that the lists have that are made at a time; it is in [`TRUTH`].
const WINDOW: usize = 6;
/// The part of the memory that documents on their way to the threads may take.
const PIPELINE: usize = 32;

/// The shares of one writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shares {
    /// Threads that index.
    pub threads: usize,
    /// A segment that is being built, for each thread.
    pub buffer: usize,
    /// The lists of it that are made at a time.
    pub window: usize,
    /// How large the table of known articles may grow before the shares have to be reckoned anew.
    pub table: usize,
    /// Documents on their way to the threads.
    pub pipeline: usize,
    /// The files of segments that are merged at a time: they are mapped, and count as memory while they are.
    pub merging: usize,
}

impl Shares {
    /// With less for a thread, in bytes, there would be too many segments.
    pub const LEAST: usize = 10_000_000;

    /// The shares of `memory` bytes for up to `threads` threads, while a table of `table` bytes is known. `None` if that leaves
    /// too little to work in.
    pub fn of(memory: usize, threads: usize, table: usize) -> Option<Self> {
        let pipeline = memory / PIPELINE;
        let kept = memory.saturating_sub(SMALL) / KEPT;
        let free = memory.checked_sub(REST + pipeline + kept)?;
        // A table that doubles is there twice for a moment; and it shall not have to be reckoned again soon.
        let grown = (table + table / 2).max(free / 5);
        let left = free.saturating_sub(grown);
        let least = (Self::LEAST as f64 * TRUTH) as usize;
        let (left, grown) = if left >= least {
            (left, grown)
        } else {
            (least, free.checked_sub(least)?)
        };
        if grown < table + table / 8 {
            return None;
        }
        let threads = threads.clamp(1, left / least);
        let buffer = ((left / threads) as f64 / TRUTH) as usize;
        let buffer = buffer.clamp(Self::LEAST, MOST);
        Some(Self {
            threads,
            buffer,
            window: buffer / WINDOW,
            table: grown,
            pipeline,
            merging: left / 2,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_never_add_up_to_more_than_there_is() {
        for memory in [128, 200, 512, 1024, 8192, 100_000].map(|m: usize| m << 20) {
            for threads in [1, 2, 8, 64] {
                for table in [0, 1, 30, 100, 250, 500, 4000, 50_000].map(|m: usize| m << 20) {
                    let Some(shares) = Shares::of(memory, threads, table) else {
                        assert!(table > 0, "an empty index can be written");
                        continue;
                    };
                    let engine = (shares.threads * shares.buffer) as f64 * TRUTH;
                    let kept = memory.saturating_sub(SMALL) / KEPT;
                    let all = engine as usize + shares.table + shares.pipeline + REST + kept;
                    assert!(all <= memory, "{memory} {threads} {table}: {shares:?}");
                    assert!(shares.table > table && shares.threads <= threads);
                    assert!(shares.buffer >= Shares::LEAST);
                }
            }
        }
    }

    #[test]
    fn the_least_memory_that_is_offered_has_room_for_articles() {
        let shares = Shares::of(128 << 20, 2, 0).expect("128 MB do");
        assert!(shares.table > 8 << 20 && shares.threads >= 1, "{shares:?}");
    }
}
