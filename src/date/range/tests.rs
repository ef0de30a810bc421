//! What ranges are read from: tables by kind, every message with the characters it blames, and the laws of printing and
//! of overlap.

mod laws;

use super::*;
use crate::date::WhyImpossible;

/// A Sunday.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn range(text: &str) -> DateRange {
    DateRange::parse(text, today()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn reads(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(range(text).to_query(), *expected, "{text}");
    }
}

fn error(text: &str) -> DateError {
    match DateRange::parse(text, today()) {
        Ok(range) => panic!("{text} was read as {range}"),
        Err(error) => error,
    }
}

#[test]
fn a_period_is_all_of_its_days() {
    reads(&[
        ("2015", "2015-01-01..2015-12-31"),
        ("2015-12", "2015-12-01..2015-12-31"),
        ("2015/12", "2015-12-01..2015-12-31"),
        ("201512", "2015-12-01..2015-12-31"),
        ("2016-02", "2016-02-01..2016-02-29"),
        ("2015-12-17", "2015-12-17"),
        ("20151217", "2015-12-17"),
        ("2015-12-17T16:44:36.000Z", "2015-12-17"),
        ("17 December 2015", "2015-12-17"),
        ("Thursday, 17 December 2015", "2015-12-17"),
        ("the 17th of December, 2015", "2015-12-17"),
        ("Dec 17, 2015", "2015-12-17"),
        ("dec 2015", "2015-12-01..2015-12-31"),
        ("December 2015", "2015-12-01..2015-12-31"),
        ("in march of 1912", "1912-03-01..1912-03-31"),
        ("17. Dezember 2015", "2015-12-17"),
        ("le 1er août 2015", "2015-08-01"),
        ("março de 1912", "1912-03-01..1912-03-31"),
        ("17.12.2015", "2015-12-17"),
        ("12/25/2015", "2015-12-25"),
        ("12/2015", "2015-12-01..2015-12-31"),
        ("winter 2003/04", "2003-12-01..2004-02-29"),
        ("2015年12月", "2015-12-01..2015-12-31"),
        ("1990s", "1990-01-01..1999-12-31"),
        ("the 1990's", "1990-01-01..1999-12-31"),
        ("19th century", "1801-01-01..1900-12-31"),
        ("the 21st century", "2001-01-01..2100-12-31"),
        ("Q3 2015", "2015-07-01..2015-09-30"),
        ("2015-Q3", "2015-07-01..2015-09-30"),
        ("2015q3", "2015-07-01..2015-09-30"),
        ("2015 Q4", "2015-10-01..2015-12-31"),
        ("1Q 2015", "2015-01-01..2015-03-31"),
        ("H1 2015", "2015-01-01..2015-06-30"),
        ("2015H2", "2015-07-01..2015-12-31"),
        ("spring 2003", "2003-03-01..2003-05-31"),
        ("summer of 2003", "2003-06-01..2003-08-31"),
        ("Autumn 2003", "2003-09-01..2003-11-30"),
        ("fall 2003", "2003-09-01..2003-11-30"),
        ("winter 2003", "2003-12-01..2004-02-29"),
        ("2015-W03", "2015-01-12..2015-01-18"),
        ("2015W53", "2015-12-28..2016-01-03"),
        ("2015-W53-7", "2016-01-03"),
        ("  2015 \u{a0}", "2015-01-01..2015-12-31"),
    ]);
}

#[test]
fn a_period_may_be_reckoned_from_today() {
    reads(&[
        ("today", "2026-11-22"),
        ("Yesterday", "2026-11-21"),
        ("gestern", "2026-11-21"),
        ("this week", "2026-11-16..2026-11-22"),
        ("last week", "2026-11-09..2026-11-15"),
        ("this month", "2026-11-01..2026-11-30"),
        ("last month", "2026-10-01..2026-10-31"),
        ("last quarter", "2026-07-01..2026-09-30"),
        ("this year", "2026-01-01..2026-12-31"),
        ("previous year", "2025-01-01..2025-12-31"),
        ("last decade", "2010-01-01..2019-12-31"),
        ("last century", "1901-01-01..2000-12-31"),
        ("monday", "2026-11-16"),
        ("last monday", "2026-11-16"),
        ("sunday", "2026-11-15"),
        ("saturday", "2026-11-21"),
        ("dienstag", "2026-11-17"),
        ("last 30d", "2026-10-24..2026-11-22"),
        ("last 30 days", "2026-10-24..2026-11-22"),
        ("30d", "2026-10-24..2026-11-22"),
        ("-14d", "2026-11-09..2026-11-22"),
        ("1d", "2026-11-22"),
        ("2w", "2026-11-09..2026-11-22"),
        ("past 2 weeks", "2026-11-09..2026-11-22"),
        ("two weeks", "2026-11-09..2026-11-22"),
        ("3 months", "2026-08-23..2026-11-22"),
        ("6m", "2026-05-23..2026-11-22"),
        ("1y", "2025-11-23..2026-11-22"),
        ("last 10 years", "2016-11-23..2026-11-22"),
        ("P30D", "2026-10-24..2026-11-22"),
        ("p2m", "2026-09-23..2026-11-22"),
        ("P1Y2M", "2025-09-23..2026-11-22"),
        ("3 days ago", "2026-11-19"),
        ("2 weeks ago", "2026-11-08"),
        ("a year ago", "2025-11-22"),
        ("january", "2026-01-01..2026-01-31"),
        ("november", "2026-11-01..2026-11-30"),
        ("Dezember", "2025-12-01..2025-12-31"),
        ("last november", "2025-11-01..2025-11-30"),
        ("this december", "2026-12-01..2026-12-31"),
        ("mar", "2026-03-01..2026-03-31"),
        ("17 December", "2025-12-17"),
        ("nov 22", "2026-11-22"),
        ("29 february", "2024-02-29"),
    ]);
}

#[test]
fn a_range_runs_from_the_first_day_of_its_start_to_the_last_of_its_end() {
    reads(&[
        ("2015..2016", "2015-01-01..2016-12-31"),
        ("2015-12..2016-02", "2015-12-01..2016-02-29"),
        ("2015-12...2016-02", "2015-12-01..2016-02-29"),
        ("2015-12 .. 2016-02", "2015-12-01..2016-02-29"),
        ("2015-12/2016-02", "2015-12-01..2016-02-29"),
        ("2015/2016", "2015-01-01..2016-12-31"),
        ("2015-12 to 2016-02", "2015-12-01..2016-02-29"),
        ("2015-12 - 2016-02", "2015-12-01..2016-02-29"),
        ("2015–2016", "2015-01-01..2016-12-31"),
        ("[2015-12-01 TO 2016]", "2015-12-01..2016-12-31"),
        ("[ TO 2016-03-01]", "..2016-03-01"),
        ("[2015-12-17T00:00:00Z TO *]", "2015-12-17.."),
        ("from 2015-12 to 2016-02", "2015-12-01..2016-02-29"),
        ("between 1984 and March 1985", "1984-01-01..1985-03-31"),
        ("1984-85", "1984-01-01..1985-12-31"),
        ("1984/85", "1984-01-01..1985-12-31"),
        ("1984..85", "1984-01-01..1985-12-31"),
        ("1984-1985", "1984-01-01..1985-12-31"),
        ("2009-10", "2009-10-01..2009-10-31"),
        ("2009..10", "2009-01-01..2010-12-31"),
        ("1970s..1980s", "1970-01-01..1989-12-31"),
        ("17.12.2015..3.1.2016", "2015-12-17..2016-01-03"),
        ("Dec. 17, 2015 - Jan. 3, 2016", "2015-12-17..2016-01-03"),
        ("december 17..january 3, 2016", "2015-12-17..2016-01-03"),
        ("january..february", "2026-01-01..2026-02-28"),
        ("december..february", "2025-12-01..2026-02-28"),
        ("november to february 2016", "2015-11-01..2016-02-29"),
        ("january to march 2015", "2015-01-01..2015-03-31"),
        ("2015-11-05..december", "2015-11-05..2015-12-31"),
        ("last week..today", "2026-11-09..2026-11-22"),
        ("2 weeks..", "2026-11-09.."),
        ("2014/P1Y2M", "2014-01-01..2015-02-28"),
        ("P1M/2015-12-31", "2015-12-01..2015-12-31"),
        ("P2M/", "2026-09-23.."),
        ("..2015-12", "..2015-12-31"),
        ("2015-12..", "2015-12-01.."),
        ("/2015-12", "..2015-12-31"),
        ("since 2015-12", "2015-12-01.."),
        ("from december 2015", "2015-12-01.."),
        ("until 2015-12", "..2015-12-31"),
        ("before 2015-12", "..2015-11-30"),
        ("after 2015-12", "2016-01-01.."),
        ("after yesterday", "2026-11-22.."),
        (">=2015-12", "2015-12-01.."),
        ("> 2015-12", "2016-01-01.."),
        ("<=2015-12", "..2015-12-31"),
        ("<2015-12", "..2015-11-30"),
        ("..", ".."),
        ("all days", ".."),
        ("*", ".."),
    ]);
}

#[test]
fn the_echo_is_for_people_and_is_read_back() {
    for (text, echo) in [
        ("2015-12..2016-02", "2015-12-01 … 2016-02-29"),
        ("..1990", "… 1990-12-31"),
        ("since 2015-12", "2015-12-01 …"),
        ("17 December 2015", "2015-12-17"),
        ("..", "all days"),
    ] {
        assert_eq!(range(text).to_string(), echo);
        assert_eq!(range(echo), range(text));
    }
}

#[test]
fn what_is_wrong_is_said_and_pointed_at() {
    let table = [
        ("soon", "soon", "`soon` is not a date"),
        ("2015..soon", "soon", "`soon` is not a date"),
        ("  soon ", "soon", "`soon` is not a date"),
        (
            "2015-12-17 garbage",
            "2015-12-17 garbage",
            "`2015-12-17 garbage` is not a date",
        ),
        ("1984..85..86", "85..86", "`85..86` is not a date"),
        (
            "between 1984",
            "between 1984",
            "`between 1984` is not a date",
        ),
        ("1995s", "1995s", "`1995s` is not a date"),
        ("Q5 2015", "Q5 2015", "`Q5 2015` is not a date"),
        (
            "13/2015",
            "13/2015",
            "there is no such date as `13/2015`: there is no month 13",
        ),
        (
            "13/14/2015",
            "13/14/2015",
            "there is no such date as `13/14/2015`: there is no month 13",
        ),
        (
            "31/02/2015",
            "31/02/2015",
            "there is no such date as `31/02/2015`: 2015-02 has 28 days",
        ),
        (
            "date:1984-13",
            "date:1984-13",
            "`date:1984-13` is not a date",
        ),
        (
            "1984-13",
            "1984-13",
            "there is no such date as `1984-13`: there is no month 13",
        ),
        (
            "2014..2015-02-30",
            "2015-02-30",
            "there is no such date as `2015-02-30`: 2015-02 has 28 days",
        ),
        (
            "31 April 2015",
            "31 April 2015",
            "there is no such date as `31 April 2015`: 2015-04 has 30 days",
        ),
        (
            "30 February",
            "30 February",
            "there is no such date as `30 February`: February has 29 days at most",
        ),
        (
            "2014-W53",
            "2014-W53",
            "there is no such date as `2014-W53`: 2014 has 52 weeks",
        ),
        (
            "Monday 17 December 2015",
            "Monday 17 December 2015",
            "there is no such date as `Monday 17 December 2015`: 2015-12-17 is a Thursday",
        ),
        (
            "since 03/04/2015",
            "03/04/2015",
            "`03/04/2015` can be read as 2015-03-04 and as 2015-04-03",
        ),
        (
            " 1985..1984",
            "1985..1984",
            "the range begins on 1985-01-01, after its end on 1984-12-31",
        ),
        (
            "1985-1984",
            "1985-1984",
            "the range begins on 1985-01-01, after its end on 1984-12-31",
        ),
        ("1066", "1066", "`1066` is outside the years 1600 to 2100"),
        (
            "2000..3000",
            "3000",
            "`3000` is outside the years 1600 to 2100",
        ),
        (
            "15th century",
            "15th century",
            "`15th century` is outside the years 1600 to 2100",
        ),
        (
            "after 2100",
            "after 2100",
            "`after 2100` is outside the years 1600 to 2100",
        ),
        (
            "999999999 years",
            "999999999 years",
            "`999999999 years` is outside the years 1600 to 2100",
        ),
        (
            "500 years ago",
            "500 years ago",
            "`500 years ago` is outside the years 1600 to 2100",
        ),
    ];
    for (text, blamed, message) in table {
        let error = error(text);
        assert_eq!(error.to_string(), message, "{text}");
        assert_eq!(&text[error.span()], blamed, "{text}");
    }
    assert_eq!(error("").span(), 0..0);
    assert_eq!(error("1984-13").shifted(5).span(), 5..12);
    assert_eq!(
        DateError::Impossible {
            text: "x".into(),
            why: WhyImpossible::Month { month: 0 },
            span: 0..1
        }
        .to_string(),
        "there is no such date as `x`: there is no month 0",
    );
}

#[test]
fn a_long_text_is_refused_before_any_work() {
    let long = "2015 ".repeat(41);
    assert_eq!(
        error(&long),
        DateError::TooLong {
            length: 205,
            most: 200
        }
    );
}

#[test]
fn a_coarse_date_matches_every_range_it_overlaps() {
    let date = |text: &str| PubDate::parse(text).unwrap();
    for (query, published, expected) in [
        ("..2016-12-30", "2016", true),
        ("2016-12-31..", "2016", true),
        ("2017..", "2016", false),
        ("2015-12", "2015-12-31T23:59:59-10:00", true),
        ("2015-12", "2016-01-01T00:00Z", false),
        ("1912-03-31", "1912-03", true),
        ("1912-04-01", "1912-03", false),
        ("..", "1600", true),
    ] {
        assert_eq!(
            range(query).overlaps(&date(published)),
            expected,
            "{query} {published}"
        );
    }
}

#[test]
fn days_before_the_first_and_after_the_last_are_not_in_the_range() {
    let month = range("2015-12");
    let day = |text: &str| range(text).first.unwrap();
    assert!(month.contains_day(day("2015-12-01")) && month.contains_day(day("2015-12-31")));
    assert!(!month.contains_day(day("2015-11-30")) && !month.contains_day(day("2016-01-01")));
    assert!(!month.is_open() && range("2015..").is_open() && DateRange::ALL.is_open());
    assert_eq!(
        range("..2015").intersect(&range("2015-06..")),
        Some(range("2015-06..2015"))
    );
    assert_eq!(range("2014").intersect(&range("2015")), None);
}
