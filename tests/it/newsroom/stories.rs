//! Invents articles: hostile in small things, and short enough that a person can check one by hand.
//!
//! What goes out is a [`Newsroom`] of several commits, in which some articles are rewritten or repeated. Every word is one
//! of [`super::words`], so that a checker with that table alone can read it.

use morgue::article::{Article, ArticleId, DateSource, Origin};
use morgue::date::PubDate;

use super::Newsroom;
use super::dice::Dice;
use super::words::{TEXT, Word};

/// Sources, sections, bylines, places and the rest, made of words that questions ask for too.
pub const SOURCES: &[&str] = &["Xinhua", "The Miner", "Union Post", "Café Times"];
/// See [`SOURCES`].
pub const SECTIONS: &[&str] = &["World", "World / Strikes", "Union news", "the world"];
/// See [`SOURCES`].
pub const BYLINES: &[&str] = &["Ann O'Brien", "Li Na", "Ann Miner. Li O’Brien"];
/// See [`SOURCES`].
pub const PLACES: &[&str] = &["Tokyo", "东京", "Al-Qaida Town", "US"];
/// See [`SOURCES`].
pub const TAGS: &[&str] = &[
    "strike",
    "union strike",
    "e-mail",
    "world news",
    "flood",
    "news",
];
/// See [`SOURCES`].
pub const LANGS: &[&str] = &["en", "fr", "pt-BR"];
/// See [`SOURCES`].
pub const URLS: &[&str] = &[
    "https://example.org/news/strike-2015",
    "https://example.org/flood",
];

/// Dates of every precision, near one another so that ranges cut between them; one before 1677.
const DATES: &[&str] = &[
    "1605",
    "1984",
    "1984-03",
    "1984-03-12",
    "2015",
    "2015-12",
    "2015-12-17",
    "2015-12-17T16:44",
    "2015-12-17T16:44:36+08:00",
    "2015-12-18T00:10:00+08:00",
    "2015-12-17T23:30:00-11:00",
    "2015-12-31",
    "2016-01-01T00:30:00+14:00",
    "2016-02",
    "2016-02-29",
    "2100-12-31",
];

/// A newsroom of about `size` articles; `many` commits make the writer merge.
pub fn newsroom(dice: &mut Dice, size: usize, commits: usize) -> Newsroom {
    let mut room = Newsroom::new().threads(dice.between(1, 2));
    let mut written: Vec<Article> = Vec::new();
    for number in 0..size {
        let mut article = article(dice, number);
        match written.len() {
            0 => {}
            // A correction: the same id, another text.
            n if dice.percent(12) => article.id = written[dice.below(n)].id.clone(),
            // The same headline on another day.
            n if dice.percent(12) && !article.body.is_empty() => {
                article.title = written[dice.below(n)].title.clone();
            }
            // The same piece again under another name: it is left out.
            n if dice.percent(5) => {
                let before = written[dice.below(n)].clone();
                article = Article {
                    id: article.id,
                    ..before
                };
            }
            _ => {}
        }
        written.push(article.clone());
        room = room.story(article);
        if number % size.div_ceil(commits) == 0 {
            room = room.commit();
        }
    }
    room
}

fn article(dice: &mut Dice, number: usize) -> Article {
    let label = |dice: &mut Dice, all: &[&str], chance: usize| {
        dice.percent(chance).then(|| dice.pick(all).to_owned())
    };
    let title = if dice.percent(2) {
        // So long that the copies of the title alone are.
        let words = dice.between(110, 130);
        run(dice, words)
    } else if dice.percent(90) {
        title(dice)
    } else {
        String::new()
    };
    let mut body: Vec<String> = (0..dice.below(4)).map(|_| paragraph(dice)).collect();
    if dice.percent(6) {
        // A first sentence so long that the copies of title and lead that ranking uses are cut.
        let words = dice.between(110, 150);
        body.insert(0, sentence(dice, words));
    }
    if title.is_empty() && body.is_empty() {
        body.push(paragraph(dice));
    }
    let mut tags: Vec<String> = (0..dice.below(4))
        .map(|_| dice.pick(TAGS).to_owned())
        .collect();
    tags.sort();
    tags.dedup();
    let published = dice
        .percent(85)
        .then(|| PubDate::parse(dice.pick(DATES)).expect("the dates above are dates"));
    Article {
        // Ids in another order than articles are written in, since ties are broken by id.
        id: ArticleId::new(&format!("n{:02}-{number}", (number * 37) % 100))
            .expect("it is not empty"),
        title,
        body,
        date_source: published.map(|_| DateSource::Field),
        published,
        source: label(dice, SOURCES, 80),
        section: label(dice, SECTIONS, 60),
        byline: label(dice, BYLINES, 50),
        place: label(dice, PLACES, 50),
        url: label(dice, URLS, 40),
        lang: label(dice, LANGS, 60),
        tags,
        extra: serde_json::Map::new(),
        origin: Origin {
            archive: "invented.jsonl".to_owned(),
            member: None,
            line: None,
            record: number as u64 + 1,
        },
    }
}

fn title(dice: &mut Dice) -> String {
    let words = dice.between(1, 7);
    let title = run(dice, words);
    if dice.percent(8) {
        title.to_uppercase()
    } else {
        title
    }
}

fn paragraph(dice: &mut Dice) -> String {
    let sentences: Vec<String> = (0..dice.between(1, 5))
        .map(|_| {
            let words = dice.between(1, 12);
            sentence(dice, words)
        })
        .collect();
    sentences.join(" ")
}

/// Words, and what ends a sentence; one that begins with a small letter does not end the one before it.
fn sentence(dice: &mut Dice, words: usize) -> String {
    let mut text = run(dice, words);
    if dice.percent(85) {
        text = capitalized(&text);
    }
    let ends_itself = text.ends_with("U.S.");
    match dice.below(10) {
        0 => text.push('!'),
        1 => text.push('?'),
        2 => {
            text.insert(0, '“');
            text.push_str(".”");
        }
        _ if ends_itself => {}
        _ => text.push('.'),
    }
    text
}

/// Words with what stands between them in newspapers.
fn run(dice: &mut Dice, words: usize) -> String {
    let mut text = String::new();
    for n in 0..words {
        if n > 0 {
            text.push(' ');
        }
        let word = written(dice);
        match dice.below(60) {
            0 => text.extend(["(", &word, ")"]),
            1 => text.extend(["“", &word, "”"]),
            2..=4 if n + 1 < words => text.extend([word.as_str(), ","]),
            5 if n + 1 < words => text.extend([word.as_str(), " --"]),
            _ => text.push_str(&word),
        }
    }
    text
}

/// A word of the vocabulary as one of the ways to write it.
pub fn written(dice: &mut Dice) -> String {
    let frequent = 12;
    let word = &TEXT[if dice.percent(65) {
        dice.below(frequent)
    } else {
        dice.below(TEXT.len())
    }];
    spelt(dice, word)
}

fn spelt(dice: &mut Dice, word: &Word) -> String {
    if matches!(word.written, "us" | "u.s.") {
        let forms: &[&str] = if word.written == "us" {
            &["us", "us", "US", "Us"]
        } else {
            &["U.S."]
        };
        return dice.pick(forms).to_owned();
    }
    let mut text = word.written.to_owned();
    if dice.percent(15) {
        text = text.replace('\'', "’");
    }
    // What a typesetter leaves at the places where a word may be divided.
    if dice.percent(4)
        && text.is_ascii()
        && text.len() >= 6
        && text.bytes().all(|b| b.is_ascii_lowercase())
    {
        text.insert(text.len() / 2, '\u{AD}');
    }
    match dice.below(20) {
        0 | 1 => capitalized(&text),
        2 => text.to_uppercase(),
        _ => text,
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}
