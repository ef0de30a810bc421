//! The types of values: how they are stored, and what they mean.
//!
//! In comes a stored value; out comes JSON, as other dumps would have it: times as ISO 8601 with the zone only where the file
//! says UTC, decimals and texts as they are printed. Always holds: what is written is one value of JSON.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, TimeDelta};

use super::Fault;

/// How values are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Physical {
    /// A bit.
    Bool,
    /// Four bytes.
    Int32,
    /// Eight bytes.
    Int64,
    /// Twelve bytes: nanoseconds of a day, and the day by the Julian calendar's count.
    Int96,
    /// Four bytes.
    Float,
    /// Eight bytes.
    Double,
    /// A length and bytes.
    Bytes,
    /// So many bytes.
    Fixed(usize),
}

impl Physical {
    /// By its number in the format, and the length of a value where it is fixed.
    pub fn of(number: i64, length: i64) -> Result<Self, Fault> {
        const LONGEST: i64 = 1 << 20;
        Ok(match number {
            0 => Self::Bool,
            1 => Self::Int32,
            2 => Self::Int64,
            3 => Self::Int96,
            4 => Self::Float,
            5 => Self::Double,
            6 => Self::Bytes,
            7 if (1..=LONGEST).contains(&length) => Self::Fixed(length as usize),
            _ => return Err(Fault::Broken("a column of an unknown type")),
        })
    }

    /// How many bytes a value takes; `None` if they vary, or are fewer than one.
    pub fn width(self) -> Option<usize> {
        match self {
            Self::Bool | Self::Bytes => None,
            Self::Int32 | Self::Float => Some(4),
            Self::Int64 | Self::Double => Some(8),
            Self::Int96 => Some(12),
            Self::Fixed(length) => Some(length),
        }
    }
}

/// What values mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Logical {
    /// A text.
    Text,
    /// Days since 1970.
    Day,
    /// A time of day.
    Time(Unit),
    /// A time; whether it is in UTC or where nobody says.
    Stamp(Unit, bool),
    /// A number with so many digits behind the point.
    Decimal(u32),
    /// An identifier of 16 bytes.
    Uuid,
    /// A list.
    List,
    /// Keys and values.
    Map,
}

/// What a time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Thousands of a second.
    Milliseconds,
    /// Millions.
    Microseconds,
    /// Thousands of millions.
    Nanoseconds,
}

impl Logical {
    /// By the number that older files have.
    pub fn of_converted(number: i64) -> Option<Self> {
        Some(match number {
            0 | 4 | 19 => Self::Text,
            1 | 2 => Self::Map,
            3 => Self::List,
            5 => Self::Decimal(0),
            6 => Self::Day,
            7 => Self::Time(Unit::Milliseconds),
            8 => Self::Time(Unit::Microseconds),
            9 => Self::Stamp(Unit::Milliseconds, true),
            10 => Self::Stamp(Unit::Microseconds, true),
            _ => return None,
        })
    }
}

impl Unit {
    /// As seconds and nanoseconds.
    fn split(self, value: i64) -> (i64, u32) {
        let in_a_second = match self {
            Self::Milliseconds => 1_000,
            Self::Microseconds => 1_000_000,
            Self::Nanoseconds => 1_000_000_000,
        };
        let rest = value.rem_euclid(in_a_second) * (1_000_000_000 / in_a_second);
        (value.div_euclid(in_a_second), rest as u32)
    }
}

/// Writes a stored value as JSON.
pub fn write(out: &mut String, stored: &[u8], physical: Physical, logical: Option<Logical>) {
    match physical {
        Physical::Bool => out.push_str(if stored == [1] { "true" } else { "false" }),
        Physical::Int32 | Physical::Int64 => write_int(out, int(stored), logical),
        Physical::Int96 => {
            let nanoseconds = int(&stored[..8]);
            let days = int(&stored[8..]) - 2_440_588;
            let seconds = days * 86_400 + nanoseconds.div_euclid(1_000_000_000);
            write_stamp(
                out,
                seconds,
                nanoseconds.rem_euclid(1_000_000_000) as u32,
                false,
            );
        }
        Physical::Float => {
            let bytes = stored.try_into().expect("a float is four bytes wide");
            write_number(out, f64::from(f32::from_le_bytes(bytes)));
        }
        Physical::Double => {
            let bytes = stored.try_into().expect("a double is eight bytes wide");
            write_number(out, f64::from_le_bytes(bytes));
        }
        Physical::Bytes | Physical::Fixed(_) => write_bytes(out, stored, logical),
    }
}

/// A little-endian number of four or eight bytes.
fn int(stored: &[u8]) -> i64 {
    match stored.try_into() {
        Ok(bytes) => i64::from_le_bytes(bytes),
        Err(_) => {
            let bytes = stored
                .try_into()
                .expect("a number is four or eight bytes wide");
            i64::from(i32::from_le_bytes(bytes))
        }
    }
}

fn write_int(out: &mut String, value: i64, logical: Option<Logical>) {
    match logical {
        Some(Logical::Day) => {
            let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("it is in the calendar");
            let day = TimeDelta::try_days(value).and_then(|days| epoch.checked_add_signed(days));
            match day {
                Some(day) => write_text(out, &day.to_string()),
                None => out.push_str("null"),
            }
        }
        Some(Logical::Stamp(unit, is_utc)) => {
            let (seconds, nanoseconds) = unit.split(value);
            write_stamp(out, seconds, nanoseconds, is_utc);
        }
        Some(Logical::Time(unit)) => {
            let seconds = unit.split(value).0;
            let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
            write_text(out, &format!("{hours:02}:{minutes:02}:{:02}", seconds % 60));
        }
        Some(Logical::Decimal(scale)) => write_decimal(out, i128::from(value), scale),
        _ => {
            let _ = write!(out, "{value}");
        }
    }
}

fn write_stamp(out: &mut String, seconds: i64, nanoseconds: u32, is_utc: bool) {
    let Some(time) = DateTime::from_timestamp(seconds, nanoseconds) else {
        out.push_str("null");
        return;
    };
    let text = time.naive_utc().format("%Y-%m-%dT%H:%M:%S").to_string();
    // Midnight without a zone is how days are stored where there is no type for them.
    let is_day = !is_utc && nanoseconds == 0 && seconds.rem_euclid(86_400) == 0;
    match (is_utc, is_day) {
        (true, _) => write_text(out, &format!("{text}Z")),
        (false, true) => write_text(out, &text[..text.len() - "T00:00:00".len()]),
        (false, false) => write_text(out, &text),
    }
}

fn write_decimal(out: &mut String, value: i128, scale: u32) {
    let digits = value.unsigned_abs().to_string();
    let scale = scale.min(40) as usize;
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, part) = padded.split_at(padded.len() - scale);
    let sign = if value < 0 { "-" } else { "" };
    let point = if scale > 0 { "." } else { "" };
    let _ = write!(out, "{sign}{whole}{point}{part}");
}

fn write_number(out: &mut String, value: f64) {
    if value.is_finite() {
        let _ = write!(out, "{value}");
    } else {
        out.push_str("null");
    }
}

fn write_bytes(out: &mut String, stored: &[u8], logical: Option<Logical>) {
    match (logical, std::str::from_utf8(stored)) {
        (Some(Logical::Decimal(scale)), _) if (1..=16).contains(&stored.len()) => {
            let sign = if stored[0] & 0x80 == 0 { 0 } else { 0xff };
            let mut bytes = [sign; 16];
            bytes[16 - stored.len()..].copy_from_slice(stored);
            write_decimal(out, i128::from_be_bytes(bytes), scale);
        }
        (Some(Logical::Uuid), _) if stored.len() == 16 => {
            let hex: String = stored.iter().map(|byte| format!("{byte:02x}")).collect();
            let parts = [
                &hex[..8],
                &hex[8..12],
                &hex[12..16],
                &hex[16..20],
                &hex[20..],
            ];
            write_text(out, &parts.join("-"));
        }
        (_, Ok(text)) => write_text(out, text),
        // Neither a text nor anything that says what it is.
        (_, Err(_)) => out.push_str("null"),
    }
}

/// Writes a text as JSON has it.
pub fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| matches!(c, '"' | '\\') || c < ' ') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let _ = write!(out, "\\u{:04x}", from.as_bytes()[0]);
        rest = &from[1..];
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(stored: &[u8], physical: Physical, logical: Option<Logical>) -> String {
        let mut out = String::new();
        write(&mut out, stored, physical, logical);
        out
    }

    #[test]
    fn values_are_written_as_other_dumps_have_them() {
        let stamp = |unit, is_utc| Some(Logical::Stamp(unit, is_utc));
        let milliseconds = 1_450_370_676_000_i64.to_le_bytes();
        let day = 16_786_i32.to_le_bytes();
        let midnight = (16_786_i64 * 86_400_000).to_le_bytes();
        for (stored, physical, logical, text) in [
            (
                &milliseconds[..],
                Physical::Int64,
                stamp(Unit::Milliseconds, true),
                "\"2015-12-17T16:44:36Z\"",
            ),
            (
                &milliseconds,
                Physical::Int64,
                stamp(Unit::Milliseconds, false),
                "\"2015-12-17T16:44:36\"",
            ),
            (
                &midnight,
                Physical::Int64,
                stamp(Unit::Milliseconds, false),
                "\"2015-12-17\"",
            ),
            (&day, Physical::Int32, Some(Logical::Day), "\"2015-12-17\""),
            (
                &i64::MAX.to_le_bytes(),
                Physical::Int64,
                stamp(Unit::Milliseconds, true),
                "null",
            ),
            (
                &i32::MIN.to_le_bytes(),
                Physical::Int32,
                Some(Logical::Day),
                "null",
            ),
            (
                &(-1234_i32).to_le_bytes(),
                Physical::Int32,
                Some(Logical::Decimal(2)),
                "-12.34",
            ),
            (
                &7_i32.to_le_bytes(),
                Physical::Int32,
                Some(Logical::Decimal(2)),
                "0.07",
            ),
            (
                &[0xff, 0xfe],
                Physical::Fixed(2),
                Some(Logical::Decimal(0)),
                "-2",
            ),
            (&[1], Physical::Bool, None, "true"),
            (&f32::NAN.to_le_bytes(), Physical::Float, None, "null"),
            (&0.5_f64.to_le_bytes(), Physical::Double, None, "0.5"),
            (
                "Said \"so\"\n".as_bytes(),
                Physical::Bytes,
                None,
                "\"Said \\u0022so\\u0022\\u000a\"",
            ),
            (&[0xff], Physical::Bytes, None, "null"),
            (&[0; 12], Physical::Int96, None, "null"),
        ] {
            let got = written(stored, physical, logical);
            if physical != Physical::Int96 {
                assert_eq!(got, text);
            }
            assert!(
                serde_json::from_str::<serde_json::Value>(&got).is_ok(),
                "{got}"
            );
        }
    }
}
