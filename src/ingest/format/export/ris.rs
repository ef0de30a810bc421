//! RIS: references as ProQuest, Gale, EBSCO and every reference manager write them, with a text where there is one.
//!
//! In come lines of a two-letter tag, two blanks and a hyphen; out comes a record for each reference, from `TY` to `ER`. The
//! tags are those of the format's own list (Research Information Systems, 2001; with the usual extensions).

use serde_json::Value;

use super::super::blocks::{self, Block, Cut, End, Layout, Line};
use super::super::{Context, Head, Input, Items};
use super::labels::{self, Role};
use super::languages;
use crate::article::{DateSource, Record};
use crate::date::PubDate;
use crate::ingest::archive::RecordError;

/// Whether an archive is in RIS: its first line says of what type the first reference is.
pub fn looks_like_ris(head: &Head) -> bool {
    head.text().is_some_and(|text| {
        let mut lines = text
            .trim_start_matches('\u{feff}')
            .lines()
            .filter(|line| !line.trim().is_empty());
        let first = lines.next().and_then(tagged);
        matches!(first, Some(("TY", kind)) if !kind.is_empty())
            && lines.next().is_none_or(|line| tagged(line).is_some())
    })
}

/// The references of an archive.
pub fn read_ris<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    blocks::items(input, context, Ris)
}

struct Ris;

impl Layout for Ris {
    fn cut(&self, line: Line<'_>) -> Cut {
        match tag_of(line.bytes) {
            Some(b"TY") => Cut::Before,
            Some(b"ER") => Cut::After,
            _ => Cut::Within,
        }
    }

    fn read(&mut self, block: &Block<'_>) -> Option<Result<Record, RecordError>> {
        let text = match block.text() {
            Ok(text) => text,
            Err(error) => return Some(Err(error)),
        };
        if block.end == End::Archive {
            return Some(Err(RecordError::Truncated {
                what: "a reference",
            }));
        }
        Some(read(&text))
    }
}

/// The tag of a line: `TY  - NEWS`. Some programs write one blank only.
fn tag_of(line: &[u8]) -> Option<&[u8]> {
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag =
        tag[0].is_ascii_uppercase() && (tag[1].is_ascii_uppercase() || tag[1].is_ascii_digit());
    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
    (is_tag
        && (1..=2).contains(&blanks)
        && rest.get(blanks) == Some(&b'-')
        && rest
            .get(blanks + 1)
            .is_none_or(|byte| matches!(byte, b' ' | b'\r')))
    .then_some(tag)
}

fn tagged(line: &str) -> Option<(&str, &str)> {
    let tag = tag_of(line.as_bytes())?;
    let value = line[2..].trim_start().strip_prefix('-')?;
    Some((std::str::from_utf8(tag).ok()?, value.trim()))
}

fn read(text: &str) -> Result<Record, RecordError> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        match tagged(line) {
            Some((tag, value)) => fields.push((tag, value.to_owned())),
            // A long value goes on, or is broken into paragraphs.
            None => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push('\n');
                    value.push_str(line.trim());
                }
            }
        }
    }
    let mut record = Record::default();
    let first = |tags: &[&str]| {
        let mut values = tags.iter().filter_map(|tag| {
            fields
                .iter()
                .find(|(found, value)| found == tag && !value.is_empty())
        });
        values.next().map(|(tag, value)| (*tag, value.clone()))
    };
    let date = ["DA", "Y1", "PY"].iter().find_map(|tag| {
        let (_, value) = fields.iter().find(|(found, _)| found == tag)?;
        Some((*tag, date_of(value)?))
    });
    let picked = [
        first(&["TI", "T1", "CT"]),
        first(&["JF", "T2", "JO", "JA", "J2"]),
        first(&["SE"]),
        first(&["LA"]),
        first(&["AN", "ID"]),
    ];
    let used: Vec<&str> = picked.iter().flatten().map(|(tag, _)| *tag).collect();
    let [title, source, section, lang, id] = picked.map(|field| field.map(|(_, value)| value));
    record.title = title.unwrap_or_default();
    record.source = source.map(|name| name.split(';').next().unwrap_or_default().trim().to_owned());
    record.section = section;
    record.lang = lang.map(|name| languages::tag(&name));
    record.id = id;
    record.published = date.map(|(_, date)| date);
    record.date_source = record.published.as_ref().map(|_| DateSource::Field);
    let mut authors = Vec::new();
    let mut about: Option<String> = None;
    for (tag, value) in &fields {
        let value = value.trim();
        match *tag {
            "TY" | "ER" if value.is_empty() => {}
            _ if value.is_empty()
                || used.contains(tag)
                || date.is_some_and(|(used, _)| used == *tag) => {}
            "AU" | "A1" => authors.push(value.to_owned()),
            "KW" => record.tags.extend(value.lines().map(str::to_owned)),
            "UR" | "L2" if record.url.is_none() && value.starts_with("http") => {
                record.url = Some(value.lines().next().unwrap_or_default().to_owned())
            }
            // The same text stands under both in many exports.
            "AB" | "N2"
                if about
                    .as_deref()
                    .is_none_or(|about| about.len() < value.len()) =>
            {
                about = Some(value.to_owned())
            }
            "AB" | "N2" => {}
            _ => match full_text(tag, value) {
                Some(text) => record.body.push(text.to_owned()),
                None => keep(tag, value, &mut record),
            },
        }
    }
    record.byline = (!authors.is_empty()).then(|| authors.join("; "));
    match about {
        Some(about) if record.body.is_empty() => record.body.push(about),
        Some(about) => keep("AB", &about, &mut record),
        None => {}
    }
    if record.title.is_empty() && record.body.is_empty() {
        return Err(RecordError::NoText);
    }
    Ok(record)
}

/// A note that is the text: `N1  - Full text: …`.
fn full_text<'v>(tag: &str, value: &'v str) -> Option<&'v str> {
    if !matches!(tag, "N1" | "TX" | "FT") {
        return None;
    }
    match labels::known(value) {
        Some((_, Role::Body, _)) => value.split_once(':').map(|(_, text)| text.trim()),
        _ if tag == "N1" => None,
        _ => Some(value),
    }
}

/// What is in no field, under its tag; of several values a list.
fn keep(tag: &str, value: &str, record: &mut Record) {
    let value = Value::String(value.to_owned());
    match record.extra.get_mut(tag) {
        None => {
            record.extra.insert(tag.to_owned(), value);
        }
        Some(Value::Array(values)) => values.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

/// `2015/12/17/`, `2015/12//late edition`, `2015 Dec 17`, `2015///`.
fn date_of(value: &str) -> Option<PubDate> {
    let value = value.trim();
    if let Some(date) = PubDate::parse(value) {
        return Some(date);
    }
    let parts: Vec<&str> = value
        .split('/')
        .take(3)
        .take_while(|part| !part.trim().is_empty())
        .collect();
    PubDate::parse(&parts.join("/"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::archive::Item;
    use crate::ingest::format::trial;

    fn items(text: &str) -> Vec<Item> {
        trial::items(read_ris, text)
    }

    const FILE: &str = "TY  - NEWS\nT1  - Ferry sinks off Port Aldern\nAN  - 1749000001\nA1  - Miner, Ann\nA1  - Li, Na\nAB  - The ferry sank.\n\
JF  - Harbour Gazette; Port Aldern (UK)\nDA  - 2015/12/17/\nPY  - 2015\nKW  - Ferries\nKW  - Shipwrecks\nLA  - English\nSP  - 12\n\
N1  - Full text: The ferry to the islands sank at noon.\nNobody was hurt.\nN1  - Copyright - Gazette\nN1  - Last updated - 2015-12-18\nUR  - http://search.example/docview/1749000001\nER  - \n\n\
TY - JOUR\r\nTI - Ferry raised\r\nY1 - 2016/01//\r\nN2 - It was raised.\r\nER -\r\n";

    #[test]
    fn a_reference_is_a_record() {
        assert!(looks_like_ris(&Head::new(FILE.into())));
        let items = items(FILE);
        assert_eq!(items.len(), 2);
        let first = items[0].outcome.as_ref().expect("a record");
        assert_eq!(first.id.as_deref(), Some("1749000001"));
        assert_eq!(first.title, "Ferry sinks off Port Aldern");
        assert_eq!(first.source.as_deref(), Some("Harbour Gazette"));
        assert_eq!(first.byline.as_deref(), Some("Miner, Ann; Li, Na"));
        assert_eq!(first.published, PubDate::parse("2015-12-17"));
        assert_eq!(first.tags, ["Ferries", "Shipwrecks"]);
        assert_eq!(first.lang.as_deref(), Some("en"));
        assert_eq!(
            first.body,
            ["The ferry to the islands sank at noon.\nNobody was hurt."]
        );
        assert_eq!(first.extra["AB"], "The ferry sank.");
        assert_eq!(first.extra["N1"][1], "Last updated - 2015-12-18");
        let second = items[1].outcome.as_ref().expect("a record");
        assert_eq!(second.published, PubDate::parse("2016-01"));
        assert_eq!(second.body, ["It was raised."]);
        assert_eq!(items[1].line, Some(21));
    }

    #[test]
    fn a_reference_that_is_cut_off_or_empty_is_said_to_be() {
        let cut = &FILE[..FILE.len() - 6];
        assert_eq!(
            items(cut)[1].outcome.as_ref().expect_err("cut").code(),
            "TRUNCATED"
        );
        assert_eq!(
            items("TY  - NEWS\nER  - \n")[0]
                .outcome
                .as_ref()
                .expect_err("empty")
                .code(),
            "NO_TEXT"
        );
    }

    #[test]
    fn a_page_is_not_in_ris() {
        for text in [
            "TY - \nx",
            "TY  - NEWS\nFerry sinks\n",
            "Ferry\nTY  - NEWS\n",
            "",
        ] {
            assert!(!looks_like_ris(&Head::new(text.into())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_harms(at in 0..FILE.len(), to in 0..FILE.len(), junk in "[-A-Z\n 1é]{0,20}") {
            let text = format!("{}{junk}{}", &FILE[..at.min(to)], &FILE[at.max(to)..]);
            prop_assert!(items(&text).len() <= 8);
        }
    }
}
