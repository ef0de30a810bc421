//! Layouts of JSON that a standard or a publisher defines: what a key means there is known, and not guessed.
//!
//! In come the keys and values of one object and those of the object around it; out comes what fills which field, as generic
//! values that the reader of records puts in. Every other key is kept. What the user said about keys goes before all of it.
//!
//! One file a layout, one row in [`SHAPES`]; they are asked in order.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::keys::{Target, plain};
use super::pairs::Raw;
use crate::date::PubDate;
use crate::ingest::archive::RecordError;

mod ap;
mod jsonfeed;
mod ninjs;
mod wapo;

/// One layout.
pub(super) struct Shape {
    /// Whether an object with these keys is of this layout.
    is: fn(&Object) -> bool,
    /// Takes what fills fields out of the object. `Object` is the one around it, as far as it came before.
    read: fn(&mut Object, &Object) -> Result<Shaped, RecordError>,
}

/// All layouts.
const SHAPES: [Shape; 4] = [
    Shape {
        is: wapo::is,
        read: wapo::read,
    },
    Shape {
        is: ap::is,
        read: ap::read,
    },
    Shape {
        is: ninjs::is,
        read: ninjs::read,
    },
    Shape {
        is: jsonfeed::is,
        read: jsonfeed::read,
    },
];

/// Whether keys that the layout does not know are guessed at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Guess {
    /// They are kept and fill nothing.
    #[default]
    Nothing,
    /// They are read as those of any object are.
    Rest,
}

/// What fills the fields of a record.
#[derive(Debug, Default)]
pub(super) struct Shaped {
    /// A field, the key it came from, and its value: a text or a list of texts.
    pub fields: Vec<(Target, String, Value)>,
    /// When it may be published.
    pub embargo: Option<PubDate>,
    /// Items of their own that stand within.
    pub within: Vec<Object>,
    /// What becomes of the other keys.
    pub guess: Guess,
}

impl Shaped {
    /// Whether it is an article itself, and not only the package of those within.
    pub fn is_article(&self) -> bool {
        self.within.is_empty()
            || self
                .fields
                .iter()
                .any(|(target, ..)| *target == Target::Body)
    }

    /// Fills a field with a text, if there is one.
    fn text(&mut self, target: Target, found: Option<(String, String)>) {
        if let Some((key, text)) = found {
            self.fields.push((target, key, Value::String(text)));
        }
    }

    /// Fills a field with a list, if anything is in it.
    fn list(&mut self, target: Target, key: &str, texts: Vec<String>) {
        if !texts.is_empty() {
            self.fields.push((target, key.to_owned(), texts.into()));
        }
    }
}

/// The keys and values of an object. A key is asked for as [`plain`] writes it, so that spelling does not matter.
#[derive(Clone, Debug, Default)]
pub(super) struct Object(pub Map<String, Value>);

impl Object {
    /// The object that `bytes` begin, up to a bracket that opens a list in it; nothing if it cannot be read.
    pub fn cut_off(bytes: &[u8]) -> Self {
        /// More than any feed says of itself before its items.
        const LONGEST: usize = 64 << 10;
        let text = std::str::from_utf8(bytes)
            .ok()
            .filter(|text| text.len() <= LONGEST);
        let text = text.unwrap_or_default().trim_end().trim_end_matches('[');
        let whole = ["null}", "null}}"]
            .iter()
            .find_map(|end| serde_json::from_str(&format!("{text}{end}")).ok());
        Self(whole.unwrap_or_default())
    }

    /// Its keys and values, as the reader of records takes them.
    pub fn into_pairs(self) -> Vec<(Cow<'static, str>, Raw<'static>)> {
        let pair = |(key, value)| (Cow::Owned(key), Raw::of(value));
        self.0.into_iter().map(pair).collect()
    }

    /// The value of the first of these keys that has one.
    fn get(&self, keys: &[&str]) -> Option<&Value> {
        self.find(keys).map(|key| &self.0[&key])
    }

    /// The first of these keys that has a value, as it is written.
    fn find(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|wanted| {
            let mut pairs = self.0.iter();
            pairs
                .find(|(key, value)| plain(key) == *wanted && !is_empty(value))
                .map(|(key, _)| key.clone())
        })
    }

    fn has(&self, key: &str) -> bool {
        self.find(&[key]).is_some()
    }

    /// A text under one of these keys, where it stays.
    fn text(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| text_of(self.get(&[key])?))
    }

    /// The first of these keys that holds a text, taken out with it.
    fn take_text(&mut self, keys: &[&str]) -> Option<(String, String)> {
        keys.iter().find_map(|wanted| {
            let key = self.find(&[wanted])?;
            let text = text_of(&self.0[&key])?;
            self.0.shift_remove(&key);
            Some((key, text))
        })
    }

    /// The first of these keys that holds a date, taken out with it. If one is there and none can be read, it stays.
    fn take_date(&mut self, keys: &[&str]) -> Option<(String, String)> {
        keys.iter().find_map(|wanted| {
            let key = self.find(&[wanted])?;
            let text = text_of(&self.0[&key]).filter(|text| PubDate::parse(text).is_some())?;
            self.0.shift_remove(&key);
            Some((key, text))
        })
    }

    /// The objects in a list under this key, or the one that stands there.
    fn objects(&self, key: &str) -> Vec<Object> {
        match self.get(&[key]) {
            Some(Value::Array(list)) => list
                .iter()
                .filter_map(|value| value.as_object().cloned().map(Object))
                .collect(),
            Some(Value::Object(map)) => vec![Object(map.clone())],
            _ => Vec::new(),
        }
    }

    /// The names in a list of texts or of objects that have one.
    fn names(&self, key: &str) -> Vec<String> {
        let Some(value) = self.get(&[key]) else {
            return Vec::new();
        };
        let list = match value {
            Value::Array(list) => list.as_slice(),
            other => std::slice::from_ref(other),
        };
        list.iter().filter_map(text_of).collect()
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// The text that a value is, or that an object has under the key that says it.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(map) => ["value", "name", "text", "title"]
            .iter()
            .find_map(|key| map.get(*key)?.as_str())?
            .to_owned(),
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether an object with these keys may be of a known layout: asked of every record of every archive, so it looks at no
/// more than the names.
pub(super) fn may_be(pairs: &[(Cow<'_, str>, Raw<'_>)]) -> bool {
    const HINTS: [&str; 19] = [
        "versioncreated",
        "versionCreated",
        "version_created",
        "pubstatus",
        "pubStatus",
        "body_xhtml",
        "bodies",
        "headlines",
        "altids",
        "firstcreated",
        "firstCreated",
        "contentcreated",
        "contentCreated",
        "content_html",
        "content_text",
        "data",
        "item",
        "external_url",
        "contents",
    ];
    pairs.iter().any(|(key, _)| HINTS.contains(&&**key))
}

/// What fills the fields of an object of a known layout; `None` if it is of none.
pub(super) fn read(object: &mut Object, around: &Object) -> Option<Result<Shaped, RecordError>> {
    let shape = SHAPES.iter().find(|shape| (shape.is)(object))?;
    Some((shape.read)(object, around))
}

#[cfg(test)]
mod tests;
