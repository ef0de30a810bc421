//! What tells articles apart: hashes of an article's content, of all of it, and of where it came from.

use crate::article::{Article, ArticleId, CRAWLED};

/// Hashes of an article (BLAKE3, cut).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// Title, text, source and date: two articles that agree here are the same piece.
    pub content: u128,
    /// Everything but the origin and the time of a crawl: differs when a correction was made anywhere.
    pub whole: u64,
    /// The archive it came from.
    pub archive: u64,
}

impl Fingerprint {
    /// The fingerprint of an article; `archive` is the hash of where it was read.
    pub fn of(article: &Article, archive: u64) -> Self {
        let content = content_hash(
            &article.title,
            &article.body,
            article.source.as_deref(),
            article.published.as_ref(),
        );
        let mut rest = content.to_le_bytes().to_vec();
        for text in [
            &article.section,
            &article.byline,
            &article.place,
            &article.url,
            &article.lang,
        ] {
            put(&mut rest, text.as_deref().unwrap_or("\0"));
        }
        article.tags.iter().for_each(|tag| put(&mut rest, tag));
        for (key, value) in article.extra.iter().filter(|(key, _)| *key != CRAWLED) {
            put(&mut rest, key);
            put(&mut rest, &value.to_string());
        }
        Self {
            content,
            whole: low(&rest),
            archive,
        }
    }
}

/// The hash of what makes a piece the piece it is; also its id when it has none of its own.
pub fn content_hash<D: std::fmt::Display>(
    title: &str,
    body: &[String],
    source: Option<&str>,
    published: Option<&D>,
) -> u128 {
    // In one piece: BLAKE3 takes several kilobytes at a time if it is given them together.
    let text: usize = body.iter().map(|part| part.len() + LENGTH).sum();
    let mut bytes = Vec::with_capacity(title.len() + text + 256);
    put(&mut bytes, title);
    put(&mut bytes, source.unwrap_or("\0"));
    put(
        &mut bytes,
        &published.map(ToString::to_string).unwrap_or_default(),
    );
    body.iter().for_each(|part| put(&mut bytes, part));
    u128::from_le_bytes(
        blake3::hash(&bytes).as_bytes()[..16]
            .try_into()
            .expect("sixteen bytes"),
    )
}

/// The hash under which an id is remembered.
pub fn id_hash(id: &ArticleId) -> u64 {
    hash64(id.as_str())
}

/// A hash of a text, the same on every machine.
pub fn hash64(text: &str) -> u64 {
    low(text.as_bytes())
}

/// Length first, so that no two lists of texts run together to the same bytes.
fn put(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend(text.as_bytes());
}

/// Bytes of a length.
const LENGTH: usize = size_of::<u64>();

fn low(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(
        blake3::hash(bytes).as_bytes()[..8]
            .try_into()
            .expect("eight bytes"),
    )
}
