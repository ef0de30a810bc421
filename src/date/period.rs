//! Tokens → one period, the unit that ranges are made of: a year, a month, a season, a week, a day.
//!
//! In: all the tokens of one side of a range. Out: what was [`Said`], from which the days follow once both sides are
//! known. Always holds: a period's first day is not after its last.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::token::{Cursor, Kind};
use super::written::{self, Style, Trouble, Written};
use super::{clock, relative, words};

/// Whole days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Period {
    pub fn day(day: NaiveDate) -> Self {
        Self {
            first: day,
            last: day,
        }
    }

    pub fn week(monday: NaiveDate) -> Option<Self> {
        Some(Self {
            first: monday,
            last: monday.checked_add_days(Days::new(6))?,
        })
    }

    /// So many months from the first of a month on.
    pub fn months(year: i32, month: u32, months: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let last = first.checked_add_months(Months::new(months))?.pred_opt()?;
        Some(Self { first, last })
    }

    pub fn month_of(day: NaiveDate) -> Option<Self> {
        Self::months(day.year(), day.month(), 1)
    }

    pub fn year(year: i32) -> Option<Self> {
        Self::months(year, 1, 12)
    }
}

/// What one side of a range says. Some sides need the other: in `january to march 2015` both are of 2015.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Year(i32),
    Days(Period),
    /// A month, or a day of one, without its year.
    Yearless {
        month: u32,
        day: Option<u32>,
    },
}

impl Said {
    /// Its days, if it stands alone: without a year, the latest that has begun by `today`.
    pub fn period(self, today: NaiveDate) -> Period {
        match self {
            Self::Year(year) => {
                Period::year(year).expect("a year that was read is in the calendar")
            }
            Self::Days(period) => period,
            Self::Yearless { month, day } => nearest(month, day, |first| first <= today, today, -1),
        }
    }
}

/// The first day of the left side and the last of the right. A side without a year takes the one that makes the range
/// shortest: `november to february 2016` begins in 2015.
pub(super) fn both_sides(left: Said, right: Said, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let left_period = match (left, right) {
        (Said::Yearless { .. }, Said::Yearless { .. }) => left.period(today),
        (Said::Yearless { month, day }, _) => {
            let end = right.period(today).last;
            nearest(month, day, |first| first <= end, end, -1)
        }
        _ => left.period(today),
    };
    let right_period = match right {
        Said::Yearless { month, day } => {
            let start = left_period.first;
            nearest(month, day, |first| first >= start, start, 1)
        }
        _ => right.period(today),
    };
    (left_period.first, right_period.last)
}

/// The month or day that is nearest to `from` in the direction `step`, among those whose first day is `wanted`.
fn nearest(
    month: u32,
    day: Option<u32>,
    wanted: impl Fn(NaiveDate) -> bool,
    from: NaiveDate,
    step: i32,
) -> Period {
    // Between two 29 Februaries lie up to eight years.
    (0..=8)
        .filter_map(|n| {
            let year = from.year() + n * step;
            match day {
                None => Period::months(year, month, 1),
                Some(day) => NaiveDate::from_ymd_opt(year, month, day).map(Period::day),
            }
        })
        .find(|period| wanted(period.first))
        // Only where the calendar ends is there none.
        .unwrap_or(Period::day(from))
}

/// Reads a period; all tokens must belong to it. Words that say nothing, such as *the* and *in*, may stand before it.
pub(super) fn read(at: Cursor<'_>, today: NaiveDate) -> Result<Option<Said>, Trouble> {
    let mut c = at;
    while c.word_of(&[
        "the", "in", "on", "during", "of", "am", "im", "den", "le", "el", "il",
    ]) {}
    let days = |period: Period| Ok(Some(Said::Days(period)));
    if c.is_at_end() {
        return Ok(None);
    }
    if let Some(period) = decade(c)?
        .or(century(c)?)
        .or(part_of_year(c)?)
        .or(season(c)?)
    {
        return days(period);
    }
    if let Some(period) = relative::read(c, today)? {
        return days(period);
    }
    if let Some((month, day)) = yearless(c) {
        if !written::some_year_has(month, day.unwrap_or(1)) {
            return Err(Trouble::NoSuchDay { year: None, month });
        }
        return Ok(Some(Said::Yearless { month, day }));
    }
    calendar_date(c)
}

/// A date with its year; a weekday beside it must be the right one, a time behind it is dropped: ranges are of days.
fn calendar_date(at: Cursor<'_>) -> Result<Option<Said>, Trouble> {
    let mut c = at;
    let mut found = written::date_at(c, None, Style::Query)?;
    let mut weekday = None;
    if found.is_none() {
        weekday = c.word_as(words::weekday);
        if weekday.is_none() {
            return Ok(None);
        }
        c.mark('.');
        c.mark(',');
        c.word_of(&["the", "den", "le", "el"]);
        found = written::date_at(c, None, Style::Query)?;
    }
    let Some((date, mut c)) = found else {
        return Ok(None);
    };
    if let Some((_, after)) = clock::iso_time(c) {
        c = after;
        if let Some((_, after)) = clock::zone_at(c, Style::Query) {
            c = after;
        }
    }
    if !c.is_at_end() {
        return Ok(None);
    }
    let period = match date {
        Written::Year(year) => return Ok(Some(Said::Year(year))),
        Written::Month(year, month) => Period::months(year, month, 1),
        Written::Week(monday) => Period::week(monday),
        Written::Day(day) if weekday.is_some_and(|weekday| weekday != day.weekday()) => {
            return Err(Trouble::WrongWeekday(day));
        }
        Written::Day(day) => Some(Period::day(day)),
    };
    period.map(Said::Days).map(Some).ok_or(Trouble::TooFar)
}

/// `january`, `17 December`, `December 17`.
fn yearless(at: Cursor<'_>) -> Option<(u32, Option<u32>)> {
    let mut c = at;
    let mut day = c.number(1..=2);
    if day.is_some() {
        written::ordinal(&mut c);
        c.mark('.');
        c.word_of(words::OF);
    }
    let month = c.word_as(words::month)?;
    c.mark('.');
    if day.is_none() {
        day = c.number(1..=2);
        written::ordinal(&mut c);
    }
    c.is_at_end().then_some((month, day))
}

/// `1990s`, `1990's`.
fn decade(at: Cursor<'_>) -> Result<Option<Period>, Trouble> {
    let mut c = at;
    let Some(number) = c.number(4..=4) else {
        return Ok(None);
    };
    c.mark_of(&['\'', '’']);
    if !(c.glued() && c.word_of(&["s"]) && c.is_at_end() && number % 10 == 0) {
        return Ok(None);
    }
    let year = written::checked_year(number)?;
    // The last decade has one year.
    Ok(Period::months(year, 1, 120).map(clipped))
}

/// `19th century`: it begins with 1801, as the first began with the year 1.
fn century(at: Cursor<'_>) -> Result<Option<Period>, Trouble> {
    let mut c = at;
    let Some(number) = c.number(1..=2) else {
        return Ok(None);
    };
    written::ordinal(&mut c);
    if !(c.word_of(&["century", "c"]) && c.is_at_end()) {
        return Ok(None);
    }
    let first = written::checked_year(number.max(1) * 100 - 99)?;
    Ok(Period::months(first, 1, 1200))
}

/// `Q3 2015`, `2015-Q3`, `2015Q3`, `3Q 2015`, `H1 2015`.
fn part_of_year(at: Cursor<'_>) -> Result<Option<Period>, Trouble> {
    let part = |c: &mut Cursor<'_>| {
        let mut after = *c;
        let before = after.number(1..=1);
        let parts = after.word_as(|word| match word {
            "q" => Some(4),
            "h" => Some(2),
            _ => None,
        })?;
        let number = before.or_else(|| after.glued_number(1..=1))?;
        *c = after;
        (1..=parts)
            .contains(&number)
            .then_some((number, 12 / parts))
    };
    let mut c = at;
    let (year, part) = if let Some(year) = c.number(4..=4) {
        c.mark_of(&['-', '/']);
        (Some(year), part(&mut c))
    } else {
        let part = part(&mut c);
        c.mark_of(&[',', '-', '/']);
        c.word_of(words::OF);
        (c.number(4..=4), part)
    };
    let (Some(year), Some((number, months)), true) = (year, part, c.is_at_end()) else {
        return Ok(None);
    };
    let year = written::checked_year(year)?;
    Ok(Period::months(year, (number - 1) * months + 1, months))
}

/// `spring 2003`: the meteorological seasons of the northern hemisphere. A winter is named after the year it begins in.
fn season(at: Cursor<'_>) -> Result<Option<Period>, Trouble> {
    let mut c = at;
    let Some(month) = c.word_as(|word| match word {
        "spring" => Some(3),
        "summer" => Some(6),
        "autumn" | "fall" => Some(9),
        "winter" => Some(12),
        _ => None,
    }) else {
        return Ok(None);
    };
    c.mark(',');
    c.word_of(words::OF);
    let Some(year) = c.number(4..=4) else {
        return Ok(None);
    };
    // `winter 2003/04` names the year it ends in too.
    if month == 12 && c.mark_of(&['/', '-']).is_some() {
        let next = year + 1;
        if !(c.number(4..=4) == Some(next) || c.number(2..=2) == Some(next % 100)) {
            return Ok(None);
        }
    }
    if !c.is_at_end() {
        return Ok(None);
    }
    let year = written::checked_year(year)?;
    Ok(Period::months(year, month, 3).map(clipped))
}

/// A period that ends with the years that a date may have.
fn clipped(period: Period) -> Period {
    let end = Period::year(*super::YEARS.end()).map_or(period.last, |year| year.last);
    Period {
        first: period.first,
        last: period.last.min(end),
    }
}

/// A length of time, from `P1Y2M10D`, `P2W`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Duration {
    pub months: u32,
    pub days: u64,
}

impl Duration {
    /// The last of so many days that begin with `first`.
    pub fn after(self, first: NaiveDate) -> Option<NaiveDate> {
        first
            .checked_add_months(Months::new(self.months))?
            .checked_add_days(Days::new(self.days))?
            .pred_opt()
    }

    /// The first of so many days that end with `last`.
    pub fn before(self, last: NaiveDate) -> Option<NaiveDate> {
        last.checked_sub_months(Months::new(self.months))?
            .checked_sub_days(Days::new(self.days))?
            .succ_opt()
    }
}

/// Reads an ISO 8601 duration in years, months, weeks and days.
pub(super) fn duration(at: Cursor<'_>) -> Option<Duration> {
    let mut c = at;
    c.word_of(&["p"]).then_some(())?;
    let mut length = Duration::default();
    while !c.is_at_end() {
        let count = c.glued_number(1..=6)?;
        let Kind::Word { .. } = c.peek()?.kind else {
            return None;
        };
        let unit = c.word()?;
        match unit {
            "y" => length.months = length.months.checked_add(count.checked_mul(12)?)?,
            "m" => length.months = length.months.checked_add(count)?,
            "w" => length.days += u64::from(count) * 7,
            "d" => length.days += u64::from(count),
            _ => return None,
        }
        c.advance();
    }
    (length != Duration::default()).then_some(length)
}
