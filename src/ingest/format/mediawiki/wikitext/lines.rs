//! The lines of wikitext, when its brackets are gone: headings, lists, paragraphs, and what is marked within them.

use super::plain;
use crate::ingest::markup;

/// Sections that are about the article, as [`plain`] has their headings.
const ABOUT: &str = "sources source references reference externallinks seealso relatednews relatedarticles sisterlinks notes footnotes \
                     quellen einzelnachweise weblinks sieheauch themenverwandteartikel \
                     references liensexternes voiraussi articlesconnexes sourcesetreferences \
                     fuentes fuente referencias enlacesexternos veasetambien noticiasrelacionadas \
                     fonti note collegamentiesterni vocicorrelate articolicorrelati fontes vejatambem bronnen";

/// The paragraphs of a text without brackets.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut current = String::new();
    // The level of the section that is left out.
    let mut skipped = usize::MAX;
    for line in text.lines() {
        let line = line.trim_end();
        if let Some((level, heading)) = heading(line) {
            flush(&mut current, &mut out);
            if level <= skipped {
                let is_about = ABOUT
                    .split_whitespace()
                    .any(|about| about == plain(heading));
                skipped = if is_about { level } else { usize::MAX };
            }
            if skipped == usize::MAX {
                flush(&mut heading.to_owned(), &mut out);
            }
            continue;
        }
        if skipped != usize::MAX {
            continue;
        }
        let item = line.trim_start_matches(['*', '#', ':', ';']);
        let is_rule = line.len() >= 4 && line.bytes().all(|byte| byte == b'-');
        if item.trim().is_empty() || is_rule {
            flush(&mut current, &mut out);
        } else if item.len() < line.len() {
            flush(&mut current, &mut out);
            flush(&mut item.to_owned(), &mut out);
        } else {
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(line);
        }
    }
    flush(&mut current, &mut out);
    out
}

/// The level and the text of a heading: `== Sources ==`.
fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'=').count();
    let inner = line.trim_matches('=');
    let fits = level > 0 && line.ends_with('=') && !inner.trim().is_empty();
    fits.then(|| (level, inner.trim()))
}

/// Ends a paragraph: what is left of markup in it goes.
fn flush(current: &mut String, out: &mut Vec<String>) {
    let text = std::mem::take(current);
    if text.trim().is_empty() {
        return;
    }
    let text = external_links(&text).replace("'''", "").replace("''", "");
    let text = without_words(&text);
    out.extend(
        markup::paragraphs(&text)
            .into_iter()
            .filter(|paragraph| !paragraph.trim().is_empty()),
    );
}

/// `[http://example.org the paper]` is *the paper*.
fn external_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_link = ["[http://", "[https://", "[//", "[mailto:"]
            .iter()
            .any(|start| rest.starts_with(start));
        // An address and its label are no longer than this.
        let near = &rest[..rest.floor_char_boundary(2000)];
        match near.find(']').filter(|_| is_link) {
            Some(end) => {
                out.push_str(rest[..end].split_once(' ').map_or("", |(_, label)| label));
                rest = &rest[end + 1..];
            }
            None => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text without words such as `__NOTOC__`.
fn without_words(text: &str) -> String {
    if !text.contains("__") {
        return text.to_owned();
    }
    let words = text.split(' ').filter(|word| {
        let inner = word.trim();
        !(inner.len() > 4 && inner.starts_with("__") && inner.ends_with("__"))
    });
    words.collect::<Vec<_>>().join(" ")
}
