//! Whether a page is an article, or something else that a site has: its home page, a list of stories, an error.
//!
//! In come the parts of a page as they were read; out comes what it is, if it is no article. In doubt it is one: a list that
//! is taken in does less harm than a story that is left out. Always holds: a page that says it is an article is one.

use super::fields::is_home;
use super::meta::properties;
use super::page::Page;
use super::tag::Tag;
use super::tree::Id;
use super::words::{folded, weight};

/// An error or a request for consent has fewer letters.
const A_NOTICE: usize = 800;

/// What a page is, with its article: `a home page`; `None` for an article.
pub fn no_article(page: &Page<'_>) -> Option<&'static str> {
    Judge { page }.no_article()
}

struct Judge<'p> {
    page: &'p Page<'p>,
}

impl Judge<'_> {
    fn no_article(&self) -> Option<&'static str> {
        if self.says_article() {
            return None;
        }
        let letters: usize = self
            .page
            .story
            .paragraphs
            .iter()
            .map(|text| weight(text))
            .sum();
        if letters < A_NOTICE && self.is_error() {
            return Some("an error page");
        }
        if letters < A_NOTICE && self.is_consent() {
            return Some("a request for consent");
        }
        if letters >= 150 && self.has_headline() {
            return None;
        }
        let (headlines, told) = self.listed();
        let says_list = self.says_list();
        let is_list = match says_list {
            true => {
                headlines >= 12 && told * 10 >= headlines * 4
                    || headlines >= 5 && letters < headlines * 90
            }
            false => {
                headlines >= 25 && told * 3 >= headlines
                    || headlines >= 8 && letters < headlines * 30
            }
        };
        if !is_list {
            return (letters == 0).then_some("a page without a text");
        }
        Some(match self.page.urls.first() {
            Some(url) if is_search(url) => "a page of search results",
            Some(url) if is_home(url) => "a home page",
            _ => "a list of stories",
        })
    }

    /// Whether the page says that it is an article.
    fn says_article(&self) -> bool {
        let kind = self
            .page
            .metas
            .first(&["og:type"])
            .map(str::to_ascii_lowercase);
        self.page.article().is_some()
            || kind.is_some_and(|kind| kind.contains("article") || kind == "blog" || kind == "post")
            || self
                .page
                .metas
                .first(&["article:published_time", "citation_title"])
                .is_some()
            || properties(self.page.tree, "articleBody").next().is_some()
    }

    /// Whether the page says that it is a list, or a site's own page.
    fn says_list(&self) -> bool {
        let kind = self
            .page
            .metas
            .first(&["og:type"])
            .map(str::to_ascii_lowercase);
        kind.is_some_and(|kind| matches!(&*kind, "website" | "object" | "section"))
            || ["CollectionPage", "ItemList", "SearchResultsPage", "WebSite"]
                .iter()
                .any(|kind| self.page.linked.of_type(kind).is_some())
            || self
                .page
                .urls
                .first()
                .is_some_and(|url| is_home(url) || is_search(url))
    }

    /// How many headlines of other stories stand in the page, and how many of them have a text below.
    fn listed(&self) -> (usize, usize) {
        let (mut headlines, mut told, mut fresh) = (0, 0, 0);
        for line in &self.page.lines {
            let is_headline = line.link_share() > 0.6 && (25..=200).contains(&line.weight);
            if is_headline {
                headlines += 1;
                fresh = 3;
            } else if fresh > 0 {
                fresh -= 1;
                if line.weight >= 40
                    && line.link_share() < 0.3
                    && !self.page.tree.tag(line.element).is_heading()
                {
                    told += 1;
                    fresh = 0;
                }
            }
        }
        (headlines, told)
    }

    /// Whether its first heading is as long as a headline and leads nowhere: lists have short ones, home pages link them.
    fn has_headline(&self) -> bool {
        let page = self.page;
        let is_home = page
            .urls
            .first()
            .is_some_and(|url| is_home(url) || is_search(url));
        let (Some(text), Some(at)) = (&page.heading, page.heading_at) else {
            return false;
        };
        let linked = |id: Id| page.tree.tag(id) == Tag::A;
        let is_linked =
            page.tree.ancestors(at).any(linked) || (at..page.tree.end_of(at)).any(linked);
        weight(text) >= 25 && !is_linked && !is_home
    }

    /// Whether a title is an error's name, or little more.
    fn is_error(&self) -> bool {
        let parts = self
            .page
            .titles
            .iter()
            .flat_map(|title| title.split(['|', '–', '—', '-', ':']));
        let mut parts = parts.map(folded).filter(|part| part.len() <= 40);
        parts.any(|part| {
            let number = part.strip_prefix("error ").unwrap_or(&part);
            let number = number.split(' ').next().unwrap_or_default();
            ["404", "403", "410", "500", "502", "503"].contains(&number)
                || ERRORS
                    .iter()
                    .any(|error| part.starts_with(error) && part.len() <= error.len() + 12)
        })
    }

    /// Whether title and text speak of little but what is stored and who may.
    fn is_consent(&self) -> bool {
        let texts = self.page.titles.iter().chain(&self.page.story.paragraphs);
        let (mut told, mut all, mut said) = (0, 0, [false; CONSENT.len()]);
        for text in texts {
            let text = text.to_lowercase();
            let mut any = false;
            for (said, word) in said.iter_mut().zip(CONSENT) {
                let is_said = text.contains(word);
                *said |= is_said;
                any |= is_said;
            }
            all += 1;
            told += usize::from(any);
        }
        told * 2 > all && said.iter().filter(|said| **said).count() >= 3
    }
}

fn is_search(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    [
        "/search",
        "/suche",
        "/recherche",
        "/buscar",
        "/cerca",
        "?s=",
        "?q=",
        "?query=",
        "&q=",
    ]
    .iter()
    .any(|part| lower.contains(part))
}

/// What the titles of error pages say, folded.
const ERRORS: [&str; 22] = [
    "page not found",
    "not found",
    "page cannot be found",
    "access denied",
    "forbidden",
    "just a moment",
    "attention required",
    "service unavailable",
    "bad gateway",
    "internal server error",
    "are you a robot",
    "are you human",
    "security check",
    "robot check",
    "seite nicht gefunden",
    "page introuvable",
    "pagina non trovata",
    "página no encontrada",
    "pagina niet gevonden",
    "página não encontrada",
    "sidan hittades inte",
    "something went wrong",
];

/// What requests for consent speak of, in lower case.
const CONSENT: [&str; 18] = [
    "cookie",
    "consent",
    "privacy",
    "partner",
    "personal data",
    "your device",
    "accept all",
    "tracking",
    "zustimm",
    "einwillig",
    "datenschutz",
    "privatsphäre",
    "confidentialité",
    "données",
    "privacidad",
    "consenso",
    "toestemming",
    "werbung",
];
