//! What `morgue doctor` found out, for people and for programs. Every name that comes from outside is made safe.

use std::io::{self, Write};
use std::path::Path;

use serde_json::json;

use super::{Report, Whole, is_current, limits_json};
use crate::index::IndexError;
use crate::ingest::limits::{Limits, Unit};
use crate::render::{json_line, plural, safe, thousands};
use crate::search::QueryLimits;

pub(super) fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Bytes => "bytes",
        Unit::Number => "number",
        Unit::Times => "times",
    }
}

fn shown(path: &Path) -> String {
    safe::one_line(&path.display().to_string())
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

pub(super) fn text(report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let program = report.program.as_deref().map_or_else(String::new, shown);
    writeln!(out, "morgue   {} {program}", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "index    {}", shown(&report.home))?;
    match (&report.index, &report.error) {
        (Some(index), _) => whole(&mut out, index)?,
        (None, Some(IndexError::Missing { .. })) => {
            writeln!(out, "         there is none yet; `morgue index` makes one")?;
        }
        (None, _) => writeln!(out, "         it cannot be read")?,
    }
    let rights = match (report.rights.read, report.rights.write) {
        (true, true) => "you may search and change it",
        (true, false) => "you may search it",
        _ => "you may not read it",
    };
    if report.index.is_some() {
        writeln!(out, "rights   {rights}")?;
    }
    let holder = report.holder.as_ref();
    let writer = holder.map_or("nobody is writing".to_owned(), ToString::to_string);
    writeln!(out, "writer   {}", safe::one_line(&writer))?;
    let kind = report.file_system.as_ref();
    let kind = kind.map_or_else(String::new, |kind| format!("{}, ", kind.name));
    if let Some(room) = report.room {
        let (free, total, kept) = (room.free, room.total, room.kept());
        let (free, total, kept) = (megabytes(free), megabytes(total), megabytes(kept));
        writeln!(
            out,
            "disk     {kind}{free} of {total} free; {kept} are left free"
        )?;
    }
    writeln!(
        out,
        "limits   of what is read; `morgue index --limit NAME=VALUE` moves those with a name"
    )?;
    for limit in Limits::default().all() {
        let most = match limit.unit {
            Unit::Bytes => format!("{} MiB", thousands(limit.most >> 20)),
            Unit::Number => thousands(limit.most),
            Unit::Times => format!("{} times", thousands(limit.most)),
        };
        let name = limit.range.map_or("(fixed)", |_| limit.name);
        writeln!(
            out,
            "{most:>12}  {name:<13}  {}: {}",
            limit.what, limit.code
        )?;
    }
    writeln!(
        out,
        "         of queries; `morgue search --query-limit NAME=VALUE` does"
    )?;
    for limit in QueryLimits::USUAL.all() {
        let name = limit.range.map_or("(fixed)", |_| limit.name);
        let most = thousands(limit.most as u64);
        writeln!(
            out,
            "{most:>12}  {name:<13}  {}: {}",
            limit.what, limit.code
        )?;
    }
    for problem in &report.problems {
        writeln!(out, "problem: {}", safe::one_line(problem))?;
    }
    Ok(())
}

fn whole(out: &mut impl Write, index: &Whole) -> io::Result<()> {
    let version = safe::one_line(&index.version);
    let current = if is_current(index.format) {
        ""
    } else {
        ", an older one"
    };
    writeln!(
        out,
        "         format {}{current}, made by morgue {version}",
        index.format
    )?;
    writeln!(
        out,
        "         {} in {}, {}",
        plural(index.articles, "article"),
        plural(index.segments as u64, "segment"),
        megabytes(index.bytes)
    )?;
    writeln!(
        out,
        "         {} read",
        plural(index.archives as u64, "archive")
    )?;
    for (code, count) in &index.rejects {
        writeln!(
            out,
            "{:>12}  left out: {}",
            thousands(*count),
            safe::one_line(code)
        )?;
    }
    Ok(())
}

pub(super) fn json(report: &Report) -> io::Result<()> {
    let index = report.index.as_ref().map(|index| {
        json!({
            "format": index.format,
            "written_by": index.version,
            "articles": index.articles,
            "segments": index.segments,
            "bytes": index.bytes,
            "archives": index.archives,
            "rejects": index.rejects.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
        })
    });
    let disk = report.room.map(|room| {
        json!({
            "kind": report.file_system.as_ref().map(|kind| kind.name.clone()),
            "remote": report.file_system.as_ref().map(|kind| kind.is_remote),
            "free": room.free,
            "total": room.total,
            "kept": room.kept(),
        })
    });
    let value = json!({
        "version": 1,
        "morgue": env!("CARGO_PKG_VERSION"),
        "program": report.program.as_ref().map(|path| path.to_string_lossy()),
        "home": report.home.to_string_lossy(),
        "index": index,
        "readable": report.rights.read,
        "writable": report.rights.write,
        "writer": report.holder,
        "disk": disk,
        "limits": limits_json(),
        "problems": report.problems,
    });
    writeln!(io::stdout(), "{}", json_line(&value))
}
