//! The elements directly in a record, each used for a field once; what no field used is kept.
//!
//! In comes an element; out come the elements that a format asks for, and at the end the others as values for
//! `Record::extra`. Also here: what formats that are XML do alike with texts and dates.

use serde_json::{Map, Value};

use super::element::{Element, Node};
use crate::article::{DateSource, Record};
use crate::date::PubDate;
use crate::ingest::markup;

/// How deep an element is kept as objects; deeper its text alone is. What is stored is read as JSON, which has a limit.
const KEPT_DEPTH: usize = 8;

/// The elements directly in a record.
pub struct Fields<'e> {
    slots: Vec<(&'e Element, Use)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Free,
    Taken,
}

impl<'e> Fields<'e> {
    /// Those in `element`.
    pub fn of(element: &'e Element) -> Self {
        Self {
            slots: element.elements().map(|e| (e, Use::Free)).collect(),
        }
    }

    /// The first for which `read` finds something is taken.
    pub fn first<T>(&mut self, mut read: impl FnMut(&'e Element) -> Option<T>) -> Option<T> {
        self.slots.iter_mut().find_map(|(element, used)| {
            let found = read(element)?;
            *used = Use::Taken;
            Some(found)
        })
    }

    /// All for which `read` finds something are taken.
    pub fn all<T>(&mut self, mut read: impl FnMut(&'e Element) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        for (element, used) in &mut self.slots {
            if let Some(value) = read(element) {
                *used = Use::Taken;
                found.push(value);
            }
        }
        found
    }

    /// Those that were not taken, under their names as written; several of one name are a list.
    pub fn rest(self) -> Map<String, Value> {
        let free = self
            .slots
            .into_iter()
            .filter(|(_, used)| *used == Use::Free);
        let mut map = Map::new();
        for (element, _) in free {
            if let Some(value) = value(element, KEPT_DEPTH) {
                add(&mut map, element.name(), value);
            }
        }
        map
    }
}

/// What stands directly in an element, and its attributes, as keys and values like those of JSON; a name without its prefix.
/// Running text with markup in it is a text.
pub fn map(element: &Element) -> Map<String, Value> {
    let mut map = Map::new();
    for (name, attribute) in element.attributes() {
        if let Some(text) =
            some(attribute).filter(|_| !name.starts_with("xmlns") && !name.contains(':'))
        {
            map.insert(name.clone(), Value::from(text));
        }
    }
    for inner in element.elements() {
        let is_markup = |e: &Element| {
            matches!(
                e.local(),
                "p" | "br" | "b" | "i" | "em" | "strong" | "a" | "span" | "h2" | "div"
            )
        };
        let found = match inner.elements().any(is_markup) {
            true => some(&inner.paragraphs().join("\n\n")).map(Value::from),
            false => value(inner, KEPT_DEPTH),
        };
        if let Some(found) = found {
            add(&mut map, inner.local(), found);
        }
    }
    map
}

/// An element as a value: its text, or an object of its attributes, its text and the elements in it; `None` if it is empty.
fn value(element: &Element, depth: usize) -> Option<Value> {
    let mut map = Map::new();
    for (name, attribute) in element.attributes() {
        // A schema's `nil` says that nothing is there, its `type` what kind of nothing.
        let says =
            !name.starts_with("xmlns") && !name.ends_with(":nil") && !name.ends_with(":type");
        if says && !attribute.trim().is_empty() {
            map.insert(name.clone(), Value::from(attribute.trim()));
        }
    }
    if depth == 0 || element.elements().next().is_none() {
        let text = element.text();
        let text = text.trim();
        return match (text.is_empty(), map.is_empty()) {
            (true, true) => None,
            (false, true) => Some(Value::from(text)),
            (true, false) => Some(Value::Object(map)),
            (false, false) => {
                map.insert("text".to_owned(), Value::from(text));
                Some(Value::Object(map))
            }
        };
    }
    let mut text = String::new();
    for node in element.content() {
        match node {
            Node::Text(own) => text.push_str(own),
            Node::Element(inner) => {
                if let Some(value) = value(inner, depth - 1) {
                    add(&mut map, inner.name(), value);
                }
            }
        }
    }
    if !text.trim().is_empty() {
        map.insert("text".to_owned(), Value::from(text.trim()));
    }
    (!map.is_empty()).then_some(Value::Object(map))
}

/// Puts a value under a name that may be there already.
fn add(map: &mut Map<String, Value>, name: &str, value: Value) {
    match map.get_mut(name) {
        None => {
            map.insert(name.to_owned(), value);
        }
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

/// Puts the first of these dates that can be read into a record: those of publication, and where there is none at all,
/// those of a change. A date of publication that cannot be read leaves the record undated.
pub fn date(record: &mut Record, published: &[String], changed: &[String]) {
    let dates = if published.is_empty() {
        changed
    } else {
        published
    };
    record.published = dates.iter().find_map(|text| PubDate::parse(text.trim()));
    record.date_source = record.published.map(|_| DateSource::Field);
}

/// A text that is HTML if it looks so, as paragraphs.
pub fn html_or_text(text: &str) -> Vec<String> {
    if markup::is_html(text) {
        return markup::paragraphs(text);
    }
    if !markup::has_entity(text) {
        return some(text).into_iter().collect();
    }
    let lines: Vec<String> = text.lines().map(markup::inline).collect();
    some(&lines.join("\n")).into_iter().collect()
}

/// A text on one line, of HTML if it looks so.
pub fn one_line(text: &str) -> Option<String> {
    let text = html_or_text(text).join(" ");
    let words: Vec<&str> = text.split_whitespace().collect();
    some(&words.join(" "))
}

/// The text without the blanks around it, if anything is left.
pub fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A byline without its "By".
pub fn byline(text: &str) -> Option<String> {
    let line = one_line(text)?;
    let name = match line.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => &line[3..],
        _ => &line,
    };
    some(name)
}
