//! What keeps an index: exports that become the same index again, snapshots, upgrades, and an index of every format.

mod doctor;
mod export;
mod golden;
mod snapshot;

use crate::morgue::Desk;

/// What an index answers to many questions, as one text: ids in their order, counts, and one article whole.
fn answers(desk: &Desk, index: &str) -> String {
    const QUESTIONS: &[&[&str]] = &[
        &["search", "*", "--sort", "newest"],
        &["search", "*", "--sort", "oldest"],
        &["search", "storm", "--sort", "newest"],
        &["search", "storm OR flood", "--sort", "oldest"],
        &["search", "merger w/5 (bank OR insurer)", "--sort", "newest"],
        &["search", "date:2015-12", "--sort", "newest"],
        &["search", "date:1912", "--sort", "newest"],
        &["search", "date:none", "--sort", "newest"],
        &["search", "words:>300", "--sort", "oldest"],
        &["search", "source:meridian -title:storm", "--sort", "newest"],
        &[
            "search",
            "byline:* OR tag:a*",
            "--sort",
            "newest",
            "--lenient",
        ],
        &[
            "search",
            "\"cyber sovereignty\" /p state",
            "--sort",
            "newest",
        ],
    ];
    let mut said = String::new();
    for question in QUESTIONS {
        for more in [&["--format", "jsonl", "-n", "0"][..], &["--count"]] {
            let arguments = [&["--index", index][..], question, more].concat();
            let run = desk.run(&arguments);
            assert!(run.status <= 1, "{run}");
            said.push_str(run.stdout());
        }
    }
    said
}
