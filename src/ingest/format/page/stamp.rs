//! The stamp line of a page: when it was published, by which agency, by whom.
//!
//! In comes one short line, out comes a [`Credit`] if *all* of the line can be accounted for as date, time, label,
//! agency, author, editor or tool; a line with a remainder ("Chinese shares rise 2015-12-10") is text, and its date is
//! not the page's. The date itself is read by [`crate::date`].

use std::ops::Range;

use crate::date::{Precision, PubDate, find_stamp};

use super::furniture;
use super::names::{
    has_press_word, is_agency, is_host, is_name, is_person, is_time_word, without_tools,
};

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

/// Labels of a date, longest first; the text before them belongs to something else.
const DATE_LABELS: &[(&str, Label)] = &[
    ("last updated", Label::Updated),
    ("last modified", Label::Updated),
    ("last update", Label::Updated),
    ("last edited", Label::Updated),
    ("update time", Label::Updated),
    ("updated", Label::Updated),
    ("update", Label::Updated),
    ("modified", Label::Updated),
    ("first published", Label::Published),
    ("first posted", Label::Published),
    ("originally published", Label::Published),
    ("publish date", Label::Published),
    ("publish time", Label::Published),
    ("published", Label::Published),
    ("publish", Label::Published),
    ("posted", Label::Published),
    ("created", Label::Published),
    ("released", Label::Published),
    ("release date", Label::Published),
    ("release time", Label::Published),
    ("issued", Label::Published),
    ("date", Label::Published),
    ("time", Label::Published),
];

/// Labels that begin a new part wherever they stand in the line.
const INNER_LABELS: &[&str] = &[
    "web editor:",
    "executive editor:",
    "editor in charge:",
    "editor:",
    "editors:",
    "editor :",
    "source:",
    "source :",
    "sources:",
    "from:",
    "author:",
    "authors:",
    "reporter:",
    "byline:",
    "writer:",
    "updated:",
    "last updated",
    "published:",
    "publish date",
    "posted:",
    "created:",
    "by ",
    "by:",
    "page:",
];

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
        rest.replace_range(range, "|");
    }
    let mut unread = 0;
    for part in parts(&rest) {
        unread += read_part(part, &mut credit);
    }
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

/// The line with a bar before a label that was saved without the blank between: `20 Apr 2026Updated 12:44`.
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
    rest
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
    let inner = line
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .or_else(|| {
            line.strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
        });
    inner.is_some_and(|inner| !inner.contains(['(', ')', '[', ']']))
}

/// The parts of a line, and whether brackets stood around each.
fn parts(line: &str) -> Vec<(String, bool)> {
    // `to_ascii_lowercase` keeps every byte's place.
    let lower = line.to_ascii_lowercase();
    let mut parts = vec![(String::new(), false)];
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        let starts_word = at == 0 || lower[..at].ends_with(|c: char| !c.is_alphanumeric());
        let label = starts_word
            && at > 0
            && INNER_LABELS
                .iter()
                .any(|label| lower[at..].starts_with(label))
            && !(lower[..at].ends_with("web ")
                || lower[..at].ends_with("last ")
                || lower[..at].ends_with("executive "));
        if label {
            parts.push((String::new(), false));
        }
        match c {
            '|' | '\t' | '｜' | '•' | '·' | '┃' | '»' | ';' | '；' => {
                parts.push((String::new(), false))
            }
            '(' | '[' | '（' | '【' => parts.push((String::new(), true)),
            ')' | ']' | '）' | '】' => parts.push((String::new(), false)),
            c => {
                if let Some((part, _)) = parts.last_mut() {
                    part.push(c);
                }
            }
        }
        at += c.len_utf8();
    }
    parts
}

/// Takes what a part says into the credit; returns how many of its words said nothing.
fn read_part((part, bracketed): (String, bool), credit: &mut Credit) -> usize {
    let trim = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ':' | '-' | '–' | '—' | '/' | '>' | '<' | '*' | '.' | '：' | '，' | '_' | '"'
            )
    };
    let mut text = part.trim_matches(trim);
    // "By: A. Reporter" keeps its full stop inside; labels come off the front, and off the end where a date followed.
    loop {
        let lower = text.to_ascii_lowercase();
        let front = DATE_LABELS.iter().find(|(words, _)| {
            lower.starts_with(words)
                && !lower[words.len()..].starts_with(char::is_alphanumeric)
                && (lower.len() == words.len()
                    || lower[words.len()..].starts_with([':', ' ', '\t']))
        });
        let back = DATE_LABELS.iter().find(|(words, _)| {
            lower.ends_with(words) && lower[..lower.len() - words.len()].ends_with([' ', '|', ','])
        });
        let next = match (front, back) {
            (Some((words, _)), _) => &text[words.len()..],
            (None, Some((words, _))) => &text[..text.len() - words.len()],
            (None, None) => break,
        };
        text = next.trim_matches(trim);
    }
    let lower = text.to_ascii_lowercase();
    if text.is_empty() || lower.split([' ', ',']).all(is_time_word) {
        return 0;
    }
    if let Some(rest) = after_label(
        text,
        &[
            "web editor",
            "executive editor",
            "editor in charge",
            "editors",
            "editor",
            "edited by",
            "editing by",
            "page editor",
            "proofread by",
            "photo by",
            "photos by",
            "photo",
            "page",
            "p.",
        ],
    ) {
        if lower.starts_with("page") && rest.chars().any(char::is_alphabetic) && rest.len() > 4 {
            return rest.split(' ').count();
        }
        credit.extras = true;
        return 0;
    }
    if let Some(rest) = after_label(text, &["sources", "source from", "source", "from"])
        .filter(|rest| !rest.is_empty() && rest.split(' ').count() <= 8)
    {
        credit.agency.get_or_insert_with(|| rest.to_owned());
        return 0;
    }
    if let Some(rest) = after_label(
        text,
        &[
            "authors",
            "author",
            "reporters",
            "reporter",
            "byline",
            "writer",
            "written by",
            "reported by",
            "reporting by",
            "additional reporting by",
            "writing by",
            "compiled by",
            "by",
            "von",
            "par",
            "por",
        ],
    ) {
        return read_byline(rest, credit);
    }
    if is_agency(text)
        || bracketed
            && is_name(text, 8)
            && !lower.starts_with("photo")
            && (credit.stamp.is_some() || has_press_word(text))
    {
        credit.agency.get_or_insert_with(|| text.to_owned());
        return 0;
    }
    if let Some((agency, place)) = text
        .rsplit_once(", ")
        .filter(|(agency, place)| is_agency(agency) && is_name(place, 3))
    {
        credit.agency.get_or_insert_with(|| agency.to_owned());
        credit.place.get_or_insert_with(|| place.to_owned());
        return 0;
    }
    if text.contains('@') && !text.contains(' ') {
        credit.extras = true;
        return 0;
    }
    if is_host(text) {
        let slot = if bracketed {
            &mut credit.agency
        } else {
            &mut credit.host
        };
        slot.get_or_insert_with(|| text.to_owned());
        return 0;
    }
    read_rest(text, credit)
}

/// A part that no label and no table names: a tool bar, a section, an author, or words that say nothing.
fn read_rest(text: &str, credit: &mut Credit) -> usize {
    if furniture::is_tool_bar(text)
        || text.split(' ').all(|word| {
            word.chars()
                .all(|c| c.is_ascii_digit() || !c.is_alphanumeric())
        })
    {
        credit.extras |= furniture::is_tool_bar(text);
        return 0;
    }
    // Without a date beside it, none of what follows makes a line a credit.
    if credit.stamp.is_none() {
        return text.split(' ').count() + 3;
    }
    if let Some(name) = without_tools(text).filter(|name| is_agency(name) || is_host(name)) {
        credit.agency.get_or_insert(name);
        return 0;
    }
    if furniture::is_section_name(text) {
        credit.section.get_or_insert_with(|| text.to_owned());
        return 0;
    }
    if has_press_word(text) && is_name(text, 6) {
        credit.agency.get_or_insert_with(|| text.to_owned());
        return 0;
    }
    if is_person(text) && credit.byline.is_none() {
        credit.byline = Some(text.to_owned());
        return 0;
    }
    text.split(' ').count()
}

/// The text after one of the labels, if it starts with one and a colon or a blank follows.
fn after_label<'t>(text: &'t str, labels: &[&str]) -> Option<&'t str> {
    let lower = text.to_ascii_lowercase();
    labels.iter().find_map(|label| {
        let rest = lower.strip_prefix(label)?;
        let colon = rest.trim_start().starts_with([':', '：']);
        // Words such as "source" begin sentences too: they need their colon.
        let needs_colon =
            !(label.ends_with("by") || matches!(*label, "page" | "p." | "von" | "par" | "por"));
        if !(colon
            || !needs_colon && rest.starts_with(' ')
            || *label == "page" && rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            return None;
        }
        Some(text[label.len()..].trim_matches([' ', ':', '：', '\t', ',', '-', '|']))
    })
}

/// Takes the names after "By" into the credit; returns how many words were none.
fn read_byline(names: &str, credit: &mut Credit) -> usize {
    let mut names = names.trim();
    if let Some((head, place)) = names
        .rsplit_once(" in ")
        .filter(|(_, place)| is_name(place, 4))
    {
        credit
            .place
            .get_or_insert_with(|| place.trim_end_matches(['.', ',']).to_owned());
        names = head.trim();
    }
    for between in [", for ", " for ", ", special to ", ", "] {
        if let Some((head, agency)) = names
            .rsplit_once(between)
            .filter(|(_, agency)| is_agency(agency) || has_press_word(agency) && is_name(agency, 5))
        {
            credit.agency.get_or_insert_with(|| agency.to_owned());
            names = head.trim_end_matches(',').trim();
            break;
        }
    }
    if is_agency(names) || is_host(names) {
        credit.agency.get_or_insert_with(|| names.to_owned());
        return 0;
    }
    if !is_name(names, 16) || names.ends_with('.') && names.split(' ').count() > 6 {
        return names.split(' ').count() + 3;
    }
    credit.byline.get_or_insert_with(|| names.to_owned());
    0
}
