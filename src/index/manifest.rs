//! The manifest of a commit: every file that belongs to it, with length and BLAKE3, written before the commit becomes visible.
//!
//! It stands beside tantivy's `meta.json` and is named after it (`manifest-` and the first digits of the hash of the `meta.json`
//! it was written for), so at any instant the `meta.json` in force has its manifest: a new one is on disk before the rename that
//! commits, an old one goes after it. The last line is the hash of the one before. Two more things are in it word for word, so
//! that they can be put back: `meta.json` and `morgue.json`.
//!
//! tantivy's own checksums are no substitute: they cover neither `meta.json` nor their own footers, and are compared only for
//! files that another list names, which nothing protects.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{IMPRINT, SEGMENTS};

const NAME: &str = "manifest-";

/// The list that tantivy keeps of its files; ours does without. An index that has one and no manifest was written before
/// there were manifests.
pub(super) const MANAGED: &str = ".managed.json";

/// Length and hash of a file, or of its beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sum {
    /// In bytes.
    pub bytes: u64,
    /// In hexadecimal digits.
    pub blake3: String,
}

impl Sum {
    /// Of bytes in memory.
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.len() as u64,
            blake3: blake3::hash(bytes).to_hex().to_string(),
        }
    }

    /// Of what was hashed piece by piece.
    pub fn finished(bytes: u64, hasher: &blake3::Hasher) -> Self {
        Self {
            bytes,
            blake3: hasher.finalize().to_hex().to_string(),
        }
    }

    /// Of at most the first `most` bytes of a file; `watch` is told of every piece.
    pub fn read(mut file: impl Read, most: u64, watch: &mut dyn FnMut(u64)) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        let mut buffer = vec![0; PIECE];
        let mut bytes = 0;
        while bytes < most {
            let wanted = usize::try_from(most - bytes).unwrap_or(PIECE).min(PIECE);
            let read = match file.read(&mut buffer[..wanted]) {
                Ok(0) => break,
                Ok(read) => read,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                Err(cause) => return Err(cause),
            };
            hasher.update(&buffer[..read]);
            bytes += read as u64;
            watch(read as u64);
        }
        Ok(Self::finished(bytes, &hasher))
    }
}

/// Bytes read at once.
const PIECE: usize = 1 << 18;

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Committed {
    /// Of all of it; of a list, of as much as the commit covers.
    #[serde(flatten)]
    pub sum: Sum,
    /// A list that was written anew goes by this name until it has taken the old one's place, just after the commit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anew: Option<String>,
}

/// What a commit is made of; see the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The layout of a manifest.
    manifest: u32,
    /// By name, from the index's folder on.
    pub files: BTreeMap<String, Committed>,
    /// The text of `morgue.json`.
    pub imprint: String,
    /// The text of `meta.json`.
    pub meta: String,
}

/// Raised when an older morgue would read a manifest wrongly.
const LAYOUT: u32 = 1;

/// What there is for a `meta.json`.
#[derive(Debug)]
pub(super) enum Lookup {
    /// Its manifest.
    Good(Box<Manifest>),
    /// Its manifest, which is not what was written.
    Damaged(String),
    /// Manifests for others only: this is not the `meta.json` that was written last.
    Others(Vec<String>),
    /// None, and there should be one.
    Missing,
    /// None: the index was written before there were manifests.
    Before,
}

impl Manifest {
    /// The name of the manifest for a `meta.json`.
    pub fn name_for(meta: &[u8]) -> String {
        let hash = blake3::hash(meta).to_hex();
        format!("{NAME}{}.json", &hash[..16])
    }

    /// Whether a file is called like a manifest.
    pub fn is_name(name: &str) -> bool {
        name.starts_with(NAME)
    }

    /// All manifests in the folder of segments.
    pub fn names(segments: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(segments)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if Self::is_name(&name) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// The manifest for a `meta.json`, or what is there instead.
    pub fn look_up(segments: &Path, meta: &[u8]) -> io::Result<Lookup> {
        let name = Self::name_for(meta);
        match fs::read(segments.join(&name)) {
            Ok(bytes) => Ok(match Self::read(&bytes) {
                Some(manifest) if manifest.meta.as_bytes() == meta => {
                    Lookup::Good(Box::new(manifest))
                }
                _ => Lookup::Damaged(name),
            }),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                let others = Self::names(segments)?;
                Ok(if !others.is_empty() {
                    Lookup::Others(others)
                } else if segments.join(MANAGED).exists() {
                    Lookup::Before
                } else {
                    Lookup::Missing
                })
            }
            Err(cause) => Err(cause),
        }
    }

    /// The manifest in these bytes; `None` if they are not what was written.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.len().checked_sub(SEAL)?;
        let (text, seal) = bytes.split_at(end);
        let manifest: Self = (seal == seal_of(text).as_bytes())
            .then(|| serde_json::from_slice(text).ok())
            .flatten()?;
        // An index may come from anybody: its manifest shall not make us look elsewhere.
        let names = manifest.files.iter();
        let is_sound = names
            .flat_map(|(name, file)| std::iter::once(name).chain(&file.anew))
            .all(|name| is_inside(name));
        (is_sound && manifest.manifest == LAYOUT).then_some(manifest)
    }

    /// Its bytes, sealed.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).expect("texts and numbers are JSON");
        bytes.push(b'\n');
        let seal = seal_of(&bytes);
        bytes.extend(seal.as_bytes());
        bytes
    }

    /// The manifest of the commit that `meta` is the `meta.json` of. `sums` has every file of the segments; the lists
    /// beside them are read.
    pub fn of(
        home: &Path,
        meta: &str,
        imprint: &str,
        sums: &BTreeMap<String, Sum>,
    ) -> io::Result<Self> {
        let commit: Commit = serde_json::from_str(meta)?;
        let mut files = BTreeMap::new();
        let of_commit = sums.iter().filter(|(name, _)| commit.has(name));
        for (name, sum) in of_commit {
            let (sum, anew) = (sum.clone(), None);
            files.insert(format!("{SEGMENTS}/{name}"), Committed { sum, anew });
        }
        let sum = Sum::of(imprint.as_bytes());
        files.insert(IMPRINT.to_owned(), Committed { sum, anew: None });
        for list in lists(home, commit.payload.as_deref()) {
            let file = File::open(home.join(list.anew.as_ref().unwrap_or(&list.name)))?;
            let sum = Sum::read(file, list.bytes, &mut |_| ())?;
            let anew = list.anew;
            files.insert(list.name, Committed { sum, anew });
        }
        Ok(Self {
            manifest: LAYOUT,
            files,
            imprint: imprint.to_owned(),
            meta: meta.to_owned(),
        })
    }

    /// The file of the disk that a name stands for.
    pub fn path(&self, home: &Path, name: &str) -> PathBuf {
        let anew = self.files.get(name).and_then(|file| file.anew.as_ref());
        let anew = anew.map(|anew| home.join(anew));
        anew.filter(|path| path.exists())
            .unwrap_or_else(|| home.join(name))
    }
}

/// Whether a name stands for a file of an index: `meta.json`, `segments/meta.json`.
fn is_inside(name: &str) -> bool {
    let file = name.strip_prefix("segments/").unwrap_or(name);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !file.is_empty() && file.bytes().all(is_plain) && file != "." && file != ".."
}

/// The last line of a manifest.
fn seal_of(text: &[u8]) -> String {
    format!("{{\"blake3\":\"{}\"}}\n", blake3::hash(text).to_hex())
}

/// Its length.
const SEAL: usize = "{\"blake3\":\"\"}\n".len() + 64;

/// What is wanted of a `meta.json`.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Commit {
    /// The segments in it.
    pub segments: Vec<Segment>,
    /// What was said of the archives.
    #[serde(default)]
    pub payload: Option<String>,
}

/// A segment of a commit.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Segment {
    segment_id: String,
    /// Articles, deleted ones included.
    pub max_doc: u32,
    /// Which are deleted.
    #[serde(default)]
    deletes: Option<Deletes>,
}

/// The deletions of a segment.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Deletes {
    num_deleted_docs: u32,
    opstamp: u64,
}

impl Segment {
    /// What its files' names begin with.
    pub fn id(&self) -> String {
        self.segment_id.replace('-', "")
    }

    /// Articles that were not deleted.
    pub fn alive(&self) -> u32 {
        let deleted = self.deletes.as_ref().map_or(0, |d| d.num_deleted_docs);
        self.max_doc.saturating_sub(deleted)
    }

    /// How the names of its files end.
    pub fn endings(&self) -> Vec<String> {
        const ENDINGS: [&str; 6] = ["fast", "fieldnorm", "idx", "pos", "store", "term"];
        let deletes = self.deletes.as_ref();
        let deletes = deletes.map(|deletes| format!("{}.del", deletes.opstamp));
        ENDINGS
            .map(str::to_owned)
            .into_iter()
            .chain(deletes)
            .collect()
    }
}

impl Commit {
    /// Whether a file of the folder of segments belongs to it.
    pub fn has(&self, name: &str) -> bool {
        let Some((id, rest)) = name.split_once('.') else {
            return false;
        };
        let Some(segment) = self.segments.iter().find(|segment| segment.id() == id) else {
            return false;
        };
        match rest.strip_suffix(".del") {
            Some(opstamp) => segment
                .deletes
                .as_ref()
                .is_some_and(|deletes| deletes.opstamp.to_string() == opstamp),
            None => !rest.ends_with("temp"),
        }
    }
}

/// A list beside the segments, as a commit has it.
pub(super) struct List {
    pub name: String,
    pub anew: Option<String>,
    pub bytes: u64,
}

/// The lists that a commit covers: whatever its checkpoint gives a length for. A number under `NAME` is how much of
/// `NAME.jsonl` is committed; one under `replaced`, the end of the name of lists that are to take the place of the old ones. Other
/// numbers are about something else, and have no file.
pub(super) fn lists(home: &Path, payload: Option<&str>) -> Vec<List> {
    let checkpoint: serde_json::Map<_, _> = payload
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let number = |name: &str| checkpoint.get(name).and_then(serde_json::Value::as_u64);
    let replaced = number("replaced");
    let mut lists = Vec::new();
    for key in checkpoint.keys() {
        let name = format!("{key}.jsonl");
        let (Some(bytes), true) = (number(key), is_inside(&name)) else {
            continue;
        };
        let anew = replaced
            .map(|run| format!("{name}.{run}"))
            .filter(|anew| home.join(anew).is_file());
        if anew.is_some() || home.join(&name).is_file() {
            lists.push(List { name, anew, bytes });
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: &str = "{\"segments\":[{\"segment_id\":\"ab-cd\",\"max_doc\":3,\"deletes\":{\"num_deleted_docs\":1,\"opstamp\":9}}],\"payload\":\"{\\\"ledger\\\":4,\\\"run\\\":7}\"}";

    fn sample(home: &Path) -> Manifest {
        fs::write(home.join("ledger.jsonl"), "one\nand what was not committed").expect("a file");
        let sums = [
            "abcd.idx",
            "abcd.8.del",
            "abcd.9.del",
            "abcd.store.temp",
            "ef.idx",
        ];
        let sums = sums.map(|name| (name.to_owned(), Sum::of(name.as_bytes())));
        Manifest::of(home, META, "{}\n", &BTreeMap::from(sums)).expect("a manifest")
    }

    #[test]
    fn a_manifest_names_what_the_commit_names_and_no_more() {
        let home = tempfile::tempdir().expect("a folder");
        let manifest = sample(home.path());
        let names: Vec<&str> = manifest.files.keys().map(String::as_str).collect();
        let expected = [
            "ledger.jsonl",
            "morgue.json",
            "segments/abcd.9.del",
            "segments/abcd.idx",
        ];
        assert_eq!(names, expected);
        assert_eq!(manifest.files["ledger.jsonl"].sum, Sum::of(b"one\n"));
        assert_eq!(Manifest::read(&manifest.write()), Some(manifest));
    }

    #[test]
    fn a_list_written_anew_is_found_under_either_name() {
        let home = tempfile::tempdir().expect("a folder");
        fs::write(home.path().join("ledger.jsonl"), "old").expect("a file");
        fs::write(home.path().join("ledger.jsonl.3"), "anew").expect("a file");
        let meta = "{\"segments\":[],\"payload\":\"{\\\"ledger\\\":4,\\\"replaced\\\":3}\"}";
        let manifest = Manifest::of(home.path(), meta, "", &BTreeMap::new()).expect("a manifest");
        assert_eq!(manifest.files["ledger.jsonl"].sum, Sum::of(b"anew"));
        let path = |name: &str| home.path().join(name);
        assert_eq!(
            manifest.path(home.path(), "ledger.jsonl"),
            path("ledger.jsonl.3")
        );
        fs::rename(path("ledger.jsonl.3"), path("ledger.jsonl")).expect("in its place");
        assert_eq!(
            manifest.path(home.path(), "ledger.jsonl"),
            path("ledger.jsonl")
        );
    }

    #[test]
    fn no_bit_of_a_manifest_can_be_flipped_and_no_byte_cut_off() {
        let home = tempfile::tempdir().expect("a folder");
        let bytes = sample(home.path()).write();
        for at in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            assert_eq!(Manifest::read(&flipped), None, "bit {at}");
        }
        for length in 0..bytes.len() {
            assert_eq!(Manifest::read(&bytes[..length]), None, "{length} bytes");
        }
    }

    #[test]
    fn a_manifest_names_nothing_outside_of_the_index() {
        let home = tempfile::tempdir().expect("a folder");
        let good = sample(home.path());
        for name in [
            "../other/meta.json",
            "/etc/hostname",
            "segments/../x",
            "..",
            "segments/",
            "",
        ] {
            let mut bad = good.clone();
            let file = bad.files["ledger.jsonl"].clone();
            bad.files.insert(name.to_owned(), file);
            assert_eq!(Manifest::read(&bad.write()), None, "{name}");
        }
    }
}
