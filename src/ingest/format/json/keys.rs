//! What keys mean: the names that people's dumps give to the fields of an article.
//!
//! In comes a key as it is written; out come the targets it may fill and how much it is to be preferred. Case, `_`, `-` and
//! blanks do not count: `pubDate`, `pub_date` and `Pub-Date` are one key. The order of a list is the order of preference.

use Target::*;

/// A field of a record that a key can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::ingest::format) enum Target {
    // In the order in which a record is filled: a `guid` that is a URL is one first, and `categories` gives the section
    // before the tags.
    Url,
    Id,
    Title,
    Body,
    Date,
    Source,
    Section,
    Byline,
    Place,
    Lang,
    Tags,
}

/// Every target with the name that `--field` has for it.
pub(super) const TARGETS: [(Target, &str); 11] = [
    (Title, "title"),
    (Body, "body"),
    (Date, "date"),
    (Source, "source"),
    (Section, "section"),
    (Byline, "byline"),
    (Place, "place"),
    (Url, "url"),
    (Lang, "lang"),
    (Tags, "tags"),
    (Id, "id"),
];

/// The names of each target's keys, the likeliest first, in small letters without `_`, `-` and blanks.
const NAMES: [(Target, &[&str]); 11] = [
    (
        Url,
        &[
            "url",
            "link",
            "canonicalurl",
            "weburl",
            "uri",
            "permalink",
            "guid",
        ],
    ),
    (
        Id,
        &[
            "id",
            "articleid",
            "guid",
            "uuid",
            "docid",
            "docno",
            "newid",
            "newsid",
            "storyid",
        ],
    ),
    (
        Title,
        &[
            "title",
            "headline",
            "hed",
            "head",
            "subject",
            "name",
            "webtitle",
            "headline.main",
        ],
    ),
    (
        Body,
        &[
            "body",
            "text",
            "content",
            "maintext",
            "article",
            "articlebody",
            "fulltext",
            "bodytext",
            "story",
            "bodyhtml",
            "contenthtml",
            "html",
            // What follows is about the text: it is the body where there is no other, and kept aside where there is.
            "leadparagraph",
            "description",
            "abstract",
            "summary",
            "standfirst",
            "snippet",
        ],
    ),
    (
        Date,
        &[
            "published",
            "date",
            "pubdate",
            "datepublish",
            "datepublished",
            "publishdate",
            "publisheddate",
            "publicationdate",
            "publishedat",
            "publishedon",
            "firstpublished",
            "firstpublishedat",
            "createdat",
            "timestamp",
            "webpublicationdate",
            "datetime",
            "time",
            "day",
        ],
    ),
    (
        Source,
        &[
            "source",
            "publisher",
            "outlet",
            "publication",
            "newspaper",
            "agency",
            "site",
            "sitename",
            "domain",
            "media",
        ],
    ),
    (
        Section,
        &[
            "section",
            "category",
            "categories",
            "sectionname",
            "desk",
            "newsdesk",
            "channel",
            "rubric",
        ],
    ),
    (
        Byline,
        &["author", "authors", "byline", "creator", "writer", "by"],
    ),
    (Place, &["place", "dateline", "places", "location"]),
    (Lang, &["language", "lang", "locale"]),
    (
        Tags,
        &["tags", "keywords", "topics", "subjects", "categories"],
    ),
];

/// Rarer names, and those of tables in German, French, Spanish and Italian: asked where the lists above say nothing.
const RARER: [(Target, &[&str]); 10] = [
    (
        Url,
        &["articleurl", "storyurl", "newsurl", "enlace", "lien"],
    ),
    (
        Title,
        &[
            "überschrift",
            "titel",
            "schlagzeile",
            "titre",
            "titulo",
            "título",
            "titular",
            "titolo",
            "articletitle",
            "newstitle",
            "storytitle",
        ],
    ),
    (
        Body,
        &[
            "volltext",
            "inhalt",
            "artikeltext",
            "texte",
            "contenu",
            "texto",
            "cuerpo",
            "contenido",
            "testo",
            "storytext",
            "articletext",
            "newstext",
        ],
    ),
    (
        Date,
        &[
            "datum",
            "erscheinungsdatum",
            "veröffentlicht",
            "veröffentlichungsdatum",
            "fecha",
            "fechapublicacion",
            "fechadepublicación",
            "datepublication",
            "datedepublication",
            "dateparution",
            "datedeparution",
            "pubdt",
            "articledate",
            "newsdate",
            "dateposted",
            "postdate",
        ],
    ),
    (
        Source,
        &[
            "quelle",
            "zeitung",
            "medium",
            "journal",
            "medio",
            "fuente",
            "periódico",
            "fonte",
            "testata",
        ],
    ),
    (
        Section,
        &[
            "rubrik", "ressort", "rubrique", "sección", "seccion", "sezione",
        ],
    ),
    (
        Byline,
        &[
            "autor",
            "autoren",
            "auteur",
            "auteurs",
            "autores",
            "autore",
            "authorname",
        ],
    ),
    (Place, &["ort", "lieu", "lugar"]),
    (Lang, &["sprache", "langue", "idioma"]),
    (
        Tags,
        &["schlagwörter", "schlagworte", "motsclés", "palabrasclave"],
    ),
];

/// The rank of the rarer names, after those above and before a date of change.
const RARER_RANK: u16 = 900;

/// Dates of something else than publication: taken only where no key of a publication date is filled.
const MODIFIED: [&str; 9] = [
    "modified",
    "modifiedat",
    "modifieddate",
    "datemodified",
    "lastmodified",
    "updated",
    "updatedat",
    "dateupdated",
    "lastupdated",
];

/// The rank of a modification date, after every publication date.
pub(super) const MODIFIED_RANK: u16 = 1000;

/// The rank from which on a key of [`Body`] is about the text.
pub(in crate::ingest::format) const ABOUT_RANK: u16 = 2 * 12;

/// Objects whose fields are the record's own: Elasticsearch, the Guardian's API, and the like.
const INNER: [&str; 8] = [
    "_source",
    "fields",
    "article",
    "document",
    "doc",
    "attributes",
    "node",
    "item",
];

/// What a key can be: at most two targets, each with a rank, the smallest the best.
pub(in crate::ingest::format) type Roles = [Option<(Target, u16)>; 2];

/// The targets a key may fill.
pub(in crate::ingest::format) fn roles(key: &str) -> Roles {
    let plain = plain(key);
    let mut roles = [None; 2];
    let mut free = roles.iter_mut();
    let mut add = |role| {
        if let Some(slot) = free.next() {
            *slot = Some(role);
        }
    };
    for (target, names) in NAMES {
        if let Some(rank) = names.iter().position(|name| *name == plain) {
            // `id` before `_id`, which a database gives.
            add((target, 2 * rank as u16 + u16::from(key.starts_with('_'))));
        }
    }
    if MODIFIED.contains(&plain.as_str()) {
        add((Date, MODIFIED_RANK));
    }
    if roles[0].is_none() {
        let mut rarer = RARER.iter();
        let found = rarer.find(|(_, names)| names.contains(&plain.as_str()));
        // They are the text itself, not about it.
        roles[0] = found.map(|(target, _)| match target {
            Body => (Body, ABOUT_RANK - 1),
            target => (*target, RARER_RANK),
        });
    }
    roles
}

/// Whether an object under this key holds the record's own fields.
pub(super) fn is_inner(key: &str) -> bool {
    INNER.contains(&key)
}

/// The part of a date that a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DatePart {
    Year,
    Month,
    Day,
}

/// Whether a key is `year`, `month` or `day`.
pub(super) fn date_part(key: &str) -> Option<DatePart> {
    match plain(key).as_str() {
        "year" | "pubyear" | "publicationyear" => Some(DatePart::Year),
        "month" | "pubmonth" | "publicationmonth" => Some(DatePart::Month),
        "day" | "pubday" | "publicationday" => Some(DatePart::Day),
        _ => None,
    }
}

/// Whether a key is that of a time of day beside a date.
pub(super) fn is_time(key: &str) -> bool {
    // Asked of every key of every record that has a date without a time: not worth an allocation each.
    let ends_in_time = key.len() >= 4
        && key.is_char_boundary(key.len() - 4)
        && key[key.len() - 4..].eq_ignore_ascii_case("time");
    ends_in_time
        && matches!(
            plain(key).as_str(),
            "time" | "pubtime" | "publishtime" | "publicationtime"
        )
}

/// A key without what does not count.
pub(in crate::ingest::format) fn plain(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for key in ["pub_date", "pubDate", "Pub-Date", "PUB DATE", "pubdate"] {
            assert_eq!(roles(key)[0], roles("pubdate")[0], "{key}");
            assert!(matches!(roles(key)[0], Some((Date, _))), "{key}");
        }
        assert_eq!(roles("shoe size"), [None; 2]);
    }

    #[test]
    fn the_order_of_a_list_is_the_order_of_preference() {
        let rank = |key| roles(key)[0].expect("a known key").1;
        assert!(rank("title") < rank("headline"));
        assert!(rank("body") < rank("description"));
        assert!(rank("id") < rank("_id") && rank("_id") < rank("article_id"));
        assert!(rank("day") < rank("updated_at"));
        assert!(rank("html") < ABOUT_RANK && rank("lead_paragraph") == ABOUT_RANK);
        assert!(rank("Volltext") < ABOUT_RANK && rank("html") < rank("Volltext"));
        assert!(rank("day") < rank("Datum") && rank("Datum") < rank("updated_at"));
    }

    #[test]
    fn names_are_listed_as_they_are_compared() {
        for (target, names) in NAMES.into_iter().chain(RARER) {
            for name in names {
                assert_eq!(&plain(name), name);
                assert!(
                    roles(name).iter().flatten().any(|role| role.0 == target),
                    "{name} has too many roles"
                );
            }
        }
        assert_eq!(TARGETS.len(), NAMES.len());
    }
}
