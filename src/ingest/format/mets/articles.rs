//! What a METS file's structure says: the articles of an issue, each with the blocks of pages that it is made of, or, where
//! nobody has cut the pages into articles, the pages.

use super::super::xml::Element;

/// A stretch of an issue.
#[derive(Debug, Default)]
pub(super) struct Division {
    pub kind: Kind,
    pub id: Option<String>,
    pub label: Option<String>,
    pub section: Option<String>,
    /// The ids of what describes it.
    pub described: Vec<String>,
    pub areas: Vec<Area>,
}

/// What a division is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Article,
    /// A page of an issue without articles.
    Page,
    /// An advertisement or a picture that belongs to no article.
    Other(&'static str),
}

/// A block of a page.
#[derive(Debug)]
pub(super) struct Area {
    pub file: String,
    /// The id of the block; `None` is the whole page.
    pub block: Option<String>,
    pub role: Role,
}

/// What a block is in its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Headline,
    Author,
    Text,
}

/// The articles of a file, and what else its pages were cut into, in their order; the pages, if there is no article.
pub(super) fn of(mets: &Element) -> Vec<Division> {
    let mut divisions = Vec::new();
    let mut pages = Vec::new();
    for map in mets.children("structMap") {
        let is_physical = map
            .attr("TYPE")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("physical"));
        for division in map.children("div") {
            if is_physical {
                find_pages(division, &mut pages);
            } else {
                find(division, None, &mut divisions);
            }
        }
    }
    if divisions
        .iter()
        .any(|division| division.kind == Kind::Article)
    {
        divisions
    } else {
        pages
    }
}

/// XML is nested no deeper than its reader allows, and so is this.
fn find(division: &Element, section: Option<&str>, divisions: &mut Vec<Division>) {
    if let Some(kind) = kind_of(division) {
        let mut found = Division::new(division, kind);
        found.section = section.map(str::to_owned);
        add_areas(division, Role::Text, &mut found.areas);
        divisions.push(found);
        return;
    }
    let own = if is_called(division, &["section"]) {
        division
            .attr("LABEL")
            .filter(|label| !label.trim().is_empty())
    } else {
        None
    };
    for child in division.children("div") {
        find(child, own.or(section), divisions);
    }
}

fn find_pages(division: &Element, pages: &mut Vec<Division>) {
    if division
        .attr("TYPE")
        .is_some_and(|kind| kind.eq_ignore_ascii_case("page"))
    {
        let mut page = Division::new(division, Kind::Page);
        page.label = ["ORDERLABEL", "ORDER", "LABEL"]
            .iter()
            .find_map(|name| division.attr_text(name));
        add_areas(division, Role::Text, &mut page.areas);
        pages.push(page);
        return;
    }
    for child in division.children("div") {
        find_pages(child, pages);
    }
}

impl Division {
    fn new(division: &Element, kind: Kind) -> Self {
        Self {
            kind,
            id: division.attr_text("ID"),
            label: division
                .attr_text("LABEL")
                .filter(|label| !label.trim().is_empty()),
            described: division
                .attr("DMDID")
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            ..Self::default()
        }
    }
}

fn kind_of(division: &Element) -> Option<Kind> {
    const ARTICLES: [&str; 6] = [
        "editorial",
        "letter",
        "obituary",
        "review",
        "interview",
        "poem",
    ];
    const PICTURES: [&str; 4] = ["illustration", "picture", "image", "photograph"];
    let kind = division.attr("TYPE")?.trim().to_lowercase();
    if kind.contains("article") || ARTICLES.contains(&&*kind) {
        Some(Kind::Article)
    } else if kind.starts_with("advert") {
        Some(Kind::Other("an advertisement"))
    } else if PICTURES.contains(&&*kind) {
        Some(Kind::Other("a picture"))
    } else {
        None
    }
}

fn is_called(division: &Element, kinds: &[&str]) -> bool {
    let kind = division.attr("TYPE").unwrap_or_default().to_lowercase();
    kinds.iter().any(|known| kind.contains(known))
}

fn add_areas(division: &Element, role: Role, areas: &mut Vec<Area>) {
    let role = if is_called(division, &["crosshead", "body"]) {
        // A heading within the text is of the text.
        Role::Text
    } else if is_called(division, &["author", "byline"]) {
        Role::Author
    } else if is_called(division, &["heading", "headline", "title"]) {
        Role::Headline
    } else {
        role
    };
    let is_body = is_called(division, &["body"]);
    for child in division.elements() {
        match child.local() {
            "div" if is_body => add_text(child, areas),
            "div" => add_areas(child, role, areas),
            _ => add_pointer(child, role, areas),
        }
    }
}

/// All of the text's divisions, whatever they are called.
fn add_text(division: &Element, areas: &mut Vec<Area>) {
    for child in division.elements() {
        match child.local() {
            "div" => add_text(child, areas),
            _ => add_pointer(child, Role::Text, areas),
        }
    }
}

/// The areas of a pointer: blocks of files, or files as a whole.
fn add_pointer(pointer: &Element, role: Role, areas: &mut Vec<Area>) {
    let area = |element: &Element| {
        Some(Area {
            file: element.attr_text("FILEID")?,
            block: element.attr_text("BEGIN"),
            role,
        })
    };
    areas.extend(area(pointer));
    areas.extend(pointer.descendants("area").filter_map(area));
}
