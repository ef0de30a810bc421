//! `morgue show`: one article whole.

use std::io::{self, Write};
use std::ops::Range;

use super::failure::Failure;
use super::query_limits::QueryLimitFlags;
use super::terminal::{self, Output, Paging};
use super::{Context, Outcome, code};
use crate::article::Article;
use crate::index::analyzer::folded_words;
use crate::index::{Field, Index, Reader};
use crate::render::{Text, article_json, json_line};
use crate::search::{
    Joining, Leaf, Likeness, Mark, Matcher, Query, QueryLimits, Reading, Request, Searcher, Slot,
    Sort, parse_with,
};

/// Print an article whole
///
/// Prints an article with all its fields. The start of an id is enough if no other id begins so.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The article's id, as `search` prints it
    #[arg(value_name = "ID", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    id: String,
    /// Mark what this query finds
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    #[command(flatten)]
    limits: QueryLimitFlags,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Use no pager
    #[arg(long)]
    no_pager: bool,
}

const EXAMPLES: &str = "Examples:
  morgue show 3f2a91c0d4e8b7aa
  morgue show 3f2a --query 'cyber sovereignty'
  morgue show https://example.org/2015/storm.html --json";

/// Ids listed when several begin alike.
const MOST_LISTED: usize = 5;

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let reader = Index::open(&context.home)?.reader()?;
    let article = find(&reader, &args.id)?.ok_or_else(|| Failure::NoArticle {
        id: args.id.clone(),
        home: context.home.clone(),
    })?;
    let marks = match &args.query {
        Some(query) => Some(marks(&article, query, args.limits.limits()?, context)?),
        None => None,
    };
    let paging = if args.json || args.no_pager {
        Paging::Never
    } else {
        Paging::WhereUseful
    };
    let mut out = Output::open(paging);
    let written = if args.json {
        let value = article_json(
            &article,
            marks
                .as_ref()
                .map(|(title, body)| (title.as_slice(), body.as_slice())),
        );
        writeln!(out, "{}", json_line(&value))
    } else {
        let (title, body) = marks.unwrap_or_default();
        Text::new(&mut out, terminal::style(context.color)).article(&article, &title, &body)
    };
    let closed = out.close();
    written.and(closed)?;
    Ok(code::SUCCESS)
}

/// The article with an id, or the start of one, or a web address.
pub(super) fn find(reader: &Reader, id: &str) -> Result<Option<Article>, Failure> {
    let found = reader.find(id, MOST_LISTED + 1)?;
    match found.as_slice() {
        [(_, address)] => Ok(Some(reader.article(*address)?)),
        [] => by_address(reader, id),
        several => {
            let mut some: Vec<String> = several.iter().map(|(id, _)| id.to_string()).collect();
            if some.len() > MOST_LISTED {
                some[MOST_LISTED] = "…".to_owned();
            }
            Err(Failure::ManyArticles {
                id: id.to_owned(),
                some,
            })
        }
    }
}

/// The article with a web address.
fn by_address(reader: &Reader, url: &str) -> Result<Option<Article>, Failure> {
    let slots: Vec<Slot> = folded_words(url).into_iter().map(Slot::Word).collect();
    if !url.contains("://") || slots.is_empty() {
        return Ok(None);
    }
    let query = Query::Leaf(Leaf {
        field: Field::Url,
        likeness: Likeness::Stem,
        slots,
    });
    let request = Request {
        query,
        range: None,
        sort: Sort::Newest,
        limit: None,
        offset: 0,
        passages: 0,
    };
    let mut results = Searcher::new(reader)
        .search(&request)
        .map_err(|error| Failure::search(error, url))?;
    while let Some(hit) = results
        .next_hit()
        .map_err(|error| Failure::search(error, url))?
    {
        if hit.article.url.as_deref() == Some(url) {
            return Ok(Some(hit.article));
        }
    }
    Ok(None)
}

type TextMarks = (Vec<Range<usize>>, Vec<Vec<Range<usize>>>);

/// What a query marks in an article; nothing if the article does not match.
fn marks(
    article: &Article,
    text: &str,
    limits: QueryLimits,
    context: &Context,
) -> Result<TextMarks, Failure> {
    let reading = Reading {
        today: chrono::Local::now().date_naive(),
        joining: Joining::All,
        limits,
    };
    let saved = super::query::saved_for(text, context)?;
    let parsed = parse_with(text, reading, &saved).map_err(|error| Failure::Query {
        error,
        text: text.to_owned(),
    })?;
    let Some(marks) = Matcher::new(&parsed.query).marks(article) else {
        let _ = writeln!(
            io::stderr(),
            "note: the article does not match the query, so nothing is marked"
        );
        return Ok((Vec::new(), vec![Vec::new(); article.body.len()]));
    };
    let ranges = |marks: &[Mark]| marks.iter().map(|m| m.range.clone()).collect::<Vec<_>>();
    let mut body = vec![Vec::new(); article.body.len()];
    for (paragraph, mark) in marks.body {
        body[paragraph].push(mark.range);
    }
    Ok((ranges(&marks.title), body))
}
