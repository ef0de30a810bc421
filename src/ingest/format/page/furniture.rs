//! Page furniture: the lines a site prints around every story.
//!
//! In comes one line, out comes what kind of furniture it is, if any. The judgement rests on a line's shape and on word
//! tables compared with the whole line; a sentence is never furniture for a word that stands in it.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::navigation::is_navigation;
use super::words;

/// What a line of furniture does to the story around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Furniture {
    /// A single line that can stand anywhere, also inside the story: the line goes, the story goes on.
    Bar,
    /// A share bar, counter or row of dots: often the last line of a story, at times its first.
    Parting,
    /// The heading of a box with a list in it; the story may go on below.
    Box,
    /// What stands below the whole story.
    Closing,
    /// Copyright and licence lines: nothing after them is the story's, unless no story came yet.
    Legal,
}

type Table = LazyLock<HashSet<&'static str>>;
static CLOSING: Table = LazyLock::new(|| words::table(words::CLOSING));
static BOXES: Table = LazyLock::new(|| words::table(words::BOXES));
static TOOLS: Table = LazyLock::new(|| words::table(words::TOOLS));
static TOOL_SIGNS: Table = LazyLock::new(|| words::table(words::TOOL_SIGNS));
static NOTICES: Table = LazyLock::new(|| words::table(words::NOTICES));
static SECTIONS: Table = LazyLock::new(|| words::table(words::SECTIONS));

/// Longer lines are text, except for copyright notices.
const MAX_HEADING: usize = 60;
const MAX_BAR: usize = 240;

/// Which script a page is in: the foreign words of a Latin page are its edition and share bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Most letters of the page are Latin.
    Latin,
    /// They are not.
    Other,
}

/// What furniture a line is, if it is any.
pub(super) fn furniture(text: &str, script: Script) -> Option<Furniture> {
    let key = heading_key(text);
    if is_legal(&key) {
        return Some(Furniture::Legal);
    }
    if text.len() > MAX_BAR {
        return None;
    }
    if key.is_empty() || is_counter(&key) {
        return Some(Furniture::Parting);
    }
    if key.len() <= MAX_HEADING {
        if BOXES.contains(key.as_str()) || related_heading(&key) {
            return Some(Furniture::Box);
        }
        if CLOSING.contains(key.as_str()) || closing_shape(&key) {
            return Some(Furniture::Closing);
        }
    }
    if script == Script::Latin && is_foreign(text) {
        return Some(Furniture::Parting);
    }
    if is_tool_bar(text) {
        return Some(Furniture::Parting);
    }
    (is_navigation(text) || is_notice(&key) || is_disclaimer(&key) || is_address(text))
        .then_some(Furniture::Bar)
}

/// A line as the tables have it: lower case, straight quotes, without the signs around it and a count behind it.
pub(super) fn heading_key(text: &str) -> String {
    let folded: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '’' | '‘' | '`' | '´' => '\'',
            '“' | '”' => '"',
            other => other,
        })
        .collect();
    let edge =
        |c: char| !c.is_alphanumeric() && !matches!(c, '"' | '\'' | '(' | ')' | '©' | '$' | '%');
    let trimmed = folded.trim_matches(edge);
    // "Comments (12)" is "Comments".
    let counted = trimmed
        .strip_suffix(')')
        .and_then(|head| head.rsplit_once('('))
        .filter(|(_, count)| count.chars().all(|c| c.is_ascii_digit() || c == ','))
        .map_or(trimmed, |(head, _)| head);
    counted.trim_matches(edge).to_owned()
}

/// The names of sections, editions and languages.
pub(super) fn sections() -> &'static HashSet<&'static str> {
    &SECTIONS
}

/// Whether all of a line is the name of a section, an edition or a language.
pub(super) fn is_section_name(text: &str) -> bool {
    let key = heading_key(text);
    SECTIONS.contains(key.as_str())
        || key
            .split([' ', '-', '/', ','])
            .filter(|word| !word.is_empty())
            .count()
            <= 3
            && key.split([' ', '-', '/', ',']).all(|word| {
                word.is_empty()
                    || matches!(word, "&" | "and" | "news" | "top")
                    || SECTIONS.contains(word)
            })
}

/// The name of a section that is every page's: "Home", "More", "Contact".
pub(super) fn is_site_wide(text: &str) -> bool {
    matches!(
        heading_key(text).as_str(),
        "home" | "homepage" | "more" | "english" | "services" | "subscribe" | "about" | "contact"
    )
}

/// ASCII and the accented letters of European languages.
pub(super) fn is_latin(c: char) -> bool {
    (c as u32) < 0x250
        || ('\u{1e00}'..'\u{1f00}').contains(&c)
        || ('\u{2000}'..'\u{2070}').contains(&c)
}

/// Mostly letters of another script: on a Latin page a share bar or an edition's name.
pub(super) fn is_foreign(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (mut latin, mut other) = (0_usize, 0_usize);
    for c in letters {
        if is_latin(c) { latin += 1 } else { other += 1 }
    }
    other > latin && text.len() <= MAX_BAR
}

/// A line of nothing but tool words, numbers and foreign words, with at least one word that only tools have.
pub(super) fn is_tool_bar(text: &str) -> bool {
    let mut signs = 0;
    let mut words = 0;
    let mut foreign = 0;
    for token in text.split(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '|' | '/'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | ':'
                    | ','
                    | ';'
                    | '·'
                    | '•'
                    | '<'
                    | '>'
                    | '«'
                    | '»'
                    | '"'
                    | '.'
                    | '…'
                    | '*'
                    | '='
                    | '–'
                    | '—'
                    | '：'
                    | '、'
                    | '【'
                    | '】'
                    | '（'
                    | '）'
                    | '｜'
            )
    }) {
        if token.is_empty() {
            continue;
        }
        words += 1;
        if words > 40 {
            return false;
        }
        for part in camel_parts(token) {
            let word = part.to_lowercase();
            let word = word.trim_matches(['!', '?', '\'', '’', '#', '_']);
            if TOOL_SIGNS.contains(word) {
                signs += 1;
            } else if is_foreign(word) && !TOOLS.contains(word) {
                foreign += 1;
            } else if !(TOOLS.contains(word)
                || is_number(word)
                || !word.chars().any(char::is_alphanumeric))
            {
                return false;
            }
        }
    }
    // A number or a foreign word alone is no tool; "More" and "Next" say so themselves. Where foreign words are more than the
    // known ones, they may be a headline that names a network.
    signs > 0
        && 2 * foreign <= words
        && !(words > 3 && text.ends_with(['.', '?', '!']) && signs < 2)
}

/// The words glued together in one: `FeedbackPrintRSS` is three.
fn camel_parts(token: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (at, c) in token.char_indices() {
        if previous.is_some_and(|p| p.is_lowercase() && c.is_uppercase()) {
            // One word with a capital inside, such as the names of sites have.
            if !TOOLS.contains(token.to_lowercase().as_str()) {
                parts.push(&token[start..at]);
                start = at;
            }
        }
        previous = Some(c);
    }
    parts.push(&token[start..]);
    parts
}

/// `12`, `1,204`, `8.03K`, `3/7`, `2m`.
fn is_number(word: &str) -> bool {
    let digits = word.strip_suffix(['k', 'm', '+', '%']).unwrap_or(word);
    !digits.is_empty()
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
}

/// Numbers alone: a count of shares, of comments, of pages.
fn is_counter(key: &str) -> bool {
    key.len() <= 40
        && key
            .split([' ', '/', '|', '(', ')'])
            .all(|word| word.is_empty() || is_number(word))
}

/// Copyright, licences, registration numbers.
fn is_legal(key: &str) -> bool {
    let starts = [
        "copyright",
        "©",
        "(c) ",
        "license for publishing",
        "registration number",
        "京icp",
        "icp ",
        "京公网安备",
        "版权所有",
        "版權所有",
        "凡本网注明",
        "未经授权",
        "未经书面授权",
        "internet news license",
        "no reproduction or republication",
        "this material may not be published",
        "for copyright",
        "reproduction in whole",
    ];
    if starts.iter().any(|start| key.starts_with(start)) {
        return key.len() <= 1200 && (!key.starts_with("copyright") || is_copyright(key));
    }
    let within = [
        "all rights reserved",
        "all rights are reserved",
        "without written authorization",
        "may not be republished",
        "may not be published, broadcast",
        "icp证",
        "京icp备",
        "best viewed with",
        "browsers with 1024",
        "©",
    ];
    key.len() <= 900
        && within.iter().any(|part| key.contains(part))
        && (key.len() <= 200 || key.contains("copyright") || key.contains("reserved"))
}

/// A copyright notice and not a sentence about copyright: a year, a sign or an owner follows the word.
fn is_copyright(key: &str) -> bool {
    let rest = key
        .trim_start_matches("copyright")
        .trim_start_matches([' ', ':', 's']);
    rest.is_empty()
        || rest.starts_with(['©', '(', '1', '2', '|', '-', '&'])
        || rest.starts_with("by ")
        || rest.starts_with("of ")
        || rest.starts_with("the ")
        || key.contains("reserved")
}

/// "Related …" and "More on …", short and alone.
fn related_heading(key: &str) -> bool {
    let words = key.split(' ').count();
    words <= 5
        && (key.starts_with("related ") && words <= 3
            || key.starts_with("more from ")
            || key.starts_with("more about ")
            || key.starts_with("more on ")
            || key.starts_with("more in "))
}

/// Closing headings that carry the site's name: "Most Read in Europe", "More top stories from …".
fn closing_shape(key: &str) -> bool {
    let words = key.split(' ').count();
    let ranked = [
        "most read",
        "most viewed",
        "most popular",
        "most shared",
        "most commented",
    ]
    .iter()
    .any(|start| key.starts_with(start));
    words <= 6 && ranked
        || words <= 5
            && (key.starts_with("comments on ")
                || key.starts_with("follow us")
                || key.starts_with("editor's picks")
                || key.starts_with("recommended "))
        || key.starts_with("latest from ") && words <= 5
}

/// One-line notices that stand in or below a story and lead away from it.
fn is_notice(key: &str) -> bool {
    let key = key.trim_start_matches(['(', '[']);
    let words = key.split(' ').count();
    if words > 24 {
        return false;
    }
    let opens = NOTICES.iter().any(|opening| key.starts_with(opening));
    // Openings that end in a colon are sure; the others are a headline's or a sentence's beginning as well.
    opens
        && (words <= 6
            || key.contains(':') && words <= 24
            || key.contains('@')
            || words <= 14 && !key.contains(','))
}

/// `The opinions expressed here are those of the author`: what a site prints below every comment.
fn is_disclaimer(key: &str) -> bool {
    let subject = key.trim_start_matches(['(', '[']);
    let subject = subject.strip_prefix("the ").unwrap_or(subject);
    let opens = ["opinions ", "views ", "opinion ", "view "]
        .iter()
        .any(|word| subject.starts_with(word));
    let names_any = |words: &[&str]| words.iter().any(|word| key.contains(word));
    // Views that a story reports are somebody's at a meeting; a disclaimer's are the author's on this site.
    let whose = [
        "expressed here",
        "expressed in this",
        "expressed in the article",
        "author",
        "writer",
        "columnist",
        "website",
        "of this newspaper",
        "of china daily",
    ];
    let denied = [
        "those of",
        "n't necessarily",
        "not necessarily",
        "n't represent",
        "not represent",
        "not reflect",
        "own",
    ];
    opens && key.split(' ').count() <= 40 && names_any(&whose) && names_any(&denied)
}

/// Nothing but a web or mail address.
pub(super) fn is_address(text: &str) -> bool {
    let word = text.trim_matches(['<', '>', '(', ')', '[', ']']);
    !word.contains(' ')
        && (word.starts_with("http://")
            || word.starts_with("https://")
            || word.starts_with("www.")
            || word.contains('@') && word.contains('.'))
}
