//! `morgue search`: a question in, ranked and marked articles out.

mod explain;
mod nothing;

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use chrono::NaiveDate;

use super::failure::{self, Failure};
use super::terminal::{self, Output, Paging};
use super::{Context, DASH_FOR_CLAP, Outcome, code};
use crate::date::{DateRange, When};
use crate::index::{Field, Index, Reader};
use crate::render::{Csv, Head, Json, JsonLines, Render, Text, Trec, safe};
use crate::search::{
    Joining, Leaf, Likeness, Note, Query, Reading, Request, Searcher, Slot, Sort, parse,
    parse_lenient, parse_words,
};

/// Find articles
///
/// Finds the articles that have all words of the query, best first. Words in quotes are a phrase, `OR` finds either, `-`
/// leaves out; `title:`, `section:`, `source:`, `byline:`, `place:` and `date:` look in one field. docs/query.md has the rest.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What to look for; several arguments are one query
    #[arg(value_name = "QUERY", required_unless_present = "queries")]
    query: Vec<String>,
    /// Any of the words instead of all of them
    #[arg(long, help_heading = "What to find")]
    any: bool,
    /// Understand as much as possible of a query that is not quite right
    #[arg(long, help_heading = "What to find")]
    lenient: bool,
    /// Read queries from a file, one a line: number, tab, text
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "query",
        help_heading = "What to find"
    )]
    queries: Option<PathBuf>,

    /// First day: 1984, 1984-03, 1984-03-12, 'last week'
    #[arg(long, value_name = "DATE", help_heading = "Which articles")]
    from: Option<String>,
    /// Last day; a year or month counts to its end
    #[arg(long, value_name = "DATE", help_heading = "Which articles")]
    to: Option<String>,
    /// One day, month, year or other period; `none` for articles without a date
    #[arg(long, value_name = "DATE", conflicts_with_all = ["from", "to", "last"], help_heading = "Which articles")]
    on: Option<String>,
    /// The last days, weeks, months or years: 30d, 2w, 6m, 1y
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["from", "to"], help_heading = "Which articles")]
    last: Option<String>,
    /// Only this publication or agency
    #[arg(long, value_name = "NAME", help_heading = "Which articles")]
    source: Vec<String>,
    /// Only this section
    #[arg(long, value_name = "NAME", help_heading = "Which articles")]
    section: Vec<String>,

    /// The order
    #[arg(long, value_name = "ORDER", value_enum, default_value_t = SortFlag::Relevance, help_heading = "How to show it")]
    sort: SortFlag,
    /// Show so many; 0 is all
    #[arg(
        short = 'n',
        long,
        value_name = "N",
        default_value_t = 10,
        help_heading = "How to show it"
    )]
    limit: usize,
    /// Pass over so many first
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        help_heading = "How to show it"
    )]
    offset: usize,
    /// Passages an article
    #[arg(
        long,
        value_name = "N",
        default_value_t = 3,
        help_heading = "How to show it"
    )]
    passages: usize,
    /// How to print the articles
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatFlag::Text, help_heading = "How to show it")]
    format: FormatFlag,
    /// Print one JSON object; the same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "How to show it")]
    json: bool,
    /// Print only how many there are
    #[arg(long, conflicts_with_all = ["format", "json"], help_heading = "How to show it")]
    count: bool,
    /// Say how the query is understood and what each part finds
    #[arg(long, help_heading = "How to show it")]
    explain: bool,
    /// Use no pager
    #[arg(long, help_heading = "How to show it")]
    no_pager: bool,
}

const EXAMPLES: &str = "Examples:
  morgue search 'storm flood' --from 2015-12 --to 2016-02 --sort newest
  morgue search '\"cyber sovereignty\" -title:review' --source xinhua
  morgue search 'strike OR lockout' --on 1984 --format csv -n 0 > strike.csv";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum SortFlag {
    /// Best match first
    Relevance,
    /// Latest first
    Newest,
    /// Earliest first
    Oldest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FormatFlag {
    /// For reading
    Text,
    /// One JSON object
    Json,
    /// A JSON object a line
    Jsonl,
    /// A spreadsheet
    Csv,
    /// The ids, one a line
    Ids,
    /// A run file for trec_eval
    Trec,
}

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let started = Instant::now();
    let today = chrono::Local::now().date_naive();
    let (range, when) = date_range(args, today)?;
    if args.queries.is_some() {
        return run_queries(context, args, range, today);
    }
    let text = typed(&args.query);
    let query = understand(&text, args, today, context)?;
    let query = Query::all_of(
        [Some(narrowed(query, args)), when]
            .into_iter()
            .flatten()
            .collect(),
    );
    let reader = Index::open(&context.home)?.reader()?;
    let searcher = Searcher::new(&reader);
    let failed = |error| Failure::search(error, &text);

    if args.explain {
        let explanation = searcher.explain(&query).map_err(failed)?;
        return explain::print(&query, range.as_ref(), &explanation);
    }
    if args.count {
        let (count, _) = searcher.count(&query, range.as_ref()).map_err(failed)?;
        writeln!(io::stdout(), "{count}")?;
        return Ok(if count > 0 {
            code::SUCCESS
        } else {
            code::NOTHING_FOUND
        });
    }
    let request = Request {
        query,
        range,
        sort: args.sort.into(),
        limit: (args.limit > 0).then_some(args.limit),
        offset: args.offset,
        passages: if args.format() == FormatFlag::Ids {
            0
        } else {
            args.passages
        },
    };
    print_results(context, args, &searcher, &reader, &request, &text, started)
}

impl Args {
    fn format(&self) -> FormatFlag {
        if self.json {
            FormatFlag::Json
        } else {
            self.format
        }
    }
}

impl From<SortFlag> for Sort {
    fn from(flag: SortFlag) -> Self {
        match flag {
            SortFlag::Relevance => Self::Relevance,
            SortFlag::Newest => Self::Newest,
            SortFlag::Oldest => Self::Oldest,
        }
    }
}

/// The query of a text, with what there is to say about it said on standard error.
fn understand(
    text: &str,
    args: &Args,
    today: NaiveDate,
    context: &Context,
) -> Result<Query, Failure> {
    let joining = if args.any { Joining::Any } else { Joining::All };
    let reading = Reading { today, joining };
    let parsed = if args.lenient {
        parse_lenient(text, reading)
    } else {
        parse(text, reading).map_err(|error| Failure::Query {
            error,
            text: text.to_owned(),
        })?
    };
    for note in &parsed.notes {
        let (message, span) = match note {
            Note::Dropped(error) => (format!("left out: {error}"), error.span.clone()),
            Note::SameRead(span) => (
                "`same` is read as `/p`, in the same paragraph; quote it to look for the word".to_owned(),
                span.clone(),
            ),
            Note::SmallOperator(span) => (
                "in small letters this is a word; write it in capitals to make it an operator, or quote it".to_owned(),
                span.clone(),
            ),
        };
        let style = if context.color.colours(&io::stderr()) {
            anstyle::AnsiColor::Yellow.on_default()
        } else {
            anstyle::Style::new()
        };
        let _ = write!(
            io::stderr(),
            "note: {}\n{}",
            safe::one_line(&message),
            failure::caret(text, span, style)
        );
    }
    Ok(parsed.query)
}

/// The query with `--source` and `--section`: several of one kind mean any of them.
fn narrowed(query: Query, args: &Args) -> Query {
    let mut parts = vec![query];
    for (names, field) in [
        (&args.source, Field::Source),
        (&args.section, Field::Section),
    ] {
        let leaves: Vec<Query> = names.iter().filter_map(|name| named(name, field)).collect();
        if !leaves.is_empty() {
            parts.push(Query::any_of(leaves));
        }
    }
    Query::all_of(parts)
}

fn named(name: &str, field: Field) -> Option<Query> {
    let words = name
        .split_whitespace()
        .filter(|word| !crate::index::analyzer::folded_words(word).is_empty());
    let slots: Vec<Slot> = words.map(|word| Slot::Word(word.to_owned())).collect();
    (!slots.is_empty()).then_some({
        Query::Leaf(Leaf {
            field,
            likeness: Likeness::Stem,
            slots,
        })
    })
}

/// The query as it was typed: a dash that had to get past the reader of flags is a dash again.
fn typed(words: &[String]) -> String {
    let words = words.iter().map(|word| {
        word.strip_prefix(DASH_FOR_CLAP)
            .map_or_else(|| word.clone(), |rest| format!("-{rest}"))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The days asked for by flags: a range, or what only a query can say, such as `--on none`.
fn date_range(
    args: &Args,
    today: NaiveDate,
) -> Result<(Option<DateRange>, Option<Query>), Failure> {
    let read = |flag: &'static str, text: &Option<String>| -> Result<Option<When>, Failure> {
        let Some(text) = text else { return Ok(None) };
        let typed = if flag == "--last" {
            format!("last {text}")
        } else {
            text.clone()
        };
        let parsed = When::parse(&typed, today);
        parsed.map(Some).map_err(|error| Failure::Date {
            error,
            flag,
            text: typed,
        })
    };
    match read("--on", &args.on)?.or(read("--last", &args.last)?) {
        Some(When::Between(range)) => return Ok((Some(range), None)),
        Some(other) => return Ok((None, Some(Query::When(other)))),
        None => {}
    }
    let period = |flag, text| -> Result<Option<DateRange>, Failure> {
        match read(flag, text)? {
            Some(When::Between(range)) => Ok(Some(range)),
            None => Ok(None),
            Some(_) => Err(Failure::Usage {
                what: format!("{flag} needs a day or a period to begin or end with"),
                hint: "`--on none` finds articles without a date, `--on '*-11-09'` a day of every year".to_owned(),
            }),
        }
    };
    let (from, to) = (period("--from", &args.from)?, period("--to", &args.to)?);
    if from.is_none() && to.is_none() {
        return Ok((None, None));
    }
    let (first, last) = (
        from.and_then(|range| range.first),
        to.and_then(|range| range.last),
    );
    match DateRange::new(first, last) {
        Ok(range) => Ok((Some(range), None)),
        Err(error) => Err(Failure::Usage {
            what: format!("--from and --to: {error}"),
            hint: "put the earlier date first".to_owned(),
        }),
    }
}

fn print_results(
    context: &Context,
    args: &Args,
    searcher: &Searcher,
    reader: &Reader,
    request: &Request,
    text: &str,
    started: Instant,
) -> Outcome {
    let mut results = searcher
        .search(request)
        .map_err(|error| Failure::search(error, text))?;
    let format = args.format();
    let head = Head {
        query: request.query.to_string(),
        range: request.range,
        sort: request.sort,
        total: results.total,
        undated_excluded: results.undated_excluded,
        offset: request.offset,
        took_ms: started.elapsed().as_secs_f64() * 1000.0,
    };
    if head.total == 0 && format == FormatFlag::Text {
        return nothing::explain(searcher, request);
    }
    let paging = if format == FormatFlag::Text && !args.no_pager {
        Paging::WhereUseful
    } else {
        Paging::Never
    };
    let mut out = Output::open(paging);
    let found = head.total > 0;
    let written = match format {
        FormatFlag::Text => write_hits(
            &mut Text::new(&mut out, terminal::style(context.color)),
            &head,
            &mut results,
        ),
        FormatFlag::Json => write_hits(&mut Json::new(&mut out), &head, &mut results),
        FormatFlag::Jsonl => write_hits(&mut JsonLines(&mut out), &head, &mut results),
        FormatFlag::Csv => write_hits(&mut Csv::new(&mut out), &head, &mut results),
        FormatFlag::Ids => write_ids(&mut out, &mut results),
        FormatFlag::Trec => write_run(&mut out, "1", reader, request),
    };
    let closed = out.close().map_err(Failure::from);
    written.and(closed)?;
    Ok(if found {
        code::SUCCESS
    } else {
        code::NOTHING_FOUND
    })
}

fn write_hits(
    render: &mut dyn Render,
    head: &Head,
    results: &mut crate::search::Results,
) -> Result<(), Failure> {
    render.begin(head)?;
    while let Some(hit) = results
        .next_hit()
        .map_err(|error| Failure::search(error, &head.query))?
    {
        render.hit(&hit)?;
    }
    Ok(render.end()?)
}

fn write_ids(out: &mut dyn Write, results: &mut crate::search::Results) -> Result<(), Failure> {
    while let Some(id) = results
        .next_id()
        .map_err(|error| Failure::search(error, ""))?
    {
        writeln!(out, "{}", safe::one_line(&id))?;
    }
    Ok(())
}

fn write_run(
    out: &mut dyn Write,
    topic: &str,
    reader: &Reader,
    request: &Request,
) -> Result<(), Failure> {
    let all = usize::try_from(reader.len()).unwrap_or(usize::MAX);
    let limit = request
        .limit
        .unwrap_or(all)
        .saturating_add(request.offset)
        .min(all);
    let ranking = Searcher::new(reader)
        .ranking(&request.query, request.range.as_ref(), request.sort, limit)
        .map_err(|error| Failure::search(error, ""))?;
    Ok(Trec(out).topic(topic, ranking.get(request.offset..).unwrap_or_default())?)
}

/// A file of queries: with `--any` topics in plain words, else queries in our language.
fn run_queries(
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
    let reader = Index::open(&context.home)?.reader()?;
    let searcher = Searcher::new(&reader);
    let mut out = Output::open(Paging::Never);
    for (number, line) in (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let counted = number.to_string();
        let (topic, text) = line.split_once('\t').unwrap_or((&counted, line));
        let query = if args.any {
            parse_words(text, Joining::Any)
        } else {
            understand(text, args, today, context)?
        };
        let request = Request {
            query: narrowed(query, args),
            range,
            sort: args.sort.into(),
            limit: (args.limit > 0).then_some(args.limit),
            offset: args.offset,
            passages: args.passages,
        };
        if args.format == FormatFlag::Trec {
            write_run(&mut out, topic, &reader, &request)?;
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
                value["topic"] = topic.into();
                writeln!(out, "{value}")?;
            }
        }
    }
    out.close()?;
    Ok(code::SUCCESS)
}
