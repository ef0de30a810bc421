//! The limits within which archives are read, as one list, for who wants to know them: each with the code that a reject has
//! because of it.

use super::archive::{MAX_RECORD_BYTES, RecordError};
use super::container::limits;
use super::format::json;

/// One limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is limited.
    pub what: &'static str,
    /// How much of it may be.
    pub most: u64,
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

/// All limits of reading.
pub fn limits() -> Vec<Limit> {
    let limit = |what, most: usize, unit, error: RecordError| Limit {
        what,
        most: most as u64,
        unit,
        code: error.code(),
    };
    let large = RecordError::TooLarge { limit: 0 };
    vec![
        limit("a record", MAX_RECORD_BYTES, Unit::Bytes, large),
        limit(
            "values in a record of JSON",
            json::MAX_VALUES,
            Unit::Number,
            RecordError::TooManyValues { limit: 0 },
        ),
        limit(
            "levels of brackets in JSON",
            json::MAX_DEPTH,
            Unit::Number,
            RecordError::TooDeep { limit: 0 },
        ),
        limit(
            "archives in one another",
            limits::DEPTH,
            Unit::Number,
            RecordError::PackedTooDeep { limit: 0 },
        ),
        Limit {
            what: "what is packed, unpacked",
            most: limits::RATIO,
            unit: Unit::Times,
            code: RecordError::TooCompressed { limit: 0 }.code(),
        },
        limit(
            "a zip that is no file, held in memory",
            limits::HELD,
            Unit::Bytes,
            RecordError::Unsupported {
                what: String::new(),
            },
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_has_a_code_that_rejects_have() {
        let limits = limits();
        assert!(limits.len() >= 6);
        for limit in limits {
            assert!(
                RecordError::CODES.contains(&limit.code) && limit.most > 0,
                "{limit:?}"
            );
        }
    }
}
