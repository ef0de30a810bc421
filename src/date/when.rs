//! [`When`]: everything that a date filter can ask for, ranges and what no range can say.
//!
//! In: the text after `date:`, and today's date. Out: a test for publication dates. Always holds: it prints as a text
//! that parses back to it whatever the day.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::range::MAX_TEXT;
use super::token::{Cursor, tokens};
use super::written::{self, Trouble};
use super::{DateError, DateRange, PubDate, words};

/// What a date filter asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// A publication day in the range.
    Between(DateRange),
    /// The same month or day of every year: `*-11`, `*-11-09`.
    EveryYear {
        /// The month, 1 to 12.
        month: u32,
        /// The day of the month; without it the whole month.
        day: Option<u32>,
    },
    /// No publication date at all: `none`.
    Undated,
}

impl When {
    /// Reads `none` or `undated`, `*-11` or `*-11-09`, or whatever [`DateRange::parse`] reads.
    ///
    /// # Errors
    /// [`DateError`], with the bytes of `text` that are to blame.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, DateError> {
        if text.len() > MAX_TEXT {
            return Err(DateError::TooLong {
                length: text.len(),
                most: MAX_TEXT,
            });
        }
        let tokens = tokens(text);
        if is_undated(Cursor::new(&tokens)) {
            return Ok(Self::Undated);
        }
        match every_year(Cursor::new(&tokens)) {
            Ok(Some(when)) => Ok(when),
            Ok(None) => DateRange::parse(text, today).map(Self::Between),
            Err(trouble) => {
                let end = tokens.last().map_or(0, |token| token.end);
                let start = tokens.first().map_or(0, |token| token.start);
                Err(DateError::from_trouble(trouble, text, start..end))
            }
        }
    }

    /// The date may be one that is asked for: a coarse date matches if one of its days does. Without a date only
    /// [`When::Undated`] matches, not even all days.
    pub fn matches(&self, date: Option<&PubDate>) -> bool {
        match (self, date) {
            (Self::Undated, date) => date.is_none(),
            (_, None) => false,
            (Self::Between(range), Some(date)) => range.overlaps(date),
            (&Self::EveryYear { month, day }, Some(date)) => {
                // A publication date never reaches over the end of a year.
                let year = date.first_day().year();
                let (first, last) = match day {
                    Some(day) => (NaiveDate::from_ymd_opt(year, month, day), None),
                    None => (
                        NaiveDate::from_ymd_opt(year, month, 1),
                        (28..=31)
                            .rev()
                            .find_map(|day| NaiveDate::from_ymd_opt(year, month, day)),
                    ),
                };
                // 1983 had no 29 February.
                first.is_some_and(|first| {
                    first <= date.last_day() && date.first_day() <= last.unwrap_or(first)
                })
            }
        }
    }
}

impl From<DateRange> for When {
    fn from(range: DateRange) -> Self {
        Self::Between(range)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Between(range) => f.write_str(&range.to_query()),
            Self::EveryYear { month, day: None } => write!(f, "*-{month:02}"),
            Self::EveryYear {
                month,
                day: Some(day),
            } => write!(f, "*-{month:02}-{day:02}"),
            Self::Undated => f.write_str("none"),
        }
    }
}

fn is_undated(mut c: Cursor<'_>) -> bool {
    c.word_of(&["none", "undated"]) && c.is_at_end()
}

/// `*-11`, `*-11-09`, `*-nov-9`.
fn every_year(mut c: Cursor<'_>) -> Result<Option<When>, Trouble> {
    if !(c.mark('*') && c.glued_mark('-') && c.glued()) {
        return Ok(None);
    }
    let Some(month) = c.number(1..=2).or_else(|| c.word_as(words::month)) else {
        return Ok(None);
    };
    let day = if c.glued_mark('-') {
        let Some(day) = c.glued_number(1..=2) else {
            return Ok(None);
        };
        Some(day)
    } else {
        None
    };
    if !c.is_at_end() {
        return Ok(None);
    }
    if !(1..=12).contains(&month) {
        return Err(Trouble::NoSuchMonth(month));
    }
    if !written::some_year_has(month, day.unwrap_or(1)) {
        return Err(Trouble::NoSuchDay { year: None, month });
    }
    Ok(Some(When::EveryYear { month, day }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    fn when(text: &str) -> When {
        When::parse(text, today()).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn published(text: &str) -> PubDate {
        PubDate::parse(text).unwrap()
    }

    #[test]
    fn a_day_of_every_year_is_asked_for_with_a_star() {
        assert_eq!(
            when("*-11-09"),
            When::EveryYear {
                month: 11,
                day: Some(9)
            }
        );
        assert_eq!(
            when(" *-nov-9 "),
            When::EveryYear {
                month: 11,
                day: Some(9)
            }
        );
        assert_eq!(
            when("*-11"),
            When::EveryYear {
                month: 11,
                day: None
            }
        );
        assert_eq!(
            when("*-02-29"),
            When::EveryYear {
                month: 2,
                day: Some(29)
            }
        );
        for text in ["*-13", "*-02-30", "*-00-01", "*-11-00"] {
            let error = When::parse(text, today()).unwrap_err();
            assert!(
                matches!(error, DateError::Impossible { .. }),
                "{text}: {error}"
            );
            assert_eq!(error.span(), 0..text.len(), "{text}");
        }
        let error = When::parse("*-02-30", today()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no such date as `*-02-30`: February has 29 days at most"
        );
    }

    #[test]
    fn a_coarse_date_matches_the_day_of_every_year_that_it_may_be() {
        let day = when("*-11-09");
        for date in ["1989-11-09", "1989-11-09T23:59-08:00", "1989-11", "1989"] {
            assert!(day.matches(Some(&published(date))), "{date}");
        }
        for date in ["1989-11-08", "1989-10"] {
            assert!(!day.matches(Some(&published(date))), "{date}");
        }
        assert!(when("*-02").matches(Some(&published("1983-02-28"))));
        assert!(when("*-02-29").matches(Some(&published("1984"))));
        assert!(!when("*-02-29").matches(Some(&published("1983"))));
        assert!(!when("*-02-29").matches(Some(&published("1983-02"))));
    }

    #[test]
    fn only_undated_matches_an_article_without_a_date() {
        assert_eq!(when("None"), When::Undated);
        assert_eq!(when("undated"), When::Undated);
        assert!(When::Undated.matches(None));
        assert!(!When::Undated.matches(Some(&published("1984"))));
        assert!(!when("..").matches(None));
        assert!(!when("*-11").matches(None));
    }

    #[test]
    fn what_is_no_filter_of_its_own_is_read_as_a_range() {
        assert_eq!(when("1984").to_string(), "1984-01-01..1984-12-31");
        assert_eq!(when("* ").to_string(), "..");
        assert!(When::parse("*-", today()).is_err());
        assert!(When::parse("none at all", today()).is_err());
    }

    proptest! {
        #[test]
        fn it_prints_as_what_it_was_read_from(
            month in 1u32..=12,
            day in prop::option::of(1u32..=31),
            days in prop::option::of((0i64..180_000, 0i64..180_000)),
        ) {
            let start = NaiveDate::from_ymd_opt(1600, 1, 1).unwrap();
            let at = |n: i64| Some(start + chrono::Duration::days(n));
            let when = match days {
                Some((a, b)) => When::Between(DateRange::new(at(a.min(b)), at(a.max(b))).unwrap()),
                None => {
                    // A leap year's February has 29 days, every other month more.
                    let day = day.map(|day| if written::some_year_has(month, day) { day } else { 29 });
                    When::EveryYear { month, day }
                }
            };
            for today in [today(), start] {
                prop_assert_eq!(When::parse(&when.to_string(), today), Ok(when));
            }
        }
    }
}
