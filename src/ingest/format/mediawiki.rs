//! MediaWiki's XML export, of Wikinews above all: a page, a record.
//!
//! In comes a dump or what Special:Export gives, of any length; out comes a record for each page of the main namespace, with
//! its last revision. Redirects, talk, user and project pages are no articles, and each is a reject that says so. Its date is
//! the one that the article prints with a template, or has as a category; the day of the last revision, which a machine may
//! have made years later, is never taken for it.

mod wikitext;

use serde_json::Value;

use super::xml::{Element, Nested, Splitter, Tree};
use super::{Context, Head, Input, Items};
use crate::article::{DateSource, Record};
use crate::date::PubDate;
use crate::ingest::archive::{Item, RecordError};

/// Whether an archive is such an export.
pub fn looks_like_mediawiki(head: &Head) -> bool {
    head.root() == Some("mediawiki")
}

/// The pages of an export.
pub fn read_mediawiki<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    let mut splitter = Splitter::new(input, context, &["page"], Nested::Next);
    let mut site: Option<Site> = None;
    let mut failed = false;
    Box::new(std::iter::from_fn(move || {
        if failed {
            return None;
        }
        let piece = match splitter.next_piece() {
            Ok(piece) => piece?,
            Err(error) => {
                failed = true;
                return Some(Err(error));
            }
        };
        let site = site.get_or_insert_with(|| Site::of(splitter.around()));
        Some(Ok::<Item, _>(piece.item(|tree| read(tree, site))))
    }))
}

/// What a dump says of the wiki that it is from.
#[derive(Default)]
struct Site {
    name: Option<String>,
    lang: Option<String>,
    /// The address of a page, without its name.
    base: Option<String>,
}

impl Site {
    fn of(around: &[Element]) -> Self {
        let Some(root) = around.first() else {
            return Self::default();
        };
        let info = root.child("siteinfo");
        let line = |name: &str| info.and_then(|info| info.child_line(name));
        Self {
            name: line("sitename"),
            lang: root
                .attr_text("xml:lang")
                .or_else(|| root.attr_text("lang")),
            base: line("base")
                .and_then(|base| base.rsplit_once('/').map(|(base, _)| base.to_owned())),
        }
    }
}

fn read(tree: &Tree, site: &Site) -> Result<Record, RecordError> {
    let page = &tree.root;
    if tree.fault.is_some() && page.child("revision").is_none() {
        return Err(RecordError::Truncated { what: "a page" });
    }
    if page.child_line("ns").is_some_and(|ns| ns != "0") {
        return Err(RecordError::NotAnArticle {
            what: "a talk, user, file or project page",
        });
    }
    let revision = page.children("revision").next_back();
    let text = revision
        .and_then(|revision| revision.child("text"))
        .map(Element::text);
    let text = text.unwrap_or_default();
    if page.child("redirect").is_some() || wikitext::is_redirect(&text) {
        return Err(RecordError::NotAnArticle { what: "a redirect" });
    }
    let model = revision.and_then(|revision| revision.child_line("model"));
    if model.is_some_and(|model| model != "wikitext") {
        return Err(RecordError::NotAnArticle {
            what: "a page of code or data",
        });
    }
    let article = wikitext::read(&text);
    let title = page.child_line("title").unwrap_or_default();
    let mut tags = Vec::new();
    let mut dates = article.date.as_deref().and_then(PubDate::parse);
    for category in article.categories {
        match PubDate::parse(&category) {
            Some(date) => dates = dates.or(Some(date)),
            None => tags.push(category),
        }
    }
    let mut record = Record {
        id: page.child_line("id"),
        url: site
            .base
            .as_ref()
            .filter(|_| !title.is_empty())
            .map(|base| format!("{base}/{}", title.replace(' ', "_"))),
        title,
        body: article.paragraphs,
        published: dates,
        date_source: dates.map(|_| DateSource::Printed),
        source: site.name.clone(),
        lang: site.lang.clone(),
        place: article.place,
        tags,
        ..Record::default()
    };
    if let Some(stamp) = revision.and_then(|revision| revision.child_line("timestamp")) {
        record
            .extra
            .insert("revised".to_owned(), Value::String(stamp));
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::format::trial;

    fn items(xml: &str) -> Vec<Item> {
        trial::items(read_mediawiki, xml)
    }

    const DUMP: &str = "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\" version=\"0.11\" xml:lang=\"en\">
  <siteinfo><sitename>Harbournews</sitename><base>https://news.example/wiki/Main_Page</base><namespaces><namespace key=\"0\" /></namespaces></siteinfo>
  <page><title>Ferry sinks off Port Aldern</title><ns>0</ns><id>17</id>
    <revision><id>1</id><timestamp>2015-12-17T10:00:00Z</timestamp><model>wikitext</model><text xml:space=\"preserve\">Draft.</text></revision>
    <revision><id>2</id><timestamp>2019-01-01T10:00:00Z</timestamp><model>wikitext</model><text xml:space=\"preserve\">{{date|December 17, 2015}}
'''The ferry''' to the [[w:Islands|islands]] sank at noon.&lt;ref&gt;A note&lt;/ref&gt;

== Sources ==
* {{source|url=http://x.example}}
[[Category:Disasters]]
[[Category:December 17, 2015]]</text></revision></page>
  <page><title>Talk:Ferry</title><ns>1</ns><id>18</id><revision><text>Hello</text></revision></page>
  <page><title>Boat</title><ns>0</ns><id>19</id><redirect title=\"Ferry\" /><revision><text>#REDIRECT [[Ferry]]</text></revision></page>
</mediawiki>";

    #[test]
    fn a_page_is_a_record_of_its_last_revision() {
        assert!(looks_like_mediawiki(&Head::new(DUMP.into())));
        let items = items(DUMP);
        assert_eq!(items.len(), 3);
        let page = items[0].outcome.as_ref().expect("a record");
        assert_eq!(page.id.as_deref(), Some("17"));
        assert_eq!(page.title, "Ferry sinks off Port Aldern");
        assert_eq!(
            page.url.as_deref(),
            Some("https://news.example/wiki/Ferry_sinks_off_Port_Aldern")
        );
        assert_eq!(page.source.as_deref(), Some("Harbournews"));
        assert_eq!(page.lang.as_deref(), Some("en"));
        assert_eq!(page.published, PubDate::parse("2015-12-17"));
        assert_eq!(page.tags, ["Disasters"]);
        assert_eq!(page.body, ["The ferry to the islands sank at noon."]);
        assert_eq!(page.extra["revised"], "2019-01-01T10:00:00Z");
        let reasons: Vec<String> = items[1..]
            .iter()
            .map(|item| item.outcome.as_ref().expect_err("no article").to_string())
            .collect();
        assert_eq!(
            reasons,
            [
                "a talk, user, file or project page, no article",
                "a redirect, no article"
            ]
        );
    }

    #[test]
    fn the_day_of_a_revision_is_no_date_of_publication() {
        let xml = DUMP
            .replace("{{date|December 17, 2015}}", "")
            .replace("[[Category:December 17, 2015]]", "");
        assert_eq!(
            items(&xml)[0].outcome.as_ref().expect("a record").published,
            None
        );
    }

    proptest! {
        #[test]
        fn no_bytes_harm(at in 0..DUMP.len(), junk in "[<>&/p\\[{|}\\]=' ]{0,12}") {
            let dump = format!("{}{junk}{}", &DUMP[..at], &DUMP[at..]);
            prop_assert!(items(&dump).len() <= 5);
        }
    }
}
