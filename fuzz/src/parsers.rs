//! The parsers that read what others wrote, each as a function of bytes that must end well, whatever the bytes are.
//!
//! The fuzzer (`main.rs` beside this) runs one of them on bytes that it makes up; `tests/it/findings.rs` runs each on what was
//! ever found. Ending well is more than no panic: what is promised of the outcome is asserted here.

use std::cell::Cell;
use std::io::{self, Cursor};
use std::ops::Range;

use chrono::NaiveDate;
use morgue::article::{Origin, Record};
use morgue::date::{DateRange, NumericOrder, PubDate, When, Zone, find_stamp};
use morgue::ingest::archive::RecordError;
use morgue::ingest::container::{Event, OnDisk, Reading as Unpacking};
use morgue::ingest::format::json::read_json;
use morgue::ingest::format::{Context, FORMATS, Format, Head, detect};
use morgue::ingest::limits::Limits;
use morgue::ingest::{FieldMap, clean};
use morgue::render::{Csv, Head as Counts, Json, JsonLines, Render, Style, Text, safe};
use morgue::search::{
    Dialect, Hit, Joining, MOST_BYTES, Mark, Marks, Matcher, Note, Parsed, QueryError, Reading,
    Sort, parse, parse_lenient, passages, translate,
};

/// What is done with bytes.
pub type Run = Box<dyn Fn(&[u8]) + Send + Sync>;

/// One parser.
pub struct Parser {
    /// `format-html`, `query-strict`.
    pub name: String,
    /// Runs it.
    pub run: Run,
}

/// Every parser there is.
pub fn all() -> Vec<Parser> {
    let mut all: Vec<Parser> = FORMATS
        .iter()
        .map(|format| {
            parser(format!("format-{}", format.name), move |bytes| {
                read(format, bytes)
            })
        })
        .collect();
    all.push(parser("formats-told-apart", tell));
    all.push(parser("containers", unpack_stream));
    all.push(parser("containers-on-disk", unpack_file));
    all.push(parser("json-fields", json_fields));
    all.push(parser("dates", |bytes| dates(&text(bytes))));
    all.push(parser("query-strict", |bytes| query_strict(&text(bytes))));
    all.push(parser("query-lenient", |bytes| query_lenient(&text(bytes))));
    for dialect in Dialect::ALL {
        let run = move |bytes: &[u8]| translated(dialect, &text(bytes));
        all.push(parser(format!("query-{}", dialect.name()), run));
    }
    all.push(parser("terminal", |bytes| terminal(&text(bytes))));
    all.push(parser("passages", |bytes| cut(&text(bytes))));
    all
}

fn parser(name: impl Into<String>, run: impl Fn(&[u8]) + Send + Sync + 'static) -> Parser {
    Parser {
        name: name.into(),
        run: Box::new(run),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2016, 3, 1).expect("a day")
}

fn reading() -> Reading {
    Reading {
        today: today(),
        joining: Joining::All,
        limits: morgue::search::QueryLimits::USUAL,
    }
}

/// The path of an archive that is a single file of a format: items, cleaned to articles.
fn read(format: &Format, bytes: &[u8]) {
    let fields = FieldMap::default();
    let mut items = 0;
    for item in (format.read)(Box::new(bytes), &context(&fields)) {
        items += 1;
        assert!(
            items <= bytes.len() + 1,
            "{items} items of {} bytes",
            bytes.len()
        );
        match item {
            Ok(item) => drop(item.outcome.map(|record| clean(record, Origin::default()))),
            // Bytes in memory can be read; what can fail is what is packed in them, as in a DOCX.
            Err(error) => assert!(is_ours(&error), "{error:?}"),
        }
    }
}

fn context(fields: &FieldMap) -> Context<'_> {
    Context {
        fields,
        name: "fuzzed",
        url: Some("https://borealis.example/2015/12/17/storm"),
        charset: None,
        limits: Limits::default(),
        beside: None,
    }
}

fn is_ours(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|error| error.is::<RecordError>())
}

fn tell(bytes: &[u8]) {
    // All are asked, not only those up to the first that says yes.
    let head = Head::new(bytes.to_vec());
    let takers = FORMATS.iter().filter(|format| (format.is)(&head)).count();
    assert_eq!(takers > 0, detect(&head).is_ok());
}

fn unpack_stream(bytes: &[u8]) {
    unpack(bytes, None);
}

fn unpack_file(bytes: &[u8]) {
    let disk = OnDisk {
        file: Box::new(Cursor::new(bytes)),
        beside: None,
    };
    unpack(bytes, Some(disk));
}

fn unpack(bytes: &[u8], disk: Option<OnDisk<'_>>) {
    let fields = FieldMap::default();
    // What is packed may be many times as large; a bomb is ended long before this.
    let events = Cell::new(0_u64);
    let mut sink = |event: Event<'_>| {
        events.set(events.get() + 1);
        if let Event::Item { item, .. } = event
            && let Ok(record) = item.outcome
        {
            drop(clean(record, Origin::default()));
        }
        Ok(())
    };
    let outcome = Unpacking::run(
        "fuzzed",
        &fields,
        Limits::default(),
        Box::new(bytes),
        disk,
        &mut sink,
    );
    assert!(outcome.is_ok(), "{outcome:?}");
    assert!(events.get() < 20_000_000, "{} events", events.get());
}

/// Pairs of `--field`, a line each, an empty line, and records that they are read with.
fn json_fields(bytes: &[u8]) {
    let end = bytes.windows(2).position(|two| two == b"\n\n");
    let (pairs, records) = end.map_or((bytes, &bytes[..0]), |end| {
        (&bytes[..end], &bytes[end + 2..])
    });
    let pairs: Vec<String> = text(pairs).lines().map(str::to_owned).collect();
    let fields = FieldMap::parse(&pairs).unwrap_or_default();
    for item in read_json(Box::new(records), &context(&fields)) {
        let item = item.expect("bytes in memory can be read");
        drop(item.outcome.map(|record| clean(record, Origin::default())));
    }
}

fn dates(text: &str) {
    for order in [
        None,
        Some(NumericOrder::DayFirst),
        Some(NumericOrder::MonthFirst),
    ] {
        let date = match order {
            None => PubDate::parse(text),
            Some(order) => PubDate::parse_with(text, order),
        };
        if let Some(date) = date {
            published(&date);
        }
    }
    if let Some((date, bytes)) = find_stamp(text) {
        assert!(text.get(bytes.clone()).is_some(), "{bytes:?}");
        published(&date);
    }
    if let Ok(range) = DateRange::parse(text, today()) {
        let printed = range.to_query();
        assert_eq!(DateRange::parse(&printed, today()), Ok(range), "{printed}");
    }
    if let Ok(when) = When::parse(text, today()) {
        when.matches(PubDate::from_year(1984).as_ref());
    }
    // What is no zone is compared with the names of all: by itself, or it would be most of the work.
    if let Some(zone) = text.strip_prefix("zone ") {
        drop(Zone::parse(zone));
    }
}

fn published(date: &PubDate) {
    assert!(date.first_day() <= date.last_day());
    let printed = date.to_string();
    assert_eq!(PubDate::parse(&printed).as_ref(), Some(date), "{printed}");
    date.instant(&Zone::parse("Europe/Berlin").expect("a zone"));
}

fn points_into(text: &str, span: &Range<usize>) {
    assert!(text.get(span.clone()).is_some(), "{span:?} of {text:?}");
}

/// What prints can be read again, and is the same; but `date:1984` prints with both its days, so a long text may have a print
/// that is too long.
fn prints(parsed: &Parsed) {
    let printed = parsed.query.to_string();
    if printed.len() <= MOST_BYTES {
        let again = parse(&printed, reading()).unwrap_or_else(|error| panic!("{printed}: {error}"));
        assert_eq!(again.query, parsed.query, "{printed}");
    }
}

fn query_strict(text: &str) {
    match parse(text, reading()) {
        Ok(parsed) => prints(&parsed),
        Err(error) => points_into(text, &error.span),
    }
}

fn query_lenient(text: &str) {
    let parsed = parse_lenient(text, reading());
    for note in &parsed.notes {
        match note {
            Note::Dropped(QueryError { span, .. })
            | Note::SameRead(span)
            | Note::SmallOperator(span) => points_into(text, span),
        }
    }
    if let Ok(strict) = parse(text, reading()) {
        assert_eq!(strict, parsed);
    }
}

fn translated(dialect: Dialect, text: &str) {
    match translate(dialect, text, today()) {
        Ok(translation) => {
            for note in &translation.notes {
                points_into(text, &note.span);
            }
            let again = parse(&translation.query, reading());
            let again = again.unwrap_or_else(|error| panic!("{}: {error}", translation.query));
            assert_eq!(again.query.to_string(), translation.query);
        }
        Err(none) => points_into(text, &none.error.span),
    }
}

/// Everything that can steer a terminal, or hide.
fn is_hostile(c: char) -> bool {
    let is_odd = matches!(
        c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}'
    );
    let is_format =
        matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}');
    c.is_control() || is_odd || is_format || matches!(c, '\u{e0000}'..='\u{e0fff}')
}

fn terminal(text: &str) {
    let line = safe::one_line(text);
    assert!(!line.contains(is_hostile), "{line:?}");
    assert_eq!(safe::one_line(&line), line);
    if let Some(link) = safe::link(text) {
        assert!(link.bytes().all(|byte| byte.is_ascii_graphic()), "{link:?}");
    }
    if let Some(hit) = nothing_but(text) {
        shown_to_people(&hit);
        shown_to_programs(&hit);
    }
}

/// A hit whose every field is this text.
fn nothing_but(text: &str) -> Option<Hit> {
    let owned = || Some(text.to_owned());
    let record = Record {
        title: text.to_owned(),
        body: vec![text.to_owned()],
        source: owned(),
        section: owned(),
        byline: owned(),
        place: owned(),
        url: owned(),
        lang: owned(),
        tags: vec![text.to_owned()],
        ..Record::default()
    };
    let origin = Origin {
        archive: text.to_owned(),
        ..Origin::default()
    };
    let article = clean(record, origin).ok()?;
    Some(Hit {
        rank: 1,
        score: 1.0,
        title_marks: Vec::new(),
        passages: passages(&article, &Marks::default(), 3),
        field_marks: Vec::new(),
        body_marks: 0,
        article,
    })
}

fn shown_to_people(hit: &Hit) {
    for width in [None, Some(0), Some(40)] {
        let style = Style {
            width,
            ..Style::default()
        };
        let mut out = Vec::new();
        render(&mut Text::new(&mut out, style), hit);
        let whole = Text::new(&mut out, style).article(&hit.article, &[], &[]);
        whole.expect("memory can be written");
        let out = String::from_utf8(out).expect("text");
        assert!(!out.contains(|c| is_hostile(c) && c != '\n'), "{out:?}");
    }
}

fn shown_to_programs(hit: &Hit) {
    let (mut json, mut lines, mut csv) = (Vec::new(), Vec::new(), Vec::new());
    render(&mut Json::new(&mut json), hit);
    render(&mut JsonLines(&mut lines), hit);
    render(&mut Csv::new(&mut csv), hit);
    serde_json::from_slice::<serde_json::Value>(&json).expect("JSON");
    for line in lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        serde_json::from_slice::<serde_json::Value>(line).expect("a line of JSON");
    }
}

fn render(renderer: &mut dyn Render, hit: &Hit) {
    let counts = Counts {
        query: "storm".to_owned(),
        range: None,
        sort: Sort::Relevance,
        total: 1,
        undated_excluded: 0,
        offset: 0,
        took_ms: 1.0,
    };
    let done = renderer
        .begin(&counts)
        .and_then(|()| renderer.hit(hit))
        .and_then(|()| renderer.end());
    done.expect("memory can be written");
}

/// A query on the first line, a headline on the second, paragraphs on the others.
fn cut(text: &str) {
    let mut lines = text.split('\n');
    let query = parse_lenient(lines.next().unwrap_or_default(), reading()).query;
    let record = Record {
        title: lines.next().unwrap_or_default().to_owned(),
        body: lines.map(str::to_owned).collect(),
        ..Default::default()
    };
    let Ok(article) = clean(record, Origin::default()) else {
        return;
    };
    let matcher = Matcher::new(&query);
    let marks = matcher.marks(&article);
    assert_eq!(marks.is_some(), matcher.accepts(&article));
    let marks = marks.unwrap_or_default();
    in_order(&article.title, marks.title.iter());
    for (number, paragraph) in article.body.iter().enumerate() {
        in_order(
            paragraph,
            marks
                .body
                .iter()
                .filter(|(at, _)| *at == number)
                .map(|(_, mark)| mark),
        );
    }
    for most in [0, 1, 3] {
        let passages = passages(&article, &marks, most);
        assert!(passages.len() <= most);
        for passage in passages {
            assert!(passage.paragraph < article.body.len());
            disjoint(&passage.text, passage.marks.iter());
        }
    }
}

fn in_order<'m>(text: &str, marks: impl Iterator<Item = &'m Mark> + Clone) {
    disjoint(text, marks.clone().map(|mark| &mark.range));
    for mark in marks {
        points_into(text, &mark.bond);
    }
}

fn disjoint<'m>(text: &str, ranges: impl Iterator<Item = &'m Range<usize>>) {
    let mut end = 0;
    for range in ranges {
        points_into(text, range);
        assert!(
            end <= range.start && range.start < range.end,
            "{range:?} behind {end}"
        );
        end = range.end;
    }
}
