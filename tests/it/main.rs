//! The one test binary: the library through its front door, then the program through its own.
//!
//! `newsroom` builds indexes to ask, and invents articles and questions. `oracle` and `laws` hold for whatever it invents;
//! `hostile` is text that is no query.
//! The rest runs the formats and the binary. Two variables: `MORGUE_CASES` says how many invented cases to try (10,000
//! without), `MORGUE_SEED=new` invents afresh, a number replays.

// Tests say what they tried where a failure can be replayed.
#![allow(clippy::print_stderr, clippy::print_stdout)]

mod cli;
mod damage;
mod faults;
mod findings;
mod guide;
mod hostile;
mod house;
mod ingest;
mod keep;
mod language;
mod laws;
mod messages;
mod morgue;
// A builder offers every field of an article, whether a test needs it or not.
#[allow(dead_code)]
mod newsroom;
mod oracle;
mod readme;
mod repair;
mod verify;
