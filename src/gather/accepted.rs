//! Which findings a person has accepted (`config/accepted.csv`).

use std::collections::HashMap;

use crate::config::Plan;
use crate::model::finding::{Finding, Kind};

/// Marks the findings that a line accepts: same kind, same place, same words. A line that accepts nothing is a finding
/// itself, as any rule that decides nothing (law 9). The findings are sorted anew.
pub fn mark(plan: &Plan, findings: &mut Vec<Finding>) {
    let mut by_place: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (at, line) in plan.accepted.iter().enumerate() {
        by_place.entry((&line.kind, &line.place)).or_default().push(at);
    }
    if by_place.is_empty() {
        return;
    }
    let mut used = vec![false; plan.accepted.len()];
    for finding in findings.iter_mut() {
        let place = finding.place.to_string();
        let Some(lines) = by_place.get(&(finding.kind.code(), place.trim())) else { continue };
        let message = finding.kind.message();
        // What a table keeps of a text has its ends trimmed.
        let Some(at) = lines.iter().find(|at| plan.accepted[**at].expected == message.trim()) else { continue };
        used[*at] = true;
        finding.accepted = Some(plan.accepted[*at].reason.as_str().into());
    }
    for (line, _) in plan.accepted.iter().zip(used).filter(|(_, used)| !used) {
        let rule = format!("{} at {}", line.kind, line.place);
        findings.push(Finding::new(super::place_of(&line.source), Kind::RuleUnused { rule }));
    }
    findings.sort();
}
