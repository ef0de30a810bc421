//! METS, the table of contents of a scanned newspaper: its issue, and the articles that a library cut out of its pages.
//!
//! In comes a METS file (<https://www.loc.gov/standards/mets/>) with MODS in it; out comes a record for each article of the
//! logical structure: headline, newspaper, day and section. Its text stands in the ALTO files beside it, block by block; they
//! are read where the caller can open them ([`Beside`]), and their names are kept in `extra` in any case. A name that leads
//! out of the folder is never opened.

mod articles;
mod issue;

use std::collections::HashMap;
use std::fmt;
use std::io::{self, Read};

use serde_json::Value;

use super::alto::Page;
use super::xml::{Tree, parse_bytes};
use super::{Context, Head, Input, Items};
use crate::article::{DateSource, Record};
use crate::ingest::archive::{Item, MAX_RECORD_BYTES, RecordError};
use articles::Division;
use issue::Issue;

/// Opens the files that stand beside an archive, in its folder or below.
pub trait Beside: fmt::Debug {
    /// The file of this relative name; `None` if there is none.
    ///
    /// # Errors
    /// It cannot be opened.
    fn open(&self, name: &str) -> io::Result<Option<Input<'_>>>;
}

/// Whether an archive is a METS file.
pub fn looks_like_mets(head: &Head) -> bool {
    head.root()
        .is_some_and(|root| root.rsplit(':').next() == Some("mets"))
}

/// The articles of a METS file, without the texts of the pages beside it.
pub fn read_mets<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    read_mets_beside(input, context, None)
}

/// The articles of a METS file, with their texts where the pages beside it can be opened.
pub fn read_mets_beside<'a>(
    input: Input<'a>,
    context: &'a Context<'a>,
    beside: Option<&'a dyn Beside>,
) -> Items<'a> {
    let mut bytes = Vec::new();
    let limit = MAX_RECORD_BYTES as u64;
    let outcome = match input.take(limit + 1).read_to_end(&mut bytes) {
        Err(error) => return Box::new(std::iter::once(Err(error))),
        Ok(_) if bytes.len() as u64 > limit => Err(RecordError::TooLarge { limit }),
        Ok(_) => {
            parse_bytes(&bytes, context.charset).and_then(|tree| items(&tree, context, beside))
        }
    };
    let items = outcome.unwrap_or_else(|error| vec![Item::reject(None, 0, &bytes, error)]);
    Box::new(items.into_iter().map(Ok))
}

fn items(
    tree: &Tree,
    context: &Context<'_>,
    beside: Option<&dyn Beside>,
) -> Result<Vec<Item>, RecordError> {
    if tree.fault == Some(super::xml::Fault::Truncated) {
        return Err(RecordError::Truncated {
            what: "a table of contents",
        });
    }
    let issue = Issue::of(&tree.root);
    let divisions = articles::of(&tree.root);
    if divisions.is_empty() {
        return Err(RecordError::NotAnArticle {
            what: "a table of pages, without articles",
        });
    }
    let mut pages = Pages {
        issue: &issue,
        context,
        beside,
        read: HashMap::new(),
        held: 0,
    };
    Ok(divisions
        .iter()
        .map(|division| match pages.record(division) {
            Ok(record) => Item::record(None, 0, record),
            Err(error) => Item::reject(
                None,
                0,
                division.label.as_deref().unwrap_or_default().as_bytes(),
                error,
            ),
        })
        .collect())
}

/// The pages of an issue that were read so far.
struct Pages<'a> {
    issue: &'a Issue,
    context: &'a Context<'a>,
    beside: Option<&'a dyn Beside>,
    /// For each file's id, its blocks by their ids.
    read: HashMap<String, Result<HashMap<String, String>, RecordError>>,
    held: usize,
}

impl Pages<'_> {
    fn record(&mut self, division: &Division) -> Result<Record, RecordError> {
        let described = division
            .described
            .iter()
            .find_map(|id| self.issue.articles.get(id));
        let mut headline = Vec::new();
        let mut body = Vec::new();
        for area in &division.areas {
            if let Some(text) = self.block(&area.file, &area.block)? {
                if area.is_headline {
                    &mut headline
                } else {
                    &mut body
                }
                .push(text);
            }
        }
        let title = described
            .and_then(|article| article.title.clone())
            .or_else(|| division.label.clone());
        let mut record = Record {
            id: division
                .id
                .as_ref()
                .map(|id| format!("{}.{id}", self.issue.id.as_deref().unwrap_or_default()))
                .filter(|id| !id.starts_with('.')),
            title: title.unwrap_or_else(|| headline.join(" ")),
            body,
            published: self.issue.date,
            date_source: self.issue.date.map(|_| DateSource::Field),
            source: self.issue.title.clone(),
            section: division.section.clone(),
            byline: described.and_then(|article| article.author.clone()),
            lang: self.issue.lang.clone(),
            ..Record::default()
        };
        let mut names: Vec<Value> = Vec::new();
        for area in &division.areas {
            if let Some(name) = self.issue.files.get(&area.file).cloned().map(Value::String)
                && !names.contains(&name)
                && names.len() < 20
            {
                names.push(name);
            }
        }
        if !names.is_empty() {
            record.extra.insert("pages".to_owned(), Value::Array(names));
        }
        if record.title.is_empty() && record.body.is_empty() {
            return Err(RecordError::NoText);
        }
        Ok(record)
    }

    /// The text of a block of a page, if its file can be opened.
    fn block(&mut self, file: &str, block: &str) -> Result<Option<String>, RecordError> {
        let Some(beside) = self.beside else {
            return Ok(None);
        };
        if !self.read.contains_key(file) {
            let page = self.open(beside, file);
            if let Ok(blocks) = &page {
                self.held += blocks.values().map(String::len).sum::<usize>();
            }
            self.read.insert(file.to_owned(), page);
        }
        if self.held > MAX_RECORD_BYTES {
            let limit = MAX_RECORD_BYTES as u64;
            return Err(RecordError::TooLarge { limit });
        }
        match &self.read[file] {
            Ok(blocks) => Ok(blocks.get(block).filter(|text| !text.is_empty()).cloned()),
            Err(error) => Err(error.clone()),
        }
    }

    fn open(
        &self,
        beside: &dyn Beside,
        file: &str,
    ) -> Result<HashMap<String, String>, RecordError> {
        let unreadable = |reason: String| RecordError::Unreadable { reason };
        let Some(name) = self.issue.files.get(file).and_then(|href| inner_name(href)) else {
            return Err(unreadable(format!(
                "no file in this folder is named for the page `{file}`"
            )));
        };
        let input = beside
            .open(name)
            .map_err(|error| unreadable(format!("{name}: {}", error.kind())))?;
        let input = input.ok_or_else(|| unreadable(format!("{name} is not there")))?;
        let page = Page::read(input, self.context)
            .map_err(|error| unreadable(format!("{name}: {}", error.kind())))??;
        Ok(page.blocks.into_iter().collect())
    }
}

/// The name of a file in the same folder or below it, in `file://./alto/1.xml`, `./1.xml`, `1.xml`.
fn inner_name(href: &str) -> Option<&str> {
    let name = href.strip_prefix("file://").unwrap_or(href);
    let name = name.strip_prefix("./").unwrap_or(name);
    let is_inner = !name.is_empty()
        && !name.contains([':', '\\', '%', '\0'])
        && name
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..");
    is_inner.then_some(name)
}

#[cfg(test)]
mod tests;
