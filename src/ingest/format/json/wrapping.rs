//! What tells an object *around* records from a record.
//!
//! In come the keys of an object as the scanner meets them; out comes whether the array that opens is one of records. It
//! must be told by keys alone, and before the end is seen, since an object around an archive is larger than memory.

use super::keys::{ABOUT_RANK, Target, plain, roles};

/// Keys that say by their name that an array of records follows.
const RECORDS: [&str; 7] = [
    "articles",
    "docs",
    "documents",
    "stories",
    "records",
    "news",
    "posts",
];

/// Keys that may hold an array of records, or an object that does.
const CONTAINERS: [&str; 10] = [
    "data", "items", "results", "entries", "hits", "rows", "value", "response", "result",
    "articles",
];

/// Keys that a JSON Feed has of its own: it has a title like a record, and only these beside its items.
const FEED: [&str; 15] = [
    "version",
    "title",
    "homepageurl",
    "feedurl",
    "description",
    "usercomment",
    "nexturl",
    "icon",
    "favicon",
    "author",
    "authors",
    "language",
    "expired",
    "hubs",
    "items",
];

/// Tells an object around records (`{"articles": [{…}, …]}`) from a record that holds an array of objects.
///
/// At most two levels down, the array's key must be one that records come under, or the object's first key; and no key of an
/// article's own may come before it.
#[derive(Clone, Debug)]
pub(super) struct Wrapping {
    looking: bool,
    /// The last keys of the two outermost levels.
    outer: String,
    inner: String,
    keys: usize,
    has_title: bool,
    has_body: bool,
    /// Whether a key was met that no JSON Feed has, and whether its first one was, which only such a feed begins with.
    is_no_feed: bool,
    has_version: bool,
    /// Whether records were found under a key that could be any: then they may be under others beside it.
    by_any_key: bool,
}

impl Wrapping {
    /// For the first value of an archive, which may be a wrapper.
    pub fn look() -> Self {
        Self {
            looking: true,
            outer: String::new(),
            inner: String::new(),
            keys: 0,
            has_title: false,
            has_body: false,
            is_no_feed: false,
            has_version: false,
            by_any_key: false,
        }
    }

    /// For values that are known to be records.
    pub fn ignore() -> Self {
        Self {
            looking: false,
            ..Self::look()
        }
    }

    /// Takes note of a key `depth` levels down.
    pub fn key(&mut self, depth: usize, key: &[u8]) {
        if !self.looking {
            return;
        }
        let key = String::from_utf8_lossy(&key[..key.len().min(64)]);
        if depth == 2 {
            self.inner = plain(&key);
            return;
        }
        self.outer = plain(&key);
        self.keys += 1;
        self.is_no_feed |= !FEED.contains(&self.outer.as_str());
        self.has_version |= self.outer == "version";
        for (target, rank) in roles(&key).into_iter().flatten() {
            self.has_title |= target == Target::Title || target == Target::Date;
            self.has_body |= target == Target::Body && rank < ABOUT_RANK;
        }
    }

    /// Whether the object, of which everything has been seen, has a text of its own: then it was a record after all.
    pub fn is_around_text(&self) -> bool {
        self.has_body
    }

    /// Whether the array of objects under the last key, `depth` levels down, holds the records.
    pub fn is_around_records(&mut self, depth: usize) -> bool {
        if !self.looking || self.has_body {
            return false;
        }
        let (outer, inner) = (self.outer.as_str(), self.inner.as_str());
        if depth == 2 {
            return CONTAINERS.contains(&outer)
                && !self.has_title
                && (RECORDS.contains(&inner) || CONTAINERS.contains(&inner));
        }
        if outer == "items" && self.has_version && !self.is_no_feed {
            return true;
        }
        if RECORDS.contains(&outer) || (!self.has_title && CONTAINERS.contains(&outer)) {
            return true;
        }
        let may_be_any = (self.keys == 1 || self.by_any_key) && roles(outer) == [None; 2];
        self.by_any_key |= may_be_any;
        may_be_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wraps(keys: &[(usize, &str)]) -> bool {
        let mut wrapping = Wrapping::look();
        for (depth, key) in keys {
            wrapping.key(*depth, key.as_bytes());
        }
        wrapping.is_around_records(keys.last().expect("a key").0)
    }

    #[test]
    fn an_object_around_records_is_told_from_a_record() {
        assert!(wraps(&[
            (1, "status"),
            (1, "totalResults"),
            (1, "articles")
        ]));
        assert!(wraps(&[(1, "response"), (2, "docs")]));
        assert!(wraps(&[
            (1, "took"),
            (1, "hits"),
            (2, "total"),
            (2, "hits")
        ]));
        assert!(wraps(&[(1, "monday edition")]));
        assert!(!wraps(&[(1, "authors")]));
        assert!(!wraps(&[(1, "title"), (1, "items")]));
        assert!(!wraps(&[(1, "body"), (1, "articles")]));
        assert!(!wraps(&[(1, "id"), (1, "photos")]));
    }
}
