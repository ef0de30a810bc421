//! What wire copy looks like, whatever it was sent in: paragraphs that are indented or parted by blank lines.

/// Lines → paragraphs: a blank line or an indented one begins the next.
pub(super) fn paragraphs<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        let text = line.trim();
        if text.is_empty() {
            open = false;
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if open && !line.starts_with([' ', '\t']) => {
                last.push(' ');
                last.push_str(text);
            }
            _ => paragraphs.push(text.to_owned()),
        }
        open = true;
    }
    paragraphs
}
