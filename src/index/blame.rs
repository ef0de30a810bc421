//! Which file is it? The engine often knows only that some file of the index is not what it should be.
//!
//! In comes an index on which the engine has just failed, out comes the first file that is not what its manifest says. It is asked
//! for after a failure only, so it may take a moment; not more than that, since the check of everything is `morgue verify`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::directory::wrong_length;
use super::error::NOT_WRITTEN;
use super::manifest::{Lookup, Manifest, Sum};
use super::{META, SEGMENTS, sums};

/// So much is read at most: a second or two.
const MOST: u64 = 2 << 30;

/// A file that is not what was written, and what is wrong with it; nothing if all that was looked at is whole.
pub(super) fn file(home: &Path) -> Option<(PathBuf, String)> {
    among(home, |_, _| true)
}

/// The same of files alone that the engine [believes](is_believed), and that have no sums.
pub(super) fn unsummed_file(home: &Path) -> Option<(PathBuf, String)> {
    among(home, |manifest, name| {
        let sums = sums::name_for(name);
        is_believed(name) && sums.is_none_or(|sums| !manifest.files.contains_key(&sums))
    })
}

/// Whether the engine believes the sizes it reads in a file, where a wrong one may be all the memory there is, which ends the process.
/// Such a file is hashed before it is opened, unless there are sums of its blocks. It has columns or texts, or says
/// what was deleted.
pub(super) fn is_believed(name: &str) -> bool {
    [".fast", ".store", ".del"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

fn among(home: &Path, is_asked: impl Fn(&Manifest, &str) -> bool) -> Option<(PathBuf, String)> {
    let segments = home.join(SEGMENTS);
    let meta = fs::read(segments.join(META)).ok()?;
    let Ok(Lookup::Good(manifest)) = Manifest::look_up(&segments, &meta) else {
        return None;
    };
    let of_segments = manifest.files.iter();
    let mut files: Vec<(PathBuf, &Sum)> = of_segments
        .filter(|(name, _)| name.starts_with(SEGMENTS) && is_asked(&manifest, name))
        .map(|(name, file)| (home.join(name), &file.sum))
        .collect();
    for (path, sum) in &files {
        match fs::metadata(path) {
            Ok(found) if found.len() != sum.bytes => {
                return Some((path.clone(), wrong_length(found.len(), sum.bytes)));
            }
            Ok(_) => {}
            Err(_) => return Some((path.clone(), "it is missing".to_owned())),
        }
    }
    // The small ones first, so that as many as possible are looked at.
    files.sort_by_key(|(_, sum)| sum.bytes);
    let mut left = MOST;
    for (path, sum) in files {
        left = left.checked_sub(sum.bytes)?;
        let found = Sum::read(File::open(&path).ok()?, u64::MAX, &mut |_| ());
        if found.is_ok_and(|found| found != *sum) {
            return Some((path, NOT_WRITTEN.to_owned()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::{Index, IndexError, WriterOptions};
    use super::*;

    /// An index of some articles, and the folder that goes away with it.
    fn written() -> (tempfile::TempDir, Index) {
        let home = tempfile::tempdir().expect("a folder");
        let index = Index::open_or_create(&home.path().join("index")).expect("an index");
        let mut writer = index.writer(WriterOptions::default()).expect("a writer");
        for n in 0..20 {
            let article = super::super::verify::tests::article(n, 1);
            writer.add(article, 1).expect("added");
        }
        writer.commit("{}").expect("committed");
        writer.finish().expect("finished");
        (home, index)
    }

    /// A file of a segment, by its ending.
    fn file_of(index: &Index, ending: &str) -> PathBuf {
        let segments = fs::read_dir(index.segments()).expect("a folder");
        segments
            .map(|entry| entry.expect("an entry").path())
            .find(|path| path.extension().is_some_and(|end| end == ending))
            .expect("every segment has one")
    }

    #[test]
    fn the_file_is_named_where_the_engine_names_none() {
        let (_home, index) = written();
        assert_eq!(file(index.home()), None);
        let store = file_of(&index, "store");
        let mut bytes = fs::read(&store).expect("a file");
        bytes[20] ^= 1;
        fs::write(&store, &bytes).expect("damaged");
        let cause = || {
            tantivy::TantivyError::IoError(std::sync::Arc::new(std::io::Error::other("no frame")))
        };
        match IndexError::engine(index.home(), cause()) {
            IndexError::Damaged { path, detail } => {
                assert_eq!((path, detail.as_str()), (store.clone(), NOT_WRITTEN));
            }
            other => panic!("{other}"),
        }
        fs::write(&store, &bytes[1..]).expect("shorter");
        let (path, detail) = file(index.home()).expect("a file");
        assert_eq!(path, store);
        assert!(detail.contains("bytes"), "{detail}");
    }

    #[test]
    fn whatever_bit_of_a_column_is_flipped_nothing_is_counted() {
        let (_home, index) = written();
        let column = file_of(&index, "fast");
        let whole = fs::read(&column).expect("a file");
        for bit in (0..whole.len() * 8).step_by(101) {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            fs::write(&column, &bytes).expect("damaged");
            // Where the end of the file is damaged, the engine panics as it opens it; the command line makes words of that.
            let counted = std::panic::catch_unwind(|| index.reader()?.stats());
            match counted {
                Err(_) => {}
                Ok(Err(IndexError::Damaged { path, .. })) => {
                    assert!(path == column || path == index.segments(), "{path:?}");
                }
                Ok(Err(other)) => panic!("bit {bit}: {other}"),
                Ok(Ok(_)) => panic!("bit {bit} was not seen"),
            }
        }
    }
}
