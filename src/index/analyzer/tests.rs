//! What news writes, and what it is found by.

use super::*;

/// The terms of a text field at each position, borders left out.
fn terms(text: &str) -> Vec<(u32, String)> {
    use tantivy::tokenizer::{TokenStream, Tokenizer};
    let mut tokenizer = NewsTokenizer::new(Analysis::Text, 0, 0);
    let mut stream = tokenizer.token_stream(text);
    let mut out = Vec::new();
    while stream.advance() {
        let token = stream.token();
        if !token.text.starts_with('\u{1}') {
            out.push((token.position as u32, token.text.clone()));
        }
    }
    out
}

fn sentences(text: &str) -> Vec<&str> {
    let mut scanner = Scanner::new(text, 0);
    let mut starts = Vec::new();
    while let Some(chunk) = scanner.advance() {
        if chunk.opens != Opens::Nothing {
            starts.push(chunk.range().start);
        }
    }
    starts.push(text.len());
    starts.windows(2).map(|w| text[w[0]..w[1]].trim()).collect()
}

#[test]
fn words_fold_as_news_writes_them() {
    for (written, words) in [
        ("O'Brien’s", vec!["obrien"]),
        ("women's", vec!["women"]),
        ("the miners' strike", vec!["the", "miners", "strike"]),
        ("don’t", vec!["dont"]),
        ("l’équipe d'Italie", vec!["equipe", "italie"]),
        ("al-Qaida", vec!["al", "qaida"]),
        ("COVID-19", vec!["covid", "19"]),
        ("1,000 or 1,00", vec!["1000", "or", "1", "00"]),
        ("€5m, $5.5bn", vec!["5m", "5.5bn"]),
        ("U.S. and U.S", vec!["us", "and", "us"]),
        ("J. Smith J.Smith", vec!["j", "smith", "j", "smith"]),
        ("co\u{AD}opera\u{AD}tion", vec!["cooperation"]),
        ("AT&T", vec!["at", "t"]),
        ("ﬁnance", vec!["finance"]),
        ("北京大学", vec!["北", "京", "大", "学"]),
        ("2015年", vec!["2015", "年"]),
        ("end -- start", vec!["end", "start"]),
        ("…", vec![]),
    ] {
        assert_eq!(folded_words(written), words, "{written}");
    }
}

#[test]
fn a_hyphenated_word_is_also_one_word() {
    assert!(terms("COVID-19").contains(&(0, "covid19".into())));
    assert!(terms("e-mails").contains(&(0, "email".into())));
    assert!(!terms("2015-12-17").iter().any(|(_, t)| t == "20151217"));
}

#[test]
fn only_an_acronym_has_the_acronym_term() {
    assert!(terms("the U.S. said").contains(&(1, "^us".into())));
    assert!(terms("the US said").contains(&(1, "^us".into())));
    assert!(
        !terms("it told us so")
            .iter()
            .any(|(_, t)| t.starts_with('^'))
    );
    assert!(
        !terms("IT TOLD US SO")
            .iter()
            .any(|(_, t)| t.starts_with('^')),
        "shouting is not an acronym"
    );
}

#[test]
fn a_paragraph_end_leaves_a_gap_in_positions() {
    let positions: Vec<u32> = terms("one two\nthree")
        .into_iter()
        .filter(|(_, t)| !t.starts_with('='))
        .map(|t| t.0)
        .collect();
    assert_eq!(positions, [0, 1, 3]);
}

#[test]
fn copies_that_weigh_never_reach_the_text() {
    let long = "word ".repeat(500) + "\u{2}Text here.";
    let mut scanner = Scanner::with_zone(&long, 0, 128);
    let mut positions = Vec::new();
    while let Some(chunk) = scanner.advance() {
        positions.push(chunk.position);
    }
    assert_eq!(positions[positions.len() - 2..], [128, 129]);
    assert!(positions[..positions.len() - 2].iter().all(|&p| p < 127));
}

#[test]
fn sentences_end_where_a_reader_would_end_them() {
    for (text, count) in [
        ("Gov. Smith met Mr. J. Jones in Washington. They talked.", 2),
        ("The U.S. Senate voted. The House did not.", 2),
        ("He left the U.S. The next day he returned.", 2),
        (
            "Profit at Harbour Inc. rose. “Good news,” she said. “More to come.”",
            3,
        ),
        ("It cost 3.5 million. 20 people came!", 2),
        ("Really? yes, really.", 1),
        ("今日は雨。明日は晴れ。", 2),
        ("On Dec. 17 the talks ended.", 1),
    ] {
        assert_eq!(sentences(text).len(), count, "{:?}", sentences(text));
    }
}
