//! The verdict over one file.

use super::super::fact::{Fact, Observation, Truth};
use std::collections::BTreeMap;

/// How a file came out, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// All that it must give, and nothing else.
    Exact,
    /// Something is missing, nothing is wrong, and a finding says so.
    SetAside,
    /// Something is missing, and nobody is told.
    LostInSilence,
    /// Something is in the release that the file does not state.
    SilentlyWrong,
}

impl Verdict {
    pub fn text(self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::SetAside => "set aside",
            Verdict::LostInSilence => "lost in silence",
            Verdict::SilentlyWrong => "silently wrong",
        }
    }
}

/// The verdict, and the first cells that differ.
pub fn of(truth: &Truth, got: &[Observation], told: bool) -> (Verdict, Vec<String>) {
    let place = |one: &Observation| (one.sheet.clone(), one.cell.clone());
    let mut left: BTreeMap<(String, String), Vec<&Fact>> = BTreeMap::new();
    for one in got {
        left.entry(place(one)).or_default().push(&one.fact);
    }
    let (mut wrong, mut missing) = (Vec::new(), Vec::new());
    for expected in &truth.observations {
        let (sheet, cell) = place(expected);
        let here = format!("{sheet}!{cell}");
        let facts = left.remove(&(sheet, cell)).unwrap_or_default();
        match facts.as_slice() {
            [] => missing.push(format!("{here}: expected {}, got nothing", shown(&expected.fact))),
            [only] if **only == expected.fact => {}
            [only] => wrong.push(format!("{here}: {}", difference(&expected.fact, only))),
            several => wrong.push(format!("{here}: {} observations of one cell", several.len())),
        }
    }
    for ((sheet, cell), facts) in left {
        wrong.push(format!("{sheet}!{cell}: expected nothing, got {}", shown(facts[0])));
    }
    let verdict = match (wrong.is_empty(), missing.is_empty()) {
        (false, _) => Verdict::SilentlyWrong,
        (true, true) => Verdict::Exact,
        (true, false) if told => Verdict::SetAside,
        (true, false) => Verdict::LostInSilence,
    };
    wrong.append(&mut missing);
    (verdict, wrong)
}

fn shown(fact: &Fact) -> String {
    columns(fact).into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

/// Only what differs.
fn difference(expected: &Fact, got: &Fact) -> String {
    let (expected, got) = (columns(expected), columns(got));
    let nothing = String::new();
    let mut names: Vec<&String> = expected.keys().chain(got.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let value = |of: &BTreeMap<String, String>, name: &String| of.get(name).unwrap_or(&nothing).clone();
    names
        .into_iter()
        .map(|name| (name, value(&expected, name), value(&got, name)))
        .filter(|(_, expected, got)| expected != got)
        .map(|(name, expected, got)| format!("{name}: expected `{expected}`, got `{got}`"))
        .collect::<Vec<_>>()
        .join("; ")
}

fn columns(fact: &Fact) -> BTreeMap<String, String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "..".into());
    let number = |value: Option<i64>| value.map_or_else(|| "..".into(), |number| number.to_string());
    let mut columns = fact.terms.clone();
    let period = format!("{}/{} {}", text(&fact.period.from), text(&fact.period.to), fact.period.kind);
    columns.extend([
        ("count".to_owned(), format!("{}..{}", number(fact.low), number(fact.high))),
        ("force".to_owned(), fact.force.clone()),
        ("grain".to_owned(), fact.grain.clone()),
        ("period".to_owned(), period),
        ("role".to_owned(), fact.role.clone()),
        ("split".to_owned(), fact.split.iter().cloned().collect::<Vec<_>>().join(" x ")),
        ("unit".to_owned(), fact.unit.clone()),
    ]);
    columns
}
