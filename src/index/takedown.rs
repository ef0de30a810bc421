//! Takedowns: articles that were deleted and shall not come back, told by what is left of them.
//!
//! Of a deleted article its id, hashes, the reason and the day are kept; no word of it, not even the headline. An article
//! is barred if it has the id of one that was taken down, or is the same piece, whatever it is called and wherever it is read. One
//! without an id of its own, which would be another piece after every edit, is barred by its address and by its file too.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::fingerprint::{Fingerprint, hash64, id_hash};
use crate::article::{Article, ArticleId};

/// The list of what was taken down.
pub const TAKEDOWNS: &str = "takedowns.jsonl";
/// The same once more: what is lost of the other list must not let anything come back.
pub const TAKEDOWNS_COPY: &str = "takedowns-copy.jsonl";

/// One article that was taken down, or the lifting of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takedown {
    /// The article's id.
    pub id: String,
    /// The hash of its title, text, source and date, in hexadecimal digits.
    pub content: String,
    /// Hashes of the ids that only its archive understands (`17`), together with that archive.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub local: Vec<String>,
    /// The hash of its archive's path; absent if it came from no file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// The hash of its address, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The hash of its file, if it was the only article in it and had no id of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Why.
    pub reason: String,
    /// When, as `2015-12-17`.
    pub day: String,
    /// The run that did it, counted from 1.
    pub run: u64,
    /// Whether this line lifts the takedown instead: the article may come back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lifted: bool,
}

impl Takedown {
    /// What is kept of an article with this id and print, which came from the archive at `path`. `reason`, `day` and `run` are
    /// left to whoever takes it down.
    pub(super) fn of(id: &ArticleId, print: &Fingerprint, path: &str) -> Self {
        let before = id.as_str().split_once('@').map(|(own, _)| own);
        let local = [Some(id.as_str()), before].into_iter().flatten();
        Self {
            id: id.to_string(),
            content: format!("{:032x}", print.content),
            local: local
                .filter(|id| is_local(id))
                .map(|id| format!("{:016x}", local_hash(id, print.archive)))
                .collect(),
            archive: (!path.is_empty()).then(|| Self::archive_hash(path)),
            url: None,
            file: None,
            reason: String::new(),
            day: String::new(),
            run: 0,
            lifted: false,
        }
    }

    /// Bars what comes from this address, too, unless it has an id of its own.
    pub fn bar_address(&mut self, url: &str) {
        self.url = Some(format!("{:016x}", hash64(url)));
    }

    /// Bars what comes first in the file with this hash, too, unless it has an id of its own; only if this had none either.
    pub(super) fn bar_file(&mut self, print: &Fingerprint) {
        if is_content_id(&self.id, print) {
            self.file = Some(format!("{:016x}", print.archive));
        }
    }

    /// What stands for the path of an archive: a name may say what was to be forgotten.
    pub fn archive_hash(path: &str) -> String {
        format!("{:016x}", hash64(path))
    }
}

/// All that are in force.
#[derive(Clone, Debug, Default)]
pub struct Takedowns {
    list: Vec<Takedown>,
    ids: FxHashMap<u64, usize>,
    contents: FxHashMap<u128, usize>,
    local: FxHashMap<u64, usize>,
    urls: FxHashMap<u64, usize>,
    files: FxHashMap<u64, usize>,
}

impl FromIterator<Takedown> for Takedowns {
    /// Those in force after these lines, in their order.
    fn from_iter<T: IntoIterator<Item = Takedown>>(lines: T) -> Self {
        // By id, so that as many liftings as takedowns cost no more than a look each.
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        let mut kept: Vec<Option<Takedown>> = Vec::new();
        for line in lines {
            if let Some(at) = places.remove(&line.id) {
                kept[at] = None;
            }
            if !line.lifted {
                places.insert(line.id.clone(), kept.len());
                kept.push(Some(line));
            }
        }
        let mut all = Self::default();
        for takedown in kept.into_iter().flatten() {
            all.put(takedown);
        }
        all
    }
}

impl Takedowns {
    fn put(&mut self, takedown: Takedown) {
        let at = self.list.len();
        self.ids.insert(hash64(&takedown.id), at);
        if let Ok(content) = u128::from_str_radix(&takedown.content, 16) {
            self.contents.insert(content, at);
        }
        let number = |hash: &String| u64::from_str_radix(hash, 16).ok();
        self.local.extend(
            takedown
                .local
                .iter()
                .filter_map(number)
                .map(|hash| (hash, at)),
        );
        self.urls.extend(
            takedown
                .url
                .iter()
                .filter_map(number)
                .map(|hash| (hash, at)),
        );
        self.files.extend(
            takedown
                .file
                .iter()
                .filter_map(number)
                .map(|hash| (hash, at)),
        );
        self.list.push(takedown);
    }

    /// All of them, the oldest first.
    pub fn list(&self) -> &[Takedown] {
        &self.list
    }

    /// The place in the list of what bars an article, by the id it brings.
    pub(super) fn bar(&self, id: &ArticleId, print: &Fingerprint) -> Option<usize> {
        if self.list.is_empty() {
            return None;
        }
        let by_id = if is_local(id.as_str()) {
            self.local.get(&local_hash(id.as_str(), print.archive))
        } else {
            self.ids.get(&id_hash(id))
        };
        by_id.or_else(|| self.contents.get(&print.content)).copied()
    }

    /// The same of an article that brings no id of its own: by its address, and by the file that it comes first in.
    pub(super) fn bar_unnamed(&self, article: &Article, print: &Fingerprint) -> Option<usize> {
        let is_of_address = article.url.as_deref() == Some(article.id.as_str());
        if self.list.is_empty() || !is_of_address && !is_content_id(article.id.as_str(), print) {
            return None;
        }
        let by_address = article
            .url
            .as_ref()
            .and_then(|url| self.urls.get(&hash64(url)));
        let by_file = || match article.origin.record {
            1 => self.files.get(&print.archive),
            _ => None,
        };
        by_address.or_else(by_file).copied()
    }

    /// Whether an article with this id was taken down.
    pub(super) fn has(&self, id: &ArticleId) -> bool {
        self.ids.contains_key(&id_hash(id))
    }
}

/// Whether an id says nothing of who gave it.
pub(super) fn is_local(id: &str) -> bool {
    !id.is_empty() && id.len() <= 12 && !id.contains([':', '/', '.'])
}

/// Whether an id is made of the content, for want of another.
fn is_content_id(id: &str, print: &Fingerprint) -> bool {
    id == format!("{:016x}", (print.content >> 64) as u64)
}

fn local_hash(id: &str, archive: u64) -> u64 {
    hash64(&format!("{archive:016x} {id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(content: u128, archive: u64) -> Fingerprint {
        Fingerprint {
            content,
            whole: 0,
            archive,
        }
    }

    fn id(text: &str) -> ArticleId {
        ArticleId::new(text).expect("an id")
    }

    #[test]
    fn an_article_is_barred_by_its_id_and_by_its_content() {
        let down = Takedown::of(&id("urn:story:1"), &print(7, 1), "/news/a.jsonl");
        let all: Takedowns = [down].into_iter().collect();
        assert_eq!(all.bar(&id("urn:story:1"), &print(8, 2)), Some(0));
        assert_eq!(all.bar(&id("other"), &print(7, 2)), Some(0));
        assert_eq!(all.bar(&id("urn:story:2"), &print(8, 1)), None);
    }

    #[test]
    fn a_number_bars_only_in_its_archive() {
        let downs = [
            Takedown::of(&id("17"), &print(7, 1), "/a"),
            Takedown::of(&id("18@dump"), &print(9, 2), "/b"),
        ];
        let all: Takedowns = downs.into_iter().collect();
        assert_eq!(all.bar(&id("17"), &print(5, 1)), Some(0));
        assert_eq!(all.bar(&id("17"), &print(5, 2)), None);
        assert_eq!(all.bar(&id("18"), &print(5, 2)), Some(1), "as it brings it");
        assert_eq!(all.bar(&id("18"), &print(5, 1)), None);
    }

    fn article(id: &str, url: Option<&str>, record: u64) -> Article {
        Article {
            id: ArticleId::new(id).expect("an id"),
            title: "Storm".to_owned(),
            body: Vec::new(),
            published: None,
            date_source: None,
            source: None,
            section: None,
            byline: None,
            place: None,
            url: url.map(str::to_owned),
            lang: None,
            tags: Vec::new(),
            extra: Default::default(),
            origin: crate::article::Origin {
                record,
                ..Default::default()
            },
        }
    }

    #[test]
    fn what_has_no_id_of_its_own_is_barred_by_address_and_file_too() {
        let (old, new) = (print(7 << 64, 1), print(9 << 64, 1));
        let (old_id, new_id) = ("0000000000000007", "0000000000000009");
        let address = "https://gazette.example/storm";
        let mut down = Takedown::of(&id(old_id), &old, "/page.html");
        down.bar_file(&old);
        down.bar_address(address);
        let all: Takedowns = [down].into_iter().collect();
        let bar = |id: &str, url, record, print: &Fingerprint| {
            all.bar_unnamed(&article(id, url, record), print)
        };
        assert_eq!(bar(new_id, None, 1, &new), Some(0), "the page was edited");
        assert_eq!(bar(new_id, None, 2, &new), None, "another came behind it");
        assert_eq!(bar(new_id, None, 1, &print(9 << 64, 2)), None, "elsewhere");
        assert_eq!(bar(address, Some(address), 5, &print(9, 2)), Some(0));
        assert_eq!(bar(new_id, Some(address), 5, &print(9 << 64, 2)), Some(0));
        assert_eq!(
            bar("urn:1", Some(address), 1, &new),
            None,
            "it has its own id"
        );
        let mut named = Takedown::of(&id("urn:2"), &old, "/page.html");
        named.bar_file(&old);
        assert_eq!(named.file, None, "its id is enough");
    }

    #[test]
    fn what_is_lifted_bars_nothing_until_it_is_taken_down_again() {
        let down = Takedown::of(&id("urn:1"), &print(7, 1), "/a");
        let lifted = Takedown {
            lifted: true,
            ..down.clone()
        };
        let after = |lines: &[&Takedown]| -> usize {
            let all: Takedowns = lines.iter().map(|line| (*line).clone()).collect();
            all.list().len()
        };
        assert_eq!(after(&[&down]), 1);
        assert_eq!(after(&[&down, &lifted]), 0);
        assert_eq!(after(&[&down, &lifted, &down]), 1);
        assert_eq!(after(&[&down, &down]), 1, "once, however often");
    }

    #[test]
    fn no_word_of_the_article_is_kept() {
        let down = Takedown::of(&id("urn:1"), &print(7, 1), "/news/the-scandal.txt");
        let json = serde_json::to_string(&down).expect("JSON");
        assert!(!json.contains("scandal"), "{json}");
    }
}
