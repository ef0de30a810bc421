//! The labelled part of a document of Nexis: what stands under labels, and the text between them.
//!
//! In come paragraphs; out come the fields and the body. Where nothing says that the text begins, it begins behind the
//! labels; it ends at the first label of those that stand below texts, if it is no part of the text itself.

use serde_json::Value;

use super::super::labels::{self, Role};
use super::super::languages;
use crate::article::Record;

/// `Body`, `Classification` and the like, alone on a line.
fn heading(line: &str) -> Option<Role> {
    let line = line.trim();
    if line.len() > 24 || line.contains([':', '.']) {
        return None;
    }
    if labels::plain(line) == "text" {
        return Some(Role::Body);
    }
    match labels::role(line)? {
        Role::Body => Some(Role::Body),
        Role::Below
            if matches!(
                labels::plain(line).as_str(),
                "classification" | "graphic" | "grafik" | "graphique" | "notes" | "correction"
            ) =>
        {
            Some(Role::Below)
        }
        _ => None,
    }
}

pub(super) fn is_body_mark(line: &str) -> bool {
    heading(line) == Some(Role::Body)
        || labels::known(line).is_some_and(|(_, role, _)| role == Role::Body)
}

/// Whether a line above a text is one with a label.
pub(super) fn is_field(line: &str) -> bool {
    labels::known(line).is_some()
        || labels::split(line).is_some_and(|(label, _)| is_capitals(label))
}

fn is_capitals(label: &str) -> bool {
    label.len() > 2
        && label.chars().any(char::is_alphabetic)
        && !label.chars().any(char::is_lowercase)
}

/// The labelled part of a document, paragraph by paragraph.
pub(super) struct Fields {
    found: Vec<(String, Option<Role>, String)>,
    body: Vec<String>,
    place: Place,
    has_body_mark: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Above,
    Body,
    Below,
}

impl Fields {
    pub fn new(has_body_mark: bool) -> Self {
        Self {
            found: Vec::new(),
            body: Vec::new(),
            place: Place::Above,
            has_body_mark,
        }
    }

    pub fn take(&mut self, paragraph: &[&str], next: Option<&[&str]>) {
        let Some(first) = paragraph.first() else {
            return;
        };
        let known = labels::known(first);
        let heading = (paragraph.len() == 1).then(|| heading(first)).flatten();
        match self.place {
            Place::Body => {
                // A text may have a paragraph such as "NOTE: …": then text follows, and not the next label.
                let ends = known.is_some_and(|(label, role, _)| {
                    role.is_below() && (is_unmistakable(label) || next.is_none_or(is_labelled))
                });
                let is_notice = next.is_none() && labels::is_copyright(first);
                if heading == Some(Role::Below) || ends || is_notice {
                    self.place = Place::Below;
                    self.take_lines(paragraph);
                } else {
                    self.body.push(paragraph.join("\n"));
                }
            }
            Place::Above if heading == Some(Role::Body) => self.place = Place::Body,
            Place::Above
                if known.is_none()
                    && !self.has_body_mark
                    && (self.has_length() || !is_field(first)) =>
            {
                // Nothing says where the text begins: behind the labels.
                if !labels::is_copyright(first) {
                    self.place = Place::Body;
                    self.body.push(paragraph.join("\n"));
                }
            }
            Place::Above | Place::Below => self.take_lines(paragraph),
        }
    }

    /// The length is the last of the labels above a text, or among the last: what comes then in capitals is text.
    fn has_length(&self) -> bool {
        self.found
            .iter()
            .any(|(_, role, _)| *role == Some(Role::Length))
    }

    /// Lines with labels, and those that go on with the value before.
    fn take_lines(&mut self, lines: &[&str]) {
        for (at, line) in lines.iter().enumerate() {
            if self.place == Place::Above {
                match labels::known(line) {
                    Some((_, Role::Body, value)) => {
                        self.place = Place::Body;
                        let rest: Vec<&str> = std::iter::once(value)
                            .chain(lines[at + 1..].iter().copied())
                            .filter(|line| !line.is_empty())
                            .collect();
                        if !rest.is_empty() {
                            self.body.push(rest.join("\n"));
                        }
                        return;
                    }
                    None if heading(line) == Some(Role::Body) => {
                        self.place = Place::Body;
                        if at + 1 < lines.len() {
                            self.body.push(lines[at + 1..].join("\n"));
                        }
                        return;
                    }
                    _ => {}
                }
            }
            match labels::split(line).filter(|_| is_field(line)) {
                Some((label, value)) => {
                    self.found
                        .push((labels::plain(label), labels::role(label), value.to_owned()))
                }
                None if heading(line).is_some() => {
                    self.found
                        .push((labels::plain(line), Some(Role::Below), String::new()));
                }
                None if labels::is_copyright(line) => return,
                None if self.is_text_behind_length() => return self.take_text(&lines[at..]),
                None => {
                    if let Some((_, _, value)) = self.found.last_mut() {
                        if !value.is_empty() {
                            value.push(' ');
                        }
                        value.push_str(line.trim());
                    }
                }
            }
        }
    }

    /// Whether a line without a label is the text of an export that has no blank lines: a length takes one line.
    fn is_text_behind_length(&self) -> bool {
        let last = self.found.last();
        self.place == Place::Above
            && !self.has_body_mark
            && last.is_some_and(|(_, role, value)| *role == Some(Role::Length) && !value.is_empty())
    }

    /// A text, and behind it the labels below texts, without blank lines.
    fn take_text(&mut self, lines: &[&str]) {
        let ends = |line: &&str| {
            labels::is_copyright(line)
                || labels::known(line).is_some_and(|(_, role, _)| role.is_below())
        };
        let end = lines.iter().position(ends).unwrap_or(lines.len());
        self.body.push(lines[..end].join("\n"));
        self.place = Place::Body;
        if end < lines.len() {
            self.place = Place::Below;
            self.take_lines(&lines[end..]);
        }
    }

    pub fn fill(self, record: &mut Record) {
        record.body = if self.body.is_empty() {
            Vec::new()
        } else {
            vec![self.body.join("\n\n")]
        };
        for (label, role, value) in self.found {
            if value.is_empty() {
                continue;
            }
            match role {
                Some(Role::Title) if record.title.is_empty() => record.title = value,
                Some(Role::Section) if record.section.is_none() => record.section = Some(value),
                Some(Role::Byline) if record.byline.is_none() => {
                    record.byline = Some(labels::without_by(&value))
                }
                Some(Role::Place) if record.place.is_none() => record.place = Some(value),
                Some(Role::Lang) if record.lang.is_none() => {
                    record.lang = Some(languages::tag(&value))
                }
                Some(Role::Tags) => record.tags.extend(labels::tags(&value)),
                Some(Role::Url) if record.url.is_none() && value.starts_with("http") => {
                    record.url = Some(value)
                }
                _ => {
                    record.extra.entry(label).or_insert(Value::String(value));
                }
            }
        }
    }
}

/// Whether a paragraph is of the part below a text.
fn is_labelled(paragraph: &[&str]) -> bool {
    paragraph.first().is_some_and(|first| {
        labels::is_copyright(first)
            || heading(first).is_some()
            || labels::known(first).is_some_and(|(_, role, _)| role.is_below())
    })
}

/// Labels that end a text whatever follows: no sentence begins so.
fn is_unmistakable(label: &str) -> bool {
    label.contains('-')
        || matches!(
            labels::plain(label).as_str(),
            "classification" | "language" | "sprache" | "langue" | "idioma"
        )
}
