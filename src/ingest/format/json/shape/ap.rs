//! The answers of the AP's Media API, and its items: ninjs with keys of its own, in an envelope.
//!
//! An item stands under `item`, beside a `meta` that says which product it was found in; a single one stands in `data`. Its
//! text is not in it, but in a rendition that has an address.

use serde_json::Value;

use super::{Object, Shaped, ninjs};
use crate::ingest::archive::RecordError;
use crate::ingest::format::json::keys::Target;

/// The objects that an item is wrapped in, from the outside.
const WRAPPERS: [&str; 2] = ["data", "item"];

pub(super) fn is(object: &Object) -> bool {
    let mut inner = object.clone();
    unwrap(&mut inner);
    let is_item = inner.has("altids") && (inner.has("versioncreated") || inner.has("renditions"));
    is_item
        && inner
            .get(&["altids"])
            .is_some_and(|ids| ids.get("itemid").is_some() || ids.get("etag").is_some())
}

pub(super) fn read(object: &mut Object, around: &Object) -> Result<Shaped, RecordError> {
    unwrap(object);
    let id = object
        .get(&["altids"])
        .and_then(|ids| ids.get("itemid"))
        .and_then(Value::as_str)
        .map(str::to_owned);
    let is_elsewhere = object.has("renditions");
    let mut shaped = ninjs::read(object, around).map_err(|error| match error {
        RecordError::NotAnArticle {
            what: ninjs::NO_TEXT,
        } if is_elsewhere => RecordError::NotAnArticle {
            what: "an item whose text is elsewhere",
        },
        error => error,
    })?;
    // The address is one of the interface, with what was asked for in it.
    shaped
        .fields
        .retain(|(target, ..)| !matches!(target, Target::Id | Target::Url));
    shaped.text(Target::Id, id.map(|id| ("altids.itemid".to_owned(), id)));
    let city = object
        .get(&["datelinelocation"])
        .and_then(|place| place.get("city"))
        .and_then(Value::as_str);
    shaped.text(
        Target::Place,
        city.map(|city| ("datelinelocation.city".to_owned(), city.to_owned())),
    );
    Ok(shaped)
}

/// Puts the keys of an item in the place of those of its envelope.
fn unwrap(object: &mut Object) {
    for wrapper in WRAPPERS {
        if !object.has("altids")
            && let Some(key) = object.find(&[wrapper])
            && let Some(Value::Object(inner)) = object.0.get_mut(&key)
        {
            object.0 = std::mem::take(inner);
        }
    }
}
