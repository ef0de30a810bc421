//! One JSON object → one [`Record`]: which value goes to which field.
//!
//! In comes the text of one object; out comes the record. Of the keys that can fill a field, the first in the order of
//! preference whose value says something wins. Invariant: every key that was not used, and every part of a value that was
//! not, is in `extra` under its own name; a key that comes twice counts the last time.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::fields::FieldMap;
use super::keys::{self, DatePart, MODIFIED_RANK, Roles, Target};
use super::pairs::{Pairs, Raw};
use super::values::{self, Taken};
use crate::article::{DateSource, Record};
use crate::date::{Precision, PubDate};

/// How many different keys' roles are remembered: far more than any dump has, and a bound on what a hostile one takes.
const REMEMBERED_KEYS: usize = 4096;

/// Makes records, and remembers what the keys of this archive mean.
pub(in crate::ingest::format) struct RecordReader {
    fields: FieldMap,
    roles: HashMap<String, Roles>,
}

impl RecordReader {
    pub fn new(fields: &FieldMap) -> Self {
        Self {
            fields: fields.clone(),
            roles: HashMap::new(),
        }
    }

    /// The record that a JSON object stands for.
    pub fn read(&mut self, json: &str) -> Result<Record, serde_json::Error> {
        let Pairs(pairs) = serde_json::from_str(json)?;
        Ok(self.read_pairs(pairs))
    }

    /// The record that keys and values stand for, each key once: of an object, or of the named cells of a table's row.
    pub fn read_pairs(&mut self, mut pairs: Vec<(Cow<'_, str>, Raw<'_>)>) -> Record {
        unfold(&mut pairs);
        let mut filling = Filling {
            record: Record::default(),
            slots: pairs
                .into_iter()
                .map(|(key, raw)| Slot {
                    key,
                    raw: Some(raw),
                })
                .collect(),
        };
        self.fill_chosen(&mut filling);
        self.fill_guessed(&mut filling);
        let mut record = filling.finish();
        record.date_source = record.published.as_ref().map(|_| DateSource::Field);
        record
    }

    /// Fills what the user said how to fill.
    fn fill_chosen(&self, filling: &mut Filling<'_>) {
        for (target, path) in &self.fields.chosen {
            if filling.is_filled(*target) {
                continue;
            }
            if let Some(index) = filling
                .slots
                .iter()
                .position(|slot| slot.key == path.as_str())
            {
                filling.fill(*target, index);
            } else if let Some(value) = filling.take_path(path) {
                filling.fill_with(*target, path, Raw::Other(value));
            }
        }
    }

    /// Fills the rest by what the keys are called.
    fn fill_guessed(&mut self, filling: &mut Filling<'_>) {
        let mut candidates: Vec<(Target, u16, usize)> = Vec::with_capacity(filling.slots.len());
        for (index, slot) in filling.slots.iter().enumerate() {
            if slot.raw.as_ref().is_some_and(|raw| !raw.is_empty()) {
                let roles = self.roles_of(&slot.key).into_iter().flatten();
                candidates.extend(roles.map(|(target, rank)| (target, rank, index)));
            }
        }
        candidates.sort_unstable();
        let mut dates = 0;
        for (target, rank, index) in candidates {
            if target == Target::Date {
                // A date that cannot be read is no licence to take the day of the last change for it.
                if rank >= MODIFIED_RANK {
                    if dates == 0 && !filling.has_date_parts() {
                        filling.stand_in_for_date(index);
                    }
                    continue;
                }
                dates += 1;
            }
            if !filling.is_filled(target) {
                filling.fill(target, index);
            }
        }
        if filling.record.published.is_none() {
            filling.fill_date_from_parts();
        }
    }

    /// What a key may fill: nothing, if the user said what it is for.
    fn roles_of(&mut self, key: &str) -> Roles {
        if let Some(roles) = self.roles.get(key) {
            return *roles;
        }
        let is_chosen = self.fields.chosen.iter().any(|(_, path)| path == key);
        // Inside of an object that was opened, the last part of the path is the key.
        let leaf = key.rsplit_once('.').map_or(key, |(_, leaf)| leaf);
        let whole = keys::roles(key);
        let roles = match (is_chosen, whole) {
            (true, _) => [None; 2],
            (false, [None, _]) => keys::roles(leaf),
            (false, whole) => whole,
        };
        if self.roles.len() < REMEMBERED_KEYS {
            self.roles.insert(key.to_owned(), roles);
        }
        roles
    }
}

/// Puts the fields of an inner object (`_source`, `fields`) beside the record's own, as `_source.title`; in its place.
fn unfold(pairs: &mut Vec<(Cow<'_, str>, Raw<'_>)>) {
    let is_inner = |(key, raw): &(Cow<'_, str>, Raw<'_>)| {
        matches!(raw, Raw::Other(Value::Object(_))) && keys::is_inner(key)
    };
    if !pairs.iter().any(is_inner) {
        return;
    }
    let mut names: HashSet<String> = pairs
        .iter()
        .map(|(key, _)| key.clone().into_owned())
        .collect();
    for (outer, raw) in std::mem::take(pairs) {
        match raw {
            Raw::Other(Value::Object(fields)) if keys::is_inner(&outer) => {
                for (key, value) in fields {
                    let mut name = format!("{outer}.{key}");
                    // `{"fields": {"a": 1}, "fields.a": 2}` keeps both.
                    while !names.insert(name.clone()) {
                        name.push('_');
                    }
                    let raw = match value {
                        Value::String(text) => Raw::Text(Cow::Owned(text)),
                        value => Raw::Other(value),
                    };
                    pairs.push((Cow::Owned(name), raw));
                }
            }
            raw => pairs.push((outer, raw)),
        }
    }
}

/// A key with its value, as long as that is not used.
struct Slot<'a> {
    key: Cow<'a, str>,
    raw: Option<Raw<'a>>,
}

/// A record on its way: what is filled, and what is left.
struct Filling<'a> {
    record: Record,
    slots: Vec<Slot<'a>>,
}

impl<'a> Filling<'a> {
    fn is_filled(&self, target: Target) -> bool {
        let record = &self.record;
        match target {
            Target::Url => record.url.is_some(),
            Target::Id => record.id.is_some(),
            Target::Title => !record.title.is_empty(),
            Target::Body => !record.body.is_empty(),
            Target::Date => record.published.is_some(),
            Target::Source => record.source.is_some(),
            Target::Section => record.section.is_some(),
            Target::Byline => record.byline.is_some(),
            Target::Place => record.place.is_some(),
            Target::Lang => record.lang.is_some(),
            Target::Tags => !record.tags.is_empty(),
        }
    }

    /// Fills a field with a key's value; what is not used of it stays.
    fn fill(&mut self, target: Target, index: usize) {
        if target == Target::Date {
            self.fill_date(index);
            return;
        }
        let slot = &mut self.slots[index];
        let Some(raw) = slot.raw.take() else { return };
        // These may also be names of another kind.
        let may_be_url = || {
            ["guid", "uri"]
                .iter()
                .any(|end| slot.key.to_lowercase().ends_with(end))
        };
        if target == Target::Url && may_be_url() && !holds_url(&raw) {
            slot.raw = Some(raw);
            return;
        }
        // The first of several categories is the section, and all of them are tags.
        if target == Target::Section
            && let Raw::Other(Value::Array(list)) = &raw
            && list.len() > 1
        {
            let first = values::take_text(Raw::Other(list[0].clone()));
            self.record.section = first.ok().map(|(text, _)| text);
            slot.raw = Some(raw);
            return;
        }
        self.slots[index].raw = self.put(target, raw);
    }

    /// Fills a field with a value that was taken from under `path`; what is not used of it becomes a slot of its own.
    fn fill_with(&mut self, target: Target, path: &str, value: Raw<'a>) {
        self.slots.push(Slot {
            key: Cow::Owned(path.to_owned()),
            raw: Some(value),
        });
        self.fill(target, self.slots.len() - 1);
    }

    /// Puts a value into a field and hands back what is left of it.
    fn put(&mut self, target: Target, raw: Raw<'a>) -> Option<Raw<'a>> {
        fn set<T>(field: &mut T, taken: Taken<T>) -> Option<Raw<'static>> {
            *field = taken.0;
            taken.1.map(Raw::Other)
        }
        let record = &mut self.record;
        let outcome = match target {
            Target::Title => values::take_text(raw).map(|taken| set(&mut record.title, taken)),
            Target::Body => values::take_body(raw).map(|taken| set(&mut record.body, taken)),
            Target::Tags => values::take_tags(raw).map(|taken| set(&mut record.tags, taken)),
            Target::Date => Err(raw),
            _ => values::take_text(raw).map(|(text, rest)| {
                let field = match target {
                    Target::Url => &mut record.url,
                    Target::Id => &mut record.id,
                    Target::Source => &mut record.source,
                    Target::Section => &mut record.section,
                    Target::Byline => &mut record.byline,
                    Target::Place => &mut record.place,
                    _ => &mut record.lang,
                };
                set(field, (Some(text), rest))
            }),
        };
        outcome.unwrap_or_else(Some)
    }

    /// A date that can be read is used up; one that cannot stays, for `extra`.
    fn fill_date(&mut self, index: usize) {
        let Some(raw) = &self.slots[index].raw else {
            return;
        };
        let Some(date) = values::date_of(raw) else {
            return;
        };
        self.record.published = Some(date);
        if let Some((date, time)) = self.with_time(index, date) {
            self.record.published = Some(date);
            self.slots[time].raw = None;
        }
        self.slots[index].raw = None;
    }

    /// The date with the time of day that stands under a key of its own, and that key's place.
    fn with_time(&self, index: usize, date: PubDate) -> Option<(PubDate, usize)> {
        if date.precision() != Precision::Day {
            return None;
        }
        let time = self
            .slots
            .iter()
            .position(|slot| keys::is_time(&slot.key) && slot.raw.is_some())?;
        let (Some(Raw::Text(day)), Some(Raw::Text(clock))) =
            (&self.slots[index].raw, &self.slots[time].raw)
        else {
            return None;
        };
        let exact = PubDate::parse(&format!("{} {}", day.trim(), clock.trim()))?;
        (exact.first_day() == date.first_day() && exact.precision() > Precision::Day)
            .then_some((exact, time))
    }

    /// A date of change stands in for a date of publication; it stays in `extra` too, so that this remains visible.
    fn stand_in_for_date(&mut self, index: usize) {
        if self.record.published.is_none() {
            self.record.published = self.slots[index].raw.as_ref().and_then(values::date_of);
        }
    }

    fn date_part(&self, wanted: DatePart) -> Option<(usize, i64)> {
        let mut slots = self.slots.iter().enumerate();
        slots.find_map(|(index, slot)| {
            let raw = slot
                .raw
                .as_ref()
                .filter(|_| keys::date_part(&slot.key) == Some(wanted))?;
            Some((index, values::date_part_of(raw)?))
        })
    }

    fn has_date_parts(&self) -> bool {
        self.date_part(DatePart::Year).is_some()
    }

    fn fill_date_from_parts(&mut self) {
        let parts =
            [DatePart::Year, DatePart::Month, DatePart::Day].map(|part| self.date_part(part));
        self.record.published =
            values::date_of_parts(parts.map(|part| part.map(|(_, number)| number)));
        if self.record.published.is_some() {
            for (index, _) in parts.into_iter().flatten() {
                self.slots[index].raw = None;
            }
        }
    }

    /// Takes the value under a dotted path out of its object.
    fn take_path(&mut self, path: &str) -> Option<Value> {
        // The first key of a path may hold dots itself: `_source.hd` of an object that was opened.
        let (slot, rest) = self.slots.iter_mut().find_map(|slot| {
            let rest = path.strip_prefix(&*slot.key)?.strip_prefix('.')?;
            matches!(slot.raw, Some(Raw::Other(_))).then_some((slot, rest))
        })?;
        let Some(Raw::Other(value)) = &mut slot.raw else {
            return None;
        };
        let (way, last) = rest
            .rsplit_once('.')
            .map_or((None, rest), |(way, last)| (Some(way), last));
        let parent = way.into_iter().flat_map(|way| way.split('.')).try_fold(
            value,
            |value, key| match value {
                Value::Object(fields) => fields.get_mut(key),
                Value::Array(list) => list.get_mut(key.parse::<usize>().ok()?),
                _ => None,
            },
        )?;
        match parent {
            Value::Object(fields) => fields.shift_remove(last),
            Value::Array(list) => list.get_mut(last.parse::<usize>().ok()?).map(Value::take),
            _ => None,
        }
    }

    /// The record, with what was not used.
    fn finish(self) -> Record {
        let mut record = self.record;
        for slot in self.slots {
            if let Some(raw) = slot.raw {
                record.extra.insert(slot.key.into_owned(), raw.into_value());
            }
        }
        record
    }
}

fn holds_url(raw: &Raw<'_>) -> bool {
    match raw {
        Raw::Text(text) => values::is_url(text),
        Raw::Other(Value::Object(fields)) => fields
            .values()
            .filter_map(Value::as_str)
            .any(values::is_url),
        Raw::Other(_) => false,
    }
}
