//! What stamps are read from, found in and refused: tables of invented lines, and the law that a stamp prints as it is
//! read.

use super::*;
use proptest::prelude::*;

fn reads(table: &[(&str, &str)]) {
    for (text, expected) in table {
        let read = PubDate::parse(text).map(|date| date.to_string());
        assert_eq!(read.as_deref(), Some(*expected), "{text}");
    }
}

fn refuses(texts: &[&str]) {
    for text in texts {
        assert_eq!(
            PubDate::parse(text).map(|date| date.to_string()),
            None,
            "{text}"
        );
    }
}

#[test]
fn iso_8601_is_read_as_precisely_as_it_is_written() {
    reads(&[
        ("1984", "1984"),
        ("1984-03", "1984-03"),
        ("1984/03", "1984-03"),
        ("1984-03-05", "1984-03-05"),
        ("1984-3-5", "1984-03-05"),
        ("19840305", "1984-03-05"),
        ("201512", "2015-12"),
        ("2015-W51-4", "2015-12-17"),
        ("2015W514", "2015-12-17"),
        ("2015-12-17T16:44", "2015-12-17T16:44"),
        ("2015-12-17 16:44", "2015-12-17T16:44"),
        ("2015-12-17t16:44:36z", "2015-12-17T16:44:36Z"),
        ("2015-12-17T16:44:36.123456Z", "2015-12-17T16:44:36Z"),
        ("2015-12-17T16:44:36,5+08:00", "2015-12-17T16:44:36+08:00"),
        ("2015-12-17T16:44:36+0800", "2015-12-17T16:44:36+08:00"),
        ("2015-12-17T16:44:36-08", "2015-12-17T16:44:36-08:00"),
        ("2015-12-17 16:44:36 +0530", "2015-12-17T16:44:36+05:30"),
        ("2015-12-17 16:44:36.158000+00:00", "2015-12-17T16:44:36Z"),
        ("20151217T164436Z", "2015-12-17T16:44:36Z"),
        ("20151217T164436+0100", "2015-12-17T16:44:36+01:00"),
        ("20151217T1644", "2015-12-17T16:44"),
        ("20151217164436", "2015-12-17T16:44:36"),
        ("201512171644", "2015-12-17T16:44"),
        ("2015-12-17+08:00", "2015-12-17"),
        ("2015-12-17Z", "2015-12-17"),
        (
            "2015-12-17T16:44:36+08:00[Asia/Shanghai]",
            "2015-12-17T16:44:36+08:00",
        ),
        (
            "2015-12-17T16:44:36[Asia/Shanghai]",
            "2015-12-17T16:44:36+08:00",
        ),
        ("2015-06-30T23:59:60Z", "2015-06-30T23:59:59Z"),
        ("  2015-12-17\u{a0}16:44 ", "2015-12-17T16:44"),
    ]);
}

#[test]
fn mail_feeds_logs_and_wires_are_read() {
    reads(&[
        ("Thu, 17 Dec 2015 16:44:36 +0000", "2015-12-17T16:44:36Z"),
        ("Thu, 17 Dec 2015 16:44:36 GMT", "2015-12-17T16:44:36Z"),
        ("17 Dec 2015 16:44 EST", "2015-12-17T16:44-05:00"),
        ("Thu, 17 Dec 15 16:44:36 PDT", "2015-12-17T16:44:36-07:00"),
        ("17 Dec 87 16:44:36 UT", "1987-12-17T16:44:36Z"),
        ("Fri, 17 Dec 2015 16:44:36 GMT", "2015-12-17T16:44:36Z"),
        ("Thu, 17 Dec 2015 16:44:36 -0000", "2015-12-17T16:44:36Z"),
        ("Thu Dec 17 16:44:36 2015", "2015-12-17T16:44:36"),
        ("Thu Dec  7 16:44:36 2015", "2015-12-07T16:44:36"),
        ("Thu Dec 17 16:44:36 UTC 2015", "2015-12-17T16:44:36Z"),
        (
            "Thu Dec 17 2015 16:44:36 GMT+0800 (China Standard Time)",
            "2015-12-17T16:44:36+08:00",
        ),
        ("17/Dec/2015:16:44:36 +0800", "2015-12-17T16:44:36+08:00"),
        ("[17/Dec/2015:16:44:36 +0800]", "2015-12-17T16:44:36+08:00"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01"),
        (" 2-MAR-1987 05:01:01.79", "1987-03-02T05:01:01"),
        ("1450341876", "2015-12-17T08:44:36Z"),
        ("1450341876.25", "2015-12-17T08:44:36Z"),
        ("1450341876123", "2015-12-17T08:44:36Z"),
        ("536457600", "1987-01-01T00:00:00Z"),
        ("915148800000", "1999-01-01T00:00:00Z"),
        ("171644 GMT Dec 15", "2015-12-17T16:44Z"),
        ("171644 DEC 2015", "2015-12-17T16:44"),
    ]);
}

#[test]
fn written_english_is_read() {
    reads(&[
        ("December 17, 2015", "2015-12-17"),
        ("Dec. 17, 2015", "2015-12-17"),
        ("DEC 17 2015", "2015-12-17"),
        ("December 17th, 2015", "2015-12-17"),
        ("17 December 2015", "2015-12-17"),
        ("17th of December, 2015", "2015-12-17"),
        ("the 17th of December 2015", "2015-12-17"),
        ("Thursday, December 17, 2015", "2015-12-17"),
        ("Thursday 17 December, 2015, 1644 GMT", "2015-12-17T16:44Z"),
        ("1644 GMT, 17 December 2015", "2015-12-17T16:44Z"),
        (
            "Thursday, December 17, 2015, updated at 09:22(GMT+8)",
            "2015-12-17T09:22+08:00",
        ),
        ("Mar 7,2016 3:24 PM", "2016-03-07T15:24"),
        ("3:24 p.m. EST March 7, 2016", "2016-03-07T15:24-05:00"),
        ("March 7, 2016 3:24 p.m. ET", "2016-03-07T15:24-05:00"),
        ("July 7, 2016 3:24 p.m. ET", "2016-07-07T15:24-04:00"),
        ("July 7, 2016 at 12:05 am PT", "2016-07-07T00:05-07:00"),
        ("7 March 2016, 04:44 PM IST", "2016-03-07T16:44"),
        ("Mar 7 2016 16:44 PM", "2016-03-07T16:44"),
        ("Mar 7 2016 12:00AM", "2016-03-07T00:00"),
        ("March 7, 2016, 4 p.m.", "2016-03-07T16:00"),
        ("March 1912", "1912-03"),
        ("Mar. 1912", "1912-03"),
        ("March, 1912", "1912-03"),
        ("17-Dec-2015", "2015-12-17"),
        ("2015-Dec-17", "2015-12-17"),
        ("2015 December 17", "2015-12-17"),
        ("17Dec2015", "2015-12-17"),
        ("Sept 5, 2015", "2015-09-05"),
        ("Published on December 17, 2015", "2015-12-17"),
        ("Updated: 2015-12-17 16:44", "2015-12-17T16:44"),
        (
            "Last updated at 16:44 on 17th December 2015",
            "2015-12-17T16:44",
        ),
        ("Posted at 4:05 pm on 17 Dec 2015", "2015-12-17T16:05"),
        ("16:44 2015-12-17", "2015-12-17T16:44"),
        ("09:22, December 22, 2000 (GMT+8)", "2000-12-22T09:22+08:00"),
        (
            "Dec 17, 2015 | 4:44 pm Beijing time",
            "2015-12-17T16:44+08:00",
        ),
        ("December 17, 2015 16:44 (UTC)", "2015-12-17T16:44Z"),
    ]);
}

#[test]
fn seven_languages_are_read_with_and_without_accents() {
    reads(&[
        ("17. Dezember 2015", "2015-12-17"),
        ("Donnerstag, 5. März 2015, 16:44 Uhr", "2015-03-05T16:44"),
        ("Do, 5. Ma\u{308}rz 2015 um 16.44 Uhr", "2015-03-05T16:44"),
        ("Stand: 17.12.2015 16:44 Uhr", "2015-12-17T16:44"),
        ("1. Jänner 2015", "2015-01-01"),
        ("le 17 décembre 2015 à 16h44", "2015-12-17T16:44"),
        ("1er août 2015", "2015-08-01"),
        ("mar. 5 fevr. 2015", "2015-02-05"),
        ("Publié le jeudi 17 décembre 2015", "2015-12-17"),
        ("Mis à jour le 17 déc. 2015 à 16 h 44", "2015-12-17T16:44"),
        ("17 de diciembre de 2015", "2015-12-17"),
        ("miércoles, 2 de septiembre del 2015", "2015-09-02"),
        ("quinta-feira, 17 de dezembro de 2015", "2015-12-17"),
        ("5 de março de 2015 às 16h44", "2015-03-05T16:44"),
        ("março de 1912", "1912-03"),
        ("1º gennaio 2015", "2015-01-01"),
        ("giovedì 17 dicembre 2015 ore 16:44", "2015-12-17T16:44"),
        ("mar 7 luglio 2015", "2015-07-07"),
        ("donderdag 5 maart 2015 om 16.44 uur", "2015-03-05T16:44"),
        ("2015年12月17日 16:44", "2015-12-17T16:44"),
        ("2015年12月17日16时44分", "2015-12-17T16:44"),
        ("2015年 1月 5日", "2015-01-05"),
        ("2015年12月", "2015-12"),
        ("2015년 12월 17일 16:44", "2015-12-17T16:44"),
    ]);
}

#[test]
fn a_numeric_date_is_read_only_if_one_reading_exists() {
    reads(&[
        ("2015/12/17 16:44", "2015-12-17T16:44"),
        ("2015.12.17", "2015-12-17"),
        ("17.12.2015 16:44 Uhr", "2015-12-17T16:44"),
        ("03.04.2015", "2015-04-03"),
        ("17. 12. 2015", "2015-12-17"),
        ("12/25/2015", "2015-12-25"),
        ("25/12/2015", "2015-12-25"),
        ("25-12-2015", "2015-12-25"),
        ("04/04/2015", "2015-04-04"),
        ("04/2015", "2015-04"),
        ("12/25/2015 4:44 PM", "2015-12-25T16:44"),
    ]);
    refuses(&[
        "03/04/2015",
        "3/4/2015",
        "03-04-2015",
        "03/04/05",
        "12/25/15",
        "4 out of 10",
    ]);
    let with = |order| PubDate::parse_with("03/04/2015 16:44", order).map(|d| d.to_string());
    assert_eq!(
        with(NumericOrder::MonthFirst).as_deref(),
        Some("2015-03-04T16:44")
    );
    assert_eq!(
        with(NumericOrder::DayFirst).as_deref(),
        Some("2015-04-03T16:44")
    );
    let forced = PubDate::parse_with("25/12/2015", NumericOrder::MonthFirst);
    assert_eq!(
        forced,
        PubDate::parse("2015-12-25"),
        "an impossible order is not forced"
    );
}

#[test]
fn what_is_not_a_date_or_cannot_be_one_is_refused() {
    refuses(&[
        "",
        " ",
        "-",
        "n/a",
        "unknown",
        "yesterday",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "2015-02-30",
        "2015-13-01",
        "2015-00-10",
        "2015-12-00",
        "31 April 2015",
        "Feb 29, 2015",
        "2015-12-17 25:61",
        "2015-12-17 24:00",
        "2015-12-17T16:60",
        "2015-12-17T16",
        "16:44",
        "1599-12-31",
        "2101-01-01",
        "3000",
        "12",
        "123",
        "12345",
        "1234567",
        "123456789012345678",
        "99999999999999999999999999",
        "151217",
        "200112",
        "201513",
        "20151317",
        "20150230",
        "2015-12-17 garbage",
        "garbage 2015-12-17",
        "2015-12-17-18",
        "2015-12-17/18",
        "2015-12-17.18",
        "1.2015-12-17",
        "2015-12-17 2016-01-01",
        "Thursday",
        "December 17",
        "Thursday 16:44",
        "2015-W54",
        "2015-W51",
        "2015-W51-8",
        "12:00 2015",
        "2015 16:44",
        "2015-12-17 16:44 +25:00",
        "2015-12-17 13:00 am",
        "2015-12-17 16:44:36:12",
    ]);
    assert_eq!(
        PubDate::parse(&format!("2015-12-17{}", " ".repeat(300))),
        PubDate::parse("2015-12-17")
    );
    assert_eq!(PubDate::parse(&"updated ".repeat(100)), None);
}

#[test]
fn a_stamp_is_found_in_a_line_with_the_bytes_it_covers() {
    let table = [
        (
            "(Argus) Updated: 2015-12-17 16:44",
            "2015-12-17 16:44",
            "2015-12-17T16:44",
        ),
        (
            "The Daily Slate | Updated: 2015-04-27 07:50:36",
            "2015-04-27 07:50:36",
            "2015-04-27T07:50:36",
        ),
        (
            "09:22, December 22, 2000 (GMT+8)",
            "09:22, December 22, 2000 (GMT+8)",
            "2000-12-22T09:22+08:00",
        ),
        (
            "Friday, December 22, 2000, updated at 09:22(GMT+8)",
            "Friday, December 22, 2000, updated at 09:22(GMT+8)",
            "2000-12-22T09:22+08:00",
        ),
        (
            "Updated: Mar 7,2016 3:24 PM",
            "Mar 7,2016 3:24 PM",
            "2016-03-07T15:24",
        ),
        ("16:44 2015-12-17", "16:44 2015-12-17", "2015-12-17T16:44"),
        (
            "Posted at 4:05 pm on 17 Dec 2015 by the desk",
            "4:05 pm on 17 Dec 2015",
            "2015-12-17T16:05",
        ),
        (
            "Updated:2015-12-17 16:44:00 | Print",
            "2015-12-17 16:44:00",
            "2015-12-17T16:44:00",
        ),
        (
            "By A. Quill, 17 December 2015 - 16 trams were late",
            "17 December 2015",
            "2015-12-17",
        ),
        (
            "Harbour News, 5.3.2015, 16.44 Uhr: Ebbe",
            "5.3.2015, 16.44 Uhr",
            "2015-03-05T16:44",
        ),
        (
            "publié le 17 décembre 2015 à 16h44 par la rédaction",
            "17 décembre 2015 à 16h44",
            "2015-12-17T16:44",
        ),
        (
            "On 2015-02-30 nothing, on 2015-03-01 something.",
            "2015-03-01",
            "2015-03-01",
        ),
        ("03/04/2015, that is 2015-04-03", "2015-04-03", "2015-04-03"),
        (
            "发布时间：2015年12月17日 16:44 来源",
            "2015年12月17日 16:44",
            "2015-12-17T16:44",
        ),
        (
            "In 1912 and in March 1913; then May 5, 1914, war.",
            "May 5, 1914",
            "1914-05-05",
        ),
        ("2015-12-17 25:61", "2015-12-17", "2015-12-17"),
        (
            "December 17, 2015 et 4 autres",
            "December 17, 2015",
            "2015-12-17",
        ),
    ];
    for (line, covered, expected) in table {
        let (stamp, place) = find_stamp(line).unwrap_or_else(|| panic!("nothing in {line}"));
        assert_eq!(&line[place], covered, "{line}");
        assert_eq!(stamp.to_string(), expected, "{line}");
    }
}

#[test]
fn no_stamp_is_found_in_addresses_versions_scores_and_half_dates() {
    for line in [
        "",
        "no date at all",
        "https://news.example/2015-12/17/content_17235117.htm",
        "https://news.example/story/2015-12-17/index.html",
        "release 1.2015-12-17",
        "ISBN 2015-12-17-33",
        "In December 2015 it rained",
        "on 17 December",
        "at 16:44",
        "ratio 17/12",
        "3 out of 10 trams",
        "the 5 may 20 times",
        "2 out 17",
        "call 2015 555 0117",
        "file_20151217.txt",
        "17.12.2015.3",
        "the 2015-16 season",
        "03/04/2015",
        "1450341876",
    ] {
        assert_eq!(find_stamp(line), None, "{line}");
    }
}

/// Only its head is searched, so that a page without line breaks costs no more than a short one.
#[test]
fn a_stamp_far_into_a_line_is_prose() {
    let far = format!("{}2015-12-17", "é ".repeat(2000));
    assert_eq!(find_stamp(&far), None);
    assert!(find_stamp(&format!("{}2015-12-17", "é ".repeat(1000))).is_some());
    assert_eq!(find_stamp(&"12:".repeat(1 << 20)), None);
}

proptest! {
    #[test]
    fn nothing_panics_and_a_found_stamp_lies_in_its_line(line in ".{0,80}") {
        let _ = PubDate::parse(&line);
        if let Some((_, place)) = find_stamp(&line) {
            prop_assert!(line.get(place).is_some());
        }
    }

    #[test]
    fn pieces_of_dates_in_any_order_never_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "2015", "12", "17", "-", "/", ".", ":", "T", "Z", "+08", "(", ")", "GMT", "March", "mar", " ", ",",
                "16:44", "pm", "p.m.", "W51", "年", "月", "日", "99999999999999999999", "é", "Thu", "h", "\u{300}",
            ]),
            0..14,
        ),
    ) {
        let line = pieces.concat();
        if let Some(date) = PubDate::parse(&line) {
            prop_assert_eq!(PubDate::parse(&date.to_string()), Some(date));
        }
        if let Some((_, place)) = find_stamp(&line) {
            prop_assert!(line.get(place).is_some());
        }
    }
}
