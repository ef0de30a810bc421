//! The story of a page that is made by its own scripts: HTML inside of a text inside of a script.
//!
//! In comes the tree of a page without a text; out come the paragraphs of the script that holds the most of them. No system's
//! names are known here: what looks like paragraphs of HTML, however often it was escaped, is taken. Always holds: what comes
//! out stood between paragraph tags.

use super::blocks::blocks;
use super::prune::Pruned;
use super::tag::Tag;
use super::tree::Tree;

/// A longer script is not looked at.
const LONGEST_SCRIPT: usize = 8 << 20;

/// So many letters in so many paragraphs are a story.
const A_STORY: (usize, usize) = (400, 3);

/// The paragraphs of the story that a page's scripts hold, if they hold one.
pub fn story(tree: &Tree<'_>) -> Option<Vec<String>> {
    let scripts = tree.elements().filter(|(_, tag)| *tag == Tag::Script);
    let told = scripts.filter_map(|(id, _)| paragraphs(tree.raw_text(id)));
    let (letters, paragraphs) = told.max_by_key(|(letters, _)| *letters)?;
    (letters >= A_STORY.0 && paragraphs.len() >= A_STORY.1).then_some(paragraphs)
}

/// The paragraphs in a script, and how many letters they are.
fn paragraphs(script: &str) -> Option<(usize, Vec<String>)> {
    if script.len() > LONGEST_SCRIPT || !script.contains("\\u003cp") && !script.contains("<p") {
        return None;
    }
    // A text in a text is escaped twice.
    let markup = unescaped(&unescaped(script));
    let inner = Tree::parse(&markup).ok()?;
    let pruned = Pruned::new(&inner);
    let lines: Vec<_> = blocks(&inner, &pruned)
        .into_iter()
        .filter(|block| {
            let tag = inner.tag(block.element);
            tag == Tag::P || tag == Tag::Blockquote || tag.is_heading()
        })
        .filter(|block| block.link_share() < 0.5)
        .collect();
    let letters = lines.iter().map(|block| block.weight).sum();
    Some((letters, lines.into_iter().map(|block| block.text).collect()))
}

/// A text without the backslashes that JSON and JavaScript need.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(sign) = rest.chars().next() else {
            break;
        };
        rest = &rest[sign.len_utf8()..];
        match sign {
            'n' | 'r' | 't' => plain.push(' '),
            'u' => {
                let code = rest
                    .get(..4)
                    .and_then(|digits| u32::from_str_radix(digits, 16).ok());
                match code.and_then(char::from_u32) {
                    Some(c) => {
                        plain.push(c);
                        rest = &rest[4..];
                    }
                    None => plain.push('u'),
                }
            }
            sign => plain.push(sign),
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_found_in_a_text_of_a_script() {
        let paragraph = "\\u003cp class=\\\"x\\\"\\u003eThe river rose for a third day on Monday, and nobody was hurt by it; the mayor asked everybody to stay away from the banks until the dam is closed again.\\u003c/p\\u003e";
        let page = format!(
            "<div id=app></div><script>window.state = {{\"body\": \"{}\"}}</script>",
            paragraph.repeat(4)
        );
        let tree = Tree::parse(&page).unwrap();
        let story = story(&tree).expect("a story");
        assert_eq!(story.len(), 4);
        assert!(story[0].starts_with("The river rose") && story[0].ends_with("closed again."));
    }

    #[test]
    fn a_script_with_a_template_is_no_story() {
        let tree = Tree::parse("<script>x('<p>' + name + '</p>')</script>").unwrap();
        assert_eq!(story(&tree), None);
    }
}
