//! The keys and values of one object, parsed in one pass.
//!
//! In comes the text of an object; out come its pairs. Most values of a record are texts, and those are not copied where
//! they have no escapes. Invariants: each key comes once, with the last value that the object has for it, at the place of
//! the first; a million keys take no longer each than a dozen.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// A value as it was read: most are texts, which need not be copied where they have no escapes.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ingest::format) enum Raw<'a> {
    Text(Cow<'a, str>),
    Other(Value),
}

impl Raw<'_> {
    /// A value that was read as a whole.
    pub fn of(value: Value) -> Self {
        match value {
            Value::String(text) => Raw::Text(Cow::Owned(text)),
            other => Raw::Other(other),
        }
    }

    /// The value as `extra` keeps it.
    pub fn into_value(self) -> Value {
        match self {
            Raw::Text(text) => Value::String(text.into_owned()),
            Raw::Other(value) => value,
        }
    }

    /// Whether there is nothing in it: null, an empty or blank text, an empty list or object.
    pub fn is_empty(&self) -> bool {
        match self {
            Raw::Text(text) => text.trim_start().is_empty(),
            Raw::Other(Value::Null) => true,
            Raw::Other(Value::String(text)) => text.trim_start().is_empty(),
            Raw::Other(Value::Array(list)) => list.is_empty(),
            Raw::Other(Value::Object(fields)) => fields.is_empty(),
            Raw::Other(Value::Bool(_) | Value::Number(_)) => false,
        }
    }
}

/// Up to so many keys are looked for one by one, which is fastest for the dozen that a record has.
const FEW: usize = 32;

/// The keys and values of an object, in order, each key once.
pub(super) struct Pairs<'a>(pub Vec<(Cow<'a, str>, Raw<'a>)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;

        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs: Vec<(Cow<'de, str>, Raw<'de>)> = Vec::with_capacity(16);
                let mut places: HashMap<Cow<'de, str>, usize> = HashMap::new();
                while let Some(Key(key)) = map.next_key()? {
                    let raw = map.next_value()?;
                    if places.is_empty() && pairs.len() == FEW {
                        places.extend(
                            pairs
                                .iter()
                                .enumerate()
                                .map(|(n, (key, _))| (key.clone(), n)),
                        );
                    }
                    let place = if pairs.len() < FEW {
                        pairs.iter().position(|(other, _)| *other == key)
                    } else {
                        places.get(&key).copied()
                    };
                    match place {
                        Some(place) => pairs[place].1 = raw,
                        None => {
                            if pairs.len() >= FEW {
                                places.insert(key.clone(), pairs.len());
                            }
                            pairs.push((key, raw));
                        }
                    }
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(PairsVisitor)
    }
}

/// A key, borrowed where it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Raw::deserialize(deserializer)? {
            Raw::Text(text) => Ok(Self(text)),
            Raw::Other(_) => Err(D::Error::custom("a key that is no string")),
        }
    }
}

impl<'de> Deserialize<'de> for Raw<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Raw<'de>, E> {
        Ok(Raw::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw<'de>, E> {
        Ok(Raw::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw<'de>, E> {
        Ok(Raw::Other(Value::Bool(value)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Raw<'de>, E> {
        Ok(Raw::Other(Value::Number(number.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Raw<'de>, E> {
        Ok(Raw::Other(Value::Number(number.into())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Raw<'de>, E> {
        Ok(Raw::Other(
            Number::from_f64(number).map_or(Value::Null, Value::Number),
        ))
    }

    fn visit_unit<E>(self) -> Result<Raw<'de>, E> {
        Ok(Raw::Other(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Raw<'de>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(seq)).map(Raw::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Raw<'de>, A::Error> {
        Map::deserialize(MapAccessDeserializer::new(map))
            .map(|fields| Raw::Other(Value::Object(fields)))
    }
}
