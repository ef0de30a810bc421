//! Items in NewsML-G2: which element fills which field, and what is no article.

use proptest::prelude::*;

use super::super::trial::{changed, head, items, outcomes, records, takes_linear_time};
use super::*;

const ITEM: &str = "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:newsml:qna.example:20040102:17' version='2' standard='NewsML-G2' xml:lang='en'>
<rightsInfo><copyrightNotice>(c) QNA</copyrightNotice></rightsInfo>
<itemMeta><itemClass qcode='ninat:text'/><provider qcode='nprov:QNA'><name>Quay News Agency</name></provider>
<versionCreated>2004-01-02T09:30:00+01:00</versionCreated><firstCreated>2004-01-02T07:30:00+01:00</firstCreated>
<pubStatus qcode='stat:usable'/><edNote role='x:private'>call the pilot</edNote><edNote>Adds quotes</edNote></itemMeta>
<contentMeta><urgency>4</urgency><located><name>Pier Town</name></located><by>By Anna Tern</by><language tag='en-GB'/>
<subject type='x:desk' qcode='qdesk:3'><name>Harbour</name></subject><subject qcode='medtop:1'><name>Fog</name><broader qcode='medtop:0'><name>Weather</name></broader></subject><subject qcode='x:9'/>
<keyword>ferries</keyword><slugline>FOG-FERRIES</slugline><headline>Fog stops ferries</headline></contentMeta>
<contentSet><inlineXML contenttype='application/xhtml+xml'><html xmlns='http://www.w3.org/1999/xhtml'><head><title>t</title></head>
<body><header><h1>Fog stops ferries</h1></header><p>QUAY (QNA) - The ferries wait.</p><p>It lifts at noon.</p></body></html></inlineXML></contentSet></newsItem>";

fn message(items: &str) -> String {
    format!(
        "<?xml version='1.0'?><newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header><sent>2004-01-02T10:00:00Z</sent></header><itemSet>{items}</itemSet></newsMessage>"
    )
}

#[test]
fn an_item_says_what_it_is() {
    for archive in [ITEM.to_owned(), message(ITEM)] {
        assert!(looks_like_newsml_g2(&head(&archive)));
        let item = records(read_newsml_g2, archive).remove(0);
        assert_eq!(item.title, "Fog stops ferries");
        assert_eq!(
            item.body,
            ["QUAY (QNA) - The ferries wait.", "It lifts at noon."]
        );
        assert_eq!(
            item.id.as_deref(),
            Some("urn:newsml:qna.example:20040102:17")
        );
        assert_eq!(
            item.published.unwrap().to_string(),
            "2004-01-02T09:30:00+01:00"
        );
        assert_eq!(item.source.as_deref(), Some("Quay News Agency"));
        assert_eq!(item.section.as_deref(), Some("Harbour"));
        assert_eq!(item.byline.as_deref(), Some("Anna Tern"));
        assert_eq!(item.lang.as_deref(), Some("en-GB"));
        assert_eq!(item.tags, ["ferries", "Harbour", "Fog"]);
        assert_eq!(item.extra["note"], "Adds quotes");
    }
}

/// `located` may be the desk that edited it.
#[test]
fn the_place_is_that_of_the_dateline() {
    let long = ITEM.replace(
        "The ferries wait.",
        "The ferries wait at the pier, and so do their passengers.",
    );
    assert_eq!(
        records(read_newsml_g2, &long).remove(0).place.as_deref(),
        Some("QUAY")
    );
    let none = long.replace("QUAY (QNA) - ", "");
    assert_eq!(
        records(read_newsml_g2, none).remove(0).place.as_deref(),
        Some("Pier Town")
    );
}

#[test]
fn a_text_may_be_in_nitf_or_plain() {
    let from = ITEM.find("<inlineXML").unwrap();
    let to = ITEM.find("</contentSet>").unwrap();
    let with = |content: &str| format!("{}{content}{}", &ITEM[..from], &ITEM[to..]);
    let nitf = with(
        "<inlineXML contenttype='application/nitf+xml'><nitf><body><body.content><p>In NITF.</p></body.content></body></nitf></inlineXML>",
    );
    assert_eq!(records(read_newsml_g2, nitf).remove(0).body, ["In NITF."]);
    let plain = with(
        "<remoteContent href='x'/><inlineData contenttype='text/plain'>One.\n\nTwo.</inlineData>",
    );
    assert_eq!(
        records(read_newsml_g2, plain).remove(0).body,
        ["One.\n\nTwo."]
    );
    let html =
        with("<inlineData contenttype='text/html'><![CDATA[<p>One.</p><p>Two.</p>]]></inlineData>");
    assert_eq!(
        records(read_newsml_g2, html).remove(0).body,
        ["One.", "Two."]
    );
    let both = with(
        "<inlineXML><html><body><p>Once.</p></body></html></inlineXML><inlineXML><nitf><body><body.content><p>Again.</p></body.content></body></nitf></inlineXML>",
    );
    assert_eq!(records(read_newsml_g2, both).remove(0).body, ["Once."]);
}

#[test]
fn what_is_no_article_says_what_it_is() {
    let picture = ITEM
        .replace("ninat:text", "ninat:picture")
        .replace("inlineXML", "remoteContent");
    let package = "<packageItem guid='p'><itemMeta><title>Top stories</title></itemMeta><groupSet><group><itemRef residref='urn:newsml:qna.example:20040102:17'><title>Fog stops ferries</title></itemRef></group></groupSet></packageItem>";
    let canceled = ITEM.replace("stat:usable", "stat:canceled");
    let elsewhere = ITEM.replace("inlineXML", "remoteContent");
    let all = message(&[&picture, package, &canceled, &elsewhere, ITEM].concat());
    assert_eq!(
        outcomes(read_newsml_g2, all),
        [
            "a picture, no article",
            "a package of other items, no article",
            "withdrawn by its publisher: stat:canceled",
            "an item whose text is elsewhere, no article",
            "ok",
        ]
    );
    assert_eq!(
        outcomes(read_newsml_g2, message("")),
        ["a message without items, no article"]
    );
}

#[test]
fn an_embargo_is_noted() {
    let item = ITEM.replace(
        "<pubStatus",
        "<embargoed>2031-01-02T06:00:00Z</embargoed><pubStatus",
    );
    let held = records(read_newsml_g2, &item).remove(0).embargo.unwrap();
    assert_eq!(held.day_text(), "2031-01-02");
    let unread = item.replace("2031-01-02T06:00:00Z", "the weekend");
    assert_eq!(
        outcomes(read_newsml_g2, unread),
        ["under embargo until the weekend"]
    );
}

#[test]
fn a_message_that_ends_too_early_says_so() {
    let whole = message(ITEM);
    let cut = &whole[..whole.len() - 20];
    assert_eq!(
        outcomes(read_newsml_g2, cut),
        ["ok", "the archive ends in the middle of a message"]
    );
}

#[test]
fn many_of_anything_take_linear_time() {
    for part in [
        "<newsItem>",
        "<newsItem/>",
        "<newsItem><contentMeta>",
        "<newsMessage><x/>",
        "</newsItem>",
    ] {
        takes_linear_time(read_newsml_g2, part);
    }
}

proptest! {
    #[test]
    fn no_change_makes_it_panic(at: usize, length in 0usize..60, by: Vec<u8>) {
        items(read_newsml_g2, changed(message(ITEM).as_bytes(), at, length, &by));
    }
}
