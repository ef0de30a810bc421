//! An element of a record: its name, its attributes, and what is in it in order; and the questions that formats ask of it.
//!
//! Names are asked for by their local part, since every sender has prefixes of its own; [`Element::namespace`] tells apart
//! what is called alike. Invariant: an element is nested at most [`MAX_DEPTH`](super::MAX_DEPTH) deep, so that functions
//! which call themselves may walk it.

use std::rc::Rc;

use super::fields::some;
use crate::ingest::markup;

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Text, with references decoded; a CDATA section is text like any other.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element and all that is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub(super) name: String,
    pub(super) namespace: Option<Rc<str>>,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) content: Vec<Node>,
}

impl Element {
    /// Its name as written, with its prefix: `dc:creator`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its name without its prefix: `creator`.
    pub fn local(&self) -> &str {
        local(&self.name)
    }

    /// The prefix of its name, if it has one: `dc`.
    pub fn prefix(&self) -> Option<&str> {
        self.name.split_once(':').map(|(prefix, _)| prefix)
    }

    /// The address of the namespace it is in, if the archive declares it.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Its attributes as written, in order, namespace declarations among them.
    pub fn attributes(&self) -> &[(String, String)] {
        &self.attributes
    }

    /// What is in it, in order.
    pub fn content(&self) -> &[Node] {
        &self.content
    }

    /// The value of an attribute: of that called exactly `name`, else of the first whose local part is `name`.
    pub fn attr(&self, name: &str) -> Option<&str> {
        let find = |is: &dyn Fn(&str) -> bool| {
            let mut all = self.attributes.iter();
            all.find(|(own, _)| is(own)).map(|(_, value)| &**value)
        };
        find(&|own| own == name).or_else(|| find(&|own| local(own) == name))
    }

    /// The value of an attribute without the blanks around it, if anything is left.
    pub fn attr_text(&self, name: &str) -> Option<String> {
        some(self.attr(name)?)
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.content.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element directly in it with this local name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.local() == name)
    }

    /// The elements directly in it with this local name.
    pub fn children<'a>(&'a self, name: &'a str) -> impl DoubleEndedIterator<Item = &'a Element> {
        self.elements()
            .filter(move |element| element.local() == name)
    }

    /// The element that a path of local names leads to, the first one at each step.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// It and every element in it, in the order of their start tags.
    pub fn all(&self) -> impl Iterator<Item = &Element> {
        let mut stack = vec![self];
        std::iter::from_fn(move || {
            let element = stack.pop()?;
            stack.extend(element.elements().rev());
            Some(element)
        })
    }

    /// The first element anywhere in it with this local name.
    pub fn descendant(&self, name: &str) -> Option<&Element> {
        self.all().skip(1).find(|element| element.local() == name)
    }

    /// All elements anywhere in it with this local name.
    pub fn descendants<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.all()
            .skip(1)
            .filter(move |element| element.local() == name)
    }

    /// All text in it, as it stands.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for node in &self.content {
            match node {
                Node::Text(own) => text.push_str(own),
                Node::Element(element) => element.add_text(text),
            }
        }
    }

    /// All text in it on one line; `None` if there is none. Blocks are parted by blanks.
    pub fn line(&self) -> Option<String> {
        let line = self.paragraphs().join(" ");
        let words: Vec<&str> = line.split_whitespace().collect();
        some(&words.join(" "))
    }

    /// The [line](Element::line) of the first element directly in it with this local name that has one.
    pub fn child_line(&self, name: &str) -> Option<String> {
        self.children(name).find_map(Element::line)
    }

    /// Its text as paragraphs: an element that is a block in HTML or in a news format is one, a `br` ends a line, a `pre`
    /// keeps its lines, other white space is a blank.
    pub fn paragraphs(&self) -> Vec<String> {
        self.paragraphs_without(&|_| false)
    }

    /// Its text as [paragraphs](Element::paragraphs), without the elements in it that `skip` names.
    pub fn paragraphs_without(&self, skip: &dyn Fn(&Element) -> bool) -> Vec<String> {
        let mut writer = markup::Writer::default();
        self.write(&mut writer, skip);
        writer.finish()
    }

    fn write(&self, writer: &mut markup::Writer, skip: &dyn Fn(&Element) -> bool) {
        if matches!(self.local(), "script" | "style") {
            return;
        }
        if self.local() == "pre" {
            writer.lines(&self.text());
            return;
        }
        if self.local() == "br" {
            writer.tag("br");
        }
        if matches!(self.local(), "td" | "th") {
            // A row of a table is a paragraph: what stands in one line belongs together.
            writer.text(" ");
        }
        let is_block = is_block(self.local());
        if is_block {
            writer.end_paragraph();
        }
        for node in &self.content {
            match node {
                Node::Text(text) => writer.text(text),
                Node::Element(element) if skip(element) => {}
                Node::Element(element) => element.write(writer, skip),
            }
        }
        if is_block {
            writer.end_paragraph();
        }
    }
}

/// The part of a name behind its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Whether an element is a block: in HTML, or in one of the news formats (NITF above all).
fn is_block(name: &str) -> bool {
    const OTHERS: [&str; 17] = [
        "abstract",
        "bibliography",
        "block",
        "byline",
        "caption",
        "credit",
        "dateline",
        "fn",
        "headline",
        "hedline",
        "hl1",
        "hl2",
        "lede",
        "media-caption",
        "nitf-table",
        "note",
        "tagline",
    ];
    name != "td" && markup::is_block(name) || OTHERS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn element(xml: &str) -> Element {
        parse(xml).unwrap().root
    }

    #[test]
    fn names_are_asked_for_without_their_prefix() {
        let root =
            element("<x:a xmlns:x='urn:x' y='1' z:y='2'><b>1</b><x:b>2</x:b><c><b>3</b></c></x:a>");
        assert_eq!((root.name(), root.local()), ("x:a", "a"));
        assert_eq!(
            (root.prefix(), root.namespace()),
            (Some("x"), Some("urn:x"))
        );
        assert_eq!((root.attr("y"), root.attr("z:y")), (Some("1"), Some("2")));
        let texts: Vec<String> = root.children("b").map(Element::text).collect();
        assert_eq!(texts, ["1", "2"]);
        let texts: Vec<String> = root.descendants("b").map(Element::text).collect();
        assert_eq!(texts, ["1", "2", "3"]);
        assert_eq!(
            root.at(&["c", "b"]).and_then(Element::line).as_deref(),
            Some("3")
        );
        assert_eq!(root.at(&["b", "c"]), None);
    }

    #[test]
    fn blocks_are_paragraphs_and_inline_markup_is_none() {
        let root = element(
            "<a>\n<p>Rain\n<b>fell</b> <i>hard</i>.<br/>All day.</p><note>Ed:\tcheck</note><pre>1  2\n3</pre>\n\ntail</a>",
        );
        assert_eq!(
            root.paragraphs(),
            ["Rain fell hard.\nAll day.", "Ed: check", "1  2\n3", "tail"]
        );
        assert_eq!(root.paragraphs_without(&|e| e.local() == "note").len(), 3);
        assert_eq!(
            root.line().as_deref(),
            Some("Rain fell hard. All day. Ed: check 1 2 3 tail")
        );
        assert_eq!(element("<a> <b/> </a>").line(), None);
    }
}
