//! When a page says that its story was published, and when it was changed.
//!
//! In come JSON-LD, microdata, `meta` and `time` elements, the lines above the story and the address; out comes the first
//! that can be read, in that order, with where it stood. Always holds: a date of change is never taken for one of
//! publication, nor is a crawl's, a copyright's or a comment's.

mod address;
mod months;
mod printed;
mod short;
mod state;

use chrono::Datelike;

use super::linked::{Thing, texts};
use super::meta::{properties, property_value};
use super::page::Page;
use super::tag::Tag;
use super::tree::Id;
use crate::article::DateSource;
use crate::date::{NumericOrder, Precision, PubDate, find_stamp};
use address::{in_url, month_in_url};
use months::in_english;
use printed::{SAYS_CHANGED, SAYS_PUBLISHED, named};
use state::in_scripts;

/// `meta` elements that name a time of publication, the surest first.
const PUBLISHED: [&str; 44] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date_published",
    "dateposted",
    "publishdate",
    "publish_date",
    "publish-date",
    "published",
    "published_time",
    "publication_date",
    "publicationdate",
    "publication-date",
    "pubdate",
    "pub_date",
    "pub-date",
    "displaydate",
    "display_date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "parsely-pub-date",
    "sailthru.date",
    "bt:pubdate",
    "ptime",
    "article_date_original",
    "article.published",
    "citation_online_date",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.issued",
    "dc:issued",
    "dc.date.created",
    "dcterms.created",
    "dc.created",
    "rnews:datepublished",
    "dc.date",
    "dc:date",
    "dcterms.date",
    "created",
    "datecreated",
    "date",
];

/// `meta` elements that name a time of change.
const MODIFIED: [&str; 14] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "date_modified",
    "modified_time",
    "last-modified",
    "lastmod",
    "dc.date.modified",
    "dcterms.modified",
    "dc.modified",
    "article_date_updated",
    "revised",
    "updated",
];

/// A longer line, in bytes, is no stamp in a language of its own.
const LONGEST_LINE: usize = 600;

/// What a page says of its times.
#[derive(Debug, Default)]
pub struct Times {
    /// When it was published, and where that was read.
    pub published: Option<(PubDate, DateSource)>,
    /// When it was changed, as written.
    pub modified: Option<String>,
}

/// The times of a page.
pub fn times(page: &Page<'_>) -> Times {
    let article = page.article();
    Places {
        page,
        things: article.into_iter().chain(page.linked.pages()).collect(),
        order: page.lang.as_deref().and_then(order_of),
    }
    .times()
}

/// How numeric dates are written where a language is at home; English alone says nothing.
fn order_of(lang: &str) -> Option<NumericOrder> {
    match lang {
        "en-US" => Some(NumericOrder::MonthFirst),
        "en" => None,
        _ => Some(NumericOrder::DayFirst),
    }
}

/// Where the times of a page may stand.
struct Places<'p> {
    page: &'p Page<'p>,
    /// Its things of JSON-LD, the article first.
    things: Vec<&'p Thing>,
    /// Which part of `03/04/2015` is the month where its language is at home, if one is sure.
    order: Option<NumericOrder>,
}

impl Places<'_> {
    /// Looks in all places.
    fn times(&self) -> Times {
        let published = self
            .linked("datePublished")
            .map(|date| (date, DateSource::JsonLd))
            .or_else(|| self.property("datePublished"))
            .or_else(|| self.meta())
            .or_else(|| self.time())
            .or_else(|| {
                self.called(&[
                    "publi",
                    "pubdate",
                    "posted",
                    "entrydate",
                    "postdate",
                    "articledate",
                    "releasedate",
                ])
            })
            .or_else(|| self.printed(&self.lines_around(&SAYS_PUBLISHED), &SAYS_PUBLISHED))
            .or_else(|| self.printed(&self.lines_between(), &[""]))
            .or_else(|| self.called(&["date", "datum", "time", "fecha", "stamp"]))
            .or_else(|| self.printed(&self.lines_around(&[]), &[""]))
            .or_else(|| self.short())
            .or_else(|| {
                self.linked("dateCreated")
                    .map(|date| (date, DateSource::JsonLd))
            })
            .or_else(|| self.in_urls(in_url))
            .or_else(|| Some((in_scripts(self.page.tree)?, DateSource::Field)));
        let modified = self
            .things
            .iter()
            .find_map(|thing| texts(thing, "dateModified").next())
            .or_else(|| self.page.metas.first(&MODIFIED).map(str::to_owned));
        // A day of change stands in where no other is given, and is told as such.
        let published = published
            .or_else(|| {
                self.linked("dateModified")
                    .map(|date| (date, DateSource::JsonLd))
            })
            .or_else(|| self.property("dateModified"))
            .or_else(|| {
                let date = MODIFIED.iter().find_map(|name| {
                    self.page
                        .metas
                        .all(name)
                        .find_map(|text| self.whole_day(text))
                })?;
                Some((date, DateSource::Meta))
            })
            .or_else(|| self.printed(&self.lines_around(&SAYS_CHANGED), &SAYS_CHANGED))
            .or_else(|| self.in_urls(month_in_url));
        Times {
            published: published.map(|found| self.in_doubt(found)),
            modified,
        }
    }

    /// A day in the address that is well before the one that JSON-LD tells is the day of a story that was put out again.
    fn in_doubt(&self, (date, source): (PubDate, DateSource)) -> (PubDate, DateSource) {
        match self.in_urls(in_url) {
            Some(found) if (date.first_day() - found.0.first_day()).num_days() > 3 => found,
            _ => (date, source),
        }
    }

    fn in_urls(&self, read: fn(&str) -> Option<PubDate>) -> Option<(PubDate, DateSource)> {
        let date = self.page.urls.iter().find_map(|url| read(url))?;
        Some((date, DateSource::Url))
    }

    fn linked(&self, property: &str) -> Option<PubDate> {
        let mut values = self.things.iter().flat_map(|thing| texts(thing, property));
        values.find_map(|text| self.whole_day(&text))
    }

    fn property(&self, property: &str) -> Option<(PubDate, DateSource)> {
        properties(self.page.tree, property)
            .filter(|id| {
                self.page.tree.tag(*id) != Tag::Meta
                    || self.page.tree.raw_attribute(*id, "itemprop").is_some()
            })
            .find_map(|id| self.whole_day(&property_value(self.page.tree, id)))
            .map(|date| (date, DateSource::Microdata))
    }

    fn meta(&self) -> Option<(PubDate, DateSource)> {
        let known = PUBLISHED.iter().find_map(|name| {
            self.page
                .metas
                .all(name)
                .find_map(|text| self.whole_day(text))
        });
        let other = || {
            self.page.metas.iter().find_map(|(name, text)| {
                let says = [
                    "publish",
                    "upload",
                    "creat",
                    "issued",
                    "release",
                    "posted",
                    "pubdate",
                    "pub-date",
                    "pub_date",
                    "post_date",
                    "regdate",
                    "citation_date",
                    "eprints.date",
                ]
                .iter()
                .any(|word| name.contains(word));
                let denies = ["modif", "updat", "expir", "event", "edit"]
                    .iter()
                    .any(|word| name.contains(word));
                (says && !denies).then(|| self.whole_day(text))?
            })
        };
        Some((known.or_else(other)?, DateSource::Meta))
    }

    /// The `time` element that says so, or the first that stands near.
    fn time(&self) -> Option<(PubDate, DateSource)> {
        let story_end = self.page.story_range().end;
        let all: Vec<(Id, PubDate)> = self
            .page
            .tree
            .elements()
            .filter(|(id, tag)| {
                // What a story quotes has its own time.
                matches!(tag, Tag::Time | Tag::Abbr)
                    && !self
                        .page
                        .tree
                        .ancestors(*id)
                        .any(|id| self.page.tree.tag(id) == Tag::Blockquote)
            })
            .filter_map(|(id, _)| {
                // Before `time` there was, an `abbr` held the stamp as its title.
                let is_time = self.page.tree.tag(id) == Tag::Time;
                let stamp = self
                    .page
                    .tree
                    .attribute(id, if is_time { "datetime" } else { "title" });
                let date = stamp
                    .and_then(|stamp| self.whole_day(&stamp))
                    .or_else(|| is_time.then(|| self.whole_day(&self.page.tree.text(id)))?)?;
                Some((id, date))
            })
            .take(200)
            .collect();
        let says = |id: Id| {
            self.page.tree.raw_attribute(id, "pubdate").is_some()
                || [Some(id), self.page.tree.parent(id)]
                    .into_iter()
                    .flatten()
                    .any(|id| {
                        let name = named(self.page.tree, id);
                        name.contains("publi") || name.contains("entrydate")
                    })
        };
        let changed = |id: Id| {
            let name = named(self.page.tree, id);
            name.contains("updated") || name.contains("modified")
        };
        let found = all
            .iter()
            .find(|(id, _)| says(*id) && self.page.near().contains(id) && !changed(*id))
            .or_else(|| {
                let from = self.page.heading_at.unwrap_or(self.page.story.root);
                all.iter()
                    .find(|(id, _)| *id >= from && *id < story_end && !changed(*id))
            })
            .or_else(|| {
                all.iter()
                    .find(|(id, _)| self.page.near().contains(id) && !changed(*id))
            })
            .or_else(|| all.iter().find(|(id, _)| says(*id)));
        found.map(|(_, date)| (*date, DateSource::Time))
    }

    /// The first stamp of a line, and where it starts; names of months in the page's language are known.
    fn stamp(&self, text: &str) -> Option<(PubDate, usize)> {
        let english = || match text.len() {
            0..=LONGEST_LINE => in_english(text, self.page.lang.as_deref()),
            _ => None,
        };
        let found = find_stamp(text).or_else(|| find_stamp(&english()?));
        found.map(|(date, place)| (date, place.start))
    }

    /// A date that is at least a day, of a field or a short text.
    fn whole_day(&self, text: &str) -> Option<PubDate> {
        let read = PubDate::parse(text).or_else(|| PubDate::parse_with(text, self.order?));
        let date = read.or_else(|| self.stamp(text).map(|(date, _)| date))?;
        (date.precision() >= Precision::Day && date.first_day().year() >= 1900).then_some(date)
    }
}
