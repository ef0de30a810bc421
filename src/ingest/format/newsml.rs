//! NewsML 1.0 to 1.2 of the IPTC: news items made of components, with their texts within.
//!
//! In comes an archive of items; out comes a record for each text that is an article of its own. An item is a tree of
//! components: the main text, a second one beside it, pictures with their captions, and items within items. A text is an
//! article if a headline is its own; one without continues the article before. What is only referred to is read where it
//! stands. Of components that say the same in several forms the first text counts.
//! <https://iptc.org/standards/newsml-1/>

use std::collections::VecDeque;
use std::io;

use super::xml::{Element, Nested, Splitter};
use super::{Context, Head, Input, Items};
use crate::ingest::archive::{Item, RecordError};

mod component;
mod item;

/// Whether an archive that begins with `head` is NewsML 1.
pub fn looks_like_newsml(head: &Head) -> bool {
    let local = head.root().and_then(|root| root.rsplit(':').next());
    matches!(local, Some("NewsML" | "NewsItem"))
}

/// The articles of an archive.
pub fn read_newsml<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    let mut articles = Articles {
        splitter: Splitter::new(input, context, &["NewsItem"], Nested::Part),
        ready: VecDeque::new(),
        count: 0,
        ended: false,
    };
    Box::new(std::iter::from_fn(move || articles.step().transpose()))
}

struct Articles<'a> {
    splitter: Splitter<'a>,
    /// What the last item holds besides the article that was handed out.
    ready: VecDeque<Item>,
    count: usize,
    ended: bool,
}

impl Articles<'_> {
    fn step(&mut self) -> io::Result<Option<Item>> {
        if let Some(item) = self.ready.pop_front() {
            return Ok(Some(item));
        }
        if self.ended {
            return Ok(None);
        }
        let Some(piece) = self.splitter.next_piece()? else {
            self.ended = true;
            return Ok(self.end());
        };
        self.count += 1;
        let (byte, head) = (piece.byte, piece.head);
        let reject = |error| Item::reject(None, byte, &head, error);
        match piece.outcome {
            Err(error) => return Ok(Some(reject(error))),
            Ok(tree) => {
                let sent = sent(self.splitter.around());
                let outcomes = item::records(&tree.root, sent.as_deref());
                self.ready
                    .extend(outcomes.into_iter().map(|outcome| match outcome {
                        Ok(record) => Item::record(None, byte, record),
                        Err(error) => reject(error),
                    }));
            }
        }
        Ok(self.ready.pop_front())
    }

    fn end(&self) -> Option<Item> {
        let error = if self.splitter.is_cut_off() {
            RecordError::Truncated { what: "a message" }
        } else if self.count == 0 {
            RecordError::NotAnArticle {
                what: "a message without items",
            }
        } else {
            return None;
        };
        Some(Item::reject(None, self.splitter.byte(), b"", error))
    }
}

/// When the message was sent that an item came in.
fn sent(around: &[Element]) -> Option<String> {
    around.first()?.at(&["NewsEnvelope", "DateAndTime"])?.line()
}

#[cfg(test)]
mod tests;
