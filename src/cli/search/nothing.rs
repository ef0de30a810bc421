//! What is said when nothing was found: why, and what to try.

use std::io::{self, Write};

use crate::cli::failure::Failure;
use crate::cli::{Outcome, code};
use crate::index::Field;
use crate::render::{plural, safe, thousands};
use crate::search::{Request, Searcher};

/// Says why a request found nothing; the exit code says so too.
pub(super) fn explain(searcher: &Searcher, request: &Request) -> Outcome {
    let query = safe::one_line(&request.query.to_string());
    let diagnosis = searcher
        .diagnose(request)
        .map_err(|error| Failure::search(error, &query))?;
    let mut out = io::stdout().lock();
    let when = request
        .range
        .map(|range| format!(", {range}"))
        .unwrap_or_default();
    writeln!(
        out,
        "nothing found for {query}{when} in {}",
        plural(diagnosis.searched, "article")
    )?;
    if let Some(found) = diagnosis.on_other_days.filter(|&found| found > 0) {
        let undated = if diagnosis.undated > 0 {
            format!(", {} of them without a date", thousands(diagnosis.undated))
        } else {
            String::new()
        };
        writeln!(
            out,
            "without the dates, {} would be found{undated}",
            plural(found, "article")
        )?;
    }
    for missing in &diagnosis.missing {
        let text = safe::one_line(&missing.text);
        let place = match missing.field {
            Field::Source => "no source has it in its name".to_owned(),
            _ => "in no article".to_owned(),
        };
        let nearest = missing
            .nearest
            .iter()
            .map(|w| format!("`{}`", safe::one_line(w)))
            .collect::<Vec<_>>()
            .join(", ");
        let nearest = if nearest.is_empty() {
            String::new()
        } else {
            format!("; like it here: {nearest}")
        };
        writeln!(out, "{text}: {place}{nearest}")?;
    }
    for (part, found) in &diagnosis.in_the_way {
        writeln!(
            out,
            "without {}, {} would be found",
            safe::one_line(part),
            plural(*found, "article")
        )?;
    }
    let silent = diagnosis.missing.is_empty() && diagnosis.in_the_way.is_empty();
    if silent && diagnosis.on_other_days.unwrap_or(0) == 0 {
        writeln!(
            out,
            "each part is found, but no article has them together; --explain shows each"
        )?;
    }
    Ok(code::NOTHING_FOUND)
}
