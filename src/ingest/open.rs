//! An archive opened: which file it is, its bytes, and the reader of its format.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::archive::RecordError;
use super::format::{self, Context, Head, Input, Items};
use super::pipe::Pipe;
use super::walk::{Archive, Stamp};

/// Read ahead of the reader of a format.
const BUFFER: usize = 256 << 10;

/// The archive's absolute path, and its stamp now.
pub(super) fn identity(archive: &Archive) -> (String, Option<Stamp>) {
    match archive {
        Archive::Stdin => ("-".to_owned(), None),
        Archive::File { path, stamp: None } => (path.to_string_lossy().into_owned(), None),
        Archive::File {
            path,
            stamp: Some(_),
        } => {
            let absolute = path.canonicalize().unwrap_or_else(|_| path.clone());
            let stamp = std::fs::metadata(path)
                .ok()
                .map(|metadata| Stamp::of(&metadata));
            (absolute.to_string_lossy().into_owned(), stamp)
        }
    }
}

pub(super) fn open(archive: &Archive, stop: &Arc<AtomicBool>) -> io::Result<Input<'static>> {
    Ok(match archive {
        Archive::Stdin => Box::new(BufReader::with_capacity(
            BUFFER,
            Pipe::new(io::stdin(), stop),
        )),
        Archive::File { path, .. } => Box::new(BufReader::with_capacity(BUFFER, File::open(path)?)),
    })
}

/// The items of an archive, read by its format; or why no format takes it.
pub(super) fn items<'a>(
    archive: &Archive,
    mut input: Input<'a>,
    context: &'a Context<'a>,
) -> io::Result<Result<Items<'a>, RecordError>> {
    let mut head = Vec::with_capacity(format::HEAD);
    while head.len() < format::HEAD {
        let piece = input.fill_buf()?;
        let taken = piece.len().min(format::HEAD - head.len());
        head.extend_from_slice(&piece[..taken]);
        input.consume(taken);
        // A pipe may say a line now and the next in an hour.
        if taken == 0 || matches!(archive, Archive::Stdin) && head.contains(&b'\n') {
            break;
        }
    }
    let head = Head::new(head);
    Ok(format::detect(&head).map(|format| {
        let whole = io::Cursor::new(head.into_bytes()).chain(input);
        (format.read)(Box::new(BufReader::with_capacity(BUFFER, whole)), context)
    }))
}
