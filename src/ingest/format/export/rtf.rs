//! The text of RTF: what vendors' exports and word processors write, without any of its looks.
//!
//! In come bytes, however broken; out come paragraphs, with a blank line between them and a tab between the cells of a
//! table. Read are the control words that stand for characters, and the encodings of the document and of its fonts, as
//! Microsoft's specification (1.9.1) has them; everything in a group that is no running text (fonts, pictures, headers,
//! field codes) is passed over. A crate would save little: the one that there is knows no code pages, which is what
//! newspapers' names in exports need. Invariant: one pass, and memory linear in the text however groups are nested.

use std::collections::HashMap;

use encoding_rs::Encoding;

/// Groups nested deeper than this have the state of the one at this depth.
const MAX_DEPTH: usize = 1000;
/// Fonts whose encoding is remembered.
const MAX_FONTS: usize = 1000;

/// Groups that hold no running text.
const DESTINATIONS: &str = "fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf object \
     fldinst themedata colorschememapping latentstyles datastore listtable listoverridetable rsidtbl generator \
     xmlnstbl bkmkstart bkmkend filetbl revtbl pntext nonshppict annotation atnid atnauthor listtext";

/// The text of an RTF document.
pub(super) fn text(rtf: &[u8]) -> String {
    let mut reader = Reader::new(rtf);
    reader.run();
    reader.text
}

#[derive(Clone, Copy)]
struct Group {
    /// How many characters stand for a reader without Unicode after each `\u`.
    fallback: usize,
    is_hidden: bool,
    /// In the table of fonts.
    is_fonts: bool,
    encoding: &'static Encoding,
}

struct Reader<'a> {
    rest: &'a [u8],
    text: String,
    group: Group,
    outer: Vec<Group>,
    /// Groups that were too deep to be remembered.
    deeper: usize,
    /// Bytes of a character of several, or of a run of such.
    pending: Vec<u8>,
    high: Option<u16>,
    /// Characters to pass over after a `\u`.
    skip: usize,
    /// The encoding of the document.
    document: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    font: i32,
    /// Set between `{` and what comes next, where a destination is named.
    at_start: bool,
}

impl<'a> Reader<'a> {
    fn new(rtf: &'a [u8]) -> Self {
        Self {
            rest: rtf,
            text: String::new(),
            group: Group {
                fallback: 1,
                is_hidden: false,
                is_fonts: false,
                encoding: encoding_rs::WINDOWS_1252,
            },
            outer: Vec::new(),
            deeper: 0,
            pending: Vec::new(),
            high: None,
            skip: 0,
            document: encoding_rs::WINDOWS_1252,
            fonts: HashMap::new(),
            font: 0,
            at_start: false,
        }
    }

    fn run(&mut self) {
        while let Some((&first, rest)) = self.rest.split_first() {
            self.rest = rest;
            match first {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
    }

    fn open(&mut self) {
        self.flush();
        self.skip = 0;
        if self.outer.len() < MAX_DEPTH {
            self.outer.push(self.group);
        } else {
            self.deeper += 1;
        }
        self.at_start = true;
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        self.at_start = false;
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(group) = self.outer.pop() {
            self.group = group;
        }
    }

    /// What stands behind a backslash.
    fn control(&mut self) {
        let Some((&first, rest)) = self.rest.split_first() else {
            return;
        };
        if first.is_ascii_alphabetic() {
            let at_start = std::mem::take(&mut self.at_start);
            self.word(at_start);
            return;
        }
        self.rest = rest;
        match first {
            b'\'' => {
                let byte = self
                    .rest
                    .get(..2)
                    .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
                if let Some(byte) = byte {
                    self.rest = &self.rest[2..];
                    self.byte(byte);
                }
            }
            // Only a reader that knows the destination shall read it.
            b'*' => self.group.is_hidden = true,
            b'~' => self.character('\u{a0}'),
            b'_' => self.character('\u{2011}'),
            // A hyphen that is not printed unless a line ends there.
            b'-' => {}
            b'\n' | b'\r' => self.paragraph(),
            b'\\' | b'{' | b'}' => self.byte(first),
            _ => {}
        }
    }

    fn word(&mut self, at_start: bool) {
        let letters = self
            .rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let (word, rest) = self.rest.split_at(letters);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .take(10)
            .count();
        let number = (digits > 0)
            .then(|| {
                std::str::from_utf8(&rest[..sign + digits])
                    .ok()?
                    .parse::<i32>()
                    .ok()
            })
            .flatten();
        let rest = if digits > 0 {
            &rest[sign + digits..]
        } else {
            rest
        };
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let is_named = |name: &str| name.as_bytes() == word;
        if at_start && DESTINATIONS.split_whitespace().any(is_named) {
            self.group.is_hidden = true;
            self.group.is_fonts = word == b"fonttbl";
            return;
        }
        match word {
            b"par" | b"sect" | b"page" | b"row" | b"nestrow" => self.paragraph(),
            b"line" | b"lbr" | b"softline" => self.character('\n'),
            b"tab" | b"cell" | b"nestcell" => self.character('\t'),
            b"u" => self.unicode(number.unwrap_or(0)),
            b"uc" => self.group.fallback = number.map_or(1, |n| n.clamp(0, 16) as usize),
            b"bin" => {
                let count = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
                self.rest = &self.rest[count.min(self.rest.len())..];
            }
            b"v" | b"deleted" => {
                self.flush();
                self.group.is_hidden = number != Some(0);
            }
            b"ansicpg" | b"mac" | b"pc" | b"pca" => {
                let page = match word {
                    b"mac" => 10_000,
                    b"pc" => 437,
                    b"pca" => 850,
                    _ => number.unwrap_or(1252),
                };
                self.document = of_code_page(page);
                self.group.encoding = self.document;
            }
            b"f" => self.set_font(number.unwrap_or(0)),
            b"fcharset" => self.set_charset(number.unwrap_or(0)),
            b"plain" => {
                self.flush();
                self.group.encoding = self.document;
            }
            b"emdash" => self.character('—'),
            b"endash" => self.character('–'),
            b"lquote" => self.character('‘'),
            b"rquote" => self.character('’'),
            b"ldblquote" => self.character('“'),
            b"rdblquote" => self.character('”'),
            b"bullet" => self.character('•'),
            b"emspace" | b"enspace" | b"qmspace" => self.character(' '),
            _ => {}
        }
    }

    fn set_font(&mut self, font: i32) {
        self.flush();
        self.font = font;
        if !self.group.is_fonts {
            self.group.encoding = self.fonts.get(&font).copied().unwrap_or(self.document);
        }
    }

    fn set_charset(&mut self, charset: i32) {
        if self.group.is_fonts
            && self.fonts.len() < MAX_FONTS
            && let Some(encoding) = of_charset(charset)
        {
            self.fonts.insert(self.font, encoding);
        }
    }

    fn byte(&mut self, byte: u8) {
        self.at_start = false;
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.group.is_hidden {
            self.pending.push(byte);
        }
    }

    fn unicode(&mut self, number: i32) {
        // Numbers above 32767 are written as negative ones.
        let unit = number as u16;
        let before = self.high.take();
        let character = match (before, unit) {
            (_, 0xD800..=0xDBFF) => {
                self.flush();
                self.high = Some(unit);
                None
            }
            (Some(high), low) => char::decode_utf16([high, low]).next().and_then(Result::ok),
            (None, unit) => char::from_u32(u32::from(unit)),
        };
        if let Some(character) = character {
            self.character(character);
        }
        self.skip = self.group.fallback;
    }

    fn character(&mut self, c: char) {
        self.flush();
        self.skip = 0;
        if !self.group.is_hidden && c != '\0' {
            self.text.push(c);
        }
    }

    fn paragraph(&mut self) {
        self.flush();
        self.skip = 0;
        if !self.group.is_hidden {
            self.text.push_str("\n\n");
        }
    }

    /// Bytes become characters where what follows cannot be of the same one.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let (text, _) = self
            .group
            .encoding
            .decode_without_bom_handling(&self.pending);
        self.text.push_str(&text);
        self.pending.clear();
    }
}

/// The encoding of a Windows code page; those of DOS are read as the Windows one of the same letters.
fn of_code_page(page: i32) -> &'static Encoding {
    let label = match page {
        437 | 850 => "windows-1252".to_owned(),
        874 | 1250..=1258 => format!("windows-{page}"),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        866 => "ibm866".to_owned(),
        10_000 => "macintosh".to_owned(),
        65_001 => "utf-8".to_owned(),
        _ => "windows-1252".to_owned(),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252)
}

/// The encoding of a font's character set, where it is another than the document's may be.
fn of_charset(charset: i32) -> Option<&'static Encoding> {
    let page = match charset {
        0 => 1252,
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    Some(of_code_page(page))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn paragraphs_and_characters_are_read() {
        for (rtf, expected) in [
            (r"{\rtf1\ansi Storm\par Wind}", "Storm\n\nWind"),
            (
                "{\\rtf1 one\r\ntwo\\line three\\tab four}",
                "onetwo\nthree\tfour",
            ),
            (
                r"{\rtf1\ansi\ansicpg1252 Stra\'dfe \'84so\ldblquote}",
                "Straße „so“",
            ),
            (r"{\rtf1\ansi\ansicpg1251 \'cc\'e8\'f0}", "Мир"),
            (r"{\rtf1\ansi\ansicpg936 \'d6\'d0\'b9\'fa}", "中国"),
            (
                r"{\rtf1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}\f1 \'cc\'e8\'f0 \f0 \'e9}",
                "Мир é",
            ),
            (
                r"{\rtf1\uc1 na\u239?ve \u-10179?\u-8704? \u8212\'97x}",
                "naïve 😀 —x",
            ),
            (r"{\rtf1\uc2 \u20013\'d6\'d0x}", "中x"),
            (r"{\rtf1 a\{b\}c\\d\~e\-f}", "a{b}c\\d\u{a0}ef"),
            (r"{\rtf1 {\b bold} plain}", "bold plain"),
        ] {
            assert_eq!(text(rtf.as_bytes()), expected, "{rtf}");
        }
    }

    #[test]
    fn what_is_no_running_text_is_passed_over() {
        for rtf in [
            r"{\rtf1{\info{\title No}{\author No}}{\header No\par}Yes}",
            r"{\rtf1{\*\generator No;}{\pict\pngblip 89504e47}Yes}",
            r"{\rtf1{\field{\*\fldinst HYPERLINK no}{\fldrslt Yes}}}",
            r"{\rtf1{\stylesheet{\s0 No;}}{\colortbl;\red0;}\v No\v0 Yes}",
            "{\\rtf1{\\pict\\bin3 }{}}Yes}",
        ] {
            assert_eq!(text(rtf.as_bytes()).trim(), "Yes", "{rtf}");
        }
    }

    #[test]
    fn deep_groups_take_no_time_and_no_memory() {
        let deep = format!("{}x{}", "{".repeat(2_000_000), "}".repeat(1_000_000));
        assert_eq!(text(deep.as_bytes()), "x");
    }

    proptest! {
        #[test]
        fn no_bytes_harm(bytes in prop::collection::vec(prop::sample::select(br"\{}'*u-9 parbincf{\".to_vec()), 0..200)) {
            let _ = text(&bytes);
        }
    }
}
