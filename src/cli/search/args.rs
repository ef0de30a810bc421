//! The flags of `morgue search`.

use std::path::PathBuf;

use super::super::query_limits::QueryLimitFlags;
use crate::index::analyzer::folded_words;
use crate::search::Sort;

/// Find articles
///
/// Finds the articles that have all words of the query, best first. Words in quotes are a phrase, `OR` finds either, `-`
/// leaves out; `title:`, `section:`, `source:`, `byline:`, `place:` and `date:` look in one field. `morgue help query` has the rest.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Args {
    /// What to look for; several arguments are one query
    #[arg(value_name = "QUERY", required_unless_present = "queries")]
    pub(super) query: Vec<String>,
    /// Any of the words instead of all of them
    #[arg(long, help_heading = "What to find")]
    pub(super) any: bool,
    /// Understand as much as possible of a query that is not quite right
    #[arg(long, help_heading = "What to find")]
    pub(super) lenient: bool,
    /// Read queries from a file, one a line: number, tab, text
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "query",
        help_heading = "What to find"
    )]
    pub(super) queries: Option<PathBuf>,
    #[command(flatten)]
    pub(super) limits: QueryLimitFlags,

    /// First day: 1984, 1984-03, 1984-03-12, 'last week'
    #[arg(long, value_name = "DATE", help_heading = "Which articles")]
    pub(super) from: Option<String>,
    /// Last day; a year or month counts to its end
    #[arg(long, value_name = "DATE", help_heading = "Which articles")]
    pub(super) to: Option<String>,
    /// One day, month, year or other period; `none` for articles without a date
    #[arg(long, value_name = "DATE", conflicts_with_all = ["from", "to", "last"], help_heading = "Which articles")]
    pub(super) on: Option<String>,
    /// The last days, weeks, months or years: 30d, 2w, 6m, 1y
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["from", "to"], help_heading = "Which articles")]
    pub(super) last: Option<String>,
    /// Only this publication or agency
    #[arg(long, value_name = "NAME", value_parser = name, help_heading = "Which articles")]
    pub(super) source: Vec<String>,
    /// Only this section
    #[arg(long, value_name = "NAME", value_parser = name, help_heading = "Which articles")]
    pub(super) section: Vec<String>,

    /// The order
    #[arg(long, value_name = "ORDER", value_enum, default_value_t = SortFlag::Relevance, help_heading = "How to show it")]
    pub(super) sort: SortFlag,
    /// Show so many; 0 is all
    #[arg(
        short = 'n',
        long,
        value_name = "N",
        default_value_t = 10, value_parser = count, allow_hyphen_values = true,
        help_heading = "How to show it"
    )]
    pub(super) limit: usize,
    /// Pass over so many first
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0, value_parser = count,
        help_heading = "How to show it"
    )]
    pub(super) offset: usize,
    /// Passages an article
    #[arg(
        long,
        value_name = "N",
        default_value_t = 3, value_parser = count,
        help_heading = "How to show it"
    )]
    pub(super) passages: usize,
    /// How to print the articles
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = FormatFlag::Text, help_heading = "How to show it")]
    pub(super) format: FormatFlag,
    /// Print one JSON object; the same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "How to show it")]
    pub(super) json: bool,
    /// Print only how many there are
    #[arg(long, conflicts_with_all = ["format", "json"], help_heading = "How to show it")]
    pub(super) count: bool,
    /// Say how the query is understood and what each part finds
    #[arg(long, conflicts_with_all = ["format", "json", "count"], help_heading = "How to show it")]
    pub(super) explain: bool,
    /// Use no pager
    #[arg(long, help_heading = "How to show it")]
    pub(super) no_pager: bool,
}

const EXAMPLES: &str = "Examples:
  morgue search 'storm flood' --from 2015-12 --to 2016-02 --sort newest
  morgue search '\"cyber sovereignty\" -title:review' --source xinhua
  morgue search 'strike OR lockout' --on 1984 --format csv -n 0 > strike.csv";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum SortFlag {
    /// Best match first
    Relevance,
    /// Latest first
    Newest,
    /// Earliest first
    Oldest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FormatFlag {
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

impl Args {
    pub(super) fn format(&self) -> FormatFlag {
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

/// A name to look for: one that says nothing would let every article through.
fn name(text: &str) -> Result<String, String> {
    match folded_words(text).is_empty() {
        true => Err("write some letters or digits of the name".to_owned()),
        false => Ok(text.to_owned()),
    }
}

/// A number of articles or passages, refused in the user's words.
fn count(text: &str) -> Result<usize, String> {
    text.parse()
        .map_err(|_| "write a number, 0 or more".to_owned())
}
