//! The account of a run, as text and as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::{Context, Outcome, code};
use crate::index::Index;
use crate::ingest::Report;
use crate::ingest::retry::Retry;
use crate::render::{plural, safe, thousands};

pub(super) fn print_json(report: &Report, seconds: f64) -> io::Result<()> {
    let account = &report.account;
    let mut out = io::stdout().lock();
    let value = json!({
        "version": 1,
        "records": account.records,
        "added": account.added,
        "updated": account.updated,
        "unchanged": account.unchanged,
        "duplicates": account.duplicates,
        "rejected": account.rejected,
        "undated": account.undated,
        "removed": report.removed,
        "bytes": account.bytes,
        "seconds": (seconds * 1000.0).round() / 1000.0,
        "archives": { "read": report.archives_read, "unchanged": report.archives_unchanged },
        "archives_gone": report.archives_gone,
        "reasons": account.reasons,
        "passed_over": account.passed_over,
        "rejects": report.rejects,
        "interrupted": report.interrupted,
        "stopped": report.stopped.as_ref().map(|place| json!({
            "archive": place.archive, "member": place.member, "line": place.line, "record": place.record,
        })),
    });
    writeln!(out, "{value}")
}

pub(super) fn print(
    context: &Context,
    index: &Index,
    report: &Report,
    again: Option<&Retry>,
    seconds: f64,
) -> Result<(), Failure> {
    let account = &report.account;
    let mut out = io::stdout().lock();
    let mut parts = Vec::new();
    for (count, name) in [
        (account.added, "added"),
        (account.updated, "updated"),
        (account.unchanged, "unchanged"),
        (
            account.duplicates,
            if account.duplicates == 1 {
                "duplicate"
            } else {
                "duplicates"
            },
        ),
        (account.rejected, "rejected"),
    ] {
        if count > 0 {
            parts.push(format!("{} {name}", thousands(count)));
        }
    }
    let parts = if parts.is_empty() {
        "nothing to do".to_owned()
    } else {
        parts.join(", ")
    };
    writeln!(out, "{}: {parts}", plural(account.records, "record"))?;
    if account.undated > 0 {
        writeln!(
            out,
            "{} without a date; a search by date says how many it leaves out",
            plural(account.undated, "article")
        )?;
    }
    if report.links > 0 {
        writeln!(
            out,
            "{} passed over; --follow reads what they point to",
            plural(report.links, "symbolic link")
        )?;
    }
    if !account.passed_over.is_empty() {
        let kinds = account.passed_over.iter().map(|(kind, n)| (&**kind, *n));
        writeln!(out, "passed over: {}", most_first(kinds))?;
    }
    if account.rejected > 0 {
        print_rejects(&mut out, report)?;
    }
    if let Some(again) = again {
        print_retried(&mut out, report, again)?;
    }
    print_removed(&mut out, report)?;
    let articles = index.reader()?.len();
    let megabytes = index.disk_size() as f64 / 1e6;
    writeln!(
        out,
        "{}: {}, {megabytes:.1} MB, in {seconds:.1} s",
        safe::one_line(&context.home.display().to_string()),
        plural(articles, "article")
    )?;
    if report.interrupted {
        print_stopped(&mut out, report)?;
    }
    Ok(())
}

/// Where the run was stopped, and the command that goes on.
fn print_stopped(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let place = match &report.stopped {
        Some(place) if place.record > 0 => {
            let record = thousands(place.record);
            let place = safe::one_line(&place.to_string());
            format!("stopped behind {place}, record {record} of it")
        }
        Some(place) => format!("stopped in {}", safe::one_line(&place.archive)),
        None => "stopped before the end".to_owned(),
    };
    writeln!(out, "{place}; to go on, the same again:")?;
    let words = std::env::args_os().skip(1);
    let words = words.map(|word| in_shell(&safe::one_line(&word.to_string_lossy())));
    writeln!(out, "  morgue {}", words.collect::<Vec<_>>().join(" "))
}

/// A word as it is typed in a shell.
fn in_shell(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=,@%+~".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

fn print_removed(out: &mut impl Write, report: &Report) -> io::Result<()> {
    if report.removed > 0 || report.archives_gone > 0 {
        let gone = are(report.archives_gone, "archive");
        let removed = plural(report.removed, "article");
        writeln!(out, "removed: {removed}; {gone} gone")?;
    } else if report.left > 0 {
        writeln!(
            out,
            "{} no more in the archive they came from; --prune removes them",
            are(report.left, "article")
        )?;
    }
    for name in &report.doubtful {
        writeln!(
            out,
            "{}: nothing of it was removed, since not all of it can be read",
            safe::one_line(name)
        )?;
    }
    Ok(())
}

/// `1 article is`, `2 articles are`.
pub(super) fn are(count: u64, what: &str) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", plural(count, what))
}

fn print_retried(out: &mut impl Write, report: &Report, again: &Retry) -> io::Result<()> {
    let now = report
        .rejected_before
        .saturating_sub(report.account.rejected);
    writeln!(
        out,
        "of {} left out before, {} in now",
        plural(report.rejected_before, "record"),
        if now == 1 {
            "1 is".to_owned()
        } else {
            format!("{} are", thousands(now))
        }
    )?;
    print_not_retried(out, again)
}

/// What was left out and cannot be read again.
fn print_not_retried(out: &mut impl Write, again: &Retry) -> io::Result<()> {
    if again.missing > 0 {
        let archives = are(again.missing, "archive");
        writeln!(out, "{archives} not there any more, and still in the list")?;
    }
    if again.piped > 0 {
        let records = plural(again.piped, "rejected record");
        writeln!(
            out,
            "{records} came from a pipe, and can only come from it again"
        )?;
    }
    Ok(())
}

pub(super) fn print_nothing_to_retry(again: &Retry, json: bool) -> Outcome {
    if json {
        print_json(&Report::default(), 0.0)?;
        return Ok(code::SUCCESS);
    }
    let mut out = io::stdout().lock();
    writeln!(out, "no record that was left out can be read again")?;
    print_not_retried(&mut out, again)?;
    Ok(code::SUCCESS)
}

/// Kinds with their counts, the most frequent first.
pub(super) fn most_first<'k>(kinds: impl Iterator<Item = (&'k str, u64)>) -> String {
    let mut kinds: Vec<_> = kinds.collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let kinds: Vec<String> = kinds
        .into_iter()
        .map(|(kind, count)| plural(count, kind))
        .collect();
    kinds.join(", ")
}

/// Why records were left out: counts, the first of them, and where all of them are.
fn print_rejects(out: &mut impl Write, report: &Report) -> io::Result<()> {
    writeln!(out, "rejected: {}", in_words(&report.account.reasons))?;
    for reject in &report.first_rejects {
        writeln!(out, "  {}", safe::one_line(reject))?;
    }
    let path = safe::one_line(&report.rejects.display().to_string());
    writeln!(out, "  all of them are listed in {path}")
}

/// Codes of rejects with their counts, in words.
pub(super) fn in_words(reasons: &BTreeMap<String, u64>) -> String {
    let reasons: Vec<String> = reasons
        .iter()
        .map(|(code, count)| format!("{} {}", thousands(*count), reason(code)))
        .collect();
    reasons.join(", ")
}

/// What a reject's code says of a record, in words.
fn reason(code: &str) -> &'static str {
    match code {
        "BAD_JSON" => "not valid JSON",
        "NOT_AN_OBJECT" => "not an object with fields",
        "TOO_DEEP" => "nested too deep",
        "TOO_LARGE" => "too large",
        "TOO_MANY_VALUES" => "with too many values",
        "TRUNCATED" => "cut short",
        "BAD_ENCODING" => "in no readable encoding",
        "NO_TEXT" => "without a text",
        "ONLY_FURNITURE" => "page furniture only",
        "UNKNOWN_FORMAT" => "in no known format",
        "BAD_XML" => "not well-formed XML",
        "MALFORMED" => "broken",
        "NOT_AN_ARTICLE" => "not an article",
        "WITHDRAWN" => "withdrawn",
        "EMBARGOED" => "under embargo",
        "TOO_COMPRESSED" => "unpacking to too much",
        "PACKED_TOO_DEEP" => "packed too deep",
        "ENCRYPTED" => "encrypted",
        "OVERLAPPING" => "with members that overlap",
        "TOO_MANY_MEMBERS" => "with too many members",
        "UNSUPPORTED" => "packed in a way that is not read",
        "TAKEN_DOWN" => "taken down",
        _ => "unreadable",
    }
}
