//! Invents queries, as text: every operator of the language, in every spelling that means the same.
//!
//! What comes in is the articles, so that phrases are often really there; what goes out is right by the language of
//! docs/query.md. Depth is bounded, and no query only says what to leave out.

use morgue::article::Article;

use super::dice::Dice;
use super::stories::{self, written};

/// Where questions are asked, with words that its texts have.
const NAME_FIELDS: &[(&str, &[&str])] = &[
    ("source", stories::SOURCES),
    ("section", stories::SECTIONS),
    ("byline", stories::BYLINES),
    ("author", stories::BYLINES),
    ("place", stories::PLACES),
    ("tag", stories::TAGS),
    ("lang", stories::LANGS),
    ("url", &["example.org", "strike-2015", "news"]),
];

const WILDCARDS: &[&str] = &[
    "strik*", "min*", "wom?n", "*gate", "flood*", "un?on*", "child*", "child!", "c*", "caf*", "*s",
    "covid*", "?he", "m?ner*", "O'Br*", "1*", "al-qa*", "e-mai*", "京*", "*京", "s*k*s", "CAFÉ*",
    "*9",
];
const FUZZY: &[&str] = &[
    "strik~1",
    "minor~",
    "unoin~1",
    "fluod~2",
    "womn~1",
    "cafee~1",
    "obrein~2",
    "100~1",
    "thee~1",
    "uss~1",
    "e-mial~1",
    "children~2",
];
const DATES: &[&str] = &[
    "date:2015",
    "date:2015-12",
    "date:2015-12-17",
    "date:2015..2016-02",
    "date:..1990",
    "date:2016..",
    "date:none",
    "date:*-12-17",
    "date:*-02",
    "date:*-02-29",
    "before:2015-12-17",
    "after:2015-12-17",
    "since:1984-03",
    "until:1984-03",
    "date:1980s",
    "date:\"last year\"",
    "date:\"winter 2015\"",
    "date:1600..1610",
    "date:Q1-2016",
];
const LENGTHS: &[&str] = &[
    "words:>10",
    "words:<40",
    "words:5..25",
    "words:0",
    "words:>=30",
    "length:<=12",
];

/// Invents queries about given articles.
pub struct Questions<'a> {
    pub dice: Dice,
    articles: &'a [Article],
}

/// Which words may stand in a question.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    /// Title and body, and the fields that are parts of them.
    Text,
    /// A field of names: its number in [`NAME_FIELDS`].
    Names(usize),
}

impl<'a> Questions<'a> {
    /// Questions about these articles.
    pub fn new(dice: Dice, articles: &'a [Article]) -> Self {
        Self { dice, articles }
    }

    /// Any query.
    pub fn any(&mut self) -> String {
        let depth = self.dice.below(4);
        self.query(depth)
    }

    /// A query of words, phrases, `OR`, `AND` and `NOT` alone.
    pub fn plain(&mut self) -> String {
        let depth = self.dice.between(0, 3);
        self.plain_of(depth)
    }

    fn plain_of(&mut self, depth: usize) -> String {
        let inner = depth.saturating_sub(1);
        match if depth == 0 { 0 } else { self.dice.below(8) } {
            0 | 1 => self.word(),
            2 => self.phrase(Words::Text),
            3 | 4 => format!("({}) ({})", self.plain_of(inner), self.plain_of(inner)),
            5 | 6 => format!("({} OR {})", self.plain_of(inner), self.plain_of(inner)),
            _ => format!("({}) -({})", self.plain_of(inner), self.plain_of(inner)),
        }
    }

    /// A word, as it can stand alone.
    pub fn word(&mut self) -> String {
        loop {
            let word = written(&mut self.dice);
            // `and` alone is an operator.
            if !word.eq_ignore_ascii_case("and") {
                return word;
            }
        }
    }

    /// Puts words into another order.
    pub fn shuffle(&mut self, words: &mut [String]) {
        for last in (1..words.len()).rev() {
            words.swap(last, self.dice.below(last + 1));
        }
    }

    /// A word, phrase, proximity or list of them that has places in a text.
    pub fn place(&mut self) -> String {
        let depth = self.dice.below(3);
        self.placed(Words::Text, depth)
    }

    fn query(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.dice.below(14) {
                0 => self.filter(),
                1 => "*".to_owned(),
                2..=4 => self.in_field(0),
                _ => self.leaf(Words::Text),
            };
        }
        let inner = depth - 1;
        match self.dice.below(13) {
            0 | 1 => {
                let and = self.dice.pick(&[" ", " AND ", " && ", " and ", " +"]);
                format!("({}){and}({})", self.query(inner), self.query(inner))
            }
            2 | 3 => {
                let or = self.dice.pick(&[" OR ", " | ", "||"]);
                format!("({}{or}{})", self.query(inner), self.query(inner))
            }
            4 => {
                let not = self.dice.pick(&[" -", " NOT ", " and not ", " AND NOT "]);
                format!("({}){not}({})", self.query(inner), self.query(inner))
            }
            // What is left out may stand in a list, where it says something.
            5 => format!("({} OR -({}))", self.query(inner), self.query(inner)),
            6 | 7 => self.in_field(inner),
            8 => self.query(0),
            9 => self.at_least(Words::Text, inner),
            10 => self.listed(Words::Text),
            _ => self.placed(Words::Text, depth.min(2)),
        }
    }

    /// A list where one place is wanted: it asks for each of its parts.
    fn listed(&mut self, words: Words) -> String {
        let (placed, leaf) = (self.placed(words, 1), self.leaf(words));
        let list = format!("({placed} {leaf})");
        let (other, operator) = (self.placed(words, 1), self.operator());
        match self.dice.below(5) {
            0 => format!("atleast{}{list}", self.dice.between(1, 3)),
            1 => format!("({list} {operator} ({other}))"),
            2 => format!("(({other}) {operator} {list})"),
            3 => format!("(({other} OR {list}) {operator} {list})"),
            _ => format!("(({other}) {operator} ({other} OR {list}))"),
        }
    }

    fn at_least(&mut self, words: Words, depth: usize) -> String {
        let count = self.dice.between(1, 4);
        if self.dice.percent(50) {
            format!("atleast{count}({})", self.placed(words, depth))
        } else {
            format!("ATLEAST{count} {}", self.leaf(words))
        }
    }

    fn in_field(&mut self, depth: usize) -> String {
        let (name, words) = if self.dice.percent(50) {
            (self.dice.pick(&["title", "lead", "Headline"]), Words::Text)
        } else {
            let number = self.dice.below(NAME_FIELDS.len());
            (NAME_FIELDS[number].0, Words::Names(number))
        };
        match self.dice.below(4) {
            0 => format!("{name}:({})", self.placed(words, depth.max(1))),
            1 => format!("{name}:({} {})", self.leaf(words), self.leaf(words)),
            2 => format!("{name}:{}", self.at_least(words, depth)),
            _ => format!("{name}:{}", self.leaf(words)),
        }
    }

    fn filter(&mut self) -> String {
        let all = if self.dice.percent(70) {
            DATES
        } else {
            LENGTHS
        };
        self.dice.pick(all).to_owned()
    }

    /// Things near each other, and what can stand on the sides of that.
    fn placed(&mut self, words: Words, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(words);
        }
        let inner = depth - 1;
        match self.dice.below(6) {
            0 => format!(
                "({} OR {})",
                self.placed(words, inner),
                self.placed(words, inner)
            ),
            1 => self.leaf(words),
            _ => {
                let (left, right) = (self.placed(words, inner), self.placed(words, inner));
                format!("(({left}) {} ({right}))", self.operator())
            }
        }
    }

    fn operator(&mut self) -> String {
        let n = self.dice.pick(&["1", "2", "3", "5", "12", "255"]);
        match self.dice.below(12) {
            0..=3 => format!("{}{n}", self.dice.pick(&["w/", "NEAR/", "near/", "W/"])),
            4 | 5 => format!("{}{n}", self.dice.pick(&["pre/", "adj/", "onear/"])),
            6 | 7 => self.dice.pick(&["/s", "w/s"]).to_owned(),
            8 => self.dice.pick(&["/p", "w/p", "same"]).to_owned(),
            9 => "not /s".to_owned(),
            10 => "not /p".to_owned(),
            _ => format!("not w/{n}"),
        }
    }

    /// A word, phrase, wildcard or fuzzy word.
    fn leaf(&mut self, words: Words) -> String {
        match self.dice.below(17) {
            0 => self.dice.pick(WILDCARDS).to_owned(),
            1 => self.dice.pick(FUZZY).to_owned(),
            2 | 3 => format!("={}", self.quoted(words, 2)),
            4 => format!("={}", self.bare(words)),
            5 | 16 => self.phrase_with_a_pattern(words),
            6 => {
                let slop = self.dice.below(4);
                format!("{}~{slop}", self.phrase(words))
            }
            7..=9 => self.phrase(words),
            _ => self.bare(words),
        }
    }

    /// A phrase, exact or not, in which a word is wild or may be misspelt; where it stands is left to chance.
    fn phrase_with_a_pattern(&mut self, words: Words) -> String {
        let all = if self.dice.percent(70) {
            WILDCARDS
        } else {
            FUZZY
        };
        // Inside quotes an exclamation mark is punctuation.
        let pattern = self.dice.pick(all).trim_end_matches('!');
        let exact = if self.dice.percent(20) { "=" } else { "" };
        let phrase = self.phrase_words(words, 2);
        match self.dice.below(4) {
            0 => format!("{exact}\"{pattern} {phrase}\""),
            1 => format!("{exact}\"{pattern}\""),
            _ => format!("{exact}\"{phrase} {pattern}\""),
        }
    }

    /// A word without quotes.
    fn bare(&mut self, words: Words) -> String {
        match words {
            Words::Text => self.word(),
            Words::Names(number) => {
                let label = self.dice.pick(NAME_FIELDS[number].1);
                let all: Vec<&str> = label
                    .split([' ', '/'])
                    .filter(|word| word.chars().any(char::is_alphanumeric))
                    .collect();
                self.dice.pick(&all).to_owned()
            }
        }
    }

    fn phrase(&mut self, words: Words) -> String {
        self.quoted(words, 3)
    }

    fn quoted(&mut self, words: Words, most: usize) -> String {
        let phrase = self.phrase_words(words, most);
        match self.dice.below(8) {
            0 => format!("“{phrase}”"),
            1 => format!("«{phrase}»"),
            2 => format!("„{phrase}“"),
            _ => format!("\"{phrase}\""),
        }
    }

    /// Words for between quotes: most often some that stand in an article.
    fn phrase_words(&mut self, words: Words, most: usize) -> String {
        let count = self.dice.between(1, most);
        let text = match words {
            Words::Names(number) => self.dice.pick(NAME_FIELDS[number].1).to_owned(),
            Words::Text if self.dice.percent(30) => {
                return (0..count)
                    .map(|_| written(&mut self.dice))
                    .collect::<Vec<_>>()
                    .join(" ");
            }
            Words::Text => {
                let article = &self.articles[self.dice.below(self.articles.len())];
                let texts: Vec<&str> = std::iter::once(article.title.as_str())
                    .chain(article.body.iter().map(String::as_str))
                    .filter(|text| !text.is_empty())
                    .collect();
                self.dice.pick(&texts).to_owned()
            }
        };
        let all: Vec<&str> = text
            .split_whitespace()
            .map(bare_word)
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .collect();
        let from = self.dice.below(all.len());
        all[from..all.len().min(from + count)].join(" ")
    }
}

/// A word of a text without what stands around it.
fn bare_word(word: &str) -> &str {
    match word.find("U.S.") {
        Some(at) => &word[at..at + 4],
        None => word.trim_matches(|c: char| !c.is_alphanumeric()),
    }
}
