//! What grows with the archive and what does not: the same news cut into ever more articles.
//!
//! ```text
//! cargo bench --bench growth -- ARCHIVE.jsonl… [--sizes 10000,100000,1000000,2000000] [--mixed] [--out benches/runs/NAME.jsonl]
//! ```
//!
//! ARCHIVES are JSON lines with `id`, `title`, `body` and `published`. For each size their articles are taken whole, cut into paragraphs, or
//! into sentences, whichever is the first to be enough, and so many are written in the order of their dates, evenly spread;
//! with `--mixed` in no order. That is indexed by the program, and asked: whole processes from a cold start, then in one
//! process, then the worst questions that are allowed.

// A program that prints its measurements.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use clap::Parser;
use morgue::date::DateRange;
use morgue::index::Index;
use morgue::search::{Request, Searcher, Sort, parse};
use serde_json::{Value, json};

#[path = "common/mod.rs"]
mod common;

use common::figures::{Figures, median};
use common::watched::{self, size_of};
use common::{Failure, READING, titles};

/// Measures what grows with the archive
#[derive(Parser)]
struct Args {
    /// JSON lines with id, title, body and published
    archives: Vec<PathBuf>,
    /// So many articles
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000, 2_000_000])]
    sizes: Vec<usize>,
    /// In no order of time
    #[arg(long)]
    mixed: bool,
    /// Headlines that words are taken from
    #[arg(long, default_value_t = 60)]
    titles: usize,
    /// Times each thing is asked
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Where every figure is written, as JSON lines
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What cargo passes to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if args.archives.is_empty() {
        println!("growth: skipped, no archive was named (ARCHIVE.jsonl)");
        return ExitCode::SUCCESS;
    }
    match measure(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("growth: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(args: &Args) -> Result<(), Failure> {
    let archives: Vec<&Path> = args.archives.iter().map(PathBuf::as_path).collect();
    let mut figures = Figures::open(args.out.as_deref(), &archives)?;
    let pairs = titles::pairs(&archives, args.titles)?;
    let home = tempfile::tempdir()?;
    let mut columns = Vec::new();
    for size in &args.sizes {
        let archive = home.path().join("archive.jsonl");
        let frequent = cut(&archives, *size, args.mixed, &archive)?;
        let folder = home.path().join("index");
        let run = Run {
            size: format!("{size}"),
            folder: &folder,
            rounds: args.rounds,
            pairs: &pairs,
        };
        run.index(&archive, &mut figures)?;
        run.ask_cold(&mut figures)?;
        run.ask_warm(&mut figures)?;
        run.ask_the_worst(&frequent, &mut figures)?;
        fs::remove_dir_all(&folder)?;
        columns.push(run.size);
    }
    figures.print(&columns);
    Ok(())
}

/// One size.
struct Run<'a> {
    size: String,
    folder: &'a Path,
    rounds: usize,
    pairs: &'a [(String, String)],
}

impl Run<'_> {
    fn morgue(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command.args(arguments).arg("--index").arg(self.folder);
        command
    }

    fn index(&self, archive: &Path, figures: &mut Figures) -> Result<(), Failure> {
        let mut command = self.morgue(&["index", "-q"]);
        let ran = watched::run(command.arg(archive), &[3])?;
        figures.take("index s", &self.size, ran.seconds)?;
        figures.take("index peak MB", &self.size, ran.peak)?;
        let bytes = size_of(self.folder)? as f64;
        figures.take("index size MB", &self.size, bytes / 1e6)
    }

    /// A whole process that shows ten hits.
    fn ask_cold(&self, figures: &mut Figures) -> Result<(), Failure> {
        for (word, _) in self.pairs.iter().take(30) {
            let mut command = self.morgue(&["search", "--color", "always", word]);
            let ran = watched::run(&mut command, &[1])?;
            figures.take("cold ms", &self.size, ran.seconds * 1e3)?;
            figures.take("cold peak MB", &self.size, ran.peak)?;
        }
        Ok(())
    }

    /// The ten best of each class, in one process; each figure is the median of a query's rounds.
    fn ask_warm(&self, figures: &mut Figures) -> Result<(), Failure> {
        let reader = Index::open(self.folder)?.reader()?;
        let searcher = Searcher::new(&reader);
        let years = [
            ("", None),
            (", a month", Some("2016-06")),
            (", a year", Some("2016")),
        ];
        let years = years
            .into_iter()
            .chain([(", five years", Some("2013..2017"))]);
        for (of_days, days) in years {
            let range = days.map(|days| DateRange::parse(days, READING.today));
            let range = range.transpose()?;
            for (a, b) in self.pairs {
                let forms = [
                    ("word", a.clone()),
                    ("and", format!("{a} {b}")),
                    ("or", format!("{a} OR {b}")),
                    ("phrase", format!("\"{a} {b}\"")),
                    ("w/5", format!("{a} w/5 {b}")),
                ];
                for (class, text) in forms {
                    let ask = || {
                        let query = parse(&text, READING)?.query;
                        let best = searcher.best(&query, range.as_ref(), Sort::Relevance, 10)?;
                        Ok(best.len())
                    };
                    let what = format!("{class}{of_days} µs");
                    figures.take(&what, &self.size, self.microseconds(ask)?)?;
                }
            }
        }
        Ok(())
    }

    /// What costs most of all that is not refused: count, the ten best, their marks and passages.
    fn ask_the_worst(&self, frequent: &[String], figures: &mut Figures) -> Result<(), Failure> {
        let reader = Index::open(self.folder)?.reader()?;
        let searcher = Searcher::new(&reader);
        for (what, text) in worst(frequent) {
            let request = Request {
                query: parse(&text, READING)?.query,
                range: None,
                sort: Sort::Relevance,
                limit: Some(10),
                offset: 0,
                passages: 3,
            };
            let ask = || {
                let mut results = searcher.search(&request)?;
                let mut hits = 0;
                while results.next_hit()?.is_some() {
                    hits += 1;
                }
                Ok(hits)
            };
            match self.microseconds(ask) {
                Ok(time) => figures.take(&format!("{what} ms"), &self.size, time / 1e3)?,
                Err(refused) => eprintln!("{what}: {refused}"),
            }
        }
        Ok(())
    }

    fn microseconds(&self, ask: impl Fn() -> Result<usize, Failure>) -> Result<f64, Failure> {
        let mut times = Vec::new();
        for _ in 0..self.rounds {
            let started = Instant::now();
            std::hint::black_box(ask()?);
            times.push(started.elapsed().as_secs_f64() * 1e6);
        }
        Ok(median(&times))
    }
}

/// The questions that cost most, of the archive's most frequent words.
fn worst(frequent: &[String]) -> Vec<(&'static str, String)> {
    let some = |from: usize, to: usize, between: &str| {
        let words = frequent.get(from..to.min(frequent.len()));
        words.unwrap_or_default().join(between)
    };
    let leave_out = some(300, 554, " -");
    vec![
        ("`the`", "the".to_owned()),
        ("`\"of the\"`", "\"of the\"".to_owned()),
        ("`the OR of`", "the OR of".to_owned()),
        ("`the /s of`", "the /s of".to_owned()),
        ("`the w/5 of`", "the w/5 of".to_owned()),
        ("`atleast3(the)`", "atleast3(the)".to_owned()),
        ("256 frequent words, any", some(0, 256, " OR ")),
        ("256 rarer words, any", some(3_000, 3_256, " OR ")),
        ("a word without 254 others", format!("the -{leave_out}")),
        ("a wildcard of many words", "res*".to_owned()),
        ("a fuzzy word", "government~2".to_owned()),
        (
            "100 frequent words `/s` one",
            format!("({}) /s the", some(30, 130, " OR ")),
        ),
    ]
}

/// Writes so many articles; gives the words that most of them have, the most frequent first.
fn cut(archives: &[&Path], size: usize, mixed: bool, out: &Path) -> Result<Vec<String>, Failure> {
    let mut articles: Vec<Value> = Vec::new();
    for archive in archives {
        for line in BufReader::new(File::open(archive)?).lines() {
            articles.push(serde_json::from_str(&line?)?);
        }
    }
    let date = |article: &Value| article["published"].as_str().unwrap_or_default().to_owned();
    articles.sort_by_cached_key(date);
    let mut cuts: Vec<(usize, String)> = Vec::new();
    for knife in [whole, paragraphs, sentences] {
        cuts.clear();
        for (number, article) in articles.iter().enumerate() {
            let body = article["body"].as_str().unwrap_or_default();
            cuts.extend(
                knife(body)
                    .into_iter()
                    .map(|part| (number, part.to_owned())),
            );
        }
        if cuts.len() >= size {
            break;
        }
    }
    let step = cuts.len() as f64 / size as f64;
    let mut chosen: Vec<usize> = (0..size.min(cuts.len()))
        .map(|n| (n as f64 * step.max(1.0)) as usize)
        .collect();
    if mixed {
        chosen.sort_by_key(|n| (*n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    }
    let mut file = BufWriter::new(File::create(out)?);
    let mut counts: HashMap<String, usize> = HashMap::new();
    for number in chosen {
        let (article, part) = &cuts[number];
        let article = &articles[*article];
        for word in part.split(|c: char| !c.is_ascii_alphabetic()) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
        let record = json!({
            "id": format!("c{number}"),
            "title": article["title"],
            "published": article["published"],
            "body": part,
        });
        writeln!(file, "{record}")?;
    }
    file.flush()?;
    let operators = ["and", "or", "not", "same", "near", "within", ""];
    let mut words: Vec<(String, usize)> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let words = words.into_iter().map(|(word, _)| word);
    Ok(words
        .filter(|word| !operators.contains(&word.as_str()))
        .take(5_000)
        .collect())
}

fn whole(body: &str) -> Vec<&str> {
    vec![body]
}

fn paragraphs(body: &str) -> Vec<&str> {
    let parts = body.split("\n\n").flat_map(|part| part.split("\n    "));
    parts.filter(|part| !part.trim().is_empty()).collect()
}

fn sentences(body: &str) -> Vec<&str> {
    let parts = paragraphs(body);
    let parts = parts
        .into_iter()
        .flat_map(|part| part.split_inclusive(". "));
    parts.filter(|part| part.trim().len() > 1).collect()
}
