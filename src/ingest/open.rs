//! An archive opened: which file it is, and its bytes, counted, until somebody asks to stop.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::container::Seekable;
use super::format::Input;
use super::pipe::Pipe;
use super::walk::{Archive, Stamp};

/// Read ahead of whoever looks at the bytes.
const BUFFER: usize = 256 << 10;

/// The error of a reader that was asked to stop.
#[derive(Debug, thiserror::Error)]
#[error("interrupted")]
pub(super) struct Stopped;

/// The error that carries [`Stopped`].
pub(super) fn stopped() -> io::Error {
    io::Error::other(Stopped)
}

/// The stamp that an archive has now, if it is a file.
pub(super) fn stamp_now(archive: &Archive) -> Option<Stamp> {
    let Archive::File { path, stamp, .. } = archive else {
        return None;
    };
    let metadata = stamp.and_then(|_| std::fs::metadata(path).ok())?;
    Some(Stamp::of(&metadata))
}

/// Whether the archive comes from somebody who writes it meanwhile.
pub(super) fn is_pipe(archive: &Archive) -> bool {
    archive.size().is_none()
}

/// A file that is read with an archive, and does not count.
pub(super) fn open_beside<'r>(file: File, stop: &'r AtomicBool) -> impl Read + 'r {
    static UNCOUNTED: AtomicU64 = AtomicU64::new(0);
    Watched {
        source: file,
        stop,
        bytes: &UNCOUNTED,
    }
}

/// The bytes of an archive, and of a file once more for whoever wants to seek; both count into `bytes`.
pub(super) fn open<'r>(
    archive: &Archive,
    stop: &'r Arc<AtomicBool>,
    bytes: &'r AtomicU64,
) -> io::Result<(Input<'r>, Option<Box<dyn Seekable + 'r>>)> {
    let pipe = match archive {
        Archive::Stdin => Pipe::new(io::stdin(), stop),
        Archive::File { path, .. } if is_pipe(archive) => Pipe::new(File::open(path)?, stop),
        Archive::File { path, .. } => {
            let file = |file| Watched {
                source: file,
                stop,
                bytes,
            };
            let once_more = file(File::open(path)?);
            let input = BufReader::with_capacity(BUFFER, file(File::open(path)?));
            return Ok((Box::new(input), Some(Box::new(once_more))));
        }
    };
    // A pipe looks for itself whether it shall stop, once it has given what it has.
    let input = Watched {
        source: pipe,
        stop: &NEVER,
        bytes,
    };
    Ok((Box::new(BufReader::with_capacity(BUFFER, input)), None))
}

/// For what is read to its end whatever happens.
pub(super) static NEVER: AtomicBool = AtomicBool::new(false);

/// Counts what is read, and ends when it is asked to: also in the middle of a member of many gigabytes. Reads again what a signal
/// interrupted.
struct Watched<'r, S> {
    source: S,
    stop: &'r AtomicBool,
    bytes: &'r AtomicU64,
}

impl<S: Read> Read for Watched<'_, S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = loop {
            if self.stop.load(Ordering::Relaxed) {
                return Err(stopped());
            }
            match self.source.read(into) {
                // A signal that is none of ours: whoever looks at a buffer, as most readers do, would take it for the end.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.bytes.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

impl<S: Seek> Seek for Watched<'_, S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufRead;

    use super::*;

    /// Every other read is interrupted; the others give a byte.
    struct Restless<'b>(&'b [u8], bool);

    impl Read for Restless<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            match self.1 {
                true => Err(io::ErrorKind::Interrupted.into()),
                false => self.0.read(&mut into[..1]),
            }
        }
    }

    #[test]
    fn what_a_signal_interrupts_is_read_again_by_whoever_looks_at_a_buffer() {
        let (bytes, all) = (AtomicU64::new(0), b"storm");
        let mut input = BufReader::new(Watched {
            source: Restless(all, false),
            stop: &NEVER,
            bytes: &bytes,
        });
        let mut read = Vec::new();
        while let Ok([first, ..]) = input.fill_buf() {
            read.push(*first);
            input.consume(1);
        }
        assert_eq!(read, all);
        assert_eq!(bytes.load(Ordering::Relaxed), 5);
    }

    #[test]
    fn a_pipe_goes_on_where_a_signal_interrupted_it() {
        let mut pipe = Pipe::new(Restless(b"storm", false), &Arc::new(AtomicBool::new(false)));
        let (mut read, mut byte) = (Vec::new(), [0]);
        // The standard library's own ways to read to the end would hide the interruption.
        while pipe.read(&mut byte).expect("no error") > 0 {
            read.push(byte[0]);
        }
        assert_eq!(read, b"storm");
    }
}
