//! Takedowns: articles that were deleted and shall not come back, told by what is left of them.
//!
//! Of a deleted article its id, hashes, the reason and the day are kept; no word of it, not even the headline. An article
//! is barred if it has the id of one that was taken down, or is the same piece, whatever it is called and wherever it is read.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::fingerprint::{Fingerprint, hash64, id_hash};
use crate::article::ArticleId;

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
            reason: String::new(),
            day: String::new(),
            run: 0,
            lifted: false,
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
        let local = takedown.local.iter();
        for hash in local.filter_map(|hash| u64::from_str_radix(hash, 16).ok()) {
            self.local.insert(hash, at);
        }
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

    /// Whether an article with this id was taken down.
    pub(super) fn has(&self, id: &ArticleId) -> bool {
        self.ids.contains_key(&id_hash(id))
    }
}

/// Whether an id says nothing of who gave it.
pub(super) fn is_local(id: &str) -> bool {
    !id.is_empty() && id.len() <= 12 && !id.contains([':', '/', '.'])
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
