//! What fuzzing ever found, read again by the parser that stumbled over it. `fuzz/run` looks for more.

#[path = "../../fuzz/src/parsers.rs"]
mod parsers;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::morgue::REPOSITORY;

/// Longer than any of them may take in a test's build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);

/// The file names of a folder, sorted.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a plain name")
        })
        .collect()
}

#[test]
fn what_fuzzing_found_is_read_by_now() {
    let findings = Path::new(REPOSITORY).join("tests/findings");
    let parsers = parsers::all();
    let mut seen = 0;
    for name in names(&findings) {
        let parser = parsers.iter().find(|parser| parser.name == name);
        let parser = parser.unwrap_or_else(|| panic!("no parser is called {name}"));
        for file in names(&findings.join(&name)) {
            let bytes = fs::read(findings.join(&name).join(&file)).expect("a finding");
            println!("{name}/{file}");
            let started = Instant::now();
            (parser.run)(&bytes);
            assert!(started.elapsed() < PATIENCE, "{name}/{file}");
            seen += 1;
        }
    }
    assert!(seen > 0);
}

/// Every parser reads every small sample, and the same with a byte too many, so that the fuzzer's targets are known to work.
#[test]
fn every_parser_ends_well_on_what_is_no_business_of_its_own() {
    let parsers = parsers::all();
    let mut tried = 0;
    for folder in [
        "",
        "hostile",
        "hostile/packed",
        "wires",
        "feeds",
        "exports",
        "web",
        "wrapped",
    ] {
        let folder = Path::new(REPOSITORY).join("corpus").join(folder);
        for name in names(&folder) {
            let path = folder.join(name);
            if path.is_file() && path.metadata().expect("a file").len() < 6_000 {
                let bytes = fs::read(&path).expect("a sample");
                for parser in &parsers {
                    (parser.run)(&bytes);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}
