//! NewsML-G2 of the IPTC: news items, alone or in a message, with their text within.
//!
//! In comes an archive of items; out comes a record for each news item that carries a text. A package lists other items and
//! is none itself; what it refers to is read where it stands, and so nothing is read twice.
//! <https://iptc.org/std/NewsML-G2/guidelines/>

use std::io;

use super::xml::{Element, Nested, Splitter};
use super::{Context, Head, Input, Items};
use crate::ingest::archive::{Item, RecordError};

mod item;

/// The kinds of items there are.
const ITEMS: &[&str] = &[
    "newsItem",
    "packageItem",
    "conceptItem",
    "knowledgeItem",
    "planningItem",
    "catalogItem",
];

/// Whether an archive that begins with `head` is NewsML-G2.
pub fn looks_like_newsml_g2(head: &Head) -> bool {
    let local = head.root().and_then(|root| root.rsplit(':').next());
    local.is_some_and(|root| root == "newsMessage" || ITEMS.contains(&root))
}

/// The news items of an archive.
pub fn read_newsml_g2<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    let mut splitter = Splitter::new(input, context, ITEMS, Nested::Part);
    let mut count = 0;
    let mut ended = false;
    let mut step = move || -> io::Result<Option<Item>> {
        if ended {
            return Ok(None);
        }
        if let Some(piece) = splitter.next_piece()? {
            count += 1;
            let sent = sent(splitter.around());
            return Ok(Some(piece.item(|tree| item::record(&tree.root, sent))));
        }
        ended = true;
        let error = if splitter.is_cut_off() {
            RecordError::Truncated { what: "a message" }
        } else if count == 0 {
            RecordError::NotAnArticle {
                what: "a message without items",
            }
        } else {
            return Ok(None);
        };
        Ok(Some(Item::reject(None, splitter.byte(), b"", error)))
    };
    Box::new(std::iter::from_fn(move || step().transpose()))
}

/// When the message was sent that an item came in.
fn sent(around: &[Element]) -> Option<String> {
    around.first()?.at(&["header", "sent"])?.line()
}

#[cfg(test)]
mod tests;
