//! Claims about exports of Nexis, in both layouts and several languages.

use proptest::prelude::*;

use super::*;
use crate::date::PubDate;
use crate::ingest::archive::Item;
use crate::ingest::format::trial;

fn items(text: &str) -> Vec<Item> {
    trial::items(read_nexis, text)
}

fn records(text: &str) -> Vec<Record> {
    assert!(looks_like_nexis(&Head::new(text.into())), "{text}");
    items(text)
        .into_iter()
        .map(|item| item.outcome.expect("a record"))
        .collect()
}

const OLD: &str = "\
Download Request: All Documents: 1-2
Terms: (ferry AND sinks)
Source: All Papers


                               1 of 2 DOCUMENTS


              Copyright 2015 Gazette Publishing Company
                         All Rights Reserved

                          The Harbour Gazette

                     December 17, 2015 Thursday
                           Late Edition

SECTION: NEWS; Pg. A01

LENGTH: 41 words

HEADLINE: Ferry sinks off
 Port Aldern

BYLINE: By Ann Miner

DATELINE: PORT ALDERN

BODY:

The ferry to the islands sank at noon on Thursday, and nobody was hurt, the
company said.

NOTE: the captain swam ashore.

LOAD-DATE: December 18, 2015

LANGUAGE: ENGLISH

SUBJECT: FERRIES (90%); SHIPWRECKS (78%)

PUBLICATION-TYPE: Newspaper


                               2 of 2 DOCUMENTS

                          The Evening Lantern

                     January 3, 2016

Ferry raised

LENGTH: 12 words

The ferry was raised with two cranes.

LOAD-DATE: January 3, 2016
";

#[test]
fn documents_of_the_old_layout_are_told_apart() {
    let records = records(OLD);
    assert_eq!(records.len(), 2);
    let first = &records[0];
    assert_eq!(first.title, "Ferry sinks off Port Aldern");
    assert_eq!(first.source.as_deref(), Some("The Harbour Gazette"));
    assert_eq!(first.published, PubDate::parse("2015-12-17"));
    assert_eq!(first.date_source, Some(DateSource::Printed));
    assert_eq!(first.section.as_deref(), Some("NEWS; Pg. A01"));
    assert_eq!(first.byline.as_deref(), Some("Ann Miner"));
    assert_eq!(first.place.as_deref(), Some("PORT ALDERN"));
    assert_eq!(first.lang.as_deref(), Some("en"));
    assert_eq!(first.tags, ["FERRIES", "SHIPWRECKS"]);
    assert_eq!(first.extra["edition"], "Late Edition");
    assert_eq!(first.extra["length"], "41 words");
    assert_eq!(first.extra["loaddate"], "December 18, 2015");
    assert!(
        first.body[0].starts_with("The ferry to"),
        "{:?}",
        first.body
    );
    assert!(first.body[0].ends_with("swam ashore."), "{:?}", first.body);
    let second = &records[1];
    assert_eq!(second.title, "Ferry raised");
    assert_eq!(second.source.as_deref(), Some("The Evening Lantern"));
    assert_eq!(second.published, PubDate::parse("2016-01-03"));
    assert_eq!(second.body, ["The ferry was raised with two cranes."]);
}

const NEW: &str = "\
User Name: A Reader
Date and Time: 2 February 2020
Job Number: 1
Documents (2)
1. Ferry sinks off Port Aldern
Client/Matter: -None-

Ferry sinks off Port Aldern
The Harbour Gazette
December 17, 2015 Thursday 7:00 PM GMT

Copyright 2015 Gazette Publishing Company All Rights Reserved

Section: NEWS; Version:1
Length: 41 words
Byline: Ann Miner in Port Aldern
Highlight: The ferry to the islands sank.
Body

The ferry to the islands sank at noon.

Note: the captain swam ashore.

Graphic

A ferry, before.

Classification

Language: ENGLISH

Subject: FERRIES (90%); SHIPWRECKS (78%)

Load-Date: December 18, 2015

End of Document

Ferry raised

The Evening Lantern

January 3, 2016

Copyright 2016 Lantern

Length: 12 words

Body

The ferry was raised.

Load-Date: January 3, 2016

End of Document
";

#[test]
fn documents_of_nexis_uni_are_told_apart() {
    let records = records(NEW);
    assert_eq!(records.len(), 2);
    let first = &records[0];
    assert_eq!(first.title, "Ferry sinks off Port Aldern");
    assert_eq!(first.source.as_deref(), Some("The Harbour Gazette"));
    assert_eq!(first.published.expect("a date").day_text(), "2015-12-17");
    assert_eq!(first.section.as_deref(), Some("NEWS; Version:1"));
    assert_eq!(first.byline.as_deref(), Some("Ann Miner in Port Aldern"));
    assert_eq!(first.tags, ["FERRIES", "SHIPWRECKS"]);
    assert_eq!(first.body.len(), 1);
    assert!(first.body[0].ends_with("swam ashore."), "{:?}", first.body);
    assert_eq!(first.extra["graphic"], "A ferry, before.");
    assert_eq!(first.extra["highlight"], "The ferry to the islands sank.");
    let second = &records[1];
    assert_eq!(second.title, "Ferry raised");
    assert_eq!(second.source.as_deref(), Some("The Evening Lantern"));
    assert_eq!(second.body, ["The ferry was raised."]);
}

#[test]
fn blank_lines_more_or_less_change_nothing() {
    let plain = |text: &str| -> Vec<(String, Option<String>, Option<PubDate>, String)> {
        records(text)
            .into_iter()
            .map(|r| {
                (
                    r.title,
                    r.source,
                    r.published,
                    r.body
                        .join(" ")
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" "),
                )
            })
            .collect()
    };
    let roomy = NEW.replace('\n', "\r\n\r\n");
    assert_eq!(plain(&roomy), plain(NEW));
}

#[test]
fn labels_in_other_languages_are_understood() {
    let german = "Dokument 1 von 1\n\n\nHafenbote\n\nDonnerstag 17. Dezember 2015\n\nFähre gesunken\n\nAUTOR: Von Anna Bergmann\n\nRUBRIK: Politik; S. 3\n\nLÄNGE: 12 Wörter\n\nDie Fähre sank am Mittag.\n\nNiemand wurde verletzt.\n\nUPDATE: 18. Dezember 2015\n\nSPRACHE: GERMAN; DEUTSCH\n\nPUBLICATION-TYPE: Zeitung\n\nCopyright 2015 Hafenbote\nAlle Rechte vorbehalten\n";
    let record = &records(german)[0];
    assert_eq!(record.title, "Fähre gesunken");
    assert_eq!(record.source.as_deref(), Some("Hafenbote"));
    assert_eq!(record.published, PubDate::parse("2015-12-17"));
    assert_eq!(record.byline.as_deref(), Some("Anna Bergmann"));
    assert_eq!(record.section.as_deref(), Some("Politik; S. 3"));
    assert_eq!(record.lang.as_deref(), Some("de"));
    assert_eq!(
        record.body,
        ["Die Fähre sank am Mittag.\n\nNiemand wurde verletzt."]
    );

    let french = "1 de 1 DOCUMENTS\n\n\nLe Courrier du Port\n\njeudi 17 décembre 2015\n\nUn ferry coule\n\nAUTEUR: Anne Mineur\n\nRUBRIQUE: MONDE; Pg. 4\n\nLONGUEUR: 12 mots\n\nPORT-ALDERN: le ferry a coulé à midi.\n\nDATE-CHARGEMENT: 18 décembre 2015\n\nLANGUE: FRENCH; FRANÇAIS\n\nTYPE-PUBLICATION: Journal\n";
    let record = &records(french)[0];
    assert_eq!(record.title, "Un ferry coule");
    assert_eq!(record.published, PubDate::parse("2015-12-17"));
    assert_eq!(record.lang.as_deref(), Some("fr"));
    assert_eq!(record.body, ["PORT-ALDERN: le ferry a coulé à midi."]);

    let spanish = "1 de 1 DOCUMENTOS\n\nEl Faro\n\n17 de diciembre de 2015 jueves\n\nSe hunde un ferry\n\nAUTOR: Ana Minero\n\nSECCIÓN: MUNDO\n\nLONGITUD: 12 palabras\n\nEl ferry se hundió a mediodía.\n\nFECHA-CARGA: 18 de diciembre de 2015\n\nIDIOMA: SPANISH; ESPAÑOL\n";
    let record = &records(spanish)[0];
    assert_eq!(record.title, "Se hunde un ferry");
    assert_eq!(record.section.as_deref(), Some("MUNDO"));
    assert_eq!(record.lang.as_deref(), Some("es"));
    assert_eq!(record.body, ["El ferry se hundió a mediodía."]);
}

#[test]
fn what_cannot_be_split_is_rejected_with_its_reason() {
    let text = "1 of 2 DOCUMENTS\n\nSomething else\n\nLines without any label\n\n2 of 2 DOCUMENTS\n\nGazette\n\nMay 3, 2014\n\nLENGTH: 3 words\n\nHEADLINE: Told\n\nBODY:\nText.\n";
    let items = items(text);
    assert_eq!(items.len(), 2);
    let error = items[0].outcome.as_ref().expect_err("no label");
    assert_eq!(error.code(), "MALFORMED");
    assert_eq!(
        error.to_string(),
        "broken nexis: a document without a label such as LENGTH or BODY"
    );
    assert_eq!(items[0].line, Some(1));
    let cut = &NEW[..NEW.len() - 60];
    let last = super::tests::items(cut).pop().expect("items");
    assert_eq!(last.outcome.expect_err("cut").code(), "TRUNCATED");
}

#[test]
fn a_page_is_no_export() {
    for text in [
        "Ferry sinks\n\nUpdated: 2015-12-17\n\nThe ferry sank. End of document.\n",
        "1 of 3 documents\n\nThe council published them at noon.\n",
        "Body\n\nLength: 3 words\n",
    ] {
        assert!(!looks_like_nexis(&Head::new(text.into())), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_harms(at in 0..NEW.len(), to in 0..NEW.len(), junk in "[:A-Z\n ©1é]{0,20}") {
        let text = format!("{}{junk}{}", &NEW[..at.min(to)], &NEW[at.max(to)..]);
        prop_assert!(items(&text).len() <= 4);
        let text = format!("{}{junk}{}", &OLD[..OLD.floor_char_boundary(at)], &OLD[OLD.floor_char_boundary(to)..]);
        prop_assert!(items(&text).len() <= 6);
    }
}

#[test]
fn an_export_without_blank_lines_is_read() {
    let text = "Dokument 1 von 1\nHafenkurier\n12. März 2019\nFähre bleibt im Hafen\nLÄNGE: 34 Wörter\nDie Fähre blieb am Montag im Hafen.\nErst am Abend lief sie aus.\nSPRACHE: GERMAN\nCopyright 2019 Hafenkurier\n";
    let found = records(text).remove(0);
    assert_eq!(found.title, "Fähre bleibt im Hafen");
    assert_eq!(
        found.body,
        ["Die Fähre blieb am Montag im Hafen.\nErst am Abend lief sie aus."]
    );
    assert_eq!(found.source.as_deref(), Some("Hafenkurier"));
    assert_eq!(found.lang.as_deref(), Some("de"));
    assert_eq!(
        found.published.map(|date| date.day_text()).as_deref(),
        Some("2019-03-12")
    );
}

/// Nothing of a document is lost where its date is, and a notice of rights is no text.
#[test]
fn a_document_without_a_date_keeps_its_headline() {
    let text = "1 of 1 DOCUMENTS\n\nHarbour Gazette\n\nFerry stays in port\n\nLENGTH: 34 words\n\nIt stayed.\n\nCopyright 2019 Harbour Gazette\n";
    let found = records(text).remove(0);
    assert_eq!(
        (found.title.as_str(), &found.body[..]),
        ("Ferry stays in port", &["It stayed.".to_owned()][..])
    );
    assert_eq!(found.source.as_deref(), Some("Harbour Gazette"));
    assert_eq!(found.published, None);
}

#[test]
fn the_german_word_above_a_text_is_no_part_of_it() {
    let text = "Fähre bleibt\nHafenkurier\n12. März 2019 Dienstag\n\nCopyright 2019 Hafenkurier\n\nLänge: 34 Wörter\nAutor: Ada Byweg\n\nText\n\nDie Fähre blieb.\n\nEnde des Dokuments\n";
    let found = records(text).remove(0);
    assert_eq!(
        (found.title.as_str(), &found.body[..]),
        ("Fähre bleibt", &["Die Fähre blieb.".to_owned()][..])
    );
}
