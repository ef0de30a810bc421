//! `morgue show`: one article whole.

use std::io::Write;
use std::ops::Range;

use super::failure::Failure;
use super::terminal::{self, Output, Paging};
use super::{Context, Outcome, code};
use crate::article::Article;
use crate::index::Index;
use crate::render::{Text, article_json};
use crate::search::{Joining, Mark, Matcher, Reading, parse};

/// Prints an article with all its fields. The start of an id is enough if no other id begins so.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The article's id, as `search` prints it
    #[arg(value_name = "ID")]
    id: String,
    /// Mark what this query finds
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
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
    let found = reader.find(&args.id, MOST_LISTED)?;
    let address = match found.as_slice() {
        [] => {
            return Err(Failure::NoArticle {
                id: args.id.clone(),
                home: context.home.clone(),
            });
        }
        [(_, address)] => *address,
        several => {
            let some = several.iter().map(|(id, _)| id.to_string()).collect();
            return Err(Failure::ManyArticles {
                id: args.id.clone(),
                some,
            });
        }
    };
    let article = reader.article(address)?;
    let marks = match &args.query {
        Some(query) => Some(marks(&article, query)?),
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
        writeln!(out, "{value}")
    } else {
        let (title, body) = marks.unwrap_or_default();
        Text::new(&mut out, terminal::style(context.color)).article(&article, &title, &body)
    };
    let closed = out.close();
    written.and(closed)?;
    Ok(code::SUCCESS)
}

type TextMarks = (Vec<Range<usize>>, Vec<Vec<Range<usize>>>);

/// What a query marks in an article; nothing if the article does not match.
fn marks(article: &Article, text: &str) -> Result<TextMarks, Failure> {
    let reading = Reading {
        today: chrono::Local::now().date_naive(),
        joining: Joining::All,
    };
    let parsed = parse(text, reading).map_err(|error| Failure::Query {
        error,
        text: text.to_owned(),
    })?;
    let marks = Matcher::new(&parsed.query)
        .marks(article)
        .unwrap_or_default();
    let ranges = |marks: &[Mark]| marks.iter().map(|m| m.range.clone()).collect::<Vec<_>>();
    let mut body = vec![Vec::new(); article.body.len()];
    for (paragraph, mark) in marks.body {
        body[paragraph].push(mark.range);
    }
    Ok((ranges(&marks.title), body))
}
