//! The order of the house, checked over the source text: who may import whom, how long a file may be, what the library
//! must not do. `docs/` and ARCHITECTURE.md say why; this file sees that it stays so.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The parts of the library, each with the parts it may name. `date` and `article` are what both paths share.
const MAY_IMPORT: [(&str, &[&str]); 7] = [
    ("date", &[]),
    ("article", &["date"]),
    ("index", &["article", "date"]),
    ("ingest", &["article", "date", "index"]),
    ("search", &["article", "date", "index"]),
    ("render", &["article", "date", "index", "search"]),
    (
        "cli",
        &["article", "date", "index", "ingest", "render", "search"],
    ),
];

/// What `render` may see of the parts below it: fields and results, nothing that reads an index.
const RENDER_SEES: [&str; 5] = [
    "index::Field",
    "search::Hit",
    "search::Passage",
    "search::Sort",
    "search::Mark",
];

/// Where tantivy may be named: in the index, and where a query becomes one of tantivy's.
const NAMES_TANTIVY: [&str; 3] = ["src/index/", "src/search/engine/", "src/search/plan.rs"];

/// The longest a file may be without its tests, in lines.
const LONGEST: usize = 400;

/// Files that are longer, with the reason.
const MAY_BE_LONGER: [(&str, &str); 0] = [];

/// One file of `src/`.
struct Source {
    /// From the repository's root: `src/date/mod.rs`.
    path: String,
    /// All of it.
    text: String,
    /// Its code: without comments, texts in quotes, and tests.
    code: String,
    /// Lines before its tests.
    lines: usize,
}

impl Source {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a source file is text");
        let name = path
            .strip_prefix(env!("CARGO_MANIFEST_DIR"))
            .expect("it stands in the repository")
            .to_string_lossy()
            .into_owned();
        let own = text
            .find("#[cfg(test)]\nmod ")
            .map_or(&text[..], |at| &text[..at]);
        Self {
            path: name,
            code: without_comments_and_texts(own),
            lines: own.lines().count(),
            text,
        }
    }

    /// A file that holds nothing but tests.
    fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs")
            || self.path.ends_with("_tests.rs")
            || self.path.contains("/tests/")
    }

    /// The modules from the root to this file: `["search", "engine", "top"]`.
    fn modules(&self) -> Vec<&str> {
        let inner = self
            .path
            .strip_prefix("src/")
            .and_then(|p| p.strip_suffix(".rs"))
            .expect("a source file");
        inner.split('/').filter(|part| *part != "mod").collect()
    }

    /// Everything of ours that the code names by a path from the root: `index::Field`, `date`.
    fn imports(&self) -> Vec<String> {
        let modules = self.modules();
        let mut found = Vec::new();
        for (at, _) in self.code.match_indices("crate::") {
            if !ends_in_name(&self.code[..at]) {
                names(&self.code[at + "crate::".len()..], "", &mut found);
            }
        }
        // As many `super::` as the module is deep lead to the root too.
        let up = "super::".repeat(modules.len());
        for (at, _) in self.code.match_indices(&up) {
            let before = &self.code[..at];
            if !ends_in_name(before) && !before.ends_with("super::") {
                names(&self.code[at + up.len()..], "", &mut found);
            }
        }
        found
    }
}

fn ends_in_name(text: &str) -> bool {
    text.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The paths that a text begins with, two names deep: `index::{Field, Index}` is `index::Field` and `index::Index`.
fn names(text: &str, prefix: &str, found: &mut Vec<String>) {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        let (mut depth, mut start) = (0, 0);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    names(&group[start..at], prefix, found);
                    return;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    names(&group[start..at], prefix, found);
                    start = at + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let length = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let name = &text[..length];
    if name.is_empty() {
        return;
    }
    match text[length..].strip_prefix("::") {
        Some(rest) if prefix.is_empty() => {
            let before = found.len();
            names(rest, name, found);
            if found.len() == before {
                found.push(name.to_owned());
            }
        }
        _ if prefix.is_empty() => found.push(name.to_owned()),
        _ => found.push(format!("{prefix}::{name}")),
    }
}

/// The code alone; line breaks stay.
fn without_comments_and_texts(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if let Some(length) = raw_text(rest).filter(|_| !ends_in_name(&code)) {
            length
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' {
            character(rest)
        } else {
            0
        };
        if skipped == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.extend(rest[..skipped].chars().filter(|c| *c == '\n'));
            code.push(' ');
            rest = &rest[skipped..];
        }
    }
    code
}

/// The length of `r#"…"#` or `br"…"`.
fn raw_text(text: &str) -> Option<usize> {
    let after = text.strip_prefix('b').unwrap_or(text).strip_prefix('r')?;
    let hashes = after.bytes().take_while(|b| *b == b'#').count();
    let inner = after[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inner.find(&close)? + close.len();
    Some(text.len() - inner.len() + end)
}

/// The length of a text in quotes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `'x'`; 0 for a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), _) => quoted(text, '\''),
        (_, Some((at, '\''))) => at + 1,
        _ => 0,
    }
}

/// All files of `src/`, sorted.
fn sources() -> Vec<Source> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of the source") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    files.sort();
    let sources: Vec<Source> = files.iter().map(|path| Source::read(path)).collect();
    assert!(
        sources.len() >= 90,
        "only {} source files seen",
        sources.len()
    );
    sources
}

/// The files that are not tests.
fn own() -> Vec<Source> {
    let own: Vec<Source> = sources().into_iter().filter(|s| !s.is_test()).collect();
    assert!(own.len() >= 80, "only {} files of code seen", own.len());
    own
}

/// Fails with all that is wrong, a line each.
#[track_caller]
fn nothing(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn each_part_imports_only_what_the_table_allows() {
    let table: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for source in own() {
        let part = source.modules()[0];
        if part == "lib" || part == "main" {
            continue;
        }
        let Some(allowed) = table.get(part) else {
            wrong.push(format!("{}: `{part}` is not in the table", source.path));
            continue;
        };
        for import in source.imports() {
            seen += 1;
            let to = import.split("::").next().expect("a path has a first name");
            if to != part && !allowed.contains(&to) {
                wrong.push(format!("{}: `{part}` names `{import}`", source.path));
            }
        }
    }
    assert!(seen >= 150, "only {seen} imports seen");
    nothing(wrong);
}

#[test]
fn render_sees_fields_and_results_and_no_index() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for source in own().iter().filter(|s| s.modules()[0] == "render") {
        for import in source.imports() {
            let of = import.split("::").next().expect("a first name");
            if of == "index" || of == "search" {
                seen += 1;
                if !RENDER_SEES.contains(&import.as_str()) {
                    wrong.push(format!("{}: {import}", source.path));
                }
            }
        }
    }
    assert!(seen >= 5, "only {seen} imports of results seen");
    nothing(wrong);
}

#[test]
fn tantivy_is_named_only_in_the_index_and_where_a_query_becomes_one_of_its() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for source in own() {
        if source.code.contains("tantivy") {
            seen += 1;
            if !NAMES_TANTIVY
                .iter()
                .any(|place| source.path.starts_with(place))
            {
                wrong.push(source.path);
            }
        }
    }
    assert!(seen >= 8, "only {seen} files that name tantivy seen");
    nothing(wrong);
}

#[test]
fn a_file_is_a_page() {
    let mut wrong = Vec::new();
    for source in own() {
        let excused = MAY_BE_LONGER.iter().any(|(path, _)| *path == source.path);
        if source.lines > LONGEST && !excused {
            wrong.push(format!("{}: {} lines", source.path, source.lines));
        }
        if source.lines <= LONGEST && excused {
            wrong.push(format!("{} is short again: take it off", source.path));
        }
    }
    nothing(wrong);
}

#[test]
fn every_file_opens_with_what_it_is() {
    let wrong = sources()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();
    nothing(wrong);
}

/// The library is told the day, the width and where to write; only the command line asks.
#[test]
fn the_library_never_speaks_and_asks_nobody() {
    const SPEAKING: [&str; 13] = [
        "println!",
        "print!",
        "eprintln!",
        "eprint!",
        "std::env",
        "env::var",
        "process::exit",
        "process::abort",
        "SystemTime::now",
        "Local::now",
        "Utc::now",
        "io::stdout",
        "io::stderr",
    ];
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for source in own() {
        if source.path == "src/main.rs" || source.path.starts_with("src/cli/") {
            continue;
        }
        seen += 1;
        for word in SPEAKING {
            for (at, _) in source.code.match_indices(word) {
                if !ends_in_name(&source.code[..at]) {
                    let line = source.code[..at].matches('\n').count() + 1;
                    wrong.push(format!("{}:{line}: {word}", source.path));
                }
            }
        }
    }
    assert!(seen >= 70, "only {seen} files of the library seen");
    nothing(wrong);
}

#[test]
fn nothing_is_left_undone_or_unsafe() {
    const UNDONE: [&str; 5] = ["TODO", "FIXME", "HACK", "todo!", "unimplemented!"];
    const RASH: [&str; 4] = ["unsafe ", "dbg!", ".unwrap()", "#[allow("];
    let mut wrong = Vec::new();
    for source in sources() {
        for word in UNDONE {
            if source.text.contains(word) {
                wrong.push(format!("{}: {word}", source.path));
            }
        }
        if source.is_test() {
            continue;
        }
        for word in RASH {
            for (at, _) in source.code.match_indices(word) {
                let line = source.code[..at].matches('\n').count() + 1;
                wrong.push(format!("{}:{line}: {word}", source.path));
            }
        }
    }
    nothing(wrong);
}

#[test]
fn main_hands_over_and_does_nothing_else() {
    let main = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs"))
        .expect("src/main.rs");
    assert!(main.lines().count() <= 15, "{main}");
}

/// A snapshot that no test reads is a message that nobody holds to.
#[test]
fn every_snapshot_belongs_to_a_test() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for entry in fs::read_dir(tests.join("snapshots")).expect("the snapshots") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        let parts: Option<Vec<&str>> = name
            .strip_suffix(".snap")
            .map(|name| name.split("__").collect());
        let is_read = parts.is_some_and(|parts| {
            let (test, modules) = parts.split_last().expect("a name has parts");
            let file = tests.join(modules[1..].join("/")).with_extension("rs");
            fs::read_to_string(file).is_ok_and(|text| text.contains(&format!("fn {test}()")))
        });
        if !is_read {
            wrong.push(name.into_owned());
        }
        seen += 1;
    }
    assert!(seen >= 25, "only {seen} snapshots seen");
    nothing(wrong);
}

/// The tests above would pass over anything if this reader of source text saw nothing.
#[test]
fn paths_are_found_however_they_are_written() {
    let source = |path: &str, text: &str| Source {
        path: path.to_owned(),
        text: text.to_owned(),
        code: without_comments_and_texts(text),
        lines: 0,
    };
    let text = r##"
        use crate::article::Article; // crate::comment::No
        use crate::{date, index::{Field, Index as I}};
        fn f(x: &'a str, c: char) -> crate::search::Hit { "crate::text::No"; r#"crate::raw::No"#; 'x'; '"'; }
        use super::super::render::Style;
        use super::near::Not;
    "##;
    assert_eq!(
        source("src/cli/search.rs", text).imports(),
        [
            "article::Article",
            "date",
            "index::Field",
            "index::Index",
            "search::Hit",
            "render::Style"
        ]
    );
}
