//! Who is writing: a note that a writer leaves beside its lock, for whoever finds it locked.
//!
//! The lock itself is the system's and ends with its process, so the note decides nothing. One that a killed process left is
//! overwritten by the next writer, and not believed where it can be seen that the process is gone.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

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
        let text = fs::read_to_string(home.join(WRITER)).ok()?;
        let holder: Self = serde_json::from_str(&text).ok()?;
        let is_here = asking.is_some_and(|asking| asking.host == holder.host);
        let processes = Path::new("/proc");
        let can_be_seen = is_here && processes.join("self").exists();
        let is_gone = can_be_seen && !processes.join(holder.pid.to_string()).exists();
        (!is_gone).then_some(holder)
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
    fn half_a_note_is_none() {
        let home = tempfile::tempdir().expect("a folder");
        fs::write(home.path().join(WRITER), "{\"pid\":12").expect("a file");
        assert_eq!(Holder::of(home.path(), None), None);
    }
}
