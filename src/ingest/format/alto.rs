//! ALTO, the text of a scanned page as libraries keep it: a page, a record.
//!
//! In comes a file of any version of ALTO (<https://www.loc.gov/standards/alto/>), with or without a namespace; out comes one
//! record, a paragraph for each text block, in the order of the file. Words that a line end cut in two are whole again: as
//! `SUBS_CONTENT` says, or where an element says that the hyphen is no part of the word. ALTO knows nothing of headlines,
//! dates or newspapers; METS does, where there is one. Blocks are read one after another, so that a page of fine print is no
//! more than a page.

use std::io;

use serde_json::Value;

use super::xml::{Element, Nested, Splitter};
use super::{Context, Head, Input, Items};
use crate::article::Record;
use crate::ingest::archive::{Item, RecordError};

/// The format's name: its files may be read with another.
pub const ALTO: &str = "alto";

/// Whether an archive is a page in ALTO.
pub fn looks_like_alto(head: &Head) -> bool {
    head.root()
        .is_some_and(|root| root.rsplit(':').next() == Some("alto"))
}

/// The page of a file in ALTO.
pub fn read_alto<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    let item = Page::read(input, context).map(|outcome| match outcome {
        Ok(page) => Item::record(None, 0, page.into_record()),
        Err(error) => Item::reject(None, 0, b"<alto>", error),
    });
    Box::new(std::iter::once(item))
}

/// The text of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The blocks, in their order.
    pub blocks: Vec<Block>,
    image: Option<String>,
    lang: Option<String>,
}

/// A block of text.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Its id, and those of the blocks that it is a part of.
    pub ids: Vec<String>,
    /// Its text, on one line.
    pub text: String,
    /// Whether it ends in the middle of a word, which the next block of the text goes on with.
    pub is_cut: bool,
}

/// Adds the text of a block to those before it: as a paragraph, or as the rest of one that ended in the middle of a word.
pub(super) fn add_block(paragraphs: &mut Vec<String>, was_cut: bool, text: &str) {
    match paragraphs.last_mut() {
        Some(last) if was_cut => last.push_str(text),
        _ => paragraphs.push(text.to_owned()),
    }
}

impl Page {
    /// Reads a file of ALTO.
    pub fn read(input: Input<'_>, context: &Context<'_>) -> io::Result<Result<Self, RecordError>> {
        let mut splitter = Splitter::new(input, context, &["TextBlock"], Nested::Part);
        let mut page = Self::default();
        let mut length = 0;
        while let Some(piece) = splitter.next_piece()? {
            let tree = match piece.outcome {
                Ok(tree) => tree,
                Err(error) => return Ok(Err(error)),
            };
            let block = &tree.root;
            let (text, is_cut) = block_text(block);
            length += text.len();
            if length > context.limits.record {
                let limit = context.limits.record as u64;
                return Ok(Err(RecordError::TooLarge { limit }));
            }
            page.lang = page
                .lang
                .take()
                .or_else(|| block.attr_text("LANG"))
                .or_else(|| block.attr_text("language"));
            let around = splitter.around().iter();
            let around = around.filter(|element| element.local() == "ComposedBlock");
            let ids = std::iter::once(block).chain(around);
            page.blocks.push(Block {
                ids: ids.filter_map(|element| element.attr_text("ID")).collect(),
                text,
                is_cut,
            });
        }
        if splitter.is_cut_off() {
            return Ok(Err(RecordError::Truncated { what: "a page" }));
        }
        page.image = splitter.around().iter().find_map(|element| {
            let name = element.descendant("fileName")?;
            name.line()
        });
        Ok(Ok(page))
    }

    fn into_record(self) -> Record {
        let mut body = Vec::new();
        let mut was_cut = false;
        for block in self.blocks.iter().filter(|block| !block.text.is_empty()) {
            add_block(&mut body, was_cut, &block.text);
            was_cut = block.is_cut;
        }
        let mut record = Record {
            body,
            lang: self.lang,
            ..Record::default()
        };
        if let Some(image) = self.image {
            record
                .extra
                .insert("image".to_owned(), Value::String(image));
        }
        record
    }
}

/// The text of a block on one line, and whether it ends in the middle of a word.
fn block_text(block: &Element) -> (String, bool) {
    let mut text = String::new();
    // Some files write no spaces: words are apart then, and signs are not.
    let has_spaces = block.descendants("SP").next().is_some();
    // Set where a line ended in the middle of a word.
    let mut inside_word = false;
    for line in block.descendants("TextLine") {
        let mut at_start = true;
        for element in line.elements() {
            match element.local() {
                "String" => {
                    let word = match word(element) {
                        Some(Word::Whole(word)) => word,
                        Some(Word::End(signs)) => {
                            text.push_str(&signs);
                            at_start = false;
                            continue;
                        }
                        None => continue,
                    };
                    let is_rest = at_start && std::mem::take(&mut inside_word);
                    let is_apart = at_start || !has_spaces && word.contains(char::is_alphanumeric);
                    if is_apart && !is_rest && !text.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(&word);
                    at_start = false;
                }
                "SP" if !at_start && !text.ends_with(' ') => text.push(' '),
                // A hyphen that the printer put there; if the word stands whole elsewhere, it was read so.
                "HYP" => inside_word = !has_whole_last(line),
                _ => {}
            }
        }
        for hyphen in ['\u{ad}', '¬'] {
            if let Some(start) = text.strip_suffix(hyphen) {
                text.truncate(start.len());
                inside_word = true;
            }
        }
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (text, inside_word)
}

/// What a `String` stands for.
enum Word {
    Whole(String),
    /// The end of a word that was read whole: the signs behind it.
    End(String),
}

fn word(string: &Element) -> Option<Word> {
    let content = string.attr_text("CONTENT");
    let is_sign = |c: char| !c.is_alphanumeric();
    // Some write the signs around a cut word into what it is as a whole, some do not.
    match (string.attr("SUBS_TYPE"), string.attr_text("SUBS_CONTENT")) {
        (Some("HypPart1"), Some(whole)) => {
            let content = content.unwrap_or_default();
            let signs = &content[..content.len() - content.trim_start_matches(is_sign).len()];
            Some(Word::Whole(match whole.starts_with(signs) {
                true => whole,
                false => format!("{signs}{whole}"),
            }))
        }
        (Some("HypPart2"), Some(whole)) => {
            let content = content.unwrap_or_default();
            let signs = &content[content.trim_end_matches(is_sign).len()..];
            let signs = if whole.ends_with(signs) { "" } else { signs };
            Some(Word::End(signs.to_owned()))
        }
        _ => content.map(Word::Whole),
    }
}

/// Whether the last word of a line was read whole.
fn has_whole_last(line: &Element) -> bool {
    line.children("String").next_back().is_some_and(|string| {
        string.attr("SUBS_TYPE") == Some("HypPart1") && string.attr("SUBS_CONTENT").is_some()
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::ingest::FieldMap;

    fn item(xml: &str) -> Item {
        let fields = FieldMap::default();
        let context = Context {
            fields: &fields,
            name: "page.xml",
            url: None,
            charset: None,
            limits: Default::default(),
            beside: None,
        };
        let mut items = read_alto(Box::new(Cursor::new(xml.as_bytes().to_vec())), &context);
        items
            .next()
            .expect("an item")
            .expect("memory does not fail")
    }

    const PAGE: &str = "<?xml version=\"1.0\"?><alto xmlns=\"http://www.loc.gov/standards/alto/ns-v3#\"><Description><sourceImageInformation><fileName>p1.tif</fileName></sourceImageInformation></Description>
<Layout><Page ID=\"P1\"><PrintSpace><ComposedBlock>
<TextBlock ID=\"B1\" LANG=\"en\">
<TextLine><String CONTENT=\"The\"/><SP/><String CONTENT=\"bathing-\" SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"bathing-machine\"/><HYP CONTENT=\"-\"/></TextLine>
<TextLine><String CONTENT=\"machine,\" SUBS_TYPE=\"HypPart2\" SUBS_CONTENT=\"bathing-machine\"/><SP/><String CONTENT=\"went\"/></TextLine>
<TextLine><String CONTENT=\"to\"/><SP/><String CONTENT=\"har\"/><HYP CONTENT=\"-\"/></TextLine>
<TextLine><String CONTENT=\"bour\"/><SP/><String CONTENT=\"and\"/><SP/><String CONTENT=\"sta\u{ad}\"/></TextLine>
<TextLine><String CONTENT=\"yed &amp; sank.\"/></TextLine>
</TextBlock></ComposedBlock><TextBlock ID=\"B2\"><TextLine><String CONTENT=\"Second\"/><String CONTENT=\".\"/></TextLine></TextBlock><TextBlock/></PrintSpace></Page></Layout></alto>";

    #[test]
    fn a_page_is_a_record_and_cut_words_are_whole() {
        assert!(looks_like_alto(&Head::new(PAGE.into())));
        let record = item(PAGE).outcome.expect("a record");
        assert_eq!(
            record.body,
            [
                "The bathing-machine, went to harbour and stayed & sank.",
                "Second."
            ]
        );
        assert_eq!(record.lang.as_deref(), Some("en"));
        assert_eq!(record.extra["image"], "p1.tif");
    }

    #[test]
    fn without_a_space_in_the_whole_block_words_are_apart() {
        let words = ["Ferry", "sank", ",", "all", "saved"]
            .map(|word| format!("<String CONTENT=\"{word}\"/>"))
            .concat();
        let page = format!("<alto><TextBlock><TextLine>{words}</TextLine></TextBlock></alto>");
        let record = item(&page).outcome.expect("a record");
        assert_eq!(record.body, ["Ferry sank, all saved"]);
    }

    /// The last line of a column may end in the middle of a word too.
    #[test]
    fn a_word_that_two_blocks_share_is_whole() {
        let page = "<alto><Layout><TextBlock ID=\"B1\"><TextLine><String CONTENT=\"The har\"/><HYP CONTENT=\"-\"/></TextLine></TextBlock>\
            <TextBlock/><TextBlock ID=\"B2\"><TextLine><String CONTENT=\"bour froze.\"/></TextLine></TextBlock>\
            <TextBlock><TextLine><String CONTENT=\"Next.\"/></TextLine></TextBlock></Layout></alto>";
        let record = item(page).outcome.expect("a record");
        assert_eq!(record.body, ["The harbour froze.", "Next."]);
    }

    #[test]
    fn a_page_that_is_cut_off_is_said_to_be() {
        let error = item(&PAGE[..PAGE.len() - 50]).outcome.expect_err("cut");
        assert_eq!(error.code(), "TRUNCATED");
    }

    #[test]
    fn a_page_of_many_words_is_read() {
        let words = "<String ID=\"s\" HPOS=\"1\" VPOS=\"1\" WIDTH=\"1\" HEIGHT=\"1\" WC=\"1\" CONTENT=\"x\"/><SP WIDTH=\"1\" HPOS=\"1\" VPOS=\"1\"/>".repeat(50);
        let block = format!("<TextBlock><TextLine>{words}</TextLine></TextBlock>").repeat(600);
        let record = item(&format!("<alto><Layout>{block}</Layout></alto>"))
            .outcome
            .expect("a record");
        assert_eq!(record.body.len(), 600);
    }

    proptest! {
        #[test]
        fn no_bytes_harm(at in 0..PAGE.len(), junk in "[<>&/=\"' a-c]{0,12}") {
            let at = PAGE.floor_char_boundary(at);
            let _ = item(&format!("{}{junk}{}", &PAGE[..at], &PAGE[at..]));
        }
    }
}
