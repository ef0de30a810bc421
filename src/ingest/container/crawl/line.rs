//! Lines of the heads of records and answers: read whole, kept only as far as any honest one goes.

use std::io::{self, BufRead};

/// The longest line that is kept; addresses of some crawls are long.
const LONGEST: usize = 32 << 10;

/// A line, without its end.
#[derive(Default)]
pub struct Line(Vec<u8>);

impl Line {
    /// Its bytes; what is too long is cut.
    pub fn bytes(&self) -> &[u8] {
        self.0.trim_ascii_end()
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.0.trim_ascii().is_empty()
    }

    /// A header in it: the name, and the value without blanks around it.
    pub fn header(&self) -> Option<(&[u8], &[u8])> {
        let colon = memchr::memchr(b':', &self.0)?;
        Some((
            self.0[..colon].trim_ascii(),
            self.0[colon + 1..].trim_ascii(),
        ))
    }
}

/// Reads up to the end of a line, and returns how many bytes that were: 0 at the end of the input.
///
/// # Errors
/// The input fails.
pub fn read_line(input: &mut dyn BufRead, line: &mut Line) -> io::Result<u64> {
    line.0.clear();
    let mut read = 0;
    loop {
        let piece = input.fill_buf()?;
        if piece.is_empty() {
            return Ok(read);
        }
        let end = memchr::memchr(b'\n', piece);
        let length = end.map_or(piece.len(), |at| at + 1);
        let kept = length.min(LONGEST - line.0.len());
        line.0.extend_from_slice(&piece[..kept]);
        input.consume(length);
        read += length as u64;
        if end.is_some() {
            return Ok(read);
        }
    }
}

/// A value as text.
pub fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}
