//! The story below the head: its paragraphs, its crossheads, and the captions apart from them.
//!
//! In come the lines after the head, out comes a [`Story`]. Closing headings end it; a box's list is passed over if
//! paragraphs follow; counters and share bars part it into stretches, of which the largest is the story. Always holds: a
//! paragraph is one line of the page, unchanged but for blanks; the headline is none of them; none stands twice.

use std::collections::HashSet;

use crate::date::PubDate;

use super::Page;
use super::credits;
use super::furniture::Furniture;
use super::headline::Head;
use super::line::Mark;
use super::shape::{self, Kind};
use super::stamp::{Credit, Label};

/// What the story is made of, and what stands below it.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// The paragraphs and crossheads.
    pub paragraphs: Vec<String>,
    /// The words below its pictures.
    pub captions: Vec<String>,
    /// The agency named below the story: `(Delta Daily 12/17/2015 page5)`, `Source: …`.
    pub agency: Option<String>,
    /// The author named below it.
    pub byline: Option<String>,
    /// The date named below it.
    pub published: Option<PubDate>,
    /// The section named below it: `Posted in: …`.
    pub section: Option<String>,
    /// The owner in the copyright line.
    pub owner: Option<String>,
}

impl Story {
    /// Takes what a credit line below the story says. False for a bare date, which is another story's.
    fn take(&mut self, credit: &Credit) -> bool {
        let agency = credit.agency.as_ref().or(credit.host.as_ref());
        self.agency = self.agency.take().or_else(|| agency.cloned());
        let Some((date, label)) = credit.stamp else {
            self.byline = self.byline.take().or_else(|| credit.byline.clone());
            return true;
        };
        let own = credit.bracketed || credit.agency.is_some() || label > Label::Bare;
        if own {
            self.published = self.published.or(Some(date));
        }
        own
    }
}

/// One line of the story, as far as it can be told before its neighbours are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    /// A sentence or more.
    Paragraph(usize),
    /// A crosshead, a link, a list's entry, the beginning of a table.
    Short(usize),
    /// A counter, a share bar, a row of dots, a date: a story often ends here.
    Parting,
}

/// Collects the story.
pub(super) fn collect(page: &Page, head: &Head) -> Story {
    let mut story = Story::default();
    let title = shape::key(&head.title);
    let items = items(page, head, &title, &mut story);
    let kept = keep(page, main_stretch(page, &items));
    let mut seen = HashSet::new();
    for at in kept {
        let text = without_pointer(page.text(at));
        let key = shape::key(text);
        if !text.is_empty() && (key.len() < 40 || seen.insert(key)) {
            story.paragraphs.push(text.to_owned());
        }
    }
    let mut captions = HashSet::new();
    story
        .captions
        .retain(|caption| captions.insert(shape::key(caption)));
    if story.paragraphs.is_empty() {
        // A page of pictures: what is written below them is all it says.
        story.paragraphs = std::mem::take(&mut story.captions);
    }
    story
}

/// The items of the story, up to what closes it.
fn items(page: &Page, head: &Head, title: &str, story: &mut Story) -> Vec<Item> {
    let mut items = Vec::new();
    let mut prose = 0;
    let mut at = head.start;
    let mut closed = false;
    while at < page.lines.len() {
        let text = page.text(at);
        match &page.kinds[at] {
            Kind::Furniture(Furniture::Legal) => {
                story.owner = story.owner.take().or_else(|| credits::owner(text));
                closed |= prose > 0;
            }
            Kind::Stamp(credit) | Kind::Credit(credit) => {
                let below = prose > 0 && !closed && head.stamp_at != Some(at);
                if below && !story.take(credit) {
                    items.push(Item::Parting);
                }
            }
            Kind::Furniture(_) if prose > 0 && !closed && filed(text).is_some() => {
                story.section = story.section.take().or_else(|| filed(text));
            }
            // Below its end only the owner is of interest.
            _ if closed || head.used.contains(&at) => {}
            Kind::Furniture(Furniture::Closing) if prose > 0 => closed = !resumes(page, at + 1, 4),
            Kind::Furniture(Furniture::Box | Furniture::Closing) => {
                match after_list(page, at + 1, prose) {
                    Some(next) => {
                        at = next;
                        continue;
                    }
                    None => closed = prose > 0,
                }
            }
            Kind::Furniture(Furniture::Parting) => items.push(Item::Parting),
            Kind::Furniture(Furniture::Bar) | Kind::Crumbs => {}
            Kind::Caption => {
                if !shape::is_bare_credit(text) && !is_title(title, &shape::key(text)) {
                    story.captions.push(text.to_owned());
                }
            }
            Kind::Text if is_title(title, &shape::key(text)) => {}
            Kind::Text if is_sentence(page, at) => {
                prose += usize::from(page.is_prose(at));
                items.push(Item::Paragraph(at));
            }
            Kind::Text
                if head.stamp_at.is_some_and(|stamp| at < stamp) && shape::words(text) < 6 => {}
            Kind::Text if head.byline.as_deref() == Some(text) => {}
            // "NEWSPAPER SECTION: NEWS": a label with its value, above the first paragraph.
            Kind::Text if items.is_empty() && text.contains(": ") && shape::words(text) <= 5 => {}
            Kind::Text => items.push(Item::Short(at)),
        }
        at += 1;
    }
    items
}

/// The section that a line below the story files it in.
fn filed(text: &str) -> Option<String> {
    ["Posted in:", "Filed under:"]
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .map(|section| section.trim().to_owned())
        .filter(|section| (2..=40).contains(&section.chars().count()))
}

/// The headline again, or the beginning of it with a credit behind.
fn is_title(title: &str, key: &str) -> bool {
    !title.is_empty()
        && (key == title
            || title.len() >= 12 && key.starts_with(title) && key.len() <= title.len() + 24)
}

/// A sentence that is no entry of a list of links.
fn is_sentence(page: &Page, at: usize) -> bool {
    let line = &page.lines[at];
    let text = line.text.as_str();
    match line.mark {
        Mark::Link => shape::is_prose(text) && text.ends_with('.'),
        Mark::Bullet => {
            shape::is_sentence(text) && !text.ends_with(['?', '…']) && !text.ends_with("...")
        }
        Mark::Heading => false,
        Mark::Plain => {
            shape::is_sentence(text) || text.ends_with([':', '：']) && shape::words(text) >= 4
        }
    }
}

/// Whether the story goes on at a line: `paragraphs` of them follow each other there, with at most crossheads between.
fn resumes(page: &Page, from: usize, paragraphs: usize) -> bool {
    const LOOK: usize = 60;
    let mut run = 0;
    for at in from..page.lines.len().min(from + LOOK) {
        match &page.kinds[at] {
            Kind::Text
                if page.is_prose(at)
                    && page.lines[at].mark == Mark::Plain
                    && !page.text(at).ends_with("...") =>
            {
                run += 1;
                if run >= paragraphs {
                    return true;
                }
            }
            Kind::Text
                if shape::is_sentence(page.text(at)) && page.lines[at].mark == Mark::Plain => {}
            Kind::Furniture(Furniture::Closing | Furniture::Legal) => return false,
            _ => run = 0,
        }
    }
    false
}

/// Where the story goes on after a box's list, if it does: at the first paragraph that another one follows.
fn after_list(page: &Page, from: usize, prose: usize) -> Option<usize> {
    const LONGEST: usize = 40;
    let needed = if prose > 0 { 2 } else { 1 };
    for at in from..page.lines.len().min(from + LONGEST) {
        match &page.kinds[at] {
            Kind::Text
                if page.is_prose(at)
                    && page.lines[at].mark == Mark::Plain
                    && resumes_here(page, at, needed) =>
            {
                return Some(at);
            }
            Kind::Furniture(Furniture::Legal) => return None,
            Kind::Furniture(Furniture::Closing) if prose > 0 => return None,
            _ => {}
        }
    }
    None
}

/// `needed` sentences in a row from here on, the first of them a sure paragraph.
fn resumes_here(page: &Page, from: usize, needed: usize) -> bool {
    let mut run = 0;
    for at in from..page.lines.len().min(from + 12) {
        match &page.kinds[at] {
            Kind::Text
                if shape::is_sentence(page.text(at)) && page.lines[at].mark == Mark::Plain =>
            {
                run += 1
            }
            Kind::Caption | Kind::Furniture(Furniture::Bar) => {}
            _ => break,
        }
        if run >= needed {
            return true;
        }
    }
    false
}

/// Everything up to the end of the largest stretch, and what goes on after it like a story.
fn main_stretch<'i>(page: &Page, items: &'i [Item]) -> Vec<&'i [Item]> {
    let stretches: Vec<&[Item]> = items
        .split(|item| *item == Item::Parting)
        .filter(|stretch| !stretch.is_empty())
        .collect();
    let weight = |stretch: &[Item]| -> usize {
        stretch
            .iter()
            .map(|item| {
                if let Item::Paragraph(at) = item {
                    page.text(*at).len()
                } else {
                    0
                }
            })
            .sum()
    };
    let Some(main) = (0..stretches.len()).max_by_key(|&i| (weight(stretches[i]), usize::MAX - i))
    else {
        return Vec::new();
    };
    let heaviest = weight(stretches[main]);
    stretches
        .into_iter()
        .enumerate()
        .filter(|(i, stretch)| {
            let paragraphs = stretch.iter().filter(|item| matches!(item, Item::Paragraph(at) if page.is_prose(*at) && page.lines[*at].mark == Mark::Plain)).count();
            let shorts = stretch.iter().filter(|item| matches!(item, Item::Short(_))).count();
            // Before the main stretch stands a lead; after it, more of the story only if it looks like one.
            *i == main || *i < main && paragraphs >= 1 && shorts <= paragraphs || *i > main && paragraphs >= 2 && shorts * 2 <= paragraphs && weight(stretch) * 5 >= heaviest
        })
        .map(|(_, stretch)| stretch)
        .collect()
}

/// The lines to keep: paragraphs, and those short lines that stand between them as crossheads and lists do.
fn keep(page: &Page, stretches: Vec<&[Item]>) -> Vec<usize> {
    let mut kept = Vec::new();
    for stretch in stretches {
        let last = stretch
            .iter()
            .rposition(|item| matches!(item, Item::Paragraph(_)));
        // What stands below the last paragraph is a list of links, an author's name, a leftover.
        let Some(last) = last else { continue };
        let mut at = 0;
        while at <= last {
            match stretch[at] {
                Item::Paragraph(line) => {
                    kept.push(line);
                    at += 1;
                }
                _ => {
                    let run = stretch[at..=last]
                        .iter()
                        .take_while(|item| matches!(item, Item::Short(_)))
                        .count();
                    let lines = || {
                        stretch[at..at + run].iter().filter_map(|item| {
                            if let Item::Short(line) = item {
                                Some(*line)
                            } else {
                                None
                            }
                        })
                    };
                    let opened = kept
                        .last()
                        .is_some_and(|&before| page.text(before).ends_with([':', '：']));
                    if opened || is_crosshead(page, lines().collect::<Vec<_>>().as_slice()) {
                        kept.extend(lines());
                    }
                    at += run.max(1);
                }
            }
        }
    }
    trim_end(page, &mut kept);
    kept
}

/// A short line or two before a paragraph are its crosshead; a column of figures or names is a table. A run of whole
/// headlines, or of links, is a list of other stories.
fn is_crosshead(page: &Page, run: &[usize]) -> bool {
    let linked = run.iter().any(|&at| page.lines[at].mark == Mark::Link);
    let bullets = run
        .iter()
        .filter(|&&at| page.lines[at].mark == Mark::Bullet)
        .count();
    let headlines = run
        .iter()
        .filter(|&&at| shape::words(page.text(at)) >= 5)
        .count();
    match run.len() {
        0 => false,
        1 => !linked && bullets == 0,
        2 => !linked && bullets == 0 && headlines <= 1,
        _ => !linked && bullets == 0 && headlines * 3 <= run.len(),
    }
}

/// Questions and short calls at the very end are links to other stories when more than one stand there.
fn trim_end(page: &Page, kept: &mut Vec<usize>) {
    let is_link = |&at: &usize| {
        page.text(at).chars().count() <= 100
            && page.text(at).ends_with(['?', '!'])
            && !page.text(at).contains(['"', '“'])
    };
    let tail = kept.iter().rev().take_while(|at| is_link(at)).count();
    if tail >= 2 && tail < kept.len() {
        kept.truncate(kept.len() - tail);
    }
}

/// A paragraph without a pointer at its end: `(For more … stories, please visit …)`.
fn without_pointer(text: &str) -> &str {
    let Some(inner) = text.strip_suffix(')') else {
        return text;
    };
    let Some(open) = inner.rfind('(') else {
        return text;
    };
    let pointer = inner[open + 1..].trim().to_ascii_lowercase();
    let leads_away = pointer.starts_with("for more ")
        && (pointer.contains("visit") || pointer.contains("click") || pointer.contains("see "))
        || pointer.starts_with("click here")
        || pointer.starts_with("read more")
        || pointer.starts_with("see also");
    if leads_away {
        text[..open].trim_end()
    } else {
        text
    }
}
