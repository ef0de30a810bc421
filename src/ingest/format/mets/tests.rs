//! Claims about METS files, with the pages beside them and without.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::date::PubDate;
use crate::ingest::FieldMap;

const METS: &str = "<mets:mets xmlns:mets=\"http://www.loc.gov/METS/\" xmlns:mods=\"http://www.loc.gov/mods/v3\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" OBJID=\"hgz-1912-08-17\" LABEL=\"Harbour Gazette\">
<mets:dmdSec ID=\"MODSMD_ISSUE1\"><mets:mdWrap><mets:xmlData><mods:mods><mods:titleInfo><mods:nonSort>The</mods:nonSort><mods:title>Harbour Gazette</mods:title></mods:titleInfo><mods:originInfo><mods:dateIssued>1912-08-17</mods:dateIssued></mods:originInfo><mods:language><mods:languageTerm>eng</mods:languageTerm></mods:language></mods:mods></mets:xmlData></mets:mdWrap></mets:dmdSec>
<mets:dmdSec ID=\"MODSMD_ARTICLE1\"><mets:mdWrap><mets:xmlData><mods:mods><mods:titleInfo><mods:title>A bathing-machine at sea</mods:title></mods:titleInfo><mods:name><mods:namePart>Ann Miner</mods:namePart></mods:name></mods:mods></mets:xmlData></mets:mdWrap></mets:dmdSec>
<mets:fileSec><mets:fileGrp><mets:file ID=\"ALTO1\"><mets:FLocat xlink:href=\"file://./alto/1.xml\"/></mets:file><mets:file ID=\"ALTO2\"><mets:FLocat xlink:href=\"../secret.xml\"/></mets:file></mets:fileGrp></mets:fileSec>
<mets:structMap TYPE=\"PHYSICAL\"><mets:div TYPE=\"ARTICLE\"/></mets:structMap>
<mets:structMap TYPE=\"LOGICAL\"><mets:div TYPE=\"Newspaper\"><mets:div TYPE=\"SECTION\" LABEL=\"Local\">
<mets:div ID=\"DIV1\" TYPE=\"ARTICLE\" DMDID=\"MODSMD_ARTICLE1\"><mets:div TYPE=\"HEADING\"><mets:fptr><mets:area FILEID=\"ALTO1\" BEGIN=\"B1\"/></mets:fptr></mets:div><mets:div TYPE=\"BODY\"><mets:fptr><mets:seq><mets:area FILEID=\"ALTO1\" BEGIN=\"B2\"/><mets:area FILEID=\"ALTO1\" BEGIN=\"B3\"/></mets:seq></mets:fptr></mets:div></mets:div>
<mets:div ID=\"DIV2\" TYPE=\"ARTICLE\" LABEL=\"Out of the folder\"><mets:fptr><mets:area FILEID=\"ALTO2\" BEGIN=\"B1\"/></mets:fptr></mets:div>
</mets:div></mets:div></mets:structMap></mets:mets>";

const ALTO: &str = "<alto><Layout><Page><TextBlock ID=\"B1\"><TextLine><String CONTENT=\"A BATHING-MACHINE\"/></TextLine></TextBlock><TextBlock ID=\"B2\"><TextLine><String CONTENT=\"It went to sea.\"/></TextLine></TextBlock><TextBlock ID=\"B3\"><TextLine><String CONTENT=\"It came back.\"/></TextLine></TextBlock></Page></Layout></alto>";

/// A folder with one page, which says what it was asked for.
#[derive(Debug)]
struct Folder;

impl Beside for Folder {
    fn open(&self, name: &str) -> io::Result<Option<Input<'_>>> {
        assert_eq!(name, "alto/1.xml", "nothing else may be opened");
        Ok(Some(Box::new(Cursor::new(ALTO.as_bytes()))))
    }
}

fn items(xml: &str, beside: Option<&dyn Beside>) -> Vec<Item> {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "mets.xml",
        url: None,
        charset: None,
    };
    let input = Box::new(Cursor::new(xml.as_bytes().to_vec()));
    read_mets_beside(input, &context, beside)
        .map(|item| item.expect("memory does not fail"))
        .collect()
}

#[test]
fn articles_are_put_together_from_the_pages_beside() {
    assert!(looks_like_mets(&Head::new(METS.into())));
    let items = items(METS, Some(&Folder));
    assert_eq!(items.len(), 2);
    let first = items[0].outcome.as_ref().expect("a record");
    assert_eq!(first.id.as_deref(), Some("hgz-1912-08-17.DIV1"));
    assert_eq!(first.title, "A bathing-machine at sea");
    assert_eq!(first.body, ["It went to sea.", "It came back."]);
    assert_eq!(first.source.as_deref(), Some("The Harbour Gazette"));
    assert_eq!(first.published, PubDate::parse("1912-08-17"));
    assert_eq!(first.section.as_deref(), Some("Local"));
    assert_eq!(first.byline.as_deref(), Some("Ann Miner"));
    assert_eq!(first.lang.as_deref(), Some("en"));
    assert_eq!(
        items[1]
            .outcome
            .as_ref()
            .expect_err("a page out of the folder")
            .code(),
        "UNREADABLE"
    );
}

#[test]
fn without_the_pages_the_headlines_are_left() {
    let items = items(METS, None);
    let second = items[1].outcome.as_ref().expect("a record");
    assert_eq!(second.title, "Out of the folder");
    assert!(second.body.is_empty());
    assert_eq!(
        items[0].outcome.as_ref().expect("a record").extra["pages"][0],
        "file://./alto/1.xml"
    );
}

#[test]
fn no_name_leads_out_of_the_folder() {
    for (href, name) in [
        ("file://./alto/1.xml", Some("alto/1.xml")),
        ("1.xml", Some("1.xml")),
        ("../1.xml", None),
        ("a/../../1.xml", None),
        ("/etc/passwd", None),
        ("file:///etc/passwd", None),
        ("http://x.example/1.xml", None),
        ("a\\..\\1.xml", None),
        ("%2e%2e/1.xml", None),
        ("", None),
    ] {
        assert_eq!(inner_name(href), name, "{href}");
    }
}

#[test]
fn a_table_without_articles_is_none() {
    let xml = METS.replace("TYPE=\"ARTICLE\"", "TYPE=\"PAGE\"");
    assert_eq!(
        items(&xml, None)[0]
            .outcome
            .as_ref()
            .expect_err("no articles")
            .code(),
        "NOT_AN_ARTICLE"
    );
    assert_eq!(
        items(&METS[..METS.len() - 60], None)[0]
            .outcome
            .as_ref()
            .expect_err("cut")
            .code(),
        "TRUNCATED"
    );
}

proptest! {
    #[test]
    fn no_bytes_harm(at in 0..METS.len(), junk in "[<>&/=\"' a-c]{0,12}") {
        let _ = items(&format!("{}{junk}{}", &METS[..at], &METS[at..]), None);
    }
}
