//! `morgue upgrade`: an index of an older format, written anew.

use std::io::{self, Write};

use super::{Context, Outcome, code};
use crate::index::{Index, Upgrade, WriterOptions};
use crate::ingest::ledger;
use crate::render::{plural, safe};

/// Bring an index of an older format up to date
///
/// Writes the index anew from the articles it holds; the archives are not needed. The old files stay until the new ones are
/// whole, so the disk must have room for both; an upgrade that was interrupted is begun again, and harms nothing. An index
/// that is up to date is left as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Memory to use: 512M, 1G
    #[arg(long, value_name = "SIZE", default_value = "1G")]
    memory: String,
}

const EXAMPLES: &str = "Examples:
  morgue upgrade
  morgue upgrade --index ~/news/index
  morgue snapshot before
  morgue upgrade --memory 4G";

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let options = WriterOptions {
        memory: super::index::memory(&args.memory)?,
        holder: Some(super::holder("upgrade")),
        ..WriterOptions::default()
    };
    let upgrade = Index::upgrade(&context.home, options, &ledger::sides, &mut |_, _| {})?;
    let home = safe::one_line(&context.home.display().to_string());
    let mut out = io::stdout();
    match upgrade {
        Upgrade::NotNeeded => writeln!(out, "{home}: up to date")?,
        Upgrade::Done { from, articles } => writeln!(
            out,
            "{home}: {} written anew, from format {from} to {}",
            plural(articles, "article"),
            crate::index::FORMAT
        )?,
    }
    Ok(code::SUCCESS)
}
