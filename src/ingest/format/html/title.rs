//! Which of the headlines that a page gives its story in several places is its headline.
//!
//! In come the values of Open Graph, JSON-LD, the first heading and the title of the window; out comes one. Publishers write
//! them for different readers: one for search engines, one for social media, one for the page. The one that most of them
//! agree on is taken. Always holds: the site's name is not behind it, if another place has the headline without.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::linked::texts;
use super::meta::{properties, property_value};
use super::page::Page;
use super::words::folded;

/// The headline of a page; empty if no place has one.
pub fn headline(page: &Page<'_>) -> String {
    let shared = page
        .metas
        .first(&["og:title", "twitter:title", "dc.title", "dcterms.title"]);
    let linked = page
        .article()
        .and_then(|thing| texts(thing, "headline").next());
    let property = || {
        let marked = properties(page.tree, "headline").next()?;
        Some(property_value(page.tree, marked)).filter(|text| !text.is_empty())
    };
    let headlines = Headlines {
        shared: shared.map(str::to_owned),
        linked: linked.or_else(property),
        heading: page.heading.clone(),
        window: page.metas.title.clone(),
        site: page.site.clone(),
        url: page.urls.first().cloned(),
    };
    headlines.best()
}

/// The name of the site that the window's title has behind a headline of the page: its last part.
pub fn site_behind(window: &str, headlines: &[String]) -> Option<String> {
    let at = window.rfind(BETWEEN)?;
    let sign = window[at..].chars().next()?;
    let (head, tail) = (&window[..at], window[at + sign.len_utf8()..].trim());
    let is_apart = head.ends_with(char::is_whitespace) || matches!(sign, '|' | '｜' | 'ㅣ' | '：');
    let head = folded(head);
    let is_headline = |text: &String| {
        let text = folded(text);
        !text.is_empty() && head.starts_with(&text)
    };
    let is_name = (2..=40).contains(&tail.chars().count());
    (is_apart && is_name && headlines.iter().any(is_headline)).then(|| tail.to_owned())
}

/// Where a page gives its headline.
#[derive(Debug, Default)]
struct Headlines {
    /// `og:title`, or another `meta` element of its kind.
    shared: Option<String>,
    /// `headline` of the JSON-LD article, or of microdata.
    linked: Option<String>,
    /// The first heading of the page.
    heading: Option<String>,
    /// The title of the window.
    window: Option<String>,
    /// The names of the site.
    site: Vec<String>,
    /// The address of the page.
    url: Option<String>,
}

/// What stands between a headline and the name of a site.
const BETWEEN: [char; 16] = [
    '|', '-', '–', '—', '·', '•', '»', '«', '｜', 'ㅣ', '：', ':', '/', '￨', '›', '▷',
];

impl Headlines {
    /// The headline; empty if no place has one.
    fn best(&self) -> String {
        let raw = [&self.linked, &self.shared, &self.heading, &self.window];
        let clean: Vec<Option<String>> = raw
            .iter()
            .enumerate()
            .map(|(at, text)| {
                let others = raw.iter().enumerate().filter(|(other, _)| *other != at);
                let others: Vec<String> = others
                    .filter_map(|(_, text)| text.as_deref().map(folded))
                    .collect();
                text.as_deref().map(|text| self.without_site(text, &others))
            })
            .collect();
        let weights = [3, 2, 2, 0];
        let mut classes: Vec<(String, usize, &str)> = Vec::new();
        for (text, weight) in clean.iter().zip(weights) {
            let Some(text) = text.as_deref().filter(|text| !text.is_empty()) else {
                continue;
            };
            let is_cut = clean.iter().flatten().any(|other| is_cut_of(text, other));
            let key = folded(text);
            if is_cut || key.is_empty() {
                continue;
            }
            match classes.iter_mut().find(|(known, _, _)| *known == key) {
                Some(class) => class.1 += weight,
                None => classes.push((key, weight, text)),
            }
        }
        self.ask_address(&mut classes);
        let Some((key, _, text)) = classes.iter().rev().max_by_key(|(_, weight, _)| *weight) else {
            return String::new();
        };
        // A kicker before the headline, or a second half behind it, is left where what is shared goes without.
        if let Some(shared) = &clean[1] {
            let short = folded(shared);
            let is_part =
                key.ends_with(&format!(" {short}")) || key.starts_with(&format!("{short} "));
            if is_part && short.chars().count() >= 15 && !is_cut_of(shared, text) {
                return shared.clone();
            }
        }
        (*text).to_owned()
    }

    /// An address is made of the words of one headline: it decides, if it tells them well apart.
    fn ask_address(&self, classes: &mut [(String, usize, &str)]) {
        let Some(url) = &self.url else { return };
        let path = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let steps: HashSet<String> = path
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_owned)
            .collect();
        let mut shares: Vec<f64> = classes
            .iter()
            .map(|(key, _, _)| {
                let words = key.split(' ').map(in_address);
                let (told, all) = words.fold((0_u32, 0_u32), |(told, all), word| {
                    (told + u32::from(steps.contains(&word)), all + 1)
                });
                // A name or two stand in every address of a section.
                if all < 4 {
                    0.0
                } else {
                    f64::from(told) / f64::from(all)
                }
            })
            .collect();
        let Some(best) = (0..shares.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b])) else {
            return;
        };
        let share = shares.swap_remove(best);
        if share >= 0.8 && shares.iter().all(|other| share - other >= 0.2) {
            classes[best].1 += 4;
        }
    }

    /// A headline without the name of the site behind it: what is left is what another place says, or what is cut off is
    /// what the site is called.
    fn without_site(&self, text: &str, others: &[String]) -> String {
        let sites: Vec<String> = self.site.iter().map(|site| folded(site)).collect();
        let mut best = text.trim();
        for (at, sign) in text.char_indices() {
            if !BETWEEN.contains(&sign) {
                continue;
            }
            let head = text[..at].trim();
            let (cut, tail) = (folded(head), folded(&text[at + sign.len_utf8()..]));
            if cut.is_empty() || tail.is_empty() {
                continue;
            }
            if others.contains(&cut) {
                return head.to_owned();
            }
            if sites.contains(&tail) && head.len() < best.len() {
                best = head;
            }
        }
        // A section between the headline and the site: `Rain falls - Weather | The Slate`.
        best.to_owned()
    }
}

/// A word as addresses have it: without accents.
fn in_address(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => plain.push_str("ss"),
            'ø' => plain.push('o'),
            'æ' => plain.push_str("ae"),
            'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            c => plain.push(c),
        }
    }
    plain
}

/// Whether a text is the beginning of another, cut off at the length that a search engine shows.
fn is_cut_of(text: &str, whole: &str) -> bool {
    let short = folded(text.trim_end_matches(['…', '.', ' ']));
    let is_marked = text.ends_with('…') || text.ends_with("...");
    let whole = folded(whole);
    short.len() < whole.len()
        && whole.starts_with(&short)
        && (is_marked || text.chars().count() >= 100)
}
