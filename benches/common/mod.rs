//! What the measurements share: words to ask for, figures, processes that are watched.

// Each benchmark takes what it needs.
#![allow(dead_code, clippy::print_stdout)]

pub mod figures;
pub mod titles;
pub mod watched;

/// What is measured in this process allocates as the program does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Why a measurement was given up.
pub type Failure = Box<dyn std::error::Error>;

/// How the command line reads a query without options; no day of it matters here.
pub const READING: morgue::search::Reading = morgue::search::Reading {
    today: chrono::NaiveDate::MIN,
    joining: morgue::search::Joining::All,
    limits: morgue::search::QueryLimits::USUAL,
};
