//! The threads that build segments, and what waits for them, bounded in bytes.
//!
//! A crew works for one commit: it is called together by the first article, and disbanded before tantivy is asked to commit
//! what it has written. Each thread builds segments of its own, and adds them to the index as they are done.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use tantivy::{IndexWriter, TantivyError};

use super::{Builder, Built, Offered};
use crate::index::memory::Shares;

/// The threads; see the module.
pub(in crate::index) struct Crew {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<tantivy::Result<()>>>,
}

/// What the threads and who calls them share.
struct Shared {
    engine: tantivy::Index,
    writer: Arc<IndexWriter>,
    shares: Shares,
    queue: Mutex<Queue>,
    /// Something was put into the queue, or it was closed.
    filled: Condvar,
    /// Half of the queue was taken, or nothing will be.
    taken: Condvar,
    built: Mutex<Built>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<(Offered, usize)>,
    bytes: usize,
    /// Threads that have nothing to do.
    idle: usize,
    /// Who offers waits until half of the queue was taken: were it woken for every article, two threads would change places for each.
    is_full: bool,
    /// Nothing more comes.
    is_closed: bool,
    /// A thread cannot go on, so nobody shall.
    is_abandoned: bool,
}

/// A thread of the crew has ended, and nobody goes on; [`Crew::disband`] says why.
#[derive(Debug)]
pub(in crate::index) struct Ended;

impl Crew {
    /// Calls a crew together that adds segments to `engine` through its `writer`, and holds what `shares` allows it.
    ///
    /// # Errors
    /// The system gives no threads.
    pub fn call(
        engine: &tantivy::Index,
        writer: &Arc<IndexWriter>,
        shares: Shares,
    ) -> tantivy::Result<Self> {
        let shared = Arc::new(Shared {
            engine: engine.clone(),
            writer: Arc::clone(writer),
            shares,
            queue: Mutex::default(),
            filled: Condvar::new(),
            taken: Condvar::new(),
            built: Mutex::default(),
        });
        let mut crew = Self {
            shared,
            threads: Vec::new(),
        };
        for _ in 0..shares.threads {
            let shared = Arc::clone(&crew.shared);
            let thread = std::thread::Builder::new().name("segments".to_owned());
            let thread = thread.spawn(move || shared.work())?;
            crew.threads.push(thread);
        }
        Ok(crew)
    }

    /// Gives the crew an article of about `bytes`, when there is room for it.
    ///
    /// # Errors
    /// [`Ended`].
    pub fn offer(&self, offered: Offered, bytes: usize) -> Result<(), Ended> {
        let most = self.shared.shares.pipeline;
        let mut queue = lock(&self.shared.queue);
        queue.is_full = queue.bytes >= most;
        while queue.is_full && !queue.is_abandoned {
            queue = wait(&self.shared.taken, queue);
        }
        if queue.is_abandoned {
            return Err(Ended);
        }
        queue.bytes += bytes;
        queue.waiting.push_back((offered, bytes));
        let is_awaited = queue.idle > 0;
        drop(queue);
        if is_awaited {
            self.shared.filled.notify_one();
        }
        Ok(())
    }

    /// Waits until all that was offered is in segments that the index has, and says which those are.
    ///
    /// # Errors
    /// A thread could not write its segment: what was offered is lost.
    pub fn disband(mut self) -> tantivy::Result<Built> {
        lock(&self.shared.queue).is_closed = true;
        self.shared.filled.notify_all();
        self.join()?;
        Ok(std::mem::take(&mut lock(&self.shared.built)))
    }

    fn join(&mut self) -> tantivy::Result<()> {
        let mut outcome = Ok(());
        for thread in self.threads.drain(..) {
            let ended = thread.join().unwrap_or_else(|_| {
                let cause = "a thread that builds segments has panicked";
                Err(TantivyError::ErrorInThread(cause.to_owned()))
            });
            outcome = outcome.and(ended);
        }
        outcome
    }
}

impl Drop for Crew {
    /// Nothing is written behind the back of who has given up.
    fn drop(&mut self) {
        self.shared.abandon();
        let _ = self.join();
    }
}

impl Shared {
    fn work(&self) -> tantivy::Result<()> {
        let guard = Abandon(self);
        let mut builder = Builder::new();
        while let Some(offered) = self.take() {
            builder.add(offered);
            if builder.is_full() || builder.bytes() >= self.shares.buffer {
                self.add(std::mem::replace(&mut builder, Builder::new()))?;
            }
        }
        if !lock(&self.queue).is_abandoned {
            self.add(builder)?;
        }
        std::mem::forget(guard);
        Ok(())
    }

    /// The next article; `None` when no more comes, or nobody shall go on.
    fn take(&self) -> Option<Offered> {
        let mut queue = lock(&self.queue);
        loop {
            if queue.is_abandoned {
                return None;
            }
            if let Some((offered, bytes)) = queue.waiting.pop_front() {
                queue.bytes -= bytes;
                if queue.is_full && queue.bytes <= self.shares.pipeline / 2 {
                    queue.is_full = false;
                    self.taken.notify_one();
                }
                return Some(offered);
            }
            if queue.is_closed {
                return None;
            }
            queue.idle += 1;
            queue = wait(&self.filled, queue);
            queue.idle -= 1;
        }
    }

    /// Writes a segment, if there is an article for it, and adds it to the index.
    fn add(&self, builder: Builder) -> tantivy::Result<()> {
        if builder.is_empty() {
            return Ok(());
        }
        let (segment, turns) = builder.write(&self.engine, self.shares.window)?;
        lock(&self.built).insert(segment.id(), turns);
        self.writer.add_segment(segment)
    }

    fn abandon(&self) {
        let mut queue = lock(&self.queue);
        queue.is_abandoned = true;
        queue.waiting.clear();
        drop(queue);
        self.filled.notify_all();
        self.taken.notify_all();
    }
}

/// Has nobody go on when a thread ends before its time.
struct Abandon<'s>(&'s Shared);

impl Drop for Abandon<'_> {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

/// What is behind these locks is whole between two calls, also where somebody panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn wait<'g, T>(condition: &Condvar, guard: MutexGuard<'g, T>) -> MutexGuard<'g, T> {
    condition
        .wait(guard)
        .unwrap_or_else(PoisonError::into_inner)
}
