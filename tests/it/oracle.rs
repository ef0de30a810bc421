//! Three readings of a query agree: the engine's, the matcher's, and one by plain counting ([`naive`]).
//!
//! Articles and questions are invented, half of them from one fixed seed and half from another, or from a new one with
//! `MORGUE_SEED=new`. The seeds are printed in any case (`--nocapture` shows them of what succeeds), and a failure says how
//! to replay it and which is the smallest part of the query that fails. [`kinds`] sees that every part of the language
//! was asked for, in a way that could have gone wrong.

mod kinds;
mod many;
mod naive;
mod order;

use std::collections::BTreeSet;

use morgue::article::Article;
use morgue::search::{Marks, Matcher, Passage, Query, passages};

use crate::newsroom::dice::{Dice, FIXED_SEED, cases, new_seed};
use crate::newsroom::questions::Questions;
use crate::newsroom::{Newsroom, OpenNewsroom, request, stories, understood};
use kinds::Tally;
use naive::{Naive, Spot, Spots};

/// Questions asked of one newsroom, and in a long run: an index costs as much as two hundred questions.
const QUESTIONS: usize = 250;
const QUESTIONS_OF_MANY: usize = 600;

#[test]
fn engine_matcher_and_plain_counting_agree_on_the_same_articles_every_day() {
    agree(FIXED_SEED, cases(5_000));
}

#[test]
fn engine_matcher_and_plain_counting_agree_on_articles_of_another_seed() {
    agree(new_seed(), cases(5_000));
}

/// Asks so many questions of as many newsrooms as that takes.
fn agree(seed: u64, cases: usize) {
    let (mut hits, mut tally) = (0, Tally::default());
    let each = if cases > 10_000 {
        QUESTIONS_OF_MANY
    } else {
        QUESTIONS.min(cases)
    };
    for number in 0..cases.div_ceil(each) {
        let mut dice = Dice::of_part(seed, number);
        let (size, commits) = (dice.between(10, 40), dice.between(1, 12));
        let room = stories::newsroom(&mut dice, size, commits).open();
        let naive: Vec<Naive> = room.articles().iter().map(Naive::new).collect();
        let mut questions = Questions::new(dice, room.articles());
        for _ in 0..each.min(cases - number * each) {
            let text = if questions.dice.percent(25) {
                questions.plain()
            } else {
                questions.any()
            };
            let query = understood(&text);
            match compare(&room, &naive, &query) {
                Ok(found) => {
                    hits += found;
                    tally.add(&query, found, room.articles().len());
                }
                Err(_) => panic!(
                    "seed {seed}, newsroom {number}: `{text}`\n{}\nto replay: MORGUE_SEED={seed} MORGUE_CASES={} \
                     cargo test --test it oracle::engine",
                    smallest_failure(&room, &naive, &query),
                    2 * cases.max(5_000)
                ),
            }
        }
    }
    println!("seed {seed}: {cases} questions, {hits} hits, every mark as counted");
    assert!(
        hits > cases,
        "questions that find nothing prove nothing: {hits} hits in {cases} cases"
    );
    if cases >= 2_000 {
        tally.assert_all_kinds(cases / 1_000);
    }
}

/// The failure of the smallest part of the query that fails by itself.
fn smallest_failure(room: &OpenNewsroom, naive: &[Naive], query: &Query) -> String {
    let mut parts = Vec::new();
    query.walk(&mut |part, _| parts.push(part));
    parts.sort_by_key(|part| part.clauses());
    parts
        .into_iter()
        .find_map(|part| compare(room, naive, part).err())
        .expect("the whole query fails")
}

/// Compares the three readings of a query over all articles; says how many are found, or what differs.
fn compare(room: &OpenNewsroom, naive: &[Naive], query: &Query) -> Result<usize, String> {
    let found = room.found(query);
    let matcher = Matcher::new(query);
    let (count, _) = room.count(query, None);
    if count != found.len() as u64 {
        return Err(format!(
            "`{query}`: {count} are counted, {} are found",
            found.len()
        ));
    }
    for (article, naive) in room.articles().iter().zip(naive) {
        let answers = [
            found.contains(article.id.as_str()),
            matcher.accepts(article),
            naive.accepts(query),
        ];
        if answers != [answers[0]; 3] {
            let [engine, matcher, counting] = answers;
            return Err(format!(
                "`{query}`: engine {engine}, matcher {matcher}, plain counting {counting} on {}",
                printed(article)
            ));
        }
        let marks = matcher.marks(article);
        if marks.is_some() != answers[0] {
            return Err(format!(
                "`{query}`: accepted but not marked, or the reverse, on {}",
                printed(article)
            ));
        }
        if let Some(marks) = marks {
            check_marks(article, &marks, &naive.marks(query))
                .and_then(|()| check_passages(article, &marks, &passages(article, &marks, 3)))
                .map_err(|wrong| format!("`{query}`: {wrong} on {}", printed(article)))?;
        }
    }
    Ok(found.len())
}

fn printed(article: &Article) -> String {
    serde_json::to_string_pretty(article).expect("an article is JSON")
}

/// The matcher's marks are exactly the words that take part by plain counting.
fn check_marks(article: &Article, marks: &Marks, expected: &Spots) -> Result<(), String> {
    let mut spots = Spots::new();
    let mut put =
        |spot, range: &std::ops::Range<usize>| spots.entry(spot).or_default().push(range.clone());
    marks
        .title
        .iter()
        .for_each(|mark| put(Spot::Title, &mark.range));
    marks
        .body
        .iter()
        .for_each(|(n, mark)| put(Spot::Body(*n), &mark.range));
    for (field, list) in &marks.fields {
        list.iter()
            .for_each(|mark| put(Spot::Other(*field), &mark.range));
    }
    if spots == *expected {
        return Ok(());
    }
    let words = |spots: &Spots| {
        let mut all = Vec::new();
        for (spot, ranges) in spots {
            let text = match *spot {
                Spot::Title => article.title.as_str().into(),
                Spot::Body(n) => article.body[n].as_str().into(),
                Spot::Other(field) => field.text(article),
            };
            all.extend(
                ranges
                    .iter()
                    .map(|r| format!("{spot:?} {r:?} {:?}", text.get(r.clone()))),
            );
        }
        all.join("\n  ")
    };
    Err(format!(
        "marked are\n  {}\nbut not\n  {}\n",
        words(&spots),
        words(expected)
    ))
}

/// Passages are few, whole, in order, and marked where the article is.
fn check_passages(article: &Article, marks: &Marks, passages: &[Passage]) -> Result<(), String> {
    let wrong =
        |what: &str, passage: &Passage| Err(format!("{what}: {passage:?} of {passages:#?}"));
    if passages.len() > 3 {
        return Err(format!("{} passages were asked for 3", passages.len()));
    }
    if passages.is_empty() && !article.body.is_empty() {
        return Err("nothing of the body is shown".to_owned());
    }
    let mut behind = (0, 0);
    for passage in passages {
        let text = &passage.text;
        let in_order = passage
            .marks
            .windows(2)
            .all(|pair| pair[0].end <= pair[1].start);
        if !in_order
            || passage
                .marks
                .iter()
                .any(|mark| mark.is_empty() || text.get(mark.clone()).is_none())
        {
            return wrong(
                "marks are not sorted, disjoint and on char boundaries",
                passage,
            );
        }
        if passage.marks.is_empty() && !marks.body.is_empty() {
            return wrong("a passage without a mark", passage);
        }
        let Some(place) = place_of(article, marks, passage, behind) else {
            return wrong(
                "behind the one before it, the article has no such text so marked",
                passage,
            );
        };
        behind = place;
    }
    Ok(())
}

/// The paragraph and byte at which a passage ends that stands, with exactly the marks that the article has there, not
/// before `behind`.
fn place_of(
    article: &Article,
    marks: &Marks,
    passage: &Passage,
    behind: (usize, usize),
) -> Option<(usize, usize)> {
    let paragraph = article.body.get(passage.paragraph)?;
    // Invented articles have no dots like those that stand where a sentence was cut.
    let shown = passage.text.trim_matches('…');
    let before = passage.text.find(shown)?;
    let marks_within = |at: usize| {
        marks
            .body
            .iter()
            .map(|(number, mark)| (*number, mark.range.clone()))
            .filter(|(number, mark)| {
                *number == passage.paragraph && at <= mark.start && mark.end <= at + shown.len()
            })
            .map(|(_, mark)| mark.start - at + before..mark.end - at + before)
            .collect::<Vec<_>>()
    };
    paragraph
        .char_indices()
        .map(|(at, _)| at)
        .filter(|&at| (passage.paragraph, at) >= behind && paragraph[at..].starts_with(shown))
        .find(|&at| marks_within(at) == passage.marks)
        .map(|at| (passage.paragraph, at + shown.len()))
}

/// What is shown of a hit is what the matcher marks, whatever way the hit was fetched.
#[test]
fn a_hit_carries_the_marks_of_the_matcher() {
    let mut dice = Dice::new(FIXED_SEED);
    let room = stories::newsroom(&mut dice, 40, 4).open();
    let mut questions = Questions::new(dice, room.articles());
    let mut hits = 0;
    for _ in 0..cases(200) {
        let query = understood(&questions.any());
        let matcher = Matcher::new(&query);
        let mut results = room
            .searcher()
            .search(&request(query.clone()))
            .expect("it is answered");
        while let Some(hit) = results.next_hit().expect("the index can be read") {
            hits += 1;
            assert_eq!(hit.rank, hits - (hits - hit.rank), "ranks count from 1");
            let stored = room.articles().iter().find(|a| a.id == hit.article.id);
            assert_eq!(
                stored,
                Some(&hit.article),
                "an article comes out as it went in"
            );
            let marks = matcher.marks(&hit.article).expect("a hit matches");
            let title: Vec<_> = marks.title.iter().map(|mark| mark.range.clone()).collect();
            assert_eq!(hit.title_marks, title, "`{query}`");
            assert_eq!(hit.passages, passages(&hit.article, &marks, 3), "`{query}`");
            assert_eq!(hit.body_marks, marks.body.len(), "`{query}`");
        }
    }
    assert!(hits > 500, "{hits} hits");
}

/// Marks of the text and of its lead that overlap are one, which may reach into the next sentence.
#[test]
fn a_passage_has_the_marks_that_two_sentences_share() {
    let room = Newsroom::new()
        .article(|a| a.title("Rain").body(&["A flood US. In town it rained."]))
        .open();
    let query = understood("lead:\"flood* US\" \"US in\" rained");
    let article = &room.articles()[0];
    let marks = Matcher::new(&query).marks(article).expect("it matches");
    let shown = passages(article, &marks, 3);
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert_eq!(shown[0].marks, [2..14, 23..29], "{shown:?}");
}

/// A word that only stands in a part that is left out is not marked, wherever else the article has it.
#[test]
fn nothing_is_marked_that_is_only_asked_for_in_a_negated_part() {
    let room = Newsroom::new()
        .article(|a| {
            a.title("Miners strike")
                .body(&["The union met. A flood came. The miners strike again."])
        })
        .open();
    for (query, marked) in [
        ("strike -(union flood town)", &["strike", "strike"][..]),
        ("strike -\"union flood\"", &["strike", "strike"]),
        ("strike not w/2 union", &["strike", "strike"]),
        (
            "miners (strike OR -union)",
            &["miners", "strike", "miners", "strike"],
        ),
        ("title:strike -lead:town", &["strike"]),
    ] {
        let query = understood(query);
        let article = &room.articles()[0];
        let marks = Matcher::new(&query)
            .marks(article)
            .unwrap_or_else(|| panic!("`{query}` matches"));
        let title = marks
            .title
            .iter()
            .map(|m| article.title[m.range.clone()].to_lowercase());
        let body = marks
            .body
            .iter()
            .map(|(n, m)| article.body[*n][m.range.clone()].to_lowercase());
        let words: Vec<String> = title.chain(body).collect();
        assert_eq!(words, marked, "`{query}`");
    }
}

/// In `"c* covid"` the second word has to be *covid*: that a c begins *covid-19* too says nothing there.
#[test]
fn a_mark_is_as_long_as_what_its_place_in_the_phrase_asks_for() {
    let room = Newsroom::new()
        .article(|a| a.title("Covid covid-19"))
        .open();
    let article = &room.articles()[0];
    for (query, marked) in [
        ("\"c* covid\"", "Covid covid"),
        ("\"covid covid-19\"", "Covid covid-19"),
        ("\"covid c*\"", "Covid covid-19"),
    ] {
        let marks = Matcher::new(&understood(query))
            .marks(article)
            .unwrap_or_else(|| panic!("`{query}` matches"));
        let marked_here: Vec<_> = marks
            .title
            .iter()
            .map(|mark| &article.title[mark.range.clone()])
            .collect();
        assert_eq!(marked_here, [marked], "`{query}`");
    }
}

/// The same ids, however they are asked for.
fn all_ids(room: &OpenNewsroom) -> BTreeSet<String> {
    room.articles().iter().map(|a| a.id.to_string()).collect()
}

#[test]
fn a_star_finds_every_article_that_was_not_replaced() {
    let mut dice = Dice::new(FIXED_SEED);
    for commits in [1, 3, 12] {
        let room = stories::newsroom(&mut dice, 36, commits).open();
        assert_eq!(room.set("*"), all_ids(&room));
    }
}
