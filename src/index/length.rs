//! How long an article is, in words, as readers count them.

use super::analyzer::is_unspaced;

/// The length of a body in words: runs between white space; of a run in a script without spaces, its characters.
pub fn count_words(body: &[String]) -> u64 {
    body.iter()
        .map(|part| {
            if !has_odd_characters(part.as_bytes()) {
                plain_words(part.as_bytes())
            } else {
                words(part)
            }
        })
        .sum()
}

/// Whether there may be other white space than ASCII's in a text, or a script that has none: all that begins with another
/// byte than those of Latin, Greek, Cyrillic, Hebrew and Arabic letters and of punctuation, and what is white among that.
fn has_odd_characters(text: &[u8]) -> bool {
    // All are looked at, whatever the first says, so that the compiler looks at many at a time.
    let odd = text
        .iter()
        .fold(false, |odd, byte| odd | (*byte >= 0xe0) & (*byte != 0xe2));
    odd || memchr::memchr2_iter(0xc2, 0xe2, text).any(|at| match text[at..] {
        [0xc2, second, ..] => matches!(second, 0x85 | 0xa0),
        [_, 0x80, third, ..] => third <= 0x8a || matches!(third, 0xa8 | 0xa9 | 0xaf),
        [_, second, ..] => second == 0x81 || second >= 0xba,
        _ => true,
    })
}

/// Places where a word follows white space, or begins the text; in steps that the compiler turns into vector code.
fn plain_words(text: &[u8]) -> u64 {
    /// As many as a byte can count.
    const STEP: usize = 255;
    let Some((first, after)) = text.split_first() else {
        return 0;
    };
    let pairs = text.chunks(STEP).zip(after.chunks(STEP));
    let starts = pairs.map(|(before, after)| {
        let starts = before
            .iter()
            .zip(after)
            .map(|(before, after)| u8::from((*before <= b' ') & (*after > b' ')));
        u64::from(starts.sum::<u8>())
    });
    u64::from(*first > b' ') + starts.sum::<u64>()
}

fn words(text: &str) -> u64 {
    let (mut count, mut inside, mut unspaced) = (0, false, 0_u64);
    for c in text.chars() {
        let space = if c.is_ascii() {
            c <= ' '
        } else {
            c.is_whitespace()
        };
        if !space {
            inside = true;
            unspaced += u64::from(is_unspaced(c));
        } else if inside {
            count += unspaced.max(1);
            (inside, unspaced) = (false, 0);
        }
    }
    count + if inside { unspaced.max(1) } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_word_is_what_stands_between_white_space() {
        for (text, count) in [
            ("", 0),
            (" ", 0),
            ("Storm", 1),
            (" The storm’s  second\u{a0}day \u{2009}– ", 5),
            ("東京の天気", 5),
            ("in 東京\u{3000}today", 4),
        ] {
            assert_eq!(count_words(&[text.to_owned()]), count, "{text}");
        }
    }

    proptest! {
        #[test]
        fn many_bytes_at_a_time_count_what_one_character_at_a_time_does(
            text in "([a-z]{0,300}|[ \t\u{85}\u{a0}\u{1680}\u{2000}-\u{200b}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}]|[£é’—ш€‽]|[ก東가⺀🌊]){0,40}"
        ) {
            prop_assert_eq!(count_words(std::slice::from_ref(&text)), words(&text));
        }
    }
}
