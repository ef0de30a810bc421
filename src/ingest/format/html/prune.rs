//! Which elements of a page are furniture: what stands around a story and in its gaps on every page of a site.
//!
//! In comes the tree; out comes a mark for every node that is, or is inside of, furniture. An element is judged by its tag, its
//! role, and the words in its class and id, as people name them: `related`, `newsletter`, `share-bar`. Always holds: an
//! element that has most of the page's prose is no furniture, whatever it is called.

mod called;

use super::tag::Tag;
use super::tree::{Id, Tree, View};
use super::words::weight;
use called::{Says, says};

/// What became of the nodes of a page.
#[derive(Debug)]
pub struct Pruned {
    furniture: Vec<bool>,
}

impl Pruned {
    /// Judges all elements of a page.
    pub fn new(tree: &Tree<'_>) -> Self {
        let prose = Prose::of(tree);
        let all = prose.of_node(tree, Tree::ROOT);
        let mut furniture = vec![false; tree.len()];
        let mut id = 1;
        while (id as usize) < tree.len() {
            let end = tree.end_of(id);
            let is_element = matches!(tree.view(id), View::Element(_));
            let says = if is_element {
                judge(tree, id)
            } else {
                Says::Nothing
            };
            if says > Says::Nothing {
                // What is called furniture but holds the story is a system's odd name for a column.
                let own = prose.of_node(tree, id);
                let holds_story = match says {
                    _ if is_never_prose(tree.tag(id)) => false,
                    Says::Strongly => own * 5 > all * 2,
                    _ => own > 120 || own * 5 > all,
                };
                if !holds_story {
                    furniture[id as usize..end as usize].fill(true);
                    id = end;
                    continue;
                }
            }
            id += 1;
        }
        Self { furniture }
    }

    /// Judges only by what can never hold a paragraph.
    pub fn hardly(tree: &Tree<'_>) -> Self {
        let mut furniture = vec![false; tree.len()];
        for (id, tag) in tree.elements() {
            if is_never_prose(tag) {
                furniture[id as usize..tree.end_of(id) as usize].fill(true);
            }
        }
        Self { furniture }
    }

    /// Whether a node is furniture, or inside of it.
    pub fn is_furniture(&self, id: Id) -> bool {
        self.furniture[id as usize]
    }
}

/// How much prose stands before each node: letters in paragraphs, outside of links.
struct Prose {
    before: Vec<u64>,
}

impl Prose {
    fn of(tree: &Tree<'_>) -> Self {
        let mut before = Vec::with_capacity(tree.len() + 1);
        let mut sum = 0;
        let (mut paragraph_end, mut link_end) = (0, 0);
        for id in 0..tree.len() as Id {
            before.push(sum);
            match tree.view(id) {
                View::Element(Tag::P | Tag::Blockquote) => {
                    paragraph_end = paragraph_end.max(tree.end_of(id))
                }
                View::Element(tag) if tag == Tag::A || is_never_prose(tag) => {
                    link_end = link_end.max(tree.end_of(id));
                }
                View::Text(text) if id >= link_end && (id < paragraph_end || text.len() > 120) => {
                    sum += weight(text) as u64;
                }
                _ => {}
            }
        }
        before.push(sum);
        Self { before }
    }

    fn of_node(&self, tree: &Tree<'_>, id: Id) -> u64 {
        self.before[tree.end_of(id) as usize] - self.before[id as usize]
    }
}

/// Elements in which no paragraph of a story stands.
fn is_never_prose(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Head
            | Tag::Script
            | Tag::Style
            | Tag::Noscript
            | Tag::Template
            | Tag::Iframe
            | Tag::Svg
            | Tag::Math
            | Tag::Canvas
            | Tag::Video
            | Tag::Audio
            | Tag::Object
            | Tag::Embed
            | Tag::Picture
            | Tag::Button
            | Tag::Select
            | Tag::Option
            | Tag::Textarea
            | Tag::Input
            | Tag::Map
            | Tag::Title
            | Tag::Dialog
    )
}

/// Whether an element is furniture by what it is and what it is called.
fn judge(tree: &Tree<'_>, id: Id) -> Says {
    let tag = tree.tag(id);
    if matches!(tag, Tag::Html | Tag::Body | Tag::Main) {
        return Says::Nothing;
    }
    if is_never_prose(tag)
        || matches!(
            tag,
            Tag::Nav
                | Tag::Aside
                | Tag::Footer
                | Tag::Form
                | Tag::Figure
                | Tag::Figcaption
                | Tag::Label
        )
    {
        return Says::Strongly;
    }
    let lower = |name| {
        tree.raw_attribute(id, name)
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    if tree.raw_attribute(id, "hidden").is_some() || lower("aria-hidden") == "true" && tag != Tag::P
    {
        return Says::Strongly;
    }
    let style = lower("style");
    if style.contains("display:none")
        || style.contains("display: none")
        || style.contains("visibility:hidden")
    {
        return Says::Strongly;
    }
    if [
        "navigation",
        "complementary",
        "contentinfo",
        "banner",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
        "button",
        "tooltip",
    ]
    .contains(&lower("role").as_str())
    {
        return Says::Strongly;
    }
    [
        "class",
        "id",
        "data-component",
        "data-testid",
        "data-test-id",
        "data-qa",
        "data-name",
        "data-module",
        "data-type",
    ]
    .iter()
    .filter_map(|name| tree.raw_attribute(id, name))
    .chain(Some(tree.name(id)).filter(|name| name.contains('-')))
    .map(says)
    .max()
    .unwrap_or(Says::Nothing)
}
