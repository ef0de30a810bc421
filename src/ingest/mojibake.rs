//! UTF-8 that somebody read as windows-1252 or windows-1251 and wrote down: `Ã©` for é, `РїРѕ` for по.
//!
//! In comes a record; its texts go out as they were before, and `extra` says that they were mended. A sequence is mended
//! only if its signs, put back into bytes, are a character of UTF-8; and a record only if such sequences are most of what
//! is beyond ASCII in it, since one alone may be meant: `Ã”` ends a Portuguese headline in capitals and a closing quote.
//!
//! Always holds: a record in which nothing is mended is unchanged; what is mended holds no such sequence of the same kind
//! that was worth mending, so mending twice is mending once.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};
use serde_json::Value;

use crate::article::Record;

/// The key in `extra` that says what was mended.
pub const MENDED: &str = "encoding_mended";

/// Puts back what was read in a wrong encoding, and says so in `extra`.
pub fn mend(record: &mut Record) {
    for encoding in [WINDOWS_1252, WINDOWS_1251] {
        let mut found = Found::default();
        for text in texts(record).filter(|text| !text.is_ascii()) {
            rewrite(text, encoding, &mut found, None);
        }
        if !found.is_mojibake(encoding) {
            continue;
        }
        for text in texts(record) {
            let mut mended = String::with_capacity(text.len());
            rewrite(text, encoding, &mut Found::default(), Some(&mut mended));
            *text = mended;
        }
        let said = format!("UTF-8 that was read as {}", encoding.name());
        record.extra.insert(MENDED.to_owned(), Value::String(said));
        return;
    }
}

/// The texts that people wrote; an id and an address are what they are.
fn texts(record: &mut Record) -> impl Iterator<Item = &mut String> {
    let Record {
        title,
        body,
        source,
        section,
        byline,
        place,
        tags,
        ..
    } = record;
    let named = [source, section, byline, place];
    std::iter::once(title)
        .chain(body)
        .chain(named.into_iter().flatten())
        .chain(tags)
}

/// How many sequences there are, by their length, and how many signs beyond ASCII are in none.
#[derive(Default)]
struct Found {
    pairs: usize,
    longer: usize,
    loose: usize,
}

impl Found {
    fn is_mojibake(&self, encoding: &'static Encoding) -> bool {
        let sequences = self.pairs + self.longer;
        // In Russian the signs that pairs are made of stand side by side now and then; three of a kind do not.
        let needed = if encoding == WINDOWS_1252 { 2 } else { 4 };
        self.pairs + 2 * self.longer >= needed && sequences > self.loose
    }
}

/// Counts the sequences of a text, and writes it down without them.
fn rewrite(
    text: &str,
    encoding: &'static Encoding,
    found: &mut Found,
    mut mended: Option<&mut String>,
) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let plain = rest.bytes().take_while(u8::is_ascii).count();
        if plain > 0 {
            if let Some(mended) = &mut mended {
                mended.push_str(&rest[..plain]);
            }
            rest = &rest[plain..];
            continue;
        }
        let sequence = sequence(rest, encoding);
        let (written, length) = match sequence {
            Some((c, length)) => {
                match c.len_utf8() {
                    2 => found.pairs += 1,
                    _ => found.longer += 1,
                }
                (c, length)
            }
            None => {
                found.loose += 1;
                (first, first.len_utf8())
            }
        };
        if let Some(mended) = &mut mended {
            mended.push(written);
        }
        rest = &rest[length..];
    }
}

/// The character that the signs at the start of a text are the bytes of, and how long they are here.
fn sequence(text: &str, encoding: &'static Encoding) -> Option<(char, usize)> {
    let mut signs = text.char_indices();
    let (_, first) = signs.next()?;
    let lead = byte(first, encoding)?;
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut end = first.len_utf8();
    for at in bytes.iter_mut().take(length).skip(1) {
        let (start, sign) = signs.next()?;
        *at = match sign {
            // The one byte of a closing quote that windows-1252 has no sign for: what read it put this in its place.
            '\u{fffd}' if length == 3 && lead == 0xE2 => 0x9D,
            sign => byte(sign, encoding)?,
        };
        end = start + sign.len_utf8();
    }
    let c = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    (!c.is_control()).then_some((c, end))
}

/// The byte that a sign beyond ASCII is in an encoding.
fn byte(sign: char, encoding: &'static Encoding) -> Option<u8> {
    if sign.is_ascii() {
        return None;
    }
    // Most signs of a Latin text are these.
    if encoding == WINDOWS_1252
        && let 0x80..=0xFF = sign as u32
    {
        return u8::try_from(sign as u32).ok();
    }
    let mut buffer = [0; 4];
    let (bytes, _, is_missing) = encoding.encode(sign.encode_utf8(&mut buffer));
    match (bytes, is_missing) {
        (Cow::Borrowed(bytes), false) => bytes.first().copied(),
        (Cow::Owned(bytes), false) => bytes.first().copied(),
        (_, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What comes of a text whose bytes are read in another encoding.
    fn misread(text: &str, encoding: &'static Encoding) -> String {
        let (misread, _) = encoding.decode_without_bom_handling(text.as_bytes());
        misread.into_owned()
    }

    fn record(title: &str, body: &str) -> Record {
        Record {
            title: title.to_owned(),
            body: vec![body.to_owned()],
            ..Record::default()
        }
    }

    fn mended(mut record: Record) -> Record {
        mend(&mut record);
        record
    }

    #[test]
    fn what_was_read_as_windows_1252_is_put_back_and_said() {
        let (title, body) = (
            "Café – opens",
            "The café’s owner said: “It’s open” — and nobody asked, naïvely.",
        );
        let read = mended(record(
            &misread(title, WINDOWS_1252),
            &misread(body, WINDOWS_1252),
        ));
        assert_eq!((read.title.as_str(), read.body[0].as_str()), (title, body));
        assert_eq!(read.extra[MENDED], "UTF-8 that was read as windows-1252");
        // A reader that knows no sign for the last byte of a closing quote leaves a mark in its place.
        let lossy = misread(body, WINDOWS_1252).replace('\u{9d}', "\u{fffd}");
        assert_eq!(mended(record("x", &lossy)).body, [body]);
    }

    #[test]
    fn what_was_read_as_windows_1251_is_put_back() {
        let body = "Вчера в порт пришёл корабль «Заря» — с зерном.";
        let read = mended(record("", &misread(body, WINDOWS_1251)));
        assert_eq!(read.body, [body]);
        assert_eq!(read.extra[MENDED], "UTF-8 that was read as windows-1251");
    }

    #[test]
    fn sound_texts_stay_as_they_are() {
        for (title, body) in [
            (
                "“AMANHÔ, DIZ O MINISTRO",
                "Ele disse “MANHÔ e “AMANHÔ, e não mais.",
            ),
            ("Vingt ans après", "L’été à Nîmes… « Ça va ? » — déjà !"),
            ("Über Öl", "Größe, Maß, Ärger und „Straße“."),
            ("Всё по-прежнему", "Он сказал: «СССР» — и всё… РЁ"),
            ("港口迎来第一艘粮船", "昨天，一艘船抵达港口。"),
            ("A lone Ã© in a text", "It is about encodings."),
            ("", ""),
        ] {
            let sound = record(title, body);
            assert_eq!(mended(sound.clone()), sound, "{title}");
        }
    }

    proptest! {
        #[test]
        fn any_text_that_was_misread_comes_back(text in "[a-zàâçèéêëîïôùû“”’–—… ]{0,60}é ’[a-z ]{0,9}") {
            prop_assert_eq!(&mended(record("", &misread(&text, WINDOWS_1252))).body[0], &text);
        }

        #[test]
        fn nothing_harms_and_what_stays_is_the_same(text in "\\PC{0,60}") {
            let before = record("", &text);
            let after = mended(before.clone());
            prop_assert!(after.extra.contains_key(MENDED) || after == before);
        }
    }
}
