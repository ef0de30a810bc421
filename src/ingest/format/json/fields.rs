//! `--field title=hd`: what a user says about the keys of a dump, where guessing would not do.

use super::keys::{TARGETS, Target};

/// Which keys fill which fields, as told; where nothing is told, or a record lacks the key, keys are guessed.
///
/// Invariant: no path is empty, and neither is a name in one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    /// In the order given: the first that a record has wins.
    pub(super) chosen: Vec<(Target, String)>,
}

/// Why a `--field` cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldMapError {
    /// There is no `=` in it, or nothing on one side.
    #[error("`{given}` is not of the form FIELD=KEY")]
    NotAPair {
        /// What was given.
        given: String,
    },
    /// There is no such field.
    #[error("no field is called `{given}`; there are {}", FieldMap::targets().join(", "))]
    UnknownField {
        /// What was given before the `=`.
        given: String,
        /// The field that is spelt most alike, if one is near.
        nearest: Option<&'static str>,
    },
}

impl FieldMap {
    /// The fields that can be told, in the order in which they are listed.
    pub fn targets() -> Vec<&'static str> {
        TARGETS.iter().map(|(_, name)| *name).collect()
    }

    /// These, and where nothing is told of a field, what an archive's own layout says of it.
    pub(in crate::ingest::format) fn or(
        &self,
        guessed: impl IntoIterator<Item = (Target, String)>,
    ) -> Self {
        let mut all = self.clone();
        all.chosen.extend(guessed);
        all
    }

    /// Reads pairs such as `title=hd`; `headline.main` on the right is the key `main` in the object under `headline`, and
    /// a number is a place in a list, counted from 0.
    ///
    /// # Errors
    ///
    /// The first pair that is none, or that names an unknown field.
    pub fn parse(pairs: &[String]) -> Result<Self, FieldMapError> {
        let mut chosen = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let (field, path) = pair
                .split_once('=')
                .map(|(field, path)| (field.trim(), path.trim()))
                .filter(|(field, path)| {
                    !field.is_empty() && !path.is_empty() && !path.split('.').all(str::is_empty)
                })
                .ok_or_else(|| FieldMapError::NotAPair {
                    given: pair.clone(),
                })?;
            let target = target(field).ok_or_else(|| FieldMapError::UnknownField {
                given: field.to_owned(),
                nearest: nearest(field),
            })?;
            chosen.push((target, path.to_owned()));
        }
        Ok(Self { chosen })
    }
}

/// The target of a name; the names that a record has in the code and in its JSON are understood too.
fn target(name: &str) -> Option<Target> {
    let name = name.to_lowercase();
    let name = match name.as_str() {
        "published" => "date",
        "headline" => "title",
        "text" => "body",
        "author" => "byline",
        "language" => "lang",
        name => name,
    };
    TARGETS
        .iter()
        .find(|(_, other)| *other == name)
        .map(|(target, _)| *target)
}

/// The field whose name needs the fewest changes, if it needs less than half its letters.
fn nearest(name: &str) -> Option<&'static str> {
    // The names are short: a longer text is none of them, and need not be compared.
    let name: Vec<char> = name.to_lowercase().chars().take(20).collect();
    let (changes, nearest) = TARGETS
        .iter()
        .map(|(_, other)| (distance(&name, other), *other))
        .min()?;
    (changes * 2 < nearest.len().max(3)).then_some(nearest)
}

/// The number of letters to insert, drop, replace, or swap with the next, to make one word of another.
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[&str]) -> Result<FieldMap, FieldMapError> {
        let pairs: Vec<String> = pairs.iter().map(|pair| (*pair).to_owned()).collect();
        FieldMap::parse(&pairs)
    }

    #[test]
    fn a_pair_names_a_field_and_a_key() {
        let map = parse(&["title=hd", " Date = meta.printed on "]).expect("two pairs");
        assert_eq!(
            map.chosen,
            [
                (Target::Title, "hd".into()),
                (Target::Date, "meta.printed on".into())
            ]
        );
        assert_eq!(parse(&[]), Ok(FieldMap::default()));
        assert_eq!(
            parse(&["body=a=b"]).expect("a key with =").chosen[0].1,
            "a=b"
        );
    }

    #[test]
    fn what_is_no_pair_is_said() {
        for given in ["title", "=hd", "title=", "", "title=."] {
            assert_eq!(
                parse(&[given]),
                Err(FieldMapError::NotAPair {
                    given: given.into()
                })
            );
        }
    }

    #[test]
    fn an_unknown_field_gets_the_list_and_the_nearest_name() {
        let error = parse(&["titel=hd"]).expect_err("a misspelt field");
        assert_eq!(
            error,
            FieldMapError::UnknownField {
                given: "titel".into(),
                nearest: Some("title")
            }
        );
        assert_eq!(
            error.to_string(),
            "no field is called `titel`; there are title, body, date, source, section, byline, place, url, lang, tags, id"
        );
        for (given, expected) in [
            ("sorce", Some("source")),
            ("bodi", Some("body")),
            ("tag", Some("tags")),
            ("colour", None),
        ] {
            let Err(FieldMapError::UnknownField { nearest, .. }) = parse(&[&format!("{given}=x")])
            else {
                panic!("{given} is no field")
            };
            assert_eq!(nearest, expected, "{given}");
        }
        assert!(parse(&[&format!("{}=x", "a".repeat(100_000))]).is_err());
    }
}
