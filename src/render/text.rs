//! Results for people: rank and headline, where it is from, the passages with their marks.
//!
//! Off a terminal the same fields come in the same order, without colour and line breaks, and a mark is `[[so]]`. Colour
//! only repeats what the text says.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style as Ansi;
use unicode_width::UnicodeWidthChar;

use super::{Head, Render, safe};
use crate::article::Article;
use crate::date::Precision;
use crate::index::Field;
use crate::search::{Hit, Sort};

/// How text is laid out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Marks in bold, headings in colour; else `[[…]]`.
    pub colour: bool,
    /// Lines are broken at this many columns, if at all.
    pub width: Option<usize>,
    /// Titles carry links.
    pub links: bool,
}

const TITLE: Ansi = Ansi::new().bold();
const MARK: Ansi = Ansi::new().bold().underline();
const FAINT: Ansi = Ansi::new().dimmed();
/// Passages stand this far in.
const INDENT: usize = 4;
/// However narrow the terminal, a line holds so much.
const NARROWEST: usize = 24;

/// Writes results as text.
pub struct Text<W: Write> {
    out: W,
    style: Style,
    hits: usize,
}

impl<W: Write> Text<W> {
    /// A renderer to `out`.
    pub fn new(out: W, style: Style) -> Self {
        Self {
            out,
            style,
            hits: 0,
        }
    }

    /// A whole article, with the marks of a query.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn article(
        &mut self,
        article: &Article,
        title: &[Range<usize>],
        body: &[Vec<Range<usize>>],
    ) -> io::Result<()> {
        let title_text = if article.title.is_empty() {
            "(no headline)"
        } else {
            &article.title
        };
        let line = styled(title_text, title);
        self.paragraph(&line, 0, TITLE)?;
        for (name, value) in labels(article) {
            let text = format!("{name}: {}", safe::one_line(&value));
            self.paragraph(&plain(&text), 0, FAINT)?;
        }
        for (number, paragraph) in article.body.iter().enumerate() {
            writeln!(self.out)?;
            let marks = body.get(number).map(Vec::as_slice).unwrap_or_default();
            self.paragraph(&styled(paragraph, marks), 0, Ansi::new())?;
        }
        if !article.extra.is_empty() {
            writeln!(self.out)?;
        }
        for (key, value) in &article.extra {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let text = format!("{}: {}", safe::one_line(key), safe::one_line(&value));
            self.paragraph(&plain(&text), 0, FAINT)?;
        }
        Ok(())
    }

    /// Writes characters as lines of the style's width, `base` under the marks.
    fn paragraph(&mut self, text: &[(char, bool)], indent: usize, base: Ansi) -> io::Result<()> {
        let width = self
            .style
            .width
            .map_or(usize::MAX, |w| w.saturating_sub(indent).max(NARROWEST));
        for line in wrap(text, width) {
            write!(self.out, "{:indent$}", "")?;
            self.line(line, base)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn line(&mut self, text: &[(char, bool)], base: Ansi) -> io::Result<()> {
        for run in text.chunk_by(|a, b| a.1 == b.1) {
            let marked = run[0].1;
            let run: String = run.iter().map(|(c, _)| *c).collect();
            match (self.style.colour, marked) {
                (true, true) => {
                    let mark = if base == TITLE {
                        MARK.fg_color(Some(anstyle::AnsiColor::Yellow.into()))
                    } else {
                        MARK
                    };
                    write!(self.out, "{mark}{run}{mark:#}")?;
                }
                (true, false) => write!(self.out, "{base}{run}{base:#}")?,
                (false, true) => write!(self.out, "[[{run}]]")?,
                (false, false) => write!(self.out, "{run}")?,
            }
        }
        Ok(())
    }
}

impl<W: Write> Render for Text<W> {
    fn begin(&mut self, head: &Head) -> io::Result<()> {
        let articles = plural(head.total, "article");
        let mut line = format!("{articles} for {}", safe::one_line(&head.query));
        if let Some(range) = &head.range {
            line.push_str(&format!(", {range}"));
        }
        match head.sort {
            Sort::Relevance => {}
            Sort::Newest => line.push_str(", newest first"),
            Sort::Oldest => line.push_str(", oldest first"),
        }
        if head.undated_excluded > 0 {
            line.push_str(&format!(
                "; {} without a date left out",
                thousands(head.undated_excluded)
            ));
        }
        if head.offset as u64 >= head.total && head.total > 0 {
            line.push_str(&format!(
                "; none is left behind the first {}",
                thousands(head.offset as u64)
            ));
        }
        self.paragraph(&plain(&line), 0, FAINT)
    }

    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        self.hits += 1;
        writeln!(self.out)?;
        let title = if hit.article.title.is_empty() {
            "(no headline)"
        } else {
            &hit.article.title
        };
        let mut line = plain(&format!("{}. ", hit.rank));
        line.extend(styled(title, &hit.title_marks));
        let link = if self.style.links {
            hit.article.url.as_deref().and_then(safe::link)
        } else {
            None
        };
        if let Some(link) = &link {
            write!(self.out, "\u{1b}]8;;{link}\u{1b}\\")?;
        }
        self.paragraph(&line, 0, TITLE)?;
        if link.is_some() {
            write!(self.out, "\u{1b}]8;;\u{1b}\\")?;
        }
        self.paragraph(&source_line(hit), INDENT, FAINT)?;
        for passage in &hit.passages {
            self.paragraph(&styled(&passage.text, &passage.marks), INDENT, Ansi::new())?;
        }
        if let Some(text) = elsewhere(hit) {
            self.paragraph(&text, INDENT, FAINT)?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Source, date, section and id, with the marks that fields have.
fn source_line(hit: &Hit) -> Vec<(char, bool)> {
    let article = &hit.article;
    let marks = |field: Field| {
        hit.field_marks
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, m)| m.as_slice())
            .unwrap_or_default()
    };
    let mut parts = Vec::new();
    let fields = [
        (&article.source, Field::Source),
        (&article.byline, Field::Byline),
        (&article.section, Field::Section),
        (&article.place, Field::Place),
    ];
    for (text, field) in fields {
        // Source, date and section are always shown; byline and place when the query asked for them.
        let always = matches!(field, Field::Source | Field::Section);
        if let Some(text) = text.as_ref().filter(|_| always || !marks(field).is_empty()) {
            parts.push(styled(text, marks(field)));
        }
        if field == Field::Source {
            parts.push(plain(&date_text(article)));
        }
    }
    parts.push(plain(&safe::one_line(article.id.as_str())));
    parts.join(&plain(" · ")[..])
}

/// Names the fields that matched and are not shown on the screen.
fn elsewhere(hit: &Hit) -> Option<Vec<(char, bool)>> {
    let shown = [Field::Source, Field::Byline, Field::Section, Field::Place];
    let mut line = Vec::new();
    for (field, marks) in hit
        .field_marks
        .iter()
        .filter(|(field, _)| !shown.contains(field))
    {
        line.extend(plain(if line.is_empty() { "matched in " } else { "; " }));
        line.extend(plain(&format!("{}: ", field.name())));
        line.extend(styled(&field.text(&hit.article), marks));
    }
    (!line.is_empty()).then_some(line)
}

/// The date as it was printed.
fn date_text(article: &Article) -> String {
    match &article.published {
        None => "no date".to_owned(),
        Some(date) if date.precision() <= Precision::Day => date.day_text(),
        Some(date) => date.to_string().replacen('T', " ", 1),
    }
}

fn labels(article: &Article) -> Vec<(&'static str, String)> {
    let mut labels = vec![("id", article.id.to_string())];
    labels.push(("published", date_text(article)));
    let optional = [
        ("source", &article.source),
        ("section", &article.section),
        ("byline", &article.byline),
        ("place", &article.place),
        ("language", &article.lang),
        ("url", &article.url),
    ];
    labels.extend(
        optional
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.clone()?))),
    );
    if !article.tags.is_empty() {
        labels.push(("tags", article.tags.join(", ")));
    }
    labels.push(("from", article.origin.to_string()));
    labels
}

fn plain(text: &str) -> Vec<(char, bool)> {
    text.chars().map(|c| (c, false)).collect()
}

/// Safe characters, each with whether it is marked.
fn styled(text: &str, marks: &[Range<usize>]) -> Vec<(char, bool)> {
    let mut marks = marks.iter().peekable();
    let mut styled = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        while marks.peek().is_some_and(|m| m.end <= at) {
            marks.next();
        }
        let marked = marks.peek().is_some_and(|m| m.start <= at);
        styled.extend(safe::printable(c).map(|c| (c, marked)));
    }
    styled
}

/// Lines of at most `width` columns, broken at spaces where there are any; wide characters count for two.
fn wrap(text: &[(char, bool)], width: usize) -> Vec<&[(char, bool)]> {
    let mut lines = Vec::new();
    let (mut start, mut columns, mut space) = (0, 0, None);
    for (at, (c, _)) in text.iter().enumerate() {
        let here = c.width().unwrap_or(0);
        if columns + here > width && at > start {
            let end = space.filter(|&s| s > start).unwrap_or(at);
            lines.push(&text[start..end]);
            start = if space == Some(end) { end + 1 } else { end };
            columns = text
                .get(start..at)
                .unwrap_or_default()
                .iter()
                .map(|(c, _)| c.width().unwrap_or(0))
                .sum();
            space = None;
        }
        if *c == ' ' {
            space = Some(at);
        }
        columns += here;
    }
    if start < text.len() || lines.is_empty() {
        lines.push(&text[start.min(text.len())..]);
    }
    lines
}

/// So many of a thing: `1 article`, `58,395 articles`.
pub fn plural(count: u64, thing: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {thing}{s}", thousands(count))
}

/// A number with its thousands apart: `58,395`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_wrapped_line_fits_and_loses_only_spaces(text in "[a-z漢 ]{0,120}", width in 24usize..60) {
            let characters = plain(&text);
            let lines = wrap(&characters, width);
            for line in &lines {
                prop_assert!(line.iter().map(|(c, _)| c.width().unwrap_or(0)).sum::<usize>() <= width);
            }
            let kept: String = lines.concat().iter().map(|(c, _)| *c).filter(|c| *c != ' ').collect();
            prop_assert_eq!(kept, text.replace(' ', ""));
        }
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            ["0", "999", "1,000", "58,395", "1,234,567"],
            [0, 999, 1000, 58395, 1_234_567].map(thousands)[..]
        );
    }
}
