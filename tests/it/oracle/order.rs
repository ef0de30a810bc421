//! Orders, pages, counts and ranges: the same answer, however it is cut.

use std::cmp::Reverse;

use morgue::date::{DateRange, Zone};
use morgue::search::{Matcher, Query, Request, Sort};

use crate::newsroom::dice::{Dice, FIXED_SEED, cases, new_seed};
use crate::newsroom::questions::Questions;
use crate::newsroom::{OpenNewsroom, request, stories, today, understood};

const SORTS: [Sort; 3] = [Sort::Relevance, Sort::Newest, Sort::Oldest];

/// Calls `check` with so many queries on newsrooms of a fixed and of a new seed; `what` is printed where it fails.
fn with_queries(queries: usize, check: impl Fn(&OpenNewsroom, &Query, &mut Dice)) {
    const EACH: usize = 50;
    for seed in [FIXED_SEED, new_seed()] {
        for number in 0..queries.div_ceil(2 * EACH) {
            let mut dice = Dice::of_part(seed, number);
            let (size, commits) = (dice.between(20, 60), dice.between(1, 6));
            let room = stories::newsroom(&mut dice, size, commits).open();
            let mut questions = Questions::new(dice.clone(), room.articles());
            for _ in 0..EACH {
                let text = if dice.percent(10) {
                    "*".to_owned()
                } else {
                    questions.any()
                };
                let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                    check(&room, &understood(&text), &mut dice);
                }));
                if let Err(reason) = outcome {
                    eprintln!("seed {seed}, newsroom {number}: `{text}`");
                    std::panic::resume_unwind(reason);
                }
            }
        }
    }
}

/// The instant by which an article is sorted; `None` without a date.
fn instant(room: &OpenNewsroom, id: &str) -> Option<i64> {
    let article = room
        .articles()
        .iter()
        .find(|a| a.id.as_str() == id)
        .expect("a hit is an article");
    article.published.map(|date| date.instant(&Zone::UTC))
}

#[test]
fn newest_and_oldest_are_in_order_of_time_with_undated_last_and_ties_by_id() {
    with_queries(cases(400), |room, query, _| {
        for sort in [Sort::Newest, Sort::Oldest] {
            let ids = room.ids(&Request {
                sort,
                ..request(query.clone())
            });
            let mut sorted = ids.clone();
            sorted.sort_by_cached_key(|id| {
                let instant = instant(room, id);
                let time = instant.map(|i| if sort == Sort::Newest { -i } else { i });
                (instant.is_none(), time, id.clone())
            });
            assert_eq!(ids, sorted, "{sort:?}");
        }
    });
}

#[test]
fn relevance_never_grows_and_ties_go_to_the_newest_and_then_by_id() {
    with_queries(cases(400), |room, query, _| {
        let mut results = room
            .searcher()
            .search(&request(query.clone()))
            .expect("it is answered");
        let mut keys = Vec::new();
        while let Some(hit) = results.next_hit().expect("the index can be read") {
            assert!(hit.score.is_finite() && hit.score >= 0.0, "{}", hit.score);
            let id = hit.article.id.to_string();
            let time = instant(room, &id).unwrap_or(i64::MIN);
            keys.push((Reverse(hit.score.to_bits()), Reverse(time), id));
        }
        assert!(keys.is_sorted(), "{keys:?}");
    });
}

#[test]
fn pages_put_together_are_the_whole_list() {
    with_queries(cases(300), |room, query, dice| {
        for sort in SORTS {
            let whole = room.ids(&Request {
                sort,
                ..request(query.clone())
            });
            let size = dice.between(1, 7);
            let mut pages = Vec::new();
            while pages.len() < whole.len() {
                let page = room.ids(&Request {
                    sort,
                    limit: Some(size),
                    offset: pages.len(),
                    ..request(query.clone())
                });
                assert!(
                    !page.is_empty(),
                    "{sort:?}: nothing behind {} of {}",
                    pages.len(),
                    whole.len()
                );
                pages.extend(page);
            }
            assert_eq!(pages, whole, "{sort:?}, {size} a page");
            let beyond = Request {
                sort,
                limit: Some(size),
                offset: whole.len() + 1,
                ..request(query.clone())
            };
            assert!(room.ids(&beyond).is_empty());
        }
    });
}

#[test]
fn all_hits_in_a_stream_are_those_of_one_large_page_and_of_a_run_file() {
    with_queries(cases(300), |room, query, _| {
        for sort in SORTS {
            let all = Request {
                sort,
                ..request(query.clone())
            };
            let streamed = room.ids(&all);
            let limit = room.articles().len() + 10;
            assert_eq!(
                streamed,
                room.ids(&Request {
                    limit: Some(limit),
                    ..all.clone()
                })
            );
            let run = room
                .searcher()
                .ranking(query, None, sort, limit)
                .expect("it is answered");
            assert_eq!(
                streamed,
                run.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
            );
            let results = room.searcher().search(&all).expect("it is answered");
            assert_eq!(
                results.total,
                streamed.len() as u64,
                "the total is what is there"
            );
        }
    });
}

/// Ranges that cut between the invented dates, and some with an open end.
const RANGES: &[&str] = &[
    "1605",
    "1984",
    "1984-03-12",
    "2015",
    "2015-12",
    "2015-12-17",
    "2015-12-18..2016-01-01",
    "..1984-03",
    "2016..",
    "2016-02-29",
    "1700..1900",
    "..",
];

#[test]
fn a_range_beside_the_query_is_the_same_as_a_date_in_it() {
    with_queries(cases(600), |room, query, dice| {
        let text = dice.pick(RANGES);
        let range = DateRange::parse(text, today()).expect("the ranges above are ranges");
        let inside = understood(&format!("({query}) date:{text}"));
        for sort in SORTS {
            let beside = Request {
                range: Some(range),
                sort,
                ..request(query.clone())
            };
            let ids = room.ids(&beside);
            assert_eq!(
                ids,
                room.ids(&Request {
                    sort,
                    ..request(inside.clone())
                }),
                "{text} {sort:?}"
            );
            let page = Request {
                limit: Some(3),
                ..beside
            };
            assert_eq!(ids[..ids.len().min(3)], room.ids(&page), "{text} {sort:?}");
        }
        let (count, undated) = room.count(query, Some(&range));
        let words = Matcher::new(query);
        let matched = || room.articles().iter().filter(|a| words.accepts(a));
        let within = matched().filter(|a| a.published.is_some_and(|date| range.overlaps(&date)));
        assert_eq!(count, within.count() as u64, "{text}");
        if !asks_for_days(query) {
            assert_eq!(
                undated,
                matched().filter(|a| a.published.is_none()).count() as u64,
                "{text}"
            );
        }
    });
}

fn asks_for_days(query: &Query) -> bool {
    let mut asks = false;
    query.walk(&mut |part, _| asks |= matches!(part, Query::When(_)));
    asks
}

/// "Undated articles are counted in every answer that a date filter made", also where two filters meet.
#[test]
fn undated_articles_are_counted_where_a_range_meets_a_date_in_the_query() {
    let mut dice = Dice::new(FIXED_SEED);
    let room = stories::newsroom(&mut dice, 40, 2).open();
    let undated = room
        .articles()
        .iter()
        .filter(|a| a.published.is_none())
        .count() as u64;
    assert!(undated > 0, "some invented articles have no date");
    let range = DateRange::parse("1984..", today()).expect("a range");
    let (_, once) = room.count(&understood("*"), Some(&range));
    assert_eq!(once, undated);
    let (_, twice) = room.count(&understood("* date:..2016-01"), Some(&range));
    assert_eq!(twice, undated);
    for day in ["* date:*-02-29", "date:*-12"] {
        let (_, yearly) = room.count(&understood(day), None);
        assert_eq!(yearly, undated, "{day}");
    }
    let (_, asked_for) = room.count(&understood("* date:none"), None);
    assert_eq!(asked_for, 0, "they are not left out");
}
