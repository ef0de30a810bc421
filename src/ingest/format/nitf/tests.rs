//! Stories in NITF: which element fills which field, in every version's way.

use proptest::prelude::*;

use super::super::trial::{changed, head, items, outcomes, records, takes_linear_time};
use super::*;

const STORY: &str = "<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE nitf SYSTEM 'nitf-3-4.dtd'>
<nitf version='-//IPTC//DTD NITF 3.4//EN' baselang='en-GB'><head><title>quay-fog</title>
<tobject tobject.type='News'><tobject.subject tobject.subject.type='Weather' tobject.subject.matter='Fog'/></tobject>
<docdata management-status='usable'><doc-id id-string='qna-17' regsrc='QNA'/><urgency ed-urg='4'/>
<date.issue norm='20040102T073000+0100'/><doc.copyright holder='Quay News Agency. All rights reserved.' year='2004'/>
<key-list><keyword key='ferries'/><keyword>harbour</keyword></key-list><ed-msg info='Updates with quotes'/></docdata></head>
<body><body.head><hedline><hl1>Fog stops <em>all</em> ferries</hl1><hl2>Hundreds wait</hl2></hedline>
<byline>By <person>Anna Tern</person><byttl>Harbour writer</byttl></byline><distributor>Quay News Agency</distributor>
<dateline><location>QUAY</location><story.date norm='20040102'>Jan 2</story.date></dateline>
<abstract><p>Ferries wait.</p></abstract></body.head>
<body.content><media media-type='image'><media-caption>Fog, seen from the pier.</media-caption></media>
<block><p>QUAY (QNA) - The ferries <em>wait</em>.</p><hl2>At noon</hl2><p>It lifts.</p>
<table><tr><td>Boat</td><td>Late</td></tr><tr><td>Alma</td><td>3 h</td></tr></table></block><note noteclass='editorsnote'>Check spelling.</note></body.content>
<body.end><tagline>Bo Gull contributed.</tagline></body.end></body></nitf>";

#[test]
fn a_story_says_what_it_is() {
    assert!(looks_like_nitf(&head(STORY)));
    let story = records(read_nitf, STORY).remove(0);
    assert_eq!(story.title, "Fog stops all ferries");
    assert_eq!(
        story.body,
        [
            "QUAY (QNA) - The ferries wait.",
            "At noon",
            "It lifts.",
            "Boat Late",
            "Alma 3 h"
        ]
    );
    assert_eq!(story.id.as_deref(), Some("qna-17"));
    assert_eq!(
        story.published.unwrap().to_string(),
        "2004-01-02T07:30:00+01:00"
    );
    assert_eq!(story.source.as_deref(), Some("Quay News Agency"));
    assert_eq!(story.section.as_deref(), Some("Weather"));
    assert_eq!(story.byline.as_deref(), Some("Anna Tern"));
    assert_eq!(story.place.as_deref(), Some("QUAY"));
    assert_eq!(story.lang.as_deref(), Some("en-GB"));
    assert_eq!(story.tags, ["ferries", "harbour", "Weather", "Fog"]);
    for (key, value) in [
        ("abstract", "Ferries wait."),
        ("subheadline", "Hundreds wait"),
        ("slug", "quay-fog"),
        ("urgency", "4"),
        ("note", "Updates with quotes"),
        ("captions", "Fog, seen from the pier."),
        ("tagline", "Bo Gull contributed."),
    ] {
        assert_eq!(story.extra[key], value, "{key}");
    }
}

/// Newspapers write NITF otherwise than agencies: the paper and the page are in `pubdata`.
#[test]
fn a_newspapers_story_says_where_it_was_printed() {
    let story = "<nitf><head><title>Fog at the pier</title><meta name='online_sections' content='Harbour'/>
        <docdata><doc-id id-string='1044'/><doc.copyright holder='The Quay Post' year='1987'/>
        <identified-content><classifier class='indexing_service' type='descriptor'>Fog</classifier></identified-content></docdata>
        <pubdata date.publication='19870103T000000' ex-ref='https://quay.example/1044' name='The Quay Post'/></head>
        <body><body.head><hedline><hl1>FOG AT THE PIER</hl1></hedline><byline class='print_byline'>By ANNA TERN</byline></body.head>
        <body.content><block class='full_text'><p>No ferry ran.</p></block></body.content></body></nitf>";
    let story = records(read_nitf, story).remove(0);
    assert_eq!(story.source.as_deref(), Some("The Quay Post"));
    assert_eq!(story.published.unwrap().day_text(), "1987-01-03");
    assert_eq!(story.url.as_deref(), Some("https://quay.example/1044"));
    assert_eq!(story.section.as_deref(), Some("Harbour"));
    assert_eq!(story.tags, ["Fog"]);
    assert_eq!(story.byline.as_deref(), Some("ANNA TERN"));
}

#[test]
fn what_is_not_to_be_published_is_not() {
    let killed = STORY.replace("'usable'", "'canceled'");
    assert_eq!(
        outcomes(read_nitf, killed),
        ["withdrawn by its publisher: canceled"]
    );
    let later = STORY.replace("<urgency", "<date.release norm='20040105T060000'/><urgency");
    let held = records(read_nitf, later).remove(0).embargo.unwrap();
    assert_eq!(held.day_text(), "2004-01-05");
    let template = STORY.replace("<urgency", "<date.release norm='YYYYMMDD000000'/><urgency");
    assert_eq!(records(read_nitf, template).remove(0).embargo, None);
    let picture = "<nitf><body><body.head/><body.content><media media-type='image'><media-caption>Fog</media-caption></media></body.content></body></nitf>";
    assert_eq!(outcomes(read_nitf, picture), ["a picture, no article"]);
}

#[test]
fn wire_copy_in_one_paragraph_keeps_its_lines() {
    let lines = "   The ferries wait.\n   It is foggy.\n\n   Nobody knows\nmore than\nthat.";
    let story = format!("<nitf><body><body.content><p>{lines}</p></body.content></body></nitf>");
    assert_eq!(records(read_nitf, story).remove(0).body, [lines]);
}

#[test]
fn many_of_anything_take_linear_time() {
    for part in [
        "<nitf>",
        "<nitf><body><body.content><p>",
        "<nitf><head><docdata>",
        "<p>a",
        "</p>",
    ] {
        takes_linear_time(read_nitf, part);
    }
}

proptest! {
    #[test]
    fn no_change_makes_it_panic(at: usize, length in 0usize..60, by: Vec<u8>) {
        items(read_nitf, changed(STORY.as_bytes(), at, length, &by));
    }
}

/// The annotated corpus of the New York Times has its first paragraphs twice, its author in two ways, and midnight for a time.
#[test]
fn the_lead_beside_the_whole_text_is_not_read_twice() {
    let text = "<nitf><head><title>FOG STOPS FERRIES</title><docdata><doc-id id-string='17'/></docdata>\
        <pubdata date.publication='20040102T000000' name='The Quay Times'/></head><body><body.head><hedline><hl1>FOG STOPS FERRIES</hl1></hedline>\
        <byline class='print_byline'>By ANNA TERN</byline><byline class='normalized_byline'>TERN, ANNA</byline></body.head><body.content>\
        <block class='lead_paragraph'><p>The ferries wait.</p></block>\
        <block class='full_text'><p>The ferries wait.</p><p>It lifts at noon.</p></block></body.content></body></nitf>";
    let story = records(read_nitf, text).remove(0);
    assert_eq!(story.body, ["The ferries wait.", "It lifts at noon."]);
    assert_eq!(story.byline.as_deref(), Some("ANNA TERN"));
    assert_eq!(story.published.unwrap().to_string(), "2004-01-02");
    // Without the whole, what there is.
    let lead = text.replace("full_text", "other");
    assert_eq!(records(read_nitf, lead).remove(0).body.len(), 3);
}
