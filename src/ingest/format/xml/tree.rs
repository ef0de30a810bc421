//! Tokens → [`Element`]s: what is open, what closes it, and which namespace it is in.
//!
//! In come tokens and the text they were found in; out comes a [`Tree`]. What is not well-formed is mended the likeliest
//! way and said in [`Tree::fault`]: an end tag without its start is dropped, one that fits an outer element closes all
//! within. Entities that a doctype declares are not expanded, so no text grows by being read, and nothing external is ever
//! fetched; a text that asks for one is refused, since it would not say what it says to others. Invariant: no deeper than [`MAX_DEPTH`], no more nodes and attributes than are allowed.

use std::borrow::Cow;
use std::rc::Rc;

use super::element::{Element, Node, local};
use super::token::{self, Ahead, Kind, Token};
use super::{MAX_DEPTH, MAX_VALUES};
use crate::ingest::archive::RecordError;
use crate::ingest::markup;

/// The longest name of an entity that is known.
const LONGEST_NAME: usize = 100;

/// What was wrong with XML that could be read all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It is not well-formed.
    IllFormed,
    /// It ends before its outermost element does.
    Truncated,
}

/// A record that is XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// Its outermost element.
    pub root: Element,
    /// What was wrong with it.
    pub fault: Option<Fault>,
}

/// Puts elements together.
#[derive(Default)]
pub(super) struct Builder {
    /// The elements that are open, the outermost first.
    pub open: Vec<Element>,
    /// The first outermost element that was closed.
    pub root: Option<Element>,
    pub fault: Option<Fault>,
    /// The names of entities that a doctype declares.
    pub declared: Rc<[String]>,
    /// Prefixes (none is the empty one), what they stand for, and how many elements were open before theirs.
    scopes: Vec<(usize, String, Rc<str>)>,
    values: usize,
    /// More nodes and attributes than this are refused.
    most: Most,
}

/// A number of nodes and attributes; [`MAX_VALUES`] if nobody says otherwise.
struct Most(usize);

impl Default for Most {
    fn default() -> Self {
        Self(MAX_VALUES)
    }
}

impl Builder {
    /// For a record that stands within other elements, and inherits the prefixes they declare, and the doctype.
    pub fn within(around: &[Element], declared: &Rc<[String]>, most: usize) -> Self {
        let mut builder = Self {
            declared: Rc::clone(declared),
            most: Most(most),
            ..Self::default()
        };
        for element in around {
            builder.declare(element);
        }
        builder
    }

    /// Takes the next token of `text`.
    pub fn take(&mut self, token: &Token, text: &str) -> Result<(), RecordError> {
        if !token.sound {
            self.note(Fault::IllFormed);
        }
        let inner = &text[token.inner.clone()];
        match token.kind {
            Kind::Aside => self.take_aside(&text[..token.length]),
            Kind::Text => {
                let (decoded, sound) = decode(inner);
                if !sound {
                    self.note(Fault::IllFormed);
                    self.check_entities(inner)?;
                }
                self.text(&decoded)?;
            }
            Kind::CData => self.text(inner)?,
            Kind::End => self.end(inner),
            Kind::Start | Kind::Empty => self.start(inner, token.kind)?,
        }
        Ok(())
    }

    /// Takes note of what a doctype declares.
    pub fn take_aside(&mut self, aside: &str) {
        let is_doctype = aside
            .get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"));
        if is_doctype && self.declared.is_empty() {
            self.declared = declared_entities(aside).into();
        }
    }

    /// Refuses a text that asks for an entity that its doctype declares.
    fn check_entities(&self, text: &str) -> Result<(), RecordError> {
        if self.declared.is_empty() {
            return Ok(());
        }
        for at in memchr::memchr_iter(b'&', text.as_bytes()) {
            let rest = &text.as_bytes()[at + 1..];
            let Some(end) = memchr::memchr(b';', &rest[..rest.len().min(LONGEST_NAME)]) else {
                continue;
            };
            let name = &text[at + 1..at + 1 + end];
            if self.declared.iter().any(|known| known == name) {
                let what = format!("a text with `&{name};`, an entity that its doctype declares");
                return Err(RecordError::Unsupported { what });
            }
        }
        Ok(())
    }

    /// What was put together; what is still open was cut off.
    pub fn finish(mut self) -> Option<Tree> {
        if !self.open.is_empty() {
            self.note(Fault::Truncated);
        }
        while !self.open.is_empty() {
            self.close();
        }
        Some(Tree {
            root: self.root?,
            fault: self.fault,
        })
    }

    fn note(&mut self, fault: Fault) {
        self.fault = self.fault.max(Some(fault));
    }

    fn count(&mut self, more: usize) -> Result<(), RecordError> {
        self.values += more;
        let limit = self.most.0;
        match self.values > limit {
            true => Err(RecordError::TooManyValues { limit }),
            false => Ok(()),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), RecordError> {
        let Some(parent) = self.open.last_mut() else {
            if !text.trim().is_empty() {
                self.note(Fault::IllFormed);
            }
            return Ok(());
        };
        if let Some(Node::Text(before)) = parent.content.last_mut() {
            before.push_str(text);
        } else if !text.is_empty() {
            parent.content.push(Node::Text(text.to_owned()));
            self.count(1)?;
        }
        Ok(())
    }

    fn start(&mut self, tag: &str, kind: Kind) -> Result<(), RecordError> {
        if self.root.is_some() {
            self.note(Fault::IllFormed);
            return Ok(());
        }
        let end = token::name_end(tag.as_bytes());
        let mut element = Element {
            name: tag[..end].to_owned(),
            ..Element::default()
        };
        if !attributes(&tag[end..], &mut element.attributes) {
            self.note(Fault::IllFormed);
            // Scanned pages have their words in attributes. Others write addresses so, which nobody reads as a text.
            for (name, value) in &element.attributes {
                if matches!(&**name, "CONTENT" | "SUBS_CONTENT" | "LABEL") {
                    self.check_entities(value)?;
                }
            }
        }
        self.count(1 + element.attributes.len())?;
        self.end_implied(&element.name);
        self.declare(&element);
        element.namespace = self.namespace(&element.name);
        self.open.push(element);
        if self.open.len() > MAX_DEPTH {
            return Err(RecordError::TooDeep { limit: MAX_DEPTH });
        }
        let open = self.open.last().expect("it was just pushed");
        // HTML pasted into XML: these never have content, and their ends are left out.
        if kind == Kind::Empty || matches!(open.local(), "br" | "hr" | "img") {
            self.close();
        }
        Ok(())
    }

    /// A paragraph within a paragraph: the end of the first was left out, as HTML allows.
    fn end_implied(&mut self, name: &str) {
        if local(name) == "p" && self.open.last().is_some_and(|open| open.name == name) {
            self.note(Fault::IllFormed);
            self.close();
        }
    }

    fn end(&mut self, name: &str) {
        let is_open = |open: &Element| open.name.eq_ignore_ascii_case(name);
        match self.open.iter().rposition(is_open) {
            Some(at) => {
                if at + 1 < self.open.len() || self.open[at].name != name {
                    self.note(Fault::IllFormed);
                }
                while self.open.len() > at {
                    self.close();
                }
            }
            None if matches!(local(name), "br" | "hr" | "img") => {}
            None => self.note(Fault::IllFormed),
        }
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        let depth = self.open.len();
        while self.scopes.last().is_some_and(|(at, ..)| *at > depth) {
            self.scopes.pop();
        }
        match self.open.last_mut() {
            Some(parent) => parent.content.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }

    /// Notes the prefixes that an element declares, before it is opened.
    fn declare(&mut self, element: &Element) {
        for (name, value) in &element.attributes {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            self.scopes
                .push((self.open.len() + 1, prefix.to_owned(), value.trim().into()));
        }
    }

    fn namespace(&self, name: &str) -> Option<Rc<str>> {
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let mut inner_first = self.scopes.iter().rev();
        let (.., address) = inner_first.find(|(_, own, _)| own == prefix)?;
        (!address.is_empty()).then(|| Rc::clone(address))
    }
}

/// The first names of entities that a doctype declares, those of characters in HTML left out.
fn declared_entities(doctype: &str) -> Vec<String> {
    const MOST: usize = 100;
    let names = doctype.split("<!ENTITY").skip(1).filter_map(|rest| {
        let name = rest.split_ascii_whitespace().next()?;
        let is_name = name != "%" && name.len() < LONGEST_NAME;
        (is_name && markup::entity(&format!("&{name};")).is_none()).then(|| name.to_owned())
    });
    names.take(MOST).collect()
}

/// The attributes of a tag, behind its name; `false` if they are not as XML wants them.
fn attributes(mut rest: &str, into: &mut Vec<(String, String)>) -> bool {
    let mut sound = true;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '='));
        if rest.is_empty() {
            return sound;
        }
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/'))
            .unwrap_or(rest.len());
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let mut value = "";
        match rest.strip_prefix('=').map(str::trim_start) {
            Some(behind) => match behind.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                Some(quote) => {
                    let close = behind[1..].find(quote);
                    sound &= close.is_some();
                    value = &behind[1..close.map_or(behind.len(), |at| 1 + at)];
                    rest = close.map_or("", |at| &behind[at + 2..]);
                }
                None => {
                    sound = false;
                    let end = behind.find(|c: char| c.is_ascii_whitespace());
                    value = &behind[..end.unwrap_or(behind.len())];
                    rest = &behind[value.len()..];
                }
            },
            None => sound = false,
        }
        let (decoded, fits) = decode(value);
        sound &= fits;
        let value = decoded.replace(['\n', '\r', '\t'], " ");
        into.push((name.to_owned(), value));
    }
}

/// A text with its references decoded, and whether all of them could be: characters by number, and by the names that XML
/// and HTML have. What is none stays as it is written.
fn decode(text: &str) -> (Cow<'_, str>, bool) {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else {
        return (Cow::Borrowed(text), true);
    };
    let (mut decoded, mut rest, mut sound) = (text[..first].to_owned(), &text[first..], true);
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let (character, length) = markup::entity(rest).unwrap_or_else(|| {
            sound = false;
            ('&', 1)
        });
        decoded.push(character);
        rest = &rest[length..];
    }
    decoded.push_str(rest);
    (Cow::Owned(decoded), sound)
}

/// The tree that a text is.
///
/// # Errors
/// [`RecordError::BadXml`] if there is no element; [`RecordError::TooDeep`] and [`RecordError::TooManyValues`].
pub fn parse(text: &str) -> Result<Tree, RecordError> {
    parse_within(text, &[], &Rc::default(), MAX_VALUES)
}

/// The tree that a text is, which stands within other elements.
pub(super) fn parse_within(
    text: &str,
    around: &[Element],
    declared: &Rc<[String]>,
    most: usize,
) -> Result<Tree, RecordError> {
    let mut builder = Builder::within(around, declared, most);
    let mut at = 0;
    while let Some(token) = token::next(&text.as_bytes()[at..], Ahead::Nothing) {
        builder.take(&token, &text[at..])?;
        at += token.length;
    }
    builder.finish().ok_or_else(|| RecordError::BadXml {
        reason: "no element in it".to_owned(),
    })
}
