//! A record on its way: which fields are filled, and which keys are left.
//!
//! In come the keys and values of an object; out comes the record that was made of them. Invariant: every key that was not
//! used, and every part of a value that was not, is in `extra` under its own name.

use std::borrow::Cow;

use serde_json::Value;

use super::keys::{self, DatePart, Target};
use super::pairs::Raw;
use super::values::{self, Taken};
use crate::article::Record;
use crate::date::{Precision, PubDate};

/// A key with its value, as long as that is not used.
pub(super) struct Slot<'a> {
    pub key: Cow<'a, str>,
    pub raw: Option<Raw<'a>>,
}

/// A record on its way: what is filled, and what is left.
pub(super) struct Filling<'a> {
    pub record: Record,
    pub slots: Vec<Slot<'a>>,
}

impl<'a> Filling<'a> {
    /// Of these keys and values nothing is used yet.
    pub fn new(pairs: Vec<(Cow<'a, str>, Raw<'a>)>) -> Self {
        let slot = |(key, raw)| Slot {
            key,
            raw: Some(raw),
        };
        Self {
            record: Record::default(),
            slots: pairs.into_iter().map(slot).collect(),
        }
    }

    pub fn is_filled(&self, target: Target) -> bool {
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
    pub fn fill(&mut self, target: Target, index: usize) {
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
    pub fn fill_with(&mut self, target: Target, path: &str, value: Raw<'a>) {
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
    pub fn stand_in_for_date(&mut self, index: usize) {
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

    pub fn has_date_parts(&self) -> bool {
        self.date_part(DatePart::Year).is_some()
    }

    pub fn fill_date_from_parts(&mut self) {
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
    pub fn take_path(&mut self, path: &str) -> Option<Value> {
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
    pub fn finish(self) -> Record {
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
