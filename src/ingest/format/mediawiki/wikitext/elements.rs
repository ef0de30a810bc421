//! What is left out of wikitext before anything else: comments, and elements that are no running text.

/// Elements that are left out with all that is in them.
const LEFT_OUT: [&str; 8] = [
    "ref",
    "gallery",
    "math",
    "timeline",
    "score",
    "syntaxhighlight",
    "templatestyles",
    "imagemap",
];

/// The text without comments and without elements that are no running text.
pub(super) fn without_elements(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Elements whose end was looked for and is nowhere ahead.
    let mut endless = [false; LEFT_OUT.len() + 1];
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<!--") && !endless[LEFT_OUT.len()] {
            match rest.find("-->") {
                Some(end) => rest = &rest[end + 3..],
                None => {
                    endless[LEFT_OUT.len()] = true;
                    out.push('<');
                    rest = &rest[1..];
                }
            }
            continue;
        }
        let name = LEFT_OUT.iter().position(|name| {
            let inner = &rest.as_bytes()[1..];
            inner.len() > name.len()
                && inner[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && !inner[name.len()].is_ascii_alphanumeric()
        });
        let end = name.filter(|name| !endless[*name]).and_then(|name| {
            let tag = rest.find('>')?;
            if rest[..tag].ends_with('/') {
                return Some(tag + 1);
            }
            let found = end_of(&rest[tag..], LEFT_OUT[name]).map(|end| tag + end);
            endless[name] = found.is_none();
            found
        });
        match end {
            Some(end) => rest = &rest[end..],
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Where the closing tag of an element ends.
fn end_of(text: &str, name: &str) -> Option<usize> {
    memchr::memmem::find_iter(text.as_bytes(), "</").find_map(|at| {
        let inner = &text.as_bytes()[at + 2..];
        let is_it =
            inner.len() >= name.len() && inner[..name.len()].eq_ignore_ascii_case(name.as_bytes());
        let close = at + 2 + name.len();
        let end = is_it.then(|| {
            text.as_bytes()[close..]
                .iter()
                .take(20)
                .position(|byte| *byte == b'>')
        })??;
        Some(close + end + 1)
    })
}
