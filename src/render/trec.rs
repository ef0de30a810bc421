//! Run files of test collections: `topic Q0 id rank score morgue`, the form `trec_eval` reads.

use std::io::{self, Write};

use super::safe;

/// Writes rankings of topics.
pub struct Trec<W: Write>(pub W);

impl<W: Write> Trec<W> {
    /// The ranking of a topic, best first. Scores are made to fall strictly, since `trec_eval` sorts by them and breaks
    /// ties its own way.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn topic(&mut self, topic: &str, ranking: &[(String, f32)]) -> io::Result<()> {
        let topic = safe::one_line(topic);
        let mut last = f32::MAX;
        for (rank, (id, score)) in (1..).zip(ranking) {
            let score = if *score < last {
                *score
            } else {
                last.next_down()
            };
            last = score;
            let id = safe::one_line(id);
            writeln!(self.0, "{topic} Q0 {id} {rank} {score:.9} morgue")?;
        }
        Ok(())
    }
}
