//! Dates in the languages of this table, as fields of records and on lines of pages.

use crate::date::{PubDate, find_stamp};

use super::*;

/// What a field says, and which day and time that is.
const FIELDS: [(&str, &str); 44] = [
    ("4 марта 2019", "2019-03-04"),
    ("4 марта 2019 г.", "2019-03-04"),
    ("4 марта 2019 года, 10:15", "2019-03-04T10:15"),
    ("04 мая 2019 в 10:15", "2019-05-04T10:15"),
    (
        "пн, 04 мар 2019 10:15:00 +0300",
        "2019-03-04T10:15:00+03:00",
    ),
    ("Опубликовано: 9 сентября 1999", "1999-09-09"),
    ("март 2019", "2019-03"),
    ("4 березня 2019 року", "2019-03-04"),
    ("24 травня 2019 р., 08:30", "2019-05-24T08:30"),
    ("4 март 2019 г.", "2019-03-04"),
    ("4 marca 2019", "2019-03-04"),
    ("4 marca 2019 r., godz. 10:15", "2019-03-04T10:15"),
    ("27 października 2019", "2019-10-27"),
    ("4. března 2019", "2019-03-04"),
    ("28. října 2019 10:15", "2019-10-28T10:15"),
    ("4. marca 2019", "2019-03-04"),
    ("4. marts 2019", "2019-03-04"),
    ("4. maj 2019 kl. 10:15", "2019-05-04T10:15"),
    ("17. desember 2019", "2019-12-17"),
    ("4. maaliskuuta 2019", "2019-03-04"),
    ("2019. március 4.", "2019-03-04"),
    ("2019. július 13., 9:15", "2019-07-13T09:15"),
    ("2019-július-13T9:15-05:00", "2019-07-13T09:15-05:00"),
    ("4 martie 2019", "2019-03-04"),
    ("4 Mart 2019", "2019-03-04"),
    ("15 Ağustos 2019 saat 10:15", "2019-08-15T10:15"),
    (
        "Κυρ, 11 Ιουλ 2004 12:00:00 EST",
        "2004-07-11T12:00:00-05:00",
    ),
    ("4 Μαρτίου 2019", "2019-03-04"),
    ("2019 m. kovo 4 d.", "2019-03-04"),
    ("2019 m. rugpjūčio 15 d. 10:15", "2019-08-15T10:15"),
    ("2019. gada 4. martā", "2019-03-04"),
    ("2019. gada 9. septembrī", "2019-09-09"),
    ("ngày 4 tháng 3 năm 2019", "2019-03-04"),
    ("4 tháng 3, 2019", "2019-03-04"),
    ("tháng 3 năm 2019", "2019-03"),
    ("4 मार्च 2019", "2019-03-04"),
    ("१५ अगस्त २०१९", "2019-08-15"),
    ("12 फ़रवरी 2019", "2019-02-12"),
    ("۴ مارس ۲۰۱۹", "2019-03-04"),
    ("۱۳ ژوئیه ۲۰۱۹", "2019-07-13"),
    ("2019년 3월 4일 오후 3:15", "2019-03-04T15:15"),
    ("2004-05-25 오후 11:23:17", "2004-05-25T23:23:17"),
    ("2019年3月4日 午前9時15分", "2019-03-04T09:15"),
    ("2019年3月4日 下午12:15", "2019-03-04T12:15"),
];

#[test]
fn a_date_is_read_in_the_language_it_is_written_in() {
    let read = |text| PubDate::parse(text).map(|date| date.to_string());
    let wrong: Vec<_> = FIELDS
        .iter()
        .map(|(text, expected)| (*text, *expected, read(text)))
        .filter(|(_, expected, read)| read.as_deref() != Some(*expected))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_line_of_a_page_may_hold_such_a_date() {
    let lines = [
        ("Гавань | 4 марта 2019 г., 10:15", "2019-03-04T10:15"),
        ("Přístav, 4. března 2019", "2019-03-04"),
        ("Kikötő – 2019. március 4.", "2019-03-04"),
        ("बंदरगाह, 4 मार्च 2019", "2019-03-04"),
    ];
    for (line, expected) in lines {
        let stamp = find_stamp(line).map(|(date, _)| date.to_string());
        assert_eq!(stamp.as_deref(), Some(expected), "{line}");
    }
    // Two sentences, no date.
    assert_eq!(
        find_stamp("It closed in 2019. March 4 came, and it stayed so."),
        None
    );
}

/// A name that stood in two months would be the earlier in one build and the later in the next.
#[test]
fn no_name_is_of_two_months_or_two_days() {
    for rows in [&MONTHS[..], &WEEKDAYS[..]] {
        let all: Vec<&str> = rows.iter().flat_map(|names| names.split(' ')).collect();
        let mut once = all.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), all.len());
    }
}

/// The table holds what folding makes of a word: another form would never be found.
#[test]
fn the_names_are_folded() {
    let rows = MONTHS.iter().chain(&WEEKDAYS);
    let names = rows.flat_map(|names| names.split(' '));
    for name in names.chain(AROUND.iter().copied()) {
        let folded: String = name.chars().filter_map(crate::date::words::fold).collect();
        assert_eq!(folded, name);
    }
}
