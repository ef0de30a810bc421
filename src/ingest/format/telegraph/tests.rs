//! Messages as they ran over the line.

use proptest::prelude::*;

use super::super::trial::{changed, head, items, outcomes, records, takes_linear_time};
use super::*;

const ANPA: &str = "\u{16}\u{16}\u{1}W2595\u{1f}quays\r\nu i\u{13}\u{11} BC-QNA--Ferries-Fog 1stLd-Writethru   01-02 0042\r\n\
    \u{2}^BC-QNA--Ferries-Fog, 1st Ld-Writethru,42<\r\n^Fog stops ferries, hundreds wait<\r\n^AP Photo QNA1<\r\n^Eds: Updates.<\r\n^By ANNA TERN=\r\n^Harbour Writer=\r\n\
    \t   QUAY (QNA) _ The ferries wait, said a ``patient'' pilot.\r\n\t   It lifts\r\nat noon.\r\n^AT A GLANCE<\r\n\t   Alma;3 h<\r\n\t   Bora;2 h<\r\n^END<\r\n\r\n\
    \u{3}QNA-WF-01-02-04 0713GMT<\r\n\u{c}\u{4}";

const IPTC: &str = "\u{1}qna062 4 i 42 ccccb   qna 061\r\n\nHarbour/ferries/\r\n\u{2}EXTRA\r\nFog stops ferries at\r\nthe pier\r\nBy Anna Tern, qna =\r\n\r\n\
    Quay (qna) - The ferries wait, all of\r\nthem.\r\n\r\n   It lifts at noon.\r\n\r\nqna at bg\r\n\r\n# Notebook\r\n\r\n## Note to editors\r\n- adds noon\r\n\r\n* * * *\r\nThe following is not for publication\r\nTel: 1\r\n\
    \u{3}020713 GMT Jan 04\r\n\u{7f}\u{4}";

#[test]
fn a_message_in_anpa_1312_says_what_it_is() {
    assert!(looks_like_anpa(&head(ANPA)) && !looks_like_iptc7901(&head(ANPA)));
    let story = records(read_anpa, ANPA).remove(0);
    assert_eq!(story.title, "Fog stops ferries, hundreds wait");
    assert_eq!(
        story.body,
        [
            "QUAY (QNA) — The ferries wait, said a “patient” pilot.",
            "It lifts at noon.",
            "AT A GLANCE",
            "Alma;3 h",
            "Bora;2 h",
        ]
    );
    assert_eq!(story.published.unwrap().to_string(), "2004-01-02T07:13Z");
    assert_eq!(story.id.as_deref(), Some("W2595:2004-01-02"));
    assert_eq!(story.byline.as_deref(), Some("ANNA TERN"));
    assert_eq!(story.place.as_deref(), Some("QUAY"));
    assert_eq!(story.source.as_deref(), Some("QNA"));
    assert_eq!(story.section.as_deref(), Some("International"));
    assert_eq!(story.extra["priority"], "u");
}

#[test]
fn a_bulletin_has_its_keyword_for_a_headline() {
    let text = "\u{1}W1645\u{1f}quays\r\nb a\u{13}\u{11} BC-QNA--Alert   01-02 0007\r\n\u{2}^BC-QNA--Alert,7<\r\n\t   QUAY (QNA) _ Fog.\r\n\u{3}QNA-WF-01-02-79 0713GMT<\r\n\u{4}";
    let story = records(read_anpa, text).remove(0);
    assert_eq!(story.title, "BC-QNA--Alert");
    assert_eq!(story.published.unwrap().day_text(), "1979-01-02");
}

#[test]
fn a_message_in_iptc_7901_says_what_it_is() {
    assert!(looks_like_iptc7901(&head(IPTC)) && !looks_like_anpa(&head(IPTC)));
    let story = records(read_iptc7901, IPTC).remove(0);
    assert_eq!(story.title, "Fog stops ferries at the pier");
    assert_eq!(
        story.body,
        [
            "Quay (qna) - The ferries wait, all of them.",
            "It lifts at noon."
        ]
    );
    assert_eq!(story.published.unwrap().to_string(), "2004-01-02T07:13Z");
    assert_eq!(story.id.as_deref(), Some("qna062:2004-01-02"));
    assert_eq!(story.byline.as_deref(), Some("Anna Tern"));
    assert_eq!(story.place.as_deref(), Some("Quay"));
    assert_eq!(story.source.as_deref(), Some("qna"));
    assert_eq!(story.tags, ["Harbour", "ferries"]);
    assert_eq!(story.extra["label"], "EXTRA");
    assert_eq!(story.extra["signed"], "qna at bg");
    let notes = story.extra["note"].as_str().unwrap();
    assert!(notes.contains("adds noon") && !notes.contains("Tel"));
}

#[test]
fn a_capture_of_a_line_is_read_message_by_message() {
    let line = format!(
        "noise\r\n{IPTC}\r\n\u{7f}\u{7f}{}\u{1}qna064 4 i 9 x qna\r\n\u{2}Lost =\r\n\r\nThe line",
        IPTC.replace("062", "063")
    );
    assert_eq!(
        outcomes(read_iptc7901, &line),
        ["ok", "ok", "the archive ends in the middle of a message"]
    );
    let items = items(read_iptc7901, &line);
    let starts: Vec<&str> = items
        .iter()
        .map(|item| &line[item.byte as usize + 1..][..6])
        .collect();
    assert_eq!(starts, ["qna062", "qna063", "qna064"]);
}

#[test]
fn letters_beyond_ascii_are_read_as_they_look() {
    let latin: Vec<u8> = IPTC
        .replace("pilot", "x")
        .replace("all of", "f\u{e4}hren alle in der N\u{e4}he")
        .chars()
        .map(|c| c as u8)
        .collect();
    let story = records(read_iptc7901, latin).remove(0);
    assert!(
        story.body[0].contains("fähren alle in der Nähe"),
        "{:?}",
        story.body
    );
}

#[test]
fn other_archives_are_no_messages() {
    for other in [
        "",
        "\u{1}",
        "\u{1}abc\u{2}",
        "qna062 4 i 42",
        "\u{2}\u{3}\u{4}",
        "\u{1}a1\r\nb\r\n\u{2}",
    ] {
        assert!(
            !looks_like_anpa(&head(other)) && !looks_like_iptc7901(&head(other)),
            "{other:?}"
        );
    }
}

#[test]
fn many_of_anything_take_linear_time() {
    for part in [
        "\u{1}",
        "\u{1}\u{2}",
        "\u{1}\u{2}\u{3}\u{4}",
        "\u{1}a\u{2}b=\n",
        "^a<\n",
        "\u{3}",
    ] {
        takes_linear_time(read_anpa, part);
        takes_linear_time(read_iptc7901, part);
    }
    takes_linear_time(read_iptc7901, "\u{1}qna062 4 i 42 qna\n\u{2}a\n=\n\u{4}");
}

proptest! {
    #[test]
    fn no_change_makes_it_panic(at: usize, length in 0usize..60, by: Vec<u8>) {
        items(read_anpa, changed(ANPA.as_bytes(), at, length, &by));
        items(read_iptc7901, changed(IPTC.as_bytes(), at, length, &by));
    }
}

/// Keywords have the letters of the wire's own encoding, and stand below the line that tells the format.
#[test]
fn a_keyword_need_not_be_utf_8() {
    let mut text = IPTC.as_bytes().to_vec();
    let at = text
        .windows(7)
        .position(|w| w == b"Harbour")
        .expect("a keyword");
    text[at + 1] = 0xE4;
    assert!(looks_like_iptc7901(&Head::new(text.clone())));
    let story = records(read_iptc7901, text).remove(0);
    assert_eq!(story.tags, ["Härbour", "ferries"]);
}
