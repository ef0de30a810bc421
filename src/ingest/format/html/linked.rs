//! The JSON-LD of a page: what its publisher tells search engines, as schema.org's things.
//!
//! In come the `script` elements of type `application/ld+json`; out come the things they hold, and the one that is the page's
//! article. Read are single things, arrays, `@graph`, things inside of `mainEntity`, and what is not quite JSON: line breaks
//! in texts, commas too many, comments around it. Always holds: a script that cannot be read costs itself only; a list of
//! other stories is never taken for the page's own.

use serde_json::{Map, Value};

use super::tag::Tag;
use super::tree::Tree;
use super::words::same_title;
use crate::ingest::markup;

/// A thing: its properties.
pub type Thing = Map<String, Value>;

/// A script longer than this is data of an application.
const LONGEST_SCRIPT: usize = 4 << 20;

/// More things than this are a list of something.
const MOST_THINGS: usize = 2_000;

/// The types of schema.org that are articles, newsrooms' own first.
const NEWS: [&str; 11] = [
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "AdvertiserContentArticle",
    "SatiricalArticle",
    "LiveBlogPosting",
    "Report",
];
const ARTICLES: [&str; 9] = [
    "Article",
    "BlogPosting",
    "TechArticle",
    "ScholarlyArticle",
    "MedicalScholarlyArticle",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "Review",
    "Recipe",
];

/// The things of a page.
#[derive(Debug, Default)]
pub struct Linked {
    things: Vec<Thing>,
}

impl Linked {
    /// The things that a page's scripts hold.
    pub fn read(tree: &Tree<'_>) -> Self {
        let mut linked = Self::default();
        for (id, tag) in tree.elements() {
            let is_linked = tag == Tag::Script
                && tree
                    .raw_attribute(id, "type")
                    .is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
            let text = if is_linked { tree.raw_text(id) } else { "" };
            if !text.is_empty()
                && text.len() <= LONGEST_SCRIPT
                && let Some(value) = parse(text)
            {
                linked.collect(value);
            }
        }
        linked
    }

    /// Takes the things out of a value: its own, and those that it lists.
    fn collect(&mut self, value: Value) {
        match value {
            Value::Array(list) => list.into_iter().for_each(|value| self.collect(value)),
            Value::Object(mut thing) if self.things.len() < MOST_THINGS => {
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    let holds_things = match thing.get(key) {
                        Some(Value::Array(_)) => true,
                        Some(Value::Object(inner)) => {
                            inner.contains_key("@type") || key == "@graph"
                        }
                        _ => false,
                    };
                    if holds_things && let Some(inner) = thing.get_mut(key) {
                        let inner = inner.take();
                        self.collect(inner);
                    }
                }
                self.things.push(thing);
            }
            _ => {}
        }
    }

    /// The thing that is the page's article: one with a headline among `titles` before others, one of a newsroom's types
    /// before others. Of several that name other headlines none is: they are a list.
    pub fn article(&self, titles: &[String]) -> Option<&Thing> {
        let rated = self.things.iter().filter_map(|thing| {
            let rank = rank(thing)?;
            let is_this = texts(thing, "headline")
                .chain(texts(thing, "name"))
                .any(|headline| titles.iter().any(|title| same_title(title, &headline)));
            let is_whole = thing.contains_key("datePublished") || thing.contains_key("articleBody");
            Some((is_this, rank, is_whole, thing))
        });
        let rated: Vec<_> = rated.collect();
        let best = rated
            .iter()
            .rev()
            .max_by_key(|(is_this, rank, is_whole, _)| (*is_this, *rank, *is_whole))?;
        (best.0 || rated.len() <= 3).then_some(best.3)
    }

    /// The first thing of a type.
    pub fn of_type(&self, wanted: &str) -> Option<&Thing> {
        self.things
            .iter()
            .find(|thing| types(thing).any(|name| name == wanted))
    }

    /// Things of any type that holds for the whole page.
    pub fn pages(&self) -> impl Iterator<Item = &Thing> {
        self.things.iter().filter(|thing| {
            types(thing).any(|name| name.ends_with("Page") || name == "VideoObject")
        })
    }

    /// The names of what a property holds: persons, organisations, or plain texts.
    pub fn names(&self, thing: &Thing, property: &str) -> Vec<String> {
        let mut names = Vec::new();
        if let Some(value) = thing.get(property) {
            self.add_names(value, 0, &mut names);
        }
        names
    }

    fn add_names(&self, value: &Value, depth: usize, names: &mut Vec<String>) {
        if depth > 4 || names.len() >= 50 {
            return;
        }
        match value {
            Value::String(text) => names.extend(Some(plain(text)).filter(|name| !name.is_empty())),
            Value::Array(list) => {
                for value in list {
                    self.add_names(value, depth + 1, names);
                }
            }
            Value::Object(thing) => match thing.get("name").or_else(|| thing.get("@value")) {
                Some(name) => self.add_names(name, depth + 1, names),
                None => {
                    let id = thing.get("@id").and_then(Value::as_str);
                    let meant = id.and_then(|id| {
                        self.things.iter().find(|other| {
                            other.get("@id").and_then(Value::as_str) == Some(id)
                                && other.contains_key("name")
                        })
                    });
                    if let Some(name) = meant.and_then(|thing| thing.get("name")) {
                        self.add_names(name, depth + 1, names);
                    }
                }
            },
            _ => {}
        }
    }
}

/// How surely a thing is an article; `None` if it is none.
fn rank(thing: &Thing) -> Option<u8> {
    let rank = |name: &str| match name {
        name if NEWS.contains(&name) => Some(2),
        name if ARTICLES.contains(&name) => Some(1),
        _ => None,
    };
    types(thing).filter_map(rank).max()
}

/// The types of a thing, without the address of the vocabulary.
pub fn types(thing: &Thing) -> impl Iterator<Item = &str> {
    let list: &[Value] = match thing.get("@type") {
        Some(Value::Array(list)) => list,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    list.iter()
        .filter_map(Value::as_str)
        .map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name))
}

/// The texts of a property: one, or those of a list.
pub fn texts<'t>(thing: &'t Thing, property: &str) -> impl Iterator<Item = String> + 't {
    let list: &[Value] = match thing.get(property) {
        Some(Value::Array(list)) => list,
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    list.iter().filter_map(|value| {
        let text = match value {
            Value::String(text) => plain(text),
            Value::Object(thing) => plain(
                thing
                    .get("@value")
                    .or_else(|| thing.get("name"))?
                    .as_str()?,
            ),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some(text).filter(|text| !text.is_empty())
    })
}

/// The paragraphs of a text that may be HTML.
pub fn paragraphs(text: &str) -> Vec<String> {
    let text = super::entity::decode(text);
    let lines: Vec<String> = match markup::is_html(&text) {
        true => markup::paragraphs(&text),
        false => text.lines().map(str::to_owned).collect(),
    };
    lines
        .iter()
        .map(|line| plain(line))
        .filter(|line| !line.is_empty())
        .collect()
}

/// The text that a value says: without tags and entities, which many systems leave in, on one line.
pub fn plain(text: &str) -> String {
    let text = super::entity::decode(text);
    // Escaped twice is as common as once.
    let text = super::entity::decode(&text);
    let text = match markup::is_html(&text) {
        true => markup::inline(&text),
        false => text.into_owned(),
    };
    let mut line = String::with_capacity(text.len());
    super::tree::push_words(&mut line, &text);
    line.truncate(line.trim_end().len());
    line
}

/// Reads a script as JSON, after mending it if it must be.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mended = mend(text);
    let mut values = serde_json::Deserializer::from_str(&mended).into_iter::<Value>();
    // What follows the first value, and is none, is nothing.
    let first = values.next()?.ok()?;
    let rest: Vec<Value> = values.map_while(Result::ok).collect();
    Some(match rest.is_empty() {
        true => first,
        false => Value::Array(std::iter::once(first).chain(rest).collect()),
    })
}

/// JSON from what systems without a JSON writer put out: controls in texts, commas before a closing bracket or at the end,
/// backslashes before anything, comments and CDATA marks around it.
fn mend(text: &str) -> String {
    let start = text.find(['{', '[']).unwrap_or(0);
    let text = text[start..]
        .strip_prefix("[CDATA[")
        .unwrap_or(&text[start..]);
    let mut mended = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    // Where a comma stands that has had nothing but blanks behind it.
    let mut comma = None;
    for c in text.chars() {
        if quoted {
            match c {
                _ if escaped => {
                    if !matches!(c, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
                        mended.pop();
                    }
                    mended.push(if c.is_control() { ' ' } else { c });
                    escaped = false;
                    continue;
                }
                '\\' => escaped = true,
                '"' => quoted = false,
                _ => {}
            }
            mended.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        match c {
            '}' | ']' => {
                if let Some(at) = comma {
                    mended.replace_range(at..=at, " ");
                }
                comma = None;
            }
            ',' => comma = Some(mended.len()),
            c if c.is_whitespace() => {}
            _ => comma = None,
        }
        quoted = c == '"';
        mended.push(if c.is_control() { ' ' } else { c });
    }
    mended
}
