//! From the thread that reads to the one that writes: what has been read waits here, little of it.
//!
//! Bounded in number and in bytes, so a reader that is faster waits, and memory stays small. Whoever takes takes all there
//! is: many at a time while the reader is fast, one at a time when it waits for a slow pipe.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// As much waits at most, in number and in bytes; one more when the last was large.
const MOST: (usize, usize) = (1024, 8 << 20);
/// As much is worth waking the taker for at once.
const WORTH: (usize, usize) = (64, 256 << 10);
/// Less than that waits no longer than this.
const PATIENCE: Duration = Duration::from_millis(100);

/// A queue between two threads.
pub struct Queue<T> {
    waiting: Mutex<Waiting<T>>,
    filled: Condvar,
    emptied: Condvar,
}

struct Waiting<T> {
    entries: Vec<T>,
    bytes: usize,
    /// Nothing more will be put.
    closed: bool,
    /// Nothing more will be taken.
    left: bool,
}

impl<T> Waiting<T> {
    fn is(&self, (number, bytes): (usize, usize)) -> bool {
        self.entries.len() >= number || self.bytes >= bytes
    }
}

impl<T> Queue<T> {
    /// An empty queue.
    pub fn new() -> Self {
        Self {
            waiting: Mutex::new(Waiting {
                entries: Vec::new(),
                bytes: 0,
                closed: false,
                left: false,
            }),
            filled: Condvar::new(),
            emptied: Condvar::new(),
        }
    }

    /// A thread that panicked here left a list of entries, which is whole at any time.
    fn lock(&self) -> MutexGuard<'_, Waiting<T>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The end that puts; when it goes away, the queue is closed.
    pub fn entrance(&self) -> Entrance<'_, T> {
        Entrance(self)
    }

    /// The end that takes; when it goes away, nothing more is taken.
    pub fn exit(&self) -> Exit<'_, T> {
        Exit(self)
    }
}

/// The end that puts.
pub struct Entrance<'q, T>(&'q Queue<T>);

impl<T> Entrance<'_, T> {
    /// Puts an entry of about `bytes` in, when there is room. False if nobody takes it any more.
    pub fn put(&self, entry: T, bytes: usize) -> bool {
        let mut waiting = self.0.lock();
        while waiting.is(MOST) && !waiting.left {
            waiting = self
                .0
                .emptied
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if waiting.left {
            return false;
        }
        let before = waiting.is(WORTH);
        waiting.entries.push(entry);
        waiting.bytes += bytes;
        if waiting.is(WORTH) && !before {
            self.0.filled.notify_one();
        }
        true
    }
}

impl<T> Drop for Entrance<'_, T> {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.filled.notify_one();
    }
}

/// The end that takes.
pub struct Exit<'q, T>(&'q Queue<T>);

impl<T> Exit<'_, T> {
    /// All that waits; soon, if it is little, and perhaps nothing. `None` when nothing more comes.
    pub fn take(&self) -> Option<Vec<T>> {
        let waiting = self.0.lock();
        let (mut waiting, _) = self
            .0
            .filled
            .wait_timeout_while(waiting, PATIENCE, |waiting| {
                !waiting.is(WORTH) && !waiting.closed
            })
            .unwrap_or_else(PoisonError::into_inner);
        if waiting.closed && waiting.entries.is_empty() {
            return None;
        }
        waiting.bytes = 0;
        let entries = std::mem::take(&mut waiting.entries);
        self.0.emptied.notify_one();
        Some(entries)
    }
}

impl<T> Drop for Exit<'_, T> {
    fn drop(&mut self) {
        self.0.lock().left = true;
        self.0.emptied.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_comes_out_in_order_and_then_the_end() {
        let queue = Queue::new();
        let taken = std::thread::scope(|scope| {
            let entrance = queue.entrance();
            scope.spawn(move || {
                for n in 0..100_000_u32 {
                    assert!(entrance.put(n, n as usize % 20_000));
                }
            });
            let exit = queue.exit();
            let mut taken = Vec::new();
            while let Some(entries) = exit.take() {
                assert!(entries.len() <= MOST.0);
                taken.extend(entries);
            }
            taken
        });
        assert!(taken.iter().copied().eq(0..100_000));
    }

    #[test]
    fn a_reader_ends_when_nobody_takes() {
        let queue = Queue::new();
        std::thread::scope(|scope| {
            let entrance = queue.entrance();
            let reader = scope.spawn(move || (0..).find(|n| !entrance.put(*n, 1)));
            let exit = queue.exit();
            exit.take();
            drop(exit);
            assert!(reader.join().expect("no panic").is_some());
        });
    }

    #[test]
    fn little_does_not_wait_for_more() {
        let queue = Queue::new();
        let entrance = queue.entrance();
        assert!(entrance.put("a line", 6));
        assert_eq!(queue.exit().take(), Some(vec!["a line"]));
    }

    #[test]
    fn a_reader_that_panics_is_an_end() {
        let queue = Queue::<u8>::new();
        let ended = std::thread::scope(|scope| {
            let entrance = queue.entrance();
            let reader = scope.spawn(move || {
                let _entrance = entrance;
                panic!("as a test");
            });
            let exit = queue.exit();
            // On a busy machine it may be some waits until the panic has come about.
            let ended = (0..1000).any(|_| exit.take().is_none());
            assert!(reader.join().is_err());
            ended
        });
        assert!(ended);
    }
}
