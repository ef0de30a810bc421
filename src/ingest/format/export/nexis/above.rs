//! What stands above the labels of a document of Nexis, told by its order: headline, publication, date, edition.

use serde_json::Value;

use super::super::labels;
use crate::article::Record;
use crate::date::{Precision, PubDate};

/// The lines above the labels: publication, date, edition, headline, and a notice of rights.
pub(super) fn read_above(above: &[&[&str]], is_counted: bool, record: &mut Record) {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    for (paragraph, own) in above.iter().enumerate() {
        let rights = own
            .iter()
            .position(|line| labels::is_copyright(line))
            .unwrap_or(own.len());
        lines.extend(own[..rights].iter().map(|line| (paragraph, line.trim())));
    }
    let dated = lines
        .iter()
        .enumerate()
        .find_map(|(at, (_, line))| Some((at, date_of(line)?)));
    let Some((at, (date, edition))) = dated else {
        // Without a date only the order is left: in Nexis Uni the headline, then the publication.
        let mut rest = lines.into_iter().map(|(_, line)| line.to_owned());
        if record.title.is_empty() && !is_counted {
            record.title = rest.next().unwrap_or_default();
        }
        record.source = rest.next();
        // The older layout has them the other way round.
        if record.title.is_empty() {
            record.title = rest.next().unwrap_or_default();
        }
        return;
    };
    record.published = Some(date);
    let source = at.checked_sub(1);
    record.source = source.map(|at| lines[at].1.to_owned());
    let mut edition: Vec<String> = edition.into_iter().collect();
    let behind = &lines[at + 1..];
    let mut same = behind
        .iter()
        .take_while(|line| line.0 == lines[at].0)
        .count();
    // Without blank lines the last line above the labels is the headline, not an edition.
    if record.title.is_empty() && at <= 1 && same > 0 && same == behind.len() {
        same -= 1;
    }
    if record.title.is_empty() {
        let before = source
            .and_then(|at| at.checked_sub(1))
            .map(|at| lines[at].1);
        record.title = match before {
            Some(title) => title.to_owned(),
            None => {
                let first = behind.get(same).map(|line| line.0);
                let title = behind[same..].iter().filter(|line| Some(line.0) == first);
                title.map(|line| line.1).collect::<Vec<_>>().join(" ")
            }
        };
    }
    edition.extend(behind[..same].iter().map(|line| line.1.to_owned()));
    if !edition.is_empty() {
        record
            .extra
            .insert("edition".to_owned(), Value::String(edition.join(" ")));
    }
}

/// The date that a line begins with, and what stands behind it: a weekday and an edition.
fn date_of(line: &str) -> Option<(PubDate, Option<String>)> {
    if line.len() > 120 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    (1..=words.len().min(10)).rev().find_map(|count| {
        let date = PubDate::parse(&words[..count].join(" "))?;
        let rest = words[count..].join(" ");
        let is_date = date.precision() >= Precision::Month;
        is_date.then(|| (date, (!rest.is_empty()).then_some(rest)))
    })
}
