//! The rows of the table of known articles: in pieces of one size, so that a table that grows is never there twice.

use super::super::super::fingerprint::Fingerprint;
use super::{Article, OwnerId};

/// An article without its owner and flags.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// The hash of its id.
    pub key: u64,
    /// In halves: a number of 128 bits would leave gaps between rows.
    pub content: [u64; 2],
    whole: u64,
    archive: u64,
}

/// The owner is in the low bits, the flags above.
const MET: u32 = 1 << 31;
const OWN: u32 = 1 << 30;
/// The largest number of an owner.
pub(super) const MOST_OWNERS: OwnerId = OWN - 1;

/// So many rows are made room for at a time.
const PIECE: usize = 1 << 15;

/// Rows by their number. A number stays the same until its row is freed.
#[derive(Default)]
pub(super) struct Rows {
    rows: Vec<Vec<Row>>,
    marks: Vec<Vec<u32>>,
    freed: Vec<u32>,
}

impl Rows {
    /// What they take in memory, in bytes.
    pub fn bytes(&self) -> usize {
        self.rows.len() * PIECE * (size_of::<Row>() + size_of::<u32>())
            + self.freed.capacity() * size_of::<u32>()
    }

    pub fn get(&self, row: u32) -> &Row {
        let (piece, at) = place(row);
        &self.rows[piece][at]
    }

    pub fn article(&self, row: u32) -> Article {
        let (piece, at) = place(row);
        let (row, marks) = (&self.rows[piece][at], self.marks[piece][at]);
        Article {
            print: Fingerprint {
                content: u128::from(row.content[0]) << 64 | u128::from(row.content[1]),
                whole: row.whole,
                archive: row.archive,
            },
            owner: marks & MOST_OWNERS,
            met: marks & MET != 0,
            own: marks & OWN != 0,
        }
    }

    /// Keeps an article in a row of its own, and says which.
    pub fn put(&mut self, key: u64, article: &Article) -> u32 {
        let row = Row {
            key,
            content: halves(article.print.content),
            whole: article.print.whole,
            archive: article.print.archive,
        };
        let mark = |flag: bool, bit: u32| if flag { bit } else { 0 };
        let marks = article.owner | mark(article.met, MET) | mark(article.own, OWN);
        if let Some(number) = self.freed.pop() {
            let (piece, at) = place(number);
            self.rows[piece][at] = row;
            self.marks[piece][at] = marks;
            return number;
        }
        if self.rows.last().is_none_or(|piece| piece.len() == PIECE) {
            self.rows.push(Vec::with_capacity(PIECE));
            self.marks.push(Vec::with_capacity(PIECE));
        }
        let piece = self.rows.len() - 1;
        let at = self.rows[piece].len();
        self.rows[piece].push(row);
        self.marks[piece].push(marks);
        u32::try_from(piece * PIECE + at).expect("the engine numbers articles with 32 bits too")
    }

    /// Gives a row up; its number goes to the next article.
    pub fn free(&mut self, row: u32) {
        self.freed.push(row);
    }

    /// Notes that an article was offered in this run, and whether by its owner.
    pub fn meet(&mut self, row: u32, is_own: bool) {
        let (piece, at) = place(row);
        self.marks[piece][at] |= if is_own { MET | OWN } else { MET };
    }
}

fn place(row: u32) -> (usize, usize) {
    (row as usize / PIECE, row as usize % PIECE)
}

/// The high and the low half of a number.
pub(super) fn halves(content: u128) -> [u64; 2] {
    [(content >> 64) as u64, content as u64]
}
