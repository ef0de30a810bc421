//! Tokens → a tree of elements and texts, as far as a reader of articles needs one.
//!
//! In comes a page as text; out comes its tree, borrowed from it. It is not the algorithm of the HTML standard, which takes
//! quadratic time on hostile pages: end tags that are left out are put in where news pages leave them out, and what is
//! nested wrongly closes what stands inside. Always holds: time and memory are linear in the page; no element is nested
//! deeper than [`DEEPEST`], what would be is its last ancestor's child; a node's parent has a smaller number than the node.

use std::borrow::Cow;

use super::entity;
use super::scan::{Scanner, Token};
use super::tag::{KEPT, Tag};

/// How deep elements nest at most; browsers stop at 512.
pub const DEEPEST: usize = 256;

/// How many elements and texts a page may have. The largest pages of the gold have some 10,000.
pub const MOST_NODES: usize = 500_000;

/// The number of a node in its tree.
pub type Id = u32;

const NONE: Id = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Node<'a> {
    parent: Id,
    first: Id,
    last: Id,
    next: Id,
    kind: Kind<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Kind<'a> {
    Element {
        tag: Tag,
        name: &'a str,
        attributes: u32,
        count: u8,
    },
    Text(&'a str),
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View<'a> {
    /// An element.
    Element(Tag),
    /// A text, with its entities undecoded.
    Text(&'a str),
}

/// A page has more elements and texts than are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyNodes;

/// A page as a tree.
#[derive(Debug)]
pub struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<(&'static str, &'a str)>,
}

impl<'a> Tree<'a> {
    /// The root, which is no element of the page: all of it is inside.
    pub const ROOT: Id = 0;

    /// The tree of a page.
    ///
    /// # Errors
    /// [`TooManyNodes`] if it has more than [`MOST_NODES`].
    pub fn parse(text: &'a str) -> Result<Self, TooManyNodes> {
        let mut builder = Builder {
            tree: Tree {
                nodes: Vec::with_capacity(text.len() / 64 + 1),
                attributes: Vec::new(),
            },
            open: vec![Self::ROOT],
            beyond: 0,
        };
        builder.tree.nodes.push(Node {
            parent: NONE,
            first: NONE,
            last: NONE,
            next: NONE,
            kind: Kind::Element {
                tag: Tag::Other,
                name: "",
                attributes: 0,
                count: 0,
            },
        });
        let mut scanner = Scanner::new(text);
        while let Some(token) = scanner.next_token() {
            if builder.tree.nodes.len() >= MOST_NODES {
                return Err(TooManyNodes);
            }
            match token {
                Token::Text(text) => builder.text(text),
                Token::Start {
                    name,
                    closes_itself,
                } => builder.start(name, closes_itself, scanner.attributes()),
                Token::End { name } => builder.end(Tag::of(name), name),
            }
        }
        Ok(builder.tree)
    }

    /// How many nodes it has; their numbers are in the order of the page.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// What a node is.
    pub fn view(&self, id: Id) -> View<'a> {
        match self.nodes[id as usize].kind {
            Kind::Element { tag, .. } => View::Element(tag),
            Kind::Text(text) => View::Text(text),
        }
    }

    /// An element's tag; [`Tag::Other`] for a text.
    pub fn tag(&self, id: Id) -> Tag {
        match self.nodes[id as usize].kind {
            Kind::Element { tag, .. } => tag,
            Kind::Text(_) => Tag::Other,
        }
    }

    /// An element's name as written; empty for a text.
    pub fn name(&self, id: Id) -> &'a str {
        match self.nodes[id as usize].kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) => "",
        }
    }

    /// The value of an attribute, decoded.
    pub fn attribute(&self, id: Id, name: &str) -> Option<Cow<'a, str>> {
        self.raw_attribute(id, name).map(entity::decode)
    }

    /// The value of an attribute as written.
    pub fn raw_attribute(&self, id: Id, name: &str) -> Option<&'a str> {
        let Kind::Element {
            attributes, count, ..
        } = self.nodes[id as usize].kind
        else {
            return None;
        };
        let from = attributes as usize;
        self.attributes[from..from + usize::from(count)]
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value)
    }

    /// The element that a node stands in.
    pub fn parent(&self, id: Id) -> Option<Id> {
        Some(self.nodes[id as usize].parent).filter(|parent| *parent != NONE)
    }

    /// The children of an element, in order.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let first = self.nodes[id as usize].first;
        std::iter::successors(Some(first).filter(|id| *id != NONE), |id| {
            Some(self.nodes[*id as usize].next).filter(|id| *id != NONE)
        })
    }

    /// The elements that a node stands in, from the innermost to the root.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// The first number that is not inside of a node any more: `id + 1..end_of(id)` are all nodes inside.
    pub fn end_of(&self, id: Id) -> Id {
        let mut at = id;
        loop {
            let node = &self.nodes[at as usize];
            if node.next != NONE {
                return node.next;
            }
            if node.parent == NONE {
                return self.nodes.len() as Id;
            }
            at = node.parent;
        }
    }

    /// All elements, in the order of the page.
    pub fn elements(&self) -> impl Iterator<Item = (Id, Tag)> + '_ {
        self.nodes
            .iter()
            .enumerate()
            .filter_map(|(id, node)| match node.kind {
                Kind::Element { tag, .. } => Some((id as Id, tag)),
                Kind::Text(_) => None,
            })
    }

    /// All text inside of a node, decoded, with single spaces.
    pub fn text(&self, id: Id) -> String {
        let (mut text, mut inside, end) = (String::new(), id, self.end_of(id));
        while inside < end {
            let at = inside;
            inside += 1;
            match self.nodes[at as usize].kind {
                Kind::Element {
                    tag: Tag::Script | Tag::Style | Tag::Noscript | Tag::Template | Tag::Svg,
                    ..
                } if at != id => inside = self.end_of(at),
                Kind::Text(raw) => push_words(&mut text, &entity::decode(raw)),
                Kind::Element { tag, .. } if !tag.is_inline() || tag == Tag::Br => {
                    push_words(&mut text, " ")
                }
                Kind::Element { .. } => {}
            }
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// The text of an element that holds no markup, as written: a script.
    pub fn raw_text(&self, id: Id) -> &'a str {
        match self.children(id).next().map(|child| self.view(child)) {
            Some(View::Text(text)) => text,
            _ => "",
        }
    }
}

/// Appends a text with runs of white space as one space, none at the start.
pub fn push_words(line: &mut String, text: &str) {
    let mut after_space = line.is_empty() || line.ends_with(char::is_whitespace);
    for c in text.chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !after_space {
            line.push(' ');
        }
        after_space = c.is_whitespace();
    }
}

/// A tree on its way.
struct Builder<'a> {
    tree: Tree<'a>,
    /// The elements that are open, outermost first. Never empty.
    open: Vec<Id>,
    /// How many elements are open that were too deep to be opened.
    beyond: usize,
}

impl<'a> Builder<'a> {
    fn append(&mut self, kind: Kind<'a>) -> Id {
        let id = self.tree.nodes.len() as Id;
        let parent = *self.open.last().expect("the root is never closed");
        self.tree.nodes.push(Node {
            parent,
            first: NONE,
            last: NONE,
            next: NONE,
            kind,
        });
        let last = std::mem::replace(&mut self.tree.nodes[parent as usize].last, id);
        match last {
            NONE => self.tree.nodes[parent as usize].first = id,
            last => self.tree.nodes[last as usize].next = id,
        }
        id
    }

    fn text(&mut self, text: &'a str) {
        self.append(Kind::Text(text));
    }

    fn start(&mut self, name: &'a str, closes_itself: bool, attributes: &[(&'a str, &'a str)]) {
        let tag = Tag::of(name);
        self.close_before(tag);
        let from = self.tree.attributes.len();
        for (name, value) in attributes {
            if let Some(known) = KEPT.iter().find(|known| known.eq_ignore_ascii_case(name)) {
                self.tree.attributes.push((known, value));
            }
        }
        let id = self.append(Kind::Element {
            tag,
            name,
            attributes: from as u32,
            count: (self.tree.attributes.len() - from) as u8,
        });
        // `<div/>` opens in HTML; only elements that are always empty, and foreign ones, close themselves.
        if tag.is_empty() || closes_itself && tag == Tag::Other {
            return;
        }
        if self.open.len() < DEEPEST {
            self.open.push(id);
        } else {
            self.beyond += 1;
        }
    }

    /// Closes what the start of an element ends without saying so.
    fn close_before(&mut self, tag: Tag) {
        if self.beyond > 0 {
            return;
        }
        match tag {
            Tag::Li => self.close_to(&[Tag::Li], &[Tag::Ul, Tag::Ol]),
            Tag::Dt | Tag::Dd => self.close_to(&[Tag::Dt, Tag::Dd], &[Tag::Dl]),
            Tag::Option => self.close_to(&[Tag::Option], &[Tag::Select]),
            Tag::Tr => self.close_to(&[Tag::Tr], &[Tag::Table]),
            Tag::Td | Tag::Th => self.close_to(&[Tag::Td, Tag::Th], &[Tag::Tr, Tag::Table]),
            Tag::Body => self.close_to(&[Tag::Head], &[]),
            _ => {}
        }
        if tag.ends_paragraph() {
            self.close_to(&[Tag::P], &[]);
        }
    }

    /// Closes the innermost element of these, with what is open inside, unless a border stands between.
    fn close_to(&mut self, tags: &[Tag], borders: &[Tag]) {
        for at in (1..self.open.len()).rev() {
            let tag = self.tree.tag(self.open[at]);
            if tags.contains(&tag) {
                self.open.truncate(at);
                return;
            }
            if borders.contains(&tag) || tag.is_border() {
                return;
            }
        }
    }

    fn end(&mut self, tag: Tag, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        // What comes behind `</body>` belongs to the page all the same.
        if matches!(tag, Tag::Body | Tag::Html) {
            return;
        }
        for at in (1..self.open.len()).rev() {
            let id = self.open[at];
            let open = self.tree.tag(id);
            if open == tag && (tag != Tag::Other || self.tree.name(id).eq_ignore_ascii_case(name)) {
                self.open.truncate(at);
                return;
            }
            // A stray `</b>` closes no block, a stray `</div>` no table.
            let stops = match tag.is_inline() {
                true => !open.is_inline(),
                false => open.is_border() && !tag.is_border(),
            };
            if stops {
                return;
            }
        }
    }
}
