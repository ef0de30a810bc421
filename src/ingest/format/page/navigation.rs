//! Navigation bars: the names of sections and editions that a site prints above its stories.
//!
//! In comes a line, out comes whether it is such a bar, also when its names were saved without the blanks between them.

use super::furniture::{is_foreign, is_latin, is_section_name, is_tool_bar, sections};

/// A bar of three or more section names ("US EUROPE AFRICA ASIA"), also when they were saved without the blanks between.
pub(super) fn is_navigation(text: &str) -> bool {
    let parts: Vec<&str> = text
        .split(['|', '·', '•', '\t', '｜', '/', '>', '»', '*', '-'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() >= 4 && text.contains(['|', '·', '•', '｜', '*', '\t', '/']) {
        let named = parts
            .iter()
            .filter(|part| is_section_name(part) || is_foreign(part) || is_tool_bar(part))
            .count();
        // A bar of many short names is one even when some of the names are the site's own.
        if named * 2 >= parts.len() || parts.len() >= 6 && parts.iter().all(|part| part.len() <= 24)
        {
            return true;
        }
    }
    // Three words of another script are a bar beside a name that is known, and else as well a headline in that script.
    let (mut names, mut foreign) = (0, 0);
    let tokens: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•' | '｜' | ',' | '*'))
        .filter(|word| !word.is_empty())
        .collect();
    if tokens.len() > 40 {
        return false;
    }
    let mut at = 0;
    while at < tokens.len() {
        let span = (1..=3.min(tokens.len() - at))
            .rev()
            .find(|&n| sections().contains(tokens[at..at + n].join(" ").to_lowercase().as_str()));
        if let Some(n) = span {
            names += 1;
            at += n;
        } else if let Some(n) = glued_names(tokens[at]) {
            names += n;
            at += 1;
        } else if is_foreign(tokens[at])
            || matches!(tokens[at], "&" | "-" | "/")
            || tokens[at].chars().all(|c| c.is_ascii_digit())
        {
            foreign += usize::from(is_foreign(tokens[at]));
            at += 1;
        } else {
            return false;
        }
    }
    names > 0 && names + foreign >= 3 && !text.ends_with(['.', '?', '!', ':'])
}

/// How many section names a word is glued from: `USEUROPEAFRICAASIA` has four. `None` if it is not only such names.
fn glued_names(word: &str) -> Option<usize> {
    const LONGEST: usize = 80;
    if !(8..=LONGEST).contains(&word.len()) {
        return None;
    }
    let lower: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    // `best[i]`: the fewest names that the first `i` letters are made of. Foreign letters count as one name a run.
    let mut best: Vec<Option<usize>> = vec![None; lower.len() + 1];
    best[0] = Some(0);
    for start in 0..lower.len() {
        let Some(so_far) = best[start] else { continue };
        if !is_latin(lower[start]) {
            let run = lower[start..].iter().take_while(|&&c| !is_latin(c)).count();
            best[start + run] = best[start + run].or(Some(so_far + 1));
        }
        for end in start + 2..=lower.len().min(start + 16) {
            let name: String = lower[start..end].iter().collect();
            if sections().contains(name.as_str()) {
                best[end] = Some(best[end].map_or(so_far + 1, |n| n.min(so_far + 1)));
            }
        }
    }
    best[lower.len()].filter(|&names| names >= 2)
}
