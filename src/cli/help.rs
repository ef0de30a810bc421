//! `morgue help`: the help of any command, and `morgue help query`, the guide to the language.
//!
//! The guide is docs/query.md as it was when this morgue was built. Laid out on a terminal, or wherever colour is asked for;
//! into a pipe or a file it goes as it is written, which is Markdown.

mod page;

use std::ffi::OsString;
use std::io::Write;

use clap::Parser;

use super::terminal::{self, Output, Paging};
use super::{Cli, Context, Outcome, code, print_usage};

/// Print the guide to the language of queries, or the help of a command
///
/// `morgue help query` is the guide: five minutes, then the whole language. The help of a command is what `--help` prints.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// `query` for the guide, or a command
    #[arg(value_name = "ABOUT")]
    about: Vec<OsString>,
    /// Use no pager
    #[arg(long)]
    no_pager: bool,
}

const EXAMPLES: &str = "Examples:
  morgue help query
  morgue help query | grep near
  morgue help search";

const GUIDE: &str = include_str!("../../docs/query.md");

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    match args.about.as_slice() {
        // The command of that name, which saves queries, says its help itself.
        [about] if about == "query" => guide(context, args),
        about => Ok(help_of(about)),
    }
}

fn guide(context: &Context, args: &Args) -> Outcome {
    let style = terminal::style(context.color);
    let paging = if args.no_pager {
        Paging::Never
    } else {
        Paging::WhereUseful
    };
    let mut out = Output::open(paging);
    let written = if style.colour || style.width.is_some() {
        out.write_all(page::laid_out(GUIDE, style).as_bytes())
    } else {
        out.write_all(GUIDE.as_bytes())
    };
    let closed = out.close();
    written.and(closed)?;
    Ok(code::SUCCESS)
}

/// What `--help` behind a command prints, so that there is one source of it; without a command, the help of morgue.
fn help_of(about: &[OsString]) -> u8 {
    let flag = OsString::from("--help");
    let line = std::iter::once(OsString::from("morgue"))
        .chain(about.iter().cloned())
        .chain([flag]);
    match Cli::try_parse_from(line) {
        Err(error) => {
            print_usage(&error);
            u8::try_from(error.exit_code()).unwrap_or(code::ERROR)
        }
        Ok(_) => code::SUCCESS,
    }
}
