//! Ways out: what to do about each error, in one place.

use std::path::Path;

use crate::date::{DateError, ZoneError};
use crate::index::{IndexError, Room};
use crate::ingest::limits::{LimitError, Limits};
use crate::search::nearest::nearest;
use crate::search::{Problem, QueryError, SavedError};

/// How damage is found.
pub(super) fn verify(home: &Path) -> String {
    format!(
        "`morgue verify{}` lists all that is damaged",
        elsewhere(home)
    )
}

/// What limits there are, and how they can be set.
pub(super) fn limit(error: &LimitError) -> String {
    let all = Limits::default().all();
    match error {
        LimitError::Unknown { given } => {
            let names = all.iter().map(|limit| limit.name);
            match nearest(given, names.clone()) {
                Some(name) => format!("did you mean `{name}`? `morgue doctor` lists all limits"),
                None => format!("the limits are {}", names.collect::<Vec<_>>().join(", ")),
            }
        }
        LimitError::Fixed { .. } => "it follows from how records are read".to_owned(),
        LimitError::OutOfRange { name, .. } => {
            let limit = all.iter().find(|limit| limit.name == *name);
            limit.map_or_else(String::new, |limit| {
                format!("without the flag it is {}, for {}", limit.most, limit.what)
            })
        }
    }
}

/// How the limit that a query is beyond is moved, and its code.
fn or_more(name: &str, problem: &Problem) -> String {
    let code = problem.limit_code().unwrap_or_default();
    format!("; `morgue search --query-limit {name}=…` allows more ({code})")
}

/// What is done about damage.
pub(super) fn repair(home: &Path) -> String {
    format!(
        "`morgue repair{}` mends it, from what is whole and from the archives",
        elsewhere(home)
    )
}

/// The index that a file is in.
fn home_of(path: &Path) -> &Path {
    let is_home = |folder: &&Path| folder.join("segments").is_dir();
    path.ancestors().find(is_home).unwrap_or(path)
}

/// The flag that names an index which is not the usual one.
pub(super) fn elsewhere(home: &Path) -> String {
    if home == Path::new("index") {
        String::new()
    } else {
        format!(" --index {}", home.display())
    }
}

pub(super) fn index_hints(error: &IndexError) -> Vec<String> {
    match error {
        IndexError::Missing { home } => {
            vec![format!(
                "`morgue index{} ARCHIVE…` makes one",
                elsewhere(home)
            )]
        }
        IndexError::Newer { version, .. } => vec![format!(
            "use morgue {version} or later, or make a new index with this one"
        )],
        IndexError::Older { home, .. } => vec![format!(
            "`morgue upgrade{}` writes it anew, from the articles it holds",
            elsewhere(home)
        )],
        IndexError::Locked { .. } => {
            vec!["wait until it is done; searching goes on meanwhile".to_owned()]
        }
        IndexError::Damaged { path, .. } => {
            let home = home_of(path);
            vec![verify(home), repair(home)]
        }
        IndexError::Engine { home, .. } => vec![verify(home), repair(home)],
        IndexError::DiskFull { home } => {
            let there = home.ancestors().find(|path| path.exists());
            let room = there.and_then(Room::at).map(|room| {
                let (free, kept) = (room.free as f64 / 1e6, room.kept() as f64 / 1e6);
                format!("{free:.1} MB are free there, {kept:.1} MB of them to be left free; --keep-free says otherwise")
            });
            let go_on = "make room and run the same command again: it goes on where it stopped";
            room.into_iter().chain([go_on.to_owned()]).collect()
        }
        IndexError::MemoryFull { memory, .. } => {
            let more = (memory >> 20) * 2;
            vec![format!(
                "what was read is safe; go on with the same command and `--memory {more}M`"
            )]
        }
        IndexError::InUse { .. } => {
            vec!["name a folder that is not there yet, outside of the index".to_owned()]
        }
        IndexError::Io { .. } => Vec::new(),
    }
}

pub(super) fn query_hints(error: &QueryError, text: &str) -> Vec<String> {
    problem_hints(&error.problem, text)
}

fn problem_hints(problem: &Problem, text: &str) -> Vec<String> {
    let hint = match problem {
        Problem::Empty => "say what to look for, or `*` for every article".to_owned(),
        Problem::OnlyNegative => format!("`* {}` finds everything else", text.trim()),
        Problem::UnknownField {
            name,
            nearest: Some(nearest),
        } => {
            format!("did you mean `{nearest}:`? To look for the words, leave a space: `{name}: …`")
        }
        Problem::UnknownField {
            name,
            nearest: None,
        } => {
            format!(
                "fields are title, lead, section, source, byline, place, lang, tag, url, date and words; to look for the words, leave a space: `{name}: …`"
            )
        }
        Problem::EmptyField { name } if name == "words" => {
            "write `words:>500`, `words:<200` or `words:200..500`".to_owned()
        }
        Problem::EmptyField { name } if crate::index::Field::named(name).is_none() => {
            format!("write `{name}:2015`, `{name}:2015-12` or `{name}:\"last week\"`")
        }
        Problem::EmptyField { name } => {
            format!("write `{name}:word`, `{name}:\"two words\"` or `{name}:(one OR other)`")
        }
        Problem::UnclosedQuote => {
            "close it, or leave it out to look for the words in any order".to_owned()
        }
        Problem::EmptyQuote | Problem::EmptyBracket => "put words in, or leave it out".to_owned(),
        Problem::UnclosedBracket => "add a `)` where the group ends".to_owned(),
        Problem::StrayBracket => "remove it, or add a `(` where the group begins".to_owned(),
        // Nothing stands before it: a sentence that goes on, or a word too few.
        Problem::MissingOperand {
            operator,
            side: "its left",
        } if text.trim_start().starts_with(operator.as_str()) => {
            format!("leave it out, or write \"{operator}\" in quotes to look for it")
        }
        Problem::MissingOperand { operator, .. } => {
            format!("add a word there, or write \"{operator}\" in quotes to look for it")
        }
        Problem::BadNumber { operator, .. } if operator == "~" => {
            "`word~1` allows one letter to differ, `word~2` two".to_owned()
        }
        Problem::BadNumber { operator, .. } if operator.starts_with("at") => {
            "write `atleast3(word)`".to_owned()
        }
        Problem::BadNumber { .. } => "write for example `w/5`".to_owned(),
        Problem::NotPlaced { .. } => "put words, phrases or (one OR other) on each side".to_owned(),
        Problem::TwoFields { .. } => "name the field once for both: `title:(a w/5 b)`".to_owned(),
        Problem::BareWildcard { .. } => {
            "give it some letters: `child*`, `wom?n`, `*gate`".to_owned()
        }
        Problem::WildAndFuzzy { word } => {
            let word = word.split('~').next().unwrap_or_default();
            let plain = word.replace(['*', '?'], "");
            format!("write `{word}` or `{plain}~1`")
        }
        Problem::TooManyExpansions {
            tighter: Some(tighter),
            ..
        } => format!(
            "give more letters, for example `{tighter}`{}",
            or_more("expansions", problem)
        ),
        Problem::TooManyExpansions { .. } => {
            format!("give more letters{}", or_more("expansions", problem))
        }
        Problem::Date(error) => return date_hints(error),
        Problem::BadLength { text } if reversed(text).is_some() => {
            let (least, most) = reversed(text).unwrap_or_default();
            format!("put the smaller number first: `words:{least}..{most}`")
        }
        Problem::BadLength { .. } => {
            "write `words:>500`, `words:<200` or `words:200..500`".to_owned()
        }
        Problem::TooLong { .. } => {
            format!("ask in several searches{}", or_more("query-size", problem))
        }
        Problem::TooManyClauses { .. } => {
            format!("ask in several searches{}", or_more("clauses", problem))
        }
        Problem::TooDeep { .. } => "most brackets can go: `a (b (c))` is `a b c`".to_owned(),
        Problem::UnknownSaved {
            name,
            nearest: Some(nearest),
        } => format!("did you mean `@{nearest}`? To look for the word, quote it: `\"@{name}\"`"),
        Problem::UnknownSaved { name, .. } => format!(
            "`morgue query list` shows those there are; to look for the word, quote it: `\"@{name}\"`"
        ),
        Problem::SavedCycle { .. } | Problem::InSaved { .. } => {
            "`morgue query list` shows what they say".to_owned()
        }
        Problem::LongPhrase { .. } => format!(
            "its first words are enough to find it{}",
            or_more("phrase", problem)
        ),
        Problem::NothingLeft => {
            "the notes say why; add words to look for in headline and text".to_owned()
        }
        Problem::Translated(problem) => return problem_hints(problem, text),
    };
    vec![hint]
}

/// The two numbers of a range of lengths that was written the wrong way round, the smaller first.
fn reversed(range: &str) -> Option<(u64, u64)> {
    let (first, second) = range.split_once("..")?;
    let (first, second) = (first.trim().parse().ok()?, second.trim().parse().ok()?);
    (second < first).then_some((second, first))
}

/// `--last 30`, which does not say of what.
pub(super) fn without_a_unit(flag: &str, text: &str) -> Option<String> {
    let number = text.strip_prefix("last ")?.trim();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (flag == "--last" && is_number)
        .then(|| format!("say of what: `--last {number}d` is days, {number}w weeks, {number}m months, {number}y years"))
}

pub(super) fn date_hints(error: &DateError) -> Vec<String> {
    let hint = match error {
        DateError::Reversed { .. } => "put the earlier date first",
        DateError::Ambiguous { .. } => "write the year first: 2015-12-31",
        DateError::Impossible { .. } | DateError::OutsideYears { .. } => return Vec::new(),
        _ => "write 2015, 2015-12, 2015-12-17, 1984..1985, 1990s, `last week` or 30d",
    };
    vec![hint.to_owned()]
}

pub(super) fn zone_hints(error: &ZoneError) -> Vec<String> {
    match &error.suggestion {
        Some(suggestion) => vec![format!("did you mean `{suggestion}`?")],
        None => vec!["write an offset, +08:00, or a name, Asia/Shanghai".to_owned()],
    }
}

pub(super) fn saved_hints(error: &SavedError) -> Vec<String> {
    let hint = match error {
        SavedError::BadName { .. } => {
            "write letters, digits, `-` and `_`: `morgue query save floods 'flood* OR dam'`"
                .to_owned()
        }
        SavedError::Wrong { error, text, .. } => return query_hints(error, text),
        SavedError::Unknown {
            nearest: Some(nearest),
            ..
        } => format!("did you mean `{nearest}`?"),
        SavedError::Unknown { .. } => "`morgue query list` shows those there are".to_owned(),
        SavedError::InUse { by, .. } => {
            format!("`morgue query delete {by}` first, or save it anew without this one")
        }
        SavedError::BadLine { .. } => {
            "a line is a name, a tab and a query, as `morgue query export` prints it".to_owned()
        }
        SavedError::Io { .. } => return Vec::new(),
    };
    vec![hint]
}
