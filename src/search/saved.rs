//! Saved queries: names that stand for query texts, kept beside the index in a file that any editor can open.
//!
//! A line of the file is a name, a tab and a query: the form that `--queries` reads. The texts are kept as they were typed,
//! so `last week` means the week before the day of asking. Invariant: what [`Saved::insert`] took is understood by the
//! strict reading, and names only queries that were there; a file that was edited by hand can break that, which is said
//! when the query is used.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::QueryError;
use super::lex::is_saved_name;
use super::nearest::nearest;
use super::parse::{Reading, parse_with};
use super::query::Query;
use crate::index::Side;

/// The file of an index folder that the queries are in.
pub const FILE: &str = "queries.tsv";
/// It belongs to the index, whichever commit is looked at.
pub const SIDE: Side = Side {
    name: FILE,
    written_as: None,
    length: None,
};

/// Queries by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    queries: BTreeMap<String, String>,
}

/// Why a query cannot be saved, found or kept.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// The name is none.
    #[error("`{name}` is no name for a query")]
    BadName {
        /// As written.
        name: String,
    },
    /// The query cannot be understood.
    #[error("the query is not saved: {error}")]
    Wrong {
        /// What is wrong.
        error: QueryError,
        /// The query's text.
        text: String,
    },
    /// No query has this name.
    #[error("no saved query is called `{name}`")]
    Unknown {
        /// As written.
        name: String,
        /// The name that is spelt most like it.
        nearest: Option<String>,
    },
    /// Another saved query names it.
    #[error("the saved query `{by}` uses `@{name}`")]
    InUse {
        /// Which one is to go.
        name: String,
        /// Which one names it.
        by: String,
    },
    /// A line of a file of queries is none.
    #[error("{file}:{line}: not a saved query")]
    BadLine {
        /// The file, as it was given.
        file: String,
        /// Its line, counted from 1.
        line: usize,
    },
    /// The file cannot be read or written.
    #[error("cannot use {path}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
}

impl Saved {
    /// The queries saved beside the index in the folder `home`; none if none were.
    ///
    /// # Errors
    /// The file is there and cannot be read, or holds something else.
    pub fn load(home: &Path) -> Result<Self, SavedError> {
        let path = home.join(FILE);
        match fs::read_to_string(&path) {
            Ok(text) => Self::read(&text, &path.to_string_lossy()),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(cause) => Err(SavedError::Io { path, cause }),
        }
    }

    /// The queries in a text of lines; `file` is what errors call it.
    ///
    /// # Errors
    /// A line without a tab, or whose beginning is no name. Empty lines and lines that begin with `#` are passed over.
    pub fn read(text: &str, file: &str) -> Result<Self, SavedError> {
        let mut queries = BTreeMap::new();
        for (line, content) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            if content.trim().is_empty() || content.starts_with('#') {
                continue;
            }
            let pair = content
                .split_once('\t')
                .map(|(name, query)| (name.trim(), query.trim()))
                .filter(|(name, query)| is_saved_name(name) && !query.is_empty());
            let Some((name, query)) = pair else {
                let file = file.to_owned();
                return Err(SavedError::BadLine { file, line });
            };
            queries.insert(name.to_owned(), query.to_owned());
        }
        Ok(Self { queries })
    }

    /// Writes them beside the index in `home`: the old file or the new one is there at any time, never half of one.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn store(&self, home: &Path) -> Result<(), SavedError> {
        let path = home.join(FILE);
        let beside = home.join(format!("{FILE}.new"));
        let write = || {
            let mut file = fs::File::create(&beside)?;
            file.write_all(self.to_string().as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, &path)?;
            fs::File::open(home)?.sync_all()
        };
        write().map_err(|cause| SavedError::Io { path, cause })
    }

    /// The text saved under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.queries.get(name).map(String::as_str)
    }

    /// Names and texts, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.queries
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The name spelt most like `name`, if any is close.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        nearest(name, self.queries.keys().map(String::as_str))
    }

    /// Saves a query under a name, in place of any other of that name; gives back how it was understood.
    ///
    /// # Errors
    /// The name is none, or the query cannot be understood; also when it would name itself, over whatever others.
    pub fn insert(
        &mut self,
        name: &str,
        text: &str,
        reading: Reading,
    ) -> Result<Query, SavedError> {
        if !is_saved_name(name) {
            return Err(SavedError::BadName {
                name: name.to_owned(),
            });
        }
        // A line is a query, so a query is a line.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut with = self.clone();
        with.queries.insert(name.to_owned(), text.clone());
        let understood = |of: &str| parse_with(of, reading, &with).map(|parsed| parsed.query);
        let own = understood(&text)
            // A query of nothing but exclusions is a good part of another.
            .or_else(|_| understood(&format!("* ({text})")))
            .and_then(|query| understood(&format!("* @{name}")).map(|_| query));
        match own {
            Ok(query) => {
                *self = with;
                Ok(query)
            }
            Err(error) => {
                let error = understood(&text).err().unwrap_or(error);
                Err(SavedError::Wrong { error, text })
            }
        }
    }

    /// Forgets a query.
    ///
    /// # Errors
    /// There is none of this name, or another one names it.
    pub fn remove(&mut self, name: &str) -> Result<(), SavedError> {
        let sign = format!("@{name}");
        let names_it = |text: &str| {
            let mut words =
                text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '@' | '-' | '_')));
            words.any(|word| word == sign)
        };
        if let Some((by, _)) = self.iter().find(|(by, text)| *by != name && names_it(text)) {
            let (name, by) = (name.to_owned(), by.to_owned());
            return Err(SavedError::InUse { name, by });
        }
        match self.queries.remove(name) {
            Some(_) => Ok(()),
            None => Err(SavedError::Unknown {
                name: name.to_owned(),
                nearest: self.nearest(name).map(str::to_owned),
            }),
        }
    }
}

impl std::fmt::Display for Saved {
    /// A line a query, as [`Saved::read`] reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.iter()
            .try_for_each(|(name, text)| writeln!(f, "{name}\t{text}"))
    }
}

#[cfg(test)]
mod tests;
