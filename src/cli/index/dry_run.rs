//! `morgue index --dry-run`: what is in the archives, file by file, and nothing is written.
//!
//! In come the archives that were found; out go a few lines of each as soon as it is read, and the sum. Names and headlines are
//! other people's text: whatever goes out is made safe first.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::account::{are, in_words, most_first};
use super::{Args, Saving, stop_on_interrupt};
use crate::cli::failure::Failure;
use crate::cli::{Context, Outcome, code};
use crate::index::{Index, IndexError};
use crate::ingest::prune::{Forecast, forecast};
use crate::ingest::survey::{FIELDS, Outlook, Survey, Tally, survey};
use crate::ingest::walk::Found;
use crate::ingest::{Options, Scope};
use crate::render::{VERSION, json_line, plural, safe, thousands};

/// Archives that are gone are listed up to here.
const MOST_GONE: usize = 20;
/// A headline is shown up to here, in characters.
const LONGEST_HEADLINE: usize = 100;

pub(super) fn run(context: &Context, found: Found, options: &Options, args: &Args) -> Outcome {
    let removal = match options.scope {
        Scope::Pruned => removal(context, &found)?,
        _ => None,
    };
    let stop = stop_on_interrupt(Saving::No);
    let mut out = io::stdout().lock();
    let outlook = survey(found, options, &stop, &mut |survey| {
        if args.json {
            writeln!(out, "{}", json_line(&object(survey)))
        } else {
            print(&mut out, survey)
        }
    })?;
    if !args.json {
        print_sum(&mut out, &outlook)?;
    }
    if let Some(removal) = removal {
        if args.json {
            let removal = json!({
                "version": VERSION,
                "gone": removal.gone.iter().map(|(path, count)| json!({"archive": path, "articles": count})).collect::<Vec<_>>(),
                "left": removal.left,
                "changed": removal.changed,
            });
            writeln!(out, "{}", json_line(&removal))?;
        } else {
            print_removal(&mut out, &removal)?;
        }
    }
    if !args.json {
        writeln!(out, "a dry run: nothing was written")?;
    }
    Ok(if outlook.interrupted {
        code::INTERRUPTED
    } else if outlook.sum.rejected > 0 {
        code::REJECTS
    } else {
        code::SUCCESS
    })
}

fn object(survey: &Survey) -> Value {
    let members: Vec<Value> = survey
        .members
        .iter()
        .map(|(path, tally)| {
            let mut member = Map::new();
            member.insert("member".to_owned(), json!(path));
            add(&mut member, tally);
            Value::Object(member)
        })
        .collect();
    let mut object = Map::new();
    object.insert("version".to_owned(), json!(VERSION));
    object.insert("archive".to_owned(), json!(survey.archive));
    object.insert("bytes".to_owned(), json!(survey.bytes));
    object.insert("containers".to_owned(), json!(survey.containers));
    add(&mut object, &survey.sum);
    object.insert("passed_over".to_owned(), json!(survey.passed_over));
    object.insert("members_total".to_owned(), json!(survey.members_total));
    object.insert("members".to_owned(), members.into());
    Value::Object(object)
}

fn add(object: &mut Map<String, Value>, tally: &Tally) {
    let fields: Map<String, Value> = FIELDS
        .iter()
        .zip(tally.fields)
        .map(|(field, count)| ((*field).to_owned(), count.into()))
        .collect();
    for (key, value) in [
        ("formats", json!(tally.formats)),
        ("records", json!(tally.records)),
        ("articles", json!(tally.articles)),
        ("rejected", json!(tally.rejected)),
        ("undated", json!(tally.undated())),
        ("reasons", json!(tally.reasons)),
        ("fields", fields.into()),
        ("first", json!(tally.first)),
    ] {
        object.insert(key.to_owned(), value);
    }
}

fn print(out: &mut impl Write, survey: &Survey) -> io::Result<()> {
    let archive = safe::one_line(&survey.archive);
    let mut told: Vec<String> = survey.containers.iter().map(|c| (*c).to_owned()).collect();
    told.extend(formats(&survey.sum));
    let told = if told.is_empty() {
        "in no format that is read".to_owned()
    } else {
        told.join(", ")
    };
    writeln!(out, "{archive}: {told}")?;
    print_tally(out, &survey.sum, "  ")?;
    if !survey.passed_over.is_empty() {
        let kinds = survey.passed_over.iter().map(|(kind, n)| (*kind, *n));
        writeln!(out, "  passed over: {}", most_first(kinds))?;
    }
    if survey.members_total < 2 {
        return Ok(());
    }
    for (path, tally) in &survey.members {
        let told = formats(tally).join(", ");
        let told = if told.is_empty() { "unread" } else { &told };
        writeln!(out, "    {}: {told}", safe::one_line(path))?;
        print_tally(out, tally, "      ")?;
    }
    let more = survey.members_total - survey.members.len() as u64;
    if more > 0 {
        writeln!(out, "    … and {} more", plural(more, "member"))?;
    }
    Ok(())
}

/// The formats, with how often if there are several files of one.
fn formats(tally: &Tally) -> Vec<String> {
    let one = |(format, count): (&&str, &u64)| match count {
        1 => (*format).to_owned(),
        _ => format!("{} {format}", thousands(*count)),
    };
    tally.formats.iter().map(one).collect()
}

fn print_tally(out: &mut impl Write, tally: &Tally, indent: &str) -> io::Result<()> {
    write!(out, "{indent}{}", records(tally))?;
    if tally.rejected > 0 {
        let codes = tally.reasons.iter();
        let codes: Vec<String> = codes
            .map(|(code, count)| format!("{code} {}", thousands(*count)))
            .collect();
        write!(out, ": {}", codes.join(", "))?;
    }
    writeln!(out)?;
    if tally.articles == 0 {
        return Ok(());
    }
    let found: Vec<String> = FIELDS
        .iter()
        .zip(tally.fields)
        .filter(|(_, count)| *count > 0)
        .map(|(field, count)| match count {
            all if all == tally.articles => (*field).to_owned(),
            some => format!("{field} in {}", thousands(some)),
        })
        .collect();
    writeln!(out, "{indent}found: {}", found.join(", "))?;
    if let Some(first) = &tally.first {
        writeln!(out, "{indent}first: {}", headline(first))?;
    }
    Ok(())
}

/// `3 records: 1 article, 2 rejected`, the last two where there are any.
fn records(tally: &Tally) -> String {
    let mut parts = Vec::new();
    if tally.articles > 0 {
        parts.push(plural(tally.articles, "article"));
    }
    if tally.rejected > 0 {
        parts.push(format!("{} rejected", thousands(tally.rejected)));
    }
    let parts = if parts.is_empty() {
        "nothing to read".to_owned()
    } else {
        parts.join(", ")
    };
    format!("{}: {parts}", plural(tally.records, "record"))
}

fn headline(title: &str) -> String {
    let title = safe::one_line(title);
    match title.char_indices().nth(LONGEST_HEADLINE) {
        Some((at, _)) => format!("{}…", title[..at].trim_end()),
        None => title,
    }
}

fn print_sum(out: &mut impl Write, outlook: &Outlook) -> io::Result<()> {
    let sum = &outlook.sum;
    if outlook.archives > 0 {
        writeln!(out)?;
    }
    writeln!(
        out,
        "{}, {}",
        plural(outlook.archives, "file"),
        records(sum)
    )?;
    if sum.undated() > 0 {
        writeln!(out, "{} without a date", plural(sum.undated(), "article"))?;
    }
    if outlook.links > 0 {
        writeln!(
            out,
            "{} passed over; --follow reads what they point to",
            plural(outlook.links, "symbolic link")
        )?;
    }
    if !outlook.passed_over.is_empty() {
        let kinds = outlook.passed_over.iter().map(|(kind, n)| (*kind, *n));
        writeln!(out, "passed over: {}", most_first(kinds))?;
    }
    if sum.rejected > 0 {
        writeln!(out, "rejected: {}", in_words(&sum.reasons))?;
    }
    if outlook.interrupted {
        writeln!(out, "stopped before the end")?;
    }
    Ok(())
}

/// What `--prune` would remove from the index, if there is one.
fn removal(context: &Context, found: &Found) -> Result<Option<Forecast>, Failure> {
    match Index::open(&context.home) {
        Ok(index) => Ok(Some(forecast(&index, found)?)),
        Err(IndexError::Missing { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn print_removal(out: &mut impl Write, removal: &Forecast) -> io::Result<()> {
    let gone: u64 = removal.gone.iter().map(|(_, count)| count).sum();
    writeln!(
        out,
        "{} gone: --prune would remove {}, but for those that other archives have too",
        are(removal.gone.len() as u64, "archive"),
        plural(gone, "article"),
    )?;
    for (path, count) in removal.gone.iter().take(MOST_GONE) {
        writeln!(
            out,
            "  {}: {}",
            safe::one_line(path),
            plural(*count, "article")
        )?;
    }
    if removal.gone.len() > MOST_GONE {
        let more = (removal.gone.len() - MOST_GONE) as u64;
        writeln!(out, "  … and {} more", plural(more, "archive"))?;
    }
    if removal.left > 0 {
        let left = plural(removal.left, "article");
        writeln!(out, "and {left} that their archives have no more")?;
    }
    if removal.changed > 0 {
        let changed = plural(removal.changed, "archive");
        writeln!(
            out,
            "{changed} changed since: what is in there no more is only known when it has been read"
        )?;
    }
    Ok(())
}
