//! The kinds of findings explained: on a terminal, as JSON, and as the page docs/findings.md. What an example says is what
//! the program says of such a finding, so that no page goes stale.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::model::finding::{Kind, Severity, examples};

/// Kinds of nearly this name are named to a person above this likeness.
const NEAR: f64 = 0.8;

/// Every kind with its examples, by name.
#[must_use]
pub fn every() -> Vec<Vec<Kind>> {
    let mut out: Vec<Vec<Kind>> = Vec::new();
    for kind in examples() {
        match out.iter_mut().find(|same| same[0].code() == kind.code()) {
            Some(same) => same.push(kind),
            None => out.push(vec![kind]),
        }
    }
    out.sort_by_key(|same| same[0].code());
    out
}

/// The examples of the kind of this name.
#[must_use]
pub fn of(code: &str) -> Option<Vec<Kind>> {
    every().into_iter().find(|same| same[0].code() == code)
}

/// The kinds whose names are most like this one.
#[must_use]
pub fn nearest(word: &str) -> Vec<&'static str> {
    let mut scored: Vec<(f64, &str)> = every()
        .iter()
        .map(|same| (strsim::jaro_winkler(word, same[0].code()), same[0].code()))
        .filter(|(score, _)| *score > NEAR)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().take(3).map(|(_, code)| code).collect()
}

/// One kind for a terminal.
#[must_use]
pub fn text(examples: &[Kind]) -> String {
    let mut out = String::new();
    for (nth, kind) in examples.iter().enumerate() {
        if nth == 0 {
            put(&mut out, &format!("{}: {}", kind.code(), asks(kind.severity())));
        } else {
            put(&mut out, &format!("\nor, {}", asks(kind.severity())));
        }
        put(&mut out, &format!("  what      {}", kind.meaning()));
        put(&mut out, &format!("  matters   {}", kind.matters()));
        put(&mut out, &format!("  for example, {}", kind.message()));
        put(&mut out, &format!("  and then  {}", kind.hint()));
    }
    out
}

/// All kinds, a line each.
#[must_use]
pub fn list() -> String {
    let mut out = String::new();
    for same in every() {
        put(&mut out, &format!("{:<24} {:<7} {}", same[0].code(), severities(&same), same[0].meaning()));
    }
    out
}

/// One kind as data.
#[must_use]
pub fn data(same: &[Kind]) -> Value {
    let example = |kind: &Kind| {
        json!({
            "severity": kind.severity().text(), "meaning": kind.meaning(), "matters": kind.matters(),
            "message": kind.message(), "hint": kind.hint(),
        })
    };
    json!({ "kind": same[0].code(), "examples": same.iter().map(example).collect::<Vec<_>>() })
}

/// The page docs/findings.md.
#[must_use]
pub fn page() -> String {
    let mut out = HEAD.to_owned();
    for same in every() {
        put(&mut out, &format!("\n## {}\n", same[0].code()));
        for (nth, kind) in same.iter().enumerate() {
            if nth > 0 {
                put(&mut out, "\nOr:\n");
            }
            put(&mut out, &format!("{}. {} {}\n", capital(asks(kind.severity())), kind.meaning(), kind.matters()));
            put(&mut out, &format!("- for example: {}", kind.message()));
            put(&mut out, &format!("- next step: {}", kind.hint()));
        }
    }
    out
}

const HEAD: &str = "# What a run can notice

Every kind of finding, as `foi explain KIND` says it too. The example and the next step are what the program itself says.
This page is made by the program and tested against it: `FOI_BLESS=1 cargo test --test it documents` writes it anew.
";

fn asks(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info, worth knowing",
        Severity::Review => "review, somebody should decide",
        Severity::Error => "error, something could not be loaded",
    }
}

fn severities(same: &[Kind]) -> String {
    let mut names: Vec<&str> = same.iter().map(|kind| kind.severity().text()).collect();
    names.dedup();
    names.join("/")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn put(out: &mut String, line: &str) {
    writeln!(out, "{line}").expect("writing to a string cannot fail");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_is_explained_once_and_by_its_name() {
        let codes: Vec<&str> = every().iter().map(|same| same[0].code()).collect();
        let distinct: BTreeSet<&str> = codes.iter().copied().collect();
        assert_eq!(codes.len(), distinct.len());
        for code in codes {
            let same = of(code).expect("it is listed");
            assert!(same.iter().all(|kind| kind.code() == code && kind.meaning().ends_with('.')), "{code}");
        }
        assert!(of("nothing-like-it").is_none());
    }

    #[test]
    fn two_examples_of_a_kind_differ_in_severity() {
        for same in every().iter().filter(|same| same.len() > 1) {
            assert_ne!(same[0].severity(), same[1].severity(), "{}", same[0].code());
        }
    }

    #[test]
    fn a_name_nearly_right_is_found() {
        assert_eq!(nearest("unmaped-label").first(), Some(&"unmapped-label"));
        assert_eq!(nearest("zzz"), Vec::<&str>::new());
    }
}
