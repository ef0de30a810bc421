//! What the writer knows of every article of its index: what tells it apart, which archive it came from, and whether this
//! run has met it.
//!
//! Held in memory by hashes, about 60 bytes an article, loaded from columns and never from texts: rows that never move, and two
//! tables of their numbers, by id and by content. Invariant: a piece stands in the table of contents exactly if an article of
//! the index has it and that article's archive has not vanished.

mod rows;

use hashbrown::HashTable;
use rustc_hash::FxHashMap;

use super::super::fingerprint::Fingerprint;
use rows::{MOST_OWNERS, Rows, halves};

/// The number of an archive among the owners; [`NOBODY`] owns what came from no file.
pub(super) type OwnerId = u32;
pub(super) const NOBODY: OwnerId = 0;

/// An article by its hashes.
#[derive(Clone, Copy)]
pub(super) struct Article {
    pub print: Fingerprint,
    /// The archive it came from.
    pub owner: OwnerId,
    /// Offered in this run already.
    pub met: bool,
    /// Offered in this run by the archive it came from.
    pub own: bool,
}

/// An archive that articles came from.
#[derive(Clone, Debug, Default)]
pub(super) struct Owner {
    pub path: String,
    /// Its articles in the index.
    articles: u64,
    /// Of these, those it has offered in this run.
    offered: u64,
    /// Those taken down by this writer.
    pub taken_down: u64,
    /// It was read before, in the run that this one goes on with.
    pub read_before: bool,
    /// It was read to its end in this run.
    pub whole: bool,
    /// It is not there any more.
    pub vanished: bool,
}

impl Owner {
    /// Its articles in the index.
    pub fn articles(&self) -> u64 {
        self.articles
    }
}

/// All articles.
pub(super) struct Known {
    rows: Rows,
    /// Numbers of rows by id.
    by_key: HashTable<u32>,
    /// Numbers of rows by content.
    contents: HashTable<u32>,
    owners: Vec<Owner>,
    by_path: FxHashMap<String, OwnerId>,
    /// Bytes of all paths.
    paths: usize,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            rows: Rows::default(),
            by_key: HashTable::new(),
            contents: HashTable::new(),
            owners: vec![Owner::default()],
            by_path: FxHashMap::default(),
            paths: 0,
        }
    }
}

/// What an archive takes beside its path, which is there twice.
const OWNER_BYTES: usize = size_of::<Owner>() + size_of::<String>() + 32;

impl Known {
    /// What all of it takes in memory, in bytes; as if a table that has little room left had grown already.
    pub fn bytes(&self) -> usize {
        let tables = [&self.by_key, &self.contents].map(|table| {
            let is_nearly_full = table.len() + table.len() / 16 >= table.capacity();
            let slots = table.capacity() / 7 * 8;
            slots * (size_of::<u32>() + 1) * if is_nearly_full { 3 } else { 1 }
        });
        let owners = self.owners.len() * OWNER_BYTES + 2 * self.paths;
        self.rows.bytes() + tables.iter().sum::<usize>() + owners
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// The number of the archive at this path; of no archive without one.
    pub fn owner_at(&mut self, path: &str) -> OwnerId {
        if path.is_empty() {
            return NOBODY;
        }
        if let Some(&known) = self.by_path.get(path) {
            return known;
        }
        let id = OwnerId::try_from(self.owners.len())
            .ok()
            .filter(|id| *id <= MOST_OWNERS)
            .expect("fewer archives than a billion");
        self.owners.push(Owner {
            path: path.to_owned(),
            ..Owner::default()
        });
        self.by_path.insert(path.to_owned(), id);
        self.paths += path.len();
        id
    }

    pub fn owner(&self, id: OwnerId) -> &Owner {
        &self.owners[id as usize]
    }

    pub fn owner_mut(&mut self, id: OwnerId) -> &mut Owner {
        &mut self.owners[id as usize]
    }

    /// The paths of all archives that articles of the index came from.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let owners = self.owners.iter().filter(|owner| owner.articles > 0);
        owners
            .map(|owner| owner.path.as_str())
            .filter(|path| !path.is_empty())
    }

    /// How many articles came from an archive that has not offered them in this run.
    pub fn left(&self, id: OwnerId) -> u64 {
        let owner = self.owner(id);
        owner.articles - owner.offered
    }

    fn row(&self, key: u64) -> Option<u32> {
        self.by_key
            .find(key, |row| self.rows.get(*row).key == key)
            .copied()
    }

    pub fn get(&self, key: u64) -> Option<Article> {
        self.row(key).map(|row| self.rows.article(row))
    }

    pub fn has_content(&self, content: u128) -> bool {
        let parts = halves(content);
        self.contents
            .find(parts[1], |row| self.rows.get(*row).content == parts)
            .is_some()
    }

    /// Enters an article, in place of what stood under its key.
    pub fn put(&mut self, key: u64, article: Article) {
        self.remove(key);
        let owner = self.owner_mut(article.owner);
        owner.articles += 1;
        owner.offered += u64::from(article.own);
        let has_vanished = owner.vanished;
        let row = self.rows.put(key, &article);
        let rows = &self.rows;
        self.by_key
            .insert_unique(key, row, |row| rows.get(*row).key);
        if !has_vanished && !self.has_content(article.print.content) {
            let rows = &self.rows;
            self.contents
                .insert_unique(halves(article.print.content)[1], row, |row| {
                    rows.get(*row).content[1]
                });
        }
    }

    /// Takes an article out.
    pub fn remove(&mut self, key: u64) -> Option<Article> {
        let row = self.row(key)?;
        let article = self.rows.article(row);
        let owner = self.owner_mut(article.owner);
        owner.articles -= 1;
        owner.offered -= u64::from(article.own);
        // The content of one whose archive has vanished may be another's by now.
        if !owner.vanished {
            self.remove_content(article.print.content);
        }
        if let Ok(entry) = self.by_key.find_entry(key, |other| *other == row) {
            entry.remove();
        }
        self.rows.free(row);
        Some(article)
    }

    fn remove_content(&mut self, content: u128) {
        let parts = halves(content);
        let rows = &self.rows;
        let found = self
            .contents
            .find_entry(parts[1], |row| rows.get(*row).content == parts);
        if let Ok(entry) = found {
            entry.remove();
        }
    }

    /// Notes that `by` offered an article. True if it was offered before in this run, or in the one this goes on with.
    pub fn meet(&mut self, key: u64, by: OwnerId) -> bool {
        let Some(row) = self.row(key) else {
            return false;
        };
        let article = self.rows.article(row);
        let owner = &mut self.owners[article.owner as usize];
        let before = article.met || (owner.read_before && article.owner != by);
        let is_own = article.owner == by;
        if is_own && !article.own {
            owner.offered += 1;
        }
        self.rows.meet(row, is_own);
        before
    }

    /// Notes that archives are gone: their articles are there no more for whoever else has the piece.
    pub fn vanish<'p>(&mut self, paths: impl Iterator<Item = &'p str>) {
        for path in paths {
            let id = self.owner_at(path);
            self.owner_mut(id).vanished = true;
        }
        let gone: Vec<u128> = self
            .by_key
            .iter()
            .map(|row| self.rows.article(*row))
            .filter(|article| self.owners[article.owner as usize].vanished)
            .map(|article| article.print.content)
            .collect();
        for content in gone {
            self.remove_content(content);
        }
    }

    /// Whether an article has no archive any more: it is gone, or was read to its end without it.
    pub fn is_left_behind(&self, key: u64) -> bool {
        self.get(key).is_some_and(|article| {
            let owner = self.owner(article.owner);
            owner.vanished || (owner.whole && !article.met)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(content: u128, owner: OwnerId) -> Article {
        Article {
            print: Fingerprint {
                content,
                whole: 0,
                archive: 0,
            },
            owner,
            met: false,
            own: false,
        }
    }

    #[test]
    fn what_an_archive_did_not_offer_again_is_left() {
        let mut known = Known::default();
        let (a, b) = (known.owner_at("/a"), known.owner_at("/b"));
        for key in 0..5 {
            known.put(key, article(key.into(), a));
        }
        assert!(!known.meet(0, a) && known.meet(0, a) && !known.meet(1, b));
        assert_eq!(known.left(a), 4);
        known.owner_mut(a).whole = true;
        let behind: Vec<u64> = (0..5).filter(|key| known.is_left_behind(*key)).collect();
        assert_eq!(behind, [2, 3, 4], "the other archive has 1");
        known.remove(0);
        assert_eq!((known.left(a), known.paths().count()), (4, 1));
    }

    #[test]
    fn a_piece_of_a_vanished_archive_is_free_for_another() {
        let mut known = Known::default();
        let (a, b) = (known.owner_at("/a"), known.owner_at("/b"));
        known.put(1, article(7, a));
        known.vanish(["/a"].into_iter());
        assert!(!known.has_content(7) && known.is_left_behind(1));
        known.put(2, article(7, b));
        known.remove(1);
        assert!(known.has_content(7) && !known.is_left_behind(2));
    }

    #[test]
    fn what_was_read_before_the_interruption_counts_as_met() {
        let mut known = Known::default();
        let (a, b) = (known.owner_at("/a"), known.owner_at("/b"));
        known.put(1, article(1, a));
        known.owner_mut(a).read_before = true;
        assert!(known.meet(1, b));
    }
}
