//! An item of a JSON Feed, versions 1 and 1.1: <https://www.jsonfeed.org/version/1.1/>.
//!
//! Most of its keys say what they are; what is known here is which of two texts is the text, and that the feed around it is
//! its source.

use super::{Guess, Object, Shaped};
use crate::ingest::archive::RecordError;
use crate::ingest::format::json::keys::Target;

pub(super) fn is(object: &Object) -> bool {
    object.has("contenthtml")
        || object.has("contenttext")
        || object.has("datepublished") && object.has("externalurl")
}

pub(super) fn read(object: &mut Object, around: &Object) -> Result<Shaped, RecordError> {
    let mut shaped = Shaped {
        guess: Guess::Rest,
        ..Shaped::default()
    };
    shaped.text(
        Target::Body,
        object.take_text(&["contenthtml", "contenttext"]),
    );
    let is_feed = around.has("version")
        && around
            .text(&["version"])
            .is_some_and(|v| v.contains("jsonfeed"));
    if is_feed {
        let of_feed = |keys: &[&str]| around.text(keys).map(|text| ("feed".to_owned(), text));
        shaped.text(Target::Source, of_feed(&["title"]));
        if !object.has("language") {
            shaped.text(Target::Lang, of_feed(&["language"]));
        }
        if !object.has("authors") && !object.has("author") {
            let mut names = around.names("authors");
            names.extend(around.names("author"));
            let names = names.join(", ");
            shaped.text(
                Target::Byline,
                (!names.is_empty()).then(|| ("feed".to_owned(), names)),
            );
        }
    }
    Ok(shaped)
}
