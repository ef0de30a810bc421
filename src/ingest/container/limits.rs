//! What a container may make of its bytes: how often their number, how deep in another, how much of it in memory.
//!
//! Never a header's word is taken for it: bytes are counted as they come out. A limit that is passed is a
//! [`RecordError`], carried through readers by an [`io::Error`].

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use super::kind::Kind;
use crate::ingest::archive::RecordError;
use crate::ingest::format::Input;
use crate::ingest::limits::Limits;

/// Through all layers together so many times the ratio of one: a page packed twice is no bomb, one packed by 200 twice is.
const LAYERS: f64 = 5.0;
/// The ratio does not count before so many bytes have come out: a small page of spaces is no harm.
const FREE: u64 = 10 << 20;

/// An error of a reader that says what is wrong with a container.
pub fn broken(error: RecordError) -> io::Error {
    io::Error::other(error)
}

/// What is wrong with a container, if that is what an error of a reader says.
///
/// # Errors
/// It is another error: the system's, or the word that nobody reads on.
pub fn what_is_wrong(error: io::Error) -> io::Result<RecordError> {
    error.downcast::<RecordError>()
}

/// An error of an unpacker in our words; errors from below it stay what they are.
pub fn explained(error: io::Error, format: &'static str, end: &'static str) -> io::Error {
    let is_ours = error.get_ref().is_some_and(|inner| {
        inner.is::<RecordError>() || inner.is::<crate::ingest::open::Stopped>()
    });
    if is_ours || error.raw_os_error().is_some() {
        return error;
    }
    broken(match error.kind() {
        io::ErrorKind::UnexpectedEof => RecordError::Truncated { what: end },
        _ => RecordError::Malformed {
            format,
            reason: error.to_string(),
        },
    })
}

/// Where reading stands: how deep, and how much is left of what it may take.
#[derive(Clone)]
pub struct Level {
    depth: usize,
    /// Whether this is what a compressed stream held: a tar in it is no level of its own.
    unpacked: bool,
    measure: Option<Rc<Measure>>,
    limits: Limits,
    /// Bytes that may still be held in memory.
    pub room: usize,
}

impl Level {
    /// The archive itself.
    pub fn top(limits: Limits) -> Self {
        Self {
            depth: 0,
            unpacked: false,
            measure: None,
            limits,
            room: limits.held,
        }
    }

    /// How much of what stands here is read at most.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The level inside a container that stands here. A compressed tar or crawl is one container, not two.
    ///
    /// # Errors
    /// [`RecordError::PackedTooDeep`].
    pub fn enter(&self, kind: Kind) -> Result<Self, RecordError> {
        let depth = self.depth + usize::from(kind.is_compression() || !self.unpacked);
        let limit = self.limits.depth;
        if depth > limit {
            return Err(RecordError::PackedTooDeep { limit });
        }
        Ok(Self {
            depth,
            unpacked: kind.is_compression(),
            ..self.clone()
        })
    }

    /// The same level while `bytes` of its room are taken.
    pub fn holding(&self, bytes: usize) -> Self {
        Self {
            room: self.room.saturating_sub(bytes),
            ..self.clone()
        }
    }

    /// A measure for a stream that is unpacked here.
    pub fn measure(&self) -> Rc<Measure> {
        Rc::new(Measure {
            taken: Cell::new(0),
            given: Cell::new(0),
            ratio: self.limits.ratio,
            below: self.measure.clone(),
        })
    }

    /// The same level, measured by `measure`.
    pub fn measured(&self, measure: &Rc<Measure>) -> Self {
        Self {
            measure: Some(Rc::clone(measure)),
            ..self.clone()
        }
    }
}

/// Bytes in and bytes out of one unpacker.
pub struct Measure {
    /// Packed bytes read.
    pub taken: Cell<u64>,
    /// Unpacked bytes made of them.
    pub given: Cell<u64>,
    /// How many times its size a stream may unpack to.
    ratio: u64,
    below: Option<Rc<Self>>,
}

impl Measure {
    /// Whether more came out than may.
    fn is_passed(&self) -> bool {
        self.is_too_much(self.taken.get(), self.given.get())
            || self.given.get() > FREE && self.in_all() > LAYERS * self.ratio as f64
    }

    /// Whether `given` bytes are too many to come of `taken`.
    pub fn is_too_much(&self, taken: u64, given: u64) -> bool {
        given > FREE && given / self.ratio > taken
    }

    /// The error of a stream that unpacks to too much.
    pub fn too_compressed(&self) -> io::Error {
        broken(RecordError::TooCompressed { limit: self.ratio })
    }

    fn in_all(&self) -> f64 {
        let own = self.given.get() as f64 / self.taken.get().max(1) as f64;
        own * self
            .below
            .as_ref()
            .map_or(1.0, |below| below.in_all().max(1.0))
    }
}

/// Counts what an unpacker reads.
pub struct Taken<'a> {
    input: Input<'a>,
    measure: Rc<Measure>,
}

impl<'a> Taken<'a> {
    /// Counts into `measure`.
    pub fn new(input: Input<'a>, measure: &Rc<Measure>) -> Self {
        Self {
            input,
            measure: Rc::clone(measure),
        }
    }
}

impl BufRead for Taken<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.measure
            .taken
            .set(self.measure.taken.get() + amount as u64);
        self.input.consume(amount);
    }
}

impl Read for Taken<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

/// Whether an unpacker can be asked again after it failed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum AfterError {
    /// It goes on behind what is broken.
    GoesOn,
    /// It must not be asked again.
    Ends,
}

/// Counts what an unpacker gives, and ends it when that is too much.
pub struct Given<R> {
    unpacker: R,
    measure: Rc<Measure>,
    format: &'static str,
    end: &'static str,
    after: AfterError,
    ended: bool,
}

impl<R: Read> Given<R> {
    /// Counts into `measure`; `format` is what is unpacked, `end` what it is called when it ends too soon, with its article.
    pub fn new(
        unpacker: R,
        measure: &Rc<Measure>,
        format: &'static str,
        end: &'static str,
        after: AfterError,
    ) -> Self {
        Self {
            unpacker,
            measure: Rc::clone(measure),
            format,
            end,
            after,
            ended: false,
        }
    }
}

impl<R: Read> Read for Given<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        match self.unpacker.read(into) {
            Ok(length) => {
                self.measure
                    .given
                    .set(self.measure.given.get() + length as u64);
                if self.measure.is_passed() {
                    self.ended = true;
                    return Err(self.measure.too_compressed());
                }
                Ok(length)
            }
            Err(error) => {
                self.ended = self.after == AfterError::Ends;
                Err(explained(error, self.format, self.end))
            }
        }
    }
}

/// A stretch of an input: as many bytes as a header says, no more; fewer are an error.
pub struct Part<'a> {
    input: &'a mut dyn BufRead,
    /// Bytes that have not been read.
    pub left: u64,
    what: &'static str,
    /// Whether reading failed: what comes next in the input is then not the end of this part.
    pub failed: bool,
}

impl<'a> Part<'a> {
    /// The next `length` bytes of `input`, of a container that is called `what`, with its article.
    pub fn new(input: &'a mut dyn BufRead, length: u64, what: &'static str) -> Self {
        Self {
            input,
            left: length,
            what,
            failed: false,
        }
    }

    /// Passes over what has not been read.
    ///
    /// # Errors
    /// The input ends too soon, or fails.
    pub fn skip(&mut self) -> io::Result<()> {
        while self.left > 0 {
            let length = self.fill_buf()?.len();
            self.consume(length);
        }
        Ok(())
    }
}

impl BufRead for Part<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Ok(&[]);
        }
        // Twice, since the borrow checker does not let go of what an early return might hold.
        match self.input.fill_buf() {
            Ok([]) => {
                self.failed = true;
                return Err(broken(RecordError::Truncated { what: self.what }));
            }
            Ok(_) => {}
            Err(error) => {
                self.failed = true;
                return Err(error);
            }
        }
        let piece = self.input.fill_buf()?;
        let length = usize::try_from(self.left).map_or(piece.len(), |left| left.min(piece.len()));
        Ok(&piece[..length])
    }

    fn consume(&mut self, amount: usize) {
        self.input.consume(amount);
        self.left -= amount as u64;
    }
}

impl Read for Part<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(into)?;
        self.consume(length);
        Ok(length)
    }
}
