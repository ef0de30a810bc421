//! NITF, the News Industry Text Format of the IPTC, versions 2.5 to 3.6: one story a file, or within NewsML.
//!
//! In comes a document; out comes its record. Which element fills which field is listed in docs/formats.md.
//! <https://iptc.org/standards/nitf/>

use super::wire::{captions, check_status, dateline, keep, place, prose};
use super::xml::fields::{self, byline, some};
use super::xml::{Element, Tree, one_tree};
use super::{Context, Head, Input, Items};
use crate::article::Record;
use crate::date::PubDate;
use crate::ingest::archive::RecordError;

/// Whether an archive that begins with `head` is NITF.
pub fn looks_like_nitf(head: &Head) -> bool {
    head.root()
        .is_some_and(|root| root.rsplit(':').next() == Some("nitf"))
}

/// The story of an archive in NITF.
pub fn read_nitf<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    one_tree(input, context, |tree: &Tree| record(&tree.root))
}

/// The record of a story.
///
/// # Errors
/// It was withdrawn, or there is no text in it.
pub(super) fn record(nitf: &Element) -> Result<Record, RecordError> {
    let empty = Element::default();
    let head = nitf.child("head").unwrap_or(&empty);
    let docdata = head.child("docdata").unwrap_or(&empty);
    let body = nitf.child("body").unwrap_or(&empty);
    if let Some(status) = docdata.attr("management-status") {
        check_status(status)?;
    }
    let mut record = Record {
        title: title(head, body).unwrap_or_default(),
        body: text(body),
        id: id(docdata),
        source: source(head, docdata, body),
        section: section(head),
        byline: bylines(body),
        place: located(body, docdata),
        url: head
            .children("pubdata")
            .find_map(|data| data.attr_text("ex-ref")),
        lang: lang(nitf, body),
        tags: tags(head, docdata),
        ..Record::default()
    };
    dates(&mut record, head, docdata, body);
    if record.body.is_empty() {
        record.body = abstract_of(body);
    } else {
        keep(&mut record, "abstract", abstract_of(body));
    }
    if record.body.is_empty() && body.descendant("media").is_some() {
        return Err(RecordError::NotAnArticle { what: "a picture" });
    }
    rest(&mut record, head, docdata, body);
    Ok(record)
}

/// The text alone, of a story within another format that says the rest.
pub(super) fn text(body: &Element) -> Vec<String> {
    let Some(content) = body.child("body.content") else {
        return prose(body);
    };
    // The annotated corpus of the New York Times has the first paragraphs twice: by themselves, and in the whole.
    let whole: Vec<&Element> = content
        .children("block")
        .filter(|block| block.attr("class") == Some("full_text"))
        .collect();
    match whole.is_empty() {
        true => prose(content),
        false => whole.into_iter().flat_map(prose).collect(),
    }
}

fn title(head: &Element, body: &Element) -> Option<String> {
    let lines = body.at(&["body.head", "hedline"]);
    lines
        .and_then(|lines| lines.child_line("hl1"))
        .or_else(|| body.at(&["body.head", "headline"])?.line())
        .or_else(|| head.child_line("title"))
        .or_else(|| lines?.child_line("hl2"))
        .or_else(|| body.at(&["body.content", "hl1"])?.line())
}

fn id(docdata: &Element) -> Option<String> {
    let id = |element: &Element| element.attr_text("id-string");
    docdata.children("doc-id").find_map(id)
}

/// The publication; else who distributes it; else who owns it.
fn source(head: &Element, docdata: &Element, body: &Element) -> Option<String> {
    let head_of = body.child("body.head");
    let owner = |line: String| some(line.split(". ").next().unwrap_or_default());
    head.children("pubdata")
        .find_map(|data| data.attr_text("name"))
        .or_else(|| head_of?.child_line("distributor"))
        .or_else(|| head_of?.at(&["rights", "rights.owner"])?.line())
        .or_else(|| meta(head, &["source", "aap-source", "publication", "dsk-source"]))
        .or_else(|| {
            docdata
                .child("doc.copyright")?
                .attr_text("holder")
                .and_then(owner)
        })
        .or_else(|| docdata.child("doc-id")?.attr_text("regsrc"))
}

fn section(head: &Element) -> Option<String> {
    let subject = |name| {
        head.child("tobject")?
            .children("tobject.subject")
            .find_map(|s| s.attr_text(name))
    };
    head.children("pubdata")
        .find_map(|data| data.attr_text("position.section"))
        .or_else(|| meta(head, &["online_sections", "section", "category", "dsk"]))
        .or_else(|| subject("tobject.subject.type"))
}

/// The content of the first `meta` of one of these names that says something.
fn meta(head: &Element, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let of_name = |e: &&Element| {
            e.attr("name")
                .is_some_and(|own| own.eq_ignore_ascii_case(name))
        };
        head.children("meta")
            .filter(of_name)
            .find_map(|e| e.attr_text("content"))
    })
}

fn bylines(body: &Element) -> Option<String> {
    let head = body.child("body.head")?;
    let name = |line: &Element| {
        let people: Vec<String> = line.children("person").filter_map(Element::line).collect();
        let name = match people.is_empty() {
            true => line
                .paragraphs_without(&|e| matches!(e.local(), "byttl" | "virtloc"))
                .join(" "),
            false => people.join(", "),
        };
        byline(&name)
    };
    // The same corpus says `FALK, OREN` beside `By OREN FALK`.
    let is_normalized = |line: &&Element| line.attr("class") == Some("normalized_byline");
    let printed: Vec<String> = head
        .children("byline")
        .filter(|line| !is_normalized(line))
        .filter_map(name)
        .collect();
    let names = match printed.is_empty() {
        true => head.children("byline").filter_map(name).collect(),
        false => printed,
    };
    some(&names.join(", "))
}

fn located(body: &Element, docdata: &Element) -> Option<String> {
    let line = body.at(&["body.head", "dateline"]);
    let city = |location: &Element| location.child_line("city").or_else(|| location.line());
    line.and_then(|line| line.child("location").and_then(city))
        .or_else(|| {
            place(
                &line?
                    .paragraphs_without(&|e| e.local() == "story.date")
                    .join(" "),
            )
        })
        .or_else(|| dateline(text(body).first()?).0)
        .or_else(|| {
            docdata
                .children("evloc")
                .find_map(|place| place.attr_text("city"))
        })
}

fn lang(nitf: &Element, body: &Element) -> Option<String> {
    let of = |element: &Element| {
        element
            .attr_text("xml:lang")
            .or_else(|| element.attr_text("lang"))
    };
    nitf.attr_text("baselang")
        .or_else(|| of(nitf))
        .or_else(|| of(body))
}

fn tags(head: &Element, docdata: &Element) -> Vec<String> {
    let keywords = docdata
        .descendants("keyword")
        .filter_map(|e| e.attr_text("key").or_else(|| e.line()));
    let subjects = head.descendants("tobject.subject").flat_map(|subject| {
        let part = |name| subject.attr_text(name);
        [
            part("tobject.subject.type"),
            part("tobject.subject.matter"),
            part("tobject.subject.detail"),
        ]
    });
    let classes = docdata
        .descendants("classifier")
        .filter_map(|e| e.line().or_else(|| e.attr_text("value")));
    let mut tags: Vec<String> = Vec::new();
    for tag in keywords.chain(subjects.flatten()).chain(classes) {
        if !tags.contains(&tag) && tags.len() < 100 {
            tags.push(tag);
        }
    }
    tags
}

fn dates(record: &mut Record, head: &Element, docdata: &Element, body: &Element) {
    let norm = |name| {
        docdata
            .children(name)
            .filter_map(|e| e.attr_text("norm").or_else(|| e.line()))
    };
    let printed = head
        .children("pubdata")
        .filter_map(|e| e.attr_text("date.publication"))
        // A paper is dated by its day; midnight without a zone is what stands where no time is known.
        .map(|text| {
            text.strip_suffix("T000000")
                .map(str::to_owned)
                .unwrap_or(text)
        });
    let dateline = body
        .at(&["body.head", "dateline"])
        .into_iter()
        .flat_map(|line| {
            line.descendants("story.date")
                .filter_map(|e| e.attr_text("norm").or_else(|| e.line()))
        });
    let issued: Vec<String> = norm("date.issue").collect();
    let published: Vec<String> = issued
        .iter()
        .cloned()
        .chain(printed)
        .chain(dateline)
        .chain(norm("date.release"))
        .chain(meta(head, &["timestamp", "pubdate", "publicationdate"]))
        .collect();
    let changed: Vec<String> = head
        .descendants("revision-history")
        .filter_map(|e| e.attr_text("norm"))
        .collect();
    // Templates leave what they have no value for as `YYYYMMDD000000`: that is no date that could not be read.
    let readable: Vec<String> = published
        .into_iter()
        .filter(|text| PubDate::parse(text).is_some())
        .collect();
    fields::date(record, &readable, &changed);
    // A story is released later than it is issued, if it is under embargo.
    let release = norm("date.release").find_map(|text| PubDate::parse(&text));
    let issue = issued.iter().find_map(|text| PubDate::parse(text));
    if let (Some(release), Some(issue)) = (release, issue)
        && release.first_day() > issue.first_day()
    {
        record.embargo = Some(release);
    }
}

fn abstract_of(body: &Element) -> Vec<String> {
    body.at(&["body.head", "abstract"])
        .map(prose)
        .unwrap_or_default()
}

/// Keeps what an editor may ask for.
fn rest(record: &mut Record, head: &Element, docdata: &Element, body: &Element) {
    let attribute = |name: &str, attribute: &str| -> Option<String> {
        head.descendants(name).find_map(|e| e.attr_text(attribute))
    };
    let lines = body.at(&["body.head", "hedline"]);
    let title = record.title.clone();
    let second = lines
        .into_iter()
        .flat_map(|lines| lines.children("hl2").filter_map(Element::line));
    keep(record, "subheadline", second.filter(|line| *line != title));
    keep(
        record,
        "slug",
        head.child_line("title").filter(|line| *line != title),
    );
    keep(record, "urgency", attribute("urgency", "ed-urg"));
    keep(record, "note", attribute("ed-msg", "info"));
    keep(
        record,
        "copyright",
        docdata
            .child("doc.copyright")
            .and_then(|e| e.attr_text("holder")),
    );
    keep(
        record,
        "expires",
        attribute("date.expire", "norm").filter(|text| PubDate::parse(text).is_some()),
    );
    keep(
        record,
        "tagline",
        body.at(&["body.end", "tagline"]).and_then(Element::line),
    );
    keep(record, "captions", captions(body));
}

#[cfg(test)]
mod tests;
