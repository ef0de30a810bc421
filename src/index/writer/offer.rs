//! One article offered: is it new, another version, known, or barred? And what is it to be called?

use std::path::Path;

use rustc_hash::FxHashSet;

use super::super::building::Offered;
use super::super::fingerprint::{Fingerprint, id_hash};
use super::super::takedown::is_local;
use super::super::{IndexError, Outcome, Provenance};
use super::known::{self, Known, NOBODY};
use super::{Revising, Writer};
use crate::article::{Article, ArticleId};

impl Writer {
    /// Says which archive the articles come from that are offered next: its path, or `""` if it is no file. Counts what it
    /// shares with others anew.
    pub fn begin(&mut self, path: &str) {
        self.owner = self.known.owner_at(path);
        self.shared = 0;
        self.again = false;
    }

    /// What is offered until the next [`begin`](Self::begin) was offered before, just so, and is only looked at again: where another
    /// archive has brought another version since, that stays.
    pub fn hear_again(&mut self) {
        self.again = matches!(self.options.revising, Revising::Allowed);
    }

    /// How many records were offered since [`begin`](Self::begin) whose piece the index has from another archive.
    pub fn shared(&self) -> u64 {
        self.shared
    }

    /// How many articles came from the archive at this path that it has not offered in this run.
    pub fn left_of(&mut self, path: &str) -> u64 {
        let owner = self.known.owner_at(path);
        self.known.left(owner)
    }

    /// Offers an article that comes `from` an archive. It is searchable after the next commit.
    ///
    /// An id without a site or a name in it (`17`, `A-3`) is only unique in its archive: from another archive it is another
    /// article, and becomes `17@archive`, unless the piece is the same.
    ///
    /// # Errors
    /// The engine cannot go on: drop the writer and open it again.
    pub fn add(
        &mut self,
        mut article: Article,
        from: impl Into<Provenance>,
    ) -> Result<Outcome, IndexError> {
        let from = from.into();
        let mut print = Fingerprint::of(&article, from.archive);
        let barred = self.takedowns.bar(&article.id, &print);
        let barred = barred.or_else(|| self.takedowns.bar_unnamed(&article, &print));
        if let Some(takedown) = barred {
            return Ok(Outcome::TakenDown(takedown));
        }
        self.settle_id(&mut article, &print);
        let key = id_hash(&article.id);
        let by = self.offers(&from);
        let mut owner = by;
        let is_barred = |written: &FxHashSet<u64>| !written.contains(&key);
        let outcome = match self.known.get(key) {
            Some(known) if self.written.as_ref().is_some_and(is_barred) => {
                self.known.meet(key, by);
                if !(self.is_in_doubt(key) && is_same(&known.print, &print) && known.owner == by) {
                    return Ok(Outcome::Unchanged);
                }
                Outcome::Updated
            }
            Some(known) if is_same(&known.print, &print) => {
                let outcome = if self.known.meet(key, by) {
                    Outcome::Duplicate
                } else {
                    Outcome::Unchanged
                };
                self.count_shared(known.owner, outcome);
                if !self.is_orphan(&known) {
                    return Ok(outcome);
                }
                // Its archive is gone; from now on it is this one's.
                outcome
            }
            Some(known) if known.owner != by && self.is_settled(key) && !self.is_orphan(&known) => {
                return Ok(Outcome::Unchanged);
            }
            Some(known) => {
                if known.print.content == print.content && !self.is_orphan(&known) {
                    // The same piece with a detail more stays its first archive's.
                    print.archive = known.print.archive;
                    owner = known.owner;
                }
                Outcome::Updated
            }
            None if self.known.has_content(print.content) => {
                self.shared += 1;
                return Ok(Outcome::Duplicate);
            }
            None => Outcome::Added,
        };
        if outcome != Outcome::Added {
            self.withdraw(article.id.as_str());
        }
        let date = article.published;
        let instant = from
            .instant
            .or_else(|| Some(date?.instant(&self.options.zone)));
        self.write(article, print, owner, instant)?;
        Ok(outcome)
    }

    /// Whether an article is older than what is only looked at again: it was not among what that brought back.
    fn is_settled(&self, key: u64) -> bool {
        self.again && !self.brought_back.contains(&key)
    }

    /// Whether it is in doubt where an article that stays had stood.
    fn is_in_doubt(&self, key: u64) -> bool {
        matches!(&self.options.revising, Revising::Barred(doubtful) if doubtful.contains(&key))
    }

    /// The archive that offers what comes from there: of an export, the one that the article came from first.
    fn offers(&mut self, from: &Provenance) -> known::OwnerId {
        match &from.path {
            Some(path) => self.known.owner_at(path),
            None => self.owner,
        }
    }

    fn write(
        &mut self,
        article: Article,
        print: Fingerprint,
        owner: known::OwnerId,
        instant: Option<i64>,
    ) -> Result<(), IndexError> {
        let key = id_hash(&article.id);
        self.build(Offered {
            article,
            print,
            owner: self.known.owner(owner).path.clone(),
            instant,
            turn: 0,
        })?;
        let entry = known::Article {
            print,
            owner,
            met: true,
            own: owner == self.owner,
        };
        self.known.put(key, entry);
        if let Some(written) = &mut self.written {
            written.insert(key);
        }
        if self.again {
            self.brought_back.insert(key);
        }
        Ok(())
    }

    /// Meets an article again that was offered before an interruption: nothing is written, but what comes behind it is told
    /// from it.
    pub fn meet(&mut self, mut article: Article, from: impl Into<Provenance>) {
        let from = from.into();
        let print = Fingerprint::of(&article, from.archive);
        self.settle_id(&mut article, &print);
        let key = id_hash(&article.id);
        match self.known.get(key) {
            Some(known) if is_same(&known.print, &print) => {
                let by = self.offers(&from);
                self.known.meet(key, by);
                self.count_shared(known.owner, Outcome::Duplicate);
            }
            None if self.known.has_content(print.content) => self.shared += 1,
            _ => {}
        }
    }

    /// Notes that an archive was read to its end before the interruption after which this run goes on.
    pub fn read_before(&mut self, path: &str) {
        let owner = self.known.owner_at(path);
        self.known.owner_mut(owner).read_before = true;
    }

    fn count_shared(&mut self, owner: known::OwnerId, outcome: Outcome) {
        if owner != self.owner && outcome != Outcome::Updated {
            self.shared += 1;
        }
    }

    /// Whether an article's archive is gone, and nobody else has taken the piece over.
    fn is_orphan(&self, article: &known::Article) -> bool {
        let owner = self.known.owner(article.owner);
        owner.vanished
            && self.owner != NOBODY
            && article.owner != self.owner
            && !self.known.has_content(article.print.content)
    }

    /// Gives an article whose id another archive's article has an id of its own.
    fn settle_id(&self, article: &mut Article, print: &Fingerprint) {
        if !is_local(article.id.as_str()) {
            return;
        }
        let own = article.id.clone();
        let origin = &article.origin;
        // A member is to its archive what a file is to its folder; a compressed file is called like the file in it.
        let file = Path::new(origin.member.as_ref().unwrap_or(&origin.archive));
        let is_compressed = file
            .extension()
            .is_some_and(|end| ["gz", "zst", "bz2", "xz"].iter().any(|name| end == *name));
        let inner = if is_compressed {
            file.with_extension("")
        } else {
            file.to_owned()
        };
        let mut folders: Vec<String> = inner
            .with_extension("")
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let mut suffix = String::new();
        while self.is_taken(&article.id, print) {
            // The archive's name, then folder by folder before it, tells archives of one name apart; a hash ends it.
            suffix = match folders.pop() {
                Some(part) if suffix.is_empty() => part,
                Some(part) => format!("{part}/{suffix}"),
                None => format!("{:016x}", print.archive),
            };
            let hashed = folders.is_empty() && suffix == format!("{:016x}", print.archive);
            article.id =
                ArticleId::new(&format!("{own}@{suffix}")).expect("an id was there and stays");
            if hashed {
                return;
            }
        }
    }

    /// Whether an id belongs to another piece, of another archive; also one that was taken down.
    fn is_taken(&self, id: &ArticleId, print: &Fingerprint) -> bool {
        let known: &Known = &self.known;
        known.get(id_hash(id)).map_or_else(
            || self.takedowns.has(id),
            |known| known.print.content != print.content && known.print.archive != print.archive,
        )
    }
}

fn is_same(one: &Fingerprint, other: &Fingerprint) -> bool {
    one.content == other.content && one.whole == other.whole
}
