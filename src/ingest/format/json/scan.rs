//! Where a JSON value ends: a scanner that takes the bytes as they come and finds the end of the next value.
//!
//! In come the bytes of a value, more of them with every step; out comes where it ends, or where it stops being JSON. It
//! checks brackets, strings, commas and colons as the grammar has them and leaves numbers, words and escapes to the parser
//! that reads the finished value. Invariants: its own memory is constant whatever the input; every byte is looked at once;
//! what it calls a value has balanced brackets, at most [`MAX_DEPTH`] deep.

use super::wrapping::Wrapping;

/// How deep brackets may be nested: what serde_json reads.
pub(in crate::ingest) const MAX_DEPTH: usize = 127;

/// What the end of a line means inside a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// White space, as JSON has it.
    Space,
    /// The end of the record, as JSON lines have it. A line that is nothing but `{` starts a record that spans lines after all.
    RecordEnd,
}

/// What a step found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The bytes end inside the value.
    More,
    /// The value ends before this byte.
    End(usize),
    /// The value is an object around an array of records, whose first record starts at this byte.
    Wrapper(usize),
    /// At this byte it stops being JSON.
    Broken(usize, Fault),
}

/// Why a value is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A byte that the grammar does not allow there.
    Unexpected,
    /// A line end inside a string.
    LineEndInString,
    /// A line end inside a record that is to stand on one line.
    OpenAtLineEnd,
    /// Brackets deeper than [`MAX_DEPTH`].
    TooDeep,
}

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    Value,
    ElementOrEnd,
    KeyOrEnd,
    Key,
    Colon,
    CommaOrEnd,
    /// Inside a string; a key if a colon is to follow.
    String(Role),
    /// Inside a string, after a backslash.
    Escape(Role),
    /// Inside a number or a word.
    Scalar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Key,
    Value,
}

pub(super) struct Scan {
    /// Where the next step goes on.
    at: usize,
    depth: usize,
    /// One bit a level, the lowest the innermost: 1 for an array.
    arrays: u128,
    expect: Expect,
    line_end: LineEnd,
    wrapping: Wrapping,
    /// Whether the bracket just opened may be that of a wrapper's array.
    opening: bool,
    key_start: usize,
    after_line_end: bool,
    next_start: Option<usize>,
    values: usize,
}

impl Scan {
    /// A scan from the first byte of a value.
    pub fn new(line_end: LineEnd, wrapping: Wrapping) -> Self {
        Self {
            at: 0,
            depth: 0,
            arrays: 0,
            expect: Expect::Value,
            line_end,
            wrapping,
            opening: false,
            key_start: 0,
            after_line_end: false,
            next_start: None,
            values: 1,
        }
    }

    /// How many of the bytes given have been looked at.
    pub fn at(&self) -> usize {
        self.at
    }

    /// How many values the value holds, itself included; an empty array or object counts as two.
    pub fn values(&self) -> usize {
        self.values
    }

    /// Whether what was taken for an object around records is a record itself.
    pub fn is_record_after_all(&self) -> bool {
        self.wrapping.is_around_text()
    }

    /// The first place after the start where a line begins with `{`: where the next record starts if this one never ends.
    pub fn next_start(&self) -> Option<usize> {
        self.next_start
    }

    /// What was looked at is gone: the bytes of the next step start where this one ended.
    pub fn forget(&mut self) {
        self.at = 0;
        self.next_start = None;
        // A key that is cut in two is read as an unknown one.
        self.key_start = 0;
    }

    /// The bytes before a wrapper's first record have been consumed.
    pub fn enter_array(&mut self) {
        self.forget();
        // What stands around lines of records need not be a line itself.
        self.line_end = LineEnd::Space;
    }

    /// The array that a wrapper holds has been read, and its closing bracket consumed.
    pub fn leave_array(&mut self) {
        self.depth -= 1;
        self.arrays >>= 1;
        self.expect = Expect::CommaOrEnd;
    }

    /// Whether the end of the input ends the value: nothing marks the end of a number.
    pub fn ends_with_input(&self) -> bool {
        self.depth == 0 && self.expect == Expect::Scalar
    }

    /// Goes on with the bytes of the value so far.
    pub fn step(&mut self, bytes: &[u8]) -> Step {
        while self.at < bytes.len() {
            let step = match self.expect {
                Expect::String(role) => self.in_string(bytes, role),
                Expect::Escape(role) => {
                    self.at += 1;
                    self.expect = Expect::String(role);
                    continue;
                }
                Expect::Scalar => self.in_scalar(bytes),
                _ => self.between(bytes),
            };
            if let Some(step) = step {
                return step;
            }
        }
        Step::More
    }

    fn in_string(&mut self, bytes: &[u8], role: Role) -> Option<Step> {
        let rest = &bytes[self.at..];
        let Some(next) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
            self.at = bytes.len();
            return None;
        };
        let at = self.at + next;
        match rest[next] {
            b'\n' => return Some(Step::Broken(at, Fault::LineEndInString)),
            b'\\' => self.expect = Expect::Escape(role),
            _ => {
                self.expect = match role {
                    Role::Key => Expect::Colon,
                    Role::Value => Expect::CommaOrEnd,
                };
                if role == Role::Key && self.depth <= 2 {
                    let key = bytes.get(self.key_start..at).unwrap_or_default();
                    self.wrapping.key(self.depth, key);
                }
            }
        }
        self.at = at + 1;
        self.end_if_whole()
    }

    fn in_scalar(&mut self, bytes: &[u8]) -> Option<Step> {
        let rest = &bytes[self.at..];
        let length = rest.iter().position(|byte| !is_scalar(*byte));
        self.at += length.unwrap_or(rest.len());
        length?;
        self.expect = Expect::CommaOrEnd;
        self.end_if_whole()
    }

    fn end_if_whole(&self) -> Option<Step> {
        (self.depth == 0 && self.expect == Expect::CommaOrEnd).then_some(Step::End(self.at))
    }

    /// One byte outside of strings and numbers.
    fn between(&mut self, bytes: &[u8]) -> Option<Step> {
        let at = self.at;
        let byte = bytes[at];
        self.at += 1;
        match byte {
            b' ' | b'\t' | b'\r' => return None,
            b'\n' => return self.line_end(at),
            _ => {}
        }
        let first_in_line = std::mem::take(&mut self.after_line_end);
        if byte == b'{' && at > 0 && bytes[at - 1] == b'\n' && first_in_line {
            self.next_start = self.next_start.or(Some(at));
        }
        let opening = std::mem::take(&mut self.opening);
        if opening && byte == b'{' && self.wrapping.is_around_records(self.depth - 1) {
            self.at = at;
            return Some(Step::Wrapper(at));
        }
        match (byte, self.expect) {
            (b'"', Expect::Value | Expect::ElementOrEnd) => {
                self.expect = Expect::String(Role::Value)
            }
            (b'"', Expect::Key | Expect::KeyOrEnd) => {
                self.expect = Expect::String(Role::Key);
                self.key_start = self.at;
            }
            (b'{', Expect::Value | Expect::ElementOrEnd) => return self.open(0, Expect::KeyOrEnd),
            (b'[', Expect::Value | Expect::ElementOrEnd) => {
                // Arrays of a wrapper stand in objects only.
                self.opening = self.arrays == 0 && (1..=2).contains(&self.depth);
                return self.open(1, Expect::ElementOrEnd);
            }
            (b':', Expect::Colon) => self.expect = Expect::Value,
            (b',', Expect::CommaOrEnd) => {
                self.values += 1;
                self.expect = if self.in_array() {
                    Expect::Value
                } else {
                    Expect::Key
                };
            }
            (b'}', Expect::CommaOrEnd | Expect::KeyOrEnd) if !self.in_array() => {
                return self.close();
            }
            (b']', Expect::CommaOrEnd | Expect::ElementOrEnd) if self.in_array() => {
                return self.close();
            }
            (_, Expect::Value | Expect::ElementOrEnd) if is_scalar(byte) => {
                self.expect = Expect::Scalar
            }
            _ => return Some(Step::Broken(at, Fault::Unexpected)),
        }
        None
    }

    fn line_end(&mut self, at: usize) -> Option<Step> {
        if self.line_end == LineEnd::RecordEnd {
            if !(self.depth == 1 && self.expect == Expect::KeyOrEnd) {
                return Some(Step::Broken(at, Fault::OpenAtLineEnd));
            }
            self.line_end = LineEnd::Space;
        }
        self.after_line_end = true;
        None
    }

    fn in_array(&self) -> bool {
        self.arrays & 1 == 1
    }

    fn open(&mut self, array: u128, expect: Expect) -> Option<Step> {
        if self.depth == MAX_DEPTH {
            return Some(Step::Broken(self.at - 1, Fault::TooDeep));
        }
        self.depth += 1;
        self.values += 1;
        self.arrays = (self.arrays << 1) | array;
        self.expect = expect;
        None
    }

    fn close(&mut self) -> Option<Step> {
        self.depth -= 1;
        self.arrays >>= 1;
        self.expect = Expect::CommaOrEnd;
        (self.depth == 0).then_some(Step::End(self.at))
    }
}

/// The bytes of numbers and words; Python's `NaN` and `-Infinity` are words here too.
fn is_scalar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}
