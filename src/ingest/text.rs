//! Bytes → text: what encoding a text is in, and the text itself.
//!
//! In come the bytes of one text (a line, a page, a member of an archive) and the encoding that somebody declared for it, if
//! any; out comes the text without byte order mark and NULs, or [`RecordError::BadEncoding`]. The order of trust:
//!
//! 1. a byte order mark;
//! 2. the declaration, unless the bytes contradict it: it does not decode, or they are plainly UTF-8;
//! 3. UTF-8, if the bytes are valid;
//! 4. UTF-16 without a mark, by the NULs that stand in nearly every second place;
//! 5. UTF-8 with a few bad bytes, if well-formed sequences outnumber the bad bytes: a text in another encoding has next to
//!    no well-formed sequences by chance, so those prove UTF-8, and reading it as windows-1252 would make mojibake of all of
//!    them to save one;
//! 6. what `chardetng` detects, and windows-1252 if that does not fit.
//!
//! Invariant: what is returned has at most one character in a hundred that decoding had to replace.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::archive::RecordError;

/// A text and how it was come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text: no byte order mark at its start, no NUL.
    pub text: Cow<'a, str>,
    /// The encoding it was read in, by its WHATWG name.
    pub encoding: &'static str,
    /// How many characters could not be read and are now U+FFFD.
    pub replaced: usize,
}

/// How much of a text the detector looks at, from its first byte that is not ASCII: far past what it needs to decide.
const DETECTED_BYTES: usize = 256 << 10;

/// The text that `bytes` stand for; `declared` is a label as HTTP, XML and HTML give it (`latin1`, `"GBK"`).
///
/// # Errors
///
/// [`RecordError::BadEncoding`] if more than one character in a hundred cannot be read.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<Decoded<'a>, RecordError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return accept(read(encoding, &bytes[mark..]));
    }
    let utf8 = std::str::from_utf8(bytes);
    if let Some(encoding) = declared.and_then(for_label)
        && !contradicts(encoding, bytes, utf8.ok())
    {
        let decoded = read(encoding, bytes);
        if is_readable(&decoded) {
            return accept(decoded);
        }
    }
    if let Some(encoding) = utf16_by_nuls(bytes) {
        let decoded = read(encoding, bytes);
        // NULs on one side only are a hint, not a proof: binary data has them too, and fails here.
        if decoded.replaced == 0 && controls(&decoded.text) == 0 {
            return accept(decoded);
        }
    }
    match utf8 {
        Ok(text) => accept(Decoded {
            text: Cow::Borrowed(text),
            encoding: UTF_8.name(),
            replaced: 0,
        }),
        Err(_) if is_mostly_utf8(bytes) => accept(read(UTF_8, bytes)),
        Err(_) => detect(bytes),
    }
}

/// Whether bytes without a byte order mark look like UTF-16.
pub fn looks_like_utf16(head: &[u8]) -> bool {
    utf16_by_nuls(head).is_some()
}

/// The encoding of the two that UTF-16 has, if NULs stand in every second place only, as they do beside Latin letters,
/// digits, spaces and line ends.
pub(super) fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let pairs = head.len() / 2;
    let even = head.iter().step_by(2).filter(|byte| **byte == 0).count();
    let odd = head
        .iter()
        .skip(1)
        .step_by(2)
        .filter(|byte| **byte == 0)
        .count();
    // A stray NUL in another encoding must not turn a text into Chinese. What reads well as UTF-8 is Latin, with a NUL
    // beside nearly every letter; other scripts have them beside spaces, line ends and digits.
    let reads_well = std::str::from_utf8(head).is_ok_and(|text| controls(text) * 20 <= pairs);
    let needed = if reads_well { pairs / 2 } else { pairs / 20 };
    // A few stand on the other side: a character whose number ends in 00, as that of the Chinese for "one" does.
    match (even, odd) {
        _ if odd > needed && even * 4 <= odd => Some(UTF_16LE),
        _ if even > needed && odd * 4 <= even => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding a label means; `None` for an unknown one and for those that WHATWG maps to "replacement", which decode to
/// nothing.
fn for_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    Encoding::for_label_no_replacement(label.as_bytes())
}

/// Whether bytes that are valid UTF-8 cannot be what was declared for them.
fn contradicts(declared: &'static Encoding, bytes: &[u8], utf8: Option<&str>) -> bool {
    let Some(text) = utf8 else { return false };
    if declared == UTF_16LE || declared == UTF_16BE {
        return !bytes.contains(&0);
    }
    if !declared.is_single_byte() {
        return false;
    }
    // A Latin text hardly has one place that looks like UTF-8 ("Ã©"); where every letter is above ASCII chance may make
    // one or two.
    let needed = if declared == WINDOWS_1252 { 1 } else { 3 };
    text.chars().filter(|c| !c.is_ascii()).take(needed).count() == needed
}

/// Whether there are more well-formed UTF-8 sequences beyond ASCII than bytes outside of any.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // A text cut off inside a character has no other fault.
    let cut = std::str::from_utf8(bytes)
        .is_err_and(|error| error.error_len().is_none() && bytes.len() - error.valid_up_to() > 1);
    good > bad || cut
}

/// What the detector says, if it fits; else windows-1252, in which every byte is something.
fn detect(bytes: &[u8]) -> Result<Decoded<'_>, RecordError> {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let end = bytes.len().min(first.saturating_add(DETECTED_BYTES));
    // ISO-2022-JP is all ASCII bytes and would have passed as valid UTF-8.
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[first.saturating_sub(1024)..end], true);
    let decoded = read(detector.guess(None, Utf8Detection::Deny), bytes);
    if is_readable(&decoded) && is_plausible(&decoded) {
        return accept(decoded);
    }
    let fallback = read(WINDOWS_1252, bytes);
    if is_plausible(&fallback) {
        return accept(fallback);
    }
    // Binary data: windows-1252 would read it as letters and control characters. Say what the likelier guess could not read.
    let chars = decoded.text.chars().count();
    Err(RecordError::BadEncoding {
        encoding: decoded.encoding,
        replaced: decoded.replaced + controls(&decoded.text),
        chars,
    })
}

/// Reads in one encoding, whatever comes of it.
fn read<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    debug_assert!(
        encoding != REPLACEMENT,
        "labels of the replacement encoding are refused"
    );
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    // Only what decoding put in counts, not a U+FFFD that somebody wrote.
    let written = if faulty && encoding == UTF_8 {
        memchr::memmem::find_iter(bytes, "\u{fffd}".as_bytes()).count()
    } else {
        0
    };
    let replaced = if faulty {
        text.matches('\u{fffd}').count() - written
    } else {
        0
    };
    Decoded {
        text,
        encoding: encoding.name(),
        replaced,
    }
}

fn is_readable(decoded: &Decoded<'_>) -> bool {
    decoded.replaced == 0 || decoded.replaced * 100 <= decoded.text.chars().count()
}

/// Whether a guessed reading looks like text: a wrong guess, or binary data, shows in control characters.
fn is_plausible(decoded: &Decoded<'_>) -> bool {
    let controls = controls(&decoded.text);
    controls == 0 || controls * 100 <= decoded.text.chars().count()
}

/// How many characters no text has: controls other than white space and NUL, which is dropped.
fn controls(text: &str) -> usize {
    text.chars()
        .filter(|c| c.is_control() && !c.is_whitespace() && *c != '\0')
        .count()
}

fn accept(mut decoded: Decoded<'_>) -> Result<Decoded<'_>, RecordError> {
    if !is_readable(&decoded) {
        return Err(RecordError::BadEncoding {
            encoding: decoded.encoding,
            replaced: decoded.replaced,
            chars: decoded.text.chars().count(),
        });
    }
    if memchr::memchr(0, decoded.text.as_bytes()).is_some() {
        decoded.text = Cow::Owned(decoded.text.replace('\0', ""));
    }
    Ok(decoded)
}

#[cfg(test)]
mod tests;
