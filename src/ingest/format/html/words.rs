//! Comparing what a page says in two places: titles, and texts by their words.

use std::collections::HashSet;

/// A text for comparison: letters and digits in lower case, everything else a single space.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !folded.is_empty()
            && !folded.ends_with(' ')
            && !matches!(c, '\u{ad}' | '’' | '\'')
        {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether two titles are one: the same words, or one with the site's name behind it.
pub fn same_title(a: &str, b: &str) -> bool {
    let (a, b) = (folded(a), folded(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    short == long || short.len() >= 20 && long.starts_with(short.as_str())
}

/// The words of a text, folded; of unspaced scripts the characters.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in folded(text).split(' ') {
        let mut run = String::new();
        for c in word.chars() {
            if is_unspaced(c) {
                if !run.is_empty() {
                    words.push(std::mem::take(&mut run));
                }
                words.push(c.to_string());
            } else {
                run.push(c);
            }
        }
        if !run.is_empty() {
            words.push(run);
        }
    }
    words
}

fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x2e80..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// How much of a text's words are among others, from 0 to 1; 0 for a text without words.
pub fn share(text: &str, among: &HashSet<String>) -> f64 {
    let words = words(text);
    let shared = words.iter().filter(|word| among.contains(*word)).count();
    if words.is_empty() {
        0.0
    } else {
        shared as f64 / words.len() as f64
    }
}

/// How long a text is to a reader, in letters: a character of an unspaced script counts for three.
pub fn weight(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if is_unspaced(c) {
                3
            } else {
                usize::from(!c.is_whitespace())
            }
        })
        .sum()
}
