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

/// Where a date that can be read in two ways stands tells which is meant.
#[test]
fn a_numeric_day_is_read_as_the_page_is_at_home() {
    let read = |lang: &str, url: &str, stamp: &str| {
        let head = format!("<link rel=canonical href='{url}'>");
        day_of(&format!(
            "<!doctype html><html lang={lang}><head>{head}</head><body><h1>River rises</h1><p>{stamp}</p>{}",
            story("x")
        ))
    };
    let com = "https://gazette.example/river";
    let uk = "https://gazette.uk/river";
    let day = |day: &str| Some(day.to_owned());
    assert_eq!(
        read("en-US", com, "By Ada | 03/12/2018 10:04"),
        day("2018-03-12")
    );
    assert_eq!(read("en-GB", com, "03/12/2018"), day("2018-12-03"));
    assert_eq!(read("en", uk, "03/12/2018"), day("2018-12-03"));
    assert_eq!(
        read("fr", com, "Par Ada le 12/03/2018 à 10:04"),
        day("2018-03-12")
    );
    assert_eq!(
        read("ko", com, "입력 2018. 3. 12. 10:04"),
        day("2018-03-12")
    );
    assert_eq!(read("th", com, "12 มีนาคม 2561"), day("2018-03-12"));
    assert_eq!(read("ar", com, "12 مارس 2018"), day("2018-03-12"));
    assert_eq!(read("en", com, "03/12/2018"), None);
}

#[test]
fn a_day_that_a_sentence_speaks_of_is_not_the_storys() {
    for line in [
        "<p>The old pier was built on 4 May 1953 and burnt on 3 June 1961.</p>",
        "<p>As of December 31, 2014, the town held more than eight hundred moorings.</p>",
        "<pre>print('2017-08-11')</pre>",
    ] {
        let body =
            format!("<h1>River rises</h1><div class=x><p>{FIRST}</p>{line}<p>{FIRST}</p></div>");
        assert_eq!(day_of(&page("", &body)), None, "{line}");
    }
}

#[test]
fn a_dateline_gives_its_day() {
    for (line, day) in [
        ("HARBOURTON, March 12, 2018 (Wire) - ", Some("2018-03-12")),
        ("PORT ADA, N.J., March 12, 2018 /Wire/ -- ", None),
        ("Harbourton, 12 March 2018 – ", Some("2018-03-12")),
        ("It was on March 12, 2018 - a Monday - that ", None),
    ] {
        let body =
            format!("<h1>River rises</h1><div class=x><p>{line}{FIRST}</p><p>{FIRST}</p></div>");
        assert_eq!(day_of(&page("", &body)).as_deref(), day, "{line}");
    }
}

/// Nothing but what a page says somewhere, once everything that is made for a date is looked through.
#[test]
fn a_day_in_an_odd_place_is_better_than_none() {
    for (head, line) in [
        ("<meta name=sort_date content=20180312>", ""),
        ("<script>page = {publishDate: '2018-03-12'}</script>", ""),
        ("<script>{\"created_at\": \"2018-03-12\"}</script>", ""),
        ("", "<span data-time='2018-03-12T10:00:00Z'>of late</span>"),
        ("", "<x-time datetime=2018-03-12>of late</x-time>"),
        ("", "<input type=hidden name=pubdate value=2018-03-12>"),
        ("", "<a rel=bookmark href=/2018/03/12/river>#</a>"),
    ] {
        let html = page(head, &format!("<h1>River rises</h1>{line}{}", story("x")));
        assert_eq!(day_of(&html).as_deref(), Some("2018-03-12"), "{head}{line}");
    }
    for head in [
        "<meta name=valid_until_date content=20180312>",
        "<meta name=event-date content=20180312>",
        "<script>{\"unpublished_at\": \"2018-03-12\"}</script>",
        "<script>{\"date\": \"2018-03-12\", \"next\": {\"date\": \"2018-03-13\"}}</script>",
    ] {
        let html = page(head, &format!("<h1>River rises</h1>{}", story("x")));
        assert_eq!(day_of(&html), None, "{head}");
    }
}
