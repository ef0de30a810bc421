//! What other databases call fields and languages, and what each is here.

use std::ops::Range;

use super::note::{Change, Note};
use crate::index::Field;

/// What a field of another database is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The same.
    Same(&'static [Field]),
    /// What comes nearest.
    Nearest(&'static [Field]),
    /// Codes of that database.
    Codes(&'static [Field]),
    /// The day of publication.
    Date,
    /// Another day.
    OtherDate,
    /// The number of words.
    Length,
    /// Nothing.
    Nothing,
    /// A field that nobody told us of: its words may stand in the text.
    Unknown,
}

pub(super) const TEXT: Meaning = Meaning::Same(&[Field::Text]);
pub(super) const TITLE: Meaning = Meaning::Same(&[Field::Title]);
pub(super) const LEAD: Meaning = Meaning::Same(&[Field::Lead]);
pub(super) const TITLE_AND_LEAD: Meaning = Meaning::Same(&[Field::Title, Field::Lead]);
pub(super) const BYLINE: Meaning = Meaning::Same(&[Field::Byline]);
pub(super) const SOURCE: Meaning = Meaning::Same(&[Field::Source]);
pub(super) const SECTION: Meaning = Meaning::Same(&[Field::Section]);
pub(super) const PLACE: Meaning = Meaning::Same(&[Field::Place]);
pub(super) const LANG: Meaning = Meaning::Same(&[Field::Lang]);
pub(super) const TAG: Meaning = Meaning::Same(&[Field::Tag]);
pub(super) const URL: Meaning = Meaning::Same(&[Field::Url]);
pub(super) const NEARLY_TEXT: Meaning = Meaning::Nearest(&[Field::Text]);
pub(super) const NEARLY_LEAD: Meaning = Meaning::Nearest(&[Field::Lead]);
pub(super) const NEARLY_TAG: Meaning = Meaning::Nearest(&[Field::Tag]);
pub(super) const TAG_CODES: Meaning = Meaning::Codes(&[Field::Tag]);
pub(super) const SOURCE_CODES: Meaning = Meaning::Codes(&[Field::Source]);

/// Names of fields in a dialect, and what each is.
pub(super) type Names = [(&'static [&'static str], Meaning)];

/// What a name means, whatever its case.
pub(super) fn meaning(name: &str, names: &'static Names) -> Meaning {
    let name = name.to_ascii_lowercase();
    let row = names.iter().find(|(all, _)| all.contains(&name.as_str()));
    row.map_or(Meaning::Unknown, |(_, meaning)| *meaning)
}

impl Meaning {
    /// Whether it is looked for in words, not in dates or numbers.
    pub fn is_words(self) -> bool {
        self.fields("", &(0..0), &mut Vec::new()).is_some()
    }

    /// The fields to look in, with what there is to note; `None` if it is no field of words.
    pub fn fields(
        self,
        name: &str,
        span: &Range<usize>,
        notes: &mut Vec<Note>,
    ) -> Option<&'static [Field]> {
        let name = || name.to_owned();
        let (fields, change) = match self {
            Self::Same(fields) => return Some(fields),
            Self::Nearest(fields) => (
                fields,
                Change::Nearest {
                    name: name(),
                    fields,
                },
            ),
            Self::Codes(fields) => (
                fields,
                Change::Codes {
                    name: name(),
                    fields,
                },
            ),
            Self::Unknown => (
                &[Field::Text] as &[Field],
                Change::Anywhere { name: name() },
            ),
            Self::Date | Self::OtherDate | Self::Length | Self::Nothing => return None,
        };
        notes.push(Note {
            span: span.clone(),
            change,
        });
        Some(fields)
    }
}

/// The two letters (ISO 639-1) by which archives mostly give a language: from its English name, from three letters (ISO
/// 639-2, both kinds), or from the two themselves.
pub(super) fn language(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let row = LANGUAGES
        .iter()
        .find(|names| names.contains(&word.as_str()));
    row.map(|names| names[0])
}

const LANGUAGES: &[&[&str]] = &[
    &["ar", "arabic", "ara"],
    &["bg", "bulgarian", "bul"],
    &["ca", "catalan", "cat"],
    &["cs", "czech", "cze", "ces"],
    &["cy", "welsh", "wel", "cym"],
    &["da", "danish", "dan"],
    &["de", "german", "ger", "deu"],
    &["el", "greek", "gre", "ell"],
    &["en", "english", "eng"],
    &["es", "spanish", "spa"],
    &["et", "estonian", "est"],
    &["eu", "basque", "baq", "eus"],
    &["fa", "persian", "per", "fas"],
    &["fi", "finnish", "fin"],
    &["fr", "french", "fre", "fra"],
    &["ga", "irish", "gle"],
    &["he", "hebrew", "heb"],
    &["hi", "hindi", "hin"],
    &["hr", "croatian", "hrv"],
    &["hu", "hungarian", "hun"],
    &["id", "indonesian", "ind"],
    &["is", "icelandic", "ice", "isl"],
    &["it", "italian", "ita"],
    &["ja", "japanese", "jpn"],
    &["ko", "korean", "kor"],
    &["lt", "lithuanian", "lit"],
    &["lv", "latvian", "lav"],
    &["ms", "malay", "may", "msa"],
    &["nl", "dutch", "dut", "nld"],
    &["no", "norwegian", "nor"],
    &["pl", "polish", "pol"],
    &["pt", "portuguese", "por"],
    &["ro", "romanian", "rum", "ron"],
    &["ru", "russian", "rus"],
    &["sk", "slovak", "slo", "slk"],
    &["sl", "slovenian", "slv"],
    &["sq", "albanian", "alb", "sqi"],
    &["sr", "serbian", "srp"],
    &["sv", "swedish", "swe"],
    &["th", "thai", "tha"],
    &["tr", "turkish", "tur"],
    &["uk", "ukrainian", "ukr"],
    &["ur", "urdu", "urd"],
    &["vi", "vietnamese", "vie"],
    &["zh", "chinese", "chi", "zho"],
];
