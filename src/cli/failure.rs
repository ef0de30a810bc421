//! Every error as the user sees it: what failed in the library's words, where in the user's own, and what to do about it.
//!
//! All exit codes of errors stand in this file, all hints in `hints`.

mod hints;

use std::error::Error;
use std::io::{self, Write};
use std::ops::Range;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};

use super::caret::caret;
use super::code;
use super::terminal::ColorChoice;
use crate::date::{DateError, ZoneError};
use crate::index::IndexError;
use crate::ingest::limits::LimitError;
use crate::ingest::prune::NoForecast;
use crate::ingest::{FieldMapError, IngestError, walk};
use crate::render::{plural, safe};
use crate::search::{Problem, QueryError, SavedError, SearchError};
use hints::{
    date_hints, elsewhere, index_hints, query_hints, repair, saved_hints, verify, zone_hints,
};

/// Why a command ends without what was asked for.
#[derive(Debug)]
pub(super) enum Failure {
    /// The index.
    Index(IndexError),
    /// A run of `index`.
    Ingest(IngestError),
    /// A query, with its text.
    Query { error: QueryError, text: String },
    /// A query in a file, with the place.
    QueryInFile {
        error: Box<QueryError>,
        text: String,
        place: String,
    },
    /// A date given to a flag, with the flag and the text.
    Date {
        error: DateError,
        flag: &'static str,
        text: String,
    },
    /// A time zone.
    Zone(ZoneError),
    /// `--field`.
    Field(FieldMapError),
    /// `--limit`.
    Limit(LimitError),
    /// A path that was named.
    Path(walk::NotThere),
    /// A file that cannot be read.
    File { path: PathBuf, cause: io::Error },
    /// A file that cannot be written.
    Written { path: PathBuf, cause: io::Error },
    /// No article has this id.
    NoArticle { id: String, home: PathBuf },
    /// Several articles have ids that begin so.
    ManyArticles { id: String, some: Vec<String> },
    /// A number with a unit that cannot be read.
    Size { text: String },
    /// Output that cannot be written.
    Output(io::Error),
    /// Something went wrong that no error describes.
    Panicked {
        /// The index.
        home: PathBuf,
    },
    /// The saved queries.
    Saved(SavedError),
    /// Files of the index are not what was written.
    Damages {
        /// The index.
        home: PathBuf,
        /// How many.
        files: u64,
    },
    /// A child that did the work has said why it could not.
    Child {
        /// Its words, made safe by it.
        said: Vec<u8>,
        /// Its exit code.
        code: u8,
    },
    /// Flags that exclude each other.
    Usage { what: String, hint: String },
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        Self::Index(error)
    }
}

impl From<SavedError> for Failure {
    fn from(error: SavedError) -> Self {
        Self::Saved(error)
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Index(error) => Self::Index(error),
            IngestError::Ledger(error) if error.cause.kind() == io::ErrorKind::StorageFull => {
                let home = error.path.parent().unwrap_or(&error.path).to_owned();
                Self::Index(IndexError::DiskFull { home })
            }
            error => Self::Ingest(error),
        }
    }
}

impl From<NoForecast> for Failure {
    fn from(error: NoForecast) -> Self {
        match error {
            NoForecast::Index(error) => Self::Index(error),
            NoForecast::Ledger(error) => Self::Ingest(error.into()),
            NoForecast::NotThere(error) => Self::Ingest(error.into()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    /// A search's error, with the query text it is about.
    pub(super) fn search(error: SearchError, text: &str) -> Self {
        match error {
            SearchError::Index(error) => Self::Index(error),
            SearchError::Query(mut error) => {
                // The plan knows the wildcard, not where it stood.
                if let Problem::TooManyExpansions { pattern, .. } = &error.problem
                    && let Some(at) = text.to_lowercase().find(pattern.as_str())
                    && text.is_char_boundary(at)
                    && text.is_char_boundary(at + pattern.len())
                {
                    error.span = at..at + pattern.len();
                }
                Self::Query {
                    error,
                    text: text.to_owned(),
                }
            }
        }
    }

    /// Prints the failure and returns the exit code.
    pub(super) fn report(self, color: ColorChoice) -> u8 {
        if let Self::Output(error) = &self
            && error.kind() == io::ErrorKind::BrokenPipe
        {
            return code::SUCCESS; // Whoever read has read enough.
        }
        if let Self::Child { said, code } = self {
            let _ = io::stderr().write_all(&said);
            return code;
        }
        let code = self.code();
        let message = self.message(color.colours(&io::stderr()));
        // Nobody is left to tell if standard error is closed too.
        let _ = io::stderr().write_all(message.as_bytes());
        code
    }

    fn code(&self) -> u8 {
        match self {
            Self::Index(IndexError::Locked { .. }) => code::LOCKED,
            Self::Index(IndexError::Damaged { .. } | IndexError::Engine { .. }) => code::DAMAGED,
            Self::Panicked { .. } | Self::Damages { .. } => code::DAMAGED,
            Self::Index(IndexError::Io { cause, .. }) if is_a_limit(cause.kind()) => {
                code::DISK_FULL
            }
            Self::Index(IndexError::DiskFull { .. } | IndexError::MemoryFull { .. }) => {
                code::DISK_FULL
            }
            Self::Written { cause, .. } if is_a_limit(cause.kind()) => code::DISK_FULL,
            Self::Ingest(IngestError::Ledger(error)) if is_a_limit(error.cause.kind()) => {
                code::DISK_FULL
            }
            Self::Ingest(IngestError::Ledger(error))
                if error.cause.kind() == io::ErrorKind::UnexpectedEof =>
            {
                code::DAMAGED
            }
            _ => code::ERROR,
        }
    }

    fn message(&self, colour: bool) -> String {
        let red = if colour {
            AnsiColor::Red.on_default().bold()
        } else {
            Style::new()
        };
        let green = if colour {
            AnsiColor::Green.on_default().bold()
        } else {
            Style::new()
        };
        let mut message = format!("{red}error{red:#}: {}\n", safe::one_line(&self.what()));
        if let Some((text, span)) = self.place() {
            message.push_str(&caret(text, span, red));
        }
        for hint in self.hints() {
            message.push_str(&format!(
                "{green}hint{green:#}: {}\n",
                safe::one_line(&hint)
            ));
        }
        message
    }

    fn what(&self) -> String {
        match self {
            Self::Index(error) => with_causes(error),
            Self::Ingest(error) => with_causes(error),
            Self::Query { error, .. } => error.to_string(),
            Self::QueryInFile { error, place, .. } => format!("{place}: {error}"),
            Self::Date { error, flag, .. } => format!("{flag}: {error}"),
            Self::Saved(error) => with_causes(error),
            Self::Zone(error) => format!("--timezone: {error}"),
            Self::Field(error) => format!("--field: {error}"),
            Self::Limit(error) => format!("--limit: {error}"),
            Self::Path(error) => format!("cannot read {}", with_causes(error)),
            Self::File { path, cause } => format!(
                "cannot read {}: {}",
                path.display(),
                plain(&cause.to_string())
            ),
            Self::Written { path, cause } => format!(
                "cannot write {}: {}",
                path.display(),
                plain(&cause.to_string())
            ),
            Self::NoArticle { id, .. } => format!("no article has the id `{id}`"),
            Self::ManyArticles { id, .. } => {
                format!("several articles have ids that begin with `{id}`")
            }
            Self::Size { text } => format!("--memory: `{text}` is not a size"),
            Self::Output(error) => format!(
                "the output cannot be written: {}",
                plain(&error.to_string())
            ),
            Self::Panicked { home } => format!(
                "the index in the folder `{}` seems to be damaged",
                home.display()
            ),
            Self::Damages { home, files } => format!(
                "the index in the folder `{}` is damaged in {}",
                home.display(),
                plural(*files, "file")
            ),
            Self::Child { .. } => String::new(),
            Self::Usage { what, .. } => what.clone(),
        }
    }

    /// The user's text with the part that is wrong.
    fn place(&self) -> Option<(&str, Range<usize>)> {
        match self {
            Self::Query { error, text } if !error.span.is_empty() => {
                Some((text, error.span.clone()))
            }
            // Only the index knows how many words a pattern stands for, and it does not know where it was written.
            Self::Query { error, text } => match &error.problem {
                Problem::TooManyExpansions { pattern, .. } => text
                    .find(pattern)
                    .map(|start| (text.as_str(), start..start + pattern.len())),
                _ => None,
            },
            Self::QueryInFile { error, text, .. } if !error.span.is_empty() => {
                Some((text, error.span.clone()))
            }
            Self::Date { error, text, .. } => Some((text, error.span())),
            Self::Saved(SavedError::Wrong { error, text, .. }) if !error.span.is_empty() => {
                Some((text, error.span.clone()))
            }
            _ => None,
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Index(error) => index_hints(error),
            Self::Ingest(IngestError::NotThere(_)) => vec![
                "nothing was changed; if a disk belongs there, mount it".to_owned(),
                "if they are gone for good, remove the folder and name the one it was in"
                    .to_owned(),
            ],
            Self::Ingest(IngestError::Unbalanced { .. }) => {
                vec!["this is a fault of morgue's: please report it".to_owned()]
            }
            Self::Ingest(_) => {
                vec!["what was committed is safe; run the same command again to go on".to_owned()]
            }
            Self::Query { error, text } => query_hints(error, text),
            Self::QueryInFile { error, text, .. } => query_hints(error, text),
            Self::Date { error, flag, text } => match hints::without_a_unit(flag, text) {
                Some(hint) => vec![hint],
                None => date_hints(error),
            },
            Self::Saved(error) => saved_hints(error),
            Self::Zone(error) => zone_hints(error),
            Self::Field(FieldMapError::UnknownField {
                nearest: Some(nearest),
                ..
            }) => vec![format!("did you mean `{nearest}`?")],
            Self::Limit(error) => vec![hints::limit(error)],
            Self::Field(_) => vec![
                "write `--field title=hd`: the article's field, then the record's key".to_owned(),
            ],
            Self::Path(_) | Self::File { .. } | Self::Written { .. } => Vec::new(),
            Self::NoArticle { home, .. } => {
                let index = elsewhere(home);
                vec![format!(
                    "`morgue search{index} --format ids WORDS` lists the ids of what it finds"
                )]
            }
            Self::ManyArticles { some, .. } => {
                vec![format!("give more of it: {}", some.join(", "))]
            }
            Self::Size { .. } => vec!["write a number of bytes, or 512M, 1G".to_owned()],
            Self::Output(_) | Self::Child { .. } => Vec::new(),
            Self::Damages { home, .. } => vec![repair(home)],
            Self::Panicked { home } => vec![
                verify(home),
                "if nothing is damaged, it is a fault of morgue's: please report it, with what it says when RUST_BACKTRACE=1 is set"
                    .to_owned(),
            ],
            Self::Usage { hint, .. } => vec![hint.clone()],
        }
    }
}

/// Whether the system lets nothing more be written: the disk, a quota, the size that a file may have.
fn is_a_limit(kind: io::ErrorKind) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        kind,
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge
    )
}

/// An error with what caused it, in the system's words without their numbers.
pub(super) fn in_one_line(error: &dyn Error) -> String {
    with_causes(error)
}

/// An error and what caused it, in one line.
fn with_causes(error: &dyn Error) -> String {
    let mut text = plain(&error.to_string());
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {}", plain(&error.to_string())));
        cause = error.source();
    }
    text
}

/// The system's words without Rust's number behind them.
fn plain(text: &str) -> String {
    match text.split_once(" (os error ") {
        Some((words, _)) => words.to_owned(),
        None => text.to_owned(),
    }
}
