//! Layouts of JSON that are known.

use proptest::prelude::*;

use crate::article::Record;
use crate::ingest::format::json::read_json;
use crate::ingest::format::trial::{changed, items, outcomes, records};

const NINJS_1: &str = r#"{"uri": "http://qna.example/17", "type": "text", "versioncreated": "2004-01-02T09:30:00+01:00", "firstcreated": "2004-01-02T07:30:00+01:00",
    "pubstatus": "usable", "byline": "By Anna Tern", "headline": "Fog stops ferries", "located": "Quay", "language": "en-GB",
    "subject": [{"code": "1", "name": "Fog"}], "place": [{"name": "United Quays"}], "service": [{"code": "h", "name": "Harbour"}], "usageterms": "none",
    "body_text": "The ferries wait. It lifts.", "body_xhtml": "<p>The ferries <b>wait</b>.</p><p>It lifts.</p>"}"#;

const NINJS_3: &str = r#"{"uri": "urn:qna:17", "standard": {"name": "ninjs", "version": "3.0"}, "versionCreated": "2004-01-02T09:30:00+01:00", "pubStatus": "usable",
    "by": "Anna Tern", "headlines": [{"role": "slug", "value": "FOG"}, {"role": "main", "value": "Fog stops ferries"}],
    "subjects": [{"name": "Fog", "uri": "x:1"}], "infoSources": [{"name": "QNA"}],
    "bodies": [{"role": "text", "contentType": "text/plain", "value": "flat"}, {"role": "html5", "contentType": "text/html", "value": "<p>The ferries wait.</p><p>It lifts.</p>"}, {"contentType": "application/xml", "value": "<x/>"}]}"#;

fn one(json: &str) -> Record {
    let mut all = records(read_json, json);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[test]
fn an_item_of_ninjs_1_says_what_it_is() {
    let item = one(NINJS_1);
    assert_eq!(item.title, "Fog stops ferries");
    assert_eq!(item.body, ["The ferries wait.", "It lifts."]);
    assert_eq!(item.id.as_deref(), Some("http://qna.example/17"));
    assert_eq!(
        item.published.unwrap().to_string(),
        "2004-01-02T09:30:00+01:00"
    );
    assert_eq!(item.byline.as_deref(), Some("Anna Tern"));
    assert_eq!(item.place.as_deref(), Some("Quay"));
    assert_eq!(item.section.as_deref(), Some("Harbour"));
    assert_eq!(item.lang.as_deref(), Some("en-GB"));
    assert_eq!(item.tags, ["Fog"]);
    assert_eq!(item.extra["usageterms"], "none");
    assert!(!item.extra.contains_key("body_text"), "the same text again");
    assert!(item.extra.contains_key("firstcreated") && item.extra.contains_key("place"));
}

#[test]
fn an_item_of_ninjs_3_says_what_it_is() {
    let item = one(NINJS_3);
    assert_eq!(item.title, "Fog stops ferries");
    assert_eq!(item.body, ["The ferries wait.", "It lifts."]);
    assert_eq!(item.id.as_deref(), Some("urn:qna:17"));
    assert_eq!(item.byline.as_deref(), Some("Anna Tern"));
    assert_eq!(item.source.as_deref(), Some("QNA"));
    assert_eq!(item.tags, ["Fog"]);
    assert_eq!(
        item.published.unwrap().to_string(),
        "2004-01-02T09:30:00+01:00"
    );
}

#[test]
fn items_of_ninjs_that_are_no_articles_say_what_they_are() {
    let picture = NINJS_1.replace("\"text\", \"v", "\"picture\", \"v");
    let canceled = NINJS_1.replace("usable", "canceled");
    let empty = NINJS_1.replace("body_text", "x").replace("body_xhtml", "y");
    let archive = [&*picture, &canceled, &empty]
        .map(|item| item.replace('\n', ""))
        .join("\n");
    assert_eq!(
        outcomes(read_json, archive),
        [
            "a picture, no article",
            "withdrawn by its publisher: canceled",
            "an item without a text, no article",
        ]
    );
    let held = one(&NINJS_1.replace(
        "\"usageterms\"",
        "\"embargoed\": \"2031-01-02T06:00:00Z\", \"usageterms\"",
    ));
    assert_eq!(held.embargo.unwrap().day_text(), "2031-01-02");
}

#[test]
fn texts_that_belong_to_an_item_are_read_once() {
    let inner = NINJS_1.replace("/17", "/18");
    let package = format!(
        "{{\"uri\": \"urn:p\", \"type\": \"composite\", \"versioncreated\": \"2004-01-02T10:00:00Z\", \"headline\": \"Both\", \"associations\": \
        {{\"main\": {inner}, \"photo\": {{\"type\": \"picture\", \"body_text\": \"a caption\"}}, \"other\": {{\"uri\": \"urn:elsewhere\", \"type\": \"text\"}}}}}}"
    );
    let item = one(&package);
    assert_eq!(item.id.as_deref(), Some("http://qna.example/18"));
}

#[test]
fn an_answer_of_the_ap_is_opened() {
    let answer = r#"{"api_version": "1.1", "data": {"updated": "2004-01-02T10:00:00Z", "items": [{"meta": {"products": []}, "item": {"uri": "https://api.example/x?qt=1",
        "altids": {"itemid": "a17", "etag": "a17_0"}, "type": "text", "versioncreated": "2004-01-02T09:30:00Z", "pubstatus": "usable", "headline": "Fog",
        "datelinelocation": {"city": "Quay"}, "provider": "AP", "body_nitf": "<p>The ferries wait.</p>"}},
        {"meta": {}, "item": {"altids": {"itemid": "b"}, "type": "text", "versioncreated": "2004-01-02T09:30:00Z", "headline": "Ice", "renditions": {"nitf": {"href": "x"}}}}]}}"#;
    assert_eq!(
        outcomes(read_json, answer),
        ["ok", "an item whose text is elsewhere, no article"]
    );
    let first = items(read_json, answer).remove(0).outcome.unwrap();
    assert_eq!(first.id.as_deref(), Some("a17"));
    assert_eq!(first.place.as_deref(), Some("Quay"));
    assert_eq!(first.source.as_deref(), Some("AP"));
    assert_eq!(first.url, None);
    assert_eq!(first.body, ["The ferries wait."]);
    let single = answer
        .replace("\"items\": [", "\"item\": ")
        .split(",\n        {\"meta\": {}")
        .next()
        .unwrap()
        .to_owned();
    let single = single.replace(
        "\"item\": {\"meta\": {\"products\": []}, \"item\"",
        "\"item\"",
    );
    assert_eq!(one(&format!("{single}}}")).id.as_deref(), Some("a17"));
}

const FEED: &str = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Quay", "home_page_url": "https://quay.example/", "language": "en", "authors": [{"name": "Desk"}],
    "items": [{"id": "17", "url": "https://quay.example/17", "title": "Fog", "content_html": "<p>One.</p><p>Two.</p>", "content_text": "One. Two.", "date_published": "2004-01-02T07:30:00+01:00", "tags": ["fog"]},
    {"id": "18", "content_text": "Plain.", "date_modified": "2004-01-03T00:00:00Z", "authors": [{"name": "Anna Tern"}]}]}"#;

#[test]
fn a_json_feed_is_the_source_of_its_items() {
    let all = records(read_json, FEED);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].title, "Fog");
    assert_eq!(all[0].body, ["One.", "Two."]);
    assert_eq!(all[0].source.as_deref(), Some("The Quay"));
    assert_eq!(all[0].byline.as_deref(), Some("Desk"));
    assert_eq!(
        all[0].published.unwrap().to_string(),
        "2004-01-02T07:30:00+01:00"
    );
    assert_eq!(all[1].body, ["Plain."]);
    assert_eq!(all[1].byline.as_deref(), Some("Anna Tern"));
    assert_eq!(all[1].lang.as_deref(), Some("en"));
    assert_eq!(all[1].published.unwrap().day_text(), "2004-01-03");
}

#[test]
fn other_objects_are_read_as_before() {
    let article = r#"{"title": "Fog", "items": [{"title": "x", "text": "y"}], "text": "The ferries wait.", "data": 3, "item": "a"}"#;
    assert_eq!(one(article).body, ["The ferries wait."]);
    let guardian =
        r#"{"webTitle": "Fog", "fields": {"bodyText": "The ferries wait."}, "pubstatus": "x"}"#;
    assert_eq!(one(guardian).body, ["The ferries wait."]);
}

proptest! {
    #[test]
    fn no_change_makes_it_panic(at: usize, length in 0usize..60, by: Vec<u8>) {
        for sample in [NINJS_1, NINJS_3, FEED] {
            items(read_json, changed(sample.as_bytes(), at, length, &by));
        }
    }
}
