//! The `foi` program: parses the command line, runs it, and ends with the exit code it earned.

use std::process::ExitCode;

fn main() -> ExitCode {
    foi::cli::main().into()
}
