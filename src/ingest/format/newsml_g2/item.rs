//! A news item of NewsML-G2 → its record: which element fills which field, and what is no article.

use crate::article::Record;
use crate::ingest::archive::RecordError;
use crate::ingest::format::nitf;
use crate::ingest::format::wire::{
    captions, check_status, dateline, embargo, keep, place, prose, what_it_is,
};
use crate::ingest::format::xml::Element;
use crate::ingest::format::xml::fields::{self, byline, html_or_text, some};
use crate::ingest::paragraphs;

/// The record of an item; `sent` is when its message was, if it came in one.
///
/// # Errors
/// It is no news item, has no text, was withdrawn, or is held back until a time that cannot be read.
pub(super) fn record(item: &Element, sent: Option<String>) -> Result<Record, RecordError> {
    let what = match item.local() {
        "newsItem" => None,
        "packageItem" => Some("a package of other items"),
        "planningItem" => Some("a plan of coverage"),
        _ => Some("an entry of a vocabulary"),
    };
    if let Some(what) = what {
        return Err(RecordError::NotAnArticle { what });
    }
    let empty = Element::default();
    let about_item = item.child("itemMeta").unwrap_or(&empty);
    let about = item.child("contentMeta").unwrap_or(&empty);
    if let Some(status) = about_item.child("pubStatus").and_then(code) {
        check_status(&status)?;
    }
    let mut content = content(item);
    let class = about_item
        .child("itemClass")
        .and_then(code)
        .unwrap_or_default();
    if content.body.is_empty() && what_it_is(&class).is_none() {
        content.body = summary(about);
    }
    if content.body.is_empty() {
        return Err(without_text(item, &class));
    }
    let mut record = Record {
        title: first_line(about, &["headline"])
            .or(content.title)
            .or_else(|| first_line(about_item, &["title"]))
            .unwrap_or_default(),
        body: content.body,
        id: item.attr_text("guid"),
        source: source(about_item, about),
        section: section(about_item, about),
        byline: about
            .children("by")
            .filter_map(Element::line)
            .find_map(|by| byline(&by))
            .or(content.byline),
        place: None,
        url: address(about_item),
        lang: about
            .children("language")
            .find_map(|e| e.attr_text("tag"))
            .or_else(|| item.attr_text("xml:lang")),
        tags: tags(about),
        ..Record::default()
    };
    record.place = located(about, &record.body);
    dates(&mut record, about_item, about, sent);
    embargo(&mut record, about_item.child_line("embargoed").as_deref())?;
    rest(&mut record, item, about_item, about);
    Ok(record)
}

/// The summary of an item whose text is not in it.
fn summary(about: &Element) -> Vec<String> {
    let is_summary = |e: &&Element| {
        e.attr("role")
            .is_some_and(|role| role.ends_with(":summary"))
    };
    about
        .children("description")
        .filter(is_summary)
        .map(prose)
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// What an item is that carries no text.
fn without_text(item: &Element, class: &str) -> RecordError {
    let is_elsewhere = item
        .child("contentSet")
        .is_some_and(|set| set.child("remoteContent").is_some());
    match what_it_is(class) {
        Some(what) => RecordError::NotAnArticle { what },
        None if is_elsewhere => RecordError::NotAnArticle {
            what: "an item whose text is elsewhere",
        },
        None => RecordError::NotAnArticle {
            what: "an item without a text",
        },
    }
}

/// The text of an item, and what only its text says.
#[derive(Default)]
struct Content {
    title: Option<String>,
    body: Vec<String>,
    byline: Option<String>,
}

/// The first of an item's renditions that is a text. The others are the same in another form.
fn content(item: &Element) -> Content {
    let Some(set) = item.child("contentSet") else {
        return Content::default();
    };
    let renditions = set
        .elements()
        .filter_map(|rendition| match rendition.local() {
            "inlineXML" => Some(inline_xml(rendition)),
            "inlineData" => inline_data(rendition),
            _ => None,
        });
    renditions
        .into_iter()
        .find(|content| !content.body.is_empty())
        .unwrap_or_default()
}

fn inline_xml(rendition: &Element) -> Content {
    if let Some(story) = rendition.all().find(|element| element.local() == "nitf") {
        let Ok(record) = nitf::record(story) else {
            return Content::default();
        };
        return Content {
            title: some(&record.title),
            body: record.body,
            byline: record.byline,
        };
    }
    let body = rendition
        .all()
        .find(|element| element.local() == "body")
        .unwrap_or(rendition);
    Content {
        body: prose(body),
        title: body.descendant("h1").and_then(Element::line),
        byline: None,
    }
}

fn inline_data(rendition: &Element) -> Option<Content> {
    let media = rendition
        .attr("contenttype")
        .unwrap_or("text/plain")
        .to_ascii_lowercase();
    if !(media.starts_with("text/") || media.contains("html") || media.contains("xml"))
        || rendition.attr("encoding").is_some()
    {
        return None;
    }
    Some(Content {
        body: html_or_text(&rendition.text()),
        ..Content::default()
    })
}

/// The value of a controlled term: its code, its address, or its literal.
fn code(element: &Element) -> Option<String> {
    ["qcode", "uri", "literal"]
        .iter()
        .find_map(|name| element.attr_text(name))
        .or_else(|| element.line())
}

/// The name of a controlled term: in the item's words if it has some, else its literal.
fn name(element: &Element) -> Option<String> {
    let of_role = |role: &str| {
        let is = |e: &&Element| e.attr("role").is_some_and(|own| own.ends_with(role));
        element.children("name").filter(is).find_map(Element::line)
    };
    of_role(":display")
        .or_else(|| of_role(":full"))
        .or_else(|| element.child_line("name"))
        .or_else(|| element.attr_text("literal"))
}

fn first_line(element: &Element, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| element.child_line(name))
}

/// Where the news is from; else who provides it.
fn source(about_item: &Element, about: &Element) -> Option<String> {
    let role = |wanted: &'static str| {
        let is = move |e: &&Element| e.attr("role").is_some_and(|role| role.ends_with(wanted));
        about.children("infoSource").filter(is).find_map(name)
    };
    let credit = || {
        about
            .child_line("creditline")
            .and_then(|line| some(line.trim_matches(['-', '–', '—', ' ', '/'])))
    };
    let provider = || {
        about_item.child("provider").and_then(|provider| {
            name(provider)
                .or_else(|| code(provider).and_then(|code| some(code.rsplit(':').next()?)))
        })
    };
    role(":source")
        .or_else(|| about.children("infoSource").find_map(name))
        .or_else(credit)
        .or_else(provider)
}

/// The desk, where an agency names it among its subjects; else the service.
fn section(about_item: &Element, about: &Element) -> Option<String> {
    let is_desk = |e: &&Element| {
        let word = |name: &str| e.attr(name).unwrap_or_default().to_ascii_lowercase();
        ["department", "desk", "category", "dpacat", "ressort"]
            .iter()
            .any(|desk| word("qcode").contains(desk) || word("type").contains(desk))
    };
    about
        .children("subject")
        .filter(is_desk)
        .find_map(name)
        .or_else(|| about_item.children("service").find_map(name))
}

/// Where it was written: as its dateline says; else as the item says, which may mean the desk.
fn located(about: &Element, body: &[String]) -> Option<String> {
    // A byline may stand above it.
    let first = body.iter().find(|text| text.len() > 60);
    let line = about
        .children("dateline")
        .filter_map(Element::line)
        .find_map(|line| place(&line));
    line.or_else(|| dateline(first?).0)
        .or_else(|| paragraphs::dateline_place(first?))
        .or_else(|| {
            about
                .children("located")
                .find_map(name)
                .and_then(|name| place(&name))
        })
}

/// The item's own address, where it links to one.
fn address(about_item: &Element) -> Option<String> {
    let is_own = |e: &&Element| {
        e.attr("rel").is_some_and(|rel| {
            ["canonical", "permalink", "hasWebVersion"]
                .iter()
                .any(|own| rel.ends_with(own))
        })
    };
    about_item
        .children("link")
        .filter(is_own)
        .find_map(|link| link.attr_text("href"))
}

fn tags(about: &Element) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let keywords = about.children("keyword").filter_map(Element::line);
    // A subject without a name is a code.
    let named = |subject: &&Element| subject.child("name").is_some();
    for tag in keywords.chain(about.children("subject").filter(named).filter_map(name)) {
        if !tags.contains(&tag) && tags.len() < 100 {
            tags.push(tag);
        }
    }
    tags
}

/// The content's own date goes before that of the version, which an archive may have made long after.
fn dates(record: &mut Record, about_item: &Element, about: &Element, sent: Option<String>) {
    let line = |element: &Element, name: &str| element.child_line(name);
    let published: Vec<String> = [
        line(about, "contentCreated"),
        line(about_item, "versionCreated"),
        line(about_item, "firstCreated"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let changed: Vec<String> = line(about, "contentModified")
        .into_iter()
        .chain(sent)
        .collect();
    fields::date(record, &published, &changed);
}

/// Keeps what an editor may ask for.
fn rest(record: &mut Record, item: &Element, about_item: &Element, about: &Element) {
    let title = record.title.clone();
    keep(record, "version", item.attr_text("version"));
    keep(
        record,
        "version_created",
        about_item.child_line("versionCreated"),
    );
    keep(record, "slug", about.child_line("slugline"));
    keep(record, "urgency", about.child_line("urgency"));
    let descriptions = about.children("description").filter_map(Element::line);
    keep(
        record,
        "description",
        descriptions.filter(|line| *line != title),
    );
    keep(record, "genre", about.children("genre").filter_map(name));
    let is_public = |e: &&Element| {
        !e.attr("role").is_some_and(|role| role.ends_with("private"))
            && e.attr("pubconstraint").is_none()
    };
    keep(
        record,
        "note",
        about_item
            .children("edNote")
            .filter(is_public)
            .filter_map(Element::line),
    );
    keep(
        record,
        "copyright",
        item.descendants("copyrightNotice")
            .filter_map(Element::line)
            .take(4),
    );
    keep(
        record,
        "usage",
        item.descendants("usageTerms")
            .filter_map(Element::line)
            .take(4),
    );
    keep(record, "captions", captions(item));
}
