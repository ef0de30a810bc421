//! The section of a page, and what the page's `<title>` says besides the headline.
//!
//! In comes the page with its headline found, out comes the breadcrumb or the section's name, as printed.

use super::Page;
use super::furniture::{self, Furniture};
use super::headline::{Head, is_site};
use super::names;
use super::shape::{self, Kind};

/// The section: the breadcrumb nearest above the headline, else a section's name above it, else what the stamp line says.
pub(super) fn section(page: &Page, head: &Head) -> Option<String> {
    let top = head.title_at.or(head.stamp_at)?;
    let crumbs = |at: &usize| page.kinds[*at] == Kind::Crumbs;
    let above = (top.saturating_sub(40)..top).rev().find(crumbs);
    let lower = head.stamp_at.unwrap_or(top).max(top);
    let between = || (top + 1..(lower + 4).min(page.lines.len())).find(crumbs);
    if let Some(at) = above {
        return Some(without_title(shape::crumbs(page.text(at)), &head.title))
            .filter(|text| !text.is_empty());
    }
    if let Some(name) = section_name(page, top) {
        return Some(name);
    }
    if let Some(at) = between() {
        return Some(without_title(shape::crumbs(page.text(at)), &head.title))
            .filter(|text| !text.is_empty());
    }
    let credited = |at: usize| match &page.kinds[at] {
        Kind::Stamp(credit) => credit.section.clone(),
        _ => None,
    };
    head.stamp_at.and_then(credited)
}

/// A section's name alone on a line just above the headline, and not one of a navigation bar saved a name a line.
fn section_name(page: &Page, top: usize) -> Option<String> {
    let is_name = |at: usize| {
        page.text(at).len() <= 40
            && furniture::is_section_name(page.text(at))
            && !furniture::is_site_wide(page.text(at))
    };
    let mut passed = 0;
    for at in (0..top).rev() {
        if is_name(at) {
            // The last name of a bar saved a name a line is not this page's; one with a blank line before it is.
            let alone = at < 2
                || !is_name(at - 1)
                || !is_name(at - 2)
                || page.lines[at].gap && !page.lines[at - 1].gap;
            return alone.then(|| {
                page.text(at)
                    .trim_matches(|c: char| {
                        !c.is_alphanumeric() && !matches!(c, '(' | ')' | '\'' | '"')
                    })
                    .to_owned()
            });
        }
        match &page.kinds[at] {
            Kind::Stamp(_)
            | Kind::Credit(_)
            | Kind::Furniture(Furniture::Bar | Furniture::Parting) => passed += 1,
            _ => break,
        }
        if passed > 3 {
            break;
        }
    }
    None
}

/// Some breadcrumbs end with the headline itself.
fn without_title(crumbs: &str, title: &str) -> String {
    let Some((at, sign)) = crumbs
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '>' | '»' | '›' | '/'))
    else {
        return crumbs.to_owned();
    };
    let last = crumbs[at + sign.len_utf8()..].trim();
    let (last_key, title_key) = (shape::key(last), shape::key(title));
    let cut = !last_key.is_empty() && last_key.len() >= 10 && title_key.starts_with(&last_key)
        || matches!(
            last_key.as_str(),
            "content"
                | "article"
                | "text"
                | "details"
                | "detail"
                | "fulltext"
                | "story"
                | "正文"
                | "内容"
                | "详情"
        );
    let kept = if cut {
        crumbs[..at].trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '>' | '»' | '›' | '/' | ':')
        })
    } else {
        crumbs
    };
    kept.to_owned()
}

/// Takes the site's name off a headline that is a page's `<title>`: "… - Delta News Agency", "…|Society|example.org".
pub(super) fn strip_site(page: &Page, head: &mut Head) {
    if head.title_at.is_none_or(|at| at > 2) || page.lines.len() < 2 {
        return;
    }
    for sign in [" | ", "|", " -- ", " - ", " – ", " — ", "_", " :: ", " » "] {
        let Some((title, tail)) = head
            .title
            .rsplit_once(sign)
            .map(|(title, tail)| (title.trim().to_owned(), tail.trim().to_owned()))
        else {
            continue;
        };
        if shape::words(&title) < 2 {
            continue;
        }
        let host = !tail.contains(' ') && tail.contains('.') && tail.len() >= 5;
        if names::is_agency(&tail) || host || is_site(&tail) || names::is_chinese_press(&tail) {
            head.site.get_or_insert(tail);
            head.title = title;
        } else if sign.contains(['|', '_']) && furniture::is_section_name(&tail) {
            if !furniture::is_site_wide(&tail) {
                head.section.get_or_insert(tail);
            }
            head.title = title;
        } else {
            continue;
        }
        strip_site(page, head);
        return;
    }
}
