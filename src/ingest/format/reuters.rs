//! Reuters-21578: the collection of 1987 newswire stories, in SGML, a thousand stories a file.
//!
//! In comes one of its files, or many of them run together; out comes a record for each `REUTERS` element. The format is
//! described in the collection's own README (Lewis 1997): `TEXT` is `NORM`, `BRIEF` (a headline alone) or `UNPROC` (lines
//! that were never taken apart). Control characters, which the wire put in as entities, are in no field.

use serde_json::Value;

use super::xml::{Element, Nested, Splitter, Tree};
use super::{Context, Head, Input, Items};
use crate::article::{DateSource, Record};
use crate::date::PubDate;
use crate::ingest::archive::RecordError;

/// Whether an archive is a file of the collection.
pub fn looks_like_reuters(head: &Head) -> bool {
    head.root() == Some("REUTERS")
        && head
            .text()
            .is_some_and(|text| text.contains("NEWID=") || text.contains("LEWISSPLIT="))
}

/// The stories of a file.
pub fn read_reuters<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    let splitter = Splitter::new(input, context, &["REUTERS"], Nested::Next);
    super::sgml::records(splitter, read)
}

fn read(tree: &Tree) -> Result<Record, RecordError> {
    let story = &tree.root;
    let Some(text) = story.child("TEXT") else {
        return Err(match tree.fault {
            Some(_) => RecordError::Truncated { what: "a story" },
            None => RecordError::NoText,
        });
    };
    let mut record = Record {
        id: story.attr_text("NEWID"),
        title: child(text, "TITLE").unwrap_or_default(),
        published: story.child("DATE").and_then(|date| date_of(&date.text())),
        source: Some("Reuters".to_owned()),
        byline: child(text, "AUTHOR").map(super::sgml::without_by),
        place: child(text, "DATELINE"),
        ..Record::default()
    };
    record.date_source = record.published.as_ref().map(|_| DateSource::Field);
    let body = match text.child("BODY") {
        Some(body) => body.text(),
        // Of a brief this is nothing, of a story that was not taken apart all there is.
        None => own_text(text),
    };
    let body = without_sign_off(&without_controls(&body));
    if !body.is_empty() {
        record.body.push(body);
    }
    add_lists(story, &mut record);
    for name in ["OLDID", "LEWISSPLIT", "CGISPLIT", "TOPICS"] {
        if let Some(value) = story.attr_text(name) {
            record
                .extra
                .insert(name.to_lowercase(), Value::String(value));
        }
    }
    if let Some(kind) = text.attr_text("TYPE") {
        record.extra.insert("type".to_owned(), Value::String(kind));
    }
    if let Some(slug) = child(story, "UNKNOWN") {
        record
            .extra
            .insert("unknown".to_owned(), Value::String(slug));
    }
    Ok(record)
}

/// Topics and the other lists become tags; which list a tag was in stays to be seen.
fn add_lists(story: &Element, record: &mut Record) {
    for name in [
        "TOPICS",
        "PLACES",
        "PEOPLE",
        "ORGS",
        "EXCHANGES",
        "COMPANIES",
    ] {
        let Some(list) = story.child(name) else {
            continue;
        };
        let tags: Vec<String> = list.children("D").filter_map(Element::line).collect();
        if name != "TOPICS" && !tags.is_empty() {
            let values = tags.iter().cloned().map(Value::String).collect();
            record
                .extra
                .insert(name.to_lowercase(), Value::Array(values));
        }
        record.tags.extend(tags);
    }
}

/// `26-FEB-1987 15:01:01.79`. Some have a remark behind a `#`, or a time that no clock shows: then the day is what is left.
fn date_of(text: &str) -> Option<PubDate> {
    let stamp = text.split('#').next().unwrap_or_default().trim();
    PubDate::parse(stamp).or_else(|| PubDate::parse(stamp.split_whitespace().next()?))
}

fn child(element: &Element, name: &str) -> Option<String> {
    let line = element.child(name)?.text();
    let line: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || c.is_control())
        .collect();
    let line: Vec<&str> = line.into_iter().filter(|word| !word.is_empty()).collect();
    (!line.is_empty()).then(|| line.join(" "))
}

/// The text directly in an element.
fn own_text(element: &Element) -> String {
    element
        .content()
        .iter()
        .filter_map(|node| match node {
            super::xml::Node::Text(text) => Some(text.as_str()),
            super::xml::Node::Element(_) => None,
        })
        .collect()
}

fn without_controls(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// The last line of a story is the agency's name.
fn without_sign_off(body: &str) -> String {
    let body = body.trim_end();
    let start = body.rfind('\n').map_or(0, |at| at + 1);
    let last = body[start..].trim().trim_end_matches("...").trim_end();
    let is_sign_off = last.eq_ignore_ascii_case("reuter") || last.eq_ignore_ascii_case("reuters");
    let body = if is_sign_off { &body[..start] } else { body };
    body.trim_end().trim_start_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::archive::Item;
    use crate::ingest::format::trial;

    fn items(text: &str) -> Vec<Item> {
        trial::items(read_reuters, text)
    }

    fn record(item: &Item) -> &Record {
        item.outcome.as_ref().expect("a record")
    }

    const FILE: &str = "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n\
<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" CGISPLIT=\"TRAINING-SET\" OLDID=\"7\" NEWID=\"11\">\n\
<DATE> 3-MAR-1987 09:18:21.26</DATE>\n\
<TOPICS><D>tin</D><D>ship</D></TOPICS>\n<PLACES><D>usa</D></PLACES>\n<PEOPLE></PEOPLE>\n\
<UNKNOWN> \n&#5;&#5;&#5;C T\n&#22;&#22;&#1;f0012&#31;reute\nu f BC-TIN-&lt;TIN>   03-03 0101</UNKNOWN>\n\
<TEXT>&#2;\n<TITLE>NORTHERN TIN &lt;TIN> SHIPS MORE &amp; EARNS LESS</TITLE>\n\
<AUTHOR>    By Ann Miner, Reuters</AUTHOR>\n\
<DATELINE>    PORT ALDERN, March 3 - </DATELINE><BODY>Northern Tin Ltd &lt;TIN> said shipments\n\
rose by a tenth in the quarter.\n    Earnings fell for all that.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n\
<REUTERS TOPICS=\"NO\" OLDID=\"8\" NEWID=\"12\">\n<DATE>31-MAR-1987 605:12:19.12</DATE>\n<TOPICS></TOPICS>\n\
<TEXT TYPE=\"BRIEF\">&#2;\n******<TITLE>NORTHERN TIN CUTS DIVIDEND</TITLE>\n&#3;</TEXT>\n</REUTERS>\n\
<REUTERS TOPICS=\"NO\" OLDID=\"9\" NEWID=\"13\">\n<DATE>19-OCT-1987 15:37:46.03 # date added later</DATE>\n\
<TEXT TYPE=\"UNPROC\">&#2;\nTIN TABLE\n    high 12  low 11\n Reuter\n&#3;</TEXT>\n</REUTERS>\n";

    #[test]
    fn a_story_is_a_record_with_its_lists() {
        assert!(looks_like_reuters(&Head::new(FILE.into())));
        let items = items(FILE);
        assert_eq!(items.len(), 3);
        let story = record(&items[0]);
        assert_eq!(story.id.as_deref(), Some("11"));
        assert_eq!(story.title, "NORTHERN TIN <TIN> SHIPS MORE & EARNS LESS");
        assert_eq!(story.published, PubDate::parse("3-MAR-1987 09:18:21.26"));
        assert_eq!(story.byline.as_deref(), Some("Ann Miner, Reuters"));
        assert_eq!(story.place.as_deref(), Some("PORT ALDERN, March 3 -"));
        assert_eq!(story.tags, ["tin", "ship", "usa"]);
        assert_eq!(story.extra["places"][0], "usa");
        assert_eq!(story.body.len(), 1);
        assert!(
            story.body[0].starts_with("Northern Tin Ltd <TIN> said"),
            "{:?}",
            story.body
        );
        assert!(story.body[0].ends_with("for all that."), "{:?}", story.body);
        assert_eq!(
            story.extra["unknown"],
            "C T f0012 reute u f BC-TIN-<TIN> 03-03 0101"
        );
    }

    #[test]
    fn a_brief_is_a_headline_and_what_was_not_taken_apart_a_text() {
        let items = items(FILE);
        let brief = record(&items[1]);
        assert_eq!(brief.title, "NORTHERN TIN CUTS DIVIDEND");
        assert_eq!(brief.published, PubDate::parse("1987-03-31"));
        assert_eq!(brief.extra["type"], "BRIEF");
        let raw = record(&items[2]);
        assert_eq!(raw.title, "");
        assert_eq!(raw.body, ["TIN TABLE\n    high 12  low 11"]);
        assert_eq!(raw.published, PubDate::parse("19-OCT-1987 15:37:46.03"));
    }

    #[test]
    fn a_story_that_is_cut_off_is_said_to_be() {
        let cut = &FILE[..FILE.find("<TEXT>").expect("a text")];
        let items = items(cut);
        assert_eq!(
            items[0].outcome.as_ref().expect_err("cut").code(),
            "TRUNCATED"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_harm(at in 0..FILE.len(), junk in "[<>&#;/A-Z\"= ]{0,12}") {
            let at = FILE.floor_char_boundary(at);
            let text = format!("{}{junk}{}", &FILE[..at], &FILE[at..]);
            prop_assert!(items(&text).len() <= 8);
        }
    }
}
