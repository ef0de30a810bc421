//! The bytes of one value → a record, or what is wrong with them.
//!
//! In come bytes that the scanner took for one whole value, or a place where it could not; out comes the record, or the
//! error that its reject will carry.

use serde_json::Value;

use super::record::RecordReader;
use super::repair;
use super::scan::{Fault, MAX_DEPTH};
use crate::article::Record;
use crate::ingest::archive::RecordError;
use crate::ingest::text;

/// The records in the bytes of one whole value: one, or more if items of their own stand within.
pub(super) fn records(
    records: &mut RecordReader,
    bytes: &[u8],
) -> Result<Vec<Result<Record, RecordError>>, RecordError> {
    if bytes.first() != Some(&b'{') {
        return Err(not_an_object(bytes));
    }
    let decoded;
    let json = match std::str::from_utf8(bytes) {
        Ok(json) => json,
        Err(_) => {
            decoded = text::decode(bytes, None)?;
            &decoded.text
        }
    };
    records
        .read(json)
        .or_else(|error| match repair::repair(json) {
            Some(mended) => records.read(&mended).map_err(|_| error),
            None => Err(error),
        })
        .map_err(|error| RecordError::BadJson {
            reason: error.to_string(),
        })
}

pub(super) fn broken(fault: Fault, byte: u64) -> RecordError {
    let what = match fault {
        Fault::TooDeep => return RecordError::TooDeep { limit: MAX_DEPTH },
        Fault::Unexpected => "something else was expected",
        Fault::LineEndInString => "a string is not closed before the line end",
        Fault::OpenAtLineEnd => "it is not closed before the line end",
    };
    RecordError::BadJson {
        reason: format!("{what} at byte {byte} of the record"),
    }
}

fn not_an_object(bytes: &[u8]) -> RecordError {
    match bytes.first() {
        Some(b'[') => RecordError::NotAnObject { found: "an array" },
        _ => match serde_json::from_slice::<Value>(bytes) {
            Ok(value) => RecordError::NotAnObject {
                found: kind(&value),
            },
            Err(error) => RecordError::BadJson {
                reason: error.to_string(),
            },
        },
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// What is wrong with a line that starts no object; `is_last` says that nothing follows it, not even its line end.
pub(super) fn no_record(line: &[u8], is_last: bool) -> RecordError {
    match serde_json::from_slice::<Value>(line) {
        Ok(value) => RecordError::NotAnObject {
            found: kind(&value),
        },
        Err(_) if is_last && line.first() == Some(&b'"') => {
            RecordError::Truncated { what: "a record" }
        }
        Err(_) => RecordError::BadJson {
            reason: "no record starts here".to_owned(),
        },
    }
}
