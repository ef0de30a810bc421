//! Every error as the user sees it: what failed in the library's words, where in the user's own, and what to do about it.
//!
//! All hints and exit codes of errors stand in this file.

use std::error::Error;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};

use super::caret::caret;
use super::code;
use super::terminal::ColorChoice;
use crate::date::{DateError, ZoneError};
use crate::index::IndexError;
use crate::ingest::{FieldMapError, IngestError, walk};
use crate::render::safe;
use crate::search::{Problem, QueryError, SearchError};

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
    /// A path that was named.
    Path(walk::NotThere),
    /// A file that cannot be read.
    File { path: PathBuf, cause: io::Error },
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
    /// Flags that exclude each other.
    Usage { what: String, hint: String },
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        Self::Index(error)
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Index(error) => Self::Index(error),
            error @ IngestError::Ledger(_) => Self::Ingest(error),
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
            Self::Panicked { .. } => code::DAMAGED,
            Self::Index(IndexError::DiskFull { .. }) => code::DISK_FULL,
            Self::Ingest(IngestError::Ledger(error))
                if error.cause.kind() == io::ErrorKind::StorageFull =>
            {
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
            Self::Zone(error) => format!("--timezone: {error}"),
            Self::Field(error) => format!("--field: {error}"),
            Self::Path(error) => format!("cannot read {}", with_causes(error)),
            Self::File { path, cause } => format!(
                "cannot read {}: {}",
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
            Self::Usage { what, .. } => what.clone(),
        }
    }

    /// The user's text with the part that is wrong.
    fn place(&self) -> Option<(&str, Range<usize>)> {
        match self {
            Self::Query { error, text } if !error.span.is_empty() => {
                Some((text, error.span.clone()))
            }
            Self::QueryInFile { error, text, .. } if !error.span.is_empty() => {
                Some((text, error.span.clone()))
            }
            Self::Date { error, text, .. } => Some((text, error.span())),
            _ => None,
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Index(error) => index_hints(error),
            Self::Ingest(_) => {
                vec!["what was committed is safe; run the same command again to go on".to_owned()]
            }
            Self::Query { error, text } => query_hints(error, text),
            Self::QueryInFile { error, text, .. } => query_hints(error, text),
            Self::Date { error, .. } => date_hints(error),
            Self::Zone(error) => zone_hints(error),
            Self::Field(FieldMapError::UnknownField {
                nearest: Some(nearest),
                ..
            }) => vec![format!("did you mean `{nearest}`?")],
            Self::Field(_) => vec![
                "write `--field title=hd`: the article's field, then the record's key".to_owned(),
            ],
            Self::Path(_) | Self::File { .. } => Vec::new(),
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
            Self::Output(_) => Vec::new(),
            Self::Panicked { .. } => vec![
                REBUILD.to_owned(),
                "if a new index does the same, it is a fault of morgue's: please report it"
                    .to_owned(),
            ],
            Self::Usage { hint, .. } => vec![hint.clone()],
        }
    }
}

const REBUILD: &str = "make it anew from the archives: `morgue index --index NEW ARCHIVE…`";

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

/// The flag that names an index which is not the usual one.
fn elsewhere(home: &Path) -> String {
    if home == Path::new("index") {
        String::new()
    } else {
        format!(" --index {}", home.display())
    }
}

fn index_hints(error: &IndexError) -> Vec<String> {
    match error {
        IndexError::Missing { home } => {
            vec![format!(
                "`morgue index{} ARCHIVE…` makes one",
                elsewhere(home)
            )]
        }
        IndexError::Newer { version, .. } => vec![format!(
            "use morgue {version} or later, or make a new index with this one"
        )],
        IndexError::Locked { .. } => {
            vec!["wait until it is done; searching goes on meanwhile".to_owned()]
        }
        IndexError::Damaged { .. } | IndexError::Engine { .. } => {
            vec![REBUILD.to_owned()]
        }
        IndexError::DiskFull { .. } => {
            vec!["make room and run the same command again: it goes on where it stopped".to_owned()]
        }
        IndexError::Io { .. } => Vec::new(),
    }
}

fn query_hints(error: &QueryError, text: &str) -> Vec<String> {
    let hint = match &error.problem {
        Problem::Empty => "say what to look for, or `*` for every article".to_owned(),
        Problem::OnlyNegative => format!("`* {}` finds everything else", text.trim()),
        Problem::UnknownField {
            name,
            nearest: Some(nearest),
        } => {
            format!("did you mean `{nearest}:`? To look for the words, leave a space: `{name}: …`")
        }
        Problem::UnknownField {
            name,
            nearest: None,
        } => {
            format!(
                "fields are title, lead, section, source, byline, place, lang, tag, url, date and words; to look for the words, leave a space: `{name}: …`"
            )
        }
        Problem::EmptyField { name } if name == "words" => {
            "write `words:>500`, `words:<200` or `words:200..500`".to_owned()
        }
        Problem::EmptyField { name } if crate::index::Field::named(name).is_none() => {
            format!("write `{name}:2015`, `{name}:2015-12` or `{name}:\"last week\"`")
        }
        Problem::EmptyField { name } => {
            format!("write `{name}:word`, `{name}:\"two words\"` or `{name}:(one OR other)`")
        }
        Problem::UnclosedQuote => {
            "close it, or leave it out to look for the words in any order".to_owned()
        }
        Problem::EmptyQuote | Problem::EmptyBracket => "put words in, or leave it out".to_owned(),
        Problem::UnclosedBracket => "add a `)` where the group ends".to_owned(),
        Problem::StrayBracket => "remove it, or add a `(` where the group begins".to_owned(),
        Problem::MissingOperand { operator, .. } => {
            format!("add a word there, or write \"{operator}\" in quotes to look for it")
        }
        Problem::BadNumber { operator, .. } if operator == "~" => {
            "`word~1` allows one letter to differ, `word~2` two".to_owned()
        }
        Problem::BadNumber { operator, .. } if operator.starts_with("at") => {
            "write `atleast3(word)`".to_owned()
        }
        Problem::BadNumber { .. } => "write for example `w/5`".to_owned(),
        Problem::NotPlaced { .. } => "put words, phrases or (one OR other) on each side".to_owned(),
        Problem::TwoFields { .. } => "name the field once for both: `title:(a w/5 b)`".to_owned(),
        Problem::BareWildcard { .. } => {
            "give it some letters: `child*`, `wom?n`, `*gate`".to_owned()
        }
        Problem::TooManyExpansions {
            tighter: Some(tighter),
            ..
        } => format!("give more letters, for example `{tighter}`"),
        Problem::TooManyExpansions { .. } => "give more letters".to_owned(),
        Problem::Date(error) => return date_hints(error),
        Problem::BadLength { .. } => {
            "write `words:>500`, `words:<200` or `words:200..500`".to_owned()
        }
        Problem::TooLong { .. } | Problem::TooManyClauses { .. } => {
            "ask in several searches".to_owned()
        }
        Problem::TooDeep { .. } => "most brackets can go: `a (b (c))` is `a b c`".to_owned(),
        Problem::LongPhrase { .. } => "its first words are enough to find it".to_owned(),
    };
    vec![hint]
}

fn date_hints(error: &DateError) -> Vec<String> {
    let hint = match error {
        DateError::Reversed { .. } => "put the earlier date first",
        DateError::Ambiguous { .. } => "write the year first: 2015-12-31",
        DateError::Impossible { .. } | DateError::OutsideYears { .. } => return Vec::new(),
        _ => "write 2015, 2015-12, 2015-12-17, 1984..1985, 1990s, `last week` or 30d",
    };
    vec![hint.to_owned()]
}

fn zone_hints(error: &ZoneError) -> Vec<String> {
    match &error.suggestion {
        Some(suggestion) => vec![format!("did you mean `{suggestion}`?")],
        None => vec!["write an offset, +08:00, or a name, Asia/Shanghai".to_owned()],
    }
}
