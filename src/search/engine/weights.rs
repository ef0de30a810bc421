//! How much frequency and length weigh in the ranking: BM25 with k1 1.5 and b 0.8.
//!
//! tantivy 0.27 has k1 1.2 and b 0.75 built in. A term that occurs f times in an article of length l scores
//! idf · f / (f + k1 · (1 − b + b · l / average)), up to a factor all share. Told that the average length is three
//! quarters of what it is, tantivy's 1.2 · (0.25 + 0.75 · l / (0.75 · average)) = 0.3 + 1.2 · l / average is exactly
//! 1.5 · (0.2 + 0.8 · l / average). So its pruning stays, and no formula is written twice. The copies of title and lead
//! that stand in the ranked field raise frequencies, so that these ought to saturate later than in plain text (Robertson,
//! Zaragoza & Taylor, CIKM 2004); what it gains is in `docs/ranking.md`.

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// The statistics of all segments, with the length of texts as ranking is to see it.
pub(crate) struct Weights<'s>(pub &'s Searcher);

/// The tokens of a field as ranking is to see them; see the module.
pub(crate) fn weighed(tokens: u64) -> u64 {
    tokens - tokens / 4
}

impl Bm25StatisticsProvider for Weights<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.0.total_num_tokens(field).map(weighed)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.0.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.0.doc_freq(term)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::query::Bm25Weight;

    use super::*;

    #[test]
    fn the_engines_score_is_bm25_with_k1_1_5_and_b_0_8() {
        const AVERAGE: u64 = 20;
        let (have, all) = (3, 1000);
        let seen = weighed(AVERAGE * all) as f32 / all as f32;
        let engine = Bm25Weight::for_one_term(have, all, seen);
        let idf = (1.0 + (1000.0_f32 - 3.0 + 0.5) / 3.5).ln();
        // Lengths below 40 are kept exactly, as their own numbers.
        for length in [1_u8, 7, 20, 39] {
            for frequency in [1_u32, 2, 30] {
                let (f, l) = (frequency as f32, f32::from(length) / AVERAGE as f32);
                let ours = 2.2 * idf * f / (f + 1.5 * (0.2 + 0.8 * l));
                let theirs = engine.score(length, frequency);
                assert!((ours - theirs).abs() < 1e-4, "{ours} is not {theirs}");
            }
        }
    }
}
