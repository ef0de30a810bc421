//! What one commit consists of: which files of the folder of segments it names.
//!
//! Whoever copies a commit, or checks one, asks here. In comes the index; out come the names.

use tantivy::index::SegmentComponent;

use super::manifest::Manifest;
use super::{Index, IndexError, META, sums};

/// One commit, as its `meta.json` tells it.
pub(super) struct Commit {
    /// What it says of the archives.
    pub checkpoint: Option<String>,
    /// Its files among the segments, which never change.
    pub files: Vec<String>,
    /// Files among the segments that are replaced with each commit, as they are in this one.
    pub written: Vec<(String, Vec<u8>)>,
}

impl Commit {
    /// Whether no other has been made since.
    pub(super) fn is_last(&self, index: &Index) -> Result<bool, IndexError> {
        Ok(self.written == last(index)?.written)
    }
}

/// The last commit.
pub(super) fn last(index: &Index) -> Result<Commit, IndexError> {
    let path = index.segments().join(META);
    let meta = std::fs::read(&path).map_err(|cause| IndexError::of_file(&path, cause))?;
    let damaged = || IndexError::Damaged {
        path: path.clone(),
        detail: "it is not what was written".to_owned(),
    };
    let value: serde_json::Value = serde_json::from_slice(&meta).map_err(|_| damaged())?;
    let mut files = Vec::new();
    for segment in value["segments"].as_array().ok_or_else(damaged)? {
        let id = segment["segment_id"].as_str().ok_or_else(damaged)?;
        let stem = id.replace('-', "");
        if stem.is_empty() || !stem.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(damaged());
        }
        let parts = [
            SegmentComponent::Postings,
            SegmentComponent::Positions,
            SegmentComponent::FastFields,
            SegmentComponent::FieldNorms,
            SegmentComponent::Terms,
            SegmentComponent::Store,
        ];
        files.extend(parts.iter().map(|part| format!("{stem}.{part}")));
        let sums = format!("{stem}.{}", sums::ENDING);
        if index.segments().join(&sums).exists() {
            files.push(sums);
        }
        if let Some(deletes) = segment["deletes"].as_object() {
            let opstamp = deletes.get("opstamp").and_then(serde_json::Value::as_u64);
            let opstamp = opstamp.ok_or_else(damaged)?;
            files.push(format!("{stem}.{opstamp}.{}", SegmentComponent::Delete));
        }
    }
    let checkpoint = value["payload"].as_str().map(str::to_owned);
    let mut written = vec![(META.to_owned(), meta)];
    written.extend(manifest(index, &written[0].1)?);
    Ok(Commit {
        checkpoint,
        files,
        written,
    })
}

/// The manifest of a commit; an index of before there were manifests has none.
fn manifest(index: &Index, meta: &[u8]) -> Result<Option<(String, Vec<u8>)>, IndexError> {
    let segments = index.segments();
    let name = Manifest::name_for(meta);
    let path = segments.join(&name);
    match std::fs::read(&path) {
        Ok(manifest) => Ok(Some((name, manifest))),
        // There are others: a newer commit has replaced this one.
        Err(cause) if !Manifest::names(&segments).is_ok_and(|names| names.is_empty()) => {
            Err(IndexError::of_file(&path, cause))
        }
        Err(_) => Ok(None),
    }
}
