//! Whole pages, invented: which field comes from where, and what is left out.

use proptest::prelude::*;

use super::html_record;
use crate::article::{DateSource, Record};
use crate::ingest::archive::RecordError;
use crate::ingest::format::Context;
use crate::ingest::format::json::FieldMap;

mod articles;
mod headlines;
mod places;
mod stamps;

/// A page that was fetched from nowhere.
fn read(page: &str) -> Result<Record, RecordError> {
    read_from(page.as_bytes(), None, None)
}

fn read_from(page: &[u8], url: Option<&str>, charset: Option<&str>) -> Result<Record, RecordError> {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "page.html",
        url,
        charset,
        limits: Default::default(),
        beside: None,
    };
    html_record(page, &context)
}

fn record(page: &str) -> Record {
    read(page).unwrap_or_else(|error| panic!("{error}: {page}"))
}

const FIRST: &str = "The river rose for a third day on Monday, and the mayor asked everybody to stay away from the banks.";
const SECOND: &str = "Two barges broke loose above the old bridge, where the ferry had stopped an hour before, and drifted ashore.";
const THIRD: &str = "Nobody was hurt, said the harbour master, who has seen four such floods and calls this one the mildest.";

/// A page with such a head and such a body.
fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    )
}

/// The three paragraphs in an element of this class.
fn story(class: &str) -> String {
    format!("<div class=\"{class}\"><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>")
}

#[test]
fn an_article_with_json_ld_fills_every_field() {
    let head = r#"<title>River rises again | The Lantern</title>
        <link rel="canonical" href="https://lantern.example/2020/01/02/river-rises-again">
        <meta property="og:site_name" content="The Lantern">
        <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
            {"@type": "WebSite", "name": "The Lantern"},
            {"@type": "Person", "@id": "ada", "name": "Ada Byway"},
            {"@type": ["NewsArticle"], "headline": "River rises again", "datePublished": "2020-01-02T23:30:00-05:00",
             "dateModified": "2020-01-03T08:00:00Z", "author": [{"@id": "ada"}, {"name": "Tom Quill"}],
             "articleSection": "Weather", "keywords": ["flood", "harbour"], "description": "Barges adrift as the dam is opened."}]}</script>"#;
    let body = format!(
        "<h1>River rises again</h1><p class=intro>Barges adrift as the dam is opened.</p>{}",
        story("x")
    );
    let record = record(&page(head, &body));
    assert_eq!(record.title, "River rises again");
    assert_eq!(
        record.published.unwrap().to_string(),
        "2020-01-02T23:30:00-05:00"
    );
    assert_eq!(record.date_source, Some(DateSource::JsonLd));
    assert_eq!(record.byline.as_deref(), Some("Ada Byway, Tom Quill"));
    assert_eq!(record.section.as_deref(), Some("Weather"));
    assert_eq!(record.source.as_deref(), Some("The Lantern"));
    assert_eq!(
        record.url.as_deref(),
        Some("https://lantern.example/2020/01/02/river-rises-again")
    );
    assert_eq!(record.lang.as_deref(), Some("en"));
    assert_eq!(record.tags, ["flood", "harbour"]);
    assert_eq!(
        record.body,
        ["Barges adrift as the dam is opened.", FIRST, SECOND, THIRD]
    );
    assert_eq!(record.extra["modified"], "2020-01-03T08:00:00Z");
    assert_eq!(
        record.extra["standfirst"],
        "Barges adrift as the dam is opened."
    );
}

#[test]
fn open_graph_and_dublin_core_fill_what_json_ld_leaves() {
    let head = r#"<meta property="og:title" content="River rises &amp; falls"><meta property="og:type" content="article">
        <meta property="article:published_time" content="2020-01-02T10:00:00+01:00"><meta property="article:section" content="Weather">
        <meta property="article:tag" content="flood"><meta property="article:tag" content="dam"><meta name="DC.creator" content="By Ada Byway">
        <meta property="og:locale" content="pt_BR"><meta property="og:url" content="https://lantern.example/river">"#;
    let html = format!(
        "<html><head>{head}</head><body>{}</body></html>",
        story("x")
    );
    let record = record(&html);
    assert_eq!(record.title, "River rises & falls");
    assert_eq!(record.published.unwrap().day_text(), "2020-01-02");
    assert_eq!(record.date_source, Some(DateSource::Meta));
    assert_eq!(record.byline.as_deref(), Some("Ada Byway"));
    assert_eq!(record.tags, ["flood", "dam"]);
    assert_eq!(record.lang.as_deref(), Some("pt-BR"));
    assert_eq!(record.url.as_deref(), Some("https://lantern.example/river"));
}

#[test]
fn furniture_is_not_the_story() {
    let around = "<nav><a href=/>Home</a><a href=/sport>Sport</a></nav>";
    let inside = format!(
        "<article><h1>River rises</h1><div class=share-bar>Share this</div><p>{FIRST}</p>\
         <figure><img><figcaption>The river on Monday, seen from the bridge. Photo: A. Byway</figcaption></figure>\
         <div class=\"related-stories\"><p>A much longer teaser of another story, which has nothing to do with the river at all.</p></div>\
         <p>{SECOND}</p><aside><p>Sign up for our newsletter, and have the news of the harbour sent to you each morning.</p></aside>\
         <script>var text = '<p>not a word of this</p>';</script><p style=\"display:none\">Hidden from everybody who reads this page.</p>\
         <h2>What comes next</h2><p>{THIRD}</p><h2>More on this</h2><ul><li><a href=/1>Ferry stops</a></li><li><a href=/2>Dam opens</a></li></ul></article>"
    );
    let footer = "<footer><p>© The Lantern. All rights reserved, in this town and in all others on the river.</p></footer>";
    let record = record(&page(
        "<title>River rises</title>",
        &format!("{around}{inside}{footer}"),
    ));
    assert_eq!(record.body, [FIRST, SECOND, "What comes next", THIRD]);
}

#[test]
fn an_odd_name_does_not_lose_the_story() {
    for class in [
        "widget sidebar related",
        "article-with-comments",
        "paywall",
        "slideshow",
    ] {
        let record = record(&page(
            "<title>River rises</title>",
            &format!("<h1>River rises</h1>{}", story(class)),
        ));
        assert_eq!(record.body, [FIRST, SECOND, THIRD], "{class}");
    }
}

#[test]
fn a_story_in_pieces_is_found_whole() {
    let piece = |text: &str| {
        format!("<div class=piece><p>{text}</p></div><div class=ad>Advertisement</div>")
    };
    let body = format!(
        "<main><h1>River rises</h1>{}{}{}</main>",
        piece(FIRST),
        piece(SECOND),
        piece(THIRD)
    );
    assert_eq!(record(&page("", &body)).body, [FIRST, SECOND, THIRD]);
}

#[test]
fn two_line_breaks_part_paragraphs() {
    let body = format!("<h1>River rises</h1><div>{FIRST}<br><br>{SECOND}<br>{THIRD}</div>");
    let record = record(&page("", &body));
    assert_eq!(record.body, [FIRST.to_owned(), format!("{SECOND} {THIRD}")]);
}

#[test]
fn a_page_made_by_scripts_has_its_text_in_json_ld() {
    let head = format!(
        r#"<title>River rises</title><script type="application/ld+json">{{"@type": "NewsArticle", "headline": "River rises",
        "articleBody": "{FIRST}\n{SECOND}\n{THIRD}"}}</script>"#
    );
    assert_eq!(
        record(&page(&head, "<div id=app></div>")).body,
        [FIRST, SECOND, THIRD]
    );
}

#[test]
fn json_ld_that_is_not_quite_json_is_read() {
    let broken = [
        "{\"@type\": \"NewsArticle\", \"headline\": \"River\nrises\", \"datePublished\": \"2020-01-02\",}",
        "<!-- {\"@type\": \"NewsArticle\", \"datePublished\": \"2020-01-02\"} -->",
        "//<![CDATA[\n{\"@type\": \"NewsArticle\", \"about\": \"\\'x\\'\", \"datePublished\": \"2020-01-02\"}\n//]]>",
        "{\"@type\": \"WebSite\"}{\"@type\": \"NewsArticle\", \"datePublished\": \"2020-01-02\"}",
    ];
    for text in broken {
        let head =
            format!("<title>River rises</title><script type='application/ld+json'>{text}</script>");
        let record = record(&page(&head, &story("x")));
        assert_eq!(
            record.published.map(|date| date.to_string()).as_deref(),
            Some("2020-01-02"),
            "{text}"
        );
    }
}

#[test]
fn encodings_are_read_as_declared() {
    let text =
        "<html><head><meta charset=\"windows-1250\"><title>P\u{159}\u{ed}val</title></head><body>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(text);
    let whole = [&bytes, story("x").as_bytes()].concat();
    assert_eq!(read_from(&whole, None, None).unwrap().title, "Příval");
    let (bytes, _, _) =
        encoding_rs::SHIFT_JIS.encode("<html><head><title>川の水位が上昇</title></head><body>");
    let whole = [&bytes, story("x").as_bytes()].concat();
    assert_eq!(
        read_from(&whole, None, Some("shift_jis")).unwrap().title,
        "川の水位が上昇"
    );
}

const HEADLINES: [&str; 8] = [
    "River rises for the third day as the dam is opened",
    "Council votes to close the north pier until spring",
    "Coach leaves after eleven years and four promotions",
    "Two barges run aground near the old harbour mouth",
    "School meals to cost more from the new year onwards",
    "Museum finds a lost map of the town in its cellar",
    "Ferry line to the islands is sold to a shipping group",
    "Farmers ask for help after the late frost of May",
];

fn list(item: impl Fn(usize, &str) -> String) -> String {
    HEADLINES
        .iter()
        .enumerate()
        .map(|(n, headline)| item(n, headline))
        .collect()
}

/// A server says `utf-8` of a page that says better, and `iso-8859-1` of one in UTF-8.
#[test]
fn a_page_that_declares_its_encoding_is_believed_where_its_server_is_wrong() {
    let text = "<html><head><meta charset=\"windows-1251\"><title>Река поднимается третий день</title></head><body>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let whole = [&bytes, story("x").as_bytes()].concat();
    assert_eq!(
        read_from(&whole, None, Some("utf-8")).unwrap().title,
        "Река поднимается третий день"
    );
    let plain = format!(
        "<html><head><title>Café rises</title></head><body>{}",
        story("x")
    );
    assert_eq!(
        read_from(plain.as_bytes(), None, Some("iso-8859-1"))
            .unwrap()
            .title,
        "Café rises"
    );
}

#[test]
fn a_language_that_is_none_is_left_out() {
    for (lang, expected) in [
        ("pt_br", Some("pt-BR")),
        ("zh-hans-CN", Some("zh-Hans-CN")),
        ("de-éé", Some("de")),
        ("english", None),
        ("é", None),
    ] {
        let html = format!("<html lang=\"{lang}\"><body>{}</body></html>", story("x"));
        assert_eq!(record(&html).lang.as_deref(), expected, "{lang}");
    }
}

#[test]
fn depth_and_number_are_bounded() {
    let deep = format!(
        "<h1>River rises</h1>{}{}",
        "<div>".repeat(100_000),
        story("x")
    );
    assert_eq!(record(&page("", &deep)).body, [FIRST, SECOND, THIRD]);
    let many = "<i>".repeat(super::tree::MOST_NODES);
    assert_eq!(
        read(&many),
        Err(RecordError::TooManyValues {
            limit: super::tree::MOST_NODES
        })
    );
}

/// Pieces that pages are made of, whole and broken.
const PIECES: [&str; 33] = [
    "<html lang=de-éé>",
    "<link rel=canonical href=/é>",
    "<div class=byline>Von ñ",
    "<p>",
    "</p>",
    "<div class=\"related\">",
    "</div>",
    "<h1>",
    "</h1>",
    "<a href=\"/x\">",
    "</a>",
    "<script type=\"application/ld+json\">",
    "</script>",
    "{\"@type\":\"NewsArticle\",",
    "\"author\":{\"@id\":\"#a\"},",
    "\"datePublished\":\"2020-13-45\"}",
    "<meta property=og:title content=",
    "&eacute;",
    "&#x110000;",
    "&",
    "<!--",
    "-->",
    "<table><td>",
    "</table>",
    "<time datetime=\"x\">",
    "<article itemprop=articleBody>",
    "<",
    ">",
    "\"",
    "Rain fell on the town.",
    "2 May 2020",
    "\u{0}",
    "川",
];

proptest! {
    #[test]
    fn no_page_makes_it_panic(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..120)) {
        let _ = read(&pieces.concat());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_from(&bytes, Some("https://lantern.example/a?b"), Some("utf-8"));
    }

    #[test]
    fn what_is_in_the_body_is_in_the_page(pieces in prop::collection::vec(prop::sample::select(vec!["<p>", "</p>", "<div>", "</div>", "<br>", "<b>", "</b>", "Rain fell on the town, and on the river that runs through it all day. ", "Wind. "]), 0..60)) {
        let page = pieces.concat();
        if let Ok(record) = read(&page) {
            for word in record.body.iter().flat_map(|text| text.split(' ')) {
                prop_assert!(page.contains(word.trim()), "{word} in {page}");
            }
        }
    }
}
