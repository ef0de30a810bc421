//! When a page says that its story was published, and when it was changed.
//!
//! In come JSON-LD, microdata, `meta` and `time` elements, the lines above the story and the address; out comes the first
//! that can be read, in that order, with where it stood. Always holds: a date of change is never taken for one of
//! publication, nor is a crawl's, a copyright's or a comment's.

mod address;
mod dateline;
mod hinted;
mod months;
mod printed;
mod short;
mod spaced;
mod state;

use chrono::Datelike;

use super::linked::{Thing, texts};
use super::meta::{properties, property_value};
use super::page::Page;
use super::tag::Tag;
use super::tree::Id;
use crate::article::DateSource;
use crate::date::{NumericOrder, Precision, PubDate, find_stamp, find_stamp_with};
use address::{in_url, month_in_url};
use months::in_english;
use printed::{SAYS_CHANGED, SAYS_PUBLISHED, named};
use spaced::close_up;
use state::{SURE, WEAK, in_scripts};

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
const MODIFIED: [&str; 21] = [
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
    "last_modified",
    "lastmodified",
    "moddate",
    "bt:moddate",
    "revision_date",
    "date_updated",
    "dateupdated",
];

/// Countries that write English, and the day before the month.
const DAY_FIRST_IN_ENGLISH: [&str; 14] = [
    "uk", "ie", "au", "nz", "in", "za", "ng", "ke", "gh", "sg", "my", "hk", "mt", "jm",
];

/// Countries that write the day first, and whose addresses are not sold all over the world.
const DAY_FIRST: [&str; 26] = [
    "uk", "ie", "au", "nz", "de", "at", "ch", "fr", "be", "lu", "nl", "es", "pt", "it", "gr", "pl",
    "cz", "dk", "no", "fi", "ro", "br", "ar", "mx", "cl", "pe",
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
        order: order_of(page),
    }
    .times()
}

/// How numeric dates are written where the page is at home: by its language, or by the country in its address where English
/// alone, or nothing, says too little.
fn order_of(page: &Page<'_>) -> Option<NumericOrder> {
    let country = page.urls.iter().find_map(|url| country_of(url));
    match (page.lang.as_deref(), country) {
        (Some("en-US"), _) => Some(NumericOrder::MonthFirst),
        (Some("en"), Some(country)) if DAY_FIRST_IN_ENGLISH.contains(&country) => {
            Some(NumericOrder::DayFirst)
        }
        (Some("en") | None, Some("us" | "gov" | "mil")) => Some(NumericOrder::MonthFirst),
        (None, Some(country)) if DAY_FIRST.contains(&country) => Some(NumericOrder::DayFirst),
        (Some("en") | None, _) => None,
        _ => Some(NumericOrder::DayFirst),
    }
}

/// The last part of the host in an address.
fn country_of(url: &str) -> Option<&str> {
    let host = url
        .split("://")
        .nth(1)?
        .split(['/', '?', '#', ':'])
        .next()?;
    host.rsplit('.').next()
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
            .or_else(|| self.stamped())
            .or_else(|| self.printed(&self.lines_around(&SAYS_PUBLISHED), &SAYS_PUBLISHED))
            .or_else(|| self.printed(&self.lines_between(), &[""]))
            .or_else(|| self.called(&["date", "datum", "time", "fecha", "stamp"]))
            .or_else(|| self.printed(&self.lines_around(&[]), &[""]))
            .or_else(|| self.short())
            .or_else(|| self.dateline())
            .or_else(|| {
                self.linked("dateCreated")
                    .map(|date| (date, DateSource::JsonLd))
            })
            .or_else(|| self.in_urls(in_url))
            .or_else(|| self.permalink())
            .or_else(|| Some((in_scripts(self.page.tree, &SURE)?, DateSource::Field)))
            .or_else(|| self.odd_meta())
            .or_else(|| Some((in_scripts(self.page.tree, &WEAK)?, DateSource::Field)));
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

    /// The first stamp of a line, and the bytes before and behind it; names of months in the page's language are known, and
    /// so is what a numeric date means there.
    fn stamp(&self, text: &str) -> Option<(PubDate, usize, usize)> {
        let find = |text: &str| {
            let found = find_stamp(text).or_else(|| find_stamp_with(text, self.order?));
            found.map(|(date, place)| (date, place.start, text.len() - place.end))
        };
        let is_short = text.len() <= LONGEST_LINE;
        let short = || Some(text).filter(|_| is_short);
        find(text)
            .or_else(|| find(&in_english(short()?, self.page.lang.as_deref())?))
            .or_else(|| find(&close_up(short()?)?))
    }

    /// A date that is at least a day, of a field or a short text.
    fn whole_day(&self, text: &str) -> Option<PubDate> {
        let read = PubDate::parse(text).or_else(|| PubDate::parse_with(text, self.order?));
        let date = read.or_else(|| self.stamp(text).map(|(date, ..)| date))?;
        day_of(date)
    }
}

/// A date, if it is a day on which there were pages or what is put on them.
fn day_of(date: PubDate) -> Option<PubDate> {
    (date.precision() >= Precision::Day && date.first_day().year() >= 1900).then_some(date)
}
