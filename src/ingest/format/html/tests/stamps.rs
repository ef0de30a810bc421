//! Dates that a page gives in its own language, in attributes, in scripts, or with a short year.

use super::{FIRST, page, record, story};
use crate::article::DateSource;

fn day_of(html: &str) -> Option<String> {
    record(html).published.map(|date| date.day_text())
}

#[test]
fn a_stamp_in_a_language_of_its_own_is_read() {
    for (lang, stamp) in [
        ("pl", "Dodano: 12 czerwca 2019, 10:33"),
        ("tr", "Yayınlanma: 12 Haziran 2019 - 08:00"),
        ("ru", "12 июня 2019, 10:33"),
        ("da", "Publiceret 12. juni 2019"),
        ("el", "Δημοσιεύτηκε: 12 Ιουνίου 2019"),
    ] {
        let html = format!(
            "<!doctype html><html lang={lang}><body><h1>Rzeka</h1><p>{stamp}</p>{}</body></html>",
            story("x")
        );
        assert_eq!(day_of(&html).as_deref(), Some("2019-06-12"), "{stamp}");
    }
}

#[test]
fn a_stamp_for_machines_stands_behind_the_words_for_people() {
    for stamp in [
        "<span class=post-date data-date=2019-06-12>two hours ago</span>",
        "<span class=timestamp data-timestamp=1560333600>today</span>",
        "<span class=published title='12 June 2019'>yesterday</span>",
    ] {
        let html = page("", &format!("<h1>River rises</h1>{stamp}{}", story("x")));
        assert_eq!(day_of(&html).as_deref(), Some("2019-06-12"), "{stamp}");
    }
}

#[test]
fn a_byline_may_end_in_a_day_with_a_short_year() {
    let byline = "<p>von <a rel=author href=/ada>Ada Byway</a>, 8.5.12 </p>";
    let html = page("", &format!("<h1>River rises</h1>{byline}{}", story("x")));
    assert_eq!(day_of(&html).as_deref(), Some("2012-05-08"));
    let story = format!("<div class=x><p>{FIRST}</p><p>{FIRST} We go on at 8.5.12</p></div>");
    assert_eq!(
        day_of(&page("", &format!("<h1>River rises</h1>{story}"))),
        None
    );
}

#[test]
fn the_state_of_a_script_is_asked_last() {
    let head = r#"<script>state = {"publishedAt": "2019-06-12T10:00:00Z"}</script>"#;
    let found = record(&page(head, &story("x")));
    assert_eq!(found.published.unwrap().day_text(), "2019-06-12");
    assert_eq!(found.date_source, Some(DateSource::Field));
    let line = format!(
        "<h1>River</h1><p>Posted on 5 January 2020</p>{}",
        story("x")
    );
    assert_eq!(day_of(&page(head, &line)).as_deref(), Some("2020-01-05"));
}

/// A year alone, a copyright's above all, is no day; nor is the day of a copy, a form's or a file's.
#[test]
fn what_a_site_prints_of_itself_is_no_date() {
    for other in [
        "<footer>&copy; 2018 The Lantern</footer>",
        "<form><input class=date value=07.09.2017></form>",
        "<script src='/main.js?2017-02-27'></script>",
        "<meta property=og:image content='/files/2016/05/04/river.png'>",
    ] {
        let html = page("", &format!("<h1>River rises</h1>{}{other}", story("x")));
        assert_eq!(day_of(&html), None, "{other}");
    }
}
