//! The components of an item → its texts, each with the headline and the metadata that hold for it.
//!
//! In comes the tree of components; out come [`Story`]s in the order of the tree, and what else was met. Invariant: a text is
//! taken once.

use crate::ingest::format::nitf;
use crate::ingest::format::wire::{captions, prose, what_it_is};
use crate::ingest::format::xml::Element;
use crate::ingest::format::xml::fields::html_or_text;

/// A text with what is known of it: the components it stands in, the outermost first.
pub(super) struct Story<'e> {
    pub components: Vec<&'e Element>,
    pub body: Vec<String>,
    pub captions: Vec<String>,
    /// What its own format says of it, if that is NITF.
    pub inner: Option<&'e Element>,
}

/// What was found in an item.
#[derive(Default)]
pub(super) struct Found<'e> {
    pub stories: Vec<Story<'e>>,
    /// Items that stand within.
    pub items: Vec<&'e Element>,
    /// The captions of pictures.
    pub captions: Vec<String>,
    /// What else was met, the first of it.
    pub other: Option<&'static str>,
    /// Whether it refers to other items.
    pub refers: bool,
}

impl<'e> Found<'e> {
    /// Goes through a component and all in it.
    pub fn walk(&mut self, component: &'e Element, around: &[&'e Element]) {
        let mut path = around.to_vec();
        path.push(component);
        let is_same = component
            .attr("EquivalentsList")
            .is_some_and(|yes| yes.eq_ignore_ascii_case("yes"));
        let before = self.stories.len();
        for part in component.elements() {
            // Of several forms of the same text one is enough.
            if is_same && self.stories.len() > before {
                break;
            }
            match part.local() {
                "NewsComponent" => self.walk(part, &path),
                "ContentItem" => self.content(part, &path, is_same),
                "NewsItem" => self.items.push(part),
                "NewsItemRef" => self.refers = true,
                _ => {}
            }
        }
    }

    /// Takes the text of a content item, if it is one.
    fn content(&mut self, item: &'e Element, path: &[&'e Element], is_same: bool) {
        let formal = |name| {
            item.child(name)
                .and_then(|e| e.attr("FormalName"))
                .unwrap_or_default()
        };
        let media = [formal("MediaType"), formal("MimeType"), formal("Format")];
        if let Some(what) = media.iter().find_map(|name| what_it_is(name)) {
            self.other = self.other.or(Some(what));
            return;
        }
        let Some(data) = item.child("DataContent").or_else(|| {
            // Bytes may be wrapped in the name of how they are written; base 64 is none of a text.
            item.child("Encoding")
                .filter(|e| e.attr("Notation") != Some("base64"))?
                .child("DataContent")
        }) else {
            return;
        };
        let (body, inner) = text(data);
        if body.is_empty() {
            return;
        }
        if path.iter().any(|component| is_caption(component)) {
            self.captions.extend(body);
            return;
        }
        // A second form of the same text within one component.
        let again = |story: &Story<'_>| {
            story
                .components
                .last()
                .is_some_and(|own| path.last().is_some_and(|last| std::ptr::eq(*own, *last)))
        };
        if self.stories.last().is_some_and(again) && (is_same || inner.is_some()) {
            return;
        }
        self.stories.push(Story {
            components: path.to_vec(),
            captions: captions(data),
            body,
            inner,
        });
    }
}

/// Whether a component is the caption of something.
fn is_caption(component: &Element) -> bool {
    let role = component
        .child("Role")
        .and_then(|role| role.attr("FormalName"));
    role.is_some_and(|role| {
        let role = role.to_ascii_lowercase();
        ["caption", "legend", "photo", "picture", "image", "graphic"]
            .iter()
            .any(|name| role.contains(name))
    })
}

/// The text of a content item, and its story in NITF.
fn text(data: &Element) -> (Vec<String>, Option<&Element>) {
    let find = |name: &str| {
        data.all()
            .find(|element| element.local().eq_ignore_ascii_case(name))
    };
    if let Some(story) = find("nitf") {
        let body = story.child("body").map(nitf::text).unwrap_or_default();
        return (body, Some(story));
    }
    if let Some(body) = find("body") {
        return (prose(body), None);
    }
    match data.elements().next() {
        Some(_) => (prose(data), None),
        None => (html_or_text(&data.text()), None),
    }
}
