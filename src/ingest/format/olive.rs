//! Olive's XML of scanned newspapers (`XMD-entity`): an article a file, cut out of its pages.
//!
//! In comes a file; out comes its record. The format is undocumented; what its parts mean is read off them. Words are `W`; a
//! word that a line end or a quote parts is written in pieces (`Q`, `q`) and whole (`QW`); `NS="y"` says that no space
//! follows; a line with `P="S"` begins a paragraph. Dates are day first.

use serde_json::Value;

use super::xml::{Element, Tree, one_tree};
use super::{Context, Head, Input, Items};
use crate::article::{DateSource, Record};
use crate::date::{NumericOrder, PubDate};
use crate::ingest::archive::RecordError;

/// Whether an archive is such an article.
pub fn looks_like_olive(head: &Head) -> bool {
    head.root() == Some("XMD-entity")
}

/// The article of a file.
pub fn read_olive<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    one_tree(input, context, read)
}

fn read(tree: &Tree) -> Result<Record, RecordError> {
    let entity = &tree.root;
    match entity.attr("ENTITY_TYPE") {
        Some("Ad") => {
            return Err(RecordError::NotAnArticle {
                what: "an advertisement",
            });
        }
        Some("Picture") => return Err(RecordError::NotAnArticle { what: "a picture" }),
        _ => {}
    }
    if tree.fault == Some(super::xml::Fault::Truncated) {
        return Err(RecordError::Truncated { what: "an article" });
    }
    let empty = Element::default();
    let meta = entity.child("Meta").unwrap_or(&empty);
    let of = |name: &str| {
        entity
            .elements()
            .filter(move |element| element.local().starts_with(name.to_owned().as_str()))
            .flat_map(paragraphs)
            .collect::<Vec<_>>()
    };
    let headline = of("HedLine_hl").join(" ");
    let date = meta
        .attr_text("ISSUE_DATE")
        .and_then(|date| PubDate::parse_with(&date, NumericOrder::DayFirst));
    let ids = [entity.attr_text("DOC_UID"), entity.attr_text("ID")];
    let mut record = Record {
        id: Some(ids.into_iter().flatten().collect::<Vec<_>>().join("."))
            .filter(|id| !id.is_empty()),
        title: Some(headline)
            .filter(|title| !title.is_empty())
            .or_else(|| meta.attr_text("NAME"))
            .unwrap_or_default(),
        body: of("Content"),
        published: date,
        date_source: date.map(|_| DateSource::Field),
        source: meta.attr_text("PUBLICATION"),
        section: meta.attr_text("SECTION"),
        byline: Some(of("Byline").join(" ")).filter(|byline| !byline.is_empty()),
        lang: entity
            .attr_text("LANGUAGE")
            .map(|name| super::export::language_tag(&name)),
        ..Record::default()
    };
    for (key, value) in [
        ("page", entity.attr_text("PAGE_NO")),
        ("abstract", Some(of("Abstract").join("\n\n"))),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            record.extra.insert(key.to_owned(), Value::String(value));
        }
    }
    Ok(record)
}

/// The paragraphs of a part of an article.
fn paragraphs(part: &Element) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for block in part.descendants("Primitive") {
        let mut text = String::new();
        // Whether the pieces of the word at hand say that no space follows.
        let mut is_close = false;
        for element in block.elements() {
            match element.local() {
                "L" if element.attr("P") == Some("S") => paragraphs.push(std::mem::take(&mut text)),
                "Q" | "q" => is_close = element.attr("NS") == Some("y"),
                "W" | "QW" => {
                    text.push_str(element.text().trim());
                    let is_close = std::mem::take(&mut is_close) || element.attr("NS") == Some("y");
                    if !is_close {
                        text.push(' ');
                    }
                }
                _ => {}
            }
        }
        paragraphs.push(text);
    }
    let trimmed = paragraphs
        .into_iter()
        .map(|paragraph| paragraph.trim().to_owned());
    trimmed.filter(|paragraph| !paragraph.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::ingest::FieldMap;
    use crate::ingest::archive::Item;

    fn item(xml: &str) -> Item {
        let fields = FieldMap::default();
        let context = Context {
            fields: &fields,
            name: "Ar00101.xml",
            url: None,
            charset: None,
            limits: Default::default(),
            beside: None,
        };
        let mut items = read_olive(Box::new(Cursor::new(xml.as_bytes().to_vec())), &context);
        items
            .next()
            .expect("an item")
            .expect("memory does not fail")
    }

    const ARTICLE: &str = "<XMD-entity ENTITY_TYPE=\"Article\" DOC_UID=\"HGZ_02/01/1900\" PAGE_NO=\"1\" ID=\"Ar00101\" LANGUAGE=\"French\">
<Meta NAME=\"LE BAC\" PUBLICATION=\"HGZ\" SECTION=\"Front page\" ISSUE_DATE=\"02/01/1900\"/>
<HedLine_hl1><Primitive><L/><W>LE</W><W>BAC</W></Primitive></HedLine_hl1>
<Content><Primitive><L P=\"S\"/><W>Le</W><W NS=\"y\">bac</W><W>,</W><W>dit</W><Q>-</Q><q NS=\"y\">il</q><QW>dit-il</QW><W>,</W><L/><W>coula.</W><L P=\"S\"/><W>Fin.</W></Primitive></Content></XMD-entity>";

    #[test]
    fn an_article_is_put_together_from_its_words() {
        assert!(looks_like_olive(&Head::new(ARTICLE.into())));
        let record = item(ARTICLE).outcome.expect("a record");
        assert_eq!(record.id.as_deref(), Some("HGZ_02/01/1900.Ar00101"));
        assert_eq!(record.title, "LE BAC");
        assert_eq!(record.published, PubDate::parse("1900-01-02"));
        assert_eq!(record.lang.as_deref(), Some("fr"));
        assert_eq!(record.body, ["Le bac, dit dit-il, coula.", "Fin."]);
    }

    #[test]
    fn an_advertisement_is_no_article() {
        let xml = ARTICLE.replace("\"Article\"", "\"Ad\"");
        assert_eq!(
            item(&xml).outcome.expect_err("no article").code(),
            "NOT_AN_ARTICLE"
        );
        assert_eq!(
            item(&ARTICLE[..ARTICLE.len() - 30])
                .outcome
                .expect_err("cut")
                .code(),
            "TRUNCATED"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_harm(at in 0..ARTICLE.len(), junk in "[<>&/=\"' QWL]{0,12}") {
            let _ = item(&format!("{}{junk}{}", &ARTICLE[..at], &ARTICLE[at..]));
        }
    }
}
