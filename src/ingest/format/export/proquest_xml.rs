//! ProQuest's records in XML: its historical newspapers (`Record`) and what TDM Studio keeps (`RECORD`).
//!
//! In comes a file of one record or of many; out comes a record for each. Both layouts name things alike, at other depths; so
//! the names are looked for wherever they stand, and the publication's title is told from the article's by what it stands in.

use serde_json::Value;

use super::super::xml::{Element, Fault, Nested, Splitter, Tree};
use super::super::{Context, Head, Input, Items, sgml};
use super::languages;
use crate::article::{DateSource, Record};
use crate::date::PubDate;
use crate::ingest::archive::RecordError;
use crate::ingest::markup;

/// Names that only ProQuest's records have.
const SIGNS: [&str; 7] = [
    "<NumericPubDate",
    "<AlphaPubDate",
    "<GOID",
    "<URLDocView",
    "<RecordTitle",
    "<PubFrosting",
    "<NumericDate",
];

/// Whether an archive holds such records.
pub fn looks_like_proquest_xml(head: &Head) -> bool {
    let roots = ["record", "records"];
    head.root()
        .is_some_and(|root| roots.iter().any(|name| root.eq_ignore_ascii_case(name)))
        && head
            .text()
            .is_some_and(|text| SIGNS.iter().any(|sign| text.contains(sign)))
}

/// The records of a file.
pub fn read_proquest_xml<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    sgml::records(
        Splitter::new(input, context, &["Record", "RECORD"], Nested::Part),
        read,
    )
}

fn read(tree: &Tree) -> Result<Record, RecordError> {
    let root = &tree.root;
    if tree.fault == Some(Fault::Truncated) {
        return Err(RecordError::Truncated { what: "a record" });
    }
    let line = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| root.descendants(name).find_map(Element::line))
    };
    let publication = ["Publication", "PubFrosting", "DFS"]
        .iter()
        .find_map(|name| {
            root.descendant(name)?
                .descendants("Title")
                .find_map(Element::line)
        });
    let title = line(&["RecordTitle"])
        .or_else(|| root.descendant("TitleAtt")?.descendant("Title")?.line())
        .or_else(|| root.child_line("Title"));
    let date = [
        "NumericPubDate",
        "NumericDate",
        "AlphaPubDate",
        "StartPubDate",
        "PublicationDate",
    ]
    .iter()
    .find_map(|name| PubDate::parse(&line(&[name])?));
    let mut record = Record {
        id: line(&["RecordID", "GOID"]),
        title: title.unwrap_or_default(),
        published: date,
        date_source: date.map(|_| DateSource::Field),
        source: publication,
        section: line(&["Section"]),
        byline: byline(root),
        url: line(&["URLDocView", "URL"]).filter(|url| url.starts_with("http")),
        lang: line(&["LanguageCode", "Language", "RawLang"]).map(|name| languages::tag(&name)),
        tags: root
            .descendants("GenSubjValue")
            .chain(root.descendants("Subject"))
            .filter_map(Element::line)
            .collect(),
        ..Record::default()
    };
    let text = ["FullText", "Text", "HiddenText"].iter().find_map(|name| {
        root.descendants(name)
            .map(body)
            .find(|body| !body.is_empty())
    });
    let about = ["Abstract", "AbsText"].iter().find_map(|name| {
        root.descendants(name)
            .map(body)
            .find(|body| !body.is_empty())
    });
    match (text, about) {
        (Some(text), about) => {
            record.body = text;
            if let Some(about) = about {
                record
                    .extra
                    .insert("abstract".to_owned(), Value::String(about.join("\n\n")));
            }
        }
        (None, about) => record.body = about.unwrap_or_default(),
    }
    for (key, names) in [
        ("type", ["ObjectType", "mstar"]),
        ("page", ["StartPage", "Pagination"]),
    ] {
        if let Some(value) = line(&names) {
            record.extra.insert(key.to_owned(), Value::String(value));
        }
    }
    if record.title.is_empty() && record.body.is_empty() {
        return Err(RecordError::NoText);
    }
    Ok(record)
}

/// Names as they were printed, or put together.
fn byline(root: &Element) -> Option<String> {
    let name = |contributor: &Element| {
        let printed = ["OriginalForm", "NormalizedName", "PersonName"]
            .iter()
            .find_map(|name| contributor.descendant(name)?.line());
        printed.or_else(|| {
            let parts = ["FirstName", "LastName"]
                .iter()
                .filter_map(|name| contributor.descendant(name)?.line());
            Some(parts.collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
        })
    };
    let names: Vec<String> = root.descendants("Contributor").filter_map(name).collect();
    (!names.is_empty()).then(|| names.join("; "))
}

/// The paragraphs of a text, which may hold HTML as text.
fn body(element: &Element) -> Vec<String> {
    if element.elements().next().is_some() {
        return element.paragraphs();
    }
    let text = element.text();
    match (markup::is_html(&text), text.trim().is_empty()) {
        (_, true) => Vec::new(),
        (true, _) => markup::paragraphs(&text),
        (false, _) => vec![text.trim().to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::archive::Item;
    use crate::ingest::format::trial;

    fn items(xml: &str) -> Vec<Item> {
        trial::items(read_proquest_xml, xml)
    }

    const OLD: &str = "<?xml version=\"1.0\"?><Record><RecordID>17</RecordID><RecordTitle>Ferry sinks</RecordTitle><Publication><PublicationID>3</PublicationID><Title>Harbour Gazette</Title></Publication>
<AlphaPubDate>Dec 17, 1912</AlphaPubDate><NumericPubDate>19121217</NumericPubDate><ObjectType>Article</ObjectType><Contributor><LastName>Miner</LastName><FirstName>Ann</FirstName></Contributor>
<LanguageCode>ENG</LanguageCode><URLDocView>http://search.example/17</URLDocView><Abstract>It sank.</Abstract><FullText>The ferry sank at noon.</FullText></Record>";
    const TDM: &str = "<RECORD><GOID>18</GOID><Obj><TitleAtt><Title>Ferry raised</Title></TitleAtt><NumericDate>20160103</NumericDate><Language><RawLang>English</RawLang></Language>\
<Contributors><Contributor><OriginalForm>Li Na</OriginalForm></Contributor></Contributors></Obj><TextInfo><Text>&lt;p&gt;It was raised.&lt;/p&gt;&lt;p&gt;Twice.&lt;/p&gt;</Text></TextInfo>\
<DFS><PubFrosting><Title>The Evening Lantern</Title></PubFrosting></DFS></RECORD>";

    #[test]
    fn records_of_both_layouts_are_read() {
        assert!(looks_like_proquest_xml(&Head::new(OLD.into())));
        let old = items(OLD).remove(0).outcome.expect("a record");
        assert_eq!(
            (old.id.as_deref(), old.title.as_str()),
            (Some("17"), "Ferry sinks")
        );
        assert_eq!(old.source.as_deref(), Some("Harbour Gazette"));
        assert_eq!(old.published, PubDate::parse("1912-12-17"));
        assert_eq!(old.byline.as_deref(), Some("Ann Miner"));
        assert_eq!(old.lang.as_deref(), Some("en"));
        assert_eq!(old.body, ["The ferry sank at noon."]);
        assert_eq!(old.extra["abstract"], "It sank.");
        assert!(looks_like_proquest_xml(&Head::new(TDM.into())));
        let tdm = items(TDM).remove(0).outcome.expect("a record");
        assert_eq!(
            (tdm.id.as_deref(), tdm.title.as_str()),
            (Some("18"), "Ferry raised")
        );
        assert_eq!(tdm.source.as_deref(), Some("The Evening Lantern"));
        assert_eq!(tdm.published, PubDate::parse("2016-01-03"));
        assert_eq!(tdm.body, ["It was raised.", "Twice."]);
    }

    #[test]
    fn records_stand_one_after_another_and_other_xml_is_none() {
        let many = format!("<Records>{}{}</Records>", &OLD[21..], &OLD[21..]);
        assert!(looks_like_proquest_xml(&Head::new(
            many.clone().into_bytes()
        )));
        assert_eq!(items(&many).len(), 2);
        assert!(!looks_like_proquest_xml(&Head::new(
            "<record><title>x</title></record>".into()
        )));
    }

    proptest! {
        #[test]
        fn no_bytes_harm(at in 0..OLD.len(), junk in "[<>&/=\"' a-c]{0,12}") {
            let _ = items(&format!("{}{junk}{}", &OLD[..at], &OLD[at..]));
        }
    }
}
