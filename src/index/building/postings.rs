//! Articles as numbers of terms → posting lists, by counting sort.
//!
//! The terms are given their rank in the order of the dictionary. Then, for as many neighbouring ranks as there is room for, all
//! articles are gone through in the order of the segment, and each term is put where its list lies: how long every list is was
//! counted as the terms came. The lists come out as they are written, and nothing is ever compared or chained.

use tantivy::fieldnorm::FieldNormReaders;
use tantivy::index::{Segment, SegmentComponent};
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field as EngineField;

use super::forward::{Forward, TermId};
use super::lexicon::Lexicon;

/// A term at a place: its article, and its position.
type Occurrence = (u32, u32);

/// The terms of a segment in the order of the dictionary.
pub(super) struct Ranked<'l> {
    lexicon: &'l Lexicon,
    /// By rank.
    terms: Vec<TermId>,
}

/// What the lists are made of.
pub(super) struct Source<'s> {
    /// Terms by rank.
    pub forward: &'s Forward,
    /// How often each occurs, by rank, or more.
    pub counts: &'s [u32],
    /// The articles of the segment, in its order, by their places in `forward`.
    pub order: &'s [u32],
    /// As many occurrences are sorted at a time.
    pub window: usize,
}

impl<'l> Ranked<'l> {
    /// The terms of a lexicon.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self {
            lexicon,
            terms: lexicon.terms().sorted(),
        }
    }

    /// Gives the terms of `forward` their ranks, and says by rank how often each was taken, of which `counts` tells by number.
    pub fn rank(&self, counts: &[u32], forward: &mut Forward) -> Vec<u32> {
        let mut ranks = vec![0; self.terms.len()];
        for (rank, id) in (0..).zip(&self.terms) {
            ranks[*id as usize] = rank;
        }
        forward.renumber(|id| ranks[id as usize]);
        // What was looked up and not taken has no count.
        let count = |id: &TermId| counts.get(*id as usize).copied().unwrap_or(0);
        self.terms.iter().map(count).collect()
    }

    /// Writes the lists of all fields; the lengths of the articles must have been written before. `taken` says how many terms the
    /// articles have in a field.
    ///
    /// # Errors
    /// The disk's.
    pub fn write(
        &self,
        segment: &Segment,
        serializer: &mut InvertedIndexSerializer,
        source: &Source<'_>,
        taken: impl Fn(EngineField) -> u64,
    ) -> tantivy::Result<()> {
        let lengths = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
        let mut window = Window::default();
        let mut rank = 0;
        let vocabulary = self.lexicon.terms();
        let in_fields =
            |one: &TermId, other: &TermId| vocabulary.field(*one) == vocabulary.field(*other);
        for terms in self.terms.chunk_by(in_fields) {
            let field = self.lexicon.engine_field(vocabulary.field(terms[0]));
            let all = taken(field);
            if all == 0 {
                rank += terms.len();
                continue;
            }
            let mut lists = serializer.new_field(field, all, lengths.get_field(field)?)?;
            for term in terms {
                let occurrences = window.list(rank, source);
                write_list(&mut lists, vocabulary.term(*term), occurrences)?;
                rank += 1;
            }
            lists.close()?;
        }
        Ok(())
    }
}

/// The lists of some neighbouring ranks.
#[derive(Default)]
struct Window {
    first: usize,
    occurrences: Vec<Occurrence>,
    /// For each rank, where its list begins.
    starts: Vec<u32>,
    /// For each rank, where its list ends.
    ends: Vec<u32>,
}

impl Window {
    /// The list of a rank. Lists of ranks behind it may be made with it.
    fn list(&mut self, rank: usize, source: &Source<'_>) -> &[Occurrence] {
        if !(self.first..self.first + self.starts.len()).contains(&rank) {
            self.fill(rank, source);
        }
        let place = rank - self.first;
        &self.occurrences[self.starts[place] as usize..self.ends[place] as usize]
    }

    fn fill(&mut self, first: usize, source: &Source<'_>) {
        self.first = first;
        self.starts.clear();
        let mut all = 0;
        for count in &source.counts[first..] {
            let count = *count as usize;
            if all > 0 && all + count > source.window {
                break;
            }
            self.starts.push(all as u32);
            all += count;
        }
        self.occurrences.clear();
        self.occurrences.resize(all, (0, 0));
        self.ends.clone_from(&self.starts);
        let (ends, occurrences) = (&mut self.ends[..], &mut self.occurrences[..]);
        let first = first as TermId;
        for (number, article) in (0..).zip(source.order) {
            source.forward.each(*article as usize, |rank, position| {
                if let Some(end) = ends.get_mut(rank.wrapping_sub(first) as usize) {
                    occurrences[*end as usize] = (number, position);
                    *end += 1;
                }
            });
        }
    }
}

/// Writes the list of a term, if any article of the segment has it.
fn write_list(
    lists: &mut FieldSerializer<'_>,
    term: &[u8],
    occurrences: &[Occurrence],
) -> std::io::Result<()> {
    if occurrences.is_empty() {
        return Ok(());
    }
    let in_articles = || occurrences.chunk_by(|(one, _), (other, _)| one == other);
    let articles = in_articles().count() as u32;
    lists.new_term(term, articles, true)?;
    let mut deltas = Vec::new();
    for places in in_articles() {
        let mut before = 0;
        deltas.clear();
        deltas.extend(places.iter().map(|(_, position)| {
            let delta = position - before;
            before = *position;
            delta
        }));
        lists.write_doc(places[0].0, places.len() as u32, &deltas);
    }
    lists.close_term()
}

/// Writes which article has which id.
///
/// # Errors
/// The disk's.
pub(super) fn write_ids(
    ids: impl Iterator<Item = String>,
    field: EngineField,
    segment: &Segment,
    serializer: &mut InvertedIndexSerializer,
) -> tantivy::Result<()> {
    let mut ids: Vec<(String, u32)> = ids.zip(0..).collect();
    ids.sort_unstable();
    let lengths = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
    let mut lists = serializer.new_field(field, ids.len() as u64, lengths.get_field(field)?)?;
    for articles in ids.chunk_by(|(one, _), (other, _)| one == other) {
        lists.new_term(articles[0].0.as_bytes(), 0, true)?;
        for (_, article) in articles {
            lists.write_doc(*article, 0, &[]);
        }
        lists.close_term()?;
    }
    lists.close()?;
    Ok(())
}
