//! Figures as they are taken, their medians, and where and with what they were taken.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::Failure;

/// Where figures go as they are taken.
pub struct Figures {
    out: Option<File>,
    taken: BTreeMap<(String, String), Vec<f64>>,
    /// What was measured, in the order of its first figure.
    rows: Vec<String>,
}

impl Figures {
    /// Writes each figure to a file too, as a line of JSON behind a line about machine, commit and archives.
    pub fn open(path: Option<&Path>, archives: &[&Path]) -> Result<Self, Failure> {
        let mut out = None;
        if let Some(path) = path {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let mut file = File::create(path)?;
            writeln!(file, "{}", about(archives)?)?;
            out = Some(file);
        }
        Ok(Self {
            out,
            taken: BTreeMap::new(),
            rows: Vec::new(),
        })
    }

    /// Takes a figure of `whose` for `what`.
    pub fn take(&mut self, what: &str, whose: &str, value: f64) -> Result<(), Failure> {
        if let Some(out) = &mut self.out {
            let line = json!({"what": what, "of": whose, "value": value});
            writeln!(out, "{line}")?;
        }
        if !self.rows.iter().any(|row| row == what) {
            self.rows.push(what.to_owned());
        }
        let key = (what.to_owned(), whose.to_owned());
        self.taken.entry(key).or_default().push(value);
        Ok(())
    }

    /// The median of the figures of `whose` for `what`.
    pub fn median_of(&self, what: &str, whose: &str) -> Option<f64> {
        let key = (what.to_owned(), whose.to_owned());
        self.taken.get(&key).map(|values| median(values))
    }

    /// A table of medians; all but those of the first column with their ratio to it.
    pub fn print(&self, columns: &[String]) {
        println!("| median | {} |", columns.join(" | "));
        println!("| --- |{}", " ---: |".repeat(columns.len()));
        for row in &self.rows {
            let first = columns.first().and_then(|name| self.median_of(row, name));
            let cells = columns.iter().enumerate().map(|(number, name)| {
                match (number, self.median_of(row, name), first) {
                    (_, None, _) => "–".to_owned(),
                    (0, Some(value), _) | (_, Some(value), None) => short(value),
                    (_, Some(value), Some(first)) => {
                        format!("{} ({:.2}×)", short(value), value / first)
                    }
                }
            });
            println!("| {row} | {} |", cells.collect::<Vec<_>>().join(" | "));
        }
    }
}

/// Three digits, as far as they say something.
fn short(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The value in the middle, 0 of none.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 0.5)
}

/// The value that so large a share is not above, 0 of none.
pub fn percentile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() as f64 * share) as usize;
    let last = sorted.len().saturating_sub(1);
    sorted.get(place.min(last)).copied().unwrap_or_default()
}

/// The machine, the commit and the archives.
fn about(archives: &[&Path]) -> Result<Value, Failure> {
    let commit = Command::new("git").args(["rev-parse", "HEAD"]).output();
    let commit = commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map(|(_, name)| name.trim().to_owned());
    let mut bytes = 0;
    for archive in archives {
        bytes += fs::metadata(archive)?.len();
    }
    Ok(json!({
        "commit": commit.unwrap_or_default(),
        "cpu": cpu,
        "cores": std::thread::available_parallelism()?.get(),
        "archive_bytes": bytes,
    }))
}
