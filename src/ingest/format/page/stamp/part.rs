//! One part of a stamp line: what stands between its bars, brackets and labels.
//!
//! In comes a part, and the [`Credit`] of the line as far as it is known; what the part says goes into the credit, names
//! without a label go into [`Names`], and the words that could not be accounted for are counted.

use super::super::furniture;
use super::super::names::{
    has_press_word, is_agency, is_bracketed_agency, is_chinese_press, is_host, is_name, is_person,
    is_time_word, names_no_agency, without_tools,
};
use super::labels::{AUTHORS, CHINESE_LABELS, DATE_LABELS, EDITORS, INNER_LABELS, SOURCES};
use super::{Credit, Label};

/// What stands in the line where its stamp was: a part of its own.
pub(super) const STAMP: &str = "|\u{1}|";

/// Names that no label explains; what they are, the whole line decides.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// In the line's order.
    pub found: Vec<Name>,
    stamp_passed: bool,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Name {
    /// The name, as printed.
    pub text: String,
    /// It stands before the date.
    pub before_stamp: bool,
    /// It has the shape of a person's name.
    pub is_person: bool,
    /// It is a single word.
    pub is_word: bool,
}

/// The parts of a line, and whether brackets stood around each.
pub(super) fn parts(line: &str) -> Vec<(String, bool)> {
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
        if label || at > 0 && opens_chinese(&line[..at], &line[at..]) {
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

/// Whether a Chinese label and its colon stand at the beginning of the rest of a line.
fn opens_chinese(before: &str, rest: &str) -> bool {
    // The longer label "责任编辑" holds the shorter one.
    !before.ends_with(['任', '稿', '息'])
        && CHINESE_LABELS.iter().any(|label| {
            rest.strip_prefix(label)
                .is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
        })
}

/// Takes what a part says into the credit, or into the names; returns how many of its words said nothing.
pub(super) fn read(
    (part, bracketed): (String, bool),
    credit: &mut Credit,
    names: &mut Names,
) -> usize {
    if part == "\u{1}" {
        names.stamp_passed = true;
        return 0;
    }
    let text = without_date_labels(&part);
    let lower = text.to_ascii_lowercase();
    if text.is_empty() || lower.split([' ', ',']).all(is_time_word) {
        return 0;
    }
    if let Some(unread) = read_labelled(text, credit) {
        return unread;
    }
    let labelled = credit
        .stamp
        .as_ref()
        .is_some_and(|&(_, label)| label > Label::Bare);
    if is_agency(text)
        || bracketed
            && (is_bracketed_agency(text) && (credit.stamp.is_some() || has_press_word(text))
                || labelled && !names.stamp_passed && could_be_agency(text))
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
    if let Some(name) = before_mail(text) {
        credit.byline.get_or_insert_with(|| name.to_owned());
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
    read_rest(text, credit, names)
}

/// Words in brackets before a labelled date that are an agency's unless they say what else they are.
fn could_be_agency(text: &str) -> bool {
    (1..=8).contains(&text.split(' ').count())
        && text.starts_with(char::is_alphabetic)
        && !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '@' | '?' | '!' | '"'))
        && !["in ", "from ", "at ", "by ", "with "]
            .iter()
            .any(|start| text.starts_with(start))
        && !names_no_agency(text)
        && !furniture::is_section_name(text)
}

/// A part without the signs around it and without a date's label: labels come off the front, and off the end where a date
/// followed. "By: A. Reporter" keeps its full stop inside.
fn without_date_labels(part: &str) -> &str {
    let trim = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ':' | '-' | '–' | '—' | '/' | '>' | '<' | '*' | '.' | '：' | '，' | '_' | '"'
            )
    };
    let mut text = part.trim_matches(trim);
    loop {
        let lower = text.to_ascii_lowercase();
        let front = DATE_LABELS.iter().find(|(words, _)| {
            lower
                .strip_prefix(words)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', ' ', '\t', '：']))
        });
        let back = DATE_LABELS.iter().find(|(words, _)| {
            lower
                .strip_suffix(words)
                .is_some_and(|rest| rest.ends_with([' ', '|', ',']))
        });
        let next = match (front, back) {
            (Some((words, _)), _) => &text[words.len()..],
            (None, Some((words, _))) => &text[..text.len() - words.len()],
            (None, None) => return text,
        };
        text = next.trim_matches(trim);
    }
}

/// A part that begins with a label: an editor, a source, an author. `None` if there is no label.
fn read_labelled(text: &str, credit: &mut Credit) -> Option<usize> {
    if let Some(rest) = after_label(text, EDITORS) {
        let page = text
            .get(..4)
            .is_some_and(|word| word.eq_ignore_ascii_case("page"));
        if page && rest.chars().any(char::is_alphabetic) && rest.len() > 4 {
            return Some(rest.split(' ').count());
        }
        credit.extras = true;
        return Some(0);
    }
    if let Some(rest) =
        after_label(text, SOURCES).filter(|rest| !rest.is_empty() && rest.split(' ').count() <= 8)
    {
        credit.agency.get_or_insert_with(|| rest.to_owned());
        return Some(0);
    }
    after_label(text, AUTHORS).map(|rest| read_byline(rest, credit))
}

/// The name before a mail address: "Ada Lindt ada.lindt@example.org".
fn before_mail(text: &str) -> Option<&str> {
    let (name, mail) = text.rsplit_once(' ')?;
    let asks = ["contact", "email", "e-mail", "mail", "write", "send"]
        .iter()
        .any(|word| name.to_ascii_lowercase().starts_with(word));
    let names = is_person(name) && name.split(' ').count() <= 4;
    (mail.contains('@') && mail.contains('.') && names && !asks).then_some(name)
}

/// A part that no label and no table names: a tool bar, a section, a name, or words that say nothing.
fn read_rest(text: &str, credit: &mut Credit, names: &mut Names) -> usize {
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
        if !furniture::is_site_wide(text) {
            credit.section.get_or_insert_with(|| text.to_owned());
        }
        return 0;
    }
    if has_press_word(text) && is_name(text, 6) && !names_no_agency(text) || is_chinese_press(text)
    {
        credit.agency.get_or_insert_with(|| text.to_owned());
        return 0;
    }
    if names_no_agency(text) {
        return 0;
    }
    let before_stamp = !names.stamp_passed;
    let is_word = !text.contains(' ');
    let is_person = is_person(text);
    // A single word says little, unless it stands where an agency does.
    if is_person || before_stamp && is_name(text, 8) {
        names.found.push(Name {
            text: text.to_owned(),
            before_stamp,
            is_person,
            is_word,
        });
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
