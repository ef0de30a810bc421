//! Date, agency and author: what the stamp line and the credit lines around it say.
//!
//! In comes the page with its anchor and headline found; the head is filled, the nearest line first.

use crate::date::Precision;

use super::Page;
use super::headline::{Head, is_author};
use super::names;
use super::shape::Kind;
use super::stamp::{self, Credit};

/// Takes date, agency and author from the stamp line and from the credit lines around it and the headline.
pub(super) fn credits(page: &Page, head: &mut Head) {
    let Some(around) = head.stamp_at.or(head.title_at) else {
        return;
    };
    let first_line = head
        .title_at
        .map_or(around, |title| title.min(around))
        .saturating_sub(2);
    let last_line = head.title_at.map_or(around, |title| title.max(around)) + 8;
    let mut near: Vec<usize> = Vec::new();
    for at in first_line..=last_line.min(page.lines.len() - 1) {
        if at > around && at > head.start && page.is_prose(at) {
            break;
        }
        near.push(at);
    }
    let mut label = None;
    if let Some(Kind::Stamp(credit)) = head.stamp_at.map(|at| &page.kinds[at]) {
        take(head, credit);
        (head.published, label) = credit
            .stamp
            .as_ref()
            .map_or((None, None), |(date, label)| (Some(*date), Some(*label)));
    }
    // Nearest first: the line that touches the stamp knows best.
    near.sort_by_key(|at| at.abs_diff(around));
    let known = [head.stamp_at, head.title_at];
    for at in near.into_iter().filter(|&at| !known.contains(&Some(at))) {
        match &page.kinds[at] {
            Kind::Stamp(credit) | Kind::Credit(credit)
                if at + 1 >= head.title_at.unwrap_or(0).min(around) || credit.byline.is_some() =>
            {
                if let (Some(own), Some((date, theirs))) = (label, credit.stamp.as_ref())
                    && *theirs > own
                {
                    head.published = Some(*date);
                    label = Some(*theirs);
                }
                take(head, credit);
            }
            Kind::Text
                if head.byline.is_none()
                    && at < around
                    // Two dates may stand below the author: published, and modified.
                    && (at + 1..around).all(|i| matches!(page.kinds[i], Kind::Stamp(_)))
                    && head.title_at.is_none_or(|title| at > title)
                    && is_author(page.text(at)) =>
            {
                let (name, place) = page
                    .text(at)
                    .split_once(" in ")
                    .unwrap_or((page.text(at), ""));
                head.byline = Some(name.to_owned());
                head.place = head
                    .place
                    .take()
                    .or_else(|| Some(place.to_owned()).filter(|place| !place.is_empty()));
            }
            _ => {}
        }
    }
    unlabelled_agency(page, head, around);
    complete_time(page, head);
    if head.site.is_none() {
        head.site = (0..head.start.min(page.lines.len())).find_map(|at| match &page.kinds[at] {
            Kind::Credit(credit) => credit.agency.clone().or_else(|| credit.host.clone()),
            _ => None,
        });
    }
}

/// The agency on a line of its own beside the stamp that no table knows: in brackets, or a paper's name; below a paper's
/// name its author may stand between.
fn unlabelled_agency(page: &Page, head: &mut Head, around: usize) {
    const REACH: usize = 2;
    if head.stamp_at.is_none() || head.agency.is_some() {
        return;
    }
    let first = around.saturating_sub(REACH);
    let last = (around + REACH).min(page.lines.len() - 1);
    let mut near: Vec<usize> = (first..=last)
        .filter(|&at| Some(at) != head.title_at && at != around)
        .collect();
    near.sort_by_key(|at| at.abs_diff(around));
    let usable = |at: usize| {
        let (low, high) = (at.min(around), at.max(around));
        matches!(page.kinds[at], Kind::Text | Kind::Furniture(_))
            && !(low..high).any(|between| page.is_prose(between))
    };
    let named = |at: usize| {
        let text = page.text(at);
        match stamp::in_brackets(text) {
            Some(inner) => names::is_bracketed_agency(inner).then(|| inner.to_owned()),
            None => (page.kinds[at] == Kind::Text && is_paper_line(text))
                .then(|| text.trim_end_matches(['.', ',']).to_owned()),
        }
    };
    let Some((at, name)) = near
        .into_iter()
        .filter(|&at| usable(at))
        .find_map(|at| named(at).map(|name| (at, name)))
    else {
        return;
    };
    head.agency = Some(name);
    head.used.push(at);
    let between = around + 1;
    if at == around + 2
        && head.byline.is_none()
        && Some(between) != head.title_at
        && page.kinds[between] == Kind::Text
        && is_author(page.text(between))
    {
        head.byline = Some(page.text(between).to_owned());
        head.used.push(between);
    }
}

/// A line that is a paper's name and nothing else. A crosshead in capitals may end in such a word too.
fn is_paper_line(text: &str) -> bool {
    names::is_paper_name(text)
        && text.split(' ').count() <= 5
        && (text.chars().any(char::is_lowercase) || text.to_ascii_lowercase().starts_with("the "))
        && !text.ends_with(['?', '!', ':'])
}

/// A date and its time on two lines: reads them as one.
fn complete_time(page: &Page, head: &mut Head) {
    let (Some(date), Some(at)) = (head.published, head.stamp_at) else {
        return;
    };
    if date.precision() != Precision::Day || at + 1 >= page.lines.len() {
        return;
    }
    let next = page.text(at + 1);
    if next.len() <= 24 && next.contains(':') && next.starts_with(|c: char| c.is_ascii_digit()) {
        let joined = format!("{} {next}", page.text(at));
        if let Some((fuller, _)) = crate::date::find_stamp(&joined).filter(|(fuller, _)| {
            fuller.precision() >= Precision::Minute && fuller.first_day() == date.first_day()
        }) {
            head.published = Some(fuller);
        }
    }
}

/// Fills what is still missing.
fn take(head: &mut Head, credit: &Credit) {
    let fill = |slot: &mut Option<String>, value: &Option<String>| {
        if slot.is_none() {
            slot.clone_from(value);
        }
    };
    fill(&mut head.agency, &credit.agency);
    fill(&mut head.byline, &credit.byline);
    fill(&mut head.place, &credit.place);
    if let Some(host) = &credit.host {
        // Xinhua's own hosts stand where the agency's name does; the dateline has it.
        let weak = ["news.cn", "chinaview", "xinhuanet"]
            .iter()
            .any(|name| host.to_ascii_lowercase().contains(name));
        fill(
            if weak {
                &mut head.site
            } else {
                &mut head.agency
            },
            &Some(host.clone()),
        );
    }
}

/// The owner that a copyright line names: "Copyright by Delta Daily Online, all rights reserved".
pub(super) fn owner(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let start = lower
        .find("copyright")
        .map(|at| at + "copyright".len())
        .or_else(|| lower.find('©').map(|at| at + '©'.len_utf8()))?;
    let rest = text[start..].trim_start_matches(|c: char| !c.is_alphabetic());
    let rest = rest
        .strip_prefix("by ")
        .or_else(|| rest.strip_prefix("of "))
        .unwrap_or(rest);
    let lower = rest.to_ascii_lowercase();
    let end = [
        ", all",
        ". ",
        ",",
        " all rights",
        " (",
        "|",
        " 19",
        " 20",
        " - ",
    ]
    .iter()
    .filter_map(|sign| lower.find(sign))
    .min()
    .unwrap_or(rest.len());
    let name =
        rest[..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '©' | '|'));
    (name.len() >= 3
        && name.len() <= 60
        && names::is_name(name, 6)
        && !name.to_ascii_lowercase().starts_with("all rights"))
    .then(|| name.to_owned())
}
