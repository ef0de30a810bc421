//! A news item → the records of its articles: which element of it fills which field.

use super::component::{Found, Story};
use crate::article::Record;
use crate::ingest::archive::RecordError;
use crate::ingest::format::nitf;
use crate::ingest::format::wire::{check_status, keep, place};
use crate::ingest::format::xml::Element;
use crate::ingest::format::xml::fields::{self, byline, some};

/// The articles of an item, and of the items within it; or why there is none.
pub(super) fn records(item: &Element, sent: Option<&str>) -> Vec<Result<Record, RecordError>> {
    let mut found = Found::default();
    if let Err(error) = status(item) {
        return vec![Err(error)];
    }
    for part in item.elements() {
        match part.local() {
            "NewsComponent" => found.walk(part, &[]),
            "NewsItem" => found.items.push(part),
            "NewsItemRef" => found.refers = true,
            _ => {}
        }
    }
    let mut records: Vec<Record> = Vec::new();
    let mut used: Vec<*const Element> = Vec::new();
    for story in std::mem::take(&mut found.stories) {
        let headline = headline(&story);
        let is_new = headline.is_none_or(|line| !used.contains(&std::ptr::from_ref(line)));
        match records.last_mut() {
            Some(last) if !is_new || headline.is_none() => last.body.extend(story.body),
            _ => {
                used.extend(headline.map(std::ptr::from_ref));
                let number = records.len() + 1;
                records.push(record(item, &story, number, sent));
            }
        }
    }
    if let Some(first) = records.first_mut() {
        keep(first, "captions", found.captions);
    }
    let mut outcomes: Vec<_> = records
        .into_iter()
        .map(|record| embargo(item, record))
        .collect();
    let inner = found
        .items
        .iter()
        .flat_map(|item| self::records(item, sent));
    outcomes.extend(inner);
    if outcomes.is_empty() {
        let what = found.other.unwrap_or(match found.refers {
            true => "a package of other items",
            false => "an item without a text",
        });
        outcomes.push(Err(RecordError::NotAnArticle { what }));
    }
    outcomes
}

/// The formal name of an element in an item's management.
fn managed(item: &Element, name: &str) -> Option<String> {
    item.at(&["NewsManagement", name])?.attr_text("FormalName")
}

fn status(item: &Element) -> Result<(), RecordError> {
    managed(item, "Status").map_or(Ok(()), |status| check_status(&status))
}

/// An embargo holds until the status will change to usable; one without a time holds.
fn embargo(item: &Element, mut record: Record) -> Result<Record, RecordError> {
    let is_held = managed(item, "Status")
        .is_some_and(|status| status.to_ascii_lowercase().contains("embargo"));
    if is_held {
        let until = item
            .at(&["NewsManagement", "StatusWillChange", "DateAndTime"])
            .and_then(Element::line);
        let until = until.unwrap_or_else(|| "further notice".to_owned());
        crate::ingest::format::wire::embargo(&mut record, Some(&until))?;
    }
    Ok(record)
}

/// The headline that holds for a story: of the innermost component that has one.
fn headline<'e>(story: &Story<'e>) -> Option<&'e Element> {
    let of = |component: &&'e Element| {
        let lines = component
            .children("NewsLines")
            .flat_map(|lines| lines.children("HeadLine"));
        lines.into_iter().find(|line| line.line().is_some())
    };
    story.components.iter().rev().find_map(of)
}

fn record(item: &Element, story: &Story<'_>, number: usize, sent: Option<&str>) -> Record {
    let inner = story
        .inner
        .and_then(|story| nitf::record(story).ok())
        .unwrap_or_default();
    let lines = |name: &str| news_lines(story, name);
    let mut record = Record {
        title: headline(story)
            .and_then(Element::line)
            .or_else(|| some(&inner.title))
            .unwrap_or_default(),
        body: story.body.clone(),
        id: id(item, story, number),
        source: source(item, story).or(inner.source),
        section: None,
        byline: lines("ByLine")
            .and_then(|line| byline(&line))
            .or(inner.byline),
        place: located(story)
            .or_else(|| place(&lines("DateLine")?))
            .or(inner.place),
        lang: lang(item, story).or(inner.lang),
        tags: tags(story),
        ..Record::default()
    };
    if record.tags.is_empty() {
        record.tags = inner.tags;
    }
    dates(&mut record, item, story, sent);
    let first_line = record.title.clone();
    keep(
        &mut record,
        "subheadline",
        lines("SubHeadLine").filter(|line| *line != first_line),
    );
    for (name, line) in [
        ("slug", "SlugLine"),
        ("credit", "CreditLine"),
        ("copyright", "CopyrightLine"),
        ("note", "SeriesLine"),
    ] {
        keep(&mut record, name, lines(line));
    }
    keep(&mut record, "urgency", managed(item, "Urgency"));
    keep(
        &mut record,
        "label",
        item.at(&["Identification", "NameLabel"])
            .and_then(Element::line),
    );
    keep(&mut record, "captions", story.captions.iter().cloned());
    record
}

/// A line of the innermost component that has it.
fn news_lines(story: &Story<'_>, name: &str) -> Option<String> {
    let of = |component: &&Element| {
        component
            .children("NewsLines")
            .find_map(|lines| lines.child_line(name))
    };
    story.components.iter().rev().find_map(of)
}

/// The item's public name; of a second article in it with a number behind.
fn id(item: &Element, story: &Story<'_>, number: usize) -> Option<String> {
    let identifier = item.at(&["Identification", "NewsIdentifier"])?;
    let own = identifier
        .child_line("PublicIdentifier")
        .or_else(|| identifier.child_line("NewsItemId"))?;
    if number == 1 {
        return Some(own);
    }
    let component = story
        .components
        .last()
        .and_then(|component| component.attr_text("Duid"));
    Some(format!(
        "{own}#{}",
        component.unwrap_or_else(|| number.to_string())
    ))
}

/// The metadata of a kind, of the innermost component that has it first.
fn metadata<'s>(story: &'s Story<'_>, kind: &'s str) -> impl Iterator<Item = &'s Element> {
    story
        .components
        .iter()
        .rev()
        .flat_map(move |component| component.children(kind))
}

fn source(item: &Element, story: &Story<'_>) -> Option<String> {
    let party = |name: &'static str| {
        metadata(story, "AdministrativeMetadata")
            .flat_map(move |data| data.children(name))
            .filter_map(|e| e.child("Party"))
            .find_map(|party| party.attr_text("FormalName"))
    };
    let credit = || news_lines(story, "CreditLine");
    let provider = || {
        item.at(&["Identification", "NewsIdentifier"])?
            .child_line("ProviderId")
    };
    party("Source")
        .or_else(|| party("Provider"))
        .or_else(credit)
        .or_else(provider)
}

fn located(story: &Story<'_>) -> Option<String> {
    let origin = |e: &&Element| {
        e.attr("HowPresent")
            .is_none_or(|how| how.eq_ignore_ascii_case("origin"))
    };
    metadata(story, "DescriptiveMetadata")
        .flat_map(|data| data.children("Location"))
        .filter(origin)
        .find_map(|location| {
            let mut properties = location.descendants("Property");
            properties
                .find(|e| e.attr("FormalName") == Some("City"))?
                .attr_text("Value")
        })
}

fn lang(item: &Element, story: &Story<'_>) -> Option<String> {
    let named = metadata(story, "DescriptiveMetadata")
        .flat_map(|data| data.children("Language"))
        .find_map(|e| e.attr_text("FormalName"));
    let written = || {
        story
            .components
            .iter()
            .rev()
            .find_map(|c| c.attr_text("xml:lang"))
    };
    named
        .or_else(written)
        .or_else(|| item.attr_text("xml:lang"))
}

fn tags(story: &Story<'_>) -> Vec<String> {
    let keyword = |e: &Element| match e.attr("FormalName") {
        Some(name) if name.eq_ignore_ascii_case("keyword") => e.attr_text("Value"),
        _ => None,
    };
    let lines = story
        .components
        .iter()
        .rev()
        .flat_map(|c| c.descendants_of_lines("KeywordLine"));
    let properties =
        metadata(story, "DescriptiveMetadata").flat_map(|data| data.children("Property"));
    let mut tags: Vec<String> = Vec::new();
    for tag in lines.chain(properties.filter_map(keyword)) {
        if !tags.contains(&tag) && tags.len() < 100 {
            tags.push(tag);
        }
    }
    tags
}

impl Element {
    /// The lines of this name among a component's news lines.
    fn descendants_of_lines<'s>(&'s self, name: &'s str) -> impl Iterator<Item = String> + 's {
        self.children("NewsLines")
            .flat_map(move |lines| lines.children(name))
            .filter_map(Element::line)
    }
}

fn dates(record: &mut Record, item: &Element, story: &Story<'_>, sent: Option<&str>) {
    let managed = |name: &str| item.at(&["NewsManagement", name]).and_then(Element::line);
    let dateline =
        metadata(story, "DescriptiveMetadata").find_map(|data| data.child_line("DateLineDate"));
    let id = item
        .at(&["Identification", "NewsIdentifier", "DateId"])
        .and_then(Element::line);
    let published: Vec<String> = dateline
        .into_iter()
        .chain(managed("ThisRevisionCreated"))
        .chain(managed("FirstCreated"))
        .chain(id)
        .collect();
    let changed: Vec<String> = sent.map(str::to_owned).into_iter().collect();
    fields::date(record, &published, &changed);
}
