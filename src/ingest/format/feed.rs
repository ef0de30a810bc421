//! Feeds: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0; and a single Atom entry.
//!
//! In comes a feed of any length, well-formed or as far as it goes; out comes an item for each of its entries. A feed
//! without an entry is one reject, and one that ends too early says so after its last entry. JSON Feed is JSON and read
//! there.
//!
//! `feed-rs`, which was looked at, holds a feed whole, gives up on one that is not well-formed, and hands out what is left of
//! a text after its own cleaning; this reads entry by entry over the tokens that all formats in XML share.
//!
//! `entry` makes a record of an entry; `space` says whose word an element is; `construct` reads a text as its type says;
//! `address` makes links whole.

use std::io;

use super::xml::{Element, Nested, Splitter};
use super::{Context, Head, Input, Items};
use crate::ingest::archive::{Item, RecordError};

mod address;
mod construct;
mod entry;
mod space;

pub(super) use entry::{Channel, record};

/// The names that entries have; in capitals they are those of CDF, the first of all feeds.
const ENTRIES: &[&str] = &["item", "entry", "ITEM"];

/// Whether an archive that begins with `head` is a feed.
pub fn looks_like_feed(head: &Head) -> bool {
    let Some(root) = head.root() else {
        return false;
    };
    let local = root.rsplit(':').next().unwrap_or(root);
    match local {
        "rss" | "feed" | "channel" | "CHANNEL" => true,
        "RDF" | "entry" => head.text().is_some_and(|text| {
            let spaces = [
                "purl.org/rss/",
                "netscape.com/rdf",
                "w3.org/2005/Atom",
                "purl.org/atom",
            ];
            spaces.iter().any(|space| text.contains(space))
        }),
        _ => false,
    }
}

/// The entries of a feed, one after another.
pub fn read_feed<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    Box::new(Entries::new(input, context, "a feed", |entry, channel| {
        Ok(record(entry, channel))
    }))
}

/// What makes a record of an entry, given the channel it stands in.
pub(super) type ReadEntry = fn(&Element, &Channel) -> Result<crate::article::Record, RecordError>;

/// The entries of a feed as items.
pub(super) struct Entries<'a> {
    splitter: Splitter<'a>,
    read: ReadEntry,
    what: &'static str,
    channel: Channel,
    /// The splitter's around when the channel was read.
    version: Option<usize>,
    count: usize,
    ended: bool,
}

impl<'a> Entries<'a> {
    /// Those of a feed, which is called `what`.
    pub fn new(
        input: Input<'a>,
        context: &Context<'_>,
        what: &'static str,
        read: ReadEntry,
    ) -> Self {
        Self {
            splitter: Splitter::new(input, context, ENTRIES, Nested::Next),
            read,
            what,
            channel: Channel::default(),
            version: None,
            count: 0,
            ended: false,
        }
    }

    fn step(&mut self) -> io::Result<Option<Item>> {
        if self.ended {
            return Ok(None);
        }
        if let Some(piece) = self.splitter.next_piece()? {
            let version = Some(self.splitter.around_version());
            if self.version != version {
                self.version = version;
                self.channel = Channel::of(self.splitter.around());
            }
            self.count += 1;
            return Ok(Some(
                piece.item(|tree| (self.read)(&tree.root, &self.channel)),
            ));
        }
        self.ended = true;
        let error = if self.splitter.is_cut_off() {
            RecordError::Truncated { what: self.what }
        } else if self.count == 0 {
            RecordError::NotAnArticle {
                what: "a feed without entries",
            }
        } else {
            return Ok(None);
        };
        Ok(Some(Item::reject(None, self.splitter.byte(), b"", error)))
    }
}

impl Iterator for Entries<'_> {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = self.step();
        // The bytes stopped coming.
        self.ended |= step.is_err();
        step.transpose()
    }
}

#[cfg(test)]
mod tests;
