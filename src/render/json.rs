//! Results for programs: one JSON object, or an object a line. `docs/output.md` is the schema.
//!
//! Marks are half-open ranges of Unicode code points of the text beside them, so that every language can use them.

use std::io::{self, Write};
use std::ops::Range;

use serde_json::{Map, Value, json};

use super::{Head, Render};
use crate::article::Article;
use crate::search::{Hit, Passage};

/// Raised when a field changes its meaning or goes away; new fields may come without.
pub const VERSION: u32 = 1;

/// One object with all hits in it, written as they come.
pub struct Json<W: Write> {
    out: W,
    hits: usize,
}

impl<W: Write> Json<W> {
    /// A renderer to `out`.
    pub fn new(out: W) -> Self {
        Self { out, hits: 0 }
    }
}

fn head_json(head: &Head) -> Map<String, Value> {
    let day = |end: fn(&crate::date::DateRange) -> Option<chrono::NaiveDate>| {
        head.range.as_ref().and_then(end).map(|d| d.to_string())
    };
    let Value::Object(map) = json!({
        "version": VERSION,
        "query": head.query,
        "from": day(|r| r.first),
        "to": day(|r| r.last),
        "total": head.total,
        "undated_excluded": head.undated_excluded,
        "took_ms": (head.took_ms * 1000.0).round() / 1000.0,
    }) else {
        return Map::new();
    };
    map
}

impl<W: Write> Render for Json<W> {
    fn begin(&mut self, head: &Head) -> io::Result<()> {
        let object = serde_json::to_string(&head_json(head))?;
        let open = object.strip_suffix('}').unwrap_or(&object);
        write!(self.out, "{open},\"hits\":[")
    }

    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        if self.hits > 0 {
            write!(self.out, ",")?;
        }
        self.hits += 1;
        write!(self.out, "\n{}", line(&hit_json(hit)))
    }

    fn end(&mut self) -> io::Result<()> {
        writeln!(self.out, "]}}")?;
        self.out.flush()
    }
}

/// A hit a line.
pub struct JsonLines<W: Write>(pub W);

impl<W: Write> Render for JsonLines<W> {
    fn begin(&mut self, _head: &Head) -> io::Result<()> {
        Ok(())
    }

    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        writeln!(self.0, "{}", line(&hit_json(hit)))
    }

    fn end(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A hit as JSON.
pub fn hit_json(hit: &Hit) -> Value {
    let article = &hit.article;
    let mut map = Map::new();
    map.insert("rank".into(), hit.rank.into());
    map.insert("id".into(), article.id.as_str().into());
    map.insert(
        "score".into(),
        json!((f64::from(hit.score) * 1e6).round() / 1e6),
    );
    map.insert("title".into(), article.title.as_str().into());
    map.insert(
        "title_marks".into(),
        code_points(&article.title, &hit.title_marks),
    );
    add_fields(&mut map, article);
    map.insert(
        "passages".into(),
        hit.passages.iter().map(passage_json).collect(),
    );
    if !hit.field_marks.is_empty() {
        let fields: Map<String, Value> = hit
            .field_marks
            .iter()
            .map(|(field, marks)| {
                (
                    field.name().to_owned(),
                    code_points(&field.text(article), marks),
                )
            })
            .collect();
        map.insert("field_marks".into(), fields.into());
    }
    Value::Object(map)
}

/// The marks of a title, and of each paragraph of a body.
pub type ArticleMarks<'a> = (&'a [Range<usize>], &'a [Vec<Range<usize>>]);

/// An article whole: a hit's fields, the body as paragraphs, what the record carried besides; marks where a query is given.
pub fn article_json(article: &Article, marks: Option<ArticleMarks>) -> Value {
    let mut map = Map::new();
    map.insert("version".into(), VERSION.into());
    map.insert("id".into(), article.id.as_str().into());
    map.insert("title".into(), article.title.as_str().into());
    if let Some((title, _)) = marks {
        map.insert("title_marks".into(), code_points(&article.title, title));
    }
    add_fields(&mut map, article);
    map.insert("date_source".into(), json!(article.date_source));
    map.insert("tags".into(), article.tags.clone().into());
    map.insert("body".into(), article.body.clone().into());
    if let Some((_, body)) = marks {
        let of_paragraph = |(at, text): (usize, &String)| {
            code_points(text, body.get(at).map(Vec::as_slice).unwrap_or_default())
        };
        map.insert(
            "body_marks".into(),
            article.body.iter().enumerate().map(of_paragraph).collect(),
        );
    }
    map.insert("extra".into(), Value::Object(article.extra.clone()));
    Value::Object(map)
}

/// A value as one line of JSON. Characters that could steer a terminal are written as escapes, which changes no value.
pub fn line(value: &Value) -> String {
    let json = value.to_string();
    let steers = |c: char| !c.is_ascii() && super::safe::printable(c) != Some(c) || c == '\u{7f}';
    if !json.contains(steers) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if steers(c) {
            let mut units = [0; 2];
            c.encode_utf16(&mut units)
                .iter()
                .for_each(|unit| safe.push_str(&format!("\\u{unit:04x}")));
        } else {
            safe.push(c);
        }
    }
    safe
}

fn add_fields(map: &mut Map<String, Value>, article: &Article) {
    let date = article.published.as_ref();
    map.insert("published".into(), json!(date.map(ToString::to_string)));
    map.insert(
        "precision".into(),
        json!(date.map(|d| d.precision().as_str())),
    );
    map.insert("day".into(), json!(date.map(|d| d.day_text())));
    for (name, value) in [
        ("section", &article.section),
        ("source", &article.source),
        ("byline", &article.byline),
        ("place", &article.place),
        ("url", &article.url),
        ("lang", &article.lang),
    ] {
        map.insert(name.into(), json!(value));
    }
    map.insert("origin".into(), json!(article.origin));
}

fn passage_json(passage: &Passage) -> Value {
    json!({ "text": passage.text, "marks": code_points(&passage.text, &passage.marks) })
}

/// Byte ranges of a text as ranges of code points; linear in the text.
fn code_points(text: &str, marks: &[Range<usize>]) -> Value {
    let (mut at, mut count) = (0, 0u64);
    let mut to = |byte: usize| {
        let byte = byte.clamp(at, text.len());
        count += text[at..byte].chars().count() as u64;
        at = byte;
        count
    };
    marks
        .iter()
        .map(|mark| json!([to(mark.start), to(mark.end)]))
        .collect()
}
