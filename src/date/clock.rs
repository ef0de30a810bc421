//! Tokens → a time of day, a zone: the parts of a stamp that are not the date.
//!
//! In: a [`Cursor`]. Out: the part and the cursor after it, or nothing. Always holds: every reader looks at a bounded
//! number of tokens; an hour that no clock shows is not read.

use chrono::{FixedOffset, NaiveDateTime, NaiveTime, Timelike};
use chrono_tz::Tz;

use super::token::{Case, Cursor, Kind};
use super::written::Style;
use super::zone::{Zone, offset};
use super::{Precision, words};

/// A zone as it was written.
#[derive(Clone, Copy, Debug)]
pub(super) enum ZoneMark {
    Known(Zone),
    /// A zone that several countries call the same (`IST`), or `local time`: the printed day stands without an offset.
    Unknown,
}

impl ZoneMark {
    pub fn offset_at(self, local: NaiveDateTime) -> Option<FixedOffset> {
        match self {
            Self::Known(zone) => Some(zone.offset_at(local)),
            Self::Unknown => None,
        }
    }
}

/// A time of day and how much of it was written.
pub(super) type Time = (NaiveTime, Precision);

/// Reads the time that adjoins an ISO date: `T16:44`, `T16:44:36.5`, `T164436`.
pub(super) fn iso_time(at: Cursor<'_>) -> Option<(Time, Cursor<'_>)> {
    let mut c = at;
    if !(c.glued() && c.word_of(&["t"]) && c.glued()) {
        return None;
    }
    run_together(c).or_else(|| colons(c))
}

/// Reads a time of day: `16:44`, `16:44:36.5`, `4:44 pm`, `4 p.m.`, `4.44pm`, `16h44`, `16.44 Uhr`, `1644 GMT`, `16时44分`, `오후 3:15`.
pub(super) fn time_at(at: Cursor<'_>) -> Option<(Time, Cursor<'_>)> {
    if let Some((half, c)) = half_named_first(at) {
        let (clock, end) = colons(c).or_else(|| ideographic(c))?;
        return Some(((in_half(clock.0, half)?, clock.1), end));
    }
    let (time, c) = half_day(at)
        .or_else(|| colons(at))
        .or_else(|| with_unit(at))
        .or_else(|| military(at))
        .or_else(|| ideographic(at))?;
    let mut unit = c;
    if unit.word_of(&["uhr", "hrs", "hours", "uur", "horas"]) {
        return Some((time, unit));
    }
    Some((time, c))
}

/// `16:44`, `16:44:36`, `16:44:36.79`.
fn colons(at: Cursor<'_>) -> Option<(Time, Cursor<'_>)> {
    let mut c = at;
    let hour = c.number(1..=2)?;
    if !c.glued_mark(':') {
        return None;
    }
    let minute = c.glued_number(2..=2)?;
    let mut seconds = c;
    if seconds.glued_mark(':') {
        let second = seconds.glued_number(2..=2)?;
        fraction(&mut seconds);
        return Some((time(hour, minute, Some(second))?, seconds));
    }
    Some((time(hour, minute, None)?, c))
}

/// `4 pm`, `4:44 PM`, `4:44:36 p.m.`, `4.44pm`. Hours past 12 keep their meaning: some pages print `16:44 PM`.
fn half_day(at: Cursor<'_>) -> Option<(Time, Cursor<'_>)> {
    let mut c = at;
    let mut hour;
    let (mut minute, mut second) = (0, None);
    if let Some((clock, after)) = colons(at) {
        (hour, minute) = (clock.0.hour(), clock.0.minute());
        second = (clock.1 == Precision::Second).then(|| clock.0.second());
        c = after;
    } else {
        hour = c.number(1..=2)?;
        let mut dotted = c;
        if dotted.glued_mark('.')
            && let Some(minutes) = dotted.glued_number(2..=2)
        {
            (minute, c) = (minutes, dotted);
        }
    }
    let afternoon = c.word_as(|word| match word {
        "am" | "a" => Some(0),
        "pm" | "p" => Some(12),
        _ => None,
    })?;
    if c.behind(1).is_some_and(|word| word.end - word.start == 1) {
        if !(c.mark('.') && c.word_of(&["m"])) {
            return None;
        }
        c.glued_mark('.');
    }
    hour = match hour {
        1..=11 => hour + afternoon,
        12 => afternoon,
        0 if afternoon == 0 => 0,
        13..=23 if afternoon == 12 => hour,
        _ => return None,
    };
    Some((time(hour, minute, second)?, c))
}

/// `오후`, `下午`, `午後` before a time: whether the half of the day is the second.
fn half_named_first(at: Cursor<'_>) -> Option<(Half, Cursor<'_>)> {
    let mut c = at;
    let first = c.mark_of(&['오', '上', '下', '午'])?;
    let second = c.mark_of(&['전', '후', '午', '前', '後'])?;
    let half = match (first, second) {
        ('오', '전') | ('上', '午') | ('午', '前') => Half::Morning,
        ('오', '후') | ('下', '午') | ('午', '後') => Half::Afternoon,
        _ => return None,
    };
    Some((half, c))
}

/// A half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// A time as it stands on a clock of twelve hours.
fn in_half(clock: NaiveTime, half: Half) -> Option<NaiveTime> {
    let hour = match (clock.hour(), half) {
        (12, Half::Morning) => 0,
        (hour @ 0..=11, Half::Afternoon) => hour + 12,
        (13.., Half::Morning) => return None,
        (hour, _) => hour,
    };
    clock.with_hour(hour)
}

/// `16h44`, `16 h`, `16.44 Uhr`, `16 Uhr`.
fn with_unit(at: Cursor<'_>) -> Option<(Time, Cursor<'_>)> {
    let mut c = at;
    let hour = c.number(1..=2)?;
    if c.word_of(&["h"]) {
        let minute = c.number(2..=2).unwrap_or(0);
        return Some((time(hour, minute, None)?, c));
    }
    let minute = if c.glued_mark('.') {
        c.glued_number(2..=2)?
    } else {
        0
    };
    c.word_of(words::OCLOCK).then_some(())?;
    Some((time(hour, minute, None)?, c))
}

/// `1644 GMT`, as wires write it: four digits are a time only where a zone or a unit says so, which is left to be read.
fn military(at: Cursor<'_>) -> Option<(Time, Cursor<'_>)> {
    let mut c = at;
    let digits = c.number(4..=4)?;
    let mut mark = c;
    mark.word_of(&["gmt", "utc", "hrs", "hours"])
        .then_some(())?;
    Some((time(digits / 100, digits % 100, None)?, c))
}

/// `16时44分36秒`.
fn ideographic(at: Cursor<'_>) -> Option<(Time, Cursor<'_>)> {
    let mut c = at;
    let hour = c.number(1..=2)?;
    c.mark_of(&['时', '時', '点', '시'])?;
    let minute = c.number(1..=2)?;
    c.mark_of(&['分', '분'])?;
    let mut seconds = c;
    if let Some(second) = seconds.number(1..=2)
        && seconds.mark_of(&['秒', '초']).is_some()
    {
        return Some((time(hour, minute, Some(second))?, seconds));
    }
    Some((time(hour, minute, None)?, c))
}

/// `1644` or `164436.79`, after a `T`.
fn run_together(at: Cursor<'_>) -> Option<(Time, Cursor<'_>)> {
    let mut c = at;
    if let Some(digits) = c.number(4..=4) {
        return Some((time(digits / 100, digits % 100, None)?, c));
    }
    let digits = c.number(6..=6)?;
    fraction(&mut c);
    Some((
        time(digits / 10_000, digits / 100 % 100, Some(digits % 100))?,
        c,
    ))
}

/// Eats a fraction of a second; nothing sorts by it.
fn fraction(c: &mut Cursor<'_>) {
    let mut after = *c;
    if after.glued() && after.mark_of(&['.', ',']).is_some() && after.glued_number(1..=9).is_some()
    {
        *c = after;
    }
}

/// A time that a clock can show. A leap second is shown as the second before it.
pub(super) fn time(hour: u32, minute: u32, second: Option<u32>) -> Option<Time> {
    let precision = if second.is_some() {
        Precision::Second
    } else {
        Precision::Minute
    };
    let second = match second {
        Some(60) if minute == 59 => 59,
        second => second.unwrap_or(0),
    };
    NaiveTime::from_hms_opt(hour, minute, second).map(|time| (time, precision))
}

/// Reads a zone: `Z`, `+0800`, `+08:00`, `+08`, `EST`, `GMT+8`, `Beijing time`, each also in brackets.
pub(super) fn zone_at(at: Cursor<'_>, style: Style) -> Option<(ZoneMark, Cursor<'_>)> {
    let mut c = at;
    let open = c.mark_of(&['(', '[']);
    let (zone, mut c) = signed(c).or_else(|| named(c, style))?;
    match open {
        Some('(') => c.mark(')').then_some((zone, c)),
        Some(_) => c.mark(']').then_some((zone, c)),
        None => Some((zone, c)),
    }
}

/// `+0800`, `+08:00`, `+08`, `+8`.
fn signed(at: Cursor<'_>) -> Option<(ZoneMark, Cursor<'_>)> {
    let mut c = at;
    let sign = match c.mark_of(&['+', '-', '\u{2212}'])? {
        '+' => '+',
        _ => '-',
    };
    let (hours, minutes) = if let Some(digits) = c.glued_number(4..=4) {
        (digits / 100, digits % 100)
    } else {
        let hours = c.glued_number(1..=2)?;
        let mut colon = c;
        if colon.glued_mark(':') {
            let minutes = colon.glued_number(2..=2)?;
            c = colon;
            (hours, minutes)
        } else {
            (hours, 0)
        }
    };
    // `16:44 -03/04/2015` would be a date.
    let goes_on = c.glued() && matches!(c.peek()?.kind, Kind::Mark('-' | '/' | ':'));
    let offset = offset(sign, hours, minutes).filter(|_| !goes_on)?;
    Some((ZoneMark::Known(Zone::Offset(offset)), c))
}

/// A zone with a name.
fn named(at: Cursor<'_>, style: Style) -> Option<(ZoneMark, Cursor<'_>)> {
    let Kind::Word { case } = at.peek()?.kind else {
        return None;
    };
    let mut c = at;
    let name = c.word()?;
    c.advance();
    let mut with_time = c;
    if with_time.word_of(&["time"]) {
        return Some((zone_of_place(name)?, with_time));
    }
    if let Some(found) = iana(at) {
        return Some(found);
    }
    if style == Style::Line && case != Case::Capitals {
        return None;
    }
    if matches!(name, "gmt" | "utc" | "ut")
        && let Some(found) = signed(c)
    {
        return Some(found);
    }
    Some((abbreviated(name)?, c))
}

/// `Asia/Shanghai`, `America/New_York`: found by its parts, compared without case.
fn iana(at: Cursor<'_>) -> Option<(ZoneMark, Cursor<'_>)> {
    let area = at.word()?;
    if !matches!(
        area,
        "africa"
            | "america"
            | "antarctica"
            | "asia"
            | "atlantic"
            | "australia"
            | "europe"
            | "indian"
            | "pacific"
    ) {
        return None;
    }
    let mut c = at;
    c.advance();
    let mut name = area.to_owned();
    while c.glued()
        && name.len() < 32
        && let Some(joint) = c.mark_of(&['/', '_', '-'])
    {
        name.push(joint);
        name.push_str(c.word()?);
        c.advance();
    }
    match Zone::parse(&name).ok()? {
        zone @ Zone::Named(_) => Some((ZoneMark::Known(zone), c)),
        Zone::Offset(_) => None,
    }
}

/// The abbreviations of RFC 822 with its meanings, and those of other zones that news is written in. `ET` and its kind
/// change with the season, so that the date decides their offset.
fn abbreviated(name: &str) -> Option<ZoneMark> {
    let hours = |hours: i32| FixedOffset::east_opt(hours * 3600).map(Zone::Offset);
    let zone = match name {
        "z" | "ut" | "utc" | "gmt" | "wet" => hours(0),
        "bst" | "west" | "cet" | "mez" => hours(1),
        "cest" | "mesz" | "eet" | "sast" => hours(2),
        "eest" | "msk" => hours(3),
        "hkt" | "sgt" | "awst" | "bjt" => hours(8),
        "jst" | "kst" => hours(9),
        "aest" => hours(10),
        "aedt" => hours(11),
        "nzst" => hours(12),
        "nzdt" => hours(13),
        "adt" => hours(-3),
        "ast" | "edt" => hours(-4),
        "est" | "cdt" => hours(-5),
        "cst" | "mdt" => hours(-6),
        "mst" | "pdt" => hours(-7),
        "pst" | "akdt" => hours(-8),
        "akst" => hours(-9),
        "hst" => hours(-10),
        "et" => Some(Zone::Named(Tz::America__New_York)),
        "ct" => Some(Zone::Named(Tz::America__Chicago)),
        "mt" => Some(Zone::Named(Tz::America__Denver)),
        "pt" => Some(Zone::Named(Tz::America__Los_Angeles)),
        "ist" => return Some(ZoneMark::Unknown),
        _ => None,
    };
    zone.map(ZoneMark::Known)
}

/// `Beijing time`, `Eastern time`, `local time`.
fn zone_of_place(name: &str) -> Option<ZoneMark> {
    let tz = match name {
        "beijing" => Tz::Asia__Shanghai,
        "eastern" => Tz::America__New_York,
        "central" => Tz::America__Chicago,
        "mountain" => Tz::America__Denver,
        "pacific" => Tz::America__Los_Angeles,
        "local" => return Some(ZoneMark::Unknown),
        _ => return None,
    };
    Some(ZoneMark::Known(Zone::Named(tz)))
}

/// Eats a bracket with words after a zone: `+0800 (China Standard Time)`, `+08:00[Asia/Shanghai]`.
pub(super) fn comment(at: Cursor<'_>) -> Option<Cursor<'_>> {
    const MAX_WORDS: usize = 8;
    let mut c = at;
    c.mark_of(&['(', '['])?;
    for _ in 0..MAX_WORDS {
        if c.mark_of(&[')', ']']).is_some() {
            return Some(c);
        }
        if c.word().is_none() {
            c.mark_of(&['/', '_', '-'])?;
        } else {
            c.advance();
        }
    }
    None
}
