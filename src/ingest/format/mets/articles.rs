//! The articles of a METS file's logical structure, each with the blocks of pages that it is made of.

use super::super::xml::Element;

/// An article.
#[derive(Debug, Default)]
pub(super) struct Division {
    pub id: Option<String>,
    pub label: Option<String>,
    pub section: Option<String>,
    /// The ids of what describes it.
    pub described: Vec<String>,
    pub areas: Vec<Area>,
}

/// A block of a page.
#[derive(Debug)]
pub(super) struct Area {
    pub file: String,
    pub block: String,
    pub is_headline: bool,
}

/// The articles of a file, in their order.
pub(super) fn of(mets: &Element) -> Vec<Division> {
    let mut articles = Vec::new();
    for map in mets.children("structMap") {
        if map
            .attr("TYPE")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("physical"))
        {
            continue;
        }
        for division in map.children("div") {
            find(division, None, &mut articles);
        }
    }
    articles
}

/// XML is nested no deeper than its reader allows, and so is this.
fn find(division: &Element, section: Option<&str>, articles: &mut Vec<Division>) {
    if is_of(division, &["article"]) {
        let mut article = Division {
            id: division.attr_text("ID"),
            label: division
                .attr_text("LABEL")
                .filter(|label| !label.trim().is_empty()),
            section: section.map(str::to_owned),
            described: division
                .attr("DMDID")
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            areas: Vec::new(),
        };
        add_areas(division, false, &mut article.areas);
        articles.push(article);
        return;
    }
    let own = if is_of(division, &["section"]) {
        division
            .attr("LABEL")
            .filter(|label| !label.trim().is_empty())
    } else {
        None
    };
    for child in division.children("div") {
        find(child, own.or(section), articles);
    }
}

fn is_of(division: &Element, kinds: &[&str]) -> bool {
    let kind = division.attr("TYPE").unwrap_or_default().to_lowercase();
    kinds.iter().any(|known| kind.contains(known))
}

fn add_areas(division: &Element, is_headline: bool, areas: &mut Vec<Area>) {
    let is_headline = is_headline || is_of(division, &["heading", "headline", "title"]);
    for child in division.elements() {
        match child.local() {
            "div" => add_areas(child, is_headline, areas),
            // An advertisement or a picture within an article has areas too; they are its text.
            _ => areas.extend(child.descendants("area").filter_map(|area| {
                Some(Area {
                    file: area.attr_text("FILEID")?,
                    block: area.attr_text("BEGIN")?,
                    is_headline,
                })
            })),
        }
    }
}
