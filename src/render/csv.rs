//! Results for spreadsheets. A cell that a spreadsheet would run as a formula is made text, and control characters are signs for
//! themselves: a file may be looked at on a terminal. On a terminal itself nothing else that steers it is left either; in a file
//! the signs that turn the direction of reading stay, since texts in Arabic and Hebrew need them.

use std::io::{self, Write};

use super::{Head, Render, safe};
use crate::search::Hit;

/// A hit a row, with a heading row.
pub struct Csv<W: Write> {
    out: ::csv::Writer<W>,
    shown: fn(char) -> Option<char>,
}

const HEADINGS: [&str; 12] = [
    "rank",
    "id",
    "title",
    "published",
    "source",
    "section",
    "byline",
    "place",
    "lang",
    "url",
    "origin",
    "passages",
];

impl<W: Write> Csv<W> {
    /// A renderer to `out`, which is a file or another program.
    pub fn new(out: W) -> Self {
        Self {
            out: ::csv::Writer::from_writer(out),
            shown: |c| {
                if c.is_control() {
                    safe::printable(c)
                } else {
                    Some(c)
                }
            },
        }
    }

    /// A renderer to `out`, which is a terminal.
    pub fn on_terminal(out: W) -> Self {
        Self {
            shown: safe::printable,
            ..Self::new(out)
        }
    }
}

/// The error as the output had it; wrapped in one of the writer's, nobody would know a closed pipe again.
fn of_output(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A text that no spreadsheet takes for a formula: `'` before what one would begin with (OWASP ASVS 5, 1.2.10).
fn guarded(text: &str) -> String {
    let risky = text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
    ]);
    if risky {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

impl<W: Write> Render for Csv<W> {
    fn begin(&mut self, _head: &Head) -> io::Result<()> {
        self.out.write_record(HEADINGS).map_err(of_output)
    }

    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        let article = &hit.article;
        let shown = self.shown;
        let cell = |text: &str| guarded(&text.chars().filter_map(shown).collect::<String>());
        let optional = |text: &Option<String>| cell(text.as_deref().unwrap_or_default());
        let passages: Vec<&str> = hit.passages.iter().map(|p| p.text.as_str()).collect();
        self.out
            .write_record([
                hit.rank.to_string(),
                cell(article.id.as_str()),
                cell(&article.title),
                article
                    .published
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                optional(&article.source),
                optional(&article.section),
                optional(&article.byline),
                optional(&article.place),
                optional(&article.lang),
                optional(&article.url),
                cell(&article.origin.to_string()),
                cell(&passages.join(" … ")),
            ])
            .map_err(of_output)
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Rows fill the writer's buffer first, so a small answer meets the closed pipe only at its end.
    #[test]
    fn a_pipe_closed_in_the_middle_is_known_for_what_it_is() {
        let mut csv = Csv::new(Closed);
        let error = (0..10_000)
            .find_map(|_| csv.out.write_record(HEADINGS).map_err(of_output).err())
            .expect("the buffer is full at some time");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn a_formula_becomes_text() {
        for text in ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1"] {
            assert!(guarded(text).starts_with('\''), "{text}");
        }
        assert_eq!(guarded("Storm = flood"), "Storm = flood");
    }
}
