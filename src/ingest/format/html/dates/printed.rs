//! Stamps that a page prints: in elements that are called so, and in lines around the story.
//!
//! In comes the page; out comes the first stamp of a line, in the order of how likely a line is the story's own. Always holds:
//! a line of a copyright, of a quotation or of another story gives no date.

use super::Places;
use crate::article::DateSource;
use crate::date::{PubDate, find_stamp};
use crate::ingest::format::html::blocks::Block;
use crate::ingest::format::html::tag::Tag;
use crate::ingest::format::html::tree::{Id, Tree};

/// Words before a stamp of publication, in lower case.
pub(super) const SAYS_PUBLISHED: [&str; 22] = [
    "publish",
    "posted",
    "publié",
    "publicado",
    "publicada",
    "pubblicato",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "artikel wurde am",
    "gepubliceerd",
    "geplaatst",
    "publicerad",
    "publisert",
    "opublikowano",
    "publikováno",
    "yayın",
    "опубликовано",
    "datum",
    "date:",
    "fecha",
    "mis en ligne",
];

/// Words before a stamp of change.
pub(super) const SAYS_CHANGED: [&str; 9] = [
    "updated",
    "last modified",
    "last update",
    "aktualisiert",
    "stand:",
    "mis à jour",
    "actualizado",
    "aggiornato",
    "bijgewerkt",
];

impl Places<'_> {
    /// The first element near the story with a class or id of these, that holds a stamp and little else.
    pub(super) fn called(&self, names: &[&str]) -> Option<(PubDate, DateSource)> {
        let story_end = self.page.story_range().end;
        let near = self.page.near();
        let from = self.page.head_at();
        let elements = self
            .page
            .tree
            .elements()
            .filter(|(id, tag)| near.contains(id) && *tag != Tag::Meta);
        let mut behind = None;
        for (id, _) in elements {
            let name = named(self.page.tree, id);
            let says = names.iter().any(|word| name.contains(word));
            let denies = [
                "update",
                "modif",
                "event",
                "copyright",
                "validate",
                "related",
            ]
            .iter()
            .any(|word| name.contains(word))
                || name.contains("comment") && !name.contains("publi")
                || id >= story_end && self.page.pruned.is_furniture(id) && !name.contains("publi");
            // No long text is made of an element that is called so but is a column.
            if !says || denies || self.page.tree.end_of(id) - id > 40 {
                continue;
            }
            let text = self.page.tree.text(id);
            if text.len() > 200 || is_no_stamp(&text) {
                continue;
            }
            if let Some(date) = self.whole_day(&text) {
                if id >= from {
                    return Some((date, DateSource::Printed));
                }
                behind.get_or_insert((date, DateSource::Printed));
            }
        }
        behind
    }

    /// The short lines between the headline and the story.
    pub(super) fn lines_between(&self) -> Vec<&Block> {
        let lines = self
            .page
            .between()
            .filter(|line| line.weight <= 120 && !is_no_stamp(&line.text));
        lines.take(40).collect()
    }

    /// The short lines around the story, those most likely to hold its stamp first.
    pub(super) fn lines_around(&self, words: &[&str]) -> Vec<&Block> {
        let (story, near) = (self.page.story_range(), self.page.near());
        let heading = self.page.heading_at.unwrap_or(story.start);
        let (mut before, mut between, mut inside, mut after) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let quoted = |line: &Block| {
            self.page
                .tree
                .ancestors(line.at)
                .any(|id| self.page.tree.tag(id) == Tag::Blockquote)
        };
        let short = self
            .page
            .everything
            .iter()
            .filter(|line| line.weight <= 120 && !is_no_stamp(&line.text));
        for line in short.filter(|line| !quoted(line)) {
            let is_own = !self.page.pruned.is_furniture(line.at);
            match line.at {
                at if at < heading => before.push((line, is_own)),
                at if at < story.start => between.push(line),
                at if at < story.end => inside.push(line),
                at if is_own || near.contains(&at) => after.push(line),
                _ => {}
            }
        }
        let before = before
            .into_iter()
            .rev()
            .filter(|(_, is_own)| *is_own)
            .map(|(line, _)| line);
        between
            .into_iter()
            .take(40)
            .chain(inside.iter().copied().take(12))
            .chain(after.into_iter().take(30))
            .chain(before.take(8))
            .chain(inside.iter().copied().skip(12).rev().take(12))
            .chain(
                self.page.everything.iter().filter(|line| {
                    line.weight <= 300 && !words.is_empty() && !is_no_stamp(&line.text)
                }),
            )
            .collect()
    }
}

/// The first of these lines that holds a stamp behind one of these words.
pub(super) fn printed(lines: &[&Block], words: &[&str]) -> Option<(PubDate, DateSource)> {
    let changed = words == SAYS_CHANGED;
    let found = lines.iter().find_map(|line| {
        let lower = line.text.to_lowercase();
        let says = words.iter().any(|word| lower.contains(word));
        let denies = !changed && SAYS_CHANGED.iter().any(|word| lower.starts_with(word));
        let found = (says && !denies).then(|| find_stamp(&line.text))?;
        found.filter(|(_, place)| place.start < 120)
    });
    found.map(|(date, _)| (date, DateSource::Printed))
}

/// The class and id of an element as one name without signs, in lower case.
pub(super) fn named(tree: &Tree<'_>, id: Id) -> String {
    let class = tree.raw_attribute(id, "class").unwrap_or_default();
    let own = tree.raw_attribute(id, "id").unwrap_or_default();
    class
        .chars()
        .chain([' '])
        .chain(own.chars())
        .take(400)
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Whether a line's date is not the story's.
fn is_no_stamp(line: &str) -> bool {
    let line = line.to_lowercase();
    line.contains('©') || line.contains("copyright") || line.contains("(c)")
}
