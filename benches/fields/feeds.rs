//! The feeds of a parser's own tests, with what it expects of each in a comment: `Expect: … entries[0]['title'] == 'Rain'`.
//!
//! In comes a folder of such feeds; out come the shares of entries, of first headlines and of first dates that are as
//! expected. Headlines are compared without markup, as texts are; dates as instants. An expectation that cannot be understood here is left out.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use morgue::article::Record;
use morgue::date::{PubDate, Zone};
use morgue::ingest::format::json::FieldMap;
use morgue::ingest::format::{Context, HEAD, Head, detect};

use super::{Args, Failure, Tally, normal, sorted};

/// What a feed brought.
struct Read {
    /// Entries that were read, those without a text included.
    entries: usize,
    first: Option<Record>,
}

/// Whether a folder holds such feeds.
pub fn are_feeds(folder: &Path) -> bool {
    feeds(folder).is_ok_and(|feeds| {
        let mut few = feeds.iter().take(20);
        few.any(|feed| fs::read(feed).is_ok_and(|bytes| bytes.windows(7).any(|w| w == b"Expect:")))
    })
}

/// Entries, headlines and dates, of a folder of feeds.
pub fn measure_feeds(folder: &Path, args: &Args) -> Result<(), Failure> {
    let [mut entries, mut titles, mut dates] = [(); 3].map(|()| Tally::default());
    for path in feeds(folder)? {
        let bytes = fs::read(&path)?;
        let text = String::from_utf8_lossy(&bytes);
        let Some(expected) = text.split("Expect:").nth(1) else {
            continue;
        };
        let expected = expected.split("-->").next().unwrap_or_default().trim();
        let read = read(&bytes)?;
        let tell = |tally: &mut Tally, got: &str, wanted: &str| {
            let is_right = got == wanted;
            tally.add(f64::from(u8::from(is_right)));
            if args.misses && !is_right {
                println!("  {}: {got:?}, not {wanted:?}", path.display());
            }
        };
        if expected.contains("entries[0]") {
            let wanted = text.split('<').filter(|tag| is_entry(tag)).count();
            if wanted > 0 {
                tell(&mut entries, &read.entries.to_string(), &wanted.to_string());
            }
        }
        let record = read.first.unwrap_or_default();
        if let Some(wanted) = value(expected, &["['title']", "['title_detail']['value']"]) {
            tell(&mut titles, &plain(&record.title), &plain(&wanted));
        }
        let keys = [
            "['published_parsed']",
            "['updated_parsed']",
            "['created_parsed']",
        ];
        // Some name the date as it is written in the feed.
        let written = || {
            let date = value(expected, &["['published']", "['updated']", "['created']"])?;
            Some(PubDate::parse(&date)?.instant(&Zone::UTC))
        };
        let wanted = keys.iter().find_map(|key| stamp(expected, key));
        if let Some(wanted) = wanted.or_else(written) {
            let got = record
                .published
                .map(|date| date.instant(&Zone::UTC).to_string());
            tell(&mut dates, &got.unwrap_or_default(), &wanted.to_string());
        }
    }
    let said = |tally: &Tally| format!("{:.3} of {}", tally.share(), tally.all);
    println!(
        "{}: entries {}  first title {}  first date {}",
        folder.display(),
        said(&entries),
        said(&titles),
        said(&dates)
    );
    Ok(())
}

/// Whether a start tag, behind its bracket, is that of an entry.
fn is_entry(tag: &str) -> bool {
    let end = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
    let name = tag.split(end).next().unwrap_or_default();
    matches!(name.rsplit(':').next(), Some("item" | "entry"))
}

fn feeds(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in sorted(folder)? {
        if path.is_dir() {
            found.extend(feeds(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            found.push(path);
        }
    }
    Ok(found)
}

fn read(bytes: &[u8]) -> Result<Read, Failure> {
    let fields = FieldMap::default();
    let context = Context {
        fields: &fields,
        name: "feed.xml",
        url: None,
        charset: None,
        limits: morgue::ingest::limits::Limits::default(),
        beside: None,
    };
    let head = Head::new(bytes[..bytes.len().min(HEAD)].to_vec());
    let mut read = Read {
        entries: 0,
        first: None,
    };
    let Ok(format) = detect(&head) else {
        return Ok(read);
    };
    for item in (format.read)(Box::new(Cursor::new(bytes)), &context) {
        let outcome = item?.outcome;
        let is_entry = !matches!(&outcome, Err(error) if error.code() == "NOT_AN_ARTICLE");
        read.entries += usize::from(is_entry);
        read.first = read.first.or(outcome.ok());
    }
    Ok(read)
}

/// The text that one of these keys of the first entry is compared with: a literal of Python.
fn value(expected: &str, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| {
        let rest = expected.split(&format!("entries[0]{key} == ")).nth(1)?;
        let rest = rest.strip_prefix('u').unwrap_or(rest);
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let mut text = String::new();
        let mut characters = rest[1..].chars();
        loop {
            match characters.next()? {
                c if c == quote => return Some(text),
                '\\' => text.push(escaped(&mut characters)?),
                c => text.push(c),
            }
        }
    })
}

fn escaped(characters: &mut std::str::Chars<'_>) -> Option<char> {
    let digits = match characters.next()? {
        'u' => 4,
        'U' => 8,
        'x' => 2,
        'n' => return Some('\n'),
        't' => return Some('\t'),
        other => return Some(other),
    };
    let code: String = characters.take(digits).collect();
    char::from_u32(u32::from_str_radix(&code, 16).ok()?)
}

/// The seconds since 1970 of a tuple `(2004, 1, 1, 19, 48, 21, …)` in UTC.
fn stamp(expected: &str, key: &str) -> Option<i64> {
    let rest = expected.split(&format!("entries[0]{key} == (")).nth(1)?;
    let numbers: Vec<u32> = rest
        .split([',', ')'])
        .take(6)
        .map_while(|number| number.trim().parse().ok())
        .collect();
    let [year, month, day, hour, minute, second] = numbers[..] else {
        return None;
    };
    let day = chrono::NaiveDate::from_ymd_opt(year as i32, month, day)?;
    Some(day.and_hms_opt(hour, minute, second)?.and_utc().timestamp())
}

/// A headline without markup. What is expected is sometimes HTML and sometimes its text, and no comment says which.
fn plain(title: &str) -> String {
    let mut title = title.to_owned();
    for (reference, sign) in [
        ("&#38;", "&"),
        ("&#x26;", "&"),
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
    ] {
        title = title.replace(reference, sign);
    }
    let mut plain = String::new();
    let mut is_tag = false;
    for c in title.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if is_tag => {}
            c => plain.push(c),
        }
    }
    normal(&plain)
}
