//! How far apart two words are in letters: for fuzzy words, and for "did you mean".

/// The fewest letters to change, add, leave out or swap with their neighbour to turn one word into the other (optimal
/// string alignment), or `None` if more than `most` (at most 3). Linear in the longer word.
pub fn distance(a: &str, b: &str, most: u8) -> Option<u8> {
    let a: Vec<char> = a.chars().collect();
    distance_to(&a, b, most)
}

/// As [`distance`], with one word taken apart before.
pub(super) fn distance_to(a: &[char], b: &str, most: u8) -> Option<u8> {
    let most = most.min(3);
    let b_length = b.chars().count();
    if a.len().abs_diff(b_length) > usize::from(most) {
        return None;
    }
    let far = most + 1;
    let band = usize::from(most);
    let mut before: Vec<u8> = vec![far; a.len() + 1];
    let mut row: Vec<u8> = (0..=a.len())
        .map(|i| u8::try_from(i).unwrap_or(far).min(far))
        .collect();
    let mut last = '\0';
    for (j, c) in b.chars().enumerate() {
        let mut next = vec![far; a.len() + 1];
        next[0] = u8::try_from(j + 1).unwrap_or(far).min(far);
        let mut least = next[0];
        for i in j.saturating_sub(band)..a.len().min(j + band + 1) {
            let change = row[i] + u8::from(a[i] != c);
            let mut best = change.min(row[i + 1] + 1).min(next[i] + 1);
            if i > 0 && j > 0 && a[i] == last && a[i - 1] == c {
                best = best.min(before[i - 1] + 1);
            }
            next[i + 1] = best.min(far);
            least = least.min(best);
        }
        if least > most {
            return None;
        }
        before = std::mem::replace(&mut row, next);
        last = c;
    }
    Some(row[a.len()]).filter(|&d| d <= most)
}

/// The candidate nearest to `word`, if one is within a third of its letters (at most two).
pub fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let letters = word.chars().count();
    let most = if letters <= 3 { 1 } else { 2 };
    candidates
        .filter_map(|candidate| distance(word, candidate, most).map(|d| (d, candidate)))
        .min_by_key(|&(d, candidate)| (d, candidate.len().abs_diff(word.len())))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, without a band.
    fn plain(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut d = vec![vec![0usize; b.len() + 1]; a.len() + 1];
        for (i, row) in d.iter_mut().enumerate() {
            row[0] = i;
        }
        d[0] = (0..=b.len()).collect();
        for i in 1..=a.len() {
            for j in 1..=b.len() {
                let cost = usize::from(a[i - 1] != b[j - 1]);
                d[i][j] = (d[i - 1][j] + 1)
                    .min(d[i][j - 1] + 1)
                    .min(d[i - 1][j - 1] + cost);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    d[i][j] = d[i][j].min(d[i - 2][j - 2] + 1);
                }
            }
        }
        d[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn the_band_finds_what_the_definition_finds(a in "[abc]{0,9}", b in "[abc]{0,9}", most in 0u8..4) {
            let exact = plain(&a, &b);
            let expected = (exact <= usize::from(most)).then(|| u8::try_from(exact).unwrap());
            prop_assert_eq!(distance(&a, &b, most), expected);
        }
    }

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        assert_eq!(
            nearest("gaurdian", ["guardian", "observer"].into_iter()),
            Some("guardian")
        );
        assert_eq!(nearest("xyz", ["guardian"].into_iter()), None);
    }
}
