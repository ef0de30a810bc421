//! One entry of a feed → one [`Record`].
//!
//! In come the entry and what is known of its channel; out comes the record. Of the elements that can fill a field the first
//! in the order given here that says something wins; the others are kept in `extra`, under their names as written.

use super::address::{is_web, resolve};
use super::space::{self, Space};
use super::{construct, space::Space::*};
use crate::article::Record;
use crate::ingest::format::xml::Element;
use crate::ingest::format::xml::fields::{self, Fields, some};

/// An element that can fill a field: its vocabulary and name.
type Name = (Space, &'static str);

const TITLE: &[Name] = &[
    (Own, "title"),
    (Own, "TITLE"),
    (Dublin, "title"),
    (Media, "title"),
    (Itunes, "title"),
];
const BODY: &[Name] = &[
    (Content, "encoded"),
    (Own, "encoded"),
    (Own, "content"),
    (Own, "fullitem"),
    (Xhtml, "body"),
    (Xhtml, "div"),
    (Own, "fulltext"),
    (Own, "body"),
    (Own, "description"),
    (Own, "summary"),
    (Own, "abstract"),
    (Own, "ABSTRACT"),
    (Dublin, "description"),
    (Dublin, "abstract"),
    (Itunes, "summary"),
    (Itunes, "description"),
    (Media, "description"),
];
const PUBLISHED: &[Name] = &[
    (Own, "pubDate"),
    (Own, "published"),
    (Own, "issued"),
    (Dublin, "date"),
    (Dublin, "issued"),
    (Prism, "publicationDate"),
    (Own, "created"),
    (Dublin, "created"),
    (Own, "date"),
    (Own, "pubdate"),
];
const CHANGED: &[Name] = &[
    (Own, "updated"),
    (Own, "modified"),
    (Dublin, "modified"),
    (Own, "lastBuildDate"),
];
const BYLINE: &[Name] = &[
    (Own, "author"),
    (Dublin, "creator"),
    (Itunes, "author"),
    (Dublin, "author"),
    (Own, "creator"),
];
const ID: &[Name] = &[(Own, "guid"), (Own, "id"), (Dublin, "identifier")];
const LANG: &[Name] = &[(Dublin, "language"), (Own, "language")];
const SECTION: &[Name] = &[(Prism, "section"), (Other, "section"), (Own, "section")];
const TAGS: &[Name] = &[(Own, "category"), (Dublin, "subject"), (Media, "category")];
const KEYWORDS: &[Name] = &[(Itunes, "keywords"), (Media, "keywords"), (Own, "keywords")];

/// What an entry has of the feed it stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest::format) struct Channel {
    title: Option<String>,
    lang: Option<String>,
    base: Option<String>,
    byline: Option<String>,
}

impl Channel {
    /// From the elements around an entry, as far as they came before it.
    pub fn of(around: &[Element]) -> Self {
        let feed = around.iter().rfind(|element| element.local() != "RDF");
        // In RSS 1.0 and 0.9 the channel stands beside the items.
        let feed = match feed {
            Some(feed) if feed.local() != "rss" => Some(feed),
            _ => around.first().and_then(|root| root.child("channel")),
        };
        let Some(feed) = feed else {
            return Self::default();
        };
        let inherited = |name| around.iter().rev().find_map(|e| e.attr_text(name));
        let mut own = Fields::of(feed);
        let link = own.all(link).into_iter().next();
        Self {
            title: first(&mut own, TITLE, construct::line),
            lang: inherited("xml:lang").or_else(|| first(&mut own, LANG, Element::line)),
            base: inherited("xml:base").or(link).filter(|base| is_web(base)),
            byline: byline(&mut own, &[(Own, "author")]),
        }
    }
}

/// The record of an entry.
pub(in crate::ingest::format) fn record(entry: &Element, channel: &Channel) -> Record {
    let mut own = Fields::of(entry);
    let mut record = Record {
        title: first(&mut own, TITLE, construct::line).unwrap_or_default(),
        body: body(&mut own),
        id: first(&mut own, ID, Element::line).or_else(|| entry.attr_text("rdf:about")),
        byline: byline(&mut own, BYLINE).or_else(|| channel.byline.clone()),
        section: first(&mut own, SECTION, Element::line),
        lang: lang(entry, &mut own).or_else(|| channel.lang.clone()),
        source: source(&mut own).or_else(|| channel.title.clone()),
        tags: tags(&mut own),
        ..Record::default()
    };
    if record.body.is_empty() {
        record.body = body_of_group(&mut own);
    }
    let published = dates(&mut own, PUBLISHED);
    let mut changed = Vec::new();
    if published.is_empty() {
        changed = dates(&mut own, CHANGED);
        changed.extend(entry.attr_text("LASTMOD"));
    }
    fields::date(&mut record, &published, &changed);
    let base = entry
        .attr_text("xml:base")
        .map(|base| resolve(&base, channel.base.as_deref()));
    record.url = address(entry, &mut own, &record)
        .map(|link| resolve(&link, base.as_deref().or(channel.base.as_deref())));
    record.extra = own.rest();
    record
}

/// The first name for which something is read.
fn first<'e, T>(
    own: &mut Fields<'e>,
    names: &[Name],
    read: impl Fn(&'e Element) -> Option<T>,
) -> Option<T> {
    names
        .iter()
        .find_map(|name| own.first(|element| is(element, name).then(|| read(element))?))
}

fn is(element: &Element, (space, name): &Name) -> bool {
    element.local() == *name && space::of(element) == *space
}

/// The text of an entry: whole where the feed has it, else what is said of it.
fn body(own: &mut Fields<'_>) -> Vec<String> {
    let read =
        |element: &Element| Some(construct::paragraphs(element)).filter(|text| !text.is_empty());
    first(own, BODY, read).unwrap_or_default()
}

/// What is said of a film or a picture: YouTube's feeds have nothing else.
fn body_of_group(own: &mut Fields<'_>) -> Vec<String> {
    let read = |group: &Element| {
        let described = group.child("description").map(construct::paragraphs);
        described.filter(|text| is(group, &(Media, "group")) && !text.is_empty())
    };
    own.first(read).unwrap_or_default()
}

/// The texts of the elements of these names, in order of preference.
fn dates(own: &mut Fields<'_>, names: &[Name]) -> Vec<String> {
    names
        .iter()
        .flat_map(|name| {
            // A writer that gives one twice corrected itself.
            let mut values = own.all(|e| is(e, name).then(|| e.line())?);
            values.reverse();
            values
        })
        .collect()
}

fn byline(own: &mut Fields<'_>, names: &[Name]) -> Option<String> {
    names.iter().find_map(|name| {
        let mut names = own.all(|element| is(element, name).then(|| person(element))?);
        names.dedup();
        (!names.is_empty()).then(|| names.join(", "))
    })
}

/// A person's name: Atom has it in an element, RSS behind an address (`desk@quay.example (A. Tern)`).
fn person(element: &Element) -> Option<String> {
    if element.elements().next().is_some() {
        let name = |name| element.child_line(name);
        return name("name").or_else(|| name("email"));
    }
    let text = fields::byline(&element.text())?;
    let inner = match text.split_once('(') {
        Some((before, name)) if before.contains('@') => name.strip_suffix(')'),
        _ => text
            .split_once('<')
            .filter(|(_, address)| address.contains('@'))
            .map(|(name, _)| name.trim_matches(['"', ' '])),
    };
    inner.and_then(some).or(Some(text))
}

fn lang(entry: &Element, own: &mut Fields<'_>) -> Option<String> {
    entry
        .attr_text("xml:lang")
        .or_else(|| first(own, LANG, Element::line))
}

/// The feed that an entry was taken over from.
fn source(own: &mut Fields<'_>) -> Option<String> {
    own.first(|element| {
        is(element, &(Own, "source")).then(|| match element.child("title") {
            Some(title) => construct::line(title),
            None => element
                .elements()
                .next()
                .is_none()
                .then(|| element.line())?,
        })?
    })
}

fn tags(own: &mut Fields<'_>) -> Vec<String> {
    let mut tags = Vec::new();
    for name in TAGS {
        tags.extend(own.all(|element| is(element, name).then(|| tag(element))?));
    }
    for name in KEYWORDS {
        for words in own.all(|element| is(element, name).then(|| element.line())?) {
            tags.extend(words.split(',').filter_map(some));
        }
    }
    tags
}

fn tag(element: &Element) -> Option<String> {
    let text = element
        .elements()
        .next()
        .is_none()
        .then(|| fields::one_line(&element.text()))
        .flatten();
    element
        .attr_text("label")
        .or(text)
        .or_else(|| element.attr_text("term"))
}

/// The address that a link element gives for what it stands in.
fn link(element: &Element) -> Option<String> {
    if !is(element, &(Own, "link")) {
        return None;
    }
    let of_page = element.attr("rel").is_none_or(|rel| {
        rel.trim().is_empty()
            || rel.eq_ignore_ascii_case("alternate")
            || rel.ends_with("#alternate")
    });
    of_page.then(|| element.attr_text("href").or_else(|| element.line()))?
}

fn address(entry: &Element, own: &mut Fields<'_>, record: &Record) -> Option<String> {
    if let Some(origin) = first(own, &[(Feedburner, "origLink")], Element::line) {
        return Some(origin);
    }
    let html_first = own.first(|element| {
        let is_html = element
            .attr("type")
            .is_none_or(|media| media.contains("html"));
        link(element).filter(|_| is_html)
    });
    if let Some(link) = html_first.or_else(|| own.first(link)) {
        return Some(link);
    }
    let guid = entry.child("guid").is_none_or(|guid| {
        !guid
            .attr("isPermaLink")
            .is_some_and(|is| is.trim().eq_ignore_ascii_case("false"))
    });
    let about = entry
        .attr_text("rdf:about")
        .or_else(|| entry.attr_text("HREF"));
    let id = record.id.clone().filter(|_| guid);
    about.into_iter().chain(id).find(|text| is_web(text))
}
