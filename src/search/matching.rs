//! The other reading of a query: evaluated directly on one article, with the spans that satisfied it.
//!
//! It makes the marks that are shown, so every mark is a match by construction, and it is the oracle in tests: over any
//! articles the engine must find exactly those that [`Matcher::marks`] accepts. It knows no engine. Time is linear in the
//! text, and in the pairs of words that are about in reach of each other.

mod marks;
mod view;

use std::ops::Range;

use super::pattern::{Test, sequences};
use super::query::{Order, Query, Reach};
use super::span::{self, Borders, Part, Span};
use crate::article::Article;
use crate::date::When;
use crate::index::{Field, count_words};
pub use marks::{Mark, Marks};
use view::{Tests, View};

/// A query made ready to be tried on articles.
pub struct Matcher {
    root: Node,
    fields: Vec<(Field, Tests)>,
}

/// The query's tree with its leaves as indexes into the tests of their fields.
enum Node {
    All,
    Leaf {
        number: usize,
        field: usize,
        sequences: Vec<Vec<usize>>,
    },
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Near {
        reach: Reach,
        order: Order,
        left: Box<Self>,
        right: Box<Self>,
    },
    Apart {
        reach: Reach,
        left: Box<Self>,
        right: Box<Self>,
    },
    AtLeast {
        count: usize,
        of: Box<Self>,
    },
    When(When),
    Length {
        least: u64,
        most: u64,
    },
}

impl Matcher {
    /// Makes a query ready.
    pub fn new(query: &Query) -> Self {
        let mut fields: Vec<(Field, Tests)> = Vec::new();
        let mut leaves = 0;
        let root = compile(query, &mut fields, &mut leaves);
        fields.iter_mut().for_each(|(_, tests)| tests.arrange());
        Self { root, fields }
    }

    /// Whether the article satisfies the query.
    pub fn accepts(&self, article: &Article) -> bool {
        Evaluation::new(self, article).holds(&self.root)
    }

    /// Where the article satisfies the query; `None` if it does not.
    pub fn marks(&self, article: &Article) -> Option<Marks> {
        let evaluation = Evaluation::new(self, article);
        evaluation.holds(&self.root).then(|| {
            let mut found = Vec::new();
            evaluation.collect(&self.root, &mut found);
            evaluation.marks(found)
        })
    }
}

fn compile(query: &Query, fields: &mut Vec<(Field, Tests)>, leaves: &mut usize) -> Node {
    let mut all = |parts: &[Query]| {
        parts
            .iter()
            .map(|part| compile(part, fields, leaves))
            .collect()
    };
    match query {
        Query::All => Node::All,
        Query::And(parts) => Node::And(all(parts)),
        Query::Or(parts) => Node::Or(all(parts)),
        Query::Not(inner) => Node::Not(Box::new(compile(inner, fields, leaves))),
        Query::Near(near) => Node::Near {
            reach: near.reach,
            order: near.order,
            left: Box::new(compile(&near.left, fields, leaves)),
            right: Box::new(compile(&near.right, fields, leaves)),
        },
        Query::Apart(apart) => Node::Apart {
            reach: apart.reach,
            left: Box::new(compile(&apart.left, fields, leaves)),
            right: Box::new(compile(&apart.right, fields, leaves)),
        },
        Query::AtLeast { count, of } => Node::AtLeast {
            count: *count as usize,
            of: Box::new(compile(of, fields, leaves)),
        },
        Query::When(when) => Node::When(*when),
        Query::Length(length) => Node::Length {
            least: length.least,
            most: length.most,
        },
        Query::Leaf(leaf) => {
            let field = fields
                .iter()
                .position(|(field, _)| *field == leaf.field)
                .unwrap_or_else(|| {
                    fields.push((leaf.field, Tests::new(leaf.field)));
                    fields.len() - 1
                });
            let mut number = |test: Test| fields[field].1.number(test);
            let sequences = sequences(leaf)
                .into_iter()
                .map(|run| run.into_iter().map(&mut number).collect())
                .collect();
            *leaves += 1;
            Node::Leaf {
                number: *leaves - 1,
                field,
                sequences,
            }
        }
    }
}

/// A span of a leaf that takes part, and the stretch that must be shown with it.
struct Found {
    field: usize,
    leaf: usize,
    span: Span,
    /// The bytes of its words.
    bytes: Range<usize>,
    bond: Span,
}

/// One article under evaluation.
struct Evaluation<'a> {
    matcher: &'a Matcher,
    article: &'a Article,
    views: Vec<View<'a>>,
}

impl<'a> Evaluation<'a> {
    fn new(matcher: &'a Matcher, article: &'a Article) -> Self {
        let views = matcher
            .fields
            .iter()
            .map(|(field, tests)| View::new(*field, tests, article))
            .collect();
        Self {
            matcher,
            article,
            views,
        }
    }

    fn holds(&self, node: &Node) -> bool {
        match node {
            Node::All => true,
            Node::And(parts) => parts.iter().all(|part| self.holds(part)),
            Node::Or(parts) => parts.iter().any(|part| self.holds(part)),
            Node::Not(inner) => !self.holds(inner),
            Node::When(when) => when.matches(self.article.published.as_ref()),
            Node::Length { least, most } => {
                (*least..=*most).contains(&count_words(&self.article.body))
            }
            Node::AtLeast { count, of } => self.count(of) >= *count,
            Node::Leaf { .. } | Node::Near { .. } | Node::Apart { .. } => {
                !self.spans(node).is_empty()
            }
        }
    }

    fn field_of(&self, node: &Node) -> usize {
        match node {
            Node::Leaf { field, .. } => *field,
            Node::And(parts) | Node::Or(parts) => {
                parts.first().map_or(0, |part| self.field_of(part))
            }
            Node::Near { left, .. } | Node::Apart { left, .. } => self.field_of(left),
            Node::AtLeast { of, .. } => self.field_of(of),
            Node::All | Node::Not(_) | Node::When(_) | Node::Length { .. } => 0,
        }
    }

    fn borders(&self, node: &Node, reach: Reach) -> Borders<'_> {
        let view = &self.views[self.field_of(node)];
        Borders::of(match reach {
            Reach::Sentence => &view.sentences,
            Reach::Words(_) | Reach::Paragraph => &view.paragraphs,
        })
    }

    /// How often a placed part is there: nearness as often as the rarer of its sides is near the other.
    fn count(&self, node: &Node) -> usize {
        let mut others = Vec::new();
        let near = self.count_near(node, &mut others);
        span::settle(&mut others);
        near + others.len()
    }

    /// How often a part that is nearness is there; the spans of what is not go to the `others`.
    fn count_near(&self, node: &Node, others: &mut Vec<Span>) -> usize {
        match node {
            Node::Or(parts) => parts.iter().map(|part| self.count_near(part, others)).sum(),
            Node::Near {
                reach,
                order,
                left,
                right,
            } => {
                let (lefts, rights) = (self.spans(left), self.spans(right));
                span::count_near(&lefts, &rights, *reach, *order, self.borders(node, *reach))
            }
            other => {
                others.append(&mut self.spans(other));
                0
            }
        }
    }

    /// The spans of a placed part, sorted, each once.
    fn spans(&self, node: &Node) -> Vec<Span> {
        match node {
            Node::Leaf {
                field, sequences, ..
            } => {
                let view = &self.views[*field];
                let mut spans = Vec::new();
                for run in sequences {
                    let slots: Vec<&[u32]> = run
                        .iter()
                        .map(|&test| view.positions[test].as_slice())
                        .collect();
                    spans.extend(span::phrase(&slots));
                }
                span::settle_ways(&mut spans);
                spans
            }
            Node::Or(parts) => {
                let mut spans: Vec<Span> = parts.iter().flat_map(|part| self.spans(part)).collect();
                span::settle(&mut spans);
                spans
            }
            Node::Near {
                reach,
                order,
                left,
                right,
            } => span::near(
                &self.spans(left),
                &self.spans(right),
                *reach,
                *order,
                self.borders(node, *reach),
            ),
            Node::Apart { reach, left, right } => span::apart(
                &self.spans(left),
                &self.spans(right),
                *reach,
                self.borders(node, *reach),
            ),
            Node::All
            | Node::And(_)
            | Node::Not(_)
            | Node::AtLeast { .. }
            | Node::When(_)
            | Node::Length { .. } => Vec::new(),
        }
    }

    /// What took part, below a node that holds.
    fn collect(&self, node: &Node, found: &mut Vec<Found>) {
        match node {
            Node::And(parts) => parts.iter().for_each(|part| self.collect(part, found)),
            Node::Or(parts) => parts
                .iter()
                .filter(|part| self.holds(part))
                .for_each(|part| self.collect(part, found)),
            Node::AtLeast { of, .. } => self.place(of, &self.spans(of), None, found),
            Node::Leaf { .. } | Node::Near { .. } | Node::Apart { .. } => {
                self.place(node, &self.spans(node), None, found)
            }
            Node::All | Node::Not(_) | Node::When(_) | Node::Length { .. } => {}
        }
    }

    /// The leaves that make up the spans `wanted` of a part.
    fn place(
        &self,
        node: &Node,
        wanted: &[Span],
        bond: Option<&dyn Fn(Span) -> Span>,
        found: &mut Vec<Found>,
    ) {
        let keep = |spans: Vec<Span>| {
            spans
                .into_iter()
                .filter(|s| wanted.binary_search(s).is_ok())
                .collect::<Vec<_>>()
        };
        match node {
            Node::Leaf {
                number,
                field,
                sequences,
            } => {
                let view = &self.views[*field];
                found.extend(keep(self.spans(node)).into_iter().map(|span| Found {
                    field: *field,
                    leaf: *number,
                    span,
                    bytes: view.bytes_of_run(span, sequences),
                    bond: bond.map_or(span, |bond| bond(span)),
                }));
            }
            Node::Or(parts) => parts
                .iter()
                .for_each(|part| self.place(part, &keep(self.spans(part)), bond, found)),
            Node::Apart { left, .. } => self.place(left, wanted, bond, found),
            Node::Near {
                reach,
                order,
                left,
                right,
            } => {
                let (lefts, rights) = (self.spans(left), self.spans(right));
                let borders = self.borders(node, *reach);
                let mut sides = span::parts(wanted, (&lefts, &rights), *reach, *order, borders);
                for (side, child) in sides.iter_mut().zip([left, right]) {
                    // Of several proximities a span is part of, the shortest is the one to show it with.
                    side.sort_unstable_by_key(|part| (part.span, part.with.end - part.with.start));
                    side.dedup_by_key(|part| part.span);
                    let spans: Vec<Span> = side.iter().map(|part| part.span).collect();
                    let whole_of = |inner: Span| {
                        // What a child places is one of the spans it was asked for.
                        let at = side.binary_search_by_key(&inner, |part| part.span);
                        at.map_or(inner, |at| {
                            let Part { with, of, .. } = side[at];
                            bond.map_or(with, |outer| Span::around(with, outer(of)))
                        })
                    };
                    self.place(child, &spans, Some(&whole_of), found);
                }
            }
            Node::All
            | Node::And(_)
            | Node::Not(_)
            | Node::AtLeast { .. }
            | Node::When(_)
            | Node::Length { .. } => {}
        }
    }
}
