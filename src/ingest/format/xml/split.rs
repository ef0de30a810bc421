//! A stream of XML → its records, one after another: the items of a feed, the pages of a dump, the news items of a message.
//!
//! In comes an archive of any length and the names that records have; out comes a [`Piece`] for every one, as a tree of its
//! own. What stands around them — the channel of a feed, the envelope of a message — is at hand as far as it came before.
//! Invariants: memory is bounded by the largest record that is read; a record that is too large or broken costs itself only.

use std::io;

use super::element::{Element, Node};
use super::token::{self, Ahead, Kind, Token};
use super::tree::{Builder, Fault, Tree, parse_within};
use super::{MAX_DEPTH, declared_encoding};
use crate::article::Record;
use crate::ingest::archive::{Item, RecordError};
use crate::ingest::format::window::Window;
use crate::ingest::format::{Context, Input};
use crate::ingest::text;

/// How much of what stands around records is kept: values, and bytes of text.
const AROUND_VALUES: usize = 10_000;
const AROUND_BYTES: usize = 1 << 20;
/// How much of a record that is too large is kept for its sample.
const HEAD_BYTES: usize = 1024;
/// How much of the beginning is looked at for its encoding.
const ENCODING_BYTES: usize = 64 << 10;

/// What a record's name means inside of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nested {
    /// A part of it.
    Part,
    /// The next one: the end of the first was left out.
    Next,
}

/// One record of a stream.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Where it starts: bytes from the start of the archive, after unpacking; of an archive in UTF-16, of its text in UTF-8.
    pub byte: u64,
    /// Its first bytes, for the sample of a reject.
    pub head: Vec<u8>,
    /// The record, or why there is none.
    pub outcome: Result<Tree, RecordError>,
}

impl Piece {
    /// The item that it makes, given how a tree is read.
    pub fn item(self, read: impl FnOnce(&Tree) -> Result<Record, RecordError>) -> Item {
        match self.outcome.and_then(|tree| read(&tree)) {
            Ok(record) => Item::record(None, self.byte, record),
            Err(error) => Item::reject(None, self.byte, &self.head, error),
        }
    }
}

/// Cuts a stream of XML into its records.
pub struct Splitter<'a> {
    window: Window<'a>,
    names: Vec<String>,
    nested: Nested,
    limit: usize,
    /// Values of a record.
    values: usize,
    charset: Option<String>,
    around: Builder,
    kept_values: usize,
    kept_bytes: usize,
    begun: bool,
    ended: bool,
}

impl<'a> Splitter<'a> {
    /// The elements of these local names in a stream.
    pub fn new(input: Input<'a>, context: &Context<'_>, names: &[&str], nested: Nested) -> Self {
        Self {
            window: Window::new(input),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            nested,
            limit: context.limits.record,
            values: context.limits.values,
            charset: context.charset.map(str::to_owned),
            around: Builder::default(),
            kept_values: 0,
            kept_bytes: 0,
            begun: false,
            ended: false,
        }
    }

    /// The elements that the last record stood in, the outermost first, each with what came before in it, records left
    /// out. At the end, also the outermost element alone, if it was closed.
    pub fn around(&self) -> &[Element] {
        match &self.around.root {
            Some(root) => std::slice::from_ref(root),
            None => &self.around.open,
        }
    }

    /// A number that changes when [`around`](Self::around) does.
    pub fn around_version(&self) -> usize {
        self.kept_values
    }

    /// Where the next record or the end is: bytes from the start of the archive.
    pub fn byte(&self) -> u64 {
        self.window.byte()
    }

    /// At the end: whether it came before the outermost element was closed.
    pub fn is_cut_off(&self) -> bool {
        self.ended && self.around.root.is_none() && !self.around.open.is_empty()
    }

    /// Whether the archive is well-formed outside of its records, so far.
    pub fn fault(&self) -> Option<Fault> {
        self.around.fault
    }

    /// The next record.
    ///
    /// # Errors
    /// An I/O error, if the bytes stopped coming.
    pub fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        if !self.begun {
            self.begin()?;
        }
        while let Some(token) = self.token(0)? {
            if matches!(token.kind, Kind::Start | Kind::Empty) {
                let inner = &self.window.bytes()[token.inner.clone()];
                let name = &inner[..token::name_end(inner)];
                if self.is_record(name) {
                    let name = name.to_vec();
                    return self.record(&token, &name).map(Some);
                }
            }
            self.pass(&token);
            self.window.consume(token.length);
        }
        Ok(None)
    }

    /// Finds out the encoding: as declared within, else as declared beside, else as the beginning looks.
    fn begin(&mut self) -> io::Result<()> {
        self.begun = true;
        while self.window.bytes().len() < ENCODING_BYTES && self.window.fill()? {}
        let head = self.window.bytes();
        let head = &head[..head.len().min(ENCODING_BYTES)];
        if let Some(declared) = declared_encoding(head) {
            self.charset = Some(declared);
        } else if self.charset.is_none() && !head.is_ascii() {
            self.charset = text::decode(head, None)
                .ok()
                .map(|decoded| decoded.encoding.to_owned());
        }
        Ok(())
    }

    /// The token that stands so far into the window; `None` at the end of the archive.
    fn token(&mut self, at: usize) -> io::Result<Option<Token>> {
        loop {
            let ahead = if self.ended {
                Ahead::Nothing
            } else {
                Ahead::More
            };
            let bytes = &self.window.bytes()[at..];
            if let Some(token) = token::next(bytes, ahead) {
                return Ok(Some(token));
            }
            if self.ended {
                return Ok(None);
            }
            // No token is as large as this but one that is never closed.
            if bytes.len() > self.limit {
                return Ok(token::next(bytes, Ahead::Nothing));
            }
            self.more()?;
        }
    }

    /// Takes as many bytes again as the window holds, so that a long token is looked at a few times only.
    fn more(&mut self) -> io::Result<()> {
        let wanted = self.window.bytes().len() * 2;
        loop {
            if !self.window.fill()? {
                self.ended = true;
                return Ok(());
            }
            if self.window.bytes().len() >= wanted {
                return Ok(());
            }
        }
    }

    fn is_record(&self, name: &[u8]) -> bool {
        let name = local_bytes(name);
        self.names.iter().any(|own| own.as_bytes() == name)
    }

    /// Takes note of what stands outside of records.
    fn pass(&mut self, token: &Token) {
        let is_full = self.kept_values > AROUND_VALUES || self.kept_bytes > AROUND_BYTES;
        let bytes = &self.window.bytes()[..token.length];
        let blank = token.kind == Kind::Text && bytes.trim_ascii().is_empty();
        let extra = matches!(token.kind, Kind::Text | Kind::CData | Kind::Empty);
        let deep = token.kind == Kind::Start && self.around.open.len() >= MAX_DEPTH;
        if token.kind == Kind::Aside {
            // A doctype is in letters of ASCII, where it matters.
            let aside = &bytes[..bytes.len().min(ENCODING_BYTES)];
            self.around.take_aside(&String::from_utf8_lossy(aside));
            return;
        }
        if blank || is_full && extra || deep {
            return;
        }
        self.kept_bytes += token.length;
        self.kept_values += 1 + memchr::memchr_iter(b'=', bytes).count();
        let decoded = text::decode(bytes, self.charset.as_deref());
        let text = match &decoded {
            Ok(decoded) => &decoded.text,
            Err(_) => return,
        };
        // Decoding may have moved what the token says.
        let Some(token) = token::next(text.as_bytes(), Ahead::Nothing) else {
            return;
        };
        let before = self.around.open.len();
        // What is too much here is left out; the records do not need it.
        let _ = self.around.take(&token, text);
        if is_full && token.kind == Kind::End && self.around.open.len() < before {
            drop_last_child(&mut self.around.open);
        }
    }

    /// The record whose start tag the window begins with.
    fn record(&mut self, start: &Token, name: &[u8]) -> io::Result<Piece> {
        let byte = self.window.byte();
        let mut walk = Walk::new(name, &self.around.open, self.nested);
        let mut at = start.length;
        // Of a record that is too large only the beginning is kept.
        let mut head: Option<Vec<u8>> = None;
        let mut is_open = start.kind == Kind::Start;
        while is_open {
            let Some(token) = self.token(at)? else { break };
            let bytes = &self.window.bytes()[at..];
            match walk.step(&token, bytes, &self.names) {
                Step::Within => at += token.length,
                Step::Ends => {
                    at += token.length;
                    is_open = false;
                }
                Step::EndedBefore => is_open = false,
            }
            if at > self.limit {
                head.get_or_insert_with(|| self.window.bytes()[..at.min(HEAD_BYTES)].to_vec());
                self.window.consume(at);
                at = 0;
            }
        }
        let outcome = match head.is_some() {
            true => Err(RecordError::TooLarge {
                limit: self.limit as u64,
            }),
            false => self.tree(at),
        };
        let bytes = &self.window.bytes()[..at];
        let head = head.unwrap_or_else(|| bytes[..at.min(HEAD_BYTES)].to_vec());
        self.window.consume(at);
        Ok(Piece {
            byte,
            head,
            outcome,
        })
    }

    /// The tree of the first bytes of the window.
    fn tree(&self, length: usize) -> Result<Tree, RecordError> {
        let bytes = &self.window.bytes()[..length];
        let decoded = text::decode(bytes, self.charset.as_deref())?;
        let mut tree = parse_within(
            &decoded.text,
            &self.around.open,
            &self.around.declared,
            self.values,
        )?;
        if tree.fault == Some(Fault::Truncated)
            && !(self.ended && self.window.bytes().len() == length)
        {
            tree.fault = Some(Fault::IllFormed);
        }
        Ok(tree)
    }
}

/// Where a record ends.
struct Walk {
    name: Vec<u8>,
    nested: Nested,
    depth: usize,
    /// The elements around it, and how many of each name are open within it.
    around: Vec<(String, usize)>,
}

enum Step {
    Within,
    Ends,
    EndedBefore,
}

impl Walk {
    fn new(name: &[u8], around: &[Element], nested: Nested) -> Self {
        let around = around.iter().map(|e| (e.name().to_owned(), 0));
        Self {
            name: name.to_owned(),
            nested,
            depth: 1,
            around: around.collect(),
        }
    }

    fn step(&mut self, token: &Token, bytes: &[u8], names: &[String]) -> Step {
        let inner = &bytes[token.inner.clone()];
        let name = &inner[..token::name_end(inner)];
        match token.kind {
            Kind::Start if name == self.name && self.nested == Nested::Part => self.depth += 1,
            Kind::Start | Kind::Empty
                if self.nested == Nested::Next
                    && names.iter().any(|own| own.as_bytes() == local_bytes(name)) =>
            {
                return Step::EndedBefore;
            }
            Kind::Start => {
                if let Some(same) = self
                    .around
                    .iter_mut()
                    .rfind(|same| same.0.as_bytes() == name)
                {
                    same.1 += 1;
                }
            }
            Kind::End if name == self.name => {
                self.depth -= 1;
                if self.depth == 0 {
                    return Step::Ends;
                }
            }
            // The end of what is around it: its own was left out.
            Kind::End => match self
                .around
                .iter_mut()
                .rfind(|same| same.0.as_bytes() == name)
            {
                Some((_, 0)) => return Step::EndedBefore,
                Some((_, count)) => *count -= 1,
                None => {}
            },
            _ => {}
        }
        Step::Within
    }
}

fn local_bytes(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

fn drop_last_child(open: &mut [Element]) {
    if let Some(parent) = open.last_mut()
        && matches!(parent.content.last(), Some(Node::Element(_)))
    {
        parent.content.pop();
    }
}
