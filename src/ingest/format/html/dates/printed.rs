//! Stamps that a page prints: in elements that are called so, and in lines around the story.
//!
//! In comes the page; out comes the first stamp of a line, in the order of how likely a line is the story's own. Always holds:
//! a line of a copyright, of a quotation or of another story gives no date.

use super::Places;
use super::short::short_day;
use crate::article::DateSource;
use crate::date::PubDate;
use crate::ingest::format::html::blocks::Block;
use crate::ingest::format::html::meta::rel;
use crate::ingest::format::html::tag::Tag;
use crate::ingest::format::html::tree::{Id, Tree};

/// Words before a stamp of publication, in lower case.
pub(super) const SAYS_PUBLISHED: [&str; 44] = [
    "publish",
    "posted",
    "publié",
    "publicado",
    "publicada",
    "publicat pe",
    "pubblicato",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "artikel wurde am",
    "gepubliceerd",
    "geplaatst",
    "publicerad",
    "publisert",
    "publiceret",
    "udgivet",
    "julkaistu",
    "opublikowano",
    "dodano",
    "publikováno",
    "vydáno",
    "zveřejněno",
    "közzétéve",
    "yayın",
    "опубликовано",
    "опубліковано",
    "публикуван",
    "δημοσίευση",
    "δημοσιε",
    "diterbitkan",
    "dipublikasikan",
    "تاريخ النشر",
    "نشر في",
    "פורסם",
    "公開",
    "掲載",
    "发布",
    "發布",
    "입력",
    "datum",
    "date:",
    "fecha",
    "mis en ligne",
];

/// Words before a stamp of change.
pub(super) const SAYS_CHANGED: [&str; 36] = [
    "updated",
    "last modified",
    "last edited",
    "zuletzt bearbeitet",
    "aktualisierung:",
    "dernière m",
    "última actualización",
    "ultimo aggiornamento",
    "last update",
    "aktualisiert",
    "stand:",
    "geändert",
    "mis à jour",
    "modifié",
    "actualizado",
    "actualizat",
    "atualizado",
    "aggiornato",
    "modificato",
    "bijgewerkt",
    "gewijzigd",
    "uppdaterad",
    "oppdatert",
    "opdateret",
    "päivitetty",
    "zaktualizowano",
    "aktualizacja",
    "aktualizováno",
    "frissítve",
    "güncelle",
    "обновлен",
    "оновлен",
    "ενημερώθηκε",
    "diperbarui",
    "更新",
    "수정",
];

/// Attributes that hold the stamp of an element whose text is for people: `2 hours ago`.
const STAMPED: [&str; 7] = [
    "datetime",
    "content",
    "title",
    "data-datetime",
    "data-date",
    "data-published",
    "data-timestamp",
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
            let attribute = || {
                let values = STAMPED
                    .iter()
                    .filter_map(|key| self.page.tree.raw_attribute(id, key));
                values
                    .filter(|value| value.len() <= 100)
                    .find_map(|value| self.whole_day(value))
            };
            if let Some(date) = self.whole_day(&text).or_else(attribute) {
                if id >= from {
                    return Some((date, DateSource::Printed));
                }
                behind.get_or_insert((date, DateSource::Printed));
            }
        }
        behind
    }

    /// The first of these lines that holds a stamp behind one of these words.
    pub(super) fn printed(
        &self,
        lines: &[&Block],
        words: &[&str],
    ) -> Option<(PubDate, DateSource)> {
        let changed = words == SAYS_CHANGED;
        let date = lines.iter().find_map(|line| {
            let lower = line.text.to_lowercase();
            let says = words.iter().any(|word| lower.contains(word));
            let denies = !changed && SAYS_CHANGED.iter().any(|word| lower.starts_with(word));
            let found = (says && !denies).then(|| self.stamp(&line.text))?;
            let (date, before, behind) = found?;
            let is_told = words == [""] && is_prose(&line.text, before, behind);
            (before < 120 && !is_told).then_some(date)
        });
        Some((date?, DateSource::Printed))
    }

    /// The first day with a short year on a line above the story, or on one that names an author.
    pub(super) fn short(&self) -> Option<(PubDate, DateSource)> {
        let tree = self.page.tree;
        let story = self.page.story.root;
        let names_author = |line: &Block| {
            let end = tree
                .end_of(line.element)
                .min(line.element.saturating_add(20));
            (line.element..end).any(|id| rel(tree, id, "author"))
        };
        let own = self.lines_around(&[]).into_iter();
        let mut near = own.filter(|line| line.at < story || names_author(line));
        let date = near.find_map(|line| short_day(&line.text))?;
        Some((date, DateSource::Printed))
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
        // A title that stands behind the story is one of the site's.
        let heading = self.page.heading_at.filter(|at| *at < story.end);
        let heading = heading.unwrap_or(story.start);
        let (mut before, mut between, mut inside, mut after) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let quoted = |line: &Block| {
            self.page.tree.ancestors(line.at).any(|id| {
                matches!(
                    self.page.tree.tag(id),
                    Tag::Blockquote | Tag::Pre | Tag::Code
                )
            })
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
            .chain(self.page.everything.iter().filter(|line| {
                line.weight <= 300 && !words.is_empty() && !is_no_stamp(&line.text) && !quoted(line)
            }))
            .collect()
    }
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

/// Whether a line is a sentence that speaks of a day, rather than the stamp of a story: so many words stand around it, and a
/// full stop behind them.
fn is_prose(line: &str, before: usize, behind: usize) -> bool {
    let around = [
        line.get(..before).unwrap_or_default(),
        line.len()
            .checked_sub(behind)
            .and_then(|end| line.get(end..))
            .unwrap_or_default(),
    ];
    let words = around
        .iter()
        .flat_map(|text| text.split_whitespace())
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count();
    let last = line.trim_end_matches(['"', '”', '»', ')', ' ']);
    words >= 5 && last.ends_with(['.', '!', '?', ':', ';', ','])
}

/// Whether a line's date is not the story's.
fn is_no_stamp(line: &str) -> bool {
    let line = line.to_lowercase();
    line.contains('©') || line.contains("copyright") || line.contains("(c)")
}
