//! The tree → blocks: the lines of text that a reader sees, one for each paragraph, heading, item or cell.
//!
//! In comes the tree and what of it is furniture; out come the blocks in the order of the page, without the furniture. Always
//! holds: a block's text is on one line and not empty; every text outside of furniture is in one block.

use super::entity;
use super::prune::Pruned;
use super::tag::Tag;
use super::tree::{Id, Tree, View, push_words};
use super::words::weight;

/// A stretch of text that stands by itself.
#[derive(Clone, Debug)]
pub struct Block {
    /// The innermost element around it that is no inline one.
    pub element: Id,
    /// Its first text.
    pub at: Id,
    /// What it says.
    pub text: String,
    /// How long it is, in letters.
    pub weight: usize,
    /// How much of that is in links.
    pub linked: usize,
}

impl Block {
    /// How much of it is links, from 0 to 1.
    pub fn link_share(&self) -> f64 {
        self.linked as f64 / self.weight.max(1) as f64
    }
}

/// Whether a text stands in a link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Linked {
    Yes,
    No,
}

/// The blocks of a page.
pub fn blocks(tree: &Tree<'_>, pruned: &Pruned) -> Vec<Block> {
    let mut writer = Writer::default();
    // The block-like elements that are open, with where they end.
    let mut stack: Vec<(Id, Id)> = vec![(Tree::ROOT, tree.len() as Id)];
    let mut link_end = 0;
    let mut id = 1;
    while (id as usize) < tree.len() {
        while stack.last().is_some_and(|(_, end)| *end <= id) && stack.len() > 1 {
            stack.pop();
            writer.finish();
        }
        if pruned.is_furniture(id) {
            let tag = tree.tag(id);
            if !tag.is_inline() && tag != Tag::Other {
                writer.finish();
            }
            id = tree.end_of(id);
            continue;
        }
        match tree.view(id) {
            View::Element(Tag::Br) => writer.line_break(),
            View::Element(Tag::A) => link_end = link_end.max(tree.end_of(id)),
            View::Element(tag) => {
                let is_block = match tag {
                    Tag::Other => tree.name(id).contains('-'),
                    tag => !tag.is_inline(),
                };
                if is_block {
                    writer.finish();
                    stack.push((id, tree.end_of(id)));
                }
            }
            View::Text(text) => {
                let element = stack.last().expect("the root is never popped").0;
                let linked = if id < link_end {
                    Linked::Yes
                } else {
                    Linked::No
                };
                writer.text(element, id, text, linked);
            }
        }
        id += 1;
    }
    writer.finish();
    writer.done
}

#[derive(Default)]
struct Writer {
    done: Vec<Block>,
    open: Option<Block>,
}

impl Writer {
    fn text(&mut self, element: Id, at: Id, raw: &str, linked: Linked) {
        let text = entity::decode(raw);
        let weight = weight(&text);
        if weight == 0 && self.open.is_none() {
            return;
        }
        let block = self.open.get_or_insert_with(|| Block {
            element,
            at,
            text: String::new(),
            weight: 0,
            linked: 0,
        });
        push_words(&mut block.text, &text);
        block.weight += weight;
        if linked == Linked::Yes {
            block.linked += weight;
        }
    }

    /// A line break is a space; two of them part paragraphs, as pages without `p` have them.
    fn line_break(&mut self) {
        let Some(block) = &mut self.open else { return };
        if block.text.ends_with('\n') {
            self.finish();
        } else {
            block.text.truncate(block.text.trim_end().len());
            block.text.push('\n');
        }
    }

    fn finish(&mut self) {
        if let Some(mut block) = self.open.take() {
            block.text = block.text.replace('\n', " ");
            block.text.truncate(block.text.trim_end().len());
            if !block.text.is_empty() {
                self.done.push(block);
            }
        }
    }
}
