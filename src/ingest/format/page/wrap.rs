//! Soft-wrapped text: joins the lines of a paragraph again where a mail program, lynx or `fold` broke them.
//!
//! In come a page's lines, out come the same lines with the breaks inside paragraphs taken back. A page that has one
//! paragraph a line comes out as it went in: whether a page is wrapped is decided once, by its line lengths.

use super::line::{Line, Mark};
use super::{furniture, stamp};

/// Widths people wrap at; beyond, a line is a paragraph of its own.
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=110;

/// Takes back the breaks inside paragraphs.
pub(super) fn join(lines: Vec<Line>) -> Vec<Line> {
    let width = width(&lines);
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    // How long the physical line was that the last paragraph now ends with.
    let mut tail = 0;
    for line in lines {
        let length = line.text.chars().count();
        let indent = line.indent;
        let joins = !line.gap
            && line.mark == Mark::Plain
            && out.last().is_some_and(|last| match width {
                Some(width) => {
                    (filled(tail, &line.text, width) || continues(&last.text, &line.text))
                        && indent <= last.indent + 2
                        && !stands_alone(&last.text)
                        && !stands_alone(&line.text)
                }
                None => continues(&last.text, &line.text),
            });
        match out.last_mut() {
            Some(last) if joins => {
                last.text.push(' ');
                last.text.push_str(&line.text);
                last.columns.clear();
                last.indent = indent.min(last.indent);
            }
            _ => out.push(line),
        }
        tail = length;
    }
    out
}

/// The width a text was wrapped at, if it was: most lines inside its blocks are as full as the next word allows.
fn width(lines: &[Line]) -> Option<usize> {
    let lengths: Vec<usize> = lines.iter().map(|line| line.text.chars().count()).collect();
    let long = lengths.iter().filter(|&&n| n > *WIDTHS.end()).count();
    let mut inner: Vec<usize> = (1..lines.len())
        .filter(|&i| {
            !lines[i].gap && lines[i].mark == Mark::Plain && WIDTHS.contains(&lengths[i - 1])
        })
        .map(|i| i - 1)
        .collect();
    if inner.len() < 3 || long * 8 > inner.len() {
        return None;
    }
    inner.sort_by_key(|&i| lengths[i]);
    let width = lengths[inner[inner.len() * 9 / 10]];
    // Sentences of one line each end in a full stop; wrapped lines hardly ever do.
    let full = inner
        .iter()
        .filter(|&&i| filled(lengths[i], &lines[i + 1].text, width))
        .count();
    let stopped = inner
        .iter()
        .filter(|&&i| lines[i].text.ends_with(['.', '!', '?']))
        .count();
    (full * 10 >= inner.len() * 7 && stopped * 2 < inner.len()).then_some(width)
}

/// A line so long that the next line's first word had no room on it.
fn filled(length: usize, next: &str, width: usize) -> bool {
    let word = next.split(' ').next().unwrap_or(next).chars().count();
    length + 1 + word > width && length <= width + 8
}

/// Stamp and credit lines are never part of a paragraph, however full.
fn stands_alone(text: &str) -> bool {
    text.len() <= 200 && stamp::read(text).is_some()
}

/// A sentence broken by inline markup: it stops in the middle, and the next line goes on in lower case.
fn continues(text: &str, next: &str) -> bool {
    let goes_on = next
        .chars()
        .next()
        .is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';'));
    let host = next.contains(".c") && !next.contains(' ');
    goes_on
        && !host
        && !furniture::is_tool_bar(next)
        && !furniture::is_tool_bar(text)
        && text.split(' ').nth(3).is_some()
        && !text.ends_with(['.', '!', '?', ':', '"', '”', ')', ']', '>', '…'])
}
