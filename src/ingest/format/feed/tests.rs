//! Feeds of every kind: which element fills which field, and what becomes of feeds that are broken.

use std::io::BufReader;

use super::*;
use crate::article::Record;
use crate::ingest::format::HEAD;
use crate::ingest::format::json::FieldMap;

fn items(bytes: &[u8]) -> Vec<Item> {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "feed.xml",
        url: None,
        charset: None,
        limits: Default::default(),
        beside: None,
    };
    assert!(looks_like_feed(&Head::new(
        bytes[..bytes.len().min(HEAD)].to_vec()
    )));
    read_feed(Box::new(BufReader::new(bytes)), &context)
        .map(Result::unwrap)
        .collect()
}

fn records(feed: &str) -> Vec<Record> {
    items(feed.as_bytes())
        .into_iter()
        .filter_map(|item| item.outcome.ok())
        .collect()
}

fn codes(feed: &str) -> Vec<&'static str> {
    let items = items(feed.as_bytes());
    let codes = items.iter().map(|item| match &item.outcome {
        Ok(_) => "ok",
        Err(error) => error.code(),
    });
    codes.collect()
}

const RSS: &str = "<?xml version='1.0'?>
<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/'>
<channel><title>The Quay</title><link>https://quay.example/</link><language>en-gb</language>
<item><title>Ferry &amp;amp; fog</title><link>/2004/ferry</link><guid isPermaLink='false'>quay-17</guid>
<pubDate>Fri, 02 Jan 2004 07:30:00 +0100</pubDate><dc:creator>Anna Tern</dc:creator><dc:creator>Bo Gull</dc:creator>
<category>Harbour</category><category domain='x'>Weather</category>
<description>The ferry &lt;b&gt;waits&lt;/b&gt;.</description>
<content:encoded><![CDATA[<p>The ferry <b>waits</b> for the fog.</p><p>It lifts at noon.</p>]]></content:encoded>
<comments>https://quay.example/2004/ferry#talk</comments></item>
<item><link>https://quay.example/2</link><description>Tide tables</description><author>desk@quay.example (Cato Pike)</author></item>
</channel></rss>";

#[test]
fn an_rss_item_says_what_it_is() {
    let records = records(RSS);
    let ferry = &records[0];
    assert_eq!(ferry.title, "Ferry & fog");
    assert_eq!(ferry.id.as_deref(), Some("quay-17"));
    assert_eq!(
        ferry.url.as_deref(),
        Some("https://quay.example/2004/ferry")
    );
    assert_eq!(
        ferry.body,
        ["The ferry waits for the fog.", "It lifts at noon."]
    );
    assert_eq!(
        ferry.published.unwrap().to_string(),
        "2004-01-02T07:30:00+01:00"
    );
    assert_eq!(ferry.byline.as_deref(), Some("Anna Tern, Bo Gull"));
    assert_eq!(ferry.source.as_deref(), Some("The Quay"));
    assert_eq!(ferry.lang.as_deref(), Some("en-gb"));
    assert_eq!(ferry.tags, ["Harbour", "Weather"]);
    let kept: Vec<&String> = ferry.extra.keys().collect();
    assert_eq!(kept, ["description", "comments"]);
    let tides = &records[1];
    assert_eq!((&*tides.title, tides.published), ("", None));
    assert_eq!(tides.byline.as_deref(), Some("Cato Pike"));
    assert_eq!(tides.body, ["Tide tables"]);
}

#[test]
fn rss_1_has_its_channel_beside_its_items() {
    let feed = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' \
        xmlns:d='http://purl.org/dc/elements/1.1/'><channel rdf:about='https://quay.example/'><title>The Quay</title>\
        <items><rdf:Seq><rdf:li resource='https://quay.example/1'/></rdf:Seq></items></channel>\
        <item rdf:about='https://quay.example/1'><title>Fog</title><d:date>2004-01-02T07:30+01:00</d:date><d:creator>A. Tern</d:creator></item></rdf:RDF>";
    let records = records(feed);
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].source.as_deref(), Some("The Quay"));
    assert_eq!(records[0].url.as_deref(), Some("https://quay.example/1"));
    assert_eq!(records[0].byline.as_deref(), Some("A. Tern"));
    assert_eq!(
        records[0].published.unwrap().to_string(),
        "2004-01-02T07:30+01:00"
    );
}

#[test]
fn an_atom_entry_says_what_it_is() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' xml:base='https://quay.example/news/'><title type='html'>The &lt;i&gt;Quay&lt;/i&gt;</title>\
        <author><name>Anna Tern</name></author>\
        <entry><id>tag:quay.example,2004:1</id><title>Fog</title><link rel='self' href='1.atom'/><link rel='alternate' href='1'/>\
        <updated>2004-01-03T00:00:00Z</updated><published>2004-01-02T07:30:00+01:00</published>\
        <category term='wx' label='Weather'/><summary>Short.</summary>\
        <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Fog, <em>again</em>.</p><p>1 &lt; 2</p></div></content></entry>\
        <entry><title>Reprint</title><source><title>The Pier</title></source><updated>2004-01-03T00:00:00Z</updated>\
        <author><name>Bo Gull</name></author><content type='image/png' src='x.png'/><summary type='html'>&lt;p&gt;A map&lt;/p&gt;</summary></entry></feed>";
    let records = records(feed);
    let fog = &records[0];
    assert_eq!(fog.id.as_deref(), Some("tag:quay.example,2004:1"));
    assert_eq!(fog.url.as_deref(), Some("https://quay.example/news/1"));
    assert_eq!(fog.body, ["Fog, again.", "1 < 2"]);
    assert_eq!(
        fog.published.unwrap().to_string(),
        "2004-01-02T07:30:00+01:00"
    );
    assert_eq!(fog.byline.as_deref(), Some("Anna Tern"));
    assert_eq!(fog.source.as_deref(), Some("The Quay"));
    assert_eq!(fog.lang.as_deref(), Some("en"));
    assert_eq!(fog.tags, ["Weather"]);
    assert!(fog.extra.contains_key("updated") && fog.extra.contains_key("summary"));
    let reprint = &records[1];
    assert_eq!(reprint.source.as_deref(), Some("The Pier"));
    assert_eq!(reprint.byline.as_deref(), Some("Bo Gull"));
    assert_eq!(reprint.body, ["A map"]);
    assert_eq!(
        reprint.published.unwrap().to_string(),
        "2004-01-03T00:00:00Z"
    );
}

#[test]
fn a_date_of_publication_that_cannot_be_read_is_not_replaced_by_one_of_a_change() {
    let feed = "<feed><entry><title>a</title><published>soon</published><updated>2004-01-03</updated></entry></feed>";
    assert_eq!(records(feed)[0].published, None);
    let atom_03 = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>a</title><modified>2004-01-03T01:00:00Z</modified><issued>2004-01-02</issued></entry></feed>";
    assert_eq!(
        records(atom_03)[0].published.unwrap().to_string(),
        "2004-01-02"
    );
}

#[test]
fn broken_feeds_are_read_as_far_as_they_go() {
    assert_eq!(
        codes("<rss><channel><title>Empty</title></channel></rss>"),
        ["NOT_AN_ARTICLE"]
    );
    assert_eq!(
        codes("<rss><channel><item><title>a</title><item><title>b & c</title></channel></rss>"),
        ["ok", "ok"]
    );
    assert_eq!(
        codes("<rss><channel><item><title>a</title></item><item><title>b"),
        ["ok", "ok", "TRUNCATED"]
    );
    let undeclared = "<rss><channel><item><dc:title>a</dc:title><content:encoded>x &lt;br&gt; y</content:encoded></item></channel></rss>";
    assert_eq!(records(undeclared)[0].title, "a");
    assert_eq!(records(undeclared)[0].body, ["x \ny"]);
}

#[test]
fn the_title_of_a_channel_counts_from_the_entry_it_precedes() {
    let feed = "<rss><channel><item><title>a</title></item><title>Late</title><item><title>b</title></item></channel></rss>";
    let sources: Vec<_> = records(feed)
        .into_iter()
        .map(|record| record.source)
        .collect();
    assert_eq!(sources, [None, Some("Late".to_owned())]);
}

proptest::proptest! {
    #[test]
    fn no_change_to_a_feed_makes_it_panic(at in 0..RSS.len(), length in 0usize..40, byte: u8) {
        let mut feed = RSS.as_bytes().to_vec();
        let end = (at + length).min(feed.len());
        feed.splice(at..end, [byte]);
        let fields = FieldMap::default();
        let context = Context { fields: &fields, name: "x", url: None, charset: None, limits: Default::default(),
 beside: None };
        for item in read_feed(Box::new(&feed[..]), &context) {
            item.unwrap();
        }
    }
}
