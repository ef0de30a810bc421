//! `morgue query`: queries kept under a name, to be used as `@name` in any other.

use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::{Context, Outcome, code};
use crate::index::Index;
use crate::render::safe;
use crate::search::saved::FILE;
use crate::search::{Joining, Reading, Saved};

/// Keep queries under a name
///
/// A saved query is used as `@name` in any other query. They are kept beside the index, in a plain text file: a name, a tab and
/// a query in each line.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Save a query under a name, in place of any other of that name
    Save {
        /// Letters, digits, `-` and `_`
        name: String,
        /// The query, in single quotes for the shell
        #[arg(required = true, allow_hyphen_values = true)]
        query: Vec<String>,
    },
    /// List the saved queries
    List,
    /// Forget a saved query
    Delete {
        /// Its name
        name: String,
    },
    /// Print the saved queries, a name, a tab and a query in each line
    Export,
    /// Save the queries of a file that `export` printed
    Import {
        /// The file; `-` is standard input
        file: PathBuf,
    },
}

const EXAMPLES: &str = "Examples:
  morgue query save floods 'flood* OR \"dam burst\"'
  morgue search '@floods w/10 insurance' --from 2015
  morgue query export > queries.tsv
  morgue search --queries queries.tsv --format jsonl";

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    // Without an index there is nothing to keep them beside.
    Index::open(&context.home)?;
    let mut saved = Saved::load(&context.home)?;
    match &args.what {
        What::Save { name, query } => {
            let outcome = if saved.get(name).is_some() {
                "replaced"
            } else {
                "saved"
            };
            let query = saved.insert(name, &query.join(" "), reading())?;
            saved.store(&context.home)?;
            let query = safe::one_line(&query.to_string());
            writeln!(io::stdout(), "{outcome} @{name}: {query}")?;
        }
        What::List => list(&saved)?,
        What::Delete { name } => {
            saved.remove(name.strip_prefix('@').unwrap_or(name))?;
            saved.store(&context.home)?;
        }
        What::Export if io::stdout().is_terminal() => on_terminal(&saved)?,
        What::Export => io::stdout().write_all(saved.to_string().as_bytes())?,
        What::Import { file } => import(&mut saved, file, &context.home)?,
    }
    Ok(code::SUCCESS)
}

/// The saved queries as a file of them is, but for what would steer the terminal: it may be somebody else's file.
fn on_terminal(saved: &Saved) -> io::Result<()> {
    for (name, text) in saved.iter() {
        writeln!(io::stdout(), "{name}\t{}", safe::one_line(text))?;
    }
    Ok(())
}

/// The saved queries, if the text may name one.
pub(super) fn saved_for(text: &str, context: &Context) -> Result<Saved, Failure> {
    if text.contains('@') {
        Ok(Saved::load(&context.home)?)
    } else {
        Ok(Saved::default())
    }
}

fn reading() -> Reading {
    Reading {
        today: chrono::Local::now().date_naive(),
        joining: Joining::All,
        limits: crate::search::QueryLimits::USUAL,
    }
}

fn list(saved: &Saved) -> io::Result<()> {
    let width = saved
        .iter()
        .map(|(name, _)| unicode_width::UnicodeWidthStr::width(name))
        .max();
    for (name, text) in saved.iter() {
        let pad = width.unwrap_or(0) - unicode_width::UnicodeWidthStr::width(name);
        writeln!(io::stdout(), "@{name}{:pad$}  {}", "", safe::one_line(text))?;
    }
    if width.is_none() {
        writeln!(
            io::stderr(),
            "no query is saved; `morgue query save NAME 'QUERY'` saves one"
        )?;
    }
    Ok(())
}

/// Saves all queries of a file, or none: those that others name come in whatever order they stand.
fn import(saved: &mut Saved, file: &Path, home: &Path) -> Result<(), Failure> {
    let read = || match file.to_str() {
        Some("-") => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map(|_| text)
        }
        _ => std::fs::read_to_string(file),
    };
    let text = read().map_err(|cause| Failure::File {
        path: file.to_owned(),
        cause,
    })?;
    let read = Saved::read(&text, &file.to_string_lossy())?;
    let mut left: Vec<(&str, &str)> = read.iter().collect();
    let count = left.len();
    while !left.is_empty() {
        let before = left.len();
        let mut wrong = None;
        left.retain(|(name, text)| match saved.insert(name, text, reading()) {
            Ok(_) => false,
            Err(error) => {
                wrong.get_or_insert(error);
                true
            }
        });
        // None of them could be saved now that none was left out before: they are wrong.
        if let Some(error) = wrong.filter(|_| left.len() == before) {
            return Err(error.into());
        }
    }
    saved.store(home)?;
    writeln!(
        io::stdout(),
        "{count} saved in {}",
        home.join(FILE).display()
    )?;
    Ok(())
}
