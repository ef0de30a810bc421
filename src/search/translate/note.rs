//! What a translation has to tell: which part of the string was left out, or means something else now, and why.
//!
//! Comes from every step of the way; goes to whoever shows it. A note points at bytes of the user's own string.

use std::fmt;
use std::ops::Range;

use chrono::NaiveDate;

use crate::index::Field;

/// Something that was not carried over as it stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Where: bytes of the string, on char boundaries.
    pub span: Range<usize>,
    /// What became of it.
    pub change: Change,
}

/// What became of a part of a string.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A weight: ranking is our own.
    Boost,
    /// A filter or sign without a counterpart.
    NoCounterpart {
        /// What it is called there.
        name: String,
    },
    /// A day or period that cannot be read, or no day at all: one that ends before it begins.
    NotADate,
    /// A length or other number that cannot be read.
    NotANumber,
    /// A regular expression.
    Pattern,
    /// Something that only raises the rank, since other words must be there.
    Optional,
    /// A wildcard without letters.
    BareWildcard,
    /// A nearness between things that have no place in a text, or look in different fields.
    NearnessLost,
    /// A count of mentions of something that has no mentions.
    CountLost,
    /// A field that we do not have: the words are looked for in headline and text.
    Anywhere {
        /// What it is called there.
        name: String,
    },
    /// A field that comes near.
    Nearest {
        /// What it is called there.
        name: String,
        /// What it is read as.
        fields: &'static [Field],
    },
    /// Codes of that database, which an archive need not have.
    Codes {
        /// What the field is called there.
        name: String,
        /// Where they are looked for now.
        fields: &'static [Field],
    },
    /// Capitals or number asked for; ours looks for all of them.
    Forms {
        /// The operator there.
        name: String,
    },
    /// An ending of so many letters became one of any length.
    Ending {
        /// At most so many there.
        most: u32,
    },
    /// A wildcard in a phrase, which is punctuation there.
    PhraseWildcard,
    /// A distance beyond ours.
    Distance {
        /// The most we have.
        most: u32,
    },
    /// A distance that counts for all words together there, and for each step here.
    EachStep,
    /// The order in which two things stand in a sentence, a paragraph or an article.
    OrderLost,
    /// Exactly so many words between became at most so many.
    AtMostBetween,
    /// The first words of an article became its lead.
    FirstWords {
        /// So many there.
        words: u32,
    },
    /// In the same part of an article became in the same article.
    SamePart,
    /// Two things side by side that cannot be a phrase: both must be there.
    SideBySide,
    /// A numeric day with two readings, read with the month first.
    MonthFirst {
        /// The day it is read as.
        day: NaiveDate,
    },
    /// Another date than that of publication.
    DateOfPublication {
        /// What it is called there.
        name: String,
    },
    /// A time of day: dates are whole days here.
    WholeDays,
    /// A language by another name.
    Language {
        /// As archives mostly give it.
        code: &'static str,
    },
    /// A fuzzy word's likeness, read as letters.
    Letters {
        /// So many.
        distance: u8,
    },
}

impl Change {
    /// Whether nothing of that part is in the query.
    pub fn is_dropped(&self) -> bool {
        matches!(
            self,
            Self::Boost
                | Self::NoCounterpart { .. }
                | Self::NotADate
                | Self::NotANumber
                | Self::Pattern
                | Self::Optional
                | Self::BareWildcard
                | Self::CountLost
        )
    }

    /// Its name for programs; never renamed.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Boost => "BOOST",
            Self::NoCounterpart { .. } => "NO_COUNTERPART",
            Self::NotADate => "NOT_A_DATE",
            Self::NotANumber => "NOT_A_NUMBER",
            Self::Pattern => "REGULAR_EXPRESSION",
            Self::Optional => "OPTIONAL",
            Self::BareWildcard => "BARE_WILDCARD",
            Self::NearnessLost => "NEARNESS_LOST",
            Self::CountLost => "COUNT_LOST",
            Self::Anywhere { .. } => "ANYWHERE",
            Self::Nearest { .. } => "NEAREST_FIELD",
            Self::Codes { .. } => "CODES",
            Self::Forms { .. } => "FORMS",
            Self::Ending { .. } => "ENDING",
            Self::PhraseWildcard => "PHRASE_WILDCARD",
            Self::Distance { .. } => "DISTANCE",
            Self::EachStep => "EACH_STEP",
            Self::OrderLost => "ORDER_LOST",
            Self::AtMostBetween => "AT_MOST_BETWEEN",
            Self::FirstWords { .. } => "FIRST_WORDS",
            Self::SamePart => "SAME_PART",
            Self::SideBySide => "SIDE_BY_SIDE",
            Self::MonthFirst { .. } => "MONTH_FIRST",
            Self::DateOfPublication { .. } => "DATE_OF_PUBLICATION",
            Self::WholeDays => "WHOLE_DAYS",
            Self::Language { .. } => "LANGUAGE",
            Self::Letters { .. } => "LETTERS",
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boost => f.write_str("left out: words have no weights here"),
            Self::NoCounterpart { name } => write!(f, "left out: `{name}` has no counterpart here"),
            Self::NotADate => f.write_str("left out: this names no days that can be read"),
            Self::NotANumber => f.write_str("left out: this names no length that can be read"),
            Self::Pattern => f.write_str("left out: there are no regular expressions here"),
            Self::Optional => f.write_str(
                "left out: beside what must be there, it only raises the rank; put brackets around an OR to mean either",
            ),
            Self::BareWildcard => f.write_str("left out: a wildcard needs letters to go by"),
            Self::CountLost => {
                f.write_str("left out: only words and phrases can be counted; what it counts must be there")
            }
            Self::NearnessLost => f.write_str(
                "read as AND: nearness is measured between words and phrases of one field",
            ),
            Self::Anywhere { name } => {
                write!(f, "there is no field `{name}`: looked for in headline and text")
            }
            Self::Nearest { name, fields } => {
                write!(f, "`{name}` is read as {}, which comes nearest", Names(fields))
            }
            Self::Codes { name, fields } => write!(
                f,
                "codes of `{name}` are looked for in {} as they stand; write what your archive says",
                Names(fields)
            ),
            Self::Forms { name } => {
                write!(f, "`{name}` has no counterpart: every form is found, in capitals or not")
            }
            Self::Ending { most } => {
                write!(f, "any number of letters may stand here; at most {most} there")
            }
            Self::PhraseWildcard => {
                f.write_str("a wildcard here; in quotes it is punctuation there")
            }
            Self::Distance { most } => write!(f, "read as {most} words, the most there is here"),
            Self::EachStep => f.write_str(
                "the distance is measured from word to word; there it counts for all words together",
            ),
            Self::OrderLost => f.write_str("the order does not count here"),
            Self::AtMostBetween => f.write_str("read as at most one word between"),
            Self::FirstWords { words } => write!(
                f,
                "the first {words} words are read as the lead, the sentences that hold the first {}",
                crate::index::LEAD_WORDS
            ),
            Self::SamePart => f.write_str("read as AND: both anywhere in the article"),
            Self::SideBySide => f.write_str("read as AND: the two cannot stand side by side"),
            Self::MonthFirst { day } => write!(f, "read as {day}, the month first"),
            Self::DateOfPublication { name } => {
                write!(f, "`{name}` is read as the day of publication")
            }
            Self::WholeDays => f.write_str("dates are whole days here"),
            Self::Language { code } => {
                write!(f, "looked for as `{code}`, as most archives give it")
            }
            Self::Letters { distance: 0 } => f.write_str("read as no letter that differs"),
            Self::Letters { distance: 1 } => f.write_str("read as one letter that may differ"),
            Self::Letters { distance } => {
                write!(f, "read as {distance} letters that may differ")
            }
        }
    }
}

/// Fields as they are written in a query.
struct Names(&'static [Field]);

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, field) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str(" or ")?;
            }
            match field {
                Field::Text => f.write_str("headline and text")?,
                field => write!(f, "`{}:`", field.name())?,
            }
        }
        Ok(())
    }
}
