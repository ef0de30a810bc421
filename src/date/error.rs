//! What can be wrong with a date in a query: data for the command line, which puts a caret under the user's own
//! characters and says what to do.
//!
//! In: a [`Trouble`] of a reader and the characters it arose from. Out: a [`DateError`]. Always holds: a span lies in
//! the text that was given, on char boundaries.

use std::fmt;
use std::ops::Range;

use chrono::NaiveDate;

use super::written::{self, Trouble};
use super::{YEARS, words};

/// Why a text is no date or no range of dates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// It says nothing that is known of days.
    #[error("`{text}` is not a date")]
    NotADate {
        /// What is not a date.
        text: String,
        /// Its bytes in the text given.
        span: Range<usize>,
    },
    /// It looks like a date, but there is no such day.
    #[error("there is no such date as `{text}`: {why}")]
    Impossible {
        /// The impossible date.
        text: String,
        /// What is wrong with it.
        why: WhyImpossible,
        /// Its bytes in the text given.
        span: Range<usize>,
    },
    /// A numeric date with two readings.
    #[error("`{text}` can be read as {month_first} and as {day_first}")]
    Ambiguous {
        /// The numeric date.
        text: String,
        /// As it is read in the United States.
        month_first: NaiveDate,
        /// As it is read almost everywhere else.
        day_first: NaiveDate,
        /// Its bytes in the text given.
        span: Range<usize>,
    },
    /// A range whose end comes before its beginning.
    #[error("the range begins on {first}, after its end on {last}")]
    Reversed {
        /// The day it begins on.
        first: NaiveDate,
        /// The day it ends on.
        last: NaiveDate,
        /// The bytes of the range in the text given.
        span: Range<usize>,
    },
    /// A date before or after all news.
    #[error("`{text}` is outside the years {} to {}", YEARS.start(), YEARS.end())]
    OutsideYears {
        /// The date.
        text: String,
        /// Its bytes in the text given.
        span: Range<usize>,
    },
    /// A text too long to be a date; none of it was read.
    #[error("a date of {length} bytes is longer than the {most} that are read")]
    TooLong {
        /// How many bytes were given.
        length: usize,
        /// How many may be given.
        most: usize,
    },
}

/// What is wrong with a date that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhyImpossible {
    /// Months go from 1 to 12.
    Month {
        /// The number that is no month.
        month: u32,
    },
    /// The month is shorter, or the day is 0.
    Day {
        /// The year; without one, no year has the day.
        year: Option<i32>,
        /// The month, 1 to 12.
        month: u32,
        /// How many days it has at most.
        days: u32,
    },
    /// The ISO year has fewer weeks, or the week is 0.
    Week {
        /// The year.
        year: i32,
        /// How many weeks it has.
        weeks: u32,
    },
    /// The day is another day of the week.
    Weekday {
        /// The day.
        day: NaiveDate,
    },
}

impl fmt::Display for WhyImpossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month { month } => write!(f, "there is no month {month}"),
            Self::Day {
                year: Some(year),
                month,
                days,
            } => {
                write!(f, "{year}-{month:02} has {days} days")
            }
            Self::Day {
                year: None,
                month,
                days,
            } => {
                let name = words::english_month(*month);
                write!(f, "{name} has {days} days at most")
            }
            Self::Week { year, weeks } => write!(f, "{year} has {weeks} weeks"),
            Self::Weekday { day } => write!(f, "{day} is a {}", day.format("%A")),
        }
    }
}

impl DateError {
    /// The bytes of the text given that are to blame; empty if there was no text.
    pub fn span(&self) -> Range<usize> {
        match self {
            Self::NotADate { span, .. }
            | Self::Impossible { span, .. }
            | Self::Ambiguous { span, .. }
            | Self::Reversed { span, .. }
            | Self::OutsideYears { span, .. } => span.clone(),
            Self::TooLong { length, .. } => 0..*length,
        }
    }

    /// The same error in a longer text, in which the text that was given begins at byte `start`.
    pub fn shifted(mut self, start: usize) -> Self {
        match &mut self {
            Self::NotADate { span, .. }
            | Self::Impossible { span, .. }
            | Self::Ambiguous { span, .. }
            | Self::Reversed { span, .. }
            | Self::OutsideYears { span, .. } => *span = span.start + start..span.end + start,
            Self::TooLong { .. } => {}
        }
        self
    }

    pub(super) fn not_a_date(whole: &str, span: Range<usize>) -> Self {
        Self::NotADate {
            text: whole[span.clone()].to_owned(),
            span,
        }
    }

    /// The error for a reader's trouble with `whole[span]`.
    pub(super) fn from_trouble(trouble: Trouble, whole: &str, span: Range<usize>) -> Self {
        let text = whole[span.clone()].to_owned();
        let why = match trouble {
            Trouble::Ambiguous {
                month_first,
                day_first,
            } => {
                return Self::Ambiguous {
                    text,
                    month_first,
                    day_first,
                    span,
                };
            }
            Trouble::NoSuchYear | Trouble::TooFar => return Self::OutsideYears { text, span },
            Trouble::NoSuchMonth(month) => WhyImpossible::Month { month },
            Trouble::NoSuchDay { year, month } => WhyImpossible::Day {
                year,
                month,
                days: days_in(year, month),
            },
            Trouble::NoSuchWeek { year } => WhyImpossible::Week {
                year,
                weeks: weeks_in(year),
            },
            Trouble::WrongWeekday(day) => WhyImpossible::Weekday { day },
        };
        Self::Impossible { text, why, span }
    }
}

fn days_in(year: Option<i32>, month: u32) -> u32 {
    let exists = |day: &u32| match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, *day).is_some(),
        None => written::some_year_has(month, *day),
    };
    (28..=31).rev().find(exists).unwrap_or(0)
}

fn weeks_in(year: i32) -> u32 {
    match NaiveDate::from_isoywd_opt(year, 53, chrono::Weekday::Mon) {
        Some(_) => 53,
        None => 52,
    }
}
