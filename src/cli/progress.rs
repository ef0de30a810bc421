//! How far `index` is, on standard error: one line that renews itself on a terminal, a plain line now and then elsewhere.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ingest::Progress;
use crate::render::thousands;

/// Where progress goes.
pub(super) enum Meter {
    Quiet,
    Bar(ProgressBar),
    Lines { started: Instant, last: Instant },
}

/// Time between plain lines.
const EVERY: Duration = Duration::from_secs(30);

impl Meter {
    /// The meter for standard error as it is.
    pub(super) fn new(quiet: bool) -> Self {
        if quiet {
            return Self::Quiet;
        }
        if !io::stderr().is_terminal() {
            let now = Instant::now();
            return Self::Lines {
                started: now,
                last: now,
            };
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        let template = "{bar:20} {bytes}/{total_bytes} {bytes_per_sec} {msg} {eta} left";
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        Self::Bar(bar)
    }

    /// Shows how far it is.
    pub(super) fn show(&mut self, progress: &Progress) {
        let line = || {
            let archives = format!("{}/{} files", progress.archives_done, progress.archives);
            format!(
                "{archives}, {} articles",
                thousands(progress.account.articles())
            )
        };
        match self {
            Self::Quiet => {}
            Self::Bar(bar) => {
                bar.set_length(progress.bytes.max(progress.bytes_done));
                bar.set_position(progress.bytes_done);
                bar.set_message(line());
            }
            Self::Lines { started, last } => {
                if last.elapsed() >= EVERY {
                    *last = Instant::now();
                    let rate = progress.bytes_done as f64
                        / 1e6
                        / started.elapsed().as_secs_f64().max(0.001);
                    let _ = writeln!(io::stderr(), "{}, {rate:.1} MB/s", line());
                }
            }
        }
    }

    /// Takes the line away.
    pub(super) fn done(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// How far bytes are read: a line that renews itself on a terminal, nothing elsewhere.
pub(super) struct Bytes(Option<ProgressBar>);

impl Bytes {
    /// The meter for standard error as it is.
    pub(super) fn new(quiet: bool) -> Self {
        if quiet || !io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        let template = "{bar:20} {bytes}/{total_bytes} {bytes_per_sec} {eta} left";
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        Self(Some(bar))
    }

    /// So many bytes are to be read, from the start.
    pub(super) fn begin(&mut self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.set_length(bytes);
            bar.set_position(0);
        }
    }

    /// So many more were read.
    pub(super) fn read(&mut self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
        }
    }

    /// Takes the line away.
    pub(super) fn done(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
