//! The Washington Post collection of TREC: a record whose text is a list of typed pieces under `contents`.
//!
//! The pieces are as the collection's page at NIST describes them: `kicker` (the section), `title`, `byline`, `date`,
//! `sanitized_html` (a paragraph), `image`, `author_info` and others. The record's own keys say what they are.

use serde_json::Value;

use super::{Guess, Object, Shaped};
use crate::ingest::archive::RecordError;
use crate::ingest::format::json::keys::Target;
use crate::ingest::markup;

pub(super) fn is(object: &Object) -> bool {
    let is_text = |piece: &Value| {
        piece
            .get("type")
            .is_some_and(|kind| kind == "sanitized_html")
    };
    matches!(object.0.get("contents"), Some(Value::Array(pieces)) if pieces.iter().any(is_text))
}

pub(super) fn read(object: &mut Object, _around: &Object) -> Result<Shaped, RecordError> {
    let mut shaped = Shaped {
        guess: Guess::Rest,
        ..Shaped::default()
    };
    let Some(Value::Array(pieces)) = object.0.shift_remove("contents") else {
        return Ok(shaped);
    };
    let (mut body, mut kept, mut section) = (Vec::new(), Vec::new(), None);
    for piece in pieces {
        let kind = piece
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        match (kind, piece.get("content").and_then(Value::as_str)) {
            ("sanitized_html", Some(html)) => body.extend(markup::paragraphs(html)),
            ("kicker", Some(kicker)) if section.is_none() => section = Some(kicker.to_owned()),
            // The record has these under keys of its own.
            ("title" | "byline" | "date", _) => {}
            _ if piece.is_null() => {}
            _ => kept.push(piece),
        }
    }
    shaped.list(Target::Body, "contents.body", body);
    shaped.text(
        Target::Section,
        section.map(|section| ("contents.kicker".to_owned(), section)),
    );
    if !kept.is_empty() {
        object.0.insert("contents".to_owned(), Value::Array(kept));
    }
    Ok(shaped)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use serde_json::json;

    use crate::article::Record;
    use crate::date::PubDate;
    use crate::ingest::FieldMap;
    use crate::ingest::format::Context;
    use crate::ingest::format::json::read_json;

    fn record(json: &serde_json::Value) -> Record {
        let fields = FieldMap::default();
        let context = Context {
            fields: &fields,
            name: "wapo.jl",
            url: None,
            charset: None,
            limits: Default::default(),
            beside: None,
        };
        let input = Box::new(Cursor::new(json.to_string().into_bytes()));
        let mut items = read_json(input, &context);
        items
            .next()
            .expect("an item")
            .expect("memory")
            .outcome
            .expect("a record")
    }

    #[test]
    fn the_pieces_of_a_record_are_its_text() {
        let record = record(&json!({
            "id": "abc-1", "article_url": "https://news.example/ferry", "title": "Ferry sinks", "author": "Ann Miner",
            "published_date": 1_450_366_200_000_i64, "type": "article", "source": "The Post",
            "contents": [
                {"content": "Local", "mime": "text/plain", "type": "kicker"},
                {"content": "Ferry sinks", "type": "title"},
                {"content": 1_450_366_200_000_i64, "type": "date"},
                {"fullcaption": "A ferry", "type": "image"},
                {"content": "The <b>ferry</b> sank.", "subtype": "paragraph", "type": "sanitized_html"},
                {"content": "Nobody was hurt.", "subtype": "paragraph", "type": "sanitized_html"},
                null
            ]
        }));
        assert_eq!(record.title, "Ferry sinks");
        assert_eq!(record.body, ["The ferry sank.", "Nobody was hurt."]);
        assert_eq!(record.section.as_deref(), Some("Local"));
        assert_eq!(record.byline.as_deref(), Some("Ann Miner"));
        assert_eq!(record.published, PubDate::from_epoch(1_450_366_200));
        assert_eq!(record.extra["contents"][0]["type"], "image");
    }

    #[test]
    fn other_lists_stay_as_they_are() {
        let json = json!({"title": "x", "contents": [{"type": "image"}, 1]});
        assert_eq!(record(&json).extra["contents"], json["contents"]);
    }
}
