//! ProQuest: documents as labelled lines, parted by rules of underscores.
//!
//! In come lines; out comes a record for each part that has a number, a full text or a publication. A title stands twice in
//! most exports, before the text and in the index below it: the first counts. The first and the last part (what was
//! exported, whom to contact) are no records.

use serde_json::Value;

use super::super::blocks::{self, Block, Cut, Layout, Line};
use super::super::{Context, Head, Input, Items};
use super::labels::{self, Role};
use super::languages;
use crate::article::{DateSource, Record};
use crate::date::{PubDate, find_stamp};
use crate::ingest::archive::RecordError;

const FORMAT: &str = "proquest";

/// Whether an archive is an export of ProQuest in text: its number under a label of its own, or its rules and its labels.
pub fn looks_like_proquest(head: &Head) -> bool {
    let Some(text) = head.text() else {
        return false;
    };
    let (mut rules, mut ids, mut others) = (0, 0, 0);
    for line in text.lines() {
        rules += usize::from(is_rule(line.as_bytes()));
        match labels::known(line) {
            Some((_, Role::Id, _)) => ids += 1,
            Some((label, Role::Body | Role::Source | Role::Date | Role::Citation, _))
                if label.len() > 4 =>
            {
                others += 1
            }
            _ => {}
        }
    }
    ids > 0 && others > 0 || rules > 0 && others >= 2
}

/// The documents of an export.
pub fn read_proquest<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    blocks::items(input, context, ProQuest)
}

struct ProQuest;

impl Layout for ProQuest {
    fn cut(&self, line: Line<'_>) -> Cut {
        match is_rule(line.bytes) {
            true => Cut::Before,
            false => Cut::Within,
        }
    }

    fn read(&mut self, block: &Block<'_>) -> Option<Result<Record, RecordError>> {
        match block.text() {
            Ok(text) => read(&text),
            Err(error) => Some(Err(error)),
        }
    }
}

/// A line of underscores.
fn is_rule(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.len() >= 20 && line.iter().all(|byte| *byte == b'_')
}

/// `Document 1 of 10`, `Dokument 1 von 10`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    matches!(words[..], [document, n, _, m] if document.to_lowercase().starts_with("do") && is_number(n) && is_number(m))
}

fn read(text: &str) -> Option<Result<Record, RecordError>> {
    let mut fields: Vec<(String, Option<Role>, Vec<&str>)> = Vec::new();
    let mut heading = None;
    let mut after_blank = true;
    for line in text.lines().filter(|line| !is_rule(line.as_bytes())) {
        let in_text = matches!(
            fields.last(),
            Some((_, Some(Role::Body | Role::Abstract), _))
        );
        // A line of a text may begin with a word and a colon; a label begins a paragraph, and in a text it is one of those below it.
        let label =
            labels::known(line).filter(|(_, role, _)| !in_text || after_blank && ends_text(*role));
        match label {
            Some((label, role, value)) => {
                fields.push((labels::plain(label), Some(role), vec![value]))
            }
            None if line.trim().is_empty() || is_counter(line) => {
                if in_text && let Some((_, _, value)) = fields.last_mut() {
                    value.push("");
                }
            }
            // A label that is not known begins a field as well, and not the rest of an author's name.
            None if after_blank && !in_text && !fields.is_empty() && unknown(line).is_some() => {
                let (label, value) = unknown(line).expect("it was looked at just now");
                fields.push((labels::plain(label), None, vec![value]));
            }
            None => match fields.last_mut() {
                Some((_, _, value)) => value.push(line.trim_end()),
                None if heading.is_none() => heading = Some(line.trim()),
                None => {}
            },
        }
        after_blank = line.trim().is_empty();
    }
    let has = |role: Role| fields.iter().any(|(_, found, _)| *found == Some(role));
    if !has(Role::Id) && !has(Role::Body) && !has(Role::Source) && !has(Role::Citation) {
        let is_about_export = fields.len() < 3 || is_notice(text);
        return (!is_about_export).then(|| {
            Err(RecordError::Malformed {
                format: FORMAT,
                reason: "a part with neither a number, a publication nor a full text".to_owned(),
            })
        });
    }
    Some(fill(heading, fields))
}

/// A label of a few words and its value, where no table has the label.
fn unknown(line: &str) -> Option<(&str, &str)> {
    let (label, value) = line.split_once(':')?;
    let words = label.split_whitespace().count();
    let is_label = (1..=6).contains(&words)
        && label.starts_with(char::is_uppercase)
        && label.chars().count() <= 60
        && label
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’' | '\u{a0}' | '/'));
    (is_label && value.starts_with([' ', '\u{a0}'])).then(|| (label.trim(), value.trim()))
}

/// The part with the address to write to.
fn is_notice(text: &str) -> bool {
    let text = text.to_lowercase();
    [
        "contact us",
        "database copyright",
        "proquest llc",
        "terms and conditions",
        "table of contents",
    ]
    .iter()
    .any(|words| text.contains(words))
}

fn ends_text(role: Role) -> bool {
    role.is_below()
        || matches!(
            role,
            Role::Body | Role::Title | Role::Source | Role::Date | Role::Citation
        )
}

fn fill(
    heading: Option<&str>,
    fields: Vec<(String, Option<Role>, Vec<&str>)>,
) -> Result<Record, RecordError> {
    let mut record = Record::default();
    let mut citation = None;
    let mut about = None;
    for (label, role, lines) in fields {
        let line = lines
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if line.is_empty() {
            continue;
        }
        let text = || lines.join("\n").trim_matches('\n').to_owned();
        match role {
            Some(Role::Title) => {
                if record.title.is_empty() {
                    record.title = line;
                }
            }
            Some(Role::Body) => record.body.push(text()),
            Some(Role::Abstract) => about = about.or(Some(text())),
            Some(Role::Date) if record.published.is_none() => {
                record.published = PubDate::parse(&line)
            }
            Some(Role::Source) if record.source.is_none() => {
                record.source = Some(publication(&line))
            }
            Some(Role::Citation) if citation.is_none() => citation = Some(line),
            Some(Role::Section) if record.section.is_none() => record.section = Some(line),
            Some(Role::Byline) if record.byline.is_none() => {
                record.byline = Some(labels::without_by(&line))
            }
            Some(Role::Place) if record.place.is_none() => record.place = Some(line),
            Some(Role::Lang) if record.lang.is_none() => record.lang = Some(languages::tag(&line)),
            Some(Role::Tags) => record.tags.extend(labels::tags(&line)),
            Some(Role::Id) => record.id = Some(line),
            Some(Role::Url) if line.starts_with("http") => record.url = Some(line.replace(' ', "")),
            _ => {
                record.extra.entry(label).or_insert(Value::String(line));
            }
        }
    }
    if record.title.is_empty() {
        record.title = heading.unwrap_or_default().to_owned();
    }
    if let Some(citation) = citation {
        record.source = record
            .source
            .or_else(|| Some(publication(&citation)).filter(|name| !name.is_empty()));
        record.published = record.published.or_else(|| date_in(&citation));
        record
            .extra
            .insert("publicationinfo".to_owned(), Value::String(citation));
    }
    record.date_source = record.published.as_ref().map(|_| DateSource::Field);
    match about {
        // Without a full text the abstract is all there is.
        Some(about) if record.body.is_empty() => record.body.push(about),
        Some(about) => {
            record
                .extra
                .insert("abstract".to_owned(), Value::String(about));
        }
        None => {}
    }
    if record.title.is_empty() && record.body.is_empty() {
        return Err(RecordError::NoText);
    }
    Ok(record)
}

/// `Harbour Gazette; Port Aldern (UK)` is the Harbour Gazette, and so is `Harbour Gazette [Port Aldern (UK)]17 Dec 2015: 12.`.
fn publication(name: &str) -> String {
    name.split([';', '['])
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

fn date_in(citation: &str) -> Option<PubDate> {
    let rest = citation
        .rfind(']')
        .map_or(citation, |at| &citation[at + 1..]);
    let day = rest.split(':').next().unwrap_or_default().trim();
    PubDate::parse(day).or_else(|| find_stamp(rest).map(|(date, _)| date))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::archive::Item;
    use crate::ingest::format::trial;

    fn items(text: &str) -> Vec<Item> {
        trial::items(read_proquest, text)
    }

    fn records(text: &str) -> Vec<Record> {
        assert!(looks_like_proquest(&Head::new(text.into())), "{text}");
        items(text)
            .into_iter()
            .map(|item| item.outcome.expect("a record"))
            .collect()
    }

    const RULE: &str = "____________________________________________________________";

    fn export() -> String {
        format!(
            "{RULE}\n\nReport Information from ProQuest\nDecember 20 2015 10:00\n{RULE}\n\nDocument 1 of 2\n\nTitle: Ferry sinks off Port Aldern\n\nAuthor: Miner, Ann\n\n\
Publication info: Harbour Gazette ; Port Aldern (UK) [Port Aldern (UK)]17 Dec 2015: 12.\n\nProQuest document link\n\nAbstract: The ferry sank.\n\n\
Full text: The ferry to the islands sank at noon.\n\nThe captain: unhurt.\nHe swam ashore.\n\nSubject: Ferries; Shipwrecks;\n\nTitle: Ferry sinks off Port Aldern\n\n\
Publication title: Harbour Gazette; Port Aldern (UK)\n\nFirst page: 12\n\nPublication year: 2015\n\nPublication date: Dec 17, 2015\n\nSection: News\n\nPublisher: Gazette\n\n\
Language of publication: English\n\nProQuest document ID: 1749000001\n\nDocument URL: http://search.example/docview/1749000001\n\nLast updated: 2015-12-18\n\nDatabase: Papers\n{RULE}\n\n\
Document 2 of 2\n\nFerry raised\n\nPublication info: The Evening Lantern [Port Aldern]03 Jan 2016: A.1.\n\nFull text: It was raised.\n\n{RULE}\n\nContact us at: http://search.example/contact\nDatabase copyright © 2016 ProQuest LLC\n"
        )
    }

    #[test]
    fn documents_are_told_apart_and_the_notices_are_none() {
        let records = records(&export());
        assert_eq!(records.len(), 2);
        let first = &records[0];
        assert_eq!(first.id.as_deref(), Some("1749000001"));
        assert_eq!(first.title, "Ferry sinks off Port Aldern");
        assert_eq!(first.source.as_deref(), Some("Harbour Gazette"));
        assert_eq!(first.published, PubDate::parse("2015-12-17"));
        assert_eq!(first.byline.as_deref(), Some("Miner, Ann"));
        assert_eq!(first.section.as_deref(), Some("News"));
        assert_eq!(first.lang.as_deref(), Some("en"));
        assert_eq!(first.tags, ["Ferries", "Shipwrecks"]);
        assert_eq!(
            first.url.as_deref(),
            Some("http://search.example/docview/1749000001")
        );
        assert_eq!(
            first.body,
            ["The ferry to the islands sank at noon.\n\nThe captain: unhurt.\nHe swam ashore."]
        );
        assert_eq!(first.extra["abstract"], "The ferry sank.");
        let second = &records[1];
        assert_eq!(second.title, "Ferry raised");
        assert_eq!(second.source.as_deref(), Some("The Evening Lantern"));
        assert_eq!(second.published, PubDate::parse("2016-01-03"));
    }

    #[test]
    fn labels_in_other_languages_are_understood() {
        for (text, lang) in [
            (
                format!(
                    "{RULE}\nTitel: Fähre gesunken\n\nAutor: Bergmann, Anna\n\nVolltext: Sie sank.\n\nTitel der Publikation: Hafenbote\n\nPublikationsdatum: 17. Dez 2015\n\nPublikationssprache: Deutsch\n\nProQuest-Dokument-ID: 5\n"
                ),
                "de",
            ),
            (
                format!(
                    "{RULE}\nTitre : Un ferry coule\n\nAuteur : Mineur, Anne\n\nTexte intégral : Il a coulé.\n\nTitre de la publication : Courrier\n\nDate de publication : 17 déc. 2015\n\nLangue de publication : Français\n\nID de document ProQuest : 5\n"
                ),
                "fr",
            ),
            (
                format!(
                    "{RULE}\nTítulo: Se hunde un ferry\n\nAutor: Minero, Ana\n\nTexto completo: Se hundió.\n\nTítulo de publicación: El Faro\n\nFecha de publicación: 17 dic 2015\n\nIdioma de la publicación: Español\n\nID del documento de ProQuest: 5\n"
                ),
                "es",
            ),
        ] {
            let records = records(&text);
            assert_eq!(records.len(), 1, "{text}");
            let record = &records[0];
            assert_eq!(record.id.as_deref(), Some("5"), "{text}");
            assert_eq!(record.published, PubDate::parse("2015-12-17"), "{text}");
            assert_eq!(record.lang.as_deref(), Some(lang));
            assert!(record.source.is_some() && record.byline.is_some() && !record.title.is_empty());
            assert_eq!(record.body.len(), 1);
        }
    }

    /// A label in a language or an edition that no table has must not become part of the author's name.
    #[test]
    fn an_unknown_label_begins_a_field_of_its_own() {
        let text = format!(
            "{RULE}\nTitre: Un ferry coule\n\nAuteur: Mineur, Anne\n\nNote de la rédaction: revue le lundi\n\n\
            Texte intégral: Il a coulé.\n\nUne phrase: elle reste.\n\nLangue de publication: Français\n\nID du document ProQuest: 5\n"
        );
        let record = &records(&text)[0];
        assert_eq!(record.byline.as_deref(), Some("Mineur, Anne"));
        assert_eq!(record.lang.as_deref(), Some("fr"));
        assert_eq!(record.id.as_deref(), Some("5"));
        assert_eq!(record.extra["notedelaredaction"], "revue le lundi");
        assert_eq!(record.body, ["Il a coulé.\n\nUne phrase: elle reste."]);
    }

    #[test]
    fn what_cannot_be_split_is_rejected_with_its_reason() {
        let text = format!("{}{RULE}\nTitle: x\n\nAuthor: y\n\nSection: z\n", export());
        let last = items(&text).pop().expect("items");
        assert_eq!(last.outcome.expect_err("no document").code(), "MALFORMED");
    }

    #[test]
    fn a_page_is_no_export() {
        for text in [
            "Title: Ferry sinks\nDate: 2015-12-17\n\nIt sank.\n",
            "____________________\nFull text: 3\n",
        ] {
            assert!(!looks_like_proquest(&Head::new(text.into())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_harms(at in 0..1800usize, to in 0..1800usize, junk in "[:A-Z\n _1é]{0,30}") {
            let text = export();
            let (at, to) = (text.floor_char_boundary(at), text.floor_char_boundary(to));
            let text = format!("{}{junk}{}", &text[..at.min(to)], &text[at.max(to)..]);
            prop_assert!(items(&text).len() <= 6);
        }
    }
}
