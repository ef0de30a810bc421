//! The head of a page: headline, section, date, agency and author.
//!
//! In come the lines and their kinds, out comes a [`Head`]. The anchor is the stamp line: the headline is the nearest
//! plausible line above it, or below it where a template prints the stamp first; the section stands above the headline.
//! A page without a stamp line has the first plausible line above its first paragraph for a headline.

use crate::date::{Precision, PubDate};

use super::Page;
use super::furniture::{self, Furniture};
use super::line::Mark;
use super::names;
use super::navigation;
use super::shape::{self, Kind};
use super::stamp::{Credit, Label};
use super::{credits, section};

/// What stands above the story.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The headline; empty if there is none.
    pub title: String,
    /// The breadcrumb or section name, as printed.
    pub section: Option<String>,
    /// The page's own stamp.
    pub published: Option<PubDate>,
    /// The agency beside the stamp.
    pub agency: Option<String>,
    /// A site's name or host: an agency only if nothing better is found.
    pub site: Option<String>,
    /// The authors.
    pub byline: Option<String>,
    /// Where the author wrote from.
    pub place: Option<String>,
    /// The page's own address.
    pub url: Option<String>,
    /// The line of the headline.
    pub title_at: Option<usize>,
    /// The line of the stamp.
    pub stamp_at: Option<usize>,
    /// The first line that can be the story's.
    pub start: usize,
    /// Lines that gave an agency or an author: no part of the story.
    pub used: Vec<usize>,
}

impl Head {
    /// A headline with a stamp is an article even if its text was not saved.
    pub(super) fn is_article(&self) -> bool {
        self.published.is_some() && shape::words(&self.title) >= 3
    }
}

/// Stamps further down belong to lists and comments.
const MAX_HEAD: usize = 400;
/// How far from the stamp line the headline may stand, in lines that are not furniture.
const REACH: usize = 12;

/// Finds the head.
pub(super) fn find(page: &Page) -> Head {
    let mut head = Head::default();
    let labelled = labels(page, &mut head);
    head.stamp_at = anchor(page);
    if head.title.is_empty() {
        head.title_at = match head.stamp_at {
            Some(anchor) => title_near(page, anchor).or_else(|| first_title(page)),
            None => first_title(page),
        };
        head.title = head
            .title_at
            .map(|at| page.text(at).to_owned())
            .unwrap_or_default();
    }
    let first = head
        .title_at
        .or(head.stamp_at)
        .map_or(labelled, |at| at + 1);
    head.start = first.max(labelled);
    // A stamp above the headline is part of the head; one far below it, past paragraphs, is not.
    credits::credits(page, &mut head);
    if head.section.is_none() {
        head.section = section::section(page, &head);
    }
    section::strip_site(page, &mut head);
    head
}

/// `Title: …`, `Section: …`, `URL: …` at the very top, as some tools write them. Returns the first line after them.
fn labels(page: &Page, head: &mut Head) -> usize {
    let mut after = 0;
    for at in 0..page.lines.len().min(12) {
        let text = page.text(at);
        if furniture::is_address(text) && text.contains("://") {
            head.url
                .get_or_insert_with(|| text.trim_matches(['<', '>', '(', ')']).to_owned());
            continue;
        }
        let Some((label, value)) = text
            .split_once(':')
            .map(|(label, value)| (label.trim().to_ascii_lowercase(), value.trim()))
        else {
            continue;
        };
        if value.is_empty() {
            continue;
        }
        match label.as_str() {
            "url" | "link" | "source url" | "page url" | "original url" | "saved from"
                if value.contains("://") =>
            {
                head.url.get_or_insert_with(|| value.to_owned());
            }
            "title" | "headline" if head.title.is_empty() && at < 4 => {
                head.title = value.to_owned();
                head.title_at = Some(at);
            }
            "section" | "category" | "channel" if at < 10 && value.len() <= 80 => {
                head.section.get_or_insert_with(|| value.to_owned());
            }
            _ => continue,
        }
        after = at + 1;
    }
    after
}

/// The page's own stamp line: the best labelled and credited one that stands in the head.
fn anchor(page: &Page) -> Option<usize> {
    let mut best: Option<(i32, usize)> = None;
    let mut prose = 0;
    for at in 0..page.lines.len().min(MAX_HEAD) {
        match &page.kinds[at] {
            Kind::Stamp(credit) if !credit.bracketed || credit.agency.is_none() || prose == 0 => {
                let score = score(page, at, credit) - 2 * prose;
                if prose <= 3 && score >= -3 && best.is_none_or(|(held, _)| score > held) {
                    best = Some((score, at));
                }
            }
            Kind::Text if page.is_prose(at) => prose += 1,
            // What stands below the story is over with it.
            Kind::Furniture(Furniture::Closing | Furniture::Legal) if prose >= 2 => break,
            _ => {}
        }
    }
    best.map(|(_, at)| at)
}

/// How sure a stamp line is the page's own.
fn score(page: &Page, at: usize, credit: &Credit) -> i32 {
    let (label, precision) = credit
        .stamp
        .as_ref()
        .map_or((Label::Bare, Precision::Day), |(date, label)| {
            (*label, date.precision())
        });
    let labelled = match label {
        Label::Updated => 4,
        Label::Published => 3,
        Label::Bare => 0,
    };
    let credited = if credit.agency.is_some() || credit.host.is_some() || credit.byline.is_some() {
        3
    } else {
        0
    };
    let timed = if precision >= Precision::Minute { 2 } else { 0 };
    let neighbours = (at.saturating_sub(3)..(at + 4).min(page.lines.len())).filter(|&i| i != at);
    let near = if neighbours.clone().any(|i| {
        page.kinds[i] == Kind::Text
            && shape::is_headline(&page.lines[i])
            && shape::words(page.text(i)) >= 4
    }) {
        2
    } else {
        0
    };
    // A list of stories prints a date beside each of them.
    let listed = if label == Label::Bare && neighbours.filter(|&i| matches!(&page.kinds[i], Kind::Stamp(other) if other.stamp.as_ref().is_some_and(|(_, label)| *label == Label::Bare))).count() >= 2 { -4 } else { 0 };
    labelled + credited + timed + near + listed
}

/// Whether a line can be the headline.
fn is_candidate(page: &Page, at: usize) -> bool {
    page.kinds[at] == Kind::Text
        && shape::is_headline(&page.lines[at])
        && !(furniture::is_section_name(page.text(at)) && shape::words(page.text(at)) <= 2)
        && !names::is_agency(page.text(at))
}

/// The headline near a stamp line.
fn title_near(page: &Page, anchor: usize) -> Option<usize> {
    let above = above(page, anchor);
    let below = below(page, anchor);
    let words = |at: usize| shape::words(page.text(at));
    match (above, below) {
        (Some(above), Some(below)) => {
            let heading = |at: usize| page.lines[at].mark == Mark::Heading;
            let better_below = heading(below) && !heading(above)
                || words(above) < 3 && words(below) >= 3
                || words(above) < 4 && words(below) >= 5 && !is_repeated(page, above)
                || is_site(page.text(above))
                || above + 1 == anchor && above <= 1 && names::is_paper_name(page.text(above));
            Some(if better_below && !is_repeated_only(page, above, below) {
                below
            } else {
                above
            })
        }
        (Some(at), None) if !is_site(page.text(at)) => Some(at),
        (None, Some(at)) => Some(at),
        (_, None) => notice_title(page, anchor).or_else(|| sentence_title(page, anchor)),
    }
}

/// The nearest plausible line above; a deck between it and the stamp is passed over.
fn above(page: &Page, anchor: usize) -> Option<usize> {
    let mut seen = 0;
    let mut found: Option<usize> = None;
    for at in (0..anchor).rev() {
        match &page.kinds[at] {
            Kind::Text if is_candidate(page, at) => {
                let Some(lower) = found else {
                    found = Some(at);
                    seen += 1;
                    continue;
                };
                // The line below it may be a deck or an author; then this one is the headline.
                return Some(if outranks(page, at, lower) { at } else { lower });
            }
            Kind::Text | Kind::Credit(_) | Kind::Stamp(_) | Kind::Caption if found.is_none() => {
                seen += 1
            }
            Kind::Furniture(Furniture::Bar | Furniture::Parting) if found.is_none() => {}
            Kind::Furniture(_) if found.is_none() => seen += 1,
            // Between an author's line and the headline a deck may stand.
            Kind::Text
                if found.is_some_and(|lower| is_author(page.text(lower)) && lower - at <= 3) => {}
            _ => break,
        }
        if seen > REACH {
            break;
        }
    }
    found
}

/// Whether the upper of two lines above the stamp is the headline and the lower one a deck, an author or a kicker.
fn outranks(page: &Page, upper: usize, lower: usize) -> bool {
    let (up, low) = (page.text(upper), page.text(lower));
    let (up_words, low_words) = (shape::words(up), shape::words(low));
    let apart = (upper + 1..lower)
        .any(|at| !(page.kinds[at] == Kind::Text && shape::is_sentence(page.text(at))));
    if up_words < 4 || is_site(up) || apart {
        return false;
    }
    let (up_heading, low_heading) = (
        page.lines[upper].mark == Mark::Heading,
        page.lines[lower].mark == Mark::Heading,
    );
    if up_heading != low_heading {
        return up_heading;
    }
    // The page's <title> above its headline says the same with the site's name behind.
    if shape::key(up).starts_with(&shape::key(low)) && low_words >= 3 || is_repeated(page, lower) {
        return false;
    }
    low.starts_with(['-', '–', '—'])
        || is_author(low) && low_words < up_words
        || is_repeated(page, upper)
}

/// "Name Surname", "Name Surname in Place": what sites without "By" print between headline and date.
pub(super) fn is_author(text: &str) -> bool {
    let name = text.split_once(" in ").map_or(text, |(name, _)| name);
    names::is_person(name) && shape::words(name) <= 3
}

/// The first plausible line below a stamp and before the first paragraph.
fn below(page: &Page, anchor: usize) -> Option<usize> {
    let end = (anchor + 1 + REACH).min(page.lines.len());
    for at in anchor + 1..end {
        match &page.kinds[at] {
            Kind::Text if page.is_prose(at) => return None,
            Kind::Text if is_candidate(page, at) && shape::words(page.text(at)) >= 2 => {
                // A crosshead in capitals opens a story; headlines in capitals exist, but then not below a stamp.
                return Some(at);
            }
            Kind::Furniture(Furniture::Closing | Furniture::Legal) => return None,
            _ => {}
        }
    }
    None
}

/// A headline that reads like a notice ("Video: …"): the line that touches the stamp, if it has the words for it.
fn notice_title(page: &Page, anchor: usize) -> Option<usize> {
    let at = anchor.checked_sub(1)?;
    let text = page.text(at);
    let notice = matches!(
        page.kinds[at],
        Kind::Furniture(Furniture::Bar | Furniture::Box)
    );
    (notice
        && shape::words(text) >= 4
        && !furniture::is_tool_bar(text)
        && !navigation::is_navigation(text))
    .then_some(at)
}

/// A headline that is a whole sentence: the nearest sentence above the stamp, unless it is a long paragraph.
fn sentence_title(page: &Page, anchor: usize) -> Option<usize> {
    (anchor.saturating_sub(4)..anchor).rev().find(|&at| {
        page.kinds[at] == Kind::Text
            && page.text(at).chars().count() <= 200
            && shape::words(page.text(at)) >= 2
            && !is_site(page.text(at))
    })
}

/// Whether a line stands a second time on the page, as headlines do in captions and titles.
fn is_repeated(page: &Page, at: usize) -> bool {
    // Near the head only: a look at the whole page for every candidate would be quadratic.
    const NEAR: usize = 60;
    let key = shape::key(page.text(at));
    key.len() >= 12
        && (at.saturating_sub(NEAR)..(at + NEAR).min(page.lines.len()))
            .any(|i| i != at && shape::key(page.text(i)).starts_with(&key))
}

/// The two are the same words.
fn is_repeated_only(page: &Page, above: usize, below: usize) -> bool {
    shape::key(page.text(above)) == shape::key(page.text(below))
}

/// A site's own name: "People's Daily Online", "Delta News - Home".
pub(super) fn is_site(text: &str) -> bool {
    let words = shape::words(text);
    words <= 5 && names::has_press_word(text) && names::is_name(text, 5) && !text.contains(':')
        || names::is_agency(text)
}

/// The headline of a page without a stamp line.
fn first_title(page: &Page) -> Option<usize> {
    let head = page.lines.len().min(MAX_HEAD);
    let is_sentence = |at: usize| {
        page.kinds[at] == Kind::Text
            && shape::is_sentence(page.text(at))
            && !shape::is_headline(&page.lines[at])
    };
    // A lone paragraph at the top is a notice if the story's own paragraphs come together further down.
    let together = |at: usize| {
        (at + 1..page.lines.len().min(at + 6))
            .filter(|&i| page.is_prose(i))
            .count()
            >= 2
    };
    let prose = (0..head)
        .find(|&at| page.is_prose(at) && together(at))
        .or_else(|| (0..head).find(|&at| page.is_prose(at) || is_sentence(at)));
    let end = prose.unwrap_or(head);
    // Of a long navigation above the story only the last lines count.
    const LAST: usize = 6;
    let mut candidates: Vec<usize> = (0..end)
        .filter(|&at| is_candidate(page, at) && page.text(at).chars().count() <= 180)
        .collect();
    candidates.drain(..candidates.len().saturating_sub(LAST));
    let words = |at: &usize| shape::words(page.text(*at));
    // After a breadcrumb the headline comes next.
    let crumbs = (0..end).rev().find(|&at| page.kinds[at] == Kind::Crumbs);
    let after_crumbs = crumbs.and_then(|crumbs| {
        candidates
            .iter()
            .copied()
            .find(|&at| at > crumbs && shape::words(page.text(at)) >= 2)
    });
    after_crumbs
        .or_else(|| {
            candidates.iter().copied().find(|&at| {
                page.lines[at].mark == Mark::Heading && shape::words(page.text(at)) >= 3
            })
        })
        .or_else(|| {
            candidates
                .iter()
                .copied()
                .find(|at| words(at) >= 4 && !is_site(page.text(*at)))
        })
        .or_else(|| {
            candidates.iter().copied().find(|at| {
                words(at) >= 2 && !is_site(page.text(*at)) && page.lines[*at].mark != Mark::Link
            })
        })
        .or_else(|| candidates.first().copied().filter(|_| prose.is_some()))
        // A list of links is no story.
        .filter(|&at| prose.is_some() || page.lines[at].mark != Mark::Link && candidates.len() <= 3)
}
