//! WARC 0.17 to 1.1 (ISO 28500:2017): a head like that of a mail, and a block.

use std::io;

use super::http::Media;
use super::line::{Line, text};
use super::{Block, Capture, Format, Stream, malformed};
use crate::ingest::archive::RecordError;
use crate::ingest::container::Passed;
use crate::ingest::container::kind::is_warc;

/// The longest head of a record, in bytes.
const MAX_HEAD: u64 = 256 << 10;

/// The format.
pub struct Warc;

/// What a head says.
#[derive(Default)]
struct Said {
    kind: String,
    url: String,
    date: Option<String>,
    media: Option<String>,
    length: Option<u64>,
    is_segment: bool,
}

impl Format for Warc {
    const NAME: &'static str = "warc";
    const WHAT: &'static str = "a WARC record";

    fn is_start(line: &[u8]) -> bool {
        is_warc(line)
    }

    fn head(&mut self, _: &[u8], input: &mut Stream<'_>) -> io::Result<Capture> {
        let mut said = Said::default();
        let mut line = Line::default();
        let mut left = MAX_HEAD;
        let mut folded = (Vec::new(), Vec::new());
        loop {
            let length = input.line(&mut line)?;
            if length == 0 {
                return Err(super::broken(RecordError::Truncated { what: Self::WHAT }));
            }
            if line.is_blank() {
                break;
            }
            left = left
                .checked_sub(length)
                .ok_or_else(|| malformed::<Self>("a head without an end"))?;
            let is_folded = line.bytes().starts_with(b" ") || line.bytes().starts_with(b"\t");
            match line.header().filter(|_| !is_folded) {
                Some((name, value)) => {
                    folded = (name.to_vec(), value.to_vec());
                    said.take(name, value);
                }
                // RFC 5322, 2.2.3: a value goes on in a line that begins with a blank.
                None if is_folded && !folded.0.is_empty() => {
                    if !folded.1.is_empty() {
                        folded.1.push(b' ');
                    }
                    folded.1.extend_from_slice(line.bytes().trim_ascii());
                    said.take(&folded.0, &folded.1);
                }
                None => {}
            }
        }
        let length = said
            .length
            .ok_or_else(|| malformed::<Self>("a record without a length"))?;
        Ok(Capture {
            block: said.block(),
            url: said.url,
            date: said.date,
            length,
        })
    }
}

impl Said {
    fn take(&mut self, name: &[u8], value: &[u8]) {
        match name.to_ascii_lowercase().as_slice() {
            b"warc-type" => self.kind = text(value).to_ascii_lowercase(),
            // Some writers put the address into the brackets that the standard once showed.
            b"warc-target-uri" => {
                let value = text(value);
                let inner = value.strip_prefix('<').and_then(|v| v.strip_suffix('>'));
                self.url = inner.unwrap_or(&value).to_owned();
            }
            b"warc-date" => self.date = Some(text(value)).filter(|date| !date.is_empty()),
            b"content-type" => self.media = Some(text(value)),
            b"content-length" => {
                self.length = text(value)
                    .parse::<u64>()
                    .ok()
                    .filter(|length| length >> 62 == 0);
            }
            b"warc-segment-number" => self.is_segment = true,
            _ => {}
        }
    }

    fn block(&self) -> Block {
        let is_web = ["http:", "https:", "ftp:", "file:"].iter().any(|scheme| {
            self.url
                .get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        let media = Media::parse(self.media.as_deref().unwrap_or_default());
        match self.kind.as_str() {
            "revisit" => Block::Passed(Passed::Revisit),
            "request" => Block::Passed(Passed::Request),
            "metadata" => Block::Passed(Passed::Metadata),
            "warcinfo" => Block::Passed(Passed::Description),
            "response" | "resource" | "conversion" | "continuation" if self.is_segment => {
                let what = "one segment of a record".to_owned();
                Block::Refused(RecordError::Unsupported { what })
            }
            _ if self.url.get(..4) == Some("dns:") => Block::Passed(Passed::Lookup),
            "response" if media.name == "application/http" || self.media.is_none() => Block::Http,
            // What crawlers keep of their own work beside the pages: logs, lists, screenshots.
            "response" | "resource" | "conversion" if is_web => Block::Content(media),
            _ => Block::Passed(Passed::Other),
        }
    }
}
