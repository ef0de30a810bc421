//! TREC SGML: the newspapers and wires of the TREC disks, AQUAINT and Gigaword, and whatever else is written as `DOC` elements.
//!
//! In comes a file of such elements; out comes a record for each. Each newspaper has tags of its own: Financial Times, Los
//! Angeles Times, Wall Street Journal, Associated Press, FBIS, San Jose Mercury News. What a tag means is in one table; tags
//! that are in none are kept in `extra`.

use serde_json::Value;

use super::xml::{Element, Nested, Splitter, Tree};
use super::{Context, Head, Input, Items};
use crate::article::{DateSource, Record};
use crate::date::{Precision, PubDate};
use crate::ingest::archive::RecordError;

const ID: [&str; 2] = ["DOCNO", "DOCID"];
const TITLE: [&str; 6] = ["HEADLINE", "HL", "HEAD", "TITLE", "TI", "DOCTITLE"];
const DATE: [&str; 6] = ["DATE_TIME", "DATE", "DD", "DATE1", "PUBDATE", "DATETIME"];
const SOURCE: [&str; 4] = ["PUB", "SO", "SOURCE", "PUBLISHER"];
const SECTION: [&str; 2] = ["SECTION", "CATEGORY"];
const BYLINE: [&str; 3] = ["BYLINE", "AUTHOR", "BY"];
const PLACE: [&str; 1] = ["DATELINE"];
const TAGS: [&str; 5] = ["SUBJECT", "IN", "KEYWORD", "KEYWORDS", "DESCRIPT"];
/// In the order of the text: some papers have the lead apart.
const BODY: [&str; 4] = ["LEADPARA", "LP", "TEXT", "BODY"];

/// Whether an archive is a file of `DOC` elements with numbers or ids.
pub fn looks_like_trec(head: &Head) -> bool {
    if !head
        .root()
        .is_some_and(|root| root.eq_ignore_ascii_case("DOC"))
    {
        return false;
    }
    head.text().is_some_and(|text| {
        let start = &text[..text.floor_char_boundary(4096)];
        let start = start.to_ascii_uppercase();
        ["<DOCNO>", "<DOCID>", "<DOC ID="]
            .iter()
            .any(|tag| start.contains(tag))
    })
}

/// The records of a file.
pub fn read_trec<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    let splitter = Splitter::new(input, context, &["DOC", "doc"], Nested::Next);
    super::sgml::records(splitter, read)
}

fn read(tree: &Tree) -> Result<Record, RecordError> {
    let doc = &tree.root;
    let id = line(doc, &ID)
        .or_else(|| doc.attr_text("id"))
        .or_else(|| doc.attr_text("ID"));
    let mut record = Record {
        title: line(doc, &TITLE)
            .or_else(|| doc.attr_text("title"))
            .unwrap_or_default(),
        published: first(doc, &DATE).and_then(|date| date_of(&date.text())),
        source: line(doc, &SOURCE),
        section: line(doc, &SECTION),
        byline: line(doc, &BYLINE).map(super::sgml::without_by),
        place: line(doc, &PLACE),
        url: doc.attr_text("url"),
        tags: tags(doc),
        body: body(doc),
        ..Record::default()
    };
    record.published = record
        .published
        .or_else(|| id.as_deref().and_then(date_in_id));
    record.date_source = record.published.as_ref().map(|_| DateSource::Field);
    record.id = id;
    if record.title.is_empty() && record.body.is_empty() {
        return Err(match tree.fault {
            Some(_) => RecordError::Truncated { what: "a record" },
            None => RecordError::NoText,
        });
    }
    keep_the_rest(doc, &mut record);
    Ok(record)
}

fn is_of(element: &Element, names: &[&str]) -> bool {
    names
        .iter()
        .any(|name| name.eq_ignore_ascii_case(element.local()))
}

/// The first element with one of these names that has a text, the names in their order.
fn first<'a>(doc: &'a Element, names: &[&str]) -> Option<&'a Element> {
    names.iter().find_map(|name| {
        let mut elements = doc.all().filter(|element| is_of(element, &[name]));
        elements.find(|element| !element.text().trim().is_empty())
    })
}

fn line(doc: &Element, names: &[&str]) -> Option<String> {
    first(doc, names).and_then(Element::line)
}

fn tags(doc: &Element) -> Vec<String> {
    let elements = doc.elements().filter(|element| is_of(element, &TAGS));
    let lines: Vec<String> = elements.filter_map(Element::line).collect();
    let tags = lines
        .iter()
        .flat_map(|line| line.split([';', ',']))
        .map(str::trim);
    tags.filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The text: paragraphs where it is marked up, else lines as they were printed.
fn body(doc: &Element) -> Vec<String> {
    let mut parts: Vec<&Element> = doc
        .elements()
        .filter(|element| is_of(element, &BODY))
        .collect();
    parts.sort_by_key(|part| BODY.iter().position(|name| is_of(part, &[name])));
    if parts.is_empty() && doc.elements().next().is_none() {
        parts.push(doc);
    }
    let is_title = |element: &Element| {
        is_of(element, &TITLE) || is_of(element, &["H3", "F"]) && element.descendant("TI").is_some()
    };
    let mut body = Vec::new();
    for part in parts {
        let is_marked_up = part.elements().any(|element| is_of(element, &["P"]));
        if is_marked_up || part.elements().any(is_title) {
            body.extend(part.paragraphs_without(&is_title));
        } else {
            let text = part.text();
            let text = text.trim_end().trim_start_matches(['\n', '\r']);
            if !text.trim().is_empty() {
                body.push(text.to_owned());
            }
        }
    }
    body
}

/// What is in no field.
fn keep_the_rest(doc: &Element, record: &mut Record) {
    let known: [&[&str]; 9] = [
        &ID,
        &TITLE,
        &SOURCE,
        &SECTION,
        &BYLINE,
        &PLACE,
        &TAGS,
        &BODY,
        &["P"],
    ];
    let dated = record.published.is_some();
    for element in doc.elements() {
        if known.iter().any(|names| is_of(element, names)) || dated && is_of(element, &DATE) {
            continue;
        }
        if let Some(text) = element.line() {
            record
                .extra
                .entry(element.local().to_lowercase())
                .or_insert(Value::String(text));
        }
    }
}

/// A date as these papers write it: `January 1, 1989, Sunday, Home Edition`, `930201` (of the twentieth century), and what
/// everybody writes.
fn date_of(text: &str) -> Option<PubDate> {
    let text = text.trim();
    if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return PubDate::parse(&format!("19{text}"));
    }
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    if let Some(date) = PubDate::parse(line) {
        return Some(date);
    }
    // What stands behind the date is an edition: commas are taken off from the end.
    line.rmatch_indices(',')
        .take(6)
        .filter_map(|(at, _)| PubDate::parse(line[..at].trim()))
        .find(|date| date.precision() >= Precision::Day)
}

/// The day in a number such as `AP880212-0001`, `WSJ870324-0001` or `NYT_ENG_19940701.0001`: nothing else in those records
/// says it.
fn date_in_id(id: &str) -> Option<PubDate> {
    let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let paper = &id[..id.len() - digits.len()];
    match (paper, length) {
        ("AP" | "WSJ", 6) => PubDate::parse(&format!("19{}", &digits[..6])),
        (_, 8) if digits[8..].starts_with('.') => PubDate::parse(&digits[..8]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::archive::Item;
    use crate::ingest::format::trial;

    fn items(text: &str) -> Vec<Item> {
        trial::items(read_trec, text)
    }

    fn record(text: &str) -> Record {
        assert!(looks_like_trec(&Head::new(text.into())), "{text}");
        let mut items = items(text);
        assert_eq!(items.len(), 1);
        items.remove(0).outcome.expect("a record")
    }

    const FT: &str = "<DOC>\n<DOCNO>FT911-9</DOCNO>\n<PROFILE>AN-X</PROFILE>\n<DATE>910514\n</DATE>\n<HEADLINE>\n\
FT  14 MAY 91 / Tin & trade\n</HEADLINE>\n<TEXT>\nThe price of tin fell to\nits lowest.\n</TEXT>\n<PUB>The Money Paper\n</PUB>\n\
<PAGE>\nPage 7\n</PAGE>\n</DOC>\n";

    #[test]
    fn each_paper_has_tags_of_its_own() {
        let ft = record(FT);
        assert_eq!(ft.id.as_deref(), Some("FT911-9"));
        assert_eq!(ft.title, "FT 14 MAY 91 / Tin & trade");
        assert_eq!(ft.published, PubDate::parse("1991-05-14"));
        assert_eq!(ft.source.as_deref(), Some("The Money Paper"));
        assert_eq!(ft.body, ["The price of tin fell to\nits lowest."]);
        assert_eq!(ft.extra["page"], "Page 7");
        assert_eq!(ft.extra["profile"], "AN-X");

        let la = record(
            "<DOC>\n<DOCNO> LA010189-0002 </DOCNO>\n<DOCID> 2 </DOCID>\n<DATE>\n<P>\nJanuary 1, 1989, Sunday, Home Edition \n</P>\n</DATE>\n\
             <SECTION>\n<P>\nView; Part 6; Page 1; \n</P>\n</SECTION>\n<HEADLINE>\n<P>\nThe tide turns \n</P>\n</HEADLINE>\n<BYLINE>\n<P>\nBy ANN MINER \n</P>\n</BYLINE>\n\
             <TEXT>\n<P>\nIt turned at noon. \n</P>\n<P>\nNobody saw it. \n</P>\n</TEXT>\n<SUBJECT>\n<P>\nTIDES; SEA \n</P>\n</SUBJECT>\n</DOC>",
        );
        assert_eq!(la.title, "The tide turns");
        assert_eq!(la.published, PubDate::parse("1989-01-01"));
        assert_eq!(la.byline.as_deref(), Some("ANN MINER"));
        assert_eq!(la.body, ["It turned at noon.", "Nobody saw it."]);
        assert_eq!(la.tags, ["TIDES", "SEA"]);

        let wsj = record(
            "<DOC>\n<DOCNO> WSJ870324-0002 </DOCNO>\n<HL> Northern Tin Sells a Unit</HL>\n<DD> 03/24/87</DD>\n<SO> MARKET JOURNAL (J)</SO>\n<IN> TNM </IN>\n\
             <DATELINE> PORT ALDERN </DATELINE>\n<TEXT>\n   Northern Tin sold it.\n</TEXT>\n</DOC>",
        );
        assert_eq!(wsj.title, "Northern Tin Sells a Unit");
        assert_eq!(wsj.published, PubDate::parse("1987-03-24"));
        assert_eq!(wsj.place.as_deref(), Some("PORT ALDERN"));
        assert_eq!(wsj.tags, ["TNM"]);

        let ap = record(
            "<DOC>\n<DOCNO> AP880212-0009 </DOCNO>\n<FILEID>AP-NR-02-12-88 2344EST</FILEID>\n<FIRST>u i AM-Tide     02-12 0055</FIRST>\n<HEAD>Tide Turns</HEAD>\n\
             <HEAD>Eds: corrects</HEAD>\n<BYLINE>By ANN MINER</BYLINE>\n<DATELINE>PORT ALDERN (AP) </DATELINE>\n<TEXT>\n   It turned.\n</TEXT>\n</DOC>",
        );
        assert_eq!(ap.title, "Tide Turns");
        assert_eq!(ap.published, PubDate::parse("1988-02-12"));

        let gigaword = record(
            "<DOC id=\"XYZ_ENG_20040518.0003\" type=\"story\" >\n<HEADLINE>\nForger\nfound\n</HEADLINE>\n<DATELINE>\nPORT ALDERN, May 18\n</DATELINE>\n<TEXT>\n<P>\nThe forger was found.\n</P>\n</TEXT>\n</DOC>",
        );
        assert_eq!(gigaword.title, "Forger found");
        assert_eq!(gigaword.published, PubDate::parse("2004-05-18"));
        assert_eq!(gigaword.body, ["The forger was found."]);
    }

    #[test]
    fn documents_stand_one_after_another() {
        let file = format!("{FT}{}", FT.replace("FT911-9", "FT911-10"));
        assert_eq!(items(&file).len(), 2);
        let cut = &file[..file.len() - 140];
        assert_eq!(items(cut).len(), 2);
    }

    #[test]
    fn other_markup_is_none() {
        for text in [
            "<doc>x</doc>",
            "<html><DOCNO>",
            "<DOCUMENT><DOCNO>",
            "DOC <DOCNO>",
        ] {
            assert!(!looks_like_trec(&Head::new(text.into())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_harm(at in 0..FT.len(), junk in "[<>&#;/A-Z\"= ]{0,12}") {
            let text = format!("{}{junk}{}", &FT[..at], &FT[at..]);
            prop_assert!(items(&text).len() <= 8);
        }
    }
}
