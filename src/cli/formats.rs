//! `morgue formats`: what can be read, and what it is told by.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Outcome, code};
use crate::ingest::ContainerKind;
use crate::ingest::format::FORMATS;
use crate::render::VERSION;

/// List the formats of archives that are read
///
/// Says of each format its name, what it is, and what it is told by: always the content of a file, never its name. Formats are
/// asked in this order, and the first that knows its own is taken. docs/formats.md says where each field comes from.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  morgue formats
  morgue formats | grep -i nexis
  morgue formats --json";

/// One that is listed: its name, what it is, what it is told by.
type Row = (&'static str, &'static str, &'static str);

pub(super) fn run(args: &Args) -> Outcome {
    let formats = FORMATS.iter().map(|f| (f.name, f.about, f.told_by));
    let containers = ContainerKind::ALL.map(|kind| (kind.name(), kind.about(), kind.told_by()));
    let mut out = io::stdout().lock();
    if args.json {
        let value = json!({
            "version": VERSION,
            "formats": formats.map(object).collect::<Vec<_>>(),
            "containers": containers.map(object),
        });
        writeln!(out, "{value}")?;
        return Ok(code::SUCCESS);
    }
    writeln!(out, "Formats, in the order in which they are asked")?;
    for row in formats {
        print(&mut out, row)?;
    }
    writeln!(out, "\nArchives in archives, three deep at most")?;
    for row in containers {
        print(&mut out, row)?;
    }
    Ok(code::SUCCESS)
}

fn object((name, about, told_by): Row) -> Value {
    json!({ "name": name, "about": about, "told_by": told_by })
}

fn print(out: &mut impl Write, (name, about, told_by): Row) -> io::Result<()> {
    writeln!(out, "  {name:<14} {about}")?;
    writeln!(out, "  {:<14} told by {told_by}", "")
}
