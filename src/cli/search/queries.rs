//! `--queries`: a file of queries answered one after the other.

use std::io::Write;
use std::path::Path;

use chrono::NaiveDate;

use super::args::{Args, FormatFlag};
use super::{narrowed, understand, write_ids, write_run};
use crate::cli::failure::Failure;
use crate::cli::terminal::{Output, Paging};
use crate::cli::{Context, Outcome, code};
use crate::date::DateRange;
use crate::index::Index;
use crate::search::{Joining, Request, Searcher, parse_words};

/// A file of queries: with `--any` topics in plain words, else queries in our language.
pub(super) fn run_queries(
    context: &Context,
    args: &Args,
    range: Option<DateRange>,
    today: NaiveDate,
) -> Outcome {
    let path = args
        .queries
        .as_ref()
        .expect("only called with a file of queries");
    let text = std::fs::read_to_string(path).map_err(|cause| Failure::File {
        path: path.clone(),
        cause,
    })?;
    if !matches!(
        args.format,
        FormatFlag::Trec | FormatFlag::Jsonl | FormatFlag::Ids
    ) || args.json
    {
        return Err(Failure::Usage {
            what: "a file of queries has no place for this format".to_owned(),
            hint: "add --format trec, jsonl or ids".to_owned(),
        });
    }
    // All of them are read before the first is answered: a mistake in the last line is better known now.
    let mut topics = Vec::new();
    for (number, line) in (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let counted = number.to_string();
        let (topic, text) = line.split_once('\t').unwrap_or((&counted, line));
        let query = if args.any {
            parse_words(text, Joining::Any)
        } else {
            understand(text, args, today, context)
                .map_err(|failure| in_file(failure, path, number))?
        };
        topics.push((topic.to_owned(), text, query));
    }
    let reader = Index::open(&context.home)?.reader()?;
    let searcher = Searcher::new(&reader).within(args.limits.limits()?);
    let mut out = Output::open(Paging::Never);
    for (topic, text, query) in topics {
        let request = Request {
            query: narrowed(query, args),
            range,
            sort: args.sort.into(),
            limit: (args.limit > 0).then_some(args.limit),
            offset: args.offset,
            passages: args.passages,
        };
        if args.format == FormatFlag::Trec {
            write_run(&mut out, &topic, &reader, &request)?;
            continue;
        }
        let mut results = searcher
            .search(&request)
            .map_err(|error| Failure::search(error, text))?;
        if args.format == FormatFlag::Ids {
            write_ids(&mut out, &mut results)?;
        } else {
            while let Some(hit) = results
                .next_hit()
                .map_err(|error| Failure::search(error, text))?
            {
                let mut value = crate::render::hit_json(&hit);
                value["topic"] = topic.as_str().into();
                writeln!(out, "{}", crate::render::json_line(&value))?;
            }
        }
    }
    out.close()?;
    Ok(code::SUCCESS)
}

/// A query's mistake with the file and line it stands in.
fn in_file(failure: Failure, path: &Path, line: usize) -> Failure {
    match failure {
        Failure::Query { error, text } => Failure::QueryInFile {
            error: Box::new(error),
            text,
            place: format!("{}:{line}", path.display()),
        },
        other => other,
    }
}
