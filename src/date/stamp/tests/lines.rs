//! Stamps in lines of pages: where one is found, and where none is.

use super::*;

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
