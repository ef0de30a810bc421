//! `morgue export`: articles out, as lines that another index can be made of.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::query_limits::QueryLimitFlags;
use super::whole_file::WholeFile;
use super::{Context, Outcome, code, typed};
use crate::index::{Exporter, Index};
use crate::render::{json_line, plural, safe};
use crate::search::{Joining, Query, Reading, Request, Searcher, Sort, parse_with};

/// Write articles out, to keep or to index again
///
/// Writes a JSON object a line, the newest article first, undated ones last: the articles whole, with all that the index knows of
/// them. `morgue index` reads such lines and makes the same index of them again, with the same ids. Without a query it is
/// all articles. What it cannot carry is the memory of which archives were read: read again, they are found unchanged.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Which articles; all without. Several arguments are one query
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// Write to this file, which is there when all of it is
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    limits: QueryLimitFlags,
}

const EXAMPLES: &str = "Examples:
  morgue export -o news.jsonl
  morgue export 'source:xinhua date:2015' -o xinhua-2015.jsonl
  morgue export | zstd > news.jsonl.zst        and back: morgue index --index NEW news.jsonl.zst";

/// The output is written so many bytes at a time.
const BUFFER: usize = 256 << 10;

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let text = typed(&args.query);
    let query = if args.query.is_empty() {
        Query::All
    } else {
        understand(&text, args, context)?
    };
    let reader = Index::open(&context.home)?.reader()?;
    let searcher = Searcher::new(&reader).within(args.limits.limits()?);
    let request = Request {
        query,
        range: None,
        sort: Sort::Newest,
        limit: None,
        offset: 0,
        passages: 0,
    };
    let mut results = searcher
        .search(&request)
        .map_err(|error| Failure::search(error, &text))?;
    let exporter = Exporter::new(&reader);
    let mut write_all = |out: &mut dyn Write| -> Result<(), Failure> {
        while let Some(address) = results
            .next_address()
            .map_err(|error| Failure::search(error, &text))?
        {
            let line = serde_json::to_value(exporter.exported(address)?)
                .expect("an article has only string keys, so it is always JSON");
            writeln!(out, "{}", json_line(&line)).map_err(|cause| unwritten(args, cause))?;
        }
        out.flush().map_err(|cause| unwritten(args, cause))
    };
    match &args.output {
        None => write_all(&mut BufWriter::with_capacity(BUFFER, io::stdout().lock()))?,
        Some(path) => {
            let mut file = WholeFile::create(path).map_err(|cause| unwritten(args, cause))?;
            write_all(&mut BufWriter::with_capacity(BUFFER, &mut file))?;
            file.finish().map_err(|cause| unwritten(args, cause))?;
            report(path, results.total)?;
        }
    }
    Ok(if results.total > 0 || args.query.is_empty() {
        code::SUCCESS
    } else {
        code::NOTHING_FOUND
    })
}

fn understand(text: &str, args: &Args, context: &Context) -> Result<Query, Failure> {
    let reading = Reading {
        today: chrono::Local::now().date_naive(),
        joining: Joining::All,
        limits: args.limits.limits()?,
    };
    let saved = super::query::saved_for(text, context)?;
    let parsed = parse_with(text, reading, &saved).map_err(|error| Failure::Query {
        error,
        text: text.to_owned(),
    })?;
    Ok(parsed.query)
}

/// What could not be written is a file with a name, or standard output.
fn unwritten(args: &Args, cause: io::Error) -> Failure {
    match &args.output {
        Some(path) => Failure::Written {
            path: path.clone(),
            cause,
        },
        None => Failure::Output(cause),
    }
}

fn report(path: &Path, articles: u64) -> io::Result<()> {
    let path = safe::one_line(&path.display().to_string());
    writeln!(io::stdout(), "{path}: {}", plural(articles, "article"))
}
