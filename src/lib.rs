//! morgue
pub mod article;
pub mod cli;
pub mod date;
pub mod index;
pub mod ingest;
pub mod render;
pub mod search;
