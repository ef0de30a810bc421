//! Wikitext → paragraphs, with what its templates and categories say.
//!
//! In comes the text of a page; out come paragraphs without markup, the categories, and the date and place that a template
//! prints. It is no parser of MediaWiki: templates that are not known are left out, since what they print stands on pages
//! that a reader of one dump has not got. Invariant: one pass, linear in the text; brackets nested deeper than
//! [`MAX_DEPTH`] or never closed are text.

mod elements;
mod lines;

use elements::without_elements;
use lines::paragraphs;

/// Brackets in brackets: what is copied once more for each.
const MAX_DEPTH: usize = 24;

/// What a page says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Article {
    pub paragraphs: Vec<String>,
    pub categories: Vec<String>,
    pub date: Option<String>,
    pub place: Option<String>,
}

/// Whether a page only sends its readers to another.
pub(super) fn is_redirect(text: &str) -> bool {
    let start = text.trim_start();
    let start = start[..start.floor_char_boundary(20)].to_lowercase();
    [
        "#redirect",
        "#weiterleitung",
        "#redirection",
        "#redirección",
        "#redireccion",
        "#rinvia",
        "#doorverwijzing",
        "#redirecionamento",
    ]
    .iter()
    .any(|word| start.starts_with(word))
}

/// Reads a page.
pub(super) fn read(text: &str) -> Article {
    let text = without_elements(text);
    let mut reader = Reader::default();
    reader.run(&text);
    let mut article = reader.article;
    article.paragraphs = paragraphs(&reader.text);
    article
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Template,
    Link,
    Table,
}

impl Bracket {
    fn opening(self) -> &'static str {
        match self {
            Self::Template => "{{",
            Self::Link => "[[",
            Self::Table => "{|",
        }
    }
}

/// Goes through a text, bracket by bracket.
#[derive(Default)]
struct Reader {
    /// Brackets that are open, each with the text around it.
    open: Vec<(Bracket, String)>,
    /// The text of the innermost bracket.
    text: String,
    article: Article,
}

impl Reader {
    fn run(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (mut from, mut at) = (0, 0);
        while at + 1 < bytes.len() {
            let is_line_start = at == 0 || bytes[at - 1] == b'\n';
            let innermost = self.open.last().map(|(bracket, _)| *bracket);
            let opens = match &bytes[at..at + 2] {
                b"{{" => Some(Bracket::Template),
                b"[[" => Some(Bracket::Link),
                b"{|" if is_line_start => Some(Bracket::Table),
                _ => None,
            };
            let closes = match &bytes[at..at + 2] {
                b"}}" => innermost == Some(Bracket::Template),
                b"]]" => innermost == Some(Bracket::Link),
                b"|}" => innermost == Some(Bracket::Table) && is_line_start,
                _ => false,
            };
            if let Some(bracket) = opens.filter(|_| self.open.len() < MAX_DEPTH) {
                self.text.push_str(&text[from..at]);
                let around = std::mem::take(&mut self.text);
                self.open.push((bracket, around));
            } else if closes {
                self.text.push_str(&text[from..at]);
                self.close();
            } else {
                at += 1;
                continue;
            }
            at += 2;
            from = at;
        }
        self.text.push_str(&text[from..]);
        // What was never closed is text.
        while let Some((bracket, around)) = self.open.pop() {
            let inner = std::mem::replace(&mut self.text, around);
            self.text.push_str(bracket.opening());
            self.text.push_str(&inner);
        }
    }

    fn close(&mut self) {
        let Some((bracket, around)) = self.open.pop() else {
            return;
        };
        let inner = std::mem::replace(&mut self.text, around);
        match bracket {
            Bracket::Template => self.template(&inner),
            Bracket::Link => self.link(&inner),
            Bracket::Table => {}
        }
    }

    fn template(&mut self, inner: &str) {
        let mut parts = inner.split('|').map(str::trim);
        let name = plain(parts.next().unwrap_or_default());
        let parts: Vec<&str> = parts.collect();
        let named = |names: &[&str]| {
            parts.iter().find_map(|part| {
                let (key, value) = part.split_once('=')?;
                (names.contains(&plain(key).as_str()) && !value.trim().is_empty())
                    .then(|| value.trim().to_owned())
            })
        };
        let plain_parts = || {
            parts
                .iter()
                .filter(|part| !part.contains('=') && !part.is_empty())
        };
        match name.as_str() {
            "date" | "datum" | "fecha" | "data" => {
                self.set_date(plain_parts().next().map(|date| (*date).to_owned()))
            }
            "byline" | "dateline" | "ortsmarke" => {
                self.set_date(named(&["date", "datum", "fecha"]));
                let place = named(&["location", "place", "ort", "lieu", "lugar"]);
                self.article.place = self.article.place.take().or(place);
            }
            // A link to an encyclopedia: its last part is what is shown.
            "w" | "wikipedia" | "wp" | "l" | "link" => {
                if let Some(label) = plain_parts().next_back() {
                    self.text.push_str(label);
                }
            }
            "nbsp" | "spaces" => self.text.push(' '),
            "ndash" | "endash" | "snd" | "spacedndash" => self.text.push('–'),
            "mdash" | "emdash" => self.text.push('—'),
            "quote" | "cquote" | "zitat" | "cita" | "citation" => {
                if let Some(quote) = named(&["text", "quote"])
                    .or_else(|| plain_parts().next().map(|quote| (*quote).to_owned()))
                {
                    self.text.push_str("\n\n");
                    self.text.push_str(&quote);
                    self.text.push_str("\n\n");
                }
            }
            _ => {}
        }
    }

    fn set_date(&mut self, date: Option<String>) {
        self.article.date = self.article.date.take().or(date);
    }

    fn link(&mut self, inner: &str) {
        let (target, label) = match inner.split_once('|') {
            Some((target, rest)) => (target.trim(), rest.rsplit('|').next()),
            None => (inner.trim(), None),
        };
        if let Some((prefix, name)) = target.split_once(':').filter(|_| !target.starts_with(':')) {
            let prefix = plain(prefix);
            match prefix.as_str() {
                "category" | "kategorie" | "categorie" | "categoria" | "category_" => {
                    self.article.categories.push(name.trim().to_owned());
                    return;
                }
                "file" | "image" | "datei" | "bild" | "fichier" | "archivo" | "imagen"
                | "ficheiro" | "bestand" | "immagine" | "media" => return,
                // The same article in another language; where a label stands, the link is meant to be read.
                _ if label.is_none()
                    && matches!(prefix.len(), 2 | 3)
                    && prefix.bytes().all(|byte| byte.is_ascii_lowercase()) =>
                {
                    return;
                }
                _ => {
                    self.text.push_str(label.unwrap_or(name).trim());
                    return;
                }
            }
        }
        self.text
            .push_str(label.unwrap_or_else(|| target.trim_start_matches(':')));
    }
}

/// A name in small letters and digits.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(unaccented)
        .collect()
}

fn unaccented(c: char) -> char {
    match c {
        'é' | 'è' | 'ê' => 'e',
        'í' => 'i',
        'á' | 'à' | 'â' => 'a',
        'ó' => 'o',
        'ú' => 'u',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_becomes_text() {
        for (wiki, expected) in [
            ("'''Bold''' and ''slanted''.", "Bold and slanted."),
            (
                "See [[Ferry]] and [[Ferry|the boat]] and [[w:Sea|sea]].",
                "See Ferry and the boat and sea.",
            ),
            ("A {{w|Port Aldern|port}} and {{w|Sea}}.", "A port and Sea."),
            ("[[File:X.jpg|thumb|A [[ferry]] at sea]]Text.", "Text."),
            (
                "Text.{{unknown|a|{{b|c}}}} More.<ref name=\"x\" /> End<ref>see {{cite}}</ref>.",
                "Text. More. End.",
            ),
            (
                "Read [http://x.example the paper] [http://y.example].",
                "Read the paper .",
            ),
            (
                "R&amp;D &ndash; <small>small</small> <!-- no --> x",
                "R&D – small x",
            ),
            ("__NOTOC__ Text", "Text"),
            ("{| class=x\n| cell {{y}}\n|}\nText", "Text"),
            ("Never {{closed [[open", "Never {{closed [[open"),
            ("[[de:Fähre]]Text", "Text"),
        ] {
            assert_eq!(read(wiki).paragraphs, [expected], "{wiki}");
        }
    }

    #[test]
    fn paragraphs_headings_and_lists_are_parted() {
        let wiki = "One\ngoes on.\n\nTwo.\n== A head ==\n* first\n* second\n\n== Sources ==\n* a\n=== More ===\nb\n== After ==\nEnd.";
        assert_eq!(
            read(wiki).paragraphs,
            [
                "One goes on.",
                "Two.",
                "A head",
                "first",
                "second",
                "After",
                "End."
            ]
        );
    }

    #[test]
    fn templates_and_categories_say_when_and_where() {
        let article = read(
            "{{dateline|date=17 December 2015|location=Port Aldern}}Text.[[Category:Sea]][[Kategorie:Meer|x]]",
        );
        assert_eq!(article.date.as_deref(), Some("17 December 2015"));
        assert_eq!(article.place.as_deref(), Some("Port Aldern"));
        assert_eq!(article.categories, ["Sea", "Meer"]);
        assert_eq!(article.paragraphs, ["Text."]);
    }

    #[test]
    fn brackets_take_linear_time() {
        for wiki in [
            "{{".repeat(300_000),
            "[[a|".repeat(200_000),
            "<ref>".repeat(100_000),
            "<!--".repeat(100_000),
            "[http://".repeat(50_000),
            "{{a|".repeat(100_000) + &"}}".repeat(100_000),
        ] {
            let before = std::time::Instant::now();
            let _ = read(&wiki);
            assert!(
                before.elapsed().as_secs() < 10,
                "{}: {:?}",
                &wiki[..8],
                before.elapsed()
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_harms(wiki in "[\\[\\]{}|=*'<>/!refé:\n -]{0,120}") {
            let _ = read(&wiki);
        }
    }
}
