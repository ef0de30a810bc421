//! Days that a page gives in places that nobody agreed on: attributes of any element, `meta` elements of unknown names,
//! links to the page itself.
//!
//! In comes the page; out comes the first day of such a place. Always holds: a name that speaks of change, of an event, of a
//! crawl or of another story gives no date.

use super::printed::named;
use super::{Places, day_of};
use crate::article::DateSource;
use crate::date::PubDate;
use crate::ingest::format::html::meta::rel;
use crate::ingest::format::html::tag::Tag;

use super::address::in_url;

/// Attributes that hold nothing but a stamp, on whatever element.
const STAMPED: [&str; 10] = [
    "datetime",
    "data-datetime",
    "data-date",
    "data-published",
    "data-publish-date",
    "data-pubdate",
    "data-timestamp",
    "data-time",
    "data-created",
    "data-utc",
];

/// Parts of names whose day is another one.
const DENIED: [&str; 25] = [
    "updat",
    "modif",
    "revis",
    "chang",
    "edit",
    "event",
    "expir",
    "valid",
    "copyright",
    "related",
    "comment",
    "end",
    "start",
    "birth",
    "mandate",
    "candidate",
    "build",
    "cache",
    "crawl",
    "index",
    "verif",
    "review",
    "until",
    "server",
    "countdown",
];

/// No stamp is longer, in bytes.
const LONGEST: usize = 60;

impl Places<'_> {
    /// The first element between the headline and the end of the story that carries a stamp for machines.
    pub(super) fn stamped(&self) -> Option<(PubDate, DateSource)> {
        let tree = self.page.tree;
        let range = self.page.head_at()..self.page.story_range().end;
        let elements = tree.elements().filter(|(id, tag)| {
            // `time` was looked at before; what is inserted and deleted are changes.
            range.contains(id) && !matches!(tag, Tag::Time | Tag::Ins | Tag::Del)
        });
        let mut dates = elements.filter_map(|(id, tag)| {
            let hidden = || {
                let name = tree.raw_attribute(id, "name").unwrap_or_default();
                let says = ["pubdate", "publish", "pub_date"]
                    .iter()
                    .any(|word| name.to_ascii_lowercase().contains(word));
                (tag == Tag::Input && says).then(|| tree.raw_attribute(id, "value"))?
            };
            let values = STAMPED.iter().filter_map(|key| tree.raw_attribute(id, key));
            let stamp = values
                .chain(hidden())
                .filter(|value| value.len() <= LONGEST)
                .find_map(PubDate::parse)?;
            let is_other = is_denied(&named(tree, id))
                || tree
                    .parent(id)
                    .is_some_and(|id| self.page.pruned.is_furniture(id))
                || tree.ancestors(id).any(|id| tree.tag(id) == Tag::Blockquote);
            (!is_other).then(|| day_of(stamp))?
        });
        Some((dates.next()?, DateSource::Printed))
    }

    /// The first `meta` element of a name that is not known, but speaks of a date.
    pub(super) fn odd_meta(&self) -> Option<(PubDate, DateSource)> {
        let date = self.page.metas.iter().find_map(|(name, text)| {
            let says = ["date", "publication"]
                .iter()
                .any(|word| name.contains(word));
            let is_whole = says && !is_denied(name) && text.len() <= LONGEST;
            let date = is_whole
                .then(|| PubDate::parse(text).or_else(|| PubDate::parse_with(text, self.order?)))?;
            day_of(date?)
        })?;
        Some((date, DateSource::Meta))
    }

    /// The day in the address of a link beside the headline that leads to the page itself.
    pub(super) fn permalink(&self) -> Option<(PubDate, DateSource)> {
        let tree = self.page.tree;
        let range = self.page.head_at()..self.page.story_range().end;
        let date = tree.elements().find_map(|(id, tag)| {
            let is_own = tag == Tag::A && range.contains(&id) && rel(tree, id, "bookmark");
            in_url(is_own.then(|| tree.raw_attribute(id, "href"))??)
        })?;
        Some((date, DateSource::Url))
    }
}

fn is_denied(name: &str) -> bool {
    DENIED.iter().any(|word| name.contains(word))
}
