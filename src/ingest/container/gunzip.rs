//! Gzip of many members, as logs and crawls have it: what one member holds follows what the one before held.
//!
//! A broken member costs itself only: it is an error, and reading on gives the members behind it. That is what lets a crawl
//! go on with its next record. Invariant: reading on after an error either gives bytes or ends.

use std::io::{self, BufRead, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;

use super::limits::{Measure, Taken, broken, explained, what_is_wrong};
use crate::ingest::archive::RecordError;

/// How a member begins; the byte after these has three bits that are never set.
const MAGIC: &[u8] = b"\x1f\x8b\x08";

/// So many members that unpack to too much, and the stream was made for it.
const MAX_REFUSED: u32 = 100;

enum State<'a> {
    /// Before a member.
    Between(Taken<'a>),
    /// In one.
    Inside(Box<GzDecoder<Taken<'a>>>),
    /// Behind something broken: the next member is to be found.
    Lost(Taken<'a>),
    Ended,
}

/// Unpacks one member after the other.
pub struct Gunzip<'a> {
    state: State<'a>,
    measure: Rc<Measure>,
    /// Packed bytes read before this member.
    taken: u64,
    /// Bytes that this member gave.
    given: u64,
    /// Whether this member is the first behind something broken.
    found: bool,
    /// Members that unpacked to too much.
    refused: u32,
}

impl<'a> Gunzip<'a> {
    /// A reader of a stream; `measure` is what `input` counts into.
    pub fn new(input: Taken<'a>, measure: Rc<Measure>) -> Self {
        Self {
            state: State::Between(input),
            measure,
            taken: 0,
            given: 0,
            found: false,
            refused: 0,
        }
    }

    fn begin(&mut self, input: Taken<'a>) {
        self.taken = self.measure.taken.get();
        self.given = 0;
        self.state = State::Inside(Box::new(GzDecoder::new(input)));
    }

    /// Goes to the next member, if the bytes behind the last one are one.
    fn next_member(&mut self, mut input: Taken<'a>) -> io::Result<()> {
        loop {
            let piece = input.fill_buf()?;
            if piece.is_empty() {
                return Ok(());
            }
            // Tapes and disks fill their blocks with zeros.
            let zeros = piece.iter().take_while(|&&byte| byte == 0).count();
            if zeros > 0 {
                input.consume(zeros);
                continue;
            }
            // Its first byte may be the last that was read ahead: the decoder looks at the others.
            if piece[0] == MAGIC[0] {
                self.begin(input);
                return Ok(());
            }
            self.state = State::Lost(input);
            return Err(broken(RecordError::Malformed {
                format: "gzip",
                reason: "bytes after its end".to_owned(),
            }));
        }
    }

    /// Looks for the next member behind something broken.
    fn find_member(&mut self, mut input: Taken<'a>) -> io::Result<()> {
        loop {
            let piece = input.fill_buf()?;
            if piece.is_empty() {
                return Ok(());
            }
            match memchr::memmem::find(piece, MAGIC) {
                Some(at) => {
                    let flags = piece.get(at + 3).copied().unwrap_or_default();
                    if flags & 0xe0 == 0 {
                        input.consume(at);
                        self.found = true;
                        self.begin(input);
                        return Ok(());
                    }
                    input.consume(at + MAGIC.len());
                }
                // One that is cut in two by the end of this piece is missed, at worst: one record of very many.
                None => {
                    let length = piece.len();
                    input.consume(length);
                }
            }
        }
    }

    /// Leaves a member that unpacks to too much. What it gave is not held against the members behind it, unless it is one of
    /// many.
    fn refuse(&mut self, input: Taken<'a>) {
        self.refused += 1;
        if self.refused < MAX_REFUSED {
            let given = self.measure.given.get();
            self.measure.given.set(given.saturating_sub(self.given));
            self.state = State::Lost(input);
        }
    }

    fn read_inside(
        &mut self,
        mut decoder: Box<GzDecoder<Taken<'a>>>,
        into: &mut [u8],
    ) -> io::Result<usize> {
        match decoder.read(into) {
            Ok(0) if !into.is_empty() => {
                self.found = false;
                self.state = State::Between(decoder.into_inner());
                Ok(0)
            }
            Ok(length) => {
                self.given += length as u64;
                let taken = self.measure.taken.get() - self.taken;
                if self.measure.is_too_much(taken, self.given) {
                    self.refuse(decoder.into_inner());
                    return Err(self.measure.too_compressed());
                }
                self.state = State::Inside(decoder);
                Ok(length)
            }
            Err(error) => {
                let wrong = what_is_wrong(explained(error, "gzip", "a gzip stream"))?;
                self.state = State::Lost(decoder.into_inner());
                // What only looked like a member is no fault of its own.
                if self.found && self.given == 0 {
                    return Ok(0);
                }
                Err(broken(wrong))
            }
        }
    }
}

impl Read for Gunzip<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(input) => self.next_member(input)?,
                State::Lost(input) => self.find_member(input)?,
                State::Inside(decoder) => {
                    let length = self.read_inside(decoder, into)?;
                    if length > 0 {
                        return Ok(length);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::ingest::container::limits::Level;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(text).expect("memory");
        packer.finish().expect("memory")
    }

    /// All that can be read, and all errors in between.
    fn read_all(packed: &[u8]) -> (Vec<u8>, Vec<RecordError>) {
        let measure = Level::top(Default::default()).measure();
        let taken = Taken::new(Box::new(packed), &measure);
        let mut gunzip = Gunzip::new(taken, measure);
        let (mut text, mut errors) = (Vec::new(), Vec::new());
        loop {
            let mut piece = [0; 100];
            match gunzip.read(&mut piece) {
                Ok(0) => return (text, errors),
                Ok(length) => text.extend_from_slice(&piece[..length]),
                Err(error) => errors.push(what_is_wrong(error).expect("a fault of the stream")),
            }
            assert!(errors.len() <= packed.len(), "errors without an end");
        }
    }

    #[test]
    fn members_follow_one_another_with_zeros_between_and_behind() {
        let packed = [
            gzip(b"rain "),
            gzip(b""),
            vec![0; 512],
            gzip(b"and wind"),
            vec![0; 3],
        ]
        .concat();
        assert_eq!(read_all(&packed), (b"rain and wind".to_vec(), vec![]));
    }

    #[test]
    fn a_broken_member_costs_itself_only() {
        let text = "the river rose over the quay ".repeat(40);
        let mut packed = gzip(text.as_bytes());
        let middle = packed.len() / 2;
        packed[middle] ^= 0x55;
        packed.extend(gzip(b"the next"));
        let (read, errors) = read_all(&packed);
        assert!(read.ends_with(b"the next"));
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0].code(), "MALFORMED");
    }

    #[test]
    fn what_stands_behind_the_end_is_said() {
        let packed = [gzip(b"rain"), b"nothing of gzip".to_vec()].concat();
        let (read, errors) = read_all(&packed);
        assert_eq!((read, errors.len()), (b"rain".to_vec(), 1));
    }

    #[test]
    fn a_member_that_unpacks_to_too_much_is_left() {
        let packed = [gzip(&vec![0; 40 << 20]), gzip(b"the next")].concat();
        let (read, errors) = read_all(&packed);
        assert!(read.ends_with(b"the next"));
        assert!(read.len() < 21 << 20, "{}", read.len());
        assert_eq!(errors, [RecordError::TooCompressed { limit: 200 }]);
    }

    #[test]
    fn a_stream_cut_anywhere_says_so_and_ends() {
        let packed = [gzip(b"the storm came in"), gzip(b"at noon")].concat();
        for length in 1..packed.len() {
            let (read, errors) = read_all(&packed[..length]);
            assert!(b"the storm came inat noon".starts_with(&read[..]));
            let whole = read.len() == b"the storm came in".len() && errors.is_empty();
            assert!(whole || errors.len() == 1, "{length}: {errors:?}");
        }
    }
}
