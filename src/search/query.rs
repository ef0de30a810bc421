//! The query as a tree: what was asked, understood. It knows no engine, and prints itself in our own language.
//!
//! A [`Query`] comes only from `parse`, which keeps these invariants: `And` and `Or` have two or more parts, none of them
//! of the same kind; no `Not` stands directly in a `Not`; both sides of a proximity look in one field and hold only words,
//! phrases, `Or` and further proximities; depth, clauses and phrase lengths are bounded. So `parse(query.to_string())`
//! gives the query back, unless the print is too long to be read (`date:1984` prints with both its days).

use std::fmt::{self, Display, Formatter};

use crate::date::When;
use crate::index::Field;

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Every article.
    All,
    /// A word or a phrase.
    Leaf(Leaf),
    /// All of these.
    And(Vec<Self>),
    /// Any of these.
    Or(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// Both, near each other.
    Near(Box<Near>),
    /// The first, where the second is not near.
    Apart(Box<Apart>),
    /// So many mentions or more.
    AtLeast {
        /// How many.
        count: u32,
        /// Of what.
        of: Box<Self>,
    },
    /// Published then.
    When(When),
    /// So long.
    Length(Length),
}

/// A word, or words in this order, in one field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Leaf {
    /// Where.
    pub field: Field,
    /// How like the words must be.
    pub likeness: Likeness,
    /// The words as typed; at least one, each holding a letter or digit.
    pub slots: Vec<Slot>,
}

/// How like a word of the text must be to the word asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Likeness {
    /// Any form of it.
    Stem,
    /// Exactly this form, but for case and accents.
    Exact,
}

/// One word of a [`Leaf`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// A word.
    Word(String),
    /// A word with `*` (any characters) or `?` (one character).
    Wild(String),
    /// A word or one so many letters away from it.
    Fuzzy {
        /// The word.
        word: String,
        /// Letters changed, added, left out, or swapped with a neighbour: 1 or 2.
        distance: u8,
    },
}

/// Two things near each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// How near.
    pub reach: Reach,
    /// Which comes first.
    pub order: Order,
    /// One.
    pub left: Query,
    /// The other.
    pub right: Query,
}

/// One thing where another is not near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// How near would be too near.
    pub reach: Reach,
    /// What is looked for.
    pub left: Query,
    /// What must not be near it.
    pub right: Query,
}

/// What near means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Positions that differ by at most so many, in one paragraph.
    Words(u32),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// Whether the order of two things near each other matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// Either may come first.
    Any,
    /// The left one comes first.
    AsWritten,
}

/// Bounds on the words of a body, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// At least.
    pub least: u64,
    /// At most.
    pub most: u64,
}

impl Query {
    /// All of these.
    pub fn all_of(parts: Vec<Self>) -> Self {
        Self::and(parts)
    }

    /// Any of these.
    pub fn any_of(parts: Vec<Self>) -> Self {
        Self::or(parts)
    }

    /// All of these: flattened, everything that is `All` left out.
    pub(super) fn and(parts: Vec<Self>) -> Self {
        let mut flat = flattened(parts, |part| match part {
            Self::And(inner) => Ok(inner),
            other => Err(other),
        });
        // `* -storm` is everything else; beside anything wanted, `*` says nothing.
        if flat.iter().any(|q| !matches!(q, Self::All | Self::Not(_))) {
            flat.retain(|q| *q != Self::All);
        }
        if flat.len() == 1 {
            flat.swap_remove(0)
        } else {
            Self::And(flat)
        }
    }

    /// Any of these: flattened.
    pub(super) fn or(parts: Vec<Self>) -> Self {
        let mut flat = flattened(parts, |part| match part {
            Self::Or(inner) => Ok(inner),
            other => Err(other),
        });
        if flat.len() == 1 {
            flat.swap_remove(0)
        } else {
            Self::Or(flat)
        }
    }

    /// Not this; twice is as good as not at all.
    pub(super) fn negate(query: Self) -> Self {
        match query {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Calls `visit` with every part of the tree, this one first, and whether it stands under a `Not`.
    pub fn walk<'q>(&'q self, visit: &mut dyn FnMut(&'q Self, Sense)) {
        self.walk_in(Sense::Wanted, visit);
    }

    fn walk_in<'q>(&'q self, sense: Sense, visit: &mut dyn FnMut(&'q Self, Sense)) {
        visit(self, sense);
        match self {
            Self::And(parts) | Self::Or(parts) => {
                parts.iter().for_each(|p| p.walk_in(sense, visit))
            }
            Self::Not(inner) => inner.walk_in(sense.turned(), visit),
            Self::Near(near) => {
                near.left.walk_in(sense, visit);
                near.right.walk_in(sense, visit);
            }
            Self::Apart(apart) => {
                apart.left.walk_in(sense, visit);
                apart.right.walk_in(sense.turned(), visit);
            }
            Self::AtLeast { of, .. } => of.walk_in(sense, visit),
            Self::All | Self::Leaf(_) | Self::When(_) | Self::Length(_) => {}
        }
    }

    /// How many parts the tree has.
    pub fn clauses(&self) -> usize {
        let mut count = 0;
        self.walk(&mut |_, _| count += 1);
        count
    }
}

/// Whether a part of a query is wanted or to be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// It must or may be there.
    Wanted,
    /// It must not be there.
    Unwanted,
}

impl Sense {
    fn turned(self) -> Self {
        match self {
            Self::Wanted => Self::Unwanted,
            Self::Unwanted => Self::Wanted,
        }
    }
}

/// The parts of a list, with the parts of lists of its own kind (`inner`) in their place. Saying a thing twice asks for it
/// once. A list that comes first is compared with nothing again: so a row that grows by a part at a time stays cheap.
fn flattened(parts: Vec<Query>, inner: impl Fn(Query) -> Result<Vec<Query>, Query>) -> Vec<Query> {
    let mut flat: Vec<Query> = Vec::with_capacity(parts.len());
    for part in parts {
        match inner(part) {
            Ok(list) if flat.is_empty() => flat = list,
            Ok(list) => list.into_iter().for_each(|part| add_new(&mut flat, part)),
            Err(part) => add_new(&mut flat, part),
        }
    }
    flat
}

fn add_new(parts: &mut Vec<Query>, part: Query) {
    if !parts.contains(&part) {
        parts.push(part);
    }
}

/// How tightly a construct binds; a part that binds less tightly than its place asks stands in brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
    Near,
    Unit,
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.print(f, Binding::Or)
    }
}

impl Query {
    fn binding(&self) -> Binding {
        match self {
            Self::Or(_) => Binding::Or,
            Self::And(_) => Binding::And,
            Self::Not(_) => Binding::Not,
            Self::Near(_) | Self::Apart(_) => Binding::Near,
            _ => Binding::Unit,
        }
    }

    fn print(&self, f: &mut Formatter<'_>, place: Binding) -> fmt::Result {
        if self.binding() < place {
            f.write_str("(")?;
            self.print(f, Binding::Or)?;
            return f.write_str(")");
        }
        match self {
            Self::All => f.write_str("*"),
            Self::Leaf(leaf) => leaf.fmt(f),
            Self::And(parts) => print_list(f, parts, " ", Binding::Not),
            Self::Or(parts) => print_list(f, parts, " OR ", Binding::And),
            Self::Not(inner) => {
                f.write_str("-")?;
                inner.print(f, Binding::Unit)
            }
            Self::Near(near) => {
                near.left.print(f, Binding::Near)?;
                write!(f, " {} ", near.operator())?;
                near.right.print(f, Binding::Unit)
            }
            Self::Apart(apart) => {
                apart.left.print(f, Binding::Near)?;
                match apart.reach {
                    Reach::Words(n) => write!(f, " not w/{n} ")?,
                    Reach::Sentence => f.write_str(" not /s ")?,
                    Reach::Paragraph => f.write_str(" not /p ")?,
                }
                apart.right.print(f, Binding::Unit)
            }
            Self::AtLeast { count, of } => {
                write!(f, "atleast{count}(")?;
                of.print(f, Binding::Or)?;
                f.write_str(")")
            }
            Self::When(when) => write!(f, "date:{when}"),
            Self::Length(length) => write!(f, "words:{length}"),
        }
    }
}

fn print_list(
    f: &mut Formatter<'_>,
    parts: &[Query],
    between: &str,
    place: Binding,
) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(between)?;
        }
        part.print(f, place)?;
    }
    Ok(())
}

impl Near {
    /// The operator as it is written.
    pub fn operator(&self) -> String {
        match (self.reach, self.order) {
            (Reach::Words(n), Order::Any) => format!("w/{n}"),
            (Reach::Words(n), Order::AsWritten) => format!("pre/{n}"),
            (Reach::Sentence, _) => "/s".to_owned(),
            (Reach::Paragraph, _) => "/p".to_owned(),
        }
    }
}

impl Display for Leaf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.field != Field::Text {
            write!(f, "{}:", self.field.name())?;
        }
        if self.likeness == Likeness::Exact {
            f.write_str("=")?;
        }
        match self.slots.as_slice() {
            [slot] if self.likeness == Likeness::Stem && slot.is_plain() => slot.fmt(f),
            slots => {
                f.write_str("\"")?;
                for (i, slot) in slots.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" ")?;
                    }
                    slot.fmt(f)?;
                }
                f.write_str("\"")
            }
        }
    }
}

impl Slot {
    /// Whether it means the same without quotes.
    fn is_plain(&self) -> bool {
        match self {
            Self::Word(word) => super::lex::is_plain_word(word),
            Self::Wild(pattern) => !pattern.contains('~') && super::lex::reads_alone(pattern),
            Self::Fuzzy { .. } => super::lex::reads_alone(&self.to_string()),
        }
    }
}

impl Display for Slot {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) | Self::Wild(word) => f.write_str(word),
            Self::Fuzzy { word, distance } => write!(f, "{word}~{distance}"),
        }
    }
}

impl Display for Length {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (least, u64::MAX) => write!(f, ">={least}"),
            (0, most) => write!(f, "<={most}"),
            (least, most) => write!(f, "{least}..{most}"),
        }
    }
}
