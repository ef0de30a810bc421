//! Tokens → a period reckoned from today: `yesterday`, `last week`, `30d`, `3 days ago`, `monday`.
//!
//! In: all the tokens of one side of a range, and today's date, which is an argument because the library has no clock.
//! Out: a period; nothing, if the words say something else.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::period::{Duration, Period, duration};
use super::token::Cursor;
use super::words;
use super::written::Trouble;

/// A unit of the calendar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// `m` is a month: in whole days there are no minutes.
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "d" | "day" | "days" => Self::Day,
            "w" | "wk" | "week" | "weeks" => Self::Week,
            "m" | "mo" | "month" | "months" => Self::Month,
            "q" | "quarter" | "quarters" => Self::Quarter,
            "y" | "yr" | "yrs" | "year" | "years" => Self::Year,
            "decade" | "decades" => Self::Decade,
            "century" | "centuries" => Self::Century,
            _ => return None,
        })
    }

    /// So many of it. Too many saturate: they reach beyond the calendar anyway.
    fn times(self, count: u32) -> Duration {
        let months = |each: u32| Duration {
            months: count.saturating_mul(each),
            days: 0,
        };
        let days = |each: u64| Duration {
            months: 0,
            days: u64::from(count) * each,
        };
        match self {
            Self::Day => days(1),
            Self::Week => days(7),
            Self::Month => months(1),
            Self::Quarter => months(3),
            Self::Year => months(12),
            Self::Decade => months(120),
            Self::Century => months(1200),
        }
    }

    /// The one that holds `day`. Weeks begin on Monday (ISO 8601), decades with 0, centuries with 1.
    fn around(self, day: NaiveDate) -> Option<Period> {
        let year = day.year();
        match self {
            Self::Day => Some(Period::day(day)),
            Self::Week => {
                let since = u64::from(day.weekday().num_days_from_monday());
                Period::week(day.checked_sub_days(Days::new(since))?)
            }
            Self::Month => Period::month_of(day),
            Self::Quarter => Period::months(year, day.month0() / 3 * 3 + 1, 3),
            Self::Year => Period::year(year),
            Self::Decade => Period::months(year.div_euclid(10) * 10, 1, 120),
            Self::Century => Period::months((year - 1).div_euclid(100) * 100 + 1, 1, 1200),
        }
    }
}

/// Reads a period reckoned from `today`; all tokens must belong to it.
pub(super) fn read(at: Cursor<'_>, today: NaiveDate) -> Result<Option<Period>, Trouble> {
    let Some(said) = phrase(at) else {
        return Ok(None);
    };
    said.period(today).map(Some).ok_or(Trouble::TooFar)
}

/// What a phrase asks for.
#[derive(Clone, Copy)]
enum Phrase {
    /// So many days ago: yesterday is 1.
    DayBefore(u64),
    Tomorrow,
    This(Unit),
    Last(Unit),
    /// The latest before today.
    LastWeekday(Weekday),
    /// The month of this year.
    ThisMonth(u32),
    /// The latest before this month.
    LastMonth(u32),
    /// So long, ending today.
    Rolling(Duration),
    /// The day so long ago.
    Ago(Duration),
}

impl Phrase {
    fn period(self, today: NaiveDate) -> Option<Period> {
        match self {
            Self::DayBefore(days) => today.checked_sub_days(Days::new(days)).map(Period::day),
            Self::Tomorrow => today.succ_opt().map(Period::day),
            Self::This(unit) => unit.around(today),
            Self::Last(unit) => unit.around(unit.around(today)?.first.pred_opt()?),
            Self::LastWeekday(weekday) => {
                let since = (today.weekday().num_days_from_monday() + 6
                    - weekday.num_days_from_monday())
                    % 7;
                today
                    .checked_sub_days(Days::new(u64::from(since) + 1))
                    .map(Period::day)
            }
            Self::ThisMonth(month) => Period::months(today.year(), month, 1),
            Self::LastMonth(month) => {
                let years = i32::from(month >= today.month());
                Period::months(today.year() - years, month, 1)
            }
            Self::Rolling(length) => Some(Period {
                first: length.before(today)?,
                last: today,
            }),
            Self::Ago(length) => today
                .checked_sub_months(Months::new(length.months))?
                .checked_sub_days(Days::new(length.days))
                .map(Period::day),
        }
    }
}

/// Reads a phrase; all tokens must belong to it.
fn phrase(at: Cursor<'_>) -> Option<Phrase> {
    if let Some(length) = duration(at) {
        return Some(Phrase::Rolling(length));
    }
    let mut c = at;
    let said = if let Some(day) = c.word_as(named_day) {
        day
    } else if c.word_of(&["this", "current"]) {
        c.word_as(|word| {
            let unit = Unit::of(word).map(Phrase::This);
            unit.or_else(|| words::month(word).map(Phrase::ThisMonth))
        })?
    } else if c.word_of(&["last", "previous", "past"]) {
        counted(&mut c).or_else(|| c.word_as(last))?
    } else if let Some(weekday) = weekday(&mut c) {
        Phrase::LastWeekday(weekday)
    } else {
        c.mark('-');
        let Phrase::Rolling(length) = counted(&mut c)? else {
            return None;
        };
        if c.word_of(&["ago"]) {
            Phrase::Ago(length)
        } else {
            Phrase::Rolling(length)
        }
    };
    c.is_at_end().then_some(said)
}

fn named_day(word: &str) -> Option<Phrase> {
    Some(match word {
        "today" | "heute" | "hoy" | "oggi" | "hoje" | "vandaag" => Phrase::DayBefore(0),
        "yesterday" | "gestern" | "hier" | "ayer" | "ieri" | "ontem" | "gisteren" => {
            Phrase::DayBefore(1)
        }
        "tomorrow" => Phrase::Tomorrow,
        _ => return None,
    })
}

/// What may follow `last`.
fn last(word: &str) -> Option<Phrase> {
    let unit = Unit::of(word).map(Phrase::Last);
    unit.or_else(|| words::month(word).map(Phrase::LastMonth))
        .or_else(|| words::weekday(word).map(Phrase::LastWeekday))
}

/// A weekday by itself. Two letters are too few to be meant as one, and `mar` alone is March.
fn weekday(c: &mut Cursor<'_>) -> Option<Weekday> {
    let weekday = c.word_as(|word| {
        let long_enough = word.len() >= 3 && words::month(word).is_none();
        words::weekday(word).filter(|_| long_enough)
    })?;
    c.mark('.');
    Some(weekday)
}

/// `30d`, `30 days`, `two weeks`, `a year`.
fn counted(c: &mut Cursor<'_>) -> Option<Phrase> {
    let mut after = *c;
    let count = after
        .number(1..=9)
        .or_else(|| after.word_as(small_number))?;
    let unit = after.word_as(Unit::of)?;
    *c = after;
    (count > 0).then(|| Phrase::Rolling(unit.times(count)))
}

fn small_number(word: &str) -> Option<u32> {
    const NUMBERS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    (1..)
        .zip(NUMBERS)
        .find(|(_, name)| *name == word)
        .map(|(number, _)| number)
}
