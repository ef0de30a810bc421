//! What the head of a page says of it: `meta`, `link` and `title` elements, and schema.org's microdata in the body.
//!
//! In comes the tree; out come names with values, in the order of the page. Always holds: a value is decoded and on one line;
//! an empty one is none.

use super::linked::plain;
use super::tag::Tag;
use super::tree::{Id, Tree};

/// More `meta` elements than this are dropped.
const MOST: usize = 1_000;

/// The named values of a page.
#[derive(Debug, Default)]
pub struct Metas {
    named: Vec<(String, String)>,
    /// What `title` says.
    pub title: Option<String>,
    /// Where `link rel=canonical` leads.
    pub canonical: Option<String>,
    /// The language that `html` declares.
    pub lang: Option<String>,
}

impl Metas {
    /// What the elements of a page say.
    pub fn read(tree: &Tree<'_>) -> Self {
        let mut metas = Self::default();
        for (id, tag) in tree.elements() {
            match tag {
                Tag::Meta if metas.named.len() < MOST => metas.add_meta(tree, id),
                Tag::Title if metas.title.is_none() && is_in_head(tree, id) => {
                    metas.title = Some(plain(&tree.text(id))).filter(|title| !title.is_empty());
                }
                Tag::Link if metas.canonical.is_none() && rel(tree, id, "canonical") => {
                    metas.canonical = tree
                        .attribute(id, "href")
                        .map(|href| href.trim().to_owned())
                        .filter(|href| !href.is_empty());
                }
                Tag::Html if metas.lang.is_none() => {
                    metas.lang = tree
                        .attribute(id, "lang")
                        .or_else(|| tree.attribute(id, "xml:lang"))
                        .map(|lang| lang.trim().to_owned())
                        .filter(|lang| !lang.is_empty());
                }
                _ => {}
            }
        }
        metas
    }

    fn add_meta(&mut self, tree: &Tree<'_>, id: Id) {
        let Some(content) = tree.attribute(id, "content") else {
            return;
        };
        let value = plain(&content);
        if value.is_empty() {
            return;
        }
        for key in ["property", "name", "itemprop", "http-equiv"] {
            let names = tree.raw_attribute(id, key).unwrap_or_default();
            for name in names.split_ascii_whitespace().take(4) {
                self.named.push((name.to_ascii_lowercase(), value.clone()));
            }
        }
    }

    /// The first value of the first of these names that has one.
    pub fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let mut named = self.named.iter();
            let found = named.find(|(known, _)| known == name)?;
            Some(found.1.as_str())
        })
    }

    /// All names with their values, in the order of the page.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.named
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// All values of a name.
    pub fn all<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        self.named
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Whether a link is of a kind.
pub fn rel(tree: &Tree<'_>, id: Id, kind: &str) -> bool {
    tree.raw_attribute(id, "rel").is_some_and(|rel| {
        rel.split_ascii_whitespace()
            .any(|rel| rel.eq_ignore_ascii_case(kind))
    })
}

/// A `title` inside of a picture is none of the page's.
fn is_in_head(tree: &Tree<'_>, id: Id) -> bool {
    !tree.ancestors(id).any(|id| tree.tag(id) == Tag::Svg)
}

/// The value of a microdata property: of `content`, `datetime`, or the text.
pub fn property_value(tree: &Tree<'_>, id: Id) -> String {
    match tree
        .attribute(id, "content")
        .or_else(|| tree.attribute(id, "datetime"))
    {
        Some(value) if !value.trim().is_empty() => plain(&value),
        _ => tree.text(id),
    }
}

/// The elements that carry a microdata property, in the order of the page.
pub fn properties<'t>(tree: &'t Tree<'_>, property: &'t str) -> impl Iterator<Item = Id> + 't {
    tree.elements()
        .map(|(id, _)| id)
        .filter(move |id| has_property(tree, *id, property))
}

/// Whether an element carries a microdata or RDFa property.
pub fn has_property(tree: &Tree<'_>, id: Id, property: &str) -> bool {
    ["itemprop", "property"].iter().any(|key| {
        tree.raw_attribute(id, key).is_some_and(|names| {
            names
                .split_ascii_whitespace()
                .any(|name| name.rsplit(':').next() == Some(property))
        })
    })
}
