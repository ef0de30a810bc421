//! Days of publication in the scripts of a page that scripts make: `"publishedAt":"2019-03-12"`.
//!
//! In come the scripts; out comes the day that a property of such a name has. Always holds: where the property has different
//! days, as in a list of other stories, none of them is the page's.

use memchr::memmem;

use crate::date::{Precision, PubDate};
use crate::ingest::format::html::tag::Tag;
use crate::ingest::format::html::tree::Tree;

/// The names of properties that can mean nothing else, the surest first.
pub(super) const SURE: [&str; 24] = [
    "datePublished",
    "date_published",
    "publishedAt",
    "published_at",
    "publishDate",
    "publish_date",
    "publishedDate",
    "published_date",
    "publicationDate",
    "publication_date",
    "articlePublicationDate",
    "publishedTime",
    "published_time",
    "publishTime",
    "publish_time",
    "publishedOn",
    "published_on",
    "firstPublishedAt",
    "first_published_at",
    "firstPublished",
    "datePosted",
    "pubDate",
    "pubdate",
    "page_pubdate",
];

/// The names of properties that other things have too.
pub(super) const WEAK: [&str; 13] = [
    "first_published",
    "article_published",
    "published",
    "articleDate",
    "article_date",
    "post_date",
    "postDate",
    "release_date",
    "releaseDate",
    "dateCreated",
    "created_at",
    "createdAt",
    "date",
];

/// So many bytes of scripts are looked at.
const MOST: usize = 4 << 20;

/// No stamp is longer, in bytes.
const LONGEST: usize = 40;

/// The day that the scripts of a page agree on, for the first of these properties that has one.
pub(super) fn in_scripts(tree: &Tree<'_>, keys: &[&str]) -> Option<PubDate> {
    let mut left = MOST;
    let scripts = tree.elements().filter(|(_, tag)| *tag == Tag::Script);
    let texts: Vec<&str> = scripts
        .map(|(id, _)| tree.raw_text(id))
        .take_while(|text| {
            let fits = text.len() <= left;
            left = left.saturating_sub(text.len());
            fits
        })
        .collect();
    keys.iter().find_map(|key| only_day(&texts, key))
}

/// The value of a property, if all its values are of one day.
fn only_day(scripts: &[&str], key: &str) -> Option<PubDate> {
    let mut first: Option<PubDate> = None;
    for text in scripts {
        for at in memmem::find_iter(text.as_bytes(), key) {
            let before = text[..at].chars().next_back();
            let is_whole =
                before.is_some_and(|c| matches!(c, '"' | '\'' | '{' | ',' | ' ' | '\n' | '\t'));
            let Some(date) = is_whole.then(|| value(&text[at + key.len()..])).flatten() else {
                continue;
            };
            match first {
                Some(first) if first.first_day() != date.first_day() => return None,
                Some(_) => {}
                None => first = Some(date),
            }
        }
    }
    first
}

/// The stamp behind a property's name, quoted once or inside of a text.
fn value(text: &str) -> Option<PubDate> {
    let quotes = ['\\', '"', '\''];
    let text = text.trim_start_matches(quotes).trim_start();
    let text = text.strip_prefix(':')?.trim_start();
    let text = text.trim_start_matches(quotes);
    let end = text
        .bytes()
        .take(LONGEST)
        .position(|byte| matches!(byte, b'"' | b'\\' | b'\'' | b',' | b'}'))?;
    let date = PubDate::parse(&text[..end])?;
    (date.precision() >= Precision::Day).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(page: &str) -> Option<String> {
        let tree = Tree::parse(page).unwrap();
        in_scripts(&tree, &SURE).map(|date| date.day_text())
    }

    #[test]
    fn a_day_in_the_state_of_a_script_is_read() {
        for script in [
            r#"state = {"publishedAt": "2019-03-12T10:00:00Z"}"#,
            r#"push("{\"publishedAt\":\"2019-03-12\"}")"#,
            r#"{"publish_date":1552384800,"x":1}"#,
            r#"{"publishedAt":null,"pubDate":"2019-03-12"}"#,
            r#"{"publishedAt":"2019-03-12 08:00","story":{"publishedAt":"2019-03-12 09:00"}}"#,
        ] {
            let page = format!("<script>{script}</script>");
            assert_eq!(day(&page).as_deref(), Some("2019-03-12"), "{script}");
        }
    }

    #[test]
    fn days_of_several_stories_are_nobodys() {
        for script in [
            r#"{"publishedAt":"2019-03-12","next":{"publishedAt":"2019-03-13"}}"#,
            r#"{"unpublishedAt":"2019-03-12"}"#,
            r#"{"publishedAt":"2019-03"}"#,
            r#"{"publishedAt":"#,
            r#"{"publishedAt":"ä"#,
        ] {
            assert_eq!(day(&format!("<script>{script}</script>")), None, "{script}");
        }
    }
}
