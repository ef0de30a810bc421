//! Colour, width, links, pager, progress: all that depends on where the output goes.
//!
//! A terminal is made by `script` (util-linux). Where there is none those tests say so on standard error and pass.

use super::desk;
use crate::morgue::{Desk, MORGUE, Run};

const BOLD_UNDERLINED: &str = "\u{1b}[1m\u{1b}[4mstorm\u{1b}[0m";

#[test]
fn a_mark_is_bold_and_underlined_with_colour_and_bracketed_without() {
    let desk = desk();
    let search = |color: &str| desk.run(&["search", "storm", "--color", color]).expect(0);
    let always = search("always");
    assert!(always.stdout().contains(BOLD_UNDERLINED), "{always}");
    assert!(!always.stdout().contains("[["), "{always}");
    for plain in [search("never"), search("auto")] {
        assert!(!plain.out.contains(&0x1b), "{plain}");
        assert!(plain.stdout().contains("The [[storm]] broke"), "{plain}");
        assert!(plain.stdout().contains("[[Storm]] breaks"), "{plain}");
    }
    // Colour only repeats what the text says: without the codes both are the same text but for the brackets.
    let bare = |run: &Run| without_codes(run.stdout());
    let brackets = |text: &str| text.replace("[[", "").replace("]]", "");
    assert_eq!(bare(&always), brackets(search("never").stdout()));
}

#[test]
fn the_environment_decides_where_no_flag_does() {
    let desk = desk();
    let coloured = |run: &Run| run.out.contains(&0x1b);
    let search = &["search", "storm"][..];
    let always = &["search", "storm", "--color", "always"][..];
    let never = &["search", "storm", "--color", "never"][..];
    assert!(!coloured(&desk.run_with_env("NO_COLOR", "1", search)));
    assert!(coloured(&desk.run_with_env("CLICOLOR_FORCE", "1", search)));
    // The flag is nearer than the environment.
    assert!(coloured(&desk.run_with_env("NO_COLOR", "1", always)));
    assert!(!coloured(&desk.run_with_env("CLICOLOR_FORCE", "1", never)));
    // Errors too.
    let wrong = &["search", "\"storm"][..];
    let error = desk.run_with_env("CLICOLOR_FORCE", "1", wrong).expect(2);
    assert!(error.err.contains(&0x1b), "{error}");
    let error = desk.run(wrong).expect(2);
    assert!(!error.err.contains(&0x1b), "{error}");
}

/// Links are for terminals; a pipe gets none even with colour.
#[test]
fn a_pipe_gets_no_links() {
    let run = desk()
        .run(&["search", "storm", "--color", "always"])
        .expect(0);
    assert!(!run.stdout().contains("\u{1b}]"), "{run}");
}

/// The text without our own codes: `ESC [ … m`.
pub(super) fn without_codes(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        bare.push_str(&rest[..at]);
        let end = rest[at..].find('m').expect("a code ends in m");
        rest = &rest[at + end + 1..];
    }
    bare.push_str(rest);
    bare
}

/// Runs the binary on a terminal of 40 columns and 12 lines; `None` where there is no `script`.
fn on_a_terminal(desk: &Desk, environment: &[(&str, &str)], arguments: &str) -> Option<String> {
    let script = format!("stty cols 40 rows 12 -onlcr; exec {MORGUE} {arguments}");
    let mut command = desk.command("script");
    command
        .args(["-qefc", &script, "/dev/null"])
        .env("TERM", "xterm-256color")
        .stdin(std::process::Stdio::null());
    command.envs(environment.iter().copied());
    match command.output() {
        Ok(output) => Some(String::from_utf8(output.stdout).expect("UTF-8")),
        Err(error) => {
            eprintln!("no terminal to test on: script: {error}");
            None
        }
    }
}

const NO_PAGER: (&str, &str) = ("PAGER", "cat");

fn width(line: &str) -> usize {
    let width = |c| unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
    line.chars().map(width).sum()
}

#[test]
fn a_terminal_gets_colour_and_lines_that_fit() {
    let desk = Desk::with(concat!(
        r#"{"id":"l1","title":"A headline about the storm that is a good deal longer than the terminal is wide","body":"The storm came in the night, and nobody who had not seen the last one believed what was said of it in the morning. 港に嵐が来た。港に嵐が来た。港に嵐が来た。港に嵐が来た。"}"#,
        "\n"
    ));
    let Some(said) = on_a_terminal(&desk, &[NO_PAGER], "search storm") else {
        return;
    };
    assert!(said.contains(BOLD_UNDERLINED), "{said}");
    assert!(!said.contains("[["), "{said}");
    let bare = without_codes(&said);
    assert!(bare.lines().count() >= 8, "{bare}");
    for line in bare.lines() {
        assert!(width(line) <= 40, "{} columns: {line}", width(line));
    }
    // Wrapping loses no word.
    let piped = desk.run(&["search", "storm"]).expect(0);
    let letters = |text: &str| text.replace(['[', ']', ' ', '\n', '\r'], "");
    assert_eq!(letters(&bare), letters(piped.stdout()));
    // NO_COLOR is for terminals first of all.
    let plain = on_a_terminal(&desk, &[NO_PAGER, ("NO_COLOR", "1")], "search storm");
    let plain = plain.expect("there was a terminal before");
    assert!(
        !plain.contains('\u{1b}') && plain.contains("[[storm]]"),
        "{plain}"
    );
}

/// Only code is wider than the terminal, since a command is copied whole.
#[test]
fn the_guide_fits_a_narrow_terminal() {
    let Some(said) = on_a_terminal(&Desk::new(), &[NO_PAGER], "help query") else {
        return;
    };
    let bare = without_codes(&said);
    let too_wide: Vec<_> = bare
        .lines()
        .filter(|line| width(line) > 40 && !line.starts_with("    ") && line.contains(' '))
        // A long query has a line of its own in a table, and its meaning stands below it.
        .filter(|line| !line.starts_with("  "))
        .collect();
    assert!(too_wide.is_empty(), "{too_wide:#?}");
    assert!(bare.lines().count() > 500, "{bare}");
}

#[test]
fn a_title_is_a_link_only_to_the_web() {
    let desk = Desk::with(concat!(
        r#"{"id":"web","title":"Storm","body":"A storm.","url":"https://example.org/a b\u001b]8;;x"}"#,
        "\n",
        r#"{"id":"script","title":"Storm two","body":"A second storm.","url":"javascript:alert(1)"}"#,
        "\n"
    ));
    let links = ("FORCE_HYPERLINK", "1");
    let Some(said) = on_a_terminal(&desk, &[NO_PAGER, links], "search storm") else {
        return;
    };
    // What is odd in the address is percent-encoded, so it cannot close the link.
    let link = "\u{1b}]8;;https://example.org/a%20b%1B]8;;x\u{1b}\\";
    assert!(said.contains(link), "{said:?}");
    // One opens and one closes.
    assert_eq!(said.matches("\u{1b}]8").count(), 2, "{said:?}");
    assert_eq!(said.matches("\u{1b}]8;;\u{1b}\\").count(), 1, "{said:?}");
    assert!(!said.contains("]8;;javascript"), "{said:?}");
    let links = ("FORCE_HYPERLINK", "0");
    let without = on_a_terminal(&desk, &[NO_PAGER, links], "search storm").expect("a terminal");
    assert!(!without.contains("\u{1b}]8"), "{without:?}");
}

#[test]
fn a_pager_opens_only_when_the_screen_is_too_small() {
    let desk = Desk::corpus();
    let pager = ("MORGUE_PAGER", "sed s/^/paged:/");
    let Some(long) = on_a_terminal(&desk, &[pager], "search '*' -n 5") else {
        return;
    };
    assert!(
        long.lines().all(|line| line.starts_with("paged:")),
        "{long}"
    );
    let run = |arguments| on_a_terminal(&desk, &[pager], arguments).expect("a terminal");
    assert!(!run("search nothinglikeit").contains("paged:"));
    assert!(!run("search '*' -n 5 --no-pager").contains("paged:"));
    assert!(!run("search '*' -n 5 --json").contains("paged:"));
    assert!(run("show ag-1605-01").contains("paged:"));
    assert!(run("help query").contains("paged:"));
    assert!(!run("help query --no-pager").contains("paged:"));
    // A pager that is left early, and one that is not there.
    let left = on_a_terminal(&desk, &[("PAGER", "head -2")], "search '*' -n 0");
    let left = left.expect("a terminal");
    assert_eq!(left.lines().count(), 2, "{left}");
    let none = on_a_terminal(&desk, &[("PAGER", "no-such-pager")], "search '*' -n 5");
    assert!(none.expect("a terminal").contains("articles for *"));
}

/// The progress line is taken away, and the account stands alone.
#[test]
fn progress_on_a_terminal_leaves_only_the_account() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        "{\"title\":\"Storm\",\"body\":\"Wind.\"}\n".repeat(3),
    );
    let Some(said) = on_a_terminal(&desk, &[], "index a.jsonl") else {
        return;
    };
    // Up a line, and clear it: what comes after the last of these stays on the screen.
    let cleared = said.rfind("\u{1b}[2K").expect("a line is taken away");
    let last = said[cleared..]
        .replace("\u{1b}[2K", "")
        .replace("\u{1b}[1A", "");
    assert!(
        last.starts_with("3 records: 1 added, 2 duplicates\n"),
        "{said:?}"
    );
    let quiet = on_a_terminal(&desk, &[], "index -q a.jsonl").expect("a terminal");
    assert!(
        !quiet.contains('\u{1b}') && !quiet.contains('\r'),
        "{quiet:?}"
    );
}
