//! What is asked of every engine: words of the archive's own headlines, in each class with and without dates.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use crate::common::{Failure, titles};

/// One question in two languages.
pub struct Query {
    /// `term`, `and`, `or`, `phrase` …, with `+month`, `+year`, `+5years` where there are dates.
    pub class: String,
    /// As morgue takes it.
    pub ours: String,
    /// As the others take it, where they do.
    pub theirs: Option<String>,
    /// Days, as morgue takes them.
    pub days: Option<String>,
    /// The same in seconds since 1970, the first and the last.
    seconds: Option<(i64, i64)>,
}

/// The ranges: name, days, first and last second.
const RANGES: [(&str, &str, i64, i64); 3] = [
    ("+month", "2018-06", 1_527_811_200, 1_530_403_199),
    ("+year", "2018", 1_514_764_800, 1_546_300_799),
    ("+5years", "2014..2018", 1_388_534_400, 1_546_300_799),
];

/// Questions for so many headlines that are spread evenly over the archives. Those that the others have no words for are asked of
/// morgue alone.
pub fn of(archives: &[&Path], headlines: usize) -> Result<Vec<Query>, Failure> {
    let mut queries = Vec::new();
    for (a, b) in titles::pairs(archives, headlines)? {
        let phrase = format!("\"{a} {b}\"");
        let beginning = b.get(..4).unwrap_or(&b);
        let forms = [
            ("term", a.clone(), Some(a.clone())),
            ("and", format!("{a} {b}"), Some(format!("+{a} +{b}"))),
            ("or", format!("{a} OR {b}"), Some(format!("{a} {b}"))),
            ("phrase", phrase.clone(), Some(phrase)),
            (
                "stop-word phrase",
                format!("\"of the\" {a}"),
                Some(format!("+\"of the\" +{a}")),
            ),
            ("w/5", format!("{a} w/5 {b}"), None),
            ("/s", format!("{a} /s {b}"), None),
            ("wildcard", format!("{beginning}*"), None),
        ];
        for (class, ours, theirs) in forms {
            let query = |range: &str, days: Option<&str>, seconds| Query {
                class: format!("{class}{range}"),
                ours: ours.clone(),
                theirs: theirs.clone(),
                days: days.map(str::to_owned),
                seconds,
            };
            queries.push(query("", None, None));
            for (name, days, first, last) in RANGES {
                queries.push(query(name, Some(days), Some((first, last))));
            }
        }
    }
    Ok(queries)
}

/// Writes them as other engines read them: class, query, first and last second, with tabs between.
pub fn write(queries: &[Query], file: &Path) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(File::create(file)?);
    for query in queries {
        let Some(theirs) = &query.theirs else {
            continue;
        };
        let (first, last) = query.seconds.map_or_else(
            || (String::new(), String::new()),
            |(first, last)| (first.to_string(), last.to_string()),
        );
        writeln!(out, "{}\t{}\t{first}\t{last}", query.class, theirs)?;
    }
    out.flush()
}
