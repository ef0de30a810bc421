//! Archives of lines, cut into records at the lines that say so: what SGML collections, vendors' exports, RIS and mailboxes
//! have in common.
//!
//! In comes a stream and a [`Layout`] that knows the lines at which a record begins or ends; out comes an item for every
//! block of lines that is a record. Invariants: memory is bounded by the largest record; every line belongs to exactly one
//! block; a block that is too large is one reject, and the next one is found again.

use std::io;

use super::window::Window;
use super::{Context, Input, Items};
use crate::article::Record;
use crate::ingest::archive::{Item, RecordError, SAMPLE_CHARS};
use crate::ingest::text;

/// What a line is to the records around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// A record begins with it.
    Before,
    /// It belongs to the record at hand.
    Within,
    /// It is the last of its record.
    After,
}

/// A line, without its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub bytes: &'a [u8],
    /// Whether it is the first of the archive, or a blank line stands before it.
    pub after_blank: bool,
}

/// How a block ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With a line that says so.
    Marked,
    /// Because the next one began.
    Next,
    /// With the archive.
    Archive,
}

/// The lines of one record, or what stands before, between or after records.
pub(super) struct Block<'a> {
    pub bytes: &'a [u8],
    pub end: End,
    charset: Option<&'a str>,
}

impl<'a> Block<'a> {
    /// Its text.
    pub fn text(&self) -> Result<std::borrow::Cow<'a, str>, RecordError> {
        text::decode(self.bytes, self.charset).map(|decoded| decoded.text)
    }
}

/// How the archives of one format are laid out.
pub(super) trait Layout {
    /// What a line is. Asked of a line twice if a record begins with it.
    fn cut(&self, line: Line<'_>) -> Cut;

    /// The record that a block is; `None` for one that is no record but belongs to the export: a cover, a list of contents.
    fn read(&mut self, block: &Block<'_>) -> Option<Result<Record, RecordError>>;
}

/// The records of an archive that is laid out so.
pub(super) fn items<'a>(
    input: Input<'a>,
    context: &'a Context<'a>,
    layout: impl Layout + 'a,
) -> Items<'a> {
    Box::new(Blocks {
        window: Window::new(input),
        layout,
        charset: context.charset,
        limit: context.limits.record,
        after_blank: true,
        failed: None,
    })
}

struct Blocks<'a, L> {
    window: Window<'a>,
    layout: L,
    charset: Option<&'a str>,
    limit: usize,
    after_blank: bool,
    /// What stopped the input while a block was passed over: told after the reject.
    failed: Option<io::Error>,
}

/// Where the line that begins `from` bytes into the window ends, with its line end; or that it is longer than can be held.
enum LineEnd {
    At(usize),
    TooFar,
    /// There is no line any more.
    None,
}

impl<L: Layout> Iterator for Blocks<'_, L> {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(error) = self.failed.take() {
                return Some(Err(error));
            }
            match self.block() {
                Ok(None) => return None,
                Ok(Some((length, end))) => {
                    if let Some(item) = self.take(length, end) {
                        return Some(Ok(item));
                    }
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<L: Layout> Blocks<'_, L> {
    /// The length of the next block, from the start of the window; more than the limit if it is too large to be held.
    fn block(&mut self) -> io::Result<Option<(usize, End)>> {
        let mut length = 0;
        loop {
            let end = match self.line_end(length)? {
                LineEnd::At(end) if end <= self.limit => end,
                LineEnd::None if length == 0 => return Ok(None),
                LineEnd::None => return Ok(Some((length, End::Archive))),
                LineEnd::At(_) | LineEnd::TooFar => {
                    return Ok(Some((self.limit + 1, End::Archive)));
                }
            };
            let line = without_end(&self.window.bytes()[length..end]);
            let is_blank = line.trim_ascii().is_empty();
            if length == 0 && is_blank {
                self.window.consume(end);
                self.after_blank = true;
                continue;
            }
            let line = Line {
                bytes: line,
                after_blank: self.after_blank,
            };
            match self.layout.cut(line) {
                Cut::Before if length > 0 => return Ok(Some((length, End::Next))),
                Cut::Before | Cut::Within => length = end,
                Cut::After => {
                    self.after_blank = true;
                    return Ok(Some((end, End::Marked)));
                }
            }
            self.after_blank = is_blank;
        }
    }

    fn line_end(&mut self, from: usize) -> io::Result<LineEnd> {
        let mut searched = from;
        loop {
            let held = self.window.bytes();
            if let Some(at) = memchr::memchr(b'\n', &held[searched..]) {
                return Ok(LineEnd::At(searched + at + 1));
            }
            searched = held.len();
            if searched > self.limit {
                return Ok(LineEnd::TooFar);
            }
            if !self.window.fill()? {
                return Ok(match searched > from {
                    true => LineEnd::At(searched),
                    false => LineEnd::None,
                });
            }
        }
    }

    /// The item of the block that the window starts with, which is let go.
    fn take(&mut self, length: usize, end: End) -> Option<Item> {
        let (line, byte) = (Some(self.window.line()), self.window.byte());
        if length > self.limit {
            let limit = self.limit as u64;
            let held = self.window.bytes();
            let sample = held[..held.len().min(SAMPLE_CHARS * 4)].to_vec();
            let item = Item::reject(line, byte, &sample, RecordError::TooLarge { limit });
            self.failed = self.pass_over().err();
            return Some(item);
        }
        let block = Block {
            bytes: &self.window.bytes()[..length],
            end,
            charset: self.charset,
        };
        let item = self.layout.read(&block).map(|outcome| match outcome {
            Ok(record) => Item::record(line, byte, record),
            Err(error) => Item::reject(line, byte, block.bytes, error),
        });
        self.window.consume(length);
        item
    }

    /// Lets go of lines until one begins a record or ends one.
    fn pass_over(&mut self) -> io::Result<()> {
        let mut is_first = true;
        loop {
            match self.line_end(0)? {
                LineEnd::None => return Ok(()),
                LineEnd::TooFar => self.window.skip_line()?,
                LineEnd::At(end) => {
                    let bytes = without_end(&self.window.bytes()[..end]);
                    let cut = self.layout.cut(Line {
                        bytes,
                        after_blank: self.after_blank,
                    });
                    if cut == Cut::Before && !is_first {
                        return Ok(());
                    }
                    self.after_blank = bytes.trim_ascii().is_empty();
                    self.window.consume(end);
                    if cut == Cut::After {
                        return Ok(());
                    }
                }
            }
            is_first = false;
        }
    }
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use proptest::prelude::*;

    use super::*;

    /// `B…` begins a record, `E…` ends one, `C…` is a cover.
    struct Letters;

    impl Layout for Letters {
        fn cut(&self, line: Line<'_>) -> Cut {
            match line.bytes.first() {
                Some(b'B') => Cut::Before,
                Some(b'E') => Cut::After,
                _ => Cut::Within,
            }
        }

        fn read(&mut self, block: &Block<'_>) -> Option<Result<Record, RecordError>> {
            if block.bytes.starts_with(b"C") {
                return None;
            }
            Some(Ok(Record {
                body: vec![String::from_utf8_lossy(block.bytes).into_owned()],
                ..Record::default()
            }))
        }
    }

    fn items(text: &[u8], buffer: usize, limit: usize) -> Vec<Item> {
        Blocks {
            window: Window::new(Box::new(BufReader::with_capacity(
                buffer,
                Cursor::new(text.to_vec()),
            ))),
            layout: Letters,
            charset: None,
            limit,
            after_blank: true,
            failed: None,
        }
        .map(|item| item.expect("memory does not fail"))
        .collect()
    }

    fn told(text: &str, limit: usize) -> Vec<(u64, String)> {
        items(text.as_bytes(), 7, limit)
            .into_iter()
            .map(|item| {
                let what = match item.outcome {
                    Ok(record) => record.body[0].replace('\n', "|"),
                    Err(error) => error.code().to_owned(),
                };
                (item.line.expect("a line"), what)
            })
            .collect()
    }

    #[test]
    fn a_block_goes_from_its_first_line_to_its_last() {
        assert_eq!(
            told("Cover\nmore\n\n\nB1\nx\n\nB2\r\nE2\n\nrest\ny", 100),
            [
                (5, "B1|x||".to_owned()),
                (8, "B2\r|E2|".to_owned()),
                (11, "rest|y".to_owned())
            ]
        );
        assert_eq!(told("\n \n", 100), []);
    }

    #[test]
    fn a_block_that_is_too_large_is_one_reject_and_the_next_is_found() {
        let long = "x".repeat(100);
        for text in [
            format!("B1\n{long}\n{long}\nB2\n"),
            format!("B1\n{}B2\n", "abc\n".repeat(30)),
            format!("B1{long}\nB2\n"),
            format!("B1\n{long}E\nB2\n"),
        ] {
            let told = told(&text, 40);
            assert_eq!(told[0].1, "TOO_LARGE", "{text}");
            assert_eq!(told.last().expect("two").1, "B2|", "{text}");
            assert_eq!(told.len(), 2, "{text}");
        }
    }

    proptest! {
        /// The buffer makes no difference, and no line is in two blocks or in none.
        #[test]
        fn every_line_is_in_one_block(text in "[BEx\n]{0,80}", buffer in 1..20usize) {
            let all: String = items(text.as_bytes(), buffer, 1000)
                .iter()
                .map(|item| item.outcome.as_ref().expect("all are read").body[0].clone())
                .collect();
            prop_assert_eq!(all.replace('\n', ""), text.replace('\n', ""));
        }
    }
}
