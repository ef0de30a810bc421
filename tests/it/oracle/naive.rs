//! The third reading of a query: by plain counting, sharing no code with the engine or with `matching`.
//!
//! It reads texts with the table of [`crate::newsroom::words`] alone, tries every pair of places, and keeps everything it
//! tries. What comes in is a query tree and an article; what goes out is whether it matches, and the exact marks. It is
//! slow and short, so that it can be believed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::Datelike;
use morgue::article::Article;
use morgue::date::When;
use morgue::index::Field;
use morgue::search::{Leaf, Likeness, Near, Order, Query, Reach, Slot};

use crate::newsroom::words::Word;

/// A way to read one position: a word of its own, or the whole hyphenated word that begins there.
#[derive(Debug)]
struct Form {
    folded: String,
    stem: String,
    /// Written `U.S.` or `US`.
    acronym: bool,
    bytes: Range<usize>,
}

/// One position of a paragraph.
#[derive(Debug)]
struct Place {
    forms: Vec<Form>,
    /// The number of its sentence in the paragraph.
    sentence: usize,
    /// It begins a word as written.
    begins: bool,
}

/// A stretch of positions in a paragraph, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    paragraph: usize,
    start: usize,
    end: usize,
    /// The word or phrase it begins with ends here.
    opening: usize,
    /// The word or phrase it ends with begins here.
    closing: usize,
}

/// Where a mark stands, in words that do not depend on the field that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// In the headline.
    Title,
    /// In this paragraph.
    Body(usize),
    /// In another field.
    Other(Field),
}

/// Marks by where they stand: sorted and disjoint bytes.
pub type Spots = BTreeMap<Spot, Vec<Range<usize>>>;

/// Stretches that match, each with the words that it is made of: field, paragraph and bytes.
type Ways = BTreeMap<Stretch, BTreeSet<(Field, usize, usize, usize)>>;

/// An article as it is read here; texts are read once.
pub struct Naive<'a> {
    article: &'a Article,
    texts: BTreeMap<Field, Vec<Vec<Place>>>,
}

impl<'a> Naive<'a> {
    /// Reads an article.
    pub fn new(article: &'a Article) -> Self {
        let read = |field| {
            (
                field,
                paragraphs(article, field)
                    .iter()
                    .map(|p| places(p))
                    .collect(),
            )
        };
        Self {
            article,
            texts: Field::ALL.into_iter().map(read).collect(),
        }
    }

    /// Whether the article is an answer.
    pub fn accepts(&self, query: &Query) -> bool {
        match query {
            Query::All => true,
            Query::And(parts) => parts.iter().all(|part| self.accepts(part)),
            Query::Or(parts) => parts.iter().any(|part| self.accepts(part)),
            Query::Not(inner) => !self.accepts(inner),
            Query::AtLeast { count, of } => self.mentions(of) >= *count as usize,
            Query::Leaf(_) | Query::Near(_) | Query::Apart(_) => !self.ways(query).is_empty(),
            Query::When(when) => self.was_published(when),
            Query::Length(length) => (length.least..=length.most).contains(&self.words()),
        }
    }

    /// The marks of an answer: of what is wanted and there, every word that takes part.
    pub fn marks(&self, query: &Query) -> Spots {
        let mut took_part = BTreeSet::new();
        self.take_part(query, &mut took_part);
        let mut spots: Spots = BTreeMap::new();
        for (field, paragraph, start, end) in took_part {
            let spot = match field {
                Field::Text if paragraph == 0 => Spot::Title,
                Field::Text => Spot::Body(paragraph - 1),
                Field::Title => Spot::Title,
                Field::Lead => Spot::Body(paragraph),
                field => Spot::Other(field),
            };
            // Of several tags, each stands on a line of its own.
            let shift = match field {
                Field::Tag => self.article.tags[..paragraph]
                    .iter()
                    .map(|tag| tag.len() + 1)
                    .sum(),
                _ => 0,
            };
            spots
                .entry(spot)
                .or_default()
                .push(start + shift..end + shift);
        }
        spots.values_mut().for_each(merge);
        spots
    }

    fn take_part(&self, query: &Query, into: &mut BTreeSet<(Field, usize, usize, usize)>) {
        match query {
            Query::And(parts) => parts.iter().for_each(|part| self.take_part(part, into)),
            Query::Or(parts) => parts
                .iter()
                .filter(|part| self.accepts(part))
                .for_each(|part| self.take_part(part, into)),
            Query::AtLeast { of, .. } => self
                .ways(of)
                .into_values()
                .for_each(|words| into.extend(words)),
            Query::Leaf(_) | Query::Near(_) | Query::Apart(_) => {
                self.ways(query)
                    .into_values()
                    .for_each(|words| into.extend(words));
            }
            Query::All | Query::Not(_) | Query::When(_) | Query::Length(_) => {}
        }
    }

    /// Every stretch at which a part of a query that has places is met.
    fn ways(&self, query: &Query) -> Ways {
        match query {
            Query::Leaf(leaf) => self.leaf(leaf),
            Query::Or(parts) => {
                let mut all = Ways::new();
                for (stretch, words) in parts.iter().flat_map(|part| self.ways(part)) {
                    all.entry(stretch).or_default().extend(words);
                }
                all
            }
            Query::Near(near) => {
                let (lefts, rights) = (self.ways(&near.left), self.ways(&near.right));
                let pairs = self.pairs(near);
                let mut all = Ways::new();
                for &(left, right) in &pairs {
                    let made = match near.reach {
                        Reach::Words(_) => shortest_of(around(left, right), &pairs),
                        Reach::Sentence | Reach::Paragraph => vec![left, right],
                    };
                    for stretch in made {
                        let words = all.entry(stretch).or_default();
                        words.extend(&lefts[&left]);
                        words.extend(&rights[&right]);
                    }
                }
                all
            }
            Query::Apart(apart) => {
                let rights = self.ways(&apart.right);
                let mut lefts = self.ways(&apart.left);
                lefts.retain(|&left, _| {
                    !rights.keys().any(|&right| {
                        left.paragraph == right.paragraph && between_ends(left, right).is_none()
                            || self.is_near(field_of(query), left, right, apart.reach, Order::Any)
                    })
                });
                lefts
            }
            other => unreachable!("`{other}` has no places, and the parser lets none stand there"),
        }
    }

    /// All pairs of places that are near each other.
    fn pairs(&self, near: &Near) -> Vec<(Stretch, Stretch)> {
        let (lefts, rights) = (self.ways(&near.left), self.ways(&near.right));
        let all = lefts
            .keys()
            .flat_map(|&left| rights.keys().map(move |&right| (left, right)));
        let field = field_of(&near.left);
        all.filter(|&(left, right)| self.is_near(field, left, right, near.reach, near.order))
            .collect()
    }

    /// How often something is there: nearness as often as the rarer of its sides has the other near.
    fn mentions(&self, query: &Query) -> usize {
        let mut others = BTreeSet::new();
        let near = self.near_mentions(query, &mut others);
        near + others.len()
    }

    fn near_mentions(&self, query: &Query, others: &mut BTreeSet<Stretch>) -> usize {
        match query {
            Query::Or(parts) => parts
                .iter()
                .map(|part| self.near_mentions(part, others))
                .sum(),
            Query::Near(near) => {
                let pairs = self.pairs(near);
                let lefts: BTreeSet<Stretch> = pairs.iter().map(|pair| pair.0).collect();
                let rights: BTreeSet<Stretch> = pairs.iter().map(|pair| pair.1).collect();
                lefts.len().min(rights.len())
            }
            other => {
                others.extend(self.ways(other).into_keys());
                0
            }
        }
    }

    fn is_near(
        &self,
        field: Field,
        left: Stretch,
        right: Stretch,
        reach: Reach,
        order: Order,
    ) -> bool {
        if left.paragraph != right.paragraph || order == Order::AsWritten && left.end >= right.start
        {
            return false;
        }
        let places = &self.texts[&field][left.paragraph];
        let whole = around(left, right);
        between_ends(left, right).is_some_and(|steps| match reach {
            Reach::Words(n) => steps <= n as usize,
            Reach::Sentence => places[whole.start].sentence == places[whole.end].sentence,
            Reach::Paragraph => true,
        })
    }

    fn leaf(&self, leaf: &Leaf) -> Ways {
        let names = !matches!(leaf.field, Field::Text | Field::Title | Field::Lead);
        let mut all = Ways::new();
        for tests in runs(leaf, names) {
            for (paragraph, places) in self.texts[&leaf.field].iter().enumerate() {
                for start in 0..places.len() {
                    let Some(here) = places.get(start..start + tests.len()) else {
                        break;
                    };
                    let met: Option<Vec<Range<usize>>> = here
                        .iter()
                        .zip(&tests)
                        .map(|(place, test)| place.bytes_if(test))
                        .collect();
                    let Some(met) = met.filter(|met| !met.is_empty()) else {
                        continue;
                    };
                    let bytes = met[0].start..met.iter().map(|b| b.end).max().expect("not empty");
                    let stretch = Stretch {
                        paragraph,
                        start,
                        end: start + tests.len() - 1,
                        opening: start + tests.len() - 1,
                        closing: start,
                    };
                    let words = all.entry(stretch).or_default();
                    words.insert((leaf.field, paragraph, bytes.start, bytes.end));
                }
            }
        }
        // `e-mail` is met by its two parts and by the two run together; a mention is one all the same.
        let stretches: Vec<Stretch> = all.keys().copied().collect();
        all.retain(|inner, _| {
            !stretches
                .iter()
                .any(|outer| outer != inner && within(*inner, *outer))
        });
        all
    }

    fn was_published(&self, when: &When) -> bool {
        match (when, &self.article.published) {
            (When::Undated, date) => date.is_none(),
            (_, None) => false,
            (When::Between(range), Some(date)) => {
                range.first.is_none_or(|first| date.last_day() >= first)
                    && range.last.is_none_or(|last| date.first_day() <= last)
            }
            (When::EveryYear { month, day }, Some(date)) => date
                .first_day()
                .iter_days()
                .take_while(|d| *d <= date.last_day())
                .any(|d| d.month() == *month && day.is_none_or(|day| d.day() == day)),
        }
    }

    /// The length of the body: what stands between blanks, but each Han character by itself.
    fn words(&self) -> u64 {
        let all = self.article.body.iter().flat_map(|p| p.split_whitespace());
        all.map(|run| match run.chars().filter(|&c| is_han(c)).count() {
            0 => 1,
            han => han as u64,
        })
        .sum()
    }
}

fn field_of(query: &Query) -> Field {
    match query {
        Query::Leaf(leaf) => leaf.field,
        Query::Or(parts) => field_of(&parts[0]),
        Query::Near(near) => field_of(&near.left),
        Query::Apart(apart) => field_of(&apart.left),
        other => unreachable!("`{other}` has no places"),
    }
}

/// Steps between the nearest ends of two stretches of a paragraph, an end being a word or phrase; none if they share a place
/// of their ends.
fn between_ends(a: Stretch, b: Stretch) -> Option<usize> {
    let ends = |s: Stretch| [s.start..=s.opening, s.closing..=s.end];
    let mut steps = Vec::new();
    for one in ends(a) {
        for two in ends(b) {
            for here in one.clone() {
                steps.extend(two.clone().map(|there| here.abs_diff(there)));
            }
        }
    }
    steps.into_iter().min().filter(|steps| *steps > 0)
}

fn within(inner: Stretch, outer: Stretch) -> bool {
    inner.paragraph == outer.paragraph && outer.start <= inner.start && inner.end <= outer.end
}

/// The stretch, with the shortest ends that a pair makes it with; nothing if there is both a shorter one that begins where it
/// does and a shorter one that ends where it does.
fn shortest_of(stretch: Stretch, pairs: &[(Stretch, Stretch)]) -> Vec<Stretch> {
    let all = pairs.iter().map(|&(left, right)| around(left, right));
    let here: Vec<Stretch> = all
        .filter(|other| other.paragraph == stretch.paragraph)
        .collect();
    let ends_sooner = |other: &Stretch| other.start == stretch.start && other.end < stretch.end;
    let begins_later = |other: &Stretch| other.end == stretch.end && other.start > stretch.start;
    if here.iter().any(ends_sooner) && here.iter().any(begins_later) {
        return Vec::new();
    }
    let same = here
        .iter()
        .filter(|other| (other.start, other.end) == (stretch.start, stretch.end));
    let shortest = same.fold(stretch, |shortest, other| Stretch {
        opening: shortest.opening.min(other.opening),
        closing: shortest.closing.max(other.closing),
        ..shortest
    });
    vec![shortest]
}

fn around(a: Stretch, b: Stretch) -> Stretch {
    let first = if (a.start, a.opening) <= (b.start, b.opening) {
        a
    } else {
        b
    };
    let last = if (a.end, a.closing) >= (b.end, b.closing) {
        a
    } else {
        b
    };
    Stretch {
        paragraph: a.paragraph,
        start: first.start,
        end: last.end,
        opening: first.opening,
        closing: last.closing,
    }
}

/// Sorts, and lets ranges that share a byte become one.
fn merge(ranges: &mut Vec<Range<usize>>) {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges.drain(..) {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    *ranges = merged;
}

/// What a position must be.
enum Test {
    Stem(String),
    Exact(String),
    Acronym(String),
    Wild(Vec<char>),
    Fuzzy(Vec<char>, usize),
}

impl Place {
    fn bytes_if(&self, test: &Test) -> Option<Range<usize>> {
        let fits = |form: &&Form| match test {
            Test::Stem(stem) => form.stem == *stem,
            Test::Exact(word) => form.folded == *word,
            Test::Acronym(word) => form.acronym && form.folded == *word,
            Test::Wild(pattern) => globs(pattern, &form.folded.chars().collect::<Vec<_>>()),
            Test::Fuzzy(word, most) => {
                is_within(word, &form.folded.chars().collect::<Vec<_>>(), *most)
            }
        };
        let met: Vec<&Form> = self.forms.iter().filter(fits).collect();
        let start = met.iter().map(|form| form.bytes.start).min()?;
        Some(start..met.iter().map(|form| form.bytes.end).max()?)
    }
}

/// The runs of tests that meet a leaf: its words, or its one hyphenated word run together.
fn runs(leaf: &Leaf, names: bool) -> Vec<Vec<Test>> {
    let of_form = |form: &Form| {
        if names || leaf.likeness == Likeness::Exact && !form.acronym {
            Test::Exact(form.folded.clone())
        } else if form.acronym {
            Test::Acronym(form.folded.clone())
        } else {
            Test::Stem(form.stem.clone())
        }
    };
    let mut main = Vec::new();
    let mut alone = None;
    for slot in &leaf.slots {
        match slot {
            Slot::Word(word) => {
                let typed = places(&separated(word, names));
                main.extend(typed.iter().map(|place| of_form(&place.forms[0])));
                let joined = typed.first().and_then(|place| place.forms.get(1));
                alone = joined
                    .filter(|_| leaf.slots.len() == 1)
                    .map(|form| vec![of_form(form)]);
            }
            // `al-qa*` is two words of which the second is wild.
            Slot::Wild(pattern) => main.extend(pattern.split('-').map(|part| {
                let folded = fold(part);
                if folded.contains(['*', '?']) {
                    Test::Wild(folded.chars().collect())
                } else if names || leaf.likeness == Likeness::Exact {
                    Test::Exact(folded)
                } else {
                    Test::Stem(folded)
                }
            })),
            Slot::Fuzzy { word, distance } => main.extend(
                word.split('-')
                    .map(|part| Test::Fuzzy(fold(part).chars().collect(), usize::from(*distance))),
            ),
        }
    }
    std::iter::once(main).chain(alone).collect()
}

fn fold(text: &str) -> String {
    text.to_lowercase()
        .replace('é', "e")
        .replace(['\'', '’'], "")
}

fn globs(pattern: &[char], word: &[char]) -> bool {
    match pattern {
        [] => word.is_empty(),
        ['*', rest @ ..] => (0..=word.len()).any(|skipped| globs(rest, &word[skipped..])),
        ['?', rest @ ..] => !word.is_empty() && globs(rest, &word[1..]),
        [letter, rest @ ..] => word.first() == Some(letter) && globs(rest, &word[1..]),
    }
}

/// Whether at most so many letters must be changed, added, left out, or swapped with a neighbour.
fn is_within(a: &[char], b: &[char], most: usize) -> bool {
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() <= most,
        ([x, a @ ..], [y, b @ ..]) if x == y => is_within(a, b, most),
        _ if most == 0 => false,
        ([x, a_rest @ ..], [y, b_rest @ ..]) => {
            is_within(a_rest, b_rest, most - 1)
                || is_within(a_rest, b, most - 1)
                || is_within(a, b_rest, most - 1)
                || a_rest.first() == Some(y)
                    && b_rest.first() == Some(x)
                    && is_within(&a_rest[1..], &b_rest[1..], most - 1)
        }
    }
}

/// The paragraphs of a field.
fn paragraphs(article: &Article, field: Field) -> Vec<String> {
    let one = |text: &Option<String>| vec![separated(text.as_deref().unwrap_or_default(), true)];
    match field {
        Field::Text => std::iter::once(article.title.clone())
            .chain(article.body.iter().cloned())
            .collect(),
        Field::Title => vec![article.title.clone()],
        Field::Lead => lead(&article.body),
        Field::Source => one(&article.source),
        Field::Section => one(&article.section),
        Field::Byline => one(&article.byline),
        Field::Place => one(&article.place),
        Field::Lang => one(&article.lang),
        Field::Url => one(&article.url),
        Field::Tag => article
            .tags
            .iter()
            .map(|tag| separated(tag, true))
            .collect(),
    }
}

/// Names and addresses are divided at signs that running text does not have; bytes stay where they are.
fn separated(text: &str, names: bool) -> String {
    if !names || !text.contains('/') && !text.contains("example.") {
        return text.to_owned();
    }
    text.replace(['/', ':', '.'], " ")
}

/// Whole sentences until 50 words are told; a hyphenated word is one, and so is a Han character.
fn lead(body: &[String]) -> Vec<String> {
    let mut lead = Vec::new();
    let mut words = 0;
    for paragraph in body {
        let places = places(paragraph);
        let mut end = paragraph.len();
        for (n, place) in places.iter().enumerate() {
            let opens = n == 0 || places[n - 1].sentence != place.sentence;
            if opens && words >= 50 {
                end = place.forms[0].bytes.start;
                break;
            }
            words += usize::from(place.begins);
        }
        lead.push(paragraph[..end].to_owned());
        if words >= 50 {
            break;
        }
    }
    lead
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// The positions of a paragraph.
fn places(paragraph: &str) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut sentence = 0;
    // What stood behind the last word, and whether that word was `U.S.`.
    let mut behind = String::new();
    let mut dotted = false;
    let mut at = 0;
    for run in paragraph.split(char::is_whitespace) {
        let from = at;
        at += run.len()
            + paragraph[at + run.len()..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
        let inner = run.trim_start_matches(['“', '”', '"', '(', '«', '„']);
        let start = from + run.len() - inner.len();
        let end = end_of_word(inner);
        let written = &inner[..end];
        if written.is_empty() {
            behind.push_str(run);
            continue;
        }
        if !places.is_empty() && sentence_ended(&behind, dotted, written) {
            sentence += 1;
        }
        read_word(paragraph, start, written, sentence, &mut places);
        behind = inner[end..].to_owned();
        dotted = written.ends_with('.');
    }
    places
}

fn end_of_word(inner: &str) -> usize {
    if inner.len() >= 4 && inner.as_bytes()[..4].eq_ignore_ascii_case(b"U.S.") {
        return 4;
    }
    inner.trim_end_matches(|c: char| !c.is_alphanumeric()).len()
}

/// Whether a sentence ended between two words.
fn sentence_ended(behind: &str, dotted: bool, next: &str) -> bool {
    let small = next.starts_with(|c: char| c.is_lowercase());
    if small || behind.contains(',') {
        return false;
    }
    let name_may_follow = dotted && !behind.contains(['.', '!', '?']);
    if name_may_follow {
        let letters: String = next.chars().take_while(|c| c.is_alphanumeric()).collect();
        return Word::of(&letters).is_some_and(Word::is_function_word);
    }
    behind.contains(['.', '!', '?'])
}

/// Puts the positions of one written word behind the others.
fn read_word(
    paragraph: &str,
    start: usize,
    written: &str,
    sentence: usize,
    places: &mut Vec<Place>,
) {
    let word = Word::of(written)
        .unwrap_or_else(|| panic!("`{written}` is no word of the vocabulary: {paragraph}"));
    let acronym = written.ends_with('.') || is_capital_acronym(paragraph, start, written);
    let mut at = start;
    for (number, (folded, stem)) in word.parts.iter().enumerate() {
        let rest = &paragraph[at..start + written.len()];
        let length = if word.joined.is_some() {
            rest.find('-').unwrap_or(rest.len())
        } else if word.parts.len() > 1 {
            rest.chars().next().map_or(0, char::len_utf8)
        } else {
            rest.len()
        };
        let form = |folded: &str, stem: &str, bytes| Form {
            folded: folded.to_owned(),
            stem: stem.to_owned(),
            acronym: acronym && folded == "us",
            bytes,
        };
        let mut forms = vec![form(folded, stem, at..at + length)];
        if let (0, Some((folded, stem))) = (number, word.joined) {
            forms.push(form(folded, stem, start..start + written.len()));
        }
        // Each Han character is a word as written.
        let begins = number == 0 || word.joined.is_none();
        places.push(Place {
            forms,
            sentence,
            begins,
        });
        at += length + usize::from(word.joined.is_some());
    }
}

/// `US` amid small letters is the country; in a shouted headline it may be anybody.
fn is_capital_acronym(paragraph: &str, start: usize, written: &str) -> bool {
    let bytes = paragraph.as_bytes();
    let near = &bytes[start.saturating_sub(80)..bytes.len().min(start + written.len() + 80)];
    written == "US" && near.iter().any(u8::is_ascii_lowercase)
}
