//! The `foi` program: parses the command line, runs it, and ends with the exit code it earned.

use std::process::ExitCode;

/// Threads that load results grow the system's own heaps page by page, which costs more than reading a small file.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    foi::cli::main().into()
}
