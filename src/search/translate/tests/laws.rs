//! What holds for every string in every dialect, invented or hostile.

use proptest::prelude::*;

use super::{read, today};
use crate::search::error::QueryError;
use crate::search::parse::{Joining, MOST_BYTES, Reading, parse};
use crate::search::translate::lexer::Lexer;
use crate::search::translate::{Dialect, lower};

/// Pieces of all the dialects, and of nothing at all; a space is as likely behind one as not.
const PIECES: &[&str] = &[
    "storm",
    "flood",
    "wall",
    "Ada",
    "U.S.",
    "covid-19",
    "O'Brien",
    "嵐",
    "2015",
    "20151201",
    "3/4/2020",
    "1",
    "and",
    "or",
    "not",
    "AND",
    "OR",
    "NOT",
    "&&",
    "||",
    "!",
    "+",
    "-",
    "&",
    "same",
    "adj",
    "adj3",
    "near5",
    "near20:",
    "w/5",
    "W/S",
    "/p",
    "pre/3",
    "onear/2",
    "not w/5",
    "not/3",
    "w/seg",
    "/N30/",
    "/F50/",
    "NEAR/5",
    "PRE",
    "N/2",
    "P/3",
    "(",
    ")",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "“",
    "”",
    "«",
    "'",
    "~",
    "~2",
    "~0.7",
    "^2",
    "*",
    "?",
    "$3",
    "[*2]",
    "!",
    "chil!",
    "wom?n",
    "wom*n",
    "*gate",
    "te?t?",
    ":",
    "title:",
    "title:(",
    "date:[2015 TO 2016]",
    "date:>=2015",
    "headline(",
    "hlead(",
    "caps(",
    "singular(",
    "atleast3(",
    "atleast3",
    "date aft",
    "date(geq",
    "length >",
    "hd=",
    "hlp=",
    "la=",
    "rst=",
    "wc>500",
    "date from",
    "to",
    "ti(",
    "ti,ab(",
    "su.exact(",
    "yr(",
    "pd(",
    "domain:",
    "sourcelang:",
    "tone<-5",
    "repeat3:",
    "theme:",
    "_exists_:",
    "*:*",
    "/a.b/",
    "\\",
    "\\\"",
    "\u{202e}",
    "\u{0}",
    "é",
    "#85plus#",
    "%",
    ",",
    "http://example.org",
    "=",
    "<",
    ">",
];

fn dialect() -> impl Strategy<Value = Dialect> {
    prop::sample::select(Dialect::ALL.to_vec())
}

fn soup() -> impl Strategy<Value = String> {
    let piece = (
        prop::sample::select(PIECES.to_vec()),
        prop::sample::select(vec!["", " ", " "]),
    );
    prop::collection::vec(piece, 0..12).prop_map(|pieces| {
        pieces
            .iter()
            .fold(String::new(), |text, (piece, space)| text + piece + space)
    })
}

fn reading() -> Reading {
    Reading {
        today: today(),
        joining: Joining::All,
        limits: crate::search::QueryLimits::USUAL,
    }
}

/// What comes out reads, prints as it stands, and is the very tree that was made of the string; what is said of the
/// string points into it.
fn check(dialect: Dialect, text: &str) -> Result<(), TestCaseError> {
    let (notes, error) = match read(dialect, text) {
        Ok(said) => {
            let parsed = parse(&said.query, reading());
            let parsed =
                parsed.map_err(|error| TestCaseError::fail(format!("{}: {error}", said.query)))?;
            prop_assert_eq!(parsed.query.to_string(), said.query.clone());
            let tree = tree(dialect, text).unwrap().unwrap();
            prop_assert_eq!(&tree, &parsed.query, "{}", said.query);
            (said.notes, None)
        }
        Err(refusal) => (refusal.notes, Some(refusal.error)),
    };
    let spans = notes.iter().map(|note| &note.span);
    for span in spans.chain(error.iter().map(|error: &QueryError| &error.span)) {
        prop_assert!(text.get(span.clone()).is_some(), "{:?} in {:?}", span, text);
    }
    Ok(())
}

/// The tree before our own parser has seen it.
fn tree(dialect: Dialect, text: &str) -> Result<Option<crate::search::query::Query>, QueryError> {
    let mut lexer = Lexer::new(text, today());
    let said = super::super::read(dialect, &mut lexer)?;
    said.map_or(Ok(None), |said| lower::lower(&said, &mut lexer.notes))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn what_comes_out_reads_and_prints_as_it_stands(dialect in dialect(), text in soup()) {
        check(dialect, &text)?;
    }

    #[test]
    fn no_text_at_all_makes_a_dialect_panic(dialect in dialect(), text in "\\PC{0,60}") {
        check(dialect, &text)?;
    }

    #[test]
    fn no_characters_at_all_make_a_dialect_panic(dialect in dialect(), text in any::<String>()) {
        check(dialect, &text)?;
    }

    /// The same thing said in another language, with all its brackets, is the same query.
    #[test]
    fn what_is_said_in_a_dialect_comes_back_as_it_was_meant(formula in formula()) {
        for dialect in Dialect::ALL {
            let Some(text) = formula.said(dialect) else { continue };
            let said = read(dialect, &text).map_err(|error| TestCaseError::fail(format!("{dialect:?} {text}: {error}")))?;
            let meant = parse(&format!("* {}", formula.ours()), reading()).unwrap().query;
            prop_assert_eq!(parse(&format!("* {}", said.query), reading()).unwrap().query, meant, "{:?} {}", dialect, text);
            prop_assert!(said.notes.is_empty(), "{:?} {}: {:?}", dialect, text, said.notes);
        }
    }
}

/// Something to say in every language.
#[derive(Clone, Debug)]
enum Formula {
    Word(&'static str),
    Phrase,
    Title(&'static str),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Without(Box<Self>, Box<Self>),
    Near(&'static str, &'static str, u8),
    Mentions(&'static str),
}

fn formula() -> impl Strategy<Value = Formula> {
    let word = || prop::sample::select(vec!["storm", "flood", "wall", "pier", "bank"]);
    let leaf = prop_oneof![
        4 => word().prop_map(Formula::Word),
        1 => Just(Formula::Phrase),
        1 => word().prop_map(Formula::Title),
        1 => (word(), word(), 2u8..30).prop_map(|(a, b, n)| Formula::Near(a, b, n)),
        1 => word().prop_map(Formula::Mentions),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        let two = (inner.clone(), inner).prop_map(|(a, b)| (Box::new(a), Box::new(b)));
        prop_oneof![
            two.clone().prop_map(|(a, b)| Formula::And(a, b)),
            two.clone().prop_map(|(a, b)| Formula::Or(a, b)),
            two.prop_map(|(a, b)| Formula::Without(a, b)),
        ]
    })
}

impl Formula {
    fn ours(&self) -> String {
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Phrase => "\"sea wall\"".to_owned(),
            Self::Title(word) => format!("title:{word}"),
            Self::And(a, b) => format!("(({}) ({}))", a.ours(), b.ours()),
            Self::Or(a, b) => format!("(({}) OR ({}))", a.ours(), b.ours()),
            Self::Without(a, b) => format!("(({}) -({}))", a.ours(), b.ours()),
            Self::Near(a, b, n) => format!("({a} w/{n} {b})"),
            Self::Mentions(word) => format!("atleast3({word})"),
        }
    }

    /// `None` where the dialect cannot say it.
    fn said(&self, dialect: Dialect) -> Option<String> {
        use Dialect::{Factiva, Gdelt, Lucene, Nexis, ProQuest};
        Some(match (self, dialect) {
            (Self::Word(word), _) => (*word).to_owned(),
            (Self::Phrase, _) => "\"sea wall\"".to_owned(),
            (Self::Title(word), Lucene) => format!("title:{word}"),
            (Self::Title(word), Nexis) => format!("headline({word})"),
            (Self::Title(word), Factiva) => format!("hd={word}"),
            (Self::Title(word), ProQuest) => format!("ti({word})"),
            (Self::Title(_), Gdelt) => return None,
            (Self::And(a, b), Gdelt) => format!("({} {})", a.said(dialect)?, b.said(dialect)?),
            (Self::And(a, b), _) => format!("({} AND {})", a.said(dialect)?, b.said(dialect)?),
            (Self::Or(a, b), _) => format!("({} OR {})", a.said(dialect)?, b.said(dialect)?),
            (Self::Without(a, b), Gdelt) => {
                format!("({} -({}))", a.said(dialect)?, b.said(dialect)?)
            }
            (Self::Without(a, b), _) => {
                format!("({} AND NOT {})", a.said(dialect)?, b.said(dialect)?)
            }
            (Self::Near(a, b, n), Lucene) => format!("\"{a} {b}\"~{}", n - 1),
            (Self::Near(a, b, n), Nexis) => format!("({a} w/{n} {b})"),
            (Self::Near(a, b, n), Factiva) => format!("({a} near{n} {b})"),
            (Self::Near(a, b, n), ProQuest) => format!("({a} NEAR/{n} {b})"),
            (Self::Near(a, b, n), Gdelt) => format!("near{n}:\"{a} {b}\""),
            (Self::Mentions(word), Nexis) => format!("atleast3({word})"),
            (Self::Mentions(word), Factiva) => format!("(atleast3 {word})"),
            (Self::Mentions(word), Gdelt) => format!("repeat3:{word}"),
            (Self::Mentions(_), Lucene | ProQuest) => return None,
        })
    }
}

/// Long runs of one thing: nothing overflows, and nothing takes longer than a blink.
#[test]
fn runs_of_anything_are_read_or_refused_at_once() {
    let started = std::time::Instant::now();
    let mut read_or_refused = 0;
    for dialect in Dialect::ALL {
        for piece in PIECES {
            for between in ["", " ", " a "] {
                for behind in ["", " a"] {
                    let one = format!("{piece}{between}");
                    let run = format!("{}{behind}", one.repeat((MOST_BYTES - 2) / one.len()));
                    check(dialect, &run).unwrap();
                    read_or_refused += 1;
                }
            }
        }
    }
    assert!(read_or_refused > 2000);
    // A fraction of a second each where nothing is optimized; minutes if anything were quadratic in earnest.
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

#[test]
fn brackets_beyond_the_bound_are_refused_before_they_are_entered() {
    for dialect in Dialect::ALL {
        let nested = |depth: usize| format!("{}storm{}", "(".repeat(depth), ")".repeat(depth));
        assert_eq!(
            read(dialect, &nested(32)).unwrap().query,
            "storm",
            "{dialect:?}"
        );
        assert!(read(dialect, &nested(33)).is_err(), "{dialect:?}");
        assert!(read(dialect, &"(".repeat(4000)).is_err(), "{dialect:?}");
        assert!(
            read(dialect, &"x".repeat(MOST_BYTES + 1)).is_err(),
            "{dialect:?}"
        );
        assert!(
            read(dialect, &"é".repeat(MOST_BYTES)).is_err(),
            "{dialect:?}"
        );
    }
}

/// Distances that fall make a tree that leans to the right, and need a bracket each.
#[test]
fn a_tree_that_leans_to_the_right_overflows_nothing() {
    let falling = |count: u32| {
        let steps: Vec<String> = (0..count).map(|n| format!("w/{} b{n}", 255 - n)).collect();
        format!("a {}", steps.join(" "))
    };
    check(Dialect::Nexis, &falling(20)).unwrap();
    assert!(read(Dialect::Nexis, &falling(20)).is_ok());
    assert!(read(Dialect::Nexis, &falling(250)).is_err());
    let prefixes = |count: usize| format!("{}storm", "hd=atleast3 ".repeat(count));
    check(Dialect::Factiva, &prefixes(16)).unwrap();
    assert!(read(Dialect::Factiva, &prefixes(200)).is_err());
}
