//! What can be had of a damaged segment: its stored articles, each with the evidence that it is what was written.
//!
//! The hash of an article covers what it says, not where it was read: an archive that still has it is asked for that.
//!
//! An article is believed if the file of stored articles is whole, or if the columns are and hold the hash of it. It is *certain* if it
//! is known besides that it was not deleted, and which archive it came from; others are offered only when the archives
//! have been asked, for ids that nobody has.

use std::path::Path;
use std::sync::Arc;

use tantivy::TantivyDocument;
use tantivy::columnar::{Column, ColumnarReader, DynamicColumn, NumericalType, StrColumn};
use tantivy::directory::footer::Footer;
use tantivy::directory::{Directory, FileSlice, MmapDirectory};
use tantivy::fastfield::AliveBitSet;
use tantivy::store::StoreReader;

use super::super::directory::is_of_a_segment;
use super::super::fingerprint::Fingerprint;
use super::super::verify::{has_fraction, quietly};
use super::super::{IndexError, Provenance, SEGMENTS, UNDATED_INSTANT, schema};
use super::Mending;
use crate::article::Article;

/// An article of a damaged segment.
#[derive(Clone, Debug)]
pub struct Salvaged {
    /// The article.
    pub article: Article,
    /// The hash of the archive it came from, 0 if that is not known; and the instant that it was sorted by.
    pub from: Provenance,
    /// The path of that archive; empty if that is not known.
    pub owner: String,
    /// It was in the index when it was damaged, and came from there.
    pub is_certain: bool,
}

/// What could not be had of damaged segments.
#[derive(Clone, Debug, Default)]
pub struct Losses {
    /// Ids of articles, each with the path of its archive.
    pub known: Vec<(String, String)>,
    /// Articles that were taken over of a damaged file of articles: what they say is proved by its hash, but not where they stood.
    pub doubtful: Vec<(String, String)>,
    /// Articles of which not even that is known; also those that are not certain.
    pub unknown: u64,
}

impl Losses {
    /// Whether all was had.
    pub fn are_none(&self) -> bool {
        self.known.is_empty() && self.unknown == 0
    }
}

/// A segment as far as it can be opened.
struct Segment {
    store: Option<StoreReader>,
    is_store_whole: bool,
    columns: Option<Columns>,
    /// Which articles were not deleted; all, if nothing was.
    alive: Alive,
    /// Articles, deleted ones included; not known if no commit says so.
    most: Option<u32>,
}

enum Alive {
    All,
    These(AliveBitSet),
    NotKnown,
}

struct Columns {
    id: StrColumn,
    owner: Option<StrColumn>,
    high: Column<u64>,
    low: Column<u64>,
    whole: Column<u64>,
    archive: Column<u64>,
    published: Column<i64>,
}

impl Mending {
    /// Gives every article that can be had of damaged segments, and says what else was in them.
    ///
    /// # Errors
    /// Those of `take`.
    pub fn salvage<E>(&self, take: &mut dyn FnMut(Salvaged) -> Result<(), E>) -> Result<Losses, E>
    where
        E: From<IndexError>,
    {
        let mut losses = Losses::default();
        let fields = schema::build().1;
        for segment in self.damaged_or_unknown() {
            let Some(most) = segment.most() else {
                continue;
            };
            for number in 0..most {
                if segment.alive.is_deleted(number) {
                    continue;
                }
                let article = quietly(|| segment.article(number, &fields));
                let (from, owner) = quietly(|| segment.provenance(number)).unwrap_or_default();
                let Some(article) = article else {
                    match quietly(|| segment.id(number)) {
                        Some(id) => losses.known.push((id, owner)),
                        None => losses.unknown += u64::from(segment.most.is_some()),
                    }
                    continue;
                };
                let is_certain =
                    segment.columns.is_some() && !matches!(segment.alive, Alive::NotKnown);
                losses.unknown += u64::from(!is_certain);
                if !segment.is_store_whole {
                    let id = article.id.to_string();
                    losses.doubtful.push((id, owner.clone()));
                }
                take(Salvaged {
                    article,
                    from,
                    owner,
                    is_certain,
                })?;
            }
        }
        Ok(losses)
    }

    fn damaged_or_unknown(&self) -> Vec<Segment> {
        let Ok(directory) = MmapDirectory::open(self.home.join(SEGMENTS)) else {
            return Vec::new();
        };
        if self.files.commit.is_none() {
            return self.unknown(&directory);
        }
        let segments = self.commit_segments().iter();
        segments
            .filter(|segment| !self.is_whole(&segment.id()))
            .map(|segment| {
                let deletes = segment.endings().into_iter().find(|e| e.ends_with(".del"));
                let alive = match deletes {
                    None => Alive::All,
                    Some(ending) => self
                        .whole(&directory, &segment.id(), &ending)
                        .and_then(|file| {
                            quietly(|| Some(AliveBitSet::open(file.read_bytes().ok()?)))
                        })
                        .map_or(Alive::NotKnown, Alive::These),
                };
                self.open(&directory, &segment.id(), alive, Some(segment.max_doc))
            })
            .collect()
    }

    /// All segments in the folder, if no commit is left that says which of them count.
    fn unknown(&self, directory: &MmapDirectory) -> Vec<Segment> {
        let entries = std::fs::read_dir(self.home.join(SEGMENTS));
        let names = entries.into_iter().flatten().filter_map(|entry| {
            let name = entry.ok()?.file_name().to_string_lossy().into_owned();
            let id = name.strip_suffix(".store")?.to_owned();
            is_of_a_segment(&name).then_some(id)
        });
        names
            .map(|id| self.open(directory, &id, Alive::NotKnown, None))
            .collect()
    }

    /// A file that is whole, without the engine's footer.
    fn whole(&self, directory: &MmapDirectory, id: &str, ending: &str) -> Option<FileSlice> {
        let is_damaged = self.is_damaged(&format!("{SEGMENTS}/{id}.{ending}"));
        (!is_damaged)
            .then(|| slice(directory, id, ending))
            .flatten()
    }

    fn open(
        &self,
        directory: &MmapDirectory,
        id: &str,
        alive: Alive,
        most: Option<u32>,
    ) -> Segment {
        let store = slice(directory, id, "store");
        let columns = self.whole(directory, id, "fast");
        Segment {
            store: store.and_then(|file| quietly(|| StoreReader::open(file, 2).ok())),
            is_store_whole: !self.is_damaged(&format!("{SEGMENTS}/{id}.store")),
            columns: columns.and_then(|file| quietly(|| Columns::open(file))),
            alive,
            most,
        }
    }
}

fn slice(directory: &MmapDirectory, id: &str, ending: &str) -> Option<FileSlice> {
    quietly(|| {
        let handle = directory
            .get_file_handle(Path::new(&format!("{id}.{ending}")))
            .ok()?;
        let (_, body) = Footer::extract_footer(FileSlice::new(Arc::clone(&handle))).ok()?;
        Some(body)
    })
}

impl Alive {
    fn is_deleted(&self, number: u32) -> bool {
        match self {
            Self::These(alive) => quietly(|| Some(alive.is_deleted(number))).unwrap_or(false),
            Self::All | Self::NotKnown => false,
        }
    }
}

impl Segment {
    /// How many articles to ask for.
    fn most(&self) -> Option<u32> {
        self.most.or_else(|| {
            // Numbers run from 0 without a gap, so the first that is not there is their count.
            let store = self.store.as_ref().filter(|_| self.is_store_whole)?;
            let is_there =
                |number: u32| quietly(|| store.get::<TantivyDocument>(number).ok()).is_some();
            let (mut there, mut beyond) = (0u32, 1u32);
            while is_there(beyond - 1) {
                there = beyond;
                beyond = beyond.checked_mul(2)?;
            }
            while there + 1 < beyond {
                let middle = there + (beyond - there) / 2;
                if is_there(middle - 1) {
                    there = middle;
                } else {
                    beyond = middle;
                }
            }
            Some(there)
        })
    }

    /// An article, if there is evidence for it.
    fn article(&self, number: u32, fields: &schema::Fields) -> Option<Article> {
        let stored: TantivyDocument = self.store.as_ref()?.get(number).ok()?;
        let article = fields.article(&stored)?;
        if self.is_store_whole {
            return Some(article);
        }
        let columns = self.columns.as_ref()?;
        let print = Fingerprint::of(&article, 0);
        let said =
            u128::from(columns.high.first(number)?) << 64 | u128::from(columns.low.first(number)?);
        let is_whole_told = !article.extra.values().any(has_fraction);
        let is_good = print.content == said
            && (!is_whole_told || Some(print.whole) == columns.whole.first(number))
            && self.id(number).as_deref() == Some(article.id.as_str());
        is_good.then_some(article)
    }

    fn id(&self, number: u32) -> Option<String> {
        text(&self.columns.as_ref()?.id, number)
    }

    fn provenance(&self, number: u32) -> Option<(Provenance, String)> {
        let columns = self.columns.as_ref()?;
        let owner = columns.owner.as_ref().and_then(|owner| text(owner, number));
        let instant = columns.published.first(number);
        let from = Provenance {
            archive: columns.archive.first(number)?,
            instant: instant.filter(|instant| *instant != UNDATED_INSTANT),
            ..Provenance::default()
        };
        Some((from, owner.unwrap_or_default()))
    }
}

fn text(column: &StrColumn, number: u32) -> Option<String> {
    let mut text = String::new();
    let ord = column.term_ords(number).next()?;
    column.ord_to_str(ord, &mut text).ok()?.then_some(text)
}

impl Columns {
    fn open(file: FileSlice) -> Option<Self> {
        let columns = ColumnarReader::open(file).ok()?;
        let open = |name: &str| {
            columns
                .read_columns(name)
                .ok()?
                .into_iter()
                .next()?
                .open()
                .ok()
        };
        let texts = |name: &str| match open(name)? {
            DynamicColumn::Str(column) => Some(column),
            _ => None,
        };
        let numbers = |name: &str| match open(name)?.coerce_numerical(NumericalType::U64)? {
            DynamicColumn::U64(column) => Some(column),
            _ => None,
        };
        Some(Self {
            id: texts(schema::ID)?,
            owner: texts(schema::ARCHIVE_PATH),
            high: numbers(schema::CONTENT_HIGH)?,
            low: numbers(schema::CONTENT_LOW)?,
            whole: numbers(schema::WHOLE)?,
            archive: numbers(schema::ARCHIVE)?,
            published: match open(schema::build().1.published)? {
                DynamicColumn::I64(column) => column,
                _ => return None,
            },
        })
    }
}
