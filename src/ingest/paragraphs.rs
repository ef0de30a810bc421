//! Where the paragraphs of a text are: dumps write them in four ways, and say nowhere in which.
//!
//! A blank line between them; an indented first line; one paragraph a line; or lines cut at a column, which are one
//! paragraph until something says otherwise. Out come paragraphs without line breaks.

use super::clean::one_line;

/// The paragraphs of a record's body.
pub fn split(entries: &[String]) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for entry in entries {
        if !has_line_break(entry) {
            push(&mut paragraphs, std::iter::once(entry.as_str()));
            continue;
        }
        // What `\r\n` ends is one line, not a line and a blank one.
        let unix = match entry.contains('\r') {
            true => std::borrow::Cow::Owned(entry.replace("\r\n", "\n")),
            false => std::borrow::Cow::Borrowed(entry.as_str()),
        };
        let lines: Vec<&str> = match has_odd_break(&unix) {
            true => unix.split(BREAKS).collect(),
            false => unix.split('\n').collect(),
        };
        split_lines(&lines, &mut paragraphs);
    }
    paragraphs
}

/// What ends a line.
const BREAKS: [char; 7] = [
    '\n', '\u{b}', '\u{c}', '\r', '\u{85}', '\u{2028}', '\u{2029}',
];

fn has_line_break(text: &str) -> bool {
    memchr::memchr(b'\n', text.as_bytes()).is_some() || has_odd_break(text)
}

/// Whether a line ends in another way than most do.
fn has_odd_break(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'\r', 0x0b, 0x0c, bytes).is_some()
        || !text.is_ascii()
            && ["\u{85}", "\u{2028}", "\u{2029}"]
                .iter()
                .any(|end| text.contains(end))
}

fn split_lines(lines: &[&str], paragraphs: &mut Vec<String>) {
    for block in lines
        .split(|line| line.trim().is_empty())
        .filter(|block| !block.is_empty())
    {
        if block[1..].iter().any(|line| is_indented(line)) {
            let starts = (0..block.len()).filter(|&i| i == 0 || is_indented(block[i]));
            let ends = (1..block.len())
                .filter(|&i| is_indented(block[i]))
                .chain([block.len()]);
            starts
                .zip(ends)
                .for_each(|(from, to)| push(paragraphs, block[from..to].iter().copied()));
        } else if is_wrapped(block) {
            push(paragraphs, block.iter().copied());
        } else {
            block
                .iter()
                .for_each(|line| push(paragraphs, std::iter::once(*line)));
        }
    }
}

fn push<'a>(paragraphs: &mut Vec<String>, mut lines: impl Iterator<Item = &'a str>) {
    let mut text = lines.next().map(one_line).unwrap_or_default();
    for line in lines.map(one_line).filter(|line| !line.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&line);
    }
    if !text.is_empty() {
        paragraphs.push(text);
    }
}

fn is_indented(line: &str) -> bool {
    line.starts_with("  ") || line.starts_with('\t') || line.starts_with('\u{3000}')
}

/// Whether lines were cut at a column: none is long, and a line was only ended where its next word had no room.
fn is_wrapped(block: &[&str]) -> bool {
    const WIDEST: usize = 100;
    let longest = block
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    if block.len() < 2 || !(40..=WIDEST).contains(&longest) {
        return false;
    }
    let cut = block.windows(2).filter(|pair| {
        let next_word = pair[1]
            .split_whitespace()
            .next()
            .map_or(0, |word| word.chars().count());
        pair[0].trim_end().chars().count() + 1 + next_word + 8 > longest
    });
    cut.count() * 10 >= (block.len() - 1) * 7
}

/// The place in a dateline: `BEIJING, Nov. 18 (Xinhua) --`, `NEW YORK (AP) —`, `GENEVA -`. A dateline is capitals, at the
/// start of a story, and ends in a dash.
pub fn dateline_place(first: &str) -> Option<String> {
    const LONGEST: usize = 80;
    let head_end = first
        .char_indices()
        .nth(LONGEST)
        .map_or(first.len(), |(at, _)| at);
    let head = &first[..head_end];
    let dash = [" -- ", " — ", " – ", " - ", "—", " --", " —"]
        .iter()
        .filter_map(|dash| head.find(dash))
        .min()?;
    let before = head[..dash].trim();
    let end = before.find(['(', ',']).unwrap_or(before.len());
    let place = before[..end].trim().trim_end_matches(['.', '/']);
    let letters = place.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().filter(|c| c.is_uppercase()).count();
    let enough = letters.clone().count() >= 3 && capitals == letters.count();
    let rest = &before[end..];
    // Behind the place only a state, a date and an agency may stand.
    let plausible = rest.len() <= 50 && !rest.contains(['.', ';', ':', '"'])
        || rest.contains('(')
        || rest.contains(". ");
    let only_place = place
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '/' | '.'));
    (enough && plausible && only_place && place.split_whitespace().count() <= 4)
        .then(|| place.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<String> {
        split(&[text.to_owned()])
    }

    #[test]
    fn blank_lines_divide_and_cut_lines_are_joined() {
        let text = "The harbour was closed on Monday after the second storm of\nthe winter drove two barges ashore.\n\nNobody was hurt.";
        assert_eq!(paragraphs(text).len(), 2);
        assert!(paragraphs(text)[0].contains("storm of the winter"));
    }

    #[test]
    fn an_indented_line_opens_a_paragraph() {
        let text = "Prices rose in the third week of trading at\nthe exchange.\n    Dealers said more was to come before the\nsummer.";
        assert_eq!(paragraphs(text).len(), 2);
    }

    #[test]
    fn long_lines_are_a_paragraph_each() {
        let line = "This paragraph is a good deal longer than any line that was cut at a column would be, and so it stands alone.";
        assert_eq!(paragraphs(&format!("{line}\n{line}\r\n{line}")).len(), 3);
    }

    #[test]
    fn windows_line_ends_are_not_blank_lines() {
        let text = "The harbour was closed on Monday after the second storm of\r\nthe winter drove two barges ashore on the north side of it.\r\n\r\nNobody was hurt.";
        assert_eq!(paragraphs(text).len(), 2, "{:?}", paragraphs(text));
    }

    #[test]
    fn splitting_again_changes_nothing() {
        let once = paragraphs("A line.\n\nAnother line\nand more of it.\n\n  Indented.");
        assert_eq!(split(&once), once);
    }

    #[test]
    fn a_dateline_gives_the_place() {
        for (text, place) in [
            (
                "BEIJING, Nov. 18 (Xinhua) -- The talks began.",
                Some("BEIJING"),
            ),
            ("NEW YORK (AP) — Shares fell.", Some("NEW YORK")),
            ("GENEVA - Officials met.", Some("GENEVA")),
            ("LONDON, March 3 - Coffee rose.", Some("LONDON")),
            ("The well-known man - a hero - spoke.", None),
            ("DOUBLE STANDARDS SLAMMED", None),
        ] {
            assert_eq!(dateline_place(text).as_deref(), place, "{text}");
        }
    }
}
