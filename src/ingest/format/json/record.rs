//! One JSON object → one [`Record`]: which value goes to which field.
//!
//! In comes the text of one object; out comes the record. Of the keys that can fill a field, the first in the order of
//! preference whose value says something wins. Invariant: every key that was not used, and every part of a value that was
//! not, is in `extra` under its own name; a key that comes twice counts the last time.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::fields::FieldMap;
use super::filling::Filling;
use super::keys::{self, MODIFIED_RANK, Roles, Target};
use super::pairs::{Pairs, Raw};
use super::shape;
use crate::article::{DateSource, Record};
use crate::ingest::archive::RecordError;

/// How many different keys' roles are remembered: far more than any dump has, and a bound on what a hostile one takes.
const REMEMBERED_KEYS: usize = 4096;

/// Makes records, and remembers what the keys of this archive mean.
pub(in crate::ingest::format) struct RecordReader {
    fields: FieldMap,
    roles: HashMap<String, Roles>,
    /// The object around the records, as far as it came before them.
    around: shape::Object,
}

/// What an object came to.
type Outcome = Result<Record, RecordError>;

impl RecordReader {
    pub fn new(fields: &FieldMap) -> Self {
        Self {
            fields: fields.clone(),
            roles: HashMap::new(),
            around: shape::Object::default(),
        }
    }

    /// Notes what stands in the object around the records that follow.
    pub fn stand_in(&mut self, around: &[u8]) {
        self.around = shape::Object::cut_off(around);
    }

    /// The records that a JSON object stands for: one, and those of items of their own within it.
    pub fn read(&mut self, json: &str) -> Result<Vec<Outcome>, serde_json::Error> {
        let Pairs(pairs) = serde_json::from_str(json)?;
        if !shape::may_be(&pairs) {
            return Ok(vec![Ok(self.read_pairs(pairs))]);
        }
        let map = pairs
            .into_iter()
            .map(|(key, raw)| (key.into_owned(), raw.into_value()));
        let mut outcomes = Vec::new();
        self.read_object(shape::Object(map.collect()), &mut outcomes);
        Ok(outcomes)
    }

    /// Reads an object that may be of a known layout, and the items within it.
    fn read_object(&mut self, mut object: shape::Object, outcomes: &mut Vec<Outcome>) {
        let shaped = match shape::read(&mut object, &self.around) {
            None => {
                let record = self.read_pairs(object.into_pairs());
                outcomes.push(Ok(record));
                return;
            }
            Some(Err(error)) => {
                outcomes.push(Err(error));
                return;
            }
            Some(Ok(shaped)) => shaped,
        };
        // A package has no text of its own.
        if shaped.is_article() {
            outcomes.push(Ok(self.read_shaped(object, &shaped)));
        }
        for item in shaped.within {
            self.read_object(item, outcomes);
        }
    }

    /// What the user said goes first, then what the layout says; what a layout leaves open is guessed.
    fn read_shaped(&mut self, object: shape::Object, shaped: &shape::Shaped) -> Record {
        let mut filling = Filling::new(object.into_pairs());
        self.fill_chosen(&mut filling);
        for (target, key, value) in &shaped.fields {
            if !filling.is_filled(*target) {
                filling.fill_with(*target, key, Raw::of(value.clone()));
            }
        }
        if shaped.guess == shape::Guess::Rest {
            self.fill_guessed(&mut filling);
        }
        let mut record = filling.finish();
        record.embargo = shaped.embargo;
        record.date_source = record.published.as_ref().map(|_| DateSource::Field);
        record
    }

    /// The record that keys and values stand for, each key once: of an object, or of the named cells of a table's row.
    pub fn read_pairs(&mut self, mut pairs: Vec<(Cow<'_, str>, Raw<'_>)>) -> Record {
        unfold(&mut pairs);
        let mut filling = Filling::new(pairs);
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
