//! The blocks → the story: its standfirst, paragraphs and headings, in the order of the page.
//!
//! In come the tree, its blocks and what the head of the page says of the story; out come the paragraphs. Always holds: each
//! is the page's own text; none comes twice; the headline is not among them.

mod root;

use std::collections::{HashMap, HashSet};

use super::blocks::Block;
use super::tag::Tag;
use super::tree::{Id, Tree};
use super::words::{folded, same_title, share, words};
use root::prose_of;

/// What is known of a story before its text is looked for.
#[derive(Debug, Default)]
pub struct Known<'k> {
    /// Its headlines, as the page writes them in several places.
    pub titles: &'k [String],
    /// Where its headline stands.
    pub heading: Option<Id>,
    /// What the page says the story is about: its description.
    pub descriptions: &'k [String],
    /// Its text as JSON-LD has it; empty if it does not.
    pub text: &'k str,
}

/// The text of a story.
#[derive(Debug, Default)]
pub struct Story {
    /// Its paragraphs and headings, the standfirst first.
    pub paragraphs: Vec<String>,
    /// How many of them are the standfirst.
    pub standfirst: usize,
    /// The element that most of it stands in.
    pub root: Id,
}

/// Finds the story among the blocks of a page; `everything` are those of furniture too.
pub fn story(tree: &Tree<'_>, blocks: &[Block], everything: &[Block], known: &Known<'_>) -> Story {
    let root = root::find(tree, blocks, known);
    let kept = inside(tree, blocks, root, known);
    let first = kept.iter().position(|block| prose_of(tree, block) > 0);
    let first_at = first.map_or(Id::MAX, |first| kept[first].at);
    let mut story = Story {
        root,
        ..Story::default()
    };
    let mut seen = HashSet::new();
    for block in standfirst(everything, first_at, known) {
        if seen.insert(folded(&block.text)) {
            story.paragraphs.push(block.text.clone());
            story.standfirst += 1;
        }
    }
    // Before the first paragraph stand kickers, bylines and dates; behind the last headings of what was left out, and credits.
    let is_opening = |block: &Block| is_sentence(&block.text) && block.weight >= 30;
    let mut own: Vec<&Block> = kept
        .iter()
        .enumerate()
        .filter(|(at, block)| first.is_none_or(|first| *at >= first) || is_opening(block))
        .map(|(_, block)| *block)
        .collect();
    while own.last().is_some_and(|block| is_trailing(tree, block)) {
        own.pop();
    }
    for block in own {
        if seen.insert(folded(&block.text)) {
            story.paragraphs.push(block.text.clone());
        }
    }
    story
}

/// The blocks inside of an element that may be the story's: no headline, no list of links, nothing that stands twice.
fn inside<'b>(tree: &Tree<'_>, blocks: &'b [Block], root: Id, known: &Known<'_>) -> Vec<&'b Block> {
    let titles: HashSet<String> = known.titles.iter().map(|title| folded(title)).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for block in blocks {
        *times.entry(&block.text).or_default() += 1;
    }
    let is_own = |block: &&Block| {
        let is_repeated = times[block.text.as_str()] > 1 && !is_sentence(&block.text);
        !is_repeated && !titles.contains(&folded(&block.text)) && !is_noise(tree, block)
    };
    blocks[range(tree, blocks, root)]
        .iter()
        .filter(is_own)
        .collect()
}

/// Whether a text ends as a sentence does.
fn is_sentence(text: &str) -> bool {
    text.trim_end_matches([
        '"', '\'', '”', '’', '“', '»', '«', ')', ']', '」', '』', '）', ' ',
    ])
    .ends_with([
        '.', '!', '?', '…', '。', '！', '？', '．', '।', '։', '۔', '؟', ':', ';',
    ])
}

/// Whether a block at the end of a story is not of it: a heading with nothing below it, a credit, a link.
fn is_trailing(tree: &Tree<'_>, block: &Block) -> bool {
    is_heading(tree, block)
        || !is_sentence(&block.text) && (block.link_share() > 0.4 || block.weight < 60)
}

/// The blocks inside of an element.
fn range(tree: &Tree<'_>, blocks: &[Block], root: Id) -> std::ops::Range<usize> {
    let end = tree.end_of(root);
    let from = blocks.partition_point(|block| block.at < root);
    let to = blocks.partition_point(|block| block.at < end);
    from..to
}

fn is_heading(tree: &Tree<'_>, block: &Block) -> bool {
    tree.tag(block.element).is_heading()
}

/// Whether a block inside of the story is not of it.
fn is_noise(tree: &Tree<'_>, block: &Block) -> bool {
    if folded(&block.text).is_empty() {
        return true;
    }
    let tag = tree.tag(block.element);
    let sentence = is_sentence(&block.text);
    let links = block.link_share();
    let is_item = tag == Tag::Li;
    let is_text = matches!(
        tag,
        Tag::P | Tag::Li | Tag::Blockquote | Tag::Td | Tag::Th | Tag::Dd | Tag::Dt | Tag::Pre
    ) || tag.is_heading();
    links > 0.8
        || links > 0.5 && (is_item || !sentence)
        || !is_text && !sentence && block.weight < 60
}

/// The blocks before the first paragraph that the description of the story tells.
fn standfirst<'b>(everything: &'b [Block], first: Id, known: &Known<'_>) -> Vec<&'b Block> {
    let described: Vec<HashSet<String>> = known
        .descriptions
        .iter()
        .map(|text| words(text).into_iter().collect())
        .collect();
    everything
        .iter()
        .take_while(|block| block.at < first)
        .filter(|block| {
            block.weight >= 20
                && block.link_share() < 0.5
                && described
                    .iter()
                    .any(|description| share(&block.text, description) > 0.8)
                && !known
                    .titles
                    .iter()
                    .any(|title| same_title(title, &block.text))
        })
        .collect()
}
