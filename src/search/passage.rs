//! The passages of an article that are shown: whole sentences, chosen for the marks they hold.
//!
//! A passage is a sentence, or neighbours that a proximity ties together. The best come first by the different words of
//! the query that they hold, then by how many; they are shown in the order of the text. Only this file makes a
//! [`Passage`], so its marks are sorted, disjoint and on char boundaries. Time is linear in the paragraphs with marks.

use std::ops::Range;

use super::matching::{Mark, Marks};
use crate::article::Article;
use crate::index::analyzer::{Opens, Scanner};

/// A stretch of an article's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The text, whole sentences if they are not very long; `…` stands where one was cut.
    pub text: String,
    /// Bytes of `text` that took part in the match; sorted, disjoint.
    pub marks: Vec<Range<usize>>,
    /// The paragraph it is from, counted from 0.
    pub paragraph: usize,
}

/// A passage ends with the sentence that brings it to this many characters.
const ENOUGH: usize = 120;
/// A longer sentence is cut around its marks.
const LONGEST: usize = 360;
/// Characters kept before the first mark of a cut sentence.
const BEFORE: usize = 100;
const ELLIPSIS: &str = "…";

/// At most `most` passages of an article. Without marks in the body, the beginning of the story.
pub fn passages(article: &Article, marks: &Marks, most: usize) -> Vec<Passage> {
    if most == 0 {
        return Vec::new();
    }
    let candidates = candidates(article, marks);
    if candidates.is_empty() {
        return opening(article).into_iter().collect();
    }
    let mut chosen = choose(candidates, most);
    chosen.sort_by_key(|c| (c.paragraph, c.range.start));
    chosen
        .into_iter()
        .map(|c| c.render(&article.body[c.paragraph]))
        .collect()
}

/// Sentences with marks.
struct Candidate<'m> {
    paragraph: usize,
    range: Range<usize>,
    marks: Vec<&'m Mark>,
}

fn candidates<'m>(article: &Article, marks: &'m Marks) -> Vec<Candidate<'m>> {
    let mut candidates: Vec<Candidate<'m>> = Vec::new();
    for in_paragraph in marks.body.chunk_by(|a, b| a.0 == b.0) {
        let paragraph = in_paragraph[0].0;
        let Some(text) = article.body.get(paragraph) else {
            continue;
        };
        let sentences = sentences(text);
        let mut at = 0;
        let first_here = candidates.len();
        for (_, mark) in in_paragraph {
            while at + 1 < sentences.len() && sentences[at].end <= mark.bond.start {
                at += 1;
            }
            let last = (at..sentences.len())
                .find(|&i| mark.bond.end <= sentences[i].end)
                .unwrap_or(sentences.len() - 1);
            let range = sentences[at].start..sentences[last].end;
            match candidates[first_here..].last_mut() {
                Some(before) if range.start < before.range.end => {
                    before.range.end = before.range.end.max(range.end);
                    before.marks.push(mark);
                }
                _ => candidates.push(Candidate {
                    paragraph,
                    range,
                    marks: vec![mark],
                }),
            }
        }
        // A short sentence says more with the one behind it.
        let starts: Vec<usize> = candidates[first_here..]
            .iter()
            .skip(1)
            .map(|c| c.range.start)
            .chain([text.len()])
            .collect();
        for (candidate, limit) in candidates[first_here..].iter_mut().zip(starts) {
            let end = candidate.range.end;
            for sentence in sentences
                .iter()
                .filter(|s| s.start >= end && s.end <= limit)
                .take(2)
            {
                if candidate.range.len() >= ENOUGH {
                    break;
                }
                candidate.range.end = sentence.end;
            }
        }
    }
    candidates
}

/// The sentences of a paragraph: ranges that cover it.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut scanner = Scanner::new(text, 0);
    while let Some(chunk) = scanner.advance() {
        if chunk.opens == Opens::Sentence {
            starts.push(opening_of(text, chunk.range().start));
        }
    }
    starts.dedup();
    let ends = starts
        .iter()
        .skip(1)
        .copied()
        .chain([text.len()])
        .collect::<Vec<_>>();
    starts
        .into_iter()
        .zip(ends)
        .map(|(start, end)| start..end)
        .filter(|r| !r.is_empty())
        .collect()
}

/// A sentence begins with the quotes and brackets before its first word.
fn opening_of(text: &str, first_word: usize) -> usize {
    text[..first_word]
        .rfind(char::is_whitespace)
        .map_or(first_word, |at| {
            at + text[at..].chars().next().map_or(1, char::len_utf8)
        })
}

/// Takes the candidates that bring most that is new, until there are `most`.
fn choose(mut candidates: Vec<Candidate<'_>>, most: usize) -> Vec<Candidate<'_>> {
    let mut chosen: Vec<Candidate<'_>> = Vec::new();
    let mut seen: Vec<usize> = Vec::new();
    while chosen.len() < most && !candidates.is_empty() {
        let value = |c: &Candidate<'_>| {
            let mut leaves: Vec<usize> = c.marks.iter().map(|m| m.leaf).collect();
            leaves.sort_unstable();
            leaves.dedup();
            let new = leaves.iter().filter(|leaf| !seen.contains(leaf)).count();
            (new, leaves.len(), c.marks.len().min(5))
        };
        // The first of equals: a news story says it first where it says it best.
        let mut best = (0, value(&candidates[0]));
        for (at, candidate) in candidates.iter().enumerate().skip(1) {
            let worth = value(candidate);
            if worth > best.1 {
                best = (at, worth);
            }
        }
        let taken = candidates.remove(best.0);
        seen.extend(taken.marks.iter().map(|m| m.leaf));
        chosen.push(taken);
    }
    chosen
}

impl Candidate<'_> {
    fn render(&self, paragraph: &str) -> Passage {
        let marks: Vec<Range<usize>> = self.marks.iter().map(|m| m.range.clone()).collect();
        let range = trim(paragraph, self.range.clone());
        let cut = fit(paragraph, range.clone(), &marks);
        let before = if cut.start > range.start {
            ELLIPSIS
        } else {
            ""
        };
        let after = if cut.end < range.end { ELLIPSIS } else { "" };
        let text = format!("{before}{}{after}", &paragraph[cut.clone()]);
        let shift = |at: usize| at - cut.start + before.len();
        let inside = marks
            .into_iter()
            .filter(|m| cut.start <= m.start && m.end <= cut.end);
        Passage {
            text,
            marks: inside.map(|m| shift(m.start)..shift(m.end)).collect(),
            paragraph: self.paragraph,
        }
    }
}

/// A range without the white space at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

/// The part of a very long passage to show: from a little before its first mark, between words.
fn fit(text: &str, range: Range<usize>, marks: &[Range<usize>]) -> Range<usize> {
    let length = text[range.clone()].chars().count();
    if length <= LONGEST {
        return range;
    }
    let first = marks
        .first()
        .map_or(range.start, |m| m.start)
        .max(range.start);
    let before = text[range.start..first].chars().count();
    let start = if before <= BEFORE {
        range.start
    } else {
        word_start(text, back(text, first, BEFORE), first)
    };
    let end = forward(text, start, LONGEST).min(range.end);
    let first_end = marks.first().map_or(end, |m| m.end);
    let end = if end < range.end {
        word_end(text, start.max(first_end.min(end)), end)
    } else {
        end
    };
    start..end.max(first_end.min(range.end))
}

fn back(text: &str, from: usize, chars: usize) -> usize {
    text[..from]
        .char_indices()
        .rev()
        .nth(chars.saturating_sub(1))
        .map_or(0, |(at, _)| at)
}

fn forward(text: &str, from: usize, chars: usize) -> usize {
    text[from..]
        .char_indices()
        .nth(chars)
        .map_or(text.len(), |(at, _)| from + at)
}

/// The first start of a word at or behind `at`, but before `latest`.
fn word_start(text: &str, at: usize, latest: usize) -> usize {
    text[at..latest]
        .find(char::is_whitespace)
        .map_or(at, |space| {
            let behind = &text[at + space..latest];
            latest - behind.trim_start().len()
        })
}

/// The last end of a word at or before `at`, but behind `earliest`.
fn word_end(text: &str, earliest: usize, at: usize) -> usize {
    text[earliest..at]
        .rfind(char::is_whitespace)
        .map_or(at, |space| {
            earliest + text[earliest..earliest + space].trim_end().len()
        })
}

/// The first sentences of the story.
fn opening(article: &Article) -> Option<Passage> {
    let (number, paragraph) = article
        .body
        .iter()
        .enumerate()
        .find(|(_, p)| p.chars().count() >= 40)
        .or_else(|| article.body.iter().enumerate().next())?;
    let mut end = 0;
    for sentence in sentences(paragraph) {
        end = sentence.end;
        if end >= ENOUGH {
            break;
        }
    }
    Some(
        Candidate {
            paragraph: number,
            range: 0..end,
            marks: Vec::new(),
        }
        .render(paragraph),
    )
}
