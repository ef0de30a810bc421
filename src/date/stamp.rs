//! Tokens → a publication stamp: a date with the time, the zone and the weekday that stand next to it, in any order.
//!
//! In: a whole field of a dump ([`read_whole`]) or a line of a page ([`find_stamp`]). Out: a [`PubDate`]. Always holds:
//! what is read was written; of two readings neither is taken; each line is gone through once, with a look-ahead that
//! is bounded.

use std::ops::Range;

use chrono::{NaiveDateTime, NaiveTime};

use super::clock::{self, ZoneMark};
use super::short::certain_day;
use super::token::{Cursor, Kind, Token, tokens};
use super::written::{self, Style, Trouble, Written};
use super::{NumericOrder, Precision, PubDate, fused, tongues, words};

/// A field longer than this holds more than a date.
const MAX_FIELD: usize = 200;

/// How much of a line is searched. A stamp stands at the head of a line of its own; what is longer than this is prose.
const MAX_LINE: usize = 4096;

/// How many marks and words may stand between two parts of a stamp: `, last updated at:` are five.
const MAX_BETWEEN: usize = 6;

/// The parts of a stamp, as far as they were found.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    date: Option<Written>,
    time: Option<(NaiveTime, Precision)>,
    zone: Option<ZoneMark>,
    has_weekday: bool,
}

impl Parts {
    /// The stamp, if the parts make one: a time needs a day.
    fn build(self) -> Option<PubDate> {
        match (self.date?, self.time) {
            (Written::Year(year), None) => PubDate::from_year(year),
            (Written::Month(year, month), None) => PubDate::from_month(year, month),
            (Written::Day(day), None) => PubDate::from_day(day),
            (Written::Day(day), Some((time, precision))) => {
                let local = day.and_time(time);
                let offset = self.zone.and_then(|zone| zone.offset_at(local));
                PubDate::from_time(local, precision, offset)
            }
            _ => None,
        }
    }
}

/// Reads a field that is a stamp and nothing else, but for words such as `Updated:` before it.
pub(super) fn read_whole(text: &str, order: Option<NumericOrder>) -> Option<PubDate> {
    let text = text.trim();
    if text.len() > MAX_FIELD {
        return None;
    }
    if let Some(read) = read_digits(text) {
        return read;
    }
    if let Some(day) = certain_day(text) {
        return PubDate::from_day(day);
    }
    let tokens = tokens(text);
    let mut start = Cursor::new(&tokens);
    let open = start.mark_of(&['[', '(']);
    while eat_between(&mut start) {}
    let (parts, mut end) = stamp_at(start, order, Style::Field).ok()??;
    if open.is_some() {
        end.mark_of(&[']', ')'])?;
    }
    end.mark('.');
    if end.is_at_end() { parts.build() } else { None }
}

/// Finds the first stamp with a full date inside a line, and the bytes that it, its time and its zone cover.
///
/// Only the first 4096 bytes are searched: a stamp stands on a short line. A numeric date that could be read in two ways
/// is passed over.
///
/// ```
/// # use morgue::date::find_stamp;
/// let (stamp, place) = find_stamp("The Daily Slate | Updated: 2015-12-17 16:44").unwrap();
/// assert_eq!(stamp.to_string(), "2015-12-17T16:44");
/// assert_eq!(place, 27..43);
/// ```
pub fn find_stamp(line: &str) -> Option<(PubDate, Range<usize>)> {
    find(line, None)
}

/// The same, with what a numeric date means that could be read in two ways.
///
/// ```
/// # use morgue::date::{NumericOrder, find_stamp_with};
/// let (stamp, _) = find_stamp_with("Posted 03/12/2018 by Ada", NumericOrder::MonthFirst).unwrap();
/// assert_eq!(stamp.to_string(), "2018-03-12");
/// ```
pub fn find_stamp_with(line: &str, order: NumericOrder) -> Option<(PubDate, Range<usize>)> {
    find(line, Some(order))
}

fn find(line: &str, order: Option<NumericOrder>) -> Option<(PubDate, Range<usize>)> {
    let head = line
        .char_indices()
        .take_while(|(at, _)| *at < MAX_LINE)
        .last();
    let tokens = tokens(&line[..head.map_or(0, |(at, c)| at + c.len_utf8())]);
    let mut at = Cursor::new(&tokens);
    while let Some(first) = at.peek() {
        if begins_apart(&at)
            && let Ok(Some((parts, end))) = stamp_at(at, order, Style::Line)
            && matches!(parts.date, Some(Written::Day(_)))
            && let Some(stamp) = parts.build()
        {
            let last = end.behind(1).expect("a stamp has a token");
            return Some((stamp, first.start..last.end));
        }
        at.advance();
    }
    None
}

/// Reads the parts that stand at `start`, each at most once. The end is after the last part.
fn stamp_at<'t>(
    start: Cursor<'t>,
    order: Option<NumericOrder>,
    style: Style,
) -> Result<Option<(Parts, Cursor<'t>)>, Trouble> {
    let mut parts = Parts::default();
    let (mut c, mut end) = (start, start);
    let mut between = 0;
    loop {
        if let Some(after) = next_part(&mut parts, c, end, order, style)? {
            (c, end, between) = (after, after, 0);
        } else {
            // A line's stamp begins with a part, or every start before it would find it too.
            let at_start = c.position() == start.position();
            if at_start || between == MAX_BETWEEN || !eat_between(&mut c) {
                break;
            }
            between += 1;
        }
    }
    Ok(parts.date.map(|_| (parts, end)))
}

/// Reads the part at `c`, if one that is still missing stands there; `end` is where the part before ended.
fn next_part<'t>(
    parts: &mut Parts,
    c: Cursor<'t>,
    end: Cursor<'t>,
    order: Option<NumericOrder>,
    style: Style,
) -> Result<Option<Cursor<'t>>, Trouble> {
    if parts.date.is_none()
        && let Some(after) = date_part(parts, c, order, style)?
    {
        return Ok(Some(after));
    }
    let adjoins = c.position() == end.position();
    Ok(time_part(parts, c, style)
        .or_else(|| zone_part(parts, c, adjoins && c.glued(), style))
        .or_else(|| weekday(parts, c))
        // A comment explains the zone before it.
        .or_else(|| {
            if adjoins && parts.zone.is_some() {
                clock::comment(c)
            } else {
                None
            }
        }))
}

/// A date, with an ISO time that adjoins it, or with a time that stands inside it.
fn date_part<'t>(
    parts: &mut Parts,
    c: Cursor<'t>,
    order: Option<NumericOrder>,
    style: Style,
) -> Result<Option<Cursor<'t>>, Trouble> {
    if parts.time.is_none()
        && let Some((fused, after)) = fused::read(c, style)
    {
        (parts.date, parts.time, parts.zone) =
            (Some(Written::Day(fused.day)), Some(fused.time), fused.zone);
        return Ok(Some(after));
    }
    let Some((date, mut after)) = written::date_at(c, order, style)? else {
        return Ok(None);
    };
    if matches!(date, Written::Year(_)) && clock::time_at(c).is_some() {
        // `1644 GMT` is no year.
        return Ok(None);
    }
    let mut time = parts.time;
    if time.is_none()
        && let Some((iso, time_end)) = clock::iso_time(after)
    {
        (time, after) = (Some(iso), time_end);
    }
    // What touches it may show that it is no date: a version, an address, a longer number.
    if !ends_apart(&after) && clock::zone_at(after, style).is_none() {
        return Ok(None);
    }
    (parts.date, parts.time) = (Some(date), time);
    Ok(Some(after))
}

fn time_part<'t>(parts: &mut Parts, c: Cursor<'t>, style: Style) -> Option<Cursor<'t>> {
    if parts.time.is_some() {
        return None;
    }
    let (time, after) = clock::time_at(c)?;
    if !ends_apart(&after) && clock::zone_at(after, style).is_none() {
        return None;
    }
    parts.time = Some(time);
    Some(after)
}

/// A zone: after a time, or touching the date as in XML's `2015-12-17Z`, or in brackets.
fn zone_part<'t>(
    parts: &mut Parts,
    c: Cursor<'t>,
    touches: bool,
    style: Style,
) -> Option<Cursor<'t>> {
    let placed = parts.time.is_some() || touches || is_bracket(&c);
    if parts.zone.is_some() || !placed {
        return None;
    }
    let (zone, after) = clock::zone_at(c, style)?;
    ends_apart(&after).then(|| parts.zone = Some(zone))?;
    Some(after)
}

/// A weekday before the date, or after it with more to follow. `mar` is a weekday where no March could be read. What
/// weekday it names is not compared: the number is what the page was filed under, the word is often left over.
fn weekday<'t>(parts: &mut Parts, at: Cursor<'t>) -> Option<Cursor<'t>> {
    if parts.has_weekday {
        return None;
    }
    let mut c = at;
    let open = c.mark_of(&['(', '[']);
    let length = c.word()?.len();
    c.word_as(words::weekday)?;
    let mut feira = c;
    if feira.mark('-') && feira.word_of(&["feira"]) {
        c = feira;
    }
    if open.is_some() {
        c.mark_of(&[')', ']'])?;
        parts.has_weekday = true;
        return Some(c);
    }
    c.mark('.');
    // `17 December 2015 Sun rises`: after the date a short name counts only if a time follows.
    let followed = || {
        let mut rest = c;
        eat_between(&mut rest);
        clock::time_at(rest).is_some()
    };
    parts.has_weekday = parts.date.is_none() || length >= 6 || followed();
    parts.has_weekday.then_some(c)
}

/// Eats one mark or word that may stand before a stamp or between its parts.
fn eat_between(c: &mut Cursor<'_>) -> bool {
    let Some(token) = c.peek() else { return false };
    let next_is_glued = c.peek_at(1).is_some_and(|next| next.glued);
    let eats = match token.kind {
        Kind::Mark(',' | ':' | ';' | '|' | '–' | '—' | '·' | '•' | '@') => true,
        // Between blanks a dash or a stroke separates; elsewhere it joins.
        Kind::Mark('-' | '/') => !token.glued && !next_is_glued,
        Kind::Word { .. } => c
            .word()
            .is_some_and(|word| words::AROUND.contains(&word) || tongues::AROUND.contains(&word)),
        _ => false,
    };
    if eats {
        c.advance();
        // *godz.* and *kl.* are short for something.
        if matches!(token.kind, Kind::Word { .. }) {
            c.glued_mark('.');
        }
    }
    eats
}

fn is_bracket(c: &Cursor<'_>) -> bool {
    matches!(
        c.peek().map(|token| token.kind),
        Some(Kind::Mark('(' | '['))
    )
}

/// Nothing touches the next token from before that would make it the end of something else.
fn begins_apart(c: &Cursor<'_>) -> bool {
    if !c.glued() {
        return true;
    }
    let touches = |n: usize| {
        c.behind(n)
            .filter(|_| (1..n).all(|k| c.behind(k).is_some_and(|t| t.glued)))
    };
    let is_text = |token: Option<&Token>| {
        matches!(
            token.map(|t| t.kind),
            Some(Kind::Number { .. } | Kind::Word { .. })
        )
    };
    match c.behind(1).map(|token| token.kind) {
        Some(Kind::Number { .. } | Kind::Word { .. }) => false,
        Some(Kind::Mark('_' | '/' | '\\' | '=' | '+' | '%' | '#' | '&' | '$' | '€' | '£')) => {
            false
        }
        Some(Kind::Mark('-' | '.' | ',')) => !is_text(touches(2)),
        Some(Kind::Mark(':')) => !matches!(touches(2).map(|t| t.kind), Some(Kind::Number { .. })),
        _ => true,
    }
}

/// Nothing touches what was read that would make it the beginning of something else.
fn ends_apart(c: &Cursor<'_>) -> bool {
    let Some(next) = c.peek().filter(|token| token.glued) else {
        return true;
    };
    if matches!(c.behind(1).map(|token| token.kind), Some(Kind::Mark(_))) {
        // `2015年12月17日16:44`, `(GMT+8)by`: a closing mark ends what it closes.
        return true;
    }
    let after = c
        .peek_at(1)
        .filter(|token| token.glued)
        .map(|token| token.kind);
    match next.kind {
        Kind::Number { .. } | Kind::Word { .. } => false,
        Kind::Mark('_' | '=' | '%' | '\\' | '/') => false,
        Kind::Mark('-') => !matches!(after, Some(Kind::Number { .. } | Kind::Word { .. })),
        Kind::Mark('.') => !matches!(after, Some(Kind::Number { .. })),
        // Apache's log: `17/Dec/2015:16:44:36`.
        Kind::Mark(':') => {
            let mut time = *c;
            time.advance();
            after.is_none() || clock::time_at(time).is_some()
        }
        _ => true,
    }
}

/// Reads a field of digits alone: seconds (9 or 10 of them) or milliseconds (12 or 13) since 1970, or the stamps
/// `YYYYMMDDhhmmss` and `YYYYMMDDhhmm`. The outer `None` leaves it to the other readers.
///
/// Twelve digits that can be read as a stamp are one: as milliseconds they would all lie in the first half of 1976.
fn read_digits(text: &str) -> Option<Option<PubDate>> {
    let (digits, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(digits) || !all_digits(fraction) {
        return None;
    }
    let value: i64 = digits.parse().ok()?;
    let has_fraction = text.len() > digits.len();
    match digits.len() {
        9 | 10 => Some(PubDate::from_epoch(value)),
        12 => Some(run_together(digits).or_else(|| PubDate::from_epoch(value / 1000))),
        13 => Some(PubDate::from_epoch(value / 1000)),
        14 if !has_fraction => Some(run_together(digits)),
        _ => None,
    }
}

/// `YYYYMMDDhhmm` or `YYYYMMDDhhmmss`.
fn run_together(digits: &str) -> Option<PubDate> {
    let (format, precision) = match digits.len() {
        12 => ("%Y%m%d%H%M", Precision::Minute),
        _ => ("%Y%m%d%H%M%S", Precision::Second),
    };
    let local = NaiveDateTime::parse_from_str(digits, format).ok()?;
    PubDate::from_time(local, precision, None)
}

#[cfg(test)]
mod tests;
