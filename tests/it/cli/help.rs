//! What the command line says of itself: help, examples, completions, manual pages.

use super::terminal::without_codes;
use crate::morgue::{Desk, REPOSITORY, assert_said, transcript};

#[test]
fn help_and_version_are_for_people() {
    let desk = Desk::new();
    assert_said!(transcript([
        desk.run(&["--help"]),
        desk.run(&["search", "--help"]),
        desk.run(&["index", "--help"]),
        desk.run(&["search", "-h"]),
        desk.run(&["--version"]),
    ]));
}

/// Help is written for the second day: what it does in one line without a full stop, examples that name the command.
#[test]
fn the_help_of_every_command_has_examples() {
    fn visit(command: &clap::Command, path: &str, seen: &mut usize) {
        for below in command.get_subcommands() {
            if below.get_name() == "help" {
                continue;
            }
            let path = format!("{path} {}", below.get_name());
            let about = below.get_about().expect("a line about it").to_string();
            assert!(!about.ends_with('.'), "{path}: {about}");
            visit(below, &path, seen);
            if below.get_subcommands().next().is_some() || path.matches(' ').count() > 1 {
                *seen += 1;
                continue;
            }
            let long = below.clone().render_long_help().to_string();
            let (_, examples) = long
                .split_once("Examples:")
                .unwrap_or_else(|| panic!("{path} has no examples:\n{long}"));
            assert!(
                examples.matches(&path[1..]).count() >= 3,
                "{path} has fewer than three examples:\n{long}"
            );
            for argument in below.get_arguments() {
                let id = argument.get_id();
                assert!(
                    argument.get_help().is_some(),
                    "{path}: nothing is said of {id}"
                );
            }
            *seen += 1;
        }
    }
    let mut seen = 0;
    visit(&morgue::cli::command(), "", &mut seen);
    // index, search, show, stats, generate and its two kinds.
    assert!(seen >= 7, "only {seen} commands seen");
}

/// The guide is at hand where the repository is not: as it is written in a pipe, laid out where colour is wanted.
#[test]
fn help_query_prints_the_guide_to_the_language() {
    let desk = Desk::new();
    let page = std::path::Path::new(REPOSITORY).join("docs/query.md");
    let page = std::fs::read_to_string(page).expect("docs/query.md");
    let piped = desk.run(&["help", "query"]).expect(0);
    assert_eq!(piped.stdout(), page);
    assert_eq!(piped.stderr(), "");
    let colour = desk.run(&["help", "query", "--color", "always"]).expect(0);
    for heading in ["Asking", "Five minutes", "What binds tighter"] {
        let bold = format!("\u{1b}[1m{heading}\u{1b}[0m\n");
        assert!(colour.stdout().contains(&bold), "{heading}\n{colour}");
    }
    let bare = without_codes(colour.stdout());
    assert!(!bare.contains('\u{1b}') && !bare.contains("```"), "{bare}");
    // Not a word is lost: signs and blanks aside, the letters of the page are those of the screen.
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    // The addresses of links are for a browser.
    let mut source = page.replace("```console", "");
    while let Some(at) = source.find("](#") {
        let length = source[at..].find(')').expect("a link ends");
        source.replace_range(at..=at + length, "");
    }
    let (written, shown) = (letters(&source), letters(&bare));
    let lost = written
        .char_indices()
        .zip(shown.chars())
        .find(|((_, one), other)| one != other);
    if let Some(((at, _), _)) = lost {
        panic!("from here on another text: {:.60}\n{bare}", &written[at..]);
    }
    assert_eq!(written.len(), shown.len());
}

/// `morgue help COMMAND` is what `morgue COMMAND --help` prints, mistakes included.
#[test]
fn help_of_a_command_is_its_own_help() {
    let desk = Desk::new();
    for path in [&[][..], &["search"], &["generate"], &["generate", "man"]] {
        let asked = [&["help"], path].concat();
        let own = [path, &["--help"]].concat();
        let (asked, own) = (desk.run(&asked).expect(0), desk.run(&own).expect(0));
        assert_eq!(asked.stdout(), own.stdout(), "{path:?}");
    }
    let unknown = desk.run(&["help", "serach"]).expect(2);
    assert!(unknown.stderr().contains("search"), "{unknown}");
    assert_eq!(unknown.stdout(), "", "{unknown}");
}

/// Each example of the help is a command line that is understood.
#[test]
fn the_examples_in_the_help_are_understood() {
    let mut seen = 0;
    let root = morgue::cli::command();
    let mut commands = vec![root.clone()];
    commands.extend(root.get_subcommands().cloned());
    for mut command in commands {
        let help = command.render_long_help().to_string();
        let Some((_, examples)) = help.split_once("Examples:") else {
            continue;
        };
        for line in examples
            .lines()
            .take_while(|line| !line.starts_with("Exit"))
        {
            let Some(at) = line.find("morgue ") else {
                continue;
            };
            let arguments = shell_words(&line[at..]);
            let parsed = morgue::cli::command().try_get_matches_from(&arguments);
            assert!(parsed.is_ok(), "{line}\n{arguments:?}\n{parsed:?}");
            seen += 1;
        }
    }
    assert!(seen >= 15, "only {seen} examples seen");
}

/// The words of a shell line, up to a pipe, a redirection, or a remark after several spaces.
fn shell_words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    let mut spaces = 0;
    for c in line.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '|' | '>') => break,
            (None, ' ') => {
                spaces += 1;
                if spaces > 1 {
                    break;
                }
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            (_, c) => word.push(c),
        }
        spaces = 0;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[test]
fn completions_and_manual_pages_cover_every_command() {
    let desk = Desk::new();
    let names: Vec<String> = morgue::cli::command()
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    assert!(names.len() >= 5, "{names:?}");
    for shell in ["bash", "zsh", "fish"] {
        let run = desk.run(&["generate", "completions", shell]).expect(0);
        for name in &names {
            assert!(run.stdout().contains(name), "{shell}: {name}");
        }
        assert!(
            run.stdout().contains("--queries") || shell == "fish",
            "{shell}"
        );
    }
    let script = desk.run(&["generate", "completions", "bash"]).expect(0);
    desk.write("completions.bash", &script.out);
    let checked = desk
        .command("bash")
        .args(["-n", "completions.bash"])
        .status()
        .expect("bash");
    assert!(checked.success(), "bash cannot read its completions");
    desk.run(&["generate", "man", "man/man1"]).expect(0);
    for name in &names {
        let page = desk.read(&format!("man/man1/morgue-{name}.1"));
        assert!(page.contains(".TH"), "{name}");
        assert!(page.contains("Examples:"), "{name}");
    }
    assert!(desk.read("man/man1/morgue.1").contains(".TH"));
}
