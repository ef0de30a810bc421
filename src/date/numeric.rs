//! Tokens → the dates that are written in numbers alone, the year last: `17.12.2015`, `12/25/2015`, `12/2015`.
//!
//! In: a [`Cursor`]. Out: a date, or the trouble with it. Always holds: of two readings neither is taken, unless an order
//! is given.

use chrono::NaiveDate;

use super::token::Cursor;
use super::written::{Reading, Trouble, Written, checked_year, day_of, month_is_real};

/// Which part of `03/04/2015` is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumericOrder {
    /// 4 March, as in the United States.
    MonthFirst,
    /// 3 April, as almost everywhere else.
    DayFirst,
}

/// Reads such a date. Without an `order`, it is read only if one way of reading it exists; between dots the day is
/// first, as in every country that writes dots.
pub(super) fn read(at: Cursor<'_>, order: Option<NumericOrder>) -> Reading<'_> {
    if let Some((numbers, after)) = three_numbers(at) {
        return Ok(Some((Written::Day(day(numbers, order)?), after)));
    }
    let Some((month, year, after)) = month_and_year(at) else {
        return Ok(None);
    };
    let year = checked_year(year)?;
    if month_is_real(month) {
        Ok(Some((Written::Month(year, month), after)))
    } else {
        Err(Trouble::NoSuchMonth(month))
    }
}

struct Numbers {
    first: u32,
    second: u32,
    year: u32,
    separator: char,
}

/// `17.12.2015`, `17. 12. 2015`, `17/12/2015`, `17-12-2015`.
fn three_numbers(at: Cursor<'_>) -> Option<(Numbers, Cursor<'_>)> {
    let mut c = at;
    let first = c.number(1..=2)?;
    let separator = separator(&mut c)?;
    // After a dot a blank may follow.
    let joined = |c: &Cursor<'_>| separator == '.' || c.glued();
    joined(&c).then_some(())?;
    let second = c.number(1..=2)?;
    (c.glued_mark(separator) && joined(&c)).then_some(())?;
    let year = c.number(4..=4)?;
    Some((
        Numbers {
            first,
            second,
            year,
            separator,
        },
        c,
    ))
}

/// `12/2015`, `12.2015`.
fn month_and_year(at: Cursor<'_>) -> Option<(u32, u32, Cursor<'_>)> {
    let mut c = at;
    let month = c.number(1..=2)?;
    separator(&mut c)?;
    let year = c.glued_number(4..=4)?;
    Some((month, year, c))
}

fn separator(c: &mut Cursor<'_>) -> Option<char> {
    if c.glued() {
        c.mark_of(&['/', '.', '-'])
    } else {
        None
    }
}

/// The day that the numbers name, if one reading exists or the order decides.
fn day(numbers: Numbers, order: Option<NumericOrder>) -> Result<NaiveDate, Trouble> {
    let Numbers {
        first,
        second,
        year,
        separator,
    } = numbers;
    let year = checked_year(year)?;
    let order = match separator {
        '.' => order.or(Some(NumericOrder::DayFirst)),
        _ => order,
    };
    match (day_of(year, first, second), day_of(year, second, first)) {
        (Ok(month_first), Ok(day_first)) => match order {
            Some(NumericOrder::MonthFirst) => Ok(month_first),
            Some(NumericOrder::DayFirst) => Ok(day_first),
            None if month_first == day_first => Ok(day_first),
            None => Err(Trouble::Ambiguous {
                month_first,
                day_first,
            }),
        },
        (Ok(only), Err(_)) | (Err(_), Ok(only)) => Ok(only),
        // The useful complaint is the one about a day in a month that exists.
        (Err(_), Err(day_first)) if month_is_real(second) => Err(day_first),
        (Err(month_first), Err(_)) => Err(month_first),
    }
}
