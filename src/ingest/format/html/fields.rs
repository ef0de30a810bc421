//! What else a page says of its story: section, publication, address, language, tags.
//!
//! In come the head of the page and its JSON-LD; out come the fields, each from the first place that has it. Always holds: an
//! address is a whole one; no value is guessed from the text.

use std::collections::HashSet;

use super::linked::{Linked, Thing, texts};
use super::meta::Metas;
use super::page::Page;
use super::words::folded;

/// More tags than this are a list of everything.
const MOST_TAGS: usize = 60;

/// The section: of JSON-LD, a `meta` element, or the last step of the breadcrumbs before the story.
pub fn section(page: &Page<'_>) -> Option<String> {
    let of_thing = page
        .article()
        .and_then(|thing| texts(thing, "articleSection").next());
    of_thing
        .or_else(|| {
            let names = [
                "article:section",
                "og:article:section",
                "section",
                "parsely-section",
                "cxenseparse:taxonomy",
                "dc.subject.section",
                "cg",
                "sailthru.section",
            ];
            page.metas.first(&names).map(str::to_owned)
        })
        .or_else(|| breadcrumb(&page.linked, &page.titles))
        .filter(|section| section.chars().count() <= 100)
}

/// The last of JSON-LD's breadcrumbs that is neither the first nor the story itself.
fn breadcrumb(linked: &Linked, titles: &[String]) -> Option<String> {
    let list = linked
        .of_type("BreadcrumbList")?
        .get("itemListElement")?
        .as_array()?;
    let names: Vec<String> = list
        .iter()
        .filter_map(|item| {
            let item = item.as_object()?;
            let inner = item.get("item").and_then(|inner| inner.as_object());
            texts(item, "name")
                .next()
                .or_else(|| texts(inner?, "name").next())
        })
        .collect();
    let is_title = |name: &String| {
        titles
            .iter()
            .any(|title| super::words::same_title(title, name))
    };
    names.into_iter().skip(1).rfind(|name| !is_title(name))
}

/// The names of the publication, the one to show first.
pub fn site(metas: &Metas, linked: &Linked, article: Option<&Thing>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    names.extend(metas.first(&["og:site_name"]).map(str::to_owned));
    if let Some(thing) = article {
        names.extend(linked.names(thing, "publisher"));
        names.extend(linked.names(thing, "sourceOrganization"));
    }
    for kind in ["WebSite", "NewsMediaOrganization"] {
        if let Some(thing) = linked.of_type(kind) {
            names.extend(texts(thing, "name"));
        }
    }
    let more = [
        "application-name",
        "dc.publisher",
        "dcterms.publisher",
        "publisher",
        "apple-mobile-web-app-title",
        "twitter:site_name",
        "cre",
        "copyright",
    ];
    names.extend(metas.first(&more).map(str::to_owned));
    names.retain(|name| name.chars().count() <= 80 && !name.contains("://"));
    names
}

/// The addresses of the page, the one that it calls its own first; `fetched` is where a crawl found it.
pub fn urls(metas: &Metas, article: Option<&Thing>, fetched: Option<&str>) -> Vec<String> {
    let mut urls: Vec<String> = Vec::new();
    let mut add = |url: &str| {
        if let Some(url) = whole(url.trim(), fetched)
            && !urls.contains(&url)
        {
            urls.push(url);
        }
    };
    metas.canonical.as_deref().into_iter().for_each(&mut add);
    metas.first(&["og:url"]).into_iter().for_each(&mut add);
    if let Some(thing) = article {
        for key in ["url", "mainEntityOfPage", "@id"] {
            let value = thing.get(key);
            let text =
                value.and_then(|value| value.as_str().or_else(|| value.get("@id")?.as_str()));
            text.into_iter().for_each(&mut add);
        }
    }
    metas
        .first(&["twitter:url", "dc.identifier", "al:web:url"])
        .into_iter()
        .for_each(&mut add);
    fetched.into_iter().for_each(&mut add);
    // A home page named as the address of a story is a mistake of the site's.
    if urls.len() > 1 && is_home(&urls[0]) {
        urls.rotate_left(1);
    }
    urls
}

/// Whether an address is a site's own, without a path.
pub fn is_home(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    path.is_empty() || path.starts_with(['?', '#'])
}

/// An address with its scheme and host, taken from the page's own where they are left out.
fn whole(url: &str, base: Option<&str>) -> Option<String> {
    if url.is_empty() || url.contains(char::is_whitespace) || url.len() > 2_000 {
        return None;
    }
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return Some(url.to_owned());
    }
    let (scheme, rest) = base?.split_once("://")?;
    if let Some(host) = url.strip_prefix("//") {
        return Some(format!("{scheme}://{host}"));
    }
    let host = rest.split(['/', '?', '#']).next()?;
    url.starts_with('/')
        .then(|| format!("{scheme}://{host}{url}"))
}

/// The language, as a BCP 47 tag.
pub fn lang(metas: &Metas, article: Option<&Thing>) -> Option<String> {
    let of_thing = article.and_then(|thing| texts(thing, "inLanguage").next());
    let candidates = [
        metas.lang.clone(),
        of_thing,
        metas
            .first(&[
                "og:locale",
                "content-language",
                "dc.language",
                "dcterms.language",
                "language",
                "lang",
            ])
            .map(str::to_owned),
    ];
    candidates
        .into_iter()
        .flatten()
        .find_map(|lang| language_tag(&lang))
}

/// `pt_BR` and `PT-br` are `pt-BR`; what is no tag is nothing.
fn language_tag(text: &str) -> Option<String> {
    let text = text.split([',', ';', ' ']).next()?;
    let mut parts = text.split(['-', '_']);
    let first = parts.next()?.to_ascii_lowercase();
    if !(2..=3).contains(&first.len()) || !first.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let mut tag = first;
    let is_part = |part: &&str| {
        (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    for part in parts.take(2).filter(is_part) {
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_ascii_uppercase()),
            4 => {
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => tag.push_str(part),
        }
    }
    Some(tag)
}

/// The tags: of JSON-LD and Open Graph, else the keywords of a `meta` element.
pub fn tags(page: &Page<'_>) -> Vec<String> {
    let metas = &page.metas;
    let linked = page
        .article()
        .into_iter()
        .flat_map(|thing| texts(thing, "keywords"));
    let own = metas.all("article:tag").chain(metas.all("og:article:tag"));
    let tags = listed(linked.chain(own.map(str::to_owned)));
    if !tags.is_empty() {
        return tags;
    }
    let keywords = ["news_keywords", "parsely-tags", "keywords", "dc.subject"];
    listed(metas.first(&keywords).map(str::to_owned).into_iter())
}

/// The tags in texts that list them.
fn listed(texts: impl Iterator<Item = String>) -> Vec<String> {
    let (mut tags, mut known) = (Vec::new(), HashSet::new());
    for text in texts.take(MOST_TAGS) {
        for tag in text.split([',', ';']).map(str::trim) {
            let is_tag = (1..=60).contains(&tag.chars().count()) && !tag.contains("://");
            if is_tag && tags.len() < MOST_TAGS && known.insert(folded(tag)) {
                tags.push(tag.to_owned());
            }
        }
    }
    tags
}
