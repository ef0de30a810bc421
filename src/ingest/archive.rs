//! The seam between the formats of archives and the path of an article: what reading one archive yields.
//!
//! An archive reader is an `Iterator<Item = std::io::Result<Item>>`. What comes out, in the archive's order, is one
//! [`Item`] for every record it holds: the record as its format found it, or the reason why it could not be read. A
//! [`RecordError`] is data and reading goes on after it; an `io::Error` says that the bytes themselves stopped coming, and
//! stops the archive.
//!
//! Invariant: no record goes missing between two items; whatever a reader skips because it is broken, it says in one item.

use crate::article::Record;

/// How many characters of a rejected record are kept to recognise it by.
pub const SAMPLE_CHARS: usize = 200;

/// The largest record that is read, in bytes; a larger one is a [`RecordError::TooLarge`].
pub const MAX_RECORD_BYTES: usize = 64 << 20;

/// What went wrong with one record: data, not an abort. It becomes a reject with a stable [code](RecordError::code).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// It is not JSON.
    #[error("not valid JSON: {reason}")]
    BadJson {
        /// What is wrong, and at which byte of the record.
        reason: String,
    },
    /// It is JSON, but no object with fields.
    #[error("{found} where an object with fields was expected")]
    NotAnObject {
        /// What stood there, with its article: `an array`, `a number`.
        found: &'static str,
    },
    /// Its brackets are nested deeper than is read.
    #[error("nested more than {limit} levels deep")]
    TooDeep {
        /// The number of levels that are read.
        limit: usize,
    },
    /// It is larger than a record may be.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The largest number of bytes that is read.
        limit: u64,
    },
    /// It has more values than a record may have: each takes far more memory than its few bytes.
    #[error("more than {limit} values")]
    TooManyValues {
        /// The largest number of values that is read.
        limit: usize,
    },
    /// The archive ends before the record does.
    #[error("the archive ends in the middle of {what}")]
    Truncated {
        /// What is unfinished, with its article: `a record`, `an array of records`.
        what: &'static str,
    },
    /// Its bytes are not text in any encoding that can be told: more than one character in a hundred had to be replaced.
    #[error("{replaced} of {chars} characters could not be read as {encoding}")]
    BadEncoding {
        /// The likeliest encoding, by its WHATWG name.
        encoding: &'static str,
        /// How many characters had to be replaced.
        replaced: usize,
        /// How many characters there are.
        chars: usize,
    },
    /// The archive is in no format that is read; it counts as one record.
    #[error("{looks_like} is in no format that can be read")]
    UnknownFormat {
        /// What it looks like, with its article: `a picture`, `a binary file`.
        looks_like: &'static str,
    },
    /// The archive could not be opened or read on; what could not be reached counts as one record.
    #[error("cannot be read: {reason}")]
    Unreadable {
        /// What the operating system said.
        reason: String,
    },
    /// It has neither a title nor a text.
    #[error("neither a title nor a text")]
    NoText,
    /// It is not well-formed XML.
    #[error("not well-formed XML: {reason}")]
    BadXml {
        /// What is wrong, and at which byte of the record.
        reason: String,
    },
    /// It is of a known format, and broken in a way that is no other error's.
    #[error("broken {format}: {reason}")]
    Malformed {
        /// The format, as `morgue formats` calls it.
        format: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// It is something else than an article: a home page, a list of stories, a picture without a text.
    #[error("{what}, no article")]
    NotAnArticle {
        /// What it is, with its article: `a home page`, `a picture`.
        what: &'static str,
    },
    /// Its publisher took it back.
    #[error("withdrawn by its publisher: {status}")]
    Withdrawn {
        /// The status it carries, as written: `canceled`.
        status: String,
    },
    /// Its publisher asks not to publish it before a time that it names, and that the day of indexing has not reached.
    #[error("under embargo until {until}")]
    Embargoed {
        /// The time, as written.
        until: String,
    },
    /// It is a page of navigation, lists and notices, without an article.
    #[error("page furniture only, no article")]
    OnlyFurniture,
    /// It unpacks to so much more than it is that it must be a trap.
    #[error("unpacks to more than {limit} times its size")]
    TooCompressed {
        /// How many times its size it may be.
        limit: u64,
    },
    /// It stands in more archives, one in the other, than are opened.
    #[error("packed into more than {limit} archives, one in the other")]
    PackedTooDeep {
        /// The number that is opened.
        limit: usize,
    },
    /// It can be read only by those who know a password.
    #[error("encrypted")]
    Encrypted,
    /// Members of an archive share bytes, which no honest one does: a few bytes become petabytes so.
    #[error("its members overlap")]
    Overlapping,
    /// An archive has more members than are read.
    #[error("more than {limit} members")]
    TooManyMembers {
        /// The number that is read.
        limit: usize,
    },
    /// It is in order, and packed in a way that is not read.
    #[error("{what}, which is not read")]
    Unsupported {
        /// What it is, with its article: `a sparse file`.
        what: String,
    },
    /// It was deleted from the index and shall not come back.
    #[error("taken down on {day}: {reason}")]
    TakenDown {
        /// The day on which it was deleted, as `2015-12-17`.
        day: String,
        /// What was given as the reason.
        reason: String,
    },
}

impl RecordError {
    /// The code of what was taken down.
    pub const TAKEN_DOWN: &'static str = "TAKEN_DOWN";

    /// Every code there is, in the order in which the documentation lists them.
    pub const CODES: [&'static str; 23] = [
        "BAD_JSON",
        "NOT_AN_OBJECT",
        "TOO_DEEP",
        "TOO_LARGE",
        "TOO_MANY_VALUES",
        "TRUNCATED",
        "BAD_ENCODING",
        "UNKNOWN_FORMAT",
        "UNREADABLE",
        "NO_TEXT",
        "BAD_XML",
        "MALFORMED",
        "NOT_AN_ARTICLE",
        "WITHDRAWN",
        "EMBARGOED",
        "ONLY_FURNITURE",
        "TOO_COMPRESSED",
        "PACKED_TOO_DEEP",
        "ENCRYPTED",
        "OVERLAPPING",
        "TOO_MANY_MEMBERS",
        "UNSUPPORTED",
        Self::TAKEN_DOWN,
    ];

    /// The stable name of this kind of error, for the list of rejects; never reworded.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadJson { .. } => "BAD_JSON",
            Self::NotAnObject { .. } => "NOT_AN_OBJECT",
            Self::TooDeep { .. } => "TOO_DEEP",
            Self::TooLarge { .. } => "TOO_LARGE",
            Self::TooManyValues { .. } => "TOO_MANY_VALUES",
            Self::Truncated { .. } => "TRUNCATED",
            Self::BadEncoding { .. } => "BAD_ENCODING",
            Self::UnknownFormat { .. } => "UNKNOWN_FORMAT",
            Self::Unreadable { .. } => "UNREADABLE",
            Self::NoText => "NO_TEXT",
            Self::BadXml { .. } => "BAD_XML",
            Self::Malformed { .. } => "MALFORMED",
            Self::NotAnArticle { .. } => "NOT_AN_ARTICLE",
            Self::Withdrawn { .. } => "WITHDRAWN",
            Self::Embargoed { .. } => "EMBARGOED",
            Self::OnlyFurniture => "ONLY_FURNITURE",
            Self::TooCompressed { .. } => "TOO_COMPRESSED",
            Self::PackedTooDeep { .. } => "PACKED_TOO_DEEP",
            Self::Encrypted => "ENCRYPTED",
            Self::Overlapping => "OVERLAPPING",
            Self::TooManyMembers { .. } => "TOO_MANY_MEMBERS",
            Self::Unsupported { .. } => "UNSUPPORTED",
            Self::TakenDown { .. } => Self::TAKEN_DOWN,
        }
    }
}

/// One step of reading an archive: where it stood, and what came.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The line the record starts on, counted from 1, where the format has lines.
    pub line: Option<u64>,
    /// Where the record starts: bytes from the start of the archive, after unpacking.
    pub byte: u64,
    /// The first [`SAMPLE_CHARS`] characters of a rejected record; empty for a good one.
    pub sample: String,
    /// The record, or what was wrong with it.
    pub outcome: Result<Record, RecordError>,
}

impl Item {
    /// A record that could be read.
    pub fn record(line: Option<u64>, byte: u64, mut record: Record) -> Self {
        record.line = line;
        Self {
            line,
            byte,
            sample: String::new(),
            outcome: Ok(record),
        }
    }

    /// A record that could not be read; of its bytes only the [sample] is kept.
    pub fn reject(line: Option<u64>, byte: u64, bytes: &[u8], error: RecordError) -> Self {
        Self {
            line,
            byte,
            sample: sample(bytes),
            outcome: Err(error),
        }
    }
}

/// The first [`SAMPLE_CHARS`] characters of `bytes`, unreadable ones as U+FFFD.
pub fn sample(bytes: &[u8]) -> String {
    // No character takes more than four bytes, so the rest of a large record need not be looked at.
    let head = &bytes[..bytes.len().min(SAMPLE_CHARS * 4)];
    String::from_utf8_lossy(head)
        .chars()
        .take(SAMPLE_CHARS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_a_code_of_its_own() {
        let errors = [
            RecordError::BadJson {
                reason: "a stray comma".into(),
            },
            RecordError::NotAnObject { found: "an array" },
            RecordError::TooDeep { limit: 127 },
            RecordError::TooLarge { limit: 1 },
            RecordError::TooManyValues { limit: 1 },
            RecordError::Truncated { what: "a record" },
            RecordError::BadEncoding {
                encoding: "UTF-8",
                replaced: 2,
                chars: 3,
            },
            RecordError::UnknownFormat {
                looks_like: "a picture",
            },
            RecordError::Unreadable {
                reason: "is a directory".into(),
            },
            RecordError::NoText,
            RecordError::BadXml {
                reason: "a stray bracket".into(),
            },
            RecordError::Malformed {
                format: "arc",
                reason: "a record without a length".into(),
            },
            RecordError::NotAnArticle { what: "a picture" },
            RecordError::Withdrawn {
                status: "canceled".into(),
            },
            RecordError::Embargoed {
                until: "2015-12-17".into(),
            },
            RecordError::OnlyFurniture,
            RecordError::TooCompressed { limit: 200 },
            RecordError::PackedTooDeep { limit: 3 },
            RecordError::Encrypted,
            RecordError::Overlapping,
            RecordError::TooManyMembers { limit: 1 },
            RecordError::Unsupported {
                what: "a sparse file".into(),
            },
            RecordError::TakenDown {
                day: "2015-12-17".into(),
                reason: "a court's order".into(),
            },
        ];
        let codes: Vec<_> = errors.iter().map(RecordError::code).collect();
        assert_eq!(codes, RecordError::CODES);
    }

    #[test]
    fn a_sample_counts_characters_not_bytes() {
        assert_eq!(sample("ж".repeat(300).as_bytes()), "ж".repeat(SAMPLE_CHARS));
        assert_eq!(sample("短い".as_bytes()), "短い");
        assert_eq!(sample(b"ab\xffcd"), "ab\u{fffd}cd");
    }

    #[test]
    fn a_record_knows_its_line() {
        let item = Item::record(Some(7), 99, Record::default());
        assert_eq!(item.outcome.expect("a record").line, Some(7));
    }
}
