//! The binary: hands its arguments to the library and takes its exit code.

use std::process::ExitCode;

/// Articles are made by one thread and freed by others, which the system's allocator has wait for each other.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    morgue::cli::run(std::env::args_os())
}
