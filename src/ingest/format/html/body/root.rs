//! Which element of a page its story stands in.
//!
//! In come the blocks with how much prose each is; out comes an element. One that says it holds the text of an article, and
//! holds most of the prose, is it; else the way leads from the page inwards, to whichever child has most of what is left.
//! Always holds: each element is looked at once.

use std::collections::HashSet;

use super::{Known, is_heading};
use crate::ingest::format::html::blocks::Block;
use crate::ingest::format::html::meta::has_property;
use crate::ingest::format::html::tag::Tag;
use crate::ingest::format::html::tree::{Id, Tree};
use crate::ingest::format::html::words::{share, words};

/// How much prose a block is: its letters, if it reads like a paragraph of a story.
pub(super) fn prose_of(tree: &Tree<'_>, block: &Block) -> usize {
    if block.weight < 60 || block.link_share() > 0.4 || is_heading(tree, block) {
        return 0;
    }
    block.weight - block.linked
}

/// The element that the story stands in.
pub(super) fn find(tree: &Tree<'_>, blocks: &[Block], known: &Known<'_>) -> Id {
    let mut sums = vec![0_usize; tree.len()];
    let told: HashSet<String> = words(known.text).into_iter().collect();
    for block in blocks {
        let prose = prose_of(tree, block);
        let is_told = prose > 0 && !told.is_empty() && share(&block.text, &told) > 0.9;
        let factor = if is_told { 3 } else { 1 };
        sums[block.at as usize] += prose * factor;
    }
    for id in (1..tree.len()).rev() {
        let parent = tree.parent(id as Id).expect("only the root has no parent");
        sums[parent as usize] += sums[id];
    }
    let total = sums[Tree::ROOT as usize];
    // The innermost of those that say so and hold most of the prose.
    let marked = tree
        .elements()
        .filter(|(id, _)| sums[*id as usize] * 100 > total * 55 && is_marked(tree, *id))
        .last();
    let mut root = marked.map_or(Tree::ROOT, |(id, _)| id);
    while marked.is_none()
        && let Some(inner) = inwards(tree, &sums, root, known.heading)
    {
        root = inner;
    }
    around_pieces(tree, &sums, root)
}

/// The child of an element that the story stands in: one with most of the prose, or the headline's with a good part of it.
fn inwards(tree: &Tree<'_>, sums: &[usize], root: Id, heading: Option<Id>) -> Option<Id> {
    let all = sums[root as usize];
    let has = |id: Id, percent: usize| all > 0 && sums[id as usize] * 100 >= all * percent;
    let children = || tree.children(root);
    let best = children().max_by_key(|child| sums[*child as usize])?;
    if has(best, 75) && tree.tag(best) != Tag::P {
        return Some(best);
    }
    let heading = heading?;
    let with_heading = children().find(|child| (*child..tree.end_of(*child)).contains(&heading))?;
    has(with_heading, 20).then_some(with_heading)
}

/// A story cut into several elements of a kind stands in the one around them.
fn around_pieces(tree: &Tree<'_>, sums: &[usize], mut root: Id) -> Id {
    for _ in 0..3 {
        let Some(parent) = tree.parent(root) else {
            break;
        };
        let is_alike = |id: Id| {
            id != root
                && tree.tag(id) == tree.tag(root)
                && tree.raw_attribute(id, "class") == tree.raw_attribute(root, "class")
                && sums[id as usize] > 0
        };
        if tree.tag(root) == Tag::Article || !tree.children(parent).any(is_alike) {
            break;
        }
        root = parent;
    }
    root
}

/// Whether an element says that it holds the text of an article.
fn is_marked(tree: &Tree<'_>, id: Id) -> bool {
    if has_property(tree, id, "articleBody") {
        return true;
    }
    ["class", "id"].iter().any(|key| {
        tree.raw_attribute(id, key)
            .unwrap_or_default()
            .split_ascii_whitespace()
            .any(|name| {
                let name: String = name
                    .chars()
                    .filter(|c| c.is_ascii_alphanumeric())
                    .map(|c| c.to_ascii_lowercase())
                    .collect();
                MARKS.iter().any(|mark| name.contains(mark))
            })
    })
}

/// What systems call the element that holds the text of an article, without signs and capitals.
const MARKS: [&str; 16] = [
    "articlebody",
    "articletext",
    "articlecontent",
    "storybody",
    "storycontent",
    "storytext",
    "entrycontent",
    "postcontent",
    "postbody",
    "bodycontent",
    "contentbody",
    "newsbody",
    "newscontent",
    "newstext",
    "richtext",
    "bodytext",
];
