//! morgue beside other engines on the same articles, in one run, in turn: indexing, a cold command, warm queries.
//!
//! ```text
//! cargo bench --bench peers -- ARCHIVE.jsonl --peer bare=/path/rawtantivy --peer 'lucene=java -Xmx4g -cp JAR:. LuceneBench'
//!     [--cold bare] [--rounds 5] [--titles 60] [--out benches/runs/NAME.jsonl]
//! ```
//!
//! ARCHIVE is JSON lines with `id`, `title`, `body` and `published`. A peer is a program that is called as `PEER index ARCHIVE FOLDER 2` and
//! `PEER query FOLDER QUERIES ROUNDS`; QUERIES has lines of class, query (`+a +b`, `a b`, `"a b"`), first and last second since 1970, and it
//! prints lines that begin `CLASS<TAB>…p50=…<TAB>p99=…` in microseconds, each query at its best of ROUNDS. With `--cold` it is also
//! called as `PEER one FOLDER QUERY`. An answer is the ten best with their stored articles, from the text of the query on.
//! Every figure goes to `--out` as it was taken; what is printed are medians and ratios to morgue.

// A program that prints its measurements.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use clap::Parser;
use morgue::date::DateRange;
use morgue::index::Index;
use morgue::search::{Searcher, Sort, parse};

#[path = "common/mod.rs"]
mod common;
#[path = "peers/queries.rs"]
mod queries;

use common::figures::{Figures, percentile};
use common::watched::{self, size_of};
use common::{Failure, READING};
use queries::Query;

/// Measures morgue beside other engines
#[derive(Parser)]
struct Args {
    /// JSON lines with id, title, body and published
    archive: Option<PathBuf>,
    /// Another engine, as NAME=COMMAND
    #[arg(long = "peer", value_name = "NAME=COMMAND")]
    peers: Vec<String>,
    /// The peer that a cold command is measured beside
    #[arg(long, value_name = "NAME")]
    cold: Option<String>,
    /// How often each thing is done
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Titles that words are taken from
    #[arg(long, default_value_t = 60)]
    titles: usize,
    /// Where every figure is written, as JSON lines
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What cargo passes to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let Some(archive) = args.archive.as_deref().filter(|path| path.is_file()) else {
        println!("peers: skipped, no archive was named (ARCHIVE.jsonl)");
        return ExitCode::SUCCESS;
    };
    match measure(archive, &args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers: {error}");
            ExitCode::FAILURE
        }
    }
}

/// An engine, and how it is called.
struct Engine {
    name: String,
    command: Vec<String>,
    folder: PathBuf,
}

impl Engine {
    fn morgue(home: &Path) -> Self {
        Self {
            name: "morgue".to_owned(),
            command: vec![env!("CARGO_BIN_EXE_morgue").to_owned()],
            folder: home.join("morgue"),
        }
    }

    fn peer(text: &str, home: &Path) -> Result<Self, Failure> {
        let (name, command) = text
            .split_once('=')
            .ok_or_else(|| format!("`{text}`: write NAME=COMMAND"))?;
        Ok(Self {
            name: name.to_owned(),
            command: command.split_whitespace().map(str::to_owned).collect(),
            folder: home.join(name),
        })
    }

    fn is_morgue(&self) -> bool {
        self.name == "morgue"
    }

    fn call(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]).args(arguments);
        command.stdin(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn index(&self, archive: &Path) -> Command {
        let (archive, folder) = (archive.to_string_lossy(), self.folder.to_string_lossy());
        if self.is_morgue() {
            self.call(&["index", "-q", "--index", &folder, &archive])
        } else {
            self.call(&["index", &archive, &folder, "2"])
        }
    }

    fn ask_cold(&self, word: &str) -> Command {
        let folder = self.folder.to_string_lossy();
        if self.is_morgue() {
            self.call(&["search", "--color", "always", "--index", &folder, word])
        } else {
            self.call(&["one", &folder, word])
        }
    }
}

fn measure(archive: &Path, args: &Args) -> Result<(), Failure> {
    let home = tempfile::tempdir()?;
    let mut engines = vec![Engine::morgue(home.path())];
    for peer in &args.peers {
        engines.push(Engine::peer(peer, home.path())?);
    }
    let mut figures = Figures::open(args.out.as_deref(), &[archive])?;
    for round in 0..args.rounds {
        // Each goes first as often as the others, so that what warms up or fills up hits all alike.
        for number in 0..engines.len() {
            index(
                &engines[(round + number) % engines.len()],
                archive,
                &mut figures,
            )?;
        }
    }
    let queries = queries::of(&[archive], args.titles)?;
    for round in 0..args.rounds {
        for number in 0..engines.len() {
            let engine = &engines[(round + number) % engines.len()];
            ask_warm(engine, &queries, home.path(), &mut figures)?;
        }
    }
    if let Some(cold) = &args.cold {
        ask_cold(&engines, cold, &queries, &mut figures)?;
    }
    keep(&engines[0], archive, args.rounds, &mut figures)?;
    let names: Vec<String> = engines.iter().map(|engine| engine.name.clone()).collect();
    figures.print(&names);
    Ok(())
}

fn index(engine: &Engine, archive: &Path, figures: &mut Figures) -> Result<(), Failure> {
    if engine.folder.exists() {
        fs::remove_dir_all(&engine.folder)?;
    }
    let ran = watched::run(&mut engine.index(archive), REJECTS)?;
    let bytes = fs::metadata(archive)?.len() as f64;
    figures.take("index s", &engine.name, ran.seconds)?;
    figures.take("index MB/s", &engine.name, bytes / 1e6 / ran.seconds)?;
    figures.take("index peak MB", &engine.name, ran.peak)?;
    let size = size_of(&engine.folder)? as f64 / 1e6;
    figures.take("index size MB", &engine.name, size)
}

/// A whole process for each of thirty words, in turn.
fn ask_cold(
    engines: &[Engine],
    cold: &str,
    queries: &[Query],
    figures: &mut Figures,
) -> Result<(), Failure> {
    let words = queries.iter().filter(|query| query.class == "term");
    for word in words.filter_map(|query| query.theirs.as_ref()).take(30) {
        for engine in engines
            .iter()
            .filter(|engine| engine.is_morgue() || engine.name == cold)
        {
            let ran = watched::run(&mut engine.ask_cold(word), NO_HITS)?;
            figures.take("cold ms", &engine.name, ran.seconds * 1e3)?;
            figures.take("cold peak MB", &engine.name, ran.peak)?;
        }
    }
    Ok(())
}

/// What morgue does beside indexing and searching: a check, an export, the same run again.
fn keep(
    morgue: &Engine,
    archive: &Path,
    rounds: usize,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let folder = morgue.folder.to_string_lossy();
    let (archive, quiet) = (archive.to_string_lossy(), "-q");
    let calls: [(&str, Vec<&str>); 4] = [
        ("verify s", vec!["verify", "--index", &folder]),
        (
            "verify --deep s",
            vec!["verify", "--deep", "--index", &folder],
        ),
        ("export s", vec!["export", "--index", &folder]),
        (
            "index again s",
            vec!["index", quiet, "--index", &folder, &archive],
        ),
    ];
    for _ in 0..rounds {
        for (what, arguments) in &calls {
            let ran = watched::run(&mut morgue.call(arguments), REJECTS)?;
            figures.take(what, &morgue.name, ran.seconds)?;
        }
    }
    Ok(())
}

/// Exit codes that are no failure: a search without hits, a run with rejects.
const NO_HITS: &[i32] = &[1];
const REJECTS: &[i32] = &[3];

fn ask_warm(
    engine: &Engine,
    queries: &[Query],
    home: &Path,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let by_class = if engine.is_morgue() {
        ask_morgue(engine, queries)?
    } else {
        ask_peer(engine, queries, home)?
    };
    for (class, (p50, p99)) in by_class.into_iter().filter(|(class, _)| class != "ALL") {
        figures.take(&format!("{class} p50 µs"), &engine.name, p50)?;
        figures.take(&format!("{class} p99 µs"), &engine.name, p99)?;
    }
    Ok(())
}

/// p50 and p99 of each class, in microseconds, each query at its best of [`TIMES`].
type Classes = BTreeMap<String, (f64, f64)>;

const TIMES: usize = 5;

fn ask_morgue(engine: &Engine, queries: &[Query]) -> Result<Classes, Failure> {
    let reader = Index::open(&engine.folder)?.reader()?;
    let searcher = Searcher::new(&reader);
    let mut best: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for sort in [Sort::Relevance, Sort::Newest] {
        let asked = queries
            .iter()
            .filter(|query| sort == Sort::Relevance || query.class == "or");
        for query in asked {
            let mut least = f64::MAX;
            for _ in 0..TIMES {
                let started = Instant::now();
                let parsed = parse(&query.ours, READING)?.query;
                let range = query.days.as_deref();
                let range = range
                    .map(|days| DateRange::parse(days, READING.today))
                    .transpose()?;
                for (address, _) in searcher.best(&parsed, range.as_ref(), sort, 10)? {
                    std::hint::black_box(reader.article(address)?);
                }
                least = least.min(started.elapsed().as_secs_f64() * 1e6);
            }
            let class = match sort {
                Sort::Relevance => query.class.clone(),
                _ => "or, newest first".to_owned(),
            };
            best.entry(class).or_default().push(least);
        }
    }
    for query in queries.iter().filter(|query| !query.class.contains('+')) {
        let parsed = parse(&query.ours, READING)?.query;
        let mut least = f64::MAX;
        for _ in 0..TIMES {
            let started = Instant::now();
            std::hint::black_box(searcher.count(&parsed, None)?);
            least = least.min(started.elapsed().as_secs_f64() * 1e6);
        }
        let class = format!("{}, counted", query.class);
        best.entry(class).or_default().push(least);
    }
    let classes = best.into_iter();
    Ok(classes
        .map(|(class, values)| (class, (percentile(&values, 0.5), percentile(&values, 0.99))))
        .collect())
}

fn ask_peer(engine: &Engine, queries: &[Query], home: &Path) -> Result<Classes, Failure> {
    let file = home.join("queries.tsv");
    queries::write(queries, &file)?;
    let (folder, file) = (engine.folder.to_string_lossy(), file.to_string_lossy());
    let output = engine
        .call(&["query", &folder, &file, &TIMES.to_string()])
        .output()?;
    let figure = |line: &str, name: &str| -> Option<f64> {
        let (_, behind) = line.split_once(name)?;
        let end = behind.find(|c: char| !c.is_ascii_digit() && c != '.');
        behind[..end.unwrap_or(behind.len())].parse().ok()
    };
    let mut classes = Classes::new();
    for line in BufReader::new(&output.stdout[..]).lines() {
        let line = line?;
        let class = line.split('\t').next().unwrap_or_default().to_owned();
        if let (Some(p50), Some(p99)) = (figure(&line, "p50="), figure(&line, "p99=")) {
            classes.insert(class, (p50, p99));
        }
    }
    Ok(classes)
}
