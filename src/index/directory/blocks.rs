//! The sums of blocks that a writer holds: of files that were written since, and of segments that it reads again.
//!
//! In come files as they are finished; out come the sums of a segment when a commit first has it, and those of any segment that has
//! some on the disk.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use tantivy::Directory;
use tantivy::directory::{FileHandle, MmapDirectory};

use super::super::sums::{self, Care, Finished, Sums};
use super::writing::lock;

/// See the module.
#[derive(Default)]
pub(super) struct Blocks {
    /// Of files that were written, until their segment is committed.
    written: Mutex<BTreeMap<String, Finished>>,
    /// Of segments that were opened.
    opened: Mutex<BTreeMap<String, Arc<Sums>>>,
}

impl Blocks {
    /// Keeps the sums of a file, if it is of a kind that has some.
    pub fn keep(&self, name: &str, sums: Finished) {
        if sums::name_for(name).is_some() {
            lock(&self.written).insert(name.to_owned(), sums);
        }
    }

    /// The file of sums of a segment, and what it is called; nothing if it has been written already.
    pub fn take(&self, id: &str) -> Option<(String, Vec<u8>)> {
        let bytes = sums::take(&mut lock(&self.written), id)?;
        Some((format!("{id}.{}", sums::ENDING), bytes))
    }

    /// A file of `inner`, which is compared as it is read where its segment has sums.
    pub fn watch(
        &self,
        inner: &MmapDirectory,
        segments: &Path,
        name: &str,
        handle: Arc<dyn FileHandle>,
    ) -> io::Result<Arc<dyn FileHandle>> {
        let Some(beside) = sums::name_for(name) else {
            return Ok(handle);
        };
        let known = lock(&self.opened).get(&beside).cloned();
        let sums = match known {
            Some(sums) => sums,
            None => {
                let Ok(found) = inner.get_file_handle(Path::new(&beside)) else {
                    return Ok(handle);
                };
                let sums = Arc::new(Sums::open(&*found, segments.join(&beside))?);
                lock(&self.opened).insert(beside, Arc::clone(&sums));
                sums
            }
        };
        sums.watch(handle, name, Care::All)
    }

    /// Forgets a file that is gone. With its texts, a segment is: then that is what its sums are called, which go too.
    pub fn forget(&self, name: &str) -> Option<String> {
        lock(&self.written).remove(name);
        let beside = sums::name_for(name).filter(|_| name.ends_with(".store"))?;
        lock(&self.opened).remove(&beside);
        Some(beside)
    }
}
