//! The schema of a Parquet file as a tree: what is nested in what, and at which level of definition and repetition.
//!
//! In comes the schema as it is stored, one element after another; out come the fields of a row. Always holds: a group has
//! children, and a leaf the number of its column.

use super::Fault;
use super::types::{Logical, Physical};

/// How deep fields may be nested.
const MAX_DEPTH: usize = 32;

/// How often a value may be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repetition {
    /// Once.
    #[default]
    Required,
    /// Once or not.
    Optional,
    /// Any number of times.
    Repeated,
}

impl Repetition {
    /// By its number in the format.
    pub fn of(number: i64) -> Self {
        match number {
            1 => Self::Optional,
            2 => Self::Repeated,
            _ => Self::Required,
        }
    }
}

/// An element of a schema, as stored.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// The type of its values; a group has none.
    pub physical: Option<Physical>,
    /// What its values mean.
    pub logical: Option<Logical>,
    /// How often it is there.
    pub repetition: Repetition,
    /// How many of the next elements are its own.
    pub children: usize,
}

/// A field.
#[derive(Debug)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// How often it is there.
    pub repetition: Repetition,
    /// What it means.
    pub logical: Option<Logical>,
    /// The level of definition from which on it is there.
    pub definition: u32,
    /// The level of repetition of another one in the same list.
    pub level: u32,
    /// What is in it.
    pub kind: Kind,
    /// The columns of it and of what is in it.
    pub columns: std::ops::Range<usize>,
}

/// What a field is.
#[derive(Debug)]
pub enum Kind {
    /// A column.
    Leaf(Physical),
    /// Fields.
    Group(Vec<Node>),
}

/// The fields of a row, and how many columns there are.
pub fn root_of(elements: &[Element]) -> Result<(Vec<Node>, usize), Fault> {
    let mut tree = Tree {
        elements,
        at: 1,
        columns: 0,
    };
    let root = elements.first().ok_or(Fault::Broken("no schema"))?;
    let fields = tree.children(root.children, 0, 0, 0)?;
    if tree.at != elements.len() {
        return Err(Fault::Broken("a schema with more than is in it"));
    }
    Ok((fields, tree.columns))
}

struct Tree<'e> {
    elements: &'e [Element],
    at: usize,
    columns: usize,
}

impl Tree<'_> {
    fn children(
        &mut self,
        number: usize,
        definition: u32,
        level: u32,
        depth: usize,
    ) -> Result<Vec<Node>, Fault> {
        if number == 0 {
            return Err(Fault::Broken("a group without fields"));
        }
        if depth > MAX_DEPTH {
            return Err(Fault::TooDeep(MAX_DEPTH));
        }
        let mut nodes = Vec::new();
        for _ in 0..number {
            let element = self.elements.get(self.at);
            let element = element.ok_or(Fault::Broken("a schema that is cut off"))?;
            self.at += 1;
            let definition = definition + u32::from(element.repetition != Repetition::Required);
            let level = level + u32::from(element.repetition == Repetition::Repeated);
            let first = self.columns;
            let kind = match element.physical {
                Some(physical) => {
                    self.columns += 1;
                    Kind::Leaf(physical)
                }
                None => {
                    Kind::Group(self.children(element.children, definition, level, depth + 1)?)
                }
            };
            nodes.push(Node {
                name: element.name.clone(),
                repetition: element.repetition,
                logical: element.logical,
                definition,
                level,
                kind,
                columns: first..self.columns,
            });
        }
        Ok(nodes)
    }
}
