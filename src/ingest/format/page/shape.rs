//! What a line is, judged by itself: the second step of the page reader.
//!
//! In comes a line, out comes its [`Kind`]. Nothing here looks at neighbours; `headline` and `body` do.

mod caption;

use super::furniture::{self, Furniture, Script, heading_key};
use super::line::{Line, Mark};
use super::names;
use super::stamp::{self, Credit};
pub(super) use caption::is_bare_credit;
use caption::is_caption;

/// What a line is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A headline, a paragraph, a crosshead.
    Text,
    /// What the site prints around every story.
    Furniture(Furniture),
    /// A date, with whatever else stands on its line.
    Stamp(Box<Credit>),
    /// An agency, an author or a source without a date.
    Credit(Box<Credit>),
    /// The path of sections to this page.
    Crumbs,
    /// The words below a picture.
    Caption,
}

/// The kind of a line.
pub(super) fn kind(line: &Line, script: Script) -> Kind {
    let text = line.text.as_str();
    if is_crumbs(text) {
        return Kind::Crumbs;
    }
    let furniture = furniture::furniture(text, script);
    if furniture == Some(Furniture::Legal) {
        return Kind::Furniture(Furniture::Legal);
    }
    if let Some(credit) = stamp::read(if line.columns.is_empty() {
        text
    } else {
        &line.columns
    }) {
        if credit.stamp.is_some() {
            return Kind::Stamp(Box::new(credit));
        }
        if credit.agency.is_some() || credit.host.is_some() || credit.byline.is_some() {
            return Kind::Credit(Box::new(credit));
        }
        return Kind::Furniture(furniture.unwrap_or(Furniture::Bar));
    }
    if let Some(furniture) = furniture {
        return Kind::Furniture(furniture);
    }
    if stamp::is_label(text) {
        return Kind::Furniture(Furniture::Bar);
    }
    if is_caption(text) {
        Kind::Caption
    } else {
        Kind::Text
    }
}

/// The text for comparing: letters and digits only, lower case.
pub(super) fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// How many words a text has; two ideographs count as one.
pub(super) fn words(text: &str) -> usize {
    text.split(' ')
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(|word| 1.max(word.chars().filter(|&c| is_ideograph(c)).count() / 2))
        .sum()
}

/// A character of a script that has no blanks between its words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// A line in capitals that is no longer than a headline. Old papers end them with a full stop.
fn is_in_capitals(text: &str) -> bool {
    text.len() <= 140
        && text.chars().filter(|c| c.is_uppercase()).count() >= 6
        && !text.chars().any(char::is_lowercase)
}

/// Whether a text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches([
        '"', '”', '\'', '’', ')', ']', '»', '）', '」', '*', ' ', '■', '□', '●', '◆', '∎',
    ]);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '｡'])
        && !ends_in_abbreviation(bare)
}

/// `U.S.`, `Inc.`, `No. 1`: a full stop that a headline may end with.
fn ends_in_abbreviation(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or(text);
    let dots = last.matches('.').count();
    dots >= 2 && last.len() <= 8 && !last.ends_with("..") && text.len() <= 120 && words(text) <= 14
        || matches!(
            last,
            "Inc." | "Co." | "Ltd." | "Corp." | "Jr." | "Sr." | "St." | "Bros." | "Gov." | "vs."
        )
}

/// A paragraph for sure: long enough, and a sentence. Only such lines decide where a story begins and ends.
pub(super) fn is_prose(text: &str) -> bool {
    let chars = text.chars().count();
    let words = words(text);
    if is_in_capitals(text) {
        return false;
    }
    let spaced = text.split(' ').count() * 20 > chars;
    if !spaced {
        // Scripts without blanks between words say more in a line.
        return chars >= 30 && ends_sentence(text);
    }
    chars >= 60 && words >= 9 && ends_sentence(text) || chars >= 160 && words >= 22
}

/// A sentence: it ends as one and has a few words.
pub(super) fn is_sentence(text: &str) -> bool {
    ends_sentence(text) && words(text) >= 3 || is_prose(text)
}

/// A line that could be a headline: short, with words, not a sentence.
pub(super) fn is_headline(line: &Line) -> bool {
    let text = line.text.as_str();
    let chars = text.chars().count();
    (2..=220).contains(&chars)
        && text.chars().any(char::is_alphabetic)
        && !text.ends_with([':', ',', ';'])
        && stamp::in_brackets(text).is_none()
        && (!ends_sentence(text)
            || is_in_capitals(text)
            || chars <= 150
                && text.ends_with(['?', '!', '…', '"', '”', '\'', '’'])
                && !is_quote(text))
        && line.mark != Mark::Bullet
}

/// A whole sentence of speech: `"…," he said.` is caught by its full stop, `"…."` here.
fn is_quote(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '\'', '’']).ends_with('.')
}

/// The signs between the steps of a breadcrumb, the longest first.
const STEPS: &[&str] = &[
    ">>", " > ", "> ", ">", "»", "›", " → ", " :: ", "::", " / ", "/ ", " /", "/", " \\ ",
];

/// Whether a line is a breadcrumb: `World / Latest news`, `BIZCHINA> Top Biz News`, `Home >> China`.
pub(super) fn is_crumbs(text: &str) -> bool {
    let text = before_bar(without_label(text));
    if text.len() > 160
        || text.ends_with(['.', '?', '!']) && !text.ends_with("...")
        || text.contains("http")
        || text.contains(['|', '"', '“', '@'])
    {
        return false;
    }
    let Some(sign) = STEPS.iter().find(|sign| text.contains(**sign)) else {
        return false;
    };
    let arrow = sign.contains(['>', '»', '›', '→']);
    let steps: Vec<&str> = text
        .split(sign.trim())
        .map(str::trim)
        .filter(|step| !step.is_empty())
        .collect();
    let title_last = arrow && steps.len() >= 3;
    let short = steps.iter().enumerate().all(|(i, step)| {
        let last = i + 1 == steps.len();
        let (chars, words) = (step.chars().count(), words(step));
        (chars <= 36 && words <= 5 || last && title_last)
            && step.starts_with(|c: char| {
                c.is_uppercase()
                    || c.is_alphabetic() && !c.is_lowercase()
                    || c.is_ascii_digit()
                    || arrow && c.is_alphabetic()
            })
    });
    let named = steps
        .iter()
        .filter(|step| furniture::is_section_name(step))
        .count();
    let tools = steps
        .iter()
        .filter(|step| furniture::is_tool_bar(step) && !furniture::is_section_name(step))
        .count();
    if !short
        || steps.is_empty()
        || steps.len() > 7
        || tools > 0 && named == 0
        || tools * 2 > steps.len()
    {
        return false;
    }
    if arrow {
        // `Home >` has one step; "More >>" and "Next >" are tools, and `<` points out of a pager.
        return !text.contains('<')
            && (steps.len() >= 2
                || named == 1
                    && heading_key(steps[0]) != "more"
                    && !furniture::is_tool_bar(steps[0])
                || heading_key(text) == "home")
            && !steps
                .iter()
                .all(|step| step.chars().all(|c| !c.is_alphabetic()));
    }
    // A stroke stands in names and in fractions as well ("AFP/Reuters", "9/11 families"): it needs a section's name beside it.
    let spaced = sign.contains(' ');
    let agencies = steps
        .iter()
        .any(|step| names::is_agency(step) && !furniture::is_section_name(step));
    (2..=4).contains(&steps.len())
        && !agencies
        && (named >= 1 && spaced
            || named == steps.len()
            || spaced
                && steps.len() >= 2
                && steps
                    .iter()
                    .all(|step| words(step) <= 3 && !step.contains(char::is_numeric)))
}

/// The breadcrumb as the page prints it, without "You are here:" before and open signs around it.
pub(super) fn crumbs(text: &str) -> &str {
    before_bar(without_label(text))
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '»' | '›' | '/' | ':'))
}

/// A breadcrumb with "| Home" behind it, without that.
fn before_bar(text: &str) -> &str {
    match text.split_once('|') {
        Some((crumbs, rest))
            if !rest.contains(['|', '/', '>']) && furniture::is_section_name(rest) =>
        {
            crumbs.trim_end()
        }
        _ => text,
    }
}

/// Takes "You are here:" and its like off.
fn without_label(text: &str) -> &str {
    const LABELS: &[&str] = &[
        "you are here:",
        "you are here",
        "you are in:",
        "your location:",
        "your position:",
        "current location:",
        "current position:",
        "location:",
        "position:",
        "you're here:",
        "you are at:",
        "path:",
        "section:",
        "您当前的位置",
        "您现在的位置",
        "您所在的位置",
        "您的位置",
        "当前位置",
        "当前的位置",
        "所在位置",
    ];
    let lower = text.to_ascii_lowercase();
    LABELS
        .iter()
        .find(|label| lower.starts_with(**label))
        .map_or(text, |label| {
            text[label.len()..].trim_start_matches([' ', ':', '：'])
        })
}
