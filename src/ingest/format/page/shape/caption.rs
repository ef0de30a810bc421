//! Captions: the words below a picture, and the credit of whoever took it.
//!
//! In comes a line, out comes whether it is one. A caption shows itself by its credit, in brackets, in capitals or behind
//! a stroke, or by how it opens; what shows neither is a paragraph.

use super::super::furniture::heading_key;
use super::super::names;
use super::words;

/// Whether a line is a picture's caption or its credit.
pub(super) fn is_caption(text: &str) -> bool {
    if text.len() > 900 {
        return false;
    }
    let lower = text.to_lowercase();
    // `[Photo/CFP]`, `[Name / Asianewsphoto]`, `(Xinhua/Name)` at the end.
    if let Some(credit) = final_bracket(&lower) {
        let square = lower.ends_with(']');
        let photo = [
            "photo",
            "picture",
            "image",
            "getty",
            "vcg",
            "cfp",
            "asianewsphoto",
            "file pic",
            "courtesy",
            "screenshot",
            "screengrab",
            "provided to",
            "provided by",
            "illustration",
        ]
        .iter()
        .any(|word| credit.contains(word));
        let agency = credit
            .split(['/', ' '])
            .next()
            .is_some_and(names::is_agency)
            && credit.contains('/')
            || square && names::is_agency(credit);
        if photo && words(credit) <= 10 || agency && words(credit) <= 7 {
            return true;
        }
    }
    if ends_in_capital_credit(text) {
        return true;
    }
    let opens = [
        "photo taken on",
        "photo taken in",
        "photo shows",
        "file photo",
        "photo by ",
        "photos by ",
        "photo:",
        "photo/",
        "photo courtesy",
        "photo provided",
        "picture taken on",
        "photo released by",
        "image:",
        "image source",
        "image caption",
        "photograph:",
        "picture:",
        "image copyright",
        "media caption",
        "this photo taken on",
        "this photo shows",
        "this file photo",
        "in this photo",
        "this undated photo",
        "a combination photo",
        "combined photo",
        "aerial photo taken",
        "an aerial photo taken",
        "illustration:",
        "credit:",
        "caption:",
        "getty images",
        "ap photo",
        "afp photo",
        "reuters/",
        "(photo",
        "[photo",
        "photograph by",
        "cartoon by",
    ];
    if opens.iter().any(|start| lower.starts_with(start)) {
        return true;
    }
    let ends = [
        "/ china daily",
        "/china daily",
        "/ for china daily",
        "for china daily",
        "/getty images",
        "getty images",
        "/vcg",
        "/afp",
        "afp photo",
        "vcg photo",
        "ap photo",
        "/xinhua",
        "photo: vcg",
        "photo/xinhua",
        "/cfp",
    ];
    if ends.iter().any(|end| lower.ends_with(end)) {
        return true;
    }
    // `REUTERS/Name Surname` closes a caption.
    lower.len() <= 500
        && text
            .rfind("REUTERS/")
            .is_some_and(|at| words(&text[at..]) <= 4)
}

/// `A barge at the quay. CHINA DAILY`, `… PHOTO BY ADA LINDT / XINHUA`: a credit in capitals behind the last sentence.
fn ends_in_capital_credit(text: &str) -> bool {
    let Some((caption, credit)) = text
        .rsplit_once(['.', '”', '"'])
        .filter(|_| text.len() <= 500)
    else {
        return false;
    };
    let credit = credit.trim();
    caption.chars().any(char::is_lowercase)
        && credit.len() >= 2
        && words(credit) <= 8
        && !credit.chars().any(char::is_lowercase)
        && (names::is_agency(credit)
            || credit.starts_with("PHOTO")
            || credit.starts_with("PROVIDED")
            || credit
                .rsplit('/')
                .next()
                .is_some_and(|last| names::is_agency(last.trim())))
}

/// What stands in the brackets that a text ends with.
fn final_bracket(lower: &str) -> Option<&str> {
    let text = lower.trim_end_matches(['.', ' ']);
    let (open, close) = if text.ends_with(']') {
        ('[', ']')
    } else {
        ('(', ')')
    };
    let inner = text.strip_suffix(close)?;
    inner.rfind(open).map(|at| inner[at + 1..].trim())
}

/// A caption that is only a credit: it says nothing that is worth keeping.
pub(in super::super) fn is_bare_credit(text: &str) -> bool {
    words(text) <= 8
        && (text.starts_with(['[', '(']) && text.ends_with([']', ')'])
            || [
                "photo by",
                "photos by",
                "photo:",
                "photo/",
                "photo courtesy",
                "image:",
                "getty",
                "ap photo",
                "afp photo",
                "reuters/",
                "photograph:",
                "image copyright",
                "image source",
            ]
            .iter()
            .any(|start| heading_key(text).starts_with(start)))
}
