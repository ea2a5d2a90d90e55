//! Small figures and systems for the tests of this module.

use super::source::{Frame, Scope};
use super::system::{Id, System, Variable};

pub(super) fn frame(force: &str, from: &str, to: &str) -> Frame {
    let text = str::to_owned;
    Frame {
        request: text("letter"),
        police_force: text(force),
        scope: Scope {
            unit: text("offence"),
            count_basis: text("recorded"),
            held: vec![text("theft")],
            period: format!("{from}/{to}"),
            from: from.parse().ok(),
            to: to.parse().ok(),
        },
    }
}

pub(super) fn known(value: i64) -> Variable {
    Variable { value: Some(value), low: 0, high: None, known: true, guarded: true }
}

/// Hidden by the rules: 1 to 4.
pub(super) fn hidden(value: i64) -> Variable {
    Variable { low: 1, high: Some(4), known: false, ..known(value) }
}

/// Hidden to protect another.
pub(super) fn secondary(value: i64) -> Variable {
    Variable { low: value.min(1), high: None, known: false, ..known(value) }
}

/// A system of these variables, and of sums as (total, parts).
pub(super) fn system(cells: &[Variable], sums: &[(usize, &[usize])]) -> (System, Vec<Id>) {
    let mut system = System::default();
    let ids: Vec<Id> = cells.iter().map(|cell| system.add_variable(cell.clone())).collect();
    for (total, parts) in sums {
        let terms = parts.iter().map(|part| (ids[*part], 1)).chain([(ids[*total], -1)]).collect();
        system.add_equation(terms, 0);
    }
    system.index();
    (system, ids)
}
