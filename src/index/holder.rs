//! Who is writing: a note that a writer leaves beside its lock, for whoever finds it locked.
//!
//! The lock itself is the system's and ends with its process, so the note decides nothing but how long a lock is waited for. One
//! that a killed process left is overwritten by the next writer, and not believed where it can be seen that the process is gone.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tantivy::TantivyError;

use super::IndexError;

/// The note, in the index's folder.
pub const WRITER: &str = "writer.json";

/// A process that writes to an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its number.
    pub pid: u32,
    /// The machine it runs on.
    pub host: String,
    /// When it began to write, for people: `2015-12-17 16:44:36 +08:00`.
    pub since: String,
    /// What it does: `index`, `delete`.
    pub command: String,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            pid,
            host,
            since,
            command,
        } = self;
        write!(
            f,
            "process {pid} on {host}, `morgue {command}`, since {since}"
        )
    }
}

impl Holder {
    /// Who holds the lock of the index in `home`, as far as its note can be believed; `asking` is who wants to know.
    pub fn of(home: &Path, asking: Option<&Self>) -> Option<Self> {
        Self::noted(home).filter(|holder| !holder.is_gone(asking))
    }

    /// Whoever left a note in `home`, gone or not.
    fn noted(home: &Path) -> Option<Self> {
        let text = fs::read_to_string(home.join(WRITER)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Whether it can be seen that this process is gone, or has been killed and is going.
    fn is_gone(&self, asking: Option<&Self>) -> bool {
        let is_here = asking.is_some_and(|asking| asking.host == self.host);
        let processes = Path::new("/proc");
        if !is_here || !processes.join("self").exists() {
            return false;
        }
        let process = processes.join(self.pid.to_string());
        let read = |name| fs::read_to_string(process.join(name));
        match (read("stat"), read("status")) {
            (Ok(stat), Ok(status)) => is_going(&stat, &status),
            _ => !process.exists(),
        }
    }
}

/// Whether a process is ending, by its `/proc/PID/stat` and `status` (proc(5)): a zombie, on its way there, or with a SIGKILL that
/// it has not felt yet. Its files, and the locks on them, may stay open for some time after that.
fn is_going(stat: &str, status: &str) -> bool {
    // The name before the last bracket may hold anything.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let mut fields = fields.split_ascii_whitespace();
    let is_dead = matches!(fields.next(), Some("Z" | "X" | "x"));
    const PF_EXITING: u64 = 4;
    let flags: Option<u64> = fields.nth(5).and_then(|flags| flags.parse().ok());
    const SIGKILL: u64 = 1 << 8;
    let is_killed = status.lines().any(|line| {
        let pending = ["SigPnd:", "ShdPnd:"]
            .iter()
            .find_map(|name| line.strip_prefix(name));
        let signals = pending.and_then(|hex| u64::from_str_radix(hex.trim(), 16).ok());
        signals.is_some_and(|signals| signals & SIGKILL != 0)
    });
    is_dead || is_killed || flags.is_some_and(|flags| flags & PF_EXITING != 0)
}

/// How long a lock is waited for that a killed process holds: until the system has put its files away.
const DYING: Duration = Duration::from_secs(2);
/// How long, where nobody left a note: a process that is being started has inherited it, and lets it go in a moment.
const STARTING: Duration = Duration::from_millis(500);
/// How long between two tries.
const MOMENT: Duration = Duration::from_millis(25);

/// Takes a lock of the index in `home`; waits a little where nobody can be seen who holds it. `asking` is who wants it.
pub(super) fn patiently<T>(
    home: &Path,
    asking: Option<&Holder>,
    mut take: impl FnMut() -> Result<T, TantivyError>,
) -> Result<T, IndexError> {
    let began = Instant::now();
    loop {
        let failed = match take() {
            Ok(taken) => return Ok(taken),
            Err(cause) => IndexError::locked(home, asking, cause),
        };
        let most = match Holder::noted(home) {
            Some(holder) if holder.is_gone(asking) => DYING,
            Some(_) => Duration::ZERO,
            None => STARTING,
        };
        let is_locked = matches!(failed, IndexError::Locked { .. });
        if !is_locked || began.elapsed() >= most {
            return Err(failed);
        }
        std::thread::sleep(MOMENT);
    }
}

/// The note, there for as long as this is.
pub(super) struct Note(PathBuf);

impl Note {
    /// Leaves the note of `holder`, or takes away one that another left: the lock must be held.
    pub fn leave(home: &Path, holder: Option<&Holder>) -> Self {
        let path = home.join(WRITER);
        // The note is a courtesy: where it cannot be left, writing goes on.
        let _ = match holder {
            Some(holder) => {
                let json = serde_json::to_string(holder).expect("texts and a number are JSON");
                fs::write(&path, json + "\n")
            }
            None => fs::remove_file(&path),
        };
        Self(path)
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(pid: u32, host: &str) -> Holder {
        Holder {
            pid,
            host: host.to_owned(),
            since: "2015-12-17 16:44:36 +08:00".to_owned(),
            command: "index".to_owned(),
        }
    }

    #[test]
    fn a_note_of_a_process_that_is_gone_is_not_believed() {
        let home = tempfile::tempdir().expect("a folder");
        let me = holder(std::process::id(), "desk");
        // Process numbers end far below this.
        for (note, asking, expected) in [
            (me.clone(), holder(7, "desk"), true),
            (holder(u32::MAX, "desk"), me.clone(), false),
            // Of another machine nothing can be seen.
            (holder(u32::MAX, "server"), me.clone(), true),
        ] {
            let left = Note::leave(home.path(), Some(&note));
            let told = Holder::of(home.path(), Some(&asking));
            assert_eq!(told.is_some(), expected, "{note:?}");
            drop(left);
            assert_eq!(Holder::of(home.path(), Some(&asking)), None);
        }
    }

    #[test]
    fn a_process_that_is_killed_or_dead_is_going_and_one_that_waits_is_not() {
        let stat = |state: &str, flags: u32| format!("7 (a ) b) {state} 1 7 7 0 -1 {flags} 1 0");
        let status = |signals: &str| format!("Name:\ta\nSigPnd:\t{signals}\nShdPnd:\t0\n");
        let (none, kill, term) = ("0000000000000000", "0000000000000100", "0000000000004000");
        for (stat, status, expected) in [
            (stat("S", 4_194_304), status(none), false),
            (stat("Z", 4_194_304), status(none), true),
            (stat("D", 4_194_304 | 4), status(none), true),
            (stat("R", 0), status(kill), true),
            (stat("R", 0), status(term), false),
            (String::new(), String::new(), false),
        ] {
            assert_eq!(is_going(&stat, &status), expected, "{stat}\n{status}");
        }
    }

    /// The lock is let go of after a while; how long it is waited for depends on whose it is.
    #[test]
    fn a_lock_of_a_dead_process_is_waited_for_and_that_of_a_living_one_is_not() {
        let home = tempfile::tempdir().expect("a folder");
        let me = holder(std::process::id(), "desk");
        let busy =
            || TantivyError::LockFailure(tantivy::directory::error::LockError::LockBusy, None);
        let tries = |note: &Holder, most: u32| {
            let _note = Note::leave(home.path(), Some(note));
            let mut tries = 0;
            let taken = patiently(home.path(), Some(&me), || {
                tries += 1;
                if tries < most { Err(busy()) } else { Ok(()) }
            });
            (taken.is_ok(), tries)
        };
        assert_eq!(tries(&holder(u32::MAX, "desk"), 30), (true, 30));
        assert_eq!(tries(&me, 30), (false, 1));
        assert_eq!(tries(&holder(u32::MAX, "server"), 30), (false, 1));
    }

    #[test]
    fn half_a_note_is_none() {
        let home = tempfile::tempdir().expect("a folder");
        fs::write(home.path().join(WRITER), "{\"pid\":12").expect("a file");
        assert_eq!(Holder::of(home.path(), None), None);
    }
}
