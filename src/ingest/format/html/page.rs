//! The tree of a page → what all its readers look at: its own words about itself, its lines, and its story.
//!
//! Always holds: what is found here is found once; a list that a page can make long is cut at a length that no real page has.

use super::blocks::{Block, blocks};
use super::body::{self, Known, Story};
use super::fields;
use super::linked::{self, Linked, Thing, texts};
use super::meta::Metas;
use super::prune::Pruned;
use super::shell;
use super::tag::Tag;
use super::title;
use super::tree::{Id, Tree};
use super::words::{same_title, weight};

/// More headlines or descriptions than this of one kind are not looked at.
const MOST: usize = 10;

/// So many elements around the story are still near it.
const NEAR: Id = 80;

/// A page, read.
pub struct Page<'p> {
    /// Its elements.
    pub tree: &'p Tree<'p>,
    /// Its head.
    pub metas: Metas,
    /// Its JSON-LD.
    pub linked: Linked,
    /// All headlines it gives its story.
    pub titles: Vec<String>,
    /// What it says the story is about, in several places.
    pub descriptions: Vec<String>,
    /// Which elements are furniture.
    pub pruned: Pruned,
    /// Its lines, with those of furniture.
    pub everything: Vec<Block>,
    /// Its lines without furniture.
    pub lines: Vec<Block>,
    /// The heading that is the headline.
    pub heading: Option<String>,
    /// Where the headline stands.
    pub heading_at: Option<Id>,
    /// Its story.
    pub story: Story,
    /// The names of the publication, the one to show first.
    pub site: Vec<String>,
    /// The addresses of the page, its own first.
    pub urls: Vec<String>,
    /// Its language.
    pub lang: Option<String>,
}

impl<'p> Page<'p> {
    /// Reads a page; `fetched` is the address where a crawl found it.
    pub fn read(tree: &'p Tree<'p>, fetched: Option<&str>) -> Self {
        let metas = Metas::read(tree);
        let linked = Linked::read(tree);
        let headings = headings(tree);
        let mut titles = titles(&metas, &headings);
        let article = linked.article(&titles);
        if let Some(thing) = article {
            titles.extend(texts(thing, "headline").take(MOST));
        }
        let descriptions = descriptions(&metas, article);
        let mut site = fields::site(&metas, &linked, article);
        if site.is_empty() {
            let texts: Vec<String> = headings.iter().map(|(_, text)| text.clone()).collect();
            let window = metas.title.as_deref().unwrap_or_default();
            site.extend(title::site_behind(window, &texts));
        }
        let urls = fields::urls(&metas, article, fetched);
        let lang = fields::lang(&metas, article);
        let mut page = Self {
            tree,
            pruned: Pruned::new(tree),
            everything: blocks(tree, &Pruned::hardly(tree)),
            lines: Vec::new(),
            metas,
            linked,
            titles,
            descriptions,
            heading: None,
            heading_at: None,
            story: Story::default(),
            site,
            urls,
            lang,
        };
        page.lines = blocks(tree, &page.pruned);
        page.find_heading(&headings);
        page.find_story();
        page
    }

    /// The article among the things of JSON-LD.
    pub fn article(&self) -> Option<&Thing> {
        self.linked.article(&self.titles)
    }

    /// From where the story stands to where it ends.
    pub fn story_range(&self) -> std::ops::Range<Id> {
        self.story.root..self.tree.end_of(self.story.root)
    }

    /// What stands with the headline or in the story, or shortly before or behind it.
    pub fn near(&self) -> std::ops::Range<Id> {
        let story = self.story_range();
        self.head_at().saturating_sub(NEAR)..story.end.saturating_add(NEAR)
    }

    /// Where headline and story begin.
    pub fn head_at(&self) -> Id {
        let story = self.story.root;
        self.heading_at.map_or(story, |heading| heading.min(story))
    }

    /// The lines between the headline and the story.
    pub fn between(&self) -> impl Iterator<Item = &Block> {
        let heading = self.heading_at.unwrap_or(self.story.root);
        let lines = self.everything.iter();
        lines.filter(move |line| line.at > heading && line.at < self.story.root)
    }

    /// The first heading that another place has too; else the first that is neither furniture nor the site's name.
    fn find_heading(&mut self, headings: &[(Id, String)]) {
        let agrees = |text: &str| {
            self.titles
                .iter()
                .filter(|title| same_title(title, text))
                .count()
                > 1
        };
        let stands = |(id, text): &&(Id, String)| {
            !self.pruned.is_furniture(*id) && !self.site.contains(text)
        };
        let heading = headings
            .iter()
            .find(|(_, text)| agrees(text))
            .or_else(|| headings.iter().find(stands));
        let line = || {
            let is_title = |line: &&Block| {
                self.titles
                    .iter()
                    .any(|title| same_title(title, &line.text))
            };
            self.everything.iter().find(is_title).map(|line| line.at)
        };
        let at = heading.map(|(id, _)| *id).or_else(line);
        self.heading = heading.map(|(_, text)| text.clone());
        self.heading_at = at;
    }

    fn find_story(&mut self) {
        let told = self
            .article()
            .and_then(|thing| thing.get("articleBody")?.as_str());
        let told = told.map(linked::paragraphs).unwrap_or_default();
        let known = Known {
            titles: &self.titles,
            heading: self.heading_at,
            descriptions: &self.descriptions,
            text: &told.join(" "),
        };
        let mut story = body::story(self.tree, &self.lines, &self.everything, &known);
        let letters = |texts: &[String]| texts.iter().map(|text| weight(text)).sum::<usize>();
        let found = letters(&story.paragraphs);
        // A page that is made by scripts has its text in JSON-LD, or in a script of its own.
        let instead = if letters(&told) > 2 * found + 200 {
            Some(told)
        } else if found < 100 {
            shell::story(self.tree)
        } else {
            None
        };
        if let Some(paragraphs) = instead {
            story.paragraphs = paragraphs;
            story.standfirst = 0;
        }
        self.story = story;
    }
}

/// The first headings of the first order, with their texts.
fn headings(tree: &Tree<'_>) -> Vec<(Id, String)> {
    let headings = tree.elements().filter(|(_, tag)| *tag == Tag::H1);
    let texts = headings.map(|(id, _)| (id, tree.text(id)));
    texts
        .filter(|(_, text)| !text.is_empty())
        .take(MOST)
        .collect()
}

fn titles(metas: &Metas, headings: &[(Id, String)]) -> Vec<String> {
    let mut titles = Vec::new();
    for name in ["og:title", "twitter:title", "dc.title", "title", "headline"] {
        titles.extend(metas.all(name).take(MOST).map(str::to_owned));
    }
    titles.extend(metas.title.clone());
    titles.extend(headings.iter().map(|(_, text)| text.clone()));
    titles
}

fn descriptions(metas: &Metas, article: Option<&Thing>) -> Vec<String> {
    let mut descriptions = Vec::new();
    for name in [
        "og:description",
        "description",
        "twitter:description",
        "dc.description",
    ] {
        descriptions.extend(metas.all(name).take(MOST).map(str::to_owned));
    }
    for key in ["description", "alternativeHeadline", "abstract"] {
        descriptions.extend(
            article
                .into_iter()
                .flat_map(|thing| texts(thing, key).take(MOST)),
        );
    }
    descriptions
}
