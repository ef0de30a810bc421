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

mod model;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::disk::{Disk, DiskFile};
use super::manifest::Commit;
use super::verify::Level;
use model::{Dice, Model, Notes, Step};

use super::{Index, META, SEGMENTS, Writer, WriterOptions};

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
