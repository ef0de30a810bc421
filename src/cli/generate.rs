//! `morgue generate`: completions and manual pages, from the same definition as the commands themselves.

use std::io::{self, Write};
use std::path::PathBuf;

use clap_complete::Shell;

use super::failure::Failure;
use super::{Outcome, code, command};

/// Print shell completions and manual pages
///
/// Prints what a package of morgue installs beside the binary.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual pages of all commands into a folder
    Man {
        /// The folder
        folder: PathBuf,
    },
}

const EXAMPLES: &str = "Examples:
  morgue generate completions bash > ~/.local/share/bash-completion/completions/morgue
  morgue generate completions zsh > ~/.zfunc/_morgue
  morgue generate man /usr/local/share/man/man1";

pub(super) fn run(args: &Args) -> Outcome {
    match &args.what {
        What::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut command(), "morgue", &mut script);
            io::stdout().write_all(&script)?;
        }
        What::Man { folder } => {
            std::fs::create_dir_all(folder)
                .and_then(|()| clap_mangen::generate_to(command(), folder))
                .map_err(|cause| Failure::File {
                    path: folder.clone(),
                    cause,
                })?;
        }
    }
    Ok(code::SUCCESS)
}
