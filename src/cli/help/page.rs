//! A page of Markdown → text for a terminal: headings, paragraphs, lists, tables and code, of the kind that docs/query.md has.
//!
//! What comes in is a page of ours, not of anybody else; what goes out are lines no wider than the terminal, but for code,
//! which stands as it is written. Without colour the same lines come out without codes.

use std::fmt::Write;

use anstyle::{AnsiColor, Style as Ansi};
use unicode_width::UnicodeWidthStr;

use crate::render::Style;

const HEADING: Ansi = Ansi::new().bold();
const STRONG: Ansi = Ansi::new().bold();
const CODE: Ansi = AnsiColor::Cyan.on_default();

/// How far the first column of a table may push the others to the right.
const WIDEST_COLUMN: usize = 34;
/// Lines are no longer than this on a wide terminal: longer ones are hard to follow.
const WIDEST_LINE: usize = 100;

/// Lays a page out.
pub(super) fn laid_out(page: &str, style: Style) -> String {
    let mut layout = Layout {
        out: String::with_capacity(2 * page.len()),
        width: style.width.unwrap_or(WIDEST_LINE).clamp(24, WIDEST_LINE),
        colour: style.colour,
    };
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            for code in lines.by_ref().take_while(|line| !line.starts_with("```")) {
                let _ = writeln!(layout.out, "    {code}");
            }
        } else if line.starts_with('#') {
            layout.heading(line.trim_start_matches('#').trim());
        } else if line.starts_with('|') {
            let mut table = vec![line];
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                table.push(row);
            }
            layout.table(&table);
        } else if line.is_empty() {
            layout.out.push('\n');
        } else {
            // The lines of a paragraph or of a point in a list flow into one.
            let mut text = line.to_owned();
            let begins = |line: &str| {
                ["#", "|", "```", "* "]
                    .iter()
                    .any(|sign| line.starts_with(sign))
            };
            let goes_on = |line: &&str| !line.is_empty() && !begins(line);
            while let Some(more) = lines.next_if(goes_on) {
                text.push(' ');
                text.push_str(more.trim_start());
            }
            match text.strip_prefix("* ") {
                Some(point) => layout.flow("* ", 2, point),
                None => layout.flow("", 0, &text),
            }
        }
    }
    layout.out
}

struct Layout {
    out: String,
    width: usize,
    colour: bool,
}

/// A piece of text without blanks in it, as it is printed and as wide as it looks.
struct Word {
    printed: String,
    width: usize,
}

impl Layout {
    fn painted(&self, style: Ansi, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn heading(&mut self, text: &str) {
        let line = self.painted(HEADING, text);
        let _ = writeln!(self.out, "{line}");
    }

    /// Text broken into lines: `first` stands before the first, as many blanks as `indent` before the others.
    fn flow(&mut self, first: &str, indent: usize, text: &str) {
        let mut column = first.width();
        self.out.push_str(first);
        let mut is_first = true;
        for word in self.words(text) {
            if !is_first && column + 1 + word.width > self.width {
                self.out.push('\n');
                self.out.push_str(&" ".repeat(indent));
                column = indent;
            } else if !is_first {
                self.out.push(' ');
                column += 1;
            }
            self.out.push_str(&word.printed);
            column += word.width;
            is_first = false;
        }
        self.out.push('\n');
    }

    /// The words of a text, with `code`, **strong** and links turned from signs into colour. Code is not broken.
    fn words(&self, text: &str) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let (mut glued, mut strong) = (false, false);
        let mut add = |piece: &str, style: Option<Ansi>, glued: bool| {
            let printed = style.map_or_else(|| piece.to_owned(), |s| self.painted(s, piece));
            match words.last_mut().filter(|_| glued) {
                Some(last) => {
                    last.printed.push_str(&printed);
                    last.width += piece.width();
                }
                None => words.push(Word {
                    printed,
                    width: piece.width(),
                }),
            }
        };
        for (number, part) in without_links(text).split('`').enumerate() {
            if number % 2 == 1 {
                add(part, Some(CODE), glued);
                glued = true;
                continue;
            }
            for (number, run) in part.split("**").enumerate() {
                // What is strong may have code in it.
                strong ^= number > 0;
                for (at, piece) in run.split(' ').enumerate() {
                    glued &= at == 0;
                    if !piece.is_empty() {
                        add(&piece.replace('*', ""), strong.then_some(STRONG), glued);
                        glued = true;
                    }
                }
            }
        }
        words
    }

    /// A row a line where it fits: the first cell, then the others, which wrap in a column of their own.
    fn table(&mut self, rows: &[&str]) {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| cells(row))
            .filter(|row| !row.iter().all(|cell| is_rule(cell)))
            .collect();
        let looks = |layout: &Self, cell: &str| -> usize {
            let words = layout.words(cell);
            words.iter().map(|word| word.width + 1).sum::<usize>()
        };
        let first = rows
            .iter()
            .map(|row| looks(self, &row[0]))
            .filter(|&width| width <= WIDEST_COLUMN)
            .max();
        let column = first.unwrap_or(0).min(self.width / 2) + 3;
        for (number, row) in rows.iter().enumerate() {
            let (head, rest) = row.split_first().expect("a row has cells");
            let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
            let rest: Vec<&str> = rest.into_iter().filter(|cell| !cell.is_empty()).collect();
            let rest = rest.join(" — ");
            if number == 0 {
                let head = [head.as_str(), &rest].map(|cell| format!("**{cell}**"));
                if !row.iter().all(String::is_empty) {
                    self.row(&head[0], &head[1], column);
                }
            } else {
                self.row(head, &rest, column);
            }
        }
    }

    fn row(&mut self, head: &str, rest: &str, column: usize) {
        let words = self.words(head);
        let line: Vec<&str> = words.iter().map(|word| word.printed.as_str()).collect();
        let width = words.iter().map(|word| word.width + 1).sum::<usize>();
        let start = format!("  {} ", line.join(" "));
        if width + 2 > column {
            self.out.push_str(start.trim_end());
            self.out.push('\n');
            self.flow(&" ".repeat(column), column, rest);
        } else {
            // `flow` measures what it is given to begin with, and must not count codes.
            let at = self.out.len();
            self.flow(&" ".repeat(column), column, rest);
            let padded = start + &" ".repeat(column - width - 2);
            self.out.replace_range(at..at + column, &padded);
        }
    }
}

/// `[text](address)` as its text.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let open = rest[..at].rfind('[');
        let close = rest[at..].find(')');
        let (Some(open), Some(close)) = (open, close) else {
            break;
        };
        plain.push_str(&rest[..open]);
        plain.push_str(&rest[open + 1..at]);
        rest = &rest[at + close + 1..];
    }
    plain + rest
}

/// The cells of a row; `\|` is a bar in one.
fn cells(row: &str) -> Vec<String> {
    let inner = row.trim().trim_start_matches('|').trim_end_matches('|');
    let hidden = inner.replace(r"\|", "\u{1}");
    let cell = |cell: &str| cell.trim().replace('\u{1}', "|");
    hidden.split('|').map(cell).collect()
}

/// The line between the head of a table and its body.
fn is_rule(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(page: &str, width: usize) -> String {
        let style = Style {
            colour: false,
            width: Some(width),
            links: false,
        };
        laid_out(page, style)
    }

    #[test]
    fn a_paragraph_flows_and_a_point_hangs() {
        let page = "# Head\n\nOne two\nthree four five six seven.\n\n* a **bold** point that\n  goes on for long\n* two\n";
        assert_eq!(
            plain(page, 24),
            "Head\n\nOne two three four five\nsix seven.\n\n* a bold point that goes\n  on for long\n* two\n"
        );
    }

    #[test]
    fn a_table_has_its_second_column_in_line_and_bars_in_its_cells() {
        let page = "| write | finds |\n| --- | ---: |\n| `a \\| b` | with either, or both |\n| *c* | 3 |\n";
        assert_eq!(
            plain(page, 24),
            "  write  finds\n  a | b  with either, or\n         both\n  c      3\n"
        );
    }

    #[test]
    fn code_stands_as_it_is_and_colour_only_repeats() {
        let page =
            "See [the `list`](#list) of `a  b`:\n\n```console\n$ morgue search '**'  # x\n```\n";
        assert_eq!(
            plain(page, 80),
            "See the list of a  b:\n\n    $ morgue search '**'  # x\n"
        );
        let coloured = laid_out(
            page,
            Style {
                colour: true,
                width: Some(80),
                links: false,
            },
        );
        assert_eq!(
            coloured,
            "See the \u{1b}[36mlist\u{1b}[0m of \u{1b}[36ma  b\u{1b}[0m:\n\n    $ morgue search '**'  # x\n"
        );
    }
}
