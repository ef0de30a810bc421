//! The limits within which archives are read: their names, what they are if nobody says otherwise, and how far they can be moved.
//! Each has the code that a reject has because of it. A reader is told its limits; none asks for them.

use super::archive::{MAX_RECORD_BYTES, RecordError};
use super::format::{json, xml};

/// How much of an archive, and of a record in it, is read at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a record.
    pub record: usize,
    /// Values of a record of JSON, XML or Parquet.
    pub values: usize,
    /// Archives in one another.
    pub depth: usize,
    /// How many times its size something may unpack to.
    pub ratio: u64,
    /// Bytes of a zip that is no file, held in memory.
    pub held: usize,
    /// Members of a zip.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record: MAX_RECORD_BYTES,
            values: json::MAX_VALUES,
            depth: 3,
            ratio: 200,
            held: 256 << 20,
            members: 5_000_000,
        }
    }
}

/// One limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What it is called.
    pub name: &'static str,
    /// What is limited.
    pub what: &'static str,
    /// How much of it may be.
    pub most: u64,
    /// The least and the most that it can be set to; `None` for one that is fixed.
    pub range: Option<(u64, u64)>,
    /// Whether that is bytes.
    pub unit: Unit,
    /// The code of what is beyond it.
    pub code: &'static str,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Pieces.
    Number,
    /// Times the size that something has packed.
    Times,
}

/// Why a limit cannot be set so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// There is no such limit.
    #[error("no limit is called `{given}`")]
    Unknown {
        /// What was given.
        given: String,
    },
    /// It follows from how records are read.
    #[error("`{name}` is fixed at {most}")]
    Fixed {
        /// The limit.
        name: &'static str,
        /// What it is.
        most: u64,
    },
    /// It can be set, but not to this.
    #[error("`{name}` cannot be {given}: it is at least {least} and at most {most}")]
    OutOfRange {
        /// The limit.
        name: &'static str,
        /// What was given.
        given: u64,
        /// The least it can be.
        least: u64,
        /// The most it can be.
        most: u64,
    },
}

impl Limits {
    /// All of them, as they are.
    pub fn all(&self) -> Vec<Limit> {
        let limit = |name, what, most: usize, range, unit, error: RecordError| Limit {
            name,
            what,
            most: most as u64,
            range,
            unit,
            code: error.code(),
        };
        let (bytes, number) = (Unit::Bytes, Unit::Number);
        let large = || RecordError::TooLarge { limit: 0 };
        let values = RecordError::TooManyValues { limit: 0 };
        let deep = || RecordError::TooDeep { limit: 0 };
        let members = RecordError::TooManyMembers { limit: 0 };
        let packed = RecordError::PackedTooDeep { limit: 0 };
        let bomb = RecordError::TooCompressed { limit: 0 };
        #[rustfmt::skip]
        let all = vec![
            limit("record-size", "a record", self.record, Some((1 << 10, 2 << 30)), bytes, large()),
            limit("values", "values in a record of JSON, XML or Parquet", self.values, Some((100, 100_000_000)), number, values),
            limit("json-depth", "levels of brackets in JSON", json::MAX_DEPTH, None, number, deep()),
            limit("xml-depth", "levels of elements in XML", xml::MAX_DEPTH, None, number, deep()),
            limit("depth", "archives in one another", self.depth, Some((1, 16)), number, packed),
            limit("ratio", "what is packed, unpacked", self.ratio as usize, Some((2, 100_000)), Unit::Times, bomb),
            limit("zip-members", "members of a zip", self.members, Some((1, 100_000_000)), number, members),
            limit("zip-in-memory", "a zip that is no file, held in memory", self.held, Some((1 << 20, 16 << 30)), bytes, large()),
        ];
        all
    }

    /// These with the one that is called `name` set to `most`.
    ///
    /// # Errors
    /// There is none that is called so, or it cannot be set to that.
    pub fn with(mut self, name: &str, most: u64) -> Result<Self, LimitError> {
        let all = self.all();
        let limit = all.iter().find(|limit| limit.name == name);
        let limit = limit.ok_or_else(|| LimitError::Unknown {
            given: name.to_owned(),
        })?;
        let (least, highest) = limit.range.ok_or(LimitError::Fixed {
            name: limit.name,
            most: limit.most,
        })?;
        let fits = usize::try_from(most).ok();
        let Some(fits) = fits.filter(|_| (least..=highest).contains(&most)) else {
            return Err(LimitError::OutOfRange {
                name: limit.name,
                given: most,
                least,
                most: highest,
            });
        };
        match limit.name {
            "record-size" => self.record = fits,
            "values" => self.values = fits,
            "zip-members" => self.members = fits,
            "depth" => self.depth = fits,
            "ratio" => self.ratio = most,
            _ => self.held = fits,
        }
        Ok(self)
    }

    /// What sets these apart from those that nobody has set, in a form that is the same each time; empty if nothing does.
    pub(super) fn others(&self) -> String {
        match *self == Self::default() {
            true => String::new(),
            false => format!(" {self:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_has_a_code_that_rejects_have_and_a_name_of_its_own() {
        let limits = Limits::default().all();
        assert!(limits.len() >= 6);
        for limit in &limits {
            assert!(
                RecordError::CODES.contains(&limit.code) && limit.most > 0,
                "{limit:?}"
            );
            let alike = limits.iter().filter(|other| other.name == limit.name);
            assert_eq!(alike.count(), 1, "{limit:?}");
        }
    }

    #[test]
    fn every_limit_that_is_not_fixed_can_be_set_within_its_range_and_nothing_else_changes() {
        let all = Limits::default().all();
        for (at, limit) in all.iter().enumerate() {
            let Some((least, most)) = limit.range else {
                let fixed = Limits::default().with(limit.name, 1);
                assert!(matches!(fixed, Err(LimitError::Fixed { .. })), "{fixed:?}");
                continue;
            };
            assert!((least..=most).contains(&limit.most), "{limit:?}");
            for value in [least, most] {
                let set = Limits::default().with(limit.name, value).expect("in range");
                for (other, now) in set.all().iter().enumerate() {
                    let expected = if other == at { value } else { all[other].most };
                    assert_eq!(now.most, expected, "{} for {}", now.name, limit.name);
                }
            }
            for value in [least - 1, most + 1] {
                let error = Limits::default().with(limit.name, value);
                assert!(
                    matches!(error, Err(LimitError::OutOfRange { .. })),
                    "{error:?}"
                );
            }
        }
        let unknown = Limits::default().with("deepness", 1);
        assert!(matches!(unknown, Err(LimitError::Unknown { .. })));
    }

    #[test]
    fn limits_that_nobody_set_leave_what_was_read_before_as_it_is() {
        assert_eq!(Limits::default().others(), "");
        let deeper = Limits::default().with("depth", 4).expect("in range");
        assert_ne!(deeper.others(), "");
    }
}
