//! Where a page may have its date, its authors and its headline, and which place wins.

use super::{FIRST, page, record, story};
use crate::article::DateSource;

#[test]
fn a_date_is_read_from_the_surest_place() {
    let linked = r#"<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2020-01-01", "dateModified": "2020-02-02"}</script>"#;
    let meta = "<meta name=pubdate content=20200103>";
    let property = "<span itemprop=datePublished content=2020-01-02>yesterday</span>";
    let time = "<time datetime=\"2020-01-04T10:00\">4 January</time>";
    let line = "<p>Posted on 5 January 2020</p>";
    let table = [
        (
            page(
                &format!("{linked}{meta}"),
                &format!("<h1>River</h1>{property}{time}{line}{}", story("x")),
            ),
            "2020-01-01",
            DateSource::JsonLd,
        ),
        (
            page(
                meta,
                &format!("<h1>River</h1>{property}{time}{line}{}", story("x")),
            ),
            "2020-01-02",
            DateSource::Microdata,
        ),
        (
            page(meta, &format!("<h1>River</h1>{time}{line}{}", story("x"))),
            "2020-01-03",
            DateSource::Meta,
        ),
        (
            page("", &format!("<h1>River</h1>{time}{line}{}", story("x"))),
            "2020-01-04",
            DateSource::Time,
        ),
        (
            page("", &format!("<h1>River</h1>{line}{}", story("x"))),
            "2020-01-05",
            DateSource::Printed,
        ),
        (
            page(
                "<link rel=canonical href='https://lantern.example/2020/1/6/river'>",
                &story("x"),
            ),
            "2020-01-06",
            DateSource::Url,
        ),
        (
            page(
                "<link rel=canonical href='https://lantern.example/20200107-river'>",
                &story("x"),
            ),
            "2020-01-07",
            DateSource::Url,
        ),
        (
            page(
                "<link rel=canonical href='https://lantern.example/2020/01/river'>",
                &story("x"),
            ),
            "2020-01",
            DateSource::Url,
        ),
    ];
    for (page, day, source) in table {
        let record = record(&page);
        assert_eq!(
            record.published.map(|date| date.day_text()).as_deref(),
            Some(day),
            "{page}"
        );
        assert_eq!(record.date_source, Some(source), "{page}");
    }
}

#[test]
fn dates_of_other_things_are_not_the_storys() {
    for other in [
        "<footer>© 2 May 2020 The Lantern</footer>",
        "<div class=related><a href=/1>Ferry stops</a><time datetime=2019-01-01>1 January 2019</time></div>",
        "<blockquote>Rain! <a href=/x>2 May 2019</a></blockquote>",
        "<meta name=expires content=2021-01-01>",
    ] {
        let record = record(&page(
            "",
            &format!(
                "<h1>River rises</h1>{}{}{other}",
                story("x"),
                "<div></div>".repeat(100)
            ),
        ));
        assert_eq!(record.published, None, "{other}");
    }
}

#[test]
fn a_day_of_change_stands_in_and_stays_visible() {
    let record = record(&page(
        "<meta property=article:modified_time content=2020-02-02>",
        &story("x"),
    ));
    assert_eq!(record.published.unwrap().to_string(), "2020-02-02");
    assert_eq!(record.extra["modified"], "2020-02-02");
}

#[test]
fn an_address_with_an_earlier_day_tells_of_the_first_publication() {
    let head = r#"<link rel=canonical href="https://lantern.example/2017/7/12/river"><script type="application/ld+json">{"@type": "Article", "datePublished": "2019-06-17T10:00:00Z"}</script>"#;
    let record = record(&page(head, &story("x")));
    assert_eq!(
        (
            record.published.unwrap().to_string().as_str(),
            record.date_source
        ),
        ("2017-07-12", Some(DateSource::Url))
    );
}

#[test]
fn the_order_of_a_numeric_date_is_that_of_the_language() {
    for (lang, day) in [
        ("de", Some("2020-04-03")),
        ("en-US", Some("2020-03-04")),
        ("en", None),
    ] {
        let html = format!(
            "<html lang={lang}><head><meta name=date content=03/04/2020></head><body>{}</body></html>",
            story("x")
        );
        assert_eq!(
            record(&html)
                .published
                .map(|date| date.day_text())
                .as_deref(),
            day,
            "{lang}"
        );
    }
}

#[test]
fn authors_are_found_where_pages_have_them() {
    let table = [
        (
            "<meta name=author content='Ada Byway'>",
            "",
            Some("Ada Byway"),
        ),
        (
            "<meta name=author content='https://lantern.example/ada'>",
            "<a rel=author href=/ada>Ada Byway</a>",
            Some("Ada Byway"),
        ),
        (
            "",
            "<span itemprop=author itemscope><span itemprop=name>Ada Byway</span>, reporter</span>",
            Some("Ada Byway"),
        ),
        (
            "",
            "<div class=byline>By Ada Byway</div>",
            Some("Ada Byway"),
        ),
        ("", "<a href=/authors/ada>Ada Byway</a>", Some("Ada Byway")),
        ("", "<p>By Ada Byway | 2 May 2020</p>", Some("Ada Byway")),
        (
            "<meta property=og:site_name content='The Lantern'><meta name=author content='The Lantern'>",
            "<div class=byline>By Ada Byway</div>",
            Some("Ada Byway"),
        ),
        (
            "<meta property=og:site_name content='The Lantern'><meta name=author content='The Lantern'>",
            "",
            Some("The Lantern"),
        ),
        (
            "<meta name=author content='desk@lantern.example'>",
            "",
            None,
        ),
    ];
    for (head, line, byline) in table {
        let record = record(&page(
            head,
            &format!("<h1>River rises</h1>{line}{}", story("x")),
        ));
        assert_eq!(record.byline.as_deref(), byline, "{head}{line}");
    }
}

#[test]
fn a_headline_is_the_one_that_most_places_have() {
    let table = [
        (
            "<title>River rises again | The Lantern</title>",
            "<h1>River rises again</h1>",
            "River rises again",
        ),
        (
            "<title>River rises again - Weather - The Lantern</title><meta property=og:title content='River rises again | The Lantern'><meta property=og:site_name content='The Lantern'>",
            "",
            "River rises again",
        ),
        (
            "<meta property=og:title content='You will not believe this river'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"River rises again\"}</script>",
            "<h1>River rises again</h1>",
            "River rises again",
        ),
        (
            "<meta property=og:title content='River rises again at the old bridge'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Flood: River rises again at the old bridge\"}</script>",
            "",
            "River rises again at the old bridge",
        ),
        (
            "<meta property=og:title content='What to know of the flood today'><link rel=canonical href='https://lantern.example/river-rises-again-at-bridge'>",
            "<h1>River rises again at bridge</h1>",
            "River rises again at bridge",
        ),
    ];
    for (head, heading, title) in table {
        assert_eq!(
            record(&page(head, &format!("{heading}{}", story("x")))).title,
            title,
            "{head}"
        );
    }
}

#[test]
fn a_standfirst_is_found_by_the_description() {
    let head = "<title>River rises</title><meta name=description content='Barges adrift, the ferry stopped and the dam opened: a day at the harbour'>";
    let body = format!(
        "<h1>River rises</h1><div class=teaser>Barges adrift, the ferry stopped and the dam opened: a day at the harbour</div>{}",
        story("x")
    );
    let record = record(&page(head, &body));
    assert!(
        record.body[0].starts_with("Barges adrift"),
        "{:?}",
        record.body
    );
    assert_eq!(record.body[1], FIRST);
}

#[test]
fn the_publication_is_the_name_behind_the_headline_if_nothing_else_says() {
    let table = [
        ("River rises again - The Lantern", Some("The Lantern")),
        (
            "River rises again | Weather | The Lantern",
            Some("The Lantern"),
        ),
        ("River rises again", None),
        ("River rises again-and-again", None),
        ("All the news - The Lantern", None),
    ];
    for (title, source) in table {
        let head = format!("<title>{title}</title>");
        let record = record(&page(
            &head,
            &format!("<h1>River rises again</h1>{}", story("x")),
        ));
        assert_eq!(record.source.as_deref(), source, "{title}");
        assert_eq!(record.title, "River rises again");
    }
}
