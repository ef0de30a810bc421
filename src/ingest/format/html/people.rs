//! Who wrote the story of a page.
//!
//! In come JSON-LD, `meta` elements, microdata and elements that are called byline; out come names. Always holds: a name is
//! short, has letters, and is no address; none comes twice.

use std::ops::Range;

use super::blocks::Block;
use super::linked::{Linked, Thing};
use super::meta::{Metas, has_property, property_value, rel};
use super::page::Page;
use super::tag::Tag;
use super::tree::{Id, Tree};
use super::words::folded;

/// `meta` elements that name authors.
const AUTHORS: [&str; 18] = [
    "author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "dc.creator",
    "dc:creator",
    "dcterms.creator",
    "dc.contributor",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "byl",
    "article.author",
    "articleauthor",
    "author_name",
    "citation_author",
    "authors",
    "creator",
];

/// Longer than this is no name.
const LONGEST: usize = 80;

/// More authors than this are a list of something.
const MOST: usize = 30;

/// The names of the authors, in the page's order.
pub fn authors(page: &Page<'_>) -> Vec<String> {
    let (metas, site) = (&page.metas, &page.site);
    let lines: Vec<&Block> = page
        .between()
        .filter(|line| line.weight <= 120)
        .take(40)
        .collect();
    let sources = [
        page.article()
            .map_or(Vec::new(), |thing| of_thing(&page.linked, thing)),
        AUTHORS
            .iter()
            .map(|name| {
                metas
                    .all(name)
                    .take(MOST)
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .find(|names| names.iter().any(|name| tidy(name).is_some()))
            .unwrap_or_default(),
        written_by(metas),
        marked(page.tree, &page.near()),
        printed(&lines),
    ];
    let mut best = Vec::new();
    for names in sources {
        let mut found: Vec<String> = Vec::new();
        for name in names.iter().filter_map(|name| tidy(name)).take(MOST) {
            if !found.iter().any(|known| folded(known) == folded(&name)) {
                found.push(name);
            }
        }
        // The site itself is an author only where nobody else is.
        if found.iter().any(|name| !is_site(name, site)) {
            return found;
        }
        if best.is_empty() {
            best = found;
        }
    }
    best
}

/// The authors of a thing of JSON-LD.
fn of_thing(linked: &Linked, thing: &Thing) -> Vec<String> {
    let names = linked.names(thing, "author");
    if names.is_empty() {
        linked.names(thing, "creator")
    } else {
        names
    }
}

/// The name under "Written by", in whatever language, of the pair of labels that WordPress makes for Twitter.
fn written_by(metas: &Metas) -> Vec<String> {
    let labels = [
        "Written by",
        "Verfasst von",
        "Écrit par",
        "Escrito por",
        "Scritto da",
        "Geschreven door",
        "Skriven av",
        "Yazan",
        "Автор",
    ];
    let labelled = metas
        .first(&["twitter:label1"])
        .is_some_and(|label| labels.contains(&label));
    let plain = metas.first(&["twitter:misc:written"]);
    labelled
        .then(|| metas.first(&["twitter:data1"]))
        .flatten()
        .or(plain)
        .map(str::to_owned)
        .into_iter()
        .collect()
}

/// Whether a name is the publication's: as it calls itself, or as its domain.
fn is_site(name: &str, site: &[String]) -> bool {
    let squeezed = |text: &str| folded(text).replace(' ', "");
    let name = squeezed(name);
    let is_domain = |name: &str| {
        [
            "com", "de", "net", "org", "fr", "it", "es", "tr", "at", "ch",
        ]
        .iter()
        .any(|end| name.ends_with(end))
    };
    site.iter()
        .map(|site| squeezed(site))
        .any(|site| name == site || is_domain(&name) && name.starts_with(&site) && !site.is_empty())
}

/// The texts of the elements near the story that say they hold an author's name.
fn marked(tree: &Tree<'_>, near: &Range<Id>) -> Vec<String> {
    let kinds: [fn(&Tree<'_>, Id) -> bool; 6] = [
        |tree, id| has_property(tree, id, "author") || has_property(tree, id, "creator"),
        |tree, id| rel(tree, id, "author") && tree.tag(id) == Tag::A,
        |tree, id| {
            is_called(
                tree,
                id,
                &[
                    "byline",
                    "author-name",
                    "authorname",
                    "author_name",
                    "article-author",
                    "articleauthor",
                ],
            )
        },
        |tree, id| is_called(tree, id, &["author", "autor", "auteur", "verfasser"]),
        |tree, id| tree.tag(id) == Tag::A && leads_to_author(tree, id),
        |tree, id| {
            is_like_called(tree, id, &["author", "autor", "byline"]) && tree.end_of(id) - id < 12
        },
    ];
    for (kind, is_of_kind) in kinds.iter().enumerate() {
        let (mut names, mut end) = (Vec::new(), 0);
        for (id, tag) in tree.elements() {
            // Names without a mark of their own may be anybody's elsewhere.
            let is_placed = kind < 4 || near.contains(&id);
            if id < end
                || !is_placed
                || matches!(tag, Tag::Meta | Tag::Link | Tag::Body | Tag::Html)
                || !is_of_kind(tree, id)
            {
                continue;
            }
            end = tree.end_of(id);
            // An author's thing holds the name, a picture and a biography.
            let name = (id + 1..end)
                .find(|inside| has_property(tree, *inside, "name"))
                .map_or_else(|| tree.text(id), |inside| property_value(tree, inside));
            let is_short = kind < 5 || name.chars().count() <= 60 && !name.contains(':');
            if (2..=LONGEST * 2).contains(&name.len()) && is_short {
                names.push(name);
            }
            if names.len() >= MOST || kind == 5 && !names.is_empty() {
                break;
            }
        }
        if names.iter().any(|name| tidy(name).is_some()) {
            return names;
        }
    }
    Vec::new()
}

/// The names in the lines between the headline and the story that begin as a byline does.
fn printed(lines: &[&Block]) -> Vec<String> {
    let byline = lines.iter().find_map(|line| {
        let word = BEFORE.iter().find(|word| {
            line.text
                .get(..word.len())
                .is_some_and(|head| head.to_lowercase() == **word)
        })?;
        let rest = &line.text[word.len()..];
        let end = rest
            .find(['|', '·', '•', ',', '(', '–', '—'])
            .or_else(|| rest.find(|c: char| c.is_ascii_digit()));
        let name = rest[..end.unwrap_or(rest.len())].trim();
        let begin_large = name
            .split_whitespace()
            .filter(|word| word.starts_with(char::is_uppercase))
            .count();
        ((1..=8).contains(&begin_large) && name.split_whitespace().count() <= 2 * begin_large)
            .then(|| name.to_owned())
    });
    byline.into_iter().collect()
}

/// Whether a link leads to the page of an author.
fn leads_to_author(tree: &Tree<'_>, id: Id) -> bool {
    let href = tree
        .raw_attribute(id, "href")
        .unwrap_or_default()
        .to_ascii_lowercase();
    [
        "/author/",
        "/authors/",
        "/autor/",
        "/autoren/",
        "/autores/",
        "/auteur/",
        "/autori/",
        "/by/",
        "/staff/",
        "/redaktion/",
        "/journalist/",
    ]
    .iter()
    .any(|step| href.contains(step))
}

fn is_like_called(tree: &Tree<'_>, id: Id, names: &[&str]) -> bool {
    let class = tree
        .raw_attribute(id, "class")
        .unwrap_or_default()
        .to_ascii_lowercase();
    names.iter().any(|name| class.contains(name))
}

fn is_called(tree: &Tree<'_>, id: Id, names: &[&str]) -> bool {
    ["class", "id"].iter().any(|key| {
        tree.raw_attribute(id, key)
            .unwrap_or_default()
            .split_ascii_whitespace()
            .any(|class| {
                names.iter().any(|name| {
                    class.eq_ignore_ascii_case(name)
                        || class.to_ascii_lowercase().ends_with(&format!("__{name}"))
                })
            })
    })
}

/// Words that stand before a name.
const BEFORE: [&str; 18] = [
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "av ",
    "af ",
    "written by ",
    "words by ",
    "story by ",
    "text: ",
    "text von ",
    "autor: ",
    "author: ",
    "ein gastbeitrag von ",
    "by: ",
    "von: ",
];

/// The name in a text, without the words before it; `None` if it is no name.
fn tidy(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains("://") || text.contains('@') || text.starts_with("www.") {
        return None;
    }
    let mut rest = text;
    for word in BEFORE {
        // *von der Leyen* is no byline of der Leyen, and Di Stefano no byline of Stefano.
        if let (Some(head), Some(name)) = (rest.get(..word.len()), rest.get(word.len()..))
            && head.to_lowercase() == word
            && !name.starts_with(char::is_lowercase)
            && (word.starts_with("by") || name.contains(' '))
        {
            rest = name;
        }
    }
    let name = rest
        .trim()
        .trim_matches([',', ';', '|', '-', '–', ':', ' ']);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || name.chars().count() > LONGEST * 3 {
        return None;
    }
    Some(name.to_owned())
}
