//! Tokens → the stamps whose time stands inside the date, so that neither can be read by itself.
//!
//! In: a [`Cursor`]. Out: a day, a time and perhaps a zone, and the cursor after them, or nothing. Always holds: the day
//! exists.

use chrono::NaiveDate;

use super::clock::{self, Time, ZoneMark};
use super::token::Cursor;
use super::words;
use super::written::{self, Style};

/// A day and its time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fused {
    pub day: NaiveDate,
    pub time: Time,
    pub zone: Option<ZoneMark>,
}

/// Reads one of these stamps.
pub(super) fn read(at: Cursor<'_>, style: Style) -> Option<(Fused, Cursor<'_>)> {
    ctime(at, style).or_else(|| wire(at, style))
}

/// `Dec 17 16:44:36 2015`, and with a zone before the year, as C's `ctime` and Unix' `date` write it.
fn ctime(at: Cursor<'_>, style: Style) -> Option<(Fused, Cursor<'_>)> {
    let mut c = at;
    let month = c.word_as(words::month)?;
    let day = c.number(1..=2)?;
    let (time, c) = clock::time_at(c)?;
    let (zone, mut c) = optional_zone(c, style);
    let year = c.number(4..=4)?;
    let day = day_of(year, month, day)?;
    Some((Fused { day, time, zone }, c))
}

/// `171644 GMT Dec 15`: day, hour and minute, zone, month and year, at the foot of a message of IPTC 7901.
fn wire(at: Cursor<'_>, style: Style) -> Option<(Fused, Cursor<'_>)> {
    let mut c = at;
    let digits = c.number(6..=6)?;
    let time = clock::time(digits / 100 % 100, digits % 100, None)?;
    let (zone, mut c) = optional_zone(c, style);
    let month = c.word_as(words::month)?;
    let whole = c.number(4..=4).map(|year| (year, c));
    let (year, c) = whole.or_else(|| written::short_year(c))?;
    let day = day_of(year, month, digits / 10_000)?;
    Some((Fused { day, time, zone }, c))
}

fn optional_zone(c: Cursor<'_>, style: Style) -> (Option<ZoneMark>, Cursor<'_>) {
    match clock::zone_at(c, style) {
        Some((zone, after)) => (Some(zone), after),
        None => (None, c),
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    written::day_of(i32::try_from(year).ok()?, month, day).ok()
}
