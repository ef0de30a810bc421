//! What the people who fill Lucene's indexes call their fields: Elasticsearch mappings, Media Cloud, Datashare.

use crate::search::translate::names::{self, Meaning, Names};

pub(super) const FIELDS: &Names = &[
    (
        &["title", "headline", "article_title", "head"],
        names::TITLE,
    ),
    (
        &[
            "text",
            "body",
            "content",
            "article",
            "fulltext",
            "full_text",
            "_all",
            "all",
        ],
        names::TEXT,
    ),
    (
        &[
            "lead",
            "summary",
            "abstract",
            "description",
            "teaser",
            "standfirst",
        ],
        names::NEARLY_LEAD,
    ),
    (&["byline", "author", "authors", "creator"], names::BYLINE),
    (
        &[
            "source",
            "publication",
            "publisher",
            "agency",
            "media_name",
            "medium",
            "newspaper",
            "outlet",
        ],
        names::SOURCE,
    ),
    (&["section", "desk", "category", "ressort"], names::SECTION),
    (&["place", "dateline"], names::PLACE),
    (
        &[
            "tag", "tags", "keyword", "keywords", "topic", "topics", "subject", "subjects",
        ],
        names::TAG,
    ),
    (&["lang", "language", "content_language"], names::LANG),
    (
        &[
            "url",
            "uri",
            "link",
            "domain",
            "canonical_domain",
            "media_url",
        ],
        names::URL,
    ),
    (
        &["words", "length", "word_count", "wordcount", "word_length"],
        Meaning::Length,
    ),
    (
        &[
            "date",
            "published",
            "publish_date",
            "publication_date",
            "published_at",
            "publishdate",
            "pub_date",
            "pubdate",
            "date_published",
            "day",
            "year",
        ],
        Meaning::Date,
    ),
    (
        &[
            "created",
            "created_at",
            "updated",
            "updated_at",
            "modified",
            "timestamp",
            "@timestamp",
            "indexed_date",
            "crawl_date",
            "fetch_date",
        ],
        Meaning::OtherDate,
    ),
];
