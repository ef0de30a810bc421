//! The command line: one file a command. This is the only part that prints, asks the clock, reads the environment or
//! ends the process; everything it says about an error stands in `failure`.

mod caret;
mod delete;
mod doctor;
mod export;
mod failure;
mod formats;
mod generate;
mod help;
mod index;
mod progress;
mod query;
mod query_limits;
mod repair;
mod search;
mod show;
mod snapshot;
mod stats;
mod terminal;
mod translate;
mod upgrade;
mod verify;
mod whole_file;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::index::Holder;
use failure::Failure;
use terminal::ColorChoice;

/// The search engine for any pile of news: point it at the files, and ask
#[derive(Debug, Parser)]
#[command(name = "morgue", version, max_term_width = 100, after_help = EXAMPLES, infer_subcommands = false, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// The index to use
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        default_value = "index",
        env = "MORGUE_INDEX",
        help_heading = "Everywhere"
    )]
    index: PathBuf,
    /// When to use colour; NO_COLOR and CLICOLOR_FORCE are honoured
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto, help_heading = "Everywhere")]
    color: ColorChoice,
}

const EXAMPLES: &str = "Examples:
  morgue index ~/news                          read an archive into index/
  morgue search 'miners strike' --from 1984 --to 1985-03
  morgue search '\"cyber sovereignty\"' --sort newest
  morgue show 4f0c                             an article whole, by the start of its id
  morgue help query                            how to ask: the guide to the language

Exit codes:
  search  0 found, 1 nothing found, 2 error
  index   0 all in, 3 finished with rejects, 2 error, 4 another writer,
          5 damaged, 6 disk full, 130 interrupted with progress saved
  verify  0 as it was written, 5 damaged
  repair  0 mended, 3 mended but for what is named, 2 error, 4 another writer";

#[derive(Debug, Subcommand)]
enum Command {
    Index(index::Args),
    Search(search::Args),
    Show(show::Args),
    Delete(delete::Args),
    Stats(stats::Args),
    Verify(verify::Args),
    Repair(repair::Args),
    Query(query::Args),
    Translate(translate::Args),
    Export(export::Args),
    Snapshot(snapshot::Args),
    Upgrade(upgrade::Args),
    Doctor(doctor::Args),
    Formats(formats::Args),
    Generate(generate::Args),
    Help(help::Args),
}

/// The parsed arguments of every command.
struct Context {
    home: PathBuf,
    color: ColorChoice,
}

/// Runs the command line and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(leave_out_words(arguments)) {
        Ok(cli) => cli,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            print_usage(&error);
            return ExitCode::from(code);
        }
    };
    let home = cli.index.clone();
    let color = cli.color;
    // Where the engine panics over a damaged file, its words would hide ours. Who looks for a fault of morgue's asks for them.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| ()));
    }
    match std::panic::catch_unwind(|| answer(cli)) {
        Ok(code) => code,
        // The engine trusts the bytes of its files: a damaged one can end in a panic.
        Err(_) => ExitCode::from(Failure::Panicked { home }.report(color)),
    }
}

/// Help goes out as clap lays it out. An error repeats what was typed, or what a script put there, so it is made safe.
fn print_usage(error: &clap::Error) {
    if !error.use_stderr() {
        let _ = error.print();
        return;
    }
    let mut text = error.render().to_string();
    // A dash and one letter may be a flag mistyped, so it is not taken for a word to leave out; but it may be meant as one.
    if let Some(letter) = unknown_letter(error) {
        text = text.replace(
            &format!("to pass '-{letter}' as a value, use '-- -{letter}'"),
            &format!("to leave out the word, write 'NOT {letter}'"),
        );
    }
    let lines: Vec<String> = text.lines().map(crate::render::safe::one_line).collect();
    let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
}

/// The letter of a flag that there is not.
fn unknown_letter(error: &clap::Error) -> Option<char> {
    use clap::error::{ContextKind, ContextValue};
    let ContextValue::String(argument) = error.get(ContextKind::InvalidArg)? else {
        return None;
    };
    let mut letters = argument.strip_prefix('-')?.chars();
    let letter = letters.next().filter(|letter| letter.is_alphabetic())?;
    letters.next().is_none().then_some(letter)
}

fn answer(cli: Cli) -> ExitCode {
    ignore_file_limit();
    let context = Context {
        home: cli.index,
        color: cli.color,
    };
    let result = match cli.command {
        Command::Index(args) => index::run(&context, &args),
        Command::Search(args) => search::run(&context, &args),
        Command::Show(args) => show::run(&context, &args),
        Command::Delete(args) => delete::run(&context, &args),
        Command::Stats(args) => stats::run(&context, &args),
        Command::Verify(args) => verify::run(&context, &args),
        Command::Repair(args) => repair::run(&context, &args),
        Command::Query(args) => query::run(&context, &args),
        Command::Translate(args) => translate::run(&context, &args),
        Command::Export(args) => export::run(&context, &args),
        Command::Upgrade(args) => upgrade::run(&context, &args),
        Command::Doctor(args) => doctor::run(&context, &args),
        Command::Snapshot(args) => snapshot::run(&context, &args),
        Command::Formats(args) => formats::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Help(args) => help::run(&context, &args),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(failure) => ExitCode::from(failure.report(context.color)),
    }
}

/// A file that may grow no further is an error to be told of, not the end of the process.
fn ignore_file_limit() {
    let flag = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    // Where it cannot be ignored, the process ends at the limit, which loses only what was not committed.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, flag);
}

/// Stands for the dash of a word to leave out until clap has read the flags; nobody types it.
const DASH_FOR_CLAP: char = '\u{2212}';

/// `morgue search storm -strike` means what it says: no flag is a dash and several letters, so that is a word to leave
/// out. It gets past clap with a minus sign, and is a dash again before anything reads it.
fn leave_out_words(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    let takes_words = |a: &OsString| {
        ["search", "translate", "export", "delete"]
            .iter()
            .any(|name| a == name)
    };
    let Some(command) = arguments.iter().position(takes_words) else {
        return arguments;
    };
    let end = arguments
        .iter()
        .position(|a| a == "--")
        .unwrap_or(arguments.len());
    for argument in arguments.iter_mut().take(end).skip(command + 1) {
        let Some(word) = argument.to_str().and_then(|text| text.strip_prefix('-')) else {
            continue;
        };
        let mut letters = word.chars();
        let is_word = match (letters.next(), letters.next()) {
            (None | Some('-'), _) | (_, None) => false,
            (Some('n'), Some(second)) => second.is_alphabetic(),
            _ => true,
        };
        if is_word {
            *argument = format!("{DASH_FOR_CLAP}{word}").into();
        }
    }
    arguments
}

/// The text as it was typed: a dash that had to get past the reader of flags is a dash again.
fn typed(words: &[String]) -> String {
    let words = words.iter().map(|word| {
        word.strip_prefix(DASH_FOR_CLAP)
            .map_or_else(|| word.clone(), |rest| format!("-{rest}"))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The whole command line, for completions, manual pages and the tests that read all of them.
pub fn command() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

/// This process, for others who find the index locked by it.
fn holder(command: &str) -> Holder {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let host = host.or_else(|| std::env::var("HOSTNAME").ok());
    let host = host
        .as_deref()
        .map(str::trim)
        .filter(|host| !host.is_empty());
    Holder {
        pid: std::process::id(),
        host: host.unwrap_or("this machine").to_owned(),
        since: chrono::Local::now()
            .format("%Y-%m-%d %H:%M:%S %:z")
            .to_string(),
        command: command.to_owned(),
    }
}

type Outcome = Result<u8, Failure>;

/// Exit codes, by name.
mod code {
    pub(super) const SUCCESS: u8 = 0;
    pub(super) const NOTHING_FOUND: u8 = 1;
    pub(super) const ERROR: u8 = 2;
    pub(super) const REJECTS: u8 = 3;
    pub(super) const LOCKED: u8 = 4;
    pub(super) const DAMAGED: u8 = 5;
    pub(super) const DISK_FULL: u8 = 6;
    pub(super) const INTERRUPTED: u8 = 130;
}
