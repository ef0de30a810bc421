//! [`Zone`]: what turns a stamp without an offset into an instant. In: a name or an offset, from the command line or a
//! manifest. Out: offsets. Always holds: a zone prints as something that parses back to it.

use std::fmt;

use chrono::{Duration, FixedOffset, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A time zone: an offset, or a place whose offset changes with the seasons.
///
/// There is no *local* zone: it would be read from the environment, and the library reads none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// So far ahead of UTC at all times.
    Offset(FixedOffset),
    /// A zone of the IANA database.
    Named(Tz),
}

/// A text that names no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no time zone is called `{text}`")]
pub struct ZoneError {
    /// What was given.
    pub text: String,
    /// The zone it is nearest to, if one is near.
    pub suggestion: Option<String>,
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self::Named(Tz::UTC);

    /// Reads `UTC`, `Z`, an offset (`+08:00`, `-0500`, `+8`, `UTC+8`) or a name of the IANA database in any case
    /// (`Asia/Shanghai`).
    ///
    /// # Errors
    /// [`ZoneError`], with the nearest name, if it is none of these.
    pub fn parse(text: &str) -> Result<Self, ZoneError> {
        let name = text.trim();
        if name.eq_ignore_ascii_case("z") {
            return Ok(Self::UTC);
        }
        // Names first: `GMT+0` is one, and must print as it was read.
        if let Some(&tz) = TZ_VARIANTS
            .iter()
            .find(|tz| tz.name().eq_ignore_ascii_case(name))
        {
            return Ok(Self::Named(tz));
        }
        parse_offset(name)
            .map(Self::Offset)
            .ok_or_else(|| ZoneError {
                text: name.chars().take(MAX_NAME).collect(),
                suggestion: nearest(name),
            })
    }

    /// The instant, in seconds since 1970-01-01T00:00:00Z, at which clocks in the zone show `local`.
    ///
    /// When they show it twice, the first time. When they never do, because they were put forward over it, the instant
    /// at which they would have shown it unchanged.
    pub fn instant(&self, local: NaiveDateTime) -> i64 {
        local.and_utc().timestamp() - i64::from(self.offset_at(local).local_minus_utc())
    }

    /// The offset in force when clocks in the zone show `local`; see [`Zone::instant`] for hours that come twice or never.
    pub(super) fn offset_at(&self, local: NaiveDateTime) -> FixedOffset {
        let tz = match self {
            Self::Offset(offset) => return *offset,
            Self::Named(tz) => tz,
        };
        // The longest gap there was is a whole day: Samoa had no 30 December 2011.
        (0..=QUARTERS_A_DAY + 4)
            .filter_map(|quarters| local.checked_sub_signed(Duration::minutes(15 * quarters)))
            .find_map(|before| tz.offset_from_local_datetime(&before).earliest())
            .map_or(UTC_OFFSET, |offset| offset.fix())
    }
}

const QUARTERS_A_DAY: i64 = 24 * 4;

/// Longer than any zone's name; more of a wrong one is not worth repeating.
const MAX_NAME: usize = 64;

const UTC_OFFSET: FixedOffset = match FixedOffset::east_opt(0) {
    Some(offset) => offset,
    None => unreachable!(),
};

/// An offset from its sign, hours and minutes; `None` beyond the widest there ever was, Manila's 15:56.
pub(super) fn offset(sign: char, hours: u32, minutes: u32) -> Option<FixedOffset> {
    if hours > 15 || minutes > 59 {
        return None;
    }
    let seconds = (hours * 3600 + minutes * 60) as i32;
    FixedOffset::east_opt(if sign == '+' { seconds } else { -seconds })
}

/// `+08:00`, `-0500`, `+8`, each with or without `UTC` or `GMT` before it.
fn parse_offset(text: &str) -> Option<FixedOffset> {
    let bare = ["utc", "gmt"]
        .iter()
        .find_map(|name| text.get(..3).filter(|head| head.eq_ignore_ascii_case(name)))
        .map_or(text, |head| &text[head.len()..]);
    let (sign, digits) = match bare.chars().next()? {
        sign @ ('+' | '-') => (sign, &bare[1..]),
        '\u{2212}' => ('-', &bare['\u{2212}'.len_utf8()..]),
        _ => return None,
    };
    if !digits.bytes().all(|b| b.is_ascii_digit() || b == b':') {
        return None;
    }
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some((hours, minutes)), 4 | 5) if minutes.len() == 2 => (hours, minutes),
        (None, 1 | 2) => (digits, "0"),
        (None, 4) => digits.split_at(2),
        _ => return None,
    };
    offset(sign, hours.parse().ok()?, minutes.parse().ok()?)
}

/// The name that is nearest to `text`, compared whole and by its place alone (`shanghai` for `Asia/Shanghai`).
fn nearest(text: &str) -> Option<String> {
    if !(3..=MAX_NAME).contains(&text.len()) {
        return None;
    }
    let bare = |name: &str| -> Vec<char> {
        name.chars()
            .filter(|c| c.is_alphanumeric() || *c == '/')
            .map(|c| c.to_ascii_lowercase())
            .collect()
    };
    let wanted = bare(text);
    let allowed = if wanted.len() < 6 { 1 } else { 2 };
    TZ_VARIANTS
        .iter()
        .flat_map(|tz| {
            let place = tz.name().rsplit('/').next().unwrap_or_default();
            [tz.name(), place].map(|name| (edits(&wanted, &bare(name)), tz.name()))
        })
        .filter(|(edits, _)| *edits <= allowed)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name.to_owned())
}

/// How many letters must be put in, taken out or changed to make `a` of `b` (Levenshtein).
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(offset) => write!(f, "{offset}"),
            Self::Named(tz) => f.write_str(tz.name()),
        }
    }
}

impl std::str::FromStr for Zone {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, ZoneError> {
        Self::parse(text)
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn zone(text: &str) -> Zone {
        Zone::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn names_and_offsets_are_read() {
        for (text, printed) in [
            ("UTC", "UTC"),
            ("z", "UTC"),
            ("+08:00", "+08:00"),
            ("-0500", "-05:00"),
            ("+8", "+08:00"),
            ("UTC+8", "+08:00"),
            ("gmt-3:30", "-03:30"),
            (" asia/shanghai ", "Asia/Shanghai"),
            ("America/New_York", "America/New_York"),
        ] {
            assert_eq!(zone(text).to_string(), printed);
        }
    }

    #[test]
    fn every_zone_prints_as_what_it_is_read_from() {
        for tz in TZ_VARIANTS {
            let zone = Zone::Named(tz);
            let read = Zone::parse(&zone.to_string());
            assert_eq!(read, Ok(zone), "{tz}");
        }
        for minutes in -959..960 {
            let zone = Zone::Offset(FixedOffset::east_opt(minutes * 60).unwrap());
            assert_eq!(Zone::parse(&zone.to_string()), Ok(zone));
        }
    }

    #[test]
    fn a_near_miss_is_told_what_it_is_near_to() {
        for (text, near) in [
            ("Asia/Shangai", Some("Asia/Shanghai")),
            ("shanghai", Some("Asia/Shanghai")),
            ("america/newyork", Some("America/New_York")),
            ("Europe/Berlim", Some("Europe/Berlin")),
            ("local", None),
            ("+25:00", None),
            ("+é", None),
            ("", None),
        ] {
            let error = Zone::parse(text).unwrap_err();
            assert_eq!(error.suggestion.as_deref(), near, "{text}");
            assert_eq!(
                error.to_string(),
                format!("no time zone is called `{text}`")
            );
        }
        assert!(Zone::parse(&"x".repeat(1 << 20)).is_err());
    }

    #[test]
    fn an_hour_that_comes_twice_is_its_first_and_one_that_never_comes_is_carried_over() {
        let at = |text: &str, (y, m, d): (i32, u32, u32), (hour, minute)| {
            let local = NaiveDate::from_ymd_opt(y, m, d)
                .unwrap()
                .and_hms_opt(hour, minute, 0);
            zone(text).instant(local.unwrap())
        };
        let berlin = |date, time| at("Europe/Berlin", date, time);
        // On 25 October 2015 02:30 was shown at 00:30 UTC and at 01:30 UTC.
        assert_eq!(berlin((2015, 10, 25), (2, 30)), 1_445_733_000);
        // On 29 March 2015 clocks went from 02:00 to 03:00.
        assert_eq!(
            berlin((2015, 3, 29), (2, 30)),
            berlin((2015, 3, 29), (3, 30))
        );
        // Samoa went from 29 to 31 December 2011.
        assert_eq!(
            at("Pacific/Apia", (2011, 12, 30), (12, 0)),
            at("Pacific/Apia", (2011, 12, 31), (12, 0)),
        );
        // Before zones there was local mean time.
        assert_eq!(berlin((1800, 1, 1), (0, 0)), -5_364_665_608);
    }
}
