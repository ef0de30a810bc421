//! A document of a word processor that is no vendor's export: one article.
//!
//! In comes its text, a paragraph a line; out comes its record. Headline, date and author are found as on a saved page. The
//! text is all paragraphs: what a page reader takes for a site's furniture (short lines, cells of a table) somebody wrote here.

use super::super::{Context, page_record};
use crate::article::Record;
use crate::date::find_stamp;
use crate::ingest::archive::RecordError;

/// How many paragraphs may stand in the head: headline, author, date.
const HEAD_LINES: usize = 8;
/// The longest headline, in characters.
const LONGEST_TITLE: usize = 200;

/// The record of a document.
///
/// # Errors
/// [`RecordError::NoText`] if there are no words in it; whatever is wrong with its encoding.
pub(super) fn record(text: &str, context: &Context<'_>) -> Result<Record, RecordError> {
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    if !text.contains(char::is_alphanumeric) {
        return Err(RecordError::NoText);
    }
    let mut record = match page_record(text.as_bytes(), context) {
        Ok(record) => record,
        Err(RecordError::NoText | RecordError::OnlyFurniture) => Record::default(),
        Err(error) => return Err(error),
    };
    let first = &lines[0];
    let may_be_title = first.chars().count() <= LONGEST_TITLE && !first.ends_with('.');
    if record.title.is_empty() && lines.len() > 1 && may_be_title {
        record.title.clone_from(first);
    }
    let mut is_title_seen = false;
    let is_text = |(at, line): &(usize, &String)| {
        let is_title = !is_title_seen && **line == record.title;
        is_title_seen |= is_title;
        !(is_title || *at < HEAD_LINES && is_of_head(line, &record))
    };
    let body = lines.iter().enumerate().filter(is_text);
    record.body = body.map(|(_, line)| line.clone()).collect();
    Ok(record)
}

/// Whether a line says the author or the day, and nothing else.
fn is_of_head(line: &str, record: &Record) -> bool {
    let author = record.byline.as_deref().filter(|author| !author.is_empty());
    let says_author = author.is_some_and(|author| {
        line.contains(author) && line.chars().count() <= author.chars().count() + 12
    });
    let says_day = record.published.is_some()
        && find_stamp(line).is_some_and(|(_, place)| line.len() <= place.len() + 24);
    (says_author || says_day) && !line.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::FieldMap;

    fn read(text: &str) -> Result<Record, RecordError> {
        let fields = FieldMap::default();
        let context = Context {
            fields: &fields,
            name: "walk.docx",
            url: None,
            charset: None,
            limits: Default::default(),
            beside: None,
        };
        record(text, &context)
    }

    #[test]
    fn nothing_that_somebody_wrote_is_furniture() {
        let text = "A walk in the hills\n\nBy Mina Ark\n\n12 March 2011\n\nWe went up at seven.\n\nGoals\n\nTeam\n\n3\n\nAlder\n\n\
            More\n\nContact us\n\nThe end of the walk came too early for all of us that day.\n\nShare\n";
        let record = read(text).expect("an article");
        assert_eq!(record.title, "A walk in the hills");
        assert_eq!(record.byline.as_deref(), Some("Mina Ark"));
        assert_eq!(
            record.published.map(|date| date.day_text()).as_deref(),
            Some("2011-03-12")
        );
        assert_eq!(
            record.body,
            [
                "We went up at seven.",
                "Goals",
                "Team",
                "3",
                "Alder",
                "More",
                "Contact us",
                "The end of the walk came too early for all of us that day.",
                "Share"
            ]
        );
    }

    #[test]
    fn a_document_of_one_line_is_its_text() {
        let record = read("The ferry did not sail.\n").expect("an article");
        assert_eq!((record.title.as_str(), record.body.len()), ("", 1));
        assert_eq!(read(" \n\n…\n").expect_err("no words").code(), "NO_TEXT");
    }
}
