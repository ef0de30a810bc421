//! Claims about saved queries.

use chrono::NaiveDate;

use super::*;
use crate::search::error::Problem;
use crate::search::parse::{Joining, parse_lenient_with};

fn reading() -> Reading {
    Reading {
        today: NaiveDate::from_ymd_opt(2016, 3, 7).expect("a day"),
        joining: Joining::All,
        limits: crate::search::QueryLimits::USUAL,
    }
}

fn saved(pairs: &[(&str, &str)]) -> Saved {
    let mut saved = Saved::default();
    for (name, text) in pairs {
        saved
            .insert(name, text, reading())
            .expect("it is understood");
    }
    saved
}

fn read(text: &str, saved: &Saved) -> Result<String, Problem> {
    parse_with(text, reading(), saved)
        .map(|parsed| parsed.query.to_string())
        .map_err(|error| error.problem)
}

#[test]
fn a_name_stands_for_its_query_wherever_a_bracket_could() {
    let saved = saved(&[
        ("floods", "flood* OR \"dam burst\""),
        ("town", "castlemain OR aldern"),
        ("both", "@floods @town"),
        ("calm", "-storm -gale"),
    ]);
    for (text, same) in [
        ("@floods", "flood* OR \"dam burst\""),
        ("@floods insurance", "(flood* OR \"dam burst\") insurance"),
        ("-@floods insurance", "-(flood* OR \"dam burst\") insurance"),
        ("@town w/5 mayor", "(castlemain OR aldern) w/5 mayor"),
        ("title:@town", "title:(castlemain OR aldern)"),
        ("@both", "(flood* OR \"dam burst\") (castlemain OR aldern)"),
        ("barge @calm", "barge -storm -gale"),
        ("atleast2(@town)", "atleast2(castlemain OR aldern)"),
    ] {
        assert_eq!(read(text, &saved), read(same, &Saved::default()), "{text}");
    }
}

#[test]
fn an_at_sign_is_a_name_only_before_one() {
    let saved = saved(&[("floods", "flood")]);
    for text in ["\"@floods\"", "desk@floods", "@", "@floods,", "@@floods"] {
        let alone = read(text, &Saved::default());
        assert_eq!(read(text, &saved), alone, "{text}");
        assert!(
            !matches!(alone, Err(Problem::UnknownSaved { .. })),
            "{text}"
        );
    }
    let error = read("@flods", &saved).expect_err("it is not there");
    assert!(
        matches!(&error, Problem::UnknownSaved { nearest: Some(near), .. } if near == "floods"),
        "{error}"
    );
}

/// What is looked for with the sign prints in quotes, and so reads as itself.
#[test]
fn a_word_with_the_sign_prints_as_itself() {
    let query = read("\"@floods\"", &Saved::default()).expect("a word");
    assert_eq!(read(&query, &Saved::default()), Ok(query));
}

#[test]
fn a_circle_is_refused_when_it_is_saved_and_told_when_a_file_holds_one() {
    let mut saved = saved(&[("a", "storm"), ("b", "@a OR gale")]);
    for text in ["@b", "@a", "storm @b"] {
        let error = saved.insert("a", text, reading()).expect_err("a circle");
        assert!(
            matches!(&error, SavedError::Wrong { .. })
                && error.to_string().contains("leads back to itself"),
            "{error}"
        );
    }
    assert_eq!(saved.get("a"), Some("storm"), "the old one stays");
    let by_hand = Saved::read("a\t@b x\nb\t@c\nc\t@a y\n", "queries.tsv").expect("three lines");
    let error = read("@a", &by_hand).expect_err("a circle").to_string();
    assert!(error.contains("@a → @b → @c → @a"), "{error}");
    let lenient = parse_lenient_with("@a storm", reading(), &by_hand);
    assert_eq!(lenient.query.to_string(), "y x storm");
    assert_eq!(lenient.notes.len(), 1);
}

/// A line names the next twice, forty lines long: 2⁴⁰ parts if they were all read.
#[test]
fn queries_that_name_each_other_end_at_the_bounds_of_one() {
    let lines: String = (0..40)
        .map(|n| format!("q{n}\t@q{} @q{}\n", n + 1, n + 1))
        .chain(["q40\tstorm\n".to_owned()])
        .collect();
    let saved = Saved::read(&lines, "queries.tsv").expect("lines");
    let error = read("@q0", &saved).expect_err("too deep");
    assert!(error.to_string().contains("nested"), "{error}");
    let error = read("@q20", &saved).expect_err("too many");
    assert!(error.to_string().contains("parts"), "{error}");
    parse_lenient_with("@q0", reading(), &saved);
    parse_lenient_with("@q20 @q15", reading(), &saved);
}

#[test]
fn what_is_wrong_in_a_saved_query_is_told_at_its_name() {
    let saved = Saved::read("bad\tstorm (flood\n", "queries.tsv").expect("a line");
    let error = parse_with("gale @bad", reading(), &saved).expect_err("a bracket");
    assert_eq!(error.span, 5..9);
    assert_eq!(
        error.to_string(),
        "in the saved query `@bad`: this bracket is never closed"
    );
}

#[test]
fn what_is_exported_reads_back_the_same() {
    let saved = saved(&[
        ("floods", "flood* OR  \"dam\nburst\""),
        ("größe", "words:>500"),
    ]);
    let text = saved.to_string();
    assert_eq!(text, "floods\tflood* OR \"dam burst\"\ngröße\twords:>500\n");
    assert_eq!(Saved::read(&text, "x").expect("its own text"), saved);
    let file = format!("\u{feff}# mine\r\n\r\n{}", text.replace('\n', "\r\n"));
    assert_eq!(Saved::read(&file, "x").expect("from another system"), saved);
    for (text, line) in [("storm", 1), ("a\tb\n@c\td", 2), ("a\t ", 1)] {
        let error = Saved::read(text, "f.tsv").expect_err("not a line");
        assert_eq!(
            error.to_string(),
            format!("f.tsv:{line}: not a saved query")
        );
    }
}

#[test]
fn a_query_in_use_stays() {
    let mut saved = saved(&[("a", "storm"), ("b", "(@a) OR gale"), ("ab", "rain")]);
    assert!(matches!(saved.remove("a"), Err(SavedError::InUse { by, .. }) if by == "b"));
    saved.remove("ab").expect("nobody uses it");
    saved.remove("b").expect("nobody uses it");
    saved.remove("a").expect("nobody uses it any more");
    assert!(matches!(saved.remove("a"), Err(SavedError::Unknown { .. })));
}

#[test]
fn a_name_is_letters_and_digits() {
    for name in ["", "a b", "a/b", "@a", "a.b", "a\tb", &"x".repeat(65)] {
        let error = Saved::default().insert(name, "storm", reading());
        assert!(matches!(error, Err(SavedError::BadName { .. })), "{name}");
    }
}
