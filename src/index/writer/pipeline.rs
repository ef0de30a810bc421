//! What waits between the writer and the threads that index, bounded in bytes.
//!
//! The engine's own queue is bounded in articles, ten thousand of them: of long ones that is hundreds of megabytes. Here each
//! article takes a ticket for its bytes, and gives it back when a thread takes it up.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use tantivy::TantivyDocument;
use tantivy::schema::document::Document;

/// Nobody waits longer for one ticket: threads that have ended give none back, and the engine says so when it is asked.
const PATIENCE: Duration = Duration::from_secs(5);

/// The bytes that wait.
pub(super) struct Pipeline {
    state: Arc<State>,
    most: usize,
}

#[derive(Default)]
struct State {
    bytes: Mutex<usize>,
    taken: Condvar,
}

/// A document on its way to a thread.
pub(super) struct Queued {
    document: TantivyDocument,
    _ticket: Ticket,
}

struct Ticket {
    state: Arc<State>,
    bytes: usize,
}

impl Pipeline {
    /// One in which about `most` bytes wait; one more document when the last was large.
    pub fn new(most: usize) -> Self {
        Self {
            state: Arc::default(),
            most,
        }
    }

    /// Lets a document of about `bytes` in, when there is room.
    pub fn enter(&self, document: TantivyDocument, bytes: usize) -> Queued {
        let waiting = self
            .state
            .bytes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let (mut waiting, _) = self
            .state
            .taken
            .wait_timeout_while(waiting, PATIENCE, |waiting| *waiting >= self.most)
            .unwrap_or_else(PoisonError::into_inner);
        *waiting += bytes;
        Queued {
            document,
            _ticket: Ticket {
                state: Arc::clone(&self.state),
                bytes,
            },
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut waiting = self
            .state
            .bytes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *waiting -= self.bytes;
        self.state.taken.notify_one();
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_waits_than_may_and_the_first_taken_lets_the_next_in() {
        let pipeline = Pipeline::new(100);
        let first = pipeline.enter(TantivyDocument::new(), 150);
        std::thread::scope(|scope| {
            let next = scope.spawn(|| pipeline.enter(TantivyDocument::new(), 1));
            std::thread::sleep(Duration::from_millis(20));
            assert!(!next.is_finished());
            drop(first.into_tantivy_document());
            drop(next.join().expect("no panic"));
        });
        assert_eq!(*pipeline.state.bytes.lock().expect("no panic"), 0);
    }
}
