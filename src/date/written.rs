//! Tokens → one calendar date, in every order and with every separator that news writes it in: the part that stamps and
//! queries have in common.
//!
//! In: a [`Cursor`]. Out: a [`Written`] date and the cursor after it, nothing, or the [`Trouble`] with what looked like
//! a date and cannot be one. Always holds: a date that comes out exists and lies in the years 1600 to 2100.

use chrono::{NaiveDate, Weekday};

use super::token::{Cursor, Kind};
use super::{NumericOrder, YEARS, numeric, tongues, words};

/// What kind of text is read, and so how much a number or a word in it may be trusted to belong to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// The field of a record: a stamp and nothing else.
    Field,
    /// A line of a page, which may be prose: `4 out of 10` is no day in October.
    Line,
    /// What a user typed: any century may be meant.
    Query,
}

/// A date as far as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Year(i32),
    Month(i32, u32),
    /// The ISO week that begins on this Monday.
    Week(NaiveDate),
    Day(NaiveDate),
}

/// Why what looks like a date is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    NoSuchMonth(u32),
    /// Without a year: no year has it.
    NoSuchDay {
        year: Option<i32>,
        month: u32,
    },
    NoSuchWeek {
        year: i32,
    },
    NoSuchYear,
    WrongWeekday(NaiveDate),
    /// Reckoned from today it leaves the years that a date may have.
    TooFar,
    Ambiguous {
        month_first: NaiveDate,
        day_first: NaiveDate,
    },
}

/// What a reader says: a date and where it ends; no date here; or a date that cannot be.
pub(super) type Reading<'t> = Result<Option<(Written, Cursor<'t>)>, Trouble>;

/// Reads the date that begins at `at`, the longest way. Without an `order`, a numeric date is read only if one way of
/// reading it exists; between dots the day is first, as in every country that writes dots.
pub(super) fn date_at(at: Cursor<'_>, order: Option<NumericOrder>, style: Style) -> Reading<'_> {
    let Some(token) = at.peek() else {
        return Ok(None);
    };
    match token.kind {
        Kind::Number { digits: 4, .. } => year_first(at, style),
        Kind::Number { digits: 6, value } => year_month(value, at),
        Kind::Number { digits: 8, value } => compact(value, at),
        Kind::Number { digits: 1..=2, .. } => match day_and_name(at, style)? {
            Some(found) => Ok(Some(found)),
            None => numeric::read(at, order),
        },
        Kind::Word { .. } => name_first(at),
        _ => Ok(None),
    }
}

/// `2015-12-17`, `2015/12`, `2015.12.17`, `2015-W51-4`, `2015-Dec-17`, `2015年12月17日`, `2015 December 17`, `2015`.
fn year_first(at: Cursor<'_>, style: Style) -> Reading<'_> {
    let mut c = at;
    let Some(number) = c.number(4..=4) else {
        return Ok(None);
    };
    let year = checked_year(number);
    if let Some(found) = week_date(c, number)? {
        return Ok(Some(found));
    }
    if let Some(found) = ideographic(c, number)? {
        return Ok(Some(found));
    }
    if let Some((month, day, end)) = month_and_day(c, style) {
        return day_of(year?, month, day).map(|date| Some((Written::Day(date), end)));
    }
    let mut month_end = c;
    let separator = if c.glued() {
        month_end.mark_of(&['-', '/', '.'])
    } else {
        None
    };
    if let Some(separator) = separator
        && let Some(month) = month_end.glued_number(1..=2)
    {
        let mut day_end = month_end;
        if day_end.glued_mark(separator)
            && let Some(day) = day_end.glued_number(1..=2)
        {
            return day_of(year?, month, day).map(|date| Some((Written::Day(date), day_end)));
        }
        let year = year?;
        return if (1..=12).contains(&month) {
            Ok(Some((Written::Month(year, month), month_end)))
        } else {
            Err(Trouble::NoSuchMonth(month))
        };
    }
    Ok(Some((Written::Year(year?), c)))
}

/// `-Dec-17`, ` December 17`, `. március 4`, ` m. kovo 4 d`, `. gada 4. martā` after a year.
fn month_and_day(after_year: Cursor<'_>, style: Style) -> Option<(u32, u32, Cursor<'_>)> {
    let mut c = after_year;
    let joined = c.glued() && c.mark_of(&['-', '/']).is_some();
    let stopped = !joined && c.glued() && c.mark('.');
    let worded = !joined && c.word_of(tongues::OF_YEAR);
    if worded {
        c.mark('.');
        let mut day_end = c;
        if let Some(day) = day_end.number(1..=2)
            && day_end.mark('.')
            && let Some(month) = day_end.word_as(words::month)
        {
            return Some((month, day, day_end));
        }
    } else if !joined && !stopped && after_year.glued() {
        return None;
    }
    // "It closed in 2019. March 4 saw it open again."
    let month = match stopped && style == Style::Line {
        true => c.word_as(tongues::month)?,
        false => c.word_as(words::month)?,
    };
    c.mark_of(&['-', '/', '.']);
    let day = c.number(1..=2)?;
    if worded {
        c.word_of(&["d"]);
    }
    Some((month, day, without_stop(c)))
}

/// Past a full stop with something behind it. One at the end is left to whoever asked.
fn without_stop(at: Cursor<'_>) -> Cursor<'_> {
    let mut c = at;
    match c.glued_mark('.') && !c.is_at_end() {
        true => c,
        false => at,
    }
}

/// `-W51`, `-W51-4`, `W51`, `W514` after a year.
fn week_date(mut c: Cursor<'_>, year: u32) -> Reading<'_> {
    c.glued_mark('-');
    if !(c.glued() && c.word_of(&["w"])) {
        return Ok(None);
    }
    let (week, day) = if let Some(week_and_day) = c.glued_number(3..=3) {
        (week_and_day / 10, Some(week_and_day % 10))
    } else if let Some(week) = c.glued_number(2..=2) {
        let mut after = c;
        let day = if after.glued_mark('-') {
            after.glued_number(1..=1)
        } else {
            None
        };
        if day.is_some() {
            c = after;
        }
        (week, day)
    } else {
        return Ok(None);
    };
    let year = checked_year(year)?;
    let no_such_week = Trouble::NoSuchWeek { year };
    let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).ok_or(no_such_week)?;
    let written = match day {
        None => Written::Week(monday),
        Some(day @ 1..=7) => {
            let days = chrono::Days::new(u64::from(day) - 1);
            Written::Day(monday.checked_add_days(days).ok_or(no_such_week)?)
        }
        Some(_) => return Ok(None),
    };
    Ok(Some((written, c)))
}

/// `年12月17日` after a year, also with the Korean signs.
fn ideographic(mut c: Cursor<'_>, year: u32) -> Reading<'_> {
    if c.mark_of(&['年', '년']).is_none() {
        return Ok(None);
    }
    let year = checked_year(year)?;
    let mut month_end = c;
    let (Some(month), Some(_)) = (month_end.number(1..=2), month_end.mark_of(&['月', '월']))
    else {
        return Ok(Some((Written::Year(year), c)));
    };
    let mut day_end = month_end;
    if let (Some(day), Some(_)) = (day_end.number(1..=2), day_end.mark_of(&['日', '号', '일'])) {
        return day_of(year, month, day).map(|date| Some((Written::Day(date), day_end)));
    }
    match month {
        1..=12 => Ok(Some((Written::Month(year, month), month_end))),
        _ => Err(Trouble::NoSuchMonth(month)),
    }
}

/// `201512`, unless it can also be read as a day with a two-digit year: `191211` is November 1912 and 11 December 2019.
fn year_month(value: u64, at: Cursor<'_>) -> Reading<'_> {
    let value = value as u32;
    let (year, month) = (value / 100, value % 100);
    let as_day = (
        value / 10_000,
        month_is_real(value / 100 % 100),
        value % 100,
    );
    if !month_is_real(month)
        || !(1900..=2100).contains(&year)
        || matches!(as_day, (_, true, 1..=31))
    {
        return Ok(None);
    }
    let mut c = at;
    c.advance();
    Ok(Some((Written::Month(checked_year(year)?, month), c)))
}

/// `20151217`.
fn compact(value: u64, at: Cursor<'_>) -> Reading<'_> {
    let value = value as u32;
    let mut c = at;
    c.advance();
    let date = day_of(
        checked_year(value / 10_000)?,
        value / 100 % 100,
        value % 100,
    )?;
    Ok(Some((Written::Day(date), c)))
}

/// `17 December 2015`, `17th of December, 2015`, `17. Dezember 2015`, `17 de diciembre de 2015`, `26-FEB-1987`,
/// `17/Dec/2015`, and with the two-digit year of RFC 822, `17 Dec 15`.
fn day_and_name(at: Cursor<'_>, style: Style) -> Reading<'_> {
    let mut c = at;
    let Some(day) = c.number(1..=2) else {
        return Ok(None);
    };
    ordinal(&mut c);
    c.mark_of(&['.', '-', '/']);
    if c.word_of(words::OF) {
        c.mark_of(&['\'', '’']);
    }
    let month = match c.word_of(&["thang"]) {
        true => c.number(1..=2),
        false => c.word_as(words::month),
    };
    let Some(month) = month else {
        return Ok(None);
    };
    c.mark('.');
    c.mark_of(&[',', '-', '/']);
    c.word_of(&["nam"]);
    let short = if style == Style::Field {
        short_year(c)
    } else {
        None
    };
    c.word_of(words::OF);
    let whole = c.number(4..=4).map(|year| (year, c));
    let Some((year, c)) = whole.or(short) else {
        return Ok(None);
    };
    let end = without_word_for_year(c);
    day_of(checked_year(year)?, month, day).map(|date| Some((Written::Day(date), end)))
}

/// Past *г.*, *року*, *r.* behind a year.
fn without_word_for_year(at: Cursor<'_>) -> Cursor<'_> {
    let mut c = at;
    match !c.glued() && c.word_of(tongues::OF_YEAR) {
        true => without_stop(c),
        false => at,
    }
}

/// The two-digit year of RFC 822, in the century that RFC 2822 (section 4.3) gives it.
pub(super) fn short_year(mut c: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let year = c.number(2..=2)?;
    // A time may stand where the year should: `17 Dec 16:44`.
    let goes_on = c.glued() && matches!(c.peek()?.kind, Kind::Mark(':' | '.'));
    (!goes_on).then_some((year + if year < 50 { 2000 } else { 1900 }, c))
}

/// `December 17, 2015`, `Dec. 17th 2015`, `Mar 7,2016`, `Dec-17-2015`, `March 1912`, `março de 1912`.
fn name_first(at: Cursor<'_>) -> Reading<'_> {
    let mut c = at;
    if c.word_of(&["thang"]) {
        return numbered_month(c);
    }
    let Some(month) = c.word_as(words::month) else {
        return Ok(None);
    };
    c.mark('.');
    let mut day_end = c;
    day_end.mark_of(&['-', '/']);
    day_end.word_of(&["the"]);
    if let Some(day) = day_end.number(1..=2) {
        ordinal(&mut day_end);
        day_end.mark_of(&[',', '-', '/', '.']);
        day_end.word_of(words::OF);
        return match day_end.number(4..=4) {
            Some(year) => day_of(checked_year(year)?, month, day)
                .map(|date| Some((Written::Day(date), day_end))),
            None => Ok(None),
        };
    }
    c.mark_of(&[',', '-', '/']);
    c.word_of(words::OF);
    match c.number(4..=4) {
        Some(year) => Ok(Some((Written::Month(checked_year(year)?, month), c))),
        None => Ok(None),
    }
}

/// `3 năm 2019`, `3, 2019`, `3/2019` after the Vietnamese for month.
fn numbered_month(at: Cursor<'_>) -> Reading<'_> {
    let mut c = at;
    let Some(month) = c.number(1..=2).filter(|month| month_is_real(*month)) else {
        return Ok(None);
    };
    c.mark_of(&[',', '/', '-']);
    c.word_of(&["nam"]);
    match c.number(4..=4) {
        Some(year) => Ok(Some((Written::Month(checked_year(year)?, month), c))),
        None => Ok(None),
    }
}

/// Eats what makes a number an ordinal.
pub(super) fn ordinal(c: &mut Cursor<'_>) {
    if c.glued() && !c.word_of(words::ORDINALS) {
        c.mark_of(&['°']);
    }
}

pub(super) fn month_is_real(month: u32) -> bool {
    (1..=12).contains(&month)
}

pub(super) fn checked_year(year: u32) -> Result<i32, Trouble> {
    i32::try_from(year)
        .ok()
        .filter(|year| YEARS.contains(year))
        .ok_or(Trouble::NoSuchYear)
}

/// Whether some year has that day: 29 February yes, 30 February no.
pub(super) fn some_year_has(month: u32, day: u32) -> bool {
    const A_LEAP_YEAR: i32 = 2000;
    NaiveDate::from_ymd_opt(A_LEAP_YEAR, month, day).is_some()
}

/// A day, or why there is no such day.
pub(super) fn day_of(year: i32, month: u32, day: u32) -> Result<NaiveDate, Trouble> {
    if !month_is_real(month) {
        return Err(Trouble::NoSuchMonth(month));
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or(Trouble::NoSuchDay {
        year: Some(year),
        month,
    })
}
