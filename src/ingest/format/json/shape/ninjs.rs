//! ninjs, the IPTC's "News in JSON", versions 1.0 to 3: <https://iptc.org/standards/ninjs/>.
//!
//! Version 1 has a key for each form of a text (`body_xhtml`, `body_text`), version 2 lists of them (`bodies`), version 3 the
//! same with keys in camel case. One form of the text is read; the others are the same text again and not kept.

use serde_json::Value;

use super::{Object, Shaped};
use crate::article::Record;
use crate::ingest::archive::RecordError;
use crate::ingest::format::json::keys::Target;
use crate::ingest::format::wire::{check_status, what_it_is};
use crate::ingest::format::xml::fields::byline;

/// What an item is that carries no text.
pub(super) const NO_TEXT: &str = "an item without a text";

/// Keys that no other layout has.
const OWN: [&str; 9] = [
    "versioncreated",
    "pubstatus",
    "bodyxhtml",
    "bodies",
    "headlines",
    "representationtype",
    "firstcreated",
    "contentcreated",
    "copyrightnotice",
];

pub(super) fn is(object: &Object) -> bool {
    let own = OWN.iter().filter(|key| object.has(key)).count();
    let named = object.has("uri") || object.has("guid") || object.has("type");
    let told = object.has("headline")
        || object.has("headlines")
        || object.has("slugline")
        || object.has("type");
    own >= 2 && told || own == 1 && named && told
}

pub(super) fn read(object: &mut Object, _around: &Object) -> Result<Shaped, RecordError> {
    if let Some(status) = object.text(&["pubstatus"]) {
        check_status(&status)?;
    }
    let kind = object.text(&["type"]).unwrap_or_default();
    let mut shaped = Shaped {
        within: within(object),
        ..Shaped::default()
    };
    let is_text = matches!(kind.as_str(), "" | "text" | "composite");
    let body = is_text
        .then(|| take_body(object).or_else(|| take_summary(object)))
        .flatten();
    if body.is_none() && shaped.within.is_empty() {
        return Err(RecordError::NotAnArticle {
            what: what_it_is(&kind).unwrap_or(NO_TEXT),
        });
    }
    shaped.text(Target::Body, body);
    let headline =
        take_listed(object, "headlines").or_else(|| object.take_text(&["headline", "title"]));
    shaped.text(Target::Title, headline);
    shaped.text(
        Target::Date,
        object.take_date(&[
            "firstpublished",
            "contentcreated",
            "versioncreated",
            "firstcreated",
        ]),
    );
    let until = object.text(&["embargoed"]);
    let mut held = Record::default();
    crate::ingest::format::wire::embargo(&mut held, until.as_deref())?;
    shaped.embargo = held.embargo;
    names(&mut shaped, object);
    Ok(shaped)
}

/// Who, where, in which words.
fn names(shaped: &mut Shaped, object: &mut Object) {
    let address = object.take_text(&["url", "canonicalurl"]);
    let uri = object
        .text(&["guid", "uri"])
        .filter(|text| text.starts_with("http"));
    shaped.text(
        Target::Url,
        address.or_else(|| Some(("uri".to_owned(), uri?))),
    );
    shaped.text(Target::Id, object.take_text(&["guid", "uri", "id"]));
    let by = object
        .take_text(&["byline", "by"])
        .and_then(|(key, text)| Some((key, byline(&text)?)));
    shaped.text(Target::Byline, by.or_else(|| authors(object)));
    shaped.text(
        Target::Source,
        object.take_text(&["source"]).or_else(|| source(object)),
    );
    shaped.text(Target::Place, object.take_text(&["located"]));
    shaped.text(Target::Lang, object.take_text(&["language"]));
    let section = object
        .names("service")
        .into_iter()
        .next()
        .or_else(|| category(object));
    shaped.text(
        Target::Section,
        section.map(|name| ("service".to_owned(), name)),
    );
    let mut tags = Vec::new();
    for key in ["keywords", "keyword", "subject", "subjects"] {
        for tag in object.names(key) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    shaped.list(Target::Tags, "subject", tags);
}

/// The text, in the form that keeps its paragraphs; the other forms are taken away with it.
fn take_body(object: &mut Object) -> Option<(String, String)> {
    let best = [
        "bodyxhtml",
        "bodyhtml",
        "bodyhtml5",
        "bodyrichhtml5",
        "bodytext",
        "body",
        "bodynitf",
    ];
    let one = take_listed(object, "bodies").or_else(|| object.take_text(&best));
    let one = one.or_else(|| {
        let other = object
            .0
            .keys()
            .find(|key| key.starts_with("body_"))
            .cloned()?;
        let text = object.0.shift_remove(&other)?.as_str()?.to_owned();
        (!text.trim().is_empty()).then_some((other, text))
    })?;
    object
        .0
        .retain(|key, value| !(key.starts_with("body_") && value.is_string()));
    Some(one)
}

/// What is said of a text that is not in the item.
fn take_summary(object: &mut Object) -> Option<(String, String)> {
    take_listed(object, "descriptions")
        .or_else(|| object.take_text(&["descriptionhtml", "descriptiontext", "descriptionsummary"]))
}

/// The likeliest of a list of forms (`bodies`, `headlines`), taken away with the others: HTML, then plain text, then any;
/// the main one first.
fn take_listed(object: &mut Object, key: &str) -> Option<(String, String)> {
    let forms = object.objects(key);
    let rank = |form: &Object| {
        let media = form
            .text(&["contenttype"])
            .unwrap_or_default()
            .to_ascii_lowercase();
        let role = form
            .text(&["role"])
            .unwrap_or_default()
            .to_ascii_lowercase();
        let by_media = match &*media {
            media if media.contains("html") => 0,
            "" if role.contains("html") => 0,
            "" | "text/plain" => 1,
            _ => 2,
        };
        (
            by_media,
            usize::from(!matches!(
                &*role,
                "main" | "" | "html" | "html5" | "headline"
            )),
        )
    };
    let texts = forms
        .iter()
        .filter_map(|form| Some((rank(form), form.text(&["value"])?)));
    // The first of those that are alike.
    let best = texts.reduce(|best, next| if next.0 < best.0 { next } else { best })?;
    let key = object.find(&[key])?;
    object.0.shift_remove(&key);
    Some((key, best.1))
}

/// The names of those who wrote it; editors and photographers only where there is nobody else.
fn authors(object: &Object) -> Option<(String, String)> {
    let lists = ["bylines", "authors", "contributors"];
    lists.iter().find_map(|key| {
        let people = object.objects(key);
        let is_writer = |person: &&Object| {
            person.text(&["role"]).is_none_or(|role| {
                let role = role.to_ascii_lowercase();
                ["author", "writer", "reporter", "byline", "by"]
                    .iter()
                    .any(|own| role.contains(own))
            })
        };
        let name = |person: &Object| {
            let text = person.text(&["name", "by", "value", "byline"])?;
            byline(&text)
        };
        let writers: Vec<String> = people.iter().filter(is_writer).filter_map(name).collect();
        let all: Vec<String> = if writers.is_empty() {
            people.iter().filter_map(name).collect()
        } else {
            writers
        };
        (!all.is_empty()).then(|| ((*key).to_owned(), all.join(", ")))
    })
}

fn source(object: &Object) -> Option<(String, String)> {
    ["infosource", "infosources", "provider", "copyrightholder"]
        .iter()
        .find_map(|key| {
            let name = object.names(key).into_iter().next()?;
            Some(((*key).to_owned(), name))
        })
}

/// The subject that is a category.
fn category(object: &Object) -> Option<String> {
    let is_category = |subject: &&Object| match subject.get(&["rels", "rel"]) {
        Some(Value::Array(rels)) => rels.iter().any(|rel| rel.as_str() == Some("category")),
        Some(Value::String(rel)) => rel == "category",
        _ => false,
    };
    let subjects = [object.objects("subject"), object.objects("subjects")].concat();
    subjects.iter().find(is_category)?.text(&["name"])
}

/// Texts among the items that belong to it, which stand within; those that are referred to have none.
fn within(object: &mut Object) -> Vec<Object> {
    let Some(key) = object.find(&["associations"]) else {
        return Vec::new();
    };
    let has_text = |value: &Value| {
        value.as_object().is_some_and(|map| {
            let item = Object(map.clone());
            let is_text = item.text(&["type"]).is_some_and(|kind| kind == "text");
            is_text
                && (item.has("bodies")
                    || map
                        .iter()
                        .any(|(key, value)| key.starts_with("body") && value.is_string()))
        })
    };
    let mut taken = Vec::new();
    match object.0.get_mut(&key) {
        Some(Value::Array(list)) => {
            for value in list.extract_if(.., |value| has_text(value)) {
                taken.push(value);
            }
        }
        Some(Value::Object(map)) => {
            let names: Vec<String> = map
                .iter()
                .filter(|(_, value)| has_text(value))
                .map(|(name, _)| name.clone())
                .collect();
            taken.extend(names.iter().filter_map(|name| map.shift_remove(name)));
        }
        _ => {}
    }
    let is_object = |value| match value {
        Value::Object(map) => Some(Object(map)),
        _ => None,
    };
    taken.into_iter().filter_map(is_object).collect()
}
