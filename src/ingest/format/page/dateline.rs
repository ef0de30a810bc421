//! The dateline: `BEIJING, Nov. 18 (Xinhua) -- …` gives the place a story was written from, and its agency.
//!
//! In comes a paragraph, out come the place and the agency if it opens with a dateline. The paragraph keeps it: a
//! dateline is the story's own text.

use super::names;

/// What a dateline says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The place, as printed.
    pub place: Option<String>,
    /// The agency in its brackets.
    pub agency: Option<String>,
}

/// A dateline is at most this long, its dash included.
const MAX_BYTES: usize = 120;

/// Words in capitals before a dash that are no place.
const NOT_PLACES: &[&str] = &[
    "update",
    "updated",
    "advisory",
    "analysis",
    "video",
    "photos",
    "photo",
    "note",
    "breaking",
    "exclusive",
    "opinion",
    "editorial",
    "interview",
    "feature",
    "special",
    "q&a",
    "correction",
    "wrapup",
    "factbox",
    "fact box",
    "timeline",
    "preview",
    "review",
    "profile",
    "commentary",
    "news",
    "live",
    "watch",
    "editor's note",
    "backgrounder",
    "roundup",
    "xinhua",
    "warning",
    "summary",
    "urgent",
];

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Reads the dateline that a paragraph opens with.
pub(super) fn read(paragraph: &str) -> Option<Dateline> {
    if let Some(found) = chinese(paragraph) {
        return Some(found);
    }
    let opening = &paragraph[..paragraph.floor_char_boundary(MAX_BYTES)];
    let (head, _) = split_at_dash(opening)?;
    let (head, agency) = take_agency(head);
    let head = head.trim().trim_end_matches([',', ':']).trim();
    let (place, dated) = take_date(head);
    let place = place
        .trim()
        .trim_start_matches('(')
        .trim_end_matches([',', ' ', ')']);
    let known = agency.is_some() || dated;
    let place = is_place(place, known).then(|| place.to_owned());
    (place.is_some() || known && agency.is_some() && head.is_empty())
        .then_some(Dateline { place, agency })
}

/// `新华社北京12月18日电`: agency, place, day, and the word for a wire. Agencies end in 社 or 网.
fn chinese(paragraph: &str) -> Option<Dateline> {
    const LONGEST: usize = 90;
    let opening = &paragraph[..paragraph.floor_char_boundary(LONGEST)];
    let (head, _) = opening
        .split_once("日电")
        .or_else(|| opening.split_once("日電"))?;
    let head = head.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '月' | '年'));
    let (at, last) = head
        .char_indices()
        .find(|&(_, c)| matches!(c, '社' | '网' | '網'))?;
    let (agency, place) = head.split_at(at + last.len_utf8());
    let is_word = |text: &str, most: usize| {
        (2..=most).contains(&text.chars().count())
            && text.chars().all(|c| c as u32 >= 0x3400)
            && !text.contains(['，', '。', '：', '（'])
    };
    (is_word(agency, 8) && is_word(place, 10)).then(|| Dateline {
        place: Some(place.to_owned()),
        agency: Some(agency.to_owned()),
    })
}

/// The text before the dash (or the colon) that ends a dateline, and what follows it.
fn split_at_dash(text: &str) -> Option<(&str, &str)> {
    let mut best: Option<(usize, usize)> = None;
    for sign in [
        " -- ", "-- ", " - ", " – ", " — ", "— ", "– ", "—", "--", ") - ", ")- ", "): ", ": ",
        " _ ",
    ] {
        if let Some(at) = text.find(sign) {
            // A bracket before the dash belongs to the head.
            let at_end = if sign.starts_with(')') { at + 1 } else { at };
            if best.is_none_or(|(start, _)| at_end < start) {
                best = Some((at_end, at + sign.len()));
            }
        }
    }
    let (start, end) = best?;
    (start >= 3 && end < text.len()).then(|| (&text[..start], &text[end..]))
}

/// Takes `(Xinhua)` off the end of a dateline.
fn take_agency(head: &str) -> (&str, Option<String>) {
    let text = head.trim_end();
    let Some(inner) = text.strip_suffix(')') else {
        return (head, None);
    };
    let Some(open) = inner.rfind('(') else {
        return (head, None);
    };
    let agency = inner[open + 1..].trim();
    let named = !agency.is_empty()
        && names::is_name(agency, 5)
        && (names::is_agency(agency)
            || names::has_press_word(agency)
            || agency.chars().all(|c| c.is_ascii_uppercase()));
    if named {
        (&text[..open], Some(agency.to_owned()))
    } else {
        (head, None)
    }
}

/// Takes `, Nov. 18`, `, 18 November 2015` off the end of a dateline, and says whether one was there.
fn take_date(head: &str) -> (&str, bool) {
    let mut end = head.len();
    let mut month = false;
    loop {
        let text = head[..end].trim_end_matches([' ', ',', '.']);
        let start = text.rfind([' ', ',']).map_or(0, |at| at + 1);
        let word = text[start..].trim_end_matches('.').to_ascii_lowercase();
        let is_month = MONTHS.iter().any(|name| word.starts_with(name))
            && word.len() <= 9
            && word.chars().all(|c| c.is_ascii_alphabetic());
        let is_number =
            !word.is_empty() && word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit());
        if !(is_month || is_number) || start == 0 {
            return (if month { text } else { head }, month);
        }
        month |= is_month;
        end = start;
    }
}

/// Whether a text can be a place: capitals, or capitalised words if a date or an agency vouches for them.
fn is_place(text: &str, known: bool) -> bool {
    let words = text
        .split([' ', '/', ','])
        .filter(|word| !word.is_empty())
        .count();
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    if words == 0
        || words > 6
        || letters().count() < 3
        || text.chars().any(|c| {
            c.is_ascii_digit() || matches!(c, '"' | '“' | '?' | '!' | '(' | ';' | '%' | '$')
        })
    {
        return false;
    }
    let lower = text.to_lowercase();
    if NOT_PLACES.contains(&lower.as_str())
        || lower
            .split(' ')
            .next()
            .is_some_and(|first| NOT_PLACES.contains(&first) && !known)
    {
        return false;
    }
    // The first step is the city; "URUMQI, Xinjiang" and "SAN JOSE, Calif." go on in small letters.
    let city = text.split(',').next().unwrap_or(text);
    let capital = |part: &str| {
        part.chars()
            .filter(|c| c.is_alphabetic())
            .all(|c| !c.is_lowercase())
            || part.chars().filter(|c| c.is_lowercase()).count() <= 2
                && part.len() >= 6
                && part.starts_with("Mc")
    };
    if capital(city) && city.chars().filter(|c| c.is_alphabetic()).count() >= 4 {
        return known || !is_colon_label(city);
    }
    known && names::is_name(text, 6)
}

/// A single short word in capitals is as likely a label as a place; four letters and more are taken for a place.
fn is_colon_label(city: &str) -> bool {
    city.chars().filter(|c| c.is_alphabetic()).count() < 4
}
