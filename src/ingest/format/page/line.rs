//! The lines of a saved page: the reader's first step.
//!
//! In comes the decoded text as some tool saved it; out come its readable lines, freed from the marks of that tool
//! (Markdown of html2text, link numbers of lynx, table bars, odd blanks), with soft-wrapped lines joined again.
//! Invariant: a line is never empty, holds no line break and no two blanks in a row; the order is the page's.

use super::{furniture, wrap};

/// How the tool that saved the page marked a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Not at all.
    Plain,
    /// As a heading: `# …`, or a row of `=` or `-` below it.
    Heading,
    /// As an entry of a list.
    Bullet,
    /// As nothing but links.
    Link,
}

/// One readable line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What it says, single blanks between the words.
    pub text: String,
    /// The same with every run of two blanks or more as one tab: columns in a stamp line. Empty for long lines.
    pub columns: String,
    /// How it was marked.
    pub mark: Mark,
    /// A blank line stands before it.
    pub gap: bool,
    /// Blanks at its beginning.
    pub indent: usize,
}

/// Columns are only asked of lines that may be a stamp line, and those are short.
const MAX_COLUMNS: usize = 300;

/// The readable lines of a page.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let mut gap = false;
    // `\r\n` is one break, not a break and a blank line.
    let physical = text.split('\n').flat_map(|line| {
        line.strip_suffix('\r')
            .unwrap_or(line)
            .split(['\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}'])
    });
    for raw in physical {
        if is_underline(raw) {
            // A row of `=` under a line makes that line a heading; anywhere else it is a rule, like a blank line.
            if let Some(last) = found.last_mut().filter(|_| !gap) {
                last.mark = Mark::Heading;
            }
            gap = true;
            continue;
        }
        match read(raw, gap) {
            Some(line) => {
                found.push(line);
                gap = false;
            }
            // Debris such as an empty table cell parts nothing; only a line that is really blank does.
            None => gap |= raw.chars().all(is_blank),
        }
    }
    wrap::join(rejoin_crumbs(found))
}

/// White space and the characters that print as none.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// A row of one sign, three or more: a rule or the underline of a heading.
fn is_underline(raw: &str) -> bool {
    let row = raw.trim();
    row.len() >= 3
        && ["=", "-", "_", "*", "~"]
            .iter()
            .any(|sign| row.split(sign).all(str::is_empty))
}

/// One line without its marks; `None` if nothing readable is left.
fn read(raw: &str, gap: bool) -> Option<Line> {
    let indent = raw.chars().take_while(|&c| is_blank(c)).count();
    let (rest, mut mark) = leading_mark(raw.trim_matches(is_blank));
    let (plain, only_links) = without_markup(rest);
    let plain = without_bars(&plain);
    let text = squeeze(plain, " ");
    if !text.chars().any(char::is_alphanumeric) && !is_separator(&text) && !is_dots(&text) {
        return None;
    }
    if mark == Mark::Plain && only_links {
        mark = Mark::Link;
    }
    let columns = if text.len() <= MAX_COLUMNS {
        squeeze(plain, "\t")
    } else {
        String::new()
    };
    Some(Line {
        text,
        columns,
        mark,
        gap,
        indent,
    })
}

/// Dots alone on a line end a teaser that was cut short: they are kept, for they say what stands before and after.
fn is_dots(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '.' | '…' | ' '))
}

/// A breadcrumb's sign alone on a line.
fn is_separator(text: &str) -> bool {
    matches!(text, ">" | ">>" | "»" | "›" | "/")
}

/// Takes `#`, `*`, `-`, `•`, `>` and their like off the beginning of a line.
fn leading_mark(line: &str) -> (&str, Mark) {
    let hashes = line.len() - line.trim_start_matches('#').len();
    if (1..=6).contains(&hashes) && line[hashes..].starts_with(is_blank) {
        return (
            line[hashes..]
                .trim_start_matches(is_blank)
                .trim_end_matches(['#', ' ']),
            Mark::Heading,
        );
    }
    for bullet in [
        "* ",
        "+ ",
        "• ",
        "· ",
        "▪ ",
        "■ ",
        "● ",
        "◆ ",
        "○ ",
        "» ",
        "\u{f0b7} ",
        "\u{fffd} ",
        "-- [",
        "- [",
        "•",
        "▪",
        "■",
        "●",
        "◆",
    ] {
        if let Some(rest) = line.strip_prefix(bullet) {
            let rest = if bullet.ends_with('[') {
                &line[bullet.len() - 1..]
            } else {
                rest
            };
            return (rest.trim_start_matches(is_blank), Mark::Bullet);
        }
    }
    (line, Mark::Plain)
}

/// The text with images, links, link numbers and emphasis taken down to their words, and whether it was only links.
fn without_markup(line: &str) -> (String, bool) {
    let mut out = String::with_capacity(line.len());
    let (mut links, mut outside) = (0, false);
    let mut rest = line;
    while let Some(at) = rest.find(['[', '!', '*', '_', '\\']) {
        let (before, from) = rest.split_at(at);
        outside |= before.chars().any(char::is_alphanumeric);
        out.push_str(before);
        let image = from.starts_with("![");
        if image || from.starts_with('[') {
            let inner = if image { &from[2..] } else { &from[1..] };
            if let Some((words, after)) = link(inner) {
                if !image {
                    out.push_str(words);
                    links += 1;
                }
                rest = after;
                continue;
            }
            if let Some(after) = link_number(inner) {
                links += 1;
                rest = after;
                continue;
            }
        }
        if let Some(after) = from.strip_prefix("**").or_else(|| from.strip_prefix("__")) {
            rest = after;
            continue;
        }
        let sign = from
            .chars()
            .next()
            .expect("find() gave the position of a character");
        // `\-` and its like are html2text's escapes; a single `*` or `_` at a word's edge is emphasis.
        let escape = sign == '\\' && from[1..].starts_with(|c: char| c.is_ascii_punctuation());
        let edge = out.is_empty()
            || out.ends_with([' ', '(', '"'])
            || from[sign.len_utf8()..].starts_with([' ', ',', '.', ')'])
            || from.len() == 1;
        if !(escape || matches!(sign, '*' | '_') && edge) {
            out.push(sign);
        }
        rest = &from[sign.len_utf8()..];
    }
    outside |= rest.chars().any(char::is_alphanumeric);
    out.push_str(rest);
    (out, links > 0 && !outside)
}

/// `words](target)` after an opening bracket: the words, and what follows.
fn link(inner: &str) -> Option<(&str, &str)> {
    // Bounded, or a line of a million open links would be searched a million times.
    const LONGEST: usize = 2000;
    let inner_end = inner.floor_char_boundary(LONGEST);
    let close = inner[..inner_end].find(['[', ']'])?;
    let target = inner[close..].strip_prefix("](")?;
    let end = target[..target.floor_char_boundary(LONGEST)].find(')')?;
    Some((&inner[..close], target[end..].strip_prefix(')')?))
}

/// `12]words` after an opening bracket: lynx numbers its links.
fn link_number(inner: &str) -> Option<&str> {
    let close = inner
        .bytes()
        .take(4)
        .position(|b| !b.is_ascii_digit())
        .filter(|&at| at > 0)?;
    let after = inner[close..].strip_prefix(']')?;
    after.starts_with(char::is_alphanumeric).then_some(after)
}

/// Table bars at both ends are debris; those between cells stay, for stamp lines use them too.
fn without_bars(text: &str) -> &str {
    text.trim_matches(|c: char| is_blank(c) || matches!(c, '|' | '｜' | '¦' | '│'))
}

/// Single blanks for blanks, and `wide` for two or more in a row.
fn squeeze(text: &str, wide: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut blanks, mut tabbed) = (0, false);
    for c in text.chars() {
        // Layout, not text. The joiners U+200C and U+200D stay: some scripts are spelt with them.
        if matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}') {
            continue;
        }
        if c.is_whitespace() {
            blanks += 1;
            tabbed |= matches!(c, '\t' | '\u{3000}');
            continue;
        }
        if blanks > 0 && !out.is_empty() {
            out.push_str(if blanks > 1 || tabbed { wide } else { " " });
        }
        (blanks, tabbed) = (0, false);
        out.push(c);
    }
    out
}

/// Joins a breadcrumb that was saved one step a line: `Home`, `>`, `China`, or `Home >`, `China >`, `Society`.
fn rejoin_crumbs(lines: Vec<Line>) -> Vec<Line> {
    const STEP: usize = 40;
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let open = |text: &str| text.ends_with(['>', '»', '›']) || text.ends_with(" /") || text == "/";
    for line in lines {
        let joins = line.text.len() <= STEP
            && out.last().is_some_and(|last| {
                // After an open sign a section's name may follow, but as well the headline.
                let step = furniture::is_section_name(&line.text)
                    || !line.gap && line.text.split(' ').count() <= 2;
                // `Business` and below it ` / Markets`.
                let goes_on = ["/ ", "> ", "» ", "› "]
                    .iter()
                    .any(|sign| line.text.starts_with(sign))
                    && !line.gap
                    && furniture::is_section_name(&last.text);
                last.text.len() <= 3 * STEP
                    && (goes_on
                        || is_separator(&line.text)
                        || open(&last.text) && last.text.len() > 2 && step)
            });
        match out.last_mut() {
            Some(last) if joins => {
                last.text = format!("{} {}", last.text, line.text);
                last.columns = last.text.clone();
            }
            _ if is_separator(&line.text) => {}
            _ => out.push(line),
        }
    }
    out
}
