//! How well the fields of web pages are read, measured on pages whose fields are known.
//!
//! ```text
//! cargo bench --bench fields -- FOLDER… [--misses] [--speed]
//! ```
//!
//! A FOLDER is one of three kinds. Of one, each subfolder has `NAME.json` beside pages `NAME_DATE.html.gz`: an object a version
//! of the page's template, `{"V1": {"title", "authors", "publishing_date", "body": {"summary", "sections"}}}`; versions by name
//! go with pages by date, as far as both go. Of the other, `gold_dates.jsonl` has a line a page, `{"file", "date", "url",
//! "options"}`, beside the pages; a page with several lines is right if it has the day of one. The third holds feeds with what
//! is expected of them in comments (`fields/feeds.rs`). Counted are headlines
//! and days that are the same, bylines that hold the first author, and F1 over the words of the text. Two texts are
//! the same with straight quotes, single spaces, and in lower case, after NFKC. A page that is rejected has nothing right.

// A program that prints its measurements.
#![allow(clippy::print_stdout, clippy::print_stderr)]

#[path = "fields/feeds.rs"]
mod feeds;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use morgue::article::Record;
use morgue::ingest::format::Context;
use morgue::ingest::format::html::html_record;
use morgue::ingest::format::json::FieldMap;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// Measures how well the fields of web pages are read
#[derive(Parser)]
struct Args {
    /// Folders of pages with their fields
    folders: Vec<PathBuf>,
    /// Print what was missed
    #[arg(long)]
    misses: bool,
    /// Read every page five times, and print the speed
    #[arg(long)]
    speed: bool,
    /// What cargo passes to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let args = Args::parse();
    if args.folders.is_empty() {
        println!("fields: skipped, no folder of pages was named");
    }
    for folder in &args.folders {
        if !folder.is_dir() {
            println!("fields: skipped, there is no folder {}", folder.display());
            continue;
        }
        let measured = match folder.join("gold_dates.jsonl") {
            dates if dates.is_file() => measure_dates(folder, &dates, &args),
            _ if feeds::are_feeds(folder) => feeds::measure_feeds(folder, &args),
            _ => measure_fields(folder, &args),
        };
        if let Err(error) = measured {
            eprintln!("fields: {}: {error}", folder.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// How many there were, and how many of them were right.
#[derive(Default)]
struct Tally {
    right: f64,
    all: f64,
}

impl Tally {
    fn add(&mut self, right: f64) {
        self.right += right;
        self.all += 1.0;
    }

    fn share(&self) -> f64 {
        self.right / self.all.max(1.0)
    }
}

/// Reads pages, and keeps the time.
#[derive(Default)]
struct Reader {
    pages: u32,
    bytes: usize,
    time: Duration,
}

impl Reader {
    fn read(
        &mut self,
        page: &Path,
        url: Option<&str>,
        args: &Args,
    ) -> Result<Option<Record>, Failure> {
        let mut bytes = fs::read(page)?;
        if page.extension().is_some_and(|extension| extension == "gz") {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(&*bytes).read_to_end(&mut plain)?;
            bytes = plain;
        }
        let fields = FieldMap::default();
        let context = Context {
            fields: &fields,
            name: "page.html",
            url,
            charset: None,
            limits: morgue::ingest::limits::Limits::default(),
            beside: None,
        };
        let mut best = Duration::MAX;
        for _ in 0..if args.speed { 5 } else { 1 } {
            let start = Instant::now();
            let _ = html_record(&bytes, &context);
            best = best.min(start.elapsed());
        }
        self.pages += 1;
        self.bytes += bytes.len();
        self.time += best;
        let outcome = html_record(&bytes, &context);
        if let (Err(error), true) = (&outcome, args.misses) {
            println!("  {}: rejected, {error}", page.display());
        }
        Ok(outcome.ok())
    }

    fn print_speed(&self, args: &Args) {
        if args.speed {
            let seconds = self.time.as_secs_f64();
            println!(
                "{:.1} MB/s, {:.2} ms a page",
                self.bytes as f64 / 1e6 / seconds,
                seconds * 1e3 / f64::from(self.pages.max(1))
            );
        }
    }
}

/// Headline, day, first author and text, of the first kind of folder.
fn measure_fields(folder: &Path, args: &Args) -> Result<(), Failure> {
    let mut reader = Reader::default();
    let [mut title, mut day, mut author, mut body] = [(); 4].map(|()| Tally::default());
    for (page, gold) in pages_with_gold(folder)? {
        let record = reader.read(&page, None, args)?.unwrap_or_default();
        let name = page
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let tell = |tally: &mut Tally, is_right: bool, what: &str, got: &str, wanted: &str| {
            tally.add(f64::from(u8::from(is_right)));
            if args.misses && !is_right {
                println!("  {name} {what}: {got:?}, not {wanted:?}");
            }
        };
        let wanted = text_of(&gold["title"]);
        let same = normal(&record.title) == normal(wanted);
        tell(&mut title, same, "title", &record.title, wanted);
        let wanted = text_of(&gold["publishing_date"])
            .get(..10)
            .unwrap_or_default();
        let got = record
            .published
            .map(|date| date.day_text())
            .unwrap_or_default();
        tell(&mut day, got == wanted, "day", &got, wanted);
        if let Some(wanted) = gold["authors"][0].as_str() {
            let got = record.byline.unwrap_or_default();
            tell(
                &mut author,
                normal(&got).contains(&normal(wanted)),
                "author",
                &got,
                wanted,
            );
        }
        let wanted = gold_text(&gold["body"]);
        if !wanted.is_empty() {
            let f1 = f1(&record.body.join("\n"), &wanted);
            body.add(f1);
            if args.misses && f1 < 0.95 {
                println!("  {name} body: F1 {f1:.3}");
            }
        }
    }
    println!(
        "{}: title {:.3}  day {:.3}  first author {:.3}  body F1 {:.4}  ({} pages)",
        folder.display(),
        title.share(),
        day.share(),
        author.share(),
        body.share(),
        reader.pages
    );
    reader.print_speed(args);
    Ok(())
}

/// The days alone, of the second kind of folder.
fn measure_dates(folder: &Path, gold: &Path, args: &Args) -> Result<(), Failure> {
    let mut wanted: BTreeMap<String, (Vec<String>, String)> = BTreeMap::new();
    for line in fs::read_to_string(gold)?
        .lines()
        .filter(|line| !line.trim().is_empty())
    {
        let line: Value = serde_json::from_str(line)?;
        let day = morgue::date::PubDate::parse(text_of(&line["date"]))
            .ok_or("a date that cannot be read")?;
        let entry = wanted.entry(text_of(&line["file"]).to_owned()).or_default();
        entry.0.push(day.day_text());
        text_of(&line["url"]).clone_into(&mut entry.1);
    }
    let (mut day, mut reader) = (Tally::default(), Reader::default());
    for (file, (days, url)) in wanted {
        let path = folder.join(&file);
        if !path.is_file() {
            continue;
        }
        let record = reader.read(&path, Some(&url), args)?.unwrap_or_default();
        let got = record
            .published
            .map(|date| date.day_text())
            .unwrap_or_default();
        let is_right = days.contains(&got);
        day.add(f64::from(u8::from(is_right)));
        if args.misses && !is_right {
            println!("  {file}: {got:?} ({:?}), not {days:?}", record.date_source);
        }
    }
    println!(
        "{}: day {:.3}  ({} pages)",
        folder.display(),
        day.share(),
        reader.pages
    );
    reader.print_speed(args);
    Ok(())
}

/// The pages of a folder with the fields that they should have, in the order of their names.
fn pages_with_gold(folder: &Path) -> Result<Vec<(PathBuf, Value)>, Failure> {
    let mut found = Vec::new();
    for inner in sorted(folder)?.into_iter().filter(|path| path.is_dir()) {
        let files = sorted(&inner)?;
        let golds = files
            .iter()
            .filter(|file| file.extension().is_some_and(|e| e == "json"));
        for gold in golds {
            let stem = format!(
                "{}_",
                gold.file_stem().unwrap_or_default().to_string_lossy()
            );
            let is_page = |file: &&PathBuf| {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                let date = name.strip_prefix(&stem);
                name.ends_with(".html.gz")
                    && date.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            };
            let versions: BTreeMap<String, Value> =
                serde_json::from_str(&fs::read_to_string(gold)?)?;
            let pages = files.iter().filter(is_page).cloned();
            let paired = pages.zip(versions.into_values());
            found.extend(paired.filter(|(_, gold)| !text_of(&gold["title"]).is_empty()));
        }
    }
    Ok(found)
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Summary, headings and paragraphs, a line each.
fn gold_text(body: &Value) -> String {
    let texts = |value: &Value| -> Vec<String> {
        let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().map(|text| text_of(text).to_owned()).collect()
    };
    let mut lines = texts(&body["summary"]);
    for section in body["sections"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
    {
        lines.extend(texts(&section["headline"]));
        lines.extend(texts(&section["paragraphs"]));
    }
    lines.join("\n")
}

/// A text for comparison.
fn normal(text: &str) -> String {
    let straight = text.nfkc().map(|c| match c {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        c => c,
    });
    let lower = straight.collect::<String>().to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// F1 over the words of two texts, each as often as it stands.
fn f1(got: &str, wanted: &str) -> f64 {
    let (got, wanted) = (counts(got), counts(wanted));
    let shared: usize = got
        .iter()
        .map(|(word, count)| wanted.get(word).copied().unwrap_or(0).min(*count))
        .sum();
    let size = |counts: &HashMap<String, usize>| counts.values().sum::<usize>() as f64;
    if shared == 0 {
        return 0.0;
    }
    2.0 * shared as f64 / (size(&got) + size(&wanted))
}

fn counts(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    let normal = normal(text);
    let words = normal.split(|c: char| !c.is_alphanumeric() && c != '_');
    for word in words.filter(|word| !word.is_empty()) {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}
