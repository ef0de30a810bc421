//! Marks: the stretches of an article's texts that took part in a match.

use std::ops::Range;

use super::{Evaluation, Found};
use crate::index::Field;

/// A stretch of text that took part in the match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the paragraph, title or field.
    pub range: Range<usize>,
    /// Which word or phrase of the query it is.
    pub leaf: usize,
    /// The bytes to be shown together: those of the mark, or of the whole proximity it is part of.
    pub bond: Range<usize>,
}

/// Where an article satisfied a query. The marks of each text are sorted and disjoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// In the title.
    pub title: Vec<Mark>,
    /// In the body, with the number of the paragraph.
    pub body: Vec<(usize, Mark)>,
    /// In other fields.
    pub fields: Vec<(Field, Vec<Mark>)>,
}

impl Evaluation<'_> {
    /// Spans of positions as marks in texts.
    pub(super) fn marks(&self, mut found: Vec<Found>) -> Marks {
        found.sort_unstable_by_key(|f| (f.field, f.span, f.leaf));
        let mut marks = Marks::default();
        for (number, ((field, _), view)) in self.matcher.fields.iter().zip(&self.views).enumerate()
        {
            let mut texts = view.texts();
            let mut of_field: Vec<Mark> = Vec::new();
            for f in found.iter().filter(|f| f.field == number) {
                let (range, bond) = (f.bytes.clone(), view.bytes(f.bond));
                match of_field.last_mut() {
                    // Two leaves may claim one word; the longer claim is marked.
                    Some(last) if range.start < last.range.end => {
                        last.range.end = last.range.end.max(range.end);
                        last.bond = last.bond.start.min(bond.start)..last.bond.end.max(bond.end);
                    }
                    _ => of_field.push(Mark {
                        range,
                        leaf: f.leaf,
                        bond,
                    }),
                }
            }
            for mark in of_field {
                if !matches!(field, Field::Text | Field::Title | Field::Lead) {
                    // A name is shown whole, so its marks stay where they are.
                    match marks.fields.last_mut().filter(|(last, _)| last == field) {
                        Some((_, list)) => list.push(mark),
                        None => marks.fields.push((*field, vec![mark])),
                    }
                    continue;
                }
                let (part, mark) = texts.locate(mark);
                match field {
                    Field::Text if part > 0 => marks.body.push((part - 1, mark)),
                    Field::Lead => marks.body.push((part, mark)),
                    _ => marks.title.push(mark),
                }
            }
        }
        settle(&mut marks);
        marks
    }
}

/// Title and lead are parts of the text, so their marks can come twice.
fn settle(marks: &mut Marks) {
    marks
        .title
        .sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    marks.title = merge(
        std::mem::take(&mut marks.title)
            .into_iter()
            .map(|mark| (0, mark))
            .collect(),
    )
    .into_iter()
    .map(|(_, mark)| mark)
    .collect();
    marks
        .body
        .sort_by_key(|(part, mark)| (*part, mark.range.start, std::cmp::Reverse(mark.range.end)));
    marks.body = merge(std::mem::take(&mut marks.body));
}

fn merge(list: Vec<(usize, Mark)>) -> Vec<(usize, Mark)> {
    let mut merged: Vec<(usize, Mark)> = Vec::with_capacity(list.len());
    for (part, mark) in list {
        match merged.last_mut() {
            Some((last_part, last)) if *last_part == part && mark.range.start < last.range.end => {
                last.range.end = last.range.end.max(mark.range.end);
                let (one, other) = (&last.bond, &mark.bond);
                last.bond = one.start.min(other.start)..one.end.max(other.end);
            }
            _ => merged.push((part, mark)),
        }
    }
    merged
}
