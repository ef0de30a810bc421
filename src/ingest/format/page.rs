//! News pages saved as plain text: one page in, one [`Record`] out.
//!
//! What comes in is what html2text, lynx, a reader mode or copy and paste made of a page, decoded. What goes out is the
//! story with its headline, section, agency, author, date and place as fields. Always holds: every paragraph of the body
//! is the page's own text in the page's own order; the headline is not repeated in it; what the site prints around every
//! story (bars, boxes, pagers, notices) is in no field.
//!
//! ```text
//!   text ── line, wrap ──► lines ── shape (furniture, stamp) ──► kinds ── headline ──► head ── body ──► record
//! ```
//!
//! No site's layout is known here. A line is judged by its shape and by small word tables (`words`), then by where it
//! stands: near the stamp line, above the headline, below the last paragraph.

mod body;
mod credits;
mod dateline;
mod furniture;
mod headline;
mod line;
mod names;
mod navigation;
mod section;
mod shape;
mod stamp;
mod words;
mod wrap;

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::article::{DateSource, Record};

use furniture::Script;
use line::Line;
use shape::Kind;

/// Why a text is not an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnArticle {
    /// Nothing readable is in it.
    #[error("no text")]
    NoText,
    /// Lines there are, but all of them are what a site prints around its stories.
    #[error("only page furniture, {lines} lines of it")]
    OnlyFurniture {
        /// How many readable lines there are.
        lines: usize,
    },
}

/// How much of a text is looked at to tell its format.
const SNIFFED: usize = 16 * 1024;

/// Whether a text looks like a saved news page or a plain article, rather than data, code or markup.
///
/// Cheap: only the beginning is looked at. It says yes to prose with or without a stamp line, and to a page of furniture,
/// which [`read_page`] then refuses with its reason.
pub fn looks_like_page(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(SNIFFED)];
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.is_empty()
        || start.starts_with(['{', '<', '\0'])
        || start.starts_with("[{")
        || start.starts_with("[\n")
    {
        return false;
    }
    let (mut letters, mut signs) = (0_usize, 0_usize);
    let mut previous = '\0';
    for c in start.chars() {
        // A row of one sign is a rule under a heading, however long.
        if c == std::mem::replace(&mut previous, c) && c.is_ascii_punctuation() {
            continue;
        }
        match c {
            '\0' => return false,
            '\u{1}'..='\u{8}' | '\u{e}'..='\u{1a}' => signs += 3,
            c if c.is_alphabetic() || c.is_whitespace() => letters += 1,
            '{' | '}' | ';' | '=' | '<' | '\\' | '\t' => signs += 3,
            _ => signs += 1,
        }
    }
    letters > signs * 2
}

/// Reads a saved page.
///
/// # Errors
///
/// [`NotAnArticle`] if there is no text, or none that is a story's.
pub fn read_page(text: &str) -> Result<Record, NotAnArticle> {
    let page = Page::new(text);
    if page.lines.is_empty() {
        return Err(NotAnArticle::NoText);
    }
    let head = headline::find(&page);
    let story = body::collect(&page, &head);
    if story.paragraphs.is_empty() && !head.is_article() {
        return Err(NotAnArticle::OnlyFurniture {
            lines: page.lines.len(),
        });
    }
    let dateline = story
        .paragraphs
        .iter()
        .take(3)
        .find_map(|paragraph| dateline::read(paragraph));
    let (place, dateline_agency) =
        dateline.map_or((None, None), |found| (found.place, found.agency));
    let mut record = Record {
        title: head.title,
        section: head.section.or(story.section),
        published: head.published.or(story.published),
        date_source: Some(DateSource::Printed),
        source: head
            .agency
            .or(story.agency)
            .or(dateline_agency)
            .or(head.site)
            .or(story.owner),
        byline: head.byline.or(story.byline),
        place: place.or(head.place),
        url: head.url,
        body: story.paragraphs,
        ..Record::default()
    };
    if !story.captions.is_empty() {
        let captions = story.captions.into_iter().map(Value::String).collect();
        record
            .extra
            .insert("captions".to_owned(), Value::Array(captions));
    }
    Ok(record)
}

/// A page as the steps after the first see it: its lines, and what each of them is.
struct Page {
    lines: Vec<Line>,
    kinds: Vec<Kind>,
}

impl Page {
    fn new(text: &str) -> Self {
        let lines = line::lines(text);
        let script = script(text);
        let kinds = lines.iter().map(|line| shape::kind(line, script)).collect();
        Self { lines, kinds }
    }

    fn text(&self, at: usize) -> &str {
        &self.lines[at].text
    }

    /// Whether a line is a paragraph beyond doubt.
    fn is_prose(&self, at: usize) -> bool {
        self.kinds[at] == Kind::Text && shape::is_prose(self.text(at))
    }
}

/// The script that most of a page's letters are in.
fn script(text: &str) -> Script {
    let start = &text[..text.floor_char_boundary(4 * SNIFFED)];
    let letters = start.chars().filter(|c| c.is_alphabetic());
    let (latin, other) = letters.fold((0_usize, 0_usize), |(latin, other), c| {
        if (c as u32) < 0x250 {
            (latin + 1, other)
        } else {
            (latin, other + 1)
        }
    });
    if latin >= other {
        Script::Latin
    } else {
        Script::Other
    }
}
