//! What is searched in ways of its own because there is so much of it: the commonest words, many words at once, wide ranges.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};
use morgue::search::{Matcher, Request};

use crate::newsroom::dice::{Dice, FIXED_SEED, new_seed};
use crate::newsroom::{Newsroom, OpenNewsroom, request, understood};

/// Common words, words that are made of common words, and a few others.
const COMMON: [&str; 14] = [
    "of", "the", "to", "in", "it", "is", "I-T", "to-be", "I.T.", "U.S.", "us", "harbour", "of.",
    "The",
];

fn prose(dice: &mut Dice, words: &[&str], length: usize) -> String {
    let mut text = String::new();
    for _ in 0..length {
        text.push_str(dice.pick(words));
        text.push_str(if dice.percent(5) { "\n\n" } else { " " });
    }
    text
}

#[test]
fn a_phrase_of_common_words_is_found_wherever_it_stands_and_nowhere_else() {
    for seed in [FIXED_SEED, new_seed()] {
        let mut dice = Dice::new(seed);
        let mut room = Newsroom::new();
        for number in 0..60 {
            let (title, body) = (prose(&mut dice, &COMMON, 3), dice.between(1, 40));
            let body = prose(&mut dice, &COMMON, body);
            let body: Vec<&str> = body.split("\n\n").collect();
            room = room.article(|a| a.title(&title.replace("\n\n", " ")).body(&body));
            if number % 25 == 24 {
                room = room.commit();
            }
        }
        let room = room.open();
        for _ in 0..400 {
            let length = dice.between(2, 5);
            let phrase = prose(&mut dice, &COMMON, length).replace("\n\n", " ");
            let text = match dice.below(6) {
                0 => format!("title:\"{phrase}\""),
                1 => format!("=\"{phrase}\""),
                2 => format!("harbour -\"{phrase}\""),
                3 => format!("\"{phrase}\" /s harbour"),
                _ => format!("\"{phrase}\""),
            };
            let query = understood(&text);
            let matcher = Matcher::new(&query);
            let matching = room
                .articles()
                .iter()
                .filter(|a| matcher.marks(a).is_some());
            let expected: BTreeSet<String> = matching.map(|a| a.id.to_string()).collect();
            let found: BTreeSet<String> = room.ids(&request(query)).into_iter().collect();
            assert_eq!(found, expected, "seed {seed}: {text}");
        }
    }
}

/// Ten thousand short articles of words from a hundred, some of them rare; more than is added up at a time.
fn crowd(dice: &mut Dice, words: &[String]) -> OpenNewsroom {
    let mut room = Newsroom::new();
    for number in 0..10_000 {
        let mut body = String::new();
        for _ in 0..dice.between(1, 12) {
            let most = dice.between(1, words.len());
            body.push_str(&words[dice.below(most)]);
            body.push(' ');
        }
        let (year, day) = (dice.between(1990, 1999), dice.between(1, 28));
        let date = format!("{year}-03-{day:02}");
        room = room.article(|a| {
            a.title(&format!("number {number}"))
                .body(&[&body])
                .published(&date)
        });
        if number == 6_000 {
            room = room.commit();
        }
    }
    room.open()
}

#[test]
fn the_best_for_many_words_are_the_first_of_all_and_all_are_found() {
    for seed in [FIXED_SEED, new_seed()] {
        let mut dice = Dice::new(seed);
        let words: Vec<String> = (0..100).map(|n| format!("w{n}x")).collect();
        let room = crowd(&mut dice, &words);
        for _ in 0..25 {
            let chosen: BTreeSet<&String> = (0..dice.between(5, 120))
                .map(|_| &words[dice.below(words.len())])
                .collect();
            let any: Vec<&str> = chosen.iter().map(|word| word.as_str()).collect();
            let query = understood(&any.join(" OR "));
            let whole = room.ids(&request(query.clone()));
            let has = |body: &[String]| {
                body.iter()
                    .any(|part| part.split(' ').any(|word| any.contains(&word)))
            };
            let expected = room.articles().iter().filter(|a| has(&a.body)).count();
            assert_eq!(whole.len(), expected, "seed {seed}: {any:?}");
            let first = Request {
                limit: Some(10),
                ..request(query.clone())
            };
            assert_eq!(room.ids(&first), whole[..10], "seed {seed}: {any:?}");
            // With words that no article has, it takes the way of many words, which ends alike.
            let more: Vec<String> = (0..13).map(|n| format!("absent{n}")).collect();
            let more = format!("{} OR {}", any.join(" OR "), more.join(" OR "));
            assert_eq!(
                room.ids(&request(understood(&more))),
                whole,
                "seed {seed}: {any:?}"
            );
            // Leaving out many is leaving out each.
            let none = format!(
                "* {}",
                any.iter()
                    .map(|word| format!("-{word}"))
                    .collect::<Vec<_>>()
                    .join(" ")
            );
            assert_eq!(
                room.ids(&request(understood(&none))).len(),
                room.articles().len() - whole.len(),
                "seed {seed}: {any:?}"
            );
        }
    }
}

#[test]
fn a_range_of_days_leaves_what_lies_in_it_however_coarse_the_other_dates_are() {
    for seed in [FIXED_SEED, new_seed()] {
        let mut dice = Dice::new(seed);
        let mut room = Newsroom::new();
        for number in 0..300 {
            let (year, month, day) = (
                dice.between(1985, 2005),
                dice.between(1, 12),
                dice.between(1, 28),
            );
            let date = match dice.below(12) {
                0 => format!("{year}"),
                1 | 2 => format!("{year}-{month:02}"),
                3 => String::new(),
                4 => format!("{year}-{month:02}-{day:02}T23:30:00-11:00"),
                5 => format!("{year}-{month:02}-{day:02}T00:30:00+13:00"),
                _ => format!("{year}-{month:02}-{day:02}"),
            };
            room = room.article(|a| {
                let a = a.title(&format!("storm {number}")).body(&["flood"]);
                if date.is_empty() {
                    a
                } else {
                    a.published(&date)
                }
            });
            if number % 90 == 89 {
                room = room.commit();
            }
        }
        let room = room.open();
        for _ in 0..200 {
            let year = i32::try_from(dice.between(1985, 2005)).expect("a year");
            let from =
                NaiveDate::from_yo_opt(year, u32::try_from(dice.between(1, 365)).expect("a day"));
            let from = from.expect("every year has 365 days");
            let to = from + chrono::Days::new(dice.below(3_000) as u64);
            let query = understood(&format!("storm date:{from}..{to}"));
            let inside = room.articles().iter().filter(|a| {
                a.published
                    .is_some_and(|date| date.first_day() <= to && date.last_day() >= from)
            });
            let expected: BTreeSet<String> = inside.map(|a| a.id.to_string()).collect();
            let found: BTreeSet<String> = room.ids(&request(query.clone())).into_iter().collect();
            assert_eq!(found, expected, "seed {seed}: {from}..{to}");
            let counted = room.searcher().count(&query, None).expect("it is counted");
            assert_eq!(
                counted.0,
                expected.len() as u64,
                "seed {seed}: {from}..{to}"
            );
        }
    }
}

#[test]
fn the_best_for_a_word_in_a_range_are_the_first_of_all_that_lie_in_it() {
    for seed in [FIXED_SEED, new_seed()] {
        let mut dice = Dice::new(seed);
        let words: Vec<String> = (0..10).map(|n| format!("w{n}x")).collect();
        let room = crowd(&mut dice, &words);
        let years: HashMap<&str, i32> = room
            .articles()
            .iter()
            .filter_map(|a| Some((a.id.as_str(), a.published?.first_day().year())))
            .collect();
        for _ in 0..40 {
            let word = &words[dice.below(3)];
            let from = i32::try_from(dice.between(1989, 1999)).expect("a year");
            let to = from + i32::try_from(dice.below(9)).expect("a few years");
            let all = room.ids(&request(understood(word)));
            let inside = all
                .iter()
                .filter(|id| (from..=to).contains(&years[id.as_str()]));
            let expected: Vec<&String> = inside.take(10).collect();
            let first = Request {
                limit: Some(10),
                ..request(understood(&format!("{word} date:{from}..{to}")))
            };
            let found = room.ids(&first);
            assert_eq!(
                found.iter().collect::<Vec<_>>(),
                expected,
                "seed {seed}: {word} {from}..{to}"
            );
        }
    }
}
