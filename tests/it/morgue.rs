//! Runs the binary as a user does: in a folder of its own, with nothing of this machine's environment, and keeps all that
//! it said.
//!
//! A [`Desk`] is the folder; a [`Run`] is one command with its two streams and its status, and prints as the transcript
//! that the snapshots hold.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// The binary under test.
pub const MORGUE: &str = env!("CARGO_BIN_EXE_morgue");

/// The repository.
pub const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// Longer than anything here takes on a slow machine; a command that is not done by then hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// A folder in which commands are run; it goes away with the desk.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    /// An empty folder.
    pub fn new() -> Self {
        Self {
            folder: TempDir::new().expect("a temporary folder"),
        }
    }

    /// A folder with an index of these records, a JSON line each.
    pub fn with(lines: &str) -> Self {
        let desk = Self::new();
        desk.write("archive.jsonl", lines);
        desk.run(&["index", "-q", "archive.jsonl"]).expect(0);
        desk
    }

    /// An index of the sample archive, made once for all tests that only read it.
    pub fn corpus() -> Arc<Self> {
        static SHARED: Mutex<Weak<Desk>> = Mutex::new(Weak::new());
        let mut shared = SHARED
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(desk) = shared.upgrade() {
            return desk;
        }
        let desk = Arc::new(Self::new());
        // Through a link, so that origins read `corpus/…` on every machine.
        std::os::unix::fs::symlink(Path::new(REPOSITORY).join("corpus"), desk.join("corpus"))
            .expect("a link to the sample archive");
        desk.run(&["index", "-q", "corpus"]).expect(3);
        *shared = Arc::downgrade(&desk);
        desk
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, and the folders it is in.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.join(name);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder");
        fs::write(&path, content).expect("a file");
        path
    }

    /// Copies all files to another desk.
    pub fn copy_to(&self, other: &Self) {
        copy_folder(self.path(), other.path());
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A command in this folder that knows nothing of the machine but where its programs are.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TZ", "UTC")
            .env("LC_ALL", "C.UTF-8");
        command
    }

    /// The binary with arguments, not yet started.
    pub fn morgue(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(MORGUE);
        command.args(arguments);
        command
    }

    /// Runs the binary to its end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_command(self.morgue(arguments), arguments, b"")
    }

    /// Runs another program to its end.
    pub fn run_other(&self, program: &str, arguments: &[&str]) -> Run {
        let mut command = self.command(program);
        command.args(arguments);
        self.run_command(command, arguments, b"")
    }

    /// Runs the binary with an environment variable set.
    pub fn run_with_env(&self, name: &str, value: &str, arguments: &[&str]) -> Run {
        let mut command = self.morgue(arguments);
        command.env(name, value);
        self.run_command(command, arguments, b"")
    }

    /// Runs the binary with something to read on standard input.
    pub fn run_with_input(&self, input: &[u8], arguments: &[&str]) -> Run {
        self.run_command(self.morgue(arguments), arguments, input)
    }

    fn run_command(&self, mut command: Command, arguments: &[&str], input: &[u8]) -> Run {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let mut stdin = child.stdin.take().expect("its input is a pipe");
        let input = input.to_vec();
        let writer = std::thread::spawn(move || {
            // A command that does not want its input closes it.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().expect("the binary ends");
        writer.join().expect("the input was written or refused");
        self.keep(arguments, output)
    }

    /// What a finished command said.
    pub fn keep(&self, arguments: &[&str], output: Output) -> Run {
        Run {
            arguments: arguments.iter().map(|a| (*a).to_owned()).collect(),
            desk: self.path().to_owned(),
            status: status(output.status),
            out: output.stdout,
            err: output.stderr,
        }
    }
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            fs::copy(&from, &to).expect("a copy");
        }
    }
}

/// The exit code, or the signal that ended the command as a negative number.
pub fn status(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status
        .code()
        .unwrap_or_else(|| -status.signal().unwrap_or(0))
}

/// Sends a signal by its short name: `INT`, `KILL`.
pub fn signal(child: &Child, name: &str) {
    let script = format!("kill -{name} {}", child.id());
    let sent = Command::new("sh").args(["-c", &script]).status();
    assert!(sent.expect("a shell").success(), "{script}");
}

/// Waits until something is so, for a long while but not for ever.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// One command: what was asked, what it said on each stream, and how it ended.
pub struct Run {
    arguments: Vec<String>,
    desk: PathBuf,
    pub out: Vec<u8>,
    pub err: Vec<u8>,
    pub status: i32,
}

impl Run {
    /// The run, which ended with this status.
    #[track_caller]
    pub fn expect(self, status: i32) -> Self {
        assert_eq!(self.status, status, "\n{self}");
        self
    }

    #[track_caller]
    pub fn stdout(&self) -> &str {
        std::str::from_utf8(&self.out).expect("standard output is UTF-8")
    }

    #[track_caller]
    pub fn stderr(&self) -> &str {
        std::str::from_utf8(&self.err).expect("standard error is UTF-8")
    }

    /// Standard output, line by line.
    #[track_caller]
    pub fn lines(&self) -> Vec<&str> {
        self.stdout().lines().collect()
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.out).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// Standard output as a JSON value a line.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        let value = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}\n{line}"));
        self.lines().into_iter().map(value).collect()
    }

    /// The text with what differs from run to run taken out: the folder, seconds, sizes, milliseconds.
    fn scrubbed(&self, text: &str) -> String {
        let text = text.replace(&*self.desk.to_string_lossy(), "DESK");
        let mut scrubbed = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let words: Vec<&str> = line.split(' ').collect();
            for (at, word) in words.iter().enumerate() {
                let unit = words
                    .get(at + 1)
                    .map(|unit| unit.trim_end_matches([',', '\n']));
                let is_measured =
                    word.parse::<f64>().is_ok() && matches!(unit, Some("MB" | "MB/s" | "s" | "ms"));
                if at > 0 {
                    scrubbed.push(' ');
                }
                scrubbed.push_str(if is_measured { "#" } else { word });
            }
        }
        for key in ["\"took_ms\":", "\"seconds\":"] {
            if let Some(at) = scrubbed.find(key) {
                let from = at + key.len();
                let length = scrubbed[from..]
                    .find([',', '}'])
                    .unwrap_or(scrubbed.len() - from);
                scrubbed.replace_range(from..from + length, "#");
            }
        }
        scrubbed
    }
}

impl fmt::Display for Run {
    /// A transcript: the command, its output after `1>`, its errors after `2>`, its status.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "$ morgue")?;
        for argument in &self.arguments {
            write!(f, " {}", in_shell(&self.scrubbed(argument)))?;
        }
        writeln!(f)?;
        for (stream, bytes) in [("1>", &self.out), ("2>", &self.err)] {
            let text = self.scrubbed(&String::from_utf8_lossy(bytes));
            for line in text.lines() {
                writeln!(f, "{}", format!("{stream} {line}").trim_end())?;
            }
        }
        writeln!(f, "exit {}", self.status)
    }
}

/// An argument as it is typed in a shell; a long one is cut.
fn in_shell(argument: &str) -> String {
    const LONGEST: usize = 100;
    let cut: String = argument.chars().take(LONGEST).collect();
    let cut = if cut.len() < argument.len() {
        format!("{cut}…")
    } else {
        cut
    };
    let is_plain = !cut.is_empty()
        && cut
            .chars()
            .all(|c| c.is_alphanumeric() || "-_./:=,@%+".contains(c));
    if is_plain {
        return cut;
    }
    if cut.chars().any(char::is_control) {
        return format!("$'{}'", cut.escape_debug());
    }
    format!("'{}'", cut.replace('\'', "'\\''"))
}

/// Several commands in a row, as one transcript.
pub fn transcript(runs: impl IntoIterator<Item = Run>) -> String {
    runs.into_iter()
        .map(|run| run.to_string())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Where all snapshots stand.
pub const SNAPSHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/snapshots");

/// Compares a transcript with the snapshot of the test it stands in.
macro_rules! assert_said {
    ($said:expr) => {
        insta::with_settings!(
            { snapshot_path => $crate::morgue::SNAPSHOTS, omit_expression => true },
            { insta::assert_snapshot!($said) }
        )
    };
}
pub(crate) use assert_said;
