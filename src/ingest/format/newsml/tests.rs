//! Items in NewsML 1: texts, second texts, pictures, items within items.

use proptest::prelude::*;

use super::super::trial::{changed, head, items, outcomes, records, takes_linear_time};
use super::*;

fn item(status: &str, components: &str) -> String {
    format!(
        "<NewsItem xml:lang='en'><Identification><NewsIdentifier><ProviderId>qna.example</ProviderId><DateId>20040102</DateId>\
        <NewsItemId>17</NewsItemId><PublicIdentifier>urn:newsml:qna.example:20040102:17:1</PublicIdentifier></NewsIdentifier>\
        <NameLabel>fog-ferries</NameLabel></Identification><NewsManagement><NewsItemType FormalName='News'/>\
        <FirstCreated>20040102T073000+0100</FirstCreated><ThisRevisionCreated>20040102T093000+0100</ThisRevisionCreated>\
        {status}<Urgency FormalName='4'/></NewsManagement>{components}</NewsItem>"
    )
}

fn message(items: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<NewsML Version='1.2'><NewsEnvelope><DateAndTime>20040102T100000Z</DateAndTime></NewsEnvelope>{items}</NewsML>"
    )
}

fn text(headline: &str, body: &str) -> String {
    format!(
        "<NewsComponent Duid='c.{headline}'><NewsLines><HeadLine>{headline}</HeadLine><ByLine>By Anna Tern</ByLine><DateLine>QUAY, Jan 2 (QNA) -</DateLine>\
        <SlugLine>FOG</SlugLine></NewsLines><AdministrativeMetadata><Provider><Party FormalName='QNA'/></Provider></AdministrativeMetadata>\
        <DescriptiveMetadata><Language FormalName='en'/><Property FormalName='Keyword' Value='ferries'/></DescriptiveMetadata>\
        <ContentItem><MediaType FormalName='Text'/><DataContent><nitf><body><body.content>{body}</body.content></body></nitf></DataContent></ContentItem></NewsComponent>"
    )
}

const USABLE: &str = "<Status FormalName='Usable'/>";
const PICTURE: &str = "<NewsComponent><Role FormalName='Photo'/><NewsComponent><Role FormalName='Caption'/><ContentItem><MediaType FormalName='Text'/>\
    <DataContent><p>Fog, seen from the pier.</p></DataContent></ContentItem></NewsComponent>\
    <ContentItem Href='fog.jpg'><MediaType FormalName='Photo'/></ContentItem></NewsComponent>";

#[test]
fn an_item_says_what_it_is() {
    let archive = message(&item(
        USABLE,
        &text(
            "Fog stops ferries",
            "<p>The ferries wait.</p><p>It lifts.</p>",
        ),
    ));
    assert!(looks_like_newsml(&head(&archive)));
    let record = records(read_newsml, archive).remove(0);
    assert_eq!(record.title, "Fog stops ferries");
    assert_eq!(record.body, ["The ferries wait.", "It lifts."]);
    assert_eq!(
        record.id.as_deref(),
        Some("urn:newsml:qna.example:20040102:17:1")
    );
    assert_eq!(
        record.published.unwrap().to_string(),
        "2004-01-02T09:30:00+01:00"
    );
    assert_eq!(record.source.as_deref(), Some("QNA"));
    assert_eq!(record.byline.as_deref(), Some("Anna Tern"));
    assert_eq!(record.place.as_deref(), Some("QUAY"));
    assert_eq!(record.lang.as_deref(), Some("en"));
    assert_eq!(record.tags, ["ferries"]);
    assert_eq!(record.extra["slug"], "FOG");
}

#[test]
fn each_text_with_a_headline_is_an_article_and_pictures_are_none() {
    let two = [
        text("Fog stops ferries", "<p>One.</p>"),
        PICTURE.to_owned(),
        text("Pilots wait", "<p>Two.</p>"),
    ]
    .concat();
    let found = records(
        read_newsml,
        message(&item(
            USABLE,
            &format!("<NewsComponent>{two}</NewsComponent>"),
        )),
    );
    let titles: Vec<&str> = found.iter().map(|record| &*record.title).collect();
    assert_eq!(titles, ["Fog stops ferries", "Pilots wait"]);
    assert_ne!(found[0].id, found[1].id);
    assert_eq!(found[0].extra["captions"], "Fog, seen from the pier.");
    let only = message(&item(USABLE, PICTURE));
    assert_eq!(outcomes(read_newsml, only), ["a picture, no article"]);
}

#[test]
fn a_text_without_a_headline_continues_the_one_before() {
    let parts = "<NewsComponent><NewsLines><HeadLine>Fog</HeadLine></NewsLines>\
        <NewsComponent><ContentItem><DataContent><p>One.</p></DataContent></ContentItem></NewsComponent>\
        <NewsComponent><ContentItem><DataContent><p>Two.</p></DataContent></ContentItem></NewsComponent></NewsComponent>";
    let found = records(read_newsml, message(&item(USABLE, parts)));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].body, ["One.", "Two."]);
}

#[test]
fn the_same_in_several_forms_is_read_once() {
    let forms = "<NewsComponent EquivalentsList='yes'><NewsLines><HeadLine>Fog</HeadLine></NewsLines>\
        <ContentItem><Format FormalName='NITF'/><DataContent><nitf><body><body.content><p>Once.</p></body.content></body></nitf></DataContent></ContentItem>\
        <ContentItem><Format FormalName='Text'/><DataContent>Once.</DataContent></ContentItem></NewsComponent>";
    let found = records(read_newsml, message(&item(USABLE, forms)));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].body, ["Once."]);
}

#[test]
fn items_within_are_read_once_and_items_referred_to_are_not() {
    let inner = item(USABLE, &text("Inner", "<p>Within.</p>")).replace(":17:1", ":18:1");
    let package = format!(
        "<NewsComponent>{inner}<NewsItemRef NewsItem='urn:newsml:qna.example:20040102:19'/></NewsComponent>"
    );
    let found = records(read_newsml, message(&item(USABLE, &package)));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].id.as_deref(),
        Some("urn:newsml:qna.example:20040102:18:1")
    );
    let refers = "<NewsComponent><NewsItemRef NewsItem='urn:x'/></NewsComponent>";
    assert_eq!(
        outcomes(read_newsml, message(&item(USABLE, refers))),
        ["a package of other items, no article"]
    );
}

#[test]
fn what_is_not_to_be_published_is_not() {
    let text = text("Fog", "<p>The ferries wait.</p>");
    let canceled = item("<Status FormalName='Canceled'/>", &text);
    assert_eq!(
        outcomes(read_newsml, message(&canceled)),
        ["withdrawn by its publisher: Canceled"]
    );
    let until = item(
        "<Status FormalName='Embargoed'/><StatusWillChange><FutureStatus FormalName='Usable'/><DateAndTime>20310102T060000Z</DateAndTime></StatusWillChange>",
        &text,
    );
    assert_eq!(
        records(read_newsml, message(&until))[0]
            .embargo
            .unwrap()
            .day_text(),
        "2031-01-02"
    );
    let held = item("<Status FormalName='Embargoed'/>", &text);
    assert_eq!(
        outcomes(read_newsml, message(&held)),
        ["under embargo until further notice"]
    );
}

#[test]
fn many_of_anything_take_linear_time() {
    for part in [
        "<NewsItem>",
        "<NewsItem/>",
        "<NewsItem><NewsComponent>",
        "<NewsML><NewsEnvelope/>",
        "</NewsItem>",
    ] {
        takes_linear_time(read_newsml, part);
    }
}

proptest! {
    #[test]
    fn no_change_makes_it_panic(at: usize, length in 0usize..60, by: Vec<u8>) {
        let archive = message(&item(USABLE, &[text("Fog", "<p>One.</p>"), PICTURE.to_owned()].concat()));
        items(read_newsml, changed(archive.as_bytes(), at, length, &by));
    }
}
