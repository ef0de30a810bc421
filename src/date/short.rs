//! Days whose year has two digits, between dots: `8.5.12`.
//!
//! In comes the number alone; out comes the day, or two if it can be read in two ways. Always holds: between dots the day is
//! first or the year is, never the month.

use chrono::NaiveDate;

/// A two-digit year from this on is of the last century.
const CENTURY: i32 = 70;

/// The day, read day first; one that has more or fewer parts, or a year of other than two digits, is none.
pub(crate) fn short_day(number: &str) -> Option<NaiveDate> {
    let [day, month, year] = parts(number)?;
    (year.len() == 2).then_some(())?;
    of(year, month, day)
}

/// The day, if it cannot be read year first as well: `8.5.12` and `31.12.99`, but not `08.05.12`.
pub(super) fn certain_day(number: &str) -> Option<NaiveDate> {
    let [first, month, last] = parts(number)?;
    let year_first = (first.len() == 2).then(|| of(first, month, last)).flatten();
    let day = short_day(number)?;
    year_first.is_none_or(|other| other == day).then_some(day)
}

fn parts(number: &str) -> Option<[&str; 3]> {
    let mut parts = number.split('.');
    let three = [parts.next()?, parts.next()?, parts.next()?];
    let is_number =
        |text: &&str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    (parts.next().is_none() && three.iter().all(is_number)).then_some(three)
}

fn of(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let year: i32 = year.parse().ok()?;
    let year = if year < CENTURY {
        2000 + year
    } else {
        1900 + year
    };
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_year_is_read_where_only_one_reading_is_a_day() {
        for (number, day, certain) in [
            ("8.5.12", Some("2012-05-08"), true),
            ("31.12.99", Some("1999-12-31"), true),
            ("08.05.99", Some("1999-05-08"), true),
            ("08.05.12", Some("2012-05-08"), false),
            ("12.12.12", Some("2012-12-12"), true),
            ("31.2.12", None, false),
            ("8.5.2012", None, false),
            ("8.5", None, false),
            ("8.5.1.2", None, false),
            ("8.-5.12", None, false),
            ("", None, false),
        ] {
            let text = |day: Option<NaiveDate>| day.map(|day| day.to_string());
            assert_eq!(text(short_day(number)).as_deref(), day, "{number}");
            assert_eq!(
                text(certain_day(number)).as_deref(),
                day.filter(|_| certain),
                "{number}"
            );
        }
    }
}
