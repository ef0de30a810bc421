//! The binary: hands its arguments to the library and takes its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    morgue::cli::run(std::env::args_os())
}
