//! Wildcards and fuzzy words → the terms of this index that they stand for.

use std::collections::BTreeMap;

use super::fuzzy::Near;
use crate::index::analyzer::{ACRONYM, EXACT, WordKind, kind_of};
use crate::index::{Field, IndexError, Reader};
use crate::search::pattern::{Glob, Test, has_exact_terms};

/// The terms a test stands for, with how many articles have each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// Terms as they stand in the index, and their articles; sorted.
    pub terms: Vec<(String, u64)>,
}

/// More terms than are allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TooMany {
    /// How many.
    pub count: usize,
}

/// The folded word that a term stands for.
pub(crate) fn word_of(term: &str) -> &str {
    term.strip_prefix(EXACT).unwrap_or(term)
}

/// The terms of `field` that pass a test, `most` of them; more are refused, never cut.
///
/// # Errors
/// The dictionary cannot be read; or, inside, the test passes too many terms.
pub(crate) fn expand(
    reader: &Reader,
    field: Field,
    test: &Test,
    most: usize,
) -> Result<Result<Expansion, TooMany>, IndexError> {
    let mut found = BTreeMap::new();
    match test {
        Test::Term(term) => scan(
            reader,
            field,
            Ways::begins(term),
            &mut |candidate| candidate == term,
            &mut found,
        )?,
        Test::Wild(glob) => {
            let prefix = glob.prefix();
            words(
                reader,
                field,
                Ways::begins(&prefix),
                &mut |word| glob.fits(word),
                &mut found,
            )?;
        }
        Test::Fuzzy { word, distance } => {
            let near = Near::new(word, *distance);
            let mut fits = |candidate: &str| near.fits(candidate);
            let ways = Ways {
                prefix: "",
                near: Some(&near),
            };
            words(reader, field, ways, &mut fits, &mut found)?;
        }
    }
    if found.len() > most {
        return Ok(Err(TooMany { count: found.len() }));
    }
    Ok(Ok(Expansion {
        terms: found.into_iter().collect(),
    }))
}

/// Which part of a dictionary to look through.
#[derive(Clone, Copy)]
struct Ways<'a> {
    /// What all terms begin with.
    prefix: &'a str,
    /// Behind that, they are near a word.
    near: Option<&'a Near>,
}

impl<'a> Ways<'a> {
    fn begins(prefix: &'a str) -> Self {
        Self { prefix, near: None }
    }
}

/// What terms that are no plain words begin with.
const MARKED: [char; 2] = [EXACT, ACRONYM];

/// Scans the words of a field: exact forms where there are such, and the words whose stem is as exact.
fn words(
    reader: &Reader,
    field: Field,
    ways: Ways,
    fits: &mut dyn FnMut(&str) -> bool,
    found: &mut BTreeMap<String, u64>,
) -> Result<(), IndexError> {
    if !has_exact_terms(field) {
        return scan(reader, field, ways, fits, found);
    }
    let exact = format!("{EXACT}{}", ways.prefix);
    scan(
        reader,
        field,
        Ways {
            prefix: &exact,
            ..ways
        },
        &mut |term| fits(word_of(term)),
        found,
    )?;
    scan(
        reader,
        field,
        ways,
        &mut |term| !term.starts_with(MARKED) && kind_of(term) == WordKind::Plain && fits(term),
        found,
    )
}

fn scan(
    reader: &Reader,
    field: Field,
    ways: Ways,
    fits: &mut dyn FnMut(&str) -> bool,
    found: &mut BTreeMap<String, u64>,
) -> Result<(), IndexError> {
    for segment in reader.searcher().segment_readers() {
        let inverted = segment
            .inverted_index(reader.fields().text(field))
            .map_err(|cause| reader.error(cause))?;
        let mut take = |term: &[u8], articles: u32| {
            let Ok(term) = std::str::from_utf8(term) else {
                return;
            };
            if !term.starts_with('\u{1}') && fits(term) {
                *found.entry(term.to_owned()).or_default() += u64::from(articles);
            }
        };
        let failed = |cause: std::io::Error| reader.error(cause.into());
        let prefix = ways.prefix;
        if let Some(near) = ways.near {
            let mut terms = inverted
                .terms()
                .search(near.behind(prefix))
                .into_stream()
                .map_err(failed)?;
            while terms.advance() {
                take(terms.key(), terms.value().doc_freq);
            }
        } else {
            let mut terms = inverted
                .terms()
                .range()
                .ge(prefix)
                .into_stream()
                .map_err(failed)?;
            while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
                take(terms.key(), terms.value().doc_freq);
            }
        }
    }
    Ok(())
}

/// A longer beginning of a wildcard that stands for few enough words, for the hint of a refusal.
pub(crate) fn tighter(
    reader: &Reader,
    field: Field,
    glob: &Glob,
    most: usize,
) -> Result<Option<String>, IndexError> {
    let prefix = glob.prefix();
    if prefix.is_empty() {
        return Ok(None);
    }
    let mut by_next: BTreeMap<char, u64> = BTreeMap::new();
    let mut found = BTreeMap::new();
    words(
        reader,
        field,
        Ways::begins(&prefix),
        &mut |word| glob.fits(word),
        &mut found,
    )?;
    for (term, articles) in &found {
        if let Some(next) = word_of(term)
            .get(prefix.len()..)
            .and_then(|rest| rest.chars().next())
        {
            *by_next.entry(next).or_default() += articles;
        }
    }
    let fits = |next: char| {
        found
            .keys()
            .filter(|t| word_of(t)[prefix.len()..].starts_with(next))
            .count()
            <= most
    };
    let best = by_next
        .into_iter()
        .filter(|&(next, _)| fits(next))
        .max_by_key(|&(_, articles)| articles);
    Ok(best.map(|(next, _)| format!("{prefix}{next}*")))
}
