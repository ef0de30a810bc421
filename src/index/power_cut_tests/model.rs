//! A disk that notes what is done to it, and what may be on it after a power cut.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::super::SEGMENTS;
use super::super::disk::{Disk, DiskFile, RealDisk};

/// What was done to the disk; files by number, since names change.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Create(usize, PathBuf),
    Write(usize, Arc<[u8]>),
    Cut(usize, u64),
    Sync(usize),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    SyncFolder(PathBuf),
    /// The user was told that this commit is safe.
    Reported(u64),
}

/// A disk that notes what is done to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes(Arc<Mutex<(Vec<Step>, usize)>>);

impl Notes {
    pub(super) fn files(&self) -> usize {
        let mut notes = self.0.lock().expect("no test panics with it");
        notes.1 += 1;
        notes.1
    }

    /// Does something and notes it, so that the order of the notes is the order of the deeds.
    pub(super) fn step<T>(
        &self,
        step: Step,
        work: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<T> {
        let mut notes = self.0.lock().expect("no test panics with it");
        let done = work()?;
        notes.0.push(step);
        Ok(done)
    }

    pub(super) fn take(&self) -> Vec<Step> {
        std::mem::take(&mut self.0.lock().expect("no test panics with it").0)
    }

    /// A list as the ledger opens it: cut to its committed length, to be appended to. `known` is its number, if it is there.
    pub(super) fn list(&self, path: &Path, length: u64, known: Option<usize>) -> Noted {
        let number = known.unwrap_or_else(|| self.files());
        let open = || OpenOptions::new().create(true).append(true).open(path);
        let file = match known {
            Some(_) => open().expect("a list"),
            None => self
                .step(Step::Create(number, path.to_owned()), open)
                .expect("a list"),
        };
        self.step(Step::Cut(number, length), || file.set_len(length))
            .expect("cut");
        Noted {
            file: Box::new(file),
            number,
            notes: self.clone(),
        }
    }
}

pub(super) struct Noted {
    file: Box<dyn DiskFile>,
    number: usize,
    notes: Notes,
}

impl Write for Noted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let step = Step::Write(self.number, bytes.into());
        self.notes
            .step(step, || self.file.write_all(bytes).map(|()| bytes.len()))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl DiskFile for Noted {
    // The real disk need not be waited for: only what it would have kept counts.
    fn sync(&mut self) -> io::Result<()> {
        self.notes.step(Step::Sync(self.number), || Ok(()))
    }
}

impl Disk for Notes {
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let number = self.files();
        let step = Step::Create(number, path.to_owned());
        let file = self.step(step, || RealDisk.create(path))?;
        Ok(Box::new(Noted {
            file,
            number,
            notes: self.clone(),
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let step = Step::Rename(from.to_owned(), to.to_owned());
        self.step(step, || RealDisk.rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Remove(path.to_owned()), || RealDisk.remove(path))
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::SyncFolder(path.to_owned()), || Ok(()))
    }
}

/// Numbers that look random and are always the same.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    pub(super) fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// A file as it is, and as it would be after a power cut.
#[derive(Clone, Default)]
pub(super) struct Kept {
    now: Vec<u8>,
    safe: Vec<u8>,
}

impl Kept {
    /// What a power cut leaves.
    pub(super) fn after(&self, dice: &mut Dice) -> Vec<u8> {
        let same = self
            .now
            .iter()
            .zip(&self.safe)
            .take_while(|(a, b)| a == b)
            .count();
        let unsafe_bytes = self.now.len() - same;
        if unsafe_bytes == 0 {
            return if dice.below(2) == 0 {
                self.now.clone()
            } else {
                self.safe.clone()
            };
        }
        let mut left = self.now.clone();
        match dice.below(5) {
            0 => {}
            1 => left = self.safe.clone(),
            2 => left[same..].fill(0),
            3 => left.truncate(same + dice.below(unsafe_bytes)),
            _ => left[same + dice.below(unsafe_bytes)] ^= 1 << dice.below(8),
        }
        left
    }
}

/// A disk of which everything is known.
#[derive(Clone, Default)]
pub(super) struct Model {
    files: BTreeMap<usize, Kept>,
    /// What each name stood for since its folder was last synced, that instant first.
    names: BTreeMap<PathBuf, Vec<Option<usize>>>,
    pub(super) reported: u64,
}

impl Model {
    /// A disk on which all is safe.
    pub(super) fn of(home: &Path, notes: &Notes) -> Self {
        let mut model = Self::default();
        for folder in [home.to_owned(), home.join(SEGMENTS)] {
            for entry in fs::read_dir(&folder).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                if path.is_file() {
                    let number = notes.files();
                    let now = fs::read(&path).expect("a file");
                    let safe = now.clone();
                    model.files.insert(number, Kept { now, safe });
                    model.names.insert(path, vec![Some(number)]);
                }
            }
        }
        model
    }

    pub(super) fn number(&self, path: &Path) -> Option<usize> {
        *self.names.get(path)?.last()?
    }

    pub(super) fn name(&mut self, path: &Path, number: Option<usize>) {
        self.names
            .entry(path.to_owned())
            .or_insert_with(|| vec![None])
            .push(number);
    }

    pub(super) fn play(&mut self, step: &Step) {
        match step {
            Step::Create(number, path) => {
                self.files.insert(*number, Kept::default());
                self.name(path, Some(*number));
            }
            Step::Write(number, bytes) => {
                self.files
                    .get_mut(number)
                    .expect("created")
                    .now
                    .extend_from_slice(bytes);
            }
            Step::Cut(number, length) => {
                self.files
                    .get_mut(number)
                    .expect("created")
                    .now
                    .truncate(*length as usize);
            }
            Step::Sync(number) => {
                let file = self.files.get_mut(number).expect("created");
                file.safe.clone_from(&file.now);
            }
            Step::Rename(from, to) => {
                let number = self.number(from);
                self.name(from, None);
                self.name(to, number);
            }
            Step::Remove(path) => self.name(path, None),
            Step::SyncFolder(folder) => {
                for (path, stood_for) in &mut self.names {
                    if path.parent() == Some(folder) {
                        stood_for.drain(..stood_for.len() - 1);
                    }
                }
            }
            Step::Reported(commit) => self.reported = *commit,
        }
    }

    /// Puts what a power cut leaves into a folder, in place of `home`.
    pub(super) fn cut(&self, home: &Path, into: &Path, dice: &mut Dice) {
        fs::create_dir_all(into.join(SEGMENTS)).expect("a folder");
        for (path, stood_for) in &self.names {
            if let Some(number) = dice.of(stood_for) {
                let name = path.strip_prefix(home).expect("it is in the index");
                let left = self.files[number].after(dice);
                fs::write(into.join(name), left).expect("a file");
            }
        }
    }
}
