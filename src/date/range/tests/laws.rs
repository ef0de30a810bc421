//! Laws of ranges: what is printed is read back, a date is in a range if it overlaps it, no text makes it panic.

use super::*;
use chrono::Duration;
use proptest::prelude::*;

fn a_day() -> impl Strategy<Value = NaiveDate> {
    let start = NaiveDate::from_ymd_opt(1600, 1, 1).unwrap();
    let end = NaiveDate::from_ymd_opt(2100, 12, 31).unwrap();
    (0..=(end - start).num_days()).prop_map(move |days| start + Duration::days(days))
}

fn a_range() -> impl Strategy<Value = DateRange> {
    (prop::option::of(a_day()), prop::option::of(a_day())).prop_map(|ends| match ends {
        (Some(a), Some(b)) => DateRange::new(Some(a.min(b)), Some(a.max(b))).unwrap(),
        (first, last) => DateRange::new(first, last).unwrap(),
    })
}

fn a_date() -> impl Strategy<Value = PubDate> {
    (a_day(), 0..3).prop_map(|(day, precision)| {
        let date = match precision {
            0 => PubDate::from_year(day.year()),
            1 => PubDate::from_month(day.year(), day.month()),
            _ => PubDate::from_day(day),
        };
        date.unwrap()
    })
}

proptest! {
    #[test]
    fn a_range_prints_as_what_it_is_read_from(range in a_range(), today in a_day()) {
        prop_assert_eq!(DateRange::parse(&range.to_query(), today), Ok(range));
        prop_assert_eq!(DateRange::parse(&range.to_string(), today), Ok(range));
    }

    #[test]
    fn two_parts_of_a_range_match_what_the_whole_matches(
        whole in a_range(),
        cut in a_day(),
        date in a_date(),
    ) {
        let until = DateRange { first: None, last: Some(cut) };
        let after = DateRange { first: cut.succ_opt(), last: None };
        let parts = [whole.intersect(&until), whole.intersect(&after)];
        let matched = parts.iter().flatten().any(|part| part.overlaps(&date));
        // The day after the last of all days begins no range.
        prop_assume!(cut.year() < 2100);
        prop_assert_eq!(matched, whole.overlaps(&date));
    }

    #[test]
    fn a_date_is_matched_by_what_it_prints(date in a_date(), today in a_day()) {
        let range = DateRange::parse(&date.day_text(), today).unwrap();
        prop_assert_eq!(range, DateRange::new(Some(date.first_day()), Some(date.last_day())).unwrap());
    }

    #[test]
    fn no_text_makes_it_panic_and_blame_lies_in_the_text(text in ".{0,60}", today in a_day()) {
        if let Err(error) = DateRange::parse(&text, today) {
            prop_assert!(text.get(error.span()).is_some());
        }
    }

    #[test]
    fn no_heap_of_words_makes_it_panic(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "2015", "12", "31", "-", "..", "/", " ", "to", "last", "week", "monday", "january", "30", "d", "P", "Y",
                "since", "before", "*", "[", "]", "q", "s", "century", "99999999999999999999", "ago", "…", "é", "<", "=",
            ]),
            0..10,
        ),
        extreme in prop::sample::select(vec![NaiveDate::MIN, NaiveDate::MAX, today()]),
    ) {
        let text = words.concat();
        if let Ok(range) = DateRange::parse(&text, extreme) {
            prop_assert_eq!(DateRange::parse(&range.to_query(), extreme), Ok(range));
        }
        let spaced = words.join(" ");
        if let Err(error) = DateRange::parse(&spaced, extreme) {
            prop_assert!(spaced.get(error.span()).is_some());
        }
    }
}
