//! [`DateRange`]: the days a query asks for, from the text that asks for them.
//!
//! In: what was typed, and today's date. Out: a first and a last day, each of which may be open. Always holds for a
//! range that [`DateRange::new`] made: the first day is not after the last, and both lie in the years 1600 to 2100.

use std::fmt;
use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::period::{self, Period, Said};
use super::token::{Cursor, Kind, Token, tokens};
use super::written::Trouble;
use super::{DateError, PubDate, YEARS};

/// Texts longer than this, in bytes, are refused before any work.
pub(super) const MAX_TEXT: usize = 200;

/// Whole days, both ends inclusive; an end that is `None` is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DateRange {
    /// The first day.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
}

impl DateRange {
    /// Every day there is: both ends open.
    pub const ALL: Self = Self {
        first: None,
        last: None,
    };

    /// The days from `first` to `last`, both included.
    ///
    /// # Errors
    /// [`DateError::Reversed`] if the first is after the last, [`DateError::OutsideYears`] outside 1600 to 2100.
    pub fn new(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Result<Self, DateError> {
        for end in [first, last].into_iter().flatten() {
            if !YEARS.contains(&end.year()) {
                return Err(DateError::OutsideYears {
                    text: end.to_string(),
                    span: 0..0,
                });
            }
        }
        match (first, last) {
            (Some(first), Some(last)) if first > last => Err(DateError::Reversed {
                first,
                last,
                span: 0..0,
            }),
            _ => Ok(Self { first, last }),
        }
    }

    /// Reads a period or a range of periods, in English, with the months and weekdays of seven languages. Case and white
    /// space around it do not matter.
    ///
    /// *Periods*: `2015`, `2015-12`, `2015-12-17` and every other form of a date that [`PubDate::parse`] reads; `1990s`,
    /// `19th century` (1801 to 1900), `Q3 2015`, `H1 2015`, `2015-W03`; `spring 2003` (March to May), `summer`,
    /// `autumn` or `fall`, and `winter 2003`, which ends in February 2004.
    ///
    /// *Reckoned from `today`*: `today`, `yesterday`, `this week`, `last week` (the ISO week before this one, Monday to
    /// Sunday), the same with `month`, `quarter`, `year`, `decade`, `century`; `monday` and `last monday` (the latest
    /// before today); `january` (this month, or the latest before it), `17 December`; `30d`, `last 30 days`, `2w`, `6m`
    /// (months: there are no minutes here), `1y`, `P1Y2M` (so many days, ending today); `3 days ago` (that day).
    ///
    /// *Ranges*: `a..b`, `a...b`, `a to b`, `a - b`, `a/b`, `[a TO b]`, `from a to b`, `between a and b`; `a..`, `since
    /// a`, `>=a`; `..b`, `until b`, `<=b`; and without the period itself `before b`, `<b`, `after a`, `>a`. A range
    /// begins with the first day of `a` and ends with the last day of `b`: `..2015-12` includes 31 December.
    /// `1984-85` and `1984..85` are two years; `2009-10` is a month.
    ///
    /// # Errors
    /// [`DateError`], with the bytes of `text` that are to blame.
    ///
    /// ```
    /// # use morgue::date::DateRange;
    /// # let today = chrono::NaiveDate::from_ymd_opt(2016, 3, 1).unwrap();
    /// let winter = DateRange::parse("2015-12..2016-02", today).unwrap();
    /// assert_eq!(winter.to_string(), "2015-12-01 … 2016-02-29");
    /// ```
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, DateError> {
        if text.len() > MAX_TEXT {
            return Err(DateError::TooLong {
                length: text.len(),
                most: MAX_TEXT,
            });
        }
        let tokens = tokens(text);
        RangeReader { text, today }.read(&tokens)
    }

    /// Some day of the range may be the publication day: a coarse date matches every range that it overlaps.
    pub fn overlaps(&self, date: &PubDate) -> bool {
        self.first.is_none_or(|first| first <= date.last_day())
            && self.last.is_none_or(|last| date.first_day() <= last)
    }

    /// The day is in the range.
    pub fn contains_day(&self, day: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// The days that are in both; `None` if there are none.
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        let latest = |a: Option<NaiveDate>, b: Option<NaiveDate>| a.max(b);
        let earliest = |a: Option<NaiveDate>, b: Option<NaiveDate>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self::new(
            latest(self.first, other.first),
            earliest(self.last, other.last),
        )
        .ok()
    }

    /// An end is open.
    pub fn is_open(&self) -> bool {
        self.first.is_none() || self.last.is_none()
    }

    /// The range as a query would write it; [`DateRange::parse`] reads it back. `2015-12-17`,
    /// `2015-12-01..2016-02-29`, `..1990-12-31`, `2015-12-01..`, `..`.
    pub fn to_query(&self) -> String {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => first.to_string(),
            (first, last) => {
                let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
                format!("{}..{}", day(first), day(last))
            }
        }
    }
}

impl fmt::Display for DateRange {
    /// What is shown to the user: `2015-12-01 … 2016-02-29`, `… 1990-12-31`, `2015-12-01 …`, `2015-12-17`, `all days`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (None, None) => f.write_str("all days"),
            (Some(first), None) => write!(f, "{first} …"),
            (None, Some(last)) => write!(f, "… {last}"),
            (Some(first), Some(last)) if first == last => write!(f, "{first}"),
            (Some(first), Some(last)) => write!(f, "{first} … {last}"),
        }
    }
}

/// What splits a text into the two sides of a range, and the words before a side.
#[derive(Clone, Copy)]
struct RangeReader<'a> {
    text: &'a str,
    today: NaiveDate,
}

/// Words that stand between the two sides of a range.
const TO: &[&str] = &["to", "until", "till", "through", "thru", "bis"];

impl RangeReader<'_> {
    fn read(self, all: &[Token]) -> Result<DateRange, DateError> {
        let all = unbracketed(all);
        let range = if is_everything(all) {
            DateRange::ALL
        } else if let Some(range) = self.bounded(all)? {
            range
        } else if let Some((left, right)) = split_at_dots(all).or_else(|| split_at_word(all, TO)) {
            self.between(left, right)?
        } else {
            self.one_or_interval(all)?
        };
        // A reversed range is the fault of the whole text, and so is one that reaches too far.
        let span = self.span(all);
        DateRange::new(range.first, range.last).map_err(|error| match error {
            DateError::Reversed { first, last, .. } => DateError::Reversed { first, last, span },
            _ => DateError::from_trouble(Trouble::TooFar, self.text, span),
        })
    }

    /// `since a`, `until b`, `before b`, `after a`, `from a to b`, `between a and b`, and the signs `>=`, `<=`, `<`, `>`.
    fn bounded(self, all: &[Token]) -> Result<Option<DateRange>, DateError> {
        let mut c = Cursor::new(all);
        let (first, last) = if let Some(sign) = c.mark_of(&['<', '>']) {
            let or_equal = c.mark('=');
            let period = self.period(&all[c.position()..])?;
            match (sign, or_equal) {
                ('>', true) => (Some(period.first), None),
                ('>', false) => (period.last.succ_opt(), None),
                (_, true) => (None, Some(period.last)),
                (_, false) => (None, period.first.pred_opt()),
            }
        } else if c.word_of(&["before"]) {
            (None, self.period(&all[1..])?.first.pred_opt())
        } else if c.word_of(&["after"]) {
            (self.period(&all[1..])?.last.succ_opt(), None)
        } else if c.word_of(&["until", "till", "to", "through", "bis"]) {
            (None, Some(self.period(&all[1..])?.last))
        } else if c.word_of(&["since", "from", "seit", "ab", "depuis", "desde"]) {
            if let Some((left, right)) =
                split_at_word(&all[1..], TO).or_else(|| split_at_dots(&all[1..]))
            {
                return self.between(left, right).map(Some);
            }
            (Some(self.period(&all[1..])?.first), None)
        } else if c.word_of(&["between"]) {
            return match split_at_word(&all[1..], &["and", "und"]) {
                Some((left, right)) => self.between(left, right).map(Some),
                None => Err(DateError::not_a_date(self.text, self.span(all))),
            };
        } else {
            return Ok(None);
        };
        Ok(Some(DateRange { first, last }))
    }

    /// `a..b`; a side that is empty or `*` is open.
    fn between(self, left: &[Token], right: &[Token]) -> Result<DateRange, DateError> {
        match (is_absent(left), is_absent(right)) {
            (true, true) => Ok(DateRange::ALL),
            (false, true) => Ok(DateRange {
                first: Some(self.period(left)?.first),
                last: None,
            }),
            (true, false) => Ok(DateRange {
                first: None,
                last: Some(self.period(right)?.last),
            }),
            (false, false) => {
                let said = self.said(left)?;
                if let Some(last) = short_year(said, right) {
                    return Ok(DateRange {
                        first: Some(said.period(self.today).first),
                        last: Some(last),
                    });
                }
                let (first, last) = period::both_sides(said, self.said(right)?, self.today);
                Ok(DateRange {
                    first: Some(first),
                    last: Some(last),
                })
            }
        }
    }

    /// A period, or an interval with a stroke between its ends (`2015-12/2016-02`, `2015/P2M`), where the whole is none.
    fn one_or_interval(self, all: &[Token]) -> Result<DateRange, DateError> {
        if let Some((first, last)) = two_years(all) {
            return Ok(DateRange {
                first: Some(first),
                last: Some(last),
            });
        }
        let as_period = self.period(all);
        let Err(DateError::NotADate { .. }) = as_period else {
            return as_period.map(DateRange::from);
        };
        let strokes = || {
            all.iter()
                .enumerate()
                .filter(|(_, token)| token.kind == Kind::Mark('/'))
        };
        if strokes().count() != 1 {
            return as_period.map(DateRange::from);
        }
        let at = strokes().next().map_or(0, |(at, _)| at);
        let (left, right) = (&all[..at], &all[at + 1..]);
        match (
            period::duration(Cursor::new(left)),
            period::duration(Cursor::new(right)),
        ) {
            (None, Some(length)) if !left.is_empty() => {
                let first = self.period(left)?.first;
                Ok(DateRange {
                    first: Some(first),
                    last: length.after(first),
                })
            }
            (Some(length), None) if !right.is_empty() => {
                let last = self.period(right)?.last;
                Ok(DateRange {
                    first: length.before(last),
                    last: Some(last),
                })
            }
            _ => self.between(left, right),
        }
    }

    fn period(self, side: &[Token]) -> Result<Period, DateError> {
        self.said(side).map(|said| said.period(self.today))
    }

    /// Reads one side; all of it must be a period.
    fn said(self, side: &[Token]) -> Result<Said, DateError> {
        match period::read(Cursor::new(side), self.today) {
            Ok(Some(said)) => Ok(said),
            Ok(None) => Err(DateError::not_a_date(self.text, self.span(side))),
            Err(trouble) => Err(DateError::from_trouble(trouble, self.text, self.span(side))),
        }
    }

    /// The bytes of these tokens; all of the text if there are none.
    fn span(self, side: &[Token]) -> Range<usize> {
        match (side.first(), side.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..self.text.len(),
        }
    }
}

impl From<Period> for DateRange {
    fn from(period: Period) -> Self {
        Self {
            first: Some(period.first),
            last: Some(period.last),
        }
    }
}

/// What is inside `[a TO b]`.
fn unbracketed(all: &[Token]) -> &[Token] {
    match all {
        [open, inside @ .., close]
            if open.kind == Kind::Mark('[') && close.kind == Kind::Mark(']') =>
        {
            inside
        }
        _ => all,
    }
}

/// `all`, `all days`, `*`.
fn is_everything(all: &[Token]) -> bool {
    let mut c = Cursor::new(all);
    let said = c.word_of(&["all"]) || c.mark('*');
    c.word_of(&["days", "dates"]);
    said && c.is_at_end()
}

fn is_absent(side: &[Token]) -> bool {
    matches!(side, []) || matches!(side, [token] if token.kind == Kind::Mark('*'))
}

/// Splits at `..`, `...`, `…`, at a long dash, and at a short one between blanks.
fn split_at_dots(all: &[Token]) -> Option<(&[Token], &[Token])> {
    let is_dot = |at: usize| {
        all.get(at)
            .is_some_and(|token| token.kind == Kind::Mark('.'))
    };
    let glued = |at: usize| all.get(at).is_some_and(|token| token.glued);
    for (at, token) in all.iter().enumerate() {
        let width = match token.kind {
            Kind::Mark('.') if is_dot(at + 1) && glued(at + 1) => {
                2 + usize::from(is_dot(at + 2) && glued(at + 2))
            }
            Kind::Mark('…' | '–' | '—') => 1,
            Kind::Mark('-') if !token.glued && !glued(at + 1) && at > 0 && at + 1 < all.len() => 1,
            _ => continue,
        };
        return Some((&all[..at], &all[at + width..]));
    }
    None
}

/// Splits at the first of `words` that is not at the very beginning, but for `[TO b]`.
fn split_at_word<'t>(all: &'t [Token], words: &[&str]) -> Option<(&'t [Token], &'t [Token])> {
    let is_one = |at: usize| Cursor::new(&all[at..]).word_of(words);
    let at = (0..all.len()).find(|&at| is_one(at))?;
    Some((&all[..at], &all[at + 1..]))
}

/// `1984-1985`; `1984-85`, `1984/85`: a second number that is no month, and larger. The first and the last day.
fn two_years(all: &[Token]) -> Option<(NaiveDate, NaiveDate)> {
    let mut c = Cursor::new(all);
    let first = c.number(4..=4)?;
    c.mark_of(&['-', '/'])?;
    let second = match c.number(2..=2) {
        Some(short) => {
            Some(first / 100 * 100 + short).filter(|&year| short > 12 && year > first)?
        }
        None => c.number(4..=4)?,
    };
    c.is_at_end().then_some(())?;
    let year = |year: u32| i32::try_from(year).ok().and_then(Period::year);
    Some((year(first)?.first, year(second)?.last))
}

/// The last day of the year that two digits name after a whole year: `1984..85`.
fn short_year(left: Said, right: &[Token]) -> Option<NaiveDate> {
    let Said::Year(year) = left else { return None };
    let mut c = Cursor::new(right);
    let short = i32::try_from(c.number(2..=2)?).ok()?;
    (c.is_at_end() && short > year % 100).then_some(())?;
    Period::year(year / 100 * 100 + short).map(|period| period.last)
}

#[cfg(test)]
mod tests;
