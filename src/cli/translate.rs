//! `morgue translate`: somebody else's search string in, our query out, and what could not be carried over.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde_json::json;

use super::caret::caret;
use super::failure::Failure;
use super::{Context, Outcome, code, typed};
use crate::render::{json_line, safe};
use crate::search::{Dialect, TranslationNote, translate};

/// Translate a search string of another database
///
/// Prints the query that says the same here, or what comes nearest. What was left out or means something else is said on
/// standard error, with a mark under it. docs/query.md, "Bringing your strings along", has what becomes what.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The string; several arguments are one string
    #[arg(value_name = "STRING", required = true)]
    text: Vec<String>,
    /// The database it was written for
    #[arg(long, value_name = "DATABASE", value_enum)]
    from: DialectFlag,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  morgue translate --from nexis 'hlead(flood w/3 wall!) and date aft 2015'
  morgue translate --from lucene '+title:storm +(pier quay)^2' --json
  morgue search \"$(morgue translate --from factiva 'hd=storm near5 pier$3')\"";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum DialectFlag {
    /// Lucene, Elasticsearch, Solr, Media Cloud, Datashare
    Lucene,
    /// Nexis and Lexis
    Nexis,
    /// Factiva
    Factiva,
    /// ProQuest
    #[value(name = "proquest")]
    ProQuest,
    /// GDELT
    Gdelt,
}

impl From<DialectFlag> for Dialect {
    fn from(flag: DialectFlag) -> Self {
        match flag {
            DialectFlag::Lucene => Self::Lucene,
            DialectFlag::Nexis => Self::Nexis,
            DialectFlag::Factiva => Self::Factiva,
            DialectFlag::ProQuest => Self::ProQuest,
            DialectFlag::Gdelt => Self::Gdelt,
        }
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let text = typed(&args.text);
    let dialect = Dialect::from(args.from);
    let today = chrono::Local::now().date_naive();
    let said = match translate(dialect, &text, today) {
        Ok(said) => said,
        Err(refusal) => {
            say(context, &refusal.notes, &text);
            let error = refusal.error;
            return Err(Failure::Query { error, text });
        }
    };
    if args.json {
        let notes: Vec<_> = said
            .notes
            .iter()
            .map(|note| note_json(note, &text))
            .collect();
        let value = json!({
            "version": crate::render::VERSION,
            "from": dialect.name(),
            "string": text,
            "query": said.query,
            "notes": notes,
        });
        writeln!(io::stdout(), "{}", json_line(&value))?;
    } else {
        say(context, &said.notes, &text);
        writeln!(io::stdout(), "{}", safe::one_line(&said.query))?;
    }
    Ok(code::SUCCESS)
}

/// Says what was not carried over, on standard error.
fn say(context: &Context, notes: &[TranslationNote], text: &str) {
    let style = if context.color.colours(&io::stderr()) {
        AnsiColor::Yellow.on_default()
    } else {
        Style::new()
    };
    for note in notes {
        let message = safe::one_line(&note.change.to_string());
        let place = caret(text, note.span.clone(), style);
        let _ = write!(io::stderr(), "note: {message}\n{place}");
    }
}

/// A note for programs; its place is counted in code points, as marks are.
fn note_json(note: &TranslationNote, text: &str) -> serde_json::Value {
    let points = |bytes: usize| text[..bytes].chars().count();
    json!({
        "code": note.change.code(),
        "dropped": note.change.is_dropped(),
        "start": points(note.span.start),
        "end": points(note.span.end),
        "text": &text[note.span.clone()],
        "message": note.change.to_string(),
    })
}
