//! Claims about exports of Factiva, with codes and without.

use std::io::Cursor;

use proptest::prelude::*;

use super::super::{looks_like_factiva_html, read_factiva_html};
use super::*;
use crate::ingest::FieldMap;
use crate::ingest::archive::Item;

fn items_of(text: &str, read: for<'a> fn(Input<'a>, &'a Context<'a>) -> Items<'a>) -> Vec<Item> {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "Factiva.txt",
        url: None,
        charset: None,
        limits: Default::default(),
        beside: None,
    };
    read(Box::new(Cursor::new(text.as_bytes().to_vec())), &context)
        .map(|item| item.expect("memory does not fail"))
        .collect()
}

fn items(text: &str) -> Vec<Item> {
    items_of(text, read_factiva)
}

fn records(text: &str) -> Vec<Record> {
    assert!(looks_like_factiva(&Head::new(text.into())), "{text}");
    items(text)
        .into_iter()
        .map(|item| item.outcome.expect("a record"))
        .collect()
}

const CODED: &str = "\
SE   National
HD   Ferry sinks off Port
     Aldern
BY   By Ann Miner
WC   41 words
PD   17 December 2015
ET   07:50
SN   Harbour Gazette
SC   HGAZ
PG   12
LA   English
CY   Copyright 2015 Gazette Publishing Company.

LP
The ferry to the islands sank at noon.

IN THE END nobody was hurt.

TD
The captain swam ashore.

CO   portal : Port Aldern Ferries
NS   gdis : Disasters | gcat : General News
RE   uk : United Kingdom
PUB  Gazette Publishing
AN   Document HGAZ000020151217ebch00001

HD Ferry raised
WC 12 words
PD 3 January 2016
SN The Evening Lantern
LA English
LP
It was raised.
AN
Document LANT000020160103ec1300002

Search Summary
Text\tferry
© 2016 Factiva, Inc. All rights reserved.
";

#[test]
fn documents_with_codes_are_told_apart() {
    let records = records(CODED);
    assert_eq!(records.len(), 2);
    let first = &records[0];
    assert_eq!(first.id.as_deref(), Some("HGAZ000020151217ebch00001"));
    assert_eq!(first.title, "Ferry sinks off Port Aldern");
    assert_eq!(first.section.as_deref(), Some("National"));
    assert_eq!(first.byline.as_deref(), Some("Ann Miner"));
    assert_eq!(first.published, PubDate::parse("2015-12-17 07:50"));
    assert_eq!(first.source.as_deref(), Some("Harbour Gazette"));
    assert_eq!(first.lang.as_deref(), Some("en"));
    assert_eq!(first.tags, ["Disasters", "General News"]);
    assert_eq!(first.body.len(), 2);
    assert!(
        first.body[0].ends_with("IN THE END nobody was hurt."),
        "{:?}",
        first.body
    );
    assert_eq!(first.body[1], "The captain swam ashore.");
    assert_eq!(first.extra["RE"], "uk : United Kingdom");
    let second = &records[1];
    assert_eq!(second.title, "Ferry raised");
    assert_eq!(second.body, ["It was raised."]);
    assert_eq!(second.id.as_deref(), Some("LANT000020160103ec1300002"));
}

const READING: &str = "\
National
Ferry sinks off Port Aldern, captain swims ashore
By Ann Miner
41 words
17 December 2015
07:50
Harbour Gazette
HGAZ
12
English
Copyright 2015 Gazette Publishing Company.

The ferry to the islands sank at noon.

Nobody was hurt. It took 12 words.

Gazette Publishing Company

Document HGAZ000020151217ebch00001

Fähre gehoben
1.204 Wörter
3 Januar 2016
Der Hafenbote
HAFB
Deutsch
(c) 2016 Hafenbote

Sie wurde gehoben.

Dokument HAFB000020160103ec1300002
";

#[test]
fn documents_without_codes_are_told_apart() {
    let records = records(READING);
    assert_eq!(records.len(), 2);
    let first = &records[0];
    assert_eq!(first.section.as_deref(), Some("National"));
    assert_eq!(
        first.title,
        "Ferry sinks off Port Aldern, captain swims ashore"
    );
    assert_eq!(first.byline.as_deref(), Some("Ann Miner"));
    assert_eq!(first.published, PubDate::parse("2015-12-17 07:50"));
    assert_eq!(first.source.as_deref(), Some("Harbour Gazette"));
    assert_eq!(
        first.body,
        ["The ferry to the islands sank at noon.\n\nNobody was hurt. It took 12 words."]
    );
    assert_eq!(first.extra["publisher"], "Gazette Publishing Company");
    let second = &records[1];
    assert_eq!(second.title, "Fähre gehoben");
    assert_eq!(second.published, PubDate::parse("2016-01-03"));
    assert_eq!(second.lang.as_deref(), Some("de"));
    assert_eq!(second.body, ["Sie wurde gehoben."]);
}

#[test]
fn blank_lines_between_all_lines_change_nothing() {
    let roomy = READING.replace('\n', "\r\n\r\n");
    let of = |text: &str| -> Vec<_> {
        records(text)
            .into_iter()
            .map(|r| (r.title, r.source, r.published, r.id))
            .collect()
    };
    assert_eq!(of(&roomy), of(READING));
}

#[test]
fn a_page_of_html_is_read_as_its_cells() {
    let row = |code: &str, value: &str| {
        format!("<tr><td class=\"index\"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>")
    };
    let article = |title: &str, number: &str| {
        let rows = [
            row("HD", &format!("<b class='enHeadline'>{title}</b>")),
            row("WC", "41 words"),
            row("PD", "17 December 2015"),
            row("SN", "Harbour Gazette"),
            row("LA", "English"),
            row(
                "LP",
                "<p class=\"articleParagraph\">The ferry &amp; the crew.</p>\n<p>Second.</p>",
            ),
            row("TD", "<p>Third.</p>"),
            row("AN", number),
        ];
        format!(
            "<div class=\"article enArticle\"><table>{}</table></div>",
            rows.concat()
        )
    };
    let page = format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<title>Factiva</title></head><body><h1>Factiva</h1>{}<br/>{}<span>&copy; 2016 Factiva, Inc.</span></body></html>",
        article("Ferry sinks", "Document HGAZ000020151217ebch00001"),
        article("Ferry raised", "Document HGAZ000020151218ebch00002")
    );
    assert!(looks_like_factiva_html(&Head::new(
        page.clone().into_bytes()
    )));
    let items = items_of(&page, read_factiva_html);
    assert_eq!(items.len(), 2);
    let first = items[0].outcome.as_ref().expect("a record");
    assert_eq!(first.title, "Ferry sinks");
    assert_eq!(first.body, ["The ferry & the crew.\n\nSecond.", "Third."]);
    let empty = "<html><title>Factiva</title><p>No results.</p></html>";
    assert_eq!(
        items_of(empty, read_factiva_html)[0]
            .outcome
            .as_ref()
            .expect_err("nothing")
            .code(),
        "MALFORMED"
    );
}

#[test]
fn what_cannot_be_split_is_rejected_with_its_reason() {
    for (text, reason) in [
        (
            "Ferry sinks\n17 December 2015\nGazette\n\nDocument HGAZ000020151217ebch00001\n",
            "a document without its number of words",
        ),
        (
            "Ferry sinks\n41 words\nGazette\n\nDocument HGAZ000020151217ebch00001\n",
            "a document without a date below its number of words",
        ),
        (
            "Ferry sinks\n41 words\n17 December 2015\nGazette\n\nIt sank.\n\nDocument HGAZ000020151217ebch00001\n",
            "a document in which nothing parts its head from its text",
        ),
    ] {
        let error = items(text)[0].outcome.clone().expect_err("not to be split");
        assert_eq!(error.to_string(), format!("broken factiva: {reason}"));
    }
    let cut = &READING[..READING.len() - 40];
    assert_eq!(
        items(cut)[1].outcome.as_ref().expect_err("cut").code(),
        "TRUNCATED"
    );
}

#[test]
fn a_page_is_no_export() {
    for text in [
        "Ferry sinks\n\nThe document 17 was 12 words long.\nDocument of the year\n",
        "HD video of the ferry\n\n12 words\n",
    ] {
        assert!(!looks_like_factiva(&Head::new(text.into())), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_harms(at in 0..CODED.len(), to in 0..CODED.len(), junk in "[:A-Z\n ©1é]{0,20}") {
        for text in [CODED, READING] {
            let (at, to) = (text.floor_char_boundary(at), text.floor_char_boundary(to));
            let text = format!("{}{junk}{}", &text[..at.min(to)], &text[at.max(to)..]);
            prop_assert!(items(&text).len() <= 4);
        }
    }
}
