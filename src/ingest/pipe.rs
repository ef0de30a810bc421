//! A pipe that can be left: reading from one blocks until its writer says something, and an interrupt must not wait for that.
//!
//! A thread reads, the run takes what it has read, and looks up now and then whether it should stop.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Bytes read at a time; two such pieces wait at most.
const PIECE: usize = 256 << 10;
/// How long an interrupt may go unnoticed.
const LOOK_UP: Duration = Duration::from_millis(100);

/// Reads a stream on a thread of its own until `stop` is set.
pub(super) struct Pipe {
    pieces: Receiver<io::Result<Vec<u8>>>,
    stop: Arc<AtomicBool>,
    piece: Vec<u8>,
    at: usize,
}

impl Pipe {
    pub(super) fn new(mut stream: impl Read + Send + 'static, stop: &Arc<AtomicBool>) -> Self {
        let (sender, pieces) = sync_channel(2);
        std::thread::spawn(move || {
            loop {
                let mut piece = vec![0; PIECE];
                let read = match stream.read(&mut piece) {
                    // A signal that is none of ours.
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    read => read.map(|length| {
                        piece.truncate(length);
                        piece
                    }),
                };
                let ended = read.as_ref().map_or(true, Vec::is_empty);
                // The run may have ended before the stream.
                if sender.send(read).is_err() || ended {
                    return;
                }
            }
        });
        Self {
            pieces,
            stop: Arc::clone(stop),
            piece: Vec::new(),
            at: 0,
        }
    }
}

impl Read for Pipe {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.piece.len() {
            match self.pieces.recv_timeout(LOOK_UP) {
                Ok(piece) => {
                    self.piece = piece?;
                    self.at = 0;
                    if self.piece.is_empty() {
                        return Ok(0);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) if self.stop.load(Ordering::Relaxed) => {
                    return Err(super::open::stopped());
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        let length = into.len().min(self.piece.len() - self.at);
        into[..length].copy_from_slice(&self.piece[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}
