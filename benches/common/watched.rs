//! Programs that are run to their end, with their time and the memory they held.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Failure;

/// Seconds, and the most memory held in megabytes (0 where the system does not say).
pub struct Watched {
    pub seconds: f64,
    pub peak: f64,
}

/// Runs a program to its end. Its output goes nowhere; it may end with one of `allowed` beside 0.
pub fn run(command: &mut Command, allowed: &[i32]) -> Result<Watched, Failure> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0.0_f64;
    // Looking often would take time from what is measured; a short run is looked at more often than a long one.
    let mut pause = Duration::from_micros(200);
    let ended = loop {
        if let Ok(text) = fs::read_to_string(&status) {
            peak = peak.max(peak_of(&text));
        }
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        std::thread::sleep(pause);
        pause = (pause * 5 / 4).min(Duration::from_millis(50));
    };
    if !ended.success() && !ended.code().is_some_and(|code| allowed.contains(&code)) {
        return Err(format!("{command:?} ended with {ended}").into());
    }
    Ok(Watched {
        seconds: started.elapsed().as_secs_f64(),
        peak,
    })
}

fn peak_of(status: &str) -> f64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1e3
}

/// The bytes of all files below a folder.
pub fn size_of(folder: &Path) -> Result<u64, Failure> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        size += if metadata.is_dir() {
            size_of(&entry.path())?
        } else {
            metadata.len()
        };
    }
    Ok(size)
}
