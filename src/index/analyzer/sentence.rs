//! Where sentences begin, decided while the words go by.
//!
//! A sentence ends at `.`, `!`, `?`, `…` or their kin, behind any closing quotes, when white space follows and the next
//! word does not start with a small letter, unless the full stop belongs to an abbreviation. Unicode's own rule (UAX 29)
//! ends a sentence after "Gov." and "Mr."; `/s` and passages would be cut in the middle of names all through a newspaper.

use super::fold::{is_invisible, is_word_char};
use super::function_words::is_function_word;
use super::scan::Opens;

/// What the last word of a possible sentence says about the full stop behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ending {
    /// Any word: a full stop ends the sentence.
    #[default]
    Word,
    /// `Mr`, `Gen`: a name follows, the sentence goes on.
    Title,
    /// `Inc`: a full stop behind it ends the sentence only if the next word looks like the start of one.
    Abbreviation,
    /// `U.S.`: as an abbreviation, and its own last full stop may be the one that ends the sentence.
    Acronym,
}

impl Ending {
    pub(super) fn of_word(folded: &str, written: &str) -> Self {
        let capital = written.chars().next().is_some_and(char::is_uppercase);
        if capital && folded.chars().count() == 1 || TITLES.contains(&folded) {
            Self::Title
        } else if ABBREVIATIONS.contains(&folded) {
            Self::Abbreviation
        } else {
            Self::Word
        }
    }
}

/// Before a name or a number, so never at the end of a sentence.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gov", "sen", "rep", "gen", "col", "lt", "sgt", "capt", "cpl",
    "maj", "adm", "cmdr", "rev", "hon", "pres", "st", "mt", "ft", "messrs", "mme", "mlle", "herr",
    "vs", "fig", "pp", "ca", "approx", "jan", "feb", "aug", "sept", "oct", "nov", "dec",
];
/// At the end of a sentence or in the middle of one.
const ABBREVIATIONS: &[&str] = &[
    "inc", "ltd", "co", "corp", "jr", "sr", "bros", "dept", "univ", "etc", "no", "nos", "ave",
    "blvd", "calif", "mass", "conn", "fla", "ala", "ariz", "ark", "colo", "ill", "minn", "miss",
    "mo", "okla", "pa", "tenn", "tex", "va", "vt", "wash", "wis", "cf", "al", "ed", "eds", "est",
    "pct", "mln", "bln",
];

/// What has been seen since the last word.
#[derive(Debug)]
pub(super) struct Sentences {
    paragraph: bool,
    ended: Option<Mark>,
    spaced: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Stop(Ending),
    Other,
    /// Full-width marks end a sentence without a space behind them.
    Wide,
}

impl Default for Sentences {
    fn default() -> Self {
        Self {
            paragraph: true,
            ended: None,
            spaced: false,
        }
    }
}

impl Sentences {
    /// A word ended.
    pub(super) fn word(&mut self, ending: Ending) {
        self.spaced = false;
        self.ended = (ending == Ending::Acronym).then_some(Mark::Stop(ending));
    }

    /// A character between words; if it is a full stop, `ending` is what the word before it says.
    pub(super) fn between(&mut self, c: char, ending: Ending) {
        match c {
            '\n' | '\u{2}' | '\u{2029}' => self.paragraph = true,
            '.' => {
                self.ended = Some(Mark::Stop(ending));
                self.spaced = false;
            }
            '!' | '?' | '…' | '؟' | '۔' | '।' => {
                self.ended = Some(Mark::Other);
                self.spaced = false;
            }
            '。' | '！' | '？' => self.ended = Some(Mark::Wide),
            c if c.is_whitespace() => self.spaced = true,
            c if is_invisible(c) || is_quote_or_bracket(c) => {}
            // A comma or a dash behind `Inc.` says that the sentence goes on.
            ',' | ';' | ':' if !self.spaced => self.ended = None,
            _ => {}
        }
    }

    /// What begins at the word that starts with `first`; `rest` is the text from there.
    pub(super) fn opens(&mut self, first: char, rest: &str) -> Opens {
        let opens = if self.paragraph {
            Opens::Paragraph
        } else {
            match self.ended {
                Some(Mark::Wide) => Opens::Sentence,
                Some(mark) if self.spaced && !first.is_lowercase() && ends(mark, rest) => {
                    Opens::Sentence
                }
                _ => Opens::Nothing,
            }
        };
        self.paragraph = false;
        self.ended = None;
        opens
    }
}

fn ends(mark: Mark, rest: &str) -> bool {
    match mark {
        Mark::Stop(Ending::Title) => false,
        Mark::Stop(Ending::Acronym | Ending::Abbreviation) => {
            let end = rest
                .find(|c| !is_word_char(c))
                .unwrap_or(rest.len())
                .min(24);
            let word = rest.get(..end).unwrap_or_default().to_lowercase();
            is_function_word(&word)
                || matches!(
                    word.as_str(),
                    "but" | "after" | "before" | "meanwhile" | "however" | "last" | "since"
                )
        }
        Mark::Stop(Ending::Word) | Mark::Other | Mark::Wide => true,
    }
}

fn is_quote_or_bracket(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '“'
            | '’'
            | '‘'
            | '»'
            | '«'
            | '„'
            | ')'
            | '('
            | ']'
            | '['
            | '}'
            | '」'
            | '』'
            | '）'
    )
}
