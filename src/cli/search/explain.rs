//! `--explain`: how the query is understood, and what each part finds.

use std::io::{self, Write};

use crate::cli::{Outcome, code};
use crate::date::DateRange;
use crate::render::{safe, thousands};
use crate::search::{Explanation, Query, Sense};

/// Expansions shown a word.
const SHOWN: usize = 10;

/// Prints an explanation; the exit code says whether the query finds anything.
pub(super) fn print(
    query: &Query,
    range: Option<&DateRange>,
    explanation: &Explanation,
) -> Outcome {
    let mut out = io::stdout().lock();
    writeln!(out, "understood as: {}", safe::one_line(&query.to_string()))?;
    if let Some(range) = range {
        writeln!(out, "published: {range} (not counted below)")?;
    }
    let width = explanation
        .lines
        .iter()
        .map(|line| thousands(line.articles).len())
        .max()
        .unwrap_or(1);
    for line in &explanation.lines {
        let indent = "  ".repeat(line.depth);
        let nothing = if line.articles == 0 && line.sense == Sense::Wanted {
            "  ← matches nothing"
        } else {
            ""
        };
        writeln!(
            out,
            "{:>width$}  {indent}{}{nothing}",
            thousands(line.articles),
            safe::one_line(&line.text)
        )?;
        if !line.expansions.is_empty() {
            let shown: Vec<String> = line
                .expansions
                .iter()
                .take(SHOWN)
                .map(|(word, count)| format!("{} {}", safe::one_line(word), thousands(*count)))
                .collect();
            let more = line.expansions.len().saturating_sub(SHOWN);
            let more = if more > 0 {
                format!(", and {} more", thousands(more as u64))
            } else {
                String::new()
            };
            writeln!(
                out,
                "{:>width$}  {indent}  = {}{more}",
                "",
                shown.join(", ")
            )?;
        }
    }
    let found = explanation
        .lines
        .first()
        .is_some_and(|line| line.articles > 0);
    Ok(if found {
        code::SUCCESS
    } else {
        code::NOTHING_FOUND
    })
}
