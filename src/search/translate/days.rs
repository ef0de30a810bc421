//! Dates of other databases → days of ours.
//!
//! One reader serves all dialects, since each writes what people write; what differs is what stands around. A numeric day
//! with two readings is American in every one of these databases unless the account says otherwise, so the month is first.

use std::ops::Range;

use chrono::{Days, Months, NaiveDate};

use super::note::{Change, Note};
use crate::date::{DateError, DateRange, When};
use crate::search::query::Query;

/// Reads days, and notes how.
pub(super) struct Calendar<'n> {
    pub today: NaiveDate,
    pub notes: &'n mut Vec<Note>,
}

/// Whether an end of a range belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Included,
    Excluded,
}

impl Calendar<'_> {
    /// The period that a text names, at this place.
    pub fn period(&mut self, text: &str, span: &Range<usize>) -> Option<DateRange> {
        let text = text.trim().trim_matches('"').trim();
        if text.is_empty() {
            return None;
        }
        if let Some(day) = self.reckoned(text) {
            return DateRange::new(Some(day), Some(day)).ok();
        }
        let date = self.without_time(text, span);
        match DateRange::parse(date, self.today) {
            Ok(range) => Some(range),
            Err(DateError::Ambiguous { month_first, .. }) => {
                self.note(span, Change::MonthFirst { day: month_first });
                DateRange::new(Some(month_first), Some(month_first)).ok()
            }
            Err(_) => None,
        }
    }

    /// From one text to another; `*` and nothing are open ends.
    pub fn between(
        &mut self,
        (from, first): (&str, End),
        (to, last): (&str, End),
        span: &Range<usize>,
    ) -> Option<DateRange> {
        let is_open = |text: &str| matches!(text.trim(), "" | "*");
        let first = match first {
            _ if is_open(from) => None,
            End::Included => self.period(from, span)?.first,
            // A time of day is within its day, which stays.
            End::Excluded if has_time(from) => self.period(from, span)?.first,
            End::Excluded => Some(self.period(from, span)?.last?.succ_opt()?),
        };
        let last = match last {
            _ if is_open(to) => None,
            End::Included => self.period(to, span)?.last,
            End::Excluded if has_time(to) && !at_midnight(to) => self.period(to, span)?.last,
            End::Excluded => Some(self.period(to, span)?.first?.pred_opt()?),
        };
        DateRange::new(first, last).ok()
    }

    /// What is said with a word or sign before a day: `after`, `>=`, `from`, or nothing.
    pub fn compared(&mut self, word: &str, text: &str, span: &Range<usize>) -> Option<DateRange> {
        let open = ("", End::Included);
        match word.to_ascii_lowercase().as_str() {
            "" | "=" | "is" | "on" | "eq" | "equals" => self.period(text, span),
            ">" | "aft" | "after" | "gtr" | "gt" => self.between((text, End::Excluded), open, span),
            "<" | "bef" | "before" | "lss" | "lt" => {
                self.between(open, (text, End::Excluded), span)
            }
            ">=" | "=>" | "geq" | "gte" | "since" | "from" => {
                self.between((text, End::Included), open, span)
            }
            "<=" | "=<" | "leq" | "lte" | "until" | "to" => {
                self.between(open, (text, End::Included), span)
            }
            _ => None,
        }
    }

    /// `now-7d/d`, as Elasticsearch reckons; `-7`, as Factiva does.
    fn reckoned(&mut self, text: &str) -> Option<NaiveDate> {
        if let Some(days) = text.strip_prefix('-') {
            return self.today.checked_sub_days(Days::new(days.parse().ok()?));
        }
        let rest = text.strip_prefix("now")?;
        let rest = rest.split_once('/').map_or(rest, |(rest, _)| rest);
        if rest.is_empty() {
            return Some(self.today);
        }
        let number = rest.strip_prefix('-')?;
        let unit = number.find(|c: char| !c.is_ascii_digit())?;
        let count: u32 = number[..unit].parse().ok()?;
        match &number[unit..] {
            "h" | "H" => self
                .today
                .checked_sub_days(Days::new(u64::from(count) / 24)),
            "d" => self.today.checked_sub_days(Days::new(u64::from(count))),
            "w" => self.today.checked_sub_days(Days::new(u64::from(count) * 7)),
            "M" => self.today.checked_sub_months(Months::new(count)),
            "y" => self
                .today
                .checked_sub_months(Months::new(count.checked_mul(12)?)),
            _ => None,
        }
    }

    /// `2014-01-31T23:30:00Z` without its time, and `2014-01||/M` without its rounding, which a month has anyway.
    fn without_time<'t>(&mut self, text: &'t str, span: &Range<usize>) -> &'t str {
        let text = text.split_once("||").map_or(text, |(date, _)| date);
        match time_of(text) {
            Some((date, time)) => {
                if !is_midnight(time) && !time.starts_with("23:59") {
                    self.note(span, Change::WholeDays);
                }
                date
            }
            None => text,
        }
    }

    fn note(&mut self, span: &Range<usize>, change: Change) {
        self.notes.push(Note {
            span: span.clone(),
            change,
        });
    }
}

/// A date and a time with a `T` between.
fn time_of(text: &str) -> Option<(&str, &str)> {
    let (date, time) = text.split_once('T')?;
    let is_date = date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    (is_date && time.starts_with(|c: char| c.is_ascii_digit())).then_some((date, time))
}

fn has_time(text: &str) -> bool {
    time_of(text.trim().trim_matches('"')).is_some()
}

fn at_midnight(text: &str) -> bool {
    time_of(text.trim().trim_matches('"')).is_some_and(|(_, time)| is_midnight(time))
}

fn is_midnight(time: &str) -> bool {
    let digits = time.split(['+', 'Z', '-']).next().unwrap_or_default();
    digits.chars().all(|c| matches!(c, '0' | ':' | '.'))
}

/// A filter by days.
pub(super) fn filter(range: DateRange) -> Query {
    Query::When(When::Between(range))
}
