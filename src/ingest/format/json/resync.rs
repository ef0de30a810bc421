//! Where the next element of an array starts, after one that is broken.
//!
//! In comes a window that stands in a broken element; out it comes standing at the `{` of the next one, or at the end.
//! Elements of one array begin alike, `{"title":`, and so a `{` with the same first key is taken for one. Inside a string it
//! cannot stand like this, since quotes are escaped there. Invariant: linear time and constant memory, however far it is.

use std::io;

use crate::ingest::format::window::Window;

/// The first key of an object, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FirstKey(Vec<u8>);

/// How long a first key and the blanks before it may be, to be recognised.
const LONGEST: usize = 256;

impl FirstKey {
    /// The first key of the object that `bytes` start with.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let key = after_quote(bytes)?;
        let end = memchr::memchr(b'"', key)?;
        Some(Self(key[..end].to_vec()))
    }

    /// Whether this is the key whose opening quote stands before `text`.
    fn opens(&self, text: Option<&[u8]>) -> bool {
        text.and_then(|text| text.strip_prefix(self.0.as_slice()))
            .is_some_and(|rest| rest.first() == Some(&b'"'))
    }
}

/// What follows `{"`, blanks in between passed over.
fn after_quote(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(LONGEST)];
    let rest = head.strip_prefix(b"{")?.trim_ascii_start();
    rest.strip_prefix(b"\"")
}

/// What is known of a broken element, to find the next one by.
pub(super) struct Element {
    /// Its first key, and that of a good one before it, so far as they are known.
    pub keys: [Option<FirstKey>; 2],
    /// How far it is indented, if it is the first in its line.
    pub indent: Option<usize>,
}

impl Element {
    /// Moves the window, which starts with the broken element, to the start of the next one; `false` at the end. `at` is where
    /// the broken one stops being JSON. From `from` up to there whole elements may stand, swallowed for want of a bracket.
    pub fn find_next(
        &self,
        window: &mut Window<'_>,
        mut at: usize,
        mut from: usize,
    ) -> io::Result<bool> {
        let mut is_all = false;
        loop {
            let bytes = window.bytes();
            let next = memchr::memchr(b'{', &bytes[from..]).map_or(bytes.len(), |next| from + next);
            if bytes.len() - next < LONGEST && !is_all {
                // What follows must be seen before it can be judged, and what stands before it.
                let gone = next.saturating_sub(LONGEST);
                window.consume(gone);
                from = next - gone;
                at = at.saturating_sub(gone);
                is_all = !window.fill()?;
            } else if next == bytes.len() {
                return Ok(false);
            } else if self.starts_at(bytes, next, next < at) {
                window.consume(next);
                return Ok(true);
            } else {
                from = next + 1;
            }
        }
    }

    /// Whether the next element starts at the `{` at `next`.
    fn starts_at(&self, bytes: &[u8], next: usize, swallowed: bool) -> bool {
        let after = after_quote(&bytes[next..]);
        let mut keys = self.keys.iter().flatten().peekable();
        if after.is_none() || (keys.peek().is_some() && !keys.any(|key| key.opens(after))) {
            return false;
        }
        let blanks = bytes[..next]
            .iter()
            .rev()
            .take(LONGEST)
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        match bytes[..next - blanks].last() {
            // Objects inside of elements are indented further.
            Some(b'\n') => self.indent.is_none_or(|indent| blanks <= indent),
            // On one line an object inside of the broken element looks alike.
            Some(b',') => !swallowed,
            _ => false,
        }
    }
}
