//! A window that slides over an archive's bytes: the reader looks at what it holds, asks for more, and lets go.
//!
//! In comes any stream, in UTF-8 (or an encoding that holds ASCII) or UTF-16; out come bytes with line and place. Invariants:
//! the window holds only what was asked for and not yet consumed, and every byte is copied a bounded number of times.

use std::io::{self, BufRead, ErrorKind};

use encoding_rs::{Decoder, Encoding, UTF_8};

use crate::ingest::text::utf16_by_nuls;

/// How much is taken from the input at a time.
const CHUNK: usize = 256 << 10;

/// How much of the beginning is looked at to tell UTF-16.
const HEAD: usize = 256;

pub(super) struct Window<'a> {
    input: Box<dyn BufRead + 'a>,
    held: Vec<u8>,
    start: usize,
    byte: u64,
    line: u64,
    /// How many bytes before the window are in its first line, and whether they are all blanks.
    column: usize,
    only_blanks: bool,
    /// Turns UTF-16 into UTF-8, if that is what the input is.
    decoder: Option<Decoder>,
    begun: bool,
    ended: bool,
}

impl<'a> Window<'a> {
    pub fn new(input: Box<dyn BufRead + 'a>) -> Self {
        Self {
            input,
            held: Vec::new(),
            start: 0,
            byte: 0,
            line: 1,
            column: 0,
            only_blanks: true,
            decoder: None,
            begun: false,
            ended: false,
        }
    }

    /// What the window holds.
    pub fn bytes(&self) -> &[u8] {
        &self.held[self.start..]
    }

    /// Where the window starts, in bytes from the start of the input; of an input in UTF-16, of its text in UTF-8.
    pub fn byte(&self) -> u64 {
        self.byte
    }

    /// The line the window starts on, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many blanks stand before the window in its first line; `None` if something else does.
    pub fn indent(&self) -> Option<usize> {
        self.only_blanks.then_some(self.column)
    }

    /// The first byte held, after filling if nothing is; `None` at the end of the input.
    pub fn peek(&mut self) -> io::Result<Option<u8>> {
        while self.bytes().is_empty() {
            if !self.fill()? {
                return Ok(None);
            }
        }
        Ok(self.bytes().first().copied())
    }

    /// Lets go of the first `count` bytes.
    pub fn consume(&mut self, count: usize) {
        let gone = &self.held[self.start..self.start + count];
        let mut line = gone;
        if let Some(newline) = memchr::memrchr(b'\n', gone) {
            self.line += memchr::memchr_iter(b'\n', gone).count() as u64;
            self.column = 0;
            self.only_blanks = true;
            line = &gone[newline + 1..];
        }
        self.column += line.len();
        self.only_blanks = self.only_blanks && line.iter().all(|byte| matches!(byte, b' ' | b'\t'));
        self.byte += count as u64;
        self.start += count;
    }

    /// Passes over what separates values: white space, commas (also where none should be), and the record separator of
    /// RFC 7464; then peeks.
    pub fn skip_separators(&mut self) -> io::Result<Option<u8>> {
        loop {
            let bytes = self.bytes();
            let next = bytes
                .iter()
                .position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | 0x1e));
            self.consume(next.unwrap_or(bytes.len()));
            if next.is_some() || !self.fill()? {
                return self.peek();
            }
        }
    }

    /// Passes over the rest of the line, its end included.
    pub fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.bytes();
            let end = memchr::memchr(b'\n', bytes);
            self.consume(end.map_or(bytes.len(), |end| end + 1));
            if end.is_some() || !self.fill()? {
                return Ok(());
            }
        }
    }

    /// How much memory the window holds.
    #[cfg(test)]
    pub fn held_bytes(&self) -> usize {
        self.held.capacity()
    }

    /// Takes more bytes from the input. `false` when there are none.
    pub fn fill(&mut self) -> io::Result<bool> {
        if !self.begun {
            self.begin()?;
            return Ok(!self.bytes().is_empty());
        }
        if self.ended {
            return Ok(false);
        }
        // Moving what is held only when at least as much was let go keeps the copying linear.
        if self.start >= self.held.len() - self.start {
            self.held.drain(..self.start);
            self.start = 0;
        }
        let before = self.held.len();
        while self.held.len() == before && !self.ended {
            self.take_chunk()?;
        }
        Ok(self.held.len() > before)
    }

    /// Reads the beginning, finds out whether it is UTF-16, and drops a byte order mark.
    fn begin(&mut self) -> io::Result<()> {
        self.begun = true;
        while self.held.len() < HEAD && !self.ended {
            self.take_chunk()?;
        }
        let head = &self.held[..self.held.len().min(HEAD)];
        match Encoding::for_bom(head) {
            Some((encoding, _)) if encoding != UTF_8 => self.transcode(encoding),
            Some((_, mark)) => {
                self.consume(mark);
                self.column = 0;
                self.only_blanks = true;
            }
            None => {
                // JSON starts with a bracket, so the first pair has a NUL.
                if let Some(encoding) = utf16_by_nuls(head).filter(|_| head[..2].contains(&0)) {
                    self.transcode(encoding);
                }
            }
        }
        Ok(())
    }

    /// From here on the input is decoded, what is held already included.
    fn transcode(&mut self, encoding: &'static Encoding) {
        let raw = std::mem::take(&mut self.held);
        self.decoder = Some(encoding.new_decoder_with_bom_removal());
        self.decode(&raw);
        if self.ended {
            self.decode(&[]);
        }
    }

    fn take_chunk(&mut self) -> io::Result<()> {
        let chunk = match self.input.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(()),
            chunk => chunk?,
        };
        let chunk = &chunk[..chunk.len().min(CHUNK)];
        let count = chunk.len();
        self.ended = count == 0;
        if self.decoder.is_some() {
            let raw = chunk.to_vec();
            self.decode(&raw);
        } else {
            self.held.extend_from_slice(chunk);
        }
        self.input.consume(count);
        Ok(())
    }

    /// Decodes `raw` into the window; nothing at all is the end of the input.
    fn decode(&mut self, raw: &[u8]) {
        let Some(decoder) = &mut self.decoder else {
            return;
        };
        let most = decoder
            .max_utf8_buffer_length(raw.len())
            .expect("a chunk is far from the largest length");
        let mut text = String::with_capacity(most);
        let (_, _, _) = decoder.decode_to_string(raw, &mut text, raw.is_empty());
        self.held.extend_from_slice(text.as_bytes());
    }
}
