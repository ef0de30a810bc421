//! DOCX: the `word/document.xml` of an export that was saved for a word processor.
//!
//! In comes that member of the package as a stream of XML (ECMA-376, part 1, WordprocessingML); its paragraphs become lines
//! of text, and those are read by the vendor's layout, or as one article. Deleted text, field codes and what stands beside
//! the running text (headers, notes) are no part of it.

mod package;

use std::io;

use super::super::xml::{Element, Nested, Node, Splitter};
use super::super::{Context, Head, Input, Items};
use super::{Unknown, of_text, one};
use crate::ingest::archive::{Item, RecordError};

/// Whether an archive is the document of a DOCX package.
pub fn looks_like_docx(head: &Head) -> bool {
    head.root()
        .is_some_and(|root| root == "w:document" || root == "document")
        && head
            .text()
            .is_some_and(|text| text.contains("wordprocessingml"))
}

/// Whether an archive is a DOCX package: a zip with the document among its first members.
pub fn looks_like_docx_package(head: &Head) -> bool {
    let bytes = head.bytes();
    bytes.starts_with(b"PK\x03\x04") && package::names_document(bytes)
}

/// The articles of a DOCX package, as [`read_docx`] has those of its document.
pub fn read_docx_package<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    match package::document(input) {
        Ok(Ok(document)) => read_docx(document, context),
        Ok(Err(error)) => one(Ok(Item::reject(None, 0, b"PK", error))),
        Err(error) => one(Err(error)),
    }
}

/// The articles of an export in DOCX; of any other document the one article that its text is. Lines and bytes of rejects are
/// those of its text.
pub fn read_docx<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    match text(input, context) {
        Ok(Ok(text)) => of_text(text, context, Unknown::Document),
        Ok(Err(error)) => one(Ok(Item::reject(None, 0, b"", error))),
        Err(error) => one(Err(error)),
    }
}

/// The text, with a blank line between paragraphs.
fn text(input: Input<'_>, context: &Context<'_>) -> io::Result<Result<String, RecordError>> {
    let mut splitter = Splitter::new(input, context, &["p"], Nested::Part);
    let mut text = String::new();
    while let Some(piece) = splitter.next_piece()? {
        match piece.outcome {
            Ok(tree) => add(&tree.root, &mut text),
            Err(error) => return Ok(Err(error)),
        }
        text.push_str("\n\n");
        if text.len() > context.limits.record {
            let limit = context.limits.record as u64;
            return Ok(Err(RecordError::TooLarge { limit }));
        }
    }
    // A package that was cut off loses articles at its end.
    Ok(match splitter.is_cut_off() {
        true => Err(RecordError::Truncated { what: "a document" }),
        false => Ok(text),
    })
}

fn add(element: &Element, text: &mut String) {
    for child in element.elements() {
        match child.local() {
            "t" => {
                for node in child.content() {
                    if let Node::Text(own) = node {
                        text.push_str(own);
                    }
                }
            }
            "tab" => text.push('\t'),
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('\u{2011}'),
            // The same again for older programs; what was deleted; a tab stop is no tab.
            "Fallback" | "del" | "moveFrom" | "pPr" | "rPr" | "instrText" => {}
            // A text box: paragraphs in a paragraph.
            "p" => {
                text.push('\n');
                add(child, text);
            }
            "r" if is_hidden(child) => {}
            _ => add(child, text),
        }
    }
}

/// Whether a run is marked as hidden.
fn is_hidden(run: &Element) -> bool {
    let mark = run.child("rPr").and_then(|marks| marks.child("vanish"));
    mark.is_some_and(|mark| {
        let value = mark.attr("w:val").or_else(|| mark.attr("val"));
        !matches!(value, Some("0" | "false" | "off"))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::date::PubDate;
    use crate::ingest::FieldMap;
    use crate::ingest::format::trial;

    const START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";

    fn items(xml: &str) -> Vec<Item> {
        trial::items(read_docx, xml)
    }

    fn document(paragraphs: &[&str]) -> String {
        let paragraphs: String = paragraphs.iter().map(|text| format!("<w:p><w:pPr><w:tab/></w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")).collect();
        format!("{START}{paragraphs}<w:sectPr/></w:body></w:document>")
    }

    #[test]
    fn hidden_words_are_left_out() {
        let run =
            |marks: &str, text: &str| format!("<w:r><w:rPr>{marks}</w:rPr><w:t>{text}</w:t></w:r>");
        let xml = format!(
            "{START}<w:p>{}{}{}</w:p></w:body></w:document>",
            run("<w:b/>", "The ferry "),
            run("<w:vanish/>", "secretly "),
            run("<w:vanish w:val=\"0\"/>", "sank.")
        );
        let record = items(&xml).remove(0).outcome.expect("an article");
        assert_eq!(record.body, ["The ferry sank."]);
    }

    const EXPORT: [&str; 10] = [
        "Ferry sinks &amp; rises",
        "The Harbour Gazette",
        "December 17, 2015 Thursday",
        "Copyright 2015 Gazette",
        "Length:\u{a0}41 words",
        "Body",
        "The ferry sank at noon.",
        "Nobody was hurt.",
        "Load-Date:\u{a0}December 18, 2015",
        "End of Document",
    ];

    #[test]
    fn an_export_in_docx_is_read_by_its_layout() {
        let twice: Vec<&str> = EXPORT.into_iter().chain(EXPORT).collect();
        let xml = document(&twice);
        assert!(looks_like_docx(&Head::new(xml.clone().into_bytes())));
        let items = items(&xml);
        assert_eq!(items.len(), 2);
        let first = items[0].outcome.as_ref().expect("a record");
        assert_eq!(first.title, "Ferry sinks & rises");
        assert_eq!(first.source.as_deref(), Some("The Harbour Gazette"));
        assert_eq!(first.published, PubDate::parse("2015-12-17"));
        assert_eq!(first.body, ["The ferry sank at noon.\n\nNobody was hurt."]);
    }

    #[test]
    fn any_other_document_is_one_article() {
        let xml = document(&[
            "Ferry raised",
            "By Ann Miner",
            "The ferry was raised with two cranes while hundreds of people watched from the quay.",
        ]);
        let items = items(&xml);
        assert_eq!(items.len(), 1);
        assert!(
            items[0].outcome.as_ref().expect("a record").body[0]
                .starts_with("The ferry was raised")
        );
    }

    #[test]
    fn text_that_was_deleted_or_stands_twice_is_read_once() {
        let xml = format!(
            "{START}<w:p><w:del><w:r><w:delText>No</w:delText></w:r></w:del><mc:AlternateContent><mc:Choice><w:r><w:t>Yes</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>Yes</w:t></w:r></mc:Fallback></mc:AlternateContent><w:r><w:br/><w:tab/><w:t>so</w:t></w:r></w:p></w:body></w:document>"
        );
        let fields = FieldMap::default();
        let context = Context {
            fields: &fields,
            name: "",
            url: None,
            charset: None,
            limits: Default::default(),
            beside: None,
        };
        let text = text(Box::new(Cursor::new(xml.into_bytes())), &context)
            .expect("memory")
            .expect("text");
        assert_eq!(text, "Yes\n\tso\n\n");
    }

    #[test]
    fn a_document_that_is_cut_off_is_said_to_be() {
        let xml = document(&EXPORT);
        let cut = &xml[..xml.len() - 40];
        assert_eq!(
            items(cut)[0].outcome.as_ref().expect_err("cut").code(),
            "TRUNCATED"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_harm(at in 0..1000usize, junk in "[<>&/w:pt ]{0,12}") {
            let xml = document(&EXPORT);
            let at = xml.floor_char_boundary(at);
            let _ = items(&format!("{}{junk}{}", &xml[..at], &xml[at..]));
        }
    }
}
