//! Days whose year has two digits: `8.5.12`.
//!
//! In comes a short line; out comes the day, if it is the line's last word or all of it. Always holds: between dots the day
//! is first, as in every country that writes dots; a number with more or fewer parts, or one that follows a word like
//! *version*, is no day.

use crate::date::{self, PubDate};

/// No line with a longer text before its day is a stamp, in bytes.
const LONGEST: usize = 120;

/// The day at the end of a line.
pub(super) fn short_day(line: &str) -> Option<PubDate> {
    let line = line.trim_end_matches([' ', '.', ',', '|', ')', '-', '–']);
    if line.len() > LONGEST {
        return None;
    }
    let start = line.rfind(|c: char| !c.is_ascii_digit() && c != '.');
    let (before, number) = match start {
        Some(at) => line.split_at(at + line[at..].chars().next()?.len_utf8()),
        None => ("", line),
    };
    let is_apart = before.is_empty() || before.ends_with([' ', '\u{a0}', '(', '|', ',']);
    let words = before.to_lowercase();
    let is_other = ["version", "release", "v.", "vers"]
        .iter()
        .any(|word| words.contains(word));
    if !is_apart || is_other {
        return None;
    }
    PubDate::from_day(date::short_day(number)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_with_a_short_year_ends_a_line() {
        for (line, day) in [
            ("8.5.12", Some("2012-05-08")),
            ("von Ada Byway, 08.05.12", Some("2012-05-08")),
            ("am 31.12.99.", Some("1999-12-31")),
            ("Version 3.6.12", None),
            ("8.5.12 Ferry stops", None),
            ("8.5.2.12", None),
            ("8.5", None),
            ("31.2.12", None),
            ("x8.5.12", None),
            ("", None),
        ] {
            assert_eq!(
                short_day(line).map(|date| date.day_text()).as_deref(),
                day,
                "{line}"
            );
        }
    }
}
