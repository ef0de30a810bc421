//! The headline that readers see where the first heading of a page is one for search engines.
//!
//! Some newsrooms write the words of a search into a small `h1`, among the steps to the page, and the headline into an `h2`
//! below it. In come the headings of the second order; out comes the one that another place of the page, Open Graph or
//! JSON-LD, gives for the headline too. Always holds: a heading that no other place confirms is never the headline.

use super::super::page::Page;
use super::super::tag::Tag;
use super::super::tree::{Id, Tree, View};
use super::super::words::folded;

/// Behind so many headings of the second order the headline does not stand.
const MOST: usize = 8;

/// A heading with more elements and texts is a box.
const LARGEST: Id = 40;

/// A longer heading, in bytes, is none.
const LONGEST: usize = 1_000;

/// A heading of the second order.
#[derive(Debug, Default)]
pub struct Second {
    /// Its text.
    pub text: String,
    /// The texts of its two elements, if it has no more than these: a kicker, and the headline.
    pub parts: Option<(String, String)>,
}

/// The first headings of the second order.
pub fn seconds(page: &Page<'_>) -> Vec<Second> {
    let headings = page.tree.elements().filter(|(_, tag)| *tag == Tag::H2);
    let small = headings.filter(|(id, _)| page.tree.end_of(*id) - id <= LARGEST);
    let read = small.take(MOST).map(|(id, _)| {
        let parts = parts(page.tree, id);
        let joined = parts.as_ref().map(|(a, b)| format!("{a} {b}"));
        Second {
            text: joined.unwrap_or_else(|| page.tree.text(id)),
            parts,
        }
    });
    read.filter(|heading| heading.text.len() <= LONGEST)
        .collect()
}

/// The headline among headings that is another than the first heading of the page; `shared` and `linked` are those of Open
/// Graph and JSON-LD, without the site's name.
pub fn shown(
    seconds: &[Second],
    first: &str,
    shared: Option<&str>,
    linked: Option<&str>,
) -> Option<String> {
    let first = folded(first);
    let others = seconds.iter().filter(|heading| {
        let text = folded(&heading.text);
        !text.is_empty() && text != first
    });
    let is = |told: Option<&str>, text: &str| told.is_some_and(|told| folded(told) == folded(text));
    let mut confirmed = others.filter_map(|heading| match &heading.parts {
        None => [shared, linked]
            .into_iter()
            .any(|told| is(told, &heading.text))
            .then(|| heading.text.clone()),
        // JSON-LD joins a kicker to the headline, and so confirms neither.
        Some((_, headline)) if is(shared, headline) => Some(headline.clone()),
        Some((kicker, headline)) => is(shared, &heading.text).then(|| {
            // What the page sets on two lines is joined by a sign; a headline broken into two lines has none.
            let rest = shared.and_then(|told| told.strip_prefix(kicker.as_str()));
            let is_kicker = rest.is_some_and(|rest| rest.trim_start().starts_with(super::BETWEEN));
            if is_kicker {
                headline.clone()
            } else {
                heading.text.clone()
            }
        }),
    });
    confirmed.next()
}

/// The texts of the two elements that a heading consists of, through elements that hold it all.
fn parts(tree: &Tree<'_>, heading: Id) -> Option<(String, String)> {
    let mut at = heading;
    loop {
        let mut elements = Vec::new();
        for id in tree.children(at) {
            match tree.view(id) {
                View::Element(_) if tree.text(id).is_empty() => {}
                View::Element(_) => elements.push(id),
                View::Text(_) if tree.text(id).is_empty() => {}
                View::Text(_) => return None,
            }
            if elements.len() > 2 {
                return None;
            }
        }
        match elements[..] {
            [only] => at = only,
            [first, second] => return Some((tree.text(first), tree.text(second))),
            _ => return None,
        }
    }
}
