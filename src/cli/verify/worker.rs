//! The child that looks at the index, and the parent that outlives it.
//!
//! A line of the child is a JSON object: an event, or the report at the end. Whatever else it prints is not read.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use serde::{Deserialize, Serialize};

use super::super::failure::Failure;
use super::super::progress::Bytes;
use super::super::{Outcome, code};
use crate::index::verify::{Damage, Event, Level, Report, verify};

/// What the child says.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Event(Event),
    Report(Report),
}

/// The child's part.
pub(super) fn work(home: &Path, level: Level, leave_out: &[String]) -> Outcome {
    let leave_out: BTreeSet<String> = leave_out.iter().cloned().collect();
    let mut out = io::stdout().lock();
    let mut say = |line: &Line| {
        let json = serde_json::to_string(line).expect("texts and numbers are JSON");
        // A parent that is gone wants no answer; the next line would fail as well.
        let _ = writeln!(out, "{json}").and_then(|()| out.flush());
    };
    let report = verify(home, level, &leave_out, &mut |event| {
        say(&Line::Event(event))
    })?;
    say(&Line::Report(report));
    Ok(code::SUCCESS)
}

/// How the child is started: this program, told to look.
pub(super) fn this_program(
    home: &Path,
    level: Level,
) -> impl Fn(&BTreeSet<String>) -> io::Result<Command> {
    move |leave_out| {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("--index")
            .arg(home)
            .args(["verify", "--worker"]);
        command.args(match level {
            Level::Quick => Some("--quick"),
            Level::Bytes => None,
            Level::Deep => Some("--deep"),
        });
        for file in leave_out {
            command.arg(format!("--leave-out={file}"));
        }
        Ok(command)
    }
}

/// Children that may die before it is said that they all do.
const MOST_DEATHS: usize = 100;

/// The parent's part: starts children until one comes to its end.
pub(super) fn supervise(
    start: &dyn Fn(&BTreeSet<String>) -> io::Result<Command>,
    meter: &mut Bytes,
) -> Result<Report, Failure> {
    let mut fatal: Vec<Damage> = Vec::new();
    let mut leave_out = BTreeSet::new();
    while fatal.len() < MOST_DEATHS {
        let mut command = start(&leave_out).map_err(Failure::Output)?;
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().map_err(Failure::Output)?;
        let said = child.stdout.take().expect("it was asked for");
        let mut at = String::new();
        let mut report = None;
        for line in BufReader::new(said).lines() {
            match line.ok().and_then(|line| serde_json::from_str(&line).ok()) {
                Some(Line::Event(Event::At(file))) => at = file,
                Some(Line::Event(Event::Bytes(bytes))) => meter.begin(bytes),
                Some(Line::Event(Event::Read(bytes))) => meter.read(bytes),
                Some(Line::Report(whole)) => report = Some(whole),
                Some(Line::Event(Event::Damaged(_))) | None => {}
            }
        }
        let output = child.wait_with_output().map_err(Failure::Output)?;
        if let Some(mut report) = report {
            report.damages.extend(fatal);
            report.damages.sort();
            return Ok(report);
        }
        // It ended with a word of its own: no index, a newer one.
        if let Some(code) = output.status.code().filter(|_| !output.stderr.is_empty())
            && at.is_empty()
        {
            let code = u8::try_from(code).unwrap_or(code::ERROR);
            return Err(Failure::Child {
                said: output.stderr,
                code,
            });
        }
        let what = format!("looking at it {}", end(output.status));
        if !leave_out.insert(at.clone()) {
            fatal.push(Damage { file: at, what });
            break;
        }
        fatal.push(Damage { file: at, what });
    }
    Ok(Report {
        damages: fatal,
        ..Report::default()
    })
}

/// How a child ended that did not come to its end.
fn end(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("ended in signal {signal}");
    }
    format!("ended early ({status})")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shell in the child's place: it dies of one file, and comes to its end without it.
    #[test]
    fn a_child_that_dies_of_a_file_names_it_and_another_goes_on() {
        let start = |leave_out: &BTreeSet<String>| {
            let mut shell = Command::new("sh");
            let report = r#"{"report":{"damages":[],"files":3,"bytes":9,"articles":2,"has_no_manifest":false,"leftovers":[]}}"#;
            let script = if leave_out.contains("segments/bad") {
                format!("echo '{report}'")
            } else {
                r#"echo '{"event":{"at":"good"}}'; echo '{"event":{"at":"segments/bad"}}'; kill -SEGV $$"#.to_owned()
            };
            shell.args(["-c", &script]);
            Ok(shell)
        };
        let report = supervise(&start, &mut Bytes::new(true)).expect("a report");
        assert_eq!(report.files, 3);
        let said: Vec<String> = report
            .damages
            .iter()
            .map(|d| format!("{}: {}", d.file, d.what))
            .collect();
        assert_eq!(said, ["segments/bad: looking at it ended in signal 11"]);
    }
}
