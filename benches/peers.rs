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
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use clap::Parser;
use morgue::date::DateRange;
use morgue::index::Index;
use morgue::search::{Joining, Reading, Searcher, Sort, parse};
use serde_json::{Value, json};

#[path = "peers/queries.rs"]
mod queries;

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

type Failure = Box<dyn std::error::Error>;

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

/// Where figures go as they are taken.
struct Figures {
    out: Option<File>,
    taken: BTreeMap<(String, String), Vec<f64>>,
}

impl Figures {
    fn open(path: Option<&Path>) -> Result<Self, Failure> {
        if let Some(folder) = path.and_then(Path::parent) {
            fs::create_dir_all(folder)?;
        }
        Ok(Self {
            out: path.map(File::create).transpose()?,
            taken: BTreeMap::new(),
        })
    }

    fn take(&mut self, what: &str, engine: &str, value: f64) -> Result<(), Failure> {
        if let Some(out) = &mut self.out {
            writeln!(
                out,
                "{}",
                json!({"what": what, "engine": engine, "value": value})
            )?;
        }
        let key = (what.to_owned(), engine.to_owned());
        self.taken.entry(key).or_default().push(value);
        Ok(())
    }

    fn print(&self, engines: &[Engine]) {
        let names: Vec<&str> = engines.iter().map(|engine| engine.name.as_str()).collect();
        println!("{:28} {}", "median", names.join("  ·  "));
        let mut rows: Vec<&String> = self.taken.keys().map(|(what, _)| what).collect();
        rows.dedup();
        for what in rows {
            let median_of = |name: &str| {
                let key = (what.clone(), name.to_owned());
                self.taken.get(&key).map(|values| median(values))
            };
            let ours = median_of("morgue");
            let cells: Vec<String> = names
                .iter()
                .map(|name| match (median_of(name), ours) {
                    (Some(value), Some(ours)) if *name != "morgue" => {
                        format!("{value:.1} ({:.2} times morgue's)", value / ours)
                    }
                    (Some(value), _) => format!("{value:.1}"),
                    (None, _) => "–".to_owned(),
                })
                .collect();
            println!("{what:28} {}", cells.join("  ·  "));
        }
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn measure(archive: &Path, args: &Args) -> Result<(), Failure> {
    let home = tempfile::tempdir()?;
    let mut engines = vec![Engine::morgue(home.path())];
    for peer in &args.peers {
        engines.push(Engine::peer(peer, home.path())?);
    }
    let mut figures = Figures::open(args.out.as_deref())?;
    if let Some(out) = &mut figures.out {
        writeln!(out, "{}", about(archive)?)?;
    }
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
    let queries = queries::of(archive, args.titles)?;
    for round in 0..args.rounds {
        for number in 0..engines.len() {
            let engine = &engines[(round + number) % engines.len()];
            ask_warm(engine, &queries, home.path(), &mut figures)?;
        }
    }
    if let Some(cold) = &args.cold {
        let words: Vec<&str> = queries
            .iter()
            .filter(|query| query.class == "term")
            .map(|query| query.theirs.as_str())
            .collect();
        let of_cold = |engine: &&Engine| engine.is_morgue() || engine.name == *cold;
        for word in words.iter().take(30) {
            for engine in engines.iter().filter(of_cold) {
                let (seconds, peak) = watched(&mut engine.ask_cold(word))?;
                figures.take("cold ms", &engine.name, seconds * 1e3)?;
                figures.take("cold peak MB", &engine.name, peak)?;
            }
        }
    }
    figures.print(&engines);
    Ok(())
}

/// The machine, the commit and the archive, for the first line of the figures.
fn about(archive: &Path) -> Result<Value, Failure> {
    let commit = Command::new("git").args(["rev-parse", "HEAD"]).output();
    let commit = commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map(|(_, name)| name.trim().to_owned());
    Ok(json!({
        "commit": commit.unwrap_or_default(),
        "cpu": cpu,
        "cores": std::thread::available_parallelism()?.get(),
        "archive_bytes": fs::metadata(archive)?.len(),
    }))
}

fn index(engine: &Engine, archive: &Path, figures: &mut Figures) -> Result<(), Failure> {
    if engine.folder.exists() {
        fs::remove_dir_all(&engine.folder)?;
    }
    let (seconds, peak) = watched(&mut engine.index(archive))?;
    figures.take("index s", &engine.name, seconds)?;
    figures.take("index peak MB", &engine.name, peak)?;
    figures.take(
        "index size MB",
        &engine.name,
        size_of(&engine.folder)? as f64 / 1e6,
    )
}

fn size_of(folder: &Path) -> Result<u64, Failure> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        size += if metadata.is_dir() {
            size_of(&entry.path())?
        } else {
            metadata.len()
        };
    }
    Ok(size)
}

/// Runs a program to its end: seconds, and the most memory it held in megabytes (0 where the system does not say).
fn watched(command: &mut Command) -> Result<(f64, f64), Failure> {
    let started = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0.0_f64;
    // Looking often would take time from what is measured; a short run is looked at more often than a long one.
    let mut pause = Duration::from_micros(200);
    let ended = loop {
        if let Ok(text) = fs::read_to_string(&status) {
            peak = peak.max(peak_of(&text));
        }
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        std::thread::sleep(pause);
        pause = (pause * 5 / 4).min(Duration::from_millis(50));
    };
    if !ended.success() {
        return Err(format!("{command:?} ended with {ended}").into());
    }
    Ok((started.elapsed().as_secs_f64(), peak))
}

fn peak_of(status: &str) -> f64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1e3
}

fn ask_warm(
    engine: &Engine,
    queries: &[Query],
    home: &Path,
    figures: &mut Figures,
) -> Result<(), Failure> {
    const TIMES: usize = 5;
    let mut by_class: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    if engine.is_morgue() {
        let mut best: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        let reader = Index::open(&engine.folder)?.reader()?;
        let searcher = Searcher::new(&reader);
        let mut least = vec![f64::MAX; queries.len()];
        for _ in 0..TIMES {
            for (query, least) in queries.iter().zip(&mut least) {
                let started = Instant::now();
                let parsed = parse(&query.ours, READING)?.query;
                let range = query.days.as_deref();
                let range = range
                    .map(|days| DateRange::parse(days, READING.today))
                    .transpose()?;
                for (address, _) in searcher.best(&parsed, range.as_ref(), Sort::Relevance, 10)? {
                    std::hint::black_box(reader.article(address)?);
                }
                *least = least.min(started.elapsed().as_secs_f64() * 1e6);
            }
        }
        for (query, least) in queries.iter().zip(least) {
            best.entry(&query.class).or_default().push(least);
        }
        for (class, mut values) in best {
            values.sort_by(f64::total_cmp);
            let last = (values.len() as f64 * 0.99) as usize;
            by_class.insert(class.to_owned(), (values[values.len() / 2], values[last]));
        }
    } else {
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
        for line in BufReader::new(&output.stdout[..]).lines() {
            let line = line?;
            let class = line.split('\t').next().unwrap_or_default().to_owned();
            if let (Some(p50), Some(p99)) = (figure(&line, "p50="), figure(&line, "p99=")) {
                by_class.insert(class, (p50, p99));
            }
        }
    }
    for (class, (p50, p99)) in by_class.into_iter().filter(|(class, _)| class != "ALL") {
        figures.take(&format!("{class} p50 µs"), &engine.name, p50)?;
        figures.take(&format!("{class} p99 µs"), &engine.name, p99)?;
    }
    Ok(())
}

const READING: Reading = Reading {
    today: chrono::NaiveDate::MIN,
    joining: Joining::All,
};
