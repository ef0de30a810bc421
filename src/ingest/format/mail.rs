//! Mail: a mailbox (mbox) of newsletters and releases, or one message (EML).
//!
//! In comes a stream; out comes a record for each message: its subject, its date, who sent it, and its text, plain where it
//! has one that is more than a remark, else that of its HTML. Attachments are counted and not read, and a message within a
//! message is one. The formats are RFC 4155 (with the `>From ` of mboxrd undone), RFC 5322 and MIME (RFC 2045 to 2047). It
//! is read here and not by a crate because the one there is nests messages as deep as a message says, and so overflows the
//! stack when they are dropped. Invariant: time and memory are linear in the message, however its parts are nested.

mod headers;
mod parts;
mod transfer;

use serde_json::Value;

use super::blocks::{self, Block, Cut, Layout, Line};
use super::{Context, Head, Input, Items, one_record};
use crate::article::{DateSource, Record};
use crate::date::PubDate;
use crate::ingest::archive::RecordError;
use crate::ingest::markup;
use headers::Headers;
use parts::Texts;

/// What may stand in the first lines of a message.
const KNOWN: &str = "from to subject date message-id received return-path delivered-to mime-version reply-to sender cc \
                     content-type list-id newsgroups path references in-reply-to x-mailer organization lines precedence";

/// Whether an archive is a mailbox.
pub fn looks_like_mbox(head: &Head) -> bool {
    let mut lines = head.bytes().split(|byte| *byte == b'\n');
    lines.next().is_some_and(is_from_line)
        && lines.take(3).any(|line| headers::name_of(line).is_some())
}

/// Whether an archive is one message.
pub fn looks_like_mail(head: &Head) -> bool {
    let bytes = without_blanks(head.bytes());
    let (headers, _) = Headers::read(bytes);
    let known = KNOWN
        .split_whitespace()
        .filter(|name| headers.raw(name).is_some())
        .count();
    // Nobody but a mail program writes these, and nobody else puts an address behind `From:`.
    let is_sure = [
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "newsgroups",
    ]
    .iter()
    .any(|name| headers.raw(name).is_some())
        || headers.raw("from").is_some_and(|from| from.contains(&b'@'));
    let begins = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .is_some_and(|line| headers::name_of(line).is_some());
    begins && is_sure && known >= 2 && headers.raw("from").is_some()
}

/// The messages of a mailbox.
pub fn read_mbox<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    blocks::items(input, context, Mailbox)
}

/// The record of a message.
pub fn read_mail<'a>(input: Input<'a>, context: &'a Context<'a>) -> Items<'a> {
    one_record(input, context, |bytes| {
        message(without_blanks(bytes), context.charset)
    })
}

/// A message without the blank lines that some programs save above it.
fn without_blanks(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let blank = bytes.len() - bytes.trim_ascii_start().len();
    let first = memchr::memrchr(b'\n', &bytes[..blank]).map_or(0, |at| at + 1);
    &bytes[first..]
}

struct Mailbox;

impl Layout for Mailbox {
    fn cut(&self, line: Line<'_>) -> Cut {
        match line.after_blank && is_from_line(line.bytes) {
            true => Cut::Before,
            false => Cut::Within,
        }
    }

    fn read(&mut self, block: &Block<'_>) -> Option<Result<Record, RecordError>> {
        let end = memchr::memchr(b'\n', block.bytes).map_or(block.bytes.len(), |at| at + 1);
        let (first, rest) = block.bytes.split_at(end);
        if !is_from_line(first) {
            return Some(Err(RecordError::Malformed {
                format: "mbox",
                reason: "lines before the first message".to_owned(),
            }));
        }
        Some(message(&without_quotes(rest), None))
    }
}

/// `From sender@example.org Thu Dec 17 16:44:36 2015`: a word, a time and a year.
fn is_from_line(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else {
        return false;
    };
    let rest = rest.trim_ascii();
    let has_time = rest.windows(5).any(|w| {
        w[0].is_ascii_digit()
            && w[1].is_ascii_digit()
            && w[2] == b':'
            && w[3].is_ascii_digit()
            && w[4].is_ascii_digit()
    });
    let has_year = rest.windows(4).any(|w| {
        (w.starts_with(b"19") || w.starts_with(b"20")) && w.iter().all(u8::is_ascii_digit)
    });
    rest.len() < 300 && has_time && has_year
}

/// A mailbox puts a `>` before a line of a text that would begin a message.
fn without_quotes(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        let is_quoted = marks > 0 && line[marks..].starts_with(b"From ");
        out.extend_from_slice(if is_quoted { &line[1..] } else { line });
    }
    out
}

fn message(bytes: &[u8], charset: Option<&str>) -> Result<Record, RecordError> {
    let (headers, body) = Headers::read(bytes);
    if headers.is_empty() {
        return Err(RecordError::Malformed {
            format: "mail",
            reason: "a message without headers".to_owned(),
        });
    }
    let mut texts = Texts::default();
    parts::walk(&headers, body, &mut texts);
    let from = headers.text("from").map(|from| sender(&from));
    let (name, address) = from.map_or((None, None), |(name, address)| (name, address));
    let mut record = Record {
        id: headers
            .text("message-id")
            .map(|id| id.trim_matches(['<', '>']).to_owned()),
        title: headers.text("subject").unwrap_or_default(),
        published: headers.text("date").and_then(|date| PubDate::parse(&date)),
        source: name.or_else(|| address.clone()),
        lang: headers
            .text("content-language")
            .and_then(|tags| tags.split(',').next().map(|tag| tag.trim().to_owned())),
        tags: headers.text("keywords").map_or_else(Vec::new, |list| {
            list.split(',')
                .map(|tag| tag.trim().to_owned())
                .filter(|tag| !tag.is_empty())
                .collect()
        }),
        body: body_of(&texts, charset)?,
        ..Record::default()
    };
    record.date_source = record.published.as_ref().map(|_| DateSource::Field);
    let mut keep = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            record.extra.insert(key.to_owned(), Value::String(value));
        }
    };
    keep("from", address);
    for name in ["to", "list-id", "newsgroups", "organization"] {
        keep(name, headers.text(name));
    }
    if record.published.is_none() {
        keep("date", headers.text("date"));
    }
    if texts.attachments > 0 {
        record
            .extra
            .insert("attachments".to_owned(), texts.attachments.into());
    }
    Ok(record)
}

/// The name and the address in `Morning Ledger <news@ledger.example>`, `news@ledger.example (Morning Ledger)`.
fn sender(from: &str) -> (Option<String>, Option<String>) {
    let some = |text: &str| {
        Some(text.trim().trim_matches(['"', '\'']).trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    if let Some((name, rest)) = from.split_once('<') {
        return (some(name), some(rest.split('>').next().unwrap_or_default()));
    }
    match from.split_once('(') {
        Some((address, name)) => (some(name.trim_end().trim_end_matches(')')), some(address)),
        None if from.contains('@') => (None, some(from)),
        None => (some(from), None),
    }
}

/// A plain text shorter than this may be a remark such as "your program cannot show this message".
const REMARK: usize = 300;

/// The text of a message: plain, unless that is a remark beside a text in HTML.
fn body_of(texts: &Texts, charset: Option<&str>) -> Result<Vec<String>, RecordError> {
    let mut plain = Vec::new();
    for part in &texts.plain {
        plain.push(part.text(charset)?);
    }
    let length: usize = plain.iter().map(|text| text.trim().len()).sum();
    if texts.html.is_empty() || length >= REMARK {
        return Ok(plain);
    }
    let mut html = Vec::new();
    for part in &texts.html {
        html.extend(markup::paragraphs(&part.text(charset)?));
    }
    let longer = html.iter().map(String::len).sum::<usize>() > length;
    Ok(if longer { html } else { plain })
}

#[cfg(test)]
mod tests;
