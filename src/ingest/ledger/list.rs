//! A list of JSON lines beside the segments that is valid up to a committed length, and can be replaced as a whole.
//!
//! Lines are appended; the engine's commit carries the length, and what stands behind it is cut off when the list is opened
//! again. A list that has to lose lines is written anew under a name with the number of the run (`rejects.jsonl.7`). The commit
//! names that run, and only after it does the new list take the old one's place; whoever opens the list after a crash in
//! between puts it there. So at every instant the committed list is on disk, whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::LedgerError;

/// One list, open for writing.
pub(super) struct List {
    path: PathBuf,
    file: BufWriter<File>,
    length: u64,
    /// The list that shall take its place at the next commit.
    anew: Option<PathBuf>,
}

impl List {
    /// Opens the list `name` as the last commit left it: so long, and written anew by the run `replaced`.
    pub fn open(
        home: &Path,
        name: &str,
        length: u64,
        replaced: Option<u64>,
    ) -> Result<Self, LedgerError> {
        let path = home.join(name);
        let open = || {
            settle(&path, replaced)?;
            let mut file = OpenOptions::new()
                .create(true)
                .write(true)
                .truncate(false)
                .open(&path)?;
            // A list that is shorter than it should be, or gone, is taken as it is: it only saves reading.
            let length = file.metadata()?.len().min(length);
            file.set_len(length)?;
            file.seek(SeekFrom::End(0))?;
            Ok((file, length))
        };
        let (file, length) = open().map_err(|cause| failed(&path, cause))?;
        Ok(Self {
            file: BufWriter::new(file),
            path,
            length,
            anew: None,
        })
    }

    /// Adds a line.
    pub fn push(&mut self, value: &impl Serialize) -> Result<(), LedgerError> {
        let mut line = serde_json::to_vec(value).expect("lines of lists have text keys");
        line.push(b'\n');
        self.push_line(&line)
    }

    /// Adds a line as it is, its end included.
    pub fn push_line(&mut self, line: &[u8]) -> Result<(), LedgerError> {
        self.file
            .write_all(line)
            .map_err(|cause| failed(&self.path, cause))?;
        self.length += line.len() as u64;
        Ok(())
    }

    /// Gives every line there is, those not committed included.
    pub fn each(&mut self, mut each: impl FnMut(&[u8])) -> Result<(), LedgerError> {
        self.flush()?;
        let path = self.anew.as_deref().unwrap_or(&self.path);
        read(path, self.length, &mut |line| {
            each(line);
            Ok(())
        })
        .map_err(|cause| failed(path, cause))
    }

    /// Writes the list anew with only those lines that are to be kept, to take its place at the next commit.
    pub fn replace(
        &mut self,
        run: u64,
        mut keep: impl FnMut(&[u8]) -> bool,
    ) -> Result<(), LedgerError> {
        self.flush()?;
        let old = self.anew.take().unwrap_or_else(|| self.path.clone());
        let path = anew(&self.path, run);
        let length = self.length;
        let other = path.with_extension("half");
        let file = File::create(&other).map_err(|cause| failed(&other, cause))?;
        self.file = BufWriter::new(file);
        self.length = 0;
        let mut copy = || {
            read(&old, length, &mut |line| {
                if keep(line) {
                    self.file.write_all(line)?;
                    self.length += line.len() as u64;
                }
                Ok(())
            })?;
            self.file.flush()?;
            fs::rename(&other, &path)
        };
        copy().map_err(|cause| failed(&path, cause))?;
        self.anew = Some(path);
        Ok(())
    }

    /// Puts the list on the disk, and says how long it is and whether it was written anew.
    pub fn sync(&mut self) -> Result<(u64, bool), LedgerError> {
        self.flush()?;
        self.file
            .get_ref()
            .sync_all()
            .map_err(|cause| failed(&self.path, cause))?;
        if self.anew.is_some() {
            sync_folder(&self.path).map_err(|cause| failed(&self.path, cause))?;
        }
        Ok((self.length, self.anew.is_some()))
    }

    /// After the commit: a list that was written anew takes its place.
    pub fn committed(&mut self) -> Result<(), LedgerError> {
        let Some(anew) = self.anew.take() else {
            return Ok(());
        };
        fs::rename(&anew, &self.path)
            .and_then(|()| sync_folder(&self.path))
            .map_err(|cause| failed(&self.path, cause))
    }

    fn flush(&mut self) -> Result<(), LedgerError> {
        self.file.flush().map_err(|cause| failed(&self.path, cause))
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The values of a committed list, for who only reads. A line that cannot be read is left out.
pub(super) fn values<T: DeserializeOwned>(
    home: &Path,
    name: &str,
    length: u64,
    replaced: Option<u64>,
) -> io::Result<Vec<T>> {
    let mut values = Vec::new();
    each(home, name, length, replaced, |value| values.push(value))?;
    Ok(values)
}

/// Gives the values of a committed list one by one, for who only reads. A line that cannot be read is left out.
pub(super) fn each<T: DeserializeOwned>(
    home: &Path,
    name: &str,
    length: u64,
    replaced: Option<u64>,
    mut each: impl FnMut(T),
) -> io::Result<()> {
    let path = home.join(name);
    let anew = replaced.map(|run| anew(&path, run));
    let path = anew.filter(|anew| anew.exists()).unwrap_or(path);
    let read = read(&path, length, &mut |line| {
        if let Ok(value) = serde_json::from_slice(line) {
            each(value);
        }
        Ok(())
    });
    match read {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        read => read,
    }
}

/// Brings a folder to what the last commit says: the list it names is put in its place, others are left-overs.
fn settle(path: &Path, replaced: Option<u64>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let committed = replaced.map(|run| anew(path, run));
    for entry in fs::read_dir(path.parent().unwrap_or(Path::new(".")))? {
        let found = entry?.path();
        let found_name = found.file_name().unwrap_or_default().to_string_lossy();
        let Some(run) = found_name
            .strip_prefix(&*name)
            .and_then(|rest| rest.strip_prefix('.'))
        else {
            continue;
        };
        if Some(&found) == committed.as_ref() {
            fs::rename(&found, path)?;
            sync_folder(path)?;
        } else if run == "half" || run.bytes().all(|byte| byte.is_ascii_digit()) {
            fs::remove_file(&found)?;
        }
    }
    Ok(())
}

fn anew(path: &Path, run: u64) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(anew_name(&name, run))
}

/// The name under which a list is written anew, until it takes its place.
pub(super) fn anew_name(name: &str, run: u64) -> String {
    format!("{name}.{run}")
}

/// Gives the first `length` bytes of a file line by line, each with its line break.
fn read(path: &Path, length: u64, each: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut lines = BufReader::new(File::open(path)?.take(length));
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        each(&line)?;
        line.clear();
    }
    Ok(())
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}

fn failed(path: &Path, cause: io::Error) -> LedgerError {
    LedgerError {
        path: path.to_owned(),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(list: &mut List) -> Vec<u64> {
        let mut all = Vec::new();
        list.each(|line| all.push(serde_json::from_slice(line).expect("a number")))
            .expect("readable");
        all
    }

    #[test]
    fn what_was_not_committed_is_cut_off() {
        let home = tempfile::tempdir().expect("a folder");
        let mut list = List::open(home.path(), "list", 0, None).expect("a list");
        list.push(&1).expect("a line");
        let (length, anew) = list.sync().expect("on disk");
        assert!(!anew);
        list.push(&2).expect("a line");
        drop(list);
        let mut list = List::open(home.path(), "list", length, None).expect("a list");
        assert_eq!(lines(&mut list), [1]);
        let read: Vec<u64> = values(home.path(), "list", length, None).expect("readable");
        assert_eq!(read, [1]);
    }

    /// The run that writes a list anew is cut off before its commit, after it, and after the renaming.
    #[test]
    fn a_list_written_anew_takes_its_place_with_the_commit() {
        for (committed, renamed) in [(false, false), (true, false), (true, true)] {
            let home = tempfile::tempdir().expect("a folder");
            let mut list = List::open(home.path(), "list", 0, None).expect("a list");
            for n in 0..10 {
                list.push(&n).expect("a line");
            }
            let (before, _) = list.sync().expect("on disk");
            list.replace(7, |line| line != b"3\n").expect("anew");
            list.push(&10).expect("a line");
            let (after, anew) = list.sync().expect("on disk");
            assert!(anew);
            if renamed {
                list.committed().expect("in its place");
            }
            drop(list);
            let (length, replaced) = if committed {
                (after, Some(7))
            } else {
                (before, None)
            };
            let read: Vec<u64> = values(home.path(), "list", length, replaced).expect("readable");
            let mut list = List::open(home.path(), "list", length, replaced).expect("a list");
            assert_eq!(lines(&mut list), read);
            assert_eq!(read.contains(&3), !committed);
            assert_eq!(read.len(), 10);
            let files = fs::read_dir(home.path()).expect("a folder").count();
            assert_eq!(files, 1, "nothing is left over");
        }
    }
}
