//! WordPress exports (WXR, "WordPress eXtended RSS"): feeds whose items are posts, and much else that a site keeps.
//!
//! In comes an export of any length; out comes a record for each post that was published. Drafts, attachments and the parts
//! that a site is built of are rejects. Texts are as WordPress stores them: paragraphs parted by blank lines, shortcodes in
//! square brackets, blocks marked by comments.
//! <https://wordpress.org/documentation/article/tools-export-screen/>

use chrono::{FixedOffset, NaiveDateTime, TimeDelta};

use super::feed::{self, Channel, Entries};
use super::wire::keep;
use super::xml::Element;
use super::xml::fields::{html_or_text, one_line, some};
use super::{Context, Head, Input, Items};
use crate::article::{DateSource, Record};
use crate::date::{Precision, PubDate};
use crate::ingest::archive::RecordError;

mod shortcode;

/// Whether an archive that begins with `head` is an export of WordPress.
pub fn looks_like_wxr(head: &Head) -> bool {
    head.root() == Some("rss")
        && head
            .text()
            .is_some_and(|text| text.contains("wordpress.org/export/"))
}

/// The posts of an export.
pub fn read_wxr<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    Box::new(Entries::new(input, context, "an export", post))
}

/// The record of an item that is a published post.
fn post(item: &Element, channel: &Channel) -> Result<Record, RecordError> {
    let own = |name: &str| wordpress(item, name);
    let is_locked = own("post_password").is_some_and(|password| !password.trim().is_empty());
    let what = what_it_is(&own("post_type").unwrap_or_default())
        .or_else(|| unpublished(&own("status").unwrap_or_default()))
        .or(is_locked.then_some("a post behind a password"));
    if let Some(what) = what {
        return Err(RecordError::NotAnArticle { what });
    }
    if own("status").as_deref() == Some("trash") {
        return Err(RecordError::Withdrawn {
            status: "trash".to_owned(),
        });
    }
    let mut record = feed::record(item, channel);
    if let Some(date) = date(own("post_date"), own("post_date_gmt")) {
        record.published = Some(date);
        record.date_source = Some(DateSource::Field);
    }
    if own("status").as_deref() == Some("future") {
        record.embargo = record.published;
    }
    if let Some((body, captions)) = body(item) {
        record.body = body;
        keep(&mut record, "captions", captions);
    }
    let is_category = |e: &&Element| e.attr("domain") == Some("category");
    record.section = item
        .children("category")
        .filter(is_category)
        .find_map(Element::line);
    record.extra.retain(|name, _| {
        !name.starts_with("wp:") && name != "excerpt:encoded" && name != "description"
    });
    let excerpt = item
        .children("encoded")
        .find(|e| e.name().starts_with("excerpt"));
    keep(&mut record, "excerpt", excerpt.and_then(Element::line));
    keep(&mut record, "post_id", own("post_id"));
    Ok(record)
}

/// The text of an element of WordPress's own vocabulary.
fn wordpress(item: &Element, name: &str) -> Option<String> {
    let is_own = |e: &&Element| {
        e.prefix() == Some("wp")
            || e.namespace()
                .is_some_and(|address| address.contains("wordpress.org/export/"))
    };
    item.children(name).filter(is_own).find_map(Element::line)
}

/// What an item is that is no post; other types than these are a site's own kinds of articles.
fn what_it_is(post_type: &str) -> Option<&'static str> {
    match post_type {
        "attachment" => Some("an attachment"),
        "revision" => Some("an earlier version of a post"),
        "nav_menu_item"
        | "custom_css"
        | "customize_changeset"
        | "oembed_cache"
        | "user_request" => Some("a part of a site"),
        own if own.starts_with("wp_") || own.starts_with("acf-") => Some("a part of a site"),
        _ => None,
    }
}

fn unpublished(status: &str) -> Option<&'static str> {
    match status {
        "draft" | "auto-draft" | "pending" => Some("a draft"),
        "private" => Some("a private post"),
        _ => None,
    }
}

/// The time on the site's clocks, with their offset, which the difference to Greenwich gives.
fn date(local: Option<String>, greenwich: Option<String>) -> Option<PubDate> {
    let read = |text: Option<String>| {
        NaiveDateTime::parse_from_str(text?.trim(), "%Y-%m-%d %H:%M:%S").ok()
    };
    let local = read(local)?;
    let offset = read(greenwich).and_then(|greenwich| {
        let ahead = local - greenwich;
        let is_offset = ahead.abs() <= TimeDelta::hours(15) && ahead.num_seconds() % 900 == 0;
        is_offset.then(|| FixedOffset::east_opt(i32::try_from(ahead.num_seconds()).ok()?))?
    });
    PubDate::from_time(local, Precision::Second, offset)
}

/// The text of a post, its paragraphs where WordPress makes them, and the captions of its pictures.
fn body(item: &Element) -> Option<(Vec<String>, Vec<String>)> {
    let content = item
        .children("encoded")
        .find(|e| !e.name().starts_with("excerpt"))?;
    let (text, captions) = shortcode::strip(&content.text().replace("\r\n", "\n"));
    let body: Vec<String> = text
        .split("\n\n")
        .flat_map(html_or_text)
        .filter_map(|text| some(&text))
        .collect();
    let captions = captions
        .iter()
        .filter_map(|caption| one_line(caption))
        .collect();
    (!body.is_empty()).then_some((body, captions))
}

#[cfg(test)]
mod tests;
