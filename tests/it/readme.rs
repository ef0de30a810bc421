//! README's two commands do what it says: the first builds, indexes the sample archive and searches it, the second is the
//! tests. The first is run word for word in a copy of the repository.

use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::morgue::REPOSITORY;

/// The blocks of README.md in this language, in order.
fn blocks(language: &str) -> Vec<String> {
    let readme = fs::read_to_string(Path::new(REPOSITORY).join("README.md")).expect("README.md");
    let fence = format!("```{language}");
    let (mut blocks, mut block) = (Vec::new(), None::<String>);
    for line in readme.lines() {
        match &mut block {
            None if line.trim() == fence => block = Some(String::new()),
            None => {}
            Some(_) if line.trim() == "```" => blocks.extend(block.take()),
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    assert!(block.is_none(), "a block of README.md is never closed");
    blocks
}

/// Copies what belongs to the repository, neither what git ignores nor git's own, to a place that is always the same, with
/// the times of change: then a second run of this test compiles only what has changed since the first.
///
/// The place is outside the target folder. What lies inside of it cargo remembers by its place there, and would look at
/// the copy, not at the repository, to tell whether a later build of the repository is fresh.
fn copy_of_the_repository() -> PathBuf {
    let mut name = std::hash::DefaultHasher::new();
    REPOSITORY.hash(&mut name);
    let copy = std::env::temp_dir().join(format!("morgue-readme-{:016x}", name.finish()));
    if copy.exists() {
        fs::remove_dir_all(&copy).expect("the copy of before can go");
    }
    fs::create_dir_all(&copy).expect("a folder");
    let walk = ignore::WalkBuilder::new(REPOSITORY)
        .hidden(false)
        .require_git(false)
        .git_global(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    let mut copied = 0;
    for entry in walk {
        let entry = entry.expect("an entry");
        let inner = entry.path().strip_prefix(REPOSITORY);
        let to = copy.join(inner.expect("it is in the repository"));
        if entry.file_type().is_some_and(|kind| kind.is_dir()) {
            fs::create_dir_all(&to).expect("a folder");
        } else {
            fs::copy(entry.path(), &to).expect("a copy");
            let changed = entry.path().metadata().and_then(|m| m.modified());
            let file = fs::File::options().write(true).open(&to).expect("the copy");
            file.set_modified(changed.expect("a time")).expect("a time");
            copied += 1;
        }
    }
    assert!(copied >= 150, "only {copied} files copied");
    copy
}

#[test]
fn the_first_command_builds_indexes_and_searches() {
    let blocks = blocks("sh");
    let script = blocks.first().expect("README.md has a shell block");
    let copy = copy_of_the_repository();
    // The dependencies are compiled already, and `target/release/morgue` is where the reader finds it.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("the target folder");
    std::os::unix::fs::symlink(target, copy.join("target")).expect("a link");
    let mut bash = Command::new("bash");
    bash.args(["-e", "-c", script]).current_dir(&copy);
    // Only what a user's shell has, so that nothing is compiled for the sake of a variable that cargo set for this test.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let is_cargos = text.starts_with("CARGO") && text != "CARGO_HOME";
        if is_cargos || ["MORGUE_INDEX", "NO_COLOR", "CLICOLOR_FORCE"].contains(&&*text) {
            bash.env_remove(&name);
        }
    }
    bash.env("CARGO_NET_OFFLINE", "true");
    let output = bash.output().expect("bash");
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}\n{said}\n{errors}");
    assert!(
        said.contains("[[") || said.contains("\u{1b}[1m"),
        "no mark in the answer to\n{script}\n{said}\n{errors}"
    );
    assert!(
        said.contains(" added"),
        "no account of the sample archive in\n{said}"
    );
    assert_shown(&said);
}

/// What README.md shows as the answer, up to its `…`, is what was printed; sizes and seconds are this machine's.
fn assert_shown(said: &str) {
    let blocks = blocks("text");
    let shown = blocks.first().expect("README.md shows the answer");
    let measured = |line: &str| -> String {
        let words = line.split(' ').map(|word| match word.parse::<f64>() {
            Ok(_) if word.contains('.') => "#",
            _ => word,
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let printed: Vec<String> = said.lines().map(measured).collect();
    let mut seen = 0;
    for (at, line) in shown.lines().take_while(|line| *line != "…").enumerate() {
        assert_eq!(
            printed.get(at),
            Some(&measured(line)),
            "line {} of what README.md shows",
            at + 1
        );
        seen += 1;
    }
    assert!(seen >= 10, "only {seen} lines shown");
}

#[test]
fn the_second_command_is_the_tests() {
    let blocks = blocks("sh");
    assert!(
        blocks.len() >= 2,
        "README.md has {} shell blocks",
        blocks.len()
    );
    let tests = blocks[1].trim();
    assert_eq!(tests.lines().count(), 1, "{tests}");
    assert!(tests.starts_with("cargo test"), "{tests}");
}
