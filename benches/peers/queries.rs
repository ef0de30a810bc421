//! What is asked of every engine: words of the archive's own headlines, in each class with and without dates.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use serde_json::Value;

/// One question in two languages.
pub struct Query {
    /// `term`, `and`, `or`, `phrase`, with `+month`, `+year`, `+5years` where there are dates.
    pub class: String,
    /// As morgue takes it.
    pub ours: String,
    /// As the others take it.
    pub theirs: String,
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

/// Questions for so many headlines that are spread evenly over the archive.
pub fn of(archive: &Path, titles: usize) -> Result<Vec<Query>, Box<dyn std::error::Error>> {
    let mut pairs = Vec::new();
    for line in BufReader::new(File::open(archive)?).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let title = record["title"].as_str().unwrap_or_default().to_lowercase();
        let words: Vec<&str> = title
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|word| word.len() >= 3)
            .collect();
        let is_plain = |word: &str| {
            !morgue::index::analyzer::is_function_word(word)
                && !["same", "and", "not", "or", "near", "within"].contains(&word)
        };
        let pair = words
            .windows(2)
            .find(|pair| is_plain(pair[0]) && is_plain(pair[1]));
        pairs.extend(pair.map(|pair| (pair[0].to_owned(), pair[1].to_owned())));
    }
    let step = (pairs.len() / titles.max(1)).max(1);
    let mut queries = Vec::new();
    for (a, b) in pairs.into_iter().step_by(step) {
        let phrase = format!("\"{a} {b}\"");
        let forms = [
            ("term", a.clone(), a.clone()),
            ("and", format!("{a} {b}"), format!("+{a} +{b}")),
            ("or", format!("{a} OR {b}"), format!("{a} {b}")),
            ("phrase", phrase.clone(), phrase),
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
        let (first, last) = query.seconds.map_or_else(
            || (String::new(), String::new()),
            |(first, last)| (first.to_string(), last.to_string()),
        );
        writeln!(out, "{}\t{}\t{first}\t{last}", query.class, query.theirs)?;
    }
    out.flush()
}
