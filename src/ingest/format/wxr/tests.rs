//! Exports of WordPress.

use proptest::prelude::*;

use super::super::trial::{changed, head, items, outcomes, records, takes_linear_time};
use super::*;

fn export(posts: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><!-- by WordPress --><rss version='2.0' xmlns:excerpt='http://wordpress.org/export/1.2/excerpt/' \
        xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:wp='http://wordpress.org/export/1.2/'>\
        <channel><title>The Quay</title><link>https://quay.example</link><language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>{posts}</channel></rss>"
    )
}

fn item(kind: &str, status: &str) -> String {
    format!(
        "<item><title>Fog stops ferries</title><link>https://quay.example/fog/</link><pubDate>Fri, 02 Jan 2004 06:30:00 +0000</pubDate>\
        <dc:creator><![CDATA[anna]]></dc:creator><guid isPermaLink='false'>https://quay.example/?p=17</guid><description></description>\
        <content:encoded><![CDATA[<!-- wp:paragraph -->\n[dropcap]T[/dropcap]he ferries <b>wait</b>.\n\n[caption id='a'] <img src='x'/> Fog &amp; pier[/caption]It lifts [sic] at noon.\n\n[gallery ids='1']]]></content:encoded>\
        <excerpt:encoded><![CDATA[Ferries wait.]]></excerpt:encoded><wp:post_id>17</wp:post_id><wp:post_date>2004-01-02 07:30:00</wp:post_date>\
        <wp:post_date_gmt>2004-01-02 06:30:00</wp:post_date_gmt><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>\
        <category domain='post_tag' nicename='fog'><![CDATA[fog]]></category><category domain='category' nicename='harbour'><![CDATA[Harbour]]></category>\
        <wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>1</wp:meta_value></wp:postmeta>\
        <wp:comment><wp:comment_content>First!</wp:comment_content></wp:comment></item>"
    )
}

#[test]
fn a_post_says_what_it_is() {
    let export = export(&item("post", "publish"));
    assert!(looks_like_wxr(&head(&export)));
    let post = records(read_wxr, export).remove(0);
    assert_eq!(post.title, "Fog stops ferries");
    assert_eq!(post.body, ["The ferries wait.", "It lifts [sic] at noon."]);
    assert_eq!(
        post.published.unwrap().to_string(),
        "2004-01-02T07:30:00+01:00"
    );
    assert_eq!(post.section.as_deref(), Some("Harbour"));
    assert_eq!(post.tags, ["fog", "Harbour"]);
    assert_eq!(post.source.as_deref(), Some("The Quay"));
    assert_eq!(post.url.as_deref(), Some("https://quay.example/fog/"));
    assert_eq!(post.extra["excerpt"], "Ferries wait.");
    assert_eq!(post.extra["captions"], "Fog & pier");
    assert!(!post.extra.keys().any(|key| key.starts_with("wp:")));
}

#[test]
fn only_published_posts_are_articles() {
    let kinds = [
        item("page", "publish"),
        item("attachment", "inherit"),
        item("nav_menu_item", "publish"),
        item("post", "draft"),
        item("post", "private"),
        item("post", "trash"),
    ];
    assert_eq!(
        outcomes(read_wxr, export(&kinds.concat())),
        [
            "ok",
            "an attachment, no article",
            "a part of a site, no article",
            "a draft, no article",
            "a private post, no article",
            "withdrawn by its publisher: trash",
        ]
    );
    let later = records(read_wxr, export(&item("post", "future"))).remove(0);
    assert_eq!(later.embargo, later.published);
}

#[test]
fn many_of_anything_take_linear_time() {
    for part in ["<rss><item>", "<item><content:encoded>[a]", "[a b='", "[/"] {
        takes_linear_time(read_wxr, part);
    }
    let brackets = item("post", "publish").replace("[gallery", &"[a [/".repeat(100_000));
    assert_eq!(outcomes(read_wxr, export(&brackets)), ["ok"]);
}

proptest! {
    #[test]
    fn no_change_makes_it_panic(at: usize, length in 0usize..60, by: Vec<u8>) {
        items(read_wxr, changed(export(&item("post", "publish")).as_bytes(), at, length, &by));
    }
}

#[test]
fn a_post_behind_a_password_was_not_published() {
    let locked = item("post", "publish").replace(
        "<wp:post_type>",
        "<wp:post_password><![CDATA[fog]]></wp:post_password><wp:post_type>",
    );
    let open = item("post", "publish").replace(
        "<wp:post_type>",
        "<wp:post_password></wp:post_password><wp:post_type>",
    );
    assert_eq!(codes(&export(&locked)), ["NOT_AN_ARTICLE"]);
    assert_eq!(records(read_wxr, export(&open)).len(), 1);
}

fn codes(export: &str) -> Vec<String> {
    items(read_wxr, export)
        .into_iter()
        .filter_map(|item| item.outcome.err())
        .map(|error| error.code().to_owned())
        .collect()
}
