//! Articles that go: by name, because they were taken down, and because their archive has gone.
//!
//! The engine only marks a deleted article until a merge. What was taken down has to go from the disk too, so the segments
//! it stood in are written anew before anybody is told that it is gone.

use super::super::fingerprint::id_hash;
use super::super::mending;
use super::super::{IndexError, Takedown, hash64};
use super::known::NOBODY;
use super::{Writer, load};
use crate::article::ArticleId;

impl Writer {
    /// Deletes the article with this id, at the next commit; says what is left of it, or nothing if there is none.
    pub fn take_down(&mut self, id: &ArticleId) -> Option<Takedown> {
        let article = self.known.remove(id_hash(id))?;
        self.withdraw(id.as_str());
        let owner = self.known.owner_mut(article.owner);
        owner.taken_down += 1;
        let was_alone = owner.articles() == 0 && owner.taken_down == 1;
        let mut takedown = Takedown::of(id, &article.print, &owner.path);
        if was_alone && article.owner != NOBODY {
            takedown.bar_file(&article.print);
        }
        Some(takedown)
    }

    /// Writes every segment anew that holds deleted articles: also earlier versions of them. Returns how many those were.
    ///
    /// # Errors
    /// A segment could not be written; nothing is lost, and the deleted articles stay unseen.
    pub fn purge(&mut self) -> Result<usize, IndexError> {
        let segments =
            load::segments_with_deleted(&self.engine).map_err(|cause| self.error(cause))?;
        for segment in &segments {
            self.engine_writer_mut()?
                .merge(&[*segment])
                .wait()
                .map_err(|cause| self.error(cause))?;
        }
        self.collect()?;
        self.tidy()?;
        // What a repair kept of damaged files may hold them as well.
        let home = self.index.home().to_owned();
        mending::forget_damaged(&home).map_err(|cause| IndexError::io(home, &cause))?;
        Ok(segments.len())
    }

    /// Deletes the files that no commit needs any more.
    pub(super) fn collect(&self) -> Result<(), IndexError> {
        self.engine_writer()
            .garbage_collect_files()
            .wait()
            .map_err(|cause| self.error(cause))?;
        Ok(())
    }

    /// The paths of all archives that articles of the index came from.
    pub fn archives(&self) -> impl Iterator<Item = &str> {
        self.known.paths()
    }

    /// Notes that archives are not there any more. Their articles are given to whoever else offers them; the rest goes with
    /// [`remove_left_behind`](Self::remove_left_behind).
    pub fn vanish<'p>(&mut self, paths: impl Iterator<Item = &'p str>) {
        self.known.vanish(paths);
    }

    /// Notes that the archive that was begun was read to its end: what it has not offered is in it no more.
    pub fn read_whole(&mut self) {
        let owner = self.owner;
        self.known.owner_mut(owner).whole = true;
    }

    /// Deletes, at the next commit, the articles whose archive has vanished, or was read to its end without them. Returns how
    /// many those are.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn remove_left_behind(&mut self) -> Result<u64, IndexError> {
        let searcher = self
            .engine
            .reader()
            .map_err(|cause| self.error(cause))?
            .searcher();
        let mut behind = Vec::new();
        load::each_id(&searcher, |id| {
            if self.known.is_left_behind(hash64(id)) {
                behind.push(id.to_owned());
            }
        })
        .map_err(|cause| self.error(cause))?;
        for id in &behind {
            self.known.remove(hash64(id));
            self.withdraw(id);
        }
        Ok(behind.len() as u64)
    }
}
