//! What a writer does to the files of an index, each as the system does it: the seam at which a power cut is simulated.
//!
//! Five operations are enough. Reading is not among them: what a power cut takes away is only what was written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How temporary files begin; what a crash leaves of them is swept away by the next writer.
pub(super) const TEMPORARY: &str = ".tmp";

/// A disk to write to.
pub(super) trait Disk: std::fmt::Debug + Send + Sync + 'static {
    /// Makes a file that is not there yet.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Gives a file another name, in place of any that had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Takes a file away.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder survive a power cut.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// A file that is being written.
pub(super) trait DiskFile: Write + Send + Sync {
    /// Makes what was written survive a power cut.
    fn sync(&mut self) -> io::Result<()>;
}

/// The disk of the machine.
#[derive(Debug)]
pub(super) struct RealDisk;

impl Disk for RealDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        Ok(Box::new(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Other systems cannot open a folder, and need not.
        if cfg!(unix) {
            File::open(path)?.sync_all()
        } else {
            Ok(())
        }
    }
}

impl DiskFile for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// Puts `bytes` in place of a file: whoever opens it finds the old or the new, never half of one. The bytes survive a power
/// cut; which of the two the name stands for is certain when its folder has been synced.
pub(super) fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = temporary(path);
    let write = || {
        remove_if_there(disk, &beside)?;
        let mut file = disk.create(&beside)?;
        file.write_all(bytes)?;
        file.sync()?;
        drop(file);
        disk.rename(&beside, path)
    };
    write().inspect_err(|_| {
        // On a full disk every byte counts. What stays is swept later.
        let _ = disk.remove(&beside);
    })
}

/// The name under which a file is written before it takes its place.
pub(super) fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{TEMPORARY}-{name}"))
}

/// Takes a file away that may not be there.
pub(super) fn remove_if_there(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    match disk.remove(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("list");
        fs::write(temporary(&path), "half of an earl").expect("left by a crash");
        for text in ["first", "second"] {
            replace(&RealDisk, &path, text.as_bytes()).expect("written");
            assert_eq!(fs::read_to_string(&path).expect("a file"), text);
        }
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
