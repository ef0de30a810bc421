//! A power cut at any instant: the index opens at exactly the last commit that was reported.
//!
//! A writer works on a disk that notes what is done to it. For each point the notes are played back up to there, and then the power
//! goes: what a name stood for since its folder was last synced may be any of what it stood for (so a rename, a new file and a
//! removal may each be undone, one without the other), and what was written to a file since it was last synced may be kept,
//! dropped, zeroed, cut short, or have a bit flipped. What is left is put into a folder and opened by the code that users run.
//!
//! The two lists beside the segments are written here as `ingest::ledger` writes them: cut to their committed length, appended,
//! synced before the commit. Not modelled: folders that vanish, files damaged after they were synced (that is `verify`'s part), and a
//! disk that says it has synced and has not.
//!
//! `MORGUE_CASES` says how many points there are (120 without); one in twenty is gone on from, and the power goes again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::disk::{Disk, DiskFile, RealDisk};
use super::manifest::Commit;
use super::verify::Level;
use super::{Index, META, SEGMENTS, Writer, WriterOptions};

/// What was done to the disk; files by number, since names change.
#[derive(Clone, Debug)]
enum Step {
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
struct Notes(Arc<Mutex<(Vec<Step>, usize)>>);

impl Notes {
    fn files(&self) -> usize {
        let mut notes = self.0.lock().expect("no test panics with it");
        notes.1 += 1;
        notes.1
    }

    /// Does something and notes it, so that the order of the notes is the order of the deeds.
    fn step<T>(&self, step: Step, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let mut notes = self.0.lock().expect("no test panics with it");
        let done = work()?;
        notes.0.push(step);
        Ok(done)
    }

    fn take(&self) -> Vec<Step> {
        std::mem::take(&mut self.0.lock().expect("no test panics with it").0)
    }

    /// A list as the ledger opens it: cut to its committed length, to be appended to. `known` is its number, if it is there.
    fn list(&self, path: &Path, length: u64, known: Option<usize>) -> Noted {
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

struct Noted {
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
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// A file as it is, and as it would be after a power cut.
#[derive(Clone, Default)]
struct Kept {
    now: Vec<u8>,
    safe: Vec<u8>,
}

impl Kept {
    /// What a power cut leaves.
    fn after(&self, dice: &mut Dice) -> Vec<u8> {
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
struct Model {
    files: BTreeMap<usize, Kept>,
    /// What each name stood for since its folder was last synced, that instant first.
    names: BTreeMap<PathBuf, Vec<Option<usize>>>,
    reported: u64,
}

impl Model {
    /// A disk on which all is safe.
    fn of(home: &Path, notes: &Notes) -> Self {
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

    fn number(&self, path: &Path) -> Option<usize> {
        *self.names.get(path)?.last()?
    }

    fn name(&mut self, path: &Path, number: Option<usize>) {
        self.names
            .entry(path.to_owned())
            .or_insert_with(|| vec![None])
            .push(number);
    }

    fn play(&mut self, step: &Step) {
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
    fn cut(&self, home: &Path, into: &Path, dice: &mut Dice) {
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

const LISTS: [&str; 2] = ["ledger.jsonl", "rejects.jsonl"];

/// What is in the index after each commit: ids with their editions.
type Contents = BTreeMap<u64, BTreeSet<(u64, u64)>>;

/// Writes some commits to an index, which may be new, and notes every step.
struct Play {
    start: Model,
    steps: Vec<Step>,
    contents: Contents,
    home: tempfile::TempDir,
}

impl Play {
    fn new(home: tempfile::TempDir, before: (u64, BTreeSet<(u64, u64)>), commits: u64) -> Self {
        let notes = Notes::default();
        let start = Model::of(home.path(), &notes);
        let disk: Arc<dyn Disk> = Arc::new(notes.clone());
        let index = match Index::open(home.path()) {
            Ok(index) => index,
            Err(_) => Index::create_on(&disk, home.path()).expect("an index"),
        };
        let mut writer = Writer::open_on(Arc::clone(&disk), &index, options()).expect("a writer");
        let (first, mut content) = before;
        let mut contents = Contents::from([(first, content.clone())]);
        let mut length = writer.checkpoint().map_or(0, list_length);
        let mut lists = LISTS.map(|name| {
            let path = home.path().join(name);
            notes.list(&path, length, start.number(&path))
        });
        for commit in first + 1..=first + commits {
            for id in [commit * 2, commit * 2 + 1, commit] {
                writer.add(article(id, commit), 1).expect("added");
                content.retain(|(known, _)| *known != id);
                content.insert((id, commit));
            }
            let line = line(commit);
            length += line.len() as u64;
            for list in &mut lists {
                list.write_all(line.as_bytes()).expect("appended");
                list.sync().expect("synced");
            }
            contents.insert(commit, content.clone());
            writer
                .commit(&checkpoint(commit, length))
                .expect("committed");
            notes.step(Step::Reported(commit), || Ok(())).expect("told");
        }
        writer.finish().expect("finished");
        Self {
            start,
            steps: notes.take(),
            contents,
            home,
        }
    }
}

fn options() -> WriterOptions {
    WriterOptions {
        threads: 1,
        memory: 1 << 27,
        ..WriterOptions::default()
    }
}

fn line(commit: u64) -> String {
    format!("{{\"commit\":{commit}}}\n")
}

fn checkpoint(commit: u64, length: u64) -> String {
    json!({"ledger": length, "rejects": length, "run": commit}).to_string()
}

fn list_length(checkpoint: &str) -> u64 {
    let value: serde_json::Value = serde_json::from_str(checkpoint).expect("JSON");
    value["ledger"].as_u64().expect("a length")
}

fn article(id: u64, edition: u64) -> crate::article::Article {
    let article = json!({
        "id": format!("wire:{id}"),
        "title": format!("Ferry {id}, edition {edition}"),
        "body": [format!("The ferry {id} was late. It was edition {edition}.")],
        "published": format!("19{:02}-03-04", (id * 7 + edition) % 100),
        "origin": {"archive": "wire.jsonl", "record": edition},
    });
    serde_json::from_value(article).expect("an article")
}

/// What an index holds, and the number of its last commit.
fn look(home: &Path) -> Result<(u64, BTreeSet<(u64, u64)>), String> {
    let index = Index::open(home).map_err(|error| error.to_string())?;
    let report = index
        .verify(Level::Bytes)
        .map_err(|error| error.to_string())?;
    if !report.damages.is_empty() || report.has_no_manifest {
        return Err(format!("{report:?}"));
    }
    let meta = fs::read(home.join(SEGMENTS).join(META)).expect("just verified");
    let commit: Commit = serde_json::from_slice(&meta).expect("just verified");
    let checkpoint = commit.payload.unwrap_or_else(|| checkpoint(0, 0));
    let length = list_length(&checkpoint) as usize;
    let value: serde_json::Value = serde_json::from_str(&checkpoint).expect("JSON");
    let number = value["run"].as_u64().expect("a number");
    let lines: String = (1..=number).map(line).collect();
    for name in LISTS {
        let list = fs::read(home.join(name)).unwrap_or_default();
        if list.get(..length) != Some(lines.as_bytes()) {
            return Err(format!("{name} is another"));
        }
    }
    let reader = index.reader().map_err(|error| error.to_string())?;
    let mut content = BTreeSet::new();
    for (ord, segment) in (0..).zip(reader.searcher().segment_readers()) {
        for doc in segment.doc_ids_alive() {
            let address = super::DocAddress::new(ord, doc);
            let article = reader.article(address).map_err(|error| error.to_string())?;
            let id = article.id.as_str().trim_start_matches("wire:").parse();
            content.insert((id.expect("a number"), article.origin.record));
        }
    }
    if content.len() as u64 != reader.len() {
        return Err("an article is there twice".to_owned());
    }
    Ok((number, content))
}

fn cases() -> usize {
    let text = std::env::var("MORGUE_CASES").unwrap_or_default();
    text.replace('_', "").parse().unwrap_or(120)
}

#[test]
fn after_a_power_cut_the_index_is_at_the_last_reported_commit() {
    let empty = || tempfile::tempdir().expect("a folder");
    let mut dice = Dice(11);
    let mut play = Play::new(empty(), (0, BTreeSet::new()), 11);
    assert!(play.steps.len() > 300, "{} steps", play.steps.len());
    let (mut older, mut newer, mut unmade, mut again) = (0, 0, 0, 0);
    let mut from_start = 0;
    for case in 0..cases() {
        let end = dice.below(play.steps.len() + 1);
        let mut model = play.start.clone();
        model.reported = *play.contents.keys().next().expect("the first");
        play.steps[..end].iter().for_each(|step| model.play(step));
        let left = empty();
        model.cut(play.home.path(), left.path(), &mut dice);
        let place = || {
            format!(
                "case {case}, {end} of {} steps, last {:?}",
                play.steps.len(),
                play.steps[..end].last()
            )
        };
        if model.reported == 0 && Index::open(left.path()).is_err() {
            // The making of the index was cut off: it is made anew.
            unmade += 1;
            Index::open_or_create(left.path())
                .unwrap_or_else(|error| panic!("{}: {error}", place()));
            continue;
        }
        let (number, content) =
            look(left.path()).unwrap_or_else(|wrong| panic!("{}: {wrong}", place()));
        assert_eq!(Some(&content), play.contents.get(&number), "{}", place());
        // One that was being reported may be there already; none that was reported may be missing.
        let ahead = number
            .checked_sub(model.reported)
            .unwrap_or_else(|| panic!("{}: lost", place()));
        assert!(ahead <= 1, "{}", place());
        older += usize::from(ahead == 0);
        newer += usize::from(ahead == 1);
        if case % 20 == 19 {
            again += 1;
            from_start += 1;
            // The next one goes on from here; now and then from the beginning again.
            play = if from_start % 8 == 0 {
                Play::new(empty(), (0, BTreeSet::new()), 11)
            } else {
                Play::new(left, (number, content), 2)
            };
        }
    }
    #[allow(clippy::print_stderr)] // A long run says what it met.
    {
        eprintln!(
            "{older} at the last reported, {newer} at the one being reported, {unmade} not yet made, {again} gone on from"
        );
    }
}
