//! Which of the headlines that a page gives its story in several places is its headline.
//!
//! In come the values of Open Graph, JSON-LD, the first heading and the title of the window; out comes one. Publishers write
//! them for different readers: one for search engines, one for social media, one for the page. The one that most of them
//! agree on is taken. Always holds: the site's name is not behind it, if another place has the headline without.

mod shown;

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fields::section;
use super::linked::texts;
use super::meta::{properties, property_value};
use super::page::Page;
use super::tag::Tag;
use super::words::{folded, share, words};
use shown::{Second, seconds, shown};

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
        // The heading itself is no second place.
        let is_heading = page
            .heading_at
            .is_some_and(|at| (at..page.tree.end_of(at)).contains(&marked));
        if is_heading {
            return None;
        }
        Some(property_value(page.tree, marked)).filter(|text| !text.is_empty())
    };
    let headlines = Headlines {
        shared: shared.map(str::to_owned),
        linked: linked.or_else(property),
        heading: page.heading.clone(),
        seconds: seconds(page),
        window: page.metas.title.clone(),
        site: page.site.clone(),
        section: section(page).map(|section| folded(&section)),
        scripts: scripts(page),
        url: page.urls.first().cloned(),
    };
    headlines.best()
}

/// The scripts of a page that has no heading.
fn scripts<'p>(page: &Page<'p>) -> Vec<&'p str> {
    if page.heading.is_some() {
        return Vec::new();
    }
    let scripts = page.tree.elements().filter(|(_, tag)| *tag == Tag::Script);
    scripts.map(|(id, _)| page.tree.raw_text(id)).collect()
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
struct Headlines<'p> {
    /// `og:title`, or another `meta` element of its kind.
    shared: Option<String>,
    /// `headline` of the JSON-LD article, or of microdata.
    linked: Option<String>,
    /// The first heading of the page.
    heading: Option<String>,
    /// The first headings of the second order.
    seconds: Vec<Second>,
    /// The title of the window.
    window: Option<String>,
    /// The names of the site.
    site: Vec<String>,
    /// The section, folded.
    section: Option<String>,
    /// The scripts of a page without a heading: one that they make.
    scripts: Vec<&'p str>,
    /// The address of the page.
    url: Option<String>,
}

/// What stands between a headline and the name of a site.
const BETWEEN: [char; 16] = [
    '|', '-', '–', '—', '·', '•', '»', '«', '｜', 'ㅣ', '：', ':', '/', '￨', '›', '▷',
];

impl Headlines<'_> {
    /// The headline; empty if no place has one.
    fn best(&self) -> String {
        let clean = self.clean();
        let [linked, shared, ..] = clean.each_ref().map(Option::as_deref);
        let seen = self
            .heading
            .as_deref()
            .and_then(|first| shown(&self.seconds, first, shared, linked));
        let Some(text) = seen.or_else(|| self.most_said(&clean)) else {
            return String::new();
        };
        // A kicker before the headline, or a second half behind it, is left where what is shared goes without.
        if let Some(shared) = shared {
            let (key, short) = (folded(&text), folded(shared));
            let is_part =
                key.ends_with(&format!(" {short}")) || key.starts_with(&format!("{short} "));
            if is_part && short.chars().count() >= 15 && !is_cut_of(shared, &text) {
                return shared.to_owned();
            }
        }
        text
    }

    /// JSON-LD's headline, the shared one, the heading and the window's title, without the name of the site.
    fn clean(&self) -> [Option<String>; 4] {
        let raw = [&self.linked, &self.shared, &self.heading, &self.window];
        std::array::from_fn(|at| {
            let others = raw.iter().enumerate().filter(|(other, _)| *other != at);
            let others: Vec<String> = others
                .filter_map(|(_, text)| text.as_deref().map(folded))
                .collect();
            raw[at]
                .as_deref()
                .map(|text| self.without_site(text, &others))
        })
    }

    /// The headline that most places have.
    fn most_said(&self, clean: &[Option<String>; 4]) -> Option<String> {
        let [linked, shared, heading, window] = clean;
        let mut classes: Vec<(String, usize, &str)> = Vec::new();
        for (text, weight) in [(linked, 3), (shared, 2), (heading, 2), (window, 0)] {
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
        // Where no two agree, not even roughly, what stands above the story is the headline.
        if let [Some(linked), Some(shared), Some(heading)] = [linked, shared, heading]
            && [(linked, shared), (linked, heading), (shared, heading)]
                .iter()
                .all(|(a, b)| share(a, &words(b).into_iter().collect()) < 0.5)
            && let Some(class) = classes.iter_mut().find(|(key, ..)| *key == folded(heading))
        {
            class.1 += 2;
        }
        self.ask_address(&mut classes);
        let most = classes.iter().rev().max_by_key(|(_, weight, _)| *weight)?;
        Some(most.2.to_owned())
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

    /// Whether the address goes on from one text to the next: both are of the headline.
    fn address_has(&self, head: &str, tail: &str) -> bool {
        let Some(url) = &self.url else { return false };
        let last = head.rsplit(' ').next().map(in_address).unwrap_or_default();
        let tail: Vec<String> = tail.split(' ').map(in_address).collect();
        tail.len() > 1
            && url
                .to_lowercase()
                .contains(&format!("{last}-{}", tail.join("-")))
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
            if others.contains(&cut) && !self.address_has(&cut, &tail) {
                return head.to_owned();
            }
            if sites.contains(&tail) && head.len() < best.len() {
                best = head;
            }
        }
        let is_site_cut = best.len() < text.trim().len();
        match is_site_cut.then(|| self.without_section(best)) {
            Some(Some(headline)) => headline.to_owned(),
            _ => best.to_owned(),
        }
    }

    /// A headline without the section that stood between it and the site: `Rain falls - Weather | The Slate`.
    fn without_section<'t>(&self, text: &'t str) -> Option<&'t str> {
        let at = text.rfind(BETWEEN)?;
        let sign = text[at..].chars().next()?;
        let (head, tail) = (text[..at].trim(), text[at + sign.len_utf8()..].trim());
        let named = [format!("\"{tail}\""), format!("\"{tail}\\\"")];
        let is_named = |script: &&str| named.iter().any(|name| script.contains(name.as_str()));
        let is_section = self.section.as_deref() == Some(folded(tail).as_str())
            || tail.chars().count() <= 30 && self.scripts.iter().any(is_named);
        (is_section && head.chars().count() >= 15).then_some(head)
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
