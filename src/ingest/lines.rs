//! Lines of bounded length: the first step of every format that is made of lines.
//!
//! In come bytes of any size and kind; out come lines with their number and place. Invariants: memory is bounded by the
//! limit whatever the input, a line longer than the limit is passed over up to its newline and reported as such, and no
//! line goes missing, so line numbers are those an editor shows.

use std::io::{self, BufRead, ErrorKind};

use super::archive::MAX_RECORD_BYTES;

/// One line, without its line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The line's bytes; no `\n`, no `\r` before it, and no byte order mark of UTF-8 at the start of the input.
    Whole(Vec<u8>),
    /// A line longer than the limit: its bytes were passed over.
    TooLarge {
        /// How long it is, in bytes, without its line end.
        bytes: u64,
        /// Its beginning, enough for a sample in the list of rejects.
        head: Vec<u8>,
    },
}

/// How many bytes of a line that is too large are kept.
const HEAD_BYTES: usize = 1024;

/// The lines of an input: `(line number from 1, byte offset of the line's start, line)`.
#[derive(Debug)]
pub struct BoundedLines<R> {
    input: R,
    limit: usize,
    line: u64,
    byte: u64,
    ended: bool,
}

impl<R: BufRead> BoundedLines<R> {
    /// Lines of at most [`MAX_RECORD_BYTES`].
    pub fn new(input: R) -> Self {
        Self::with_limit(input, MAX_RECORD_BYTES)
    }

    /// Lines of at most `limit` bytes, line end not counted.
    pub fn with_limit(input: R, limit: usize) -> Self {
        Self {
            input,
            limit,
            line: 0,
            byte: 0,
            ended: false,
        }
    }

    /// Reads up to and with the next newline. `None` at the end of the input.
    fn read_line(&mut self) -> io::Result<Option<(u64, u64, Line)>> {
        let mut kept: Vec<u8> = Vec::new();
        let mut length: u64 = 0;
        let mut last = 0;
        let mut newline = 0;
        loop {
            let chunk = match self.input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', chunk);
            let part = &chunk[..end.unwrap_or(chunk.len())];
            // One byte past the limit, for the `\r` that is not counted.
            let room = (self.limit + 1).saturating_sub(kept.len());
            kept.extend_from_slice(&part[..part.len().min(room)]);
            length += part.len() as u64;
            last = part.last().copied().unwrap_or(last);
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                newline = 1;
                break;
            }
        }
        if length == 0 && newline == 0 {
            return Ok(None);
        }
        let start = self.byte;
        self.byte += length + newline;
        self.line += 1;
        if newline == 1 && last == b'\r' {
            length -= 1;
        }
        Ok(Some((self.line, start, self.finish(kept, length))))
    }

    fn finish(&self, mut kept: Vec<u8>, length: u64) -> Line {
        if length > self.limit as u64 {
            kept.truncate(HEAD_BYTES);
            kept.shrink_to_fit();
            return Line::TooLarge {
                bytes: length,
                head: kept,
            };
        }
        kept.truncate(length as usize);
        if self.line == 1 && kept.starts_with(b"\xef\xbb\xbf") {
            kept.drain(..3);
        }
        Line::Whole(kept)
    }
}

impl<R: BufRead> Iterator for BoundedLines<R> {
    type Item = io::Result<(u64, u64, Line)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.read_line().transpose();
        // An input that failed or ended is not asked again.
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use proptest::prelude::*;

    use super::*;

    fn lines_of(input: &[u8], limit: usize, buffer: usize) -> Vec<(u64, u64, Line)> {
        BoundedLines::with_limit(BufReader::with_capacity(buffer, input), limit)
            .map(|line| line.expect("reading from memory does not fail"))
            .collect()
    }

    fn whole(text: &str) -> Line {
        Line::Whole(text.as_bytes().to_vec())
    }

    #[test]
    fn lines_come_with_their_number_and_place() {
        let found = lines_of(b"\xef\xbb\xbfone\r\n\ntwo\rtoo\nend", 100, 4);
        assert_eq!(
            found,
            [
                (1, 0, whole("one")),
                (2, 8, whole("")),
                (3, 9, whole("two\rtoo")),
                (4, 17, whole("end"))
            ]
        );
    }

    #[test]
    fn a_line_end_at_the_end_starts_no_further_line() {
        assert_eq!(lines_of(b"one\n", 100, 9), [(1, 0, whole("one"))]);
        assert_eq!(lines_of(b"", 100, 9), []);
    }

    #[test]
    fn a_line_past_the_limit_is_reported_and_the_next_one_read() {
        let found = lines_of(b"12345\r\n123456\n\n1", 5, 2);
        let large = Line::TooLarge {
            bytes: 6,
            head: b"123456".to_vec(),
        };
        assert_eq!(
            found,
            [
                (1, 0, whole("12345")),
                (2, 7, large),
                (3, 14, whole("")),
                (4, 15, whole("1"))
            ]
        );
    }

    /// A quarter of a gigabyte without a newline: nothing of it may be kept past the limit but its beginning.
    #[test]
    fn an_endless_line_takes_constant_memory() {
        let size = 1 << 28;
        let input = BufReader::with_capacity(1 << 16, io::repeat(b'x').take(size));
        let mut lines = BoundedLines::with_limit(input, 1000);
        let (number, byte, line) = lines.next().expect("a line").expect("readable");
        let Line::TooLarge { bytes, head } = line else {
            panic!("the line is too large")
        };
        assert_eq!((number, byte, bytes), (1, 0, size));
        assert!(head.capacity() <= 1024);
        assert!(lines.next().is_none());
    }

    proptest! {
        #[test]
        fn lines_are_those_of_split_whatever_the_buffer(text in "[ab\r\n\u{feff}]{0,40}", buffer in 1usize..9) {
            let mut expected: Vec<&str> = text.split('\n').collect();
            if expected.last() == Some(&"") {
                expected.pop();
            }
            let last = expected.len();
            let ended = text.ends_with('\n');
            let expected: Vec<Line> = expected
                .iter()
                .enumerate()
                .map(|(n, line)| if n + 1 < last || ended { line.strip_suffix('\r').unwrap_or(line) } else { line })
                .enumerate()
                .map(|(n, line)| whole(if n == 0 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line }))
                .collect();
            let found: Vec<Line> = lines_of(text.as_bytes(), 100, buffer).into_iter().map(|(_, _, line)| line).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
