//! METS, the table of contents of a scanned newspaper: its issue, and the articles that a library cut out of its pages.
//!
//! In comes a METS file (<https://www.loc.gov/standards/mets/>) with MODS in it; out comes a record for each article of the
//! logical structure: headline, newspaper, day and section, and the text of its blocks in the ALTO files beside it
//! ([`Beside`](super::Beside)). Of an issue that nobody cut into articles each page is a record. Where no files are
//! beside it the headlines are left. A name that leads out of the folder is never opened.

mod articles;
mod issue;
mod pages;

use std::collections::BTreeSet;
use std::io::Read;

use serde_json::Value;

use super::alto::add_block;
use super::xml::{MAX_VALUES, Tree, parse_bytes};
use super::{Context, Head, Input, Items};
use crate::article::{DateSource, Record};
use crate::ingest::archive::{Item, RecordError};
use articles::{Division, Kind, Role};
use issue::{File, Issue};
use pages::{Pages, Texts};

/// The name of the format.
pub const METS: &str = "mets";

/// Whether an archive is a METS file.
pub fn looks_like_mets(head: &Head) -> bool {
    head.root()
        .is_some_and(|root| root.rsplit(':').next() == Some("mets"))
}

/// The articles of a METS file, with their texts where the pages beside it can be opened.
pub fn read_mets<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    let mut bytes = Vec::new();
    let limit = context.limits.record as u64;
    let outcome = match input.take(limit + 1).read_to_end(&mut bytes) {
        Err(error) => return Box::new(std::iter::once(Err(error))),
        Ok(_) if bytes.len() as u64 > limit => Err(RecordError::TooLarge { limit }),
        Ok(_) => parse_bytes(&bytes, context.charset, context.limits.values)
            .and_then(|tree| contents(&tree)),
    };
    let (issue, divisions) = match outcome {
        Ok(contents) => contents,
        Err(error) => {
            let item = Item::reject(None, 0, &bytes, error);
            return Box::new(std::iter::once(Ok(item)));
        }
    };
    let mut pages = context.beside.map(|beside| Pages::new(context, beside));
    let is_alone = pages.is_none() && divisions.iter().all(|division| division.kind == Kind::Page);
    if divisions.is_empty() || is_alone {
        let what = "a table of pages, without articles";
        let item = Item::reject(None, 0, &bytes, RecordError::NotAnArticle { what });
        return Box::new(std::iter::once(Ok(item)));
    }
    // One after another: the same page may be named by very many articles.
    Box::new(divisions.into_iter().map(move |division| {
        Ok(match record(&issue, &division, pages.as_mut()) {
            Ok(record) => Item::record(None, 0, record),
            Err(error) => {
                let label = division.label.as_deref().unwrap_or_default();
                Item::reject(None, 0, label.as_bytes(), error)
            }
        })
    }))
}

/// The names of the pages that the articles of a METS file stand on, below its folder.
pub fn pages_of(bytes: &[u8]) -> BTreeSet<String> {
    let contents = parse_bytes(bytes, None, MAX_VALUES).and_then(|tree| contents(&tree));
    let Ok((issue, divisions)) = contents else {
        return BTreeSet::new();
    };
    let areas = divisions
        .iter()
        .filter(|division| !matches!(division.kind, Kind::Other(_)))
        .flat_map(|division| &division.areas);
    areas
        .filter_map(|area| match issue.files.get(&area.file)? {
            File::Page(name) => Some(name.clone()),
            File::Picture | File::Elsewhere => None,
        })
        .collect()
}

fn contents(tree: &Tree) -> Result<(Issue, Vec<Division>), RecordError> {
    if tree.fault == Some(super::xml::Fault::Truncated) {
        return Err(RecordError::Truncated {
            what: "a table of contents",
        });
    }
    let issue = Issue::of(&tree.root);
    let mut divisions = articles::of(&tree.root);
    // Pages without a text that could be read are pictures only.
    divisions.retain(|division| {
        division.kind != Kind::Page
            || division
                .areas
                .iter()
                .any(|area| matches!(issue.files.get(&area.file), Some(File::Page(_))))
    });
    Ok((issue, divisions))
}

fn record(
    issue: &Issue,
    division: &Division,
    pages: Option<&mut Pages<'_>>,
) -> Result<Record, RecordError> {
    if let Kind::Other(what) = division.kind {
        return Err(RecordError::NotAnArticle { what });
    }
    let texts = match pages {
        Some(pages) => pages.texts(issue, division)?,
        None => Texts::default(),
    };
    if texts.blocks.is_empty()
        && let Some(reason) = texts.unread.first()
    {
        let reason = reason.clone();
        return Err(RecordError::Unreadable { reason });
    }
    let described = division
        .described
        .iter()
        .find_map(|id| issue.articles.get(id));
    let label = division
        .label
        .clone()
        .filter(|_| division.kind == Kind::Article);
    let said = described
        .and_then(|article| article.title.clone())
        .or(label);
    let (title, byline, body) = put_together(said, division, &texts);
    let named = described.and_then(|article| article.author.clone());
    let mut record = Record {
        id: division
            .id
            .as_ref()
            .map(|id| format!("{}.{id}", issue.id.as_deref().unwrap_or_default()))
            .filter(|id| !id.starts_with('.')),
        title,
        body,
        published: issue.date,
        date_source: issue.date.map(|_| DateSource::Field),
        source: issue.title.clone(),
        section: division.section.clone(),
        byline: named.or(byline),
        lang: issue.lang.clone(),
        ..Record::default()
    };
    add_pages(&mut record, issue, division, texts.unread);
    if record.title.is_empty() && record.body.is_empty() {
        return Err(RecordError::NoText);
    }
    Ok(record)
}

/// Headline, byline and paragraphs of an article. Of the headline's blocks, what the headline does not say stands in the text.
fn put_together(
    said: Option<String>,
    division: &Division,
    texts: &Texts,
) -> (String, Option<String>, Vec<String>) {
    let of = |role: Role| {
        let blocks = texts.blocks.iter();
        blocks.filter(move |block| division.areas[block.area].role == role)
    };
    let join = |role: Role| {
        let texts: Vec<&str> = of(role).map(|block| &*block.text).collect();
        texts.join(" ")
    };
    let title = said.unwrap_or_else(|| join(Role::Headline));
    let known = letters(&title);
    let mut body: Vec<String> = of(Role::Headline)
        .map(|block| &block.text)
        .filter(|text| !known.contains(&letters(text)))
        .cloned()
        .collect();
    let mut was_cut = false;
    for block in of(Role::Text) {
        add_block(&mut body, was_cut, &block.text);
        was_cut = block.is_cut;
    }
    let byline = Some(join(Role::Author)).filter(|byline| !byline.is_empty());
    (title, byline, body)
}

/// The letters and digits of a text, in lower case: enough to know a headline by.
fn letters(text: &str) -> String {
    let own = text.chars().filter(|c| c.is_alphanumeric());
    own.flat_map(char::to_lowercase).collect()
}

/// The pages that a record stands on, and those of them that could not be read.
fn add_pages(record: &mut Record, issue: &Issue, division: &Division, unread: Vec<String>) {
    let mut names: Vec<Value> = Vec::new();
    for area in &division.areas {
        if let Some(File::Page(name)) = issue.files.get(&area.file)
            && names.len() < 20
            && !names.iter().any(|known| known == name)
        {
            names.push(Value::String(name.clone()));
        }
    }
    if !names.is_empty() {
        record.extra.insert("pages".to_owned(), names.into());
    }
    if !unread.is_empty() {
        record.extra.insert("unread".to_owned(), unread.into());
    }
    if division.kind == Kind::Page
        && let Some(number) = &division.label
    {
        record
            .extra
            .insert("page".to_owned(), number.clone().into());
    }
}

#[cfg(test)]
mod tests;
