//! Claims about the page reader. The layouts it must read stand in [`layouts`]; all their text is invented.

mod agencies;
mod layouts;
mod lines;
mod scripts;

use proptest::prelude::*;

use super::*;
use layouts::{P, layouts};

fn read(text: &str) -> Record {
    read_page(text).expect("the page has an article")
}

/// White space as the reader leaves it.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A plain page around a body, in the commonest layout.
fn page(body: &str) -> String {
    format!(
        "World / Asia\n\nRiver port to grow again\n\n(Xinhua) Updated: 2015-12-17 16:44\n\n{body}\n\nMost Popular\nHot Topics\n"
    )
}

#[test]
fn every_layout_comes_out_with_its_fields() {
    let mut wrong = Vec::new();
    for layout in layouts() {
        let record = read(&layout.text());
        let published = record
            .published
            .map(|date| date.to_string())
            .unwrap_or_default();
        let mut check = |field: &str, got: &str, want: &str| {
            if !want.is_empty() && got != want {
                wrong.push(format!("{}: {field} is {got:?}, not {want:?}", layout.name));
            }
        };
        check("title", &record.title, layout.title);
        check(
            "section",
            record.section.as_deref().unwrap_or_default(),
            layout.section,
        );
        check(
            "source",
            record.source.as_deref().unwrap_or_default(),
            layout.source,
        );
        check(
            "byline",
            record.byline.as_deref().unwrap_or_default(),
            layout.byline,
        );
        check(
            "place",
            record.place.as_deref().unwrap_or_default(),
            layout.place,
        );
        check(
            "published",
            published
                .get(..layout.published.len())
                .unwrap_or(&published),
            layout.published,
        );
        if let Some(body) = layout.body {
            check("body", &record.body.join("\n"), &body.join("\n"));
        }
    }
    assert!(layouts().len() >= 25, "only {} layouts", layouts().len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_layout_looks_like_a_page() {
    for layout in layouts() {
        assert!(looks_like_page(&layout.text()), "{}", layout.name);
    }
}

#[test]
fn data_and_markup_do_not_look_like_pages() {
    for text in [
        "",
        "  \n",
        "{\"title\":\"x\"}\n{\"title\":\"y\"}",
        "[{\"a\":1}]",
        "<html><body><p>Text.</p>",
        "a;b;c\n1;2;3\n4;5;6\n",
        "\0\u{1}\u{2}binary",
    ] {
        assert!(!looks_like_page(text), "{text:?}");
    }
}

#[test]
fn line_ends_and_odd_blanks_change_nothing() {
    for layout in layouts() {
        let text = layout.text();
        let plain = read(&text);
        assert_eq!(
            read(&text.replace('\n', "\r\n")),
            plain,
            "{} with CRLF",
            layout.name
        );
        assert_eq!(
            read(&format!("\u{feff}{text}")),
            plain,
            "{} with a BOM",
            layout.name
        );
        assert_eq!(
            read(&text.replace(' ', "\u{a0}")),
            plain,
            "{} with no-break spaces",
            layout.name
        );
    }
}

#[test]
fn a_sentence_about_hot_topics_is_a_paragraph() {
    let record = read(&page(&format!(
        "{}\n\nHot topics were discussed at the meeting.\n\n{}",
        P[1], P[4]
    )));
    assert_eq!(
        record.body,
        [P[1], "Hot topics were discussed at the meeting.", P[4]]
    );
}

#[test]
fn a_date_in_the_body_or_in_a_list_of_stories_is_not_the_pages() {
    let record = read(&page(&format!(
        "{}\n\n{}\n\nRelated Stories\n\nMill reopens 2016-01-02 10:00\nUpdated: 2017-01-01 10:00",
        P[3], P[4]
    )));
    assert_eq!(
        record.published.map(|date| date.to_string()).as_deref(),
        Some("2015-12-17T16:44")
    );
}

#[test]
fn the_updated_line_wins_over_the_published_line() {
    let record = read(&format!(
        "River port to grow again\n\nPublished: 7 March 2016\nUpdated: 8 March 2016\n\n{}\n\n{}\n",
        P[1], P[4]
    ));
    assert_eq!(
        record.published.map(|date| date.day_text()).as_deref(),
        Some("2016-03-08")
    );
}

#[test]
fn a_date_on_the_label_of_another_story_is_no_stamp() {
    assert!(stamp::read("Chinese barges carry more grain 2015-12-10").is_none());
    assert!(stamp::read("The port opened on 10 December 2015, the mayor said.").is_none());
}

#[test]
fn a_caption_is_kept_apart_from_the_body() {
    let caption = "Barges wait at the lock on Tuesday. [Photo/Agencies]";
    let record = read(&page(&format!("{caption}\n\n{}\n\n{}", P[1], P[4])));
    assert_eq!(record.body, [P[1], P[4]]);
    assert_eq!(record.extra["captions"], serde_json::json!([caption]));
}

#[test]
fn a_page_of_pictures_has_its_captions_for_a_body() {
    let caption = "Barges wait at the lock on Tuesday. [Photo/Agencies]";
    let record = read(&page(&format!("{caption}\n\n1 2 3 4 Next >|")));
    assert_eq!(record.body, [caption]);
}

#[test]
fn a_crosshead_stays_and_a_list_of_links_goes() {
    let record = read(&page(&format!(
        "{}\n\nSlow locks\n\n{}\n\nMill reopens after four years\nSnow closes eleven roads\n",
        P[1], P[4]
    )));
    assert_eq!(record.body, [P[1], "Slow locks", P[4]]);
}

#[test]
fn the_story_goes_on_below_a_box() {
    let record = read(&page(&format!(
        "{}\n\nRelated readings:\nMill reopens\nSnow closes roads\n\n{}\n\n{}",
        P[1], P[4], P[6]
    )));
    assert_eq!(record.body, [P[1], P[4], P[6]]);
}

#[test]
fn a_teaser_below_the_share_count_is_no_paragraph() {
    let record = read(&page(&format!(
        "{}\n\n{}\n\n8.03K\n\n...\n\n• Snow closes roads\n\n{}\n...",
        P[1], P[4], P[6]
    )));
    assert_eq!(record.body, [P[1], P[4]]);
}

#[test]
fn a_plain_article_has_its_first_line_for_a_headline() {
    let record = read(&format!(
        "River port to grow again\n\n{}\n\n{}\n",
        P[1], P[4]
    ));
    assert_eq!(
        (record.title.as_str(), record.body),
        (
            "River port to grow again",
            vec![P[1].to_owned(), P[4].to_owned()]
        )
    );
    assert_eq!(record.published, None);
}

#[test]
fn paragraphs_without_a_headline_have_an_empty_title() {
    let record = read(&format!("{}\n\n{}\n", P[1], P[4]));
    assert_eq!((record.title.as_str(), record.body.len()), ("", 2));
}

#[test]
fn a_page_of_only_furniture_is_refused() {
    let page = "Home\nChina\nWorld\nMost Popular\nHot Topics\nCopyright 1995 - 2015 . All rights reserved.\n";
    assert_eq!(
        read_page(page),
        Err(NotAnArticle::OnlyFurniture { lines: 6 })
    );
    assert_eq!(read_page(" \r\n\u{3000}\n"), Err(NotAnArticle::NoText));
}

/// A million short lines, and one line of a million brackets: both in a moment, for no step looks back further than a few lines.
#[test]
fn the_time_grows_with_the_text() {
    let start = std::time::Instant::now();
    let _ = read_page(&"Most Popular\nNews 2015\n".repeat(50_000));
    let _ = read_page(&"River port to grow again\n".repeat(50_000));
    let _ = read_page(&"[".repeat(500_000));
    let _ = read_page(&"a > b / ".repeat(100_000));
    let _ = read_page(&"[a](".repeat(100_000));
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(?s)[\\PC\n\t|>/()\\[\\]#*!:.0-9]{0,400}") {
        let _ = looks_like_page(&text);
        let _ = read_page(&text);
    }

    /// Whatever the order of a page's lines, what comes out was on the page, and the headline is no paragraph.
    #[test]
    fn shuffled_pages_keep_the_laws(which in 0..layouts().len(), order in any::<u64>()) {
        let text = layouts()[which].text();
        let mut lines: Vec<&str> = text.lines().collect();
        let mut state = order | 1;
        for at in (1..lines.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            lines.swap(at, (state >> 33) as usize % (at + 1));
        }
        let shuffled = lines.join("\n");
        if let Ok(record) = read_page(&shuffled) {
            let page = squeezed(&shuffled);
            let marked = ["md_html2text", "lynx"].contains(&layouts()[which].name);
            for paragraph in &record.body {
                prop_assert!(marked || page.contains(paragraph.as_str()), "{paragraph:?} is not on the page");
                prop_assert!(record.title.is_empty() || *paragraph != record.title, "the headline stands in the body");
            }
        }
    }
}
