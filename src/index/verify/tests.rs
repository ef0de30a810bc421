//! Damage of every kind, in every file: all of it is found, and the right file is named.
//!
//! `MORGUE_CASES` says how many bits are flipped (120 without).

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::index::manifest::Manifest;
use crate::index::{META, SEGMENTS, WriterOptions};

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// Whether a long run is asked for: every length a file can be cut to, every eight bytes zeroed.
fn is_long() -> bool {
    cases() >= 10_000
}

fn cases() -> u64 {
    let text = std::env::var("MORGUE_CASES").unwrap_or_default();
    text.replace('_', "").parse().unwrap_or(120)
}

pub(in crate::index) fn article(number: u64, edition: u64) -> crate::article::Article {
    let words = [
        "harbour", "ferry", "strike", "council", "storm", "bridge", "budget",
    ];
    let mut dice = Dice(number * 31 + edition);
    let mut word = || words[dice.below(words.len() as u64) as usize];
    let body: Vec<String> = (0..3)
        .map(|_| {
            format!(
                "The {} met the {} on Monday. E-mail about {} came late.",
                word(),
                word(),
                word()
            )
        })
        .collect();
    let mut article = json!({
        "id": format!("wire:{number}"),
        "title": format!("{} and {} number {number}, edition {edition}", word(), word()),
        "body": body,
        "source": "Harbour Gazette",
        "tags": ["Ferries", "E-mail"],
        "extra": {"price": 0.1 + number as f64 / 3.0, "page": number},
        "origin": {"archive": "wire.jsonl", "line": number, "record": number},
    });
    if !number.is_multiple_of(5) {
        let (month, day) = (1 + number % 12, 1 + number % 28);
        article["published"] = json!(format!("19{:02}-{month:02}-{day:02}", number % 100));
    }
    serde_json::from_value(article).expect("an article")
}

/// An index of several segments, with updates and lists, and the folders of two commits of it: the one before, and the last.
pub(in crate::index) fn sample() -> (TempDir, TempDir) {
    let (last, before) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let index = Index::open_or_create(last.path()).expect("an index");
    let mut lists = String::new();
    for commit in 0..4 {
        let mut writer = index.writer(options()).expect("a writer");
        for number in commit * 60..(commit + 1) * 60 {
            writer.add(article(number, 0), 7).expect("added");
        }
        if commit > 0 {
            writer.add(article(commit, commit), 7).expect("updated");
        }
        lists.push_str(&format!("{{\"commit\":{commit}}}\n"));
        for name in ["ledger.jsonl", "rejects.jsonl"] {
            let tail = "what was not committed";
            fs::write(last.path().join(name), format!("{lists}{tail}")).expect("a list");
        }
        let length = lists.len();
        let checkpoint = format!("{{\"ledger\":{length},\"rejects\":{length},\"run\":{commit}}}");
        if commit == 3 {
            copy(last.path(), before.path());
        }
        writer.commit(&checkpoint).expect("committed");
        writer.finish().expect("finished");
    }
    (last, before)
}

fn options() -> WriterOptions {
    WriterOptions {
        threads: 1,
        memory: 1 << 27,
        ..WriterOptions::default()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let (from, to) = entry
            .map(|e| (e.path(), to.join(e.file_name())))
            .expect("an entry");
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a copy");
        }
    }
}

/// The files of an index from its folder on, each with the bytes of it that count.
fn files(home: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for folder in ["", "segments/"] {
        for entry in fs::read_dir(home.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = format!(
                "{folder}{}",
                path.file_name().expect("a name").to_string_lossy()
            );
            let bytes = fs::read(&path).unwrap_or_default();
            if !path.is_dir() && !name.ends_with(".lock") {
                files.push((name, bytes));
            }
        }
    }
    files.sort();
    files
}

fn look_whole(home: &Path) -> Report {
    verify(home, Level::Bytes, &BTreeSet::new(), &mut |_| ()).expect("a report")
}

fn look(home: &Path, level: Level) -> Vec<String> {
    let report = verify(home, level, &BTreeSet::new(), &mut |_| ()).expect("a report");
    let mut named: Vec<String> = report
        .damages
        .into_iter()
        .map(|damage| damage.file)
        .collect();
    named.dedup();
    named
}

#[test]
fn an_index_as_it_was_written_is_good_at_every_level() {
    let (home, before) = sample();
    let left = look_whole(home.path()).leftovers;
    assert_eq!(left, Vec::<String>::new());
    for home in [&home, &before] {
        let index = Index::open(home.path()).expect("an index");
        for level in [Level::Quick, Level::Bytes, Level::Deep] {
            let report = index.verify(level).expect("a report");
            assert_eq!(report.damages, [], "{level:?}");
            assert_eq!(report.articles, index.reader().expect("a reader").len());
        }
    }
}

#[test]
fn every_flipped_bit_is_found_and_its_file_named() {
    let (home, _) = sample();
    let files = files(home.path());
    let segments = files.iter().filter(|(name, _)| name.ends_with(".store"));
    assert!(segments.count() >= 3 && files.iter().any(|(name, _)| name.ends_with(".del")));
    let mut dice = Dice(1);
    for case in 0..cases() {
        let (name, bytes) = &files[(case % files.len() as u64) as usize];
        let committed = if name.ends_with(".jsonl") {
            bytes.len() - "what was not committed".len()
        } else {
            bytes.len()
        };
        let bit = dice.below(committed as u64 * 8) as usize;
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        fs::write(home.path().join(name), flipped).expect("damaged");
        assert_eq!(
            look(home.path(), Level::Bytes),
            [name.as_str()],
            "bit {bit}"
        );
        fs::write(home.path().join(name), bytes).expect("restored");
    }
    assert_eq!(look(home.path(), Level::Bytes), Vec::<String>::new());
}

#[test]
fn a_file_cut_grown_zeroed_or_gone_is_found_and_named_at_a_glance() {
    let (home, _) = sample();
    for (name, bytes) in files(home.path()) {
        let path = home.path().join(&name);
        let is_list = name.ends_with(".jsonl");
        let most = if is_list {
            bytes.len() - "what was not committed".len()
        } else {
            bytes.len()
        };
        let mut lengths = vec![0, 1, most / 3, most / 2, most - 4, most - 1];
        if is_long() {
            lengths = (0..most).collect();
        }
        for length in lengths.into_iter().filter(|length| *length < most) {
            fs::write(&path, &bytes[..length]).expect("cut");
            assert_eq!(
                look(home.path(), Level::Quick),
                [name.as_str()],
                "{length} of {most}"
            );
        }
        if !is_list {
            let mut grown = bytes.clone();
            grown.push(0);
            fs::write(&path, grown).expect("grown");
            assert_eq!(look(home.path(), Level::Quick), [name.as_str()], "grown");
        }
        for value in [0, 0xFF] {
            fs::write(&path, vec![value; bytes.len()]).expect("overwritten");
            assert_eq!(look(home.path(), Level::Bytes), [name.as_str()], "{value}");
        }
        // A sector, or less, that was never written.
        for from in (0..most).step_by(if is_long() { 8 } else { 512 }) {
            let to = most.min(from + if is_long() { 8 } else { 512 });
            let mut zeroed = bytes.clone();
            zeroed[from..to].fill(0);
            if zeroed != bytes {
                fs::write(&path, zeroed).expect("zeroed");
                let found = look(home.path(), Level::Bytes);
                assert_eq!(found, [name.as_str()], "zeros from {from}");
            }
        }
        fs::remove_file(&path).expect("gone");
        assert_eq!(look(home.path(), Level::Quick), [name.as_str()], "gone");
        fs::write(&path, bytes).expect("restored");
    }
    for name in [".tantivy-meta.lock", ".tantivy-writer.lock"] {
        let path = home.path().join(SEGMENTS).join(name);
        fs::write(&path, "1").expect("a full lock");
        assert_eq!(
            look(home.path(), Level::Quick),
            [format!("segments/{name}")]
        );
        fs::write(&path, "").expect("an empty lock");
    }
}

#[test]
fn two_files_that_change_places_are_both_found() {
    let (home, _) = sample();
    let files = files(home.path());
    let mut swaps = 0;
    for (at, (one, first)) in files.iter().enumerate() {
        for (two, second) in &files[at + 1..] {
            if first == second {
                continue;
            }
            fs::write(home.path().join(one), second).expect("swapped");
            fs::write(home.path().join(two), first).expect("swapped");
            let mut found = look(home.path(), Level::Bytes);
            // A manifest that is none names nothing: the engine's checksums stay, and they know of no lists.
            let is_manifest = |name: &str| name.contains("manifest-");
            if is_manifest(one) || is_manifest(two) {
                found.retain(|name| is_manifest(name) || name == one || name == two);
                assert!(
                    found.iter().any(|name| is_manifest(name)),
                    "{one}, {two}: {found:?}"
                );
            } else {
                assert_eq!(found, [one.as_str(), two.as_str()]);
            }
            fs::write(home.path().join(one), first).expect("restored");
            fs::write(home.path().join(two), second).expect("restored");
            swaps += 1;
        }
    }
    assert!(swaps > 100, "{swaps}");
}

/// Each is whole in itself; only together with the rest it is not.
#[test]
fn an_older_file_put_back_is_found() {
    let (home, before) = sample();
    let manifest = |home: &Path| -> PathBuf {
        let mut names = Manifest::names(&home.join(SEGMENTS)).expect("names");
        home.join(SEGMENTS).join(names.remove(0))
    };
    let (new, old) = (manifest(home.path()), manifest(before.path()));
    let meta = |home: &Path| home.join(SEGMENTS).join(META);
    let (new_meta, old_meta) = (fs::read(meta(home.path())), fs::read(meta(before.path())));
    let (new_meta, old_meta) = (new_meta.expect("new"), old_meta.expect("old"));
    fs::write(meta(home.path()), old_meta).expect("an old one");
    assert_eq!(look(home.path(), Level::Quick), ["segments/meta.json"]);
    assert!(
        Index::open(home.path())
            .and_then(|index| index.reader().map(drop))
            .is_err()
    );
    fs::write(meta(home.path()), new_meta).expect("restored");

    let name = format!(
        "segments/{}",
        new.file_name().expect("a name").to_string_lossy()
    );
    let bytes = fs::read(&new).expect("a manifest");
    fs::write(&new, fs::read(&old).expect("the old one")).expect("an old one");
    assert_eq!(look(home.path(), Level::Quick), [name.as_str()]);
    fs::write(&new, bytes).expect("restored");
    assert_eq!(look(home.path(), Level::Bytes), Vec::<String>::new());
}

/// As `.managed.json` and no manifest tell.
#[test]
fn an_index_of_before_there_were_manifests_is_told_so_and_gets_one() {
    let (home, _) = sample();
    let segments = home.path().join(SEGMENTS);
    let index = Index::open(home.path()).expect("an index");
    for name in Manifest::names(&segments).expect("names") {
        fs::remove_file(segments.join(name)).expect("gone");
    }
    fs::write(segments.join(".managed.json"), "[]\n").expect("as it was");
    for level in [Level::Quick, Level::Bytes, Level::Deep] {
        let report = index.verify(level).expect("a report");
        assert!(
            report.has_no_manifest && report.damages.is_empty(),
            "{report:?}"
        );
    }
    let pos = files(home.path());
    let (pos, bytes) = pos
        .iter()
        .find(|(name, _)| name.ends_with(".pos"))
        .expect("positions");
    let mut flipped = bytes.clone();
    flipped[bytes.len() / 2] ^= 16;
    fs::write(home.path().join(pos), flipped).expect("damaged");
    assert_eq!(look(home.path(), Level::Bytes), [pos.as_str()]);
    fs::write(home.path().join(pos), bytes).expect("restored");
    drop(index.writer(options()).expect("a writer"));
    let report = index.verify(Level::Bytes).expect("a report");
    assert!(
        !report.has_no_manifest && report.damages.is_empty(),
        "{report:?}"
    );
}

/// Damage that every checksum agrees with, as a fault of the engine or of ours would leave it.
#[test]
fn what_the_index_says_otherwise_than_the_article_is_found_deep_down() {
    let (home, _) = sample();
    let index = Index::open(home.path()).expect("an index");
    let segments = home.path().join(SEGMENTS);
    let all = files(home.path());
    let agree = |name: &str, bytes: &[u8]| {
        fs::write(home.path().join(name), bytes).expect("written");
        for manifest in Manifest::names(&segments).expect("names") {
            let path = segments.join(manifest);
            let mut manifest = Manifest::read(&fs::read(&path).expect("it")).expect("whole");
            manifest.files.get_mut(name).expect("named").sum = Sum::of(bytes);
            fs::write(&path, manifest.write()).expect("written");
        }
    };
    // Of the bits that a file consists of, some steer only how fast it is read.
    const TRIES: usize = 16;
    for ending in ["pos", "idx", "fast", "store", "fieldnorm", "term"] {
        let (name, bytes) = all
            .iter()
            .find(|(name, _)| name.ends_with(ending))
            .expect("a file");
        let mut found = 0;
        for part in 0..TRIES {
            let mut flipped = bytes.clone();
            flipped[bytes.len() * part / (TRIES + 1)] ^= 1 << (part % 8);
            agree(name, &flipped);
            assert_eq!(index.verify(Level::Bytes).expect("a report").damages, []);
            let report = index.verify(Level::Deep).expect("a report");
            found += usize::from(!report.damages.is_empty());
        }
        agree(name, bytes);
        assert!(found * 2 > TRIES, "{ending}: {found} of {TRIES}");
    }
    assert_eq!(index.verify(Level::Deep).expect("a report").damages, []);
}
