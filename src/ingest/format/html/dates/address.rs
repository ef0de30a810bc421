//! Days and months in the address of a page.

use chrono::{Datelike, NaiveDate};

use crate::date::PubDate;

/// The day in an address: `/2015/12/17/`, `/2015-12-17-`, `_20151217`, `A2015121716440005196`.
pub(super) fn in_url(url: &str) -> Option<PubDate> {
    let path = url.split(['?', '#']).next()?;
    let numbers: Vec<&str> = path.split(|c: char| !c.is_ascii_digit()).collect();
    let day = |year: &str, month: &str, day: &str| {
        let date =
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
        (1990..=2100)
            .contains(&date.year())
            .then(|| PubDate::from_day(date))?
    };
    let parts = numbers.windows(3).find_map(|three| {
        (three[0].len() == 4
            && (1..=2).contains(&three[1].len())
            && (1..=2).contains(&three[2].len()))
        .then(|| day(three[0], three[1], three[2]))?
    });
    parts.or_else(|| {
        numbers.iter().find_map(|digits| {
            // A number that begins with day and time was made of them, whatever follows.
            let is_day = digits.len() == 8
                || digits.len() >= 12 && &digits[8..10] < "24" && &digits[10..12] < "60";
            is_day.then(|| day(&digits[..4], &digits[4..6], &digits[6..8]))?
        })
    })
}

/// The month in an address: `/2015/12/`.
pub(super) fn month_in_url(url: &str) -> Option<PubDate> {
    let path = url.split(['?', '#']).next()?;
    let steps: Vec<&str> = path.split('/').collect();
    steps.windows(2).find_map(|two| {
        let is_number = |text: &str, digits| {
            text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let (year, month) = (two[0], two[1]);
        if !is_number(year, 4) || !is_number(month, 2) {
            return None;
        }
        let year = year
            .parse()
            .ok()
            .filter(|year| (1990..=2100).contains(year))?;
        PubDate::from_month(year, month.parse().ok()?)
    })
}
