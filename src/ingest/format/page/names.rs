//! Names on a stamp line: agencies, publications, hosts, people.
//!
//! In comes a part of a line, out comes whether it is such a name. The tables know the agencies that everybody prints;
//! an unknown publication shows itself by a word such as "Daily" or "News", a person by capitals and nothing else.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::furniture;
use super::words;

static PRESS_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| words::table(words::PRESS_WORDS));
static AGENCIES: LazyLock<HashSet<&str>> = LazyLock::new(|| words::table(words::AGENCIES));

/// A name of up to `most` words: capitals throughout, but for "and", "of", "de" and their like; no digits.
pub(super) fn is_name(text: &str, most: usize) -> bool {
    let mut count = 0;
    for word in text.split([' ', '/', ',']).filter(|word| !word.is_empty()) {
        count += 1;
        let small = matches!(
            word,
            "and"
                | "of"
                | "the"
                | "for"
                | "de"
                | "la"
                | "le"
                | "du"
                | "da"
                | "dos"
                | "van"
                | "von"
                | "der"
                | "den"
                | "bin"
                | "al"
                | "el"
                | "di"
                | "with"
                | "in"
                | "at"
                | "from"
                | "&"
                | "to"
                | "y"
                | "e"
                | "et"
                | "und"
                | "writer"
                | "writers"
                | "reporter"
                | "reporters"
                | "staff"
                | "correspondent"
        );
        let capital = word
            .trim_start_matches(['\'', '"', '“', '‘', '('])
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
        if count > most || !(small || capital) || word.chars().any(|c| c.is_ascii_digit()) {
            return false;
        }
    }
    count > 0 && text.starts_with(|c: char| c.is_alphabetic() || c == '"')
}

/// Two to four capitalised words without a press word: a person's name, as far as a line can tell.
pub(super) fn is_person(text: &str) -> bool {
    let words = text.split(' ').count();
    (2..=7).contains(&words)
        && is_name(text, 7)
        && (words <= 4 || text.contains(" and ") || text.contains(','))
        && !text.contains(['?', '!', '"', ';'])
        && !furniture::is_section_name(text)
}

/// A known agency or publication, also "Xinhua/Agencies", "AFP-Reuters" or "China Daily in Hong Kong".
pub(super) fn is_agency(text: &str) -> bool {
    let key = furniture::heading_key(text);
    let head = key
        .split_once(" in ")
        .map_or(key.as_str(), |(head, _)| head);
    let known = |name: &str| {
        AGENCIES.contains(name.trim().trim_end_matches('.'))
            || AGENCIES.contains(name.trim().trim_start_matches("the "))
    };
    !key.is_empty()
        && (known(&key)
            || known(head)
            || head.split(['/', ',', '-', '&', '、']).all(known)
            || head.split(" and ").all(known))
        || key
            .strip_prefix("china daily ")
            .or_else(|| key.strip_prefix("xinhua "))
            .is_some_and(|rest| {
                rest.split(' ').count() <= 3 && has_press_word(rest)
                    || furniture::is_section_name(rest)
            })
}

/// A word that only publications have stands in the name.
pub(super) fn has_press_word(text: &str) -> bool {
    // Words that are surnames too count only at the end: "Lanping Star", not "Sun Lanping".
    let last = text
        .rsplit(' ')
        .next()
        .filter(|last| last.len() < text.len())
        .unwrap_or_default()
        .to_lowercase();
    matches!(
        last.as_str(),
        "star" | "sun" | "globe" | "mirror" | "echo" | "today" | "advertiser" | "leader"
    ) || text
        .split([' ', '/', '-', '.', '\''])
        .any(|word| PRESS_WORDS.contains(word.to_lowercase().as_str()))
}

/// `chinadaily.com.cn`, `www.example.org`: one word, a dot inside, a domain at its end.
pub(super) fn is_host(text: &str) -> bool {
    let host = text
        .trim_start_matches("http://")
        .trim_start_matches("https://")
        .trim_end_matches('/')
        .to_ascii_lowercase();
    host.len() >= 5
        && !host.contains([' ', '@'])
        && [
            ".com", ".cn", ".org", ".net", ".co.uk", ".hk", ".tv", ".in", ".info", ".gov", ".edu",
            ".eu", ".de", ".au",
        ]
        .iter()
        .any(|domain| host.ends_with(domain))
        && host.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
}

/// The text without tool words at its ends: "Print E-mail Xinhua" is "Xinhua".
pub(super) fn without_tools(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let tool =
        |word: &&str| furniture::is_tool_bar(word) || word.chars().all(|c| !c.is_alphabetic());
    let first = words.iter().position(|word| !tool(word))?;
    let last = words.iter().rposition(|word| !tool(word))?;
    (first > 0 || last + 1 < words.len()).then(|| {
        words[first..=last]
            .join(" ")
            .trim_matches([',', ' ', ':', '-'])
            .to_owned()
    })
}

/// Words around a date that belong to it.
pub(super) fn is_time_word(word: &str) -> bool {
    let word = word.trim_matches(['.', ':', ',']);
    let word = word.trim_end_matches(['.', ':']);
    matches!(
        word,
        "" | "on"
            | "at"
            | "of"
            | "from"
            | "to"
            | "am"
            | "pm"
            | "a.m"
            | "p.m"
            | "gmt"
            | "utc"
            | "myt"
            | "sgt"
            | "pht"
            | "wib"
            | "jst"
            | "kst"
            | "aest"
            | "aedt"
            | "nzst"
            | "nzdt"
            | "mst"
            | "mdt"
            | "cdt"
            | "msk"
            | "eet"
            | "eest"
            | "cest"
            | "wat"
            | "cat"
            | "eat"
            | "sast"
            | "gst"
            | "ast"
            | "ict"
            | "pkt"
            | "est"
            | "edt"
            | "et"
            | "pst"
            | "pdt"
            | "cst"
            | "bst"
            | "ist"
            | "hkt"
            | "cet"
            | "beijing"
            | "local"
            | "time"
            | "time:"
            | "hrs"
            | "hours"
            | "h"
            | "|"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "mon"
            | "tue"
            | "tues"
            | "wed"
            | "thu"
            | "thur"
            | "thurs"
            | "fri"
            | "sat"
            | "sun"
            | "gmt+8"
            | "utc+8"
            | "gmt+0800"
            | "years"
            | "year"
            | "months"
            | "month"
            | "days"
            | "day"
            | "ago"
            | "today"
            | "yesterday"
            | "updated"
            | "published"
            | "posted"
    ) || !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ':' | '-' | '+' | '/' | '.'))
}
