//! docs/query.md, held to its word: each query in its tables is understood, what is said to mean the same does, the counts
//! are those of the sample archive, and the commands answer what is shown.
//!
//! What comes in are the page's tables and blocks; what goes out are the rows that are not so, all at once.

use std::path::Path;

use morgue::date::{DateRange, When};
use morgue::index::{Index, Reader};
use morgue::search::{Matcher, Query, Searcher, parse};

use crate::morgue::{Desk, MORGUE, REPOSITORY};
use crate::newsroom::{Newsroom, reading, today, understood};

/// The rows of the table under a heading, cell by cell, without its head.
fn table(heading: &str) -> Vec<Vec<String>> {
    let page = page();
    let mut lines = page
        .lines()
        .skip_while(|line| line.trim_start_matches('#').trim() != heading)
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'));
    let head = lines
        .next()
        .unwrap_or_else(|| panic!("no table: {heading}"));
    let width = cells(head).len();
    let rows: Vec<_> = lines.skip(1).map(cells).collect();
    for row in &rows {
        assert_eq!(row.len(), width, "{heading}: {row:?}");
    }
    rows
}

fn page() -> String {
    std::fs::read_to_string(Path::new(REPOSITORY).join("docs/query.md")).expect("docs/query.md")
}

/// The cells of a row; `\|` is a bar inside of one.
fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    let hidden = inner.replace(r"\|", "\u{1}");
    let cell = |cell: &str| cell.trim().replace('\u{1}', "|");
    hidden.split('|').map(cell).collect()
}

/// What stands between two of a sign in a cell: its code, or its words in italics.
fn between(cell: &str, sign: char) -> Vec<&str> {
    cell.split(sign).skip(1).step_by(2).collect()
}

fn code(cell: &str) -> Vec<&str> {
    between(cell, '`')
}

/// Fails with all that is wrong, and if less was seen than the page is known to have.
#[track_caller]
fn all_right(wrong: &[String], seen: usize, least: usize) {
    assert!(wrong.is_empty(), "docs/query.md\n{}", wrong.join("\n"));
    assert!(seen >= least, "only {seen} seen");
}

/// The sample archive. The index lives as long as the desk.
fn corpus(desk: &Desk) -> Reader {
    let index = Index::open(&desk.join("index")).expect("the sample archive is indexed");
    index.reader().expect("it can be read")
}

#[test]
fn every_count_in_the_table_of_the_language_is_what_the_sample_archive_answers() {
    let desk = Desk::corpus();
    let reader = corpus(&desk);
    let all = format!("of {} articles", reader.len());
    assert!(page().contains(&all), "the page does not say {all}");
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for row in table("The whole language") {
        let query = code(&row[0])[0];
        seen += 1;
        match parse(query, reading()) {
            Err(error) => wrong.push(format!("`{query}`: {error}")),
            Ok(parsed) => {
                let found = Searcher::new(&reader).count(&parsed.query, None);
                let (count, _) = found.expect("the index can be read");
                if row[2] != count.to_string() {
                    wrong.push(format!("`{query}`: {count} articles, not {}", row[2]));
                }
            }
        }
    }
    all_right(&wrong, seen, 36);
}

/// A field of the tables with something behind it.
fn with_a_value(code: &str) -> String {
    match code {
        "date:" | "on:" | "published:" => format!("{code}1990"),
        "words:" | "length:" => format!("{code}>5"),
        _ if code.ends_with(':') => format!("{code}storm"),
        _ => code.to_owned(),
    }
}

/// The tree of a query of the page, or what is wrong with it.
fn tree(code: &str) -> Result<Query, String> {
    let text = with_a_value(code);
    let parsed = parse(&text, reading()).map_err(|error| format!("`{text}`: {error}"))?;
    Ok(parsed.query)
}

#[test]
fn what_is_said_to_mean_the_same_does() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for heading in ["Other people's spellings", "What binds tighter"] {
        for row in table(heading) {
            let meant = code(&row[1])[0];
            for also in code(&row[0]) {
                seen += 1;
                match (tree(also), tree(meant)) {
                    (Ok(one), Ok(other)) if one == other => {}
                    (Ok(one), Ok(other)) => wrong.push(format!(
                        "{heading}: `{also}` means `{one}`, and `{meant}` means `{other}`"
                    )),
                    (Err(why), _) | (_, Err(why)) => wrong.push(format!("{heading}: {why}")),
                }
            }
        }
    }
    all_right(&wrong, seen, 70);
}

/// Brackets that show what binds tighter are no proof if they change nothing: each row's other reading means another thing.
#[test]
fn the_order_of_binding_is_one_of_two_that_differ() {
    for (text, not_so) in [
        ("a OR b c", "(a OR b) c"),
        ("a -b OR c", "a -(b OR c)"),
        ("-a b", "-(a b)"),
        ("-a w/5 b c", "-(a w/5 b c)"),
        ("a w/5 b OR c", "a w/5 (b OR c)"),
        ("a w/5 b w/3 c", "a w/5 (b w/3 c)"),
        ("title:a b", "title:(a b)"),
        ("title:a OR b", "title:(a OR b)"),
        ("atleast3 a b", "atleast3(a b)"),
    ] {
        let queries = (parse(text, reading()), parse(not_so, reading()));
        assert_ne!(queries.0, queries.1, "`{text}` and `{not_so}`");
    }
}

/// Each query finds one of the row's examples at least, each example is found by one, and none by what does not find it.
#[test]
fn a_word_is_found_by_what_the_page_says_and_not_by_what_it_says_does_not() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for row in table("What a word is") {
        let examples = between(&row[0], '*');
        let room = examples
            .iter()
            // A little beside it, lest a text that is all capitals be taken for shouting.
            .fold(Newsroom::new(), |room, example| {
                room.article(|a| a.body(&[&format!("Something on {example} here")]))
            })
            .open();
        let finds = |query: &str| {
            let matcher = Matcher::new(&understood(query));
            room.articles()
                .iter()
                .map(|article| matcher.accepts(article))
                .collect::<Vec<_>>()
        };
        let mut found = vec![false; examples.len()];
        for query in code(&row[1]) {
            seen += 1;
            let finds = finds(query);
            if !finds.contains(&true) {
                wrong.push(format!("`{query}` finds none of {examples:?}"));
            }
            found
                .iter_mut()
                .zip(finds)
                .for_each(|(all, one)| *all |= one);
        }
        if found.contains(&false) {
            wrong.push(format!("{examples:?} are found by none of {}", row[1]));
        }
        for query in code(&row[2]) {
            seen += 1;
            if finds(query).contains(&true) {
                wrong.push(format!("`{query}` finds one of {examples:?}"));
            }
        }
    }
    all_right(&wrong, seen, 45);
}

#[test]
fn every_date_of_the_page_is_read_by_the_flags_and_by_the_field() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for row in table("Dates") {
        let mut meant = Vec::new();
        for text in code(&row[0]) {
            seen += 1;
            let field = parse(&format!("date:\"{text}\""), reading()).map(|parsed| parsed.query);
            match (DateRange::parse(text, today()), field) {
                (Ok(range), Ok(query)) if query == Query::When(When::Between(range)) => {
                    meant.push(range.to_string());
                }
                (range, query) => wrong.push(format!("`{text}`: {range:?} and {query:?}")),
            }
        }
        // A row that says "a day" or "a month" writes the same one in each way.
        let is_one = row[1].starts_with("a day") || row[1].starts_with("a month");
        if is_one && meant.windows(2).any(|pair| pair[0] != pair[1]) {
            wrong.push(format!("{}: {meant:?}", row[0]));
        }
        // What the second column refuses is refused.
        for text in code(&row[1])
            .into_iter()
            .filter(|_| row[1].contains("refused"))
        {
            seen += 1;
            if DateRange::parse(text, today()).is_ok() {
                wrong.push(format!("`{text}` is read"));
            }
        }
    }
    all_right(&wrong, seen, 50);
}

/// A query of so much of what is bounded; `None` for a bound that depends on the archive.
fn of_size(what: &str, n: usize) -> Option<String> {
    let words = |n: usize| {
        (0..n)
            .map(|i| format!("w{i}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    Some(match what {
        "length of a query" => "w".repeat(n),
        "brackets in brackets" => format!("{}w{}", "(".repeat(n), ")".repeat(n)),
        "words, phrases, dates and lengths in a query" => words(n),
        "words in a phrase" => format!("\"{}\"", words(n)),
        "`w/n`, `pre/n`" => format!("a w/{n} b c pre/{n} d"),
        "`atleastN`" => format!("atleast{n}(w)"),
        "different words that a wildcard or fuzzy word may stand for" => return None,
        other => panic!("no query is known of so many {other}"),
    })
}

#[test]
fn each_bound_is_where_the_page_says() {
    let mut seen = 0;
    for row in table("Bounds") {
        let digits: String = row[1].chars().filter(char::is_ascii_digit).collect();
        let most: usize = digits.parse().expect("a number");
        let (Some(fits), Some(too_much)) = (of_size(&row[0], most), of_size(&row[0], most + 1))
        else {
            continue;
        };
        seen += 1;
        let read = parse(&fits, reading());
        assert!(read.is_ok(), "{}: {most} are refused: {read:?}", row[0]);
        assert!(
            parse(&too_much, reading()).is_err(),
            "{}: {}",
            row[0],
            most + 1
        );
    }
    assert_eq!(seen, 6);
}

/// The blocks of shell commands, each command with what the page shows as its answer.
fn commands() -> Vec<(String, Vec<String>)> {
    let (mut commands, mut inside) = (Vec::<(String, Vec<String>)>::new(), false);
    for line in page().lines() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ => match line.strip_prefix("$ ") {
                // What stands behind two spaces and a hash is a remark.
                Some(command) => {
                    let command = command.split("  #").next().unwrap_or(command);
                    commands.push((command.trim().to_owned(), Vec::new()));
                }
                None => {
                    let (_, answer) = commands.last_mut().expect("a command comes first");
                    answer.push(line.to_owned());
                }
            },
        }
    }
    commands
}

#[test]
fn each_command_of_the_page_answers_what_is_shown() {
    // The page saves queries, and others read the sample archive meanwhile.
    let desk = Desk::new();
    Desk::corpus().copy_to(&desk);
    let folder = Path::new(MORGUE)
        .parent()
        .expect("the binary is in a folder");
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let (mut wrong, mut shown, mut seen) = (Vec::new(), 0, 0);
    for (command, answer) in commands() {
        seen += 1;
        let mut bash = desk.command("bash");
        bash.args(["-c", &format!("{command} 2>&1")])
            .env("PATH", &path);
        let output = bash.output().expect("bash");
        let said = String::from_utf8_lossy(&output.stdout);
        let is_refusal = answer.iter().any(|line| line.starts_with("error:"));
        let status = output.status.code().unwrap_or(-1);
        // Nothing was published in the last thirty days, whenever that is.
        let may_be_empty = command.contains("--last");
        let as_expected = match status {
            0 => !is_refusal,
            1 => may_be_empty,
            status => status == 2 && is_refusal,
        };
        if !as_expected {
            wrong.push(format!("$ {command}\nexit {status}\n{said}"));
        }
        if !answer.is_empty() {
            shown += 1;
            // What --explain shows is followed by the answer itself, which the page leaves out.
            if !said.starts_with(&(answer.join("\n") + "\n")) {
                wrong.push(format!(
                    "$ {command}\n{said}but the page shows\n{}",
                    answer.join("\n")
                ));
            }
        }
    }
    all_right(&wrong, seen, 15);
    assert!(shown >= 3, "only {shown} answers shown");
}
