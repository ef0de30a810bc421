//! One word as news writes it: its letters, apostrophes, hyphens and full stops, read into the parts of a chunk.

use super::{Acronym, LONGEST_JOINED, LONGEST_WORD, Part, Scanner};
use crate::index::analyzer::fold::{
    fold_into, is_apostrophe, is_hyphen, is_invisible, is_unspaced, is_word_char,
};

impl Scanner<'_> {
    pub(super) fn read_chunk(&mut self) {
        let first = self.peek().expect("skip_to_word stopped at a character");
        if is_unspaced(first) {
            self.read_unspaced(first);
            return;
        }
        loop {
            if !self.read_acronym() {
                self.read_part();
            }
            // A chunk of more parts is a URL or a line of debris: the rest starts a chunk of its own.
            if self.chunk.parts.len() == 8 || !self.skip_connector() {
                break;
            }
        }
        self.join();
    }

    fn read_unspaced(&mut self, c: char) {
        let start = self.at;
        self.at += c.len_utf8();
        fold_into(c, &mut self.chunk.folded);
        // Combining vowels and tones belong to the character before them.
        while let Some(mark) = self
            .peek()
            .filter(|&m| unicode_normalization::char::is_combining_mark(m))
        {
            if self.chunk.folded.len() < LONGEST_WORD {
                self.chunk.folded.push(mark);
            }
            self.at += mark.len_utf8();
        }
        self.push_part(start, 0, Acronym::No);
    }

    /// `U.S.`, `e.g.`: single letters, a full stop behind each but perhaps the last.
    fn read_acronym(&mut self) -> bool {
        let Some(end) = acronym_end(&self.text[self.at..]) else {
            return false;
        };
        let (start, from) = (self.at, self.chunk.folded.len());
        let written = &self.text[start..start + end];
        written
            .chars()
            .filter(|&c| c != '.')
            .take(LONGEST_WORD / 4)
            .for_each(|c| fold_into(c, &mut self.chunk.folded));
        self.at += end;
        self.push_part(start, from, Acronym::Dotted);
        true
    }

    fn read_part(&mut self) {
        let (start, from) = (self.at, self.chunk.folded.len());
        let (mut end, mut letters, mut lower) = (self.at, 0usize, false);
        let mut apostrophes: Option<(usize, usize)> = None; // folded offset of the first and of the last
        let mut before = ' ';
        loop {
            if let Some(run) = self.ascii_run(from) {
                letters += run.letters;
                lower |= run.lower;
                before = run.last;
                end = self.at;
            }
            let Some(c) = self.peek() else { break };
            if is_word_char(c) && !is_unspaced(c) {
                letters += usize::from(c.is_alphabetic());
                lower |= c.is_lowercase();
                if self.chunk.folded.len() - from < LONGEST_WORD {
                    fold_into(c, &mut self.chunk.folded);
                }
                before = c;
            } else if is_apostrophe(c)
                && before.is_alphabetic()
                && self
                    .peek_after(c)
                    .is_some_and(|next| next.is_alphabetic() && !is_unspaced(next))
            {
                let here = self.chunk.folded.len() - from;
                apostrophes = Some((apostrophes.map_or(here, |a| a.0), here));
            } else if matches!(c, '.' | ',') && before.is_ascii_digit() && self.number_goes_on(c) {
                if c == '.' {
                    self.chunk.folded.push('.');
                }
            } else if !(is_invisible(c) && self.peek_after(c).is_some_and(is_word_char)) {
                break;
            }
            self.at += c.len_utf8();
            end = self.at;
        }
        debug_assert!(end > start);
        let from = self.trim_apostrophes(from, apostrophes);
        let capitals = letters >= 2 && !lower && letters == self.text[start..end].chars().count();
        let acronym = if capitals && !self.is_shouted(start, end) {
            Acronym::Capitals
        } else {
            Acronym::No
        };
        self.chunk.parts.push(Part {
            start,
            end,
            folded: (from, self.chunk.folded.len()),
            acronym,
        });
    }

    /// Takes the ASCII letters and digits that stand here at once: nearly all of a newspaper.
    fn ascii_run(&mut self, folded_from: usize) -> Option<AsciiRun> {
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let run = &rest[..length];
        let last = char::from(*run.last()?);
        let room = LONGEST_WORD.saturating_sub(self.chunk.folded.len() - folded_from);
        let (mut letters, mut lower) = (0, false);
        for &byte in run {
            letters += usize::from(byte.is_ascii_alphabetic());
            lower |= byte.is_ascii_lowercase();
        }
        let start = self.chunk.folded.len();
        self.chunk
            .folded
            .push_str(&self.text[self.at..self.at + length.min(room)]);
        self.chunk.folded[start..].make_ascii_lowercase();
        self.at += length;
        Some(AsciiRun {
            letters,
            lower,
            last,
        })
    }

    /// `1,000` is one number (a comma and three digits), and so is `5.5`; `1,2` is two.
    fn number_goes_on(&self, separator: char) -> bool {
        let rest = &self.text.as_bytes()[self.at + 1..];
        match separator {
            '.' => rest.first().is_some_and(u8::is_ascii_digit),
            _ => {
                rest.len() >= 3
                    && rest[..3].iter().all(u8::is_ascii_digit)
                    && !rest.get(3).is_some_and(u8::is_ascii_digit)
            }
        }
    }

    /// Drops `'s` from the end and `l'`, `d'`, `qu'` … from the front; other apostrophes just close up (`obrien`).
    fn trim_apostrophes(&mut self, from: usize, apostrophes: Option<(usize, usize)>) -> usize {
        let Some((first, last)) = apostrophes else {
            return from;
        };
        let folded = &self.chunk.folded[from..];
        if folded.get(last..) == Some("s") && last > 0 {
            self.chunk.folded.truncate(from + last);
        } else if matches!(
            folded.get(..first),
            Some(
                "l" | "d"
                    | "j"
                    | "n"
                    | "s"
                    | "c"
                    | "m"
                    | "t"
                    | "qu"
                    | "jusqu"
                    | "lorsqu"
                    | "puisqu"
            )
        ) {
            return from + first;
        }
        from
    }

    /// A capital word says nothing where everything is in capitals: no small letter near it on its line.
    fn is_shouted(&self, start: usize, end: usize) -> bool {
        const NEAR: usize = 80;
        let bytes = self.text.as_bytes();
        let before = bytes[start.saturating_sub(NEAR)..start].iter().rev();
        let after = bytes[end..].iter().take(NEAR);
        let has_small =
            |mut line: Box<dyn Iterator<Item = &u8> + '_>| line.any(u8::is_ascii_lowercase);
        !(has_small(Box::new(before.take_while(|&&b| b != b'\n')))
            || has_small(Box::new(after.take_while(|&&b| b != b'\n'))))
    }

    /// A hyphen or `&` between two characters of a word.
    fn skip_connector(&mut self) -> bool {
        let Some(c) = self.peek() else { return false };
        let joins = is_hyphen(c) || c == '&';
        if joins
            && self
                .peek_after(c)
                .is_some_and(|next| is_word_char(next) && !is_unspaced(next))
        {
            self.at += c.len_utf8();
            while self.peek().is_some_and(is_invisible) {
                self.at += self.peek().map_or(0, char::len_utf8);
            }
            return true;
        }
        false
    }

    fn join(&mut self) {
        let chunk = &mut self.chunk;
        let length: usize = chunk.parts.iter().map(|p| p.folded.1 - p.folded.0).sum();
        let from = chunk.folded.len();
        // `2015-12-17` or `19-year-old` run together is nothing that anybody looks for.
        let starts_with_letter = chunk.folded.chars().next().is_some_and(char::is_alphabetic);
        if !(2..=4).contains(&chunk.parts.len()) || length > LONGEST_JOINED || !starts_with_letter {
            return;
        }
        for part in &chunk.parts {
            chunk
                .folded
                .extend_from_within(part.folded.0..part.folded.1);
        }
        chunk.joined = Some((from, chunk.folded.len()));
    }

    fn push_part(&mut self, start: usize, from: usize, acronym: Acronym) {
        self.chunk.parts.push(Part {
            start,
            end: self.at,
            folded: (from, self.chunk.folded.len()),
            acronym,
        });
    }
}

/// Letters and digits taken at once.
struct AsciiRun {
    letters: usize,
    lower: bool,
    last: char,
}

/// The length of the acronym that `text` begins with: at least two single letters, each followed by a full stop, the
/// last perhaps not.
fn acronym_end(text: &str) -> Option<usize> {
    // Nearly every word is told from an acronym by its second character.
    let mut start = text.chars();
    if start.next().is_none_or(|c| !c.is_alphabetic()) || start.next() != Some('.') {
        return None;
    }
    let mut chars = text.char_indices().peekable();
    let (mut letters, mut end) = (0, 0);
    while let Some((at, c)) = chars.next() {
        if !c.is_alphabetic() || is_unspaced(c) || letters == 12 {
            break;
        }
        match chars.peek() {
            Some(&(_, '.')) => {
                chars.next();
                letters += 1;
                end = at + c.len_utf8() + 1;
            }
            Some(&(_, next)) if is_word_char(next) || is_apostrophe(next) && letters == 0 => {
                // `J.Smith`, `a.Word`: no acronym after all, unless it ended at the full stop before.
                return None;
            }
            _ => {
                letters += 1;
                end = at + c.len_utf8();
                break;
            }
        }
        if letters == 1 && !chars.peek().is_some_and(|&(_, c)| c.is_alphabetic()) {
            return None;
        }
    }
    (letters >= 2).then_some(end)
}
