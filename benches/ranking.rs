//! How good the ranking is, measured on a judged collection: topics, and which articles answer them.
//!
//! ```text
//! cargo bench --bench ranking -- DOCS.jsonl QUERIES.tsv QRELS.txt [--per-topic]
//! cargo bench --bench ranking -- --self-check
//! ```
//!
//! DOCS is any archive whose records carry ids. QUERIES has a topic a line, `topic<TAB>text`. QRELS is TREC's form,
//! `topic 0 id grade`. The archive is indexed into a temporary folder, every topic is asked as plain words of which any
//! will do, and the first 1,000 articles are judged by the definitions of `trec_eval -c`: every topic with a relevant
//! article counts, whether or not anything was found. The measures are first tried on a case worked out by hand. Without
//! its files the program says so and is done, so that a plain `cargo bench` passes anywhere.

// A program that prints its measurements.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Parser;
use morgue::index::Index;
use morgue::ingest::{self, walk};
use morgue::search::{Joining, Searcher, Sort, parse_words};

/// Measures the ranking on a judged collection
#[derive(Parser)]
struct Args {
    /// Archive, topics and judgements
    #[arg(num_args = 3, value_names = ["DOCS", "QUERIES", "QRELS"])]
    files: Vec<PathBuf>,
    /// Print the measures of each topic too
    #[arg(long)]
    per_topic: bool,
    /// Only try the measures on the case worked out by hand
    #[arg(long)]
    self_check: bool,
    /// What cargo passes to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

/// Articles of a ranking that are looked at.
const DEPTH: usize = 1000;
/// Ranks that nDCG@10 looks at.
const CUT: usize = 10;

/// Grades by article id; above 0 is relevant.
type Judged = HashMap<String, i64>;

fn main() -> ExitCode {
    let args = Args::parse();
    self_check();
    if args.self_check {
        println!("the measures agree with the case worked out by hand");
        return ExitCode::SUCCESS;
    }
    let [docs, queries, qrels] = args.files.as_slice() else {
        println!("ranking: skipped, no judged collection was named (DOCS QUERIES QRELS)");
        return ExitCode::SUCCESS;
    };
    if let Some(absent) = args.files.iter().find(|file| !file.is_file()) {
        println!("ranking: skipped, there is no file {}", absent.display());
        return ExitCode::SUCCESS;
    }
    match measure(docs, queries, qrels) {
        Ok(topics) => match print(&topics, args.per_topic) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                eprintln!("ranking: {error}");
                ExitCode::FAILURE
            }
            _ => ExitCode::SUCCESS,
        },
        Err(error) => {
            eprintln!("ranking: {error}");
            ExitCode::FAILURE
        }
    }
}

type Failure = Box<dyn std::error::Error>;

/// Indexes, asks, judges: a measure a topic, in the order of the topics' names.
fn measure(
    docs: &Path,
    queries: &Path,
    qrels: &Path,
) -> Result<BTreeMap<String, Measures>, Failure> {
    let judged = read_qrels(&fs::read_to_string(qrels)?)?;
    let home = tempfile::tempdir()?;
    let index = Index::open_or_create(home.path())?;
    let found = walk::walk(&[docs.to_owned()], walk::Links::Follow, home.path())?;
    let report = ingest::run(
        &index,
        found,
        ingest::Options::default(),
        &Arc::new(AtomicBool::new(false)),
        &mut |_| {},
    )?;
    let account = &report.account;
    println!(
        "{} records: {} added, {} duplicates, {} rejected",
        account.records, account.added, account.duplicates, account.rejected
    );
    let reader = index.reader()?;
    let searcher = Searcher::new(&reader);
    let mut rankings = HashMap::new();
    for (number, line) in (1..).zip(fs::read_to_string(queries)?.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let (topic, text) = line
            .split_once('\t')
            .ok_or_else(|| format!("line {number} of the topics has no tab"))?;
        let query = parse_words(text, Joining::Any);
        let ranking = searcher.ranking(&query, None, Sort::Relevance, DEPTH)?;
        let ids: Vec<String> = ranking.into_iter().map(|(id, _)| id).collect();
        rankings.insert(topic.to_owned(), ids);
    }
    Ok(judged
        .into_iter()
        .filter(|(_, grades)| grades.values().any(|&grade| grade > 0))
        .map(|(topic, grades)| {
            let ranking = rankings.get(&topic).map_or(&[][..], Vec::as_slice);
            let measures = Measures::of(ranking, &grades);
            (topic, measures)
        })
        .collect())
}

/// Reads judgements, `topic 0 id grade` a line.
fn read_qrels(text: &str) -> Result<BTreeMap<String, Judged>, Failure> {
    let mut judged: BTreeMap<String, Judged> = BTreeMap::new();
    for (number, line) in (1..)
        .zip(text.lines())
        .filter(|(_, l)| !l.trim().is_empty())
    {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [topic, _, id, grade] = columns.as_slice() else {
            return Err(format!("line {number} of the judgements has not four columns").into());
        };
        let grade = grade
            .parse()
            .map_err(|_| format!("line {number} of the judgements: `{grade}` is no grade"))?;
        judged
            .entry((*topic).to_owned())
            .or_default()
            .insert((*id).to_owned(), grade);
    }
    Ok(judged)
}

/// Prints the measures; whoever reads may have read enough before the end.
fn print(topics: &BTreeMap<String, Measures>, per_topic: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if per_topic {
        writeln!(out, "topic\tAP\tnDCG@10\tRR\trelevant\tfound")?;
        for (topic, m) in topics {
            writeln!(
                out,
                "{topic}\t{:.4}\t{:.4}\t{:.4}\t{}\t{}",
                m.average_precision, m.ndcg, m.reciprocal_rank, m.relevant, m.found
            )?;
        }
    }
    let mean = |of: fn(&Measures) -> f64| {
        topics.values().map(of).sum::<f64>() / topics.len().max(1) as f64
    };
    writeln!(
        out,
        "MAP {:.4}  nDCG@10 {:.4}  MRR {:.4}  ({} topics)",
        mean(|m| m.average_precision),
        mean(|m| m.ndcg),
        mean(|m| m.reciprocal_rank),
        topics.len()
    )
}

/// What `trec_eval` calls `map`, `ndcg_cut_10` and `recip_rank`, of one topic.
#[derive(Debug)]
struct Measures {
    /// Mean, over all relevant articles, of the precision where each is found; 0 for one that is not.
    average_precision: f64,
    /// Gain (the grade) over log2(rank + 1), summed down to rank 10, by what the best possible order would have.
    /// Järvelin & Kekäläinen, TOIS 20(4), 2002.
    ndcg: f64,
    /// One by the rank of the first relevant article.
    reciprocal_rank: f64,
    relevant: usize,
    found: usize,
}

impl Measures {
    /// The measures of a ranking of ids, best first. At least one grade must be above 0.
    fn of(ranking: &[String], grades: &Judged) -> Self {
        let grade = |id: &String| grades.get(id).copied().unwrap_or(0).max(0);
        let (mut found, mut precisions, mut first) = (0, 0.0, None);
        for (rank, id) in (1..).zip(ranking.iter().take(DEPTH)) {
            if grade(id) > 0 {
                found += 1;
                precisions += f64::from(found) / f64::from(rank);
                first = first.or(Some(rank));
            }
        }
        let gains: Vec<i64> = ranking.iter().take(CUT).map(grade).collect();
        let mut ideal: Vec<i64> = grades.values().copied().filter(|&g| g > 0).collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let relevant = ideal.len();
        ideal.truncate(CUT);
        Self {
            average_precision: precisions / relevant as f64,
            ndcg: discounted(&gains) / discounted(&ideal),
            reciprocal_rank: first.map_or(0.0, |rank| 1.0 / f64::from(rank)),
            relevant,
            found: found as usize,
        }
    }
}

/// Gains by log2(rank + 1), summed.
fn discounted(gains: &[i64]) -> f64 {
    (2..)
        .zip(gains)
        .map(|(place, &gain)| gain as f64 / f64::from(place).log2())
        .sum()
}

/// Three relevant articles of grades 2, 1 and 1; the ranking has the first at 2 and one more at 4, one not judged at 1,
/// one judged irrelevant at 3.
///
/// AP = (1/2 + 2/4) / 3 = 1/3; DCG = 2/log2(3) + 1/log2(5); ideal = 2 + 1/log2(3) + 1/2; RR = 1/2.
fn self_check() {
    let qrels = "t 0 good 2\nt 0 fair 1\nt 0 lost 1\nt 0 bad 0\nt 0 spam -1\nu 0 bad 0\n";
    let judged = read_qrels(qrels).expect("the case is written as it should be");
    let ranking = ["unjudged", "good", "bad", "fair", "spam"].map(str::to_owned);
    let measures = Measures::of(&ranking, &judged["t"]);
    let close = |got: f64, want: f64| assert!((got - want).abs() < 1e-9, "{got} is not {want}");
    close(measures.average_precision, 1.0 / 3.0);
    close(measures.ndcg, 1.692_536_065_4 / 3.130_929_753_6);
    close(measures.reciprocal_rank, 0.5);
    assert_eq!((measures.relevant, measures.found), (3, 2));

    // Eleven relevant articles in the best order: the eleventh is beyond the cut, and the ideal is cut there too.
    let many: Judged = (0..11).map(|n| (format!("a{n}"), 1)).collect();
    let in_order: Vec<String> = (0..11).map(|n| format!("a{n}")).collect();
    let best = Measures::of(&in_order, &many);
    close(best.average_precision, 1.0);
    close(best.ndcg, 1.0);

    // A topic for which nothing was found counts as nothing, not as absent.
    let none = Measures::of(&[], &many);
    close(
        none.average_precision + none.ndcg + none.reciprocal_rank,
        0.0,
    );
}
