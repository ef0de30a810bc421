//! Days written with blanks between their parts: `2018. 3. 12.`, `12 / 03 / 2018`.
//!
//! In comes a line; out comes the same line with its numbers closed up, for the reader of stamps. Always holds: only three
//! numbers with the same sign between them are closed up, one of them of four digits; nothing else of the line changes.

/// The line with its spaced days closed up; `None` if it has none.
pub(super) fn close_up(line: &str) -> Option<String> {
    let mut closed = String::with_capacity(line.len());
    let (mut rest, mut is_found) = (line, false);
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        closed.push_str(before);
        let (piece, after) = match day(from) {
            Some((day, length)) => {
                is_found = true;
                closed.push_str(&day);
                ("", &from[length..])
            }
            None => from.split_at(digits(from)),
        };
        closed.push_str(piece);
        rest = after;
    }
    closed.push_str(rest);
    is_found.then_some(closed)
}

/// The day at the start of a text, closed up, and how many bytes it took.
fn day(text: &str) -> Option<(String, usize)> {
    let first = digits(text);
    let (sign, second_at) = gap(text, first)?;
    let second = digits(&text[second_at..]);
    let (again, third_at) = gap(text, second_at + second)?;
    let third = digits(&text[third_at..]);
    let is_short = |length| (1..=2).contains(&length);
    let is_day = sign == again
        && is_short(second)
        && (first == 4 && is_short(third) || is_short(first) && third == 4);
    let end = third_at + third;
    let parts = [
        &text[..first],
        &text[second_at..second_at + second],
        &text[third_at..end],
    ];
    // In years, months, days dots would be those of a version.
    let sign = if first == 4 { "-" } else { sign };
    is_day.then(|| (parts.join(sign), end))
}

/// The sign that stands between two numbers, and where the second begins.
fn gap(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = &text[at..];
    let mark = rest.trim_start_matches(' ');
    let sign = mark
        .get(..1)
        .filter(|sign| matches!(*sign, "." | "/" | "-"))?;
    let behind = mark[1..].trim_start_matches(' ');
    let is_number = behind.starts_with(|c: char| c.is_ascii_digit());
    is_number.then(|| (sign, text.len() - behind.len()))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_closed_up_and_nothing_else_is() {
        for (line, closed) in [
            ("입력 2018. 3. 12. 10:04", Some("입력 2018-3-12. 10:04")),
            ("12 / 03 / 2018", Some("12/03/2018")),
            ("12. 3. 2018 v 10:04", Some("12.3.2018 v 10:04")),
            ("7 - 12 / 3 / 2018", Some("7 - 12/3/2018")),
            ("3 / 4 of 2018", None),
            ("12. 3 / 2018", None),
            ("1. 2. 3.", None),
            ("2018", None),
            ("2018. ", None),
            ("", None),
        ] {
            assert_eq!(close_up(line).as_deref(), closed, "{line}");
        }
    }
}
