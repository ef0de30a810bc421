//! How fast queries are answered, beside the engine used bare: same articles, same words, same process, in turn.
//!
//! ```text
//! cargo bench --bench queries -- ARCHIVE.jsonl [--runs 7] [--titles 60] [--only CLASS]
//! ```
//!
//! ARCHIVE is JSON lines with `title`, `body` and `published`. It is indexed twice into a temporary folder: by morgue, and by a plain tantivy
//! writer with stemmed title and body. Words come from its own titles, evenly spread. Each query is asked of both in turn, `--runs` times;
//! its figure is the median of its runs, a class's the median of its queries. Every answer is the ten best, from the text of the query on. The
//! proximities have no counterpart in the bare engine: they stand beside morgue's own phrase of the same two words. Without its file the program says so and
//! is done, so that a plain `cargo bench` passes anywhere.

// A program that prints its measurements.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::Parser;
use morgue::date::DateRange;
use morgue::index::Index;
use morgue::ingest::{self, walk};
use morgue::search::{Request, Searcher, Sort, parse};

#[path = "queries/bare.rs"]
mod bare;
#[path = "common/mod.rs"]
mod common;

use common::figures::median;
use common::{Failure, READING, titles};

/// Measures queries beside the bare engine
#[derive(Parser)]
struct Args {
    /// JSON lines with title, body and published
    archive: Option<PathBuf>,
    /// Times each query is asked
    #[arg(long, default_value_t = 7)]
    runs: usize,
    /// Titles that words are taken from
    #[arg(long, default_value_t = 60)]
    titles: usize,
    /// One class of questions only, such as "word" or "w/5 by phrase"
    #[arg(long)]
    only: Option<String>,
    /// What cargo passes to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let Some(archive) = args.archive.as_deref().filter(|path| path.is_file()) else {
        println!("queries: skipped, no archive was named (ARCHIVE.jsonl)");
        return ExitCode::SUCCESS;
    };
    match measure(archive, &args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("queries: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What is asked, of whom.
struct Question {
    class: &'static str,
    /// In morgue's language.
    ours: String,
    /// In the bare engine's, where it has the like; else in morgue's, what it is measured beside.
    beside: Beside,
    range: Option<DateRange>,
    sort: Sort,
}

impl Question {
    /// The same without dates and best first: what a dated or sorted one is measured beside.
    fn plain(&self) -> Self {
        Self {
            class: self.class,
            ours: self.ours.clone(),
            beside: Beside::Ours(String::new()),
            range: None,
            sort: Sort::Relevance,
        }
    }
}

enum Beside {
    Bare(String),
    Ours(String),
}

fn measure(archive: &Path, args: &Args) -> Result<(), Failure> {
    let home = tempfile::tempdir()?;
    let index = Index::open_or_create(&home.path().join("morgue"))?;
    let started = Instant::now();
    let found = walk::walk(&[archive.to_owned()], walk::Links::Follow, home.path())?;
    let stop = Arc::new(AtomicBool::new(false));
    ingest::run(
        &index,
        found,
        ingest::Options::default(),
        &stop,
        &mut |_| {},
    )?;
    let ours = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let bare = bare::Bare::index(archive, &home.path().join("bare"))?;
    let theirs = started.elapsed().as_secs_f64();
    println!("indexed in {ours:.1} s, bare in {theirs:.1} s (with one text field set less)");
    let reader = index.reader()?;
    let searcher = Searcher::new(&reader);
    let mut medians: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    let mut passages = Vec::new();
    let asked = questions(archive, args.titles)?;
    let is_asked = |question: &Question| {
        args.only
            .as_deref()
            .is_none_or(|only| only == question.class)
    };
    for question in asked.into_iter().filter(is_asked) {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for _ in 0..args.runs {
            first.push(timed(|| ask(&searcher, &question, &question.ours))?);
            second.push(match &question.beside {
                Beside::Bare(text) => timed(|| bare.ask(text))?,
                Beside::Ours(text) => timed(|| ask(&searcher, &question.plain(), text))?,
            });
        }
        let pair = (median(&first), median(&second));
        medians.entry(question.class).or_default().push(pair);
        if question.class == "or" {
            passages.push(cost_of_showing(&searcher, &question, args.runs)?);
        }
    }
    print(&medians, &passages);
    Ok(())
}

/// Microseconds that an answer takes.
fn timed(answer: impl FnOnce() -> Result<usize, Failure>) -> Result<f64, Failure> {
    let started = Instant::now();
    std::hint::black_box(answer()?);
    Ok(started.elapsed().as_secs_f64() * 1e6)
}

/// The ten best, from the text of the query on.
fn ask(searcher: &Searcher, question: &Question, text: &str) -> Result<usize, Failure> {
    let query = parse(text, READING)?.query;
    let best = searcher.best(&query, question.range.as_ref(), question.sort, 10)?;
    Ok(std::hint::black_box(best).len())
}

/// What ten articles with their marks and three passages each cost, in microseconds, when it is known which they are.
fn cost_of_showing(searcher: &Searcher, question: &Question, runs: usize) -> Result<f64, Failure> {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    let request = |limit| {
        Ok::<_, Failure>(Request {
            query: parse(&question.ours, READING)?.query,
            range: None,
            sort: Sort::Relevance,
            limit: Some(limit),
            offset: 0,
            passages: 3,
        })
    };
    for _ in 0..runs {
        let mut results = searcher.search(&request(10)?)?;
        with.push(timed(|| {
            let mut hits = 0;
            while let Some(hit) = results.next_hit()? {
                std::hint::black_box(hit);
                hits += 1;
            }
            Ok(hits)
        })?);
        without.push(timed(|| Ok(results.next_hit()?.is_some().into()))?);
    }
    Ok(median(&with) - median(&without))
}

/// Every class of question for words of titles that are spread evenly over the archive.
fn questions(archive: &Path, headlines: usize) -> Result<Vec<Question>, Failure> {
    let ranges = [
        ("month by all", "2018-06"),
        ("year by all", "2018"),
        ("5 years by all", "2014..2018"),
    ];
    let mut questions = Vec::new();
    for (a, b) in titles::pairs(&[archive], headlines)? {
        let phrase = format!("\"{a} {b}\"");
        let mut ask = |class, ours: String, beside, range, sort| {
            questions.push(Question {
                class,
                ours,
                beside,
                range,
                sort,
            });
        };
        let best = Sort::Relevance;
        ask("word", a.clone(), Beside::Bare(a.clone()), None, best);
        ask(
            "and",
            format!("{a} {b}"),
            Beside::Bare(format!("+{a} +{b}")),
            None,
            best,
        );
        ask(
            "or",
            format!("{a} OR {b}"),
            Beside::Bare(format!("{a} {b}")),
            None,
            best,
        );
        ask(
            "phrase",
            phrase.clone(),
            Beside::Bare(phrase.clone()),
            None,
            best,
        );
        ask(
            "w/5 by phrase",
            format!("{a} w/5 {b}"),
            Beside::Ours(phrase.clone()),
            None,
            best,
        );
        ask(
            "/s by phrase",
            format!("{a} /s {b}"),
            Beside::Ours(phrase.clone()),
            None,
            best,
        );
        ask(
            "newest by best",
            format!("{a} OR {b}"),
            Beside::Ours(format!("{a} OR {b}")),
            None,
            Sort::Newest,
        );
        for (class, range) in ranges {
            let range = DateRange::parse(range, chrono::NaiveDate::default())?;
            let text = format!("{a} OR {b}");
            ask(class, text.clone(), Beside::Ours(text), Some(range), best);
        }
    }
    Ok(questions)
}

fn print(medians: &BTreeMap<&str, Vec<(f64, f64)>>, passages: &[f64]) {
    println!(
        "class            queries   morgue µs   beside µs   ratio of medians   median of ratios"
    );
    for (class, pairs) in medians {
        let (ours, theirs): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let ratios: Vec<f64> = pairs.iter().map(|(a, b)| a / b).collect();
        let (a, b) = (median(&ours), median(&theirs));
        println!(
            "{class:16} {:7} {a:11.0} {b:11.0} {:18.2} {:18.2}",
            pairs.len(),
            a / b,
            median(&ratios)
        );
    }
    println!(
        "three passages for each of ten hits: {:.0} µs in all",
        median(passages)
    );
}
