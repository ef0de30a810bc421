//! The searchable fields of an article, and the text that each of them is.
//!
//! Both paths need this: the index to write the terms, `search::matching` to find the same words again in one article.

use std::borrow::Cow;

use super::analyzer::{Analysis, LEAD_BEGINS, LEAD_ENDS, Opens, Scanner, TEXT_BEGINS};
use crate::article::Article;

/// A field a query can name. A word without one is looked for in [`Field::Text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Title and body.
    Text,
    /// The headline.
    Title,
    /// How the story opens: its first sentences, until [`LEAD_WORDS`] words are told.
    Lead,
    /// Publication or agency.
    Source,
    /// Section or breadcrumb.
    Section,
    /// Who wrote it.
    Byline,
    /// Where it was written from.
    Place,
    /// Keywords and topics.
    Tag,
    /// Language.
    Lang,
    /// Address.
    Url,
}

/// A lead ends with the sentence that brings it to this many words: what a wire service puts above the fold.
pub const LEAD_WORDS: u32 = 50;

impl Field {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Text,
        Self::Title,
        Self::Lead,
        Self::Source,
        Self::Section,
        Self::Byline,
        Self::Place,
        Self::Tag,
        Self::Lang,
        Self::Url,
    ];

    /// Its name in queries; empty for title and body together.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "",
            Self::Title => "title",
            Self::Lead => "lead",
            Self::Source => "source",
            Self::Section => "section",
            Self::Byline => "byline",
            Self::Place => "place",
            Self::Tag => "tag",
            Self::Lang => "lang",
            Self::Url => "url",
        }
    }

    /// The field called so, other people's words for it included.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "title" | "headline" | "hd" | "hed" | "ti" => Self::Title,
            "lead" => Self::Lead,
            "source" | "publication" | "agency" | "pub" => Self::Source,
            "section" => Self::Section,
            "byline" | "author" | "by" | "au" => Self::Byline,
            "place" | "dateline" => Self::Place,
            "tag" | "tags" | "topic" => Self::Tag,
            "lang" | "language" => Self::Lang,
            "url" | "domain" | "link" => Self::Url,
            _ => return None,
        })
    }

    /// How its words become terms.
    pub fn analysis(self) -> Analysis {
        match self {
            Self::Text | Self::Title | Self::Lead => Analysis::Text,
            _ => Analysis::Names,
        }
    }

    /// The position of its first word. Below it, in [`Field::Text`], stand the copies that weigh in ranking: they answer
    /// plain words and phrases, and are invisible to everything that counts or measures. The lead is a stretch of the text.
    pub fn first_position(self) -> u32 {
        match self {
            Self::Text | Self::Lead => 128,
            _ => 0,
        }
    }

    /// The body of an article, paragraphs divided by line breaks.
    pub(super) fn body(article: &Article) -> String {
        let mut body = String::with_capacity(article.body.iter().map(|p| p.len() + 1).sum());
        for (number, part) in article.body.iter().enumerate() {
            if number > 0 {
                body.push('\n');
            }
            body.push_str(&paragraph(part));
        }
        body
    }

    /// Its text in an article, paragraphs divided by line breaks.
    pub fn text(self, article: &Article) -> Cow<'_, str> {
        let optional = |text: &'_ Option<String>| -> Cow<'_, str> {
            Cow::Owned(
                text.as_deref()
                    .map(paragraph)
                    .unwrap_or_default()
                    .into_owned(),
            )
        };
        match self {
            Self::Text => {
                let mut text = paragraph(&article.title).into_owned();
                text.push('\n');
                text.push_str(&Self::body(article));
                Cow::Owned(text)
            }
            Self::Title => paragraph(&article.title),
            Self::Lead => {
                let mut text = Self::body(article);
                text.truncate(lead_end(&text));
                Cow::Owned(text)
            }
            Self::Source => optional(&article.source),
            Self::Section => optional(&article.section),
            Self::Byline => optional(&article.byline),
            Self::Place => optional(&article.place),
            Self::Tag => Cow::Owned(
                article
                    .tags
                    .iter()
                    .map(|t| paragraph(t))
                    .collect::<Vec<_>>()
                    .join("\n"),
            ),
            Self::Lang => optional(&article.lang),
            Self::Url => optional(&article.url),
        }
    }
}

/// One paragraph of a field's text: the scanner's own signs mean nothing in an article.
pub(super) fn paragraph(text: &str) -> Cow<'_, str> {
    const SIGNS: [char; 4] = [TEXT_BEGINS, LEAD_BEGINS, LEAD_ENDS, '\n'];
    let bytes = text.as_bytes();
    let signs = memchr::memchr3(TEXT_BEGINS as u8, LEAD_BEGINS as u8, LEAD_ENDS as u8, bytes);
    if signs.is_some() || memchr::memchr(b'\n', bytes).is_some() {
        Cow::Owned(text.replace(SIGNS, " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// Where the lead of a body ends, in bytes of its paragraphs divided by line breaks.
pub(super) fn lead_end(body: &str) -> usize {
    let mut scanner = Scanner::new(body, 0);
    let mut words = 0;
    while let Some(chunk) = scanner.advance() {
        if words >= LEAD_WORDS && chunk.opens != Opens::Nothing {
            return body[..chunk.range().start].trim_end().len();
        }
        words += 1;
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_names_its_field() {
        for field in Field::ALL.into_iter().filter(|f| *f != Field::Text) {
            assert_eq!(Field::named(field.name()), Some(field));
        }
    }

    #[test]
    fn a_lead_is_whole_sentences_until_fifty_words() {
        let sentence = "One two three four five six seven eight nine ten. ";
        let body = format!(
            "{}\n{}",
            sentence.repeat(3).trim(),
            sentence.repeat(4).trim()
        );
        let lead = &body[..lead_end(&body)];
        assert_eq!(lead.split_whitespace().count(), 50);
        assert!(lead.ends_with("ten.") && lead.contains('\n'));
    }

    #[test]
    fn a_long_first_sentence_is_a_lead_of_its_own() {
        let body = "word ".repeat(80) + "end. Next sentence.";
        assert!(body[..lead_end(&body)].ends_with("end."));
    }
}
