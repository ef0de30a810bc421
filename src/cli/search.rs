//! `morgue search`: a question in, ranked and marked articles out.

mod args;
mod explain;
mod nothing;
mod queries;

use std::io::{self, IsTerminal, Write};
use std::time::Instant;

use chrono::NaiveDate;

pub(super) use args::Args;
use args::FormatFlag;
use queries::run_queries;

use super::caret::caret;
use super::failure::Failure;
use super::terminal::{self, Output, Paging};
use super::{Context, Outcome, code, typed};
use crate::date::{DateRange, When};
use crate::index::analyzer::is_function_word;
use crate::index::{Field, Index, Reader};
use crate::render::{Csv, Head, Json, JsonLines, Render, Text, Trec, safe};
use crate::search::{
    Joining, Leaf, Likeness, Note, Query, Reading, Request, Searcher, Slot, parse_lenient_with,
    parse_with,
};

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
    let searcher = Searcher::new(&reader).within(args.limits.limits()?);
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

/// The query of a text, with what there is to say about it said on standard error.
fn understand(
    text: &str,
    args: &Args,
    today: NaiveDate,
    context: &Context,
) -> Result<Query, Failure> {
    let limits = args.limits.limits()?;
    let joining = if args.any { Joining::Any } else { Joining::All };
    let reading = Reading {
        today,
        joining,
        limits,
    };
    let saved = super::query::saved_for(text, context)?;
    let parsed = if args.lenient {
        parse_lenient_with(text, reading, &saved)
    } else {
        parse_with(text, reading, &saved).map_err(|error| Failure::Query {
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
            caret(text, span, style)
        );
    }
    Ok(match joining {
        Joining::Any if !text.contains(['"', '“', '”']) => telling(parsed.query),
        _ => parsed.query,
    })
}

/// Of any words those that tell something: "of" would bring in every article. If there are no others, all of them.
fn telling(query: Query) -> Query {
    let Query::Or(parts) = query else {
        return query;
    };
    let is_grammar = |part: &Query| {
        let word = part.to_string();
        // `US` and `WHO` are names.
        let is_name = word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
        matches!(part, Query::Leaf(_)) && !is_name && is_function_word(&word.to_lowercase())
    };
    let (grammar, telling): (Vec<Query>, Vec<Query>) = parts.into_iter().partition(is_grammar);
    if telling.is_empty() {
        return Query::any_of(grammar);
    }
    if !grammar.is_empty() {
        let words: Vec<String> = grammar.iter().map(Query::to_string).collect();
        let _ = writeln!(
            io::stderr(),
            "note: left out, since nearly every article has them: {}; quote one to look for it",
            safe::one_line(&words.join(", "))
        );
    }
    Query::any_of(telling)
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
        FormatFlag::Csv if io::stdout().is_terminal() => {
            write_hits(&mut Csv::on_terminal(&mut out), &head, &mut results)
        }
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
