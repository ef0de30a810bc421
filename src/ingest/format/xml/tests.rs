//! Trees and streams, whole and broken.

use std::io::{BufReader, Read};

use super::*;
use crate::ingest::format::json::FieldMap;

const CHANNEL: &str = "<?xml version='1.0'?>\n<rss version='2.0' xmlns:dc='urn:dc'><channel><title>The Quay</title>\n\
    <item><title>Rain</title><dc:creator>A. Tern</dc:creator></item>\n<item/>\n<language>en</language><item><title>Fog</title></item></channel></rss>";

fn split_bytes(
    bytes: &[u8],
    charset: Option<&str>,
    nested: Nested,
) -> (Vec<Piece>, Vec<Vec<String>>) {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "x",
        url: None,
        charset,
        limits: Default::default(),
        beside: None,
    };
    // A reader that gives a byte at a time finds every wrong guess about what is whole.
    let slow = BufReader::with_capacity(1, bytes.take(u64::MAX));
    let mut splitter = Splitter::new(Box::new(slow), &context, &["item"], nested);
    let (mut pieces, mut around) = (Vec::new(), Vec::new());
    while let Some(piece) = splitter.next_piece().unwrap() {
        pieces.push(piece);
        around.push(
            splitter
                .around()
                .iter()
                .map(|e| e.name().to_owned())
                .collect(),
        );
    }
    (pieces, around)
}

fn titles(xml: &str) -> Vec<Option<String>> {
    let (pieces, _) = split_bytes(xml.as_bytes(), None, Nested::Next);
    pieces
        .iter()
        .map(|piece| piece.outcome.as_ref().unwrap().root.child_line("title"))
        .collect()
}

#[test]
fn a_stream_is_cut_into_its_records() {
    let (pieces, around) = split_bytes(CHANNEL.as_bytes(), None, Nested::Next);
    assert_eq!(
        titles(CHANNEL),
        [Some("Rain".to_owned()), None, Some("Fog".to_owned())]
    );
    assert!(around.iter().all(|names| names == &["rss", "channel"]));
    for piece in &pieces {
        assert!(CHANNEL[piece.byte as usize..].starts_with("<item"));
        assert_eq!(piece.outcome.as_ref().unwrap().fault, None);
    }
    let creator = pieces[0]
        .outcome
        .as_ref()
        .unwrap()
        .root
        .child("creator")
        .unwrap();
    assert_eq!(creator.namespace(), Some("urn:dc"));
}

#[test]
fn what_came_before_a_record_is_at_hand() {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "x",
        url: None,
        charset: None,
        limits: Default::default(),
        beside: None,
    };
    let mut splitter = Splitter::new(
        Box::new(CHANNEL.as_bytes()),
        &context,
        &["item"],
        Nested::Next,
    );
    splitter.next_piece().unwrap().unwrap();
    assert_eq!(splitter.around()[0].attr("version"), Some("2.0"));
    assert_eq!(
        splitter.around()[1].child_line("title").as_deref(),
        Some("The Quay")
    );
    assert_eq!(splitter.around()[1].child_line("language"), None);
    while splitter.next_piece().unwrap().is_some() {}
    assert_eq!(
        splitter.around()[0]
            .at(&["channel", "language"])
            .unwrap()
            .text(),
        "en"
    );
    assert_eq!(splitter.fault(), None);
}

#[test]
fn records_without_their_ends_are_told_apart() {
    assert_eq!(
        titles("<rss><channel><item><title>1</title><item><title>2</title></channel></rss>"),
        [Some("1".to_owned()), Some("2".to_owned())]
    );
    let (pieces, _) = split_bytes(
        b"<a><item><title>1</title></a><item><title>2",
        None,
        Nested::Next,
    );
    let faults: Vec<_> = pieces
        .iter()
        .map(|p| p.outcome.as_ref().unwrap().fault)
        .collect();
    assert_eq!(faults, [Some(Fault::IllFormed), Some(Fault::Truncated)]);
}

#[test]
fn a_record_within_a_record_is_a_part_of_it_where_a_format_says_so() {
    let xml = b"<a><item><x><item>1</item></x>2</item><item>3</item></a>";
    let (pieces, _) = split_bytes(xml, None, Nested::Part);
    let texts: Vec<String> = pieces
        .iter()
        .map(|p| p.outcome.as_ref().unwrap().root.text())
        .collect();
    assert_eq!(texts, ["12", "3"]);
}

#[test]
fn encodings_are_read_as_declared_or_as_they_look() {
    let xml = "<a><item><title>Größe</title></item></a>";
    let utf16: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(xml.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin1: Vec<u8> = xml.chars().map(|c| c as u8).collect();
    let declared: Vec<u8> = b"<?xml version='1.0' encoding='iso-8859-1'?>"
        .iter()
        .chain(&latin1)
        .copied()
        .collect();
    for (bytes, charset) in [
        (xml.as_bytes(), None),
        (&utf16, None),
        (&utf16[2..], None),
        (&latin1, None),
        (&latin1, Some("windows-1252")),
        (&declared, Some("koi8-r")),
    ] {
        let (pieces, _) = split_bytes(bytes, charset, Nested::Next);
        let tree = pieces[0].outcome.as_ref().unwrap();
        assert_eq!(
            tree.root.child_line("title").as_deref(),
            Some("Größe"),
            "{charset:?}"
        );
        assert_eq!(
            &parse_bytes(bytes, charset, MAX_VALUES)
                .unwrap()
                .root
                .elements()
                .next()
                .unwrap()
                .text(),
            "Größe"
        );
    }
}

#[test]
fn what_is_ill_formed_is_read_as_far_as_it_goes_and_said() {
    for (xml, text) in [
        ("<a>Fish & chips</a>", "Fish & chips"),
        ("<a>1 < 2 &eacute; &bogus;</a>", "1 < 2 é &bogus;"),
        ("<a><b>x</a>", "x"),
        ("<a>x</b>y</a>", "xy"),
        ("<a>x<br>y</a>", "xy"),
        ("<a><b c=d e>x</b></a>", "x"),
        ("<a>x</a><b>y</b>", "x"),
        ("<a>x", "x"),
    ] {
        let tree = parse(xml).unwrap();
        assert_eq!(tree.root.text(), text, "{xml}");
        let sound = xml.contains("<br>");
        assert_eq!(tree.fault.is_none(), sound, "{xml}");
    }
    for none in ["", "rain", "<!-- a -->"] {
        assert_eq!(parse(none).unwrap_err().code(), "BAD_XML");
    }
}

#[test]
fn no_entity_of_a_doctype_is_expanded() {
    let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'><!ENTITY d SYSTEM 'file:///etc/hostname'>]><a x='&c;'>&c;&d;&#x41;&lt;</a>";
    let error = parse(bomb).unwrap_err();
    assert_eq!(error.code(), "UNSUPPORTED");
    assert!(error.to_string().contains("`&c;`"), "{error}");
    // What is not asked for does no harm, nor do the names of characters, whatever a doctype makes of them.
    let harmless = bomb
        .replace("<!ENTITY b", "<!ENTITY nbsp")
        .replace("&c;&d;", "&nbsp;&e;");
    let tree = parse(&harmless).unwrap();
    assert_eq!(tree.root.text(), "\u{a0}&e;A<");
    assert_eq!(tree.root.attr("x"), Some("&c;"));
    // Of a stream the records that ask are refused, and no others.
    let stream = format!(
        "{}<c><item>&c;</item><item>d</item></c>",
        &bomb[..bomb.find("<a").unwrap()]
    );
    let (pieces, _) = split_bytes(stream.as_bytes(), None, Nested::Next);
    assert_eq!(
        pieces[0].outcome.as_ref().unwrap_err().code(),
        "UNSUPPORTED"
    );
    assert_eq!(pieces[1].outcome.as_ref().unwrap().root.text(), "d");
}

#[test]
fn depth_and_values_are_bounded() {
    assert_eq!(parse(&"<a>".repeat(300)).unwrap_err().code(), "TOO_DEEP");
    assert!(parse(&"<a>".repeat(MAX_DEPTH)).is_ok());
    let many = format!("<a>{}</a>", "<b/>".repeat(MAX_VALUES));
    assert_eq!(parse(&many).unwrap_err().code(), "TOO_MANY_VALUES");
}

#[test]
fn a_record_that_is_too_large_costs_itself_only() {
    let large = "x".repeat(1 << 20);
    let paragraphs = format!("<p>{large}</p>").repeat(70);
    let xml = format!("<a><item>{paragraphs}</item><item>{large}</item></a>");
    let (pieces, _) = {
        let fields = FieldMap::default();
        let context = Context {
            fields: &fields,
            name: "x",
            url: None,
            charset: None,
            limits: Default::default(),
            beside: None,
        };
        let mut splitter =
            Splitter::new(Box::new(xml.as_bytes()), &context, &["item"], Nested::Next);
        let mut pieces = Vec::new();
        while let Some(piece) = splitter.next_piece().unwrap() {
            pieces.push(piece);
        }
        (pieces, ())
    };
    assert_eq!(pieces.len(), 2);
    assert_eq!(pieces[0].outcome.as_ref().unwrap_err().code(), "TOO_LARGE");
    assert!(pieces[0].head.starts_with(b"<item>"));
    assert_eq!(
        pieces[1].outcome.as_ref().unwrap().root.text().len(),
        1 << 20
    );
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic_and_slow_input_changes_nothing(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "<item>", "</item>", "<item/>", "<a b='", "\"", "'", ">", "<", "&", ";", "<![CDATA[", "]]>", "<!--", "-->",
            "<p>", "</p>", "é", " ", "x", "<?", "?>", "<!D[", "</a>", "<a xmlns:y='z'>", "&#65;", "\u{0}",
        ]), 0..60)
    ) {
        let xml = parts.concat();
        let _ = parse(&xml);
        let (slow, _) = split_bytes(xml.as_bytes(), None, Nested::Part);
        let fields = FieldMap::default();
        let context = Context { fields: &fields, name: "x", url: None, charset: None, limits: Default::default(),
 beside: None };
        let mut splitter = Splitter::new(Box::new(xml.as_bytes()), &context, &["item"], Nested::Part);
        let mut fast = Vec::new();
        while let Some(piece) = splitter.next_piece().unwrap() {
            fast.push(piece);
        }
        proptest::prop_assert_eq!(slow.len(), fast.len());
        for (slow, fast) in slow.iter().zip(&fast) {
            proptest::prop_assert_eq!(slow.byte, fast.byte);
            proptest::prop_assert_eq!(&slow.outcome, &fast.outcome);
        }
    }
}
