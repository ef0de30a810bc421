//! `--query-limit NAME=VALUE`: how large a query may be, for the commands that take one.

use super::failure::Failure;
use super::index::size;
use crate::search::QueryLimits;
use crate::search::nearest::nearest;

/// The flag.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct QueryLimitFlags {
    /// Allow a larger query, or less: `--query-limit clauses=1000`
    ///
    /// query-size, clauses, phrase, expansions; `morgue doctor` lists them with what they are otherwise.
    #[arg(
        long = "query-limit",
        value_name = "NAME=VALUE",
        help_heading = "How to ask"
    )]
    given: Vec<String>,
}

impl QueryLimitFlags {
    /// The limits that were asked for.
    pub fn limits(&self) -> Result<QueryLimits, Failure> {
        let mut limits = QueryLimits::USUAL;
        for pair in &self.given {
            let value = pair.split_once('=');
            let value = value.and_then(|(name, value)| Some((name.trim(), size(value)?)));
            let Some((name, most)) = value else {
                return Err(Failure::Usage {
                    what: format!("--query-limit: `{pair}` is not of the form NAME=VALUE"),
                    hint: "write --query-limit clauses=1000; `morgue doctor` lists the limits"
                        .to_owned(),
                });
            };
            limits = limits.with(name, most).ok_or_else(|| wrong(name, most))?;
        }
        Ok(limits)
    }
}

/// Why a limit cannot be set so.
fn wrong(name: &str, most: usize) -> Failure {
    let all = QueryLimits::USUAL.all();
    let names = all.iter().map(|limit| limit.name);
    let (what, hint) = match all.iter().find(|limit| limit.name == name) {
        None => (
            format!("no limit of a query is called `{name}`"),
            match nearest(name, names.clone()) {
                Some(name) => format!("did you mean `{name}`? `morgue doctor` lists all limits"),
                None => format!("the limits are {}", names.collect::<Vec<_>>().join(", ")),
            },
        ),
        Some(limit) => match limit.range {
            None => (
                format!("`{name}` is fixed at {}", limit.most),
                "it bounds the stack of everything that walks through a query".to_owned(),
            ),
            Some((least, highest)) => (
                format!("`{name}` cannot be {most}: it is at least {least} and at most {highest}"),
                format!("without the flag it is {}, for {}", limit.most, limit.what),
            ),
        },
    };
    let what = format!("--query-limit: {what}");
    Failure::Usage { what, hint }
}
