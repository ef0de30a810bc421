//! Words to ask for: neighbours in the archive's own headlines.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde_json::Value;

use super::Failure;

/// The first two words side by side, neither a word of grammar nor an operator, of so many headlines that are spread evenly over
/// archives of JSON lines; of fewer if there are fewer.
pub fn pairs(archives: &[&Path], titles: usize) -> Result<Vec<(String, String)>, Failure> {
    let mut pairs = Vec::new();
    for archive in archives {
        for line in BufReader::new(File::open(archive)?).lines() {
            let record: Value = serde_json::from_str(&line?)?;
            pairs.extend(pair(record["title"].as_str().unwrap_or_default()));
        }
    }
    let step = (pairs.len() / titles.max(1)).max(1);
    Ok(pairs.into_iter().step_by(step).collect())
}

fn pair(title: &str) -> Option<(String, String)> {
    let title = title.to_lowercase();
    let words: Vec<&str> = title
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() >= 3)
        .collect();
    let is_plain = |word: &str| {
        !morgue::index::analyzer::is_function_word(word)
            && !["same", "and", "not", "or", "near", "within"].contains(&word)
    };
    let mut pairs = words.windows(2);
    let pair = pairs.find(|pair| is_plain(pair[0]) && is_plain(pair[1]))?;
    Some((pair[0].to_owned(), pair[1].to_owned()))
}
