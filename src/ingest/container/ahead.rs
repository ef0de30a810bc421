//! Bytes looked at before they are read: the head of an archive or of a member, and the rest behind it.
//!
//! Invariant: what is read from an [`Ahead`] is what its input would have given, in the same order, errors included.

use std::io::{self, BufRead, Read};

use crate::ingest::format::{HEAD, Input};

/// How much of an input is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// The whole head: files, and what is unpacked from them.
    Head,
    /// One line, if it is text: a pipe may say a line now and the next in an hour.
    Line,
}

/// An input whose head has been read already.
pub struct Ahead<'a> {
    head: Vec<u8>,
    at: usize,
    /// The error that the head ended with.
    failed: Option<io::Error>,
    rest: Input<'a>,
}

impl<'a> Ahead<'a> {
    /// Reads the head.
    pub fn new(mut rest: Input<'a>, patience: Patience) -> Self {
        let mut head = Vec::new();
        let mut failed = None;
        while head.len() < HEAD {
            match rest.fill_buf() {
                Ok([]) => break,
                Ok(piece) => {
                    let taken = piece.len().min(HEAD - head.len());
                    head.extend_from_slice(&piece[..taken]);
                    rest.consume(taken);
                }
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
            // Packed bytes hold zeros sooner or later, lines of text none.
            if patience == Patience::Line && head.contains(&b'\n') && !head.contains(&0) {
                break;
            }
        }
        Self {
            head,
            at: 0,
            failed,
            rest,
        }
    }

    /// The head.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// The head to be looked at by those who want to own it; [`Ahead::give_back`] follows.
    pub fn lend(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.head)
    }

    /// The head, back in its place.
    pub fn give_back(&mut self, head: Vec<u8>) {
        self.head = head;
    }

    /// The error that came instead of a first byte.
    pub fn failed_at_once(&mut self) -> Option<io::Error> {
        self.failed.take_if(|_| self.head.is_empty())
    }
}

impl BufRead for Ahead<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(&self.head[self.at..]);
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.at < self.head.len() {
            self.at += amount;
            if self.at == self.head.len() {
                // Many inputs may be open at a time, one in the other.
                self.head = Vec::new();
                self.at = 0;
            }
        } else {
            self.rest.consume(amount);
        }
    }
}

impl Read for Ahead<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.head.len() && self.failed.is_none() {
            return self.rest.read(into);
        }
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte, an error, then another byte.
    struct Torn(u8);

    impl Read for Torn {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            match self.0 {
                1 | 3 => {
                    into[0] = self.0;
                    Ok(1)
                }
                2 => Err(io::Error::other("torn")),
                _ => Ok(0),
            }
        }
    }

    #[test]
    fn an_error_in_the_head_comes_after_what_came_before_it() {
        let input = Box::new(io::BufReader::new(Torn(0)));
        let mut ahead = Ahead::new(input, Patience::Head);
        assert_eq!(ahead.head(), [1]);
        assert!(ahead.failed_at_once().is_none());
        let mut byte = [0];
        assert_eq!(ahead.read(&mut byte).expect("the head"), 1);
        assert!(ahead.read(&mut byte).is_err());
        assert_eq!((ahead.read(&mut byte).expect("the rest"), byte), (1, [3]));
        assert_eq!(ahead.read(&mut byte).expect("the end"), 0);
    }

    #[test]
    fn what_was_looked_at_is_read_all_the_same() {
        for length in [0, 1, HEAD - 1, HEAD, HEAD + 1, 3 * HEAD] {
            let bytes: Vec<u8> = (0..length).map(|n| n as u8).collect();
            let mut ahead = Ahead::new(Box::new(&bytes[..]), Patience::Head);
            assert_eq!(ahead.head(), &bytes[..length.min(HEAD)]);
            let mut read = Vec::new();
            ahead.read_to_end(&mut read).expect("bytes in memory");
            assert!(read == bytes, "{length}");
        }
    }

    #[test]
    fn a_pipe_is_not_kept_waiting_past_its_first_line() {
        let input = b"{\"a\":1}\n".chain(io::BufReader::new(Torn(1)));
        let ahead = Ahead::new(Box::new(input), Patience::Line);
        assert_eq!(ahead.head(), b"{\"a\":1}\n");
    }
}
