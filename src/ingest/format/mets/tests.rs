//! Claims about METS files, with the pages beside them and without.

use std::io::{self, Cursor};

use proptest::prelude::*;

use super::*;
use crate::date::PubDate;
use crate::ingest::FieldMap;
use crate::ingest::format::Beside;

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

/// A folder with one page. Nothing else may be asked for but a page that is lost.
#[derive(Debug)]
struct Folder;

impl Beside for Folder {
    fn open(&self, name: &str) -> io::Result<Option<Input<'_>>> {
        if name == "alto/lost.xml" {
            return Ok(None);
        }
        assert_eq!(name, "alto/1.xml", "nothing else may be opened");
        Ok(Some(Box::new(Cursor::new(ALTO.as_bytes()))))
    }

    fn is_page_of_another(&self) -> bool {
        false
    }

    fn itself(&self) -> io::Result<Option<std::fs::File>> {
        Ok(None)
    }
}

fn items(xml: &str, beside: Option<&dyn Beside>) -> Vec<Item> {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "mets.xml",
        url: None,
        charset: None,
        limits: Default::default(),
        beside,
    };
    let input = Box::new(Cursor::new(xml.as_bytes().to_vec()));
    read_mets(input, &context)
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
        "alto/1.xml"
    );
}

/// What a library makes of an article: headings of several lines, an author, headings within the text.
#[test]
fn headlines_authors_and_text_are_told_apart() {
    let area = |block: &str| {
        format!("<mets:fptr><mets:area FILEID=\"ALTO1\" BEGIN=\"{block}\"/></mets:fptr>")
    };
    let division =
        |kind: &str, inner: String| format!("<mets:div TYPE=\"{kind}\">{inner}</mets:div>");
    let article = [
        division(
            "HEADING",
            division("TITLE", area("B1")) + &division("SUBTITLE", area("B2")),
        ),
        division("AUTHOR", area("B3")),
        division(
            "BODY",
            division("CROSSHEADING", area("B4")) + &division("PARAGRAPH", area("B1")),
        ),
    ]
    .concat();
    let whole = |label: &str| {
        let start = METS.find("<mets:div ID=\"DIV1\"").expect("an article");
        format!(
            "{}<mets:div ID=\"DIV1\" TYPE=\"ARTICLE\"{label}>{article}</mets:div></mets:div></mets:div></mets:structMap></mets:mets>",
            &METS[..start]
        )
    };
    let pages = |texts: [&str; 4]| {
        let blocks = (1..).zip(texts).map(|(n, text)| {
            format!("<TextBlock ID=\"B{n}\"><TextLine><String CONTENT=\"{text}\"/></TextLine></TextBlock>")
        });
        format!(
            "<alto><Layout>{}</Layout></alto>",
            blocks.collect::<String>()
        )
    };
    #[derive(Debug)]
    struct Page(String);
    impl Beside for Page {
        fn open(&self, _: &str) -> io::Result<Option<Input<'_>>> {
            Ok(Some(Box::new(Cursor::new(self.0.as_bytes()))))
        }
        fn is_page_of_another(&self) -> bool {
            false
        }

        fn itself(&self) -> io::Result<Option<std::fs::File>> {
            Ok(None)
        }
    }
    let page = Page(pages([
        "FERRY LOST",
        "All hands saved.",
        "ANN MINER",
        "THE SEARCH",
    ]));
    let said = items(&whole(" LABEL=\"Ferry lost\""), Some(&page));
    let record = said[0].outcome.as_ref().expect("a record");
    assert_eq!(record.title, "Ferry lost");
    // A block belongs to an article once.
    assert_eq!(record.body, ["All hands saved.", "THE SEARCH"]);
    assert_eq!(record.byline.as_deref(), Some("ANN MINER"));
    let silent = items(&whole(""), Some(&page));
    let record = silent[0].outcome.as_ref().expect("a record");
    assert_eq!(record.title, "FERRY LOST All hands saved.");
    assert_eq!(record.body, ["THE SEARCH"]);
}

#[test]
fn what_a_lost_page_leaves_is_kept_and_the_loss_said() {
    let with_lost = METS.replace("../secret.xml", "alto/lost.xml");
    let both = with_lost.replace(
        "<mets:div TYPE=\"BODY\">",
        "<mets:div TYPE=\"BODY\"><mets:fptr><mets:area FILEID=\"ALTO2\" BEGIN=\"B1\"/></mets:fptr>",
    );
    let items = items(&both, Some(&Folder));
    let first = items[0].outcome.as_ref().expect("a record");
    assert_eq!(first.body, ["It went to sea.", "It came back."]);
    assert_eq!(first.extra["unread"][0], "alto/lost.xml is not there");
    let lost = items[1]
        .outcome
        .as_ref()
        .expect_err("nothing is left of it");
    assert_eq!(
        lost.to_string(),
        "cannot be read: alto/lost.xml is not there"
    );
}

#[test]
fn advertisements_are_rejected_and_pictures_are_no_text() {
    let shop = METS.replace(
        "TYPE=\"ARTICLE\" LABEL=\"Out of the folder\"",
        "TYPE=\"ADVERTISEMENT\"",
    );
    let got = items(&shop, Some(&Folder));
    let error = got[1].outcome.as_ref().expect_err("no article");
    assert_eq!(error.to_string(), "an advertisement, no article");
    let picture = METS.replace("../secret.xml", "../secret.tif");
    let got = items(&picture, Some(&Folder));
    let record = got[1].outcome.as_ref().expect("a headline");
    assert!(record.body.is_empty());
}

/// Of an issue that nobody cut into articles the pages are what there is: of a newspaper, and of a day.
#[test]
fn pages_without_articles_are_records() {
    let start = METS
        .find("<mets:structMap TYPE=\"PHYSICAL\">")
        .expect("a map");
    let map = "<mets:structMap TYPE=\"PHYSICAL\"><mets:div TYPE=\"Newspaper\"><mets:div ID=\"P1\" TYPE=\"PAGE\" ORDER=\"1\"><mets:fptr FILEID=\"ALTO1\"/></mets:div></mets:div></mets:structMap></mets:mets>";
    let xml = format!("{}{map}", &METS[..start]);
    let got = items(&xml, Some(&Folder));
    let record = got[0].outcome.as_ref().expect("a record");
    assert_eq!(
        record.body,
        ["A BATHING-MACHINE", "It went to sea.", "It came back."]
    );
    assert_eq!(record.source.as_deref(), Some("The Harbour Gazette"));
    assert_eq!(record.published, PubDate::parse("1912-08-17"));
    assert_eq!(record.extra["page"], "1");
    assert_eq!(
        pages_of(xml.as_bytes()).into_iter().collect::<Vec<_>>(),
        ["alto/1.xml"]
    );
    // Alone it is a table, and the pages are read where they stand.
    let alone = items(&xml, None);
    assert_eq!(
        alone[0].outcome.as_ref().expect_err("a table").code(),
        "NOT_AN_ARTICLE"
    );
}

/// A few kilobytes of table that name the same page very often bring no more than a few times the page.
#[test]
fn a_page_named_ten_thousand_times_is_not_given_as_often() {
    #[derive(Debug)]
    struct Large;
    impl Beside for Large {
        fn open(&self, _: &str) -> io::Result<Option<Input<'_>>> {
            let line = format!(
                "<TextLine><String CONTENT=\"{}\"/></TextLine>",
                "word ".repeat(2_000)
            );
            let page = format!(
                "<alto><TextBlock ID=\"B1\">{}</TextBlock></alto>",
                line.repeat(100)
            );
            Ok(Some(Box::new(Cursor::new(page.into_bytes()))))
        }
        fn is_page_of_another(&self) -> bool {
            false
        }

        fn itself(&self) -> io::Result<Option<std::fs::File>> {
            Ok(None)
        }
    }
    let start = METS.find("<mets:div ID=\"DIV1\"").expect("an article");
    let article = "<mets:div TYPE=\"ARTICLE\"><mets:fptr><mets:area FILEID=\"ALTO1\" BEGIN=\"B1\"/></mets:fptr></mets:div>";
    let xml = format!(
        "{}{}</mets:div></mets:div></mets:structMap></mets:mets>",
        &METS[..start],
        article.repeat(10_000)
    );
    let got = items(&xml, Some(&Large));
    assert_eq!(got.len(), 10_000);
    let brought = got.iter().filter(|item| item.outcome.is_ok()).count();
    assert!((1..40).contains(&brought), "{brought}");
    assert!(
        got.iter()
            .filter_map(|item| item.outcome.as_ref().err())
            .all(|error| error.code() == "TOO_LARGE")
    );
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
        let xml = format!("{}{junk}{}", &METS[..at], &METS[at..]);
        let _ = (items(&xml, None), pages_of(xml.as_bytes()));
    }
}
