//! The stamp line of a page: when it was published, by which agency, by whom.
//!
//! In comes one short line, out comes a [`Credit`] if *all* of the line can be accounted for as date, time, label,
//! agency, author, editor or tool; a line with a remainder ("Chinese shares rise 2015-12-10") is text, and its date is
//! not the page's. The date itself is read by [`crate::date`].

mod labels;
mod part;

use std::ops::Range;

use crate::date::{Precision, PubDate, find_stamp};

use super::names::{has_press_word, is_agency, is_masthead};
use labels::DATE_LABELS;
use part::{Names, STAMP};

/// What a line says of when, where and by whom the page was published.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Credit {
    /// The date, and what stands before it.
    pub stamp: Option<(PubDate, Label)>,
    /// The agency or publication.
    pub agency: Option<String>,
    /// A web address's host, printed where others print the agency: weaker, for the dateline may name the agency.
    pub host: Option<String>,
    /// The authors, without "By".
    pub byline: Option<String>,
    /// Where the author wrote from: "By … in Beijing".
    pub place: Option<String>,
    /// A section's name among the other parts.
    pub section: Option<String>,
    /// The whole line stands in brackets, as a printed paper's reference below a story does.
    pub bracketed: bool,
    /// An editor or a tool was named too.
    pub extras: bool,
}

/// What the word before a date says it is the date of. Later ones win over earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    /// Nothing.
    Bare,
    /// "Published", "Posted", "Created".
    Published,
    /// "Updated", "Last modified".
    Updated,
}

/// Longer lines are text.
const MAX_LINE: usize = 260;

/// Reads a line as a credit. The text may hold tabs between its columns.
pub(super) fn read(line: &str) -> Option<Credit> {
    if line.is_empty() || line.len() > MAX_LINE {
        return None;
    }
    let line = line.trim();
    let mut credit = Credit {
        bracketed: is_bracketed(line),
        ..Credit::default()
    };
    let mut rest = unglued(line);
    // At most: published, updated, and the day of the paper.
    for _ in 0..3 {
        let Some((date, range)) = stamp_in(&rest) else {
            break;
        };
        let label = label_before(&rest[..range.start]);
        take_stamp(&mut credit, date, label);
        rest.replace_range(range, STAMP);
    }
    let mut names = Names::default();
    let mut unread = 0;
    for part in part::parts(&rest) {
        unread += part::read(part, &mut credit, &mut names);
    }
    unread += settle(names, &mut credit);
    let says = credit.stamp.is_some()
        || credit.agency.is_some()
        || credit.host.is_some()
        || credit.byline.is_some()
        || credit.extras;
    // A word or two of a site's own ("Hits", a column's name) may stand beside a date that is labelled or credited.
    let sure = credit
        .stamp
        .as_ref()
        .is_some_and(|&(_, label)| label > Label::Bare)
        || credit.stamp.is_some()
            && (credit.agency.is_some() || credit.host.is_some() || credit.byline.is_some());
    // "21 October 2025 • Lanping, Delta": a place or a column after a bar.
    let barred = credit.stamp.is_some() && line.len() <= 60 && line.contains(['|', '•', '·']);
    (says && (unread == 0 || (sure || barred) && unread <= 3)).then_some(credit)
}

/// Decides what the names without a label are. An agency stands before `| Updated:` or behind an author, and a paper's
/// masthead beside its date; every other lone name is an author. Returns how many words are still unread.
fn settle(names: Names, credit: &mut Credit) -> usize {
    let mut found = names.found;
    let mut unread = 0;
    let updated = credit
        .stamp
        .as_ref()
        .is_some_and(|&(_, label)| label == Label::Updated);
    let has_agency = credit.agency.is_some() || credit.host.is_some();
    if !has_agency && let Some(last) = found.pop() {
        let announced = updated && last.before_stamp || credit.byline.is_some() && !last.is_word;
        let second = !last.is_word && found.iter().any(|name| !name.is_word);
        if announced || second || is_masthead(&last.text) {
            credit.agency = Some(last.text);
        } else {
            found.push(last);
        }
    }
    for name in found {
        if credit.byline.is_none() && name.is_person {
            credit.byline = Some(name.text);
        } else {
            unread += name.text.split(' ').count();
        }
    }
    unread
}

/// The line with a bar before a label that was saved without the blank between: `20 Apr 2026Updated 12:44`, and before a
/// name that touches the time: `08:38example.org`.
fn unglued(line: &str) -> String {
    let mut rest = line.replace("(s)", "s");
    for label in ["Updated", "Published", "Posted", "Last"] {
        if let Some(at) = rest
            .find(label)
            .filter(|&at| rest[..at].ends_with(|c: char| c.is_ascii_digit()))
        {
            rest.insert_str(at, " | ");
        }
    }
    if let Some(at) = glued_name(&rest) {
        rest.insert_str(at, " | ");
    }
    rest
}

/// Where a word of four letters or more touches a time, which no zone and no "pm" has.
fn glued_name(text: &str) -> Option<usize> {
    let time = text.match_indices(':').find_map(|(at, _)| {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let starts = text[..at].ends_with(|c: char| c.is_ascii_digit());
        (starts && digits(&text[at + 1..]) == 2).then_some(at + 3)
    })?;
    let letters = text[time..]
        .chars()
        .take_while(|c| c.is_ascii_alphabetic())
        .count();
    (letters >= 4).then_some(time)
}

/// A stamp that is worth looking for.
fn stamp_in(text: &str) -> Option<(PubDate, Range<usize>)> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let (date, mut range) = find_stamp(text)
        .filter(|(date, range)| date.precision() >= Precision::Day && range.start < range.end)?;
    // A bracket behind a zone may name the zone, "(PDT)", or the agency.
    if let Some(open) = text[range.clone()]
        .strip_suffix(')')
        .and_then(|stamp| stamp.rfind('('))
    {
        let inner = &text[range.start + open + 1..range.end - 1];
        if is_agency(inner) || has_press_word(inner) {
            range.end = range.start + open;
        }
    }
    Some((date, range))
}

/// The label that a text ends with.
fn label_before(before: &str) -> Label {
    let tail = before
        .trim_end_matches([' ', ':', '\t', '|', '：', '-'])
        .to_lowercase();
    let tail = tail.trim_end_matches(" on").trim_end_matches(" at");
    DATE_LABELS
        .iter()
        .find(|(words, _)| tail.ends_with(words))
        .map_or(Label::Bare, |&(_, label)| label)
}

/// Nothing but a date's label: "Updated:" with the date on the next line.
pub(super) fn is_label(text: &str) -> bool {
    let key = text.trim_end_matches([' ', ':', '|', '：']).to_lowercase();
    DATE_LABELS.iter().any(|(words, _)| key == *words)
}

/// Keeps the better of two stamps: the later label, then the finer time, then the first.
fn take_stamp(credit: &mut Credit, date: PubDate, label: Label) {
    let better = credit.stamp.as_ref().is_none_or(|(held, held_label)| {
        (label, date.precision()) > (*held_label, held.precision())
    });
    if better {
        credit.stamp = Some((date, label));
    }
}

/// The whole line is one pair of brackets.
fn is_bracketed(line: &str) -> bool {
    in_brackets(line).is_some()
}

/// What stands in the one pair of brackets that is the whole line.
pub(super) fn in_brackets(line: &str) -> Option<&str> {
    let inner = line
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .or_else(|| {
            line.strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
        });
    let inner = inner.or_else(|| {
        line.strip_prefix('（')
            .and_then(|rest| rest.strip_suffix('）'))
    });
    inner
        .filter(|inner| !inner.contains(['(', ')', '[', ']', '（', '）']))
        .map(str::trim)
}
