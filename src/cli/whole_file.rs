//! A file that is there whole or not at all: written beside its place, synced, then renamed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file being written; when it is dropped before [`finish`](WholeFile::finish), nothing of it is left.
pub(super) struct WholeFile {
    file: File,
    /// Where it is written, and where it goes; nothing if it is written in place.
    moving: Option<(PathBuf, PathBuf)>,
}

impl WholeFile {
    /// Begins the file that shall stand at `path`. What stands there and is no file (a pipe, a device) is written to as it is.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        // Through a link the file that it points to is meant.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&target) {
            Ok(metadata) if metadata.is_dir() => {
                return Err(io::Error::from(io::ErrorKind::IsADirectory));
            }
            Ok(metadata) if !metadata.is_file() => {
                let file = OpenOptions::new().write(true).open(&target)?;
                return Ok(Self { file, moving: None });
            }
            _ => {}
        }
        let mut name = target
            .file_name()
            .ok_or(io::ErrorKind::InvalidInput)?
            .to_owned();
        name.push(format!(".part-{}", std::process::id()));
        let part = target.with_file_name(name);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&part)?;
        Ok(Self {
            file,
            moving: Some((part, target)),
        })
    }

    /// Puts the file on the disk and in its place.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let Some((part, target)) = self.moving.take() else {
            return Ok(());
        };
        let moved = self
            .file
            .sync_all()
            .and_then(|()| fs::rename(&part, &target))
            .and_then(|()| sync_folder(&target));
        if moved.is_err() {
            let _ = fs::remove_file(&part);
        }
        moved
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.moving {
            // What cannot be removed is named so that it is seen to be a part.
            let _ = fs::remove_file(part);
        }
    }
}

/// Makes a renaming last.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
