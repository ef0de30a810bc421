//! `morgue stats`: what is in the index.

use std::io::{self, Write};

use serde_json::json;

use super::{Context, Outcome, code};
use crate::index::{Index, Stats};
use crate::ingest::takedown;
use crate::render::{safe, thousands};

/// Say what is in the index
///
/// Says how many articles there are, from when, and from which sources and sections.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// List every source
    #[arg(long)]
    sources: bool,
    /// List every section
    #[arg(long)]
    sections: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "Examples:
  morgue stats
  morgue stats --sources
  morgue stats --json --index ~/news/index";

/// Sources and sections listed without being asked for all.
const MOST_LISTED: usize = 10;

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let index = Index::open(&context.home)?;
    let stats = index.reader()?.stats()?;
    let taken_down = takedown::list(&index)?.list().len() as u64;
    if args.json {
        print_json(&index, &stats, taken_down)?;
    } else {
        print_text(&index, &stats, taken_down, args)?;
    }
    Ok(code::SUCCESS)
}

fn print_json(index: &Index, stats: &Stats, taken_down: u64) -> io::Result<()> {
    let value = json!({
        "version": 1,
        "articles": stats.articles,
        "undated": stats.undated,
        "taken_down": taken_down,
        "first_day": stats.first_day.map(|d| d.to_string()),
        "last_day": stats.last_day.map(|d| d.to_string()),
        "sources": stats.sources,
        "sections": stats.sections,
        "years": stats.years.iter().map(|(year, count)| (year.to_string(), *count)).collect::<std::collections::BTreeMap<_, _>>(),
        "bytes": index.disk_size(),
        "format": index.imprint.format,
        "written_by": index.imprint.version,
    });
    writeln!(io::stdout(), "{value}")
}

fn print_text(index: &Index, stats: &Stats, taken_down: u64, args: &Args) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "articles  {}", thousands(stats.articles))?;
    if stats.undated > 0 {
        writeln!(out, "undated   {}", thousands(stats.undated))?;
    }
    if taken_down > 0 {
        writeln!(out, "deleted   {}, for good", thousands(taken_down))?;
    }
    if let (Some(first), Some(last)) = (stats.first_day, stats.last_day) {
        writeln!(out, "days      {first} … {last}")?;
    }
    let megabytes = index.disk_size() as f64 / 1e6;
    let (format, version) = (index.imprint.format, &index.imprint.version);
    writeln!(
        out,
        "on disk   {megabytes:.1} MB, format {format}, made by morgue {}",
        safe::one_line(version)
    )?;
    print_counts(&mut out, "sources", &stats.sources, args.sources)?;
    print_counts(&mut out, "sections", &stats.sections, args.sections)?;
    if !args.sources && !args.sections {
        print_years(&mut out, stats)?;
    }
    Ok(())
}

/// The most frequent labels, or all of them.
fn print_counts(
    out: &mut impl Write,
    name: &str,
    counts: &crate::index::Counts,
    all: bool,
) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let shown = if all { sorted.len() } else { MOST_LISTED };
    writeln!(out, "\n{} {name}", thousands(sorted.len() as u64))?;
    for (label, count) in sorted.iter().take(shown) {
        writeln!(out, "{:>9}  {}", thousands(**count), safe::one_line(label))?;
    }
    if sorted.len() > shown {
        writeln!(
            out,
            "{:>9}  more; --{name} lists them all",
            thousands((sorted.len() - shown) as u64)
        )?;
    }
    Ok(())
}

fn print_years(out: &mut impl Write, stats: &Stats) -> io::Result<()> {
    const WIDEST: u64 = 40;
    let most = stats.years.values().copied().max().unwrap_or(1);
    if !stats.years.is_empty() {
        writeln!(out, "\nyears")?;
    }
    for (year, count) in &stats.years {
        let bar = "█".repeat(usize::try_from((count * WIDEST).div_ceil(most)).unwrap_or(0));
        writeln!(out, "{year:>9}  {bar} {}", thousands(*count))?;
    }
    Ok(())
}
