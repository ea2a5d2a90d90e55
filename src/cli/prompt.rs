//! Questions to a person at a terminal.

use std::io::{self, IsTerminal, Write};

use crate::report::clean;

/// Whether somebody is there to answer.
pub(super) fn is_attended() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks, and returns the answer without the spaces around it; nothing if the input has ended.
pub(super) fn ask(question: &str) -> Option<String> {
    let mut talk = io::stderr().lock();
    // A person who cannot read the question ends the input, and that is an answer.
    let _ = write!(talk, "{} ", clean::lines(question)).and_then(|()| talk.flush());
    let mut line = String::new();
    match io::stdin().read_line(&mut line) {
        Ok(read) if read > 0 => Some(line.trim().to_owned()),
        _ => None,
    }
}

/// Asks back, and says whether the person agrees; nothing if the input has ended.
pub(super) fn confirm(question: &str) -> Option<bool> {
    let answer = ask(&format!("{question} (Enter for yes, n for no):"))?;
    Some(["", "y", "yes"].contains(&answer.as_str()))
}
