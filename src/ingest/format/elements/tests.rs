//! XML in a vocabulary that nobody told us of.

use proptest::prelude::*;

use super::super::trial::{changed, head, items, records, takes_linear_time};
use super::*;

const ONE: &str = "<?xml version='1.0'?><QNews xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><NewsID>a-17</NewsID><PublishDate>2004-01-02T07:30:00</PublishDate>\
    <headline i:nil='true'/><section>Harbour</section><byLine>Anna Tern</byLine><priority>3</priority>\
    <content>&lt;p&gt;The ferries wait for the fog to lift, all of them.&lt;/p&gt;&lt;p&gt;It lifts.&lt;/p&gt;</content></QNews>";

const MANY: &str = "<export><made>today</made><story nr='1'><title>Fog</title><date>2004-01-02</date><text><p>The ferries wait for the <b>fog</b> to lift, all of them.</p><p>It lifts.</p></text><tag>a</tag><tag>b</tag></story>\
    <story nr='2'><title>Ice</title><date>2004-01-03</date><text>And now there is ice in the harbour, and nothing moves.</text></story></export>";

#[test]
fn one_record_is_read_by_what_its_elements_are_called() {
    assert!(looks_like_elements(&head(ONE)));
    let record = records(read_elements, ONE).remove(0);
    assert_eq!(record.id.as_deref(), Some("a-17"));
    assert_eq!(record.title, "");
    assert_eq!(
        record.body,
        [
            "The ferries wait for the fog to lift, all of them.",
            "It lifts."
        ]
    );
    assert_eq!(record.published.unwrap().to_string(), "2004-01-02T07:30:00");
    assert_eq!(record.section.as_deref(), Some("Harbour"));
    assert_eq!(record.byline.as_deref(), Some("Anna Tern"));
    assert_eq!(record.extra["priority"], "3");
}

#[test]
fn records_side_by_side_are_told_from_what_is_around_them() {
    let found = records(read_elements, MANY);
    let titles: Vec<&str> = found.iter().map(|record| &*record.title).collect();
    assert_eq!(titles, ["Fog", "Ice"]);
    assert_eq!(
        found[0].body,
        ["The ferries wait for the fog to lift, all of them.\n\nIt lifts."]
    );
}

#[test]
fn other_xml_is_left_alone() {
    for other in [
        "<html><title>a</title><body>The ferries wait for the fog to lift, all of them.</body></html>",
        "<config><name>x</name><value>1</value></config>",
        "<project><description>The ferries wait for the fog to lift, all of them.</description><name>x</name></project>",
        "plain text",
        "",
    ] {
        assert!(!looks_like_elements(&head(other)), "{other}");
    }
}

#[test]
fn many_of_anything_take_linear_time() {
    for part in [
        "<story>",
        "<a/>",
        "<title>a</title><text>The ferries wait for the fog to lift, all of them.",
    ] {
        takes_linear_time(read_elements, part);
    }
}

proptest! {
    #[test]
    fn no_change_makes_it_panic(at: usize, length in 0usize..60, by: Vec<u8>) {
        let changed = changed(MANY.as_bytes(), at, length, &by);
        let _ = looks_like_elements(&head(&changed));
        items(read_elements, changed);
    }
}
