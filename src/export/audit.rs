//! The differencing audit: whether every hidden count keeps enough possible values for somebody who knows everything
//! published and the rules.
//!
//! Bounds come first, because they are cheap. What they do not settle, an integer program does: it looks for whole
//! solutions of the sums in which a count has another value. Each solution is checked in whole numbers here, so a
//! mistake of the solver can make the audit too strict and never too lax. A solution stays one when more is hidden,
//! so what has been found is kept from round to round.

use std::collections::BTreeSet;

use microlp::{ComparisonOp, OptimizationDirection, Problem};

use super::system::{Id, System};

/// How far from the truth other values are looked for: near ones do as well, and keep the programs small.
const REACH: i64 = 40;
/// Solutions that are looked for at once for all counts, before each is looked at by itself.
const SHARED: u32 = 4;

/// What has been found out about each variable.
#[derive(Debug)]
pub(super) struct Audit {
    /// How many values a hidden count must keep.
    possible_values: usize,
    /// Values in solutions found so far; the truth is one where it is known.
    found: Vec<BTreeSet<i64>>,
}

impl Audit {
    pub(super) fn new(system: &System, possible_values: usize) -> Self {
        Self { possible_values, found: system.variables.iter().map(|v| v.value.into_iter().collect()).collect() }
    }

    /// The hidden counts that keep too few values.
    pub(super) fn weak(&mut self, system: &System) -> Vec<Id> {
        let bounds = system.propagate();
        let hidden = |id: &Id| !system.variables[*id].known && system.variables[*id].guarded;
        let narrow: Vec<Id> = (0..system.variables.len())
            .filter(|id| hidden(id) && !system.is_wide(*id, bounds[*id], self.possible_values))
            .collect();
        if !narrow.is_empty() {
            return narrow;
        }
        let mut weak = Vec::new();
        for component in system.components() {
            self.search(system, &component);
            weak.extend(component.into_iter().filter(|id| hidden(id) && !self.has_enough(system, *id)));
        }
        weak
    }

    fn has_enough(&self, system: &System, id: Id) -> bool {
        let free = system.equations_of(id).next().is_none();
        free || self.found[id].len() >= system.variables[id].width(self.possible_values)
    }

    /// Looks for solutions until every count of the component has enough values, or has no more.
    fn search(&mut self, system: &System, component: &[Id]) {
        let open = |audit: &Self| -> Vec<Id> {
            let guarded = component.iter().copied().filter(|id| system.variables[*id].guarded);
            guarded.filter(|id| !audit.has_enough(system, *id)).collect()
        };
        let program = Program::of(system, component);
        for round in 0..SHARED {
            let open = open(self);
            if open.is_empty() {
                return;
            }
            // Some up, others down, differently each time: one solution moves many counts.
            let wish = |id: Id| match open.binary_search(&id) {
                Ok(at) if (at >> (round / 2)) & 1 == round as usize & 1 => 1.0,
                Ok(_) => -1.0,
                Err(_) => 0.0,
            };
            self.keep(program.solve(wish, None));
        }
        for id in open(self) {
            for direction in [1.0, -1.0] {
                if !self.has_enough(system, id) {
                    self.keep(program.solve(|other| if other == id { direction } else { 0.0 }, None));
                }
            }
            let (Some(least), Some(most)) = (self.found[id].first().copied(), self.found[id].last().copied()) else {
                continue;
            };
            // Both ends are known now; a value between them is left, if any.
            for value in least + 1..most {
                if self.has_enough(system, id) {
                    break;
                }
                self.keep(program.solve(|_| 0.0, Some((id, value))));
            }
        }
    }

    fn keep(&mut self, solution: Option<Vec<(Id, i64)>>) {
        for (id, value) in solution.into_iter().flatten() {
            self.found[id].insert(value);
        }
    }
}

/// The unknown counts of one component and the sums between them.
struct Program {
    /// With lowest and highest value looked for.
    variables: Vec<(Id, i32, i32)>,
    /// Positions in `variables` with factors, and what they give.
    sums: Vec<(Vec<(usize, i64)>, i64)>,
}

impl Program {
    fn of(system: &System, component: &[Id]) -> Self {
        let near = |value: i64| i32::try_from(value).unwrap_or(i32::MAX);
        let variables = component.iter().map(|id| {
            let variable = &system.variables[*id];
            let middle = variable.value.unwrap_or(variable.low);
            let high = variable.high.unwrap_or(i64::MAX).min(middle + REACH);
            (*id, near(variable.low.max(middle - REACH)), near(high))
        });
        let equations: BTreeSet<usize> =
            component.iter().flat_map(|id| system.equations_of(*id).map(|(at, _)| at)).collect();
        let place = |id: Id| component.binary_search(&id).expect("an equation joins its unknown variables");
        let sums = equations.into_iter().map(|at| {
            let (unknown, rest) = system.unknown(&system.equations[at]);
            (unknown.into_iter().map(|(id, factor)| (place(id), factor)).collect(), rest)
        });
        Self { variables: variables.collect(), sums: sums.collect() }
    }

    /// The solution that a wish (up is positive) likes best, with one count fixed where asked; none if there is none,
    /// or the solver found none that holds in whole numbers.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "counts are far below 2^52")]
    fn solve(&self, wish: impl Fn(Id) -> f64, fixed: Option<(Id, i64)>) -> Option<Vec<(Id, i64)>> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let variables: Vec<_> =
            self.variables.iter().map(|(id, low, high)| problem.add_integer_var(wish(*id), (*low, *high))).collect();
        for (terms, rest) in &self.sums {
            let terms: Vec<_> = terms.iter().map(|(at, factor)| (variables[*at], *factor as f64)).collect();
            problem.add_constraint(&terms, ComparisonOp::Eq, *rest as f64);
        }
        let at_fixed = fixed.map(|(id, value)| (self.variables.iter().position(|(other, ..)| *other == id), value));
        if let Some((Some(at), value)) = at_fixed {
            problem.add_constraint([(variables[at], 1.0)], ComparisonOp::Eq, value as f64);
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        let values: Vec<i64> = variables.iter().map(|variable| solution.var_value(*variable).round() as i64).collect();
        let inside = self
            .variables
            .iter()
            .zip(&values)
            .all(|((_, low, high), value)| (i64::from(*low)..=i64::from(*high)).contains(value));
        let adds = |(terms, rest): &(Vec<(usize, i64)>, i64)| {
            terms.iter().map(|(at, factor)| factor * values[*at]).sum::<i64>() == *rest
        };
        let holds = inside && self.sums.iter().all(adds);
        holds.then(|| self.variables.iter().map(|(id, ..)| *id).zip(values).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{hidden, known, secondary, system};
    use super::*;

    fn weak(cells: &[super::super::system::Variable], sums: &[(usize, &[usize])]) -> Vec<Id> {
        let (system, _) = system(cells, sums);
        Audit::new(&system, 3).weak(&system)
    }

    #[test]
    fn one_hidden_count_of_a_table_follows_from_its_totals() {
        // 3 7 | 10
        // 5 9 | 14
        // 8 16
        let cells = [hidden(3), known(7), known(10), known(5), known(9), known(14), known(8), known(16)];
        let sums: [(usize, &[usize]); 4] = [(2, &[0, 1]), (5, &[3, 4]), (6, &[0, 3]), (7, &[1, 4])];
        assert_eq!(weak(&cells, &sums), [0]);
        // Hidden crosswise, every count has other values: 1 to 4.
        let cells = [hidden(3), secondary(7), known(10), secondary(5), secondary(9), known(14), known(8), known(16)];
        assert_eq!(weak(&cells, &sums), Vec::<Id>::new());
    }

    #[test]
    fn two_small_counts_that_make_two_are_one_each() {
        assert_eq!(weak(&[known(2), hidden(1), hidden(1)], &[(0, &[1, 2])]), [1, 2]);
        assert_eq!(weak(&[known(5), hidden(1), hidden(4)], &[(0, &[1, 2])]), Vec::<Id>::new());
        // With a hidden total, which stands in no other sum, each may be anything.
        assert_eq!(weak(&[secondary(2), hidden(1), hidden(1)], &[(0, &[1, 2])]), Vec::<Id>::new());
    }

    #[test]
    fn what_no_single_sum_tells_the_program_finds() {
        // a + b = 5, b + c = 5, a + c = 5 + d, d from 0 on: a = c, so d = 2a - 5 is odd, and a is 3 or 4.
        let cells = [hidden(3), hidden(2), hidden(3), known(5), known(5), secondary(6), known(5), secondary(1)];
        let sums: [(usize, &[usize]); 4] = [(3, &[0, 1]), (4, &[1, 2]), (5, &[0, 2]), (5, &[6, 7])];
        assert_eq!(weak(&cells, &sums), [0, 1, 2, 5, 7]);
    }
}
