//! What formats of agencies have in common: whether an item may be published, where it was written, and the text in it.
//!
//! Used by NITF, NewsML, ninjs and their kin. Invariant: nothing an item says of itself is made up here; what cannot be read
//! is left out.

use super::xml::Element;
use super::xml::fields::{html_or_text, some};
use crate::article::Record;
use crate::date::PubDate;
use crate::ingest::archive::RecordError;
use crate::ingest::markup;

/// Refuses an item that its publisher took back or holds back. `status` is as written: `usable`, `stat:canceled`.
///
/// # Errors
/// [`RecordError::Withdrawn`].
pub(super) fn check_status(status: &str) -> Result<(), RecordError> {
    const OFF: [&str; 12] = [
        "canceled",
        "cancelled",
        "withheld",
        "withdrawn",
        "killed",
        "kill",
        "deleted",
        "recalled",
        "retracted",
        "recall",
        "spiked",
        "unpublished",
    ];
    let code = status.trim().rsplit([':', '/']).next().unwrap_or_default();
    match OFF.contains(&code.to_ascii_lowercase().as_str()) {
        true => Err(RecordError::Withdrawn {
            status: status.trim().to_owned(),
        }),
        false => Ok(()),
    }
}

/// Notes until when an item is under embargo. Whether the time has come is for the run to say, which knows the day.
///
/// # Errors
/// [`RecordError::Embargoed`] if the time cannot be read: better held back than let out.
pub(super) fn embargo(record: &mut Record, until: Option<&str>) -> Result<(), RecordError> {
    let Some(until) = until.and_then(some) else {
        return Ok(());
    };
    match PubDate::parse(&until) {
        Some(date) => {
            record.embargo = Some(date);
            Ok(())
        }
        None => Err(RecordError::Embargoed { until }),
    }
}

/// What an item is that has no text, by the name of its class (`ninat:picture`, `Photo`, `image/jpeg`); `None` for a text
/// and for what has no name.
pub(super) fn what_it_is(class: &str) -> Option<&'static str> {
    let class = class.trim().to_ascii_lowercase();
    let class = class.rsplit(':').next().unwrap_or_default();
    let is = |words: &[&str]| words.iter().any(|word| class.contains(word));
    if is(&["picture", "photo", "image", "still"]) {
        Some("a picture")
    } else if is(&["graphic", "illustration", "cartoon"]) {
        Some("a graphic")
    } else if is(&["video", "animation", "film"]) {
        Some("a video")
    } else if is(&["audio", "sound", "podcast"]) {
        Some("a sound")
    } else if is(&["composite", "package"]) {
        Some("a package of other items")
    } else if is(&["event", "planning"]) {
        Some("an event")
    } else if is(&["concept", "vocabulary"]) {
        Some("an entry of a vocabulary")
    } else {
        None
    }
}

/// The place in a dateline as agencies write it: `SYDNEY March 22 AAP -`, `London (dpa) - `, `New York, Jan. 3`.
pub(super) fn place(dateline: &str) -> Option<String> {
    let end = [" - ", " -- ", " – ", " — ", "—", "(", ",", ";", "/", ".-"]
        .iter()
        .filter_map(|sign| dateline.find(sign))
        .min()
        .unwrap_or(dateline.len());
    let words: Vec<&str> = dateline[..end].split_whitespace().collect();
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    // Rio de Janeiro is no month, without a day behind it.
    let is_month = |n: usize| {
        let month = PubDate::parse(&format!("{} 2000", words[n])).is_some();
        month && words.get(n + 1).is_some_and(|next| is_number(next))
    };
    let kept = (0..words.len())
        .find(|&n| is_number(words[n]) || is_month(n))
        .unwrap_or(words.len());
    let place = words[..kept].join(" ");
    let place = place.trim_matches(['-', '–', '—', '.', ' ', ':']);
    let plausible = place.len() <= 80
        && place.split_whitespace().count() <= 6
        && place.contains(char::is_alphabetic);
    plausible.then(|| place.to_owned())
}

/// The place and the agency in the dateline of a story: `ATLANTA (AP) _`, `Berlin (dpa) -`, `Lima, Jan 2 (EFE).-`.
pub(super) fn dateline(first: &str) -> (Option<String>, Option<String>) {
    const LONGEST: usize = 90;
    let head: String = first.trim_start().chars().take(LONGEST).collect();
    let signs = [" _ ", " - ", " -- ", " – ", " — ", ".- "];
    let Some(dash) = signs.iter().filter_map(|sign| head.find(sign)).min() else {
        return (None, None);
    };
    let before = &head[..dash];
    let Some((place_in, rest)) = before.split_once('(') else {
        return (None, None);
    };
    let agency = rest.split(')').next().unwrap_or_default().trim();
    let is_agency = !agency.is_empty() && agency.len() <= 24 && rest.contains(')');
    if !is_agency {
        return (None, None);
    }
    (place(place_in), Some(agency.to_owned()))
}

/// The text of an element that holds some: as paragraphs, of HTML that is escaped in it too; and of one that holds a single
/// block of lines, these lines.
pub(super) fn prose(element: &Element) -> Vec<String> {
    if element.elements().next().is_none() {
        return html_or_text(&element.text());
    }
    let mut paragraphs = element.paragraphs_without(&is_beside_text);
    if paragraphs.len() == 1 {
        let text = element.text();
        // Wire copy put whole into one paragraph: its lines are all the form it has.
        if text.lines().filter(|line| !line.trim().is_empty()).count() >= 5 {
            paragraphs = vec![text];
        }
    }
    // Code to embed something, put into a paragraph as text.
    let is_code = |text: &String| text.starts_with('<') && markup::is_html(text);
    if paragraphs.iter().any(is_code) {
        let unfold = |text: String| {
            if is_code(&text) {
                markup::paragraphs(&text)
            } else {
                vec![text]
            }
        };
        paragraphs = paragraphs.into_iter().flat_map(unfold).collect();
    }
    paragraphs
}

/// Whether an element stands in a text and is none of it: pictures with their captions, navigation, headers of pages.
fn is_beside_text(element: &Element) -> bool {
    let is_unpublished = element.attr("noteclass").is_some() || element.attr("type") == Some("npa");
    match element.local() {
        "media" | "figure" | "figcaption" | "picture" | "object" | "nav" | "head" | "header"
        | "footer" | "button" => true,
        "note" => is_unpublished,
        _ => false,
    }
}

/// The captions of the pictures in an element, if there are any.
pub(super) fn captions(element: &Element) -> Vec<String> {
    let is_caption = |e: &&Element| matches!(e.local(), "media-caption" | "figcaption");
    element
        .all()
        .filter(is_caption)
        .filter_map(Element::line)
        .collect()
}

/// Keeps texts under a name, if there are any.
pub(super) fn keep(record: &mut Record, name: &str, texts: impl IntoIterator<Item = String>) {
    let mut texts: Vec<String> = texts
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .collect();
    texts.dedup();
    let value = match texts.len() {
        0 => return,
        1 => texts.swap_remove(0).into(),
        _ => texts.into(),
    };
    record.extra.insert(name.to_owned(), value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_dateline_stands_before_the_date_and_the_agency() {
        for (dateline, place_in_it) in [
            ("SYDNEY March 22 AAP -", Some("SYDNEY")),
            ("STOCKHOLM, Aug 29, 2014 (AFP) -", Some("STOCKHOLM")),
            ("London (dpa) - ", Some("London")),
            ("NEW YORK", Some("NEW YORK")),
            ("Helsinki", Some("Helsinki")),
            ("Rio de Janeiro, Jan 2 (EFE).-", Some("Rio de Janeiro")),
            ("Stratford-upon-Avon", Some("Stratford-upon-Avon")),
            ("2014-07-17 00:24:11 GMT+00:00", None),
            ("", None),
            (" - ", None),
        ] {
            assert_eq!(place(dateline).as_deref(), place_in_it, "{dateline}");
        }
    }

    #[test]
    fn what_was_taken_back_is_refused_however_it_is_written() {
        for status in [
            "canceled",
            "stat:canceled",
            "Canceled",
            "http://x.example/pubstatus/withheld",
        ] {
            assert_eq!(check_status(status).unwrap_err().code(), "WITHDRAWN");
        }
        for status in ["", "usable", "stat:usable", "Usable"] {
            assert!(check_status(status).is_ok());
        }
    }

    #[test]
    fn an_embargo_that_cannot_be_read_holds() {
        let mut record = Record::default();
        assert!(embargo(&mut record, Some(" ")).is_ok() && record.embargo.is_none());
        assert!(embargo(&mut record, Some("2031-01-02T00:00:00Z")).is_ok());
        assert_eq!(record.embargo.unwrap().day_text(), "2031-01-02");
        assert_eq!(
            embargo(&mut record, Some("Sunday papers"))
                .unwrap_err()
                .code(),
            "EMBARGOED"
        );
    }

    #[test]
    fn a_dateline_names_the_place_and_the_agency() {
        for (first, is) in [
            ("ATLANTA (QNA) _ Rain fell", (Some("ATLANTA"), Some("QNA"))),
            ("Berlin (qna) - Rain fell", (Some("Berlin"), Some("qna"))),
            ("Lima, Jan 2 (QNA).- Rain fell", (Some("Lima"), Some("QNA"))),
            (
                "Rain fell (again) and again - and stopped",
                (Some("Rain fell"), Some("again")),
            ),
            ("Rain fell - and stopped", (None, None)),
            ("", (None, None)),
        ] {
            let (place, agency) = dateline(first);
            assert_eq!((place.as_deref(), agency.as_deref()), is, "{first}");
        }
    }
}
