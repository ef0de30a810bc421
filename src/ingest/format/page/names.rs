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
                | "via"
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
            || head.contains('/')
                && head.split('/').any(known)
                && head.split('/').all(|name| known(name) || is_host(name))
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
    is_star(&last)
        || text
            .split([' ', '/', '-', '.', '\''])
            .any(|word| PRESS_WORDS.contains(word.to_lowercase().as_str()))
}

/// What stands in brackets beside a date and names no agency.
const NOT_AGENCIES: &[&str] = &[
    "photo",
    "photos",
    "video",
    "videos",
    "picture",
    "pictures",
    "text",
    "full text",
    "excerpt",
    "excerpts",
    "summary",
    "illustration",
    "graphic",
    "graphics",
    "graph",
    "exclusive",
    "update",
    "updated",
    "edited",
    "archive",
    "file",
    "print edition",
    "online edition",
    "web edition",
    "paper edition",
    "print",
    "local time",
    "latest edition",
    "opinion",
    "editorial",
    "live",
];

/// Words that stand where an agency's name does and are none.
pub(super) fn names_no_agency(text: &str) -> bool {
    let lower = text.to_lowercase();
    let first = lower.split([' ', '/', ':']).next().unwrap_or_default();
    NOT_AGENCIES.contains(&lower.as_str())
        || matches!(
            first,
            "photo" | "photos" | "picture" | "pictures" | "page" | "file" | "edited" | "editor"
        )
        || lower
            .split([' ', ',', '/'])
            .all(|word| is_time_word(word) || word.starts_with("gmt") || word.starts_with("utc"))
        || furniture::is_tool_bar(text)
}

/// A name that stands in brackets beside a date: an agency, whether a table knows it or not.
pub(super) fn is_bracketed_agency(text: &str) -> bool {
    is_agency(text)
        || is_host(text)
        || is_name(text, 8)
            && !names_no_agency(text)
            && (has_press_word(text) || !furniture::is_section_name(text))
}

/// The last words of papers' names that are no press words, for much else ends in them too.
const PAPERS: &[&str] = &[
    "mercury",
    "lantern",
    "argus",
    "clarion",
    "beacon",
    "banner",
    "record",
    "register",
    "ledger",
    "monitor",
    "pioneer",
    "independent",
    "intelligencer",
    "spectator",
    "recorder",
    "messenger",
    "packet",
    "gleaner",
    "patriot",
    "statesman",
    "democrat",
    "republican",
];

/// A name of two to six words whose last one papers are called by: "Saltby Mercury", "Delta Evening News".
pub(super) fn is_paper_name(text: &str) -> bool {
    let Some((_, last)) = text.trim_end_matches('.').rsplit_once(' ') else {
        return false;
    };
    is_name(text, 6)
        && (PAPERS.contains(&last.to_lowercase().as_str()) || has_press_word(last) || is_star(last))
        && !names_no_agency(text)
        && (!furniture::is_section_name(text) || is_agency(text))
}

/// A paper's name beside its date: one that ends as papers' names do, or any that begins with "The".
pub(super) fn is_masthead(text: &str) -> bool {
    is_paper_name(text)
        || text
            .get(..4)
            .is_some_and(|the| the.eq_ignore_ascii_case("the "))
            && is_name(text, 6)
            && !names_no_agency(text)
            && !furniture::is_section_name(text)
}

/// A publication's name in Chinese by its ending, and short: "河湾日报", "新华社".
pub(super) fn is_chinese_press(text: &str) -> bool {
    (2..=12).contains(&text.chars().count())
        && text.chars().all(|c| c as u32 >= 0x2E80)
        && [
            "网",
            "網",
            "报",
            "報",
            "社",
            "新闻",
            "新聞",
            "电视台",
            "電視台",
            "广播",
            "周刊",
            "週刊",
            "杂志",
            "客户端",
            "在线",
        ]
        .iter()
        .any(|ending| text.ends_with(ending))
}

/// Papers' names that are surnames as well.
fn is_star(last: &str) -> bool {
    matches!(
        last.to_lowercase().as_str(),
        "star" | "sun" | "globe" | "mirror" | "echo" | "today" | "advertiser" | "leader"
    )
}

/// `chinadaily.com.cn`, `www.example.org`: one word, dots inside, a domain in small letters at its end.
pub(super) fn is_host(text: &str) -> bool {
    let host = text
        .trim_start_matches("http://")
        .trim_start_matches("https://")
        .trim_end_matches('/');
    let domain = host.rsplit('.').next().unwrap_or_default();
    let file = matches!(
        domain,
        "jpg" | "jpeg" | "png" | "gif" | "pdf" | "htm" | "html" | "shtml" | "php" | "txt" | "asp"
    );
    // All in capitals is a host too: "CHINADAILY.COM.CN".
    let cased = domain.chars().all(|c| c.is_ascii_lowercase())
        || host.chars().all(|c| !c.is_ascii_lowercase());
    host.len() >= 5
        && host.contains('.')
        && (2..=10).contains(&domain.len())
        && cased
        && !file
        && host.split('.').next().is_some_and(|label| label.len() >= 2)
        && host.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
        && domain.chars().all(|c| c.is_ascii_alphabetic())
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
