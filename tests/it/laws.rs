//! Laws of the language: what holds for every query and every archive.
//!
//! The laws on sets are tried on invented articles ([`crate::newsroom::stories`]).

use std::collections::BTreeSet;

use morgue::index::Field;
use morgue::search::{Joining, Query, Reading, parse, parse_lenient};

use crate::newsroom::dice::{Dice, FIXED_SEED, cases, new_seed};
use crate::newsroom::questions::Questions;
use crate::newsroom::{Newsroom, OpenNewsroom, reading, stories, understood};

type Set = BTreeSet<String>;

/// Calls `check` so many times, on newsrooms of a fixed and of a new seed; the seed is printed where it fails.
fn on_newsrooms(times: usize, check: impl Fn(&OpenNewsroom, &mut Questions)) {
    const EACH: usize = 100;
    for seed in [FIXED_SEED, new_seed()] {
        for number in 0..times.div_ceil(2 * EACH) {
            let mut dice = Dice::of_part(seed, number);
            let room = stories::newsroom(&mut dice, 40, 3).open();
            let mut questions = Questions::new(dice, room.articles());
            for _ in 0..EACH {
                let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                    check(&room, &mut questions)
                }));
                if let Err(reason) = outcome {
                    eprintln!("seed {seed}, newsroom {number}");
                    std::panic::resume_unwind(reason);
                }
            }
        }
    }
}

/// Every article: a length of nothing or more.
const EVERYTHING: &str = "words:>=0";

fn all(room: &OpenNewsroom) -> Set {
    room.articles().iter().map(|a| a.id.to_string()).collect()
}

#[test]
fn a_printed_query_reads_as_the_query_it_was() {
    let mut dice = Dice::new(new_seed());
    let seed = dice.next();
    let mut dice = Dice::new(seed);
    let articles = stories::newsroom(&mut dice, 30, 1).open();
    let mut questions = Questions::new(dice, articles.articles());
    for _ in 0..cases(20_000) {
        let text = questions.any();
        let query = understood(&text);
        let printed = query.to_string();
        assert_eq!(
            understood(&printed),
            query,
            "seed {seed}: `{text}` printed as `{printed}`"
        );
        assert_eq!(
            understood(&printed).to_string(),
            printed,
            "seed {seed}: `{text}`"
        );
    }
}

#[test]
fn a_query_read_with_any_of_its_words_prints_as_one_that_says_so() {
    let mut dice = Dice::new(FIXED_SEED);
    let articles = stories::newsroom(&mut dice, 30, 1).open();
    let mut questions = Questions::new(dice, articles.articles());
    let any = Reading {
        joining: Joining::Any,
        limits: morgue::search::QueryLimits::USUAL,
        ..reading()
    };
    for _ in 0..cases(2_000) {
        let text = format!(
            "{} {} {}",
            questions.word(),
            questions.any(),
            questions.word()
        );
        let query = parse(&text, any)
            .unwrap_or_else(|e| panic!("`{text}`: {e}"))
            .query;
        assert_eq!(
            understood(&query.to_string()),
            query,
            "`{text}` printed as `{query}`"
        );
    }
}

/// What `search::query` promises of every tree.
#[test]
fn a_tree_keeps_its_invariants() {
    let mut dice = Dice::new(FIXED_SEED);
    let articles = stories::newsroom(&mut dice, 30, 1).open();
    let mut questions = Questions::new(dice, articles.articles());
    for _ in 0..cases(5_000) {
        check_tree(&understood(&questions.any()));
    }
    for text in [
        "(a b) w/5 c",
        "(a OR (b c)) w/5 d",
        "a w/5 (b OR (c (d OR (e f))))",
        "atleast2(a OR (b c))",
        "a not w/5 (b OR (c d))",
        "title:((a b) pre/2 (c OR d))",
        "--a",
        "NOT NOT (a (b c))",
    ] {
        check_tree(&understood(text));
    }
}

fn check_tree(query: &Query) {
    let whole = query.to_string();
    query.walk(&mut |part, _| match part {
        Query::And(parts) => {
            assert!(parts.len() >= 2, "`{whole}`");
            assert!(
                !parts.iter().any(|p| matches!(p, Query::And(_))),
                "`{whole}`"
            );
        }
        Query::Or(parts) => {
            assert!(parts.len() >= 2, "`{whole}`");
            assert!(
                !parts.iter().any(|p| matches!(p, Query::Or(_))),
                "`{whole}`"
            );
        }
        Query::Not(inner) => assert!(!matches!(**inner, Query::Not(_)), "`{whole}`"),
        Query::AtLeast { of, .. } => check_placed(of, &whole),
        Query::Near(_) | Query::Apart(_) => check_placed(part, &whole),
        Query::Leaf(leaf) => assert!(!leaf.slots.is_empty(), "`{whole}`"),
        Query::All | Query::When(_) | Query::Length(_) => {}
    });
}

/// Only words, phrases, `OR` and further proximities, all in one field.
fn check_placed(query: &Query, whole: &str) {
    let mut fields: Vec<Field> = Vec::new();
    query.walk(&mut |part, _| match part {
        Query::Leaf(leaf) => fields.push(leaf.field),
        Query::Or(_) | Query::Near(_) | Query::Apart(_) => {}
        other => panic!("`{other}` has no places, but stands in `{query}` in `{whole}`"),
    });
    fields.dedup();
    assert_eq!(fields.len(), 1, "`{query}` in `{whole}`");
}

#[test]
fn not_turns_and_into_or_and_back() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, b) = (questions.any(), questions.any());
        assert_eq!(
            room.set(&format!("{EVERYTHING} -(({a}) OR ({b}))")),
            room.set(&format!("{EVERYTHING} -({a}) -({b})")),
            "neither `{a}` nor `{b}`"
        );
        assert_eq!(
            room.set(&format!("{EVERYTHING} -(({a}) ({b}))")),
            room.set(&format!("{EVERYTHING} (-({a}) OR -({b}))")),
            "not both `{a}` and `{b}`"
        );
    });
}

#[test]
fn not_twice_is_not_at_all_and_once_is_all_the_rest() {
    on_newsrooms(cases(1_000), |room, questions| {
        let a = questions.any();
        let found = room.set(&a);
        assert_eq!(room.set(&format!("NOT NOT ({a})")), found, "`{a}`");
        assert_eq!(room.set(&format!("{EVERYTHING} -(-({a}))")), found, "`{a}`");
        let rest = room.set(&format!("{EVERYTHING} -({a})"));
        assert!(rest.is_disjoint(&found), "`{a}`");
        assert_eq!(&rest | &found, all(room), "`{a}`");
        assert_eq!(
            room.set(&format!("{EVERYTHING} -({EVERYTHING} -({a}))")),
            found,
            "`{a}`"
        );
    });
}

#[test]
fn a_star_without_a_word_is_everything_else() {
    on_newsrooms(cases(200), |room, questions| {
        let a = questions.any();
        assert_eq!(
            room.set(&format!("* -({a})")),
            &all(room) - &room.set(&a),
            "`{a}`"
        );
    });
}

#[test]
fn and_is_what_is_in_both_and_or_what_is_in_either() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, b) = (questions.any(), questions.any());
        let (in_a, in_b) = (room.set(&a), room.set(&b));
        assert_eq!(
            room.set(&format!("({a}) ({b})")),
            &in_a & &in_b,
            "`{a}` and `{b}`"
        );
        assert_eq!(
            room.set(&format!("({b}) ({a})")),
            &in_a & &in_b,
            "`{b}` and `{a}`"
        );
        assert_eq!(
            room.set(&format!("({a}) OR ({b})")),
            &in_a | &in_b,
            "`{a}` or `{b}`"
        );
        assert_eq!(
            room.set(&format!("({a}) -({b})")),
            &in_a - &in_b,
            "`{a}` not `{b}`"
        );
    });
}

#[test]
fn another_word_never_adds_hits_and_an_alternative_never_takes_any() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, word) = (questions.any(), questions.word());
        let found = room.set(&a);
        assert!(
            room.set(&format!("({a}) {word}")).is_subset(&found),
            "`{a}` with `{word}`"
        );
        assert!(
            room.set(&format!("({a}) OR {word}")).is_superset(&found),
            "`{a}` or `{word}`"
        );
    });
}

#[test]
fn a_wider_reach_finds_all_that_a_narrower_one_does() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, b) = (questions.word(), questions.word());
        let chain = [
            format!("\"{a} {b}\""),
            format!("{a} pre/1 {b}"),
            format!("{a} pre/3 {b}"),
            format!("{a} w/3 {b}"),
            format!("{a} w/5 {b}"),
            format!("{a} w/255 {b}"),
            // Invented paragraphs are shorter than 255 words.
            format!("{a} /p {b}"),
            format!("{a} {b}"),
        ];
        let sets: Vec<Set> = chain.iter().map(|query| room.set(query)).collect();
        for (n, pair) in sets.windows(2).enumerate() {
            assert!(
                pair[0].is_subset(&pair[1]),
                "`{}` and `{}`",
                chain[n],
                chain[n + 1]
            );
        }
        let sentence = room.set(&format!("{a} /s {b}"));
        assert!(sentence.is_subset(&sets[6]), "`{a} /s {b}`");
    });
}

#[test]
fn w_n_does_not_care_which_comes_first_and_pre_n_does() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, b) = (questions.place(), questions.place());
        for reach in ["w/1", "w/4", "/s", "/p"] {
            let forth = room.set(&format!("({a}) {reach} ({b})"));
            assert_eq!(
                forth,
                room.set(&format!("({b}) {reach} ({a})")),
                "`{a}` {reach} `{b}`"
            );
        }
        let either_order = |a: &str, b: &str| {
            &room.set(&format!("({a}) pre/4 ({b})")) | &room.set(&format!("({b}) pre/4 ({a})"))
        };
        // Of nearness in nearness one may stand in the other: then neither comes first.
        let any = room.set(&format!("({a}) w/4 ({b})"));
        assert!(
            either_order(&a, &b).is_subset(&any),
            "`{a}` within 4 of `{b}`"
        );
        let (a, b) = (questions.word(), questions.word());
        let any = room.set(&format!("({a}) w/4 ({b})"));
        assert_eq!(either_order(&a, &b), any, "`{a}` within 4 of `{b}`");
    });
}

/// Words of which none is part of another.
const APART: [&str; 8] = [
    "strike",
    "miner",
    "union",
    "flood",
    "the",
    "of",
    "obrien",
    "watergate",
];

#[test]
fn a_chain_in_a_sentence_or_paragraph_does_not_care_for_its_order() {
    on_newsrooms(cases(600), |room, questions| {
        let mut words = APART.map(str::to_owned);
        questions.shuffle(&mut words);
        let [a, b, c, d, ..] = words;
        for reach in ["/s", "/p"] {
            let chain = room.set(&format!("{a} {reach} {b} {reach} {c} {reach} {d}"));
            for (a, b, c, d) in [(&d, &c, &b, &a), (&b, &d, &a, &c), (&c, &a, &d, &b)] {
                for text in [
                    format!("{a} {reach} {b} {reach} {c} {reach} {d}"),
                    format!("({a} {reach} {b}) {reach} ({c} {reach} {d})"),
                    format!("{a} {reach} ({b} {reach} ({c} {reach} {d}))"),
                ] {
                    assert_eq!(chain, room.set(&text), "`{text}`");
                }
            }
        }
    });
}

/// `price w/5 oil w/5 crude` finds "price of crude oil".
#[test]
fn what_stands_between_two_that_are_near_is_near_them() {
    on_newsrooms(cases(600), |room, questions| {
        let mut words = APART.map(str::to_owned);
        questions.shuffle(&mut words);
        let [a, b, c, ..] = words;
        let in_a_row = room.set(&format!("{a} pre/3 {c} pre/3 {b}"));
        for text in [
            format!("{a} w/6 {b} w/3 {c}"),
            format!("{c} w/3 ({a} w/6 {b})"),
            format!("({a} pre/6 {b}) w/3 {c}"),
        ] {
            let found = room.set(&text);
            assert!(in_a_row.is_subset(&found), "`{text}`");
        }
    });
}

#[test]
fn where_one_is_not_near_the_other_it_is_there_all_the_same() {
    on_newsrooms(cases(1_000), |room, questions| {
        let (a, b) = (questions.place(), questions.place());
        let found = room.set(&a);
        let narrow = room.set(&format!("({a}) not w/2 ({b})"));
        let wide = room.set(&format!("({a}) not w/6 ({b})"));
        assert!(
            wide.is_subset(&narrow) && narrow.is_subset(&found),
            "`{a}` not near `{b}`"
        );
        assert_eq!(
            room.set(&format!("({a}) -({b})")),
            &found - &room.set(&b),
            "`{a}` without `{b}`"
        );
        // Where the other is not in the article at all, it is near nothing.
        assert!(
            (&found - &room.set(&b)).is_subset(&wide),
            "`{a}` not near `{b}`"
        );
    });
}

/// `a not w/5 (b c)`: no place where both are near, so one of them may well be.
#[test]
fn not_near_two_things_is_not_near_one_of_them() {
    on_newsrooms(cases(200), |room, questions| {
        let (a, b, c) = (questions.word(), questions.word(), questions.word());
        let either =
            &room.set(&format!("{a} not w/3 {b}")) | &room.set(&format!("{a} not w/3 {c}"));
        let both = room.set(&format!("{a} not w/3 ({b} {c})"));
        assert!(either.is_subset(&both), "`{a} not w/3 ({b} {c})`");
    });
}

#[test]
fn one_mention_is_the_word_itself_and_more_mentions_are_fewer_articles() {
    on_newsrooms(cases(1_000), |room, questions| {
        let a = questions.place();
        let mut before = room.set(&a);
        for count in 1..=4 {
            let found = room.set(&format!("atleast{count}({a})"));
            if count == 1 {
                assert_eq!(found, before, "`{a}`");
            }
            assert!(found.is_subset(&before), "`{a}` {count} times");
            before = found;
        }
    });
}

/// `e-mail` is found as two words and as one, but one mention is one mention.
#[test]
fn a_hyphenated_word_is_one_mention_and_one_place() {
    let room = crate::newsroom::Newsroom::new()
        .article(|a| a.id("once").title("An e-mail strike"))
        .article(|a| a.id("twice").title("An e-mail about e-mail"))
        .article(|a| a.id("spelt").title("An email about e-mail"))
        .open();
    let set = |text: &str| room.set(text).into_iter().collect::<Vec<_>>();
    assert_eq!(set("atleast2(e-mail)"), ["spelt", "twice"]);
    assert_eq!(set("atleast2(email)"), ["spelt", "twice"]);
    assert_eq!(set("e-mail w/1 strike"), ["once"]);
    assert!(set("e-mail not w/1 strike").iter().all(|id| id != "once"));
}

#[test]
fn a_range_cut_in_two_and_the_undated_are_the_whole() {
    let days = [
        "1605-12-31",
        "1984-03-11",
        "1984-12-31",
        "2015-12-16",
        "2015-12-17",
        "2016-02-28",
    ];
    on_newsrooms(cases(1_000), |room, questions| {
        let a = questions.any();
        let day = questions.dice.pick(&days);
        let whole = room.set(&a);
        let part = |filter: &str| room.set(&format!("({a}) {filter}"));
        let (until, after) = (
            part(&format!("date:..{day}")),
            part(&format!("after:{day}")),
        );
        let undated = part("date:none");
        assert_eq!(
            &(&until | &after) | &undated,
            whole,
            "`{a}` cut behind {day}"
        );
        assert!(
            undated.is_disjoint(&until) && undated.is_disjoint(&after),
            "`{a}`"
        );
        // A coarse date may lie on both sides of the cut; it is counted once more.
        let both = part(&format!("date:..{day} after:{day}"));
        assert_eq!(
            until.len() + after.len() - both.len() + undated.len(),
            whole.len(),
            "`{a}`"
        );
        assert_eq!(both, &until & &after, "`{a}` on both sides of {day}");
        let before = part(&format!("before:{day}"));
        assert!(before.is_subset(&until), "`{a}` before {day}");
        assert_eq!(
            &before | &part(&format!("since:{day}")),
            &until | &after,
            "`{a}` since {day}"
        );
    });
}

#[test]
fn the_lenient_reading_is_the_strict_one_where_that_succeeds() {
    let mut dice = Dice::new(FIXED_SEED);
    let articles = stories::newsroom(&mut dice, 30, 1).open();
    let mut questions = Questions::new(dice, articles.articles());
    for _ in 0..cases(5_000) {
        let text = questions.any();
        let strict = parse(&text, reading()).unwrap_or_else(|e| panic!("`{text}`: {e}"));
        assert_eq!(parse_lenient(&text, reading()), strict, "`{text}`");
    }
}

#[test]
fn an_id_that_others_begin_with_is_found_in_whichever_segment_it_is() {
    let others = |room: Newsroom, from: u32| {
        (from..from + 9).fold(room, |room, n| {
            room.article(|draft| draft.id(&format!("wire:1{n}")).title(&format!("Tide {n}")))
        })
    };
    let room = others(Newsroom::new(), 0).commit();
    let room = room.article(|draft| draft.id("wire:1").title("Ebb"));
    let room = others(room.commit(), 20).open();
    let found = room.reader().find("wire:1", 5).expect("the index is whole");
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["wire:1"]);
}
