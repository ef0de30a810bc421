//! `morgue snapshot`: a copy of the index, as of its last commit.

use std::io::{self, Write};
use std::path::PathBuf;

use super::{Context, Outcome, code};
use crate::index::{Index, Sharing};
use crate::ingest::ledger;
use crate::render::{plural, safe};

/// Copy the index as it is after its last commit
///
/// Makes a copy that is an index by itself, also while another morgue writes to the index. On the same disk the files that never
/// change are linked, which takes a moment and no room; --copy copies them. The folder is there when all of it is.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The folder to make; it must not be there, or be empty
    #[arg(value_name = "FOLDER")]
    to: PathBuf,
    /// Copy every file, so that damage to the disk under one of them spares the other
    #[arg(long)]
    copy: bool,
}

const EXAMPLES: &str = "Examples:
  morgue snapshot before-cleaning              on the same disk: at once, and without room
  morgue snapshot /mnt/backup/news-2016-03-01
  morgue snapshot --copy ~/second
  morgue search storm --index ~/second";

pub(super) fn run(context: &Context, args: &Args) -> Outcome {
    let index = Index::open(&context.home)?;
    let sharing = if args.copy {
        Sharing::Copies
    } else {
        Sharing::Links
    };
    let made = index.snapshot(&args.to, sharing, &|checkpoint| {
        let mut sides = ledger::sides(checkpoint);
        sides.push(crate::search::saved::SIDE);
        sides
    })?;
    let how = match (made.linked, sharing) {
        (0, Sharing::Links) => ", copied: links are not possible there",
        (0, Sharing::Copies) => "",
        _ => ", its large files shared with the index",
    };
    let megabytes = made.bytes as f64 / 1e6;
    writeln!(
        io::stdout(),
        "{}: {}, {megabytes:.1} MB{how}",
        safe::one_line(&args.to.display().to_string()),
        plural(made.articles, "article")
    )?;
    Ok(code::SUCCESS)
}
