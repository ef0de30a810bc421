//! The user's own text with a caret under the part that is meant.

use std::ops::Range;

use anstyle::Style;

use crate::render::safe;

/// The user's text with carets under the part that is wrong; a long text is shown around it.
pub(super) fn caret(text: &str, span: Range<usize>, style: Style) -> String {
    const AROUND: usize = 60;
    let columns = |text: &str| -> usize {
        text.chars()
            .filter_map(unicode_width::UnicodeWidthChar::width)
            .sum()
    };
    let span = span.start.min(text.len())..span.end.min(text.len());
    let line = |text: &str| safe::one_line(text);
    let before = line(&text[..span.start]);
    let skipped = before.chars().count().saturating_sub(AROUND);
    let before: String = before.chars().skip(skipped).collect();
    let before = if skipped > 0 {
        format!("…{before}")
    } else {
        before
    };
    let wrong: String = line(&text[span.clone()]).chars().take(AROUND).collect();
    let after: String = line(&text[span.end..]).chars().take(AROUND).collect();
    let carets = "^".repeat(columns(&wrong).max(1));
    let space = " ".repeat(columns(&before));
    format!("  |\n  | {before}{wrong}{after}\n  | {space}{style}{carets}{style:#}\n")
}
