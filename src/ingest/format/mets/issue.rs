//! What a METS file says of its issue: the newspaper, the day, the files, and what describes each article.

use std::collections::HashMap;

use super::super::beside::inner_name;
use super::super::export::language_tag;
use super::super::xml::Element;
use crate::date::{PubDate, find_stamp};

/// An issue of a newspaper.
#[derive(Debug, Default)]
pub(super) struct Issue {
    pub id: Option<String>,
    pub title: Option<String>,
    pub date: Option<PubDate>,
    pub lang: Option<String>,
    /// The files by their ids.
    pub files: HashMap<String, File>,
    /// What MODS says of articles, by the ids of its sections.
    pub articles: HashMap<String, Described>,
}

/// A file that an issue is made of.
#[derive(Debug)]
pub(super) enum File {
    /// A page's text, by its name in the folder of the METS file or below it.
    Page(String),
    /// A page's picture, or what else is no text.
    Picture,
    /// A text that is in another folder, or on another machine.
    Elsewhere,
}

/// What describes an article.
#[derive(Debug, Default)]
pub(super) struct Described {
    pub title: Option<String>,
    pub author: Option<String>,
}

impl Issue {
    pub fn of(mets: &Element) -> Self {
        let mut issue = Self {
            id: mets.attr_text("OBJID").or_else(|| mets.attr_text("ID")),
            ..Self::default()
        };
        for section in mets.children("dmdSec") {
            let Some(mods) = section.descendant("mods") else {
                continue;
            };
            let title = mods.child("titleInfo").and_then(title_of);
            let date = ["dateIssued", "dateCreated"]
                .iter()
                .find_map(|name| PubDate::parse(&mods.descendant(name)?.line()?));
            issue.date = issue.date.or(date);
            issue.lang = issue.lang.take().or_else(|| {
                mods.descendant("languageTerm")?
                    .line()
                    .map(|name| language_tag(&name))
            });
            let is_article = mods.descendant("dateIssued").is_none()
                && section.attr("ID").is_some_and(|id| {
                    !id.to_lowercase().contains("issue") && !id.to_lowercase().contains("print")
                });
            if is_article {
                let author = mods.children("name").find_map(|name| {
                    let parts = name.children("namePart").filter_map(Element::line);
                    Some(parts.collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
                });
                let id = section.attr_text("ID").unwrap_or_default();
                issue.articles.insert(id, Described { title, author });
            } else {
                // An issue without a title of its own is of the newspaper that it belongs to.
                let host = mods
                    .children("relatedItem")
                    .find(|item| item.attr("type") == Some("host"));
                let host = host
                    .and_then(|host| host.child("titleInfo"))
                    .and_then(title_of);
                issue.title = issue.title.take().or(title).or(host);
            }
        }
        let label = mets.attr_text("LABEL");
        issue.date = issue
            .date
            .or_else(|| find_stamp(label.as_deref()?).map(|(date, _)| date));
        issue.title = issue.title.take().or_else(|| {
            label.map(|label| {
                label
                    .split(['(', ','])
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned()
            })
        });
        for file in mets.descendants("file") {
            let href = file.descendant("FLocat").and_then(|place| {
                place
                    .attributes()
                    .iter()
                    .find(|(name, _)| name.ends_with("href"))
            });
            if let (Some(id), Some((_, href))) = (file.attr_text("ID"), href) {
                issue.files.insert(id, file_of(file, href));
            }
        }
        issue
    }
}

/// What a file is, by its type, else by its name.
fn file_of(file: &Element, href: &str) -> File {
    let name = href.to_ascii_lowercase();
    let is_text = match file.attr("MIMETYPE").map(str::to_ascii_lowercase) {
        Some(kind) => kind.contains("xml") || kind.contains("alto"),
        None => name.ends_with(".xml") || name.ends_with(".xml.gz") || name.ends_with(".alto"),
    };
    if !is_text {
        return File::Picture;
    }
    inner_name(href).map_or(File::Elsewhere, File::Page)
}

fn title_of(info: &Element) -> Option<String> {
    let parts = info
        .elements()
        .filter(|part| matches!(part.local(), "nonSort" | "title"))
        .filter_map(Element::line);
    Some(parts.collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty())
}
