//! The pages of an issue, opened as its articles need them: a block of text by its file and its id.
//!
//! Invariant: memory is bounded, and so is how often a text is given: a table of contents is somebody else's word.

use std::collections::{HashMap, HashSet};

use super::super::alto::Page;
use super::super::{Beside, Context};
use super::articles::{Area, Division};
use super::issue::{File, Issue};
use crate::ingest::archive::RecordError;

/// How many times as much text as there is on the pages the articles may hold together: a block may belong to two.
const MOST_OFTEN: usize = 20;
/// So much text is given however little there is.
const FREE: usize = 1 << 20;

/// The pages of an issue that were read so far.
pub(super) struct Pages<'a> {
    context: &'a Context<'a>,
    beside: &'a dyn Beside,
    /// By the files' names.
    read: HashMap<String, Result<Blocks, String>>,
    /// Bytes of text that were read.
    held: usize,
    /// Bytes of text that were given.
    given: usize,
}

/// The blocks of a page.
#[derive(Default)]
struct Blocks {
    texts: Vec<(String, bool)>,
    by_id: HashMap<String, Vec<usize>>,
}

/// A block of text in an article.
pub(super) struct Text {
    pub text: String,
    /// Whether it ends in the middle of a word.
    pub is_cut: bool,
    /// Its place among the areas of its article.
    pub area: usize,
}

/// What the pages say of an article.
#[derive(Default)]
pub(super) struct Texts {
    pub blocks: Vec<Text>,
    /// Why pages could not be read, each once.
    pub unread: Vec<String>,
}

impl<'a> Pages<'a> {
    pub fn new(context: &'a Context<'a>, beside: &'a dyn Beside) -> Self {
        Self {
            context,
            beside,
            read: HashMap::new(),
            held: 0,
            given: 0,
        }
    }

    /// The blocks of an article, each once, in the order of its areas.
    ///
    /// # Errors
    /// They are more than an article can be.
    pub fn texts(&mut self, issue: &Issue, division: &Division) -> Result<Texts, RecordError> {
        let mut texts = Texts::default();
        let mut seen = HashSet::new();
        for (at, area) in division.areas.iter().enumerate() {
            let file = match issue.files.get(&area.file) {
                Some(File::Page(name)) => name,
                Some(File::Picture) => continue,
                Some(File::Elsewhere) => {
                    texts.fail("a page that is not in this folder".to_owned());
                    continue;
                }
                None => {
                    texts.fail(format!("no file is named for the page `{}`", area.file));
                    continue;
                }
            };
            let blocks = match self.page(file)? {
                Ok(blocks) => blocks,
                Err(reason) => {
                    let reason = reason.clone();
                    texts.fail(reason);
                    continue;
                }
            };
            let mut length = 0;
            for number in blocks.of(area) {
                let (text, is_cut) = &blocks.texts[number];
                if !text.is_empty() && seen.insert((file, number)) {
                    length += text.len();
                    texts.blocks.push(Text {
                        text: text.clone(),
                        is_cut: *is_cut,
                        area: at,
                    });
                }
            }
            self.given += length;
            if self.given > FREE + MOST_OFTEN * self.held {
                return Err(too_large(self.context.limits.record));
            }
        }
        Ok(texts)
    }

    /// The blocks of a page, or why it could not be read.
    fn page(&mut self, name: &str) -> Result<&Result<Blocks, String>, RecordError> {
        if !self.read.contains_key(name) {
            if self.held > self.context.limits.record {
                return Err(too_large(self.context.limits.record));
            }
            let page = self.open(name).map_err(|reason| format!("{name} {reason}"));
            if let Ok(blocks) = &page {
                self.held += blocks
                    .texts
                    .iter()
                    .map(|(text, _)| text.len() + 64)
                    .sum::<usize>();
            }
            self.read.insert(name.to_owned(), page);
        }
        Ok(&self.read[name])
    }

    fn open(&self, name: &str) -> Result<Blocks, String> {
        let said = |error: std::io::Error| format!("could not be read: {}", error.kind());
        let input = self.beside.open(name).map_err(said)?;
        let input = input.ok_or("is not there")?;
        let page = Page::read(input, self.context).map_err(said)?;
        let page = page.map_err(|error| format!("could not be read: {error}"))?;
        let mut blocks = Blocks::default();
        for block in page.blocks {
            for id in block.ids {
                blocks.by_id.entry(id).or_default().push(blocks.texts.len());
            }
            blocks.texts.push((block.text, block.is_cut));
        }
        Ok(blocks)
    }
}

impl Blocks {
    fn of(&self, area: &Area) -> Vec<usize> {
        match &area.block {
            Some(id) => self.by_id.get(id).cloned().unwrap_or_default(),
            None => (0..self.texts.len()).collect(),
        }
    }
}

impl Texts {
    fn fail(&mut self, reason: String) {
        if self.unread.len() < 20 && !self.unread.contains(&reason) {
            self.unread.push(reason);
        }
    }
}

fn too_large(limit: usize) -> RecordError {
    RecordError::TooLarge {
        limit: limit as u64,
    }
}
