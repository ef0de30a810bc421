//! The best articles that have any of many words: a long list, or what a wildcard stands for.
//!
//! With hundreds of words, to ask each for its next article costs more than to add up their scores. So a stretch of articles
//! at a time is taken: every word adds what it gives to each of its articles there, and who has enough is offered. MaxScore
//! still holds (see [`super::union`]): words that cannot bring an article in, not even all together, add nothing by themselves
//! and are looked up for those that the others nearly bring in.
//!
//! Sums are made in double precision, where adding some hundred single ones rounds nothing that matters: an article has one
//! score, in whatever order its words were added.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocId, Score};

use super::union::Word;

/// Articles taken at a time: their sums stay in the processor's nearest cache.
const STRETCH: usize = 4096;

/// Offers every article before `end` with a score above the threshold, which each offer sets anew. Words that can bring little
/// come first.
pub(super) fn walk(
    mut words: Vec<Word>,
    norms: &FieldNormReader,
    end: DocId,
    mut threshold: Score,
    offer: &mut dyn FnMut(DocId, Score) -> Score,
) {
    let bounds = bounds(&words);
    let mut stretch = Stretch::new();
    let mut optional = 0;
    loop {
        while bounds
            .get(optional)
            .is_some_and(|bound| *bound <= f64::from(threshold))
        {
            optional += 1;
        }
        let (little, enough) = words.split_at_mut(optional);
        let Some(first) = enough.iter().map(Word::doc).min().filter(|doc| *doc < end) else {
            return;
        };
        stretch.begin(first);
        for word in enough {
            stretch.add(word, norms, end);
        }
        for (doc, sum) in stretch.sums() {
            let sum = look_up(little, &bounds, norms, (doc, sum), f64::from(threshold));
            if let Some(score) = sum.map(|sum| sum as Score)
                && score > threshold
            {
                threshold = offer(doc, score);
            }
        }
    }
}

/// What each word and all below it can bring at most; a little more, since single sums are rounded.
fn bounds(words: &[Word]) -> Vec<f64> {
    const ROUNDING: f64 = 1.000_01;
    let mut sum = 0.0;
    let sums = words.iter().map(|word| {
        sum += f64::from(word.most);
        sum * ROUNDING
    });
    sums.collect()
}

/// Adds the words that were not added; `None` as soon as the article cannot come in.
fn look_up(
    words: &mut [Word],
    bounds: &[f64],
    norms: &FieldNormReader,
    (doc, mut sum): (DocId, f64),
    threshold: f64,
) -> Option<f64> {
    for (word, bound) in words.iter_mut().zip(bounds).rev() {
        if sum + bound <= threshold {
            return None;
        }
        word.seek(doc);
        if word.doc() == doc {
            sum += f64::from(word.score(norms.fieldnorm_id(doc)));
        }
    }
    Some(sum)
}

/// The sums of some articles with successive numbers.
struct Stretch {
    first: DocId,
    sums: Box<[f64]>,
    /// A bit for each article that some word has.
    has: Box<[u64]>,
}

impl Stretch {
    fn new() -> Self {
        Self {
            first: 0,
            sums: vec![0.0; STRETCH].into_boxed_slice(),
            has: vec![0; STRETCH / 64].into_boxed_slice(),
        }
    }

    fn begin(&mut self, first: DocId) {
        self.first = first;
        self.sums.fill(0.0);
        self.has.fill(0);
    }

    fn add(&mut self, word: &mut Word, norms: &FieldNormReader, end: DocId) {
        let behind = self.first.saturating_add(STRETCH as u32).min(end);
        loop {
            let doc = word.doc();
            if doc >= behind {
                return;
            }
            let at = (doc - self.first) as usize;
            self.sums[at] += f64::from(word.score(norms.fieldnorm_id(doc)));
            self.has[at / 64] |= 1 << (at % 64);
            word.advance();
        }
    }

    fn sums(&self) -> impl Iterator<Item = (DocId, f64)> {
        let first = self.first;
        (0..).zip(&self.has).flat_map(move |(block, bits)| {
            let mut bits = *bits;
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(block * 64 + bit)
            })
            .map(move |at: u32| (first + at, self.sums[at as usize]))
        })
    }
}
