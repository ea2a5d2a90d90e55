//! How a command talks: lines for a person, or one JSON object a line for a program that reads the log.

use std::sync::atomic::{AtomicBool, Ordering};

use clap::ValueEnum;
use serde_json::json;

use crate::config::Problem;
use crate::model::finding::Finding;
use crate::report::clean;

/// Set once, before anything is said.
static JSON: AtomicBool = AtomicBool::new(false);

/// The form of what goes to stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// Lines for a person
    Text,
    /// One JSON object a line
    Json,
}

/// Chooses the form for the rest of the program.
pub(super) fn choose(format: LogFormat) {
    JSON.store(format == LogFormat::Json, Ordering::Relaxed);
}

pub(super) fn is_json() -> bool {
    JSON.load(Ordering::Relaxed)
}

/// Talk goes to stderr, sanitised.
pub(super) fn say(text: &str) {
    if is_json() {
        let is_wrong = ["error", "refused"].iter().any(|word| text.starts_with(word));
        print(&clean::json_of(&json!({ "level": if is_wrong { "error" } else { "info" }, "message": text })));
    } else {
        print(&clean::lines(text));
    }
}

/// A mistake that the configuration, a letter or a tracker has.
pub(super) fn problem(problem: &Problem) {
    if is_json() {
        let Problem { path, line, message, hint } = problem;
        let place = if *line > 0 { format!("{path}:{line}") } else { path.clone() };
        print(&clean::json_of(&json!({ "level": "error", "place": place, "message": message, "hint": hint })));
    } else {
        print(&clean::lines(&problem.to_string()));
    }
}

/// A finding as a line of a JSON log.
pub(super) fn finding(finding: &Finding) {
    let (kind, place) = (&finding.kind, finding.place.to_string());
    let text = json!({
        "level": kind.severity().text(), "kind": kind.code(), "place": place, "message": kind.message(),
        "hint": kind.hint(),
    });
    print(&clean::json_of(&text));
}

/// The record of a run, sanitised JSON, as a line of a JSON log; nothing in a log for a person.
pub(super) fn record(json: &str) {
    if is_json() {
        print(&format!("{{\"level\":\"info\",\"run\":{json}}}"));
    }
}

fn print(text: &str) {
    #[allow(clippy::print_stderr, reason = "the one place that talks to a person")]
    {
        eprintln!("{text}");
    }
}
