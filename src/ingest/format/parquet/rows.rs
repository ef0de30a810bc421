//! Columns → rows: the values of all columns put together, row by row, as JSON.
//!
//! In come the columns of a group of rows, each a stream of values with their levels; out comes an object of JSON for each row,
//! as another dump would have it: lists as arrays, absent values as `null`. Invariants: a row is no larger than a record may
//! be; columns that do not fit each other are a fault, never another row's values.
//! Levels: <https://blog.x.com/engineering/en_us/a/2013/dremel-made-simple-with-parquet>

use super::Fault;
use super::footer::{Footer, Group};
use super::page::{Page, Pages};
use super::schema::{Kind, Node, Repetition};
use super::source::Source;
use super::types::{self, Logical, Physical};

/// A group of rows, read from the first to the last.
pub struct Rows {
    columns: Vec<Column>,
    /// How many are left.
    pub left: u64,
    /// Values of the row that is being read, absent ones included.
    values: usize,
    /// Whether all values of the last row were absent.
    pub is_empty: bool,
    /// The largest row, in bytes.
    limit: usize,
    /// The most values of a row.
    most: usize,
}

struct Column {
    pages: Pages,
    page: Page,
    /// Values in all pages behind this one's.
    left: u64,
    /// The levels of the next value, once they were looked at.
    next: Option<(u32, u32)>,
    /// The level from which on a value is there.
    definition: u32,
    /// Whether the row that is being read took of it.
    is_begun: bool,
}

impl Rows {
    /// The rows of a group.
    pub fn new(footer: &Footer, group: &Group, limit: usize, most: usize) -> Self {
        let mut columns = Vec::new();
        let mut chunks = group.chunks.iter();
        for node in &footer.fields {
            leaves(node, &mut |node, physical| {
                columns.extend(chunks.next().map(|chunk| Column {
                    pages: Pages::new(chunk, physical, node.definition, node.level),
                    page: Page::default(),
                    left: chunk.values,
                    next: None,
                    definition: node.definition,
                    is_begun: false,
                }));
            });
        }
        Self {
            columns,
            left: group.rows,
            values: 0,
            is_empty: true,
            limit,
            most,
        }
    }

    /// The next row.
    pub fn next(&mut self, fields: &[Node], source: &mut Source) -> Result<String, Fault> {
        self.left = self.left.saturating_sub(1);
        self.values = 0;
        self.is_empty = true;
        source.count(1)?;
        for column in &mut self.columns {
            column.is_begun = false;
            if column
                .peek(source)?
                .is_none_or(|(repetition, _)| repetition > 0)
            {
                return Err(Fault::Broken("columns with rows of their own"));
            }
        }
        let mut row = String::from("{");
        self.write_fields(fields, source, &mut row)?;
        row.push('}');
        Ok(row)
    }

    /// Passes over what is left of a row that could not be read.
    pub fn pass_row(&mut self, source: &mut Source) -> Result<(), Fault> {
        for column in &mut self.columns {
            let goes_on = |next: Option<(u32, u32)>| next.is_some_and(|(level, _)| level > 0);
            while !column.is_begun || goes_on(column.peek(source)?) {
                column.drop_one(source)?;
            }
        }
        Ok(())
    }

    /// Names and values, without brackets around.
    fn write_fields(
        &mut self,
        nodes: &[Node],
        source: &mut Source,
        out: &mut String,
    ) -> Result<(), Fault> {
        for (number, node) in nodes.iter().enumerate() {
            if number > 0 {
                out.push(',');
            }
            types::write_text(out, &node.name);
            out.push(':');
            self.write(node, source, out)?;
        }
        Ok(())
    }

    fn write(&mut self, node: &Node, source: &mut Source, out: &mut String) -> Result<(), Fault> {
        let is_there = self.definition(node, source)? >= node.definition;
        match node.repetition {
            Repetition::Required if !is_there => {
                Err(Fault::Broken("columns that do not fit each other"))
            }
            Repetition::Required => self.write_one(node, source, out),
            _ if !is_there => {
                self.pass(node, source)?;
                out.push_str(if node.repetition == Repetition::Repeated {
                    "[]"
                } else {
                    "null"
                });
                Ok(())
            }
            Repetition::Optional => self.write_one(node, source, out),
            Repetition::Repeated => {
                out.push('[');
                loop {
                    self.write_one(node, source, out)?;
                    let next = self.columns[node.columns.start].peek(source)?;
                    if next.is_none_or(|(repetition, _)| repetition < node.level) {
                        break;
                    }
                    out.push(',');
                }
                out.push(']');
                Ok(())
            }
        }
    }

    /// The field as it is there once.
    fn write_one(
        &mut self,
        node: &Node,
        source: &mut Source,
        out: &mut String,
    ) -> Result<(), Fault> {
        match &node.kind {
            Kind::Leaf(physical) => {
                self.values += 1;
                self.is_empty = false;
                let column = &mut self.columns[node.columns.start];
                let value = column.take(source)?;
                let before = out.len();
                if self.values <= self.most && out.len() + value.len() <= self.limit {
                    types::write(out, value, *physical, node.logical);
                }
                source.count(1 + (out.len() - before) as u64)?;
                if self.values > self.most {
                    return Err(Fault::TooManyValues(self.most));
                }
                match before == out.len() {
                    true => Err(Fault::TooLarge(self.limit as u64)),
                    false => Ok(()),
                }
            }
            Kind::Group(nodes) => match element_of(node, nodes) {
                Some(List::Of(repeated, element)) => {
                    self.write_list(repeated, element, source, out)
                }
                Some(List::Plain(repeated)) => self.write(repeated, source, out),
                None => {
                    out.push('{');
                    self.write_fields(nodes, source, out)?;
                    out.push('}');
                    Ok(())
                }
            },
        }
    }

    /// A list as an array of its elements, without the groups that it is stored in.
    fn write_list(
        &mut self,
        repeated: &Node,
        element: &Node,
        source: &mut Source,
        out: &mut String,
    ) -> Result<(), Fault> {
        if self.definition(repeated, source)? < repeated.definition {
            self.pass(repeated, source)?;
            out.push_str("[]");
            return Ok(());
        }
        out.push('[');
        loop {
            self.write(element, source, out)?;
            let next = self.columns[repeated.columns.start].peek(source)?;
            if next.is_none_or(|(repetition, _)| repetition < repeated.level) {
                out.push(']');
                return Ok(());
            }
            out.push(',');
        }
    }

    /// The level of definition of what comes next in a field.
    fn definition(&mut self, node: &Node, source: &mut Source) -> Result<u32, Fault> {
        let next = self.columns[node.columns.start].peek(source)?;
        let (_, definition) = next.ok_or(Fault::Broken("columns of different lengths"))?;
        Ok(definition)
    }

    /// Passes over a field that is not there.
    fn pass(&mut self, node: &Node, source: &mut Source) -> Result<(), Fault> {
        for column in &mut self.columns[node.columns.clone()] {
            let levels = column.peek(source)?;
            if levels.is_none_or(|(_, definition)| definition >= node.definition) {
                return Err(Fault::Broken("columns that do not fit each other"));
            }
            column.drop_one(source)?;
            self.values += 1;
        }
        Ok(())
    }
}

impl Column {
    /// The levels of the next value; `None` at the end.
    fn peek(&mut self, source: &mut Source) -> Result<Option<(u32, u32)>, Fault> {
        if self.next.is_none() {
            while self.page.left == 0 {
                if self.left == 0 {
                    return Ok(None);
                }
                self.page = self.pages.next(source)?;
                self.left = self.left.saturating_sub(self.page.left);
            }
            self.next = Some(self.page.levels()?);
        }
        Ok(self.next)
    }

    /// The next value, which is there.
    fn take(&mut self, source: &mut Source) -> Result<&[u8], Fault> {
        self.peek(source)?
            .ok_or(Fault::Broken("columns of different lengths"))?;
        self.next = None;
        self.is_begun = true;
        self.pages.value(&mut self.page)
    }

    /// Passes over the next value, if it is there or not.
    fn drop_one(&mut self, source: &mut Source) -> Result<(), Fault> {
        let levels = self.peek(source)?;
        let (_, definition) = levels.ok_or(Fault::Broken("columns of different lengths"))?;
        self.next = None;
        self.is_begun = true;
        if definition >= self.definition {
            self.pages.value(&mut self.page)?;
        }
        source.count(1)
    }
}

enum List<'n> {
    /// Groups that hold one element each.
    Of(&'n Node, &'n Node),
    /// The elements themselves.
    Plain(&'n Node),
}

/// What is repeated in a group that is a list.
fn element_of<'n>(node: &Node, nodes: &'n [Node]) -> Option<List<'n>> {
    let [repeated] = nodes else { return None };
    if node.logical != Some(Logical::List) || repeated.repetition != Repetition::Repeated {
        return None;
    }
    match &repeated.kind {
        Kind::Group(inner) if inner.len() == 1 && repeated.name != "array" => {
            Some(List::Of(repeated, &inner[0]))
        }
        _ => Some(List::Plain(repeated)),
    }
}

fn leaves(node: &Node, each: &mut dyn FnMut(&Node, Physical)) {
    match &node.kind {
        Kind::Leaf(physical) => each(node, *physical),
        Kind::Group(nodes) => nodes.iter().for_each(|node| leaves(node, each)),
    }
}
