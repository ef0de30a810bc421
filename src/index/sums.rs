//! Sums of the blocks of a segment's files: the engine is handed what was written, or nothing.
//!
//! The engine believes the sizes that it reads. A wrong one may be all the memory there is, which ends the process. So each of its
//! reads is compared, block by block, with sums that were taken while the file was written. In comes a file of the
//! engine, out comes one that refuses to be read where it is damaged.
//!
//! The sums of a segment are one file beside its others, `ID.sums`, made with the commit that the segment first belongs to and
//! named by the manifest like any other: `morgsum1`, six lengths (64 bits) in the order of [`FILES`], the sums of each (CRC-32, 32
//! bits), and the CRC-32 of all that, little-endian throughout. It is mapped: only the sums of what is read are read.
//!
//! CRC-32 finds every flip of up to three bits in a block and misses other damage once in four billion times; the proof of a whole index
//! is the manifest, with BLAKE3. At a search what counts is the time, and a CRC costs a tenth.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

use super::error::{Mismatch, NOT_WRITTEN};

/// How the name of the file ends.
pub(super) const ENDING: &str = "sums";
/// The files of a segment that have sums, by their endings. Deletions change while a segment stays, so they have none.
const FILES: [&str; 6] = ["fast", "fieldnorm", "idx", "pos", "store", "term"];
/// Bytes that have one sum. A page of the system's: less would not be read either.
const BLOCK: usize = 4096;
const MAGIC: &[u8; 8] = b"morgsum1";
const HEAD: usize = MAGIC.len() + FILES.len() * 8;
/// Of files that a search only looks up in, it compares the edges only of a read larger than this.
const LARGE: usize = 64 << 10;

/// How much of what is read is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// All of it: a writer makes new segments of what it reads, on threads of the engine's that nobody can catch.
    All,
    /// Of the dictionary of words and the lengths of articles the edges. They are asked for whole, and then little is looked up in
    /// them. Between their edges stands nothing that says how much there is of something: a wrong byte there costs an
    /// answer, or a panic.
    Edges,
}

/// The name of the file of sums for a file of a segment: `ID.sums` for `ID.idx`; nothing if that has none.
pub(super) fn name_for(file: &str) -> Option<String> {
    let (id, ending) = file.split_once('.')?;
    FILES.contains(&ending).then(|| format!("{id}.{ENDING}"))
}

/// Whether a file of a segment is one of sums.
pub(super) fn is_name(file: &str) -> bool {
    file.split_once('.')
        .is_some_and(|(_, ending)| ending == ENDING)
}

/// Sums a file while it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Summer {
    block: crc32fast::Hasher,
    bytes: u64,
    sums: Vec<u32>,
}

impl Summer {
    /// Takes what comes next.
    pub fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let filled = (self.bytes % BLOCK as u64) as usize;
            let (here, rest) = bytes.split_at(bytes.len().min(BLOCK - filled));
            self.block.update(here);
            self.bytes += here.len() as u64;
            if filled + here.len() == BLOCK {
                self.sums.push(std::mem::take(&mut self.block).finalize());
            }
            bytes = rest;
        }
    }

    /// Ends the file.
    pub fn finish(mut self) -> Finished {
        if !self.bytes.is_multiple_of(BLOCK as u64) {
            self.sums.push(self.block.finalize());
        }
        let (bytes, sums) = (self.bytes, self.sums);
        Finished { bytes, sums }
    }
}

/// The sums of a file that was written.
#[derive(Clone, Debug, Default)]
pub(super) struct Finished {
    bytes: u64,
    sums: Vec<u32>,
}

/// The file of sums of the segment `id`, taken out of those of all files that were written; nothing if the segment is not
/// among them.
pub(super) fn take(written: &mut BTreeMap<String, Finished>, id: &str) -> Option<Vec<u8>> {
    let files = FILES.map(|ending| written.remove(&format!("{id}.{ending}")));
    if files.iter().any(Option::is_none) {
        return None;
    }
    let files = files.map(Option::unwrap_or_default);
    let mut bytes = MAGIC.to_vec();
    for file in &files {
        bytes.extend(file.bytes.to_le_bytes());
    }
    for sum in files.iter().flat_map(|file| &file.sums) {
        bytes.extend(sum.to_le_bytes());
    }
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    Some(bytes)
}

/// The file of sums of a segment, open.
#[derive(Clone)]
pub(super) struct Sums {
    path: PathBuf,
    bytes: OwnedBytes,
    /// Where each file's begin and end, and how long the file is.
    files: [(Range<usize>, u64); FILES.len()],
}

impl Sums {
    /// Those in `handle`, which is the file at `path`.
    ///
    /// # Errors
    /// It is not what was written; [`Mismatch`] says so.
    pub fn open(handle: &dyn FileHandle, path: PathBuf) -> io::Result<Self> {
        let damaged = || mismatch(&path);
        let bytes = handle.read_bytes(0..handle.len())?;
        let head = bytes.get(..HEAD).ok_or_else(damaged)?;
        let (magic, lengths) = head.split_at(MAGIC.len());
        let mut end = HEAD;
        let mut files = FILES.map(|_| (0..0, 0));
        for (file, length) in files.iter_mut().zip(lengths.chunks_exact(8)) {
            let length = u64::from_le_bytes(length.try_into().expect("chunks of eight"));
            let sums = usize::try_from(length.div_ceil(BLOCK as u64)).map_err(|_| damaged())?;
            let start = end;
            let sums = sums.checked_mul(4).ok_or_else(damaged)?;
            end = start.checked_add(sums).ok_or_else(damaged)?;
            *file = (start..end, length);
        }
        if magic != MAGIC || end.checked_add(4) != Some(bytes.len()) {
            return Err(damaged());
        }
        Ok(Self { path, bytes, files })
    }

    /// A file of the segment that is compared as it is read.
    ///
    /// # Errors
    /// It is not as long as it was written.
    pub fn watch(
        self: &Arc<Self>,
        handle: Arc<dyn FileHandle>,
        name: &str,
        care: Care,
    ) -> io::Result<Arc<dyn FileHandle>> {
        let ending = name.split_once('.').map(|(_, ending)| ending);
        let Some(at) = FILES.iter().position(|file| Some(*file) == ending) else {
            return Ok(handle);
        };
        let path = self.path.with_file_name(name);
        if self.files[at].1 != handle.len() as u64 {
            return Err(self.culprit(&path));
        }
        let words = handle.len().div_ceil(BLOCK).div_ceil(64);
        Ok(Arc::new(Watched {
            handle,
            path,
            sums: Arc::clone(self),
            at,
            are_edges_enough: care == Care::Edges && matches!(FILES[at], "fieldnorm" | "term"),
            compared: std::iter::repeat_with(AtomicU64::default)
                .take(words)
                .collect(),
        }))
    }

    /// The file that is damaged where one and its sums disagree: that one, or the sums.
    fn culprit(&self, path: &Path) -> io::Error {
        let (content, own) = self.bytes.split_at(self.bytes.len() - 4);
        let is_whole = crc32fast::hash(content).to_le_bytes() == *own;
        mismatch(if is_whole { path } else { &self.path })
    }

    fn sum(&self, at: usize, block: usize) -> Option<u32> {
        let bytes = &self.bytes[self.files[at].0.clone()];
        let sum = bytes.get(block * 4..block * 4 + 4)?;
        Some(u32::from_le_bytes(sum.try_into().expect("four bytes")))
    }
}

fn mismatch(path: &Path) -> io::Error {
    io::Error::other(Mismatch {
        file: Some(path.to_owned()),
        what: NOT_WRITTEN.to_owned(),
    })
}

/// A file of a segment, compared as it is read.
struct Watched {
    handle: Arc<dyn FileHandle>,
    path: PathBuf,
    sums: Arc<Sums>,
    /// Its place in [`FILES`].
    at: usize,
    /// Where much is read at once.
    are_edges_enough: bool,
    /// Blocks that were found to be as written, a bit each.
    compared: Vec<AtomicU64>,
}

impl Watched {
    fn compare(&self, range: &Range<usize>) -> io::Result<()> {
        if range.is_empty() {
            return Ok(());
        }
        let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
        let (head, tail) = if self.are_edges_enough && range.len() > LARGE {
            (first..first + 1, last..last + 1)
        } else {
            (first..last + 1, 0..0)
        };
        head.chain(tail).try_for_each(|block| self.block(block))
    }

    fn block(&self, block: usize) -> io::Result<()> {
        let (word, bit) = (&self.compared[block / 64], 1 << (block % 64));
        // Two threads may compare the same block: that does no harm.
        if word.load(Ordering::Relaxed) & bit != 0 {
            return Ok(());
        }
        let start = block * BLOCK;
        let end = self.handle.len().min(start + BLOCK);
        let found = crc32fast::hash(&self.handle.read_bytes(start..end)?);
        if self.sums.sum(self.at, block) != Some(found) {
            return Err(self.sums.culprit(&self.path));
        }
        word.fetch_or(bit, Ordering::Relaxed);
        Ok(())
    }
}

impl std::fmt::Debug for Watched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Watched({})", self.path.display())
    }
}

impl HasLen for Watched {
    fn len(&self) -> usize {
        self.handle.len()
    }
}

impl FileHandle for Watched {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        // What says so is another file, or another part of this one.
        if range.start > range.end || range.end > self.handle.len() {
            return Err(mismatch(&self.path));
        }
        self.compare(&range)?;
        self.handle.read_bytes(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at * 31 + at / 251) as u8).collect()
    }

    /// The sums of a segment all of whose files are `content`.
    fn sums_of(content: &[u8]) -> Vec<u8> {
        let mut written = BTreeMap::new();
        for ending in FILES {
            let mut summer = Summer::default();
            for piece in content.chunks(1000) {
                summer.update(piece);
            }
            written.insert(format!("ab.{ending}"), summer.finish());
        }
        take(&mut written, "ab").expect("all of its files were written")
    }

    fn handle(content: Vec<u8>) -> Arc<dyn FileHandle> {
        Arc::new(OwnedBytes::new(content))
    }

    fn open(sums: Vec<u8>) -> io::Result<Arc<Sums>> {
        Sums::open(&*handle(sums), PathBuf::from("ab.sums")).map(Arc::new)
    }

    /// The file that an error says is damaged.
    fn named(error: &io::Error) -> Option<&Path> {
        let inner = error.get_ref()?.downcast_ref::<Mismatch>()?;
        inner.file.as_deref()
    }

    #[test]
    fn what_was_written_is_read_and_one_wrong_bit_is_not() {
        for length in [0, 1, 4095, 4096, 4097, 3 * 4096, 50_000] {
            let content = bytes(length);
            let sums = open(sums_of(&content)).expect("sums");
            let whole = sums
                .watch(handle(content.clone()), "ab.idx", Care::Edges)
                .expect("open");
            for range in [0..length, length / 3..length / 2] {
                let read = whole.read_bytes(range.clone()).expect("as written");
                assert_eq!(read.as_slice(), &content[range]);
            }
            for at in (0..length).step_by(977) {
                let mut bad = content.clone();
                bad[at] ^= 4;
                let bad = sums
                    .watch(handle(bad), "ab.idx", Care::Edges)
                    .expect("open");
                let error = bad.read_bytes(at..at + 1).expect_err("not as written");
                assert_eq!(named(&error), Some(Path::new("ab.idx")));
                // Elsewhere it may be read.
                let block = at / BLOCK * BLOCK;
                assert!(bad.read_bytes(0..block).is_ok());
            }
        }
    }

    #[test]
    fn sums_that_are_damaged_are_named_themselves() {
        let content = bytes(10_000);
        let sums = sums_of(&content);
        let (mut refused, mut named_sums) = (0, 0);
        for bit in 0..sums.len() * 8 {
            let mut bad = sums.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let read = open(bad).and_then(|sums| {
                let file = sums.watch(handle(content.clone()), "ab.store", Care::Edges)?;
                file.read_bytes(0..content.len())
            });
            if let Err(error) = read {
                refused += 1;
                named_sums += usize::from(named(&error) == Some(Path::new("ab.sums")));
            }
        }
        assert_eq!(refused, named_sums);
        assert!(refused > HEAD * 8 / 2, "{refused}");
        for length in 0..sums.len() {
            assert!(open(sums[..length].to_vec()).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn a_range_beyond_the_file_is_an_error_and_no_panic() {
        let content = bytes(5000);
        let sums = open(sums_of(&content)).expect("sums");
        let file = sums
            .watch(handle(content.clone()), "ab.pos", Care::All)
            .expect("open");
        assert!(file.read_bytes(4000..5001).is_err());
        assert!(file.read_bytes(5000..5000).is_ok());
        assert!(
            sums.watch(handle(bytes(4999)), "ab.pos", Care::All)
                .is_err()
        );
    }

    #[test]
    fn of_a_dictionary_that_is_asked_for_whole_the_edges_are_compared() {
        let content = bytes(LARGE * 2);
        let sums = open(sums_of(&content)).expect("sums");
        for (at, is_seen) in [(10, true), (LARGE, false), (LARGE * 2 - 1, true)] {
            let mut bad = content.clone();
            bad[at] ^= 1;
            let open = |care| {
                sums.watch(handle(bad.clone()), "ab.term", care)
                    .expect("open")
            };
            let file = open(Care::Edges);
            assert_eq!(file.read_bytes(0..LARGE * 2).is_err(), is_seen, "{at}");
            assert!(file.read_bytes(at..at + 1).is_err(), "a small read is");
            assert!(open(Care::All).read_bytes(0..LARGE * 2).is_err(), "{at}");
        }
    }
}
