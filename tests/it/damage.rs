//! What every command does with an index that is damaged and that nobody has checked: an answer or words, never a signal, never
//! Rust's words, never all the memory there is.
//!
//! `MORGUE_CASES` says how many damaged indexes are tried (60 without).

use std::fs;
use std::path::PathBuf;

use crate::morgue::{Desk, REPOSITORY, copy_folder};

/// Address space of a command, in KiB. A size that the engine believes shows where it is not to be had.
const MEMORY: &str = "4194304";

/// What is done to an index, and whether something of it may be changed by that.
type Command = (&'static [&'static str], Changes);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Changes {
    Nothing,
    TheIndex,
}

const COMMANDS: [Command; 27] = {
    use Changes::{Nothing, TheIndex};
    [
        (&["search", "ferry"], Nothing),
        (
            &["search", "\"ferry strike\" OR storm", "--sort", "newest"],
            Nothing,
        ),
        (
            &["search", "storm", "--sort", "oldest", "--offset", "20"],
            Nothing,
        ),
        (
            &[
                "search",
                "str* w/9 harbour",
                "--from",
                "1910",
                "--format",
                "json",
            ],
            Nothing,
        ),
        (
            &["search", "harbor~1 page", "-n", "0", "--format", "ids"],
            Nothing,
        ),
        (
            &["search", "ferry", "--on", "1950-05", "--format", "csv"],
            Nothing,
        ),
        (
            &["search", "source:herald -storm", "--source", "Herald"],
            Nothing,
        ),
        (
            &["search", "words:>5 ferry /s harbour", "--format", "jsonl"],
            Nothing,
        ),
        (
            &["search", "title:strike atleast2(ferry)", "--explain"],
            Nothing,
        ),
        (&["search", "\"in the harbour\"", "--count"], Nothing),
        (&["search", "@storms", "--passages", "5"], Nothing),
        (
            &["search", "--any", "ferry storm page harbour others strike"],
            Nothing,
        ),
        (&["search", "date:none OR date:1905..1910"], Nothing),
        (&["show", "b:1"], Nothing),
        (&["show", "b:12", "--query", "ferry"], Nothing),
        (&["stats"], Nothing),
        (&["stats", "--sources", "--json"], Nothing),
        (&["export"], Nothing),
        (&["export", "storm"], Nothing),
        (&["query", "list"], Nothing),
        (&["doctor"], Nothing),
        (&["delete", "--dry-run", "storm"], Nothing),
        (&["snapshot", "copy"], TheIndex),
        (&["index", "-q", "more.jsonl", "new.jsonl"], TheIndex),
        (
            &["index", "-q", "--prune", "--retry-rejects", "new.jsonl"],
            TheIndex,
        ),
        (
            &[
                "delete",
                "--yes",
                "--reason",
                "a court said so",
                "--id",
                "b:7",
            ],
            TheIndex,
        ),
        (&["query", "save", "q", "ferry harbour"], TheIndex),
    ]
};

/// An index of before there were manifests is not searched: it is brought up to date.
const UPGRADING: [Command; 3] = [
    (&["upgrade"], Changes::TheIndex),
    (&["search", "storm"], Changes::Nothing),
    (&["stats"], Changes::Nothing),
];

/// A generator with a state of its own, so that every run tries the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    /// A place in so many bytes: every other one is near the beginning or the end, where sizes stand.
    fn place(&mut self, length: usize) -> usize {
        match self.below(4) {
            0 => self.below(length.min(96)),
            1 => length - 1 - self.below(length.min(96)),
            _ => self.below(length),
        }
    }
}

/// An index and all of its files, as they were.
struct Victim {
    desk: Desk,
    files: Vec<(PathBuf, Vec<u8>)>,
    commands: &'static [Command],
}

impl Victim {
    fn new(desk: Desk, commands: &'static [Command]) -> Self {
        let mut files = Vec::new();
        for folder in ["index", "index/segments"] {
            for entry in fs::read_dir(desk.join(folder)).expect("a folder") {
                let path = entry.expect("an entry").path();
                if fs::metadata(&path).is_ok_and(|found| found.is_file() && found.len() > 0) {
                    files.push((path.clone(), fs::read(path).expect("a file")));
                }
            }
        }
        files.sort();
        Self {
            desk,
            files,
            commands,
        }
    }

    /// Three hundred articles, in several segments, some of them deleted, with a reject, a takedown and a saved query.
    fn of_today() -> Self {
        let desk = Desk::new();
        let mut lines = String::from("{\"id\":\"a:1\"}\n");
        for number in 0..300 {
            let place = ["Herald", "Gazette", "Harbour Post"][number % 3];
            lines.push_str(&format!("{{\"id\":\"b:{number}\",\"title\":\"Page {number} of the strike\",\"date\":\"{}\",\"source\":\"{place}\",\"text\":\"The ferry {number} was in the harbour with {} others. Storm {}.\\n\\nNo ferry left.\"}}\n",
                if number % 17 == 0 { String::new() } else { format!("{}-05-01", 1900 + number % 90) }, number * 7, number % 13));
        }
        desk.write(
            "more.jsonl",
            lines.replace("in the harbour with", "at sea with"),
        );
        desk.run(&["index", "-q", "more.jsonl"]).expect(3);
        let changed: String = lines
            .lines()
            .step_by(40)
            .map(|line| format!("{line}\n"))
            .collect();
        desk.write("changed.jsonl", changed);
        desk.run(&["index", "-q", "changed.jsonl"]);
        desk.write("more.jsonl", lines);
        desk.run(&["index", "-q", "more.jsonl"]).expect(3);
        desk.run(&["delete", "--yes", "--reason", "a request", "--id", "b:3"])
            .expect(0);
        desk.run(&["query", "save", "storms", "storm OR strait"])
            .expect(0);
        Self::with_new(desk, &COMMANDS)
    }

    /// An index as an older morgue made it.
    fn golden(name: &str, commands: &'static [Command]) -> Self {
        let desk = Desk::new();
        let golden = PathBuf::from(REPOSITORY).join("tests/golden").join(name);
        copy_folder(&golden, &desk.join("index"));
        desk.write("more.jsonl", "");
        Self::with_new(desk, commands)
    }

    fn with_new(desk: Desk, commands: &'static [Command]) -> Self {
        desk.write("new.jsonl", "{\"id\":\"n:1\",\"title\":\"A new ferry\",\"date\":\"1991-02-03\",\"text\":\"It came by night, and the storm with it.\"}\n{\"id\":\"b:5\",\"title\":\"Page five, again\",\"text\":\"Another harbour.\"}\n");
        Self::new(desk, commands)
    }

    /// Damages one file, or two; says what was done.
    fn damage(&self, dice: &mut Dice, case: u64) -> String {
        let at = case as usize % self.files.len();
        let (path, bytes) = &self.files[at];
        let (other_path, other) = &self.files[dice.below(self.files.len())];
        let mut bad = bytes.clone();
        let said = match dice.below(16) {
            0 => {
                bad.truncate(dice.place(bytes.len()));
                "cut"
            }
            1 | 2 => {
                let from = dice.place(bytes.len());
                let to = bytes.len().min(from + 1 + dice.below(64));
                let with = [0, 0xFF, 0x80, 0x7F][dice.below(4)];
                bad[from..to].fill(with);
                "overwritten"
            }
            3 => {
                bad.clone_from(other);
                fs::write(other_path, bytes).expect("damaged");
                "changed places with another"
            }
            4 => {
                let from = dice.place(bytes.len());
                let to = bytes.len().min(from + 1 + dice.below(4096));
                for byte in &mut bad[from..to] {
                    *byte = dice.below(256) as u8;
                }
                "noise"
            }
            5 => {
                bad.extend(std::iter::repeat_n(
                    dice.below(256) as u8,
                    1 + dice.below(100),
                ));
                "grown"
            }
            6 => {
                // Pieces that changed places, as two sectors may.
                let (from, to) = (dice.place(bytes.len()), dice.place(bytes.len()));
                let length = (1 + dice.below(512)).min(bytes.len() - from.max(to));
                for step in 0..length {
                    bad.swap(from + step, to + step);
                }
                "pieces swapped"
            }
            7 if dice.below(4) == 0 => {
                fs::remove_file(path).expect("it was there");
                return format!("{}: removed", path.display());
            }
            7 => {
                bad.fill(0);
                "zeroed"
            }
            8 => {
                let mut worse = other.clone();
                let bit = dice.place(worse.len()) * 8 + dice.below(8);
                worse[bit / 8] ^= 1 << (bit % 8);
                fs::write(other_path, worse).expect("damaged");
                let bit = dice.place(bytes.len()) * 8 + dice.below(8);
                if other_path != path {
                    bad[bit / 8] ^= 1 << (bit % 8);
                } else {
                    bad.clear();
                }
                "two files flipped"
            }
            _ => {
                for _ in 0..=dice.below(3) {
                    let bit = dice.place(bytes.len()) * 8 + dice.below(8);
                    bad[bit / 8] ^= 1 << (bit % 8);
                }
                "flipped"
            }
        };
        // Written anew, since a snapshot may have linked the old one.
        let _ = fs::remove_file(path);
        fs::write(path, bad).expect("damaged");
        format!("{}: {said}", path.display())
    }

    /// Makes everything as it was.
    fn restore(&self) {
        let _ = fs::remove_dir_all(self.desk.join("index"));
        let _ = fs::remove_dir_all(self.desk.join("copy"));
        fs::create_dir_all(self.desk.join("index/segments")).expect("a folder");
        for (path, bytes) in &self.files {
            fs::write(path, bytes).expect("restored");
        }
    }

    fn try_one(&self, dice: &mut Dice, case: u64) -> i32 {
        let said = self.damage(dice, case);
        let (arguments, changes) = self.commands[dice.below(self.commands.len())];
        let limited = format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"");
        let mut words = vec!["-c", &limited, env!("CARGO_BIN_EXE_morgue")];
        words.extend(arguments);
        let run = self.desk.run_other("sh", &words);
        let fault = match run.status {
            0..=3 | 5 => run.stderr().contains("panicked").then_some("panicked"),
            _ => Some("ended oddly"),
        };
        if let Some(fault) = fault {
            panic!("{said}, case {case}, {arguments:?}: {fault}\n{run}");
        }
        // A lock, or what a writer made, counts as nothing.
        if changes == Changes::TheIndex || case.is_multiple_of(64) || said.contains("file") {
            self.restore();
        } else {
            for (path, bytes) in &self.files {
                if fs::read(path).ok().as_ref() != Some(bytes) {
                    fs::write(path, bytes).expect("restored");
                }
            }
        }
        run.status
    }
}

/// One who searches a damaged index without a check gets an answer or an error.
#[test]
fn a_damaged_index_is_answered_or_refused_but_never_ends_in_a_signal() {
    let cases: u64 = std::env::var("MORGUE_CASES")
        .ok()
        .and_then(|text| text.replace('_', "").parse().ok())
        .unwrap_or(60);
    let victims = [
        Victim::of_today(),
        Victim::golden("index-3", &COMMANDS),
        Victim::golden("before-1", &UPGRADING),
    ];
    let mut dice = Dice(7);
    let (mut answered, mut refused) = (0, 0);
    for case in 0..cases {
        // Six of ten are of today, one has no manifest.
        let victim = &victims[[0, 0, 0, 0, 0, 0, 1, 1, 1, 2][dice.below(10)]];
        match victim.try_one(&mut dice, case) {
            0 | 1 | 3 => answered += 1,
            _ => refused += 1,
        }
    }
    println!("{answered} answered, {refused} refused");
    assert_eq!(answered + refused, cases);
}
