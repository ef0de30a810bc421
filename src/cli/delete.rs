//! `morgue delete`: articles go for good, and do not come back.

use std::io::{self, BufRead, IsTerminal, Write};

use serde_json::json;

use super::failure::Failure;
use super::query_limits::QueryLimitFlags;
use super::{Context, Outcome, code, show, typed};
use crate::article::{Article, ArticleId};
use crate::index::{Index, Reader, WriterOptions};
use crate::ingest::takedown::{self, Cause};
use crate::render::{VERSION, json_line, plural, safe, thousands};
use crate::search::{Joining, Query, Reading, Request, Searcher, Sort, parse_with};

/// Delete articles for good, and keep them from coming back
///
/// Deletes the articles that a query finds, or those with the given ids: from the answers at once, and from the index's files
/// before it says so. They are kept from coming back when their archive is read again, under their id or as the same piece
/// from anywhere else; `--restore` allows it again. The archives themselves are not touched.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// What to delete: words and operators as `search` takes them
    #[arg(
        value_name = "QUERY",
        required_unless_present_any = ["ids", "list", "restore"]
    )]
    query: Vec<String>,
    /// Delete the articles with these ids, or that begin so
    #[arg(long = "id", value_name = "ID", num_args = 1.., conflicts_with = "query", help_heading = "What to delete")]
    ids: Vec<String>,
    /// Why, for the list of what was deleted
    #[arg(long, value_name = "TEXT", help_heading = "What to delete")]
    reason: Option<String>,
    #[command(flatten)]
    limits: QueryLimitFlags,
    /// Say what would be deleted, and delete nothing
    #[arg(long, help_heading = "How to work")]
    dry_run: bool,
    /// Do not ask
    #[arg(short, long, help_heading = "How to work")]
    yes: bool,
    /// List what was deleted: day, id, reason
    #[arg(long, conflicts_with_all = ["query", "ids", "restore"], help_heading = "What was deleted")]
    list: bool,
    /// Let these come back when their archives are read the next time
    #[arg(long, value_name = "ID", num_args = 1.., conflicts_with_all = ["query", "ids"], help_heading = "What was deleted")]
    restore: Vec<String>,
    /// Print the list as JSON
    #[arg(long, requires = "list", help_heading = "What was deleted")]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  morgue delete --id 4f0c --reason 'court order of 12 March'
  morgue delete source:gazette date:2015-12-05 --dry-run
  morgue delete --list
  morgue delete --restore 4f0c1a22b8e7d903";

/// Headlines shown before it is asked.
const MOST_SHOWN: usize = 5;
/// A reason nobody gave.
const UNSTATED: &str = "unstated";

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let index = Index::open(&context.home)?;
    if args.list {
        return list(&index, args);
    }
    if !args.restore.is_empty() {
        return restore(&index, args);
    }
    let reader = index.reader()?;
    let chosen = choose(context, &reader, args)?;
    drop(reader);
    if chosen.ids.is_empty() {
        writeln!(io::stdout(), "nothing found, nothing deleted")?;
        return Ok(code::NOTHING_FOUND);
    }
    chosen.print()?;
    if args.dry_run {
        writeln!(io::stdout(), "a dry run: nothing was deleted")?;
        return Ok(code::SUCCESS);
    }
    let Some(reason) = agreed(args, chosen.ids.len() as u64)? else {
        writeln!(io::stdout(), "nothing was deleted")?;
        return Ok(code::SUCCESS);
    };
    let options = options();
    let done = takedown::take_down(&index, &chosen.ids, &cause(reason), options)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "deleted {}, from the disk too; {} written anew",
        plural(done.articles, "article"),
        plural(done.rewritten as u64, "segment"),
    )?;
    writeln!(
        out,
        "the archives still have what they had, and so may copies of the index"
    )?;
    Ok(code::SUCCESS)
}

fn options() -> WriterOptions {
    WriterOptions {
        holder: Some(super::holder("delete")),
        threads: 1,
        ..WriterOptions::default()
    }
}

fn cause(reason: String) -> Cause {
    Cause {
        reason,
        day: chrono::Local::now().date_naive().to_string(),
    }
}

/// What is to be deleted.
struct Chosen {
    ids: Vec<ArticleId>,
    first: Vec<Article>,
    by: String,
}

impl Chosen {
    fn print(&self) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let count = plural(self.ids.len() as u64, "article");
        writeln!(out, "{count} {}", self.by)?;
        for article in &self.first {
            writeln!(out, "  {}", line(article))?;
        }
        let more = self.ids.len() - self.first.len();
        if more > 0 {
            writeln!(out, "  … and {} more", thousands(more as u64))?;
        }
        Ok(())
    }
}

fn line(article: &Article) -> String {
    let title = if article.title.is_empty() {
        "(no headline)"
    } else {
        &article.title
    };
    let day = article.published.map(|date| date.to_string());
    let parts = [
        Some(title),
        day.as_deref(),
        article.source.as_deref(),
        Some(article.id.as_str()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().map(safe::one_line).collect();
    parts.join(" · ")
}

fn choose(context: &Context, reader: &Reader, args: &Args) -> Result<Chosen, Failure> {
    if !args.ids.is_empty() {
        return by_ids(context, reader, &args.ids);
    }
    let text = typed(&args.query);
    let reading = Reading {
        today: chrono::Local::now().date_naive(),
        joining: Joining::All,
        limits: args.limits.limits()?,
    };
    let saved = super::query::saved_for(&text, context)?;
    let parsed = parse_with(&text, reading, &saved).map_err(|error| Failure::Query {
        error,
        text: text.clone(),
    })?;
    let failed = |error| Failure::search(error, &text);
    let searcher = Searcher::new(reader).within(args.limits.limits()?);
    let mut all = searcher
        .search(&request(parsed.query.clone(), None))
        .map_err(failed)?;
    let mut ids = Vec::new();
    while let Some(id) = all.next_id().map_err(failed)? {
        ids.extend(ArticleId::new(&id));
    }
    let mut best = searcher
        .search(&request(parsed.query.clone(), Some(MOST_SHOWN)))
        .map_err(failed)?;
    let mut first = Vec::new();
    while let Some(hit) = best.next_hit().map_err(failed)? {
        first.push(hit.article);
    }
    Ok(Chosen {
        ids,
        first,
        by: format!("for {}", safe::one_line(&parsed.query.to_string())),
    })
}

fn request(query: Query, limit: Option<usize>) -> Request {
    Request {
        query,
        range: None,
        sort: Sort::Newest,
        limit,
        offset: 0,
        passages: 0,
    }
}

fn by_ids(context: &Context, reader: &Reader, wanted: &[String]) -> Result<Chosen, Failure> {
    let mut ids: Vec<ArticleId> = Vec::new();
    let mut first = Vec::new();
    for id in wanted {
        let article = show::find(reader, id)?.ok_or_else(|| Failure::NoArticle {
            id: id.clone(),
            home: context.home.clone(),
        })?;
        if ids.contains(&article.id) {
            continue;
        }
        ids.push(article.id.clone());
        if first.len() < MOST_SHOWN {
            first.push(article);
        }
    }
    Ok(Chosen {
        ids,
        first,
        by: "by id".to_owned(),
    })
}

/// The reason, if whoever sits there wants it so.
fn agreed(args: &Args, count: u64) -> Result<Option<String>, Failure> {
    let reason = || args.reason.clone().unwrap_or_else(|| UNSTATED.to_owned());
    if args.yes {
        return Ok(Some(reason()));
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::Usage {
            what: format!(
                "this deletes {} for good, and there is no terminal to ask on",
                plural(count, "article")
            ),
            hint: "add --yes to delete, or --dry-run to see what would go".to_owned(),
        });
    }
    let answer = ask("delete for good, and keep from coming back? [y/N] ")?;
    if !matches!(answer.to_lowercase().as_str(), "y" | "yes") {
        return Ok(None);
    }
    if args.reason.is_some() {
        return Ok(Some(reason()));
    }
    let given = ask("why? (for the list of what was deleted; may be empty) ")?;
    Ok(Some(if given.is_empty() { reason() } else { given }))
}

fn ask(question: &str) -> io::Result<String> {
    write!(io::stderr(), "{question}")?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

fn list(index: &Index, args: &Args) -> Outcome {
    let all = takedown::list(index)?;
    let mut out = io::stdout().lock();
    if args.json {
        let lines = all.list().iter().map(|takedown| {
            json!({"id": takedown.id, "day": takedown.day, "reason": takedown.reason, "run": takedown.run})
        });
        let value = json!({"version": VERSION, "takedowns": lines.collect::<Vec<_>>()});
        writeln!(out, "{}", json_line(&value))?;
        return Ok(code::SUCCESS);
    }
    for takedown in all.list() {
        let (id, reason) = (
            safe::one_line(&takedown.id),
            safe::one_line(&takedown.reason),
        );
        writeln!(out, "{}  {id}  {reason}", safe::one_line(&takedown.day))?;
    }
    if all.list().is_empty() {
        writeln!(out, "nothing was deleted")?;
    }
    Ok(code::SUCCESS)
}

fn restore(index: &Index, args: &Args) -> Outcome {
    let known = takedown::list(index)?;
    let is_known = |id: &&String| known.list().iter().any(|takedown| takedown.id == **id);
    if let Some(unknown) = args.restore.iter().find(|id| !is_known(id)) {
        return Err(Failure::Usage {
            what: format!("no article with the id `{unknown}` was deleted"),
            hint: "`morgue delete --list` shows those that were".to_owned(),
        });
    }
    let mut out = io::stdout().lock();
    if args.dry_run {
        writeln!(out, "a dry run: nothing was changed")?;
        return Ok(code::SUCCESS);
    }
    let reason = args.reason.clone().unwrap_or_else(|| UNSTATED.to_owned());
    let lifted = takedown::lift(index, &args.restore, &cause(reason), options())?;
    writeln!(
        out,
        "{} may come back: `morgue index ARCHIVE…` reads them again",
        plural(lifted.len() as u64, "article")
    )?;
    Ok(code::SUCCESS)
}
